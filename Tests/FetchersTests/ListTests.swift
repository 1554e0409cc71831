import Fetchers
import Foundation
import Records
import TestSupport
import Testing
import Transfer

private func request(_ source: any Source, _ query: Query) throws -> Request {
    try #require(source.request(for: query))
}

/// A reply to that very request.
private func answer(_ body: String, to request: Request, received: String? = nil) -> Reply {
    Reply(
        to: request, status: 200, body: Array(body.utf8),
        received: received.flatMap { Timestamp(iso8601: $0) }?.seconds ?? 0)
}

private func search(_ count: Int, _ ids: [String] = []) -> String {
    let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
    return #"{"esearchresult":{"count":"\#(count)","querykey":"1","webenv":"MCID_a/b=","idlist":[\#(list)]}}"#
}

private let day = Timestamp(iso8601: "2024-03-01T10:00:00Z")
private let later = Timestamp(iso8601: "2024-03-08T10:00:00Z")

@Suite("A list of PubMed")
struct PubMedListTests {
    private let source = PubMed()
    private static let utilities = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"

    @Test("is fetched by number where the search tells all numbers")
    func numbers() throws {
        let query = Query.lookup([Identifier(.doi, "10.5555/a"), Identifier(.doi, "10.5555/b")])
        let page = try source.page(from: answer(search(2, ["11", "12"]), to: request(source, query)))
        #expect(
            page.details.map(\.url) == ["\(Self.utilities)/efetch.fcgi?db=pubmed&retmode=xml&tool=ibid&id=11,12"])
        #expect(page.next == nil && page.parts.isEmpty && page.records.isEmpty)
        let none = try source.page(from: answer(search(0), to: request(source, query)))
        #expect(none.details.isEmpty)
        #expect(none.total == 0)
    }

    @Test("is fetched from the history by pages where it is longer, whether it was asked by GET or by POST")
    func history() throws {
        let query = Query.changes(since: day, until: later, filter: "", rows: 100)
        let page = try source.page(from: answer(search(250, ["1"]), to: request(source, query)))
        #expect(
            page.details.map(\.url)
                == [0, 100, 200].map {
                    "\(Self.utilities)/efetch.fcgi?db=pubmed&retmode=xml&tool=ibid&query_key=1&WebEnv=MCID_a/b%3D&retstart=\($0)&retmax=100"
                })
        let long = try request(
            source, .changes(since: day, until: later, filter: String(repeating: "heroin OR ", count: 300), rows: 200))
        #expect(long.method == .post)
        #expect(long.url == "\(Self.utilities)/esearch.fcgi")
        #expect(try source.page(from: answer(search(250), to: long)).details.count == 2)
    }

    @Test("that is too long is asked for in halves by day, and of a single day by number")
    func parts() throws {
        let week = try request(source, .changes(since: day, until: later, filter: "heroin[mh]", rows: 100))
        let page = try source.page(from: answer(search(10_000), to: week))
        #expect(page.details.isEmpty && page.problems.isEmpty)
        #expect(
            page.parts.map(\.url) == [
                week.url.replacing("maxdate=2024/03/08", with: "maxdate=2024/03/04"),
                week.url.replacing("mindate=2024/03/01", with: "mindate=2024/03/05"),
            ])
        let single = try request(source, .changes(since: day, until: day, filter: "heroin[mh]", rows: 100))
        let halves = try source.page(from: answer(search(10_000), to: single)).parts.map(\.url)
        #expect(
            halves
                == ["1:50000000", "50000001:99999999"].map {
                    single.url.replacing(
                        "term=heroin%5Bmh%5D", with: "term=%28heroin%5Bmh%5D%29%20AND%20\($0)%5Buid%5D")
                })
        let quarter = try source.page(from: answer(search(10_000), to: Request(halves[0]))).parts.map(\.url)
        #expect(quarter[1].contains("%28heroin%5Bmh%5D%29%20AND%2025000001:50000000%5Buid%5D"))
    }

    @Test("does not look for changes after the reply came")
    func today() throws {
        let open = try request(source, .changes(since: day, until: nil, filter: "", rows: 100))
        let page = try source.page(from: answer(search(10_000), to: open, received: "2024-03-04T12:00:00Z"))
        #expect(page.parts.count == 2)
        #expect(page.parts.last?.url.contains("maxdate=2024/03/05") == true)
    }

    @Test("by words that is too long gives what PubMed gives, and says so")
    func words() throws {
        let asked = try request(source, .search("sleep", rows: 200))
        let page = try source.page(from: answer(search(12_345), to: asked))
        #expect(page.parts.isEmpty)
        #expect(page.details.count == 50)
        #expect(page.details.last?.url.hasSuffix("retstart=9800&retmax=199") == true)
        #expect(page.problems.map { $0.isNamed(of: "pubmed") } == [true])
    }

    /// What a search for a window finds of these (day, number) pairs.
    private func found(_ url: String, _ records: [(day: String, number: Int)]) -> [Int] {
        let text = url.removingPercentEncoding ?? url
        func item(_ name: String) -> String {
            String(
                text.components(separatedBy: "&").first { $0.hasPrefix(name + "=") }?.dropFirst(name.count + 1) ?? "")
        }
        let range = text.firstMatch(of: /AND (\d+):(\d+)\[uid\]/).map { (Int($0.1) ?? 0)...(Int($0.2) ?? 0) }
        let (first, last) = (item("mindate"), item("maxdate"))
        return records.filter { first <= $0.day && $0.day <= last && range?.contains($0.number) ?? true }.map(\.number)
    }

    @Test("in parts is the whole list, each record once", arguments: 0..<20)
    func partition(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        // Many on a few days, close together, as NLM revises.
        var records: [(day: String, number: Int)] = []
        var number = 0
        for _ in 0..<300 {
            number += Int.random(in: 1...7, using: &random)
            records.append(("2024/03/0\(Int.random(in: 1...(seed % 4 + 1), using: &random))", number))
        }
        var queue = [try request(source, .changes(since: day, until: later, filter: "", rows: 100))]
        var taken: [Int] = []
        var requests = 0
        while let next = queue.popLast() {
            requests += 1
            try #require(requests < 400)
            let numbers = found(next.url, records)
            // A count a thousand times too great makes every list of ten and more too long.
            let page = try source.page(from: answer(search(numbers.count * 1000), to: next))
            if page.parts.isEmpty { taken += numbers } else { queue += page.parts }
        }
        #expect(taken.sorted() == records.map(\.number).sorted())
    }
}

