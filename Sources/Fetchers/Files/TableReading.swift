public import Formats
public import Records

/// A table of records: what its columns mean, and what a row says.
///
/// The columns of Scopus, Web of Science, Embase, Dimensions, Lens, PubMed, Zotero, Rayyan, Covidence, ADS, OpenAlex,
/// ProQuest, EBSCO, ERIC, IEEE Xplore, SpringerLink, ClinicalTrials.gov, Elicit and Publish or Perish are known; those of
/// other tables are guessed by their names. What has no place is kept as `table:Column`.
public struct TableReading: Sendable {
    struct Column: Sendable {
        /// As the header has it.
        var name: String
        var field: TableField?
    }

    /// The program or service whose columns these are; nil for a table of nobody in particular.
    public let dialect: String?
    let columns: [Column]
    let hasCommaAuthors: Bool
    let hasGluedAuthors: Bool
    /// Whether "source" may be where a work appeared: no other column tells.
    let hasSourceForJournal: Bool
    let type: String?
    private let header: [String]
    private let file: String?
    private let plain: PlainTable?

    /// How sure it is that a row is a table's header: columns that are known, 0 where it is none.
    public static func recognizes(header: [String]) -> Int {
        let plain = Set(header.lazy.map(TableField.plain).filter { !$0.isEmpty })
        if let dialect = TableDialect.of(plain) { return 100 + dialect.columns.keys.count(where: plain.contains) }
        let fields = Set(plain.compactMap(TableField.of))
        guard fields.contains(.title) || fields.contains(.doi) || fields.contains(.pmid), fields.count > 1 else {
            return 0
        }
        return fields.count
    }

    /// Which of a table's first rows is its header: some exports begin with a line of words.
    ///
    /// - Returns: The index; nil where none of them is one.
    public static func header(in rows: [CSVRow]) -> Int? {
        rows.prefix(20).firstIndex { recognizes(header: $0.fields) > 0 }
    }

    /// - Parameters:
    ///   - map: What the user says of columns; goes before what their names tell.
    ///   - file: Name of the file, for keys of rows without an id, `records.csv:12`; nil leaves such keys empty.
    /// - Throws: `Problem` of reach `source` where the map names a column that is not there.
    public init(header: [String], map: TableMap = TableMap(), file: String? = nil) throws(Problem) {
        self.header = header
        self.file = file
        let plainNames = header.map(TableField.plain)
        let dialect = TableDialect.of(Set(plainNames))
        self.dialect = dialect?.name
        hasCommaAuthors = dialect?.hasCommaAuthors ?? false
        hasGluedAuthors = dialect?.hasGluedAuthors ?? false
        type = dialect?.type
        plain = map.isEmpty ? PlainTable(header: header, file: file) : nil
        var columns: [Column] = []
        for (index, name) in plainNames.enumerated() {
            let field =
                if let dialect, let known = dialect.columns[name] { known } else { TableField.of(name) }
            let given = String(header[index][...].trimmed)
            columns.append(Column(name: given.isEmpty ? "column \(index + 1)" : given, field: field))
        }
        for (field, wanted) in map.columns {
            let exact = header.firstIndex { $0[...].trimmed == wanted }
            guard let index = exact ?? header.firstIndex(where: { $0[...].trimmed.lowercased() == wanted.lowercased() })
            else {
                throw Problem(
                    "--map: the table has no column \"\(wanted)\"", place: file ?? "the table's first line",
                    remedy: "name one of \(header.map { "\"\($0)\"" }.joined(separator: ", "))", reach: .source)
            }
            for other in columns.indices where columns[other].field == field { columns[other].field = nil }
            columns[index].field = field
        }
        self.columns = columns
        hasSourceForJournal = !columns.contains { $0.field == .journal || $0.field == .citation }
    }

    /// The row under its header: a table of one record, which can be read again.
    public func bytes(of row: CSVRow) -> [UInt8] { CSVWriter.row(header) + CSVWriter.row(row.fields) }

    /// What a row says; nil for one that says nothing at all.
    ///
    /// - Throws: `Problem` of reach `record` for a row without any field of a work.
    public func record(_ row: CSVRow, place: TextPlace) throws(Problem) -> SourceRecord? {
        if let plain { return plain.record(row) }
        var reading = TableRow(self)
        for (column, value) in zip(columns, row.fields) where !Self.isBlank(value) { reading.take(column, value) }
        // More fields than columns: a comma that nobody quoted.
        for value in row.fields.dropFirst(columns.count) where !Self.isBlank(value) {
            reading.said.keep("table", "column \(columns.count + 1)", value)
        }
        if reading.isEmpty { return nil }
        reading.finish()
        var work = reading.said
        work.others = []
        guard !work.saysNothing else {
            throw .unusable(
                "a row that says nothing of a work", format: FileSource.table.rawValue, place: place.at(line: row.line),
                remedy: "give it a title or a DOI; where its columns have other names, say so with --map")
        }
        if reading.said.key.isEmpty, let file { reading.said.key = "\(file):\(row.line)" }
        return reading.said
    }

    /// Whether a field says nothing; R and Python write words for that.
    static func isBlank(_ value: String) -> Bool {
        let text = value.utf8
        guard text.count <= 4 else { return false }
        return text.allSatisfy { $0 <= 0x20 }
            || ["NA", "nan", "NaN", "None", "NULL", "null", "[]", "{}", "N/A"].contains(value)
    }
}

