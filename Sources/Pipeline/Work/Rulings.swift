internal import Catalog
internal import Records

/// What people decided, made free of contradictions.
///
/// `same` is transitive, also over records that are not here. Every `different` is obeyed. The `same` are taken the oldest
/// first, of two of one second that with the lesser keys; one that would make two records one that are different is left
/// out: so the newest of those that contradict a `different` gives way.
struct Rulings {
    /// A `same` that is left out, and the `different` that it would break.
    struct LeftOut {
        var same: StoredDecision
        var different: DatedDecision
    }

    /// By record id, of records that are here.
    private(set) var pairs: [(a: Int64, b: Int64, ruling: PersonDecision.Ruling)] = []
    private(set) var leftOut: [LeftOut] = []
    /// Records that are the same, by each of them.
    private var companions: [Int64: [Int64]] = [:]

    init(_ decisions: [StoredDecision]) {
        var numbers: [RecordKey: Int] = [:]
        var recordIds: [Int64?] = []
        func number(_ key: RecordKey, _ id: Int64?) -> Int {
            if let known = numbers[key] { return known }
            numbers[key] = recordIds.count
            recordIds.append(id)
            return recordIds.count - 1
        }
        let edges = decisions.map { stored in
            (
                a: number(stored.dated.decision.a, stored.aId), b: number(stored.dated.decision.b, stored.bId),
                stored: stored
            )
        }
        var barriers: [Int: [(other: Int, decision: DatedDecision)]] = [:]
        for edge in edges where edge.stored.dated.decision.ruling == .different {
            barriers[edge.a, default: []].append((edge.b, edge.stored.dated))
            barriers[edge.b, default: []].append((edge.a, edge.stored.dated))
        }
        var members = recordIds.indices.map { [$0] }
        var home = Array(recordIds.indices)
        let oldestFirst = edges.filter { $0.stored.dated.decision.ruling == .same }.sorted { x, y in
            x.stored.dated.decided != y.stored.dated.decided
                ? x.stored.dated.decided < y.stored.dated.decided : x.stored.dated.pair < y.stored.dated.pair
        }
        for edge in oldestFirst {
            let (x, y) = (home[edge.a], home[edge.b])
            if x == y { continue }
            let (large, small) = members[x].count >= members[y].count ? (x, y) : (y, x)
            let broken = members[small].lazy.flatMap { barriers[$0] ?? [] }.filter { home[$0.other] == large }
                .map(\.decision).min { $0.pair < $1.pair }
            if let broken {
                leftOut.append(LeftOut(same: edge.stored, different: broken))
                continue
            }
            for member in members[small] { home[member] = large }
            members[large] += members[small]
            members[small] = []
        }
        var present: [Int: [Int64]] = [:]
        for (number, id) in recordIds.enumerated() {
            if let id { present[home[number], default: []].append(id) }
        }
        for ids in present.values where ids.count > 1 {
            let ids = ids.sorted()
            for (a, b) in zip(ids, ids.dropFirst()) { pairs.append((a, b, .same)) }
            for id in ids { companions[id] = ids }
        }
        for edge in edges where edge.stored.dated.decision.ruling == .different {
            // For one that is not here, one that is the same as it stands.
            guard let a = recordIds[edge.a] ?? present[home[edge.a]]?.min(),
                let b = recordIds[edge.b] ?? present[home[edge.b]]?.min()
            else { continue }
            pairs.append((min(a, b), max(a, b), .different))
        }
        pairs.sort { ($0.a, $0.b) < ($1.a, $1.b) }
    }

    /// The records that chains of `same` pairs and of people's `same` tie to `ids`, and those pairs; both ascending.
    func component(of ids: Set<Int64>, bits: Double, in writer: CatalogWriter) throws -> (
        ids: [Int64], pairs: [CatalogWriter.WeighedPair]
    ) {
        var ids = ids
        while true {
            let found = try writer.component(of: ids.sorted(), bits: bits)
            let tied = Set(found.ids.flatMap { companions[$0] ?? [] }).subtracting(found.ids)
            if tied.isEmpty { return found }
            ids = Set(found.ids).union(tied)
        }
    }

    /// For each record the number of the whole that it is part of: what the engine makes one by itself, and what people join
    /// of these. Empty where nobody joins anything.
    ///
    /// - Parameter engine: Clusters without people's `same`.
    static func wholes(
        count: Int, _ decided: [(pair: CandidatePair, ruling: PersonDecision.Ruling)],
        engine: ([(pair: CandidatePair, ruling: PersonDecision.Ruling)]) -> [[RecordIndex]]
    ) -> [Int] {
        guard decided.contains(where: { $0.ruling == .same }) else { return [] }
        var home = Array(0..<count)
        func find(_ index: Int) -> Int {
            var index = index
            while home[index] != index { index = home[index] }
            return index
        }
        for members in engine(decided.filter { $0.ruling == .different }) {
            for member in members { home[Int(member)] = Int(members[0]) }
        }
        for pair in decided.lazy.filter({ $0.ruling == .same }).map(\.pair) {
            let (a, b) = (find(Int(pair.a)), find(Int(pair.b)))
            home[max(a, b)] = min(a, b)
        }
        return home.indices.map(find)
    }

    /// Keys of the records that chains of `same`, left out or not, tie to those of `changed`.
    static func reach(of changed: [DatedDecision], among decisions: [DatedDecision]) -> Set<RecordKey> {
        var neighbours: [RecordKey: [RecordKey]] = [:]
        for dated in decisions where dated.decision.ruling == .same {
            neighbours[dated.decision.a, default: []].append(dated.decision.b)
            neighbours[dated.decision.b, default: []].append(dated.decision.a)
        }
        var seen = Set(changed.flatMap { [$0.decision.a, $0.decision.b] })
        var queue = Array(seen)
        while let key = queue.popLast() {
            for other in neighbours[key] ?? [] where seen.insert(other).inserted { queue.append(other) }
        }
        return seen
    }
}

extension Rulings.LeftOut {
    var problem: Problem {
        let (same, different) = (same.dated.decision, different.decision)
        return Problem(
            "decisions: \(same.a) and \(same.b) cannot be the same, because \(different.a) and \(different.b) are different",
            place: "catalog: decisions", kept: "the decision, without effect",
            remedy: "`ibid review different \(same.a) \(same.b)`, or `ibid review same \(different.a) \(different.b)`",
            reach: .field)
    }
}
