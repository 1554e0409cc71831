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

    /// The first requests that a harvest would make, a line each; with `json` one object each.
    public func harvestPlan(_ names: [String], since: Timestamp?, json: Bool = false) throws(Ending) -> [String] {
        let catalog = try? CatalogFile(path: places.catalog, mode: .readOnly)
        var lines: [String] = []
        for job in try jobs(named: names) {
            guard let source = try source(named: job.source) else { continue }
            let position = try? catalog?.read { try $0.position(job: job.name) }
            for request in try firstRequests(
                of: job, source: source, since: since ?? position.flatMap { Timestamp(iso8601: $0) })
            {
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

    private func firstRequests(of job: Settings.Job, source: any Source, since: Timestamp?) throws(Ending) -> [Request]
    {
        if !job.ids.isEmpty || job.idsFile != nil {
            var texts = job.ids
            if let path = job.idsFile {
                guard let data = FileManager.default.contents(atPath: path) else {
                    throw Ending(
                        .noUsableInput,
                        Problem(
                            "job \(job.name): the file of identifiers cannot be read", place: path,
                            remedy: "mend idsFile", reach: .source))
                }
                texts += String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
                    .filter { !$0.hasPrefix("#") }
            }
            let ids = texts.compactMap(House.identifier)
            return stride(from: 0, to: ids.count, by: source.card.batchSize).compactMap { start in
                source.request(for: .lookup(Array(ids[start..<min(ids.count, start + source.card.batchSize)])))
            }
        }
        let query: Query =
            job.query.map { .search($0, rows: job.rows) }
            ?? .changes(since: since ?? job.since, until: nil, filter: job.filter ?? "", rows: job.rows)
        return [source.request(for: query)].compactMap { $0 }
    }

    /// Runs harvest jobs one after another and deduplicates what they brought.
    ///
    /// Each page is stored in one transaction with the job's place. A job that fails keeps what it had; the others go on.
    public func harvest(
        _ names: [String], since: Timestamp?, limit: Int?, offline: Bool,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> RunReport {
        let jobs = try jobs(named: names)
        let catalog = try openCatalog(.readWrite)
        let client = try client(offline: offline)
        var report = RunReport(kind: "harvest", started: Self.now())
        var clock = Stopwatch()
        for job in jobs {
            let before = client.tally
            do {
                try await run(
                    job, client: client, catalog: catalog, since: since, limit: limit ?? job.limit, &report, progress)
            } catch let problem as Problem {
                report.add(problem)
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

    private func run(
        _ job: Settings.Job, client: Client, catalog: CatalogFile, since: Timestamp?, limit: Int?,
        _ report: inout RunReport,
        _ progress: @Sendable (String) -> Void
    ) async throws {
        guard let source = try source(named: job.source) else { return }
        let started = Self.now()
        let isWindowed = job.query == nil && job.ids.isEmpty && job.idsFile == nil
        let position = try catalog.read { try $0.position(job: job.name) }
        // A day of overlap: what a service indexes while it is read may come a little late.
        let from =
            since
            ?? (isWindowed
                ? position.flatMap { Timestamp(iso8601: $0) }.map { Timestamp(seconds: $0.seconds - 86_400) } : nil)
        var queue = try firstRequests(of: job, source: source, since: from)
        if queue.isEmpty {
            report.add(
                Problem(
                    "job \(job.name): \(job.source) cannot answer what the job asks", place: places.config ?? "",
                    remedy: "see `ibid sources` for what it can", reach: .source))
            return
        }
        queue.reverse()
        var taken = 0
        var asked: Set<Request> = []
        let preparer = Preparer()
        while let request = queue.popLast() {
            if let limit, taken >= limit { return }
            // A cursor that repeats itself would never end.
            guard asked.insert(request).inserted else {
                report.add(
                    Problem(
                        "job \(job.name): \(job.source) sends the same place again", place: request.url,
                        kept: "\(taken) records", remedy: "run the job again later", reach: .source))
                return
            }
            let page: Page
            do {
                page = try source.page(from: await client.reply(to: request, policy: .revalidate))
            } catch let failure as TransferFailure {
                report.add(
                    Self.problem(
                        failure, source: job.source,
                        kept: "\(taken) records of job \(job.name); the place is remembered"))
                return
            } catch let problem as Problem {
                report.add(problem)
                if problem.reach >= .source { return }
                continue
            }
            var outcome = PortionOutcome<StoredRecord>()
            outcome.problems = page.problems
            for raw in page.records {
                if let limit, taken >= limit { break }
                taken += 1
                do throws(Problem) {
                    let said = try source.parse(raw, with: preparer.parser)
                    let (record, problems) = preparer.normalize(said)
                    outcome.problems += problems
                    raw.bytes.withUnsafeBufferPointer {
                        outcome.items.append(preparer.prepare(bytes: $0, said: said, record: record))
                    }
                } catch {
                    outcome.rejected += 1
                    outcome.problems.append(error)
                }
            }
            try Self.store([outcome], in: catalog, &report, under: job.name)
            progress("\(job.name): \(taken) records" + (page.total.map { " of \($0)" } ?? ""))
            if let next = page.next { queue.append(next) }
        }
        if isWindowed { try catalog.write { try $0.setPosition(job: job.name, started.iso8601, at: started) } }
    }
}
