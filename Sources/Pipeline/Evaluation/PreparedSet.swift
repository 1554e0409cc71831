internal import DedupEngine
internal import Records

/// A labelled set painted, blocked and compared: what any weights are tried on.
struct PreparedSet {
    let set: LabelledSet
    let table: PortraitTable
    let candidates: [CandidatePair]
    /// Those that share a blocking key: more than are compared, so that weights see what is far apart, too.
    let sharingKeys: [CandidatePair]
    let labelled: [CandidatePair: Bool]
    let truePairs: [CandidatePair]
    /// For sets without clusters, the number of the group of labelled pairs that a record is in.
    let pairGroups: [Int]

    init(_ set: LabelledSet, frequencies: FrequencyTable) {
        self.set = set
        var table = PortraitTable(frequencies: frequencies)
        for record in set.records { table.append(record) }
        self.table = table
        sharingKeys = Blocking.pairsSharingKeys(of: table)
        candidates = table.admitted(sharingKeys)
        truePairs = set.truePairs()
        var labelled: [CandidatePair: Bool] = [:]
        for label in set.pairs ?? [] {
            labelled[CandidatePair(RecordIndex(label.a), RecordIndex(label.b))] = label.isMatch
        }
        self.labelled = labelled
        var groups = Array(set.ids.indices)
        func root(_ index: Int) -> Int {
            var index = index
            while groups[index] != index { index = groups[index] }
            return index
        }
        for label in set.pairs ?? [] { groups[root(max(label.a, label.b))] = root(min(label.a, label.b)) }
        pairGroups = set.ids.indices.map(root)
    }

    /// The measures of what weights make of the set.
    func measures(_ weights: WeightTable, policy: MatchingPolicy, jobs: Int) -> (measures: SetMeasures, clusters: [Int])
    {
        let comparator = Comparator(table: table, weights: weights, policy: policy)
        let scored = Clustering.withRivalsUnsure(
            PairScoring.score(candidates, with: comparator, jobs: jobs), isOneSource: comparator.isOneSource)
        let clusters = Clustering.clusters(
            count: table.count, pairs: scored, identity: comparator.identity, certain: comparator.certainBits,
            tellsApart: comparator.sourceTellingApart, affinity: comparator.affinity)
        var predicted = Array(repeating: 0, count: table.count)
        for (number, cluster) in clusters.enumerated() {
            for member in cluster.members { predicted[Int(member)] = number }
        }
        var measures = set.measures(predicted)
        let proposed = Set(candidates)
        measures.missedByBlocking = truePairs.count { !proposed.contains($0) }
        measures.completeness = SetMeasures.Pairs.share(truePairs.count - measures.missedByBlocking, truePairs.count)
        measures.candidateCount = candidates.count
        // Of two clusters a person is asked once, by the likeliest pair.
        var asked: Set<[Int]> = []
        let waiting = scored.filter { $0.verdict == .unsure && predicted[Int($0.pair.a)] != predicted[Int($0.pair.b)] }
        for pair in waiting.sorted(by: { $0.weight != $1.weight ? $0.weight > $1.weight : $0.pair < $1.pair }) {
            guard let isMatch = set.label(of: pair.pair, among: labelled) else { continue }
            measures.unsureCount += 1
            if isMatch { measures.unsureTrue += 1 }
            guard asked.insert([predicted[Int(pair.pair.a)], predicted[Int(pair.pair.b)]].sorted()).inserted else {
                continue
            }
            measures.reviewCount += 1
            if isMatch { measures.reviewTrue += 1 }
        }
        return (measures, predicted)
    }

    /// What the labels teach; suspects teach nothing.
    ///
    /// - Parameter isHeldOut: Whether a record is kept from learning.
    func observations(_ comparator: Comparator, isHeldOut: (Int) -> Bool = { _ in false }) -> [Observation] {
        // Weight of all matches of the set together: large sets would drown small ones, and what hundreds of records of one
        // work say is said once for each other work.
        let works = set.truth.isEmpty ? truePairs.count : Set(truePairs.map { set.truth[Int($0.a)] }).count
        let mass = min(Double(works), 160)
        let doubtful = Set((set.suspects ?? []).map { CandidatePair(RecordIndex($0.a), RecordIndex($0.b)) })
        let weight = min(1, mass / Double(max(1, truePairs.count)))
        return sharingKeys.compactMap { pair in
            guard !doubtful.contains(pair), !isHeldOut(Int(pair.a)), !isHeldOut(Int(pair.b)),
                let isMatch = set.label(of: pair, among: labelled)
            else { return nil }
            return comparator.observation(pair, match: isMatch ? 1 : 0, weight: weight)
        }
    }
}

// MARK: Cross-validation

extension PreparedSet {
    static let foldCount = 5

    /// The fold of a record; records of one true cluster share it.
    func fold(of record: Int) -> Int {
        // Any spread will do that does not follow the order of the file.
        let number = set.truth.isEmpty ? pairGroups[record] : set.truth[record]
        return Int((UInt32(truncatingIfNeeded: number) &* 2_654_435_761) >> 16) % Self.foldCount
    }

    /// The measures where every pair is judged by weights that saw neither of its records' clusters; a false pair across
    /// two folds counts half for each.
    func crossValidated(_ tables: [WeightTable], policy: MatchingPolicy, jobs: Int) -> SetMeasures {
        var measures = SetMeasures(name: set.name, scope: set.scope.rawValue, recordCount: set.ids.count)
        let isTrue = Set(truePairs)
        var halves = 0
        for (fold, table) in tables.enumerated() {
            let (found, predicted) = self.measures(table, policy: policy, jobs: jobs)
            // Blocking does not depend on the weights.
            measures.missedByBlocking = found.missedByBlocking
            measures.completeness = found.completeness
            for pair in truePairs where self.fold(of: Int(pair.a)) == fold {
                if predicted[Int(pair.a)] == predicted[Int(pair.b)] {
                    measures.pairs.truePositives += 1
                } else {
                    measures.pairs.falseNegatives += 1
                }
            }
            for members in Dictionary(grouping: set.ids.indices, by: { predicted[$0] }).values where members.count > 1 {
                for (i, a) in members.enumerated() {
                    for b in members[(i + 1)...] {
                        let held = (self.fold(of: a) == fold ? 1 : 0) + (self.fold(of: b) == fold ? 1 : 0)
                        let pair = CandidatePair(RecordIndex(a), RecordIndex(b))
                        if held > 0, !isTrue.contains(pair), set.label(of: pair, among: labelled) == false {
                            halves += held
                        }
                    }
                }
            }
        }
        measures.pairs.falsePositives = halves / 2
        measures.truePairCount = truePairs.count
        measures.candidateCount = candidates.count
        return measures
    }
}
