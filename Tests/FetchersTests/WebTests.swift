import Fetchers
import Foundation
import Records
import TestSupport
import Testing
import Transfer

/// A page written for this project, and the record on file beside it.
struct WrittenPage: Sendable, CustomTestStringConvertible {
    var file: URL

    var testDescription: String { file.deletingPathExtension().lastPathComponent }
    var expected: URL { file.deletingPathExtension().appendingPathExtension("json") }

    func bytes() throws -> [UInt8] { [UInt8](try Data(contentsOf: file)) }

    static let all: [WrittenPage] = {
        let folder = Recorded.packageRoot.appending(path: "Tests/TestSupport/Fixtures/web")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "html" }.sorted { $0.path < $1.path }.map { WrittenPage(file: $0) }
    }()
}

@Suite("A web page")
struct WebTests {
    static func page(_ name: String, at place: String = "page.html") throws -> SourceRecord {
        let written = try #require(WrittenPage.all.first { $0.testDescription == name })
        return try Web().parse(page: written.bytes(), place: place)
    }

    @Test("is read into the record on file, or IBID_GOLDEN=1 writes it there", arguments: WrittenPage.all)
    func golden(_ written: WrittenPage) throws {
        let record = try Web().parse(page: written.bytes(), place: "page.html")
        if ProcessInfo.processInfo.environment["IBID_GOLDEN"] == "1" {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try (encoder.encode(record) + Data("\n".utf8)).write(to: written.expected)
        }
        let expected = try JSONDecoder().decode(SourceRecord.self, from: Data(contentsOf: written.expected))
        #expect(record == expected)
        #expect(WrittenPage.all.count > 15)
    }

    /// Name, type, the identifiers of the work itself, and how many works it mentions.
    static let kinds: [(String, String?, [String], Int)] = [
        ("highwire-article", "journal-article", ["10.1172/JCI125534", "30985294"], 0),
        (
            "dspace-thesis", "thesis", ["http://hdl.handle.net/10568/900001", "https://doi.org/10.5555/ibid.thesis.1"],
            0
        ),
        ("journal-news-with-its-own-doi", "journal-article", ["doi:10.1038/d41586-019-90001-3"], 1),
        ("json-ld-dataset", "Dataset", ["10.5281/zenodo.1000001"], 1),
        ("wordpress-post", "BlogPosting", [], 1),
        ("news-story", "NewsArticle", [], 6),
        ("press-release-with-tags-of-the-paper", "NewsArticle", [], 1),
        ("bepress-article", "journal-article", ["10.5555/ibid.bepress.1"], 0),
        ("eprints-chapter", "book_section", ["doi:10.5555/ibid.eprints.1"], 0),
        ("minified-preprint", "preprint", ["10.1101/2020.02.29.900001"], 0),
        ("arxiv-abstract", "preprint", ["2104.12255"], 0),
        ("pubmed-record", "journal-article", ["30985294", "10.1172/JCI125534"], 0),
        ("book-chapter", "Chapter", ["10.5555/ibid.book.1.ch4"], 0),
        ("json-ld-article", "ScholarlyArticle", ["10.5555/ibid.ld.1", "900001"], 0),
        ("conference-paper", "conference-paper", [], 0),
        ("plain-press-release", "NewsArticle", [], 1),
        ("page-without-metadata", "WebPage", [], 1),
    ]

    @Test("tells a landing page from a story, and its own identifiers from those it mentions", arguments: kinds)
    func kind(name: String, type: String?, own: [String], mentions: Int) throws {
        let record = try Self.page(name)
        #expect(record.type == type)
        let values = record.identifiers.filter { $0.scheme != "url" || $0.value.contains("hdl") }.map(\.value)
        #expect(Array(Set(values)).sorted() == Array(Set(own)).sorted() || values.prefix(own.count) == own[...])
        #expect(record.relations.count == mentions, "\(record.relations)")
        let all = record.identifiers.map(\.value).joined(separator: " ")
        for other in ["reference", "aside", "nav", "share", "footer", "similar", "cited", "note"] {
            #expect(!all.contains("10.5555/\(other)"))
            #expect(!record.relations.contains { $0.target.contains("10.5555/\(other)") })
        }
    }

