import Formats
import Foundation
import TestSupport
import Testing

@Suite("What the JSON writer writes")
struct JSONWriterTests {
    @Test(
        "escapes what must be escaped, and nothing else",
        arguments: [
            ("a/b", #""a/b""#), ("\"", #""\"""#), ("\\", #""\\""#), ("\n\r\t", #""\n\r\t""#),
            ("\u{0}\u{1F}\u{8}\u{C}", #""\u0000\u001f\u0008\u000c""#),
            ("\u{FEFF}\u{7F}é😀\u{2028}", "\"\u{FEFF}\u{7F}é😀\u{2028}\""),
            ("", "\"\""),
        ])
    func escapes(text: String, written: String) {
        var writer = JSONWriter()
        writer.string(text)
        #expect(writer.bytes.elementsEqual(written.utf8))
    }

    @Test("has its commas where they belong")
    func commas() {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("a", 1)
        writer.member("b", nil as String?)
        writer.member("c", [] as [String])
        writer.member("d", ["x", "y"])
        writer.key("e")
        writer.beginArray()
        writer.beginObject()
        writer.endObject()
        writer.raw(Array("[7]".utf8))
        writer.double(.infinity)
        writer.bool(true)
        writer.endArray()
        writer.member("f", "z")
        writer.endObject()
        writer.newline()
        writer.beginArray()
        writer.endArray()
        writer.newline()
        #expect(
            String(decoding: writer.bytes, as: UTF8.self)
                == #"{"a":1,"d":["x","y"],"e":[{},[7],null,true],"f":"z"}"# + "\n[]\n")
        writer.removeAll()
        writer.int(0)
        #expect(writer.bytes == [UInt8(ascii: "0")])
    }

    @Test("is read back equal, by ibid and by Foundation", arguments: 0..<6 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let parser = JSONParser()
        for _ in 0..<120 {
            let tree = Tree.array([Tree.random(&random), Tree.random(&random)])
            var writer = JSONWriter()
            tree.write(to: &writer)
            #expect(try parser.parse(writer.bytes) { Tree($0) } == tree)
            let judged = try JSONSerialization.jsonObject(with: Data(writer.bytes))
            #expect(tree.agrees(with: judged), "\(String(decoding: writer.bytes, as: UTF8.self))")
        }
    }
}

@Suite("A JSON text that is not good as a whole")
struct JSONPiecesTests {
    static func split(_ text: String) -> (pieces: [String], broken: SyntaxError?) {
        let bytes = Array(text.utf8)
        let found = bytes.withUnsafeBufferPointer(JSONPieces.split)
        return (found.whole.map { String(decoding: bytes[$0], as: UTF8.self) }, found.broken)
    }

    @Test(
        "gives its objects",
        arguments: [
            (#"{}"#, [#"{}"#]),
            (#"[{"a":[{}]},{}]"#, [#"{"a":[{}]}"#, "{}"]),
            (#"{"a":1} {"b":2}"#, [#"{"a":1}"#, #"{"b":2}"#]),
            (#"[{"a":1}] [{"b":2}]"#, [#"{"a":1}"#, #"{"b":2}"#]),
            (#"{"a":1}[{"b":2}]"#, [#"{"a":1}"#, #"{"b":2}"#]),
            (#"[[{"a":1}]]"#, [#"{"a":1}"#]),
            (#"{"a":"}\"{\\"}"#, [#"{"a":"}\"{\\"}"#]),
            ("{\"a\":1}\u{0}\n", [#"{"a":1}"#]),
        ])
    func whole(text: String, pieces: [String]) {
        let found = Self.split(text)
        #expect(found.pieces == pieces)
        #expect(found.broken == nil)
    }

    @Test(
        "says what is neither, and where",
        arguments: [
            (#"{"a":1}{"b":"#, [#"{"a":1}"#], 7),
            (#"[{"a":1},{"b"#, [#"{"a":1}"#], 9),
            (#"[{"a":1},"#, [#"{"a":1}"#], 9),
            (#"[{"a":1}"#, [#"{"a":1}"#], 8),
            (#"{"a":1} oops {"b":2}"#, [#"{"a":1}"#, #"{"b":2}"#], 8),
            (#"[{"a":1},nonsense,{"b":2}]"#, [#"{"a":1}"#, #"{"b":2}"#], 9),
            (#"["{",{"a":1}]"#, [#"{"a":1}"#], 1),
            (#"{"a":1}}{"b":2}"#, [#"{"a":1}"#, #"{"b":2}"#], 7),
            (#"{"a":1} he said "x {"b":2}"#, [#"{"a":1}"#, #"{"b":2}"#], 8),
            (#"[}, {"a":1}]"#, [#"{"a":1}"#], 1),
            ("[1,2]", [], 1), ("", [], 0), ("plain words", [], 0), (#"{"a"#, [], 0),
        ] as [(String, [String], Int)])
    func broken(text: String, pieces: [String], offset: Int) {
        let found = Self.split(text)
        #expect(found.pieces == pieces)
        #expect(found.broken?.offset == offset)
    }

    @Test("is told as cut off wherever it ends, and gives every object before")
    func truncated() {
        let whole = [#"{"a":{"b":[1]}}"#, #"{"c":"]}"}"#, #"{"d":2}"#]
        let text = "[\(whole.joined(separator: ","))]"
        let ends = [16, 27, 35]
        for length in 1..<text.utf8.count {
            let found = Self.split(String(text.prefix(length)))
            #expect(found.broken != nil)
            #expect(found.pieces == Array(whole.prefix(ends.count { $0 <= length })))
        }
        #expect(Self.split(text).broken == nil)
    }

    @Test("nested deep costs no stack")
    func deep() {
        let found = Self.split(String(repeating: "{\"a\":", count: 100_000))
        #expect(found.pieces.isEmpty)
        #expect(found.broken?.offset == 0)
    }
}
