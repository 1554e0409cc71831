import Foundation
import Testing

@testable import Transfer

@Suite("A client with a cache")
struct CachedClientTests {
    @Test("asks once, then answers from the cache while the reply is fresh")
    func fresh() async throws {
        try await withTemporaryFolder { folder in
            let stage = try Stage({ $0.cacheFolder = folder }) { .text("\($0.number)") }
            defer { stage.server.stop() }
            let first = try await stage.get()
            let second = try await stage.get()
            #expect(!first.fromCache)
            #expect(second.fromCache)
            #expect(second.text == "1")
            #expect(second.received == first.received)
            #expect(stage.server.count == 1)
            #expect(stage.client.tally.cacheHits == 1)
        }
    }

    @Test("asks anew where the reply is stale, or where it is told to", arguments: [true, false])
    func stale(isTold: Bool) async throws {
        try await withTemporaryFolder { folder in
            let stage = try Stage({
                $0.cacheFolder = folder
                if !isTold { $0.cacheSeconds = -100 }
            }) { .text("\($0.number)") }
            defer { stage.server.stop() }
            let request = Request(stage.server.url())
            for number in 1...3 {
                let reply = try await stage.client.reply(to: request, policy: isTold ? .revalidate : .whereFresh)
                #expect(reply.text == "\(number)")
            }
            #expect(Cache(folder: folder).reply(to: request)?.text == "3")
        }
    }

    @Test(
        "asks whether a stale reply still holds, by its ETag and date",
        arguments: [
            ["ETag": "\"v1\""], ["Last-Modified": "Sun, 06 Nov 1994 08:49:37 GMT"],
            ["ETag": "W/\"v1\"", "Last-Modified": "Sun, 06 Nov 1994 08:49:37 GMT"],
        ])
    func conditional(headers: [String: String]) async throws {
        try await withTemporaryFolder { folder in
            let stage = try Stage({ $0.cacheFolder = folder }) { request in
                request.number == 1 ? .reply(200, headers, body: Array("kept".utf8)) : .raw("HTTP/1.1 304 Same\r\n\r\n")
            }
            defer { stage.server.stop() }
            let request = Request(stage.server.url())
            _ = try await stage.client.reply(to: request)
            let second = try await stage.client.reply(to: request, policy: .revalidate)
            #expect(second.text == "kept")
            #expect(second.status == 200)
            #expect(second.fromCache)
            #expect(stage.client.tally.notModified == 1)
            let asked = try #require(stage.server.received.last).headers
            #expect(asked["if-none-match"] == headers["ETag"])
            #expect(asked["if-modified-since"] == headers["Last-Modified"])
            let first = try #require(stage.server.received.first).headers
            #expect(first["if-none-match"] == nil && first["if-modified-since"] == nil)
        }
    }

    @Test("takes a changed reply in place of a stale one")
    func changed() async throws {
        try await withTemporaryFolder { folder in
            let stage = try Stage({ $0.cacheFolder = folder }) {
                .reply(200, ["ETag": "\"\($0.number)\""], body: Array("\($0.number)".utf8))
            }
            defer { stage.server.stop() }
            let request = Request(stage.server.url())
            for number in 1...3 {
                let reply = try await stage.client.reply(to: request, policy: .revalidate)
                #expect(reply.text == "\(number)")
                #expect(!reply.fromCache)
            }
            #expect(stage.server.received.map { $0.headers["if-none-match"] } == [nil, "\"1\"", "\"2\""])
        }
    }

    @Test("keeps good replies and the news that there is none", arguments: [200, 203, 404, 410])
    func kept(status: Int) async throws {
        try await withTemporaryFolder { folder in
            let stage = try Stage({ $0.cacheFolder = folder }) { _ in .reply(status, body: [1]) }
            defer { stage.server.stop() }
            for _ in 0..<2 { #expect(try await stage.get().status == status) }
            #expect(stage.server.count == 1)
        }
    }

    @Test("keeps no reply that may pass or is a refusal", arguments: [400, 401, 403, 429, 500, 503])
    func notKept(status: Int) async throws {
        try await withTemporaryFolder { folder in
            let stage = try Stage({
                $0.cacheFolder = folder
                $0.tries = 1
            }) { _ in .reply(status, body: [1]) }
            defer { stage.server.stop() }
            for _ in 0..<2 { #expect(try await stage.get().status == status) }
            #expect(stage.server.count == 2)
            #expect(Cache(folder: folder).stats().isEmpty)
        }
    }

    @Test("keeps the old reply where the new one fails")
    func keepsOld() async throws {
        try await withTemporaryFolder { folder in
            let stage = try Stage({
                $0.cacheFolder = folder
                $0.tries = 1
            }) { $0.number == 1 ? .text("old") : .reply(500) }
            defer { stage.server.stop() }
            let request = Request(stage.server.url())
            _ = try await stage.client.reply(to: request)
            #expect(try await stage.client.reply(to: request, policy: .revalidate).status == 500)
            #expect(Cache(folder: folder).reply(to: request)?.text == "old")
        }
    }

    @Test("asks anew where the cached file is damaged")
    func damaged() async throws {
        try await withTemporaryFolder { folder in
            let stage = try Stage({ $0.cacheFolder = folder }) { .text("\($0.number)") }
            defer { stage.server.stop() }
            _ = try await stage.get()
            for file in CacheTests.files(folder) { try "damage".write(toFile: file, atomically: true, encoding: .utf8) }
            #expect(try await stage.get().text == "2")
            #expect(try await stage.get().text == "2")
        }
    }

    @Test("answers offline from the cache alone, however old the reply, and fails by name without one")
    func offline() async throws {
        try await withTemporaryFolder { folder in
            let stage = try Stage({
                $0.cacheFolder = folder
                $0.isOffline = true
                $0.cacheSeconds = 0
            }) { _ in .text("network") }
            defer { stage.server.stop() }
            let request = Request(stage.server.url("/kept"))
            var reply = CacheTests.reply(body: "cached", received: 1)
            reply.request = request
            Cache(folder: folder).store(reply)
            for policy in [CachePolicy.whereFresh, .revalidate] {
                #expect(try await stage.client.reply(to: request, policy: policy).text == "cached")
            }
            let failure = try await stage.failure(of: stage.server.url("/other"))
            #expect(failure.kind == .offline)
            #expect(failure.tries == 0)
            #expect(failure.url == stage.server.url("/other"))
            #expect(stage.server.count == 0)
        }
    }

    @Test("fails offline by name without a cache")
    func offlineWithoutCache() async throws {
        let stage = try Stage({ $0.isOffline = true }) { _ in .text("network") }
        defer { stage.server.stop() }
        #expect(try await stage.failure().kind == .offline)
        #expect(stage.server.count == 0)
    }
}
