internal import Fetchers
internal import Records
internal import Transfer

/// Asks several sources for many identifiers: all sources at once, each within its time, as few requests as it takes.
struct Asking: Sendable {
    let sources: [any Source]
    let client: Client
    /// Seconds that one request may take, waits and retries included; a source that takes longer costs its own answer.
    let seconds: Double
    /// Whether doi.org is asked which agency registered a DOI, so that no other agency is asked.
    let choosesByAgency: Bool

    /// One request under way, and the wishes that it is to answer.
    private struct Step: Sendable {
        var request: Request
        /// The identifiers asked for, and the wishes that want them.
        var wanted: [Identifier: [Int]]

        func wants(_ index: Int) -> Bool { wanted.values.contains { $0.contains(index) } }
    }

    /// What one request brought.
    struct Found: Sendable {
        var records: [Record] = []
        var problems: [Problem] = []
    }

    /// Hits of one reply that are fetched.
    private static let mostDetails = 20

    /// What the sources say, one answer a wish.
    ///
    /// A second round asks those sources that do not know the identifier given, but one that the first round brought: a
    /// PMID leads to a DOI, a landing page to its article.
    func answers(to wishes: [Wish]) async -> [Answer] {
        var answers = [Answer](repeating: Answer(), count: wishes.count)
        var known: [Int: [Identifier]] = [:]
        for (index, wish) in wishes.enumerated() where !wish.identifiers.isEmpty { known[index] = wish.identifiers }
        var asked: [String: Set<Int>] = [:]
        for (index, wish) in wishes.enumerated() {
            guard let (source, record) = wish.found else { continue }
            answers[index].records = [record]
            asked[source, default: []].insert(index)
        }
        for round in 0..<2 {
            let agencies = await agencies(of: known)
            var steps: [(source: any Source, steps: [Step])] = []
            for source in sources {
                let mine = self.steps(source, known, agencies: agencies, asked: &asked[source.card.id, default: []])
                if !mine.isEmpty { steps.append((source, mine)) }
            }
            if round == 0 {
                for index in known.keys
                where wishes[index].found == nil && !steps.contains(where: { $0.steps.contains { $0.wants(index) } }) {
                    answers[index].problems.append(
                        Problem(
                            "\(wishes[index].identifiers[0]): none of the sources asked answers this scheme",
                            place: "command line", remedy: "ask by DOI", reach: .record))
                }
            }
            if steps.isEmpty { break }
            let found = await all(steps)
            var aliases: [Int: [Record]] = [:]
            for (entry, replies) in zip(steps, found) {
                for (step, reply) in zip(entry.steps, replies) {
                    distribute(reply, step, entry.source, &answers, &aliases)
                }
            }
            // An answer under another name is believed where nobody answers under the one that was asked for.
            for (index, records) in aliases where answers[index].records.isEmpty {
                answers[index].records = Array(records.prefix(1))
            }
            // What was learned is asked for in the next round.
            known = known.reduce(into: [:]) { next, entry in
                let learned = answers[entry.key].records.flatMap(\.identifiers).filter {
                    [.doi, .pmid, .pmcid, .arxiv].contains($0.scheme)
                }
                let fresh = Self.oneOfEach(learned).filter { !entry.value.contains($0) }
                if !fresh.isEmpty { next[entry.key] = fresh }
            }
            if known.isEmpty { break }
        }
        return answers
    }

    /// Which source is to be asked for which identifiers, in the order given: what Crossref registered is Crossref's.
    ///
    /// - Returns: The sources with something to be asked for, and what none of them can be asked for.
    func assignments(of identifiers: [Identifier]) async -> (
        bySource: [(source: any Source, identifiers: [Identifier])], nobodys: [Identifier]
    ) {
        let known = Dictionary(uniqueKeysWithValues: identifiers.enumerated().map { ($0.offset, [$0.element]) })
        let agencies = await agencies(of: known)
        var left = Set(identifiers)
        var bySource: [(source: any Source, identifiers: [Identifier])] = []
        for source in sources {
            var asked: Set<Int> = []
            _ = steps(source, known, agencies: agencies, asked: &asked)
            guard !asked.isEmpty else { continue }
            bySource.append((source, asked.sorted().map { identifiers[$0] }))
            left.subtract(asked.map { identifiers[$0] })
        }
        return (bySource, identifiers.filter { left.contains($0) })
    }

