internal import Catalog
internal import Fetchers
internal import Formats
internal import Foundation
public import Records
internal import Transfer

extension House {
    /// The jobs of the configuration that `names` asks for; all where it is empty.
    private func jobs(named names: [String]) throws(Ending) -> [Settings.Job] {
        if settings.jobs.isEmpty {
            throw Ending(
                .badConfiguration,
                Problem(
                    "the configuration has no [[job]]", place: places.config ?? "built-in defaults",
                    remedy: "add a [[job]] with name, source and query, filter or ids", reach: .run))
        }
        for name in names where !settings.jobs.contains(where: { $0.name == name }) {
            throw Ending(
                .usage,
                Problem(
                    "there is no job \"\(name)\"", place: places.config ?? "",
                    remedy: "name one of \(settings.jobs.map(\.name).joined(separator: ", "))", reach: .run))
        }
        return settings.jobs.filter { names.isEmpty || names.contains($0.name) }
    }

    /// A job for each source that can be asked for identifiers which the configuration does not know.
    ///
    /// - Parameters:
    ///   - texts: Identifiers as people write them.
    ///   - sources: Ids; empty asks those that `resolve` asks, each DOI of its registration agency.
    /// - Returns: The jobs, and a problem for each text that is no identifier or that no source can be asked for.
    public func jobs(
        asking texts: [String], sources: [String], offline: Bool
    ) async throws(Ending) -> (jobs: [Settings.Job], problems: [Problem]) {
        var problems: [Problem] = []
        var identifiers: [Identifier] = []
        var seen: Set<Identifier> = []
        for text in texts {
            if let identifier = Self.identifier(text) {
                if seen.insert(identifier).inserted { identifiers.append(identifier) }
            } else {
                problems.append(
                    Problem(
                        "\"\(text.prefix(200))\" is no identifier that ibid knows", place: "--ids", kept: "the others",
                        remedy: "mend it; references are for `ibid resolve`", reach: .record))
            }
        }
        let (bySource, nobodys) = try await asking(sources: sources, offline: offline).assignments(of: identifiers)
        for identifier in nobodys {
            problems.append(
                Problem(
                    "\(identifier): none of the sources asked answers this scheme", place: "--ids", kept: "the others",
                    remedy: "name another source with --source", reach: .record))
        }
        let jobs = bySource.map { source, identifiers in
            var job = Settings.Job(name: "ids of \(source.card.id)", source: source.card.id)
            job.ids = identifiers.map(\.description)
            return job
        }
        return (jobs, problems)
    }

    /// The first requests that a harvest would make, a line each; with `json`, an object a line.
    public func harvestPlan(_ names: [String], since: Timestamp?, json: Bool = false) throws(Ending) -> [String] {
        try harvestPlan(of: jobs(named: names), since: since, json: json)
    }

    /// As `harvestPlan(_:since:json:)`, for jobs that need not be the configuration's.
    public func harvestPlan(of jobs: [Settings.Job], since: Timestamp?, json: Bool = false) throws(Ending) -> [String] {
        let catalog = try? CatalogFile(path: places.catalog, mode: .readOnly)
        var lines: [String] = []
        for job in jobs {
            guard let source = try source(named: job.source) else { continue }
            let stored = (try? catalog?.read { try $0.place(ofJob: job.name) }) ?? nil
            for step in try HarvestWalk(job: job, source: source, stored: stored, since: since, isOffline: false)
                .steps()
            {
                let request = step.request
                if json {
                    var writer = JSONWriter()
                    writer.beginObject()
                    writer.member("job", job.name)
                    writer.member("source", job.source)
                    writer.member("method", request.method.rawValue)
                    writer.member("url", request.url)
                    writer.endObject()
                    lines.append(String(decoding: writer.bytes, as: UTF8.self))
                } else {
                    lines.append("\(job.name)\t\(request.method.rawValue) \(request.url)")
                }
            }
        }
        return lines
    }

    /// Runs harvest jobs one after another and deduplicates what they brought.
    ///
    /// Each page is stored in one transaction with the job's place. A job that fails keeps what it had; the others go on.
    public func harvest(
        _ names: [String], since: Timestamp?, limit: Int?, offline: Bool,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> RunReport {
        try await harvest(
            jobs: try jobs(named: names), problems: [], since: since, limit: limit, offline: offline,
            progress: progress)
    }

    /// As `harvest(_:since:limit:offline:progress:)`, of jobs that need not be the configuration's.
    ///
    /// - Parameter problems: What is known to be wrong before the first request; part of the report.
    public func harvest(
        jobs: [Settings.Job], problems: [Problem], since: Timestamp?, limit: Int?, offline: Bool,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> RunReport {
        let catalog = try openCatalog(.readWrite)
        let client = try client(offline: offline)
        var report = RunReport(kind: "harvest", started: Self.now())
        var clock = Stopwatch()
        for problem in problems { report.add(problem) }
        for job in jobs {
            let before = client.tally
            do {
                guard let source = try source(named: job.source) else { continue }
                let stored = try catalog.read { try $0.place(ofJob: job.name) }
                var walk = HarvestWalk(job: job, source: source, stored: stored, since: since, isOffline: offline)
                walk.limit = limit ?? job.limit
                try await walk.run(client: client, catalog: catalog, &report, progress)
            } catch let problem as Problem {
                report.add(problem)
            } catch let ending as Ending {
                guard ending.cause != .cannotWrite, ending.cause != .tryAgainLater else { throw ending }
                report.add(ending.problem)
            }
            let after = client.tally
            report.counts[job.name, default: .init()].requests += after.requests - before.requests
            report.counts[job.name, default: .init()].cacheHits += after.cacheHits - before.cacheHits
        }
        report.stages.append(("harvest", clock.lap()))
        try deduplicatePending(in: catalog, jobs: Self.jobs(nil), &report)
        try finish(&report, in: catalog)
        return report
    }
}
