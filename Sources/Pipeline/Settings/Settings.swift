public import DedupEngine
internal import Export
public import Records

/// Everything a user can set; every value has a default, so that an installed binary needs no file.
public struct Settings: Sendable, Equatable {
    /// E-mail address that names the user to the services; nil sends none.
    public var contact: String?
    /// Hosts that may be connected to although their address is loopback or private.
    public var allowedHosts: [String] = []
    /// Host → base URL of a replica that answers in its place.
    public var hostOverrides: [String: String] = [:]
    public var connectSeconds: Double = 10
    public var firstByteSeconds: Double = 30
    public var totalSeconds: Double = 120
    /// Decoded bytes of one reply.
    public var replyBytes = 64 << 20
    /// Tries of one request.
    public var tries = 4
    /// Days for which a cached reply is taken without asking again.
    public var cacheDays: Double = 7
    /// Pace by host.
    public var limits: [String: HostLimit] = [:]
    /// Where the key of a source is to be found, by source id.
    public var keys: [String: KeyReference] = [:]
    /// Source ids, most trusted first; nil keeps the built-in order.
    public var trust: [String]?
    /// Rules of fields that are not the built-in ones.
    public var survivorship: [Field: Survivorship.FieldRule] = [:]
    /// Sources that `resolve` asks when none is named.
    public var resolveSources: [String] = [
        "crossref", "datacite", "europepmc", "openalex", "arxiv", "biorxiv", "biostudies", "omicsdi", "doi", "web",
    ]
    /// Seconds that `resolve` waits for one source's answer.
    public var resolveSeconds: Double = 20
    /// Template of citation keys.
    public var citationKeys = CitationKeyTemplate.standard.text
    public var jobs: [Job] = []

    public init() {}

    public struct HostLimit: Sendable, Equatable {
        public var requestsPerSecond: Double
        public var concurrency: Int
        /// Requests that may follow each other without a gap after a rest.
        public var burst: Int
        /// Seconds of the window that the host counts in; nil leaves it to the rate.
        public var interval: Double?

        public init(requestsPerSecond: Double, concurrency: Int, burst: Int = 1, interval: Double? = nil) {
            self.requestsPerSecond = requestsPerSecond
            self.concurrency = concurrency
            self.burst = burst
            self.interval = interval
        }
    }

    /// A key is never in the configuration itself.
    public enum KeyReference: Sendable, Equatable {
        case environment(String)
        /// Path of a file of mode 0600.
        case file(String)
    }

    /// What one harvest job asks for.
    public struct Job: Sendable, Equatable {
        public var name: String
        public var source: String
        /// Words to search for.
        public var query: String?
        /// The source's own filter syntax for a list by time of change.
        public var filter: String?
        public var ids: [String] = []
        /// File with one identifier a line.
        public var idsFile: String?
        public var since: Timestamp?
        /// Most records taken in one run.
        public var limit: Int?
        /// Records a page.
        public var rows = 100

        public init(name: String, source: String) {
            self.name = name
            self.source = source
        }
    }
}
