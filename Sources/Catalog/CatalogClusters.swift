internal import GRDB
public import Records

/// What the dedup stage reads and writes.
extension CatalogWriter {
    /// Records that wait for deduplication, ascending. A new one is still its own canonical record.
    public func pendingRecords() throws -> [(id: Int64, isNew: Bool)] {
        let scan = try statement(
            """
            SELECT recordId, 0 FROM pendingRecord
            UNION ALL
            SELECT id, 1 FROM record WHERE id > ? AND id NOT IN (SELECT recordId FROM pendingRecord)
            ORDER BY 1
            """)
        scan.bind(1, try lastId(.deduplicated))
        var pending: [(id: Int64, isNew: Bool)] = []
        while try scan.step() { pending.append((scan.int(0), scan.int(1) != 0)) }
        return pending
    }

    /// As many as there are records, or a few more.
    private func highestRecordId() throws -> Int { try Int.fetchOne(db, sql: "SELECT max(id) FROM record") ?? 0 }

    /// Whether so many of all records are pending that one pass over the index is cheaper than probing it for every key of each.
    private func isMany(_ pending: Int) throws -> Bool { try pending * 8 >= highestRecordId() }

    /// Entries of every block of two or more records of which at least one is pending, ordered by key, then record.
    public func forEachBlockEntry(
        pending: Set<Int64>, _ body: (_ hash: UInt64, _ recordId: Int64) -> Void
    ) throws {
        var block: [Int64] = []
        var current: UInt64 = 0
        var touched = false
        func flush() {
            if touched, block.count > 1 { for id in block { body(current, id) } }
            block.removeAll(keepingCapacity: true)
            touched = false
        }
        func take(_ entry: BlockingEntry) {
            if entry.hash != current {
                flush()
                current = entry.hash
            }
            let id = Int64(entry.recordId)
            block.append(id)
            if !touched { touched = pending.contains(id) }
        }
        if try isMany(pending.count) {
            try blockingSegments().forEach(take)
        } else {
            var keys: Set<UInt64> = []
            let own = try statement("SELECT blockingKeys FROM recordBody WHERE recordId = ?")
            for id in pending.sorted() {
                own.bind(1, id)
                if try own.step() { keys.formUnion(CatalogReader.unpacked(Array(own.blob(0)))) }
                own.reset()
            }
            for entry in try blockingSegments().entries(of: keys.sorted()) { take(entry) }
        }
        flush()
    }

    /// Source and blocking keys of records, in the order asked for; ids that are gone are passed over.
    public func forEachKeys(of ids: [Int64], _ body: (_ id: Int64, _ source: Int64, _ keys: [UInt64]) -> Void) throws {
        let find = try statement(
            "SELECT r.sourceId, b.blockingKeys FROM record r JOIN recordBody b ON b.recordId = r.id WHERE r.id = ?")
        for id in ids {
            find.bind(1, id)
            if try find.step() { body(id, find.int(0), CatalogReader.unpacked(Array(find.blob(1)))) }
            find.reset()
        }
    }

    /// The bodies of records, in the order asked for; ids that are gone are passed over.
    public func forEachBody(of ids: [Int64], _ body: (_ id: Int64, _ bytes: UnsafeRawBufferPointer) throws -> Void)
        throws
    {
        let find = try statement("SELECT body FROM recordBody WHERE recordId = ?")
        for id in ids {
            find.bind(1, id)
            if try find.step() { try body(id, find.blob(0)) }
            find.reset()
        }
    }

    /// The canonical id of each record.
    public func canonicalIds(of ids: [Int64]) throws -> [Int64: Int64] {
        var found: [Int64: Int64] = [:]
        let find = try statement("SELECT canonicalId FROM record WHERE id = ?")
        for id in ids {
            find.bind(1, id)
            if try find.step() { found[id] = find.int(0) }
            find.reset()
        }
        return found
    }

    /// Ids of the records of canonical records.
    public func memberIds(of canonicalIds: [Int64]) throws -> [Int64] {
        var found: [Int64] = []
        let find = try statement("SELECT id FROM record WHERE canonicalId = ? ORDER BY id")
        for id in canonicalIds {
            find.bind(1, id)
            while try find.step() { found.append(find.int(0)) }
        }
        return found
    }

    public func removePairs(of ids: [Int64]) throws {
        if try Int.fetchOne(db, sql: "SELECT 1 FROM matchedPair LIMIT 1") == nil { return }
        let byA = try statement("DELETE FROM matchedPair WHERE aId = ?")
        let byB = try statement("DELETE FROM matchedPair WHERE bId = ?")
        for id in ids {
            byA.bind(1, id)
            try byA.run()
            byB.bind(1, id)
            try byB.run()
        }
    }

    public func putPair(_ a: Int64, _ b: Int64, weight: MatchWeight, verdict: Verdict) throws {
        let put = try statement(
            "INSERT OR REPLACE INTO matchedPair(aId, bId, matchWeightBits, verdict) VALUES (?, ?, ?, ?)")
        put.bind(1, min(a, b))
        put.bind(2, max(a, b))
        put.bind(3, weight.bits)
        put.bind(4, verdict.rawValue)
        try put.run()
    }

    /// A pair that is stored with its weight.
    public typealias WeighedPair = (a: Int64, b: Int64, bits: Double, verdict: Verdict)

    /// The records that a chain of pairs of `bits` or more ties to `ids`, and those pairs; both ascending.
    public func component(of ids: [Int64], bits: Double) throws -> (ids: [Int64], pairs: [WeighedPair]) {
        var seen = Set(ids)
        var queue = ids
        var pairs: [WeighedPair] = []
        if try Int.fetchOne(db, sql: "SELECT 1 FROM matchedPair LIMIT 1") == nil { return (ids.sorted(), []) }
        let byA = try statement(
            "SELECT bId, matchWeightBits, verdict = 'same' FROM matchedPair WHERE aId = ? AND matchWeightBits >= ?")
        let byB = try statement("SELECT aId FROM matchedPair WHERE bId = ? AND matchWeightBits >= ?")
        while let id = queue.popLast() {
            byA.bind(1, id)
            byA.bind(2, bits)
            while try byA.step() {
                pairs.append((id, byA.int(0), byA.double(1), byA.int(2) == 1 ? .same : .unsure))
                if seen.insert(byA.int(0)).inserted { queue.append(byA.int(0)) }
            }
            byB.bind(1, id)
            byB.bind(2, bits)
            while try byB.step() { if seen.insert(byB.int(0)).inserted { queue.append(byB.int(0)) } }
        }
        return (seen.sorted(), pairs.sorted { ($0.a, $0.b) < ($1.a, $1.b) })
    }

    /// Nothing waits for deduplication any more.
    public func clearPending() throws {
        try db.execute(sql: "DELETE FROM pendingRecord")
        setLastId(.deduplicated, try Int64.fetchOne(db, sql: "SELECT max(id) FROM record") ?? 0)
    }
}
