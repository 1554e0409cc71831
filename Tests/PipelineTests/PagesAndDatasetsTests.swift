import Foundation
import Pipeline
import Records
import Replica
import Testing

@Suite("A harvest of pages, datasets and preprints")
struct PagesAndDatasetsTests {
    private static func job(_ source: String, _ change: (inout Settings.Job) -> Void) -> Settings.Job {
        var job = Settings.Job(name: source, source: source)
        change(&job)
        return job
    }

    /// Job, records it brings, and requests it makes.
    static let harvests: [(job: Settings.Job, records: Int, requests: Int)] = [
        // Each page by itself.
        (
            job("web") {
                $0.ids = [
                    "https://www.dailyneuron.example/news/2025/08/cocaine",
                    "https://insight.example.org/articles/view/125534",
                ]
            }, 2, 2
        ),
        // Three at once.
        (job("omicsdi") { $0.ids = ["S-EPMC6546476", "PXD900001", "GSE900001"] }, 3, 1),
        // Hits are asked for one by one.
        (job("omicsdi") { $0.query = "amygdala withdrawal proteome" }, 2, 3),
        (job("omicsdi") { $0.filter = "" }, 3, 4),
        // The second is medRxiv's: it is asked for at both servers.
        (job("biorxiv") { $0.ids = ["10.1101/2020.02.29.900001", "10.64898/2026.01.05.26900001"] }, 2, 3),
        (job("biorxiv") { $0.filter = "" }, 2, 2), (job("biorxiv") { $0.filter = "medrxiv" }, 1, 1),
        (job("biorxiv") { $0.filter = "biorxiv" }, 1, 1),
    ]

    @Test("brings each once, with no more requests than it takes", arguments: harvests)
    func harvest(_ sample: (job: Settings.Job, records: Int, requests: Int)) async throws {
        try await Stage.with { stage in
            let house = stage.house([sample.job])
            let report = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(report.problems.isEmpty, "\(report.problems)")
            #expect(report.counts[sample.job.name]?.new == sample.records)
            #expect(stage.server.log.count == sample.requests, "\(stage.server.log.map(\.target))")
            let again = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(again.counts[sample.job.name]?.new == 0)
            #expect(again.problems.isEmpty)
        }
    }

    static let unknown: [(job: Settings.Job, named: String)] = [
        (job("omicsdi") { $0.ids = ["PXD999999", "PXD900001"] }, "omicsdi: PXD999999 is not known here"),
        (
            job("biorxiv") { $0.ids = ["10.1101/2021.01.01.1", "10.1101/2020.02.29.900001"] },
            "biorxiv: not known here (404): \"no posts found\""
        ),
        (
            job("web") {
                $0.ids = [
                    "https://insight.example.org/articles/view/1", "https://insight.example.org/articles/view/125534",
                ]
            },
            "web: not known here (404)"
        ),
    ]

    @Test("names what is not known, and brings the rest", arguments: unknown)
    func notKnown(_ sample: (job: Settings.Job, named: String)) async throws {
        try await Stage.with { stage in
            let report = try await stage.house([sample.job]).harvest([], since: nil, limit: nil, offline: false)
            #expect(report.problems.contains { $0.what.hasPrefix(sample.named) }, "\(report.problems)")
            #expect(report.counts[sample.job.name]?.new == 1)
        }
    }

    /// What is asked for, and the title that comes.
    static let resolved: [(String, [String], String?)] = [
        ("https://www.dailyneuron.example/news/2025/08/cocaine", [], "Cocaine's way back"),
        (
            "https://insight.example.org/articles/view/125534", ["web"],
            "Heroin addiction engages negative emotional learning brain circuits in rats"
        ),
        ("PXD900001", ["omicsdi"], "Proteome of the rat's amygdala in withdrawal"),
        ("10.64898/2026.01.05.26900001", ["biorxiv"], "Sleep & remission: a trial"),
        ("10.1101/2020.02.29.900001", ["biorxiv"], "Circuits of relapse in the ventral pallidum of the mouse"),
        ("10.64898/1", ["biorxiv"], nil),
    ]

    @Test("finds each by its name", arguments: resolved)
    func resolve(asked: String, sources: [String], title: String?) async throws {
        try await Stage.with { stage in
            let resolver = try stage.house([]).resolver(
                writing: Writing(format: "jsonl"), sources: sources, offline: false)
            var citations: [String] = []
            for try await resolution in resolver.resolve([asked]) {
                if let citation = resolution.citation { citations.append(String(decoding: citation, as: UTF8.self)) }
                if title == nil { #expect(resolution.problems.count == 1, "\(resolution.problems)") }
            }
            #expect(citations.count == (title == nil ? 0 : 1))
            if let title { #expect(citations.first?.contains("\"title\":\"\(title)\"") == true, "\(citations)") }
        }
    }

    @Test("goes on from a landing page to what the agencies know of its work, and from a story to nothing")
    func landingPage() async throws {
        try await Stage.with { stage in
            let resolver = try stage.house([]).resolver(writing: Writing(format: "jsonl"), sources: [], offline: false)
            var explained: [[String]] = []
            let pages = [
                "https://insight.example.org/articles/view/125534",
                "https://www.dailyneuron.example/news/2025/08/cocaine",
            ]
            for try await resolution in resolver.resolve(pages) { explained.append(resolution.explanation) }
            #expect(
                explained.map { lines in lines.contains { $0.contains("crossref") } } == [true, false], "\(explained)")
        }
    }

    @Test("makes one record of two sources' words of a dataset, and of a paper and its page, never of all four")
    func deduplicated() async throws {
        try await Stage.with { stage in
            let jobs = [
                Self.job("biostudies") { $0.ids = ["S-EPMC6546476"] },
                Self.job("omicsdi") { $0.ids = ["S-EPMC6546476"] },
                Self.job("web") { $0.ids = ["https://insight.example.org/articles/view/125534"] },
                Self.job("crossref") { $0.ids = ["10.1172/jci125534"] },
            ]
            let report = try await stage.house(jobs).harvest([], since: nil, limit: nil, offline: false)
            #expect(report.problems.isEmpty, "\(report.problems)")
            #expect(report.counts.values.map(\.new) == [1, 1, 1, 1])
            #expect(report.canonical == 2)
        }
    }
}
