internal import Catalog
internal import Export
public import Records

/// What of the catalog is exported, in which order, and where to.
public struct ExportRequest: Sendable {
    public var writing = Writing()
    /// Only what these words find.
    public var query: String?
    /// Only records that came or changed in the catalog since.
    public var since: Timestamp?
    /// `version` or `study`.
    public var per = "version"
    /// `id`, `author`, `year`, `title` or `key`.
    public var sort = "id"
    /// A file, written whole or not at all; nil is stdout.
    public var output: String?

    public init() {}
}

extension House {
    /// Writes canonical records, or one for each study.
    ///
    /// Where the format has citation keys, records that have none are given theirs first, in one transaction.
    ///
    /// - Parameter write: Takes the bytes where no file is named.
    /// - Returns: What a person should know: keys that could not be stored, studies that were left out.
    public func export(_ request: ExportRequest, write: ([UInt8]) -> Void) throws -> [Problem] {
        let format = try format(request.writing, output: request.output)
        let choices = try choices(request.writing)
        guard let order = ExportPlan.Order(rawValue: request.sort) else {
            throw usage("there is no order \"\(request.sort)\"", ExportPlan.Order.allCases.map(\.rawValue))
        }
        guard ["version", "study"].contains(request.per) else {
            throw usage("nothing is exported per \"\(request.per)\"", ["version", "study"])
        }
        let perStudy = request.per == "study"
        var plan = try reading { reader, blobs in
            var ids = try request.query.map { try find($0, limit: .max, in: reader).sorted() }
            if let since = request.since {
                let recent = try reader.canonicalIds(storedSince: since)
                ids =
                    ids.map { found in
                        let recent = Set(recent)
                        return found.filter(recent.contains)
                    } ?? recent
            }
            return try ExportPlan(reader, blobs: blobs, ids: ids, perStudy: perStudy, order: order)
        }
        var problems: [Problem] = []
        if plan.studiesOfNotices > 0 {
            problems.append(
                Problem(
                    "export: \(plan.studiesOfNotices) studies hold notices alone, which never stand for a study",
                    place: places.catalog, kept: "all others",
                    remedy: "export them with --per version", reach: .record))
        }
        var keys: ExportKeys?
        if format.hasCitationKeys || order == .key {
            var given = ExportKeys(template: choices.keys, perStudy: perStudy)
            if let problem = try given.complete(plan, self) { problems.append(problem) }
            if order == .key { try reading { reader, _ in try plan.sort { try given.key($0, reader) } } }
            keys = given
        }
        let file = try request.output.flatMap { $0 == "-" ? nil : try OutputFile($0) }
        do {
            try print(plan, Exporter(format: format, choices: choices), keys) { bytes in
                if let file { try file.write(bytes) } else { write(bytes) }
            }
            try file?.finish()
        } catch {
            file?.discard()
            throw error
        }
        return problems
    }

    private func usage(_ what: String, _ words: [String]) -> Ending {
        Ending(
            .usage,
            Problem(
                what, place: "command line", remedy: "name one of \(words.joined(separator: ", "))", reach: .run))
    }

    private func print(
        _ plan: ExportPlan, _ exporter: Exporter, _ keys: ExportKeys?, to write: ([UInt8]) throws -> Void
    ) throws {
        var exporter = exporter
        var failure: Ending?
        do {
            try reading { reader, blobs in
                func put(_ bytes: [UInt8]) throws {
                    do { try write(bytes) } catch let ending as Ending {
                        failure = ending
                        throw ending.problem
                    }
                }
                func put(_ stored: StoredCanonicalBody) throws {
                    let item = ExportPlan.Item(id: stored.id, studyId: stored.studyId)
                    try put(exporter.entry(try blobs.canonical(stored), key: try keys?.key(item, reader)))
                }
                try put(exporter.head())
                if let items = plan.items {
                    for item in items { if let stored = try reader.canonical(item.id) { try put(stored) } }
                } else {
                    try reader.forEachCanonical { try put($0) }
                }
                try put(exporter.tail())
            }
        } catch {
            throw failure ?? error
        }
    }
}

/// The citation keys of an export: those that the catalog has, and those that it is given.
struct ExportKeys {
    private let template: CitationKeyTemplate
    private let perStudy: Bool
    private var keys: CitationKeys
    /// By canonical id, where the catalog could not be written.
    private var unstored: [Int64: String] = [:]

    init(template: CitationKeyTemplate, perStudy: Bool) {
        self.template = template
        self.perStudy = perStudy
        keys = CitationKeys(template: template)
    }

    func key(_ item: ExportPlan.Item, _ reader: CatalogReader) throws -> String? {
        try stored(item, reader) ?? unstored[item.id]
    }

    private func stored(_ item: ExportPlan.Item, _ reader: CatalogReader) throws -> String? {
        if perStudy { return try reader.citationKey(ofStudy: item.studyId) }
        return try reader.citationKey(of: item.id)
    }

    /// Gives keys to those that have none, in order of id.
    ///
    /// - Returns: Why they could not be stored; they hold for this export alone.
    mutating func complete(_ plan: ExportPlan, _ house: House) throws -> Problem? {
        let isComplete = try house.reading { reader, blobs in
            do {
                try forEachItem(of: plan, reader) { item in
                    if try stored(item, reader) == nil { throw Lacking() }
                }
            } catch is Lacking {
                return false
            }
            return true
        }
        if isComplete { return nil }
        var tried = self
        // The transaction itself knows which keys are given.
        tried.keys = CitationKeys(template: template, remembers: false)
        do {
            let catalog = try house.openCatalog(.readWrite)
            try catalog.write { writer in
                let blobs = Blobs()
                let reader = writer.reader
                try tried.forEachItem(of: plan, reader) { item in
                    guard try tried.stored(item, reader) == nil else { return }
                    var key = tried.perStudy ? try reader.citationKey(of: item.id) : nil
                    if key == nil, let made = try tried.make(item, reader, blobs) {
                        try writer.giveCitationKey(made, to: item.id)
                        key = made
                    }
                    if tried.perStudy, let key { try writer.letCitationKeyStandForStudy(key) }
                }
            }
            return nil
        } catch {
            let why = (error as? Problem) ?? (error as? Ending)?.problem
            try house.reading { reader, blobs in
                try forEachItem(of: plan, reader) { item in
                    guard try stored(item, reader) == nil else { return }
                    let key = perStudy ? try reader.citationKey(of: item.id) : nil
                    unstored[item.id] = try key ?? make(item, reader, blobs)
                }
            }
            return Problem(
                "export: citation keys could not be stored: \(why?.what ?? "\(error)")", place: house.places.catalog,
                kept: "all records, with keys that hold for this export alone",
                remedy: "make the catalog writable and export again", reach: .record)
        }
    }

    private struct Lacking: Error {}

    private mutating func make(_ item: ExportPlan.Item, _ reader: CatalogReader, _ blobs: Blobs) throws -> String? {
        guard let stored = try reader.canonical(item.id) else { return nil }
        return try keys.key(for: try blobs.canonical(stored).record) { try reader.isCitationKeyGiven($0) }
    }

    /// In order of id, whatever the order of the output: the older keeps the plain form.
    private func forEachItem(
        of plan: ExportPlan, _ reader: CatalogReader, _ body: (ExportPlan.Item) throws -> Void
    ) throws {
        if let items = plan.items {
            for item in items.sorted(by: { $0.id < $1.id }) { try body(item) }
        } else {
            try reader.forEachCanonicalHead { try body(ExportPlan.Item(id: $0.id, studyId: $0.studyId)) }
        }
    }
}
