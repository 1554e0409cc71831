import Catalog
import Records
import TestSupport
import Testing

@testable import Pipeline

// One at a time, and with room between: these wait for the disk on a thread that replicas of other tests need.
@Suite("What a person decides", .serialized)
struct ActionTests {
    static let rat = ["crossref:rat", "embase:rat", "scopus:rat", "wos:rat"]
    static let start = [
        ["crossref:bee", "embase:bee"], ["crossref:owl", "embase:owl", "scopus:owl"], rat, ["wos:fly"], ["wos:fox"],
    ]

    @Test("joins canonical records under the lowest id; the other leads there, and both come back with undo")
    func mergeAndUndo() async throws {
        try await Library.with { library in
            #expect(try library.clusters() == Self.start)
            let (before, dump) = (try library.ids(), try library.dump())
            let (owl, fox) = (try library.id("crossref:owl"), try library.id("wos:fox"))
            let merged = try library.house.merge(["\(fox)", "10.5555/owl"])
            #expect(merged.named == [owl])
            #expect(merged.before == [owl, fox])
            #expect(merged.after == [owl])
            #expect(try library.led(fox) == owl)
            #expect(try library.clusters().contains(["crossref:owl", "embase:owl", "scopus:owl", "wos:fox"]))
            #expect(try library.decisions() == ["crossref:owl same wos:fox"])
            #expect(try library.house.merge(["\(fox)", "\(owl)"]).number == nil, "they are one already")
            #expect(try library.house.undo(nil).undoes == merged.number)
            #expect(try library.ids() == before)
            #expect(try library.dump() == dump)
            #expect(throws: Ending.self) { try library.house.undo(nil) }
        }
    }

    @Test("takes records out together; the id stays with the larger part, and both are as before with undo")
    func splitAndUndo() async throws {
        try await Library.with { library in
            let (before, dump) = (try library.ids(), try library.dump())
            let rat = try library.id("crossref:rat")
            let split = try library.house.split("10.5555/rat", ["crossref:rat", "scopus:rat", "wos:rat"])
            #expect(split.named == [rat], "three of four keep the id")
            #expect(try library.clusters().contains(["crossref:rat", "scopus:rat", "wos:rat"]))
            let left = try library.id("embase:rat")
            #expect(split.after == [rat, left])
            #expect(try library.house.undo(nil).number != nil)
            #expect(try library.ids() == before)
            #expect(try library.dump() == dump)
            // Of two equal parts that with the lowest record id keeps it: crossref's came first.
            #expect(try library.house.split("\(rat)", ["crossref:rat", "wos:rat"]).named == [rat])
            #expect(try library.house.undo(nil).number != nil)
            let small = try library.house.split("\(rat)", ["embase:rat"])
            #expect(small.named == [left], "what left once comes back under the id that it had")
            #expect(try library.led(left) == left)
            #expect(try library.house.undo(nil).number != nil)
            #expect(try library.led(left) == rat)
            #expect(throws: Ending.self) { try library.house.split("\(rat)", Self.rat) }
            #expect(throws: Ending.self) { try library.house.split("\(rat)", ["wos:fox"]) }
            #expect(throws: Ending.self) { try library.house.split("\(rat)", ["10.5555/rat"]) }
        }
    }

    @Test("keeps together those that stay, also where only one that leaves tied them")
    func staying() async throws {
        try await Library.with { library in
            // fox and fly are one by what a person says of each and the bee.
            _ = try library.house.review("wos:fly", "crossref:bee", .same)
            _ = try library.house.review("wos:fox", "crossref:bee", .same)
            _ = try library.house.split("10.5555/bee", ["crossref:bee", "embase:bee"])
            #expect(try library.clusters().contains(["wos:fly", "wos:fox"]))
            for _ in 0..<3 { _ = try library.house.undo(nil) }
            #expect(try library.clusters() == Self.start)
            // Three that stay are the larger part of five, although without the two that leave each is alone.
            try await library.bring(["ant,wos,article,Ant trails in the sand,\"Baker, D.\",2001,Insects of Utopia,,,"])
            let before = try library.ids()
            let whole = try library.house.merge(["crossref:bee", "wos:ant", "wos:fly", "wos:fox"]).named
            let split = try library.house.split("wos:fox", ["crossref:bee", "embase:bee"])
            #expect(try whole == [library.id("wos:fly")] && whole == [library.id("wos:ant")])
            #expect(split.named.count == 1 && split.named != whole)
            for _ in 0..<2 { _ = try library.house.undo(nil) }
            #expect(try library.ids() == before)
            #expect(try library.decisions() == [])
        }
    }

