internal import DedupEngine
internal import Dispatch
internal import Records
internal import Synchronization

/// Scores many pairs on several threads; the result does not depend on how many.
enum PairScoring {
    /// All pairs of a table's records that share a blocking key, ascending and distinct.
    static func candidatePairs(of table: PortraitTable, jobs: Int) -> [CandidatePair] {
        let count = Blocking.partCount(of: table, jobs: jobs)
        let results = Mutex<[UInt64]>([])
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { _ in
            while true {
                let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard part < count else { return }
                let packed = Blocking.packedPairs(of: table, part: part, partCount: count)
                results.withLock { $0 += packed }
            }
        }
        return Blocking.pairs(results.withLock { $0 })
    }

    /// - Returns: The pairs that are the same or unsure, in the order of `pairs`.
    static func score(_ pairs: [CandidatePair], with comparator: Comparator, jobs: Int) -> [ScoredPair] {
        let size = 4096
        let count = (pairs.count + size - 1) / size
        if jobs <= 1 || count <= 1 { return pairs.lazy.map(comparator.score).filter { $0.verdict != .different } }
        let results = Mutex<[Int: [ScoredPair]]>([:])
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(jobs, count)) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                let slice = pairs[(index * size)..<min(pairs.count, (index + 1) * size)]
                let scored = slice.map(comparator.score).filter { $0.verdict != .different }
                results.withLock { $0[index] = scored }
            }
        }
        return results.withLock { results in (0..<count).flatMap { results[$0] ?? [] } }
    }
}
