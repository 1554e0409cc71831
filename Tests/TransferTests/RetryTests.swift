import Foundation
import Testing

@testable import Transfer

@Suite("A request is made again")
struct RetryTests {
    @Test("after a status that may pass", arguments: [408, 425, 429, 500, 502, 503, 504, 522, 524])
    func passingStatus(status: Int) async throws {
        let stage = try Stage { $0.number == 1 ? .reply(status) : .text("well") }
        defer { stage.server.stop() }
        let reply = try await stage.get(headers: [Header("Accept", "text/x")])
        #expect(reply.text == "well")
        #expect(stage.server.received.map { $0.headers["accept"] } == ["text/x", "text/x"])
        #expect(stage.client.tally.retries == 1)
        #expect(stage.waits == [0.5])
    }

    @Test("after no other status", arguments: [200, 204, 400, 401, 403, 404, 406, 410, 418, 451, 501, 505])
    func otherStatus(status: Int) async throws {
        let stage = try Stage { _ in .reply(status) }
        defer { stage.server.stop() }
        #expect(try await stage.get().status == status)
        #expect(stage.server.count == 1)
        #expect(stage.client.tally.retries == 0)
    }

    /// What a connection may do in place of a reply.
    enum Breakage: String, CaseIterable, Sendable {
        case silentClose, reset, cutOffHead, cutOffBody, cutOffChunk, badGzip, badChunk

        var answer: LoopbackServer.Answer {
            switch self {
            case .silentClose: .steps()
            case .reset: .steps(.reset)
            case .cutOffHead: .raw("HTTP/1.1 200 OK\r\nContent-Le")
            case .cutOffBody: .raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort")
            case .cutOffChunk: .raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe")
            case .badGzip: .reply(200, ["Content-Encoding": "gzip"], body: Array("this is no gzip".utf8))
            case .badChunk: .raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n")
            }
        }
    }

    @Test("after a broken reply", arguments: Breakage.allCases)
    func brokenReply(breakage: Breakage) async throws {
        let stage = try Stage { $0.number == 1 ? breakage.answer : .text("well") }
        defer { stage.server.stop() }
        #expect(try await stage.get().text == "well")
        #expect(stage.client.tally.retries == 1)
    }

    @Test("no more often than the settings say after broken replies", arguments: [1, 2, 4])
    func brokenTries(tries: Int) async throws {
        let stage = try Stage({ $0.tries = tries }) { _ in Breakage.cutOffBody.answer }
        defer { stage.server.stop() }
        let failure = try await stage.failure()
        #expect(failure.kind == .brokenReply)
        #expect(failure.tries == tries)
        #expect(stage.waits.count == tries - 1)
    }

    @Test("after a refused connection")
    func refusedConnection() async throws {
        let stage = try Stage { _ in .text("never") }
        defer { stage.server.stop() }
        let port = try DeafPort()
        let failure = try await stage.failure(of: "http://127.0.0.1:\(port.number)/")
        withExtendedLifetime(port) {}
        #expect(failure.kind == .cannotConnect)
        #expect(failure.tries == 4)
    }

    @Test("never where TLS fails")
    func tls() async throws {
        let stage = try Stage { _ in .text("no TLS here") }
        defer { stage.server.stop() }
        let failure = try await stage.failure(of: "https://127.0.0.1:\(stage.server.port)/")
        #expect(failure.kind == .tlsFailed)
        #expect(failure.tries == 1)
    }

    @Test("no more often than the settings say, then its last reply is handed over", arguments: [1, 2, 5])
    func tries(most: Int) async throws {
        let stage = try Stage({ $0.tries = most }) { .reply(503, body: Array("\($0.number)".utf8)) }
        defer { stage.server.stop() }
        let reply = try await stage.get()
        #expect(reply.status == 503)
        #expect(reply.text == "\(most)")
        #expect(stage.server.count == most)
    }

