internal import Catalog
internal import DedupEngine
internal import Fetchers
internal import Foundation
internal import Records
internal import Synchronization

extension House {
    var merger: Merger {
        Merger(
            survivorship: Survivorship(
                trust: settings.trust ?? Survivorship.standardTrust, rules: settings.survivorship))
    }

    static func now() -> Timestamp { Timestamp(seconds: Int64(Date().timeIntervalSince1970)) }

    static func jobs(_ asked: Int?) -> Int { asked ?? max(1, ProcessInfo.processInfo.activeProcessorCount) }

    func source(named id: String?) throws(Ending) -> (any Source)? {
        guard let id else { return nil }
        if let source = SourceRegistry.source(id) { return source }
        throw Ending(
            .usage,
            Problem(
                "there is no source \"\(id)\"", place: "command line",
                remedy: "name one of \(SourceRegistry.all.map(\.card.id).joined(separator: ", "))", reach: .run))
    }

    func openCatalog(_ mode: CatalogFile.Mode) throws(Ending) -> CatalogFile {
        do throws(Problem) {
            return try CatalogFile(path: places.catalog, mode: mode)
        } catch {
            throw Ending(
                CatalogFile.isLocked(error)
                    ? .tryAgainLater
                    : (mode == .readOnly && !CatalogFile.isDamaged(error) ? .noUsableInput : .cannotWrite),
                error)
        }
    }

    /// Reads files into the catalog and deduplicates.
    ///
    /// Files are read in portions of about 4 MB, which workers parse and normalize; one writer stores them in the order
    /// of the files. A killed run leaves whole transactions; the same run again completes it.
    ///
    /// - Parameters:
    ///   - arguments: Files, folders, patterns; `-` is stdin.
    ///   - hint: What the files are, where their content is not to tell.
    ///   - jobs: Workers; nil takes one a processor.
    ///   - rejectsFile: Where records go that cannot be used; nil lets them be.
    ///   - progress: Told a line now and then.
    /// - Throws: `Ending` where the catalog cannot be opened or written. Files and records that cannot be read are
    ///   problems of the report.
    public func importFiles(
        _ arguments: [String], as hint: IntakeHint, jobs: Int?, deduplicates: Bool = true, rejectsFile: String? = nil,
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> RunReport {
        let catalog = try openCatalog(.readWrite)
        let jobs = Self.jobs(jobs)
        var report = RunReport(kind: "import", started: Self.now())
        var clock = Stopwatch()
        let matching = try Self.matching(of: catalog)
        let preparers = PreparerPool(matching: matching)
        let rejects = try RejectsFile(path: rejectsFile)
        let (paths, problems) = InputFiles.expand(arguments)
        for problem in problems { report.add(problem) }
        for path in paths {
            let intake: FileIntake
            do throws(Problem) {
                intake = try FileIntake(path: path, as: hint)
            } catch {
                report.add(error)
                continue
            }
            do {
                try await readPortions(of: intake, path: path, jobs: jobs) { portion in
                    preparers.with { preparer in
                        preparer.read(portion, path: path, as: hint) { bytes, said, record in
                            preparer.prepare(bytes: bytes, said: said, record: record)
                        }
                    }
                } take: { outcomes in
                    try Self.store(outcomes, in: catalog, keyedBy: matching, &report)
                    for outcome in outcomes { try rejects?.write(outcome.rejects) }
                    progress("\(path): \(report.counts.values.reduce(0) { $0 + $1.read }) records")
                } fail: { problem in
                    report.add(problem)
                }
            } catch let problem as Problem {
                throw Ending(CatalogFile.isLocked(problem) ? .tryAgainLater : .cannotWrite, problem)
            }
        }
        try rejects?.finish()
        report.stages.append(("intake", clock.lap()))
        if deduplicates {
            progress("merging duplicates")
            try deduplicatePending(in: catalog, jobs: jobs, &report)
        } else {
            try Self.indexTexts(in: catalog)
        }
        try finish(&report, in: catalog)
        return report
    }

    /// Runs portions of a file through workers and hands over their outcomes in order, several at a time.
    ///
    /// - Parameter batch: Portions handed over at a time; sixteen, stored in one transaction, are about 64 MB of input.
    func readPortions<Item: Sendable>(
        of intake: FileIntake, path: String, jobs: Int, batch: Int = 16,
        work: @escaping @Sendable (IntakePortion) -> PortionOutcome<Item>,
        take: ([PortionOutcome<Item>]) throws -> Void, fail: (Problem) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (Int, PortionOutcome<Item>).self) { group in
            var waiting: [Int: PortionOutcome<Item>] = [:]
            var ready: [PortionOutcome<Item>] = []
            var submitted = 0
            var collected = 0
            func collect(_ index: Int, _ outcome: PortionOutcome<Item>) throws {
                waiting[index] = outcome
                while let next = waiting.removeValue(forKey: collected) {
                    ready.append(next)
                    collected += 1
                }
                if ready.count >= batch {
                    try take(ready)
                    ready = []
                }
            }
            while true {
                let portion: IntakePortion?
                do throws(Problem) {
                    portion = try intake.next()
                } catch {
                    fail(error)
                    portion = nil
                }
                guard let portion else { break }
                if submitted - collected >= jobs + 1, let (index, outcome) = try await group.next() {
                    try collect(index, outcome)
                }
                let index = submitted
                submitted += 1
                group.addTask { (index, work(portion)) }
            }
            while let (index, outcome) = try await group.next() { try collect(index, outcome) }
            if !ready.isEmpty { try take(ready) }
        }
    }

