import Formats
import TestSupport
import Testing

/// What an XML text says of its first `title` element, or why it cannot be read.
struct XMLCase: Sendable, CustomTestStringConvertible {
    var story: String
    var bytes: [UInt8]
    /// Nil where the text must be refused.
    var title: String?

    var testDescription: String { story }

    init(_ story: String, _ text: String, _ title: String?) {
        self.init(story, Array(text.utf8), title)
    }

    init(_ story: String, _ bytes: [UInt8], _ title: String?) {
        self.story = story
        self.bytes = bytes
        self.title = title
    }
}

@Suite("An XML text")
struct XMLTreeTests {
    static func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
        [bigEndian ? 0xFE : 0xFF, bigEndian ? 0xFF : 0xFE]
            + text.utf16.flatMap { unit in
                let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
                return bigEndian ? [high, low] : [low, high]
            }
    }

    static let cases: [XMLCase] = [
        XMLCase("plain", "<a><title>One</title></a>", "One"),
        XMLCase("a prefix is no part of a name", "<x:a xmlns:x='u'><x:title>One</x:title></x:a>", "One"),
        XMLCase("the five entities", "<a><title>&lt;i&gt; &amp; &quot;&apos;</title></a>", "<i> & \"'"),
        XMLCase("numbers of characters", "<a><title>&#233;&#x3b1;</title></a>", "éα"),
        XMLCase("CDATA", "<a><title><![CDATA[1 < 2 & 3]]></title></a>", "1 < 2 & 3"),
        XMLCase("inner elements", "<a><title>In <i>E. coli</i>, <sup>2</sup></title></a>", "In E. coli, 2"),
        XMLCase(
            "white space between words is kept, at the ends it is not", "<a><title>\n A <b>B</b> C\n</title></a>",
            "A B C"),
        XMLCase("comments and instructions are no text", "<a><title>A<!-- x --><?y z?>B</title></a>", "AB"),
        XMLCase("a byte order mark", [0xEF, 0xBB, 0xBF] + Array("<a><title>One</title></a>".utf8), "One"),
        XMLCase("UTF-16, little endian", utf16("<a><title>Größe</title></a>", bigEndian: false), "Größe"),
        XMLCase("UTF-16, big endian", utf16("<a><title>Größe</title></a>", bigEndian: true), "Größe"),
        XMLCase(
            "ISO-8859-1, as it declares",
            Array("<?xml version='1.0' encoding='ISO-8859-1'?><a><title>Gr".utf8) + [0xF6, 0xDF]
                + Array("e</title></a>".utf8), "Größe"),
        XMLCase(
            "UTF-8 that is broken is repaired", Array("<a><title>Gr".utf8) + [0xF6] + Array("e</title></a>".utf8),
            "Gr\u{FFFD}e"),
        XMLCase(
            "an entity bomb stays as written",
            "<!DOCTYPE a [<!ENTITY x \"ha\"><!ENTITY y \"&x;&x;&x;\">]><a><title>&y;</title></a>", "&y;"),
        XMLCase(
            "an external entity is not fetched",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/hostname\">]><a><title>&x;</title></a>", "&x;"),
        XMLCase(
            "an external DTD is not fetched", "<!DOCTYPE a SYSTEM 'http://x.invalid/a.dtd'><a><title>A</title></a>", "A"
        ),
        XMLCase("XML 1.1", "<?xml version=\"1.1\"?><a><title>A</title></a>", "A"),
        XMLCase("an empty element has no text", "<a><title/></a>", ""),
        XMLCase("empty", "", nil), XMLCase("white space", " \n ", nil), XMLCase("words", "no XML here", nil),
        XMLCase("a comment alone", "<!-- x -->", nil),
        XMLCase("a tag that is not closed", "<a><title>One</title>", nil),
        XMLCase("tags that cross", "<a><title>One</a></title>", nil),
        XMLCase("a quote that is not closed", "<a x=\"1><title>One</title></a>", nil),
        XMLCase("a comment that is not closed", "<a><!-- <title>One</title></a>", nil),
        XMLCase("CDATA that is not closed", "<a><title><![CDATA[One</title></a>", nil),
        XMLCase("a DTD that is not closed", "<!DOCTYPE a [<!ENTITY x 'y'>", nil),
    ]

    @Test("gives what it says, or is refused", arguments: cases)
    func reads(_ sample: XMLCase) throws {
        let parser = XMLTreeParser()
        guard let title = sample.title else {
            #expect(throws: SyntaxError.self) { try parser.parse(sample.bytes) { _ in } }
            return
        }
        try parser.parse(sample.bytes) { root in
            #expect(root.is("a"))
            #expect(root["title"]?.text ?? "" == title)
        }
    }

    @Test("tells elements, attributes and markup apart")
    func parts() throws {
        let text = #"""
            <r:records count="2" xml:lang="en"><item n="1">a</item><other/><item n="2">b &lt; <i>c</i></item></r:records>
            """#
        try XMLTreeParser().parse(Array(text.utf8)) { root in
            #expect(root.name == "records")
            #expect(root.attribute("count") == "2")
            #expect(root.attribute("lang") == "en")
            #expect(root.attribute("missing") == nil)
            #expect(root["missing"] == nil)
            #expect(root.children.map(\.name) == ["item", "other", "item"])
            #expect(root.children("item").map { $0.attribute("n") } == ["1", "2"])
            #expect(root.children("item").map(\.markup) == ["a", "b &lt; <i>c</i>"])
            #expect(root["other"]?.text == nil)
            // A name that begins as another is not that other.
            #expect(root["ite"] == nil)
            #expect(root["items"] == nil)
        }
    }

    /// Goes through everything there is, the way readers do.
    static func walk(_ element: XMLTreeElement, _ depth: Int = 0) -> [String] {
        guard depth < 200 else { return [] }
        return [element.name, element.text ?? ""] + element.children.flatMap { walk($0, depth + 1) }
    }

    @Test("says the same when written again")
    func serialized() throws {
        let parser = XMLTreeParser()
        for sample in Self.cases where sample.title != nil {
            let (said, bytes) = try parser.parse(sample.bytes) { (Self.walk($0), $0.serialized()) }
            #expect(try parser.parse(bytes) { Self.walk($0) } == said)
        }
    }

    static let sample = Array(
        #"""
        <?xml version="1.0"?><!DOCTYPE set [<!ENTITY e "x">]><set a='1' b="2"><item id="1"><title>One &amp; <i>two</i></title>
        <!-- note --><text><![CDATA[a < b]]></text></item><item id="2"/></set>
        """#.utf8)

    @Test("cut off at any byte is refused")
    func truncated() {
        let parser = XMLTreeParser()
        for length in 0..<Self.sample.count {
            #expect(throws: SyntaxError.self) { try parser.parse(Array(Self.sample[..<length])) { _ in } }
        }
    }

    @Test("with bytes changed at random never traps", arguments: 0..<4 as Range<UInt64>)
    func mutated(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let signs = Array(#"<>/&;"'=![]-?"#.utf8) + [0, 0x80, 0xFF, 0xC3]
        let parser = XMLTreeParser()
        var good = 0
        for _ in 0..<600 {
            var damaged = Self.sample
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: damaged.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged.remove(at: place)
                case 1: damaged.insert(signs.randomElement(using: &random) ?? 0, at: place)
                default: damaged[place] = UInt8.random(in: 0...255, using: &random)
                }
            }
            if (try? parser.parse(damaged) { (Self.walk($0), $0.serialized(), $0.markup) }) != nil { good += 1 }
        }
        #expect(good > 10)
    }

    @Test("of random bytes never traps", arguments: 0..<4 as Range<UInt64>)
    func noise(seed: UInt64) {
        var random = SeededGenerator(seed: 100 + seed)
        let signs = Array(#"<>/&;"'=![]-?abx "#.utf8)
        let parser = XMLTreeParser()
        for round in 0..<1500 {
            let bytes = (0..<Int.random(in: 0...90, using: &random)).map { _ in
                round % 2 == 0
                    ? UInt8.random(in: 0...255, using: &random) : signs.randomElement(using: &random) ?? 0
            }
            _ = try? parser.parse(bytes) { Self.walk($0) }
        }
    }

    @Test("a million elements deep costs no stack, and what lies deeper than the limit is passed over")
    func deep() throws {
        let depth = 1_000_000
        let bytes =
            Array(String(repeating: "<a>", count: depth).utf8) + Array("x".utf8)
            + Array(String(repeating: "</a>", count: depth).utf8)
        let parser = XMLTreeParser()
        try parser.parse(bytes) { root in
            #expect(root.text == nil)
            #expect(root.serialized().count == bytes.count)
        }
        let opened = Array(bytes[..<(3 * depth)])
        #expect(throws: SyntaxError.self) { try parser.parse(opened) { _ in } }
    }

    @Test("of more tags than may be is refused before a tree is made")
    func wide() {
        let bytes = Array(String(repeating: "<a/>", count: XMLTreeParser.mostTags + 1).utf8)
        #expect(throws: SyntaxError("XML of more than \(XMLTreeParser.mostTags) tags and attributes")) {
            try XMLTreeParser().parse(bytes) { _ in }
        }
    }

    @Test("takes time in proportion to its length", .timeLimit(.minutes(10)))
    func linear() throws {
        let parser = XMLTreeParser()
        let attributes = "<a " + (0..<200_000).map { "x\($0)='\($0)'" }.joined(separator: " ") + "/>"
        #expect(try parser.parse(Array(attributes.utf8)) { $0.attribute("x199999") } == "199999")
        let children = "<a>" + String(repeating: "<b>x</b> ", count: 200_000) + "</a>"
        #expect(try parser.parse(Array(children.utf8)) { $0.text?.utf8.count } == 399_999)
        for hostile in ["<", "<!--", "<![CDATA[", "&", "&#", "<a ", "<!DOCTYPE a [", "]]>"] {
            let bytes = Array("<a>".utf8) + Array(String(repeating: hostile, count: 100_000).utf8)
            #expect(throws: SyntaxError.self) { try parser.parse(bytes) { _ in } }
        }
    }
}
