internal import FlyingFox
internal import FlyingSocks
internal import Foundation
internal import Formats
internal import Synchronization

/// Serves recorded exchanges, and what can be made of their records, over HTTP on loopback.
///
/// The host that a request means comes in the header `X-Ibid-Host`, or as the path's first part.
public final class ReplicaServer: Sendable {
    /// A fault that is scripted: what happens to every n-th request.
    public enum Fault: String, Sendable, CaseIterable {
        case status500, status429, htmlForJSON, emptyBody, emptyPage, truncated, hang
    }

    public struct Options: Sendable {
        /// 0 takes any free port.
        public var port: UInt16 = 0
        /// Requests a second and host that are told in headers; where `enforcesRate`, more get 429.
        public var requestsPerSecond: Int = 50
        public var enforcesRate = false
        public var latencyMilliseconds = 0
        /// Answer with one cursor from page to page, as Crossref does.
        public var keepsCursor = false
        public var fault: Fault?
        /// The fault strikes every n-th request.
        public var faultEvery = 3
        /// The only host that it strikes; nil for all.
        public var faultHost: String?
        /// File to which a JSON line a request is appended; nil keeps the log in memory alone.
        public var logPath: String?

        public init() {}
    }

    /// One request as it came.
    public struct LogEntry: Sendable, Equatable {
        /// Milliseconds since the server started.
        public var milliseconds: Int { microseconds / 1000 }
        /// Microseconds from the server's start to when the request had come, before any latency.
        public var microseconds: Int
        /// The same moment in seconds since 1970.
        public var time: Double
        public var host: String
        public var method: String
        public var target: String
        public var status: Int
        public var bytes: Int
    }

    private struct State {
        var log: [LogEntry] = []
        var windows: [String: (second: Int, count: Int)] = [:]
        var count = 0
        /// Pages given, by the list's URL without its cursor.
        var scrolls: [String: Int] = [:]
    }

    private let options: Options
    private let exchanges: Exchanges
    private let server: HTTPServer
    private let state = Mutex(State())
    private let running = Mutex<Task<Void, Never>?>(nil)
    private let began = ContinuousClock.now

    /// - Throws: Where a folder has no readable `index.jsonl`.
    public init(folders: [String], options: Options = Options()) throws {
        self.options = options
        exchanges = try Exchanges(folders: folders)
        server = HTTPServer(
            address: try sockaddr_in.inet(ip4: "127.0.0.1", port: options.port), timeout: 300, logger: .disabled)
    }

    /// Starts listening.
    ///
    /// - Returns: The port.
    public func start() async throws -> UInt16 {
        await server.appendRoute("*") { [self] request in await respond(to: request) }
        let task = Task { [server] in _ = try? await server.run() }
        running.withLock { $0 = task }
        // On a loaded machine a task may wait long for its turn.
        try await server.waitUntilListening(timeout: 300)
        guard case .ip4(_, let port)? = await server.listeningAddress else { return options.port }
        return port
    }

    public func stop() async {
        await server.stop()
        running.withLock { $0?.cancel() }
    }

    public var log: [LogEntry] { state.withLock { $0.log } }

