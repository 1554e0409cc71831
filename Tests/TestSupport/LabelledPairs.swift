public import Foundation

/// The project's own labelled pairs; `Labels/README.md` says what is in them and how they are labelled.
public enum LabelledPairs {
    /// What a careful librarian says of two records, who sees nothing but the two.
    public enum Label: String, Sendable, Codable, CaseIterable { case same, different, unsure }

    /// Two rows as databases export them.
    public struct Pair: Sendable, Codable, CustomStringConvertible {
        /// A sentence that says what is odd about the pair. Unique.
        public var name: String
        /// The name of its file, without the ending.
        public var kind: String
        /// The label where versions are linked and not merged, which is the default.
        public var link: Label
        /// The label where author versions and updated reviews count as duplicates.
        public var merge: Label
        /// Column to value, as `ibid dedup` reads them from a table; only what the database said.
        public var a: [String: String]
        public var b: [String: String]

        public var description: String { "\(kind): \(name)" }
    }

    /// The columns in which a pair may speak, in the order of their header.
    public static let columns = [
        "id", "source", "type", "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid",
        "issn",
        "isbn", "publisher", "url", "abstract", "language",
    ]

    public static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Labels")

    /// Every pair, kinds by name, each in the order of its file.
    ///
    /// - Throws: What a file that is not JSON Lines of pairs throws; a test that cannot read its cases must fail.
    public static func all() throws -> [Pair] {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "jsonl" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
        return try files.flatMap(pairs)
    }

    /// The pairs of one file.
    public static func pairs(in file: URL) throws -> [Pair] {
        let decoder = JSONDecoder()
        return try Data(contentsOf: file).split(separator: UInt8(ascii: "\n")).map {
            try decoder.decode(Pair.self, from: Data($0))
        }
    }
}
