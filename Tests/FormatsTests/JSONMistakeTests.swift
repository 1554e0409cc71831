import Formats
import TestSupport
import Testing

@Suite("What is wrong with a JSON text")
struct JSONMistakeTests {
    private static func first(_ text: String) -> SyntaxError? {
        Array(text.utf8).withUnsafeBufferPointer(JSONMistake.first)
    }

    @Test(
        "is told with its place and what should stand there",
        arguments: [
            (#"{"a": 1 "b": 2}"#, 8, "\",\" or \"}\""), (#"{"a" 1}"#, 5, "\":\" behind the key"),
            (#"{"a": 1,}"#, 8, "a key in double quotes"), ("[1, 2", 5, "\",\" or \"]\""), ("[1,]", 3, "a value"),
            ("", 0, "a value"), ("{} {}", 3, "the end of the text"), ("[01]", 1, "without zeros in front"),
            ("[1.]", 3, "a digit behind the point"), ("[-]", 2, "a digit"), ("[1e]", 3, "the exponent"),
            ("[nul]", 1, "a value"), (#"["\x"]"#, 2, "behind a backslash"), (#"["\u12"]"#, 2, "hexadecimal"),
            ("[\"a\nb\"]", 3, "control character"), (#"["open]"#, 1, "never closed"), ("{'a': 1}", 1, "double quotes"),
            (String(repeating: "[", count: 300), 256, "256 levels"),
        ])
    func places(text: String, offset: Int, expected: String) {
        let mistake = Self.first(text)
        #expect(mistake?.offset == offset)
        #expect(mistake?.what.contains(expected) == true)
    }

    @Test("is found where simdjson refuses a text, and nowhere else")
    func agreement() {
        var random = SeededGenerator(seed: 11)
        let pieces = ["{", "}", "[", "]", ",", ":", "\"a\"", "\"", "1", "-2.5e3", "true", "null", " ", "\\", "x", "é"]
        let good = Array(#"{"a": [1, {"b": null}, "c\n", [], {}], "d": -0.5e-7, "é": true}"#.utf8)
        let parser = JSONParser()
        for round in 0..<6000 {
            var bytes: [UInt8]
            if round % 2 == 0 {
                bytes = (0..<Int(random.next() % 12)).flatMap { _ in
                    Array(pieces[Int(random.next() % UInt64(pieces.count))].utf8)
                }
            } else {
                bytes = good
                let place = Int(random.next() % UInt64(bytes.count))
                let piece = Array(pieces[Int(random.next() % UInt64(pieces.count))].utf8)
                bytes.replaceSubrange(place..<min(bytes.count, place + Int(random.next() % 3)), with: piece)
            }
            // Bytes that are no UTF-8 are another matter.
            guard String(validating: bytes, as: UTF8.self) != nil else { continue }
            let isGood = (try? parser.parse(bytes) { _ in true }) != nil
            #expect(
                (bytes.withUnsafeBufferPointer(JSONMistake.first) == nil) == isGood,
                "\(String(decoding: bytes, as: UTF8.self))")
        }
    }
}
