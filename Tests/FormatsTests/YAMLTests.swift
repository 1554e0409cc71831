import Formats
import Testing

@Suite("YAML")
struct YAMLTests {
    static func json(_ text: String) throws -> String {
        String(decoding: try YAMLText.json(Array(text.utf8)), as: UTF8.self)
    }

    @Test(
        "becomes JSON, its scalars as written",
        arguments: [
            ("- id: a\n  type: book\n", #"[{"id":"a","type":"book"}]"#),
            (
                "language: no\nedition: 1.10\npage: 010\nvolume: 12\n",
                #"{"language":"no","edition":"1.10","page":"010","volume":12}"#
            ),
            (
                "a: 2019-05-03\nb: yes\nc: true\nd: ~\ne: '12'\n",
                #"{"a":"2019-05-03","b":"yes","c":true,"d":null,"e":"12"}"#
            ),
            ("issued:\n  date-parts:\n  - - 2019\n    - 5\n", #"{"issued":{"date-parts":[[2019,5]]}}"#),
            ("abstract: |\n  One *line*\n  two: lines\n", #"{"abstract":"One *line*\ntwo: lines\n"}"#),
            ("---\nreferences:\n- {id: x, title: 'A: B'}\n...\n", #"{"references":[{"id":"x","title":"A: B"}]}"#),
            ("a: 1\n---\nb: -2\n", #"[{"a":1},{"b":-2}]"#),
        ])
    func writes(text: String, expected: String) throws { #expect(try Self.json(text) == expected) }

    @Test("that would grow beyond all memory is refused")
    func laughs() {
        var text = "a0: &a0 [ha, ha]\n"
        for level in 1...30 {
            text += "a\(level): &a\(level) [\((0..<9).map { _ in "*a\(level - 1)" }.joined(separator: ", "))]\n"
        }
        let error = #expect(throws: SyntaxError.self) { try Self.json(text) }
        #expect(error?.what == "YAML that uses names for parts of itself more than 20 times")
        #expect(throws: SyntaxError.self) { try Self.json(String(repeating: "[", count: 100_000)) }
        #expect(throws: SyntaxError.self) {
            try Self.json(String(repeating: "[", count: 300) + String(repeating: "]", count: 300))
        }
        #expect(throws: SyntaxError.self) { try Self.json("? [a, b]\n: c\n") }
    }

    @Test("is cut into items, of which one may be broken")
    func items() throws {
        let text =
            "---\nreferences:\n- id: a\n  title: |\n    - no item\n- id: b\n  id: b\n- id: c\n  author:\n  - family: X\n...\n"
        let items = YAMLText.items(Array(text.utf8))
        #expect(items.map(\.line) == [3, 6, 8])
        #expect(
            items.map { (try? $0.json.get()).map { String(decoding: $0, as: UTF8.self) } } == [
                #"{"id":"a","title":"- no item\n"}"#, nil, #"{"id":"c","author":[{"family":"X"}]}"#,
            ])
        #expect(YAMLText.items(Array("a: b\n".utf8)).count == 1)
    }

    @Test(
        "is told by its first lines",
        arguments: [
            ("- id: a\n", true), ("---\nreferences:\n- id: x\n", true), ("# words\n\n  - title: x\n", true),
            ("references:\n  - type: book\n", true), ("- milk\n- bread: white\n", false), ("title: x\n", false),
            ("", false),
            ("@article{x,\n", false), ("TY  - JOUR\n", false),
        ])
    func recognized(text: String, expected: Bool) {
        #expect(Array(text.utf8).withUnsafeBufferPointer(YAMLText.recognizes) == expected)
    }
}
