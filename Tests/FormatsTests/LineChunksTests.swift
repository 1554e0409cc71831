import Formats
import TestSupport
import Testing

@Suite("Chunks of lines")
struct LineChunksTests {
    struct Line: Equatable {
        var text: String
        var number: Int
        var offset: Int
    }

    struct Found: Equatable {
        var lines: [Line] = []
        var skipped: [LineChunk.SkippedLine] = []
        var damage: SyntaxError?
    }

    static func read(
        _ bytes: [UInt8], size: Int = 4 << 20, longestLine: Int = 16 << 20, most: Int = .max,
        failure: SyntaxError? = nil
    ) -> Found {
        let chunks = LineChunks(Portions(bytes, most: most, failure: failure), size: size, longestLine: longestLine)
        var found = Found()
        var index = 0
        do {
            while let chunk = try chunks.next() {
                #expect(chunk.index == index)
                #expect(chunk.bytes.count == chunk.length + 64)
                index += 1
                found.skipped += chunk.skipped
                chunk.forEachLine { line, number, offset in
                    found.lines.append(
                        Line(text: String(decoding: line, as: UTF8.self), number: number, offset: offset))
                }
            }
        } catch {
            found.damage = error as? SyntaxError
            #expect((try? chunks.next()) == nil)
        }
        return found
    }

    @Test(
        "give the lines that are not empty, with number and offset",
        arguments: [
            ("", []), ("a", [("a", 1, 0)]), ("a\n", [("a", 1, 0)]), ("a\nb", [("a", 1, 0), ("b", 2, 2)]),
            ("\n\na\n\nb\n", [("a", 3, 2), ("b", 5, 5)]), ("a\r\nb\r\n", [("a", 1, 0), ("b", 2, 3)]),
            ("a\rb\r", [("a", 1, 0), ("b", 2, 2)]), ("a\r\r\nb", [("a", 1, 0), ("b", 3, 4)]),
            ("\u{FEFF}a\nb", [("a", 1, 3), ("b", 2, 5)]), ("a\u{0}b\n\u{0}", [("a\u{0}b", 1, 0), ("\u{0}", 2, 4)]),
            ("a\u{2028}b\u{85}c", [("a\u{2028}b\u{85}c", 1, 0)]),
        ] as [(String, [(String, Int, Int)])])
    func lines(text: String, expected: [(String, Int, Int)]) {
        let lines = expected.map { Line(text: $0.0, number: $0.1, offset: $0.2) }
        #expect(Self.read(Array(text.utf8)) == Found(lines: lines))
        #expect(Self.read(Array(text.utf8), size: 4, most: 2) == Found(lines: lines))
    }

    static func text(_ random: inout SeededGenerator) -> [UInt8] {
        let pieces = ["a", "bc", "{\"k\":1}", "\u{0}", "ä", "\n", "\n", "\r\n", "\r\n", "\r", " ", "0123456789abcdef"]
        return (0..<Int.random(in: 0...60, using: &random)).flatMap { _ in
            Array((pieces.randomElement(using: &random) ?? "").utf8)
        }
    }

    @Test("are the same lines whatever the size of chunk and portion", arguments: 0..<6 as Range<UInt64>)
    func anySize(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<25 {
            let bytes = Self.text(&random)
            let whole = Self.read(bytes)
            for size in [1, 2, 3, 5, 8, 16, 33, 100] {
                #expect(Self.read(bytes, size: size, most: Int.random(in: 1...20, using: &random)) == whole)
            }
        }
    }

    @Test(
        "pass over a line that is too long, name it, and go on", arguments: ["\n", "\r\n", "\r"],
        [4, 10, 50, 99, 100, 1000])
    func tooLong(end: String, size: Int) {
        let long = String(repeating: "x", count: 1200 + size)
        let text = ["first", "", long, "third", long, long, "last"].joined(separator: end)
        let found = Self.read(Array(text.utf8), size: size, longestLine: 100, most: 37)
        #expect(found.damage == nil)
        #expect(found.lines.map(\.text) == ["first", "third", "last"])
        #expect(found.lines.map(\.number) == [1, 4, 7])
        #expect(found.skipped.map(\.line) == [3, 5, 6])
        #expect(found.skipped.map(\.length) == [long.utf8.count, long.utf8.count, long.utf8.count])
        #expect(found.skipped.first?.offset == 5 + 2 * end.utf8.count)
        let last = text.utf8.count - 4
        #expect(found.lines.last?.offset == last)
    }

    @Test("of one line that is too long, and nothing else, name it", arguments: ["", "\n", "\r\n"])
    func onlyTooLong(end: String) {
        let found = Self.read(Array((String(repeating: "x", count: 5000) + end).utf8), size: 64, longestLine: 100)
        #expect(found.lines == [])
        #expect(found.skipped.map(\.line) == [1])
    }

    @Test("of a stream that is damaged give the whole lines before, then the damage", arguments: [4, 7, 100])
    func damaged(size: Int) {
        let damage = SyntaxError("damaged", offset: 9)
        let found = Self.read(Array("one\ntwo\nthr".utf8), size: size, failure: damage)
        #expect(found.lines.map(\.text) == ["one", "two"])
        #expect(found.damage == damage)
    }
}
