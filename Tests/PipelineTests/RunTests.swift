import Foundation
import Pipeline
import Records
import Replica
import Testing

@Suite("A run report")
struct RunReportTests {
    private static func problem(_ reach: Reach) -> Problem {
        Problem("crossref 10.1/x: something is odd", place: "file:1", remedy: "mend it", reach: reach)
    }

    @Test("counts every problem and keeps the first thousand")
    func problems() {
        var report = RunReport(kind: "import", started: Timestamp(seconds: 0))
        for _ in 0..<1500 { report.add(Self.problem(.field)) }
        #expect(report.problemCount == 1500)
        #expect(report.problems.count == RunReport.mostProblems)
        #expect(!report.lostRecords)
        report.counts["crossref", default: .init()].rejected = 1
        #expect(report.lostRecords, "a rejected record is lost, whether its problem was kept or not")
    }

    @Test("tells whether records were lost", arguments: Reach.allCases)
    func lost(reach: Reach) {
        var report = RunReport(kind: "import", started: Timestamp(seconds: 0))
        report.add(Self.problem(reach))
        #expect(report.lostRecords == (reach >= .record))
    }

    @Test("is one JSON object, its names sorted, its counts integers")
    func json() throws {
        var report = RunReport(kind: "harvest", started: Timestamp(seconds: 0))
        report.finished = Timestamp(seconds: 61)
        report.counts["b \"quoted\"", default: .init()].new = 2
        report.counts["a", default: .init()].read = 3
        report.stages = [("intake", 0.12345), ("merging", 2)]
        report.add(Self.problem(.source))
        let text = String(decoding: report.json(), as: UTF8.self)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["started"] as? String == "1970-01-01T00:00:00Z")
        #expect(object["finished"] as? String == "1970-01-01T00:01:01Z")
        #expect(object["problems"] as? Int == 1)
        let counts = try #require(object["counts"] as? [String: [String: Int]])
        #expect(counts["a"]?["read"] == 3)
        #expect(counts["b \"quoted\""]?["new"] == 2)
        #expect(text.contains(#""stages":{"intake":0.123,"merging":2"#))
    }
}

@Suite("A harvest's window")
struct HarvestWindowTests {
    private static func works(rows: Int = 10) -> Settings.Job {
        var job = Settings.Job(name: "works", source: "crossref")
        job.rows = rows
        return job
    }

    private static func data(rows: Int) -> Settings.Job {
        var job = Settings.Job(name: "data", source: "datacite")
        job.rows = rows
        return job
    }

    /// The day, `2026-11-01`, so many seconds from now.
    private static func day(_ seconds: Double) -> String {
        String(Timestamp(seconds: Int64(Date().timeIntervalSince1970 + seconds)).iso8601.prefix(10))
    }

    @Test("is open before the first run, and begins a day before the last run after it")
    func overlap() async throws {
        try await Stage.with { stage in
            let house = stage.house([Self.works()])
            let before = try house.harvestPlan([], since: nil)
            #expect(before.count == 1)
            #expect(before.first?.contains("index-date") == false)
            let days = [Self.day(-86_400)]
            let report = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(report.problems.isEmpty)
            let count = stage.server.log.count
            _ = try await house.harvest([], since: nil, limit: nil, offline: false)
            let target = try #require(stage.server.log.dropFirst(count).first?.target)
            let asked = try #require(target.removingPercentEncoding)
            #expect((days + [Self.day(-86_400)]).contains { asked.contains("from-index-date:\($0)") }, "\(asked)")
        }
    }

    @Test("is that of --since where it is given")
    func since() async throws {
        try await Stage.with { stage in
            let house = stage.house([Self.works()])
            let plan = try house.harvestPlan([], since: Timestamp(iso8601: "2026-11-01"))
            #expect(plan.first?.contains("2026-11-01") == true)
            var job = Self.works()
            job.since = Timestamp(iso8601: "2026-02-03")
            #expect(try stage.house([job]).harvestPlan([], since: nil).first?.contains("2026-02-03") == true)
        }
    }

    @Test("goes on after a run that was cut short by a limit, or by a source that failed, from the page it had reached")
    func stays() async throws {
        try await Stage.with { stage in
            let house = stage.house([Self.data(rows: 2)])
            let plan = try house.harvestPlan([], since: nil)
            let limited = try await house.harvest([], since: nil, limit: 3, offline: false)
            #expect(limited.counts["data"]?.read == 3)
            #expect(try house.harvestPlan([], since: nil) != plan)
            let again = try await house.harvest([], since: nil, limit: 3, offline: false)
            #expect(again.counts["data"]?.unchanged == 1, "of the page that was cut")
            #expect(again.counts["data"]?.new == 2)
            let rest = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(rest.counts["data"]?.unchanged == 1)
            #expect(rest.counts["data"]?.new ?? 0 > 0)
        }
        var options = ReplicaServer.Options()
        options.fault = .status500
        try await Stage.with(options) { stage in
            let house = stage.house([Self.data(rows: 2)])
            let failed = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(failed.problems.contains { $0.reach == .source && $0.what.contains("500") })
            #expect(failed.counts["data"]?.new == 4, "two pages came before the fault")
            #expect(try house.harvestPlan([], since: nil).first?.contains("cursor%5D=5") == true)
        }
    }

