import Fetchers
import Formats
import Records
import Testing

/// Forms that PubMed's records come in besides the article.
@Suite("A record of PubMed")
struct PubMedFormTests {
    private func record(_ body: String) throws -> SourceRecord {
        let outcome = PubMed().outcome(of: reply(body))
        #expect(outcome.problems.isEmpty, "\(outcome.problems)")
        return try #require(outcome.records.first)
    }

    private static let json = #"""
        {"header":{"type":"esummary","version":"0.3"},"result":{"uids":["30985294"],"30985294":{"uid":"30985294",
         "pubdate":"2019 Mar 26","epubdate":"2019 Mar 26","source":"J Clin Invest","authors":[
         {"name":"Carmack SA","authtype":"Author","clusterid":""},{"name":"Demo Group","authtype":"CollectiveName"}],
         "title":"Heroin addiction in rats.","volume":"129","issue":"6","pages":"2480-2484","lang":["eng"],
         "nlmuniqueid":"7802877","issn":"0021-9738","essn":"1558-8238","pubtype":["Journal Article"],
         "articleids":[{"idtype":"pubmed","idtypen":1,"value":"30985294"},{"idtype":"doi","value":"10.1172/JCI125534"},
          {"idtype":"pmc","value":"PMC6546476"},{"idtype":"pmcid","value":"pmc-id: PMC6546476;"},{"idtype":"rid","value":"30985294"}],
         "history":[{"pubstatus":"entrez","date":"2019/04/16 06:00"}],
         "references":[{"refsource":"x","reftype":"Comment in","pmid":1,"note":""}],
         "pmcrefcount":40,"fulljournalname":"The Journal of clinical investigation","vernaculartitle":""}}}
        """#

    private static let named = """
        <?xml version="1.0"?><eSummaryResult><DocumentSummarySet status="OK"><DocumentSummary uid="30985294">
        <PubDate>2019 Mar 26</PubDate><EPubDate>2019 Mar 26</EPubDate><Source>J Clin Invest</Source>
        <Authors><Author><Name>Carmack SA</Name><AuthType>Author</AuthType></Author>
        <Author><Name>Demo Group</Name><AuthType>CollectiveName</AuthType></Author></Authors>
        <Title>Heroin addiction in rats.</Title><Volume>129</Volume><Issue>6</Issue><Pages>2480-2484</Pages>
        <Lang><string>eng</string></Lang><NlmUniqueID>7802877</NlmUniqueID><ISSN>0021-9738</ISSN><ESSN>1558-8238</ESSN>
        <PubType><flag>Journal Article</flag></PubType>
        <ArticleIds><ArticleId><IdType>pubmed</IdType><Value>30985294</Value></ArticleId>
        <ArticleId><IdType>doi</IdType><Value>10.1172/JCI125534</Value></ArticleId>
        <ArticleId><IdType>pmc</IdType><Value>PMC6546476</Value></ArticleId></ArticleIds>
        <History><PubMedPubDate><PubStatus>entrez</PubStatus><Date>2019/04/16 06:00</Date></PubMedPubDate></History>
        <References><Reference><RefType>Comment in</RefType><PMID>1</PMID></Reference></References>
        <PmcRefCount>40</PmcRefCount><FullJournalName>The Journal of clinical investigation</FullJournalName>
        </DocumentSummary></DocumentSummarySet></eSummaryResult>
        """

    private static let items = """
        <?xml version="1.0"?><eSummaryResult><DocSum><Id>30985294</Id><Item Name="PubDate" Type="Date">2019 Mar 26</Item>
        <Item Name="EPubDate" Type="Date">2019 Mar 26</Item><Item Name="Source" Type="String">J Clin Invest</Item>
        <Item Name="AuthorList" Type="List"><Item Name="Author" Type="String">Carmack SA</Item>
        <Item Name="Author" Type="String">Demo Group</Item></Item><Item Name="Title" Type="String">Heroin addiction in rats.</Item>
        <Item Name="Volume" Type="String">129</Item><Item Name="Issue" Type="String">6</Item>
        <Item Name="Pages" Type="String">2480-2484</Item><Item Name="LangList" Type="List"><Item Name="Lang" Type="String">eng</Item></Item>
        <Item Name="ISSN" Type="String">0021-9738</Item><Item Name="ESSN" Type="String">1558-8238</Item>
        <Item Name="PubTypeList" Type="List"><Item Name="PubType" Type="String">Journal Article</Item></Item>
        <Item Name="ArticleIds" Type="List"><Item Name="pubmed" Type="String">30985294</Item>
        <Item Name="doi" Type="String">10.1172/JCI125534</Item><Item Name="pmc" Type="String">PMC6546476</Item></Item>
        <Item Name="FullJournalName" Type="String">The Journal of clinical investigation</Item>
        <Item Name="PmcRefCount" Type="Integer">40</Item></DocSum></eSummaryResult>
        """

    @Test("is read from a summary, whichever way it is written", arguments: [json, named, items])
    func summaries(body: String) throws {
        let record = try record(body)
        #expect(record.key == "30985294")
        #expect(
            record.identifiers.map(\.value).sorted() == ["10.1172/JCI125534", "30985294", "PMC6546476"])
        #expect(record.titles == ["Heroin addiction in rats."])
        #expect(record.contributors.map(\.name) == ["Carmack SA", "Demo Group"])
        #expect(record.containerTitles == ["The Journal of clinical investigation"])
        #expect(record.shortContainerTitles == ["J Clin Invest"])
        #expect(record.issns == ["0021-9738", "1558-8238"])
        #expect([record.volume, record.issue, record.pages] == ["129", "6", "2480-2484"])
        #expect(record.languages == ["eng"])
        #expect(record.type == "Journal Article")
        #expect(record.citationCount == 40)
        #expect(
            record.dates.prefix(2) == [
                SourceDate(kind: "published-online", text: "2019 Mar 26"),
                SourceDate(kind: "collection", text: "2019 Mar 26"),
            ])
    }

    @Test("that is in PMC alone is called by its PMCID: PMID 0 is none")
    func pmcOnly() throws {
        let record = try record(
            #"{"result":{"uids":["77"],"77":{"uid":"77","title":"T","fulljournalname":"J","articleids":[{"idtype":"pmid","value":"0"},{"idtype":"pmcid","value":"PMC77"}]}}}"#
        )
        #expect(record.key == "PMC77")
        #expect(record.identifiers == [SourceIdentifier(scheme: "pmcid", value: "PMC77")])
    }

    @Test(
        "has nothing but identifiers where the converter tells it",
        arguments: [
            #"{"status":"ok","records":[{"pmcid":"PMC2","pmid":"1","doi":"10.5555/a","versions":[{"pmcid":"PMC2.1","mid":"NIHMS3"}]}]}"#,
            #"{"status":"ok","records":[{"pmcid":"PMC2","pmid":1,"doi":"10.5555/a","mid":"NIHMS3","requested-id":"PMC2"}]}"#,
            #"<pmcids status="ok"><request idtype="pmcid"/><record requested-id="PMC2" pmcid="PMC2" pmid="1" doi="10.5555/a"><versions><version pmcid="PMC2.1" mid="NIHMS3"/></versions></record></pmcids>"#,
        ])
    func conversions(body: String) throws {
        let record = try record(body)
        #expect(record.key == "1")
        #expect(Set(record.identifiers.map(\.value)) == ["1", "PMC2", "10.5555/a", "NIHMS3"])
        #expect(record.titles.isEmpty)
    }

    @Test("that was deleted is a tombstone, each of a list")
    func deleted() {
        let body = """
            <PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>3</PMID><Article><ArticleTitle>T</ArticleTitle></Article>
            </MedlineCitation></PubmedArticle><DeleteCitation><PMID Version="1">1</PMID><PMID Version="1">2</PMID></DeleteCitation>
            </PubmedArticleSet>
            """
        let outcome = PubMed().outcome(of: reply(body))
        #expect(outcome.records.map(\.key) == ["3", "1", "2"])
        #expect(outcome.records.map(\.isDeleted) == [false, true, true])
        #expect(outcome.records.last?.identifiers == [SourceIdentifier(scheme: "pubmed", value: "2")])
    }

    @Test("does not take its references' identifiers for its own, nor those that PubMed calls invalid")
    func references() throws {
        let records = ReplicaFixtureTests.records
        let heroin = try #require(records["30985294"])
        #expect(!heroin.identifiers.contains { $0.value.contains("ibid.2018.5") || $0.value == "990000002" })
        #expect(heroin.referenceCount == 2)
        let winter = try #require(records["990000001"])
        #expect(!winter.identifiers.contains { $0.scheme == "doi" })
        #expect(winter.others.contains(SourceIdentifier(scheme: "invalid doi", value: "10.5555/ibid.wrong")))
        #expect(winter.contributors.map(\.family) == ["Müller", nil])
        #expect(winter.others.contains(SourceIdentifier(scheme: "invalid author", value: "Mueler, Karl")))
        #expect(winter.contributors.first?.suffix == "Jr")
        #expect(winter.contributors.first?.orcid == "https://orcid.org/0000-0002-1825-0097")
        #expect(winter.dates.contains(SourceDate(kind: "published-print", text: "1998 Dec-1999 Jan")))
    }

    @Test("keeps its paragraphs with their labels, and what they mark up")
    func abstract() throws {
        let heroin = try #require(ReplicaFixtureTests.records["30985294"])
        #expect(
            heroin.abstracts == [
                "<p>BACKGROUND: Our own words: what withdrawal does to learning.</p>"
                    + "<p>RESULTS: The <i>rats</i> learned, <sup>18</sup>F &lt; all else.</p>"
            ])
        #expect(heroin.updated == Timestamp(iso8601: "2024-07-25T00:00:00Z"))
    }

    @Test("stands as well without the set around it, and without what PubMed adds", arguments: ["PubmedArticle", ""])
    func bare(wrapper: String) throws {
        let citation =
            "<MedlineCitation><PMID>3</PMID><Article><ArticleTitle>T</ArticleTitle></Article></MedlineCitation>"
        let record = try record(wrapper.isEmpty ? citation : "<\(wrapper)>\(citation)</\(wrapper)>")
        #expect(record.key == "3")
        #expect(record.titles == ["T"])
    }

    @Test("without a number costs no other")
    func noNumber() {
        let outcome = PubMed().outcome(
            of: reply(
                "<PubmedArticleSet><PubmedArticle><MedlineCitation/></PubmedArticle><PubmedArticle><MedlineCitation><PMID>2</PMID></MedlineCitation></PubmedArticle></PubmedArticleSet>"
            ))
        #expect(outcome.records.map(\.key) == ["2"])
        #expect(outcome.problems.map { $0.isNamed(of: "pubmed") } == [true])
    }
}
