public import Formats
public import Records
public import Transfer

/// What a source is asked for.
public enum Query: Sendable, Hashable {
    /// Records by identifier; at most `SourceCard.batchSize` of them.
    case lookup([Identifier])
    /// Records that match words, the source's own order of relevance.
    case search(String, rows: Int)
    /// Records that the source created or touched in a window; `filter` is the source's own filter syntax, empty
    /// for everything.
    case changes(since: Timestamp?, until: Timestamp?, filter: String, rows: Int)
}

/// A reply cut into records.
public struct Page: Sendable {
    public var records: [RawRecord]
    /// Asks for what follows; nil at the end.
    public var next: Request?
    /// How many the source claims to have in all; a claim.
    public var total: Int?
    /// What was wrong with single entries; the others are in `records`.
    public var problems: [Problem]
    /// True where the service itself remembers how far a walk has come: the same request asked again gives the page after,
    /// so that a walk that was interrupted cannot go on, and one page that got lost on the way shows only in the sum.
    public var isScroll = false
    /// True where `problems` names each identifier asked for that the source does not know; else what is missing is told by
    /// comparing what was asked with what came.
    public var namesUnknown = false
    /// Asks for whole records where the page holds but hits; a harvest takes these instead.
    public var details: [Request] = []
    /// Asks for the same list in smaller parts, where the service gives no list of that length to its end; a harvest goes
    /// on with these in place of `next`. Parts of parts become single days or numbers in the end, so that this ends.
    public var parts: [Request] = []

    public init(records: [RawRecord], next: Request? = nil, total: Int? = nil, problems: [Problem] = []) {
        self.records = records
        self.next = next
        self.total = total
        self.problems = problems
    }
}

/// A service that publishes records: pure functions and a card. It never opens a connection.
///
/// Each also is a `JSONSource`, an `XMLSource` or a `PageSource`, or several of these: what its records are written in.
public protocol Source: Sendable {
    static var card: SourceCard { get }

    /// The first request that answers `query`; nil where this source cannot answer it.
    func request(for query: Query) -> Request?

    /// Identifiers in groups that one request each can ask for; those that the source cannot ask for are in none.
    func batches(_ identifiers: [Identifier]) -> [[Identifier]]

    /// Cuts a reply into raw records; says where the next page is and how many the source claims to have.
    ///
    /// - Throws: `Problem` of reach `source` or `record` where the reply holds an error, HTML, nothing, or things
    ///   that are no records (a funder, a journal): its `what` says which.
    func page(from reply: Reply) throws(Problem) -> Page

    /// Asks for the few records that fit a reference best, best first; nil where this source does not rank.
    ///
    /// - Parameters:
    ///   - reference: As somebody wrote it.
    ///   - title: What is most likely its title.
    func request(matching reference: String, title: String, rows: Int) -> Request?
}

/// Reads records that are JSON objects: a source's, or those of a format that people's tools write.
public protocol JSONReading: Sendable {
    /// The source's id; or the format's name after `--from`.
    var id: String { get }

    /// Whether a JSON value looks like one record of this kind; decides for files of which nobody told.
    func recognizes(_ value: JSONValue) -> Bool

    /// What the source says, in its own words: nothing repaired, nothing dropped.
    ///
    /// - Parameters:
    ///   - value: One record.
    ///   - place: File and line, or URL and JSON path, for problems.
    /// - Throws: `Problem` of reach `record` where the value has no key or is no record.
    func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord
}

/// Reads records that are XML elements.
public protocol XMLReading: Sendable {
    /// As `JSONReading.id`.
    var id: String { get }

    /// Whether an element is one record of this kind.
    func recognizes(_ element: XMLTreeElement) -> Bool

    /// As `JSONReading.parse(_:place:)`.
    func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord
}

/// A source whose records are JSON objects.
public protocol JSONSource: Source, JSONReading {}

/// A source whose records are XML elements.
public protocol XMLSource: Source, XMLReading {}

/// A source whose records are pages, HTML or text.
public protocol PageSource: Source {
    /// The part of a page that is a record of this source; nil where the page holds none.
    func record(in page: [UInt8]) -> Range<Int>?

    /// As `JSONReading.parse(_:place:)`.
    ///
    /// - Parameter page: What `record(in:)` found.
    func parse(page: [UInt8], place: String) throws(Problem) -> SourceRecord
}

extension Source {
    public var card: SourceCard { Self.card }
    public var id: String { Self.card.id }

    public func request(matching reference: String, title: String, rows: Int) -> Request? {
        request(for: .search(title, rows: rows))
    }

    public func batches(_ identifiers: [Identifier]) -> [[Identifier]] {
        let able = identifiers.filter { request(for: .lookup([$0])) != nil }
        return stride(from: 0, to: able.count, by: Self.card.batchSize).map {
            Array(able[$0..<min(able.count, $0 + Self.card.batchSize)])
        }
    }
}
