internal import DedupEngine
internal import Dispatch
internal import Records
internal import Synchronization

/// Scores many pairs on several threads; the result does not depend on how many.
enum PairScoring {
    /// What became of all pairs of a table.
    struct Outcome {
        /// The pairs that are the same or unsure, ascending and distinct.
        var scored: [ScoredPair] = []
        var comparisons = 0
        /// Of wall time.
        var blockingSeconds = 0.0
        var comparisonSeconds = 0.0
    }

    /// Scores all candidate pairs of a table's records.
    static func score(_ comparator: Comparator, jobs: Int) -> Outcome {
        var outcome = Outcome()
        var clock = Stopwatch()
        let pairs = candidatePairs(of: comparator.table, jobs: jobs)
        outcome.blockingSeconds = clock.lap()
        let found = score(pairs, recordCount: comparator.table.count, with: comparator, jobs: jobs)
        outcome.scored = found.scored
        outcome.comparisons = found.count
        outcome.comparisonSeconds = clock.lap()
        return outcome
    }

    /// All pairs of a table's records that share a blocking key and that a glance does not tell apart.
    static func candidatePairs(of table: PortraitTable, jobs: Int) -> PairList {
        let size = 1 << 16
        let sketches = shares((table.count + size - 1) / size, jobs: jobs) { share in
            table.sketches((share * size)..<min(table.count, (share + 1) * size))
        }
        return pairs(of: table, sketches: PortraitTable.Sketches(sketches), jobs: jobs)
    }

    /// All pairs of a table's records that share a blocking key: weights are learned from them.
    static func pairsSharingKeys(of table: PortraitTable, jobs: Int) -> PairList {
        pairs(of: table, sketches: nil, jobs: jobs)
    }

    private static func pairs(of table: PortraitTable, sketches: PortraitTable.Sketches?, jobs: Int) -> PairList {
        let count = Blocking.partCount(of: table, jobs: jobs)
        return PairList(
            parts: shares(count, jobs: jobs) {
                Blocking.packedPairs(of: table, sketches: sketches, part: $0, partCount: count)
            })
    }

    /// - Returns: The pairs that are the same or unsure, in the order of `pairs`.
    static func score(_ pairs: [CandidatePair], with comparator: Comparator, jobs: Int) -> [ScoredPair] {
        let size = 4096
        return shares((pairs.count + size - 1) / size, jobs: jobs) { share in
            var kept: [ScoredPair] = []
            comparator.scoreUnlessDifferent(
                Array(pairs[(share * size)..<min(pairs.count, (share + 1) * size)]), into: &kept)
            return kept
        }.flatMap { $0 }
    }

    /// As `score`, of the pairs of `recordCount` records.
    ///
    /// - Returns: How many pairs there are, besides.
    static func score(
        _ pairs: PairList, recordCount: Int, with comparator: Comparator, jobs: Int
    ) -> (scored: [ScoredPair], count: Int) {
        let size = 1024
        let scored = shares((recordCount + size - 1) / size, jobs: jobs) { share in
            var kept: [ScoredPair] = []
            let pairs = pairs.pairs(inRecords: (share * size)..<min(recordCount, (share + 1) * size))
            comparator.scoreUnlessDifferent(pairs, into: &kept)
            return (kept: kept, count: pairs.count)
        }
        return (scored.flatMap(\.kept), scored.reduce(0) { $0 + $1.count })
    }

    /// What levels the pairs of `recordCount` records show.
    static func tally(
        _ pairs: PairList, recordCount: Int, with comparator: Comparator, jobs: Int
    ) -> EvidenceTally {
        let size = 1024
        let parts = shares((recordCount + size - 1) / size, jobs: jobs) { share in
            var tally = EvidenceTally()
            tally.add(
                pairs.pairs(inRecords: (share * size)..<min(recordCount, (share + 1) * size)), of: comparator)
            return tally
        }
        return parts.reduce(into: EvidenceTally()) { $0.add($1) }
    }

    /// What `work` makes of 0..<count, in that order; several threads take share after share.
    private static func shares<Result: Sendable>(
        _ count: Int, jobs: Int, _ work: @Sendable (Int) -> Result
    ) -> [Result] {
        if jobs <= 1 || count <= 1 { return (0..<count).map(work) }
        let results = Mutex<[Int: Result]>([:])
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { _ in
            while true {
                let share = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard share < count else { return }
                let result = work(share)
                results.withLock { $0[share] = result }
            }
        }
        return results.withLock { results in (0..<count).compactMap { results[$0] } }
    }
}
