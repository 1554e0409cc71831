internal import GRDB
public import Records

/// What a person decided, and the records that it is about.
public struct StoredDecision: Sendable {
    public var dated: DatedDecision
    /// Ids of the two records; nil for one that is not here.
    public var aId: Int64?
    public var bId: Int64?

    public init(dated: DatedDecision, aId: Int64?, bId: Int64?) {
        self.dated = dated
        self.aId = aId
        self.bId = bId
    }
}

/// A pair that waits for a person.
public struct PairToReview: Sendable {
    public var a: StoredMember
    public var b: StoredMember
    public var weight: MatchWeight
}

extension CatalogReader {
    /// Every decision in force, by keys; also those on records that are not here.
    public func storedDecisions() throws -> [StoredDecision] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT d.aSource, d.aKey, d.bSource, d.bKey, d.ruling, d.decided, d.note, a.id, b.id
                FROM personDecision d
                LEFT JOIN source sa ON sa.name = d.aSource LEFT JOIN record a ON a.sourceId = sa.id AND a.key = d.aKey
                LEFT JOIN source sb ON sb.name = d.bSource LEFT JOIN record b ON b.sourceId = sb.id AND b.key = d.bKey
                ORDER BY 1, 2, 3, 4
                """
        ).compactMap { row in
            Self.decision(row).map { StoredDecision(dated: $0, aId: row[7], bId: row[8]) }
        }
    }

    /// Columns: keys, ruling, decided, note.
    static func decision(_ row: Row) -> DatedDecision? {
        PersonDecision.Ruling(rawValue: row[4]).map {
            DatedDecision(
                PersonDecision(RecordKey(source: row[0], key: row[1]), RecordKey(source: row[2], key: row[3]), $0),
                decided: Timestamp(seconds: row[5]), note: row[6])
        }
    }

    /// Pairs of canonical records of which a person decided: a decision on any of their records speaks for both wholes.
    private static let decided = """
        decided(a, b) AS MATERIALIZED (
            SELECT min(a.canonicalId, b.canonicalId), max(a.canonicalId, b.canonicalId) FROM personDecision d
            JOIN source sa ON sa.name = d.aSource JOIN record a ON a.sourceId = sa.id AND a.key = d.aKey
            JOIN source sb ON sb.name = d.bSource JOIN record b ON b.sourceId = sb.id AND b.key = d.bKey)
        """
    private static let waiting = """
        FROM matchedPair p JOIN record a ON a.id = p.aId JOIN record b ON b.id = p.bId
        JOIN source sa ON sa.id = a.sourceId JOIN source sb ON sb.id = b.sourceId
        WHERE p.verdict = 'unsure' AND a.canonicalId <> b.canonicalId AND NOT EXISTS (
            SELECT 1 FROM decided d
            WHERE d.a = min(a.canonicalId, b.canonicalId) AND d.b = max(a.canonicalId, b.canonicalId))
        """

    /// How many pairs of canonical records wait for a person.
    public func pairsToReviewCount() throws -> Int {
        try Int.fetchOne(
            db,
            sql: """
                WITH \(Self.decided) SELECT count(*) FROM (
                    SELECT DISTINCT min(a.canonicalId, b.canonicalId), max(a.canonicalId, b.canonicalId) \(Self.waiting))
                """) ?? 0
    }

    /// Unsure pairs whose canonical records differ and of which no person decided, most likely first, then by keys. Of two
    /// canonical records the likeliest pair of records alone.
    public func pairsToReview(limit: Int) throws -> [PairToReview] {
        let rows = try Row.fetchCursor(
            db,
            sql: """
                WITH \(Self.decided)
                SELECT sa.name, a.key, sb.name, b.key, p.matchWeightBits, a.canonicalId, b.canonicalId
                \(Self.waiting)
                ORDER BY p.matchWeightBits DESC, min(sa.name || char(0) || a.key, sb.name || char(0) || b.key),
                    max(sa.name || char(0) || a.key, sb.name || char(0) || b.key)
                """)
        var seen: Set<[Int64]> = []
        var found: [PairToReview] = []
        while found.count < limit, let row = try rows.next() {
            guard seen.insert([row[5] as Int64, row[6] as Int64].sorted()).inserted else { continue }
            let keys = [RecordKey(source: row[0], key: row[1]), RecordKey(source: row[2], key: row[3])].sorted()
            guard let a = try member(keys[0]), let b = try member(keys[1]) else { continue }
            found.append(PairToReview(a: a, b: b, weight: MatchWeight(bits: row[4])))
        }
        return found
    }
}

extension CatalogWriter {
    /// Stores what a person decided in an action, over earlier decisions on the same pairs.
    public func putDecisions(_ decisions: [DatedDecision], action: Int64) throws {
        for dated in decisions {
            let (a, b) = (dated.decision.a, dated.decision.b)
            let values: StatementArguments = [
                a.source, a.key, b.source, b.key, dated.decision.ruling.rawValue, dated.decided.seconds, dated.note,
            ]
            try db.execute(sql: "INSERT OR REPLACE INTO personDecision VALUES (?, ?, ?, ?, ?, ?, ?)", arguments: values)
            try db.execute(
                sql: "INSERT OR REPLACE INTO historyDecision VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                arguments: [action] + values)
        }
    }

    /// Brings the decisions on the pairs of an action to what the last action on each says that is not taken back.
    public func restoreDecisions(of action: Int64) throws {
        for dated in try reader.decisions(ofAction: action) {
            let (a, b) = (dated.decision.a, dated.decision.b)
            let pair: StatementArguments = [a.source, a.key, b.source, b.key]
            try db.execute(
                sql: "DELETE FROM personDecision WHERE aSource = ? AND aKey = ? AND bSource = ? AND bKey = ?",
                arguments: pair)
            try db.execute(
                sql: """
                    INSERT INTO personDecision
                    SELECT d.aSource, d.aKey, d.bSource, d.bKey, d.ruling, d.decided, d.note FROM historyDecision d
                    LEFT JOIN history h ON h.id = d.historyId
                    WHERE d.aSource = ? AND d.aKey = ? AND d.bSource = ? AND d.bKey = ? AND h.undoneBy IS NULL
                    ORDER BY d.historyId DESC LIMIT 1
                    """, arguments: pair)
        }
    }

    /// Canonical ids by record id; records that are not here are passed over.
    public func canonicalIds(ofRecords keys: some Sequence<RecordKey>) throws -> [Int64: Int64] {
        let find = try statement(
            "SELECT r.id, r.canonicalId FROM source s JOIN record r ON r.sourceId = s.id WHERE s.name = ? AND r.key = ?"
        )
        var found: [Int64: Int64] = [:]
        for key in keys {
            find.bind(1, key.source)
            find.bind(2, key.key)
            if try find.step() { found[find.int(0)] = find.int(1) }
            find.reset()
        }
        return found
    }

    /// Has the records, and those that they share canonical records with, deduplicated again.
    ///
    /// - Returns: All of them.
    public func markPending(_ ids: some Sequence<Int64>) throws -> Set<Int64> {
        let all = Set(ids).union(try memberIds(of: Set(try canonicalIds(of: ids.sorted()).values).sorted()))
        let pend = try statement("INSERT OR IGNORE INTO pendingRecord(recordId) VALUES (?)")
        for id in all.sorted() {
            pend.bind(1, id)
            try pend.run()
        }
        return all
    }
}
