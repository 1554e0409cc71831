internal import Foundation
internal import GRDB
public import Records

/// What `CatalogReader.member` says of one record.
public struct StoredMember: Sendable {
    public var id: Int64
    public var key: RecordKey
    public var canonicalId: Int64
    /// Compressed body of the record.
    public var body: [UInt8]
}

/// A canonical record with what it takes to decode it.
public struct StoredCanonicalBody: Sendable {
    public var id: Int64
    public var studyId: Int64
    /// The canonical body, or the only member's body where `isSingle`; compressed.
    public var body: [UInt8]
    public var isSingle: Bool
}

/// Reads from one snapshot. One thread's tool.
public struct CatalogReader {
    let db: Database

    init(_ db: Database) { self.db = db }

    static func unpacked(_ packed: [UInt8]) -> [UInt64] {
        packed.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count - 7, by: 8).map {
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
            }
        }
    }

    // MARK: Looking up

    /// The canonical id that an old id leads to; nil where there is none.
    public func canonicalId(following id: Int64) throws -> Int64? {
        try Int64.fetchOne(
            db,
            sql: """
                SELECT id FROM canonical WHERE id = :id UNION ALL
                SELECT r.canonicalId FROM canonicalRedirect c JOIN record r ON r.id = c.recordId WHERE c.oldId = :id
                """, arguments: ["id": id])
    }

    /// Canonical ids of the records that carry an identifier, ascending.
    public func canonicalIds(with identifier: Identifier) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT r.canonicalId FROM recordIdentifier i JOIN record r ON r.id = i.recordId
                WHERE i.scheme = ? AND i.value = ? ORDER BY 1
                """, arguments: [identifier.scheme.rawValue, identifier.value])
    }

    /// Records that carry an identifier, by source and key.
    public func members(with identifier: Identifier) throws -> [StoredMember] {
        try members(
            where: "r.id IN (SELECT recordId FROM recordIdentifier WHERE scheme = ? AND value = ?)",
            [identifier.scheme.rawValue, identifier.value])
    }

    /// The records of a canonical record, by source and key.
    public func members(of canonicalId: Int64) throws -> [StoredMember] {
        try members(where: "r.canonicalId = ?", [canonicalId])
    }

    /// One source's record; nil where it is not here.
    public func member(_ key: RecordKey) throws -> StoredMember? {
        try members(where: "s.name = ? AND r.key = ?", [key.source, key.key]).first
    }

    private func members(where condition: String, _ arguments: StatementArguments) throws -> [StoredMember] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT r.id, s.name, r.key, r.canonicalId, b.body FROM record r JOIN source s ON s.id = r.sourceId
                JOIN recordBody b ON b.recordId = r.id
                WHERE \(condition) ORDER BY s.name, r.key
                """, arguments: arguments
        ).map { row in
            StoredMember(
                id: row[0], key: RecordKey(source: row[1], key: row[2]), canonicalId: row[3],
                body: Array(row[4] as Data))
        }
    }

    /// Everything a source ever said of a record, oldest first: compressed bodies as received.
    public func sourceBodies(of key: RecordKey) throws -> [[UInt8]] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT v.body FROM sourceRecord v JOIN record r ON r.id = v.recordId
                JOIN source s ON s.id = r.sourceId WHERE s.name = ? AND r.key = ?
                ORDER BY v.updated, v.contentHash
                """, arguments: [key.source, key.key]
        ).map { Array($0[0] as Data) }
    }

    private static let canonicalColumns = """
        SELECT c.id, c.studyId, c.memberCount = 1,
            coalesce(c.body, (SELECT b.body FROM record r JOIN recordBody b ON b.recordId = r.id
                WHERE r.canonicalId = c.id)) FROM canonical c
        """

    public func canonical(_ id: Int64) throws -> StoredCanonicalBody? {
        try Row.fetchOne(db, sql: Self.canonicalColumns + " WHERE c.id = ?", arguments: [id]).flatMap(Self.body)
    }

    private static func body(_ row: Row) -> StoredCanonicalBody? {
        guard let body = row[3] as Data? else { return nil }
        return StoredCanonicalBody(id: row[0], studyId: row[1], body: Array(body), isSingle: row[2])
    }

    /// Every canonical record in order of id.
    public func forEachCanonical(_ body: (StoredCanonicalBody) throws -> Void) throws {
        let rows = try Row.fetchCursor(db, sql: Self.canonicalColumns + " ORDER BY c.id")
        while let row = try rows.next() { if let canonical = Self.body(row) { try body(canonical) } }
    }

    /// Canonical ids of the works of an author, ascending.
    public func canonicalIds(ofAuthor orcid: String) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT w.canonicalId FROM authorship w JOIN author a ON a.id = w.authorId WHERE a.orcid = ? ORDER BY 1
                """, arguments: [orcid])
    }

    /// Canonical ids of what appeared in a journal, ascending.
    public func canonicalIds(inJournal issn: String) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT c.id FROM journalIssn n JOIN canonical c ON c.journalId = n.journalId WHERE n.issn = ?
                ORDER BY 1
                """, arguments: [issn])
    }

    /// Ids of canonical records that hold all words, best first, then by id.
    ///
    /// - Parameter words: Split at white space; each is looked for as it is, never as a search expression. A last `*`
    ///   asks for words that begin so.
    public func search(_ words: String, limit: Int) throws -> [Int64] {
        let terms = words.split(whereSeparator: \.isWhitespace).compactMap { word -> String? in
            let isPrefix = word.hasSuffix("*")
            let bare = word.filter { $0 != "\"" && $0 != "\0" && !(isPrefix && $0 == "*") }
            guard bare.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
            return "\"\(bare)\"" + (isPrefix ? "*" : "")
        }
        guard !terms.isEmpty else { return [] }
        return try Int64.fetchAll(
            db,
            sql:
                "SELECT rowid FROM canonicalText WHERE canonicalText MATCH ? ORDER BY bm25(canonicalText, 8, 6, 3, 1), rowid LIMIT ?",
            arguments: [terms.joined(separator: " "), limit])
    }

    /// Ids of the canonical records of a study.
    public func studyMembers(_ id: Int64) throws -> [Int64] {
        try Int64.fetchAll(db, sql: "SELECT id FROM canonical WHERE studyId = ? ORDER BY id", arguments: [id])
    }

    // MARK: Counts, runs, positions

    public func studyCount() throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(DISTINCT studyId) FROM canonical") ?? 0
    }

    /// How many canonical records there are.
    public func canonicalCount() throws -> Int {
        // The index is a hundredth of the table.
        try Int.fetchOne(db, sql: "SELECT count(*) FROM canonical INDEXED BY canonicalByStudy") ?? 0
    }

    /// Counts by name, in the order in which they are printed.
    public func counts() throws -> [(name: String, value: Int)] {
        func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
        var result: [(name: String, value: Int)] = [
            ("records", try count("SELECT count(*) FROM record")),
            ("sourceRecords", try count("SELECT count(*) FROM sourceRecord")),
            ("canonical", try count("SELECT count(*) FROM canonical")),
            ("studies", try count("SELECT count(DISTINCT studyId) FROM canonical")),
            ("merged", try count("SELECT count(*) FROM canonical WHERE memberCount > 1")),
            ("unsurePairs", try count("SELECT count(*) FROM unsure")),
            ("pairsToReview", try pairsToReviewCount()),
            ("decisions", try count("SELECT count(*) FROM personDecision")),
            (
                "pending",
                try count(
                    """
                    SELECT count(*) FROM (SELECT recordId FROM pendingRecord UNION SELECT id FROM record
                    WHERE id > coalesce((SELECT value FROM lastId WHERE name = 'deduplicated'), 0))
                    """)
            ),
            ("retracted", try count("SELECT count(*) FROM canonical WHERE isRetracted")),
            ("relations", try count("SELECT count(*) FROM relation")),
            ("runs", try count("SELECT count(*) FROM run")),
            ("bytes", try count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")),
        ]
        for row in try Row.fetchAll(
            db, sql: "SELECT s.name, count(*) FROM record r JOIN source s ON s.id = r.sourceId GROUP BY 1 ORDER BY 1")
        {
            result.append(("records.\(row[0] as String)", row[1]))
        }
        return result
    }

    public struct StoredRun: Sendable {
        public var id: Int64
        public var kind: String
        public var started: Timestamp
        public var finished: Timestamp
        /// JSON object.
        public var report: String
    }

    /// Past runs, newest first.
    public func runs(limit: Int) throws -> [StoredRun] {
        try Row.fetchAll(
            db, sql: "SELECT id, kind, started, finished, report FROM run ORDER BY id DESC LIMIT ?", arguments: [limit]
        ).map {
            StoredRun(
                id: $0[0], kind: $0[1], started: Timestamp(seconds: $0[2]), finished: Timestamp(seconds: $0[3]),
                report: $0[4])
        }
    }

    /// The problems of a run in the order in which they came.
    public func problems(ofRun id: Int64) throws -> [Problem] {
        try Row.fetchAll(
            db, sql: "SELECT reach, what, place, kept, remedy FROM problem WHERE runId = ? ORDER BY id", arguments: [id]
        ).map { row in
            Problem(
                row[1], place: row[2], kept: row[3], remedy: row[4],
                reach: Reach.allCases.first { $0.name == row[0] as String } ?? .record)
        }
    }

    /// How far a job has come; nil before its first page.
    public func place(ofJob job: String) throws -> JobPlace? {
        try Row.fetchOne(
            db, sql: "SELECT asks, through, nextUrl, nextTurn, walkStarted FROM harvestPosition WHERE job = ?",
            arguments: [job]
        ).map { row in
            var place = JobPlace(asks: row[0], through: (row[1] as Int64?).map { Timestamp(seconds: $0) })
            let urls = (row[2] as String?)?.split(separator: "\n").map(String.init) ?? []
            if let url = urls.first, let started = row[4] as Int64? {
                place.walk = .init(
                    url: url, turn: row[3] as Int? ?? 0, started: Timestamp(seconds: started),
                    rest: Array(urls.dropFirst()))
            }
            return place
        }
    }
}
