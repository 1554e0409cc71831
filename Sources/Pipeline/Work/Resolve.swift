internal import Catalog
internal import DedupEngine
internal import Export
internal import Fetchers
internal import Normalizer
public import Records
internal import Synchronization
internal import Transfer

/// What became of one identifier or reference.
public struct Resolution: Sendable {
    public var text: String
    /// The citation in the format asked for; nil where nobody knows it.
    public var citation: [UInt8]?
    /// A line a field: value, source, rule.
    public var explanation: [String] = []
    public var problems: [Problem] = []
}

/// Asks several sources for identifiers, landing pages and references as people write them, and reconciles what they say.
public final class Resolver: Sendable {
    private struct Output {
        var exporter: Exporter
        var everySourceFailed = true
    }

    private let asking: Asking
    private let search: ReferenceSearch
    private let merger: Merger
    private let catalogPath: String
    private let output: Mutex<Output>

    /// Identifiers that are asked for together.
    private static let window = 500

    init(asking: Asking, merger: Merger, format: ExportFormat, choices: ExportChoices, catalogPath: String) {
        self.asking = asking
        search = ReferenceSearch(asking: asking)
        self.merger = merger
        self.catalogPath = catalogPath
        output = Mutex(Output(exporter: Exporter(format: format, choices: choices)))
    }

    public func head() -> [UInt8] { output.withLock { $0.exporter.head() } }
    public func tail() -> [UInt8] { output.withLock { $0.exporter.tail() } }
    /// True where nothing was found and no source could be asked.
    public var everySourceFailed: Bool { output.withLock { $0.everySourceFailed } }

    /// Resolves in the order given; what a source can be asked for in one request is asked for in one request.
    ///
    /// Consumed by one reader: the citations of one run share their exporter.
    public func resolve(_ texts: [String]) -> AsyncThrowingStream<Resolution, any Error> {
        AsyncThrowingStream { continuation in
            let task = Task {
                for start in stride(from: 0, to: texts.count, by: Self.window) {
                    if Task.isCancelled { break }
                    let window = Array(texts[start..<min(texts.count, start + Self.window)])
                    for (text, answer) in zip(window, await answers(to: window)) {
                        continuation.yield(resolution(of: text, answer))
                    }
                }
                continuation.finish()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    private func answers(to texts: [String]) async -> [Answer] {
        var wishes = texts.map(Wish.init)
        await search.find(&wishes)
        var answers = await asking.answers(to: wishes)
        for index in answers.indices {
            answers[index].problems = wishes[index].problems + answers[index].problems
            answers[index].notes = wishes[index].notes
            if answers[index].records.isEmpty, let identifier = wishes[index].identifiers.first,
                let stored = fromCatalog(identifier)
            {
                answers[index].records = stored
            }
        }
        return answers
    }

    private func resolution(of text: String, _ answer: Answer) -> Resolution {
        var resolution = Resolution(text: text, problems: answer.problems)
        if answer.problems.contains(where: { $0.reach < .source }) || !answer.records.isEmpty {
            output.withLock { $0.everySourceFailed = false }
        }
        guard !answer.records.isEmpty else {
            resolution.problems = Self.told(answer.problems, of: text)
            return resolution
        }
        // Somebody answered: that others do not know the identifier is no news.
        resolution.problems.removeAll { $0.reach <= .record }
        let canonical = merger.merge(answer.records)
        resolution.citation = output.withLock { $0.exporter.entry(canonical, query: text) }
        resolution.explanation = answer.notes + Description.provenance(canonical, of: answer.records)
        return resolution
    }

    /// That one source after another does not know an identifier is said in one sentence.
    private static func told(_ problems: [Problem], of text: String) -> [Problem] {
        let unknown = problems.filter { $0.reach == .record && $0.what.contains("not known here") }
        guard !unknown.isEmpty else { return problems }
        var names: [String] = []
        for problem in unknown {
            let name = String(problem.what.prefix { $0 != ":" && $0 != " " })
            if !names.contains(name) { names.append(name) }
        }
        let one = Problem(
            "\(text.prefix(200)) is not known to \(names.joined(separator: ", "))", place: unknown[0].place,
            remedy: "check the identifier, or name another source with --source", reach: .record)
        return problems.filter { !unknown.contains($0) } + [one]
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

/// One line of what a user wants resolved.
struct Wish: Sendable {
    var text: String
    /// What to ask for; several where one name stands for another, none where only a search can tell.
    var identifiers: [Identifier] = []
    /// Set where the text is a reference as people write them.
    var reference: ReferenceText?
    /// What a search found, and the source that was searched: it need not be asked again.
    var found: (source: String, record: Record)?
    var problems: [Problem] = []
    /// Lines for `--explain`.
    var notes: [String] = []

    init(_ text: String) {
        self.text = text
        if let identifier = IdentifierParser.parse(text) {
            ask(for: identifier)
            return
        }
        let reference = ReferenceText(text)
        if reference.isLikely {
            self.reference = reference
            return
        }
        problems.append(
            Problem(
                "\"\(text)\" is no identifier that ibid knows", place: "command line",
                remedy: "give a DOI, a PMID, a PMCID, an arXiv number, an accession, a URL, or a whole reference",
                reach: .record))
    }

    mutating func ask(for identifier: Identifier) {
        identifiers = [identifier]
        // arXiv registers a DOI for every paper.
        if identifier.scheme == .arxiv {
            identifiers.append(Identifier(.doi, "10.48550/arxiv.\(identifier.value.lowercased())"))
        }
    }
}

/// What the sources said of one wish.
struct Answer: Sendable {
    var records: [Record] = []
    var problems: [Problem] = []
    var notes: [String] = []
}

extension House {
    /// - Parameter names: Ids of sources; empty asks those of the settings.
    func asking(sources names: [String], offline: Bool) throws(Ending) -> Asking {
        var sources: [any Source] = []
        for name in names.isEmpty ? settings.resolveSources : names {
            if let source = try source(named: name) { sources.append(source) }
        }
        return Asking(
            sources: sources, client: try client(offline: offline), seconds: settings.resolveSeconds,
            choosesByAgency: names.isEmpty && sources.contains { $0.card.id == DOINegotiation.card.id })
    }

    /// - Parameter sources: Ids; empty asks those of the settings.
    public func resolver(writing: Writing, sources names: [String], offline: Bool) throws(Ending) -> Resolver {
        let (format, choices) = (try format(writing, output: nil), try choices(writing))
        let asking = try asking(sources: names, offline: offline)
        return Resolver(
            asking: asking, merger: merger, format: format, choices: choices, catalogPath: places.catalog)
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
