public import Records

/// Joins records over pairs judged the same, strongest evidence first, and never across a contradiction.
public enum Clustering {
    /// - Parameters:
    ///   - count: Records, indices 0..<count.
    ///   - pairs: Scored pairs; only those with verdict `same` join.
    ///   - identity: A number that orders records whatever their index, so that arrival order does not matter.
    ///   - decided: Pairs that a person ruled on. `same` joins before everything else; `different` never joins.
    ///   - affinity: Evidence in bits that two records share a cluster; nil where something forbids it. Called for every
    ///     pair across two clusters: they join where their sum is not against it.
    /// - Returns: Every record in exactly one cluster; members ascending, clusters by their first member.
    /// - Complexity: O(p log p) for p pairs, and one call of `affinity` for each pair of records joined.
    public static func clusters(
        count: Int, pairs: [ScoredPair], identity: (RecordIndex) -> UInt64,
        decided: [(pair: CandidatePair, ruling: PersonDecision.Ruling)] = [],
        affinity: (RecordIndex, RecordIndex) -> Double?
    ) -> [Cluster] {
        // Most records match nothing: only the others get a place.
        var members: [[RecordIndex]] = []
        var home = Array(repeating: Int32(-1), count: count)
        func place(_ index: RecordIndex) -> Int {
            if home[Int(index)] < 0 {
                home[Int(index)] = Int32(members.count)
                members.append([index])
            }
            return Int(home[Int(index)])
        }
        let forbidden = Set(decided.lazy.filter { $0.ruling == .different }.map(\.pair))
        let required = Set(decided.lazy.filter { $0.ruling == .same }.map(\.pair))

        func join(_ a: Int, _ b: Int) {
            let (large, small) = members[a].count >= members[b].count ? (a, b) : (b, a)
            for member in members[small] { home[Int(member)] = Int32(large) }
            members[large].append(contentsOf: members[small])
            members[small] = []
        }
        func mayJoin(_ a: Int, _ b: Int, checking: Bool) -> Bool {
            var sum = 0.0
            var isSafe = true
            for x in members[a] where isSafe {
                for y in members[b] {
                    let pair = CandidatePair(x, y)
                    if !forbidden.isEmpty, forbidden.contains(pair) { return false }
                    if !checking { continue }
                    if !required.isEmpty, required.contains(pair) {
                        sum += 8
                    } else if let bits = affinity(x, y) {
                        sum += bits
                    } else {
                        isSafe = false
                        break
                    }
                }
            }
            return isSafe && sum >= 0
        }
        func order(_ pair: CandidatePair) -> (UInt64, UInt64) {
            let a = identity(pair.a)
            let b = identity(pair.b)
            return (min(a, b), max(a, b))
        }
        for pair in required.sorted(by: { order($0) < order($1) }) {
            let a = place(pair.a)
            let b = place(pair.b)
            if a != b, mayJoin(a, b, checking: false) { join(a, b) }
        }
        let strongestFirst = pairs.filter { $0.verdict == .same }
            .map { (pair: $0, order: order($0.pair)) }
            .sorted { x, y in
                x.pair.weight.bits != y.pair.weight.bits
                    ? x.pair.weight.bits > y.pair.weight.bits : x.order < y.order
            }
        for (scored, _) in strongestFirst {
            let a = place(scored.pair.a)
            let b = place(scored.pair.b)
            if a != b, mayJoin(a, b, checking: true) { join(a, b) }
        }
        var clusters: [Cluster] = []
        for index in 0..<count {
            let place = home[index]
            if place < 0 {
                clusters.append(Cluster(members: [RecordIndex(index)]))
            } else if !members[Int(place)].isEmpty {
                // Reached first by its smallest member.
                clusters.append(Cluster(members: members[Int(place)].sorted()))
                members[Int(place)] = []
            }
        }
        return clusters
    }
}

extension Comparator {
    /// Orders records whatever their index.
    public func identity(_ index: RecordIndex) -> UInt64 { table.portraits[Int(index)].identity }

    /// Evidence that two records share a cluster, within bounds, so that no pair outweighs all others; nil where
    /// something forbids it.
    ///
    /// What one source lists twice under a common title is rarely one thing: such records share a cluster only where they
    /// match well themselves.
    public func affinity(_ a: RecordIndex, _ b: RecordIndex) -> Double? {
        let x = table.portraits[Int(min(a, b))]
        let y = table.portraits[Int(max(a, b))]
        if plainContradiction(x, y) != nil { return nil }
        let levels = self.levels(x, y)
        let bits = weights.bits(of: levels)
        if bits <= weights.contradictionBits || contradiction(x, y, levels) != nil { return nil }
        let same = weights.thresholds(of: policy.profile).same
        if x.source != 0, x.source == y.source, levels[.title] % Rarity.count == 0, bits < same + 3 { return nil }
        // A pair a little below the threshold does not speak against others that are far above it.
        return max(-8, min(8, bits - same + 1.5))
    }
}