    /// Stores prepared records in one transaction and counts what became of them.
    ///
    /// - Parameters:
    ///   - matching: Whose frequencies the records' blocking keys are of.
    ///   - also: Written in the same transaction.
    static func store(
        _ outcomes: [PortionOutcome<StoredRecord>], in catalog: CatalogFile, keyedBy matching: CatalogMatching,
        _ report: inout RunReport,
        under name: String? = nil, also: (CatalogWriter) throws -> Void = { _ in }
    ) throws {
        let fetched = now()
        let blobs = Blobs()
        let results = try catalog.write { writer in
            try also(writer)
            // Where somebody changed the weights meanwhile, or nobody knows by what the others were keyed, all are keyed anew.
            if try writer.reader.setting(.matchedBy) != matching.stamp {
                try writer.set(.matchedBy, to: try writer.reader.isEmpty() ? matching.stamp : nil)
            }
            return try outcomes.map { outcome in
                try outcome.items.map { item in
                    (
                        item.key.source, item.isDeleted,
                        try writer.put(item, fetched: fetched, decode: blobs.record)
                    )
                }
            }
        }
        for (outcome, results) in zip(outcomes, results) {
            for problem in outcome.problems { report.add(problem) }
            for (source, isDeleted, result) in results {
                report.counts[name ?? source, default: .init()].count(result, isDeleted: isDeleted)
            }
            if outcome.rejected > 0 {
                report.counts[name ?? "unread", default: .init()].rejected += outcome.rejected
                report.counts[name ?? "unread", default: .init()].read += outcome.rejected
            }
        }
    }

    /// Makes all that is here searchable, which deduplication does otherwise.
    private static func indexTexts(in catalog: CatalogFile) throws(Ending) {
        do throws(Problem) {
            try catalog.write { try $0.indexTexts() }
        } catch {
            throw Ending(CatalogFile.isLocked(error) ? .tryAgainLater : .cannotWrite, error)
        }
    }

    static func matching(of catalog: CatalogFile) throws(Ending) -> CatalogMatching {
        do throws(Problem) {
            return try catalog.read { try CatalogMatching($0) }
        } catch {
            throw Ending(CatalogFile.isLocked(error) ? .tryAgainLater : .cannotWrite, error)
        }
    }

    /// Deduplicates what is pending, in one transaction.
    func deduplicatePending(in catalog: CatalogFile, jobs: Int, _ report: inout RunReport) throws {
        do throws(Problem) {
            let number = report.number
            let (outcome, run) = try catalog.write { writer in
                let run = try number ?? writer.newRunId()
                var stage = try DedupStage(
                    writer: writer, jobs: jobs, merger: merger, account: .init(at: Self.now(), runId: run))
                return (try stage.run(), run)
            }
            report.number = run
            for problem in outcome.problems { report.add(problem) }
            report.isAnew = report.isAnew || outcome.isAnew
            report.merges += outcome.merges
            report.unsurePairs += outcome.unsure
            report.pairsCompared += outcome.pairsCompared
            report.stages += outcome.seconds
        } catch {
            throw Ending(CatalogFile.isLocked(error) ? .tryAgainLater : .cannotWrite, error)
        }
    }

    /// Closes the report and stores it with its problems.
    func finish(_ report: inout RunReport, in catalog: CatalogFile) throws {
        report.finished = Self.now()
        do throws(Problem) {
            (report.canonical, report.pairsToReview) = try catalog.read {
                (try $0.canonicalCount(), try $0.pairsToReviewCount())
            }
            let stored = report
            try catalog.write { writer in
                try writer.putRun(
                    id: stored.number, kind: stored.kind, started: stored.started, finished: stored.finished,
                    report: String(decoding: stored.json(), as: UTF8.self), problems: stored.problems)
            }
        } catch {
            throw Ending(.cannotWrite, error)
        }
    }
}

extension RunReport.Counts {
    mutating func count(_ outcome: PutOutcome, isDeleted: Bool) {
        read += 1
        if isDeleted { deleted += 1 }
        switch outcome {
        case .new: new += 1
        case .changed: changed += 1
        case .unchanged, .older: unchanged += 1
        }
    }
}

/// Preparers lent to workers; each is used by one at a time.
final class PreparerPool: Sendable {
    private struct Free: @unchecked Sendable { var preparers: [Preparer] = [] }
    private let free = Mutex(Free())
    private let matching: CatalogMatching

    init(matching: CatalogMatching) { self.matching = matching }

    func with<T>(_ body: (Preparer) -> T) -> T {
        let taken = free.withLock { $0.preparers.popLast().map(Lent.init) }
        let preparer = taken?.preparer ?? Preparer(matching: matching)
        defer { let lent = Lent(preparer: preparer); free.withLock { $0.preparers.append(lent.preparer) } }
        return body(preparer)
    }

    private struct Lent: @unchecked Sendable { var preparer: Preparer }
}
