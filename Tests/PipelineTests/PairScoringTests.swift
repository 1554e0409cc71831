import DedupEngine
import Records
import TestSupport
import Testing

@testable import Pipeline

@Suite("Scoring many pairs")
struct PairScoringTests {
    @Test(
        "keeps what comparing every field would keep, with the same weight",
        arguments: MatchingPolicy.Versions.allCases, MatchingPolicy.Profile.allCases)
    func bounds(versions: MatchingPolicy.Versions, profile: MatchingPolicy.Profile) throws {
        var table = PortraitTable()
        for pair in try LabelledPairs.all() {
            let (a, b) = try pair.records()
            table.append(a)
            table.append(b)
        }
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
}