    /// The first identifier of each scheme that all who name that scheme agree on.
    private static func oneOfEach(_ identifiers: [Identifier]) -> [Identifier] {
        var values: [Scheme: Set<String>] = [:]
        for identifier in identifiers { values[identifier.scheme, default: []].insert(identifier.value) }
        return values.filter { $0.value.count == 1 }.flatMap { scheme, values in values.map { Identifier(scheme, $0) } }
            .sorted()
    }

    /// One source's requests for those wishes that it has not been asked for.
    private func steps(
        _ source: any Source, _ known: [Int: [Identifier]], agencies: [String: String], asked: inout Set<Int>
    ) -> [Step] {
        var wanted: [Identifier: [Int]] = [:]
        var order: [Identifier] = []
        for (index, identifiers) in known.sorted(by: { $0.key < $1.key }) where !asked.contains(index) {
            let usable = identifiers.filter { identifier in
                // What Crossref registered is not asked of DataCite.
                if let mine = source.card.agency, let agency = Self.prefix(identifier).flatMap({ agencies[$0] }) {
                    return agency == mine
                }
                // Negotiation brings nothing that the agency's own interface does not.
                if source.card.id == DOINegotiation.card.id, choosesByAgency,
                    let agency = Self.prefix(identifier).flatMap({ agencies[$0] })
                {
                    return !sources.contains { $0.card.agency == agency }
                }
                return true
            }
            guard let identifier = usable.first(where: { source.request(for: .lookup([$0])) != nil }) else { continue }
            asked.insert(index)
            if wanted[identifier] == nil { order.append(identifier) }
            wanted[identifier, default: []].append(index)
        }
        return source.batches(order).compactMap { batch in
            source.request(for: .lookup(batch)).map { request in
                Step(request: request, wanted: wanted.filter { batch.contains($0.key) })
            }
        }
    }

    private static func prefix(_ identifier: Identifier) -> String? {
        identifier.scheme == .doi ? identifier.value.split(separator: "/").first.map(String.init) : nil
    }

    /// Registration agency by DOI prefix, as doi.org tells; empty where it is not asked.
    private func agencies(of known: [Int: [Identifier]]) async -> [String: String] {
        guard choosesByAgency else { return [:] }
        let prefixes = Set(known.values.joined().compactMap(Self.prefix)).sorted()
        let negotiation = DOINegotiation()
        var agencies: [String: String] = [:]
        for start in stride(from: 0, to: prefixes.count, by: 20) {
            let request = negotiation.agencyRequest(for: Array(prefixes[start..<min(prefixes.count, start + 20)]))
            guard let reply = try? await inTime(request), let found = try? negotiation.agencies(from: reply) else {
                continue
            }
            for entry in found { agencies[entry.doi] = entry.agency }
        }
        return agencies
    }

    /// All sources at once; of one source as many requests at a time as it allows.
    private func all(_ work: [(source: any Source, steps: [Step])]) async -> [[Found]] {
        await withTaskGroup(of: (Int, Int, Found).self) { group in
            var found = work.map { [Found](repeating: Found(), count: $0.steps.count) }
            var next = work.map { min($0.steps.count, max(1, $0.source.card.concurrency)) }
            func start(_ place: Int, _ step: Int) {
                let source = work[place].source
                let (request, wanted) = (work[place].steps[step].request, work[place].steps[step].wanted.keys.sorted())
                group.addTask { (place, step, await records(from: source, request, for: wanted)) }
            }
            for place in work.indices { for step in 0..<next[place] { start(place, step) } }
            for await (place, step, reply) in group {
                found[place][step] = reply
                if next[place] < work[place].steps.count {
                    start(place, next[place])
                    next[place] += 1
                }
            }
            return found
        }
    }

