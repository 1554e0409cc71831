import Export
import Fetchers
import Foundation
import Records

@testable import Pipeline

/// Records out in a format, and in again as `import` reads a file.
enum RoundTrip {
    /// The file that `export` writes.
    static func file(of records: [Record], _ format: ExportFormat) -> [UInt8] {
        var exporter = Exporter(format: format)
        var bytes = exporter.head()
        for record in records {
            bytes += exporter.entry(CanonicalRecord(members: [record.key], record: record, provenance: [:]))
        }
        return bytes + exporter.tail()
    }

    struct Reading {
        var records: [Record] = []
        var problems: [String] = []
        var rejected = 0
    }

    /// What `import` takes a file for and what it reads in it.
    static func reading(of bytes: [UInt8]) throws -> Reading {
        let path = FileManager.default.temporaryDirectory.appending(path: "ibid-\(UUID().uuidString)").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try reading(ofFile: path)
    }

    static func reading(ofFile path: String) throws -> Reading {
        var reading = Reading()
        let preparer = Preparer()
        let intake = try FileIntake(path: path)
        while let portion = try intake.next() {
            let outcome = preparer.read(portion, path: "file", as: IntakeHint()) { _, _, record in record }
            reading.records += outcome.items
            reading.problems += outcome.problems.map(\.what)
            reading.rejected += outcome.rejected
        }
        return reading
    }
}

/// What of a record is compared: two values are the same where their normalized forms are equal.
struct ComparedField {
    var name: String
    /// The value's parts; empty where the record has none.
    var value: (Record) -> [String]

    /// The value that came back. Fields that a format's own words make kept are no loss: of kept fields those count that
    /// there were before.
    func valueBack(_ back: Record, of record: Record) -> [String] {
        let values = value(back)
        guard name == Self.keptName else { return values }
        func field(_ text: String) -> Substring { text.prefix { $0 != " " } }
        let names = Set(value(record).map(field))
        return values.filter { names.contains(field($0)) }
    }

    private static let keptName = "kept fields of the format"

    init(_ name: String, _ value: @escaping (Record) -> [String]) {
        self.name = name
        self.value = value
    }

    private static func text(_ name: String, _ path: KeyPath<Record, String?>) -> ComparedField {
        ComparedField(name) { [$0[keyPath: path]].compactMap { $0 } }
    }

    private static func people(_ name: String, _ roles: Set<Role>) -> ComparedField {
        ComparedField(name) { record in
            record.contributors.filter { roles.contains($0.role) }.sorted { $0.role < $1.role }.map {
                let parts = [$0.name.family, $0.name.given, $0.name.suffix, $0.name.literal].map { $0 ?? "" }
                return "\($0.role.rawValue) \($0.isGroup ? "group " : "")\(parts.joined(separator: "|"))"
            }
        }
    }

    private static func identifiers(_ name: String, _ schemes: Set<Scheme>) -> ComparedField {
        ComparedField(name) { $0.identifiers.filter { schemes.contains($0.scheme) }.map(\.value) }
    }

    /// All of a record but its key, in the order of the published table.
    ///
    /// - Parameter format: Whose kept fields are compared, `ris`.
    static func all(keeping format: String?) -> [ComparedField] {
        [
            ComparedField("type") { $0.type.map { [$0.rawValue] } ?? [] },
            ComparedField("title with subtitle") {
                [[$0.title, $0.subtitle].compactMap { $0 }.joined(separator: ": ")].filter { !$0.isEmpty }
            },
            text("subtitle apart", \.subtitle),
            ComparedField("other titles", \.otherTitles),
            people("authors", [.author]), people("editors", [.editor]), people("translators", [.translator]),
            people(
                "other roles",
                Set(Role.allCases).subtracting([.author, .editor, .translator])),
            ComparedField("ORCIDs") { $0.contributors.compactMap(\.orcid) },
            ComparedField("affiliations") { $0.contributors.flatMap(\.affiliations) },
            text("container title", \.container.title), text("container short title", \.container.shortTitle),
            ComparedField("ISSNs", \.container.issns),
            ComparedField("ISBNs") {
                Set($0.container.isbns + $0.identifiers.filter { $0.scheme == .isbn }.map(\.value)).sorted()
            },
            text("publisher", \.publisher), text("place", \.place), text("volume", \.volume), text("issue", \.issue),
            text("pages", \.pages), text("article number", \.articleNumber), text("edition", \.edition),
            text("version", \.version), text("event", \.event), text("series", \.series),
            ComparedField("issued") {
                switch $0.issued {
                case .value(let date): [date.description]
                case .asGiven(let text): ["as given " + text]
                case nil: []
                }
            },
            ComparedField("published online") { $0.publishedOnline.map { [$0.description] } ?? [] },
            ComparedField("published in print") { $0.publishedPrint.map { [$0.description] } ?? [] },
            ComparedField("abstract, line breaks aside") {
                $0.abstract.map { [$0.split { $0.isWhitespace }.joined(separator: " ")] } ?? []
            },
            ComparedField("line breaks in it") { $0.abstract.map { $0.contains("\n") ? [$0] : [] } ?? [] },
            ComparedField("first language") { Array($0.languages.prefix(1)) },
            ComparedField("other languages") { Array($0.languages.dropFirst()) },
            ComparedField("keywords", \.keywords), ComparedField("licences", \.licenses),
            ComparedField("funders", \.funders), identifiers("DOI", [.doi]), identifiers("PMID", [.pmid]),
            identifiers("PMCID", [.pmcid]), identifiers("arXiv number", [.arxiv]),
            identifiers(
                "other identifiers", Set(Scheme.allCases).subtracting([.doi, .pmid, .pmcid, .arxiv, .isbn, .local])),
            ComparedField("relations") { $0.relations.map { "\($0.type.rawValue) \($0.target)" } },
            text("address", \.url),
            ComparedField("counts") {
                [$0.citationCount, $0.referenceCount].map { $0.map(String.init) ?? "" }.joined() == ""
                    ? [] : ["\($0.citationCount ?? -1) \($0.referenceCount ?? -1)"]
            },
            ComparedField("retracted") { $0.isRetracted ? ["yes"] : [] },
        ]
            + (format.map { format in
                [
                    ComparedField(keptName) { record in
                        record.kept.enumerated().filter { $0.element.name.hasPrefix(format + ":") }.sorted {
                            ($0.element.name, $0.offset) < ($1.element.name, $1.offset)
                        }.map { "\($0.element.name) \($0.element.value)" }
                    }
                ]
            } ?? [])
    }
}
