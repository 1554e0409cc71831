import DedupEngine
import Records
import TestSupport
import Testing

@Suite("Clustering")
struct ClusteringTests {
    static func scored(_ a: RecordIndex, _ b: RecordIndex, _ bits: Double) -> ScoredPair {
        ScoredPair(pair: CandidatePair(a, b), weight: MatchWeight(bits: bits), verdict: .same)
    }

    @Test("does not let a weak chain join what a contradiction parts")
    func weakChain() {
        let clusters = Clustering.clusters(
            count: 3, pairs: [Self.scored(0, 1, 20), Self.scored(1, 2, 8)], identity: { UInt64($0) },
            affinity: { CandidatePair($0, $1) == CandidatePair(0, 2) ? nil : 8 })
        #expect(clusters.map(\.members) == [[0, 1], [2]])
    }

    @Test("does not let one strong pair outweigh all others between two clusters")
    func oneStrongPair() {
        let clusters = Clustering.clusters(
            count: 4, pairs: [Self.scored(0, 1, 20), Self.scored(2, 3, 20), Self.scored(1, 2, 15)],
            identity: { UInt64($0) },
            affinity: {
                [CandidatePair(0, 1), CandidatePair(2, 3), CandidatePair(1, 2)].contains(CandidatePair($0, $1)) ? 8 : -4
            })
        #expect(clusters.map(\.members) == [[0, 1], [2, 3]])
    }

    @Test("keeps apart what two sources list as two, not what one does")
    func twoTellers() {
        func clusters(_ sources: [UInt32]) -> [[RecordIndex]] {
            Clustering.clusters(
                count: 4, pairs: [Self.scored(0, 1, 20), Self.scored(2, 3, 20), Self.scored(1, 3, 9)],
                identity: { UInt64($0) },
                tellsApart: {
                    CandidatePair($0, $1) == CandidatePair(0, 2)
                        ? sources[0] : CandidatePair($0, $1) == CandidatePair(1, 3) ? sources[1] : 0
                }, affinity: { _, _ in 2 }
            ).map(\.members)
        }
        #expect(clusters([7, 9]) == [[0, 1], [2, 3]])
        #expect(clusters([7, 7]).count == 1)
        #expect(clusters([7, 0]).count == 1)
    }

    @Test("leaves to people what chance would decide: two of one source that match a third equally well")
    func rivals() {
        func verdicts(_ pairs: [ScoredPair], isOneSource: Bool = true) -> [Verdict] {
            Clustering.withRivalsUnsure(pairs) { _, _ in isOneSource }.map(\.verdict)
        }
        let close = [Self.scored(0, 1, 6), Self.scored(0, 2, 6.3)]
        #expect(verdicts(close) == [.unsure, .unsure])
        #expect(verdicts(close, isOneSource: false) == [.same, .same])
        #expect(verdicts(close + [Self.scored(1, 2, 3)]) == [.same, .same, .same])
        #expect(verdicts([Self.scored(0, 1, 6), Self.scored(0, 2, 9)]) == [.same, .same])
    }

    @Test("obeys a person's ruling over every weight")
    func personRules() {
        let clusters = Clustering.clusters(
            count: 4, pairs: [Self.scored(0, 1, 40)], identity: { UInt64($0) },
            decided: [(CandidatePair(0, 1), .different), (CandidatePair(2, 3), .same)], affinity: { _, _ in nil })
        #expect(clusters.map(\.members) == [[0], [1], [2, 3]])
    }

    @Test("gives the same clusters whatever the order of records and pairs", arguments: 0..<40)
    func orderDoesNotMatter(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        let count = 12
        let pairs = (0..<20).map { _ in
            (
                Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random),
                Double(Int.random(in: 5...12, using: &random))
            )
        }.filter { $0.0 != $0.1 }
        let forbidden = Set(
            (0..<6).map { _ in
                CandidatePair(
                    RecordIndex.random(in: 0..<12, using: &random), RecordIndex.random(in: 0..<12, using: &random))
            })
        func run(_ place: [Int]) -> Set<Set<Int>> {
            var back = Array(repeating: 0, count: count)
            for (record, index) in place.enumerated() { back[index] = record }
            let clusters = Clustering.clusters(
                count: count,
                pairs: pairs.map { Self.scored(RecordIndex(place[$0.0]), RecordIndex(place[$0.1]), $0.2) }.shuffled(
                    using: &random),
                identity: { UInt64(back[Int($0)]) },
                affinity: {
                    forbidden.contains(CandidatePair(RecordIndex(back[Int($0)]), RecordIndex(back[Int($1)]))) ? nil : 1
                })
            return Set(clusters.map { Set($0.members.map { back[Int($0)] }) })
        }
        let plain = run(Array(0..<count))
        for _ in 0..<4 { #expect(run(Array(0..<count).shuffled(using: &random)) == plain) }
    }

    @Test("joins certain pairs without another look as it would with one", arguments: 0..<40)
    func certain(seed: Int) {
        var random = SeededGenerator(seed: UInt64(seed))
        var bits: [CandidatePair: Double] = [:]
        for _ in 0..<24 {
            let a = RecordIndex.random(in: 0..<12, using: &random)
            let b = RecordIndex.random(in: 0..<12, using: &random)
            if a != b { bits[CandidatePair(a, b)] = Double(Int.random(in: 1...9, using: &random)) }
        }
        let pairs = bits.sorted { $0.key < $1.key }.map { Self.scored($0.key.a, $0.key.b, $0.value) }
        func run(_ certain: Double) -> [Cluster] {
            Clustering.clusters(
                count: 12, pairs: pairs, identity: { UInt64($0) }, certain: certain,
                affinity: { a, b in
                    let known = bits[CandidatePair(a, b)] ?? -1
                    return known >= 5 ? known : known < 3 ? nil : known - 4
                })
        }
        #expect(run(5) == run(.infinity))
    }
}
