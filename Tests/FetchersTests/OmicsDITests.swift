import Fetchers
import Formats
import Foundation
import Records
import Testing
import Transfer

@Suite("The Omics Discovery Index")
struct OmicsDITests {
    static let base = "https://www.omicsdi.org/ws/dataset"
    static let window = "publication_date:%5B%222024-03-01%22%20TO%20%222100-01-01%22%5D"

    static let asked: [(Query, String?)] = [
        (.lookup([Identifier(.pride, "PXD000210")]), "\(base)/pride/PXD000210.json"),
        (.lookup([Identifier(.geo, "GSE13624")]), "\(base)/geo/GSE13624.json"),
        (.lookup([Identifier(.biostudies, "S-EPMC6546476")]), "\(base)/biostudies-literature/S-EPMC6546476.json"),
        (.lookup([Identifier(.biostudies, "S-BSST744")]), "\(base)/biostudies-other/S-BSST744.json"),
        (.lookup([Identifier(.pmcid, "PMC6546476")]), "\(base)/biostudies-literature/S-EPMC6546476.json"),
        (.lookup([Identifier(.arrayexpress, "E-GEOD-18662")]), "\(base)/biostudies-arrayexpress/E-GEOD-18662.json"),
        (.lookup([Identifier(.omicsdi, "metabolights_dataset/MTBLS67")]), "\(base)/metabolights_dataset/MTBLS67.json"),
        (.lookup([Identifier(.omicsdi, "MTBLS67")]), nil), (.lookup([Identifier(.doi, "10.5555/a")]), nil),
        (
            .lookup([Identifier(.pride, "PXD1"), Identifier(.doi, "10.5555/a"), Identifier(.geo, "GSE2")]),
            "\(base)/batch?acc=PXD1&acc=GSE2&database=pride&database=geo"
        ),
        (.search("sleep & rats", rows: 5000), "\(base)/search?query=sleep%20%26%20rats&start=0&size=100&faceCount=0"),
        (
            .changes(
                since: Timestamp(iso8601: "2024-03-01"), until: nil, filter: "omics_type:Proteomics", rows: 20),
            "\(base)/search?query=%28omics_type:Proteomics%29%20AND%20\(window)"
                + "&sortfield=publication_date&order=descending&start=0&size=20&faceCount=0"
        ),
    ]

