import Foundation
import Records
import Testing

@testable import Fetchers
@testable import Formats

@Suite("A file in tagged lines")
struct TaggedFormatTests {
    static let ris = """
        TY  - JOUR
        AU  - Adler, Mira
        A1  - Baker, J. T., Jr.
        TI  - A title that goes on
        in a second line
        T2  - Journal of Marsh Studies
        J2  - J. Marsh Stud.
        PY  - 2019/05//Spring
        DA  - May 13
        VL  - 12
        IS  - 3
        SP  - 101
        EP  - 109
        SN  - 1234-5679 (Print) 9780306406157
        DO  - https://doi.org/10.5555/marsh
        KW  - salt marsh; sea level
        KW  - tides
        C1  - kept
        ER  -

        """

    @Test("RIS says what its tags mean, and keeps what has no place")
    func risFields() throws {
        let said = try #require(TextFormatReading(RIS(), Self.ris).records.first)
        #expect(said.type == "journal-article")
        #expect(said.authorNames == ["Adler, Mira", "Baker, J. T., Jr."])
        #expect(said.titles == ["A title that goes on in a second line"])
        #expect(said.containerTitles == ["Journal of Marsh Studies"] && said.shortContainerTitles == ["J. Marsh Stud."])
        #expect(said.dates.first?.parts == [2019, 5] && said.kept("ris:PY") == ["Spring"])
        #expect(said.dates.last?.text == "2019 May 13")
        #expect(said.volume == "12" && said.issue == "3" && said.pages == "101-109")
        #expect(said.issns == ["1234-5679"] && said.isbns == ["9780306406157"])
        #expect(said.identifiers == [SourceIdentifier(scheme: "doi", value: "https://doi.org/10.5555/marsh")])
        #expect(said.keywords == ["salt marsh", "sea level", "tides"])
        #expect(said.kept("ris:C1") == ["kept"])
    }

    static let dialects: [(String, String)] = [
        ("one blank before the dash", "TY - BOOK\nTI - A book\nER - \n"),
        ("no blank behind the dash", "TY  -BOOK\nTI  -A book\nER  -\n"),
        ("indented", "  TY  - BOOK\n  TI  - A book\n  ER  -\n"),
        ("CR alone", "TY  - BOOK\rTI  - A book\rER  - \r"),
        ("CRLF and blank lines", "\r\nTY  - BOOK\r\n\r\nTI  - A book\r\n\r\nER  - \r\n"),
        ("numbers between records", "1.\nTY  - BOOK\nTI  - A book\nER  - \n"),
        ("a field behind the end", "TY  - BOOK\nER  - \nTI  - A book\n"),
        ("no end", "TY  - BOOK\nTI  - A book\n"),
    ]

    @Test("RIS is read however it is written", arguments: dialects)
    func read(_ dialect: (String, String)) {
        let reading = TextFormatReading(RIS(), dialect.1)
        #expect(reading.records.map(\.titles) == [["A book"]] && reading.rejects.isEmpty, "\(dialect.0)")
    }

