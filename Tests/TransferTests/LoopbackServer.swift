// The socket types of the C library reach Swift through this module.
import CCurl
import Foundation
import Synchronization

/// A server on loopback that answers each request with bytes of the test's choosing: good ones, and such as no HTTP
/// library would send. One thread a connection.
final class LoopbackServer: Sendable {
    /// One request as it came.
    struct Received: Sendable {
        var method: String
        /// Path and query.
        var target: String
        /// Names in lower case.
        var headers: [String: String]
        var body: [UInt8]
        /// Place among all requests of the server, from 1.
        var number: Int
        /// The server's port.
        var port: UInt16
    }

    enum Step: Sendable {
        case send([UInt8])
        /// A wait in seconds.
        case pause(Double)
        /// The same bytes over and over, with a wait in seconds before each, until the client goes away.
        case sendForEver([UInt8], every: Double)
        /// Nothing at all until the client goes away.
        case hang
        /// An RST in place of an orderly end.
        case reset
    }

    struct Answer: Sendable {
        var steps: [Step]
        var keepsAlive = false

        static func steps(_ steps: Step...) -> Answer { Answer(steps: steps) }

        static func raw(_ text: String) -> Answer { Answer(steps: [.send(Array(text.utf8))]) }

        /// An orderly reply.
        static func reply(_ status: Int, _ headers: [String: String] = [:], body: [UInt8] = []) -> Answer {
            var head = "HTTP/1.1 \(status) Status\r\nContent-Length: \(body.count)\r\n"
            for (name, value) in headers.sorted(by: { $0.key < $1.key }) { head += "\(name): \(value)\r\n" }
            return Answer(steps: [.send(Array((head + "\r\n").utf8) + body)], keepsAlive: true)
        }

        static func text(_ text: String) -> Answer { reply(200, body: Array(text.utf8)) }

        static func redirect(_ status: Int = 302, to location: String) -> Answer {
            reply(status, ["Location": location])
        }
    }

    private struct State {
        var received: [Received] = []
        var connections: Set<Int32> = []
        var isStopped = false
    }

    let port: UInt16
    private let listener: Int32
    private let state = Mutex(State())
    private let respond: @Sendable (Received) -> Answer

    init(_ respond: @escaping @Sendable (Received) -> Answer) throws {
        self.respond = respond
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 128) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isListening else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = UInt16(bigEndian: address.sin_port)
        let thread = Thread { [self] in accepting() }
        thread.start()
    }

    /// Ends every connection, and the thread that waits for new ones.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            shutdown(listener, Int32(SHUT_RDWR))
            for connection in state.connections { shutdown(connection, Int32(SHUT_RDWR)) }
        }
    }

    var received: [Received] { state.withLock { $0.received } }
    var connectionCount: Int { state.withLock { $0.connections.count } }
    var count: Int { state.withLock { $0.received.count } }

    func url(_ path: String = "/", host: String = "127.0.0.1") -> String { "http://\(host):\(port)\(path)" }

    /// Waits until so many requests have come.
    func waitForRequests(_ count: Int) async throws {
        while self.count < count { try await Task.sleep(for: .milliseconds(2)) }
    }

    private func accepting() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            state.withLock { state in
                state.connections.insert(connection)
                if state.isStopped { shutdown(connection, Int32(SHUT_RDWR)) }
            }
            let thread = Thread { [self] in
                serve(connection)
                state.withLock { state in
                    state.connections.remove(connection)
                    close(connection)
                }
            }
            thread.start()
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        var pending: [UInt8] = []
        while let request = readRequest(connection, &pending) {
            let answer = respond(request)
            for step in answer.steps {
                switch step {
                case .send(let bytes):
                    guard send(bytes, connection) else { return }
                case .pause(let seconds):
                    Thread.sleep(forTimeInterval: seconds)
                case .sendForEver(let bytes, let wait):
                    while send(bytes, connection) { if wait > 0 { Thread.sleep(forTimeInterval: wait) } }
                    return
                case .hang:
                    var byte: UInt8 = 0
                    while recv(connection, &byte, 1, 0) > 0 {}
                    return
                case .reset:
                    var none = linger(l_onoff: 1, l_linger: 0)
                    setsockopt(connection, SOL_SOCKET, SO_LINGER, &none, socklen_t(MemoryLayout<linger>.size))
                    return
                }
            }
            guard answer.keepsAlive else { return }
        }
    }

    private func send(_ bytes: [UInt8], _ connection: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    private func readRequest(_ connection: Int32, _ pending: inout [UInt8]) -> Received? {
        let end = Array("\r\n\r\n".utf8)
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            if let headEnd = pending.firstRange(of: end) {
                let lines = String(decoding: pending[..<headEnd.lowerBound], as: UTF8.self).components(
                    separatedBy: "\r\n")
                var headers: [String: String] = [:]
                for line in lines.dropFirst() {
                    let parts = line.split(separator: ":", maxSplits: 1)
                    guard parts.count == 2 else { continue }
                    headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
                }
                let length = headers["content-length"].flatMap { Int($0) } ?? 0
                if pending.count >= headEnd.upperBound + length {
                    let words = lines[0].split(separator: " ")
                    let body = Array(pending[headEnd.upperBound..<headEnd.upperBound + length])
                    pending.removeFirst(headEnd.upperBound + length)
                    return state.withLock { state in
                        let request = Received(
                            method: String(words.first ?? ""), target: words.count > 1 ? String(words[1]) : "",
                            headers: headers, body: body, number: state.received.count + 1, port: port)
                        state.received.append(request)
                        return request
                    }
                }
            }
            let got = recv(connection, &buffer, buffer.count, 0)
            guard got > 0 else { return nil }
            pending.append(contentsOf: buffer[..<got])
            // A client that begins with a TLS handshake gets the answer that it did not hope for.
            if pending.first == 0x16 { pending = Array("TLS / -\r\n\r\n".utf8) }
        }
    }
}

/// A port on which nobody answers, and which nobody else gets while it is held: bound, but not listened on.
final class DeafPort {
    let number: UInt16
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { [descriptor] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        number = UInt16(bigEndian: address.sin_port)
        guard isBound else { throw POSIXError(.EADDRNOTAVAIL) }
    }

    deinit { close(descriptor) }
}