@Suite("A list of arXiv")
struct ArXivListTests {
    private let source = ArXiv()

    private func feed(_ total: Int, start: Int, updated: [String]) -> String {
        let entries = updated.enumerated().map {
            "<entry><id>http://arxiv.org/abs/2401.0000\($0.offset)v1</id><title>T</title><updated>\($0.element)</updated></entry>"
        }
        return "<feed><totalResults>\(total)</totalResults><startIndex>\(start)</startIndex>\(entries.joined())</feed>"
    }

    @Test("goes on by its place until it ends")
    func next() throws {
        let asked = try request(source, .search("walks", rows: 2))
        let page = try source.page(
            from: answer(feed(5, start: 2, updated: ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"]), to: asked))
        #expect(page.records.map(\.key) == ["2401.00000", "2401.00001"])
        #expect(page.total == 5)
        #expect(page.next?.url == asked.url.replacing("start=0", with: "start=4"))
        let last = try source.page(from: answer(feed(5, start: 4, updated: ["2024-01-01T00:00:00Z"]), to: asked))
        #expect(last.next == nil)
    }

    @Test("of changes ends where what is older than the window begins, and keeps where that is")
    func window() throws {
        let asked = try request(source, .changes(since: day, until: nil, filter: "cat:cs.DL", rows: 2))
        let within = try source.page(
            from: answer(feed(90, start: 0, updated: ["2024-03-05T00:00:00Z", "2024-03-02T00:00:00Z"]), to: asked))
        #expect(within.next?.url == asked.url.replacing("start=0", with: "start=2"))
        #expect(within.next?.url.hasSuffix("#since=2024-03-01T10:00:00Z") == true)
        let beyond = try source.page(
            from: answer(feed(90, start: 2, updated: ["2024-03-01T11:00:00Z", "2024-03-01T09:00:00Z"]), to: asked))
        #expect(beyond.next == nil)
        #expect(beyond.records.count == 2)
    }

    @Test("is not through where a page in its middle is empty")
    func empty() throws {
        let asked = try request(source, .search("walks", rows: 2))
        let outcome = source.outcome(of: answer(feed(5, start: 2, updated: []), to: asked))
        #expect(outcome.problems.map(\.reach) == [.source])
        #expect(outcome.problems.first?.what.contains("an empty page at 2 of 5") == true)
    }

    @Test("that is too long is asked for in halves by day of submission")
    func parts() throws {
        let asked = try request(source, .changes(since: nil, until: nil, filter: "cat:cs.DL", rows: 2))
        let page = try source.page(
            from: answer(
                feed(40_000, start: 0, updated: ["2024-03-05T00:00:00Z"]), to: asked, received: "2024-03-05T00:00:00Z"))
        #expect(page.records.isEmpty && page.next == nil)
        let queries = page.parts.compactMap {
            $0.url.removingPercentEncoding?.components(separatedBy: "search_query=").last
        }
        #expect(
            queries == [
                "(cat:cs.DL) AND submittedDate:[199101010000 TO 200708042359]",
                "(cat:cs.DL) AND submittedDate:[200708050000 TO 202403062359]",
            ])
        // A part of a part has a window of its own.
        let again = try source.page(
            from: answer(feed(40_000, start: 0, updated: ["2024-03-05T00:00:00Z"]), to: page.parts[0]))
        #expect(again.parts.last?.url.removingPercentEncoding?.hasSuffix("TO 200708042359]") == true)
        // Changes may end long before the list is too long: they are parted where they do not.
        let windowed = try request(source, .changes(since: day, until: nil, filter: "cat:cs.DL", rows: 2))
        let deep = try source.page(
            from: answer(feed(40_000, start: 29_999, updated: ["2024-03-05T00:00:00Z"]), to: windowed))
        #expect(deep.parts.count == 2)
        #expect(
            deep.parts.allSatisfy { $0.url.hasSuffix("#since=2024-03-01T10:00:00Z") && $0.url.contains("start=0&") })
        let words = try source.page(
            from: answer(
                feed(40_000, start: 29_999, updated: ["2024-03-05T00:00:00Z"]),
                to: try request(source, .search("walks", rows: 2))))
        #expect(words.parts.isEmpty && words.next == nil)
        #expect(words.problems.map { $0.isNamed(of: "arxiv") } == [true])
    }
}

@Suite("A list of Europe PMC")
struct EuropePMCListTests {
    private let source = EuropePMC()

