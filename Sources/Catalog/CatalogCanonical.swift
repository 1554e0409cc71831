internal import GRDB
public import Records

/// A canonical record as the catalog stores it.
public struct StoredCanonical: Sendable {
    public var id: Int64
    public var memberIds: [Int64]
    public var record: Records.Record
    /// Compressed by the caller; nil where the cluster has one record, whose own body serves.
    public var body: [UInt8]?

    public init(id: Int64, memberIds: [Int64], record: Records.Record, body: [UInt8]?) {
        self.id = id
        self.memberIds = memberIds
        self.record = record
        self.body = body
    }
}

/// What the full-text index holds of a canonical record.
struct CanonicalText {
    var id: Int64
    var title: String?
    var authors: String?
    var containerTitle: String?
    var abstract: String?
}

/// Canonical records and their texts.
extension CatalogWriter {
    /// Takes a new canonical id, never used before.
    public func newCanonicalId() throws -> Int64 { try newId(.canonical) }

    /// Makes the row of a canonical record that `put` then fills: of records that were split from others. The id is new, or
    /// one that was retired and leads elsewhere no more.
    public func insertCanonical(_ id: Int64) throws {
        let back = try statement("DELETE FROM canonicalRedirect WHERE oldId = ?")
        back.bind(1, id)
        try back.run()
        let study = try newId(.study)
        let insert = try statement("INSERT INTO canonical(id, studyId, memberCount) VALUES (?, ?, 0)")
        insert.bind(1, id)
        insert.bind(2, study)
        try insert.run()
    }

    /// Rewrites a canonical record, which exists, and makes it the canonical record of its members.
    ///
    /// Its text is not indexed: call `removeText` before and `addText` after a batch of these. Every `UPDATE` that
    /// checks a foreign key makes SQLite flush the full-text index, so that one after the other costs threefold.
    public func put(_ canonical: StoredCanonical) throws {
        let update = try statement(
            """
            UPDATE canonical SET type = ?, title = ?, authors = ?, containerTitle = ?, year = ?, issued = ?,
                volume = ?, issue = ?, pages = ?, doi = ?, isRetracted = ?, abstract = ?, memberCount = ?, body = ?,
                journalId = ?
            WHERE id = ?
            """)
        _ = try bind(canonical, to: update)
        update.bind(16, canonical.id)
        try update.run()
        try removeAuthors(of: canonical.id)
        try putAuthors(of: canonical.record, canonicalId: canonical.id)
        let assign = try statement("UPDATE record SET canonicalId = ? WHERE id = ? AND canonicalId <> ?")
        for id in canonical.memberIds {
            assign.bind(1, canonical.id)
            assign.bind(2, id)
            assign.bind(3, canonical.id)
            try assign.run()
        }
    }

    /// Writes a canonical record that is new, in a study of its own; its members are assigned by the caller.
    ///
    /// - Returns: What the full-text index is to hold of it.
    func insert(_ canonical: StoredCanonical) throws -> CanonicalText {
        // The study at once: a later update would rewrite the whole row.
        let study = try newId(.study)
        let insert = try statement(
            """
            INSERT INTO canonical(type, title, authors, containerTitle, year, issued, volume, issue, pages, doi,
                isRetracted, abstract, memberCount, body, journalId, id, studyId)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        let text = try bind(canonical, to: insert)
        insert.bind(16, canonical.id)
        insert.bind(17, study)
        try insert.run()
        try putAuthors(of: canonical.record, canonicalId: canonical.id)
        return text
    }

    private func bind(_ canonical: StoredCanonical, to statement: RawStatement) throws -> CanonicalText {
        let record = canonical.record
        let text = CanonicalText(
            id: canonical.id, title: record.title, authors: Self.authorLine(record),
            containerTitle: record.container.title, abstract: record.abstract)
        statement.bind(1, record.type?.rawValue)
        statement.bind(2, text.title)
        statement.bind(3, text.authors)
        statement.bind(4, text.containerTitle)
        statement.bind(5, record.year.map(Int64.init))
        statement.bind(6, record.issued.map { $0.value?.description ?? "" })
        statement.bind(7, record.volume)
        statement.bind(8, record.issue)
        statement.bind(9, record.pages ?? record.articleNumber)
        statement.bind(10, record.doi)
        statement.bind(11, record.isRetracted ? 1 : 0)
        statement.bind(12, text.abstract)
        statement.bind(13, Int64(canonical.memberIds.count))
        statement.bind(14, canonical.body)
        statement.bind(15, try journalId(of: record))
        return text
    }

    /// `Family G; Family G`.
    static func authorLine(_ record: Records.Record) -> String? {
        var line: [UInt8] = []
        for contributor in record.contributors where contributor.role == .author {
            if !line.isEmpty { line.append(contentsOf: "; ".utf8) }
            line.append(contentsOf: (contributor.name.literal ?? contributor.name.family ?? "").utf8)
            guard let given = contributor.name.given else { continue }
            line.append(UInt8(ascii: " "))
            // The first letter of each word, with the bytes that continue it.
            var startsWord = true
            var isFirst = false
            for byte in given.utf8 {
                if byte == UInt8(ascii: " ") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-") {
                    startsWord = true
                    continue
                }
                if byte & 0xC0 != 0x80 {
                    isFirst = startsWord
                    startsWord = false
                }
                if isFirst { line.append(byte) }
            }
        }
        return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    /// Takes canonical records out of the full-text index; call it while their rows are as they were.
    public func removeText(of ids: [Int64]) throws {
        // What is not in the index yet cannot be taken out of it.
        try indexNewTexts()
        // An external-content index must be told the old values.
        try eachText(
            of: ids,
            statement(
                """
                INSERT INTO canonicalText(rowid, title, authors, containerTitle, abstract, canonicalText)
                VALUES (?, ?, ?, ?, ?, 'delete')
                """))
    }

    private static let addText: StaticString =
        "INSERT INTO canonicalText(rowid, title, authors, containerTitle, abstract) VALUES (?, ?, ?, ?, ?)"

    /// Puts canonical records that are not in the full-text index into it.
    public func addText(of ids: [Int64]) throws { try eachText(of: ids, statement(Self.addText)) }

    func index(_ text: CanonicalText) throws {
        let add = try statement(Self.addText)
        add.bind(1, text.id)
        add.bind(2, text.title)
        add.bind(3, text.authors)
        add.bind(4, text.containerTitle)
        add.bind(5, text.abstract)
        try add.run()
    }

    // Not INSERT … SELECT: that, too, would flush the index for each row.
    private func eachText(of ids: [Int64], _ change: RawStatement) throws {
        let find = try statement("SELECT title, authors, containerTitle, abstract FROM canonical WHERE id = ?")
        for id in ids {
            find.bind(1, id)
            if try find.step() {
                change.bind(1, id)
                for column: Int32 in 0..<4 { change.bind(column + 2, find, column: column) }
                try change.run()
            }
            find.reset()
        }
    }

    /// Removes a canonical record whose members have gone to others and whose text is out of the index. From then on its id
    /// leads to wherever one of its records is.
    public func removeCanonical(_ id: Int64, follow record: Int64) throws {
        let redirect = try statement("INSERT OR REPLACE INTO canonicalRedirect(oldId, recordId) VALUES (?, ?)")
        redirect.bind(1, id)
        redirect.bind(2, record)
        try redirect.run()
        let remove = try statement("DELETE FROM canonical WHERE id = ?")
        remove.bind(1, id)
        try remove.run()
    }
}