    private func respond(to request: HTTPRequest) async -> HTTPResponse {
        let elapsed = began.duration(to: .now).components
        let microseconds = Int(elapsed.seconds) * 1_000_000 + Int(elapsed.attoseconds / 1_000_000_000_000)
        let arrival = Date().timeIntervalSince1970
        var path = request.target.path()
        let rawQuery = request.target.query()
        var host = request.headers[HTTPHeader("X-Ibid-Host")] ?? ""
        if host.isEmpty {
            let parts = path.split(separator: "/", maxSplits: 1).map(String.init)
            if let first = parts.first, first.contains(".") {
                host = first
                path = "/" + (parts.count > 1 ? parts[1] : "")
            }
        }
        if options.latencyMilliseconds > 0 {
            try? await Task.sleep(nanoseconds: UInt64(options.latencyMilliseconds) * 1_000_000)
        }
        let (strikes, isOver) = state.withLock { state -> (Bool, Bool) in
            state.count += 1
            var window = state.windows[host] ?? (second: 0, count: 0)
            let second = microseconds / 1_000_000
            if window.second != second { window = (second, 0) }
            window.count += 1
            state.windows[host] = window
            return (
                options.fault != nil && (options.faultHost ?? host) == host
                    && state.count % max(1, options.faultEvery) == 0,
                options.enforcesRate && window.count > options.requestsPerSecond
            )
        }
        var answer: Answer
        if isOver {
            answer = Answer(
                status: 429, contentType: "text/html", headers: [("Retry-After", "1")],
                body: Array("<html>too many requests</html>".utf8))
        } else {
            let query = Exchanges.items(rawQuery)
            let items = rawQuery.split(separator: "&").map { item in
                let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                    $0.replacingOccurrences(of: "+", with: "%20").removingPercentEncoding ?? String($0)
                }
                return (name: parts[0], value: parts.count > 1 ? parts[1] : "")
            }
            let list = query.filter { $0.key != "cursor" }.sorted { $0.key < $1.key }.description
            let turn = state.withLock { state -> Int in
                guard options.keepsCursor, let cursor = query["cursor"] else { return 0 }
                state.scrolls[list] = cursor == "*" ? -1 : state.scrolls[list, default: -1] + 1
                return max(0, state.scrolls[list] ?? 0)
            }
            let body = (try? await request.bodyData).map { [UInt8]($0) } ?? []
            answer = self.answer(
                Ask(
                    method: request.method.rawValue, host: host, path: path.removingPercentEncoding ?? path,
                    query: query, items: items, body: body, turn: turn, keepsCursor: options.keepsCursor),
                url: "https://\(host)\(path)" + (rawQuery.isEmpty ? "" : "?\(rawQuery)"))
            if strikes, let fault = options.fault { answer = await apply(fault, to: answer) }
        }
        var headers: HTTPHeaders = [HTTPHeader("Content-Type"): answer.contentType]
        headers[HTTPHeader("X-Rate-Limit-Limit")] = String(options.requestsPerSecond)
        headers[HTTPHeader("X-Rate-Limit-Interval")] = "1s"
        for (name, value) in answer.headers { headers[HTTPHeader(name)] = value }
        if answer.status == 200 {
            let tag =
                "\""
                + String(
                    answer.body.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 },
                    radix: 16) + "\""
            headers[HTTPHeader("ETag")] = tag
            if request.headers[HTTPHeader("If-None-Match")] == tag {
                answer.status = 304
                answer.body = []
            }
        }
        record(
            LogEntry(
                microseconds: microseconds, time: arrival, host: host, method: request.method.rawValue,
                target: request.target.rawValue, status: answer.status, bytes: answer.body.count))
        return HTTPResponse(
            statusCode: HTTPStatusCode(answer.status, phrase: "Recorded"), headers: headers, body: Data(answer.body))
    }

    /// What was recorded of this very request, else what the service makes of its records.
    private func answer(_ ask: Ask, url: String) -> Answer {
        if ask.method == "GET", let exchange = exchanges.byRequest[Exchanges.key(method: ask.method, url: url)],
            let data = FileManager.default.contents(atPath: exchange.bodyPath)
        {
            return Answer(
                status: exchange.status, contentType: exchange.contentType,
                headers: exchange.location.map { [("Location", $0)] } ?? [], body: [UInt8](data))
        }
        return ReplicaServices.answer(ask, exchanges)
    }

    private func apply(_ fault: Fault, to answer: Answer) async -> Answer {
        var answer = answer
        switch fault {
        case .status500: return Answer(status: 500, contentType: "text/html", body: Array("<html>error</html>".utf8))
        case .status429:
            return Answer(
                status: 429, contentType: "text/html", headers: [("Retry-After", "0")],
                body: Array("<html>slow down</html>".utf8))
        case .htmlForJSON:
            return Answer(
                status: 200, contentType: "text/html", body: Array("<!doctype html><html>landing page</html>".utf8))
        case .emptyBody: answer.body = []
        case .emptyPage:
            answer.body = Array(
                #"{"status":"ok","message-type":"work-list","message":{"total-results":9,"items":[],"next-cursor":"c0+/="}}"#
                    .utf8)
        case .truncated: answer.body = Array(answer.body.prefix(answer.body.count / 2))
        case .hang: try? await Task.sleep(nanoseconds: 3_600_000_000_000)
        }
        return answer
    }

    private func record(_ entry: LogEntry) {
        state.withLock { $0.log.append(entry) }
        guard let path = options.logPath else { return }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("ms", entry.milliseconds)
        writer.member("us", entry.microseconds)
        writer.member("time", Int(entry.time * 1000))
        writer.member("host", entry.host)
        writer.member("method", entry.method)
        writer.member("target", entry.target)
        writer.member("status", entry.status)
        writer.member("bytes", entry.bytes)
        writer.endObject()
        writer.newline()
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o644)
        guard descriptor >= 0 else { return }
        _ = writer.bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }
}
