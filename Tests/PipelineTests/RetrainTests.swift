import Catalog
import Foundation
import Records
import TestSupport
import Testing

@testable import DedupEngine
@testable import Pipeline

@Suite("A catalog that makes its own weights", .serialized)
struct RetrainTests {
    private static func retrain(
        _ library: Library, _ weights: MatchingChange.Weights = .learned, profile: String? = nil, isDry: Bool = false
    ) throws -> RetrainOutcome {
        try library.house.retrain(MatchingChange(weights: weights, profile: profile), isDry: isDry, jobs: 2)
    }

    private static func words(_ library: Library) throws -> [String] {
        try library.house.matchingWords().map(\.value)
    }

    @Test("keeps clusters, ids and decisions of what is plain, and goes back to the shipped table")
    func roundTrip() async throws {
        try await Library.with { library in
            _ = try library.house.split("10.5555/owl", ["embase:owl"])
            _ = try library.house.merge(["wos:fox", "crossref:bee"])
            let (ids, dump, decisions) = (try library.ids(), try library.dump(), try library.decisions())
            let shipped = WeightTable.shipped.version
            #expect(try Self.words(library) == [shipped, "ibid", "balanced"])

            let learned = try Self.retrain(library)
            #expect(learned.before.weights == shipped && learned.after.weights != shipped)
            #expect(learned.sample?.records == 11)
            #expect(learned.sample?.decisions ?? 0 >= 2)
            #expect(try library.ids() == ids)
            #expect(try library.decisions() == decisions)
            #expect(try Self.words(library) == [learned.after.weights, "catalog", "balanced"])
            #expect(try Self.retrain(library).after.weights == learned.after.weights, "the same again")

            let back = try Self.retrain(library, .shipped)
            #expect(back.after.weights == shipped && back.after.isShipped)
            #expect(try library.dump() == dump)
            #expect(try library.ids() == ids)
            let kinds = try library.house.runs(limit: 10, json: false).map { $0.split(separator: "\t")[1] }
            #expect(kinds.filter { $0 == "retrain" }.count == 3)
        }
    }

    @Test("does not depend on the order of the records, nor on clusters")
    func order() async throws {
        let rows = Library.rows
        try await Library.with(rows) { library in
            let expected = try Self.retrain(library).after.weights
            let other = library.other("other.sqlite")
            for row in rows.reversed() { try await other.bring([row]) }
            _ = try Self.retrain(other, .asTheyAre, profile: "strict")
            #expect(try Self.retrain(other).after.weights == expected)
            #expect(try Self.words(other) == [expected, "catalog", "strict"])
        }
    }

    @Test("is told what would change, and nothing does")
    func dryRun() async throws {
        try await Library.with { library in
            let (dump, words, history) = (try library.dump(), try Self.words(library), try library.history().count)
            let runs = try library.house.runs(limit: 100, json: false).count
            let outcome = try Self.retrain(library, profile: "sensitive", isDry: true)
            #expect(outcome.isDry && outcome.after.profile == "sensitive")
            #expect(try library.dump() == dump)
            #expect(try Self.words(library) == words)
            #expect(try library.history().count == history)
            #expect(try library.house.runs(limit: 100, json: false).count == runs)
            #expect(outcome.lines(most: 5).contains { $0.hasPrefix("would be: ") })
        }
    }

    /// Two records that the profiles judge differently.
    private static let doubtful = [
        "one,embase,article,Waggle dances of the honey bee,\"Chen, L.\",2011,Insects of Utopia,2,33-41,",
        "two,scopus,article,Waggle dances of the honey bee and others,\"Chen, Q.\",2012,Insects of Utopia,2,,",
    ]

