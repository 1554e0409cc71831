/// What ibid must know of a source to deal with it politely.
public struct SourceCard: Sendable, Hashable {
    /// The part of a request that carries a key.
    public enum KeyPlace: Sendable, Hashable {
        /// A header; `prefix` stands before the key.
        case header(String, prefix: String = "")
        case query(String)
    }

    /// Lower-case, `crossref`; the name on the command line and in the catalog.
    public var id: String
    /// In the service's own spelling.
    public var name: String
    public var documentation: String
    /// Hosts it is asked at; the first is the main one.
    public var hosts: [String]
    /// Requests a second that are allowed without a key; nil where it is never asked over the network.
    public var requestsPerSecond: Double?
    /// Requests in flight at once.
    public var concurrency: Int
    /// Identifiers that one request can ask for.
    public var batchSize: Int
    /// Licence of the metadata.
    public var licence: String
    /// One clause: what it covers.
    public var coverage: String
    /// Environment variable that holds the key; nil where there is none.
    public var keyVariable: String?
    /// Where a request carries the key.
    public var keyPlace: KeyPlace
    /// Requests a second that a key allows; nil where it changes nothing.
    public var requestsPerSecondWithKey: Double?
    /// Query item in which the service wants the user's e-mail address; nil where the user agent says enough.
    public var contactItem: String?
    /// The DOI registration agency whose works it holds, as doi.org calls it; nil where it holds others', too.
    public var agency: String?

    public init(
        id: String, name: String, documentation: String, hosts: [String], requestsPerSecond: Double?,
        concurrency: Int = 1, batchSize: Int = 1, licence: String, coverage: String, keyVariable: String? = nil,
        keyPlace: KeyPlace = .header("x-api-key"), requestsPerSecondWithKey: Double? = nil, contactItem: String? = nil,
        agency: String? = nil
    ) {
        self.id = id
        self.name = name
        self.documentation = documentation
        self.hosts = hosts
        self.requestsPerSecond = requestsPerSecond
        self.concurrency = concurrency
        self.batchSize = batchSize
        self.licence = licence
        self.coverage = coverage
        self.keyVariable = keyVariable
        self.keyPlace = keyPlace
        self.requestsPerSecondWithKey = requestsPerSecondWithKey
        self.contactItem = contactItem
        self.agency = agency
    }
}
