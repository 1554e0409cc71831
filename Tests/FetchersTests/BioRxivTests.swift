import Fetchers
import Formats
import Records
import Testing
import Transfer

@Suite("bioRxiv and medRxiv")
struct BioRxivTests {
    static let base = "https://api.biorxiv.org/details"
    static let march = Timestamp(iso8601: "2024-03-01T10:00:00Z")
    static let april = Timestamp(iso8601: "2024-04-01T00:00:00Z")

    static let asked: [(Query, String?)] = [
        (.lookup([Identifier(.doi, "10.1101/2020.02.29.900001")]), "\(base)/biorxiv/10.1101/2020.02.29.900001/na/json"),
        (.lookup([Identifier(.doi, "10.64898/2026.01.05.1")]), "\(base)/biorxiv/10.64898/2026.01.05.1/na/json"),
        (.lookup([Identifier(.doi, "10.1101/066803")]), "\(base)/biorxiv/10.1101/066803/na/json"),
        // A journal of the same publisher.
        (.lookup([Identifier(.doi, "10.1101/gr.123456.119")]), nil),
        (.lookup([Identifier(.doi, "10.1172/jci125534")]), nil), (.lookup([Identifier(.pmid, "1")]), nil),
        (.search("sleep", rows: 5), nil),
        (
            .changes(since: march, until: april, filter: "", rows: 100),
            "\(base)/medrxiv/2024-03-01/2024-04-01/0/json#then=biorxiv"
        ),
        (
            .changes(since: march, until: nil, filter: "bioRxiv", rows: 100),
            "\(base)/biorxiv/2024-03-01/2100-01-01/0/json"
        ),
        (
            .changes(since: nil, until: april, filter: "medrxiv", rows: 1),
            "\(base)/medrxiv/2013-11-01/2024-04-01/0/json"
        ),
        (
            .changes(since: march, until: april, filter: "biorxiv category=cell_biology", rows: 1),
            "\(base)/biorxiv/2024-03-01/2024-04-01/0/json?category=cell_biology"
        ),
        (.changes(since: march, until: april, filter: "neuroscience", rows: 1), nil),
    ]

    @Test("are asked at the address that their interface documents", arguments: asked)
    func request(query: Query, url: String?) {
        #expect(BioRxiv().request(for: query)?.url == url)
    }

    static func entry(_ doi: String, version: Int = 1, date: String = "2024-03-05", published: String = "NA") -> String
    {
        #"{"doi":"\#(doi)","title":"T","authors":"A, B.","date":"\#(date)","version":"\#(version)","server":"medRxiv","published":"\#(published)"}"#
    }

    static func list(_ entries: [String], total: String = "null") -> String {
        #"{"messages":[{"status":"ok","total":\#(total)}],"collection":[\#(entries.joined(separator: ","))]}"#
    }

    static let window = "\(base)/medrxiv/2024-03-01/2024-04-01"

    /// URL, total as it is printed, and the URL that follows thirty entries.
    static let pages: [(String, String, String?)] = [
        ("\(window)/0/json", "61", "\(window)/30/json"), ("\(window)/30/json", "\"61\"", "\(window)/60/json"),
        ("\(window)/60/json", "90", nil), ("\(window)/60/json", "null", "\(window)/90/json"),
        ("\(window)/0/json?category=x", "61", "\(window)/30/json?category=x"),
        ("\(window)/0/json#then=biorxiv", "61", "\(window)/30/json#then=biorxiv"),
        ("\(window)/60/json#then=biorxiv", "90", "\(base)/biorxiv/2024-03-01/2024-04-01/0/json"),
        ("\(base)/biorxiv/2024-03-01/2024-04-01/60/json", "90", nil), ("file.json", "61", nil),
    ]

    @Test("are walked page by page, one server after the other", arguments: pages)
    func paging(url: String, total: String, next: String?) {
        let entries = (0..<30).map { Self.entry("10.1101/2024.03.05.2400\($0)") }
        let outcome = BioRxiv().outcome(of: reply(Self.list(entries, total: total), url: url))
        #expect(outcome.records.count == 30)
        #expect(outcome.next?.url == next)
    }

    static let empties: [(String, String?, Bool)] = [
        ("\(window)/90/json", nil, false),
        ("\(window)/0/json#then=biorxiv", "\(base)/biorxiv/2024-03-01/2024-04-01/0/json", false),
        ("\(base)/biorxiv/10.64898/1/na/json", "\(base)/medrxiv/10.64898/1/na/json", false),
        ("\(base)/medrxiv/10.64898/1/na/json", nil, true),
    ]

    @Test(
        "say nothing of an empty list, ask the other server for a DOI, and name one that neither has",
        arguments: empties)
    func empty(url: String, next: String?, isProblem: Bool) {
        for body in [
            #"{"messages":[{"status":"no posts found"}],"collection":[]}"#,
            #"{"messages":[{"status":"no articles found"}]}"#,
        ] {
            let outcome = BioRxiv().outcome(of: reply(body, url: url))
            #expect(outcome.records.isEmpty)
            #expect(outcome.next?.url == next)
            #expect(outcome.problems.map { $0.isNamed(of: "biorxiv") } == (isProblem ? [true] : []))
        }
    }

