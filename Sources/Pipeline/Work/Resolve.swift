internal import Catalog
internal import DedupEngine
internal import Export
internal import Fetchers
internal import Formats
internal import Normalizer
public import Records
internal import Synchronization
internal import Transfer

/// What became of one identifier.
public struct Resolution: Sendable {
    public var text: String
    /// The citation in the format asked for; nil where nobody knows the identifier.
    public var citation: [UInt8]?
    /// A line a field: value, source, rule.
    public var explanation: [String] = []
    public var problems: [Problem] = []
}

/// Asks several sources for identifiers and reconciles what they say.
public final class Resolver: Sendable {
    private struct Output {
        var exporter: Exporter
        var everySourceFailed = true
    }

    private let sources: [any Source]
    private let client: Client
    private let merger: Merger
    private let catalogPath: String
    private let choosesByAgency: Bool
    private let output: Mutex<Output>

    init(
        sources: [any Source], client: Client, merger: Merger, format: ExportFormat, catalogPath: String,
        choosesByAgency: Bool
    ) {
        self.sources = sources
        self.client = client
        self.merger = merger
        self.catalogPath = catalogPath
        self.choosesByAgency = choosesByAgency
        output = Mutex(Output(exporter: Exporter(format: format)))
    }

    public func head() -> [UInt8] { output.withLock { $0.exporter.head() } }
    public func tail() -> [UInt8] { output.withLock { $0.exporter.tail() } }
    /// True where nothing was found and no source could be asked.
    public var everySourceFailed: Bool { output.withLock { $0.everySourceFailed } }

    private struct Answer: Sendable {
        var records: [Record] = []
        var problems: [Problem] = []
    }

