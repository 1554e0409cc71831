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

    /// Rewrites a canonical record, which exists; its members are assigned by `assign`.
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
        try bind(canonical, to: update)
        update.bind(16, canonical.id)
        try update.run()
        try removeAuthors(of: canonical.id)
        try putAuthors(of: canonical.record, canonicalId: canonical.id)
    }

    /// Makes canonical records those of their members; both exist.
    public func assign(_ members: [(record: Int64, canonical: Int64)]) throws {
        let assign = try statement("UPDATE record SET canonicalId = ? WHERE id = ? AND canonicalId <> ?")
        for (record, canonical) in members.sorted(by: { $0.record < $1.record }) {
            assign.bind(1, canonical)
            assign.bind(2, record)
            assign.bind(3, canonical)
            try assign.run()
        }
    }

    /// Writes a canonical record that is new, in a study of its own; its members are assigned by the caller, and its text is
    /// indexed later.
    func insert(_ canonical: StoredCanonical) throws {
        // The study at once: a later update would rewrite the whole row.
        let study = try newId(.study)
        let insert = try statement(
            """
            INSERT INTO canonical(type, title, authors, containerTitle, year, issued, volume, issue, pages, doi,
                isRetracted, abstract, memberCount, body, journalId, id, studyId)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)
        try bind(canonical, to: insert)
        insert.bind(16, canonical.id)
        insert.bind(17, study)
        try insert.run()
        try putAuthors(of: canonical.record, canonicalId: canonical.id)
    }

    private func bind(_ canonical: StoredCanonical, to statement: RawStatement) throws {
        let record = canonical.record
        statement.bind(1, record.type?.rawValue)
        statement.bind(2, record.title)
        statement.bind(3, Self.authorLine(record))
        statement.bind(4, record.container.title)
        statement.bind(5, record.year.map(Int64.init))
        statement.bind(6, record.issued.map { $0.value?.description ?? "" })
        statement.bind(7, record.volume)
        statement.bind(8, record.issue)
        statement.bind(9, record.pages ?? record.articleNumber)
        statement.bind(10, record.doi)
        statement.bind(11, record.isRetracted ? 1 : 0)
        statement.bind(12, record.abstract)
        statement.bind(13, Int64(canonical.memberIds.count))
        statement.bind(14, canonical.body)
        statement.bind(15, try journalId(of: record))
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

    /// Takes canonical records out of the full-text index, as far as they are in it; call it while their rows are as they were.
    public func removeText(of ids: [Int64]) throws {
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

    /// Puts canonical records that `removeText` took out, or that came back, into the full-text index. New ones come in with
    /// `indexTexts`.
    public func addText(of ids: [Int64]) throws { try eachText(of: ids, statement(Self.addText)) }

    /// Puts every canonical record that is not there yet into the full-text index.
    public func indexTexts() throws {
        let last = try lastId(.canonical)
        let from = try lastId(.searchable)
        guard from < last else { return }
        let add = try statement(Self.addText)
        let find = try statement(
            "SELECT id, title, authors, containerTitle, abstract FROM canonical WHERE id > ? ORDER BY id")
        find.bind(1, from)
        while try find.step() {
            for column: Int32 in 0..<5 { add.bind(column + 1, find, column: column) }
            try add.run()
        }
        setLastId(.searchable, last)
    }

    // Not INSERT … SELECT: that would flush the index for each row.
    private func eachText(of ids: [Int64], _ change: RawStatement) throws {
        let find = try statement("SELECT title, authors, containerTitle, abstract FROM canonical WHERE id = ?")
        let last = try lastId(.searchable)
        for id in ids where id <= last {
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
