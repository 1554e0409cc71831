import Fetchers
import Formats
import Foundation
import Records
import Testing

/// Reads texts as files are read: whoever recognizes a record parses it.
enum FileRecords {
    static func read(_ bytes: [UInt8]) throws -> (records: [SourceRecord], problems: [Problem]) {
        var records: [SourceRecord] = []
        var problems: [Problem] = []
        func take(_ parse: () throws(Problem) -> SourceRecord) {
            do throws(Problem) { records.append(try parse()) } catch { problems.append(error) }
        }
        if bytes.first(where: { $0 > 0x20 && $0 < 0x80 }) == UInt8(ascii: "<") {
            _ = try XMLTreeParser().parse(bytes) { root in
                RecordSearch.forEach(in: root, source: nil, place: "file") { element, reading, place in
                    take { () throws(Problem) in try reading.parse(element, place: place) }
                }
            }
        } else {
            try JSONParser().parse(bytes) { root in
                RecordSearch.forEach(in: root, source: nil, place: "file") { value, reading, place in
                    guard let reading else { return }
                    take { () throws(Problem) in try reading.parse(value, place: place) }
                }
            }
        }
        return (records, problems)
    }

    static func one(_ text: String) throws -> SourceRecord {
        let found = try read(Array(text.utf8))
        try #require(found.records.count == 1 && found.problems.isEmpty, "\(found)")
        return found.records[0]
    }
}

extension SourceRecord {
    func kept(_ name: String) -> [String] { others.filter { $0.scheme == name }.map(\.value) }
    func names(_ role: String) -> [String] {
        contributors.filter { $0.role == role }.map {
            $0.name ?? [$0.family, $0.given].compactMap { $0 }.joined(separator: ", ")
        }
    }
}

@Suite("A record of a file in XML or JSON")
struct FileReadingTests {
    @Test("of EndNote 7's, in capitals, says what newer ones say")
    func endNote7() throws {
        let said = try FileRecords.one(
            """
            <XML><RECORDS><RECORD><REFERENCE_TYPE>0</REFERENCE_TYPE><REFNUM>7</REFNUM>
            <AUTHORS><AUTHOR>Doe, Jane</AUTHOR><AUTHOR>Roe, Adam</AUTHOR></AUTHORS><YEAR>2004</YEAR>
            <TITLE>Birds of the marsh</TITLE><SECONDARY_TITLE>Marsh Studies</SECONDARY_TITLE><VOLUME>3</VOLUME>
            <NUMBER>4</NUMBER><PAGES>1-9</PAGES><ISBN>1234-5679</ISBN><PLACE_PUBLISHED>Leiden</PLACE_PUBLISHED>
            <KEYWORDS><KEYWORD>birds</KEYWORD></KEYWORDS><URL>https://example.org/a</URL><LABEL>blue</LABEL>
            </RECORD></RECORDS></XML>
            """)
        #expect(said.source == "endnote-xml" && said.key == "7" && said.type == "journal-article")
        #expect(said.titles == ["Birds of the marsh"] && said.containerTitles == ["Marsh Studies"])
        #expect(said.names("author") == ["Doe, Jane", "Roe, Adam"] && said.dates.map(\.parts) == [[2004]])
        #expect(said.volume == "3" && said.issue == "4" && said.pages == "1-9" && said.issns == ["1234-5679"])
        #expect(said.place == "Leiden" && said.keywords == ["birds"] && said.url == "https://example.org/a")
        #expect(said.others.map(\.scheme) == ["endnote-xml:label"])
    }