    @Test("judges by its profile, whichever command runs, and writes what that merged and split into the history")
    func profile() async throws {
        try await Library.with(Self.doubtful) { library in
            let apart = try library.clusters()
            let explained = try library.house.explain("embase:one", "scopus:two")
            #expect(explained.scored.verdict == .unsure)
            let ids = try library.ids()

            let merged = try Self.retrain(library, .asTheyAre, profile: "sensitive")
            #expect(merged.before.weights == merged.after.weights && merged.sample == nil)
            #expect(merged.changes.map(\.kind) == ["merge"])
            #expect(merged.before.pairsToReview == 1 && merged.after.pairsToReview == 0)
            #expect(try library.clusters() == [["embase:one", "scopus:two"]])
            #expect(try library.house.explain("embase:one", "scopus:two").scored.verdict == .same)
            let entry = try #require(try library.history().first)
            #expect(entry.kind == .merge && !entry.isPerson && entry.runId == merged.run)
            // A later import judges by it, too, and so does a person's action.
            try await library.bring(["six,wos,article,Another thing,\"Roe, M.\",1999,J Demo,1,1-2,"])
            #expect(try library.clusters().contains(["embase:one", "scopus:two"]))

            let split = try Self.retrain(library, .asTheyAre, profile: "strict")
            #expect(split.changes.map(\.kind) == ["split"])
            #expect(try library.clusters().filter { $0 != ["wos:six"] } == apart)
            let now = try library.ids()
            #expect(now["embase:one"] == ids["embase:one"] && now["scopus:two"] == ids["scopus:two"])
        }
    }

    @Test("is matched anew by the next run where another ibid, or nobody, says by what it was matched")
    func stamp() async throws {
        try await Library.with { library in
            let (dump, ids) = (try library.dump(), try library.ids())
            try library.house.openCatalog(.readWrite).write { writer in
                try writer.set(.matchedBy, to: nil)
                try writer.forgetMatching()
            }
            let report = try await library.bring([])
            #expect(report.isAnew)
            #expect(try library.dump() == dump)
            #expect(try library.ids() == ids)
            #expect(try await library.bring([]).isAnew == false)
        }
    }

    @Test("keys all records anew where some were read before the weights changed, and stored after")
    func staleKeys() async throws {
        try await Library.with { library in
            _ = try Self.retrain(library)
            let (dump, catalog) = (try library.dump(), try library.house.openCatalog(.readWrite))
            var report = RunReport(kind: "import", started: Timestamp(seconds: 0))
            let own = try House.matching(of: catalog)
            try House.store([], in: catalog, keyedBy: own, &report)
            #expect(try await library.bring([]).isAnew == false)
            try House.store([], in: catalog, keyedBy: .shipped, &report)
            #expect(try await library.bring([]).isAnew)
            #expect(try library.dump() == dump)
        }
    }

    @Test("is what `retrain --table` puts in its place, and says so where that cannot be read")
    func tables() async throws {
        try await Library.with { library in
            let learned = try Self.retrain(library)
            let path = library.folder + "/weights.txt"
            try library.house.write(learned.table, to: path)
            let other = library.other("other.sqlite")
            try await other.bring(Library.rows)
            #expect(try Self.retrain(other, .file(path)).after.weights == learned.after.weights)
            #expect(try other.dump() == library.dump())
            try library.house.write("no table", to: path)
            #expect(throws: Ending.self) { try Self.retrain(other, .file(path)) }
            #expect(throws: Ending.self) { try Self.retrain(other, .file(library.folder + "/none.txt")) }
            // A table that is gone: every command says so, and --shipped helps.
            try other.house.openCatalog(.readWrite).write { try $0.set(.weights, to: "0123456789abcdef") }
            await #expect(throws: Ending.self) { try await other.bring(Library.rows) }
            #expect(throws: Ending.self) { try other.house.explain("crossref:bee", "embase:bee") }
            #expect(try other.house.check().map(\.reach) == [.run])
            #expect(try Self.retrain(other, .shipped).after.isShipped)
            #expect(try await other.bring(Library.rows).problemCount == 0)
        }
    }
}

@Suite("Weights learned without labels")
struct WeightExpectationTests {
    /// A tally of the labelled pairs, each `times` times.
    private static func tally(_ times: Int) throws -> EvidenceTally {
        var table = PortraitTable()
        var pairs: [CandidatePair] = []
        for pair in try LabelledPairs.all() {
            let (a, b) = try pair.records()
            let place = RecordIndex(table.count)
            table.append(a)
            table.append(b)
            pairs += Array(repeating: CandidatePair(place, place + 1), count: times)
        }
        var tally = EvidenceTally()
        tally.add(pairs, of: Comparator(table: table))
        return tally
    }

    private static func changes(_ tally: EvidenceTally) -> [(given: Double, made: Double)] {
        let made = WeightExpectation().table(from: tally, base: .shipped, version: "made")
        return zip(WeightTable.shipped.slots, made.slots).map { ($0, $1) }
    }

