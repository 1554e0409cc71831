import Records
import TestSupport
import Testing

@testable import DedupEngine

@Suite("What would have turned a verdict")
struct VerdictTurnTests {
    private static func comparator(
        _ profile: MatchingPolicy.Profile = .balanced, _ change: (inout Record) -> Void
    ) -> Comparator {
        let a = LabelledPair.article
        var b = a
        b.key = RecordKey(source: "scopus", key: "b")
        change(&b)
        var table = PortraitTable()
        table.append(a)
        table.append(b)
        return Comparator(table: table, policy: MatchingPolicy(profile: profile))
    }

    private static let pair = CandidatePair(0, 1)

    @Test("is the contradiction, where nothing else keeps two records apart")
    func contradiction() throws {
        let comparator = Self.comparator { $0.title = "Erratum: " + ($0.title ?? "") }
        #expect(comparator.score(Self.pair).verdict == .different)
        let turns = comparator.turns(of: Self.pair)
        let title = try #require(turns.first { $0.steps.map(\.part) == [.title] })
        #expect(title.verdict == .same)
        #expect(title.veto == nil)
        #expect(!turns.contains { $0.steps.map(\.part) == [.year] })
    }

    @Test("is a type that differs, or its absence")
    func type() throws {
        let comparator = Self.comparator { $0.type = .dataset }
        let turns = comparator.turns(of: Self.pair)
        let type = try #require(turns.first { $0.steps.map(\.part) == [.type] })
        #expect(type.verdict == .same)
        #expect(type.text == "without the type" || type.text == "with the same type")
    }

    @Test("is what agrees, where two records are one; the smallest change stands first")
    func same() {
        let comparator = Self.comparator { $0.container.title = "J Clin Invest" }
        let now = comparator.explain(Self.pair).scored
        #expect(now.verdict == .same)
        let turns = comparator.turns(of: Self.pair)
        #expect(!turns.isEmpty)
        #expect(turns.allSatisfy { $0.verdict != .same && !$0.steps.isEmpty })
        let distances = turns.map { abs($0.bits - now.weight.bits) }
        #expect(distances == distances.sorted())
    }

    @Test("is true: the same change to the records has that verdict")
    func truth() throws {
        for pair in LabelledPair.all {
            var table = PortraitTable()
            table.append(pair.a)
            table.append(pair.b)
            let comparator = Comparator(table: table)
            let now = comparator.explain(Self.pair).scored.verdict
            for turn in comparator.turns(of: Self.pair) where turn.steps.count == 1 {
                var (a, b) = (pair.a, pair.b)
                switch (turn.steps[0].part, turn.steps[0].change) {
                case (.volume, .absent): (a.volume, b.volume) = (nil, nil)
                case (.volume, .equal): b.volume = a.volume
                case (.issue, .absent): (a.issue, b.issue) = (nil, nil)
                case (.issue, .equal): b.issue = a.issue
                case (.type, .absent): (a.type, b.type) = (nil, nil)
                case (.type, .equal): b.type = a.type
                case (.abstract, .absent): (a.abstract, b.abstract) = (nil, nil)
                default: continue
                }
                var changed = PortraitTable()
                changed.append(a)
                changed.append(b)
                let found = Comparator(table: changed).explain(Self.pair).scored
                #expect(found.verdict == turn.verdict, "\(pair.name): \(turn.text)")
                #expect(found.verdict != now, "\(pair.name): \(turn.text)")
                #expect(abs(found.weight.bits - turn.bits) < 0.001, "\(pair.name): \(turn.text)")
            }
        }
    }
}