    @Test("gives each author what stands behind the name")
    func authors() throws {
        let record = try Self.page("highwire-article")
        #expect(
            record.contributors.map(\.name) == ["Carmack, Stephanie A.", "Keeley, Robin J.", "Vendruscolo, Leandro F."])
        #expect(record.contributors.map(\.affiliations.count) == [2, 0, 0])
        #expect(record.contributors.map(\.orcid) == [nil, "https://orcid.org/0000-0002-1825-0097", nil])
        #expect(try Self.page("book-chapter").contributors.map(\.name) == ["Kim Miller"])
        #expect(try Self.page("json-ld-dataset").contributors.map(\.family) == ["Keller", "García López"])
        #expect(try Self.page("news-story").contributors.map(\.name) == ["Ruth Adler", "Max Poe"])
        #expect(try Self.page("wordpress-post").contributors.map(\.isGroup) == [nil])
        #expect(try Self.page("json-ld-article").contributors.map(\.isGroup) == [nil, true, nil])
        #expect(try Self.page("pubmed-record").authorList == "Carmack SA;Keeley RJ;Vendruscolo LF;")
    }

    static let titles: [(String, String)] = [
        ("wordpress-post", "Warum Ratten sich erinnern – ein Rückblick"), ("news-story", "Cocaine's way back"),
        ("page-without-metadata", "New ribs of <em>Brachiosaurus</em>"),
        ("plain-press-release", "Ratten erinnern sich"),
        ("bepress-article", "Sleep in Small Towns"),
    ]

    @Test("bears its title, without the site's name", arguments: titles)
    func title(name: String, title: String) throws { #expect(try Self.page(name).titles == [title]) }

    static let cuts: [(html: String, title: String)] = [
        // What remains is a heading.
        ("<title>Rats | Journal | House</title><h1>Rats</h1>", "Rats"),
        ("<title>Rats - and mice - House</title><h1>Rats - and mice</h1>", "Rats - and mice"),
        // What goes is the site's name.
        ("<title>Rats | House</title><meta property=og:site_name content=House>", "Rats"),
        ("<title>Rats — The House Paper</title><link rel=canonical href=https://www.housepaper.example/1>", "Rats"),
        // Nothing shows that it is no part of the title.
        ("<title>Rats | Mice</title>", "Rats | Mice"),
        ("<title>Rats - a review</title><h1>House</h1>", "Rats - a review"),
        ("<title>Rats-and-mice</title><meta property=og:site_name content=mice>", "Rats-and-mice"),
        ("<title>House</title><meta property=og:site_name content=House>", "House"),
        // The heading is the whole title.
        ("<title>Life | House</title><h1>Life | House</h1><meta property=og:site_name content=House>", "Life | House"),
    ]

    @Test("keeps of its window's title what is not shown to be the site's", arguments: cuts)
    func cut(_ sample: (html: String, title: String)) throws {
        let record = try Web().parse(page: Array("<html>\(sample.html)</html>".utf8), place: "page.html")
        #expect(record.titles == [sample.title])
    }

    static let refusals: [(html: String, word: String)] = [
        ("<title>Just a moment...</title><p>Enable JavaScript and cookies to continue", "challenge"),
        ("<title>Attention Required! | Cloudflare</title>", "challenge"),
        ("<title>Client Challenge</title>", "challenge"),
        ("<title>example.org</title><p>Verify you are human by completing the action below.", "challenge"),
        ("<title>Error - Cookies Turned Off</title>", "cookies"), ("<title>Sign in to your account</title>", "login"),
        ("<title>Login | Library</title>", "login"), ("<title>Page not found - Journal</title>", "not found"),
        ("<title>404 Not Found</title><h1>Not Found</h1>", "error (404)"), ("<h1>Page not found</h1>", "not found"),
        ("<title>Error: DOI Not Found</title>", "not found"), ("<title>502 Bad Gateway</title>", "error (502)"),
        ("<title>Access Denied</title>", "error"), ("<title>302 Found</title>", "redirect"),
        ("<title>Redirecting</title>", "redirect"), ("<h1>429 Too Many Requests</h1>", "error (429)"),
        ("<title>Search results for rats | Journal</title>", "search results"),
        ("<p>No title at all", "without a title"), ("", "without a title"),
    ]

    @Test("that stands in the place of another is a problem that says what it is", arguments: refusals)
    func refused(_ sample: (html: String, word: String)) throws {
        let problem = #expect(throws: Problem.self) {
            try Web().parse(page: Array("<html>\(sample.html)</html>".utf8), place: "page.html")
        }
        #expect(problem?.what.contains(sample.word) == true, "\(problem?.what ?? "")")
        #expect(problem?.isNamed(of: "web") == true)
        #expect(problem?.reach == .record)
    }

    @Test("about errors and logins is a record all the same")
    func workAboutErrors() throws {
        for title in [
            "Access denied: who reads what", "Login times of rats", "Redirecting microglia",
            "Error in the eye of 404 birds",
        ] {
            let html = "<html><title>\(title)</title><meta name=citation_title content='\(title)'></html>"
            #expect(try Web().parse(page: Array(html.utf8), place: "page.html").titles == [title])
        }
    }

    @Test("fetched twice by different ways is one record")
    func key() throws {
        let html = Array("<html><title>Rats</title><meta name=citation_doi content=10.5555/a></html>".utf8)
        let ways = [
            "https://example.org/rats?id=1", "http://example.org/rats?id=1", "https://EXAMPLE.org:443/rats?id=1#top",
            "https://example.org/rats?utm_source=x&id=1&fbclid=y", "https://example.org/rats;jsessionid=7?id=1",
            "https://example.org/rats?id=1&error=cookies_not_supported&code=12",
        ]
        let keys = try Set(ways.map { try Web().parse(page: html, place: $0).key })
        #expect(keys == ["https://example.org/rats?id=1"])
        // Another page of the same work is another claim.
        #expect(try Web().parse(page: html, place: "https://example.org/rats?id=2").key != keys.first)
        // A page that nobody fetched has its DOI, or its title.
        #expect(try Web().parse(page: html, place: "page.html").key == "doi:10.5555/a")
        #expect(try Self.page("plain-press-release").key == "https://www.example.ac.at/aktuelles/2022/ratten?sid=1")
        #expect(try Self.page("news-story").key == "https://www.dailyneuron.example/news/2025/08/cocaine")
        // A canonical link to the front page is a mistake.
        let front = Array("<html><title>Rats</title><link rel=canonical href=https://example.org/></html>".utf8)
        #expect(try Web().parse(page: front, place: "https://example.org/rats").key == "https://example.org/rats")
    }

    @Test("whose address repeats the only DOI of its text is that DOI's landing page")
    func ownAddress() throws {
        let record = try Self.page("page-without-metadata", at: "https://app.example.org/item/app901052023.html")
        #expect(record.identifiers.first == SourceIdentifier(scheme: "doi", value: "10.5555/app.90105.2023"))
        #expect(record.relations == [])
    }

    @Test("is asked for by its address alone")
    func request() throws {
        let request = try #require(Web().request(for: .lookup([Identifier(.url, "https://example.org/rats?id=1")])))
        #expect(request.url == "https://example.org/rats?id=1")
        #expect(request.headers.map(\.name) == ["Accept"])
        for query in [
            Query.lookup([Identifier(.doi, "10.5555/a")]), .lookup([Identifier(.url, "ftp://example.org/a")]),
            .search("rats", rows: 1), .changes(since: nil, until: nil, filter: "", rows: 1),
        ] {
            #expect(Web().request(for: query) == nil)
        }
        let two = [
            Identifier(.url, "https://a.example/1"), Identifier(.doi, "10.5555/a"),
            Identifier(.url, "https://b.example/2"),
        ]
        #expect(Web().batches(two).map(\.count) == [1, 1])
    }

    @Test("is known by where it was at last, and read in the encoding that its reply tells")
    func reply() throws {
        let html = Array("<html><title>Gr".utf8) + [0xF6, 0xDF, 0x65, 0xB3] + Array("</title></html>".utf8)
        let reply = Reply(
            to: Request("https://short.example/1"), status: 200,
            headers: [Header("content-type", "text/html; charset=\"ISO-8859-2\"")], body: html,
            effectiveURL: "https://example.org/rats")
        let outcome = Web().outcome(of: reply)
        #expect(outcome.problems.isEmpty)
        #expect(outcome.records.map(\.key) == ["https://example.org/rats"])
        #expect(outcome.records.map(\.titles) == [["Größeł"]])
    }

    static let replies: [(body: String, status: Int, word: String)] = [
        ("", 200, "empty"), ("{\"a\":1}", 200, "no page"), ("%PDF-1.4", 200, "no page"), ("<records/>", 200, "XML"),
        ("<html><title>404 Not Found</title></html>", 404, "not known here (404)"),
        ("<html><title>Just a moment...</title></html>", 403, "challenge"),
        ("<html><title>Rats</title></html>", 503, "refused (503)"),
        ("<html><title>Rats</title></html>", 301, "refused (301)"),
    ]

    @Test("that came as something else is a named problem", arguments: replies)
    func refusedReply(_ sample: (body: String, status: Int, word: String)) {
        let outcome = Web().outcome(of: FetchersTests.reply(sample.body, status: sample.status))
        #expect(outcome.records.isEmpty)
        #expect(outcome.problems.count == 1)
        #expect(outcome.problems.first?.what.contains(sample.word) == true, "\(outcome.problems)")
        #expect(outcome.problems.allSatisfy { $0.isNamed(of: "web") })
    }

    @Test("damaged anyhow gives a record or a named problem, and the same one again", arguments: WrittenPage.all)
    func damaged(_ written: WrittenPage) throws {
        let whole = try written.bytes()
        var random = SeededGenerator(seed: UInt64(whole.count))
        for round in 0..<40 {
            var damaged = whole
            if round % 2 == 0 {
                damaged.removeLast(Int.random(in: 1...whole.count, using: &random))
            } else {
                for _ in 0..<Int.random(in: 1...8, using: &random) {
                    let signs = Array("<>\"'&;/={}[],:\\\u{0} ".utf8) + [0xFF]
                    damaged[Int.random(in: damaged.indices, using: &random)] = signs.randomElement(using: &random) ?? 0
                }
            }
            let outcomes = (0..<2).map { _ in
                Web().outcome(of: Reply(to: Request("https://example.org/a"), status: 200, body: damaged))
            }
            #expect(outcomes[0].records == outcomes[1].records)
            #expect(outcomes[0].records.count + outcomes[0].problems.count == 1)
            #expect(outcomes[0].problems.allSatisfy { $0.isNamed(of: "web") }, "\(outcomes[0].problems)")
            #expect(outcomes[0].records.allSatisfy { !$0.key.isEmpty && !$0.titles.isEmpty })
        }
    }

    @Test("with tags without end takes time in proportion", .timeLimit(.minutes(10)))
    func hostile() {
        for piece in [
            "<meta name=citation_author content='A B'>", "<meta name=citation_doi content=10.5555/a>", "<h1>a</h1>",
            "<a href=https://doi.org/10.5555/a>x</a>", "<p>10.5555/a 10.5555/b",
            "<meta name=dc.relation content=10.5/a>",
            "<script type=application/ld+json>{\"@type\":\"Article\",\"headline\":\"a\"}</script>",
            "<meta name=og:title content='a | b | c - d'>", "<link rel=canonical href=/a>",
            "<a rel=author href=a>A B</a>",
            "</title><title>a | ", "a | ",
        ] {
            let html = "<html><title>a</title>" + String(repeating: piece, count: 4000)
            _ = Web().outcome(of: FetchersTests.reply(html))
        }
        let many = (0..<6000).map {
            "<meta name=citation_doi content=10.5555/a\($0)><meta name=dc.relation content=10.5555/\($0)>"
        }
        let title = "<title>" + String(repeating: "a | ", count: 20_000) + "</title>"
        _ = Web().outcome(of: FetchersTests.reply("<html>" + title + many.joined()))
        let nested = String(repeating: "{\"@graph\":[", count: 200) + String(repeating: "]}", count: 200)
        let html = "<html><title>a</title><script type=application/ld+json>\(nested)</script>"
        #expect(Web().outcome(of: FetchersTests.reply(html)).records.count == 1)
    }
}

@Suite("A day that a page shows")
struct WebDateTests {
    static let shown: [(String, String?)] = [
        ("12. Januar 2022, Forschung", "2022-01-12"), ("Aug 7, 2025", "2025-08-07"),
        ("Published: 7 August 2025, 9:30", "2025-08-07"),
        ("03/07/2024", nil), ("07.08.2025 09:23", "2025-08-07"), ("2025-08-07, 09:00", "2025-08-07"),
        ("le 3 février 2020", "2020-02-03"), ("March 3rd, 2019", "2019-03-03"), ("May 2019", nil),
        ("may be 7 of 2019", nil),
        ("In March 2019 rats were seen on the 7th floor of it", nil), ("31", nil), ("", nil), ("99. Januar 2022", nil),
    ]

    @Test("is read where it stands alone", arguments: shown)
    func day(text: String, day: String?) throws {
        let html = "<html><title>Rats</title><p>\(text)</p></html>"
        let record = try Web().parse(page: Array(html.utf8), place: "page.html")
        #expect(record.dates.first?.text == day)
    }
}
