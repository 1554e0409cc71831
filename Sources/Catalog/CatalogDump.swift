internal import Foundation
internal import GRDB
public import Records

/// The content without surrogate ids, times and history, each kind of row in one order.
extension CatalogReader {
    /// Every version of every record that a source gave, by source, key and hash.
    public func forEachSourceRecord(
        _ body: (_ key: RecordKey, _ hash: String, _ updated: Timestamp?, _ isCurrent: Bool, _ isDeleted: Bool) throws
            -> Void
    ) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT s.name, r.key, lower(hex(v.contentHash)), v.updated, r.sourceRecordId IS v.id, v.isDeleted
                FROM sourceRecord v JOIN record r ON r.id = v.recordId JOIN source s ON s.id = r.sourceId
                ORDER BY s.name, r.key, v.contentHash
                """)
        while let row = try rows.next() {
            try body(
                RecordKey(source: row[0], key: row[1]), row[2], (row[3] as Int64?).map { Timestamp(seconds: $0) },
                row[4], row[5])
        }
    }

    /// Every canonical record, by the first of its members' keys.
    public func forEachCanonicalByMember(_ body: (StoredCanonicalBody) throws -> Void) throws {
        let ids = try Int64.fetchCursor(
            db,
            sql: """
                SELECT r.canonicalId FROM record r JOIN source s ON s.id = r.sourceId
                GROUP BY r.canonicalId ORDER BY min(s.name || char(0) || r.key)
                """)
        while let id = try ids.next() { if let canonical = try canonical(id) { try body(canonical) } }
    }

    /// Pairs that are unsure, by their keys.
    public func forEachUnsurePair(_ body: (_ a: RecordKey, _ b: RecordKey, MatchWeight) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT sa.name, a.key, sb.name, b.key, p.matchWeightBits FROM matchedPair p
                JOIN record a ON a.id = p.aId JOIN source sa ON sa.id = a.sourceId
                JOIN record b ON b.id = p.bId JOIN source sb ON sb.id = b.sourceId
                WHERE p.verdict = 'unsure'
                ORDER BY min(sa.name || char(0) || a.key, sb.name || char(0) || b.key), max(sa.name || char(0) || a.key, sb.name || char(0) || b.key)
                """)
        while let row = try rows.next() {
            let a = RecordKey(source: row[0], key: row[1])
            let b = RecordKey(source: row[2], key: row[3])
            try body(min(a, b), max(a, b), MatchWeight(bits: row[4]))
        }
    }

    /// Studies of two or more canonical records, each as the first member keys of these, sorted.
    public func forEachStudyGroup(_ body: ([String]) throws -> Void) throws {
        let rows = try Row.fetchAll(
            db,
            sql: """
                SELECT c.studyId, min(s.name || ':' || r.key) FROM canonical c JOIN record r ON r.canonicalId = c.id
                JOIN source s ON s.id = r.sourceId
                WHERE c.studyId IN (SELECT studyId FROM canonical GROUP BY studyId HAVING count(*) > 1)
                GROUP BY c.id ORDER BY 2
                """)
        var groups: [Int64: [String]] = [:]
        for row in rows { groups[row[0], default: []].append(row[1]) }
        for group in groups.values.sorted(by: { $0.lexicographicallyPrecedes($1) }) { try body(group) }
    }

    /// What people decided, by keys.
    public func decisions() throws -> [PersonDecision] {
        try Row.fetchAll(db, sql: "SELECT aSource, aKey, bSource, bKey, ruling FROM personDecision ORDER BY 1, 2, 3, 4")
            .compactMap { row in
                PersonDecision.Ruling(rawValue: row[4]).map {
                    PersonDecision(RecordKey(source: row[0], key: row[1]), RecordKey(source: row[2], key: row[3]), $0)
                }
            }
    }

    // MARK: Integrity

    /// What is wrong with the file; empty where it is sound.
    public func check(path: String) throws -> [Problem] {
        var problems: [Problem] = []
        func report(_ what: String) {
            problems.append(
                Problem(
                    "catalog: \(what)", place: path, remedy: "restore a backup, or dump and import again", reach: .run))
        }
        for line in try String.fetchAll(db, sql: "PRAGMA integrity_check(20)") where line != "ok" {
            report("SQLite says: \(line)")
        }
        for row in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").prefix(20) {
            report("a row of \(row[0] as String? ?? "?") points to nothing")
        }
        let invariants = [
            (
                "records without canonical record",
                "SELECT count(*) FROM record WHERE canonicalId NOT IN (SELECT id FROM canonical)"
            ),
            (
                "records without body or without their newest source record",
                """
                SELECT count(*) FROM record WHERE id NOT IN (SELECT recordId FROM recordBody)
                    OR sourceRecordId NOT IN (SELECT id FROM sourceRecord)
                """
            ),
            (
                "canonical records without records",
                "SELECT count(*) FROM canonical WHERE id NOT IN (SELECT canonicalId FROM record)"
            ),
            (
                "canonical records whose memberCount is wrong",
                "SELECT count(*) FROM canonical c WHERE memberCount <> (SELECT count(*) FROM record r WHERE r.canonicalId = c.id)"
            ),
            (
                "merged canonical records without body",
                "SELECT count(*) FROM canonical WHERE memberCount > 1 AND body IS NULL"
            ),
            (
                "redirects that lead nowhere",
                "SELECT count(*) FROM canonicalRedirect WHERE recordId NOT IN (SELECT id FROM record)"
            ),
            (
                "retired canonical ids that are in use",
                "SELECT count(*) FROM canonicalRedirect WHERE oldId IN (SELECT id FROM canonical)"
            ),
            (
                "decisions that the history does not know",
                """
                SELECT count(*) FROM personDecision d WHERE NOT EXISTS (
                    SELECT 1 FROM historyDecision h WHERE h.aSource = d.aSource AND h.aKey = d.aKey
                        AND h.bSource = d.bSource AND h.bKey = d.bKey AND h.ruling = d.ruling)
                """
            ),
            (
                "full-text entries that differ in number from the canonical records",
                """
                SELECT abs((SELECT count(*) FROM canonicalText_docsize) - (SELECT count(*) FROM canonical
                    WHERE id <= ifnull((SELECT value FROM lastId WHERE name = 'searchable'), id)))
                """
            ),
            (
                "pending records that are not here",
                "SELECT count(*) FROM pendingRecord WHERE recordId NOT IN (SELECT id FROM record)"
            ),
            (
                "pairs of records that are not here",
                "SELECT count(*) FROM matchedPair WHERE aId NOT IN (SELECT id FROM record) OR bId NOT IN (SELECT id FROM record)"
            ),
        ]
        var all = invariants
        if try db.tableExists("citationKey") {
            all.append(
                (
                    "citation keys that lead nowhere",
                    """
                    SELECT count(*) FROM citationKey WHERE canonicalId NOT IN (SELECT id FROM canonical)
                        AND canonicalId NOT IN (SELECT oldId FROM canonicalRedirect)
                    """
                ))
        }
        if try db.tableExists("blockingSegment") {
            all.append(
                (
                    "blocking keys that the index has too few or too many",
                    """
                    SELECT abs((SELECT ifnull(sum(entryCount), 0) FROM blockingSegment)
                        - (SELECT count(*) FROM retiredBlockingKey)
                        - (SELECT ifnull(sum(length(blockingKeys)), 0) / 8 FROM recordBody))
                    """
                ))
            all.append(
                (
                    "pages of the index of blocking keys that are missing or cut",
                    """
                    SELECT max(
                        abs((SELECT count(*) FROM blockingPage)
                            - (SELECT ifnull(sum(length(firstHashes)), 0) / 8 FROM blockingSegment)),
                        (SELECT count(*) FROM blockingPage WHERE id >> 32 NOT IN (SELECT id FROM blockingSegment)),
                        (SELECT ifnull(sum(length(entries)), 0) FROM blockingPage)
                            <> 12 * (SELECT ifnull(sum(entryCount), 0) FROM blockingSegment))
                    """
                ))
        }
        for (what, sql) in all {
            let count = try Int.fetchOne(db, sql: sql) ?? 0
            if count > 0 { report("\(count) \(what)") }
        }
        return problems
    }

    /// Names of the tables and views, and of their columns, for the test that holds `Docs/schema.md` against them.
    public func schemaNames() throws -> [(table: String, columns: [String])] {
        try String.fetchAll(
            db,
            sql: """
                SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'grdb_%'
                    AND name NOT LIKE 'canonicalText_%' ORDER BY name
                """
        ).map { table in
            (
                table,
                try String.fetchAll(db, sql: "SELECT name FROM pragma_table_info(?) ORDER BY cid", arguments: [table])
            )
        }
    }

    /// Runs a query and gives its rows as text, for the documented examples.
    public func rows(_ sql: String) throws -> [[String]] {
        try Row.fetchAll(db, sql: sql).map { row in (0..<row.count).map { (row[$0] as DatabaseValue).description } }
    }
}
