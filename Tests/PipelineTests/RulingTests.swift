import Catalog
import Records
import TestSupport
import Testing

@testable import Pipeline

@Suite("Rulings")
struct RulingTests {
    /// `ab= 3`: a and b are the same, said at second 3; `!` is different. Records are here where they are named in `here`.
    static func rulings(_ texts: [String], here: String = "abcdefgh") -> Rulings {
        func id(_ letter: Character) -> Int64? {
            here.contains(letter) ? letter.asciiValue.map { Int64($0) - 96 } : nil
        }
        return Rulings(
            texts.map { text in
                let letters = Array(text)
                let pair = PersonDecision(
                    RecordKey(source: "s", key: String(letters[0])), RecordKey(source: "s", key: String(letters[1])),
                    letters[2] == "=" ? .same : .different)
                let seconds = Int64(text.split(separator: " ").last ?? "") ?? 0
                let (a, b) = (pair.a.key.first.flatMap(id), pair.b.key.first.flatMap(id))
                return StoredDecision(dated: DatedDecision(pair, decided: Timestamp(seconds: seconds)), aId: a, bId: b)
            })
    }

    static func told(_ rulings: Rulings) -> String {
        func letter(_ id: Int64) -> String { String(UnicodeScalar(UInt8(id + 96))) }
        let pairs = rulings.pairs.map { letter($0.a) + letter($0.b) + ($0.ruling == .same ? "=" : "!") }
        let left = rulings.leftOut.map {
            "-" + $0.same.dated.decision.a.key + $0.same.dated.decision.b.key + " for " + $0.different.decision.a.key
                + $0.different.decision.b.key
        }
        return (pairs + left).joined(separator: " ")
    }

    static let cases: [(said: [String], here: String, told: String)] = [
        ([], "ab", ""),
        (["ab= 1", "bc= 2"], "abc", "ab= bc="),
        (["ab= 1", "bc= 2"], "ac", "ac="),
        (["ab= 1", "bc= 2"], "ab", "ab="),
        (["ab= 1", "bc= 2", "ac! 3"], "abc", "ab= ac! -bc for ac"),
        (["ab= 2", "bc= 1", "ac! 0"], "abc", "ac! bc= -ab for ac"),
        (["ab= 1", "bc= 1", "ac! 9"], "abc", "ab= ac! -bc for ac"),
        (["ab= 1", "cd= 2", "bc= 3", "ad! 1"], "abcd", "ab= ad! cd= -bc for ad"),
        (["ab= 1", "cd= 2", "bc= 3", "ad! 1", "de= 4"], "abcde", "ab= ad! cd= de= -bc for ad"),
        (["ab= 1", "bc! 2"], "ac", "ac!"),
        (["ab! 2"], "a", ""),
    ]

    @Test("are transitive, obey every `different`, and leave out the newest `same` that breaks one", arguments: cases)
    func rule(given: (said: [String], here: String, told: String)) {
        #expect(Self.told(Self.rulings(given.said, here: given.here)) == given.told)
        #expect(Self.told(Self.rulings(given.said.reversed(), here: given.here)) == given.told)
    }

    @Test(
        "never make one what is different, whatever the order in which they are read",
        arguments: 0..<40 as Range<UInt64>)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var said: [String: String] = [:]
        for _ in 0..<14 {
            let pair = "abcdefgh".shuffled(using: &random).prefix(2).sorted().map(String.init).joined()
            let ruling = Int.random(in: 0..<3, using: &random) == 0 ? "!" : "="
            said[pair] = "\(pair)\(ruling) \(Int.random(in: 0..<6, using: &random))"
        }
        let texts = said.values.sorted()
        let found = Self.rulings(texts)
        #expect(Self.told(Self.rulings(texts.shuffled(using: &random))) == Self.told(found))
        // The obvious way: flood fill over `same`.
        var home = Dictionary(uniqueKeysWithValues: (1...8).map { (Int64($0), Int64($0)) })
        for _ in 0..<8 {
            for pair in found.pairs where pair.ruling == .same {
                let low = min(home[pair.a] ?? 0, home[pair.b] ?? 0)
                (home[pair.a], home[pair.b]) = (low, low)
            }
        }
        for pair in found.pairs where pair.ruling == .different { #expect(home[pair.a] != home[pair.b]) }
        #expect(found.pairs.count { $0.ruling == .different } == texts.count { $0.contains("!") })
        let tied = Set(home.keys.map { [$0, home[$0] ?? 0] }).count { $0[0] != $0[1] }
        #expect(found.pairs.count { $0.ruling == .same } == tied, "no pair of a chain is said twice")
    }
}
