internal import Foundation
internal import Synchronization

/// Makes requests politely: pace, retries, conditional requests, cache, address guard.
public final class Client: Transport {
    /// What a client did since it was made.
    public struct Tally: Sendable, Equatable {
        public var requests = 0
        public var retries = 0
        public var cacheHits = 0
        public var notModified = 0
        public var bytes = 0

        public init() {}
    }

    /// One request that was answered or failed, for whoever watches; holds no key.
    public struct Event: Sendable {
        public var request: Request
        /// Nil where there was no reply.
        public var status: Int?
        /// Of the decoded body.
        public var bytes = 0
        public var seconds: Double = 0
        public var fromCache = false
        public var failure: String?
    }

    private let settings: ClientSettings
    private let watch: (@Sendable (Event) -> Void)?
    private let credentials: Credentials
    private let governor: any Governor
    private let cache: Cache?
    private let loop = Mutex<Loop?>(nil)
    private let counts = Mutex(Tally())
    private let sleep: @Sendable (Double) async throws -> Void
    private let random: @Sendable () -> Double

    public init(
        settings: ClientSettings, credentials: Credentials = Credentials(), governor: (any Governor)? = nil,
        sleep: @escaping @Sendable (Double) async throws -> Void = {
            try await Task.sleep(nanoseconds: UInt64(max(0, $0) * 1e9))
        },
        random: @escaping @Sendable () -> Double = { Double.random(in: 0...1) },
        watch: (@Sendable (Event) -> Void)? = nil
    ) {
        self.settings = settings
        self.credentials = credentials
        self.governor = governor ?? HostGovernor(paces: [:])
        cache = settings.cacheFolder.map { Cache(folder: $0) }
        self.sleep = sleep
        self.random = random
        self.watch = watch
    }

    deinit { loop.withLock { $0?.close() } }

    public var tally: Tally { counts.withLock { $0 } }

    public func reply(to request: Request) async throws -> Reply { try await reply(to: request, policy: .whereFresh) }

    /// The reply to a request, from the cache or the network.
    ///
    /// A reply with a status that may pass is asked for again; after the last try it is handed over as it is.
    ///
    /// - Throws: `TransferFailure`.
    public func reply(to request: Request, policy: CachePolicy) async throws -> Reply {
        try check(request)
        let cached = cache?.reply(to: request)
        if let cached {
            let age = Date().timeIntervalSince1970 - Double(cached.received)
            if settings.isOffline || (policy == .whereFresh && age < freshSeconds(cached)) {
                counts.withLock { $0.cacheHits += 1 }
                watch?(Event(request: request, status: cached.status, bytes: cached.body.count, fromCache: true))
                return cached
            }
        }
        if settings.isOffline {
            throw TransferFailure(.offline, "offline, and the cache has no reply", url: request.url, tries: 0)
        }
        var conditional: [Header] = []
        if let cached, cached.status == 200 {
            if let tag = cached.header("etag") { conditional.append(Header("If-None-Match", tag)) }
            if let date = cached.header("last-modified") { conditional.append(Header("If-Modified-Since", date)) }
        }
        let reply: Reply
        do {
            reply = try await retrying(request, extra: conditional)
        } catch is CancellationError {
            // Of a wait: for leave to go, or before the next try.
            throw TransferFailure(.cancelled, "cancelled", url: request.url)
        }
        if reply.status == 304, let cached {
            counts.withLock { $0.notModified += 1 }
            var fresh = cached
            fresh.received = reply.received
            cache?.store(fresh)
            return fresh
        }
        if (200..<300).contains(reply.status) || reply.status == 404 || reply.status == 410 { cache?.store(reply) }
        return reply
    }

