import Formats
import TestSupport
import Testing

/// A text that stands in a page's body, and what a reader sees of it.
struct SeenText: Sendable, CustomTestStringConvertible {
    var html: String
    var blocks: [String]

    var testDescription: String { html }

    init(_ html: String, _ blocks: [String]) {
        self.html = html
        self.blocks = blocks
    }
}

@Suite("An HTML page")
struct HTMLPageTests {
    static func page(_ html: String) -> HTMLPage { HTMLPage(Array(html.utf8)) }

    static let seen: [SeenText] = [
        SeenText("<p>One<p>Two", ["One", "Two"]),
        SeenText("<p>One <b>bold</b>, <i>x</i><sub>2</sub></p>", ["One bold, x2"]),
        SeenText("a<br>b<br/>c", ["a", "b", "c"]),
        SeenText("<p>1 < 2 and 3 > 2</p>", ["1 < 2 and 3 > 2"]),
        SeenText("<p>p <0.05 & q</p>", ["p <0.05 & q"]),
        SeenText(
            "<p>R&amp;D, R&amp D, &eacute;&#233;&#xE9; &alpha; &unknown; &#150;</p>", ["R&D, R& D, ééé α &unknown; –"]),
        SeenText("<p>a&nbsp;b \n\t c\u{3000}d</p>", ["a b c d"]),
        SeenText("<p>a<!-- <p>b</p> -->c<!-->d<!--->e</p>", ["acde"]),
        SeenText("<p>a<script>if (1 < 2) document.write('</p><p>b')</script>c", ["ac"]),
        SeenText("<p>a<script>'</scripty>'</script>c", ["ac"]),
        SeenText("<p>a<style>p { color: red }</style>b</P>c", ["ab", "c"]),
        SeenText("<p>a<SCRIPT>x</Script >b", ["ab"]),
        SeenText("<script>never closed <p>a</p>", []),
        SeenText("<p>a<!-- never closed <p>b</p>", ["a"]),
        SeenText("<p>a</p><p title=\"never closed>b</p>", ["a"]),
        SeenText("<p>a</p x='>'>b", ["a", "b"]),
        SeenText("<p>a<img alt='1 > 2'>b</p>", ["ab"]),
        SeenText("</p></div><p>a", ["a"]),
        SeenText("<p>a<", ["a<"]), SeenText("<p>a</", ["a</"]), SeenText("<p>a<b", ["a"]), SeenText("", []),
        SeenText("<p>a<?php echo '<p>' ?>b</p>", ["a' ?>b"]),
        SeenText("<textarea><p>a</p></textarea>b", ["b"]),
    ]

    @Test("shows the text that a browser shows, block by block", arguments: seen)
    func text(_ sample: SeenText) {
        #expect(Self.page(sample.html).blocks.map(\.text) == sample.blocks)
    }

