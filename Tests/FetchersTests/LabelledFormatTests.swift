import Foundation
import Records
import Testing

@testable import Fetchers
@testable import Formats

@Suite("A file in labelled lines")
struct LabelledFormatTests {
    @Test("Cochrane's text gives trials, registrations and reviews what they are")
    func cochrane() throws {
        let reading = TextFormatReading(Cochrane(), LabelledSamples.cochrane)
        #expect(reading.records.map(\.key) == ["CN-01234567", "CN-02345678", "CD000123"] && reading.problems.isEmpty)
        let said = try #require(reading.records.first)
        #expect(said.titles == ["Marsh walks against knee pain: a randomised trial"])
        #expect(said.authorNames == ["Adler M", "Baker JT"] && said.containerTitles == ["Journal of marsh studies"])
        #expect(said.volume == "12" && said.issue == "3" && said.pages == "101-109")
        #expect(said.dates.map(\.parts) == [[2019]])
        #expect(
            said.identifiers == [
                SourceIdentifier(scheme: "pmid", value: "30000001"),
                SourceIdentifier(scheme: "doi", value: "10.5555/marsh.1"),
            ])
        #expect(said.keywords == ["Walking", "Adult", "Knee joint"])
        #expect(said.kept("cochrane:KY") == ["*Walking", "Knee joint [drug effects]"])
        #expect(said.kept("cochrane:XR") == ["EMBASE 2001234567"] && said.kept("cochrane:CC") == ["SR-MUSKEL"])
        #expect(said.abstracts == ["BACKGROUND: We walked. METHODS: We walked more. It helped."])
        let registration = reading.records[1]
        #expect(registration.type == "trial-registration" && registration.contributors.isEmpty)
        #expect(registration.identifiers == [SourceIdentifier(scheme: "trial", value: "NCT03000001")])
        #expect(registration.containerTitles.isEmpty && !registration.kept("cochrane:SO").isEmpty)
        let review = reading.records[2]
        #expect(review.type == "journal-article" && review.publisher == "John Wiley & Sons, Ltd")
        #expect(review.url == "http://dx.doi.org/10.1002/14651858.CD000123.pub2")
    }

    @Test("Ovid's labels give names without footnotes and degrees, and a source its parts")
    func ovidLabels() throws {
        let records = TextFormatReading(Ovid(), LabelledSamples.ovidLabels).records
        #expect(records.map(\.key) == ["00042637-900000000-99667", "30000001"])
        let said = records[0]
        #expect(said.titles == ["Effects of walking on knees: a systematic review."] && said.type == "Review")
        #expect(said.authorNames == ["Adler, Mira", "Mathes, Tim"])
        #expect(said.kept("ovid:Author") == ["Adler, Mira 1;  Mathes, Tim MD, PhD *"])
        #expect(said.containerTitles == ["Journal of the Marsh Association"] && said.issns == ["1067-5027"])
        #expect(said.identifiers == [SourceIdentifier(scheme: "doi", value: "10.5555/marsh.2")])
        #expect(said.keywords == ["walking", "knees", "pain"] && said.languages == ["English"])
        #expect(said.kept("ovid:Status") == ["Publish Ahead of Print, 18 August 2014"])
        #expect(records[1].authorNames == ["Adler M", "Baker JT"] && records[1].pages == "100-9")
        // What database the number is of, nothing says.
        #expect(records[1].identifiers.isEmpty)
    }

    @Test("Ovid's tagged lines are records of their own, and a number is PubMed's where the database is MEDLINE")
    func ovidTags() throws {
        let records = TextFormatReading(Ovid(), LabelledSamples.ovidTags).records
        try #require(records.count == 2)
        #expect(records[0].event == "2nd Marsh Conference: Part 2. Spain" && records[0].type == "Conference Abstract")
        #expect(records[0].containerTitles == ["Marsh Proceedings"])
        #expect(records[0].volume == "12" && records[0].issue == "Supplement 3" && records[0].pages == nil)
        #expect(records[0].abstracts == ["Background: As in marshes. Method(s): We searched."])
        #expect(records[0].keywords == ["adult", "quality of life"])
        #expect(records[0].kept("ovid:IN") == ["(Behan, Rubbo) Marsh Centre (Galvin) School"])
        #expect(records[0].identifiers.map(\.scheme) == ["doi"])
        #expect(records[1].identifiers == [SourceIdentifier(scheme: "pmid", value: "30000002")])
        #expect(records[1].authorNames == ["Werner, S. M."] && records[1].type == "journal-article")
        #expect(records[1].dates.contains { $0.text == "November 15 2004" })
    }

    @Test(
        "a line of Ovid's tells where a work lies",
        arguments: [
            ("BMJ. 12(3):100-9, 2019 Jan.", ["BMJ", "12", "3", "100-9", "2019 Jan"]),
            ("Lancet. 393(10166):12, 2019 01 05.", ["Lancet", "393", "10166", "12", "2019-01-05"]),
            (
                "American Journal of Physiology. Endocrinology & Metabolism. 312(3):E1-E10, 2017 Mar 01.",
                ["American Journal of Physiology. Endocrinology & Metabolism", "312", "3", "E1-E10", "2017 Mar 01"]
            ),
            (
                "Marsh J. 12 (3) (pp 100-109), 2019. Date of Publication: March 2019.",
                ["Marsh J", "12", "3", "100-109", "2019"]
            ),
            ("Marsh J. Vol.12(3), Mar 2019, pp. 100-109.", ["Marsh J", "12", "3", "100-109", "Mar 2019"]),
            ("Marsh J January/February 2010;14(1):56", ["Marsh J", "14", "1", "56", "January 2010"]),
            ("Acta Marsh August 2011;43(8):647-653", ["Acta Marsh", "43", "8", "647-653", "August 2011"]),
            ("Journal of Marshes.", ["Journal of Marshes", nil, nil, nil, nil]),
        ] as [(String, [String?])])
    func citationLine(text: String, parts: [String?]) throws {
        let line = try #require(CitationLine(text))
        #expect([line.container, line.volume, line.issue, line.pages, line.date] == parts)
    }

    @Test(
        "a line of another form is left alone",
        arguments: [
            "Kamp, Roza [Editor]. Methods in marsh analysis.:371-397, 2004.", "Spain. 12 km from here", "", ". ", "(((",
            "https://clinicaltrials.gov/show/NCT03000001",
        ])
    func noCitationLine(text: String) { #expect(CitationLine(text) == nil) }

    @Test("ProQuest's text has records between its contents and its bibliography, and those alone")
    func proQuest() throws {
        let reading = TextFormatReading(ProQuest(), LabelledSamples.proQuest)
        #expect(reading.records.map(\.key) == ["200000001", "200000002"] && reading.problems.isEmpty)
        let said = try #require(reading.records.first)
        #expect(said.titles == ["Walking in marshes"] && said.authorNames == ["Adler, Mira", "Baker, John T"])
        #expect(said.containerTitles == ["Journal of Marsh Studies"] && said.place == "London")
        #expect(said.volume == "12" && said.issue == "3" && said.pages == "101-109")
        #expect(said.dates.map(\.text) == ["Mar 2019", nil] && said.issns == ["12345679"])
        #expect(said.identifiers == [SourceIdentifier(scheme: "doi", value: "http://dx.doi.org/10.5555/marsh.1")])
        #expect(
            said.kept("proquest:Full text") == ["Long text here. Note: a text's own."]
                && said.keywords == ["Walking", "Marshes"])
        #expect(reading.records[1].titles == ["Second"])
    }

    @Test("RefWorks' tags say what they say of journals, and of books' chapters")
    func refWorks() throws {
        let records = TextFormatReading(RefWorks(), LabelledSamples.refWorks).records
        try #require(records.count == 2)
        #expect(records[0].type == "journal-article" && records[0].authorNames == ["Adler,Mira", "Baker,John T."])
        #expect(records[0].containerTitles == ["Journal of Marsh Studies"] && records[0].pages == "101-109")
        #expect(
            records[0].dates.map(\.text).contains("2019 Sep 3") && records[0].abstracts == ["We walked and walked."])
        #expect(records[0].kept("refworks:SR") == ["Electronic(1)"] && records[0].kept("refworks:RT").isEmpty)
        #expect(records[1].type == "book-chapter" && records[1].containerTitles == ["The book"])
        #expect(records[1].contributors.map(\.role) == ["author", "editor"] && records[1].isbns == ["9780306406157"])
    }

    static let samples: [(String, String)] = [
        ("cochrane", LabelledSamples.cochrane), ("ovid", LabelledSamples.ovidLabels),
        ("ovid", LabelledSamples.ovidTags),
        ("proquest", LabelledSamples.proQuest), ("refworks", LabelledSamples.refWorks),
    ]

    private static func format(of text: String) -> String? {
        Array(text.utf8).withUnsafeBufferPointer { head in FileFormats.text.first { $0.recognizes(head) }?.id }
    }

    @Test("is known by its content", arguments: samples)
    func detection(sample: (String, String)) { #expect(Self.format(of: sample.1) == sample.0) }

    @Test(
        "is not taken for one where another format has the same marks",
        arguments: [
            ("Record #1 of 2\nProvider: P\nTY  - JOUR\nTI  - A\nER  - \n", "ris"),
            ("Record #1 of 1\n@article{a,\ntitle = {A}}\n", "bibtex"), ("<1. >\nTY  - JOUR\nTI  - A\nER  - \n", "ris"),
            ("TY  - JOUR\nTI  - A\nN1  - x\n<1>\nSource\nER  - \n", "ris"),
            ("PMID- 1\nTI  - A\nAB  - ____________________\nRT Journal Article\nA1 x\n", "nbib"),
            ("<1>\nRecord Owner\n  Marsh\nTitle\n  A\n", "ovid"),
            ("TY  - JOUR\nAB  - a\nRT Journal Article\nT1 said\nER  -\n", "ris"),
        ])
    func others(text: String, format: String) { #expect(Self.format(of: text) == format) }

    @Test("is read the same whole and in the smallest stretches, with any line ends", arguments: samples)
    func stretches(sample: (String, String)) throws {
        let format = try #require(FileFormats.text(sample.0))
        let whole = TextFormatReading(format, sample.1)
        for portion in [7, 64, 300] {
            let cut = TextFormatReading(format, sample.1, portion: portion)
            #expect(cut.records == whole.records && cut.rejects == whole.rejects, "\(portion)")
        }
        for end in ["\r\n", "\r"] {
            let other = TextFormatReading(format, sample.1.replacingOccurrences(of: "\n", with: end))
            #expect(other.records == whole.records)
        }
    }

    @Test(
        "a record that says nothing is rejected with its place, and the others are read",
        arguments: [
            ("cochrane", "Record #1 of 2\nID: CN-1\n\nRecord #2 of 2\nTI: A\n", "f:1:1"),
            ("ovid", "<1>\nTitle\n  A\n\n<2>\nStatus\n  New\n", "f:5:1"),
            ("refworks", "RT Journal Article\nSR Print(0)\n\nRT Generic\nT1 A\n", "f:1:1"),
        ])
    func nothing(format: String, text: String, place: String) throws {
        let reading = TextFormatReading(try #require(FileFormats.text(format)), text)
        #expect(reading.records.map(\.titles) == [["A"]] && reading.rejects.count == 1)
        #expect(reading.problems.map(\.place) == [place])
    }
}

/// Files as the databases write them; their works are made up.
enum LabelledSamples {
    static let cochrane = """
        Record #1 of 3
        ID: CN-01234567
        AU: Adler M
        AU: Baker JT
        TI: Marsh walks against knee pain: a randomised trial
        SO: Journal of marsh studies
        YR: 2019
        VL: 12
        NO: 3
        PG: 101-109
        PM: PUBMED 30000001
        XR: EMBASE 2001234567
        PT: Journal article; Randomized controlled trial
        KY: *Walking; Adult; Knee joint [drug effects]
        DOI: 10.5555/marsh.1
        AB: BACKGROUND: We walked. METHODS: We walked more.
        It helped.
        CC: SR-MUSKEL
        US: https://www.cochranelibrary.com/central/doi/10.1002/central/CN-01234567/full

        Record #2 of 3
        ID: CN-02345678
        AU: NCT03000001
        TI: Walks Against Knee Pain
        SO: https://clinicaltrials.gov/show/NCT03000001
        YR: 2017
        PT: Trial registry record
        US: https://www.cochranelibrary.com/central/doi/10.1002/central/CN-02345678/full

        Record #3 of 3
        ID: CD000123
        AU: Adler M
        TI: Walking for knee pain
        SO: Cochrane Database of Systematic Reviews
        YR: 2020
        NO: 3
        PB: John Wiley & Sons, Ltd
        DOI: 10.1002/14651858.CD000123.pub2
        US: http://dx.doi.org/10.1002/14651858.CD000123.pub2

        """

    static let ovidLabels = """
        Database: Journals@Ovid <2020>
        Search Strategy:
        --------------------------------------------------------------------------------
        1     walking.ti. (2)

        ***************************

        <8>
        Score
          *****
        Accession Number
          00042637-900000000-99667.
        Author
          Adler, Mira 1;  Mathes, Tim MD, PhD *
        Institution
          (1)Institute of Marshes, Germany
          (2)Institute of Lakes
        Title
          Effects of walking on knees: a systematic review.[Review]
        Source
          Journal of the Marsh Association.\u{20}
        Status
          Publish Ahead of Print, 18 August 2014
        Author Keywords
          walking;  knees;  pain.
        Language
          English.
        Document Type
          Review:  PDF Only.
        ISSN
          1067-5027
        DOI Number
          10.5555/marsh.2


        <9>
        Unique Identifier
          30000001
        Title
          Another paper.
        Source
          Journal of Marsh Studies. 12(3):100-9, 2019 Jan 05.
        Authors
          Adler M
          Baker JT

        """

    static let ovidTags = """
        <3001. >
        VN  - Ovid Technologies
        DB  - Embase
        UI  - 621381829
        TI  - Quality of life in marshes.
        SO  - Marsh Proceedings. Conference: 2nd Marsh Conference: Part 2. Spain. 12 (Supplement 3) (no pagination), 2018.
        AU  - Behan L.
        AU  - Rubbo B.
        IN  - (Behan, Rubbo) Marsh Centre
              (Galvin) School
        MH  - adult
        MH  - *quality of life
        AB  - Background: As in marshes.\u{20}
        Method(s): We searched.
        IS  - 1753-6561
        DO  - http://dx.doi.org/10.5555/marsh.3
        LG  - English
        PT  - Conference Abstract
        YR  - 2018

        <3002. >
        VN  - Ovid Technologies
        DB  - Ovid MEDLINE(R)
        UI  - 30000002
        TI  - Sampling marshes.
        SO  - Forest Ecology & Management. 201(2-3):327-334, November 15, 2004.
        AU  - Werner, S. M. [Author, Reprint Author; E-mail: x@y.example]
        PT  - Article
        YR  - 2004

        """

    static let proQuest = """
        ____________________________________________________________

        Report Information from ProQuest
        November 21 2026 12:00
        ____________________________________________________________

        Table of contents

        1. Walking in marshes

        ____________________________________________________________

        Document 1 of 2

        Walking in marshes

        Author: Adler, Mira 1 ; Baker, John T 2\u{20}

        ProQuest document link

        Abstract: We walked.

        Full text: Long text here.

        Note: a text's own.

        Subject: Walking; Marshes

        Title: Walking in marshes

        Publication title: Journal of Marsh Studies; London

        Volume: 12

        Issue: 3

        Pages: 101-109

        Publication year: 2019

        Publication date: Mar 2019

        Place of publication: London

        ISSN: 12345679

        Document type: Journal Article

        DOI: http://dx.doi.org/10.5555/marsh.1

        ProQuest document ID: 200000001

        Document URL: https://search.proquest.com/docview/200000001

        ____________________________________________________________

        Document 2 of 2

        Second

        Title: Second

        ProQuest document ID: 200000002

        ____________________________________________________________

        Bibliography

        Citation style: APA 6th

        Adler, M. (2019). Walking.

        """

    static let refWorks = """
        RT Journal Article
        SR Electronic(1)
        ID 12
        A1 Adler,Mira
        A1 Baker,John T.
        T1 Walking in marshes
        JF Journal of Marsh Studies
        YR 2019
        FD Sep 3
        VO 12
        IS 3
        SP 101
        OP 109
        K1 walking; knees
        AB We walked
        and walked.
        SN 1234-5679
        DO 10.5555/marsh.1

        RT Book, Section
        A1 Doe,Jane
        A2 Roe,Richard
        T1 A chapter
        T2 The book
        YR 2001
        SN 9780306406157

        """
}