    /// Resolves in the order given; up to eight identifiers are asked for at a time.
    ///
    /// Consumed by one reader: the citations of one run share their exporter.
    public func resolve(_ texts: [String]) -> AsyncThrowingStream<Resolution, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                await withTaskGroup(of: (Int, Answer).self) { group in
                    var next = 0
                    var due = 0
                    var waiting: [Int: Answer] = [:]
                    while due < texts.count {
                        while next < texts.count, next - due < 8 {
                            let index = next
                            group.addTask { (index, await self.ask(texts[index])) }
                            next += 1
                        }
                        guard let (index, answer) = await group.next() else { break }
                        waiting[index] = answer
                        while let answer = waiting.removeValue(forKey: due) {
                            continuation.yield(self.resolution(of: texts[due], answer))
                            due += 1
                        }
                    }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func resolution(of text: String, _ answer: Answer) -> Resolution {
        var resolution = Resolution(text: text, problems: answer.problems)
        if answer.problems.contains(where: { $0.reach < .source }) || !answer.records.isEmpty {
            output.withLock { $0.everySourceFailed = false }
        }
        guard !answer.records.isEmpty else { return resolution }
        // Somebody answered: that others do not know the identifier is no news.
        resolution.problems.removeAll { $0.reach <= .record }
        let canonical = merger.merge(answer.records)
        resolution.citation = output.withLock { $0.exporter.entry(canonical) }
        resolution.explanation = Description.provenance(canonical)
        return resolution
    }

    private func ask(_ text: String) async -> Answer {
        guard let identifier = IdentifierParser.parse(text) else {
            return Answer(problems: [
                Problem(
                    "\"\(text)\" is no identifier that ibid knows", place: "command line",
                    remedy: "give a DOI, an arXiv number, a PMCID, or a BioStudies accession", reach: .record)
            ])
        }
        var asked = [identifier]
        // arXiv registers a DOI for every paper.
        if identifier.scheme == .arxiv {
            asked.append(Identifier(.doi, "10.48550/arxiv.\(identifier.value.lowercased())"))
        }
        let agency = await agency(of: asked)
        let requests = sources.compactMap { source in
            // What Crossref registered is not asked of DataCite.
            agency != nil && source.card.agency != nil && source.card.agency != agency
                ? nil : source.request(for: .lookup(asked)).map { (source, $0) }
        }
        var answer = Answer()
        if requests.isEmpty {
            answer.problems.append(
                Problem(
                    "\(identifier): none of the sources asked answers this scheme", place: "command line",
                    remedy: "ask by DOI", reach: .record))
        }
        let answers = await withTaskGroup(of: (Int, Answer).self) { group in
            for (index, (source, request)) in requests.enumerated() {
                group.addTask { (index, await self.ask(source, request)) }
            }
            var found: [Int: Answer] = [:]
            for await (index, answer) in group { found[index] = answer }
            return found
        }
        for index in answers.keys.sorted() {
            answer.records += answers[index]?.records ?? []
            answer.problems += answers[index]?.problems ?? []
        }
        // A landing page names the work that it is of: the others are asked for that.
        if identifier.scheme == .url,
            let doi = answer.records.lazy.compactMap({ $0.identifiers.first { $0.scheme == .doi } }).first
        {
            let more = await ask(doi.description)
            answer.records += more.records
            answer.problems += more.problems
        }
        if answer.records.isEmpty, let stored = fromCatalog(identifier) { answer.records = stored }
        return answer
    }

    /// The registration agency of a DOI's prefix, as doi.org tells; nil where that is not known, or where one source is
    /// asked at most.
    private func agency(of identifiers: [Identifier]) async -> String? {
        guard choosesByAgency, let doi = identifiers.first(where: { $0.scheme == .doi })?.value,
            let prefix = doi.split(separator: "/").first
        else { return nil }
        let negotiation = DOINegotiation()
        guard let reply = try? await client.reply(to: negotiation.agencyRequest(for: [String(prefix)])),
            let found = try? negotiation.agencies(from: reply)
        else { return nil }
        return found.first?.agency
    }

    private func ask(_ source: any Source, _ request: Request) async -> Answer {
        var answer = Answer()
        do {
            var page = try source.page(from: await client.reply(to: request))
            // A service of two servers names the other where the first has nothing.
            if page.records.isEmpty, let next = page.next { page = try source.page(from: await client.reply(to: next)) }
            answer.problems = page.problems
            let preparer = Preparer()
            for raw in page.records {
                do throws(Problem) {
                    answer.records.append(preparer.normalize(try preparer.reader.read(raw, of: source)).record)
                } catch {
                    answer.problems.append(error)
                }
            }
        } catch let failure as TransferFailure {
            answer.problems.append(House.problem(failure, source: source.card.id))
        } catch let problem as Problem {
            answer.problems.append(problem)
        } catch {
            answer.problems.append(
                Problem(
                    "\(source.card.id): \(error)", place: request.url, remedy: "run the same command later",
                    reach: .source))
        }
        return answer
    }

    private func fromCatalog(_ identifier: Identifier) -> [Record]? {
        guard let catalog = try? CatalogFile(path: catalogPath, mode: .readOnly) else { return nil }
        let blobs = Blobs()
        return try? catalog.read { reader in
            guard let id = try reader.canonicalIds(with: identifier).first else { return nil }
            return try reader.members(of: id).map { try blobs.record($0.body) }
        }
    }
}

extension House {
    /// - Parameter sources: Ids; empty asks those of the settings.
    public func resolver(format: String, sources names: [String], offline: Bool) throws(Ending) -> Resolver {
        var sources: [any Source] = []
        for name in names.isEmpty ? settings.resolveSources : names {
            if let source = try source(named: name) { sources.append(source) }
        }
        return Resolver(
            sources: sources, client: try client(offline: offline), merger: merger, format: try Self.format(format),
            catalogPath: places.catalog,
            choosesByAgency: names.isEmpty && sources.contains { $0.card.id == DOINegotiation.card.id })
    }

    static func format(_ name: String) throws(Ending) -> ExportFormat {
        if let format = ExportFormat(rawValue: name) { return format }
        throw Ending(
            .usage,
            Problem(
                "there is no format \"\(name)\"", place: "command line",
                remedy: "name one of \(ExportFormat.allCases.map(\.rawValue).joined(separator: ", "))", reach: .run))
    }

    static func identifier(_ text: String) -> Identifier? { IdentifierParser.parse(text) }
}
