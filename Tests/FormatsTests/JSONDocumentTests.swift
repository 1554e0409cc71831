import Formats
import Foundation
import TestSupport
import Testing

@Suite("A JSON text")
struct JSONDocumentTests {
    static func tree(_ text: String) throws -> Tree { try JSONParser().parse(Array(text.utf8)) { Tree($0) } }

    static let sample = """
        {"DOI":"10.5555/a","title":["Größe \\u0026 \\"Maß\\"","\\ud83d\\ude00"],"n":[0,-1,2.5,1e3,18446744073709551615],\
        "author":[{"family":"Ibid","given":"Op."},{"name":"Group","x":null}],"empty":{},"none":[],"t":true,"f":false}
        """

    @Test("gives what it says")
    func reads() throws {
        try JSONParser().parse(Array(Self.sample.utf8)) { root in
            #expect(root["DOI"]?.string == "10.5555/a")
            #expect(root["title"]?.elements.map(\.string) == ["Größe & \"Maß\"", "😀"])
            #expect(root["n"]?.elements.map(\.text) == ["0", "-1", "2.5", "1000", "18446744073709551615"])
            #expect(root["n"]?.elements.map(\.int) == [0, -1, nil, 1000, nil])
            #expect(root["author"]?.elements.map { $0["family"]?.string ?? $0["name"]?.string } == ["Ibid", "Group"])
            #expect(root["t"]?.bool == true)
            #expect(root["f"]?.text == "false")
            #expect(root["empty"]?.kind == .object)
            #expect(root["missing"] == nil)
            #expect(root["author"]?["family"] == nil)
            #expect(root["title"]?.string == nil)
            var keys: [String] = []
            for (key, _) in root.fields { keys.append(key.string) }
            #expect(keys == ["DOI", "title", "n", "author", "empty", "none", "t", "f"])
        }
    }

    @Test("counts a value that is no list as a list of one, and null as none")
    func lists() throws {
        try JSONParser().parse(Array(#"{"a":"x","b":null,"c":[],"d":[null,1]}"#.utf8)) { root in
            #expect(root["a"]?.elements.map(\.string) == ["x"])
            #expect(root["b"] == nil)
            #expect(root["c"]?.elements.map(\.text) == [])
            #expect(root["d"]?.elements.map(\.isNull) == [true, false])
            #expect(root["a"]?.members.map(\.key) == [])
        }
    }

    @Test(
        "is written again as it was said, but for white space and escapes",
        arguments: [
            #"{"a":1,"b":[true,false,null],"a":2}"#, #"[18446744073709551615,-9223372036854775808,0.1]"#, #""""#,
            "[[[[]]]]", #"{"":{"":""}}"#,
        ])
    func serialized(text: String) throws {
        let spaced = "\n\t " + text + " \r\n"
        #expect(try JSONParser().parse(Array(spaced.utf8)) { $0.serialized() } == Array(text.utf8))
    }

    @Test("that names a member twice gives the first, and says which name it was")
    func duplicates() throws {
        try JSONParser().parse(Array(#"{"a":1,"b":{"c":1,"c":2},"a":3}"#.utf8)) { root in
            #expect(root["a"]?.int == 1)
            #expect(root.duplicateKey() == "a")
            #expect(root["b"]?.duplicateKey() == "c")
            #expect(root["a"]?.duplicateKey() == nil)
        }
        #expect(try JSONParser().parse(Array(#"{"é":1,"e\u0301":2}"#.utf8)) { $0.duplicateKey() } == nil)
    }

    @Test("has no member of a name that its filter rules out")
    func filter() throws {
        let names: [StaticString] = [
            "DOI", "title", "n", "author", "empty", "none", "t", "f", "", "x", "doi", "titles",
        ]
        try JSONParser().parse(Array(Self.sample.utf8)) { root in
            let filter = JSONKeyFilter(of: root)
            for name in names where root[name] != nil { #expect(filter.mayHold(name)) }
            #expect(names.contains { !filter.mayHold($0) })
            let none = JSONKeyFilter(of: root["none"] ?? root)
            #expect(!names.contains { none.mayHold($0) })
        }
    }

    @Test("of very many members is searched for a name that occurs twice without going through them for each")
    func manyMembers() throws {
        var writer = JSONWriter()
        writer.beginObject()
        for index in 0..<20_000 { writer.member("k\(index)", index) }
        let open = writer
        writer.endObject()
        #expect(try JSONParser().parse(writer.bytes) { $0.duplicateKey() } == nil)
        for key in ["k0", "k63", "k19999"] {
            var twice = open
            twice.member(key, 1)
            twice.endObject()
            #expect(try JSONParser().parse(twice.bytes) { $0.duplicateKey() } == key)
        }
    }

    @Test(
        "nested deeper than is read is refused, and the parser goes on",
        arguments: [("[", "]"), (#"{"a":"#, "}"), (#"[{"a":"#, "}]")])
    func nesting(open: String, close: String) throws {
        let parser = JSONParser()
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)).utf8)
        }
        #expect(throws: SyntaxError.self) {
            try parser.parse(Array(String(repeating: open, count: 100_000).utf8)) { _ in }
        }
        #expect(throws: SyntaxError.self) { try parser.parse(nested(100_000)) { _ in } }
        let shallow = nested(JSONParser.maximumDepth / 2 - 2)
        #expect(try parser.parse(shallow) { $0.serialized() } == shallow)
    }

    @Test(
        "that is none is refused",
        arguments: [
            "", " ", "{", "nul", "{\"a\"}", "{\"a\":1,}", "[1,]", "[1 2]", "{a:1}", "'a'", "\"\\x\"", "\"a\nb\"",
            "01", "+1", "1.", ".5", "1e", "NaN", "Infinity", "{} {}", "<html></html>", "\u{0}", "{\"a\":1}\u{0}",
            "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\u0041\"", "\"\\ud800", "[\"\u{1}\"]", "\u{FFFE}{}",
        ])
    func refused(text: String) {
        #expect(throws: SyntaxError.self) { try JSONParser().parse(Array(text.utf8)) { _ in } }
    }

    /// Latin-1, a sequence cut off, one too long, a surrogate, beyond the last plane, a lone continuation, no byte of any.
    static let wrongBytes: [[UInt8]] = [
        [0xE9], [0xE2, 0x82], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80], [0xFF],
    ]

