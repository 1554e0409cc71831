internal import Catalog
internal import DedupEngine
internal import Formats
internal import Records
internal import Studies

/// Deduplicates what is pending in the catalog: only clusters that new or changed records touch are made anew, and the
/// result is that of a run over everything.
struct DedupStage {
    struct Outcome {
        var pairsCompared = 0
        var merges = 0
        var unsure = 0
        /// Canonical ids that records of the account's action had, where their clusters changed.
        var formerIds: [Int64: Int64] = [:]
        /// Decisions that contradict each other, on records that this pass looked at.
        var problems: [Problem] = []
        /// Which canonical records became which.
        var changes: [(kind: HistoryEntry.Kind, before: [Int64], after: [Int64])] = []
        /// Whether all records were matched, since other weights, another profile or another ibid matched them before.
        var isAnew = false
        var seconds: [(name: String, seconds: Double)] = []
    }

    /// For whom a pass changes clusters.
    struct Account {
        var at: Timestamp
        var runId: Int64?
        /// Records that a person's action is about: what befalls their clusters is told with it.
        var acting: Set<Int64> = []
        /// Canonical ids that records had before the action that is taken back.
        var wanted: [Int64: Int64] = [:]
    }

    let writer: CatalogWriter
    let jobs: Int
    let merger: Merger
    let account: Account
    private let blobs = Blobs()
    private let compressor = BlobCompressor()
    private let matching: CatalogMatching
    private var table: PortraitTable
    private var indexes: [Int64: RecordIndex] = [:]
    private var ids: [Int64] = []

    /// - Throws: `Problem` where the catalog's own table of weights cannot be read.
    init(writer: CatalogWriter, jobs: Int, merger: Merger, account: Account) throws {
        self.writer = writer
        self.jobs = jobs
        self.merger = merger
        self.account = account
        matching = try CatalogMatching(writer.reader)
        table = PortraitTable(frequencies: matching.weights.frequencies)
    }

    /// From where on a pair joins.
    private var sameBits: Double { matching.weights.thresholds(of: matching.policy.profile).same }

    private var comparator: Comparator {
        Comparator(table: table, weights: matching.weights, policy: matching.policy)
    }

    /// All within the writer's transaction.
    mutating func run() throws -> Outcome {
        var outcome = Outcome()
        var clock = Stopwatch()
        let waiting = try writer.pendingRecords()
        outcome.isAnew = try writer.reader.setting(.matchedBy) != matching.stamp && !writer.reader.isEmpty()
        guard !waiting.isEmpty || outcome.isAnew else { return outcome }
        let changed = waiting.filter { !$0.isNew }.map(\.id)
        let arrived = Set(waiting.map(\.id))
        let pending = outcome.isAnew ? try writer.recordIds() : waiting.map(\.id)
        let pendingSet = outcome.isAnew ? Set(pending) : arrived
        // Where a changed record was merged, its old companions are looked at again. A new one is its own canonical
        // record already and is touched only if something matches it.
        var touched = Set(changed)
        touched.formUnion(try writer.memberIds(of: Set(try writer.canonicalIds(of: changed).values).sorted()))
        if outcome.isAnew {
            touched.formUnion(try writer.mergedRecordIds())
            try writer.forgetMatching()
            try keyAnew(pending)
            try writer.set(.matchedBy, to: matching.stamp)
        } else {
            // What a changed record matched is looked at again: it may have been one of two that nothing told apart.
            if !changed.isEmpty { touched.formUnion(try writer.component(of: changed, bits: sameBits).ids) }
            try writer.removePairs(of: changed)
        }

        let sharing = try candidatePairs(pending: pendingSet)
        outcome.seconds.append(("blocking", clock.lap()))
        try paint()
        let pairs = table.admitted(sharing)
        outcome.pairsCompared = pairs.count
        let scored = PairScoring.score(pairs, with: comparator, jobs: jobs)
        for pair in scored {
            let a = ids[Int(pair.pair.a)]
            let b = ids[Int(pair.pair.b)]
            try writer.putPair(a, b, weight: pair.weight, verdict: pair.verdict)
            if pair.verdict == .same { touched.formUnion([a, b]) } else { outcome.unsure += 1 }
        }
        outcome.seconds.append(("comparison", clock.lap()))

        let rulings = Rulings(try writer.reader.storedDecisions())
        for ruling in rulings.pairs
        where [ruling.a, ruling.b].contains(where: { touched.contains($0) || pendingSet.contains($0) }) {
            touched.formUnion([ruling.a, ruling.b])
        }
        outcome.problems = rulings.leftOut.filter { left in
            [left.same.aId, left.same.bId].contains {
                $0.map { touched.contains($0) || pendingSet.contains($0) } ?? false
            }
        }.map(\.problem)
        let clusters = try cluster(touched, rulings: rulings, unsure: &outcome.unsure)
        outcome.seconds.append(("clustering", clock.lap()))
        outcome.merges = try store(clusters, pending: arrived, &outcome)
        try writer.clearPending()
        outcome.seconds.append(("merging", clock.lap()))
        let links = try writer.statedLinks().map { StatedLinks.Link(from: $0.from, to: $0.to, type: $0.type) }
        try writer.setStudies(groups: StatedLinks.groups(links))
        outcome.seconds.append(("studies", clock.lap()))
        return outcome
    }

