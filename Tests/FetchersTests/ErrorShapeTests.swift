import Fetchers
import Formats
import Records
import Testing
import Transfer

/// A reply without a record, and what its problem must say.
struct ErrorShape: Sendable, CustomTestStringConvertible {
    var name: String
    var source: String
    var reply: Reply
    /// A part of the problem's `what`.
    var says: String
    var reach: Reach

    var testDescription: String { "\(source): \(name)" }

    static let networked = [
        "crossref", "datacite", "europepmc", "pubmed", "arxiv", "biostudies", "doi", "openalex", "semanticscholar",
        "unpaywall",
    ]

    /// What every service may answer.
    static let common: [ErrorShape] = networked.flatMap { source in
        [
            ErrorShape(name: "an empty body", source: source, reply: fetched(""), says: "empty reply", reach: .source),
            ErrorShape(
                name: "white space", source: source, reply: fetched(" \n\t"), says: "empty reply", reach: .source),
            ErrorShape(
                name: "an empty body and a failure", source: source, reply: fetched("", 503), says: "503",
                reach: .source),
            ErrorShape(
                name: "HTML in place of JSON", source: source,
                reply: fetched("<!DOCTYPE html>\n<html><body>Down for repairs</body></html>"), says: "an HTML page",
                reach: .source),
            ErrorShape(
                name: "HTML of a gateway", source: source,
                reply: fetched("<html>\n<head><title>504 Gateway Time-out</title></head></html>", 504),
                says: "refused (504): \"an HTML page\"", reach: .source),
            ErrorShape(
                name: "too many requests in HTML", source: source,
                reply: fetched("<html><body><h1>429 Too Many Requests</h1></body></html>", 429), says: "refused (429)",
                reach: .source),
            ErrorShape(
                name: "too many requests, the code a string", source: source,
                reply: fetched(#"{"message": "Too many requests", "code": "429"}"#, 429),
                says: "refused (429): \"Too many requests\"", reach: .source),
            ErrorShape(
                name: "truncated JSON", source: source,
                reply: fetched(#"{"status": "ok", "message-type": "work", "message": {"DOI": "10.5555/x", "titl"#),
                says: "no JSON", reach: .source),
            ErrorShape(
                name: "JSON cut within a letter", source: source,
                reply: Reply(
                    to: Request("https://example.org/"), status: 200, body: Array(#"{"title": ""#.utf8) + [0xC3]),
                says: "no JSON", reach: .source),
            ErrorShape(
                name: "JSON nested without end", source: source,
                reply: fetched(String(repeating: "[", count: 100_000)), says: "no JSON", reach: .source),
            ErrorShape(name: "an empty object", source: source, reply: fetched("{}"), says: "reply is", reach: .source),
            ErrorShape(
                name: "a BibTeX entry", source: source, reply: fetched("@article{x, title={y}}"), says: "BibTeX",
                reach: .source),
            ErrorShape(
                name: "an RIS entry", source: source, reply: fetched("TY  - JOUR\nER  -"), says: "RIS", reach: .source),
            ErrorShape(
                name: "unixref", source: source, reply: fetched("<?xml version=\"1.0\"?><doi_records></doi_records>"),
                says: "unixref XML", reach: .source),
            ErrorShape(
                name: "gone", source: source, reply: fetched("Gone", 410), says: "not known here (410)", reach: .record),
        ]
    }

    /// What one service answers.
    static let own: [ErrorShape] = [
        ErrorShape(
            name: "an unknown DOI in plain text", source: "crossref", reply: fetched("Resource not found.", 404),
            says: "not known here (404): \"Resource not found.\"", reach: .record),
        ErrorShape(
            name: "a bad parameter", source: "crossref",
            reply: fetched(
                #"{"status":"failed","message-type":"validation-failure","message":[{"type":"integer-not-valid","value":"2000","message":"Integer specified as 2000 but must be at most 1000"}]}"#,
                400), says: "refused (400): \"Integer specified as 2000", reach: .source),
        ErrorShape(
            name: "a failure inside 200", source: "crossref",
            reply: fetched(
                #"{"status":"failed","message-type":"validation-failure","message":[{"type":"x","message":"No such filter"}]}"#
            ), says: "\"No such filter\"", reach: .source),
        ErrorShape(
            name: "a bad cursor of today", source: "crossref",
            reply: fetched(
                #"{"status":"failed","message-type":"cursor-invalid","message":[{"type":"cursor-invalid","message":"Cursor is not valid"}]}"#,
                404), says: "(404): \"Cursor is not valid\"", reach: .record),
        ErrorShape(
            name: "a bad cursor of 2022", source: "crossref",
            reply: fetched(
                #"{"status":"error","message-type":"exception","message":{"name":"class x","description":"cannot parse cursor"}}"#,
                500), says: "refused (500): \"cannot parse cursor\"", reach: .source),
        ErrorShape(
            name: "a DOI's agency", source: "crossref",
            reply: fetched(
                #"{"status":"ok","message-type":"work-agency","message":{"DOI":"10.5555/x","agency":{"id":"crossref"}}}"#
            ),
            says: "registration agency, not a work", reach: .record),
        ErrorShape(
            name: "a funder", source: "crossref",
            reply: fetched(#"{"status":"ok","message-type":"funder","message":{"id":"100000001"}}"#), says: "a funder",
            reach: .record),
        ErrorShape(
            name: "JSON of somebody else", source: "crossref", reply: fetched(#"{"data": []}"#),
            says: "without \"message-type\"", reach: .source),
        ErrorShape(
            name: "an unknown DOI", source: "datacite",
            reply: fetched(
                #"{"errors":[{"status":"404","title":"The resource you are looking for doesn't exist."}]}"#, 404),
            says: "not known here (404): \"The resource", reach: .record),
        ErrorShape(
            name: "an error inside 200", source: "datacite",
            reply: fetched(#"{"errors":[{"status":"400","title":"Bad query"}]}"#), says: "\"Bad query\"", reach: .source
        ),
        ErrorShape(
            name: "a client instead of DOIs", source: "datacite",
            reply: fetched(#"{"data":{"id":"x.y","type":"clients","attributes":{"name":"Y"}}}"#),
            says: "clients, not a work",
            reach: .record),
        ErrorShape(
            name: "an error inside 200", source: "europepmc",
            reply: fetched(#"{"errCode":404,"errMsg":"Invalid Query Syntax. Please correct and try again."}"#),
            says: "not known here (404): \"Invalid Query Syntax", reach: .record),
        ErrorShape(
            name: "an error inside 200 in XML", source: "europepmc",
            reply: fetched(
                "<?xml version=\"1.0\"?><errorBean><errCode>404</errCode><errMsg>No such</errMsg></errorBean>"),
            says: "\"No such\"", reach: .source),
        ErrorShape(
            name: "a full text that is not open", source: "europepmc", reply: fetched("", 404), says: "status 404",
            reach: .source),
        ErrorShape(
            name: "an end point that is down", source: "europepmc", reply: fetched("no healthy upstream", 503),
            says: "refused (503): \"no healthy upstream\"", reach: .source),
        ErrorShape(
            name: "links to data", source: "europepmc",
            reply: fetched(#"{"version":"6.9","hitCount":1,"dbCountList":{"db":[{"dbName":"EMBL","count":3}]}}"#),
            says: "links to data, not a work", reach: .record),
        ErrorShape(
            name: "a full text", source: "europepmc",
            reply: fetched("<?xml version=\"1.0\"?><article><front><article-meta/></front></article>"),
            says: "full text (JATS), not a work", reach: .record),
        ErrorShape(
            name: "the rate exceeded", source: "pubmed",
            reply: fetched(
                #"{"error":"API rate limit exceeded","api-key":"198.51.100.7","count":"4","limit":"3"}"#, 429),
            says: "refused (429): \"API rate limit exceeded\"", reach: .source),
        ErrorShape(
            name: "an error inside 200", source: "pubmed",
            reply: fetched(
                #"{"esearchresult":{"ERROR":"Search Backend failed: 'retstart' cannot be larger than 9998."}}"#),
            says: "'retstart' cannot be larger", reach: .source),
        ErrorShape(
            name: "an error inside 200 in XML", source: "pubmed",
            reply: fetched(
                "<?xml version=\"1.0\"?>\n<eFetchResult>\n\t<ERROR>Unable to obtain query #1</ERROR>\n</eFetchResult>"),
            says: "\"Unable to obtain query #1\"", reach: .source),
        ErrorShape(
            name: "a bare error", source: "pubmed", reply: fetched("<ERROR>Invalid db name specified</ERROR>"),
            says: "\"Invalid db name specified\"", reach: .source),
        ErrorShape(
            name: "an unknown number of a summary", source: "pubmed",
            reply: fetched(#"{"result":{"uids":["9"],"9":{"uid":"9","error":"cannot get document summary"}}}"#),
            says: "9: \"cannot get document summary\"", reach: .record),
        ErrorShape(
            name: "summaries of what is no number", source: "pubmed",
            reply: fetched(#"{"esummaryresult":["Invalid uid abc at position= 0"]}"#), says: "Invalid uid abc",
            reach: .source),
        ErrorShape(
            name: "a conversion that failed", source: "pubmed",
            reply: fetched(#"{"status":"error","message":"ID type 'doi' mismatch for '1'"}"#, 404),
            says: "not known here (404): \"ID type", reach: .record),
        ErrorShape(
            name: "a number that the converter does not know", source: "pubmed",
            reply: fetched(
                #"{"status":"ok","records":[{"pmcid":"PMC9","status":"error","errmsg":"Identifier not found in PMC","requested-id":"PMC9"}]}"#
            ), says: "PMC9: \"Identifier not found in PMC\"", reach: .record),
        ErrorShape(
            name: "links", source: "pubmed",
            reply: fetched("<eLinkResult><LinkSet><DbFrom>pubmed</DbFrom></LinkSet></eLinkResult>"),
            says: "links between records, not a work", reach: .record),
        ErrorShape(
            name: "links in JSON", source: "pubmed", reply: fetched(#"{"header":{"type":"elink"},"linksets":[]}"#),
            says: "links between records, not a work", reach: .record),
        ErrorShape(
            name: "a search of who knows what", source: "pubmed",
            reply: fetched("<eSearchResult><Count>2</Count><IdList><Id>1</Id><Id>2</Id></IdList></eSearchResult>"),
            says: "numbers that a search found, not a work", reach: .record),
        ErrorShape(
            name: "a bad number of today", source: "arxiv",
            reply: fetched(
                "<feed><entry><id>https://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id format for x</summary></entry></feed>",
                400), says: "refused (400): \"incorrect id format for x\"", reach: .source),
        ErrorShape(
            name: "a bad number of before", source: "arxiv",
            reply: fetched(
                "<feed><entry><id>http://arxiv.org/api/errors#x</id><title>Error</title><summary>incorrect id format for x</summary></entry></feed>"
            ), says: "\"incorrect id format for x\"", reach: .source),
        ErrorShape(
            name: "too many requests", source: "arxiv", reply: fetched("Rate exceeded.", 429),
            says: "refused (429): \"Rate exceeded.\"", reach: .source),
        ErrorShape(
            name: "too many requests inside 200", source: "arxiv", reply: fetched("Rate exceeded."),
            says: "plain text (\"rate exceeded.\")", reach: .source),
        ErrorShape(
            name: "XML that is cut off", source: "arxiv", reply: fetched("<feed><entry><id>http://arxiv.org/abs/21"),
            says: "no well-formed XML", reach: .source),
        ErrorShape(
            name: "a feed of somebody else", source: "arxiv",
            reply: fetched("<feed><entry><id>tag:example.org,2024:1</id><title>A post</title></entry></feed>"),
            says: "an entry whose id names no paper", reach: .record),
        ErrorShape(
            name: "an unknown, unreleased or withdrawn study", source: "biostudies",
            reply: fetched(#"{"errorMessage":"Study not found"}"#, 404),
            says: "not known here (404): \"Study not found\"",
            reach: .record),
        ErrorShape(
            name: "an error inside 200", source: "biostudies", reply: fetched(#"{"errorMessage":"Study not found"}"#),
            says: "\"Study not found\"", reach: .source),
        ErrorShape(
            name: "the info of an unknown study", source: "biostudies", reply: fetched("{}"), says: "no such study",
            reach: .source),
        ErrorShape(
            name: "a redirect that nobody followed", source: "doi",
            reply: Reply(
                to: Request("https://doi.org/10.5555/x"), status: 302,
                headers: [Header("Location", "https://api.crossref.org/v1/works/10.5555%2Fx/transform")], body: []),
            says: "redirected to https://api.crossref.org", reach: .record),
        ErrorShape(
            name: "an unknown DOI in HTML", source: "doi",
            reply: fetched("<!DOCTYPE html><html><head><title>Error: DOI Not Found</title></head></html>", 404),
            says: "not known here (404)", reach: .record),
        ErrorShape(
            name: "an unknown DOI's agency inside 200", source: "doi",
            reply: fetched(#"[{"DOI":"10.5555/x","status":"DOI does not exist"}]"#), says: "(DOI does not exist)",
            reach: .record),
        ErrorShape(
            name: "a landing page of an agency that does not negotiate", source: "doi",
            reply: fetched("\n<!DOCTYPE html><html></html>"), says: "an HTML page", reach: .source),
        ErrorShape(
            name: "a page without an object", source: "aggregator", reply: fetched("<html>A page {of} braces</html>"),
            says: "without an article object", reach: .source),
        ErrorShape(
            name: "an object that is cut off", source: "aggregator", reply: fetched(#"{"title": "Half an obj"#),
            says: "without an article object", reach: .source),
        ErrorShape(
            name: "nothing", source: "aggregator", reply: fetched(""), says: "without an article object", reach: .source
        ),
    ]

    private static func fetched(_ body: String, _ status: Int = 200) -> Reply {
        FetchersTests.reply(body, status: status)
    }
}

@Suite("A reply without a record")
struct ErrorShapeTests {
    @Test("is a problem that says whose it is, what came and what to do", arguments: ErrorShape.common + ErrorShape.own)
    func problem(_ shape: ErrorShape) throws {
        let source = try #require(SourceRegistry.source(shape.source))
        let outcome = source.outcome(of: shape.reply)
        #expect(outcome.records.isEmpty)
        let problem = try #require(outcome.problems.first)
        #expect(outcome.problems.count == 1)
        #expect(problem.isNamed(of: shape.source), "\(problem)")
        #expect(problem.what.contains(shape.says), "\(problem.what)")
        #expect(problem.reach == shape.reach)
    }

    @Test("is no problem where a search found nothing")
    func nothingFound() {
        for (source, body) in [
            ("crossref", #"{"status":"ok","message-type":"work-list","message":{"total-results":0,"items":[]}}"#),
            ("datacite", #"{"data":[],"meta":{"total":0}}"#),
            ("biostudies", #"{"page":1,"pageSize":20,"totalHits":0,"hits":[]}"#),
            ("openalex", #"{"meta":{"count":0,"next_cursor":null},"results":[],"group_by":[]}"#),
            ("semanticscholar", #"{"total":0,"offset":0}"#),
            ("semanticscholar", #"{"total":0,"token":null,"data":[]}"#),
            ("unpaywall", #"{"results":[],"elapsed_seconds":0.1}"#),
            ("europepmc", #"{"version":"6.9","hitCount":0,"resultList":{"result":[]}}"#),
            (
                "europepmc",
                "<responseWrapper><hitCount>0</hitCount><nextCursorMark>*</nextCursorMark><resultList/></responseWrapper>"
            ),
            ("pubmed", "<?xml version=\"1.0\" ?><PubmedArticleSet></PubmedArticleSet>"),
            ("arxiv", "<feed xmlns:o=\"x\"><o:totalResults>0</o:totalResults><o:startIndex>0</o:startIndex></feed>"),
        ] {
            let outcome = SourceRegistry.source(source)?.outcome(of: reply(body))
            #expect(outcome?.records.isEmpty == true)
            #expect(outcome?.problems.isEmpty == true)
            #expect(outcome?.next == nil)
            #expect(outcome?.total == 0)
        }
    }
}

@Suite("One bad entry")
struct BadEntryTests {
    @Test(
        "costs no other",
        arguments: [
            (
                "crossref",
                #"{"status":"ok","message-type":"work-list","message":{"items":[{"DOI":"10.5555/a","title":["A"]},{"title":["no DOI"]},null,"text",{"DOI":"10.5555/b","title":["B"]}]}}"#
            ),
            (
                "datacite",
                #"{"data":[{"id":"10.5555/a","type":"dois","attributes":{"doi":"10.5555/a"}},{"type":"clients"},{"type":"dois","attributes":{}},{"id":"10.5555/b","type":"dois","attributes":{"doi":"10.5555/b"}}]}"#
            ),
        ])
    func costsNoOther(source: String, body: String) {
        let outcome = SourceRegistry.source(source)?.outcome(of: reply(body))
        #expect(outcome?.records.map(\.key) == ["10.5555/a", "10.5555/b"])
        #expect(outcome?.problems.isEmpty == false)
        #expect(outcome?.problems.allSatisfy { $0.isNamed(of: source) } == true)
    }

    @Test(
        "field of an unexpected kind is passed over",
        arguments: [
            #"{"DOI":"10.5555/a","title":"A scalar","author":null,"issued":{"date-parts":[[null]]},"relation":{"cites":[]}}"#,
            #"{"DOI":"10.5555/a","title":["A scalar"],"author":[null,{"name":null},7],"issued":{"date-parts":[[]]},"ISSN":null}"#,
            #"{"DOI":"10.5555/a","title":["A scalar",null],"issued":{"date-parts":[]},"published":"2004","relation":[],"license":{},"funder":"x"}"#,
            #"{"DOI":"10.5555/a","title":["A scalar"],"issued":null,"update-to":[{"type":"correction"}],"page":7,"volume":{"x":1}}"#,
        ])
    func unexpectedKind(json: String) throws {
        let record = try JSONParser().parse(Array(json.utf8)) { try Crossref().parse($0, place: "here") }
        #expect(record.key == "10.5555/a")
        #expect(record.titles == ["A scalar"])
        #expect(!record.dates.contains { $0.kind == "issued" })
        #expect(record.relations.isEmpty)
    }

    @Test("of DataCite with scalars for lists is read")
    func dataCiteScalars() throws {
        let json = #"""
            {"id":"10.5555/A","type":"dois","attributes":{"doi":"10.5555/A","titles":{"title":"Alone"},
             "creators":[{"name":":(unav)"},null],"publicationYear":"2541","publisher":{"name":"P"},"dates":[null,
             {"date":"Err","dateType":"Collected"}],"descriptions":"Plain","rightsList":{},"types":null,"subjects":["x"]}}
            """#
        let record = try JSONParser().parse(Array(json.utf8)) { try DataCite().parse($0, place: "here") }
        #expect(record.key == "10.5555/a")
        #expect(record.titles == ["Alone"])
        #expect(record.publisher == "P")
        #expect(record.abstracts == ["Plain"])
        #expect(
            record.dates == [
                SourceDate(kind: "publicationYear", parts: [2541]), SourceDate(kind: "collected", text: "Err"),
            ])
    }

    @Test("of DataCite names its journal in a related item, and no type where it has only the word for everything")
    func dataCiteRelatedItem() throws {
        let json = #"""
            {"id":"10.5555/a","type":"dois","attributes":{"doi":"10.5555/a","types":{"citeproc":"article"},
             "relatedItems":[{"relationType":"IsPublishedIn","titles":[{"title":"A journal"}],"volume":"7","issue":"2",
              "firstPage":"181","lastPage":"186","relatedItemIdentifier":{"relatedItemIdentifier":"0021-9738",
              "relatedItemIdentifierType":"ISSN"}}]}}
            """#
        let record = try JSONParser().parse(Array(json.utf8)) { try DataCite().parse($0, place: "here") }
        #expect(record.containerTitles == ["A journal"])
        #expect(record.issns == ["0021-9738"])
        #expect(record.pages == "181-186")
        #expect(record.type == nil)
    }

    @Test("of BioStudies with lists inside lists, nulls and numbers is read")
    func bioStudiesNesting() throws {
        let json = #"""
            {"accno":"S-BSST1","attributes":[null,{"name":"Title"},{"name":"ReleaseDate","value":"2020-01-02"}],
             "section":{"type":"Study","attributes":[{"name":"Title","value":"Deep"},{"name":"Keyword","value":7}],
              "links":[[[{"url":"10.5555/a","attributes":[{"name":"Type","value":"DOI"}]}]],null,{"url":null}],
              "subsections":[[[{"type":"Author","attributes":[{"name":"Name","value":"Ada Doe"}]}]],null,7,
               {"type":"Publication","attributes":[{"name":"DOI","value":"https://www.nature.com/articles/s41598-024-66600-1#Abs1"}]},
               {"type":"Publication","accno":"PMC6546476"},{"type":"Publication","accno":"30843875"},
               {"type":"Author","attributes":[{"name":"E-mail","value":"a@example.org"}]}]}}
            """#
        let record = try JSONParser().parse(Array(json.utf8)) { try BioStudies().parse($0, place: "here") }
        #expect(record.titles == ["Deep"])
        #expect(record.contributors.map(\.name) == ["Ada Doe"])
        #expect(record.keywords == ["7"])
        #expect(
            record.relations.map(\.target) == [
                "10.5555/a", "https://www.nature.com/articles/s41598-024-66600-1#Abs1", "PMC6546476", "30843875",
            ])
        #expect(record.relations.map(\.scheme) == ["doi", "", "pmcid", "pmid"])
    }

    @Test(
        "nested without end costs neither stack nor time",
        arguments: [60, 200])
    func deepSections(depth: Int) throws {
        let json =
            #"{"accno":"S-BSST1","section":"#
            + String(repeating: #"{"type":"Study","subsections":["#, count: depth / 2)
            + String(repeating: "]}", count: depth / 2)
            + "}"
        let record = try JSONParser().parse(Array(json.utf8)) { try BioStudies().parse($0, place: "here") }
        #expect(record.key == "S-BSST1")
    }
}
