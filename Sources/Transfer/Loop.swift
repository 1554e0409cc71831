internal import CCurl
internal import Foundation
internal import Synchronization

/// One hop: a request to one URL and what came back, redirects not followed.
struct Hop: Sendable {
    var url: String
    var method: Request.Method
    var headers: [Header]
    var body: [UInt8]
    /// False where the configuration names the host: then any address will do.
    var isGuarded: Bool
    var connectSeconds: Double
    var firstByteSeconds: Double
    var totalSeconds: Double
    var byteLimit: Int
    /// Called on the loop's thread when the request is about to go on the wire.
    var onSend: (@Sendable () -> Void)?
}

/// The thread that owns libcurl's multi handle. Transfers come in through a locked list; the cooperative thread pool
/// never waits for a socket.
final class Loop: Sendable {
    private struct State {
        var incoming: [ActiveHop] = []
        var isRunning = false
        var isClosed = false
        /// True while the thread waits, or is about to: only then it needs waking.
        var isWaiting = false
    }

    private let state = Mutex(State())
    nonisolated(unsafe) private let multi: UnsafeMutableRawPointer

    init() {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let multi = curl_multi_init() else { preconditionFailure("out of memory") }
        self.multi = multi
        _ = ibid_curl_multi_set_long(multi, CURLMOPT_PIPELINING, Int(CURLPIPE_MULTIPLEX))
        _ = ibid_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, 16)
    }

    // The loop's thread holds the loop until it ends, so nothing uses the handle any more.
    deinit { curl_multi_cleanup(multi) }

    func close() {
        state.withLock { $0.isClosed = true }
        curl_multi_wakeup(multi)
    }

    /// Makes one hop.
    ///
    /// - Throws: `TransferFailure`.
    func reply(to hop: Hop) async throws -> Reply {
        let transfer = ActiveHop(hop)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                transfer.continuation = continuation
                let (starts, isClosed, wakes) = state.withLock { state -> (Bool, Bool, Bool) in
                    if state.isClosed { return (false, true, false) }
                    state.incoming.append(transfer)
                    let (starts, wakes) = (!state.isRunning, state.isWaiting)
                    state.isRunning = true
                    state.isWaiting = false
                    return (starts, false, wakes)
                }
                if isClosed {
                    continuation.resume(throwing: TransferFailure(.cancelled, "the client is closed", url: hop.url))
                } else if starts {
                    let thread = Thread { self.run() }
                    thread.name = "ibid.transfer"
                    thread.start()
                } else if wakes {
                    curl_multi_wakeup(multi)
                }
            }
        } onCancel: {
            // The loop looks at the flag each time it wakes.
            transfer.isCancelled.store(true, ordering: .relaxed)
            curl_multi_wakeup(multi)
        }
    }

    private func run() {
        var active: [UnsafeMutableRawPointer: ActiveHop] = [:]
        // A handle is dear to make and cheap to clear.
        var idle: [UnsafeMutableRawPointer] = []
        func keep(_ handle: UnsafeMutableRawPointer) {
            if idle.count < 16 { idle.append(handle) } else { curl_easy_cleanup(handle) }
        }
        defer { for handle in idle { curl_easy_cleanup(handle) } }
        while true {
            let (incoming, isClosed) = state.withLock { state -> ([ActiveHop], Bool) in
                defer { state.incoming = [] }
                state.isWaiting = false
                return (state.incoming, state.isClosed)
            }
            for transfer in incoming {
                if let handle = transfer.start(on: idle.popLast()) {
                    active[handle] = transfer
                    curl_multi_add_handle(multi, handle)
                }
            }
            let now = DispatchTime.now().uptimeNanoseconds
            for (handle, transfer) in active {
                let failure: TransferFailure? =
                    if transfer.isCancelled.load(ordering: .relaxed) {
                        TransferFailure(.cancelled, "cancelled", url: transfer.hop.url)
                    } else if isClosed {
                        TransferFailure(.cancelled, "the client was closed", url: transfer.hop.url)
                    } else if transfer.waitsTooLong(now) {
                        TransferFailure(
                            .timedOut, "no first byte within \(Int(transfer.hop.firstByteSeconds)) s",
                            url: transfer.hop.url)
                    } else {
                        nil
                    }
                guard let failure else { continue }
                curl_multi_remove_handle(multi, handle)
                active[handle] = nil
                transfer.finish(throwing: failure)
                keep(handle)
            }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            var result = CURLE_OK
            while let handle = ibid_curl_next_done(multi, &result) {
                curl_multi_remove_handle(multi, handle)
                active.removeValue(forKey: handle)?.finish(result)
                keep(handle)
            }
            let hasMore = state.withLock { state -> Bool in
                state.isWaiting = state.incoming.isEmpty
                return !state.isWaiting
            }
            if hasMore { continue }
            if active.isEmpty {
                let mayEnd = state.withLock { state -> Bool in
                    guard state.incoming.isEmpty else { return false }
                    if state.isClosed { state.isRunning = false }
                    return state.isClosed
                }
                if mayEnd { return }
            }
            curl_multi_poll(multi, nil, 0, active.isEmpty ? 60_000 : 250, nil)
        }
    }
}

