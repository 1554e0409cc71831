import Records
import TestSupport
import Testing

@testable import Normalizer

/// Text as sources write it, and as they nearly write it: made of whole words, so that much of it is plain.
private struct Words {
    var random: SeededGenerator

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    private static let names = [
        "Smith", "SMITH", "smith", "de", "van", "der", "De", "Da", "von", "la", "O'Neill", "d'Arcy", "McDonald",
        "García",
        "GARCÍA", "Łukasz", "Çelik", "øre", "Jean-Pierre", "Jean‐Pierre", "D’Angelo", "J", "J.", "JA", "J.A.", "J.-P.",
        "JAB", "JABC", "A.B", "D'A", "Jr", "Jr.", "III", "II", "Sr.", "PhD", "Ph.D.", "MD", "Dr", "Dr.", "Prof.", "The",
        "the", "of", "for", "and", "et", "al", "al.", "not", "Not", "available", "no", "author", "No", "Author",
        "Group", "Universität", "University", "Team", "Inc.", "Li", "Ng", "Oy", "E", "y", "'t", "-", ".", "心", "ñ",
        "Ñandú", "Anonymous", "Unknown", "Maria", "Ana", "Tariq", "Omar", "Ali", "2nd", "Ltd", "Hu.", "×", "Ŧ", "ŉa",
    ]

    private static let joints = [
        " ", " ", " ", " ", " ", " ", ", ", ", ", ",", "  ", "-", ".", "", "; ", "*", "(", ")",
    ]

    mutating func pick(_ texts: [String]) -> String { texts[Int.random(in: 0..<texts.count, using: &random)] }

    mutating func name() -> String {
        var text = pick(Self.names)
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            // Most names have spaces alone.
            text += Int.random(in: 0..<4, using: &random) == 0 ? pick(Self.joints) : " "
            text += pick(Self.names)
        }
        return Int.random(in: 0..<40, using: &random) == 0 ? " " + text + "," : text
    }

    mutating func doi() -> String {
        let head = pick([
            "", "", "", "https://doi.org/", "http://dx.doi.org/", "http://doi.org/", "https://www.x.org/", "doi:", "1",
            " ",
        ])
        let prefix = pick([
            "10.1000/", "10.1101/", "10.64898/", "10.5555.12/", "10.12/", "10.1038", "11.1000/", "10.48550/arXiv.",
        ])
        var tail = ""
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            tail += pick([
                "abc", "ABC", "12", "v2", ".", "-", "(03)", "<1::AID>", "?x=1", "#a", "%2F", "&amp;", "é", "/full",
                ".pdf", ".full", "/epdf", ".meta", "/html", "/summary", "full", "sfo", "/v1.full",
                "/abstract", "\"", " ", ";2-#", "_", "/", "10.1000/x", ")", "]",
            ])
        }
        return head + prefix + tail
    }

    mutating func pages() -> String {
        let heads = ["", "", "", "", "pp. ", "pp.", "p. ", "S", "e", " "]
        let dashes = ["-", "-", " - ", "–", " – ", "--", "~", "- ", "", ",", "\u{2010}"]
        let tails = ["", "", "", "", ".", " ", "a", "+", ", 9"]
        let first = Int.random(in: 0..<1500, using: &random)
        let length = pick(["1", "2", "3", "4"])
        let last = String((first + Int.random(in: -3..<40, using: &random)).magnitude)
        return pick(heads) + pick(["\(first)", "\(first)", "0\(first)", ""]) + pick(dashes)
            + pick([last, String(last.suffix(Int(length) ?? 1)), "\(first)", ""]) + pick(tails)
    }

    mutating func number(of groups: [Int], joint: String, heads: [String]) -> String {
        var text = pick(heads)
        for (index, group) in groups.enumerated() {
            if index > 0 { text += Int.random(in: 0..<20, using: &random) == 0 ? "" : joint }
            for _ in 0..<group { text += String(Int.random(in: 0...9, using: &random)) }
        }
        if Int.random(in: 0..<4, using: &random) == 0 { text = String(text.dropLast()) + pick(["X", "x", "0", "5"]) }
        return text
    }
}