/// A table with ibid's own header, and no other columns.
struct PlainTable: Sendable {
    private static let names: Set<String> = [
        "id", "source", "type", "title", "authors", "author", "year", "journal", "volume", "issue", "number", "pages",
        "doi",
        "pmid", "issn", "isbn", "publisher", "url", "abstract", "language",
    ]

    private let columns: [String: Int]
    private let file: String?

    /// Nil for other tables.
    init?(header: [String], file: String?) {
        var columns: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            let name = name.lowercased()
            guard Self.names.contains(name) else { return nil }
            if columns[name] == nil { columns[name] = index }
        }
        let isOwn = ["id", "authors", "doi", "year"].contains { columns[$0] != nil }
        guard columns["title"] != nil, isOwn, columns["source"] == nil || columns["journal"] != nil else { return nil }
        self.columns = columns
        self.file = file
    }

    /// - Returns: Nil for a row that says nothing but its id.
    func record(_ row: CSVRow) -> SourceRecord? {
        func field(_ name: String) -> String? {
            guard let index = columns[name], index < row.fields.count, !row.fields[index].isEmpty else { return nil }
            return row.fields[index]
        }
        let id = field("id") ?? file.map { "\($0):\(row.line)" } ?? ""
        var record = SourceRecord(source: field("source")?.lowercased() ?? FileSource.table.rawValue, key: id)
        // In such tables "article" is BibTeX's word for an article in a journal, not CSL's for one outside.
        record.type = field("type").map { $0.lowercased() == "article" ? "journal-article" : $0 }
        if let title = field("title") { record.titles = [title] }
        if let authors = field("authors") ?? field("author") {
            let persons = Self.persons(authors)
            if let people = BracedNames.people(authors) {
                record.contributors = people
            } else if persons.count != 1 {
                record.contributors = persons.map { SourceContributor(name: String($0.drop { $0 == " " })) }
            } else if persons.count == 1, authors.utf8.last == UInt8(ascii: ";"),
                authors.utf8.count(where: { $0 == UInt8(ascii: ",") }) > 1
            {
                record.contributors = persons.map { SourceContributor(name: String($0)) }
            } else if authors.utf8.contains(UInt8(ascii: ";"))
                || authors.utf8.count(where: { $0 == UInt8(ascii: ",") }) != 1
            {
                record.authorList = authors
            } else {
                record.contributors = [SourceContributor(name: authors)]
            }
        }
        if let year = field("year") { record.dates = [SourceDate(kind: "issued", text: year)] }
        if let journal = field("journal") { record.containerTitles = [journal] }
        record.volume = field("volume")
        record.issue = field("issue") ?? field("number")
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
}
