import Foundation
import Pipeline
import Records
import Replica
import Testing

/// Europe PMC, PubMed and arXiv, played by the replica.
@Suite("A harvest of the life sciences")
struct LifeScienceTests {
    private static func job(_ source: String, _ fill: (inout Settings.Job) -> Void = { _ in }) -> Settings.Job {
        var job = Settings.Job(name: source, source: source)
        job.rows = 2
        fill(&job)
        return job
    }

    private static func targets(_ stage: Stage) -> [String] {
        stage.server.log.map { "\($0.method) \($0.target.removingPercentEncoding ?? $0.target)" }
    }

    @Test("takes what changed, and then nothing new", arguments: [("europepmc", 4), ("pubmed", 7), ("arxiv", 2)])
    func changes(source: String, count: Int) async throws {
        try await Stage.with { stage in
            let house = stage.house([Self.job(source)])
            let report = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(report.problems.isEmpty, "\(report.problems)")
            #expect(report.counts[source]?.new == count)
            let again = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(again.problems.isEmpty, "\(again.problems)")
            #expect(again.counts[source]?.new == 0)
            let plan = try house.harvestPlan([], since: nil)
            #expect(plan.count == 1)
            #expect(
                plan.first?.contains(source == "arxiv" ? "#since=" : source == "pubmed" ? "mindate" : "UPDATE_DATE")
                    == true)
        }
    }

    @Test("takes what changed since a day", arguments: [("europepmc", 1), ("pubmed", 1), ("arxiv", 2)])
    func since(source: String, count: Int) async throws {
        try await Stage.with { stage in
            let since = source == "arxiv" ? "2006-01-01" : "2024-07-01"
            let report = try await stage.house([Self.job(source)]).harvest(
                [], since: Timestamp(iso8601: since), limit: nil, offline: false)
            #expect(report.problems.isEmpty, "\(report.problems)")
            #expect(report.counts[source]?.new == count)
        }
    }

    @Test("searches by words", arguments: ["europepmc", "pubmed", "arxiv"])
    func words(source: String) async throws {
        try await Stage.with { stage in
            let report = try await stage.house([
                Self.job(source) { $0.query = source == "arxiv" ? "hot jupiters" : "heroin" }
            ])
            .harvest([], since: nil, limit: nil, offline: false)
            #expect(report.problems.isEmpty, "\(report.problems)")
            #expect(report.counts[source]?.new ?? 0 > 0)
        }
    }

    static let lookups: [(source: String, ids: [String], new: Int, unknown: [String], requests: Int)] = [
        ("pubmed", ["PMID:30985294", "PMID:990000001", "PMID:99"], 2, ["pmid:99"], 1),
        ("pubmed", ["10.1172/JCI125534", "10.5555/ibid.2018.5", "10.5555/nobody"], 2, ["doi:10.5555/nobody"], 2),
        ("pubmed", ["PMC6546476", "PMC99"], 1, ["PMC99: \"Identifier not found in PMC\""], 2),
        ("pubmed", ["10.5555/nobody"], 0, ["doi:10.5555/nobody"], 1),
        ("pubmed", ["PMID:30985294", "10.5555/ibid.2018.5", "PMC6546476"], 2, [], 5),
        (
            "europepmc", ["10.1172/JCI125534", "PMID:990000003", "PMC99000001", "10.5555/nobody"], 3,
            ["doi:10.5555/nobody"], 1
        ),
        ("europepmc", ["PMC99"], 0, ["pmcid:PMC99"], 1),
        ("arxiv", ["arXiv:2104.12255v1", "10.48550/arXiv.astro-ph/0601001", "2104.00001"], 2, ["arxiv:2104.00001"], 1),
    ]

    @Test("looks up identifiers together and names each that a service does not know", arguments: lookups)
    func lookup(source: String, ids: [String], new: Int, unknown: [String], requests: Int) async throws {
        try await Stage.with { stage in
            let report = try await stage.house([Self.job(source) { $0.ids = ids }]).harvest(
                [], since: nil, limit: nil, offline: false)
            #expect(report.counts[source]?.new ?? 0 == new, "\(report.problems)")
            #expect(report.problems.count == unknown.count, "\(report.problems)")
            for name in unknown { #expect(report.problems.contains { $0.what.contains(name) }, "\(report.problems)") }
            #expect(stage.server.log.count == requests, "\(Self.targets(stage))")
        }
    }

    @Test("asks for a thousand DOIs in few requests", arguments: [("pubmed", 7), ("europepmc", 10)])
    func thousand(source: String, requests: Int) async throws {
        try await Stage.with { stage in
            let known = ["10.1172/jci125534", "10.5555/ibid.2018.66"]
            let ids = known + (0..<998).map { "10.5555/nobody.\($0)" }
            // The two known ones are in two batches.
            let order = ids.indices.map { ids[($0 * 501) % 1000] }
            let report = try await stage.house([Self.job(source) { $0.ids = order }]).harvest(
                [], since: nil, limit: nil, offline: false)
            #expect(report.counts[source]?.new == 2)
            #expect(report.problemCount == 998)
            #expect(stage.server.log.count == requests, "\(stage.server.log.map(\.target))")
        }
    }

    @Test("goes on with the part of a window that it had reached, and with those that follow")
    func parts() async throws {
        try await Stage.with { stage in
            // Longer than PubMed gives: 10,020 articles, changed on two days, the old half of them and the new one apart.
            let folder = "\(stage.folder)/many"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let articles = (1...10_020).map { number in
                let day = number <= 20 ? "01" : "05"
                let pmid = number > 5020 ? number + 60_000_000 : number
                return
                    "<PubmedArticle><MedlineCitation><PMID>\(pmid)</PMID><DateRevised><Year>2024</Year><Month>03</Month><Day>\(day)</Day></DateRevised><Article><ArticleTitle>Number \(number)</ArticleTitle></Article></MedlineCitation></PubmedArticle>"
            }
            try Data("<PubmedArticleSet>\(articles.joined())</PubmedArticleSet>".utf8).write(
                to: URL(filePath: folder + "/all.xml"))
            try Data(#"{"id":"1","source":"pubmed","url":"https://x.test/","status":200,"body":"all.xml"}"#.utf8).write(
                to: URL(filePath: folder + "/index.jsonl"))
            try await Stage.with(folders: [folder]) { stage in
                let house = stage.house([
                    Self.job("pubmed") {
                        $0.since = Timestamp(iso8601: "2024-03-01")
                        $0.rows = 200
                    }
                ])
                // As many as the first part has: the rest is for another day.
                let first = try await house.harvest([], since: nil, limit: 20, offline: false)
                #expect(first.problems.isEmpty, "\(first.problems)")
                #expect(first.counts["pubmed"]?.new == 20)
                let plan = try house.harvestPlan([], since: nil)
                #expect(plan.count > 0)
                #expect(!plan.contains { $0.contains("mindate=2024/03/01") }, "\(plan)")
                let count = stage.server.log.count
                let second = try await house.harvest([], since: nil, limit: 200, offline: false)
                #expect(second.problems.isEmpty, "\(second.problems)")
                #expect(second.counts["pubmed"]?.new == 200)
                #expect(stage.server.log.dropFirst(count).first?.target.contains("mindate=2024/03/01") == false)
            }
        }
    }

    @Test(
        "resolves by whichever identifier a service knows",
        arguments: ["10.1172/JCI125534", "PMID:30985294", "PMC6546476"])
    func resolve(text: String) async throws {
        try await Stage.with { stage in
            for source in ["pubmed", "europepmc"] {
                let resolver = try stage.house([]).resolver(
                    writing: Writing(format: "jsonl"), sources: [source], offline: false)
                for try await found in resolver.resolve([text]) {
                    #expect(found.problems.isEmpty, "\(found.problems)")
                    let citation = String(decoding: try #require(found.citation), as: UTF8.self)
                    #expect(citation.contains("Heroin addiction engages"))
                }
            }
        }
    }

    @Test(
        "says that nobody knows an identifier, where all were asked and answered",
        arguments: ["pubmed", "europepmc", "arxiv"])
    func unknown(source: String) async throws {
        try await Stage.with { stage in
            let resolver = try stage.house([]).resolver(
                writing: Writing(format: "jsonl"), sources: [source], offline: false)
            for try await found in resolver.resolve([source == "arxiv" ? "2104.00001" : "10.5555/nobody"]) {
                #expect(found.citation == nil)
                #expect(found.problems.map(\.reach) == [.record])
                #expect(found.problems.first?.what.contains("is not known to \(source)") == true)
            }
            #expect(!resolver.everySourceFailed)
        }
    }

    @Test("reconciles one article as three services and Crossref tell it")
    func reconcile() async throws {
        try await Stage.with { stage in
            let house = stage.house([
                Self.job("crossref") { $0.ids = ["10.1172/JCI125534"] },
                Self.job("europepmc") { $0.ids = ["10.1172/JCI125534"] },
                Self.job("pubmed") { $0.ids = ["10.1172/JCI125534"] },
            ])
            let report = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(report.problems.isEmpty, "\(report.problems)")
            let resolver = try house.resolver(
                writing: Writing(format: "jsonl"), sources: ["crossref", "pubmed", "europepmc"], offline: false)
            for try await found in resolver.resolve(["10.1172/JCI125534"]) {
                let citation = try #require(found.citation)
                let object = try #require(try JSONSerialization.jsonObject(with: Data(citation)) as? [String: Any])
                #expect(object["year"] as? Int == 2019)
                #expect(object["pages"] as? String == "2480-2484")
                #expect((object["contributors"] as? [Any])?.count == 8)
                #expect(
                    Set(object["identifiers"] as? [String] ?? []).isSuperset(of: [
                        "doi:10.1172/jci125534", "pmid:30985294", "pmcid:PMC6546476",
                    ]))
            }
        }
    }
}