    @Test("outlives a new import of everything, in any order")
    func outlives() async throws {
        try await Library.with { library in
            _ = try library.house.split("10.5555/rat", ["embase:rat"])
            _ = try library.house.merge(["wos:fox", "10.5555/owl"])
            let dump = try library.dump()
            try await library.bring(Library.rows.reversed())
            #expect(try library.dump() == dump)
            // A record that only one side of what a person joined is like.
            try await library.bring([Library.rows[4].replacing("crossref", with: "wos")])
            #expect(try library.id("wos:owl") == library.id("wos:fox"))
            // The records change.
            try await library.bring(Library.rows.map { $0.replacing("Imaginary", with: "Imagined") })
            #expect(try library.id("embase:rat") != library.id("wos:rat"))
            #expect(try library.id("wos:fox") == library.id("scopus:owl"))
        }
    }

    @Test(
        "waits for records that are not here, and holds when they come, whatever the order",
        arguments: 1...4 as ClosedRange<UInt64>)
    func early(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        try await Library.with { library in
            _ = try library.house.split("10.5555/rat", ["embase:rat", "wos:rat"])
            _ = try library.house.merge(["wos:fox", "crossref:owl", "crossref:bee"])
            _ = try library.house.review("wos:fly", "embase:bee", .different)
            let expected = try library.dump()
            let file = "\(library.folder)/decisions.csv"
            try library.house.exportDecisions(to: file)
            let other = library.other("other.sqlite")
            var parts = Array(repeating: [String](), count: 4)
            for row in Library.rows.shuffled(using: &random) {
                parts[Int.random(in: 0..<4, using: &random)].append(row)
            }
            let moment = Int.random(in: 0...4, using: &random)
            for (index, part) in (parts + [[]]).enumerated() {
                if index == moment {
                    let report = try other.house.importDecisions(file)
                    if index == 0 { #expect(report.waiting == report.read) }
                    #expect(try other.house.importDecisions(file).outcome.number == nil, "twice changes nothing")
                }
                if !part.isEmpty { try await other.bring(part) }
            }
            #expect(try other.dump() == expected)
            #expect(try other.house.decisionsCSV() == library.house.decisionsCSV())
        }
    }

    @Test("that contradicts itself over three records is reported, and the newest `same` has no effect")
    func contradiction() async throws {
        try await Library.with { library in
            try library.bringDecisions([
                "crossref:owl,wos:fox,same,2026-01-01T00:00:00Z,", "wos:fox,wos:fly,same,2026-01-02T00:00:00Z,",
            ])
            #expect(try library.id("crossref:owl") == library.id("wos:fly"))
            let parted = try library.house.review("crossref:owl", "wos:fly", .different)
            #expect(parted.problems.map(\.what).contains { $0.contains("wos:fly and wos:fox cannot be the same") })
            #expect(try library.id("crossref:owl") == library.id("wos:fox"))
            #expect(try library.id("crossref:owl") != library.id("wos:fly"))
            let run = try await library.bring([Library.rows[10].replacing("wos", with: "scopus")])
            #expect(run.problems.contains { $0.what.hasPrefix("decisions: ") }, "a run that touches it says so again")
            _ = try library.house.undo(nil)
            #expect(try library.id("crossref:owl") == library.id("wos:fly"))
        }
    }

    @Test("over an earlier one on the same pair holds, and `merge` overrules every `different` between its records")
    func overrules() async throws {
        try await Library.with { library in
            _ = try library.house.split("10.5555/owl", ["embase:owl"])
            let apart = try library.clusters()
            let merged = try library.house.merge(["embase:owl", "crossref:owl"])
            #expect(merged.after.count == 1 && merged.problems.isEmpty)
            #expect(try library.clusters() == Self.start)
            _ = try library.house.undo(nil)
            #expect(try library.clusters() == apart)
            // The split is taken back although the merge came later; the undo of the merge is brought back by its number.
            let undone = try #require(try library.history().first)
            #expect(undone.kind == .undo)
            let back = try library.house.undo(undone.id)
            #expect(back.kind == "redo" && back.undoes == merged.number)
            #expect(try library.clusters() == Self.start)
            let split = try #require(try library.history().first { $0.kind == .split && $0.isPerson })
            _ = try library.house.undo(split.id)
            #expect(try library.clusters() == Self.start)
            #expect(throws: Ending.self) { try library.house.undo(undone.id) }
            #expect(throws: Ending.self) { try library.house.undo(4711) }
        }
    }

    @Test("and what the engine does is told in the history, a record that stays alone is not")
    func history() async throws {
        try await Library.with { library in
            let engine = try library.history()
            #expect(engine.count == 3 && engine.allSatisfy { $0.kind == .merge && !$0.isPerson && $0.runId == 1 })
            let rat = try library.id("wos:rat")
            #expect(engine.contains { $0.after == [rat] && $0.before.count == 4 })
            _ = try library.house.split("\(rat)", ["wos:rat"], note: "another experiment")
            let mine = try #require(try library.history().first)
            #expect(mine.kind == .split && mine.isPerson && mine.before == [rat] && mine.after.contains(rat))
            #expect(try library.house.history(of: "\(rat)", limit: 9, json: false).count == 2)
            #expect(try library.house.history(of: "wos:rat", limit: 9, json: true).count == 2)
            #expect(try library.house.history(of: "10.5555/fox", limit: 9, json: true).isEmpty)
            #expect(throws: Ending.self) { try library.house.history(of: "nobody:1", limit: 9, json: true) }
        }
    }

    @Test("leaves a file's rows that cannot be read as problems, and takes the newer of two on one pair")
    func file() async throws {
        try await Library.with { library in
            let report = try library.bringDecisions([
                "wos:fox,wos:fly,same,2026-01-01,\"so \"\"said\"\", once\"", "nonsense,wos:fly,same,2026-01-01,",
                "wos:fox,wos:fox,same,2026-01-01,", "wos:fox,wos:fly,perhaps,2026-01-01,",
                "wos:fox,wos:fly,same,yesterday,", "wos:fly,wos:fox,different,2026-02-01,later", "",
                "wos:x,wos:y,Same,,",
            ])
            #expect(report.read == 7 && report.rejected == 4 && report.waiting == 1)
            #expect(report.outcome.problems.count == 5)
            #expect(try library.decisions() == ["wos:fly different wos:fox", "wos:x same wos:y"])
            let again = try library.bringDecisions(["wos:fox,wos:fly,same,2026-01-15,", "wos:y,wos:x,same,,"])
            #expect(again.outcome.number == nil)
            #expect(again.outcome.problems.map(\.what).contains { $0.contains("both the same and different") })
            #expect(throws: Ending.self) { try library.house.importDecisions("\(library.folder)/nosuch.csv") }
            #expect(throws: Ending.self) { try library.bringDecisions(["nonsense"]) }
            #expect(try library.house.undo(nil).decisions == 2)
            #expect(try library.decisions() == [])
        }
    }

    @Test("counts the pairs that wait in the run's report, and no more when they are decided")
    func waiting() async throws {
        try await Library.with([]) { library in
            let report = try await library.bring(Library.rows)
            let waiting = try library.house.pairsToReview(limit: 10, json: true)
            #expect(waiting.count == 1 && report.pairsToReview == 1, "\(waiting)")
            #expect(waiting.first?.contains("wos:fly") == true)
            _ = try library.house.review("wos:fly", "10.5555/bee", .different)
            #expect(try library.house.pairsToReview(limit: 10, json: false).isEmpty)
            #expect(try library.house.stats().first { $0.name == "pairsToReview" }?.value == 0)
            _ = try library.house.undo(nil)
            #expect(try library.house.pairsToReview(limit: 10, json: false).count == 3)
        }
    }

    @Test("is taken back to the last byte, whatever was done", arguments: 1...6 as ClosedRange<UInt64>)
    func random(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        try await Library.with { library in
            let keys = try library.ids().keys.sorted()
            var states: [(dump: String, ids: [String: Int64])] = [(try library.dump(), try library.ids())]
            for _ in 0..<10 {
                await Task.yield()
                let (a, b) = (keys.randomElement(using: &random) ?? "", keys.randomElement(using: &random) ?? "")
                let ids = try library.ids()
                var outcome: ActionOutcome?
                switch Int.random(in: 0..<5, using: &random) {
                case 0: outcome = try library.house.merge(["\(ids[a] ?? 0)", "\(ids[b] ?? 0)"])
                case 1: outcome = try? library.house.review(a, b, .same)
                case 2: outcome = try? library.house.review(a, b, .different)
                case 3:
                    let members = keys.filter { ids[$0] == ids[a] }.shuffled(using: &random)
                    outcome = try? library.house.split(a, Array(members.prefix(max(1, members.count / 2))))
                default:
                    guard states.count > 1 else { continue }
                    _ = try library.house.undo(nil)
                    states.removeLast()
                    #expect(try library.ids() == states.last?.ids)
                    continue
                }
                if outcome?.number != nil { states.append((try library.dump(), try library.ids())) }
            }
            // A run over everything says the same.
            let dump = try library.dump()
            try library.house.openCatalog(.readWrite).write { _ = try $0.markPending(1...Int64(keys.count)) }
            try await library.bring([])
            #expect(try library.dump() == dump)
            while states.count > 1 {
                await Task.yield()
                #expect(try library.dump() == states.last?.dump)
                #expect(try library.ids() == states.last?.ids)
                _ = try library.house.undo(nil)
                states.removeLast()
            }
            #expect(try library.dump() == states.first?.dump)
            #expect(try library.ids() == states.first?.ids)
            #expect(try library.decisions().isEmpty)
        }
    }
}
