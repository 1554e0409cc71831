internal import Foundation
internal import GRDB
internal import GRDBSQLite
public import Records

/// A record as the catalog stores it; bodies are compressed by the caller.
public struct StoredRecord: Sendable {
    public var key: RecordKey
    public var contentHash: (UInt64, UInt64)
    public var updated: Timestamp?
    /// Orders what a source said after one update.
    public var touched: Timestamp?
    public var isDeleted: Bool
    public var sourceBody: [UInt8]
    public var body: [UInt8]
    /// What `body` encodes.
    public var record: Records.Record
    public var blockingKeys: [BlockingKey]

    public init(
        key: RecordKey, contentHash: (UInt64, UInt64), updated: Timestamp?, touched: Timestamp? = nil, isDeleted: Bool,
        sourceBody: [UInt8],
        body: [UInt8], record: Records.Record, blockingKeys: [BlockingKey]
    ) {
        self.key = key
        self.contentHash = contentHash
        self.updated = updated
        self.touched = touched
        self.isDeleted = isDeleted
        self.sourceBody = sourceBody
        self.body = body
        self.record = record
        self.blockingKeys = blockingKeys
    }
}

/// How far a harvest job has come.
public struct JobPlace: Sendable, Equatable {
    /// A walk through a list that has not come to its end.
    public struct Walk: Sendable, Equatable {
        /// Asks for the next page.
        public var url: String
        /// Which time the walk makes that very request.
        public var turn: Int
        /// When the walk began: where the job is through when the walk has come to its end.
        public var started: Timestamp
        /// What is to be asked when the list that `url` is part of has come to its end: the other parts of a window.
        public var rest: [String]

        public init(url: String, turn: Int, started: Timestamp, rest: [String] = []) {
            self.url = url
            self.turn = turn
            self.started = started
            self.rest = rest
        }
    }

    /// What the job asks: where it asks something else, it begins anew.
    public var asks: String
    /// What the source touched before is here; nil where the job was never through.
    public var through: Timestamp?
    public var walk: Walk?

    public init(asks: String, through: Timestamp? = nil, walk: Walk? = nil) {
        self.asks = asks
        self.through = through
        self.walk = walk
    }
}

/// What became of a record that was put.
public enum PutOutcome: Sendable, Equatable { case new, changed, unchanged, older }

/// Writes within one transaction. One thread's tool.
public final class CatalogWriter {
    let db: Database
    private var sources: [String: Int64] = [:]
    /// By the address of their text, which is a literal.
    private var statements: [UnsafePointer<UInt8>: RawStatement] = [:]
    /// By ORCID, and by smallest ISSN or title.
    var authors: [String: KnownName] = [:]
    var journals: [String: KnownName] = [:]
    private var lastIds: [LastId: Int64] = [:]
    private var lastRecordId: Int64?
    private var segments: BlockingSegments?

    init(_ db: Database) { self.db = db }

    public var reader: CatalogReader { CatalogReader(db) }

    /// The statement, prepared once a transaction.
    func statement(_ sql: StaticString) throws -> RawStatement {
        let address = sql.utf8Start
        if let known = statements[address] { return known }
        let made = try RawStatement(db, "\(sql)")
        statements[address] = made
        return made
    }

    /// Ids that are given once and never again, also where their row is gone; the last record that deduplication has seen, and
    /// the last canonical record whose text can be searched.
    enum LastId: String, CaseIterable { case canonical, study, deduplicated, run, searchable }

    func lastId(_ name: LastId) throws -> Int64 {
        try lastIds[name]
            ?? Int64.fetchOne(db, sql: "SELECT value FROM lastId WHERE name = ?", arguments: [name.rawValue]) ?? 0
    }

    func setLastId(_ name: LastId, _ value: Int64) { lastIds[name] = value }

    func newId(_ name: LastId) throws -> Int64 {
        let id = try lastId(name) + 1
        lastIds[name] = id
        return id
    }

    /// Stores what was kept back for the end of the transaction.
    func finish() throws {
        try segments?.flush()
        // Of many new records some are merged soon: while many wait, texts are indexed when it is known which stay.
        if try lastId(.canonical) - lastId(.searchable) <= Self.fewTexts { try indexTexts() }
        setLastId(.searchable, try lastId(.searchable))
        for name in LastId.allCases {
            guard let value = lastIds[name] else { continue }
            try db.execute(
                sql: "INSERT OR REPLACE INTO lastId(name, value) VALUES (?, ?)", arguments: [name.rawValue, value])
        }
    }

    /// New canonical records that are made searchable at once: those of a page of a harvest, of a small file.
    private static let fewTexts = 4000

    /// The index of blocking keys.
    func blockingSegments() throws -> BlockingSegments {
        if let segments { return segments }
        let made = try BlockingSegments(db)
        segments = made
        return made
    }

    private func sourceId(_ name: String) throws -> Int64 {
        if let known = sources[name] { return known }
        try db.execute(sql: "INSERT OR IGNORE INTO source(name) VALUES (?)", arguments: [name])
        let id = try Int64.fetchOne(db, sql: "SELECT id FROM source WHERE name = ?", arguments: [name]) ?? 0
        sources[name] = id
        return id
    }

