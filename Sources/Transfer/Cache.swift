internal import CZstd
internal import Foundation

/// The folder of replies as received: one file a reply, written once and whole, looked up by request.
///
/// `HOST/ab/ab….reply` is a Zstandard frame that holds one line of JSON (request, status, headers, times), a newline,
/// and the body. The name is a hash of method, URL, `Accept`, request body and turn. `Docs/transfer.md` describes the format.
public struct Cache: Sendable {
    public let folder: String

    public init(folder: String) { self.folder = folder }

    private struct Head: Codable {
        var format = 1
        var method: Request.Method
        var url: String
        var requestHeaders: [Header]
        var requestBody: Data?
        var turn: Int?
        var status: Int
        var headers: [Header]
        var effectiveURL: String
        var received: Int64
    }

    /// Headers of a request that a cache does not keep, whoever set them.
    private static let secretHeaders: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "x-api-key", "api-key",
    ]

    /// The reply stored for a request; nil where there is none or it cannot be read.
    public func reply(to request: Request) -> Reply? {
        guard let reply = Self.read(path(of: request)) else { return nil }
        return reply.request.url == request.url && reply.request.method == request.method ? reply : nil
    }

    /// Stores a reply over an earlier one; a reply that cannot be stored is passed over: the cache is a convenience.
    public func store(_ reply: Reply) {
        let request = reply.request
        let head = Head(
            method: request.method, url: request.url,
            requestHeaders: request.headers.filter { !Self.secretHeaders.contains($0.name.lowercased()) },
            requestBody: request.body.isEmpty ? nil : Data(request.body), turn: request.turn == 0 ? nil : request.turn,
            status: reply.status,
            headers: reply.headers.filter { $0.name.lowercased() != "set-cookie" }, effectiveURL: reply.effectiveURL,
            received: reply.received)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard var content = try? encoder.encode(head) else { return }
        content.append(UInt8(ascii: "\n"))
        content.append(contentsOf: reply.body)
        let path = path(of: request)
        let parent = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        let temporary = "\(parent)/.\(getpid())-\(UInt64.random(in: 0...UInt64.max)).part"
        let packed = Self.compressed([UInt8](content))
        guard !packed.isEmpty, FileManager.default.createFile(atPath: temporary, contents: Data(packed)) else { return }
        if rename(temporary, path) != 0 { unlink(temporary) }
    }

    func path(of request: Request) -> String {
        let accept = request.headers.first { $0.name.lowercased() == "accept" }?.value ?? ""
        var text = "\(request.method.rawValue) \(request.url)\n\(accept)\n"
        if request.turn > 0 { text += "turn \(request.turn)\n" }
        let name = text.withUTF8 { head in
            let a = Self.hash(head, request.body, 0xCBF2_9CE4_8422_2325)
            let b = Self.hash(head, request.body, 0x9E37_79B9_7F4A_7C15)
            return Self.hexadecimal(a) + Self.hexadecimal(b)
        }
        let host = request.host.filter { $0.isASCII && ($0.isLetter || $0.isNumber || ".-".contains($0)) }
        let place = host.allSatisfy { $0 == "." } ? "none" : host
        return "\(folder)/\(place)/\(name.prefix(2))/\(name).reply"
    }

    /// FNV-1a with a closing mix; 2 × 64 bits name a reply.
    private static func hash(_ head: UnsafeBufferPointer<UInt8>, _ body: [UInt8], _ basis: UInt64) -> UInt64 {
        var state = basis
        for byte in head { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        for byte in body { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        state ^= state >> 32
        state = state &* 0xD6E8_FEB8_6659_FD93
        return state ^ (state >> 32)
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func compressed(_ bytes: [UInt8]) -> [UInt8] {
        guard let context = ZSTD_createCCtx() else { return [] }
        defer { ZSTD_freeCCtx(context) }
        // The checksum is what finds a damaged file whose bytes were stored as they are.
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
        var out = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let size = ZSTD_compress2(context, &out, out.count, bytes, bytes.count)
        return ZSTD_isError(size) == 0 ? Array(out[..<size]) : []
    }

    private static func read(_ path: String) -> Reply? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        let packed = [UInt8](data)
        let size = ZSTD_getFrameContentSize(packed, packed.count)
        guard size <= 1 << 31 else { return nil }
        var content = [UInt8](repeating: 0, count: Int(size))
        let got = ZSTD_decompress(&content, content.count, packed, packed.count)
        guard ZSTD_isError(got) == 0, got == content.count, let end = content.firstIndex(of: UInt8(ascii: "\n")),
            let head = try? JSONDecoder().decode(Head.self, from: Data(content[..<end]))
        else { return nil }
        var request = Request(
            head.url, method: head.method, headers: head.requestHeaders,
            body: head.requestBody.map { [UInt8]($0) } ?? [])
        request.turn = head.turn ?? 0
        return Reply(
            to: request, status: head.status, headers: head.headers, body: Array(content[(end + 1)...]),
            effectiveURL: head.effectiveURL, received: head.received, fromCache: true)
    }

    // MARK: Care

    public struct HostStats: Sendable, Equatable {
        public var host: String
        public var replies = 0
        public var bytes = 0
        /// Seconds since 1970.
        public var oldest: Int64?
        public var newest: Int64?
    }

    private func files(_ suffix: String = ".reply") -> [(host: String, path: String)] {
        let hosts = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return hosts.sorted().flatMap { host -> [(host: String, path: String)] in
            guard let names = FileManager.default.enumerator(atPath: "\(folder)/\(host)") else { return [] }
            return names.compactMap { $0 as? String }.filter { $0.hasSuffix(suffix) }.sorted().map {
                (host, "\(folder)/\(host)/\($0)")
            }
        }
    }

    /// Replies and bytes on disk by host, hosts in alphabetical order.
    public func stats() -> [HostStats] {
        var result: [HostStats] = []
        for file in files() {
            if result.last?.host != file.host { result.append(HostStats(host: file.host)) }
            var status = stat()
            guard stat(file.path, &status) == 0 else { continue }
            let time = Int64(status.st_mtim.tv_sec)
            let last = result.count - 1
            result[last].replies += 1
            result[last].bytes += Int(status.st_size)
            result[last].oldest = min(result[last].oldest ?? time, time)
            result[last].newest = max(result[last].newest ?? time, time)
        }
        return result
    }

    /// Removes replies received before a moment, and leftovers of writers that were killed.
    ///
    /// - Parameter time: Seconds since 1970.
    /// - Returns: Replies removed.
    public func prune(before time: Int64) -> Int {
        func remove(_ files: [(host: String, path: String)]) -> Int {
            files.count { file in
                var status = stat()
                return stat(file.path, &status) == 0 && Int64(status.st_mtim.tv_sec) < time && unlink(file.path) == 0
            }
        }
        _ = remove(files(".part"))
        return remove(files())
    }

    /// Reads every reply.
    ///
    /// - Returns: Paths of files that cannot be read, or whose name is not that of the request they hold.
    public func verify() -> [String] {
        files().compactMap { file in
            guard let reply = Self.read(file.path), path(of: reply.request) == file.path else { return file.path }
            return nil
        }
    }
}
