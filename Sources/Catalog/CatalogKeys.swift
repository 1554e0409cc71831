internal import GRDB
public import Records

/// Citation keys: given once, to a canonical id, and never taken back. A key of an id that was merged into another leads where
/// that id leads, and goes with it where it is split off again.
extension CatalogReader {
    /// Whether the file has room for keys: one that an older ibid made, and that is only read, has not.
    private func hasKeys() throws -> Bool { try db.tableExists("citationKey") }

    /// The key of a canonical record: its own, else that of the lowest id that was merged into it.
    public func citationKey(of id: Int64) throws -> String? {
        guard try hasKeys() else { return nil }
        let own = try db.cachedStatement(sql: "SELECT key FROM citationKey WHERE canonicalId = ?")
        if let key = try String.fetchOne(own, arguments: [id]) { return key }
        let inherited = try db.cachedStatement(
            sql: """
                SELECT k.key FROM record r JOIN canonicalRedirect c ON c.recordId = r.id
                JOIN citationKey k ON k.canonicalId = c.oldId WHERE r.canonicalId = ? ORDER BY c.oldId LIMIT 1
                """)
        return try String.fetchOne(inherited, arguments: [id])
    }

    /// The key that stands for a study: of several, that of the lowest id.
    public func citationKey(ofStudy id: Int64) throws -> String? {
        guard try hasKeys() else { return nil }
        let find = try db.cachedStatement(
            sql: """
                SELECT k.key FROM citationKey k WHERE k.standsForStudy = 1 AND k.canonicalId IN (
                    SELECT id FROM canonical WHERE studyId = :id
                    UNION ALL
                    SELECT c.oldId FROM canonical n JOIN record r ON r.canonicalId = n.id
                    JOIN canonicalRedirect c ON c.recordId = r.id WHERE n.studyId = :id)
                ORDER BY k.canonicalId LIMIT 1
                """)
        return try String.fetchOne(find, arguments: ["id": id])
    }

    /// Whether a key is given; case does not matter.
    public func isCitationKeyGiven(_ key: String) throws -> Bool {
        guard try hasKeys() else { return false }
        let find = try db.cachedStatement(sql: "SELECT 1 FROM citationKey WHERE key = ?")
        return try Int.fetchOne(find, arguments: [key]) != nil
    }

    /// The canonical record that a key leads to; nil where nobody gave it.
    public func canonicalId(withCitationKey key: String) throws -> Int64? {
        guard try hasKeys() else { return nil }
        let id = try Int64.fetchOne(db, sql: "SELECT canonicalId FROM citationKey WHERE key = ?", arguments: [key])
        return try id.flatMap { try canonicalId(following: $0) }
    }

    /// Every key, sorted, with the canonical id that it was given to.
    public func forEachCitationKey(_ body: (_ key: String, _ id: Int64, _ standsForStudy: Bool) throws -> Void) throws {
        guard try hasKeys() else { return }
        let rows = try Row.fetchCursor(
            db, sql: "SELECT key, canonicalId, standsForStudy FROM citationKey ORDER BY key COLLATE BINARY")
        while let row = try rows.next() { try body(row[0], row[1], row[2]) }
    }

    // MARK: What an export chooses and sorts by

    /// The columns of a canonical record by which an export chooses and sorts.
    public struct CanonicalHead: Sendable {
        public var id: Int64
        public var studyId: Int64
        public var type: WorkType?
        public var authors: String?
        public var title: String?
        public var year: Int?
        /// `2024-03-26`, `2024-03`, `2024`, `2024 spring`.
        public var issued: String?
    }

    private static let headColumns = "SELECT id, studyId, type, authors, title, year, issued FROM canonical"

    private static func head(_ row: Row) -> CanonicalHead {
        CanonicalHead(
            id: row[0], studyId: row[1], type: (row[2] as String?).flatMap { WorkType(rawValue: $0) }, authors: row[3],
            title: row[4], year: row[5], issued: row[6])
    }

    public func canonicalHead(_ id: Int64) throws -> CanonicalHead? {
        let find = try db.cachedStatement(sql: Self.headColumns + " WHERE id = ?")
        return try Row.fetchOne(find, arguments: [id]).map(Self.head)
    }

    /// Every canonical record in order of id.
    public func forEachCanonicalHead(_ body: (CanonicalHead) throws -> Void) throws {
        let rows = try Row.fetchCursor(db, sql: Self.headColumns + " ORDER BY id")
        while let row = try rows.next() { try body(Self.head(row)) }
    }

    /// Ids of the canonical records of which a record came or changed since a time, ascending.
    public func canonicalIds(storedSince time: Timestamp) throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: """
                SELECT DISTINCT r.canonicalId FROM sourceRecord v JOIN record r ON r.id = v.recordId
                WHERE v.fetched >= ? ORDER BY 1
                """, arguments: [time.seconds])
    }
}

extension CatalogWriter {
    /// Gives a key that nobody has to a canonical id that has none of its own.
    public func giveCitationKey(_ key: String, to id: Int64) throws {
        let give = try statement("INSERT INTO citationKey(key, canonicalId) VALUES (?, ?)")
        give.bind(1, key)
        give.bind(2, id)
        try give.run()
    }

    /// Says that a key stands for the study that its record belongs to.
    public func letCitationKeyStandForStudy(_ key: String) throws {
        let set = try statement("UPDATE citationKey SET standsForStudy = 1 WHERE key = ?")
        set.bind(1, key)
        try set.run()
    }
}
