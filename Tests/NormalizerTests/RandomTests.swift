import Normalizer
import Records
import TestSupport
import Testing

/// Text made of what upsets parsers: tags, escapes, TeX, dashes, marks, halves of things, random bytes.
struct Noise {
    private var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let pieces = [
        "<", ">", "<i>", "</i>", "<math", "<annotation>", "</annotation>", "<!--", "-->", "&", "&amp;", "&amp;amp;",
        "&lt;", "&gt;", "&#", "&#x110000;", "&#55296;", "&#0;", ";", "$", "$$", "\\", "\\'", "\\\"{", "\\alpha", "{",
        "}",
        "^", "_", "%", "%2F", "%C3", "%zz", "10.", "10.1000/", "/", "(", ")", "[", "]", "doi:", "http://",
        "https://doi.org/",
        "PMC", "S-", "E-MTAB-", "-", "–", ".", ",", " ", "\u{A0}", "\u{200B}", "\u{301}", "e\u{301}", "\n", "\t",
        "\u{0}",
        "\u{FFFF}", "a", "Z", "ß", "ﬁ", "İ", "心", "한", "\u{1100}", "\u{1F468}\u{200D}\u{1F469}", "van", "de", "Jr.",
        "AB",
        "the", "2004", "2541", "13", "99999999999999999999", "Jan", "Sep-01", "x", "X", "RETRACTED: ", "@", "#", "?",
        "\"",
    ]

    mutating func text() -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...12, using: &random) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0:
                let bytes = (0..<Int.random(in: 1...8, using: &random)).map { _ in
                    UInt8.random(in: 0...255, using: &random)
                }
                text += String(decoding: bytes, as: UTF8.self)
            case 1:
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) {
                    text.unicodeScalars.append(scalar)
                }
            default: text += Self.pieces[Int.random(in: 0..<Self.pieces.count, using: &random)]
            }
        }
        return text
    }

    mutating func texts() -> [String] { (0..<Int.random(in: 0...2, using: &random)).map { _ in text() } }

    mutating func number() -> Int {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: Int.random(in: Int.min...Int.max, using: &random)
        case 1: Int.random(in: -40...40, using: &random)
        default: Int.random(in: 900...2700, using: &random)
        }
    }

    mutating func record() -> SourceRecord {
        var said = SourceRecord(source: "noise", key: text())
        said.type = text()
        said.subtype = text()
        said.titles = texts()
        said.subtitles = texts()
        said.originalTitles = texts()
        said.identifiers = texts().map {
            SourceIdentifier(scheme: ["doi", "pmid", "isbn", "url", $0].randomElement(using: &random) ?? "", value: $0)
        }
        for _ in 0..<2 {
            said.contributors.append(
                SourceContributor(
                    role: text(), given: Bool.random(using: &random) ? text() : nil,
                    family: Bool.random(using: &random) ? text() : nil,
                    suffix: Bool.random(using: &random) ? text() : nil,
                    name: Bool.random(using: &random) ? text() : nil,
                    isGroup: [true, false, nil].randomElement(using: &random) ?? nil,
                    orcid: text(), affiliations: texts()))
        }
        said.authorList = text()
        said.containerTitles = texts()
        said.shortContainerTitles = texts()
        said.issns = texts()
        said.isbns = texts()
        said.publisher = text()
        said.volume = text()
        said.issue = text()
        said.pages = text()
        said.articleNumber = text()
        said.dates = ["issued", "published-online", "publicationYear", "release"].map {
            SourceDate(
                kind: $0, parts: Bool.random(using: &random) ? [number(), number(), number()] : [], text: text())
        }
        said.abstracts = texts()
        said.languages = texts()
        said.keywords = texts()
        said.relations = texts().map {
            SourceRelation(
                type: ["cites", "update-to:" + $0, $0].randomElement(using: &random) ?? "", scheme: "doi", target: $0)
        }
        said.url = text()
        return said
    }
}

@Suite("Noise")
struct RandomTests {
    @Test("never traps, and gives the same record twice", arguments: 0..<8 as Range<UInt64>)
    func neverTraps(seed: UInt64) {
        var noise = Noise(seed: seed)
        for _ in 0..<250 {
            let said = noise.record()
            #expect(said.normalized == said.normalized)
        }
    }

    @Test("gives records that keep their promises", arguments: 100..<104 as Range<UInt64>)
    func promises(seed: UInt64) {
        var noise = Noise(seed: seed)
        for _ in 0..<250 {
            let record = noise.record().normalized
            #expect(record.identifiers == Set(record.identifiers).sorted())
            #expect(record.relations == Set(record.relations).sorted())
            #expect(Set(record.kept).count == record.kept.count)
            #expect(record.container.issns.allSatisfy { IdentifierParser.issn($0) == $0 })
            #expect(record.container.isbns.allSatisfy { IdentifierParser.isbn($0) == $0 })
            #expect(record.contributors.allSatisfy { $0.name.literal != nil || $0.name.family?.isEmpty == false })
            if let date = record.issued?.value {
                #expect((1000...2100).contains(date.year))
                #expect((1...12).contains(date.month ?? 1))
                #expect((1...31).contains(date.day ?? 1))
            }
            for text in [record.title, record.subtitle, record.pages, record.volume].compactMap({ $0 }) {
                // A combining mark may stand on a space.
                #expect(text.first?.isWhitespace == false, "\(text.debugDescription)")
                #expect(text.unicodeScalars.last?.properties.isWhitespace == false, "\(text.debugDescription)")
            }
        }
    }

    @Test("that is read as a DOI, an ISSN or an ISBN reads the same again", arguments: 200..<204 as Range<UInt64>)
    func identifiers(seed: UInt64) {
        var noise = Noise(seed: seed)
        var read = 0
        for _ in 0..<2000 {
            let text = noise.text()
            for parsed in [IdentifierParser.doi(text), IdentifierParser.doi("10.1000/" + text)].compactMap({ $0 }) {
                read += 1
                #expect(parsed.hasPrefix("10."))
                // A name may hold what looks like an escape once the first is undone.
                if !parsed.contains("%"), !parsed.contains("&") { #expect(IdentifierParser.doi(parsed) == parsed) }
            }
            if let issn = IdentifierParser.issn(text) { #expect(IdentifierParser.issn(issn) == issn) }
            if let parsed = IdentifierParser.parse(text), parsed.scheme != .url {
                #expect(!parsed.value.isEmpty)
            }
        }
        #expect(read > 100)
    }
}