    static let broken: [(String, String)] = [
        ("", "empty"), ("   ", "empty"), ("<html>gateway</html>", "HTML"), ("{}", "without"), ("[]", "without"),
        (#"{"messages":[{"status":"Error: invalid server"}],"collection":[]}"#, "invalid server"),
        (#"{"messages":"error : 500"}"#, "error : 500"), (#"{"collection":[{"title":"no DOI"}]}"#, "without a DOI"),
        (#"{"collection":[null,7]}"#, "without a DOI"),
    ]

    @Test("that answer with something else within 200 are a named problem", arguments: broken)
    func errors(body: String, word: String) {
        let outcome = BioRxiv().outcome(of: reply(body))
        #expect(outcome.records.isEmpty)
        #expect(outcome.problems.first?.what.contains(word) == true, "\(outcome.problems)")
        #expect(outcome.problems.allSatisfy { $0.isNamed(of: "biorxiv") })
    }

    @Test("give one record a DOI, of which the newest version wins")
    func versions() throws {
        let recorded = try #require(Recorded.replica.first { $0.id == "biorxiv-001" })
        let record = try #require(try BioRxiv().outcome(of: recorded).records.first)
        #expect(record.key == "10.1101/2020.02.29.900001")
        #expect(record.version == "2")
        #expect(record.titles == ["Circuits of relapse in the ventral pallidum of the mouse"])
        #expect(record.contributors.map(\.family) == ["Levi", "van der Berg", "Kupchik"])
        #expect(record.contributors.map(\.affiliations.count) == [0, 0, 1])
        #expect(
            record.dates == [
                SourceDate(kind: "posted", text: "2020-02-29"), SourceDate(kind: "updated", text: "2020-09-01"),
            ])
        #expect(record.relations == [SourceRelation(type: "published", scheme: "doi", target: "10.5555/ibid.2020.17")])
        #expect(record.funders == ["Fund of Nowhere"])
        #expect(record.url == "https://www.biorxiv.org/content/10.1101/2020.02.29.900001v2")

        // In whatever order they come, each later one is newer.
        func read(_ entries: [String]) throws -> SourceRecord {
            try #require(BioRxiv().outcome(of: reply(Self.list(entries))).records.first)
        }
        let doi = "10.1101/2024.03.05.1"
        let first = try read([Self.entry(doi)])
        let second = try read([Self.entry(doi, version: 2)])
        let later = try read([Self.entry(doi, version: 3, date: "2024-03-06")])
        let published = try read([Self.entry(doi, version: 3, date: "2024-03-06", published: "10.5555/a")])
        let updates = [first, second, later].compactMap(\.updated)
        #expect(updates == updates.sorted() && Set(updates).count == 3)
        #expect(later.updated == published.updated)
        #expect(try #require(later.touched) < #require(published.touched))
        let both = try read([Self.entry(doi, version: 2), Self.entry(doi)])
        #expect(both == (try read([Self.entry(doi), Self.entry(doi, version: 2)])))
        #expect(both.version == "2")
    }

    @Test("tell their server by its field, whatever the prefix")
    func server() throws {
        let recorded = try #require(Recorded.replica.first { $0.id == "biorxiv-002" })
        let record = try #require(try BioRxiv().outcome(of: recorded).records.first)
        #expect(record.containerTitles == ["medRxiv"])
        #expect(record.url?.hasPrefix("https://www.medrxiv.org/content/10.64898/") == true)
        #expect(record.contributors.map(\.name) == [nil, "The REST Study Group"])
        #expect(record.relations.isEmpty && record.funders.isEmpty)
    }

    @Test("name the article that a preprint became")
    func published() throws {
        let body = #"""
            {"messages":[{"status":"ok","count":1,"total":"1"}],"collection":[{"preprint_doi":"10.1101/2020.02.29.900001",
            "published_doi":"10.5555/ibid.2020.17","published_journal":"Journal of Nights","preprint_platform":"bioRxiv",
            "preprint_title":"Circuits","preprint_authors":"Levi, L. A.; Kupchik, Y. M.","preprint_category":"neuroscience",
            "preprint_date":"2020-02-29","published_date":"2020-12-01","preprint_abstract":"Ours.",
            "preprint_author_corresponding":"Yonatan M Kupchik","preprint_author_corresponding_institution":"HUJI"}]}
            """#
        let record = try #require(BioRxiv().outcome(of: reply(body)).records.first)
        #expect(record.key == "10.1101/2020.02.29.900001")
        #expect(record.relations == [SourceRelation(type: "published", scheme: "doi", target: "10.5555/ibid.2020.17")])
        #expect(record.contributors.map(\.affiliations) == [[], ["HUJI"]])
        #expect(record.dates == [SourceDate(kind: "posted", text: "2020-02-29")])
        // It says less than the preprint's own entry, and must not replace it.
        #expect(record.updated == nil)
    }

    @Test("are known by their own replies and entries")
    func detection() throws {
        let parser = JSONParser()
        for recorded in Recorded.replica where recorded.source == "biorxiv" && recorded.status == 200 {
            try parser.parse(recorded.reply().body) { root in
                RecordSearch.forEach(in: root, source: nil, place: "file") { _, source, _ in
                    #expect(source?.id == "biorxiv")
                }
            }
        }
    }
}
