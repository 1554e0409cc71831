import Fetchers
import Formats
import Records
import Testing
import Transfer

@Suite("Unpaywall")
struct UnpaywallTests {
    @Test("is asked for one DOI at a time, without the address that the client adds, and for nothing else")
    func requests() {
        let source = Unpaywall()
        #expect(
            source.request(for: .lookup([Identifier(.doi, "10.5555/a#b")]))?.url
                == "https://api.unpaywall.org/v2/10.5555/a%23b")
        #expect(source.batches([Identifier(.doi, "10.5555/a"), Identifier(.doi, "10.5555/b")]).count == 2)
        #expect(source.request(for: .lookup([Identifier(.pmid, "1")])) == nil)
        #expect(source.request(for: .search("sleep", rows: 5)) == nil)
        #expect(source.request(for: .changes(since: nil, until: nil, filter: "", rows: 5)) == nil)
        #expect(Unpaywall.card.contactItem == "email")
    }

    static let errors: [(String, Int, String, String, Reach)] = [
        (
            #"{"HTTP_status_code":404,"error":true,"message":"'10.5555/x' is an invalid doi.  See https://doi.org/10.5555/x"}"#,
            404, "not known here (404): \"'10.5555/x' is an invalid doi", "check the identifier", .record
        ),
        (
            #"{"HTTP_status_code":404,"error":true,"message":"'10.5555/x' isn't in Unpaywall."}"#, 200,
            "not known here (404)", "check the identifier", .record
        ),
        (
            #"{"HTTP_status_code":422,"error":true,"message":"Please use your own email address in API calls."}"#, 422,
            "refused (422)", "set contact", .source
        ),
        (#"{"list":[{"filename":"a.jsonl.gz","lines":50}]}"#, 200, "files of what changed", "ask for works", .record),
    ]

    @Test("says what an error is, whatever status it came with", arguments: errors)
    func says(body: String, status: Int, says: String, remedy: String, reach: Reach) throws {
        let outcome = Unpaywall().outcome(of: reply(body, status: status))
        let problem = try #require(outcome.problems.first)
        #expect(problem.what.contains(says), "\(problem)")
        #expect(problem.remedy.contains(remedy))
        #expect(problem.reach == reach)
    }

    @Test("gives the records of a search, and of a list by DOI, and names what is not known")
    func lists() {
        let record = #"{"doi":"10.5555/A","doi_url":"https://doi.org/10.5555/a","is_oa":false,"oa_locations":[]}"#
        let search = #"{"elapsed_seconds":0.2,"results":[{"response":\#(record),"score":1.0,"snippet":"x"},null]}"#
        let first = Unpaywall().outcome(of: reply(search))
        #expect(first.records.map(\.key) == ["10.5555/a"])
        #expect(first.problems.count == 1)
        let list =
            #"{"results":{"10.5555/a":\#(record),"10.5555/b":{"doi":"10.5555/b","error":"HTTP error: 404","message":"Client error '404'\nMore"},"":{"doi":"","error":"Invalid DOI format"}},"success":1}"#
        let second = Unpaywall().outcome(of: reply(list))
        #expect(second.records.map(\.key) == ["10.5555/a"])
        #expect(
            second.problems.map(\.what) == [
                "unpaywall 10.5555/b: not known here: \"Client error '404'\"",
                "unpaywall $.results.: not known here: \"Invalid DOI format\"",
            ])
    }

    @Test("reads authors in both layouts, and none")
    func authors() throws {
        func people(_ authors: String) throws -> [SourceContributor] {
            let json = #"{"doi":"10.5555/a","oa_locations":[],"z_authors":\#(authors)}"#
            return try JSONParser().parse(Array(json.utf8)) { try Unpaywall().parse($0, place: "here") }.contributors
        }
        #expect(
            try people(
                #"[{"given":"A","family":"B","ORCID":"http://orcid.org/0000-0002-1825-0097","affiliation":[{"name":"Here"}]},{"name":"The Group"}]"#
            ) == [
                SourceContributor(
                    given: "A", family: "B", orcid: "http://orcid.org/0000-0002-1825-0097", affiliations: ["Here"]),
                SourceContributor(name: "The Group", isGroup: true),
            ])
        #expect(
            try people(
                #"[{"raw_author_name":"A B","raw_affiliation_strings":["Here"],"is_corresponding":true},null,{}]"#)
                == [SourceContributor(name: "A B", affiliations: ["Here"])])
        #expect(try people("null").isEmpty)
    }

    @Test("takes an article's number from a copy that was found by DOI, and versions from pages that name them")
    func locations() throws {
        let json = #"""
            {"doi":"10.5555/a","journal_issns":"0027-3171,1532-7906","journal_issn_l":"0027-3171","oa_locations":[
             {"url":"http://europepmc.org/articles/pmc4621974?pdf=render","version":"publishedVersion","evidence":"oa repository (via OAI-PMH doi match)"},
             {"url":"https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1","version":"publishedVersion","evidence":"oa repository (via OAI-PMH title and first author match)"},
             {"url":"http://arxiv.org/abs/2104.12255","version":"submittedVersion","evidence":"x"},
             {"url":"https://doi.org/10.5555/A","version":"acceptedVersion","evidence":"x"},
             {"url":"https://example.org/copy.pdf","version":"submittedVersion","evidence":"x"},null]}
            """#
        let record = try JSONParser().parse(Array(json.utf8)) { try Unpaywall().parse($0, place: "here") }
        #expect(record.identifiers.map(\.value) == ["10.5555/a", "PMC4621974"])
        #expect(
            record.relations == [
                SourceRelation(type: "submittedVersion", scheme: "arxiv", target: "http://arxiv.org/abs/2104.12255")
            ])
        #expect(record.issns == ["0027-3171", "1532-7906"])
    }
}
