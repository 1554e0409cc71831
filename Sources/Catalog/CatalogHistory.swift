internal import GRDB
public import Records

/// One change of what is one with what, or a person's decision.
public struct HistoryEntry: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Several canonical records became one.
        case merge
        /// One canonical record became several.
        case split
        /// Records went from some canonical records to others.
        case regroup
        /// A person said of two that they are one, or are not.
        case review
        /// Decisions were read from a file.
        case decisions
        /// An action was taken back.
        case undo
        /// An action that had been taken back holds again.
        case redo
    }

    /// Its number.
    public var id: Int64
    public var at: Timestamp
    public var kind: Kind
    public var isPerson: Bool
    /// The run in which the engine did it.
    public var runId: Int64?
    /// Canonical ids before and after, ascending.
    public var before: [Int64]
    public var after: [Int64]
    /// The action that this one takes back, or brings back.
    public var undoes: Int64?
    public var undoneBy: Int64?

    /// Whether it decided something that can be taken back.
    public var isAction: Bool { isPerson && kind != .undo && kind != .redo }
}

extension CatalogReader {
    private static let historyColumns =
        "SELECT h.id, h.at, h.kind, h.who = 'person', h.runId, h.before, h.after, h.undoes, h.undoneBy FROM history h"

    private static func entry(_ row: Row) -> HistoryEntry? {
        HistoryEntry.Kind(rawValue: row[2]).map { kind in
            func ids(_ text: String) -> [Int64] { text.split(separator: " ").compactMap { Int64($0) } }
            return HistoryEntry(
                id: row[0], at: Timestamp(seconds: row[1]), kind: kind, isPerson: row[3], runId: row[4],
                before: ids(row[5]), after: ids(row[6]), undoes: row[7], undoneBy: row[8])
        }
    }

    /// Newest first.
    ///
    /// - Parameter canonicalIds: Only what befell one of these; nil for all.
    public func history(limit: Int, of canonicalIds: [Int64]? = nil) throws -> [HistoryEntry] {
        guard let canonicalIds else {
            return try Row.fetchAll(db, sql: Self.historyColumns + " ORDER BY h.id DESC LIMIT ?", arguments: [limit])
                .compactMap(Self.entry)
        }
        let wanted = canonicalIds.map { "(' \($0) ')" }.joined(separator: ", ")
        if wanted.isEmpty { return [] }
        return try Row.fetchAll(
            db,
            sql: """
                WITH wanted(id) AS (VALUES \(wanted))
                \(Self.historyColumns) WHERE EXISTS (
                    SELECT 1 FROM wanted w WHERE instr(' ' || h.before || ' ' || h.after || ' ', w.id))
                ORDER BY h.id DESC LIMIT ?
                """, arguments: [limit]
        ).compactMap(Self.entry)
    }

    /// Oldest first.
    public func forEachHistoryEntry(_ body: (HistoryEntry) throws -> Void) throws {
        let rows = try Row.fetchCursor(db, sql: Self.historyColumns + " ORDER BY h.id")
        while let row = try rows.next() { if let entry = Self.entry(row) { try body(entry) } }
    }

    public func historyEntry(_ id: Int64) throws -> HistoryEntry? {
        try Row.fetchOne(db, sql: Self.historyColumns + " WHERE h.id = ?", arguments: [id]).flatMap(Self.entry)
    }

    /// The last action of a person that is not taken back.
    public func lastAction() throws -> HistoryEntry? {
        try Row.fetchOne(
            db,
            sql: Self.historyColumns
                + " WHERE h.who = 'person' AND h.kind NOT IN ('undo', 'redo') AND h.undoneBy IS NULL ORDER BY h.id DESC"
        ).flatMap(Self.entry)
    }

