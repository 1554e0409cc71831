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
    /// Asks for whole records where the page holds but hits; a harvest takes these instead.
    public var details: [Request] = []

    public init(records: [RawRecord], next: Request? = nil, total: Int? = nil, problems: [Problem] = []) {
        self.records = records
        self.next = next
        self.total = total
        self.problems = problems
    }
}

/// A service that publishes records: three pure functions and a card. It never opens a connection.
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

    /// Whether a JSON value looks like one record of this source; decides for files whose source nobody told.
    func recognizes(_ value: JSONValue) -> Bool

    /// What the source says, in its own words: nothing repaired, nothing dropped.
    ///
    /// - Parameters:
    ///   - value: One record.
    ///   - place: File and line, or URL and JSON path, for problems.
    /// - Throws: `Problem` of reach `record` where the value has no key or is no record.
    func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord
}

extension Source {
    public var card: SourceCard { Self.card }

    public func batches(_ identifiers: [Identifier]) -> [[Identifier]] {
        let able = identifiers.filter { request(for: .lookup([$0])) != nil }
        return stride(from: 0, to: able.count, by: Self.card.batchSize).map {
            Array(able[$0..<min(able.count, $0 + Self.card.batchSize)])
        }
    }

    /// Parses a raw record by itself.
    ///
    /// - Throws: `Problem` as `parse(_:place:)`, and where the bytes are not JSON.
    public func parse(_ raw: RawRecord, with parser: JSONParser) throws(Problem) -> SourceRecord {
        do {
            return try parser.parse(raw.bytes) { try self.parse($0, place: raw.place) }
        } catch let problem as Problem {
            throw problem
        } catch {
            let what = (error as? SyntaxError)?.what ?? "\(error)"
            throw Problem(
                "\(raw.source) \(raw.key): not JSON: \(what)", place: raw.place,
                remedy: "ask the source again, or mend the file", reach: .record)
        }
    }
}