    /// The records in the reply to one request, normalized.
    ///
    /// - Parameter identifiers: What is asked for; of what a search for them found, the records that bear none of them are
    ///   left out. Empty for words.
    func records(from source: any Source, _ request: Request, for identifiers: [Identifier] = []) async -> Found {
        var found = Found()
        do {
            var requests = [request]
            let preparer = Preparer()
            // A page may name where its records are to be had: asked for once, not followed on and on.
            for depth in 0..<2 {
                var details: [Request] = []
                for request in requests {
                    var page = try source.page(from: await inTime(request))
                    // A service of two servers names the other where the first has nothing.
                    if identifiers.count == 1, page.records.isEmpty, page.details.isEmpty, let next = page.next {
                        page = try source.page(from: await inTime(next))
                    }
                    found.problems += page.problems
                    if depth == 0, !page.details.isEmpty {
                        details += page.details.prefix(Self.mostDetails)
                        continue
                    }
                    for raw in page.records {
                        do throws(Problem) {
                            let record = preparer.normalize(try preparer.reader.read(raw, of: source)).record
                            if depth > 0, !identifiers.isEmpty,
                                !identifiers.contains(where: { record.identifiers.contains($0) })
                            {
                                continue
                            }
                            found.records.append(record)
                        } catch {
                            found.problems.append(error)
                        }
                    }
                }
                requests = details
            }
            if found.records.isEmpty, found.problems.isEmpty, identifiers.count == 1 {
                found.problems.append(
                    Problem(
                        "\(source.card.id): \(identifiers[0]) is not known here", place: request.url,
                        remedy: "check the identifier, or ask another source", reach: .record))
            }
        } catch let failure as TransferFailure {
            found.problems.append(House.problem(failure, source: source.card.id))
        } catch let problem as Problem {
            found.problems.append(problem)
        } catch {
            found.problems.append(
                Problem(
                    "\(source.card.id): \(error)", place: request.url, remedy: "run the same command later",
                    reach: .source))
        }
        return found
    }

    /// The reply, or a failure when the time is up.
    private func inTime(_ request: Request) async throws -> Reply {
        try await withThrowingTaskGroup(of: Reply?.self) { group in
            group.addTask { try await client.reply(to: request) }
            group.addTask {
                try await Task.sleep(nanoseconds: UInt64(seconds * 1e9))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let reply = first else {
                throw TransferFailure(
                    .timedOut, "no answer within \(seconds.formatted) s", url: request.url)
            }
            return reply
        }
    }

    /// Hands each record to the wishes that asked for it.
    ///
    /// - Parameter aliases: Takes records that bear another name of the scheme that was asked for.
    private func distribute(
        _ reply: Found, _ step: Step, _ source: any Source, _ answers: inout [Answer], _ aliases: inout [Int: [Record]]
    ) {
        let everybody = Set(step.wanted.values.joined()).sorted()
        if step.wanted.count == 1 {
            for index in everybody {
                let asked = step.wanted.keys.first { _ in true }
                // A page is what its address leads to, whatever it calls itself.
                let named = reply.records.filter { record in
                    asked.map { $0.scheme == .url || record.identifiers.contains($0) } ?? true
                }
                answers[index].records += named
                // What has no name of the scheme, the supplement of an article, is something else.
                aliases[index, default: []] += reply.records.filter { record in
                    sources.count == 1 || asked.map { record.identifier($0.scheme) != nil } ?? true
                }
                answers[index].problems += reply.problems
            }
            return
        }
        for (identifier, indices) in step.wanted.sorted(by: { $0.key < $1.key }) {
            let records = reply.records.filter { $0.identifiers.contains(identifier) }
            for index in indices {
                answers[index].records += records
                if records.isEmpty {
                    answers[index].problems += reply.problems.filter { $0.reach >= .source }
                    answers[index].problems.append(
                        Problem(
                            "\(source.card.id): \(identifier) is not known here", place: step.request.url,
                            remedy: "check the identifier, or ask another source", reach: .record))
                }
            }
        }
    }
}

extension Double {
    /// Without a fraction that is none.
    fileprivate var formatted: String { self == rounded() ? String(Int(self)) : String(self) }
}
