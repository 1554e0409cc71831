internal import DedupEngine
internal import Records

/// A labelled set painted, blocked and compared: what any weights are tried on.
struct PreparedSet {
    let set: LabelledSet
    let table: PortraitTable
    let candidates: [CandidatePair]
    let labelled: [CandidatePair: Bool]
    let truePairs: [CandidatePair]

    init(_ set: LabelledSet, frequencies: FrequencyTable) {
        self.set = set
        var table = PortraitTable(frequencies: frequencies)
        for record in set.records { table.append(record) }
        self.table = table
        candidates = Blocking.candidatePairs(of: table)
        truePairs = set.truePairs()
        var labelled: [CandidatePair: Bool] = [:]
        for label in set.pairs ?? [] {
            labelled[CandidatePair(RecordIndex(label.a), RecordIndex(label.b))] = label.isMatch
        }
        self.labelled = labelled
    }

    /// The measures of what weights make of the set.
    func measures(_ weights: WeightTable, policy: MatchingPolicy, jobs: Int) -> (SetMeasures, clusters: [Int]) {
        let comparator = Comparator(table: table, weights: weights, policy: policy)
        let scored = PairScoring.score(candidates, with: comparator, jobs: jobs)
        let clusters = Clustering.clusters(
            count: table.count, pairs: scored, identity: comparator.identity, affinity: comparator.affinity)
        var predicted = Array(repeating: 0, count: table.count)
        for (number, cluster) in clusters.enumerated() {
            for member in cluster.members { predicted[Int(member)] = number }
        }
        var measures = set.measures(predicted)
        let proposed = Set(candidates)
        measures.missedByBlocking = truePairs.count { !proposed.contains($0) }
        measures.completeness = SetMeasures.Pairs.share(truePairs.count - measures.missedByBlocking, truePairs.count)
        measures.candidateCount = candidates.count
        for pair in scored where pair.verdict == .unsure && predicted[Int(pair.pair.a)] != predicted[Int(pair.pair.b)] {
            guard let isMatch = set.label(of: pair.pair, among: labelled) else { continue }
            measures.unsureCount += 1
            if isMatch { measures.unsureTrue += 1 }
        }
        return (measures, predicted)
    }

    /// What the labels teach; suspects teach nothing.
    ///
    /// - Parameters:
    ///   - mass: Weight of all matches of the set together: large sets would drown small ones.
    ///   - isHeldOut: Whether a record is kept from learning.
    func observations(_ comparator: Comparator, mass: Double, isHeldOut: (Int) -> Bool = { _ in false })
        -> [Observation]
    {
        let doubtful = Set((set.suspects ?? []).map { CandidatePair(RecordIndex($0.a), RecordIndex($0.b)) })
        let weight = min(1, mass / Double(max(1, truePairs.count)))
        return candidates.compactMap { pair in
            guard !doubtful.contains(pair), !isHeldOut(Int(pair.a)), !isHeldOut(Int(pair.b)),
                let isMatch = set.label(of: pair, among: labelled)
            else { return nil }
            return comparator.observation(pair, match: isMatch ? 1 : 0, weight: weight)
        }
    }
}