    @Test("of EndNote's keeps all it says")
    func endNote() throws {
        let said = try FileRecords.one(
            """
            <xml><records><record><database name="L.enl" path="C:\\L">L.enl</database>
            <source-app name="EndNote" version="20">EndNote</source-app><rec-number>7</rec-number>
            <ref-type name="Journal Article">17</ref-type><contributors><authors>
            <author><style face="normal">Doe, Jane</style></author><author>World Health Organization,</author></authors>
            <secondary-authors><author>Ed, A.</author></secondary-authors></contributors>
            <titles><title><style face="normal">Growth of </style><style face="italic">E. coli</style><style face="normal"> &lt;37 C</style></title>
            <secondary-title>Journal of Tests</secondary-title><short-title>Growth</short-title></titles>
            <periodical><full-title>Journal of Tests</full-title><abbr-1>J Test</abbr-1></periodical>
            <pages>1-9</pages><volume>3</volume><number>4</number><edition>2019/05/03</edition>
            <dates><year>2019</year><pub-dates><date>May 12</date></pub-dates></dates>
            <isbn>1234-5679 (Print)&#xD;1234-5679</isbn><accession-num>31234567</accession-num>
            <remote-database-provider>NLM</remote-database-provider>
            <electronic-resource-num>10.5555/x</electronic-resource-num><custom2>PMC123</custom2><custom5>five</custom5>
            <notes>read</notes><urls><related-urls><url>https://a.example/1</url><url>https://a.example/2</url></related-urls>
            <pdf-urls><url>internal-pdf://x.pdf</url></pdf-urls></urls><language>eng</language></record></records></xml>
            """)
        #expect(said.source == "endnote-xml" && said.key == "7" && said.type == "journal-article")
        #expect(said.titles == ["Growth of <i>E. coli</i> &lt;37 C"])
        #expect(said.names("author") == ["Doe, Jane", "World Health Organization"])
        #expect(said.contributors[1].isGroup == true && said.names("editor") == ["Ed, A."])
        #expect(said.containerTitles == ["Journal of Tests"] && said.shortContainerTitles == ["J Test"])
        #expect(said.dates.map(\.text) == [nil, nil, "2019 May 12"])
        #expect(
            said.identifiers == [
                SourceIdentifier(scheme: "doi", value: "10.5555/x"), SourceIdentifier(scheme: "pmcid", value: "PMC123"),
                SourceIdentifier(scheme: "pmid", value: "31234567"),
            ])
        #expect(said.issue == "4" && said.issns == ["1234-5679"] && said.url == "https://a.example/1")
        #expect(said.kept("endnote-xml:urls/related-urls") == ["https://a.example/2"])
        #expect(said.kept("endnote-xml:urls/pdf-urls") == ["internal-pdf://x.pdf"])
        #expect(said.kept("endnote-xml:custom5") == ["five"] && said.kept("endnote-xml:notes") == ["read"])
        #expect(said.kept("endnote-xml:titles/short-title") == ["Growth"])
    }

    @Test("of MODS has its host's volume and pages, and its roles")
    func mods() throws {
        let said = try FileRecords.one(
            """
            <modsCollection xmlns="http://www.loc.gov/mods/v3"><mods ID="k1"><titleInfo><nonSort>The</nonSort><title>Ice</title>
            <subTitle>a tale</subTitle></titleInfo><name type="personal"><namePart type="given">Jo</namePart>
            <namePart type="family">Doe</namePart><role><roleTerm type="code">aut</roleTerm><roleTerm type="text">author</roleTerm></role></name>
            <name type="corporate"><namePart>Society</namePart><role><roleTerm>editor</roleTerm></role></name>
            <originInfo><dateIssued>2003</dateIssued></originInfo><typeOfResource>text</typeOfResource>
            <relatedItem type="host"><titleInfo><title>Polar Tests</title></titleInfo><genre>academic journal</genre>
            <part><detail type="volume"><number>26</number></detail><detail type="issue"><number>9</number></detail>
            <extent unit="page"><start>610</start><end>620</end></extent></part><identifier type="issn">1234-5679</identifier></relatedItem>
            <identifier type="doi">10.5555/ice</identifier><identifier type="lccn">42</identifier>
            <subject><topic>Ice</topic><geographic>Arctic</geographic></subject><note type="private">mine</note></mods></modsCollection>
            """)
        #expect(
            said.key == "k1" && said.type == "journal-article" && said.titles == ["The Ice"]
                && said.subtitles == ["a tale"])
        #expect(said.volume == "26" && said.issue == "9" && said.pages == "610-620" && said.issns == ["1234-5679"])
        #expect(said.names("author") == ["Doe, Jo"] && said.names("editor") == ["Society"])
        #expect(said.keywords == ["Ice--Arctic"] && said.kept("mods:identifier[lccn]") == ["42"])
        #expect(said.kept("mods:note[private]") == ["mine"])
    }

    @Test("of Crossref's XML has the words of Crossref's JSON")
    func unixref() throws {
        let said = try FileRecords.one(
            """
            <doi_records><doi_record owner="10.5555" timestamp="2020-01-02 03:04:05"><crossref><journal>
            <journal_metadata language="en"><full_title>Journal of Tests</full_title><issn media_type="print">1234-5679</issn></journal_metadata>
            <journal_issue><publication_date media_type="print"><year>2019</year></publication_date>
            <journal_volume><volume>3</volume></journal_volume><issue>4</issue><doi_data><doi>10.5555/issue</doi></doi_data></journal_issue>
            <journal_article><titles><title>A <i>word</i></title></titles><contributors>
            <person_name contributor_role="author" sequence="first"><given_name>Jane</given_name><surname>Doe</surname>
            <ORCID>https://orcid.org/0000-0002-1825-0097</ORCID></person_name></contributors>
            <publication_date media_type="online"><month>05</month><day>03</day><year>2019</year></publication_date>
            <pages><first_page>1</first_page><last_page>9</last_page></pages>
            <crossmark><updates><update type="retraction">10.5555/old</update></updates></crossmark>
            <program name="fundref"><assertion name="fundgroup"><assertion name="funder_name">A Fund
            <assertion name="funder_identifier">100</assertion></assertion></assertion></program>
            <program><related_item><intra_work_relation relationship-type="isPreprintOf" identifier-type="doi">10.5555/vor</intra_work_relation></related_item></program>
            <doi_data><doi>10.5555/X</doi><resource>https://a.example</resource></doi_data><citation_list><citation/><citation/></citation_list>
            </journal_article></journal></crossref></doi_record></doi_records>
            """)
        #expect(said.key == "10.5555/x" && said.type == "journal-article" && said.titles == ["A <i>word</i>"])
        #expect(said.dates == [SourceDate(kind: "published-online", parts: [2019, 5, 3])])
        #expect(said.pages == "1-9" && said.volume == "3" && said.issue == "4" && said.funders == ["A Fund"])
        #expect(
            said.relations == [
                SourceRelation(type: "update-to:retraction", scheme: "doi", target: "10.5555/old"),
                SourceRelation(type: "is-preprint-of", scheme: "doi", target: "10.5555/vor"),
            ])
        #expect(said.referenceCount == 2 && said.kept("unixref:journal_issue/doi_data/doi") == ["10.5555/issue"])
    }

    @Test("of a deposit at Crossref is each article by itself")
    func deposit() throws {
        let article = { (number: Int) in
            "<journal_article><titles><title>T\(number)</title></titles><doi_data><doi>10.5555/\(number)</doi></doi_data></journal_article>"
        }
        let found = try FileRecords.read(
            Array(
                "<doi_batch><head/><body><journal><journal_metadata><full_title>J</full_title></journal_metadata>\(article(1))\(article(2))</journal></body></doi_batch>"
                    .utf8))
        #expect(
            found.records.map(\.titles) == [["T1"], ["T2"]] && found.records.map(\.containerTitles) == [["J"], ["J"]])
        let unknown = try FileRecords.read(
            Array(
                "<crossref_result><query_result><body><query status=\"unresolved\"><doi>10.5555/no</doi></query></body></query_result></crossref_result>"
                    .utf8))
        #expect(unknown.records.map(\.key) == ["10.5555/no"])
    }

    @Test(
        "of DataCite's XML has the words of DataCite's JSON, in every kernel",
        arguments: ["kernel-2.2", "kernel-3", "kernel-4"])
    func dataCite(kernel: String) throws {
        let said = try FileRecords.one(
            """
            <resource xmlns="http://datacite.org/schema/\(kernel)"><identifier identifierType="DOI">10.5555/D</identifier>
            <creators><creator><creatorName>Doe, Jane</creatorName><nameIdentifier nameIdentifierScheme="ORCID">0000-0002-1825-0097</nameIdentifier></creator></creators>
            <titles><title>Data</title><title titleType="Subtitle">all of it</title></titles><publisher>Store</publisher>
            <publicationYear>2019</publicationYear><resourceType resourceTypeGeneral="Dataset">Table</resourceType>
            <relatedIdentifiers><relatedIdentifier relatedIdentifierType="DOI" relationType="IsSupplementTo">10.5555/a</relatedIdentifier></relatedIdentifiers>
            <dates><date dateType="Issued">2019-05-03</date></dates><sizes><size>1 MB</size></sizes></resource>
            """)
        #expect(
            said.key == "10.5555/d" && said.type == "Dataset" && said.subtype == "Table"
                && said.subtitles == ["all of it"])
        #expect(
            said.dates.map(\.kind) == ["publicationYear", "issued"]
                && said.contributors[0].orcid == "0000-0002-1825-0097")
        #expect(said.relations == [SourceRelation(type: "IsSupplementTo", scheme: "DOI", target: "10.5555/a")])
        #expect(said.kept("datacite-xml:sizes/size") == ["1 MB"])
    }

    @Test("of JATS has its affiliations, dates and the article that it retracts")
    func jats() throws {
        let said = try FileRecords.one(
            """
            <article article-type="retraction" xml:lang="en" xmlns:xlink="http://www.w3.org/1999/xlink"><front><journal-meta>
            <journal-title-group><journal-title>Journal of Tests</journal-title></journal-title-group><issn>1234-5679</issn></journal-meta>
            <article-meta><article-id pub-id-type="pmc">4567</article-id><article-id pub-id-type="doi">10.5555/X</article-id>
            <title-group><article-title>On <italic>E. coli</italic><xref ref-type="fn">*</xref></article-title></title-group>
            <contrib-group><contrib contrib-type="author"><name><surname>Doe</surname><given-names>Jane</given-names></name>
            <xref ref-type="aff" rid="a1"/></contrib><contrib contrib-type="author"><collab>The Group</collab></contrib></contrib-group>
            <aff id="a1"><label>1</label>University of Tests</aff>
            <pub-date pub-type="epub"><day>3</day><month>5</month><year>2019</year></pub-date><fpage>1</fpage><lpage>9</lpage>
            <related-article related-article-type="retracted-article" ext-link-type="doi" xlink:href="10.5555/old"/>
            <abstract><p>Words.</p></abstract></article-meta></front><body><p>Text</p></body></article>
            """)
        #expect(said.source == "jats" && said.key == "10.5555/x" && said.type == "retraction" && said.pages == "1-9")
        #expect(
            said.titles == ["On <italic>E. coli</italic>"]
                && said.contributors[0].affiliations == ["University of Tests"])
        #expect(
            said.contributors[1].isGroup == true
                && said.identifiers.contains(SourceIdentifier(scheme: "pmcid", value: "PMC4567")))
        #expect(said.relations == [SourceRelation(type: "update-to:retraction", scheme: "doi", target: "10.5555/old")])
    }

    @Test("of Dublin Core is read by itself and within OAI-PMH")
    func dublinCore() throws {
        let inner =
            "<dc xmlns:dc=\"x\"><dc:title>T</dc:title><dc:creator>Doe, Jane</dc:creator><dc:date>2019</dc:date><dc:type>Text</dc:type><dc:identifier>https://doi.org/10.5555/x</dc:identifier><dc:format>pdf</dc:format></dc>"
        let alone = try FileRecords.one(inner)
        #expect(alone.source == "dublin-core" && alone.identifiers.map(\.value) == ["https://doi.org/10.5555/x"])
        #expect(alone.kept("dublin-core:format") == ["pdf"])
        let harvested = try FileRecords.one(
            "<OAI-PMH><ListRecords><record><header><identifier>oai:x:1</identifier><datestamp>2020-01-02</datestamp></header><metadata>\(inner)</metadata></record></ListRecords></OAI-PMH>"
        )
        #expect(harvested.key == "oai:x:1" && harvested.updated == Timestamp(iso8601: "2020-01-02"))
        #expect(harvested.titles == alone.titles)
    }

    @Test("of the WHO's trial registries is a registration")
    func trial() throws {
        let said = try FileRecords.one(
            "<Trials_downloaded_from_ICTRP><Trial><TrialID>NCT001 </TrialID><Public_title>Short</Public_title><Scientific_title>Long</Scientific_title><Date_registration3>20260510</Date_registration3><web_address>https://a.example</web_address><Phase>2</Phase></Trial></Trials_downloaded_from_ICTRP>"
        )
        #expect(said.source == "ictrp" && said.key == "NCT001" && said.titles == ["Long", "Short"])
        #expect(said.dates == [SourceDate(kind: "issued", parts: [2026, 5, 10])] && said.kept("ictrp:Phase") == ["2"])
    }

    @Test("of CSL keeps every variable")
    func csl() throws {
        let said = try FileRecords.one(
            #"""
            [{"id":"doe2019","type":"article-journal","title":"T","container-title":"Journal of Tests","volume":3,"page":"1-9","number":"e12",
            "author":[{"family":"Berg","given":"Jan","non-dropping-particle":"van den","suffix":"Jr","comma-suffix":true},{"literal":"The Group"}],
            "container-author":[{"family":"Ed","given":"A"}],"issued":{"date-parts":[[2019,5],[2019,6]],"circa":true},"accessed":{"raw":"3 May 2020"},
            "original-date":{"date-parts":[["1999"]]},"DOI":"10.5555/x","PMID":"123","ISSN":"1234-5679, 2049-3630","keyword":"one, two","archive":"A","note":"n"}]
            """#)
        #expect(said.source == "csl-json" && said.key == "doe2019" && said.volume == "3" && said.articleNumber == "e12")
        #expect(
            said.names("author") == ["van den Berg, Jan", "The Group"] && said.names("container-author") == ["Ed, A"])
        #expect(
            said.kept("csl:author/0/non-dropping-particle") == ["van den"]
                && said.kept("csl:author/0/comma-suffix") == ["true"])
        #expect(said.dates == [SourceDate(kind: "issued", parts: [2019, 5])])
        #expect(said.kept("csl:accessed") == [#"{"raw":"3 May 2020"}"#] && said.kept("csl:id") == ["doe2019"])
        #expect(said.kept("csl:issued") == [#"{"date-parts":[[2019,5],[2019,6]],"circa":true}"#])
        #expect(said.kept("csl:original-date") == [#"{"date-parts":[["1999"]]}"#] && said.kept("csl:archive") == ["A"])
        #expect(said.keywords == ["one", "two"] && said.issns == ["1234-5679", "2049-3630"])
    }

    @Test("of CSL-YAML is that of CSL-JSON")
    func cslYAML() throws {
        let yaml =
            "- id: doe2019\n  type: article-journal\n  title: T\n  language: no\n  author:\n  - family: Doe\n    given: Jane\n  issued:\n    year: 2019\n    month: 5\n"
        let found = try FileRecords.read(try YAMLText.json(Array(yaml.utf8)))
        #expect(found.records.map(\.key) == ["doe2019"] && found.records[0].languages == ["no"])
        #expect(found.records[0].dates == [SourceDate(kind: "issued", parts: [2019, 5])])
    }

    @Test(
        "of an agency stays the agency's, that of a reference manager is CSL's",
        arguments: [
            (#"{"id":"https://doi.org/10.5555/x","type":"dataset","title":"T","DOI":"10.5555/X"}"#, "doi"),
            (#"{"id":"doe2019","type":"dataset","title":"T","DOI":"10.5555/X"}"#, "csl-json"),
            (#"{"id":12,"type":"book","title":"T","author":[]}"#, "csl-json"),
            (#"{"key":"K","itemType":"book","title":"T","DOI":""}"#, "zotero-json"),
            (#"{"key":"K","data":{"key":"K","itemType":"book","title":"T","creators":[]}}"#, "zotero-json"),
            (#"{"recNumber":"1","title":"T","type":"journalArticle","authors":["Doe, J."]}"#, "reflib-json"),
        ])
    func agencies(text: String, source: String) throws { #expect(try FileRecords.one(text).source == source) }

    @Test("of Zotero's JSON has its creators, tags and what stands in extra")
    func zotero() throws {
        let said = try FileRecords.one(
            #"{"key":"K","itemType":"bookSection","title":"T","bookTitle":"B","creators":[{"creatorType":"author","firstName":"Jane","lastName":"Doe"},{"creatorType":"seriesEditor","name":"The Group"}],"tags":[{"tag":"a"}],"extra":"PMID: 123 PMCID: PMC9\nCitation Key: doe","date":"2019-05","callNumber":"QA"}"#
        )
        #expect(
            said.type == "book-chapter" && said.containerTitles == ["B"]
                && said.names("collection-editor") == ["The Group"])
        #expect(said.identifiers.map(\.value) == ["123", "PMC9"] && said.kept("zotero:callNumber") == ["QA"])
        #expect(said.kept("zotero:citationKey") == ["doe"])
    }

    @Test(
        "that says nothing is a problem of its own",
        arguments: [
            "<xml><records><record><ref-type name=\"Book\">6</ref-type><rec-number>1</rec-number></record></records></xml>",
            "<modsCollection><mods version=\"3.6\"></mods></modsCollection>", #"[{"id":"x","type":"book","URL":""}]"#,
            #"[{"itemType":"attachment","key":"K"}]"#, "<article><front><article-meta/></front></article>",
        ])
    func saysNothing(text: String) throws {
        let found = try FileRecords.read(Array(text.utf8))
        #expect(found.records.isEmpty && found.problems.count == 1)
        #expect(found.problems.first?.reach == .record && found.problems.first?.remedy.isEmpty == false)
    }
}

@Suite("A file of the shared samples")
struct SharedSampleTests {
    static func bytes(_ recorded: Recorded) throws -> [UInt8] { [UInt8](try Data(contentsOf: recorded.body)) }

    @Test(
        "in XML or JSON gives as many records as it holds",
        .enabled(if: !Recorded.shared.isEmpty, "skipped: no shared data"),
        arguments: [
            ("samples_endnote_xml", 331, 0), ("samples_mods", 14, 1), ("crossref_xml", 23, 0), ("datacite_xml", 49, 0),
        ])
    func counts(folder: String, records: Int, problems: Int) throws {
        var found = (records: 0, problems: 0)
        for recorded in Recorded.shared where recorded.source == folder {
            // One of DataCite's is broken on purpose.
            guard let part = try? FileRecords.read(Self.bytes(recorded)) else { continue }
            found.records += part.records.count
            found.problems += part.problems.count
        }
        #expect(found == (records, problems))
    }

    @Test(
        "that is a table has a header that is known", .enabled(if: !Recorded.shared.isEmpty, "skipped: no shared data"),
        arguments: [("samples_csv_embase", 12), ("samples_csv_other", 827), ("samples_csv_scopus", 8)])
    func tables(folder: String, records: Int) throws {
        var count = 0
        for recorded in Recorded.shared where recorded.source == folder {
            let reader = CSVReader(try openByteStream(path: recorded.body.path))
            guard let header = try reader.row(), TableReading.recognizes(header: header.fields) > 0 else { continue }
            let table = try TableReading(header: header.fields)
            while let row = try reader.row() {
                if try table.record(row, place: TextPlace(path: "file")) != nil { count += 1 }
            }
        }
        #expect(count == records)
    }
}