    /// How long a reply is taken without asking. An error, or a page where data was asked for, may pass within the hour.
    private func freshSeconds(_ reply: Reply) -> Double {
        let accept = reply.request.headers.first { $0.name.lowercased() == "accept" }?.value ?? ""
        let isPage = reply.header("content-type")?.lowercased().contains("text/html") ?? false
        let isAnswer = reply.status == 200 && (!isPage || accept.contains("text/html"))
        return isAnswer ? settings.cacheSeconds : min(settings.cacheSeconds, 3600)
    }

    private func check(_ request: Request) throws {
        guard request.url.hasPrefix("https://") || request.url.hasPrefix("http://"), !request.host.isEmpty else {
            throw TransferFailure(.unusable, "not an http or https URL", url: request.url, tries: 0)
        }
        func isClean(_ text: String) -> Bool { !text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }
        guard isClean(request.url), !request.url.utf8.contains(0x20),
            request.headers.allSatisfy({ isClean($0.name) && isClean($0.value) })
        else {
            throw TransferFailure(
                .unusable, "URL or header holds a control character or a space",
                url: request.url.filter { !$0.isNewline }, tries: 0)
        }
    }

    private func retrying(_ request: Request, extra: [Header]) async throws -> Reply {
        var number = 0
        while true {
            number += 1
            do {
                let reply = try await following(request, extra: extra)
                guard Retrying.statuses.contains(reply.status), number < settings.tries else {
                    if reply.status >= 500 { governor.gaveUp(on: Request(reply.effectiveURL).host) }
                    return reply
                }
                var wait = Retrying.backoff(try: number, first: settings.firstBackoff, random: random())
                if let asked = Retrying.retryAfter(reply, now: Date().timeIntervalSince1970) {
                    if asked > settings.longestRetryAfter { return reply }
                    wait = max(asked, wait)
                }
                guard spendRetry() else { return reply }
                try await sleep(wait)
            } catch var failure as TransferFailure {
                failure.tries = Retrying.wasMade(failure) ? number : 1
                failure.what = credentials.redacted(failure.what)
                failure.url = request.url
                guard Retrying.mayRetry(failure), number < settings.tries, spendRetry() else { throw failure }
                try await sleep(Retrying.backoff(try: number, first: settings.firstBackoff, random: random()))
            }
        }
    }

    private func spendRetry() -> Bool {
        counts.withLock { counts in
            guard counts.retries < settings.runRetries else { return false }
            counts.retries += 1
            return true
        }
    }

    /// Follows redirects hop by hop: each hop has its own host, guard, pace and keys.
    private func following(_ request: Request, extra: [Header]) async throws -> Reply {
        var url = request.url
        var method = request.method
        var visited = 0
        while true {
            let current = Request(url, method: method)
            let host = current.host
            let leave = try await governor.admission(to: host)
            var reply: Reply
            let started = Clock.seconds()
            var event = Event(request: current)
            do {
                defer {
                    event.seconds = Clock.seconds() - started
                    watch?(event)
                }
                do {
                    var hop = hop(current, of: request, extra: visited == 0 ? extra : [])
                    hop.onSend = { [governor] in governor.sent(leave) }
                    reply = try await activeLoop().reply(to: hop)
                    event.status = reply.status
                    event.bytes = reply.body.count
                    governor.finished(leave, .reply(reply))
                } catch {
                    event.failure = credentials.redacted((error as? TransferFailure)?.what ?? "\(error)")
                    governor.finished(leave, .failed((error as? TransferFailure)?.kind ?? .other))
                    throw error
                }
            }
            counts.withLock {
                $0.requests += 1
                $0.bytes += reply.body.count
            }
            guard [301, 302, 303, 307, 308].contains(reply.status), let location = reply.header("location") else {
                reply.request = request
                reply.effectiveURL = url
                reply.headers.removeAll { ["set-cookie", "authorization"].contains($0.name.lowercased()) }
                for index in reply.headers.indices where !credentials.isEmpty {
                    reply.headers[index].value = credentials.withoutKeys(reply.headers[index].value)
                }
                return reply
            }
            visited += 1
            guard visited <= settings.mostRedirects else {
                throw TransferFailure(
                    .tooManyRedirects, "more than \(settings.mostRedirects) redirects", url: request.url)
            }
            // A server that sends the query along says the key back.
            guard let next = Self.resolve(credentials.withoutKeys(location), against: url) else {
                throw TransferFailure(
                    .unusable, "redirected to \"\(location.prefix(200))\", which is no http or https URL",
                    url: request.url)
            }
            if url.hasPrefix("https://"), next.hasPrefix("http://") {
                throw TransferFailure(.unusable, "redirected from https to http", url: request.url)
            }
            if reply.status == 303 || (method == .post && reply.status < 307) { method = .get }
            url = next
        }
    }

