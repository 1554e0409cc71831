import Foundation
import Replica
import Testing

@Suite("ibid harvest")
struct HarvestTests {
    /// Counts of a run report by name.
    static func counts(_ report: Shell.Outcome, _ job: String) throws -> [String: Int] {
        let counts = try #require(try report.object()["counts"] as? [String: Any])
        return try #require(counts[job] as? [String: Int], "\(report.text)")
    }

    @Test("takes every page of every job, reports each in JSON, and finds nothing new the second time")
    func twice() async throws {
        try await Workplace.withReplica(rows: 7) { place, server in
            let first = try await place.ibid("harvest", "--json")
            #expect(first.status == 0, "\(first.talk)")
            let works = try Self.counts(first, "works")
            #expect(works["read"] == works["new"] && works["new"] ?? 0 > 20)
            #expect(works["requests"] ?? 0 > 3)
            #expect(try Self.counts(first, "studies")["new"] == 3)
            #expect(try Self.counts(first, "data")["new"] ?? 0 > 5)
            let content = try await place.dump()
            let requests = server.log.count
            let second = try await place.ibid("harvest", "--json")
            #expect(second.status == 0)
            #expect(server.log.count > requests)
            for job in ["works", "data", "studies"] {
                let counts = try Self.counts(second, job)
                #expect(counts["new"] == 0 && counts["changed"] == 0 && counts["rejected"] == 0, "\(counts)")
            }
            #expect(try await place.dump() == content)
        }
    }

    @Test("asks for what changed since the job's last run, or since --since")
    func since() async throws {
        try await Workplace.withReplica { place, server in
            _ = try await place.ibid("harvest", "works", "--since", "2026-06-30", "--quiet")
            #expect(server.log.contains { $0.target.contains("2026-06-30") })
            let count = server.log.count
            _ = try await place.ibid("harvest", "works", "--quiet")
            let later = server.log.dropFirst(count)
            #expect(later.contains { $0.target.contains("from-index-date") })
            let future = try await place.ibid("harvest", "works", "--since", "2099-01-01", "--json")
            #expect(future.status == 0)
            #expect(try Self.counts(future, "works")["read"] == 0)
            let wrong = try await place.ibid("harvest", "--since", "yesterday")
            #expect(wrong.status == 64)
            #expect(wrong.talk.contains("yesterday"))
        }
    }

    @Test("takes --limit records a job at most")
    func limit() async throws {
        try await Workplace.withReplica(rows: 4) { place, _ in
            let report = try await place.ibid("harvest", "works", "data", "--limit", "6", "--json")
            #expect(report.status == 0)
            #expect(try Self.counts(report, "works")["read"] == 6)
            #expect(try Self.counts(report, "data")["read"] == 6)
            // What the limit left is taken by the next run.
            _ = try await place.ibid("harvest", "works", "--quiet")
            let all = try await place.ibid("stats", "--json")
            #expect(try all.object()["records.crossref"] as? Int ?? 0 > 20)
        }
    }

    @Test("says with --dry-run what it would ask, asks nothing and stores nothing")
    func dryRun() async throws {
        try await Workplace.withReplica { place, server in
            let plan = try await place.ibid("harvest", "--dry-run")
            #expect(plan.status == 0)
            #expect(plan.lines.contains { $0.hasPrefix("works\tGET https://api.crossref.org/works?") })
            #expect(plan.lines.contains { $0.hasPrefix("studies\tGET ") && $0.contains("S-EPMC6546476") })
            let objects = try await place.ibid("harvest", "--dry-run", "--json").objects()
            #expect(objects.compactMap { $0["job"] as? String }.count == plan.lines.count)
            #expect(objects.allSatisfy { ($0["url"] as? String)?.hasPrefix("https://") == true })
            #expect(server.log.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: place.catalog))
        }
    }

    @Test("asks a source again only for what changed: a page on file is confirmed with 304")
    func conditional() async throws {
        try await Workplace.withReplica { place, server in
            _ = try await place.ibid("harvest", "studies", "--quiet")
            #expect(server.log.map(\.status) == [200, 200, 200])
            _ = try await place.ibid("harvest", "studies", "--quiet")
            #expect(server.log.suffix(3).map(\.status) == [304, 304, 304])
            #expect(server.log.suffix(3).allSatisfy { $0.bytes == 0 })
        }
    }

    @Test("harvests from the cache alone with --offline, to the same catalog")
    func offline() async throws {
        try await Workplace.withReplica { place, server in
            _ = try await place.ibid("harvest", "works", "studies", "--quiet")
            let content = try await place.dump()
            let count = server.log.count
            let other = place.path("other.sqlite")
            let again = try await place.ibid("harvest", "works", "studies", "--offline", "--catalog", other)
            #expect(again.status == 0, "\(again.talk)")
            #expect(server.log.count == count)
            #expect(try await place.ibid("dump", "--canonical", "--catalog", other).lines == content)
        }
    }

    @Test("goes on with the other jobs where one source fails, and ends with 1")
    func oneFails() async throws {
        try await Workplace.withReplica { place, _ in
            let text =
                try place.read("ibid.toml") + "[[job]]\nname = \"lost\"\nsource = \"biostudies\"\nids = [\"S-BSST1\"]\n"
            try place.write("ibid.toml", text)
            let report = try await place.ibid("harvest", "lost", "studies", "--json")
            #expect(report.status == 1, "\(report.talk)")
            #expect(report.talk.contains("S-BSST1"))
            #expect(try Self.counts(report, "studies")["new"] == 3)
        }
    }

    @Test("ends with 69 where no source can be reached, 64 for a job it has not, 78 without jobs")
    func endings() async throws {
        try await Workplace.withReplica { place, server in
            let unknown = try await place.ibid("harvest", "nosuch")
            #expect(unknown.status == 64)
            #expect(unknown.talk.contains("works"))
            await server.stop()
            let unreachable = try await place.ibid("harvest")
            #expect(unreachable.status == 69, "\(unreachable.talk)")
        }
        try await Workplace.with { place in
            let jobless = try await place.ibid("harvest")
            #expect(jobless.status == 78)
        }
    }

    @Test("says what a failing service answered, and keeps what came before", arguments: [1, 3])
    func faults(every: Int) async throws {
        var options = ReplicaServer.Options()
        options.fault = .status500
        options.faultEvery = every
        try await Workplace.withReplica(options, rows: 5) { place, _ in
            let report = try await place.ibid("harvest", "--json")
            #expect(report.status == (every == 1 ? 69 : 1), "\(report.talk)")
            #expect(report.talk.contains("500"))
            #expect(report.talk.contains("  next  "))
        }
    }
}