    /// Gives records the blocking keys of the frequencies in use.
    private func keyAnew(_ ids: [Int64]) throws {
        var portraits = PortraitTable(frequencies: matching.weights.frequencies)
        for start in stride(from: 0, to: ids.count, by: 4096) {
            let portion = Array(ids[start..<min(ids.count, start + 4096)])
            portraits.removeAll()
            try writer.forEachBody(of: portion) { _, body in portraits.append(try blobs.record(body)) }
            guard portraits.count == portion.count else { throw Self.damaged }
            for (place, id) in portion.enumerated() {
                try writer.putBlockingKeys(portraits.blockingKeys(at: place), of: id)
            }
        }
    }

    /// Pairs that share a key, and of which one is pending. Most records of a block are told apart by their keys alone:
    /// only those of a pair are worth decoding.
    private mutating func candidatePairs(pending: Set<Int64>) throws -> [CandidatePair] {
        var entries: [Blocking.Entry] = []
        var inBlocks: [Int64] = []
        var places: [Int64: RecordIndex] = [:]
        try writer.forEachBlockEntry(pending: pending) { hash, id in
            let place = places[id] ?? RecordIndex(inBlocks.count)
            if Int(place) == inBlocks.count {
                places[id] = place
                inBlocks.append(id)
            }
            entries.append(Blocking.Entry(key: BlockingKey(hash: hash), index: place))
        }
        let nobodys = Set(
            try FileSource.allCases.filter { FileSource.isNobodys($0.rawValue) }
                .compactMap { try writer.sourceNumber(of: $0.rawValue) })
        var marks: [VersionMark] = []
        marks.reserveCapacity(inBlocks.count)
        try writer.forEachKeys(of: inBlocks) { _, source, keys in
            marks.append(VersionMark(source: nobodys.contains(source) ? nil : source, keys: keys.map(BlockingKey.init)))
        }
        guard marks.count == inBlocks.count else { throw Self.damaged }
        let isPending = inBlocks.map(pending.contains)
        return Blocking.candidatePairs(entries) { a, b in
            (isPending[Int(a)] || isPending[Int(b)]) && VersionMark.admits(marks[Int(a)], marks[Int(b)])
        }.map { CandidatePair(index(of: inBlocks[Int($0.a)]), index(of: inBlocks[Int($0.b)])) }
    }

    private static let damaged = Problem(
        "catalog: a blocking key names a record that is not here", place: "catalog", remedy: "run `ibid check`",
        reach: .run)

    private mutating func index(of id: Int64) -> RecordIndex {
        if let known = indexes[id] { return known }
        let index = RecordIndex(ids.count)
        indexes[id] = index
        ids.append(id)
        return index
    }

    /// Brings the portrait table up to `ids`.
    private mutating func paint() throws {
        let missing = Array(ids[table.count...])
        let blobs = blobs
        var painted = table
        try writer.forEachBody(of: missing) { _, body in painted.append(try blobs.record(body)) }
        guard painted.count == ids.count else { throw Self.damaged }
        table = painted
    }