    @Test("names its metas by name and by property, in order")
    func metas() {
        let page = Self.page(
            """
            <META NAME=citation_title CONTENT=One><meta content='Two &amp; a half' property="OG:Title"/>
            <meta name="dc.creator" content=""><meta name=x><meta content=y>
            <meta name="twitter:title" property="og:title" content="Three"/><meta name=saved value="Four">
            <meta name='a' name='b' content='first name counts'><meta http-equiv=refresh content="0; url=/x">
            <meta itemprop="headline" content="not the page's own">
            """)
        #expect(
            page.metas.map { [$0.name, $0.content] } == [
                ["citation_title", "One"], ["og:title", "Two & a half"], ["dc.creator", ""],
                ["twitter:title", "Three"], ["og:title", "Three"], ["saved", "Four"], ["a", "first name counts"],
                ["refresh", "0; url=/x"],
            ])
        #expect(page.contents("og:title") == ["Two & a half", "Three"])
        #expect(page.contents("dc.creator") == [])
        #expect(page.properties.map { [$0.name, $0.content] } == [["headline", "not the page's own"]])
    }

    @Test("tells its language, title, base, times, links and data")
    func parts() {
        let page = Self.page(
            """
            <!doctype html><html lang=de-CH><head><base href="/app/"><title> A
            &quot;title&quot; <em>x</em></title><title>Another</title>
            <link rel="Canonical" href="https://example.org/?a=1&amp;b=2"><link rel=icon><link href=x>
            <script type="application/ld+json">{"a": "<b>"}</script><script type='application/ld+json; charset=utf-8'>[]
            </script><script>var a;</script></head><body><nav><a href=/home>Home</a></nav>
            <p>See <a rel="author external" href='https://doi.org/10.5555/a'>the <b>paper</b></a>, <a name=x>no link</a>
            <time datetime="2024-03-26">today</time><aside><p>Ad</p></aside></p><footer>Imprint</footer>
            <span class="Z3988" title="ctx_ver=Z39.88-2004&amp;rft_id=info:doi/10.5555/b"></span>
            """)
        #expect(page.language == "de-CH")
        #expect(page.title == "A \"title\" <em>x</em>")
        #expect(page.base == "/app/")
        #expect(page.times == ["2024-03-26"])
        #expect(page.linkedData == [#"{"a": "<b>"}"#, "[]\n"])
        #expect(
            page.links.map { [$0.element, $0.rel, $0.href, $0.text] } == [
                ["link", "canonical", "https://example.org/?a=1&b=2", ""], ["a", "", "/home", "Home"],
                ["a", "author external", "https://doi.org/10.5555/a", "the paper"],
                ["span", "", "ctx_ver=Z39.88-2004&rft_id=info:doi/10.5555/b", ""],
            ])
        #expect(page.links.map(\.isAside) == [false, true, false, false])
        #expect(
            page.blocks.map { [$0.element, $0.text, $0.isAside ? "aside" : ""] } == [
                ["nav", "Home", "aside"], ["p", "See the paper, no link today", ""], ["p", "Ad", "aside"],
                ["footer", "Imprint", "aside"],
            ])
    }

    static let encodings: [(story: String, bytes: [UInt8], charset: String?)] = [
        ("UTF-8", Array("<p>Größe –".utf8), nil),
        ("a byte order mark", [0xEF, 0xBB, 0xBF] + Array("<p>Größe –".utf8), "iso-8859-1"),
        ("UTF-8 that claims to be Latin-1", Array("<meta charset=iso-8859-1><p>Größe –".utf8), "iso-8859-1"),
        ("UTF-16, little endian", XMLTreeTests.utf16("<p>Größe –", bigEndian: false), nil),
        ("UTF-16, big endian", XMLTreeTests.utf16("<p>Größe –", bigEndian: true), nil),
        ("Windows-1252 that says nothing", Array("<p>Gr".utf8) + [0xF6, 0xDF, 0x65, 0x20, 0x96], nil),
        (
            "Windows-1252 that says Latin-1",
            Array("<meta http-equiv=Content-Type content='text/html; charset=ISO-8859-1'><p>Gr".utf8)
                + [0xF6, 0xDF, 0x65, 0x20, 0x96], nil
        ),
        (
            "Windows-1250 of which the server says so", Array("<p>Gr".utf8) + [0xF6, 0xDF, 0x65, 0x20, 0x96],
            "windows-1250"
        ),
    ]

    @Test("is read in the encoding it is in, whatever it claims", arguments: encodings)
    func encoding(_ sample: (story: String, bytes: [UInt8], charset: String?)) {
        #expect(HTMLPage(sample.bytes, charset: sample.charset).blocks.map(\.text) == ["Größe –"])
    }

    static let eastern: [(String, [UInt8], String)] = [
        ("windows-1251", [0xCF, 0xF0, 0xE8], "При"), ("koi8-r", [0xF0, 0xD2, 0xC9], "При"),
        ("shift_jis", [0x93, 0xFA, 0x96, 0x7B], "日本"),
        ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x46, 0x7C, 0x4B, 0x5C, 0x1B, 0x28, 0x42], "日本"),
        ("gb2312", [0xD6, 0xD0, 0xCE, 0xC4], "中文"), ("big5", [0xA4, 0xA4, 0xA4, 0xE5], "中文"),
        ("euc-kr", [0xC7, 0xD1], "한"), ("iso-8859-15", [0xA4], "€"), ("iso-8859-2", [0xB3], "ł"),
    ]

    @Test("in the encoding that it declares is read in it", arguments: eastern)
    func declared(_ name: String, _ bytes: [UInt8], _ text: String) {
        let page = HTMLPage(Array("<meta charset=\"\(name.uppercased())\"><p>".utf8) + bytes)
        #expect(page.blocks.map(\.text) == [text])
    }

    @Test("is told from other texts that begin with a tag")
    func looks() {
        for html in [
            "<!DOCTYPE html>", "<!doctypehtml><html>", " \n<html>", "\u{FEFF}<!doctype HTML PUBLIC",
            "<!-- saved --><html>", "<head><title>",
            "<?xml version='1.0'?><!DOCTYPE html PUBLIC>", "<div>", "<meta charset=utf-8>",
        ] {
            #expect(HTMLPage.looksLikeOne(ArraySlice(html.utf8)), "\(html)")
        }
        for other in [
            "", "words", "{\"html\": \"<html>\"}", "<records/>", "<?xml version='1.0'?><records>", "<header>",
            "<metadata>", "<division/>", "<htmlish/>", "<titles>", "<!-- x --><feed>",
        ] {
            #expect(!HTMLPage.looksLikeOne(ArraySlice(other.utf8)), "\(other)")
        }
    }

    static let sample = Array(
        #"""
        <!DOCTYPE html><html lang="en"><head><title>A &amp; B</title><meta name="citation_title" content="A">
        <script type="application/ld+json">{"@type":"Dataset"}</script></head><body><h1>A</h1><!-- x --><p class='y'>See
        <a href="https://doi.org/10.5555/a">this</a>.</p><footer><time datetime="2024">x</time></footer></body></html>
        """#.utf8)

    @Test("cut off, changed or made at random never traps", arguments: 0..<4 as Range<UInt64>)
    func mutated(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let signs = Array(#"<>/&;"'=!-?[]#x"#.utf8) + [0, 0x80, 0xFF, 0xC3]
        for round in 0..<600 {
            var damaged = Self.sample
            switch round % 3 {
            case 0: damaged.removeLast(Int.random(in: 0...damaged.count, using: &random))
            case 1:
                for _ in 0..<Int.random(in: 1...6, using: &random) {
                    damaged[Int.random(in: damaged.indices, using: &random)] =
                        signs.randomElement(using: &random) ?? 0
                }
            default:
                damaged = (0..<Int.random(in: 0...120, using: &random)).map { _ in
                    Bool.random(using: &random)
                        ? signs.randomElement(using: &random) ?? 0 : UInt8.random(in: 0...255, using: &random)
                }
            }
            let page = HTMLPage(damaged)
            // Read twice, it says the same.
            #expect(HTMLPage(damaged) == page)
            #expect(page.blocks.allSatisfy { !$0.text.isEmpty })
            _ = HTMLPage.looksLikeOne(damaged[...])
        }
    }

    static let hostile = [
        "<", "<a", "<a href=", "<a href='x'>", "<div>", "<p ", "<!--", "<!", "<![CDATA[", "</", "</p", "<script>",
        "<title>", "</script", "&", "&amp", "&#", "<meta name=x content=y>", "<p x='", "<p x=\"y\" ", "= ", "<nav>",
        "<x y=z ", "<?", "charset=", "<script>-->", "<a>&lt;",
    ]

    @Test("takes time in proportion to its length, whatever is repeated", .timeLimit(.minutes(10)), arguments: hostile)
    func linear(_ piece: String) {
        let bytes = Array(String(repeating: piece, count: 100_000 / piece.utf8.count).utf8)
        let page = HTMLPage(bytes)
        #expect(page.metas.count <= HTMLPage.mostParts)
        #expect(page.links.count <= HTMLPage.mostParts)
        #expect(page.blocks.count <= HTMLPage.mostParts)
    }
}