    @Test(
        "RIS says with a comma at a name's end that it is a group's, but for a suffix that is empty",
        arguments: [
            ("World Health Organization,", ["World Health Organization"], true),
            ("Ministry of Health,, Office B,", ["Ministry of Health, Office B"], true),
            ("Smith, John,", ["Smith, John,"], nil), ("Doe, J.; Roe, R.,", ["Doe, J.", "Roe, R.,"], nil),
            (",", [","], nil),
        ])
    func groups(value: String, names: [String], isGroup: Bool?) throws {
        let said = try #require(
            TextFormatReading(RIS(), "TY  - JOUR\nTI  - T\nAU  - \(value)\nER  - \n").records.first)
        #expect(said.contributors.map(\.name) == names)
        #expect(said.contributors.allSatisfy { $0.isGroup == isGroup })
    }

    @Test("a record that says nothing but its type is rejected with its place, and the others are read")
    func nothing() {
        let reading = TextFormatReading(RIS(), "TY  - JOUR\nER  -\n" + Self.ris)
        #expect(reading.records.count == 1 && reading.rejects == ["TY  - JOUR\nER  -\n"])
        #expect(reading.problems.last?.place == "f:1:1" && reading.problems.last?.reach == .record)
    }

    @Test("NBIB gives full names, affiliations, identifiers and notices")
    func medline() throws {
        let text = """
            PMID- 30000001
            OWN - NLM
            LR  - 20200929
            IS  - 2277-9175 (Electronic)
            DP  - 2018 Sep 3
            TI  - A title that goes
                  on in a second line.
            LID - 10.5555/abc [doi]
            FAU - Adler, Mira
            AU  - Adler M
            AD  - Marsh Institute
            AUID- ORCID: 0000-0002-1825-0097
            CN  - The Marsh Group
            EIN - J Marsh. 2019;1:2. PMID: 30000002
            MH  - Wetlands/*physiology
            PT  - Journal Article
            PT  - Review
            JT  - Journal of marsh studies
            TA  - J Marsh Stud
            XX  - kept

            PMID- 30000003
            TI  - Another.
            """
        let records = TextFormatReading(Medline(), text).records
        #expect(records.map(\.key) == ["30000001", "30000003"])
        let said = try #require(records.first)
        #expect(said.titles == ["A title that goes on in a second line."])
        #expect(said.authorNames == ["Adler, Mira", "The Marsh Group"])
        #expect(said.contributors[0].affiliations == ["Marsh Institute"])
        #expect(said.contributors[0].orcid == "0000-0002-1825-0097" && said.contributors[1].isGroup == true)
        #expect(said.identifiers.map(\.value) == ["30000001", "10.5555/abc"])
        #expect(said.relations == [SourceRelation(type: "ErratumIn", scheme: "pmid", target: "30000002")])
        #expect(said.keywords == ["Wetlands"] && said.type == "Journal Article; Review")
        #expect(said.updated?.iso8601.hasPrefix("2020-09-29") == true)
        #expect(said.kept("nbib:XX") == ["kept"] && said.kept("nbib:MH") == ["Wetlands/*physiology"])
    }

    @Test("Web of Science gives full names, ORCIDs, addresses by author and its accession number")
    func webOfScience() throws {
        let text = """
            FN Clarivate Analytics Web of Science
            VR 1.0
            PT J
            AU Adler, M
               Baker, J
            AF Adler, Mira
               Baker, John
            TI A title that goes
               on
            SO JOURNAL OF MARSH STUDIES
            DT Article
            DE salt marsh; tides
            C1 [Adler, Mira; Baker, John] Univ Marsh, Delta.
            OI Baker, John/0000-0002-1825-0097
            PY 2019
            PD MAY 13
            BP 101
            EP 109
            DI 10.5555/marsh
            UT WOS:000000000000001
            ER

            EF
            """
        let reading = TextFormatReading(WebOfScience(), text)
        let said = try #require(reading.records.first)
        #expect(reading.records.count == 1 && reading.problems.isEmpty)
        #expect(said.authorNames == ["Adler, Mira", "Baker, John"] && said.titles == ["A title that goes on"])
        #expect(said.contributors.map(\.affiliations) == [["Univ Marsh, Delta."], ["Univ Marsh, Delta."]])
        #expect(said.contributors.map(\.orcid) == [nil, "0000-0002-1825-0097"])
        #expect(said.key == "WOS:000000000000001" && said.pages == "101-109" && said.type == "journal-article")
        #expect(said.dates.map(\.parts) == [[2019], []] && said.dates[1].text == "2019 MAY 13")
    }

    @Test("refer's fields are one letter each")
    func refer() throws {
        let text =
            "%0 Book\n%A Adler, Mira\n%T A book\n%D 2016\n%@ 978-0-306-40615-7\n%L QH 1\n\n%0 Thesis\n%T Another\n"
        let records = TextFormatReading(Refer(), text).records
        #expect(records.map(\.titles) == [["A book"], ["Another"]])
        #expect(records[0].isbns == ["978-0-306-40615-7"] && records[0].kept("enw:L") == ["QH 1"])
    }

    @Test("each format is told by its content, whatever the others have in common with it")
    func recognized() {
        let texts = [
            "ris": Self.ris, "nbib": "PMID- 1\nTI  - x\nAU  - y\n", "wos": "FN x\nVR 1.0\nPT J\nAU z\n",
            "enw": "%0 Book\n%T x\n", "bibtex": "% a comment\n@book{a, title={x}}",
        ]
        for (id, text) in texts {
            var text = text
            let found = text.withUTF8 { head in FileFormats.text.filter { $0.recognizes(head) }.map(\.id) }
            #expect(found.first == id)
        }
        var prose = "Write to me@example.org {soon}. TY for all.\n%Percent, 5-fold\n"
        #expect(prose.withUTF8 { head in FileFormats.text.contains { $0.recognizes(head) } } == false)
    }

    @Test("gives the same records however small the portions", arguments: [8, 64, 300, 5000])
    func portions(size: Int) {
        let text = (0..<40).map { Self.ris.replacingOccurrences(of: "title", with: "title \($0)") }.joined(
            separator: "\n")
        let whole = TextFormatReading(RIS(), text)
        let cut = TextFormatReading(RIS(), text, portion: size)
        #expect(whole.records.count == 40 && cut.records == whole.records && cut.problems == whole.problems)
    }

    @Test("of any bytes ends, and loses no good record behind them", arguments: [1, 2, 3, 4] as [UInt64])
    func random(seed: UInt64) {
        var random = SplitMix(state: seed)
        let pieces = [
            "TY  - ", "ER  - ", "PMID- ", "%0 ", "PT J", "\n", "\r", "AU  - ", " ", "@", "x", "\u{0}", "é", "<1>",
            "1. ",
            "Record #1", "RT ", "VN  - ", "A: ", "____________________",
        ]
        for format in FileFormats.text where !(format is BibTeX) {
            for _ in 0..<60 {
                let noise = (0..<30).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
                let good =
                    switch format.id {
                    case "ris": "\nTY  - BOOK\nTI  - The good one\nER  - \n"
                    case "nbib": "\n\nPMID- 77\nTI  - The good one\n"
                    case "wos": "\nER\n\nPT J\nTI The good one\nER\n"
                    case "cochrane": "\nRecord #1 of 1\nTI: The good one\n"
                    case "ovid": "\n<1>\nTitle\n  The good one\n"
                    case "proquest": "\n____________________\nTitle: The good one\n"
                    case "refworks": "\nRT Generic\nT1 The good one\n"
                    case "pubmed-text": "\n\nPMID: 1\n\n1. J. 2019.\n\nThe good one\n\nPMID: 77\n"
                    default: "\n\n%0 Book\n%T The good one\n"
                    }
                let reading = TextFormatReading(format, noise + good, portion: 16)
                #expect(
                    reading.records.contains { $0.titles.first?.contains("The good one") == true },
                    "\(format.id): \(noise)")
            }
        }
    }

    @Test("takes time in proportion to its length, whatever is repeated")
    func linear() {
        let heads = [
            "\n\nAB  - x", "PMID- 1\n\nTI  - ", "TY  - \n", "ER  - \n", "%0\n", "PT J\n", "  \n", "AU  - a\n",
            "AB  - x\r", "\r", "<1>\n", "<1>\nTitle\n", "VN  - \n", "Record #1\n", "RT x\n", "____________________\n",
            "1. a\n\nPMID: 1\n\n", "AU: a; [\n",
        ]
        for format in FileFormats.text where !(format is BibTeX) {
            for head in heads {
                let text = String(repeating: head, count: 60_000)
                // Quadratic paths take minutes here.
                #expect(TextFormatReading(format, text).problems.count <= 60_001)
            }
        }
    }
}

/// A generator of the same numbers for the same seed (Steele, Lea and Flood, "Fast splittable pseudorandom number
/// generators", 2014).
struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