    /// Stores what a source said and, where it is the newest of what the source said of this record, the record.
    ///
    /// Newest is the greatest (updated, touched, content hash), never the later arrival. A new record is its own canonical record,
    /// to be found at once; new and changed ones wait for deduplication.
    ///
    /// - Parameter decode: Reads a stored body, to take away what a replaced record was found by.
    public func put(
        _ stored: StoredRecord, fetched: Timestamp, decode: (UnsafeRawBufferPointer) throws -> Records.Record
    ) throws -> PutOutcome {
        let source = try sourceId(stored.key.source)
        let find = try statement(
            """
            SELECT r.id, v.updated, v.touched, v.contentHash, v.id FROM record r JOIN sourceRecord v ON v.id = r.sourceRecordId
            WHERE r.sourceId = ? AND r.key = ?
            """)
        let hash = Self.bytes(stored.contentHash)
        let age = Age(
            updated: stored.updated?.seconds ?? .min, touched: stored.touched?.seconds ?? .min, hash: hash)
        find.bind(1, source)
        find.bind(2, stored.key.key)
        var existing: Int64?
        var isNewer = true
        if try find.step() {
            existing = find.int(0)
            let current = Age(
                updated: find.isNull(1) ? .min : find.int(1), touched: find.isNull(2) ? .min : find.int(2),
                hash: Array(find.blob(3)))
            let version = find.int(4)
            find.reset()
            if current.hash == hash {
                if age.touched > current.touched { try touch(version, age.touched) }
                // A newer ibid may make another record of the same words.
                guard let id = existing, try !hasBody(id, stored.body) else { return .unchanged }
                try replace(recordId: id, version: version, with: stored, decode: decode)
                return .changed
            }
            isNewer = current < age
        }
        let id = try existing ?? nextRecordId()
        let insert = try statement(
            """
            INSERT OR IGNORE INTO sourceRecord(recordId, contentHash, updated, touched, fetched, isDeleted, body)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """)
        insert.bind(1, id)
        insert.bind(2, hash)
        insert.bind(3, stored.updated?.seconds)
        insert.bind(4, stored.touched?.seconds)
        insert.bind(5, fetched.seconds)
        insert.bind(6, stored.isDeleted ? 1 : 0)
        insert.bind(7, stored.sourceBody)
        try insert.run()
        var version = db.lastInsertedRowID
        if sqlite3_changes(db.sqliteConnection) == 0 {
            // The source says again what it said before it said something else.
            guard let known = try self.version(of: id, hash: hash), age.touched > known.touched else {
                return .unchanged
            }
            try touch(known.id, age.touched)
            version = known.id
            guard isNewer else { return .unchanged }
        }
        guard isNewer else { return .older }
        if existing != nil {
            try replace(recordId: id, version: version, with: stored, decode: decode)
            return .changed
        }
        let canonical = StoredCanonical(id: try newCanonicalId(), memberIds: [id], record: stored.record, body: nil)
        try self.insert(canonical)
        let add = try statement(
            "INSERT INTO record(id, sourceId, key, sourceRecordId, canonicalId) VALUES (?, ?, ?, ?, ?)")
        add.bind(1, id)
        add.bind(2, source)
        add.bind(3, stored.key.key)
        add.bind(4, version)
        add.bind(5, canonical.id)
        try add.run()
        lastRecordId = id
        try embody(stored, recordId: id)
        try blockingSegments().add(stored.blockingKeys, of: id)
        return .new
    }

    private func embody(_ stored: StoredRecord, recordId: Int64) throws {
        let embody = try statement("INSERT OR REPLACE INTO recordBody(recordId, blockingKeys, body) VALUES (?, ?, ?)")
        embody.bind(1, recordId)
        embody.bind(2, Self.packed(stored.blockingKeys))
        embody.bind(3, stored.body)
        try embody.run()
        try index(stored, recordId: recordId)
    }

    /// Puts another version in a record's place; it waits for deduplication.
    private func replace(
        recordId: Int64, version: Int64, with stored: StoredRecord,
        decode: (UnsafeRawBufferPointer) throws -> Records.Record
    ) throws {
        try forget(recordId: recordId, for: stored.blockingKeys, decode: decode)
        let update = try statement("UPDATE record SET sourceRecordId = ? WHERE id = ?")
        update.bind(1, version)
        update.bind(2, recordId)
        try update.run()
        try embody(stored, recordId: recordId)
        let pend = try statement("INSERT OR IGNORE INTO pendingRecord(recordId) VALUES (?)")
        pend.bind(1, recordId)
        try pend.run()
    }

    private func hasBody(_ recordId: Int64, _ body: [UInt8]) throws -> Bool {
        let find = try statement("SELECT body FROM recordBody WHERE recordId = ?")
        find.bind(1, recordId)
        defer { find.reset() }
        return try find.step() && find.blob(0).elementsEqual(body)
    }

