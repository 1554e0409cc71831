import Fetchers
import Formats
import Records
import Testing
import Transfer

private let base = "https://api.openalex.org/works"

private func work(_ fields: String) throws -> SourceRecord {
    try JSONParser().parse(Array(#"{"id":"https://openalex.org/W7",\#(fields)}"#.utf8)) {
        try OpenAlex().parse($0, place: "here")
    }
}

@Suite("OpenAlex")
struct OpenAlexTests {
    static let asked: [(Query, String?)] = [
        (.lookup([Identifier(.doi, "10.7717/peerj.4375")]), "\(base)/doi:10.7717/peerj.4375"),
        (.lookup([Identifier(.doi, "10.5555/a#b?c<d>")]), "\(base)/doi:10.5555/a%23b%3Fc%3Cd%3E"),
        (.lookup([Identifier(.openalex, "W2741809807")]), "\(base)/W2741809807"),
        (.lookup([Identifier(.pmid, "29456894")]), "\(base)/pmid:29456894"),
        (.lookup([Identifier(.pmcid, "PMC5815332")]), "\(base)/pmcid:PMC5815332"),
        (.lookup([Identifier(.mag, "2741809807")]), "\(base)/mag:2741809807"),
        (.lookup([Identifier(.arxiv, "2104.12255")]), "\(base)/doi:10.48550/arxiv.2104.12255"),
        (
            .lookup([Identifier(.doi, "10.5555/a"), Identifier(.doi, "10.5555/b&c")]),
            "\(base)?filter=doi:10.5555/a%7C10.5555/b%26c&per_page=100"
        ),
        // A bar parts values, a comma parts filters: what holds one is asked for alone.
        (.lookup([Identifier(.doi, "10.5555/a,b"), Identifier(.doi, "10.5555/c|d")]), "\(base)/doi:10.5555/a,b"),
        (.search("sleep & memory", rows: 5), "\(base)?search=sleep%20%26%20memory&per_page=5&cursor=*"),
        (.search("sleep", rows: 5000), "\(base)?search=sleep&per_page=100&cursor=*"),
        (
            .changes(
                since: Timestamp(iso8601: "2024-03-01T10:00:00Z"), until: nil, filter: "type:article", rows: 50),
            "\(base)?filter=type:article,from_updated_date:2024-03-01&per_page=50&cursor=*"
        ),
        (.changes(since: nil, until: nil, filter: "", rows: 50), "\(base)?per_page=50&cursor=*"),
        (.lookup([Identifier(.s2, "a")]), nil), (.lookup([]), nil),
    ]

    @Test("is asked at the URL that it documents", arguments: asked)
    func url(query: Query, url: String?) { #expect(OpenAlex().request(for: query)?.url == url) }

    @Test("is asked for fifty of one scheme at once")
    func batches() {
        let many =
            (0..<60).map { Identifier(.doi, "10.5555/n\($0)") } + [
                Identifier(.pmid, "1"), Identifier(.doi, "10.5555/a,b"), Identifier(.issn, "0021-9738"),
            ]
        #expect(OpenAlex().batches(many).map(\.count) == [50, 10, 1, 1])
    }

    @Test("leads to the next page by its cursor until that is null or the page empty")
    func paging() throws {
        func page(_ results: String, _ cursor: String) throws -> Page {
            try OpenAlex().page(
                from: reply(
                    #"{"meta":{"count":7,"next_cursor":\#(cursor)},"results":[\#(results)]}"#,
                    url: "\(base)?search=x&per_page=1&cursor=*"))
        }
        let hit = #"{"id":"https://openalex.org/W7","title":"T"}"#
        let first = try page(hit, #""IlsxMD+/==""#)
        #expect(first.records.map(\.key) == ["W7"])
        #expect(first.total == 7)
        #expect(first.next?.url == "\(base)?search=x&per_page=1&cursor=IlsxMD%2B/%3D%3D")
        #expect(try page(hit, "null").next == nil)
        #expect(try page("", #""IlsxMD""#).next == nil)
        #expect(try page(hit, #""*""#).next == nil, "the cursor it came by")
    }

    @Test("keeps the old number of a work that was merged, and says that one was taken back")
    func merged() throws {
        let body = #"{"id":"https://openalex.org/W9000000001","title":"T"}"#
        for url in ["\(base)/W8000000001", "\(base)/https://openalex.org/w8000000001?api_key=x"] {
            let page = try OpenAlex().page(from: reply(body, url: url))
            #expect(page.records.map(\.aliases) == [[SourceIdentifier(scheme: "openalex", value: "W8000000001")]])
        }
        #expect(try OpenAlex().page(from: reply(body, url: "\(base)/w9000000001")).records[0].aliases.isEmpty)
        #expect(try OpenAlex().page(from: reply(body, url: "\(base)/doi:10.5555/W1")).records[0].aliases.isEmpty)
        let gone = OpenAlex().outcome(
            of: reply(#"{"id":"https://openalex.org/W4285719527","title":"Deleted Work"}"#, url: "\(base)/W8000000002"))
        #expect(gone.problems.map(\.what) == ["openalex W8000000002: the work was taken back"])
    }

    static let foreign: [(String, String)] = [
        (#"{"id":"https://openalex.org/A5023888391","display_name":"J. Priem"}"#, "an author, not a work"),
        (#"{"id":"https://openalex.org/S1983995261","display_name":"PeerJ"}"#, "a source, not a work"),
        (#"{"meta":{},"results":[{"id":"https://openalex.org/I27837315"}]}"#, "an institution, not a work"),
        (#"{"meta":{},"results":[{"id":"https://openalex.org/keywords/sleep"}]}"#, "a keyword, not a work"),
        (#"{"meta":{"count":9},"results":[],"group_by":[{"key":"2020","count":9}]}"#, "groups of works"),
        (
            #"{"error":"Invalid query parameters error.","message":"x is not a valid field."}"#,
            "\"x is not a valid field.\""
        ),
        (#"{"HTTP_status_code":403,"error":true,"message":"no key"}"#, "\"no key\""),
        (#"{"meta":{"count":3},"ngrams":[]}"#, "without \"id\" or \"results\""),
    ]

    @Test("names what is no work", arguments: foreign)
    func named(body: String, says: String) {
        let outcome = OpenAlex().outcome(of: reply(body))
        #expect(outcome.records.isEmpty)
        #expect(outcome.problems.count == 1)
        #expect(outcome.problems.first?.what.contains(says) == true, "\(outcome.problems)")
    }

    @Test("says what to do where updates need a plan")
    func plan() {
        let outcome = OpenAlex().outcome(
            of: reply(
                #"{"error":"API key error","message":"you must include an api_key argument to use from_updated_date"}"#,
                status: 403, url: "\(base)?filter=from_updated_date:2026-01-01&per_page=100&cursor=*"))
        #expect(outcome.problems.first?.remedy.contains("from_publication_date") == true)
    }

    static let abstracts: [(String, [String])] = [
        (#"{"Despite":[0],"growing":[1],"interest":[2]}"#, ["Despite growing interest"]),
        (#"{"the":[0,2],"of":[1]}"#, ["the of the"]),
        (#"{"b":[5],"a":[2]}"#, ["a b"]), (#"{"a":[0],"b":[0]}"#, ["a b"]), ("null", []), ("{}", []), (#""text""#, []),
        (#"{"a":[-1],"b":[1e99],"c":["0"],"d":[3],"e":null,"f":{}}"#, ["d"]),
        (#"{"a":[9223372036854775807],"b":[0]}"#, ["b a"]),
        (#"{"IndexLength":2,"InvertedIndex":{"two":[0],"words":[1]}}"#, ["two words"]),
    ]

    @Test("puts an abstract together, whatever its positions", arguments: abstracts)
    func abstract(index: String, text: [String]) throws {
        #expect(try work(#""abstract_inverted_index":\#(index)"#).abstracts == text)
    }

    @Test("gives up an abstract that would be larger than any")
    func largeAbstract() throws {
        let positions = (0..<2000).map(String.init).joined(separator: ",")
        let word = String(repeating: "x", count: 10_000)
        #expect(try work(#""abstract_inverted_index":{"\#(word)":[\#(positions)]}"#).abstracts.isEmpty)
        let many = (0..<60_000).map(String.init).joined(separator: ",")
        #expect(try work(#""abstract_inverted_index":{"a":[\#(many)]}"#).abstracts.isEmpty)
    }

    static let types: [(String, String?)] = [
        (#""type":"article","primary_location":{"raw_type":"proceedings-article"}"#, "proceedings-article"),
        (#""type":"article","type_crossref":"posted-content""#, "posted-content"),
        (#""type":"article","primary_location":{"source":{"type":"journal","display_name":"J"}}"#, "journal-article"),
        (#""type":"article","primary_location":{"source":{"type":"repository","display_name":"R"}}"#, nil),
        (#""type":"article""#, nil), (#""type":"review""#, "review"), (#""type":"preprint""#, "preprint"),
        (#""type":null"#, nil),
    ]

    @Test("calls an article what Crossref calls it, and nothing where nobody knows", arguments: types)
    func type(fields: String, type: String?) throws { #expect(try work(fields).type == type) }

    @Test("gives the first of January as the year alone")
    func date() throws {
        #expect(try work(#""publication_date":"2007-01-01""#).dates == [SourceDate(kind: "published", parts: [2007])])
        #expect(
            try work(#""publication_date":"2007-01-02""#).dates == [SourceDate(kind: "published", text: "2007-01-02")])
    }

    @Test("reads the object of 2022, and nulls for everything")
    func old() throws {
        let old = try work(
            #""title":"T","host_venue":{"display_name":"PeerJ","issn":["2167-8359"],"publisher":"PeerJ","type":"journal","url":"https://doi.org/10.5555/a"},"ids":{"mag":7},"authorships":[{"author":{"display_name":"A B","orcid":null},"raw_affiliation_string":"Here"},null,{"author":null}]"#
        )
        #expect(old.containerTitles == ["PeerJ"])
        #expect(old.publisher == "PeerJ")
        #expect(old.identifiers.map(\.value) == ["W7", "7"])
        #expect(old.contributors.map(\.affiliations) == [["Here"]])
        let empty = try work(
            #""title":null,"doi":null,"authorships":null,"biblio":null,"primary_location":null,"locations":null,"keywords":[null],"publication_date":null,"ids":null"#
        )
        #expect(empty.titles.isEmpty && empty.dates.isEmpty && empty.keywords.isEmpty)
    }
}