    static func resolve(_ location: String, against base: String) -> String? {
        guard !location.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else { return nil }
        let escaped = location.replacingOccurrences(of: " ", with: "%20")
        let lower = escaped.lowercased()
        // Lower case, so that no spelling of the scheme slips past the check for a downgrade.
        for scheme in ["http://", "https://"] where lower.hasPrefix(scheme) {
            return scheme + escaped.dropFirst(scheme.count)
        }
        guard let schemeEnd = base.range(of: "://") else { return nil }
        if escaped.hasPrefix("//") { return base[..<schemeEnd.lowerBound] + ":" + escaped }
        let pathStart = base[schemeEnd.upperBound...].firstIndex { "/?#".contains($0) } ?? base.endIndex
        if escaped.hasPrefix("/") { return base[..<pathStart] + escaped }
        // Another scheme, file: or gopher:, is refused; a relative path is resolved against the folder.
        if let colon = escaped.firstIndex(of: ":"), !escaped[..<colon].contains(where: { "/?#".contains($0) }) {
            return nil
        }
        let path = base[pathStart...].prefix { $0 != "?" && $0 != "#" }
        if escaped.hasPrefix("?") { return base[..<pathStart] + (path.isEmpty ? "/" : path) + escaped }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return base[..<pathStart] + folder + escaped
    }

    private func hop(_ current: Request, of original: Request, extra: [Header]) -> Hop {
        let host = current.host
        var headers = original.headers.filter { header in
            // Keys that a caller put into the request itself stay with its host.
            host == original.host
                || !["authorization", "cookie", "x-api-key", "crossref-plus-api-token"].contains(
                    header.name.lowercased())
        }
        headers.append(Header("User-Agent", settings.userAgent))
        headers += extra
        var url = current.url
        var isGuarded = !isAllowed(host: host, url: url)
        if let base = settings.hostOverrides[host] ?? settings.hostOverrides["*"] {
            let rest = url.range(of: "://").map { url[$0.upperBound...].drop { !"/?#".contains($0) } } ?? ""
            url = (base.hasSuffix("/") ? String(base.dropLast()) : base) + (rest.isEmpty ? "/" : String(rest))
            headers.append(Header("X-Ibid-Host", host))
            isGuarded = false
        } else {
            headers += credentials.headers(for: host)
            url = credentials.url(url, for: host)
        }
        return Hop(
            url: url, method: current.method, headers: headers, body: current.method == .post ? original.body : [],
            isGuarded: isGuarded, connectSeconds: settings.connectSeconds, firstByteSeconds: settings.firstByteSeconds,
            totalSeconds: settings.totalSeconds, byteLimit: settings.byteLimit)
    }

    private func isAllowed(host: String, url: String) -> Bool {
        if settings.allowedHosts.contains(host) { return true }
        guard let start = url.range(of: "://")?.upperBound else { return false }
        let authority = url[start...].prefix { !"/?#".contains($0) }.lowercased()
        return settings.allowedHosts.contains(authority)
    }

    private func activeLoop() -> Loop {
        loop.withLock { loop in
            if let loop { return loop }
            let made = Loop()
            loop = made
            return made
        }
    }
}