    /// What orders the versions of a record.
    private struct Age: Comparable {
        var updated: Int64
        var touched: Int64
        var hash: [UInt8]

        static func < (a: Age, b: Age) -> Bool {
            (a.updated, a.touched) != (b.updated, b.touched)
                ? (a.updated, a.touched) < (b.updated, b.touched) : a.hash.lexicographicallyPrecedes(b.hash)
        }
    }

    private func touch(_ version: Int64, _ time: Int64) throws {
        let touch = try statement("UPDATE sourceRecord SET touched = ? WHERE id = ?")
        touch.bind(1, time)
        touch.bind(2, version)
        try touch.run()
    }

    private func version(of recordId: Int64, hash: [UInt8]) throws -> (id: Int64, touched: Int64)? {
        let find = try statement("SELECT id, touched FROM sourceRecord WHERE recordId = ? AND contentHash = ?")
        find.bind(1, recordId)
        find.bind(2, hash)
        defer { find.reset() }
        return try find.step() ? (find.int(0), find.isNull(1) ? .min : find.int(1)) : nil
    }

    private func nextRecordId() throws -> Int64 {
        if lastRecordId == nil { lastRecordId = try Int64.fetchOne(db, sql: "SELECT max(id) FROM record") ?? 0 }
        return (lastRecordId ?? 0) + 1
    }

    static func bytes(_ hash: (UInt64, UInt64)) -> [UInt8] {
        withUnsafeBytes(of: hash.0.bigEndian) { Array($0) } + withUnsafeBytes(of: hash.1.bigEndian) { Array($0) }
    }

    private func index(_ stored: StoredRecord, recordId: Int64) throws {
        let identify = try statement("INSERT OR IGNORE INTO recordIdentifier(scheme, value, recordId) VALUES (?, ?, ?)")
        for identifier in stored.record.identifiers {
            identify.bind(1, identifier.scheme.rawValue)
            identify.bind(2, identifier.value)
            identify.bind(3, recordId)
            try identify.run()
        }
        if !stored.record.relations.isEmpty {
            let relate = try statement(
                "INSERT OR IGNORE INTO relation(recordId, type, targetScheme, targetValue) VALUES (?, ?, ?, ?)")
            for relation in stored.record.relations {
                relate.bind(1, recordId)
                relate.bind(2, relation.type.rawValue)
                relate.bind(3, relation.target.scheme.rawValue)
                relate.bind(4, relation.target.value)
                try relate.run()
            }
        }
    }

    /// Takes a record's identifiers and relations away, and gives it other blocking keys; its pairs fall when it is
    /// deduplicated.
    private func forget(
        recordId: Int64, for keys: [BlockingKey], decode: (UnsafeRawBufferPointer) throws -> Records.Record
    ) throws {
        let find = try statement("SELECT blockingKeys, body FROM recordBody WHERE recordId = ?")
        find.bind(1, recordId)
        guard try find.step() else { return }
        let formerKeys = Set(CatalogReader.unpacked(Array(find.blob(0))).map(BlockingKey.init))
        let former = try decode(find.blob(1))
        find.reset()
        let segments = try blockingSegments()
        try segments.retire(formerKeys.subtracting(keys).sorted(), of: recordId)
        let others = Set(keys).subtracting(formerKeys).sorted()
        try segments.add(segments.restore(others, of: recordId), of: recordId)
        let unname = try statement("DELETE FROM recordIdentifier WHERE scheme = ? AND value = ? AND recordId = ?")
        for identifier in former.identifiers {
            unname.bind(1, identifier.scheme.rawValue)
            unname.bind(2, identifier.value)
            unname.bind(3, recordId)
            try unname.run()
        }
        let unrelate = try statement("DELETE FROM relation WHERE recordId = ?")
        unrelate.bind(1, recordId)
        try unrelate.run()
    }

    // MARK: Runs and positions

    /// Stores a run's report and problems.
    ///
    /// - Parameter id: The number that `newRunId` gave; nil takes one.
    public func putRun(
        id: Int64? = nil, kind: String, started: Timestamp, finished: Timestamp, report: String, problems: [Problem]
    ) throws {
        let run = try id ?? newRunId()
        try db.execute(
            sql: "INSERT INTO run(id, kind, started, finished, report) VALUES (?, ?, ?, ?, ?)",
            arguments: [run, kind, started.seconds, finished.seconds, report])
        for problem in problems {
            try db.execute(
                sql: "INSERT INTO problem(runId, reach, what, place, kept, remedy) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [run, problem.reach.name, problem.what, problem.place, problem.kept, problem.remedy])
        }
    }

    /// Remembers how far a job has come; call it in the same transaction as its records.
    public func setPlace(_ place: JobPlace, of job: String, at time: Timestamp) throws {
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO harvestPosition(job, asks, through, nextUrl, nextTurn, walkStarted, updated)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [
                job, place.asks, place.through?.seconds,
                place.walk.map { ([$0.url] + $0.rest).joined(separator: "\n") }, place.walk?.turn,
                place.walk?.started.seconds, time.seconds,
            ])
    }
}
