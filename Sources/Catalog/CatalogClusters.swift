internal import Foundation
internal import GRDB
internal import GRDBSQLite
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

    /// Puts the blocking keys of pending records into the index, in its order: keys are hashes, and rows that came one
    /// record after another would touch every page of the index for each.
    public func indexBlockingKeys(of pending: [Int64]) throws {
        let own = try statement("SELECT blockingKeys FROM recordBody WHERE recordId = ?")
        var entries: [(hash: Int64, id: Int64)] = []
        for id in pending {
            own.bind(1, id)
            if try own.step() {
                for key in CatalogReader.unpacked(Array(own.blob(0))) { entries.append((Int64(bitPattern: key), id)) }
            }
            own.reset()
        }
        entries.sort { $0.hash != $1.hash ? $0.hash < $1.hash : $0.id < $1.id }
        let block = try statement("INSERT OR IGNORE INTO blockingKey(hash, recordId) VALUES (?, ?)")
        for entry in entries {
            block.bind(1, entry.hash)
            block.bind(2, entry.id)
            try block.run()
        }
    }

    /// Entries of every block of two or more records of which at least one is pending, ordered by key, then record.
    ///
    /// Call `indexBlockingKeys` first.
    public func forEachBlockEntry(pending: Set<Int64>, _ body: (_ hash: UInt64, _ recordId: Int64) -> Void) throws {
        let total = try Int.fetchOne(db, sql: "SELECT count(*) FROM record") ?? 0
        // One pass over the index is cheaper than probing it for every key of every pending record.
        if pending.count * 8 >= total {
            let scan = try statement("SELECT hash, recordId FROM blockingKey ORDER BY hash, recordId")
            var block: [Int64] = []
            var current: UInt64 = 0
            var touched = false
            func flush() {
                if touched, block.count > 1 { for id in block { body(current, id) } }
                block.removeAll(keepingCapacity: true)
                touched = false
            }
            while try scan.step() {
                let hash = UInt64(bitPattern: scan.int(0))
                if hash != current {
                    flush()
                    current = hash
                }
                let id = scan.int(1)
                block.append(id)
                if !touched { touched = pending.contains(id) }
            }
            flush()
            return
        }
        var keys: Set<UInt64> = []
        let own = try statement("SELECT blockingKeys FROM recordBody WHERE recordId = ?")
        for id in pending.sorted() {
            own.bind(1, id)
            if try own.step() { keys.formUnion(CatalogReader.unpacked(Array(own.blob(0)))) }
            own.reset()
        }
        let probe = try statement("SELECT recordId FROM blockingKey WHERE hash = ? ORDER BY recordId")
        for key in keys.sorted() {
            probe.bind(1, Int64(bitPattern: key))
            var block: [Int64] = []
            while try probe.step() { block.append(probe.int(0)) }
            if block.count > 1 { for id in block { body(key, id) } }
        }
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

    /// The records that a chain of `same` pairs ties to `ids`, and those pairs; both ascending.
    public func component(of ids: [Int64]) throws -> (ids: [Int64], pairs: [(a: Int64, b: Int64, bits: Double)]) {
        var seen = Set(ids)
        var queue = ids
        var pairs: [(a: Int64, b: Int64, bits: Double)] = []
        if try Int.fetchOne(db, sql: "SELECT 1 FROM matchedPair LIMIT 1") == nil { return (ids.sorted(), []) }
        let byA = try statement("SELECT bId, matchWeightBits FROM matchedPair WHERE aId = ? AND verdict = 'same'")
        let byB = try statement("SELECT aId FROM matchedPair WHERE bId = ? AND verdict = 'same'")
        while let id = queue.popLast() {
            byA.bind(1, id)
            while try byA.step() {
                pairs.append((id, byA.int(0), byA.double(1)))
                if seen.insert(byA.int(0)).inserted { queue.append(byA.int(0)) }
            }
            byB.bind(1, id)
            while try byB.step() { if seen.insert(byB.int(0)).inserted { queue.append(byB.int(0)) } }
        }
        return (seen.sorted(), pairs.sorted { ($0.a, $0.b) < ($1.a, $1.b) })
    }

    /// Takes a new canonical id, never used before.
    public func newCanonicalId() throws -> Int64 { try newId(.canonical) }

    /// Makes the row of a canonical record that `put` then fills: of records that were split from others.
    public func insertCanonical(_ id: Int64) throws {
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

    /// Removes a canonical record whose members have gone to another and whose text is out of the index, and leaves a
    /// redirect.
    public func removeCanonical(_ id: Int64, redirectTo target: Int64) throws {
        try db.execute(sql: "UPDATE canonicalRedirect SET newId = ? WHERE newId = ?", arguments: [target, id])
        try db.execute(
            sql: "INSERT OR REPLACE INTO canonicalRedirect(oldId, newId) VALUES (?, ?)", arguments: [id, target])
        try db.execute(sql: "DELETE FROM canonical WHERE id = ?", arguments: [id])
    }

    /// Nothing waits for deduplication any more.
    public func clearPending() throws {
        try db.execute(sql: "DELETE FROM pendingRecord")
        setLastId(.deduplicated, try Int64.fetchOne(db, sql: "SELECT max(id) FROM record") ?? 0)
    }

    /// People's decisions on pairs of records that are here, by record id.
    public func decisions() throws -> [(a: Int64, b: Int64, ruling: PersonDecision.Ruling)] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT a.id AS a, b.id AS b, d.ruling FROM personDecision d
                JOIN source sa ON sa.name = d.aSource JOIN record a ON a.sourceId = sa.id AND a.key = d.aKey
                JOIN source sb ON sb.name = d.bSource JOIN record b ON b.sourceId = sb.id AND b.key = d.bKey
                ORDER BY a.id, b.id
                """
        ).compactMap { row in
            PersonDecision.Ruling(rawValue: row["ruling"]).map { (row["a"], row["b"], $0) }
        }
    }

    // MARK: Studies

    /// Links that records state to identifiers of other records here, by canonical id.
    public func statedLinks() throws -> [(from: Int64, to: Int64, type: RelationType)] {
        var found: [(from: Int64, to: Int64, type: RelationType)] = []
        let scan = try statement(
            """
            SELECT DISTINCT f.canonicalId, t.canonicalId, l.type FROM relation l
            JOIN record f ON f.id = l.recordId
            JOIN recordIdentifier i ON i.scheme = l.targetScheme AND i.value = l.targetValue
            JOIN record t ON t.id = i.recordId
            WHERE f.canonicalId <> t.canonicalId
            ORDER BY 1, 2, 3
            """)
        while try scan.step() {
            if let type = RelationType(rawValue: scan.text(2)) { found.append((scan.int(0), scan.int(1), type)) }
        }
        return found
    }

    /// Gives every canonical record its study: those of a group one, every other its own. A study keeps the lowest id
    /// that its members had.
    public func setStudies(groups: [[Int64]]) throws {
        var grouped: Set<Int64> = []
        let find = try statement("SELECT studyId FROM canonical WHERE id = ?")
        let set = try statement("UPDATE canonical SET studyId = ? WHERE id = ?")
        var taken: Set<Int64> = []
        for group in groups {
            var ids: [Int64: Int64] = [:]
            for member in group {
                find.bind(1, member)
                if try find.step() { ids[member] = find.int(0) }
                find.reset()
                grouped.insert(member)
            }
            var study = ids.values.filter { !taken.contains($0) }.min()
            if study == nil { study = try newId(.study) }
            guard let study else { continue }
            taken.insert(study)
            for member in group where ids[member] != study {
                set.bind(1, study)
                set.bind(2, member)
                try set.run()
            }
        }
        // A record that left a group, or never was in one, needs a study of its own.
        let strays = try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM canonical WHERE studyId IN
                    (SELECT studyId FROM canonical GROUP BY studyId HAVING count(*) > 1)
                ORDER BY id
                """)
        for id in strays where !grouped.contains(id) {
            set.bind(1, try newId(.study))
            set.bind(2, id)
            try set.run()
        }
    }
}
