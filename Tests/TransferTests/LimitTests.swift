import Testing

@testable import Transfer

@Suite("A limit")
struct LimitTests {
    /// Replies that never end, or unfold to far more than their size.
    enum Flood: String, CaseIterable, Sendable {
        case declared, endless, chunked, gzipBomb, zstdBomb

        var answer: LoopbackServer.Answer {
            let block = [UInt8](repeating: 120, count: 32 << 10)
            switch self {
            case .declared: return .reply(200, body: [UInt8](repeating: 120, count: 2 << 20))
            case .endless: return .steps(.send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8)), .sendForEver(block, every: 0))
            case .chunked:
                return .steps(
                    .send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)),
                    .sendForEver(Array("8000\r\n".utf8) + block + Array("\r\n".utf8), every: 0))
            case .gzipBomb:
                return .reply(200, ["Content-Encoding": "gzip"], body: Squeezed.gzip(zeros: 16 << 20))
            case .zstdBomb:
                return .reply(200, ["Content-Encoding": "zstd"], body: Squeezed.zstd(zeros: 1 << 30))
            }
        }
    }

    @Test("on decoded bytes stops the transfer, which is not tried again", arguments: Flood.allCases)
    func bytes(flood: Flood) async throws {
        let stage = try Stage({ $0.byteLimit = 1 << 20 }) { _ in flood.answer }
        defer { stage.server.stop() }
        let failure = try await stage.failure()
        #expect(failure.kind == .tooLarge)
        #expect(failure.what.contains("\(1 << 20)"))
        #expect(failure.tries == 1)
        #expect(stage.server.count == 1)
    }

    @Test(
        "on decoded bytes lets a reply of just that size pass", arguments: [(4095, true), (4096, true), (4097, false)])
    func boundary(size: Int, passes: Bool) async throws {
        let stage = try Stage({ $0.byteLimit = 4096 }) { _ in .reply(200, body: [UInt8](repeating: 7, count: size)) }
        defer { stage.server.stop() }
        let reply = try? await stage.get()
        #expect((reply?.body.count == size) == passes)
    }

    @Test("on headers stops a head that never ends")
    func endlessHead() async throws {
        let stage = try Stage { _ in
            .steps(
                .send(Array("HTTP/1.1 200 OK\r\n".utf8)),
                .sendForEver(Array(String(repeating: "X-Header: value\r\n", count: 500).utf8), every: 0))
        }
        defer { stage.server.stop() }
        let failure = try await stage.failure()
        #expect(failure.kind == .tooLarge)
        #expect(failure.what.contains("header"))
        #expect(stage.server.count == 1)
    }

    @Test("on headers stops a single line that is far too long")
    func longLine() async throws {
        let line = "X-Long: " + String(repeating: "a", count: 1 << 20) + "\r\n"
        let stage = try Stage { _ in .raw("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\(line)\r\n") }
        defer { stage.server.stop() }
        #expect(try await stage.failure().kind == .tooLarge)
    }

    @Test("on the number of headers keeps the first of them")
    func manyHeaders() async throws {
        let lines = (0..<1000).map { "X-\($0): \($0)\r\n" }.joined()
        let stage = try Stage { _ in .raw("HTTP/1.1 200 OK\r\n\(lines)Content-Length: 2\r\n\r\nok") }
        defer { stage.server.stop() }
        let reply = try await stage.get()
        #expect(reply.text == "ok")
        #expect(reply.header("x-0") == "0")
        #expect(reply.headers.count == 200)
    }

    @Test("on the time to the first byte ends a silent connection")
    func firstByte() async throws {
        let stage = try Stage({
            $0.firstByteSeconds = 0.2
            $0.tries = 1
        }) { _ in .steps(.hang) }
        defer { stage.server.stop() }
        let failure = try await stage.failure()
        #expect(failure.kind == .timedOut)
        #expect(failure.what.contains("first byte"))
    }

    @Test("on the time to the first byte lets a slow reply go on once it has begun")
    func slowBody() async throws {
        let stage = try Stage({ $0.firstByteSeconds = 0.3 }) { _ in
            LoopbackServer.Answer(
                steps: [.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n".utf8))]
                    + Array(repeating: .pause(0.05), count: 12).flatMap { [$0, .send([97])] })
        }
        defer { stage.server.stop() }
        #expect(try await stage.get().body.count == 12)
    }

    @Test("on the total time ends a reply that drips")
    func total() async throws {
        let stage = try Stage({
            $0.totalSeconds = 0.4
            $0.tries = 1
        }) { _ in
            .steps(.send(Array("HTTP/1.1 200 OK\r\n\r\n".utf8)), .sendForEver([97], every: 0.02))
        }
        defer { stage.server.stop() }
        #expect(try await stage.failure().kind == .timedOut)
    }

    @Test("on time is one for each try")
    func eachTry() async throws {
        let stage = try Stage({ $0.firstByteSeconds = 0.2 }) { $0.number == 1 ? .steps(.hang) : .text("second") }
        defer { stage.server.stop() }
        #expect(try await stage.get().text == "second")
        #expect(stage.server.count == 2)
    }
}
