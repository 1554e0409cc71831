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

    /// Records of which all pairs are held at once.
    private static let mostRecords = 4 << 20

    /// In how many rounds the pairs of so many records are made and compared: each takes a share of the blocking keys, so
    /// that memory holds the pairs of one round.
    static func roundCount(records: Int) -> Int {
        var rounds = 1
        while records > rounds * mostRecords { rounds *= 2 }
        return rounds
    }

    /// Scores all pairs of a table's records that share a blocking key.
    ///
    /// - Parameter rounds: A power of two. A pair that shares keys of two rounds is compared in both.
    static func score(_ comparator: Comparator, rounds: Int, jobs: Int) -> Outcome {
        var outcome = Outcome()
        var clock = Stopwatch()
        for round in 0..<rounds {
            let pairs = candidatePairs(of: comparator.table, round: round, of: rounds, jobs: jobs)
            outcome.blockingSeconds += clock.lap()
            let found = score(pairs, recordCount: comparator.table.count, with: comparator, jobs: jobs)
            outcome.scored += found.scored
            outcome.comparisons += found.count
            outcome.comparisonSeconds += clock.lap()
        }
        if rounds > 1 {
            outcome.scored.sort { $0.pair < $1.pair }
            var distinct: [ScoredPair] = []
            for scored in outcome.scored where distinct.last?.pair != scored.pair { distinct.append(scored) }
            outcome.scored = distinct
            outcome.comparisonSeconds += clock.lap()
        }
        return outcome
    }

    /// All pairs of a table's records that share a blocking key, or one of a round's.
    static func candidatePairs(of table: PortraitTable, round: Int = 0, of rounds: Int = 1, jobs: Int) -> PairList {
        let count = max(rounds, Blocking.partCount(of: table, jobs: jobs * rounds))
        return PairList(
            parts: shares(count / rounds, jobs: jobs) {
                Blocking.packedPairs(of: table, part: $0 * rounds + round, partCount: count)
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
