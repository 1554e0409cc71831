internal import Catalog
internal import Fetchers
internal import Foundation
internal import Normalizer
internal import Records
internal import Transfer

/// One job's way through a source: lookups by identifier, or a list page by page.
struct HarvestWalk {
    /// One request, and the identifiers it is to answer; empty for a page of a list.
    struct Step {
        var request: Request
        var identifiers: [Identifier] = []
        /// The record of a hit on a list.
        var isDetail = false
        /// One of several that answer the identifiers together.
        var isShare = false
    }

    let job: Settings.Job
    let source: any Source
    let since: Timestamp?
    let isOffline: Bool
    /// Most records.
    var limit: Int?
    private var place: JobPlace

    private var isLookup: Bool { !job.ids.isEmpty || job.idsFile != nil }
    /// A list by time of change: only such a one can be through.
    private var isWindowed: Bool { !isLookup && job.query == nil }
    /// Offline nobody was asked; a window that begins later than the job's place would leave a gap.
    private var movesPlace: Bool {
        !isLookup && !isOffline && (since.map { since in place.through.map { since <= $0 } ?? true } ?? true)
    }

    /// - Parameter stored: The job's place as the catalog has it.
    init(job: Settings.Job, source: any Source, stored: JobPlace?, since: Timestamp?, isOffline: Bool) {
        self.job = job
        self.source = source
        self.since = since
        self.isOffline = isOffline
        let asks = "\(job.source) \(job.query.map { "query " + $0 } ?? "filter " + (job.filter ?? ""))"
        place = stored?.asks == asks ? stored ?? JobPlace(asks: asks) : JobPlace(asks: asks)
        limit = job.limit
    }

    /// The requests that the walk begins with.
    ///
    /// - Throws: `Ending` where the file of identifiers cannot be read.
    func steps() throws(Ending) -> [Step] { try lookups() ?? resumed ?? [first].compactMap { $0 } }

    /// Where the last walk was interrupted, and what follows.
    private var resumed: [Step]? {
        guard since == nil, !isOffline, let walk = place.walk else { return nil }
        var request = Request(walk.url)
        request.turn = walk.turn
        return [Step(request: request)] + walk.rest.map { Step(request: Request($0)) }
    }

    private var first: Step? {
        // A day of overlap: what a service indexes while it is read may come a little late.
        // A page longer than the limit could never be passed.
        let rows = min(job.rows, limit ?? .max)
        let through = since ?? place.through.map { Timestamp(seconds: $0.seconds - 86_400) } ?? job.since
        let query: Query =
            job.query.map { .search($0, rows: rows) }
            ?? .changes(since: through, until: nil, filter: job.filter ?? "", rows: rows)
        return source.request(for: query).map { Step(request: $0) }
    }

