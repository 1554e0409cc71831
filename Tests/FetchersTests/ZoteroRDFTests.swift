import Formats
import Records
import Testing

@testable import Fetchers

@Suite("Zotero's RDF")
struct ZoteroRDFTests {
    static let text = """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
         xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#"
         xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/"
         xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:vcard="http://nwalsh.com/rdf/vCard#"
         xmlns:prism="http://prismstandard.org/namespaces/1.2/basic/">
        <bib:Article rdf:about="http://example.org/1">
          <z:itemType>journalArticle</z:itemType>
          <dcterms:isPartOf rdf:resource="urn:issn:1234-5679"/>
          <bib:authors><rdf:Seq>
            <rdf:li><foaf:Person><foaf:surname>Adler</foaf:surname><foaf:givenName>Mira</foaf:givenName></foaf:Person></rdf:li>
            <rdf:li><foaf:Person><foaf:surname>Marsh Group</foaf:surname></foaf:Person></rdf:li>
          </rdf:Seq></bib:authors>
          <link:link rdf:resource="#item_2"/>
          <dcterms:isReferencedBy rdf:resource="#item_3"/>
          <dc:subject>tides</dc:subject>
          <dc:subject><z:AutomaticTag><rdf:value>marshes</rdf:value></z:AutomaticTag></dc:subject>
          <dc:subject><dcterms:LCC><rdf:value>QH1</rdf:value></dcterms:LCC></dc:subject>
          <dc:title>Walking in marshes</dc:title>
          <dcterms:abstract>We walked.</dcterms:abstract>
          <dc:date>2019-01-05</dc:date>
          <z:language>en</z:language>
          <z:libraryCatalog>Marsh Catalog</z:libraryCatalog>
          <dc:identifier><dcterms:URI><rdf:value>http://example.org/1</rdf:value></dcterms:URI></dc:identifier>
          <dc:description>PMID: 30000001</dc:description>
          <bib:pages>101-109</bib:pages>
        </bib:Article>
        <bib:BookSection rdf:about="#item_9">
          <z:itemType>bookSection</z:itemType>
          <dcterms:isPartOf><bib:Book><dc:identifier>ISBN 9780306406157</dc:identifier><dc:title>The book</dc:title>
            <dcterms:isPartOf><bib:Series><dc:title>The series</dc:title><dc:identifier>7</dc:identifier></bib:Series>
            </dcterms:isPartOf></bib:Book></dcterms:isPartOf>
          <dc:publisher><foaf:Organization><vcard:adr><vcard:Address><vcard:locality>Lake Town</vcard:locality>
            </vcard:Address></vcard:adr><foaf:name>Marsh Press</foaf:name></foaf:Organization></dc:publisher>
          <bib:editors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Roe</foaf:surname>
            <foaf:givenName>R.</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:editors>
          <z:seriesEditors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Doe</foaf:surname>
            <foaf:givenName>J.</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></z:seriesEditors>
          <dc:title>A chapter</dc:title>
          <dc:date>2001</dc:date>
        </bib:BookSection>
        <z:Attachment rdf:about="#item_2"><z:itemType>attachment</z:itemType>
          <z:path rdf:resource="files/2/a.pdf"/><dc:title>Full text</dc:title></z:Attachment>
        <bib:Memo rdf:about="#item_3"><rdf:value>A note of mine</rdf:value></bib:Memo>
        <bib:Journal rdf:about="urn:issn:1234-5679">
          <dc:title>Journal of Marsh Studies</dc:title><dcterms:alternative>J Marsh Stud</dcterms:alternative>
          <prism:volume>12</prism:volume><prism:number>3</prism:number>
          <dc:identifier>DOI 10.5555/marsh.1</dc:identifier><dc:identifier>ISSN 1234-5679</dc:identifier>
        </bib:Journal>
        <z:Collection rdf:about="#collection_1"><dc:title>Mine</dc:title><dcterms:hasPart rdf:resource="#item_9"/></z:Collection>
        </rdf:RDF>
        """

    private static func records(_ text: String, source: (any XMLReading)? = nil) throws -> [SourceRecord] {
        var found: [SourceRecord] = []
        _ = try XMLTreeParser().parse(Array(text.utf8)) { root in
            RecordSearch.forEach(in: root, source: source, place: "f") { element, reading, place in
                if let said = try? reading.parse(element, place: place) { found.append(said) }
            }
        }
        return found
    }