    @Test("stay near the base where there are few pairs, go further where there are many, and never far")
    func pull() throws {
        let few = Self.changes(try Self.tally(1))
        let many = Self.changes(try Self.tally(100))
        func moved(_ changes: [(given: Double, made: Double)]) -> Double {
            changes.reduce(0) { $0 + abs($1.made - $1.given) }
        }
        #expect(moved(few) > 0)
        #expect(moved(few) < moved(many))
        #expect(many.allSatisfy { abs($0.made - $0.given) <= WeightExpectation().most + 0.001 })
        #expect(moved(Self.changes(EvidenceTally())) == 0)
    }

    @Test("keep their signs, and leave what identifiers mean alone")
    func signs() throws {
        for (given, made) in Self.changes(try Self.tally(100)) {
            if given > 0.5 { #expect(made >= 0) }
            if given < -0.5 { #expect(made <= 0) }
        }
        let made = WeightExpectation().table(from: try Self.tally(100), base: .shipped, version: "made")
        #expect(made.prior == WeightTable.shipped.prior)
        for group in [LevelGroup.doi, .pmid, .identifier, .isbn, .together] {
            for slot in 0..<group.slotCount { #expect(made[group, slot] == WeightTable.shipped[group, slot]) }
        }
    }

    @Test("are the same whatever the order of the pairs")
    func order() throws {
        var table = PortraitTable()
        for pair in try LabelledPairs.all() {
            let (a, b) = try pair.records()
            table.append(a)
            table.append(b)
        }
        let pairs = (0..<RecordIndex(table.count / 2)).map { CandidatePair($0 * 2, $0 * 2 + 1) }
        var random = SeededGenerator(seed: 5)
        let comparator = Comparator(table: table)
        var one = EvidenceTally()
        one.add(pairs, of: comparator)
        var parts = EvidenceTally()
        for pair in pairs.shuffled(using: &random) {
            var part = EvidenceTally()
            part.add([pair], of: comparator)
            parts.add(part)
        }
        let learning = WeightExpectation()
        #expect(
            learning.table(from: one, base: .shipped, version: "x")
                == learning.table(from: parts, base: .shipped, version: "x"))
    }

    @Test(
        "do no harm on labelled sets, whose labels the shipped table saw and they did not",
        .enabled(if: AccuracyTests.sets != nil, "skipped: no shared data"),
        arguments: ["sra_stroke", "sra_cytology"])
    func labelledSets(name: String) throws {
        let set = try LabelledSet(folder: "\(try #require(AccuracyTests.sets))/\(name)")
        let policy = MatchingPolicy(versions: .merge)
        func f1(_ weights: WeightTable) -> Double {
            PreparedSet(set, frequencies: weights.frequencies).measures(weights, policy: policy, jobs: 2).measures.pairs
                .f1
        }
        let shipped = WeightTable.shipped
        var base = shipped
        var count = FrequencyCount()
        count.add(PreparedSet(set, frequencies: shipped.frequencies).table, onceEach: true)
        base.frequencies = count.table(about: shipped.frequencies, counting: CatalogLearning.shippedTitles)
        let prepared = PreparedSet(set, frequencies: base.frequencies)
        var tally = EvidenceTally()
        tally.add(prepared.candidates, of: Comparator(table: prepared.table, weights: base, policy: policy))
        let learned = WeightExpectation().table(from: tally, base: base, version: "learned")
        #expect(f1(learned) > f1(shipped) - 0.005)
    }

    @Test("of frequencies: a small catalog changes the shipped ones little, a large one much")
    func frequencies() {
        let base = WeightTable.shipped.frequencies
        func table(_ titles: Int) -> FrequencyTable {
            var portraits = PortraitTable()
            for number in 0..<titles {
                portraits.append(.made("r\(number)", title: "Zebrafish larvae and zebrafish adults"))
            }
            var count = FrequencyCount()
            count.add(portraits)
            return count.table(about: base, counting: 1000)
        }
        func apart(_ a: FrequencyTable) -> Int {
            zip(a.words, base.words).reduce(0) { $0 + max(0, Int($1.1) - Int($1.0)) }
        }
        #expect(apart(table(0)) == 0)
        #expect(apart(table(5)) < apart(table(5000)))
        #expect(table(0) == base)
    }
}
