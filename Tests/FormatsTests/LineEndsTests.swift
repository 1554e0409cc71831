import TestSupport
import Testing

@testable import Formats

/// The line ends of a text, found one by one.
private func slowEnds(_ bytes: [UInt8]) -> [Int] {
    bytes.indices.filter { index in
        bytes[index] == 0x0D || bytes[index] == 0x0A && (index == 0 || bytes[index - 1] != 0x0D)
    }
}

@Suite("Line ends")
struct LineEndsTests {
    /// Texts of letters and line ends, of every length up to some blocks.
    static func texts(_ alphabet: [UInt8]) -> [[UInt8]] {
        var random = SeededGenerator(seed: 7)
        return (0..<700).map { length in (0..<length).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
        }
    }

    @Test(
        "are where a slow search finds them: LF, CR, CRLF and all three",
        arguments: [
            [0x61, 0x62, 0x0A], [0x61, 0x62, 0x0D], [0x61, 0x0D, 0x0A], [0x61, 0x61, 0x61, 0x61, 0x0D, 0x0A],
        ])
    func ends(alphabet: [UInt8]) {
        for text in Self.texts(alphabet) {
            let found = text.withUnsafeBufferPointer { bytes in
                let ends = LineEnds(bytes)
                var found: [Int] = []
                var start = 0
                while start < bytes.count {
                    let end = ends.end(from: start)
                    if end < bytes.count { found.append(end) }
                    start = ends.next(after: end)
                }
                return found
            }
            #expect(found == slowEnds(text))
            #expect(text.withUnsafeBufferPointer(LineEnds.count) == slowEnds(text).count)
        }
    }

    @Test("before a limit are those of the text up to it")
    func limit() {
        for alphabet: [UInt8] in [[0x61, 0x62, 0x0A, 0x0D], [0x61, 0x62, 0x0A]] {
            for text in Self.texts(alphabet).prefix(60) where !text.isEmpty { Self.holds(text) }
        }
        Self.holds(Array("ab\r\nc\r\n\r\nd\r\n".utf8))
    }

    private static func holds(_ text: [UInt8]) {
        text.withUnsafeBufferPointer { bytes in
            let ends = LineEnds(bytes)
            for limit in 0...text.count {
                let isWithin = text[..<limit].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? limit
                #expect(ends.end(from: 0, before: limit) == isWithin)
            }
        }
    }
}

@Suite("Searches for bytes")
struct ByteSearchTests {
    @Test("find what a slow search finds")
    func search() {
        for text in LineEndsTests.texts([0x61, 0x62]) {
            text.withUnsafeBufferPointer { bytes in
                let slow = bytes.indices.first { bytes[$0...].starts(with: "abba".utf8) }
                #expect(bytes.firstIndex(of: "abba") == slow)
                #expect(bytes.firstIndex(of: 0x62, from: 3) == bytes.dropFirst(3).firstIndex(of: 0x62))
                #expect(bytes.count(of: 0x62, in: bytes.indices) == text.count { $0 == 0x62 })
            }
        }
    }
}