    @Test("after waits that double up to a minute, of which jitter takes a share", arguments: [1.0, 0.25, 0])
    func backoff(random: Double) async throws {
        let stage = try Stage(
            random: random,
            {
                $0.tries = 6
                $0.firstBackoff = 5
            }
        ) { _ in .reply(500) }
        defer { stage.server.stop() }
        _ = try await stage.get()
        #expect(stage.waits == [5, 10, 20, 40, 60].map { $0 * random })
    }

    @Test("as long as the run's budget lasts")
    func runBudget() async throws {
        let stage = try Stage({ $0.runRetries = 4 }) { $0.target == "/broken" ? .steps() : .reply(503) }
        defer { stage.server.stop() }
        #expect(try await stage.get().status == 503)
        #expect(stage.server.count == 4)
        #expect(try await stage.get().status == 503)
        #expect(stage.server.count == 6)
        #expect(try await stage.get().status == 503)
        #expect(stage.server.count == 7)
        #expect(try await stage.failure(of: stage.server.url("/broken")).tries == 1)
        #expect(stage.client.tally.retries == 4)
    }

    // MARK: Retry-After

    @Test(
        "after the wait that the server asks for, or its own where that is longer",
        arguments: [
            ("7", 7.0), (" 7 ", 7), ("120", 120), ("0", 0.5), ("0.1", 0.5), ("Sun, 06 Nov 1994 08:49:37 GMT", 0.5),
            ("-5", 0.5), ("nan", 0.5), ("soon", 0.5), ("", 0.5), ("Sun, 99 Foo 2999 08:49:37 GMT", 0.5),
        ])
    func retryAfter(text: String, wait: Double) async throws {
        let stage = try Stage { $0.number == 1 ? .reply(429, ["Retry-After": text]) : .text("well") }
        defer { stage.server.stop() }
        #expect(try await stage.get().text == "well")
        #expect(stage.waits == [wait])
    }

    @Test(
        "not at all where the server asks for an absurd wait",
        arguments: ["121", "99999999999999999999", "1e308", "inf", "Fri, 31 Dec 9999 23:59:59 GMT"])
    func absurdRetryAfter(text: String) async throws {
        let stage = try Stage { _ in .reply(503, ["Retry-After": text]) }
        defer { stage.server.stop() }
        let reply = try await stage.get()
        #expect(reply.status == 503)
        #expect(reply.header("retry-after") == text)
        #expect(stage.server.count == 1)
        #expect(stage.waits.isEmpty)
    }

    @Test("not for a Retry-After on a reply that is good")
    func retryAfterOnSuccess() async throws {
        let stage = try Stage { _ in .reply(200, ["Retry-After": "5"], body: [1]) }
        defer { stage.server.stop() }
        #expect(try await stage.get().status == 200)
        #expect(stage.server.count == 1)
        #expect(stage.waits.isEmpty)
    }

    @Test(
        "at the date the server names",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
            ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199), ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
            ("Friday, 01-Jan-27 00:00:00 GMT", 1_798_761_600),
        ])
    func dates(text: String, seconds: Double) {
        #expect(Retrying.httpDate(text) == seconds)
        let reply = Reply(to: Request("http://h.test/"), status: 503, headers: [Header("Retry-After", text)], body: [])
        #expect(Retrying.retryAfter(reply, now: seconds - 30) == 30)
        #expect(Retrying.retryAfter(reply, now: seconds + 30) == 0)
    }

    @Test(
        "as if nothing were said where the date is none",
        arguments: [
            "Sun, 06 Nov", "06 Nov 1994", "a, b c d e", "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 99999999999999999999 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 9223372036854775807 08:49:37 GMT",
            "Sun, 9223372036854775807 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 9223372036854775807:49:37 GMT",
            "Sun, 06 Nov -9223372036854775808 08:49:37 GMT", "Sun, 00 Nov 1994 25:61:61 GMT",
        ])
    func notDates(text: String) { #expect(Retrying.httpDate(text) == nil) }
}
