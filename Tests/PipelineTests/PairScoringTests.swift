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

    @Test("gives the same pairs on one thread and on several", arguments: [1, 3])
    func threads(jobs: Int) {
        let table = Self.table
        #expect(table.count > 600)
        let comparator = Comparator(table: table)
        let candidates = Blocking.candidatePairs(of: table)
        let found = PairScoring.score(comparator, jobs: jobs)
        #expect(found.scored == PairScoring.score(candidates, with: comparator, jobs: 1))
        #expect(found.comparisons == candidates.count)
    }
}

@Suite("A glance at two records")
struct SketchTests {
    private static func table(_ pairs: [LabelledPairs.Pair]) throws -> PortraitTable {
        var table = PortraitTable()
        for pair in pairs {
            let (a, b) = try pair.records()
            table.append(a)
            table.append(b)
        }
        return table
    }

    @Test("leaves out of pairs that share a key those that it tells apart, wherever they are made")
    func oneRule() throws {
        let table = try Self.table(try LabelledPairs.all())
        let sharing = Blocking.pairsSharingKeys(of: table)
        let admitted = sharing.filter(table.admits)
        #expect(Blocking.candidatePairs(of: table) == admitted)
        #expect(table.admitted(sharing) == admitted)
        #expect(admitted.count < sharing.count)
        for pair in admitted { #expect(table.isCandidate(pair)) }
    }

    @Test("takes nothing that a comparison would keep", arguments: MatchingPolicy.Versions.allCases)
    func keepsWhatCounts(versions: MatchingPolicy.Versions) throws {
        let table = try Self.table(try LabelledPairs.all())
        let comparator = Comparator(
            table: table, policy: MatchingPolicy(versions: versions, profile: .sensitive))
        let kept = PairScoring.score(Blocking.pairsSharingKeys(of: table), with: comparator, jobs: 2)
        #expect(kept.count > 150)
        #expect(kept.filter { !table.admits($0.pair) }.isEmpty)
    }

    @Test(
        "takes nothing of the labelled sets either", .enabled(if: AccuracyTests.sets != nil, "skipped: no shared data"))
    func keepsWhatCountsOfSets() throws {
        let root = try #require(AccuracyTests.sets)
        for name in ["sra_stroke", "sra2_tafenoquine", "dblp_acm", "fuzzycat_pairs", "mis_quarterly"] {
            let set = PreparedSet(
                try LabelledSet(folder: "\(root)/\(name)"), frequencies: WeightTable.shipped.frequencies)
            let comparator = Comparator(
                table: set.table, policy: MatchingPolicy(versions: .merge, profile: .balanced))
            let kept = PairScoring.score(set.sharingKeys, with: comparator, jobs: 2)
            #expect(!kept.isEmpty)
            #expect(kept.filter { !set.table.admits($0.pair) }.count == 0, "\(name)")
        }
    }

    @Test("does not depend on which record comes first")
    func symmetry() throws {
        let pairs = try LabelledPairs.all()
        let table = try Self.table(pairs)
        for place in stride(from: 0, to: table.count, by: 2) {
            let (a, b) = (RecordIndex(place), RecordIndex(place + 1))
            var turned = PortraitTable()
            let (x, y) = try pairs[place / 2].records()
            turned.append(y)
            turned.append(x)
            #expect(table.admits(CandidatePair(a, b)) == turned.admits(CandidatePair(0, 1)))
        }
    }
}
