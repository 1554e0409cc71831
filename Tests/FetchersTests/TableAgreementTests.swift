import Fetchers
import Formats
import Foundation
import Records
import Testing

/// Rows of a table with ibid's header as they were read before other headers were known.
private struct FormerTable {
    private let header: [String]
    private let columns: [String: Int]
    private let file: String

    init(header: [String], file: String) {
        self.header = header
        var columns: [String: Int] = [:]
        for (index, name) in header.enumerated() where columns[name.lowercased()] == nil {
            columns[name.lowercased()] = index
        }
        self.columns = columns
        self.file = file
    }

    /// The row under its header: a table of one record, which can be read again.
    func bytes(of row: CSVRow) -> [UInt8] { CSVWriter.row(header) + CSVWriter.row(row.fields) }

    /// Parts at semicolons, but not at those that end a character reference: `Nicol&#225;s`.
    private static func persons(_ authors: String) -> [Substring] {
        var parts: [Substring] = []
        var start = authors.startIndex
        for index in authors.indices where authors[index] == ";" {
            let tail = authors[start..<index].suffix(10)
            if let ampersand = tail.lastIndex(of: "&") {
                let name = tail[tail.index(after: ampersand)...]
                if !name.isEmpty, name.allSatisfy({ $0 == "#" || $0.isASCII && ($0.isLetter || $0.isNumber) }) {
                    continue
                }
            }
            parts.append(authors[start..<index])
            start = authors.index(after: index)
        }
        parts.append(authors[start...])
        return parts.filter { !$0.isEmpty }
    }

    /// - Returns: Nil for a row that says nothing but its id.
    func record(_ row: CSVRow) -> SourceRecord? {
        func field(_ names: String...) -> String? {
            for name in names {
                if let index = columns[name], index < row.fields.count, !row.fields[index].isEmpty {
                    return row.fields[index]
                }
            }
            return nil
        }
        let id = field("id") ?? "\(file):\(row.line)"
        var record = SourceRecord(
            source: field("source")?.lowercased() ?? "table", key: id)
        // In such tables "article" is BibTeX's word for an article in a journal, not CSL's for one outside.
        record.type = field("type").map { $0.lowercased() == "article" ? "journal-article" : $0 }
        if let title = field("title") { record.titles = [title] }
        record.authorList = nil
        if let authors = field("authors", "author") {
            record.contributors = Self.persons(authors).map {
                SourceContributor(name: String($0.drop { $0 == " " }))
            }
            if record.contributors.count == 1 { record.contributors = []; record.authorList = authors }
            if !authors.contains(";"), authors.filter({ $0 == "," }).count == 1 {
                record.authorList = nil
                record.contributors = [SourceContributor(name: authors)]
            }
        }
        if let year = field("year") { record.dates = [SourceDate(kind: "issued", text: year)] }
        if let journal = field("journal") { record.containerTitles = [journal] }
        record.volume = field("volume")
        record.issue = field("issue", "number")
        record.pages = field("pages")
        if let doi = field("doi") { record.identifiers.append(SourceIdentifier(scheme: "doi", value: doi)) }
        if let pmid = field("pmid") { record.identifiers.append(SourceIdentifier(scheme: "pmid", value: pmid)) }
        if let issn = field("issn") { record.issns = issn.split { ",; ".contains($0) }.map(String.init) }
        if let isbn = field("isbn") { record.isbns = isbn.split { ",; ".contains($0) }.map(String.init) }
        record.publisher = field("publisher")
        record.url = field("url")
        if let abstract = field("abstract") { record.abstracts = [abstract] }
        if let language = field("language") { record.languages = [language] }
        let saysSomething =
            !record.titles.isEmpty || !record.identifiers.isEmpty || !record.contributors.isEmpty
            || record.abstracts.first != nil
        return saysSomething || columns["id"] != nil ? record : nil
    }
}

@Suite("A table with ibid's header")
struct TableAgreementTests {
    /// Tables of the shared labelled sets.
    static let files: [String] = {
        let root =
            ProcessInfo.processInfo.environment["IBID_SHARED"]
            ?? Recorded.packageRoot.deletingLastPathComponent().appending(path: "shared").path
        let sets = root + "/dedup/sets"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: sets)) ?? []
        return names.sorted().map { "\(sets)/\($0)/records.csv" }.filter { FileManager.default.fileExists(atPath: $0) }
    }()

    @Test("gives what it always gave", .enabled(if: !files.isEmpty, "skipped: no shared data"), arguments: files)
    func agrees(file: String) throws {
        let reader = CSVReader(try openByteStream(path: file))
        let header = try #require(try reader.row())
        let old = FormerTable(header: header.fields, file: "records.csv")
        let new = try TableReading(header: header.fields, file: "records.csv")
        var count = 0
        while let row = try reader.row() {
            #expect(try new.record(row, place: TextPlace(path: file)) == old.record(row))
            #expect(new.bytes(of: row) == old.bytes(of: row))
            count += 1
        }
        #expect(count > 0)
    }
}
