import Fetchers
import Formats
import Records
import Testing
import Transfer

/// A question and the URL it is asked at; nil where the source cannot answer it.
struct Asked: Sendable, CustomTestStringConvertible {
    var source: String
    var query: Query
    var url: String?

    var testDescription: String { "\(source): \(query)" }

    init(_ source: String, _ query: Query, _ url: String?) {
        self.source = source
        self.query = query
        self.url = url
    }
}

private func dois(_ values: String...) -> Query { .lookup(values.map { Identifier(.doi, $0) }) }
private let march = Timestamp(iso8601: "2024-03-01T10:00:00Z")
private let april = Timestamp(iso8601: "2024-04-01T00:00:00Z")

@Suite("A question")
struct RequestTests {
    static let asked: [Asked] = [
        // One record.
        Asked("crossref", dois("10.1172/jci125534"), "https://api.crossref.org/works/10.1172%2Fjci125534"),
        Asked(
            "crossref", dois("10.1175/1520-0469(1963)020<0130:dnf>2.0.co;2"),
            "https://api.crossref.org/works/10.1175%2F1520-0469(1963)020%3C0130:dnf%3E2.0.co%3B2"),
        Asked("crossref", dois("10.5555/a#b?c d%"), "https://api.crossref.org/works/10.5555%2Fa%23b%3Fc%20d%25"),
        Asked(
            "datacite", dois("10.5281/zenodo.1000001"),
            "https://api.datacite.org/dois/10.5281/zenodo.1000001?affiliation=true"),
        Asked("datacite", dois("10.5281/a b?c"), "https://api.datacite.org/dois/10.5281/a%20b%3Fc?affiliation=true"),
        Asked("doi", dois("10.1172/jci125534"), "https://doi.org/10.1172/jci125534"),
        Asked("doi", dois("10.1175/a<b>;2"), "https://doi.org/10.1175/a%3Cb%3E%3B2"),
        Asked(
            "biostudies", .lookup([Identifier(.biostudies, "S-BSST744")]),
            "https://www.ebi.ac.uk/biostudies/api/v1/studies/S-BSST744"),
        Asked(
            "biostudies", .lookup([Identifier(.pmcid, "PMC6546476")]),
            "https://www.ebi.ac.uk/biostudies/api/v1/studies/S-EPMC6546476"),
        Asked(
            "biostudies", .lookup([Identifier(.arrayexpress, "E-MTAB-90001")]),
            "https://www.ebi.ac.uk/biostudies/api/v1/studies/E-MTAB-90001"),
        // Several at once.
        Asked(
            "crossref", dois("10.5555/a", "10.5555/b"),
            "https://api.crossref.org/works?filter=doi:10.5555/a,doi:10.5555/b&rows=20"),
        Asked(
            "crossref", dois("10.5555/a;1", "10.5555/b&c"),
            "https://api.crossref.org/works?filter=doi:10.5555/a%3B1,doi:10.5555/b%26c&rows=20"),
        // A filter is parted by commas: what holds one is asked for alone.
        Asked("crossref", dois("10.5555/a,b", "10.5555/c,d"), "https://api.crossref.org/works/10.5555%2Fa,b"),
        Asked(
            "datacite", dois("10.5555/a", "10.5555/b"),
            "https://api.datacite.org/dois?query=doi:%28%2210.5555/a%22%20OR%20%2210.5555/b%22%29&page%5Bsize%5D=50&affiliation=true"
        ),
        // Words.
        Asked(
            "crossref", .search("sleep & memory", rows: 5),
            "https://api.crossref.org/works?query.bibliographic=sleep%20%26%20memory&rows=5&cursor=*"),
        Asked(
            "datacite", .search("sleep", rows: 5000),
            "https://api.datacite.org/dois?query=sleep&page%5Bsize%5D=1000&page%5Bcursor%5D=1&affiliation=true"),
        Asked(
            "biostudies", .search("sleep memory", rows: 0),
            "https://www.ebi.ac.uk/biostudies/api/v1/search?query=sleep%20memory&pageSize=1&page=1"),
        // What is new.
        Asked(
            "crossref", .changes(since: march, until: april, filter: "issn:0021-9738", rows: 100),
            "https://api.crossref.org/works?filter=issn:0021-9738,from-index-date:2024-03-01,until-index-date:2024-04-01&rows=100&cursor=*"
        ),
        Asked(
            "crossref", .changes(since: nil, until: nil, filter: "", rows: 2000),
            "https://api.crossref.org/works?rows=1000&cursor=*"),
        Asked(
            "datacite", .changes(since: march, until: nil, filter: "prefix:10.5281", rows: 100),
            "https://api.datacite.org/dois?query=%28prefix:10.5281%29%20AND%20updated:%5B2024-03-01T10:00:00Z%20TO%20*%5D&page%5Bsize%5D=100&page%5Bcursor%5D=1&affiliation=true"
        ),
        Asked(
            "datacite", .changes(since: nil, until: nil, filter: "", rows: 10),
            "https://api.datacite.org/dois?page%5Bsize%5D=10&page%5Bcursor%5D=1&affiliation=true"),
        Asked(
            "biostudies", .changes(since: march, until: april, filter: "", rows: 100),
            "https://www.ebi.ac.uk/biostudies/api/v1/search?query=*:*&release_date=%5B2024-03-01%20TO%202024-04-01%5D&sortBy=release_date&sortOrder=descending&pageSize=100&page=1"
        ),
        // Europe PMC: one search for all schemes.
        Asked(
            "europepmc", dois("10.1172/jci125534"),
            "https://www.ebi.ac.uk/europepmc/webservices/rest/search?query=DOI:%2210.1172/jci125534%22&resultType=core&format=json&pageSize=5&cursorMark=*"
        ),
        Asked(
            "europepmc", .lookup([Identifier(.pmid, "1"), Identifier(.pmcid, "PMC2"), Identifier(.isbn, "3")]),
            "https://www.ebi.ac.uk/europepmc/webservices/rest/search?query=%28EXT_ID:1%20AND%20SRC:MED%29%20OR%20PMCID:PMC2&resultType=core&format=json&pageSize=10&cursorMark=*"
        ),
        Asked(
            "europepmc", .search("sleep & memory", rows: 5000),
            "https://www.ebi.ac.uk/europepmc/webservices/rest/search?query=sleep%20%26%20memory&resultType=core&format=json&pageSize=1000&cursorMark=*"
        ),
        Asked(
            "europepmc", .changes(since: march, until: april, filter: "SRC:PPR", rows: 100),
            "https://www.ebi.ac.uk/europepmc/webservices/rest/search?query=%28SRC:PPR%29%20AND%20UPDATE_DATE:%5B2024-03-01%20TO%202024-04-01%5D&resultType=core&format=json&pageSize=100&cursorMark=*"
        ),
        Asked(
            "europepmc", .changes(since: nil, until: nil, filter: "SRC:PPR", rows: 100),
            "https://www.ebi.ac.uk/europepmc/webservices/rest/search?query=%28SRC:PPR%29&resultType=core&format=json&pageSize=100&cursorMark=*"
        ),
        // PubMed: fetched by number, searched by DOI, converted by PMCID.
        Asked(
            "pubmed", .lookup([Identifier(.pmid, "30985294"), Identifier(.pmid, "1"), Identifier(.doi, "10.5555/a")]),
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/efetch.fcgi?db=pubmed&retmode=xml&tool=ibid&id=30985294,1"),
        Asked(
            "pubmed", dois("10.1172/jci125534", "10.5555/b"),
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed&retmode=json&usehistory=y&tool=ibid&retmax=200&term=%2210.1172/jci125534%22%5Bdoi%5D%20OR%20%2210.5555/b%22%5Bdoi%5D"
        ),
        Asked(
            "pubmed", .lookup([Identifier(.pmcid, "PMC1"), Identifier(.pmcid, "PMC2")]),
            "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/?ids=PMC1,PMC2&idtype=pmcid&versions=no&format=json&tool=ibid"
        ),
        Asked(
            "pubmed", .search("sleep memory", rows: 5),
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed&retmode=json&usehistory=y&tool=ibid&retmax=5&sort=relevance&term=sleep%20memory"
        ),
        Asked(
            "pubmed", .changes(since: march, until: nil, filter: "", rows: 500),
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed&retmode=json&usehistory=y&tool=ibid&retmax=200&datetype=mdat&mindate=2024/03/01&maxdate=2100/12/31&term=all%5Bsb%5D"
        ),
        Asked(
            "pubmed", .changes(since: nil, until: nil, filter: "heroin[mh]", rows: 100),
            "https://eutils.ncbi.nlm.nih.gov/entrez/eutils/esearch.fcgi?db=pubmed&retmode=json&usehistory=y&tool=ibid&retmax=100&term=heroin%5Bmh%5D"
        ),
        // arXiv: its own DOIs are numbers.
        Asked(
            "arxiv", .lookup([Identifier(.arxiv, "astro-ph/0601001"), Identifier(.doi, "10.48550/arxiv.2104.12255")]),
            "https://export.arxiv.org/api/query?start=0&max_results=2&id_list=astro-ph/0601001,2104.12255"),
        Asked(
            "arxiv", .search("heat-bath walks", rows: 7),
            "https://export.arxiv.org/api/query?start=0&max_results=7&sortBy=relevance&sortOrder=descending&search_query=all:heat-bath%20AND%20all:walks"
        ),
        Asked(
            "arxiv", .search("ti:walks AND cat:math.CO", rows: 7),
            "https://export.arxiv.org/api/query?start=0&max_results=7&sortBy=relevance&sortOrder=descending&search_query=ti:walks%20AND%20cat:math.CO"
        ),
        Asked(
            "arxiv", .changes(since: march, until: nil, filter: "cat:cs.DL", rows: 5000),
            "https://export.arxiv.org/api/query?start=0&max_results=2000&sortBy=lastUpdatedDate&sortOrder=descending&search_query=%28cat:cs.DL%29#since=2024-03-01T10:00:00Z"
        ),
        Asked(
            "arxiv", .changes(since: nil, until: april, filter: "", rows: 100),
            "https://export.arxiv.org/api/query?start=0&max_results=100&sortBy=lastUpdatedDate&sortOrder=descending&search_query=%28submittedDate:%5B199101010000%20TO%20210012312359%5D%29%20AND%20submittedDate:%5B199101010000%20TO%20202404012359%5D"
        ),
        // What it cannot answer.
        Asked("europepmc", .lookup([Identifier(.isbn, "1")]), nil), Asked("europepmc", dois("10.5555/\""), nil),
        Asked("pubmed", .lookup([Identifier(.arxiv, "2104.12255")]), nil), Asked("pubmed", dois("10.5555/\""), nil),
        Asked("arxiv", dois("10.5555/a"), nil),
        Asked("crossref", .lookup([Identifier(.pmid, "1")]), nil), Asked("crossref", .lookup([]), nil),
        Asked("datacite", .lookup([Identifier(.pmid, "1")]), nil),
        Asked("biostudies", dois("10.5555/a"), nil), Asked("doi", .search("sleep", rows: 1), nil),
        Asked("doi", .changes(since: nil, until: nil, filter: "", rows: 1), nil),
        Asked("aggregator", dois("10.5555/a"), nil), Asked("aggregator", .search("sleep", rows: 1), nil),
    ]

    @Test("is asked at the URL that its service documents", arguments: asked)
    func url(_ asked: Asked) throws {
        let source = try #require(SourceRegistry.source(asked.source))
        let request = source.request(for: asked.query)
        #expect(request?.url == asked.url)
        if let request {
            #expect(source.card.hosts.contains(request.host))
            #expect(request.method == .get)
        }
    }

    @Test("about more records than fit asks for as many as fit")
    func batchSize() throws {
        for (source, size) in [("crossref", 20), ("datacite", 50), ("europepmc", 100), ("pubmed", 200)] {
            let source = try #require(SourceRegistry.source(source))
            #expect(source.card.batchSize == size)
            let many = (0..<270).map { Identifier(.doi, "10.5555/n\($0).") }
            let request = try #require(source.request(for: .lookup(many)))
            // Long ones go by POST.
            let url = request.url + String(decoding: request.body, as: UTF8.self)
            #expect(url.contains("n\(size - 1)."))
            #expect(!url.contains("n\(size)."))
        }
    }

    @Test("to doi.org says which format it wants")
    func accept() {
        let request = DOINegotiation().request(for: dois("10.5555/a"))
        #expect(request?.headers == [Header("Accept", "application/vnd.citationstyles.csl+json")])
    }

    @Test("about agencies is asked and answered for many DOIs at once")
    func agencies() throws {
        let source = DOINegotiation()
        #expect(
            source.agencyRequest(for: ["10.5555/a", "10.5555/b;c"]).url == "https://doi.org/ra/10.5555/a,10.5555/b%3Bc")
        let answer = try source.agencies(
            from: reply(
                #"[{"DOI":"10.5555/A","RA":"Crossref"},{"DOI":"10.5555/b","status":"DOI does not exist"},{}]"#))
        #expect(answer.map(\.doi) == ["10.5555/a", "10.5555/b"])
        #expect(answer.map(\.agency) == ["Crossref", nil])
        #expect(answer.map(\.status) == [nil, "DOI does not exist"])
    }
}

@Suite("A page")
struct PagingTests {
    @Test("of Crossref leads to the next by its cursor, percent-encoded, until one is empty")
    func crossref() throws {
        let url = "https://api.crossref.org/works?filter=issn:0021-9738&rows=1&cursor=*"
        func body(_ items: String) -> String {
            #"{"status":"ok","message-type":"work-list","message":{"next-cursor":"a+b/c==","total-results":7,"items":["#
                + items + "]}}"
        }
        let page = try Crossref().page(from: reply(body(#"{"DOI":"10.5555/A","title":["A"]}"#), url: url))
        #expect(page.records.map(\.key) == ["10.5555/a"])
        #expect(page.total == 7)
        #expect(
            page.next?.url == "https://api.crossref.org/works?filter=issn:0021-9738&rows=1&cursor=a%2Bb/c%3D%3D")
        #expect(try Crossref().page(from: reply(body(""), url: url)).next == nil)
    }

    @Test("of DataCite leads to the next by its link, verbatim, until there is none")
    func dataCite() throws {
        let next = "https://api.datacite.org/dois?page%5Bcursor%5D=MTY&page%5Bsize%5D=1"
        func body(_ data: String, _ links: String) -> String {
            #"{"data":["# + data + #"],"meta":{"total":9},"links":"# + links + "}"
        }
        let entry = #"{"id":"10.5555/A","type":"dois","attributes":{"doi":"10.5555/a"}}"#
        let page = try DataCite().page(from: reply(body(entry, #"{"next":"\#(next)"}"#)))
        #expect(page.records.map(\.key) == ["10.5555/a"])
        #expect(page.total == 9)
        #expect(page.next?.url == next)
        #expect(try DataCite().page(from: reply(body(entry, #"{"next":null}"#))).next == nil)
        #expect(try DataCite().page(from: reply(body(entry, "{}"))).next == nil)
        #expect(try DataCite().page(from: reply(body("", #"{"next":"\#(next)"}"#))).next == nil)
    }

    @Test("of BioStudies leads to the next by its number until one is short")
    func bioStudies() throws {
        let url = "https://www.ebi.ac.uk/biostudies/api/v1/search?query=sleep&pageSize=2&page=1"
        func body(_ hits: Int) -> String {
            let list = (0..<hits).map {
                #"{"accession":"S-BSST\#($0)","title":"T","author":"Doe A Roe B","release_date":"2020-01-02"}"#
            }
            return #"{"page":1,"pageSize":2,"totalHits":3,"isTotalHitsExact":false,"hits":["#
                + list.joined(separator: ",")
                + "]}"
        }
        let page = try BioStudies().page(from: reply(body(2), url: url))
        #expect(page.records.map(\.key) == ["S-BSST0", "S-BSST1"])
        #expect(page.total == 3)
        #expect(page.next?.url == "https://www.ebi.ac.uk/biostudies/api/v1/search?query=sleep&pageSize=2&page=2")
        #expect(try BioStudies().page(from: reply(body(1), url: url)).next == nil)
        let record = try #require(BioStudies().outcome(of: reply(body(1), url: url)).records.first)
        #expect(record.titles == ["T"])
        #expect(record.dates == [SourceDate(kind: "release", text: "2020-01-02")])
    }

    @Test("with retry-after on success is a page like any other")
    func retryAfter() throws {
        let body = #"{"data":[{"id":"10.5555/a","type":"dois","attributes":{"doi":"10.5555/a"}}]}"#
        let page = try DataCite().page(from: reply(body, headers: [Header("Retry-After", "60")]))
        #expect(page.records.count == 1)
    }
}

@Suite("The list of sources")
struct RegistryTests {
    @Test("has a card for each, with all that politeness needs")
    func cards() {
        #expect(
            SourceRegistry.all.map(\.card.id) == [
                "crossref", "datacite", "europepmc", "pubmed", "openalex", "semanticscholar", "arxiv", "biorxiv",
                "biostudies", "omicsdi", "unpaywall", "aggregator", "doi", "web",
            ])
        for source in SourceRegistry.all {
            let card = source.card
            #expect(card.id == card.id.lowercased())
            #expect(card.documentation.hasPrefix("https://"))
            #expect(!card.licence.isEmpty && !card.coverage.isEmpty)
            // Pages are asked for wherever they are.
            #expect((card.requestsPerSecond == nil) == (card.hosts.isEmpty && card.id != "web"))
            #expect(card.concurrency >= 1 && card.batchSize >= 1)
            #expect(SourceRegistry.source(card.id)?.card == card)
        }
        #expect(SourceRegistry.source("nobody") == nil)
    }

    @Test(
        "tells a record's source by its form",
        arguments: Recorded.replica.filter { $0.status == 200 && $0.contentType.contains("json") })
    func recognizes(_ recorded: Recorded) throws {
        let source = try #require(SourceRegistry.source(recorded.source))
        let page = try source.page(from: recorded.reply())
        for raw in page.records {
            let found =
                raw.bytes.first == UInt8(ascii: "<")
                ? try XMLTreeParser().parse(raw.bytes) {
                    SourceRegistry.reading(of: $0)?.id
                }
                : try JSONParser().parse(raw.bytes) {
                    SourceRegistry.reading(of: $0)?.id
                }
            #expect(found == recorded.source)
        }
    }
}
