import Records
import TestSupport
import Testing

@testable import DedupEngine

@Suite("Lists of words and phrases")
struct WordListTests {
    private static let words = "part parts phase type a of volume vol chapter of section überblick"

    @Test("find the words that a search through them finds, and their places")
    func words() {
        let list = WordList(Self.words)
        let all = Self.words.split(separator: " ").map { Array($0.utf8) }
        var random = SeededGenerator(seed: 1)
        for _ in 0..<2000 {
            var word = all.randomElement(using: &random) ?? []
            if Bool.random(using: &random) { word = Array(word.dropLast(Int.random(in: 0...3, using: &random))) }
            if Int.random(in: 0..<4, using: &random) == 0 { word.append(UInt8(ascii: "s")) }
            #expect(list.place(of: word[...]) == all.firstIndex(of: word), "\(word)")
        }
        #expect(!list.contains([]))
    }

    @Test("find the first phrase that a text begins with")
    func phrases() {
        let phrases = ["reply to ", "re", "author reply", "author", "in "]
        let list = PhraseList(phrases)
        for text in ["reply to x", "reply", "author replies", "author reply", "introduction", "in x", "", "i", "z"] {
            let expected = phrases.firstIndex { text.utf8.starts(with: $0.utf8) }
            #expect(list.place(ofBeginning: Array(text.utf8)) == expected, "\(text)")
        }
    }
}

@Suite("A list of pairs")
struct PairListTests {
    @Test(
        "gives each pair once and in order, whatever its parts hold and however it is cut",
        arguments: 0..<20 as Range<UInt64>)
    func merges(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            let pairs = (0..<Int.random(in: 0...60, using: &random)).map { _ -> UInt64 in
                let a = UInt64.random(in: 0..<30, using: &random)
                return a << 32 | UInt64.random(in: (a + 1)...31, using: &random)
            }
            return Set(pairs).sorted()
        }
        let list = PairList(parts: parts)
        var cut: [UInt64] = []
        var start = 0
        while start < 32 {
            let end = min(32, start + Int.random(in: 1...9, using: &random))
            cut += list.pairs(inRecords: start..<end).map { UInt64($0.a) << 32 | UInt64($0.b) }
            start = end
        }
        #expect(cut == Set(parts.joined()).sorted())
    }
}
