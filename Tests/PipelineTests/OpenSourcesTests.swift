import Fetchers
import Foundation
import Pipeline
import Records
import Replica
import Testing

/// Semantic Scholar, OpenAlex and Unpaywall over a replica.
@Suite("A harvest of an open index")
struct OpenSourcesTests {
    private static let paper = String(repeating: "1b1d0001", count: 5)

    private static func job(_ source: String, _ fill: (inout Settings.Job) -> Void = { _ in }) -> Settings.Job {
        var job = Settings.Job(name: "reading", source: source)
        fill(&job)
        return job
    }

    @Test("by identifiers of any scheme asks Semantic Scholar once, and names each that it does not know once")
    func semanticScholarIds() async throws {
        try await Stage.with { stage in
            let ids = [
                "10.1172/JCI125534", "arXiv:2104.12255", "10.5555/nobody", "pmid:1", Self.paper, "issn:0021-9738",
            ]
            let report = try await stage.house([Self.job("semanticscholar") { $0.ids = ids }])
                .harvest([], since: nil, limit: nil, offline: false)
            #expect(stage.server.log.map(\.method) == ["POST"])
            #expect(report.counts["reading"]?.read == 3, "one of them twice")
            #expect(
                report.problems.map(\.what).sorted() == [
                    "job reading: semanticscholar cannot be asked for \"issn:0021-9738\"",
                    "semanticscholar: DOI:10.5555/nobody is not known here",
                    "semanticscholar: PMID:1 is not known here",
                ])
        }
    }

    @Test("of a thousand DOIs uses the batch end points", arguments: [("semanticscholar", 2), ("openalex", 20)])
    func thousand(source: String, requests: Int) async throws {
        try await Stage.with { stage in
            let path = stage.folder + "/ids"
            let ids = ["10.1172/jci125534"] + (1..<1000).map { "10.5555/none.\($0)" }
            try ids.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
            let report = try await stage.house([Self.job(source) { $0.idsFile = path }])
                .harvest([], since: nil, limit: nil, offline: false)
            #expect(stage.server.log.count == requests)
            #expect(report.counts["reading"]?.new == 1)
            #expect(report.problemCount == 999)
        }
    }

    @Test("by words walks the hits page by page", arguments: ["semanticscholar", "openalex"])
    func words(source: String) async throws {
        try await Stage.with { stage in
            for rows in [1, 100, 200] {
                let job = Self.job(source) {
                    $0.query = "heroin"
                    $0.rows = rows
                }
                let report = try await stage.house([job], catalog: "\(rows).sqlite")
                    .harvest([], since: nil, limit: nil, offline: false)
                #expect(report.problems.isEmpty, "\(report.problems)")
                #expect(report.counts["reading"]?.new == (source == "openalex" ? 3 : 2))
            }
        }
    }

    @Test("of what changed at OpenAlex lists all at first, and then needs a plan, which it says")
    func openAlexChanges() async throws {
        try await Stage.with { stage in
            let house = stage.house([Self.job("openalex") { $0.rows = 2 }])
            let first = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(first.counts["reading"]?.new == 5)
            #expect(first.problems.isEmpty, "\(first.problems)")
            let second = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(second.problems.count == 1)
            #expect(second.problems.first?.what.contains("(403)") == true)
            #expect(second.problems.first?.remedy.contains("from_publication_date") == true)
            // Keys are not told to a replica: whoever has one is served.
            let url =
                "https://api.openalex.org/works?filter=from_updated_date:2026-06-15&per_page=100&cursor=*&api_key=k"
            let window = try OpenAlex().page(from: try await stage.get(url))
            #expect(window.records.count == 4)
            #expect(window.total == 4)
        }
    }

    @Test("keeps the number by which a merged work was asked for")
    func merged() async throws {
        try await Stage.with { stage in
            let house = stage.house([Self.job("openalex") { $0.ids = ["W8000000001", "W9999999999"] }])
            let one = stage.house([Self.job("openalex") { $0.ids = ["W8000000001"] }], catalog: "2.sqlite")
            let both = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(both.problemCount == 2, "a filter does not follow merged works")
            let report = try await one.harvest([], since: nil, limit: nil, offline: false)
            #expect(report.problems.isEmpty, "\(report.problems)")
            #expect(report.counts["reading"]?.new == 1)
        }
    }

    @Test("of Unpaywall asks for one DOI after another, and says what to do about a refused address")
    func unpaywall() async throws {
        try await Stage.with { stage in
            let job = Self.job("unpaywall") { $0.ids = ["10.1172/JCI125534", "10.5555/nobody"] }
            let report = try await stage.house([job]).harvest([], since: nil, limit: nil, offline: false)
            #expect(report.counts["reading"]?.new == 1)
            #expect(report.problems.map { $0.what.contains("not known here (404)") } == [true])
            #expect(stage.server.log.count == 2)
            let refused = try await stage.get("https://api.unpaywall.org/v2/10.1172/jci125534?email=me@example.com")
            #expect(throws: Problem.self) { try Unpaywall().page(from: refused) }
        }
    }

    @Test("and the others make one citation of what each knows of a DOI")
    func resolve() async throws {
        try await Stage.with { stage in
            let house = stage.house([])
            let sources = ["crossref", "openalex", "semanticscholar", "unpaywall"]
            let resolver = try house.resolver(writing: Writing(format: "jsonl"), sources: sources, offline: false)
            for try await resolution in resolver.resolve(["10.1172/JCI125534"]) {
                #expect(resolution.problems.isEmpty, "\(resolution.problems)")
                let text = String(decoding: resolution.citation ?? [], as: UTF8.self)
                for part in [
                    "pmid:30985294", "pmcid:PMC6546476", "openalex:W9000000001", "s2:\(Self.paper)", "2480-2484",
                ] {
                    #expect(text.contains(part), "\(part) in \(text)")
                }
            }
            #expect(Set(stage.server.log.map(\.status)) == [200])
            #expect(stage.server.log.count == 4)
        }
    }
}
