import Records
import Testing

@testable import Fetchers
@testable import Formats

@Suite("PubMed's text")
struct PubMedTextTests {
    static let text = """
        1. J Marsh (Lond). 2019 Jan 5;12(3):101-109. doi: 10.5555/marsh.1. Epub 2018 Dec 1.

        Walking in marshes: a long title that goes on
        in a second line.

        [Article in French]

        Adler M(1)(2), Baker JT Jr(2), de la Cruz A(1); Marsh Group.

        Author information:
        (1)Marsh Institute,
        Lake Town.
        (2)Department of Lakes.

        Comment in
            Marsh Rev. 2019;1:1.

        BACKGROUND: We walked.

        2. We walked more, and wrote of it so that it looks like another record.

        Copyright 2019 Marsh.

        DOI: 10.5555/marsh.1
        PMCID: PMC123456
        PMID: 30000001 [Indexed for MEDLINE]

        Conflict of interest statement: None of the authors walks.

        2. Marsh Rev. 2018;1:1.

        Second paper. A subtitle, With Commas, As Names Have Them.

        This abstract has no authors before it, AB.

        PMID: 30000002

        """

    @Test("says what its paragraphs are by their places and their first words")
    func fields() throws {
        let records = TextFormatReading(PubMedText(), Self.text).records
        #expect(records.map(\.key) == ["30000001", "30000002"])
        let said = try #require(records.first)
        #expect(said.titles == ["Walking in marshes: a long title that goes on in a second line."])
        #expect(said.shortContainerTitles == ["J Marsh (Lond)"])
        #expect(said.volume == "12" && said.issue == "3" && said.pages == "101-109")
        #expect(said.dates.map(\.text) == ["2019 Jan 5", "2018 Dec 1"])
        #expect(said.dates.map(\.kind) == ["issued", "published-online"])
        #expect(said.authorNames == ["Adler M", "Baker JT Jr", "de la Cruz A", "Marsh Group"])
        #expect(said.contributors.map(\.isGroup) == [nil, nil, nil, true])
        #expect(said.contributors[0].affiliations == ["Marsh Institute, Lake Town.", "Department of Lakes."])
        #expect(said.contributors[1].affiliations == ["Department of Lakes."] && said.languages == ["French"])
        #expect(
            said.abstracts == [
                "BACKGROUND: We walked. 2. We walked more, and wrote of it so that it looks like another record."
            ])
        #expect(Set(said.identifiers.map(\.scheme)) == ["doi", "pmcid", "pmid"])
        #expect(said.kept("pubmed-text:Comment in") == ["Comment in Marsh Rev. 2019;1:1."])
        #expect(said.kept("pubmed-text:Copyright") == ["Copyright 2019 Marsh."])
        #expect(
            said.kept("pubmed-text:Conflict of interest statement")
                == ["Conflict of interest statement: None of the authors walks."])
    }

    @Test("takes no sentence for a list of names")
    func noNames() throws {
        let said = try #require(TextFormatReading(PubMedText(), Self.text).records.last)
        #expect(said.contributors.isEmpty && said.abstracts == ["This abstract has no authors before it, AB."])
        #expect(said.volume == "1" && said.pages == "1" && said.issue == nil)
    }

    @Test("is known by its content, and read the same whole and in the smallest stretches")
    func stretches() {
        let isKnown = Array(Self.text.utf8).withUnsafeBufferPointer { head in
            FileFormats.text.first { $0.recognizes(head) }?.id == "pubmed-text"
        }
        #expect(isKnown)
        let whole = TextFormatReading(PubMedText(), Self.text)
        for portion in [7, 64, 400] {
            #expect(TextFormatReading(PubMedText(), Self.text, portion: portion).records == whole.records)
        }
    }

    @Test(
        "is not seen in lists of other things",
        arguments: [
            "1. Bread\n\n2. Milk\n", "1.\nTY  - JOUR\nTI  - A\nER  -\n", "1. A reference. 2019.\n2. B. PMID: 3\n",
            "1. Roe A. Owls. J Marsh. 2019;12:1-9.\nPMID: 12\n\n2. Zed Z. Gulls. J Pond. 2018;1:2.\nPMID: 7\n",
            "1. Roe A. Owls. J Marsh. 2019;12:1-9.\n\nPMID: 12\n\n2. Zed Z. Gulls. J Pond. 2018;1:2.\n\nPMID: 7\n",
            "1. Roe A. Owls. J Marsh. 2019;12:1-9.\n\nRead.\n\nPMID: 12\n", "1. J Marsh. 2019.\n\nPMID: 12\n",
        ])
    func others(text: String) {
        let found = Array(text.utf8).withUnsafeBufferPointer { head in
            FileFormats.text.first { $0.recognizes(head) }?.id
        }
        #expect(found != "pubmed-text")
    }

    @Test("has the numbers of the record alone, not those in notes on others")
    func notes() throws {
        let text = """
            1. J Marsh. 2019 Jan 5;12(3):101-9. doi: 10.5555/marsh.1.

            Owls in the marsh.

            Adler M, Baker JT.

            Comment in
                J Pond. 2019 Feb;3(1):5-6. doi: 10.5555/pond.7.
                PMID: 99999

            2. This paragraph is of the first record.

            Erratum in
            PMID: 88888

            DOI: 10.5555/marsh.1
            PMID: 11111 [Indexed for MEDLINE]

            2. J Marsh. 2020;13:1.

            Another one.

            Bookshelf ID: NBK12345
            PMID: 22222

            """
        let reading = TextFormatReading(PubMedText(), text)
        #expect(reading.records.map(\.key) == ["11111", "22222"])
        let said = try #require(reading.records.first)
        #expect(
            said.identifiers == [
                SourceIdentifier(scheme: "doi", value: "10.5555/marsh.1"),
                SourceIdentifier(scheme: "pmid", value: "11111"),
            ])
        #expect(said.abstracts == ["2. This paragraph is of the first record."])
        #expect(said.kept("pubmed-text:Comment in").count == 1)
        #expect(said.kept("pubmed-text:Erratum in") == ["Erratum in PMID: 88888"])
        #expect(TextFormatReading(PubMedText(), text, portion: 7).records == reading.records)
    }

    @Test("gives no journal where authors and a title stand before it")
    func reference() {
        let text = "1. Zed Z. Gulls. J Pond. 2018;1:2.\n\nTitle.\n\nPMID: 7\n"
        let said = TextFormatReading(PubMedText(), text).records.first
        #expect(said?.shortContainerTitles == [] && said?.volume == "1" && said?.key == "7")
    }

    @Test("gives a name each of its addresses once, and no more than a text of its length has room for")
    func addresses() throws {
        func record(_ names: String, _ lines: String) throws -> SourceRecord {
            let text = "1. J M. 2019;1:1.\n\nOwls.\n\n\(names).\n\nAuthor information:\n\(lines)\nPMID: 2\n"
            return try #require(TextFormatReading(PubMedText(), text).records.first)
        }
        let few = try record("Adler M(1)(1), Roe J(1)", "(1)Marsh.\n(1)Lake.\n(2)Sea.\n")
        #expect(few.contributors.map(\.affiliations) == [["Marsh."], ["Marsh."]])
        #expect(few.kept("pubmed-text:Author information") == ["Lake.", "Sea."])
        // Addresses of each name by each line would be 400 million.
        let names = [String](repeating: "Adler M(1)", count: 20_000).joined(separator: ", ")
        let many = try record(names, String(repeating: "(1)x\n", count: 20_000))
        #expect(many.contributors.count == 20_000 && many.contributors.allSatisfy { $0.affiliations == ["x"] })
        let long = try record(names, "(1)" + String(repeating: "x", count: 20_000) + "\n")
        #expect(long.contributors.allSatisfy { $0.affiliations.isEmpty })
        #expect(long.kept("pubmed-text:Author information").map(\.count) == [20_000])
    }
}
