/// One HTTP request, as far as ibid makes any.
public struct Request: Sendable, Hashable {
    public enum Method: String, Sendable, Codable { case get = "GET", post = "POST" }

    public var method: Method
    /// Absolute `https://` or `http://` URL, percent-encoded.
    public var url: String
    /// Name and value; `Accept` and the like. Keys and tokens never come here: `Credentials` adds them.
    public var headers: [Header]
    public var body: [UInt8]
    /// Which time a walk makes this very request, from 0: a scroll's cursor stays the same from page to page. Not sent;
    /// Cache/ keeps each turn's reply.
    public var turn = 0

    public init(_ url: String, method: Method = .get, headers: [Header] = [], body: [UInt8] = []) {
        self.url = url
        self.method = method
        self.headers = headers
        self.body = body
    }

    /// Host of `url` in lower case without port; empty where the URL has none.
    public var host: String {
        // Bytes, as every request asks for it several times; what delimits is ASCII.
        let bytes = url.utf8
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return "" }
        let rest = bytes[bytes.index(after: colon)...]
        guard rest.starts(with: "//".utf8) else { return "" }
        var authority = rest.dropFirst(2).prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        if let at = authority.lastIndex(of: UInt8(ascii: "@")) { authority = authority[authority.index(after: at)...] }
        if authority.first == UInt8(ascii: "[") {
            return String(Substring(authority.dropFirst().prefix { $0 != UInt8(ascii: "]") })).lowercased()
        }
        return String(Substring(authority.prefix { $0 != UInt8(ascii: ":") })).lowercased()
    }
}

public struct Header: Sendable, Hashable, Codable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// What came back, as received.
public struct Reply: Sendable {
    public var request: Request
    public var status: Int
    /// In the order received; names as sent.
    public var headers: [Header]
    /// Decoded from its transfer coding (gzip, br, zstd), otherwise as received.
    public var body: [UInt8]
    /// Where the redirects ended; the request's URL where there were none.
    public var effectiveURL: String
    /// Seconds since 1970 (UTC) when the reply was complete; of a cached reply, when it was first received.
    public var received: Int64
    /// True where Cache/ answered, with or without asking the server.
    public var fromCache: Bool

    public init(
        to request: Request, status: Int, headers: [Header] = [], body: [UInt8], effectiveURL: String? = nil,
        received: Int64 = 0, fromCache: Bool = false
    ) {
        self.request = request
        self.status = status
        self.headers = headers
        self.body = body
        self.effectiveURL = effectiveURL ?? request.url
        self.received = received
        self.fromCache = fromCache
    }

    /// The first header of that name, whatever its case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}

/// What `Harvester` and `Resolver` need of the network. `Transfer.Client` is the real one.
public protocol Transport: Sendable {
    /// - Throws: `TransferFailure`.
    func reply(to request: Request) async throws -> Reply
}

/// Why a request got no reply, or none that may be used.
public struct TransferFailure: Error, Sendable, Equatable {
    public enum Kind: String, Sendable, Equatable {
        /// Not made at all: bad URL, forbidden scheme, header with a line break.
        case unusable
        /// The address is loopback, private, link-local or metadata, and the configuration does not name the host.
        case forbiddenAddress
        case nameNotFound, cannotConnect, tlsFailed, timedOut, tooLarge, tooManyRedirects, brokenReply
        case cancelled
        /// `--offline`, and the cache has no reply.
        case offline
        /// Not asked: the host failed several times in a row, and is tried again later.
        case hostFailing
        /// Not asked: what the host allows, in requests or money, is used up until it renews.
        case budgetUsedUp
        /// Not asked: the host asked to be left alone for longer than a request waits.
        case toldToWait
        case other
    }

    public var kind: Kind
    /// What happened, in one clause; holds the URL's host, never a key.
    public var what: String
    public var url: String
    /// Tries made.
    public var tries: Int

    public init(_ kind: Kind, _ what: String, url: String, tries: Int = 1) {
        self.kind = kind
        self.what = what
        self.url = url
        self.tries = tries
    }
}
