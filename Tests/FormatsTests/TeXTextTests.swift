import TestSupport
import Testing

@testable import Formats

@Suite("TeX as plain text")
struct TeXTextTests {
    @Test("is what reading it sign by sign gives, whether or not there is anything to read")
    func twin() {
        var random = SeededGenerator(seed: 3)
        let pieces = [
            "a", "bc", " ", "  ", "-", "--", "'", "`", "\n", "é", ",", "Word", "{", "}", "\\'e", "~", "$", "^", "_",
        ]
        for round in 0..<3000 {
            // The first rounds have nothing that is TeX.
            let choice = round < 1500 ? pieces.prefix(12) : pieces[...]
            var text = (0..<Int(random.next() % 40)).map { _ in choice[Int(random.next() % UInt64(choice.count))] }
                .joined()
            let slow = text.withUTF8 { bytes in
                var reader = TeXReader(bytes)
                reader.group(depth: 0)
                return reader.finish()
            }
            #expect(TeXText.plain(text) == slow)
        }
    }
}