@Suite("Plain text, told on its bytes")
struct PlainPathTests {
    @Test("gives the names that the long way gives", arguments: 0..<6 as Range<UInt64>)
    func names(seed: UInt64) {
        var words = Words(seed: seed)
        var plain = 0
        for _ in 0..<4000 {
            var said = SourceContributor()
            switch Int.random(in: 0..<5, using: &words.random) {
            case 0, 1: said.name = words.name()
            case 2: said.family = words.name()
            default:
                said.family = words.name()
                said.given = words.name()
            }
            if Int.random(in: 0..<20, using: &words.random) == 0 { said.name = words.name() }
            if Int.random(in: 0..<20, using: &words.random) == 0 { said.suffix = "Jr." }
            said.isGroup = [nil, nil, nil, false, true].randomElement(using: &words.random) ?? nil
            guard let name = Names.plainName(of: said) else { continue }
            plain += 1
            let repaired = Names.repairedName(of: said)
            #expect(repaired?.name == name && repaired?.isGroup == false, "\(said)")
        }
        // The plain way must be taken for the test to say anything.
        #expect(plain > 200)
    }

    @Test(
        "is what most names are",
        arguments: [
            SourceContributor(given: "Stephanie A.", family: "Carmack"),
            SourceContributor(given: "J.-P.", family: "Müller"),
            SourceContributor(name: "Tariq Omar Ali"), SourceContributor(name: "Levi LA"),
            SourceContributor(name: "García, M. Ángel"), SourceContributor(given: "Jan", family: "van der Berg"),
        ])
    func isPlain(said: SourceContributor) {
        #expect(Names.plainName(of: said) != nil)
        #expect(Names.plainName(of: said) == Names.repairedName(of: said)?.name)
    }

    @Test("gives the DOIs that the long way gives", arguments: 0..<6 as Range<UInt64>)
    func dois(seed: UInt64) {
        var words = Words(seed: seed)
        for _ in 0..<4000 {
            let text = words.doi()
            #expect(IdentifierParser.doi(text) == IdentifierParser.repairedDOI(text), "\(text)")
        }
    }

    @Test("gives the pages that the long way gives", arguments: 0..<6 as Range<UInt64>)
    func pages(seed: UInt64) {
        var words = Words(seed: seed)
        for _ in 0..<4000 {
            let text = words.pages()
            #expect(Pages.parse(text) == Pages.repaired(text), "\(text)")
        }
    }

    @Test("is cut where its characters are", arguments: 0..<4 as Range<UInt64>)
    func cuts(seed: UInt64) {
        var words = Words(seed: seed)
        for _ in 0..<1000 {
            let text = words.pick(["", " ", ",", "  "]) + words.name() + words.pick(["", " ", ","])
            #expect(cut(text, at: " ") == text.utf8.split(separator: 0x20).map { Substring($0) }, "\(text)")
            #expect(cut(text, at: ",") == text.utf8.split(separator: 0x2C).map { Substring($0) }, "\(text)")
        }
        #expect(cut("", at: " ").isEmpty && cut("  ", at: " ").isEmpty)
        #expect(cut(" a  b ", at: " ") == ["a", "b"])
    }

    @Test(
        "is looked up in any case, and as a set of words would",
        arguments: [
            "van", "VAN", "Van", "d'", "D'", "universität", "UNIVERSITÄT", "va", "", "\0van", "vann", "ſ", "’t",
        ])
    func lookup(word: String) {
        let set: WordSet = ["van", "d'", "universität", "investigators", "'t", "s"]
        #expect(set.contains(word) == set.words.contains(word.lowercased()))
        #expect(set.contains(Substring(word)) == set.words.contains(word.lowercased()))
    }