    private func body(_ mark: String, _ results: String = #"{"id":"1","source":"MED","pmid":"1"}"#) -> String {
        #"{"hitCount":7,"nextCursorMark":"\#(mark)","resultList":{"result":[\#(results)]}}"#
    }

    @Test("goes on by its cursor until a page is empty or the cursor leads back to it")
    func cursor() throws {
        let asked = try request(source, .search("a b", rows: 1))
        let page = try source.page(from: answer(body("AoIIP4Za+Sg/MQ=="), to: asked))
        #expect(page.records.map(\.key) == ["MED/1"])
        #expect(page.total == 7)
        let next = try #require(page.next)
        #expect(next.url == asked.url.replacing("cursorMark=*", with: "cursorMark=AoIIP4Za%2BSg/MQ%3D%3D"))
        #expect(try source.page(from: answer(body("AoIIP4Za+Sg/MQ=="), to: next)).next == nil)
        #expect(try source.page(from: answer(body("AoII", ""), to: next)).next == nil)
    }

    @Test("that is asked by POST goes on in its form")
    func post() throws {
        let many = (0..<100).map { Identifier(.doi, "10.5555/" + String(repeating: "x", count: 60) + "\($0)") }
        let asked = try request(source, .lookup(many))
        #expect(asked.method == .post)
        #expect(asked.url == "https://www.ebi.ac.uk/europepmc/webservices/rest/searchPOST")
        let next = try #require(try source.page(from: answer(body("Ao=="), to: asked)).next)
        #expect(next.method == .post)
        #expect(String(decoding: next.body, as: UTF8.self).hasSuffix("&pageSize=500&cursorMark=Ao%3D%3D"))
        #expect(next.headers == asked.headers)
    }

    @Test("of references has those that it matched, and names the others")
    func references() {
        let outcome = source.outcome(
            of: reply(
                #"{"version":"6.9","hitCount":2,"referenceList":{"reference":[{"id":"8","source":"MED","citationType":"JOURNAL ARTICLE","title":"A title","authorString":"Doe J, Roe B.","journalAbbreviation":"J Demonstr","pubYear":2018,"volume":"1","issue":"2","pageInfo":"5-9","match":"Y"},{"title":"Unmatched","match":"N"}]}}"#
            ))
        #expect(outcome.records.map(\.key) == ["MED/8"])
        #expect(outcome.records.first?.shortContainerTitles == ["J Demonstr"])
        #expect(outcome.problems.map(\.what) == ["europepmc: an entry without \"id\" and \"source\": \"Unmatched\""])
    }
}
