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
        ])
    func others(text: String) {
        let found = Array(text.utf8).withUnsafeBufferPointer { head in
            FileFormats.text.first { $0.recognizes(head) }?.id
        }
        #expect(found != "pubmed-text")
    }
}
