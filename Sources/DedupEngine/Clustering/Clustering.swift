public import Records

/// Joins records over pairs judged the same, strongest evidence first, and never across a contradiction.
public enum Clustering {
    /// - Parameters:
    ///   - count: Records, indices 0..<count.
    ///   - pairs: Scored pairs; only those with verdict `same` join.
    ///   - identity: A number that orders records whatever their index, so that arrival order does not matter.
    ///   - decided: Pairs that a person ruled on. `same` joins before everything else; `different` never joins.
    ///   - contradicts: Whether two records of different clusters forbid joining them. Called for every pair across.
    /// - Returns: Every record in exactly one cluster; members ascending, clusters by their first member.
    /// - Complexity: O(p log p) for p pairs, and one call of `contradicts` for each pair of records joined.
    public static func clusters(
        count: Int, pairs: [ScoredPair], identity: (RecordIndex) -> UInt64,
        decided: [(pair: CandidatePair, ruling: PersonDecision.Ruling)] = [],
        contradicts: (RecordIndex, RecordIndex) -> Bool
    ) -> [Cluster] {
        var members: [[RecordIndex]] = (0..<count).map { [RecordIndex($0)] }
        var home = Array(0..<count)
        let forbidden = Set(decided.lazy.filter { $0.ruling == .different }.map(\.pair))
        let required = Set(decided.lazy.filter { $0.ruling == .same }.map(\.pair))

        func join(_ a: Int, _ b: Int) {
            let (large, small) = members[a].count >= members[b].count ? (a, b) : (b, a)
            for member in members[small] { home[Int(member)] = large }
            members[large].append(contentsOf: members[small])
            members[small] = []
        }
        func mayJoin(_ a: Int, _ b: Int, checking: Bool) -> Bool {
            for x in members[a] {
                for y in members[b] {
                    let pair = CandidatePair(x, y)
                    if !forbidden.isEmpty, forbidden.contains(pair) { return false }
                    if checking, !required.contains(pair), contradicts(x, y) { return false }
                }
            }
            return true
        }
        func order(_ pair: CandidatePair) -> (UInt64, UInt64) {
            let a = identity(pair.a)
            let b = identity(pair.b)
            return (min(a, b), max(a, b))
        }
        for pair in required.sorted(by: { order($0) < order($1) }) {
            let a = home[Int(pair.a)]
            let b = home[Int(pair.b)]
            if a != b, mayJoin(a, b, checking: false) { join(a, b) }
        }
        let strongestFirst = pairs.filter { $0.verdict == .same }
            .map { (pair: $0, order: order($0.pair)) }
            .sorted { x, y in
                x.pair.weight.bits != y.pair.weight.bits
                    ? x.pair.weight.bits > y.pair.weight.bits : x.order < y.order
            }
        for (scored, _) in strongestFirst {
            let a = home[Int(scored.pair.a)]
            let b = home[Int(scored.pair.b)]
            if a != b, mayJoin(a, b, checking: true) { join(a, b) }
        }
        return members.filter { !$0.isEmpty }
            .map { Cluster(members: $0.sorted()) }
            .sorted { $0.members[0] < $1.members[0] }
    }
}

extension Comparator {
    /// Orders records whatever their index.
    public func identity(_ index: RecordIndex) -> UInt64 { table.portraits[Int(index)].identity }

    /// Whether something forbids that two records share a cluster: a veto, or strong evidence against.
    public func contradicts(_ a: RecordIndex, _ b: RecordIndex) -> Bool {
        let scored = score(CandidatePair(a, b))
        return scored.veto != nil || scored.weight.bits <= weights.contradictionBits
    }
}