    @Test("in no UTF-8 is refused", arguments: wrongBytes)
    func wrongEncoding(bytes: [UInt8]) {
        let text = Array(#"{"a":""#.utf8) + bytes + Array(#""}"#.utf8)
        #expect(throws: SyntaxError.self) { try JSONParser().parse(text) { _ in } }
    }

    @Test("in UTF-16 is refused")
    func utf16() throws {
        for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf16] {
            let text = try #require(Self.sample.data(using: encoding))
            #expect(throws: SyntaxError.self) { try JSONParser().parse([UInt8](text)) { _ in } }
        }
    }

    @Test("holds a NUL where it is escaped")
    func escapedNUL() throws {
        #expect(try Self.tree(#"["a\u0000b"]"#) == .array([.string("a\u{0}b")]))
    }

    @Test(
        "with a number too large for any type is refused or read as a fraction, never wrapped",
        arguments: [
            ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
            ("9223372036854775808", "9223372036854775808"), ("1e300", "1e+300"), ("-0.0", "0"),
            ("99999999999999999999999", nil), ("1e999", nil), (String(repeating: "9", count: 400), nil),
        ] as [(String, String?)])
    func bigNumbers(text: String, read: String?) throws {
        guard let read else {
            #expect(throws: SyntaxError.self) { try Self.tree(text) }
            return
        }
        #expect(try JSONParser().parse(Array(text.utf8)) { $0.text } == read)
    }

    @Test("cut off at any byte is refused")
    func truncated() {
        let bytes = Array(Self.sample.utf8)
        let parser = JSONParser()
        for length in bytes.indices {
            #expect(throws: SyntaxError.self) { try parser.parse(Array(bytes[..<length])) { _ in } }
        }
    }

    /// Goes through everything there is, the way readers do.
    static func walk(_ value: JSONValue) -> Int {
        var count = 1 + (value.text?.utf8.count ?? 0) + (value.duplicateKey() == nil ? 0 : 1)
        count += value["title"] == nil ? 0 : 1
        for element in value.elements where value.kind == .array { count += walk(element) }
        for (key, member) in value.members { count += key.utf8.count + walk(member) }
        return count
    }

    @Test(
        "with bytes changed at random never traps, and is read the same when written again",
        arguments: 0..<4 as Range<UInt64>)
    func mutated(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bytes = Array(Self.sample.utf8)
        let signs = Array(#"{}[]",:\u0019eE.-"#.utf8) + [0, 0x80, 0xFF, 0xC3]
        let parser = JSONParser()
        var good = 0
        for _ in 0..<1000 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: damaged.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged.remove(at: place)
                case 1: damaged.insert(signs.randomElement(using: &random) ?? 0, at: place)
                default: damaged[place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            let found = try? parser.parse(damaged) { (Tree($0), $0.serialized(), Self.walk($0)) }
            guard let (tree, serialized, _) = found else { continue }
            good += 1
            #expect(try parser.parse(serialized) { Tree($0) } == tree)
        }
        #expect(good > 10)
    }

    @Test("of random bytes never traps", arguments: 0..<4 as Range<UInt64>)
    func noise(seed: UInt64) {
        var random = SeededGenerator(seed: 100 + seed)
        let signs = Array(#"{}[]",:\u0019eE.-tfn "#.utf8)
        let parser = JSONParser()
        for round in 0..<1500 {
            let bytes = (0..<Int.random(in: 0...90, using: &random)).map { _ in
                round % 2 == 0
                    ? UInt8.random(in: 0...255, using: &random) : signs.randomElement(using: &random) ?? 0
            }
            _ = try? parser.parse(bytes) { Self.walk($0) }
            bytes.withUnsafeBufferPointer { buffer in
                for piece in JSONPieces.split(buffer).whole { #expect(buffer[piece].first == UInt8(ascii: "{")) }
            }
        }
    }
}