    /// Clusters of record ids: the components that the touched records are in, contradictions respected.
    private mutating func cluster(
        _ touched: Set<Int64>, rulings: Rulings, unsure: inout Int
    ) throws -> [[Int64]] {
        let component = try rulings.component(of: touched, bits: sameBits, in: writer)
        for pair in component.pairs {
            _ = index(of: pair.a)
            _ = index(of: pair.b)
        }
        let inComponent = Set(component.ids)
        let ruled = rulings.pairs.filter { inComponent.contains($0.a) && inComponent.contains($0.b) }
        for decision in ruled {
            _ = index(of: decision.a)
            _ = index(of: decision.b)
        }
        try paint()
        let comparator = comparator
        let pairs = Clustering.withRivalsUnsure(
            component.pairs.map { pair in
                ScoredPair(
                    pair: CandidatePair(indexes[pair.a] ?? 0, indexes[pair.b] ?? 0),
                    weight: MatchWeight(bits: pair.bits), verdict: .same)
            }, isOneSource: comparator.isOneSource)
        for (stored, pair) in zip(component.pairs, pairs) where stored.verdict != pair.verdict {
            try writer.putPair(stored.a, stored.b, weight: pair.weight, verdict: pair.verdict)
            if pair.verdict == .unsure { unsure += 1 }
        }
        let decided = ruled.map { (CandidatePair(indexes[$0.a] ?? 0, indexes[$0.b] ?? 0), $0.ruling) }
        // What a person joins are the wholes that the engine makes of either: contradictions across them are overruled.
        let wholes = Rulings.wholes(count: ids.count, decided) { different in
            Clustering.clusters(
                count: ids.count, pairs: pairs, identity: comparator.identity, decided: different,
                tellsApart: comparator.sourceTellingApart, affinity: comparator.affinity
            ).map(\.members)
        }
        let clusters = Clustering.clusters(
            count: ids.count, pairs: pairs, identity: comparator.identity, decided: decided,
            tellsApart: { a, b in
                !wholes.isEmpty && wholes[Int(a)] == wholes[Int(b)] ? 0 : comparator.sourceTellingApart(a, b)
            },
            affinity: { a, b in
                !wholes.isEmpty && wholes[Int(a)] == wholes[Int(b)] ? 8 : comparator.affinity(a, b)
            })
        var result: [[Int64]] = []
        var placed: Set<Int64> = []
        for cluster in clusters {
            let members = cluster.members.map { ids[Int($0)] }.filter(inComponent.contains).sorted()
            if !members.isEmpty { result.append(members) }
            placed.formUnion(members)
        }
        for id in component.ids where !placed.contains(id) { result.append([id]) }
        return result
    }

    /// Writes the canonical records of clusters that changed, and what changed into the history.
    ///
    /// - Returns: Records that joined others.
    private func store(_ clusters: [[Int64]], pending: Set<Int64>, _ outcome: inout Outcome) throws -> Int {
        let formerIds = try writer.canonicalIds(of: clusters.joined().sorted())
        let given = try CanonicalIDs(clusters: clusters, former: formerIds, wanted: account.wanted, supply: writer)
        var assigned: [(members: [Int64], id: Int64, isNew: Bool)] = []
        var merges = 0
        for (place, members) in clusters.enumerated() {
            if given.made.contains(place) { try writer.insertCanonical(given.ids[place]) }
            if members.contains(where: pending.contains) { merges += members.count - 1 }
            assigned.append((members, given.ids[place], given.made.contains(place)))
        }
        assigned = try assigned.filter { members, id, isNew in
            let unchanged = !isNew && members.allSatisfy { formerIds[$0] == id && !pending.contains($0) }
            // A cluster that lost a member must be written even where those that stayed are as they were.
            return try !unchanged || writer.memberIds(of: [id]).count != members.count
        }
        // Rows that lie together are written together.
        assigned.sort { $0.id < $1.id }
        try writer.removeText(of: assigned.filter { !$0.isNew }.map(\.id) + given.lost.map(\.id))
        for (members, id, _) in assigned {
            var records: [Record] = []
            try writer.forEachBody(of: members) { _, body in records.append(try blobs.record(body)) }
            // A record alone is its own canonical record.
            guard var merged = records.first else { continue }
            var body: [UInt8]?
            if records.count > 1 {
                let canonical = merger.merge(records)
                merged = canonical.record
                body = canonical.encoded().withUnsafeBufferPointer(compressor.compress)
            }
            try writer.put(StoredCanonical(id: id, memberIds: members, record: merged, body: body))
        }
        try writer.assign(assigned.flatMap { part in part.members.map { (record: $0, canonical: part.id) } })
        for (id, record) in given.lost { try writer.removeCanonical(id, follow: record) }
        try writer.addText(of: assigned.map(\.id))
        try writer.indexTexts()
        for change in given.changes {
            outcome.changes.append((change.kind, change.before, change.after))
            let members = change.clusters.lazy.flatMap { clusters[$0] }
            if account.acting.isEmpty || !members.contains(where: account.acting.contains) {
                try writer.putChange(
                    change.kind, at: account.at, runId: account.runId, before: change.before, after: change.after)
            } else {
                for record in members { outcome.formerIds[record] = formerIds[record] }
            }
        }
        return merges
    }
}

/// Seconds of wall time between laps.
struct Stopwatch {
    private var last = ContinuousClock.now

    mutating func lap() -> Double {
        let now = ContinuousClock.now
        defer { last = now }
        let parts = last.duration(to: now).components
        return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    }
}