    @Test("has of each item what stands in it, and of its journal what stands elsewhere", arguments: [true, false])
    func items(isNamed: Bool) throws {
        let records = try Self.records(Self.text, source: isNamed ? ZoteroRDF() : nil)
        #expect(records.map(\.source) == ["zotero-rdf", "zotero-rdf"])
        let said = try #require(records.first)
        #expect(said.type == "journal-article" && said.titles == ["Walking in marshes"])
        #expect(said.contributors.map(\.family) == ["Adler", nil] && said.contributors[1].name == "Marsh Group")
        #expect(said.containerTitles == ["Journal of Marsh Studies"] && said.shortContainerTitles == ["J Marsh Stud"])
        #expect(said.volume == "12" && said.issue == "3" && said.pages == "101-109" && said.issns == ["1234-5679"])
        #expect(
            said.identifiers == [
                SourceIdentifier(scheme: "doi", value: "10.5555/marsh.1"),
                SourceIdentifier(scheme: "pmid", value: "30000001"),
            ])
        #expect(said.url == "http://example.org/1" && said.keywords == ["tides", "marshes"])
        #expect(said.kept("zotero-rdf:note") == ["A note of mine"])
        #expect(said.kept("zotero-rdf:attachment") == ["files/2/a.pdf"])
        #expect(said.kept("zotero-rdf:libraryCatalog") == ["Marsh Catalog"])
        #expect(!said.kept("zotero-rdf:subject/LCC/value").isEmpty)
        let chapter = records[1]
        #expect(
            chapter.type == "book-chapter" && chapter.containerTitles == ["The book"] && chapter.series == "The series")
        #expect(
            chapter.publisher == "Marsh Press" && chapter.place == "Lake Town" && chapter.isbns == ["9780306406157"])
        #expect(chapter.contributors.map(\.role) == ["editor", "collection-editor"])
        #expect(chapter.kept("zotero-rdf:series/identifier") == ["7"])
    }

    @Test("names the journal's number where the journal is not in the file, and loses itself in no circle")
    func missing() throws {
        let circle = Self.text.replacing(
            "<dc:title>Journal of Marsh Studies</dc:title>",
            with: "<dcterms:isPartOf rdf:resource=\"urn:issn:1234-5679\"/>")
        #expect(try Self.records(circle).first?.volume == "12")
        let start = try #require(Self.text.firstRange(of: "<bib:Journal")?.lowerBound)
        let end = try #require(Self.text.firstRange(of: "</bib:Journal>")?.upperBound)
        let alone = try Self.records(String(Self.text[..<start] + Self.text[end...]))
        #expect(alone.first?.issns == ["1234-5679"] && alone.first?.containerTitles == [])
        #expect(alone.first?.kept("zotero-rdf:isPartOf") == ["urn:issn:1234-5679"])
    }

    @Test("is read in time where elements lie in themselves and in one another many times", .timeLimit(.minutes(1)))
    func circles() throws {
        let start = try #require(Self.text.firstRange(of: "<bib:Journal")?.lowerBound)
        for pointed in ["#a", "#b"] {
            let many = String(repeating: "<dcterms:isPartOf rdf:resource=\"\(pointed)\"/>", count: 5000)
            let journals = ["#a", "#b", "#c"].map { name in
                "<bib:Journal rdf:about=\"\(name)\"><prism:volume>7</prism:volume>\(many)</bib:Journal>"
            }
            let item = String(Self.text[..<start]).replacing("urn:issn:1234-5679", with: "#a")
            let records = try Self.records(item + journals.joined() + "</rdf:RDF>")
            #expect(records.first?.volume == "7" && records.count == 2)
        }
        // Containers within containers, each with many.
        let nested = String(repeating: "<dcterms:isPartOf><bib:Series/><bib:Series/></dcterms:isPartOf>", count: 5000)
        let item = Self.text.replacing("<dc:title>The series</dc:title>", with: "<dc:title>S</dc:title>" + nested)
        #expect(try Self.records(item)[1].series == "S")
    }
}
