import Fetchers
import Records
import TestSupport
import Testing
import Transfer

@Suite("A damaged reply")
struct DamageTests {
    @Test("gives records or named problems and never traps", arguments: Recorded.replica)
    func damaged(_ recorded: Recorded) throws {
        let source = try #require(SourceRegistry.source(recorded.source))
        let whole = try recorded.reply()
        var random = SeededGenerator(seed: UInt64(whole.body.count))
        for round in 0..<24 {
            var damaged = whole
            if round % 2 == 0 {
                damaged.body.removeLast(Int.random(in: 1...whole.body.count, using: &random))
            } else {
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    let index = Int.random(in: whole.body.indices, using: &random)
                    damaged.body[index] = Array("{}[]\",:0\\n\u{0}".utf8).randomElement(using: &random) ?? 0
                }
            }
            let outcome = source.outcome(of: damaged)
            #expect(!outcome.records.isEmpty || !outcome.problems.isEmpty)
            #expect(outcome.problems.allSatisfy { $0.isNamed(of: recorded.source) }, "\(outcome.problems)")
        }
    }

    @Test("of random bytes is a problem of every source", arguments: SourceRegistry.all.map(\.card.id))
    func randomBytes(id: String) throws {
        let source = try #require(SourceRegistry.source(id))
        var random = SeededGenerator(seed: 1)
        for count in 0..<200 {
            let body = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            let outcome = source.outcome(of: Reply(to: Request("https://example.org/"), status: 200, body: body))
            #expect(outcome.records.isEmpty)
            #expect(outcome.problems.map { $0.isNamed(of: id) } == [true])
        }
    }
}