    @Test("begins anew after a walk by a scroll that was cut short: the service, not we, knows the place in it")
    func anew() async throws {
        try await Stage.with { stage in
            let house = stage.house([Self.works(rows: 5)])
            let plan = try house.harvestPlan([], since: nil)
            #expect(try await house.harvest([], since: nil, limit: 7, offline: false).counts["works"]?.read == 7)
            #expect(try house.harvestPlan([], since: nil) == plan)
            let rest = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(rest.counts["works"]?.unchanged == 7)
            #expect(rest.counts["works"]?.new ?? 0 > 10)
        }
    }

    @Test("is not through where a page got lost on the way")
    func lostPage() async throws {
        var options = ReplicaServer.Options()
        options.keepsCursor = true
        options.fault = .emptyPage
        options.faultEvery = 3
        try await Stage.with(options) { stage in
            let house = stage.house([Self.works(rows: 5)])
            let plan = try house.harvestPlan([], since: nil)
            let report = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(report.problems.contains { $0.what.contains("gave 10 of the") })
            #expect(try house.harvestPlan([], since: nil) == plan)
        }
    }

    @Test("is walked to its end although the cursor stays the same, and each page is kept in the cache")
    func scroll() async throws {
        var options = ReplicaServer.Options()
        options.keepsCursor = true
        try await Stage.with(options) { stage in
            let house = stage.house([Self.works(rows: 5)])
            let whole = stage.house([Self.works(rows: 500)], catalog: "whole.sqlite")
            let count = try await whole.harvest([], since: nil, limit: nil, offline: false).counts["works"]?.new
            let report = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(report.problems.isEmpty)
            #expect(report.counts["works"]?.new == count)
            let other = stage.house([Self.works(rows: 5)], catalog: "other.sqlite")
            let offline = try await other.harvest([], since: nil, limit: nil, offline: true)
            #expect(offline.counts["works"]?.new == count)
            #expect(offline.counts["works"]?.requests == 0)
        }
    }

    @Test("stays where it was offline, and where --since leaves a gap")
    func gap() async throws {
        try await Stage.with { stage in
            let house = stage.house([Self.works()])
            let plan = try house.harvestPlan([], since: nil)
            _ = try await house.harvest([], since: nil, limit: nil, offline: true)
            #expect(try house.harvestPlan([], since: nil) == plan)
            _ = try await house.harvest([], since: nil, limit: nil, offline: false)
            let through = try house.harvestPlan([], since: nil)
            #expect(through != plan)
            _ = try await house.harvest([], since: Timestamp(iso8601: "2099-01-01"), limit: nil, offline: false)
            #expect(try house.harvestPlan([], since: nil) == through)
            var other = Self.works()
            other.filter = "type:book"
            #expect(try stage.house([other]).harvestPlan([], since: nil).first?.contains("index-date") == false)
        }
    }

    @Test("is not for identifiers: they are looked up each time, batch by batch, from list and file")
    func identifiers() async throws {
        try await Stage.with { stage in
            let file = "\(stage.folder)/ids.txt"
            try Data("# a remark\n10.1172/JCI125534\n\nnot an identifier\n10.5555/ibid.2024.100\r\n".utf8).write(
                to: URL(filePath: file))
            var job = Settings.Job(name: "list", source: "crossref")
            job.ids = ["doi:10.5555/ibid.2024.101"]
            job.idsFile = file
            let house = stage.house([job])
            let first = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(first.counts["list"]?.new == 3, "\(first.problems)")
            #expect(first.problems.map(\.what).contains { $0.contains("\"not an identifier\"") })
            let second = try await house.harvest([], since: nil, limit: nil, offline: false)
            #expect(second.counts["list"]?.unchanged == 3)
            #expect(second.counts["list"]?.new == 0)
            job.idsFile = "\(stage.folder)/nosuch.txt"
            let other = stage.house([job], catalog: "other.sqlite")
            let lacking = try await other.harvest([], since: nil, limit: nil, offline: false)
            #expect(lacking.problems.contains { $0.place.hasSuffix("nosuch.txt") && $0.reach == .source })
        }
    }

    @Test("of one job is not that of another")
    func perJob() async throws {
        try await Stage.with { stage in
            var data = Settings.Job(name: "data", source: "datacite")
            data.rows = 5
            let house = stage.house([Self.works(), data])
            _ = try await house.harvest(["works"], since: nil, limit: nil, offline: false)
            let plan = try house.harvestPlan([], since: nil)
            #expect(plan.count == 2)
            #expect(plan[0].hasPrefix("works\t") && plan[0].contains("index-date"))
            #expect(plan[1].hasPrefix("data\t") && !plan[1].contains("updated"))
        }
    }
}