    @Test(
        "is looked at for marks of groups as its characters would be",
        arguments: [
            ("The Lancet", true), ("Working Group", true), ("Group", false), ("Ministry-of Health", false),
            ("Society, Anna", false), ("Society, of the Friends of Anna", true), ("Smith and Sons", true),
            ("J. Society.", true), ("Universität Wien", true), ("Anna van der Berg", false), ("Le  Board", true),
        ])
    func groups(name: String, isGroup: Bool) { #expect(Names.looksLikeGroup(name) == isGroup) }

    @Test("gives the ISSNs and ORCIDs that the long way gives", arguments: 0..<6 as Range<UInt64>)
    func numbers(seed: UInt64) {
        var words = Words(seed: seed)
        var right = 0
        for _ in 0..<4000 {
            let issn = words.number(of: [4, 4], joint: "-", heads: [""])
            #expect(IdentifierParser.issn(issn) == IdentifierParser.repairedISSN(issn), "\(issn)")
            let orcid = words.number(
                of: [4, 4, 4, 4], joint: "-", heads: ["", "https://orcid.org/", "orcid.org/", "x"])
            #expect(IdentifierParser.orcid(orcid) == IdentifierParser.repairedORCID(orcid), "\(orcid)")
            if IdentifierParser.issn(issn) != nil { right += 1 }
        }
        #expect(right > 100)
    }

    @Test("is found to need what a look at each byte finds", arguments: 0..<4 as Range<UInt64>)
    func needs(seed: UInt64) {
        var noise = Noise(seed: seed)
        for count in 0..<1000 {
            // Long enough for whole blocks, and mostly plain.
            var text = "A study of reading and of what is read, in " + noise.text() + " and in the other one of two"
            text += [" ", "", "  ", "<i>", "a"][count % 5]
            text.withUTF8 { bytes in
                var last: UInt8 = 0x20
                var needs = Markup.scan(bytes, 0..<bytes.count, &last)
                // What `scan` asks for where a text ends in a space.
                if last == 0x20 { needs |= 4 }
                #expect(Markup.scan(bytes) == needs)
            }
        }
    }

    /// White space made one, scalar by scalar: what `Markup.collapsed` does in blocks.
    private static func collapsed(_ text: String, keepsNewlines: Bool) -> String {
        var out = String.UnicodeScalarView()
        var gap: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A where keepsNewlines: gap = "\n"
            case 0x20, 0x09...0x0D, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
                gap = gap ?? " "
            case 0..<0x20, 0x7F..<0xA0, 0xAD, 0x200B, 0x2060, 0xFEFF, 0xFFFE, 0xFFFF: break
            default:
                if let gap, !out.isEmpty { out.append(gap) }
                gap = nil
                out.append(scalar)
            }
        }
        return String(out)
    }

    @Test("has its white space made one as a look at each sign would", arguments: 0..<4 as Range<UInt64>)
    func whiteSpace(seed: UInt64) {
        var noise = Noise(seed: seed)
        let joints = [" ", "  ", "\n", "\u{A0}", "\u{AD}", "", " \n ", "\u{200B} "]
        for count in 0..<1000 {
            let text =
                "A study of reading" + joints[count % 8] + noise.text() + " and of what is read in the other one"
                + joints[count / 8 % 8] + "of two that were looked at" + joints[count / 64 % 8]
            for keepsNewlines in [false, true] {
                let expected = Self.collapsed(text, keepsNewlines: keepsNewlines)
                #expect(
                    Markup.collapsed(text, keepsNewlines: keepsNewlines).utf8.elementsEqual(expected.utf8), "\(text)")
            }
        }
    }

    @Test(
        "gives the number that PubMed's address names",
        arguments: ["30985294", "030985294", "1", "", "123456789", "1234567890", "12/", "12?x", "12a", "PMC12"])
    func pubMed(number: String) {
        let address = "https://pubmed.ncbi.nlm.nih.gov/" + number
        let plain = IdentifierParser.plainPubMedNumber(address)
        #expect(plain == nil || Identifier(.pmid, plain ?? "") == IdentifierParser.fromURL(address))
        #expect((plain != nil) == ["30985294", "1", "123456789"].contains(number))
    }
}