    @Test("is asked at the address that its interface documents", arguments: asked)
    func request(query: Query, url: String?) { #expect(OmicsDI().request(for: query)?.url == url) }

    static func fixture(_ name: String) throws -> [UInt8] {
        [UInt8](
            try Data(contentsOf: Recorded.packageRoot.appending(path: "Tests/TestSupport/Fixtures/omicsdi/" + name)))
    }

    @Test("gives a whole record from a page's text, and the same from the page", arguments: ["txt", "html"])
    func pages(kind: String) throws {
        let bytes = try Self.fixture("dataset-page." + kind)
        let found = try #require(SourceRegistry.source(of: bytes))
        #expect(found.source.card.id == "omicsdi")
        let record = try found.source.parse(page: Array(bytes[found.range]), place: "page")
        #expect(record.key == "S-EPMC6546476")
        #expect(record.type == "Dataset")
        #expect(record.titles == ["Heroin addiction engages negative emotional learning brain circuits in rats."])
        #expect(record.identifiers == [SourceIdentifier(scheme: "omicsdi", value: "S-EPMC6546476")])
        #expect(
            record.contributors.map { "\($0.family ?? ""), \($0.given ?? "")" } == [
                "Carmack, Stephanie A", "Keeley, Robin J", "Vendruscolo, Janaina C M", "Lowery-Gionta, Emily G",
                "Lu, Hanbing", "Koob, George F", "Stein, Elliot A", "Vendruscolo, Leandro F",
            ])
        #expect(record.containerTitles == ["The Journal of clinical investigation"])
        #expect(record.issue == "6")
        #expect(record.publisher == "biostudies-literature")
        #expect(
            record.dates == [
                SourceDate(kind: "issued", text: "2019 Mar"), SourceDate(kind: "published", text: "20190326"),
            ])
        #expect(
            record.abstracts == [
                "Our summary of the study, which names PROVIDER and SUBMITTER in passing.\nIt goes on in a second paragraph: as some do."
            ])
        #expect(
            record.relations.map { [$0.type, $0.target] } == [
                ["S-EPMC", "PMC6546476"], ["SimilarTo", "GSE13624"], ["SimilarTo", "S-EPMC4229500"],
                ["SimilarTo", "S-EPMC5523013"],
            ])
        // Nothing else of the page is in it.
        #expect(record.keywords.isEmpty && record.others.isEmpty && record.subtitles.isEmpty)
    }

    @Test("gives the same key and identifiers from its interface as from the page")
    func interface() throws {
        let recorded = try #require(Recorded.replica.first { $0.id == "omicsdi-001" })
        let record = try #require(try OmicsDI().outcome(of: recorded).records.first)
        let page = try OmicsDI().parse(page: Self.fixture("dataset-page.txt"), place: "page")
        #expect(record.key == page.key)
        #expect(record.identifiers == page.identifiers)
        #expect(record.contributors == page.contributors)
        #expect(record.containerTitles == page.containerTitles)
        #expect(record.updated == Timestamp(iso8601: "2024-11-15T09:00:00Z"))
        #expect(record.citationCount == 3)
        #expect(record.relations.contains(SourceRelation(type: "S-EPMC", scheme: "pmcid", target: "PMC6546476")))
        #expect(record.relations.contains(SourceRelation(type: "Publication", scheme: "pmid", target: "30985294")))
    }

    @Test("names who deposited a dataset, its paper and what it is about")
    func dataset() throws {
        let recorded = try #require(Recorded.replica.first { $0.id == "omicsdi-002" })
        let record = try #require(try OmicsDI().outcome(of: recorded).records.first)
        #expect(record.contributors.map(\.name) == ["Noor Haddad", "Ruth Adler"])
        #expect(record.contributors.map(\.role) == ["author", "contributor"])
        #expect(record.contributors.map(\.affiliations) == [["University of Nowhere"], []])
        #expect(record.relations == [SourceRelation(type: "Publication", scheme: "pmid", target: "900001")])
        #expect(
            record.keywords == ["amygdala", "withdrawal", "Rattus norvegicus (Rat)"]
        )
        #expect(record.abstracts.isEmpty)
        // The same lists as pairs of name and value.
        let other = try #require(Recorded.replica.first { $0.id == "omicsdi-003" })
        let pairs = try #require(try OmicsDI().outcome(of: other).records.first)
        #expect(pairs.contributors.map(\.name) == ["Liran Levi"])
        #expect(pairs.relations == [SourceRelation(type: "Publication", scheme: "pmid", target: "900002")])
    }

    static let hits = #"""
        {"count":41,"datasets":[{"id":"PXD000456","source":"pride","title":"Glomeruli","description":"Ours.",
        "keywords":["Human"],"organisms":[{"acc":"9606","name":"Homo sapiens"}],"publicationDate":"20140122",
        "omicsType":["Proteomics"],"citationsCount":2},{"id":"MTBLS1","source":"metabolights_dataset","title":"Urine",
        "organisms":[],"publicationDate":"20120101"},null,{"title":"no accession"}],"facets":[]}
        """#

    @Test("lists hits, asks for each as a whole, and goes on where the list goes on")
    func search() throws {
        let url = "\(Self.base)/search?query=human&start=20&size=20&faceCount=0"
        let page = try OmicsDI().page(from: reply(Self.hits, url: url))
        #expect(page.records.map(\.key) == ["PXD000456", "MTBLS1"])
        #expect(
            page.details.map(\.url) == [
                "\(Self.base)/pride/PXD000456.json", "\(Self.base)/metabolights_dataset/MTBLS1.json",
            ])
        #expect(page.total == 41)
        #expect(page.next?.url == "\(Self.base)/search?query=human&start=23&size=20&faceCount=0")
        let end = try OmicsDI().page(from: reply(Self.hits, url: url.replacing("start=20", with: "start=38")))
        #expect(end.next == nil)
        let none = try OmicsDI().page(from: reply(#"{"count":0,"datasets":[],"facets":[]}"#, url: url))
        #expect(none.records.isEmpty && none.next == nil && none.total == 0)
        let record = try #require(OmicsDI().outcome(of: reply(Self.hits, url: url)).records.first)
        #expect(record.dates == [SourceDate(kind: "issued", text: "20140122")])
        #expect(record.keywords == ["Human", "Homo sapiens"])
        #expect(record.citationCount == 2)
    }

    @Test("names what a batch does not know")
    func batch() throws {
        let body = #"""
            {"datasets":[{"id":"PXD000210","source":"pride","name":"A","description":null,"publicationDate":"2014",
            "publicationIds":["24657495"],"full_dataset_link":"http://x.example/1","submitter":["Kim Miller"],
            "labHead":["Ruth Adler"],"similars":[{"accession":"PXD000211","database":"pride","relationType":"Reanalyzed by"}]}],
            "failure":[{"database":"pride","accession":"PXD999999"}]}
            """#
        let outcome = OmicsDI().outcome(of: reply(body, url: "\(Self.base)/batch?acc=PXD000210&database=pride"))
        #expect(outcome.problems.map(\.what) == ["omicsdi: PXD999999 is not known here"])
        let record = try #require(outcome.records.first)
        #expect(record.contributors.map(\.name) == ["Kim Miller", "Ruth Adler"])
        #expect(record.relations.map(\.target) == ["24657495", "PXD000211"])
    }

    static let entry = #"""
        <database><name>PRIDE Archive</name><release>3</release><entries><entry id="PRD000123"><name>Tyrosine</name>
        <description>Ours.</description><cross_references><ref dbkey="9606" dbname="TAXONOMY"/><ref dbkey="19770167" dbname="pubmed"/>
        <ref dbkey="P60323" dbname="uniprot"/></cross_references><dates><date type="submission" value="2009-07-14"/>
        <date type="publication" value="2010-07-09"/></dates><additional_fields><field name="repository">pride</field>
        <field name="submitter">Paul Boersema</field><field name="submitter_affiliation">Beta faculty</field>
        <field name="disease">Not available</field><field name="doi">10.6019/PRD000123</field></additional_fields></entry>
        <entry acc="MODEL1"><name>Model</name><dates/><additional_fields><field name="repository">BioModels</field>
        <field name="publication">10.1073/pnas.1902346116, and so on</field></additional_fields><cross_references>
        <ref dbkey="10__1021/bi049592e" dbname="doi"/><ref dbkey="18823127" dbname="pubmed"/></cross_references></entry>
        <entry id="7"><name>Survey</name><dates/><additional_fields><field name="repository">CESSDA</field>
        <field name="author">Doe, Jane</field><field name="persistent_identifier_type">DOI</field>
        <field name="persistent_identifier">10.4232/1.13787</field></additional_fields></entry><entry id=""/></entries></database>
        """#

    @Test("reads the exchange format of its archives")
    func exchange() throws {
        let outcome = OmicsDI().outcome(of: reply(Self.entry))
        #expect(outcome.records.map(\.key) == ["PRD000123", "MODEL1", "cessda/7"])
        #expect(outcome.problems.isEmpty)
        let first = outcome.records[0]
        #expect(first.identifiers.map(\.value) == ["PRD000123", "10.6019/PRD000123"])
        #expect(first.dates.map(\.kind) == ["submitted", "issued"])
        #expect(first.contributors.map(\.affiliations) == [["Beta faculty"]])
        #expect(first.others.isEmpty)
        #expect(
            outcome.records[1].relations.map { [$0.type, $0.target] } == [
                ["Publication", "10.1073/pnas.1902346116"], ["IsRelatedTo", "18823127"],
                ["IsRelatedTo", "10.1021/bi049592e"],
            ])
        #expect(outcome.records[2].identifiers.map(\.value) == ["cessda/7", "10.4232/1.13787"])
    }

    static let structured = #"""
        {"@context":"http://schema.org","@type":"WebPage","mainEntity":{"@type":"Dataset","name":"Glomeruli","description":"Ours.",
        "sameAs":"http://www.ebi.ac.uk/pride/archive/projects/PXD000456","keywords":"Human,kidney","variableMeasured":"Proteomics",
        "creator":[{"@type":"Person","name":"Kim Miller"}],"citation":{"@type":"CreativeWork","name":"Glomeruli",
        "url":"http://www.omicsdi.org/dataset/pride/PXD000456"}}}
        """#

    @Test("reads a dataset in schema.org's words, where it is its own")
    func linkedData() throws {
        let record = try #require(OmicsDI().outcome(of: reply(Self.structured)).records.first)
        #expect(record.key == "PXD000456")
        #expect(record.publisher == "pride")
        #expect(record.contributors.map(\.name) == ["Kim Miller"])
        #expect(record.keywords == ["Human", "kidney"])
        #expect(record.url == "http://www.ebi.ac.uk/pride/archive/projects/PXD000456")
        try JSONParser().parse(Array(Self.structured.replacing("omicsdi.org", with: "elsewhere.org").utf8)) {
            #expect(!OmicsDI().recognizes($0))
        }
    }

    static let refused: [(String, Int, String)] = [
        ("", 200, "not known here"), ("null", 200, "not known here"), ("{}", 200, "without"), ("[]", 200, "without"),
        (#"{"accession":null,"database":null}"#, 200, "not known here"),
        (
            #"{"status":404,"error":"Not Found","message":"Either Accession or Database is not available"}"#, 200,
            "Either Accession"
        ),
        (
            #"{"status":404,"error":"Not Found","message":"Either Accession or Database is not available"}"#, 404,
            "Either Accession"
        ),
        (#"{"status":500,"error":"Internal Server Error"}"#, 200, "refused (500)"),
        ("<html>gateway</html>", 502, "refused (502)"),
        ("<html>gateway</html>", 200, "HTML"), ("<database><entries/></database>", 200, "without a dataset"),
        ("<database><entry id='1'>", 200, "no XML"),
        ("Dataset Information and PROVIDER: but no more", 200, "plain text"),
    ]

    @Test("that answers with something else is a named problem", arguments: refused)
    func errors(body: String, status: Int, word: String) {
        let outcome = OmicsDI().outcome(of: reply(body, status: status))
        #expect(outcome.records.isEmpty)
        #expect(outcome.problems.first?.what.contains(word) == true, "\(outcome.problems)")
        #expect(outcome.problems.allSatisfy { $0.isNamed(of: "omicsdi") })
    }

    static let printed: [(String, [String])] = [
        ("Carmack Stephanie A SA   Lu Hanbing H", ["Carmack|Stephanie A", "Lu|Hanbing"]),
        ("Carmack Stephanie A SA Lu Hanbing H", ["Carmack|Stephanie A", "Lu|Hanbing"]),
        ("Vendruscolo Janaina C M JCM van der Berg Anna A", ["Vendruscolo|Janaina C M", "van der Berg|Anna"]),
        ("Dupont Jean-Pierre JP The ENIGMA Consortium", ["Dupont|Jean-Pierre", "|The ENIGMA Consortium"]),
    ]

    @Test("takes PubMed's way to print names apart", arguments: printed)
    func persons(line: String, expected: [String]) throws {
        let text = """
            Dataset Information

            T1
            PROVIDER: S-EPMC1 | biostudies-literature | 2019
            Publications
            T1
            \(line)
            J 20190326 6
            """
        let record = try OmicsDI().parse(page: Array(text.utf8), place: "page")
        #expect(record.contributors.map { "\($0.family ?? "")|\($0.given ?? $0.name ?? "")" } == expected)
    }
}