    /// What was decided in an action, by keys.
    public func decisions(ofAction id: Int64) throws -> [DatedDecision] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT aSource, aKey, bSource, bKey, ruling, decided, note FROM historyDecision WHERE historyId = ?
                ORDER BY 1, 2, 3, 4
                """, arguments: [id]
        ).compactMap(Self.decision)
    }

    /// The canonical ids that lead to a canonical record: its own, and those of records that went into it.
    public func idsLeading(to canonicalId: Int64) throws -> [Int64] {
        [canonicalId]
            + (try Int64.fetchAll(
                db,
                sql: """
                    SELECT c.oldId FROM record r JOIN canonicalRedirect c ON c.recordId = r.id
                    WHERE r.canonicalId = ? ORDER BY 1
                    """, arguments: [canonicalId]))
    }
}

extension CatalogWriter {
    private static func text(_ ids: [Int64]) -> String {
        // A loop, not `map` and `joined`: an import writes one of these for each merge.
        var text = ""
        for id in ids {
            if !text.isEmpty { text += " " }
            text += String(id)
        }
        return text
    }

    /// Writes down what the engine changed.
    public func putChange(
        _ kind: HistoryEntry.Kind, at time: Timestamp, runId: Int64?, before: [Int64], after: [Int64]
    ) throws {
        let put = try statement(
            "INSERT INTO history(at, kind, who, runId, before, after) VALUES (?, ?, 'engine', ?, ?, ?)")
        put.bind(1, time.seconds)
        put.bind(2, kind.rawValue)
        put.bind(3, runId)
        put.bind(4, Self.text(before))
        put.bind(5, Self.text(after))
        try put.run()
    }

    /// Begins a person's action.
    ///
    /// - Returns: Its number.
    public func beginAction(_ kind: HistoryEntry.Kind, at time: Timestamp, undoes: Int64? = nil) throws -> Int64 {
        try db.execute(
            sql: "INSERT INTO history(at, kind, who, before, after, undoes) VALUES (?, ?, 'person', '', '', ?)",
            arguments: [time.seconds, kind.rawValue, undoes])
        return db.lastInsertedRowID
    }

    /// Writes down what an action led to.
    ///
    /// - Parameter former: Canonical id that each record of a cluster that changed had before: to come back by.
    public func finishAction(_ id: Int64, before: [Int64], after: [Int64], former: [Int64: Int64]) throws {
        try db.execute(
            sql: "UPDATE history SET before = ?, after = ? WHERE id = ?",
            arguments: [Self.text(before), Self.text(after), id])
        let put = try statement(
            "INSERT OR REPLACE INTO historyMember(historyId, recordId, canonicalId) VALUES (?, ?, ?)")
        for (record, canonical) in former.sorted(by: { $0.key < $1.key }) {
            put.bind(1, id)
            put.bind(2, record)
            put.bind(3, canonical)
            try put.run()
        }
    }

    /// Has an action count as taken back, or as holding again where `by` is nil.
    public func setUndone(_ id: Int64, by undo: Int64?) throws {
        try db.execute(sql: "UPDATE history SET undoneBy = ? WHERE id = ?", arguments: [undo, id])
    }

    /// Canonical ids that records had before an action, by record id.
    public func formerIds(beforeAction id: Int64) throws -> [Int64: Int64] {
        var found: [Int64: Int64] = [:]
        let scan = try statement("SELECT recordId, canonicalId FROM historyMember WHERE historyId = ?")
        scan.bind(1, id)
        while try scan.step() { found[scan.int(0)] = scan.int(1) }
        return found
    }

    /// Takes the number of a run that is under way.
    public func newRunId() throws -> Int64 { try newId(.run) }

    // MARK: Retired canonical ids

    /// Whether a canonical id is of no use now and leads to another.
    public func isRetired(_ id: Int64) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT 1 FROM canonicalRedirect WHERE oldId = ?", arguments: [id]) != nil
    }

    /// Canonical ids of no use now that lead to wherever a record is, ascending.
    public func retiredIds(leadingTo record: Int64) throws -> [Int64] {
        try Int64.fetchAll(
            db, sql: "SELECT oldId FROM canonicalRedirect WHERE recordId = ? ORDER BY oldId", arguments: [record])
    }
}
