/// What a `Client` is allowed and how patient it is.
public struct ClientSettings: Sendable {
    /// `ibid/0.1.0 (URL; mailto:contact)`.
    public var userAgent = "ibid"
    /// Hosts, or `host:port`, whose addresses may be loopback or private.
    public var allowedHosts: Set<String> = []
    /// Host → base URL that answers in its place; the host meant goes along in `X-Ibid-Host`.
    /// `*` stands for all hosts that are not named.
    public var hostOverrides: [String: String] = [:]
    public var connectSeconds: Double = 10
    public var firstByteSeconds: Double = 30
    public var totalSeconds: Double = 120
    /// Decoded bytes of one reply; more stop the transfer.
    public var byteLimit = 64 << 20
    public var mostRedirects = 10
    /// Tries of one request, the first included.
    public var tries = 4
    /// Retries of a whole run.
    public var runRetries = 10_000
    /// Longest wait that a server may ask for by `Retry-After`, in seconds; beyond it the reply is handed over as it is.
    public var longestRetryAfter: Double = 120
    /// First wait before a retry in seconds; doubles with each try, with full jitter.
    public var firstBackoff: Double = 0.5
    /// Folder of replies as received; nil keeps none.
    public var cacheFolder: String?
    /// Seconds for which a cached reply is taken without asking.
    public var cacheSeconds: Double = 7 * 86_400
    /// Answer from the cache alone.
    public var isOffline = false

    public init() {}
}

/// How one request uses the cache.
public enum CachePolicy: Sendable, Equatable {
    /// A cached reply younger than the settings' age is taken; an older one is asked about conditionally.
    case whereFresh
    /// Always ask, conditionally where a reply is cached.
    case revalidate
}
