import Formats
import Records
import Testing

@testable import Fetchers

@Suite("Word's sources and citation files")
struct OtherLibraryTests {
    static let word = """
        <?xml version="1.0"?>
        <b:Sources xmlns:b="http://schemas.openxmlformats.org/officeDocument/2006/bibliography" SelectedStyle="">
        <b:Source><b:Tag>Adl19</b:Tag><b:SourceType>JournalArticle</b:SourceType><b:Guid>{1}</b:Guid>
          <b:Author><b:Author><b:NameList><b:Person><b:Last>Adler</b:Last><b:First>Mira</b:First><b:Middle>T.</b:Middle>
          </b:Person></b:NameList></b:Author><b:Editor><b:Corporate>Marsh Group</b:Corporate></b:Editor></b:Author>
          <b:Title>Walking in marshes</b:Title><b:JournalName>Journal of Marsh Studies</b:JournalName>
          <b:Year>2019</b:Year><b:Month>5</b:Month><b:Pages>101-109</b:Pages><b:Volume>12</b:Volume><b:Issue>3</b:Issue>
          <b:StandardNumber>1234-5679</b:StandardNumber><b:DOI>10.5555/marsh.1</b:DOI><b:Comments>mine</b:Comments>
        </b:Source>
        <b:Source><b:Tag>x</b:Tag><b:SourceType>Book</b:SourceType></b:Source>
        </b:Sources>
        """

    @Test("Word's sources say what their elements say, and one that says nothing is rejected")
    func sources() throws {
        var found: [SourceRecord] = []
        var problems: [Problem] = []
        _ = try XMLTreeParser().parse(Array(Self.word.utf8)) { root in
            RecordSearch.forEach(in: root, source: nil, place: "f") { element, reading, place in
                do throws(Problem) {
                    found.append(try reading.parse(element, place: place))
                } catch {
                    problems.append(error)
                }
            }
        }
        let said = try #require(found.first)
        #expect(found.count == 1 && problems.map(\.reach) == [.record] && said.source == "msbib")
        #expect(said.key == "Adl19" && said.type == "journal-article" && said.titles == ["Walking in marshes"])
        #expect(said.contributors.map(\.given) == ["Mira T.", nil] && said.contributors[1].name == "Marsh Group")
        #expect(said.contributors.map(\.role) == ["author", "editor"] && said.dates.map(\.parts) == [[2019, 5]])
        #expect(said.containerTitles == ["Journal of Marsh Studies"] && said.issns == ["1234-5679"])
        #expect(said.volume == "12" && said.issue == "3" && said.pages == "101-109")
        #expect(said.identifiers == [SourceIdentifier(scheme: "doi", value: "10.5555/marsh.1")])
        #expect(said.kept("msbib:Comments") == ["mine"] && said.kept("msbib:Guid") == ["{1}"])
    }

    static let citation = """
        # how to cite us
        cff-version: 1.2.0
        message: Please cite it.
        title: Marsh Walker
        type: software
        authors:
          - family-names: Adler
            given-names: Mira
            name-particle: von
            orcid: https://orcid.org/0000-0002-1825-0097
          - name: Marsh Group
        version: "1.10"
        date-released: 2019-05-06
        doi: 10.5555/marsh.4
        keywords:
          - walking
          - marshes
        license: MIT
        preferred-citation:
          type: article
          title: Walking
        """

    @Test("a citation file is one record, of its software, and keeps what it prefers to be cited by")
    func citationFile() throws {
        let bytes = Array(Self.citation.utf8)
        #expect(bytes.withUnsafeBufferPointer(YAMLText.recognizes))
        let items = YAMLText.items(bytes)
        try #require(items.count == 1)
        var found: SourceRecord?
        try JSONParser().parse(items[0].json.get()) { root in
            RecordSearch.forEach(in: root, source: nil, place: "f") { value, reading, place in
                found = try? reading?.parse(value, place: place)
            }
        }
        let said = try #require(found)
        #expect(said.source == "cff" && said.type == "software" && said.titles == ["Marsh Walker"])
        #expect(said.contributors.map(\.family) == ["von Adler", nil] && said.contributors[1].name == "Marsh Group")
        #expect(said.contributors[0].orcid == "https://orcid.org/0000-0002-1825-0097")
        #expect(said.version == "1.10" && said.dates.map(\.text) == ["2019-05-06"] && said.licenses == ["MIT"])
        #expect(said.identifiers == [SourceIdentifier(scheme: "doi", value: "10.5555/marsh.4")])
        #expect(said.keywords == ["walking", "marshes"] && said.kept("cff:message") == ["Please cite it."])
        #expect(said.kept("cff:preferred-citation").first?.contains("Walking") == true)
    }
}