    private func texts() throws(Ending) -> [String] {
        guard let path = job.idsFile else { return job.ids }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Ending(
                .noUsableInput,
                Problem(
                    "job \(job.name): the file of identifiers cannot be read", place: path, remedy: "mend idsFile",
                    reach: .source))
        }
        return job.ids
            + String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
            .filter { !$0.hasPrefix("#") && $0.contains { !$0.isWhitespace } }
    }

    /// Nil where the job asks for no identifiers.
    private func lookups() throws(Ending) -> [Step]? {
        guard isLookup else { return nil }
        return source.batches(try texts().compactMap(House.identifier)).compactMap { batch in
            source.request(for: .lookup(batch)).map { Step(request: $0, identifiers: batch) }
        }
    }

    /// Names what the source cannot be asked for.
    func unasked() throws(Ending) -> [Problem] {
        guard isLookup else { return [] }
        return try texts().compactMap { text in
            let identifier = House.identifier(text)
            if let identifier, !source.batches([identifier]).isEmpty { return nil }
            return Problem(
                "job \(job.name): "
                    + (identifier == nil
                        ? "\"\(text)\" is no identifier that ibid knows"
                        : "\(job.source) cannot be asked for \"\(text)\""),
                place: job.idsFile ?? "ids of job \(job.name)", remedy: "mend it, or ask another source", reach: .record
            )
        }
    }

    // MARK: Walking

    /// Asks, reads and stores, page by page; each page in one transaction with the job's place.
    ///
    /// - Throws: `Problem` or `Ending` where the catalog cannot be written. What a source does wrong is in the report.
    mutating func run(
        client: Client, catalog: CatalogFile, _ report: inout RunReport, _ progress: @Sendable (String) -> Void
    ) async throws {
        for problem in try unasked() { report.add(problem) }
        var isResumed = !isLookup && resumed != nil
        var started = isResumed ? place.walk?.started ?? House.now() : House.now()
        // What is to be asked next stands last.
        var lists = Array(try steps().reversed())
        var details: [Step] = []
        if lists.isEmpty {
            report.add(
                Problem(
                    "job \(job.name): \(job.source) cannot answer what the job asks", place: "job \(job.name)",
                    remedy: "see `ibid sources` for what it can", reach: .source))
            return
        }
        var taken = 0
        /// What a scroll claims to have in all.
        var claimed = 0
        var isScroll = false
        var seen: Set<[String]> = []
        let matching = try House.matching(of: catalog)
        let preparer = Preparer(matching: matching)
        while let step = details.popLast() ?? lists.popLast() {
            if let limit, taken >= limit {
                // A list's next page is remembered; what is left of lookups is asked for again next time.
                return
            }
            let page: Page
            do {
                page = try source.page(from: await client.reply(to: step.request, policy: .revalidate))
            } catch let failure as TransferFailure {
                report.add(House.problem(failure, source: job.source, kept: kept(taken)))
                // Pages lie on many hosts: one that cannot be reached says nothing of the others.
                if source.card.hosts.isEmpty, !step.identifiers.isEmpty, failure.kind != .cancelled { continue }
                return
            } catch let problem as Problem {
                if isResumed {
                    // The cursor has expired: the walk begins again, and what is here already is found unchanged.
                    isResumed = false
                    started = House.now()
                    lists = [first].compactMap { $0 }
                    continue
                }
                report.add(problem)
                // One record that is not there is no reason to stop; a page that is not there ends the walk unfinished.
                if step.isDetail || !step.identifiers.isEmpty, problem.reach < .source { continue }
                return
            }
            isResumed = false
            let keys = page.records.map(\.key)
            if step.identifiers.isEmpty, !step.isDetail, !keys.isEmpty {
                // A cursor that leads back to where it came from would never end.
                guard seen.insert([keys[0], keys[keys.count - 1], "\(keys.count)"]).inserted else {
                    report.add(
                        Problem(
                            "job \(job.name): \(job.source) sends the same page again", place: step.request.url,
                            kept: kept(taken), remedy: "run the job again later", reach: .source))
                    return
                }
            }
            let room = limit.map { $0 - taken } ?? .max
            let outcome = outcome(of: page, step, preparer, most: room)
            taken += outcome.items.count + outcome.rejected
            let isCut = page.details.isEmpty && page.records.count > room
            // The list goes on when its hits are fetched: a place behind them would lose those that are not.
            details += self.details(of: page, step).reversed()
            if !page.parts.isEmpty {
                lists += page.parts.reversed().map { Step(request: $0) }
                // A part may hold the very records that the whole began with.
                seen = []
            } else if let next = page.next {
                // What follows the lookup of one identifier is another place to look for it.
                lists.append(Step(request: next, identifiers: step.identifiers.count == 1 ? step.identifiers : []))
            }
            if page.isScroll {
                isScroll = true
                claimed = max(claimed, page.total ?? 0)
            }
            let goesOn = movesPlace && details.isEmpty && !isCut && !isScroll ? lists.last : nil
            // A place is a URL: what is asked by POST begins anew.
            if let next = goesOn?.request, next.method == .get {
                place.walk = .init(
                    url: next.url, turn: next.turn, started: started,
                    rest: lists.dropLast().reversed().map(\.request.url))
            }
            let place = place
            let name = job.name
            try House.store([outcome], in: catalog, keyedBy: matching, &report, under: name) { writer in
                if goesOn != nil { try writer.setPlace(place, of: name, at: House.now()) }
            }
            progress("\(name): \(taken) records" + (page.total.map { " of \($0)" } ?? ""))
            if isCut { return }
        }
        guard taken >= claimed else {
            report.add(
                Problem(
                    "job \(job.name): \(job.source) gave \(taken) of the \(claimed) records it claims",
                    place: "job \(job.name)", kept: kept(taken), remedy: "run the job again: it begins anew",
                    reach: .source))
            return
        }
        if movesPlace, isWindowed || place.walk != nil {
            // Words have no window to be through with: they are searched anew each time.
            let done = JobPlace(asks: place.asks, through: isWindowed ? started : nil)
            let name = job.name
            try catalog.write { try $0.setPlace(done, of: name, at: House.now()) }
        }
    }

    private func kept(_ taken: Int) -> String {
        "\(taken) records of job \(job.name)" + (isLookup ? "" : "; the next run goes on from there, or begins again")
    }

    /// What is to be asked for the hits of a page; identifiers that the page says are unknown are not waited for.
    private func details(of page: Page, _ step: Step) -> [Step] {
        let awaited = step.identifiers.filter { identifier in
            !page.problems.contains { problem in
                problem.what.split { $0 == " " || $0 == "," || $0 == "\"" }.contains { word in
                    let name = word.last == ":" ? word.dropLast() : word
                    return name == identifier.value || name.hasSuffix(":" + identifier.value)
                }
            }
        }
        return page.details.map {
            Step(request: $0, identifiers: awaited, isDetail: true, isShare: page.details.count > 1)
        }
    }

    private func outcome(
        of page: Page, _ step: Step, _ preparer: Preparer, most: Int
    ) -> PortionOutcome<StoredRecord> {
        var outcome = PortionOutcome<StoredRecord>()
        outcome.problems = page.problems
        // Hits are asked for one by one.
        for raw in page.details.isEmpty ? page.records.prefix(most) : [] {
            do throws(Problem) {
                let said = try preparer.reader.read(raw, of: source)
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
        guard !step.identifiers.isEmpty, page.details.isEmpty else { return outcome }
        if step.identifiers.count == 1, page.records.isEmpty, page.next != nil { return outcome }
        // A search for an identifier may find what merely looks like it.
        if step.isDetail {
            outcome.items.removeAll { item in !step.identifiers.contains { item.record.identifiers.contains($0) } }
        }
        if step.isShare || page.namesUnknown { return outcome }
        // Services leave out silently what they do not know; one that was asked for one thing may call it by another name.
        let found = Set(outcome.items.flatMap(\.record.identifiers))
        let isAnswered = step.identifiers.count == 1 && !(outcome.items.isEmpty && outcome.problems.isEmpty)
        for identifier in isAnswered ? [] : step.identifiers where !found.contains(identifier) {
            outcome.problems.append(
                Problem(
                    "\(job.source): \(identifier) is not known here", place: step.request.url,
                    remedy: "check the identifier, or ask another source", reach: .record))
        }
        return outcome
    }
}
