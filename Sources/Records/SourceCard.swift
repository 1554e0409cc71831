/// What ibid must know of a source to deal with it politely.
public struct SourceCard: Sendable, Hashable {
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
    /// The DOI registration agency whose works it holds, as doi.org calls it; nil where it holds others', too.
    public var agency: String?

    public init(
        id: String, name: String, documentation: String, hosts: [String], requestsPerSecond: Double?,
        concurrency: Int = 1, batchSize: Int = 1, licence: String, coverage: String, keyVariable: String? = nil,
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
        self.agency = agency
    }
}