/// One hop under way. Touched by the loop's thread alone once it is queued, but for `isCancelled`.
private final class ActiveHop: @unchecked Sendable {
    let hop: Hop
    let isCancelled = Atomic<Bool>(false)
    var continuation: CheckedContinuation<Reply, any Error>?
    private var handle: UnsafeMutableRawPointer?
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private var headers: [Header] = []
    private var headBytes = 0
    private var isHeadWhole = false
    private var body: [UInt8] = []
    private var isTooLarge = false
    private var isHeadTooLarge = false
    private var gotFirstByte = false
    private var started: UInt64 = 0
    private let watch = UnsafeMutablePointer<ibid_connection_watch>.allocate(capacity: 1)
    private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    init(_ hop: Hop) {
        self.hop = hop
        watch.initialize(to: ibid_connection_watch())
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        watch.deallocate()
        errorText.deallocate()
    }

    func waitsTooLong(_ now: UInt64) -> Bool {
        !gotFirstByte && Double(now &- started) / 1e9 > hop.firstByteSeconds
    }

    /// A configured handle; nil where the transfer failed at once.
    ///
    /// - Parameter idle: A cleared handle that served before; nil makes one.
    func start(on idle: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        started = DispatchTime.now().uptimeNanoseconds
        guard let handle = idle ?? curl_easy_init() else {
            finish(throwing: TransferFailure(.other, "out of memory", url: hop.url))
            return nil
        }
        self.handle = handle
        let context = Unmanaged.passUnretained(self).toOpaque()
        ibid_curl_set_text(handle, CURLOPT_URL, hop.url)
        ibid_curl_set_text(handle, CURLOPT_PROTOCOLS_STR, "http,https")
        ibid_curl_set_text(handle, CURLOPT_PROXY, "")
        ibid_curl_set_text(handle, CURLOPT_ACCEPT_ENCODING, "")
        ibid_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 0)
        ibid_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        ibid_curl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        // Over TLS the handshake tells whether requests can share a connection. Without it the first reply does, and
        // all others would wait for that reply.
        ibid_curl_set_long(handle, CURLOPT_PIPEWAIT, hop.url.hasPrefix("https://") ? 1 : 0)
        ibid_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Int(hop.connectSeconds * 1000))
        ibid_curl_set_long(handle, CURLOPT_TIMEOUT_MS, Int(hop.totalSeconds * 1000))
        ibid_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
        ibid_curl_set_write(
            handle,
            { bytes, size, count, context in
                guard let context, let bytes else { return 0 }
                return Unmanaged<ActiveHop>.fromOpaque(context).takeUnretainedValue().receive(bytes, size * count)
            },
            { bytes, size, count, context in
                guard let context, let bytes else { return 0 }
                return Unmanaged<ActiveHop>.fromOpaque(context).takeUnretainedValue().receiveHeader(bytes, size * count)
            }, context)
        ibid_curl_watch(
            handle, watch, hop.isGuarded ? 1 : 0,
            { context in
                guard let context else { return }
                Unmanaged<ActiveHop>.fromOpaque(context).takeUnretainedValue().hop.onSend?()
            }, context)
        for header in hop.headers { headerList = curl_slist_append(headerList, "\(header.name): \(header.value)") }
        // curl would ask the server's leave before larger bodies and wait a second for it.
        headerList = curl_slist_append(headerList, "Expect:")
        ibid_curl_set_list(handle, CURLOPT_HTTPHEADER, headerList)
        if hop.method == .post { _ = hop.body.withUnsafeBytes { ibid_curl_set_body(handle, $0.baseAddress, $0.count) } }
        return handle
    }

    /// Bytes of all headers of a reply, those of 1xx replies before it included.
    private static let headLimit = 256 << 10

    private func receive(_ bytes: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        gotFirstByte = true
        guard body.count + count <= hop.byteLimit else {
            isTooLarge = true
            return 0
        }
        bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
            body.append(contentsOf: UnsafeBufferPointer(start: $0, count: count))
        }
        return count
    }

    private func receiveHeader(_ bytes: UnsafeMutablePointer<CChar>, _ count: Int) -> Int {
        gotFirstByte = true
        headBytes += count
        guard headBytes <= Self.headLimit else {
            isHeadTooLarge = true
            return 0
        }
        bytes.withMemoryRebound(to: UInt8.self, capacity: count) {
            readHeader(UnsafeBufferPointer(start: $0, count: count))
        }
        return count
    }

    private func readHeader(_ line: UnsafeBufferPointer<UInt8>) {
        // A new status line begins a new head: what came before was a 1xx.
        if line.starts(with: "HTTP/".utf8) {
            headers.removeAll()
            isHeadWhole = false
        }
        if line.first == UInt8(ascii: "\n") || (line.count == 2 && line[0] == UInt8(ascii: "\r")) {
            isHeadWhole = true
            // The body may begin: room for all of it, where its length is said and believable.
            if let said = headers.last(where: { $0.name.utf8.count == 14 && $0.name.lowercased() == "content-length" }),
                let length = Int(said.value), (1...min(hop.byteLimit, 1 << 20)).contains(length)
            {
                body.reserveCapacity(length)
            }
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), headers.count < 200 else { return }
        var value = line[(colon + 1)...]
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        while let byte = value.first, isSpace(byte) { value.removeFirst() }
        while let byte = value.last, isSpace(byte) { value.removeLast() }
        headers.append(
            Header(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
    }

    func finish(_ code: CURLcode) {
        guard let handle else { return }
        if code == CURLE_OK, !isHeadWhole {
            // libcurl takes a connection that ends within the headers for a whole reply.
            finish(throwing: TransferFailure(.brokenReply, "the reply ends within its headers", url: hop.url))
            return
        }
        if code == CURLE_OK {
            let reply = Reply(
                to: Request(hop.url, method: hop.method), status: ibid_curl_status(handle), headers: headers,
                body: body,
                received: Int64(Date().timeIntervalSince1970))
            clean()
            continuation?.resume(returning: reply)
            continuation = nil
            return
        }
        let said = String(cString: errorText)
        let text = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
        let kind: TransferFailure.Kind
        if watch.pointee.refused != 0 {
            finish(
                throwing: TransferFailure(
                    .forbiddenAddress, "the host's address is private, and the configuration does not allow the host",
                    url: hop.url))
            return
        }
        if isTooLarge {
            finish(
                throwing: TransferFailure(.tooLarge, "the reply is larger than \(hop.byteLimit) bytes", url: hop.url))
            return
        }
        // A single header beyond libcurl's own limit is reported as a want of memory.
        if isHeadTooLarge || (code == CURLE_OUT_OF_MEMORY && gotFirstByte && !isHeadWhole) {
            finish(throwing: TransferFailure(.tooLarge, "the reply's headers are too large", url: hop.url))
            return
        }
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: kind = .unusable
        case CURLE_COULDNT_RESOLVE_HOST: kind = .nameNotFound
        case CURLE_COULDNT_CONNECT: kind = .cannotConnect
        case CURLE_OPERATION_TIMEDOUT: kind = .timedOut
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE:
            kind = .tlsFailed
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_WRITE_ERROR,
            CURLE_BAD_CONTENT_ENCODING,
            CURLE_HTTP2, CURLE_HTTP2_STREAM, CURLE_WEIRD_SERVER_REPLY:
            kind = .brokenReply
        default: kind = .other
        }
        finish(throwing: TransferFailure(kind, text, url: hop.url))
    }

    func finish(throwing failure: TransferFailure) {
        clean()
        continuation?.resume(throwing: failure)
        continuation = nil
    }

    /// Clears the handle, which goes back to the loop, before what it points to goes.
    private func clean() {
        if let handle { curl_easy_reset(handle) }
        handle = nil
        curl_slist_free_all(headerList)
        headerList = nil
    }
}
