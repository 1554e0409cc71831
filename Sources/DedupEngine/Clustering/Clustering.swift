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
    ///   - tellsApart: The source that lists both records as two things, 0 for none. What two sources tell apart stays so.
    /// - Returns: Every record in exactly one cluster; members ascending, clusters by their first member.
    /// - Complexity: O(p log p) for p pairs, and one call of `affinity` for each pair of records joined.
    public static func clusters(
        count: Int, pairs: [ScoredPair], identity: (RecordIndex) -> UInt64,
        decided: [(pair: CandidatePair, ruling: PersonDecision.Ruling)] = [],
        tellsApart: (RecordIndex, RecordIndex) -> UInt32 = { _, _ in 0 },
        affinity: (RecordIndex, RecordIndex) -> Double?
    ) -> [Cluster] {
        let numbers = numbers(
            count: count, pairs: pairs, identity: identity, decided: decided, tellsApart: tellsApart, affinity: affinity
        )
        var clusters: [Cluster] = []
        for (index, number) in numbers.enumerated() {
            if Int(number) == clusters.count {
                clusters.append(Cluster(members: [RecordIndex(index)]))
            } else {
                clusters[Int(number)].members.append(RecordIndex(index))
            }
        }
        return clusters
    }

    /// As `clusters`: for each record the number of its cluster, clusters being numbered by their first member.
    ///
    /// Sixteen bytes a record while it works, and no heap object for any of them.
    public static func numbers(
        count: Int, pairs: [ScoredPair], identity: (RecordIndex) -> UInt64,
        decided: [(pair: CandidatePair, ruling: PersonDecision.Ruling)] = [],
        tellsApart: (RecordIndex, RecordIndex) -> UInt32 = { _, _ in 0 },
        affinity: (RecordIndex, RecordIndex) -> Double?
    ) -> [UInt32] {
        var groups = Groups(count: count)
        let forbidden = Set(decided.lazy.filter { $0.ruling == .different }.map(\.pair))
        let required = Set(decided.lazy.filter { $0.ruling == .same }.map(\.pair))

        func mayJoin(_ a: RecordIndex, _ b: RecordIndex, checking: Bool) -> Bool {
            var sum = 0.0
            var isSafe = true
            var teller: UInt32 = 0
            for x in groups.members(of: a) where isSafe {
                for y in groups.members(of: b) {
                    let pair = CandidatePair(x, y)
                    if !forbidden.isEmpty, forbidden.contains(pair) { return false }
                    if !checking { continue }
                    if !required.isEmpty, required.contains(pair) {
                        sum += 8
                    } else if let bits = affinity(x, y) {
                        sum += bits
                        let source = tellsApart(x, y)
                        if source != 0 {
                            if teller != 0, teller != source {
                                isSafe = false
                                break
                            }
                            teller = source
                        }
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
        func joinIfAllowed(_ pair: CandidatePair, checking: Bool) {
            let a = groups.head(of: pair.a)
            let b = groups.head(of: pair.b)
            if a != b, mayJoin(a, b, checking: checking) { groups.join(a, b) }
        }
        for pair in required.sorted(by: { order($0) < order($1) }) { joinIfAllowed(pair, checking: false) }
        var strongestFirst: [(bits: Double, order: (UInt64, UInt64), pair: CandidatePair)] = []
        for scored in pairs where scored.verdict == .same {
            strongestFirst.append((scored.weight.bits, order(scored.pair), scored.pair))
        }
        strongestFirst.sort { x, y in x.bits != y.bits ? x.bits > y.bits : x.order < y.order }
        for link in strongestFirst { joinIfAllowed(link.pair, checking: true) }
        return groups.numbers()
    }
}

/// Records in groups: each record points to its group's first one and to the one behind it.
private struct Groups {
    private var heads: [RecordIndex]
    private var nexts: [RecordIndex]
    /// Of a group's head: its last record, and how many there are.
    private var tails: [RecordIndex]
    private var sizes: [UInt32]

    private static let none = RecordIndex.max

    init(count: Int) {
        heads = (0..<count).map { RecordIndex($0) }
        nexts = Array(repeating: Self.none, count: count)
        tails = heads
        sizes = Array(repeating: 1, count: count)
    }

    func head(of record: RecordIndex) -> RecordIndex { heads[Int(record)] }

    /// Records of a group in the order in which they came to it.
    func members(of head: RecordIndex) -> Members { Members(nexts: nexts, record: head) }

    struct Members: Sequence, IteratorProtocol {
        let nexts: [RecordIndex]
        var record: RecordIndex

        mutating func next() -> RecordIndex? {
            if record == Groups.none { return nil }
            defer { record = nexts[Int(record)] }
            return record
        }
    }

    /// Puts the smaller of two groups behind the larger, or the second behind the first.
    mutating func join(_ a: RecordIndex, _ b: RecordIndex) {
        let (large, small) = sizes[Int(a)] >= sizes[Int(b)] ? (a, b) : (b, a)
        var member = small
        while member != Self.none {
            heads[Int(member)] = large
            member = nexts[Int(member)]
        }
        nexts[Int(tails[Int(large)])] = small
        tails[Int(large)] = tails[Int(small)]
        sizes[Int(large)] += sizes[Int(small)]
    }

    /// For each record the number of its group, by the order of their smallest records.
    func numbers() -> [UInt32] {
        var numberOfHead = Array(repeating: Self.none, count: heads.count)
        var count: UInt32 = 0
        return heads.map { head in
            if numberOfHead[Int(head)] == Self.none {
                numberOfHead[Int(head)] = count
                count += 1
            }
            return numberOfHead[Int(head)]
        }
    }
}

extension Comparator {
    /// Orders records whatever their index.
    public func identity(_ index: RecordIndex) -> UInt64 { table.portraits[Int(index)].identity }

    /// The source that lists both records, in two years and in two containers; 0 where there is none. What two sources list
    /// so is a paper and the article it grew into, whatever else agrees; manuscripts are kept elsewhere than they appear.
    public func sourceTellingApart(_ a: RecordIndex, _ b: RecordIndex) -> UInt32 {
        let x = table.portraits[Int(a)]
        let y = table.portraits[Int(b)]
        guard x.source != 0, x.source == y.source, x.year != 0, y.year != 0, x.year != y.year else { return 0 }
        let container = containerLevel(x, y)
        let isElsewhere = container == .overlaps || container == .differs || container == .kindsDiffer
        return isElsewhere ? x.source : 0
    }

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
        // Of a pair that tells neither year nor place, others of the two clusters know more.
        let lacksYear = levels[.venue] % YearLevel.allCases.count == YearLevel.missing.rawValue
        let lacksPlace = levels[.together] % 3 == PlaceComparison.Summary.unknown.rawValue
        // A pair a little below the threshold does not speak against others that are far above it.
        return max(-8, min(lacksYear && lacksPlace ? 0.25 : 8, bits - same + 1.5))
    }
}
