import DedupEngine
import Records
import TestSupport
import Testing

@testable import Pipeline

@Suite("Scoring many pairs")
struct PairScoringTests {
    /// Every record of the labelled pairs, those of one pair side by side.
    private static let table: PortraitTable = {
        var table = PortraitTable()
        for pair in (try? LabelledPairs.all()) ?? [] {
            guard let (a, b) = try? pair.records() else { continue }
            table.append(a)
            table.append(b)
        }
        return table
    }()

    @Test(
        "keeps what comparing every field would keep, with the same weight",
        arguments: MatchingPolicy.Versions.allCases, MatchingPolicy.Profile.allCases)
    func bounds(versions: MatchingPolicy.Versions, profile: MatchingPolicy.Profile) {
        let table = Self.table
        #expect(table.count > 600)
        var random = SeededGenerator(seed: 7)
        let count = RecordIndex(table.count)
        var pairs = stride(from: 0, to: count - 1, by: 2).map { CandidatePair($0, $0 + 1) }
        while pairs.count < 4000 {
            let a = RecordIndex.random(in: 0..<count, using: &random)
            // Pairs of one kind lie near one another and resemble each other more.
            let b = RecordIndex(Int.random(in: max(0, Int(a) - 30)...min(Int(count) - 1, Int(a) + 30), using: &random))
            if a != b { pairs.append(CandidatePair(a, b)) }
        }
        let comparator = Comparator(table: table, policy: MatchingPolicy(versions: versions, profile: profile))
        let whole = pairs.map(comparator.score).filter { $0.verdict != .different }
        #expect(whole.count > 200)
        var kept: [ScoredPair] = []
        comparator.scoreUnlessDifferent(pairs, into: &kept)
        #expect(kept == whole)
        #expect(PairScoring.score(pairs, with: comparator, jobs: 3) == whole)
    }

    @Test("gives the same pairs in one round and in many, on one thread and on several", arguments: [1, 2, 8], [1, 3])
    func rounds(count: Int, jobs: Int) {
        let table = Self.table
        #expect(table.count > 600)
        let comparator = Comparator(table: table)
        let plain = PairScoring.score(Blocking.candidatePairs(of: table), with: comparator, jobs: 1)
        let found = PairScoring.score(comparator, rounds: count, jobs: jobs)
        #expect(found.scored == plain)
        #expect(found.comparisons == PairScoring.score(comparator, rounds: count, jobs: 1).comparisons)
    }

    @Test("takes more rounds the more records there are", arguments: [(0, 1), (4 << 20, 1), (10_000_000, 4)])
    func roundCount(records: Int, rounds: Int) { #expect(PairScoring.roundCount(records: records) == rounds) }
}
