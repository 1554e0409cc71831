import Foundation
import Testing

@testable import Transfer

@Suite("Cache/")
struct CacheTests {
    static func reply(_ url: String = "http://h.test/a", body: String = "body", received: Int64 = 1000) -> Reply {
        Reply(
            to: Request(url), status: 200, headers: [Header("Content-Type", "text/plain"), Header("ETag", "\"1\"")],
            body: Array(body.utf8), effectiveURL: url + "#end", received: received)
    }

    /// All files below a folder, as paths.
    static func files(_ folder: String) -> [String] {
        (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).map { "\(folder)/\($0)" }
            .filter {
                var isFolder: ObjCBool = false
                return FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue
            }
    }

    @Test("gives back a reply as it was stored", arguments: [0, 1, 5000])
    func roundTrip(size: Int) async throws {
        try await withTemporaryFolder { folder in
            let request = Request(
                "http://h.test/ä?q=\"1\"", method: .post, headers: [Header("Accept", "a/b"), Header("X", "ü\\")],
                body: [0, 10, 255])
            var reply = Self.reply()
            reply.request = request
            reply.status = 404
            reply.body = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
            Cache(folder: folder).store(reply)
            let found = try #require(Cache(folder: folder).reply(to: request))
            #expect(found.request == request)
            #expect(found.status == 404)
            #expect(found.headers == reply.headers)
            #expect(found.body == reply.body)
            #expect(found.effectiveURL == reply.effectiveURL)
            #expect(found.received == 1000)
            #expect(found.fromCache)
        }
    }

    @Test("tells requests apart by method, URL, Accept and body, and by nothing else")
    func lookup() async throws {
        try await withTemporaryFolder { folder in
            let cache = Cache(folder: folder)
            let base = Request("http://h.test/a", method: .post, headers: [Header("Accept", "a/b")], body: [1])
            let others = [
                Request("http://h.test/a", headers: [Header("Accept", "a/b")], body: [1]),
                Request("http://h.test/b", method: .post, headers: [Header("Accept", "a/b")], body: [1]),
                Request("http://i.test/a", method: .post, headers: [Header("Accept", "a/b")], body: [1]),
                Request("https://h.test/a", method: .post, headers: [Header("Accept", "a/b")], body: [1]),
                Request("http://h.test/a", method: .post, headers: [Header("Accept", "a/c")], body: [1]),
                Request("http://h.test/a", method: .post, body: [1]),
                Request("http://h.test/a", method: .post, headers: [Header("Accept", "a/b")], body: [2]),
                Request("http://h.test/a", method: .post, headers: [Header("Accept", "a/b")]),
            ]
            var reply = Self.reply()
            reply.request = base
            cache.store(reply)
            for other in others { #expect(cache.reply(to: other) == nil) }
            for other in others {
                reply.request = other
                cache.store(reply)
            }
            #expect(Set(Self.files(folder)).count == others.count + 1)
            var same = base
            same.headers = [Header("X-Other", "1"), Header("accept", "a/b")]
            #expect(cache.reply(to: same)?.body == reply.body)
        }
    }

    @Test("keeps the newer of two replies")
    func newer() async throws {
        try await withTemporaryFolder { folder in
            let cache = Cache(folder: folder)
            cache.store(Self.reply(body: "old"))
            cache.store(Self.reply(body: "new"))
            #expect(cache.reply(to: Request("http://h.test/a"))?.text == "new")
            #expect(Self.files(folder).count == 1)
        }
    }

    @Test("is written whole by many writers at once, and leaves nothing half done")
    func manyWriters() async throws {
        try await withTemporaryFolder { folder in
            let cache = Cache(folder: folder)
            let bodies = (0..<24).map { String(repeating: "\($0) ", count: 20_000) }
            let damaged = await withTaskGroup(of: Bool.self) { group in
                for body in bodies {
                    group.addTask {
                        cache.store(Self.reply(body: body))
                        guard let text = cache.reply(to: Request("http://h.test/a"))?.text else { return true }
                        return !bodies.contains(text)
                    }
                }
                return await group.contains(true)
            }
            #expect(!damaged)
            #expect(Self.files(folder).map { $0.hasSuffix(".reply") } == [true])
        }
    }

    @Test("that cannot be written is passed over")
    func unwritable() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/file"
            try "no folder".write(toFile: path, atomically: true, encoding: .utf8)
            let cache = Cache(folder: path)
            cache.store(Self.reply())
            #expect(cache.reply(to: Request("http://h.test/a")) == nil)
            #expect(cache.stats().isEmpty)
            #expect(cache.verify().isEmpty)
        }
    }

    @Test("takes a damaged file for none, and finds it, whichever of its bytes was hit")
    func damaged() async throws {
        try await withTemporaryFolder { folder in
            let cache = Cache(folder: folder)
            cache.store(Self.reply(body: "Not compressible: 8f3a9c0e1b7d"))
            let path = try #require(Self.files(folder).first)
            let good = [UInt8](try #require(FileManager.default.contents(atPath: path)))
            #expect(cache.verify().isEmpty)
            for index in good.indices {
                var bytes = good
                bytes[index] ^= 0x10
                try Data(bytes).write(to: URL(fileURLWithPath: path))
                // A few bits of the frame's head mean nothing to a reader: then the reply is still whole.
                let found = cache.reply(to: Request("http://h.test/a"))
                #expect(found == nil || found?.text == "Not compressible: 8f3a9c0e1b7d")
                #expect((found == nil) == (cache.verify() == [path]))
            }
        }
    }

    @Test("takes a file that was cut off for none, and finds it")
    func cutOff() async throws {
        try await withTemporaryFolder { folder in
            let cache = Cache(folder: folder)
            cache.store(Self.reply())
            let path = try #require(Self.files(folder).first)
            let good = try #require(FileManager.default.contents(atPath: path))
            for length in 0..<good.count {
                try good.prefix(length).write(to: URL(fileURLWithPath: path))
                #expect(cache.reply(to: Request("http://h.test/a")) == nil)
                #expect(cache.verify() == [path])
            }
        }
    }

    @Test("finds a reply under a name that is not its own")
    func misnamed() async throws {
        try await withTemporaryFolder { folder in
            let cache = Cache(folder: folder)
            let wrong = cache.path(of: Request("http://h.test/b"))
            cache.store(Self.reply())
            try FileManager.default.createDirectory(
                atPath: (wrong as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: cache.path(of: Request("http://h.test/a")), toPath: wrong)
            #expect(cache.reply(to: Request("http://h.test/b")) == nil)
            #expect(cache.verify() == [wrong])
        }
    }

    @Test("counts replies and bytes by host")
    func stats() async throws {
        try await withTemporaryFolder { folder in
            let cache = Cache(folder: folder)
            #expect(cache.stats().isEmpty)
            for url in ["http://b.test/1", "http://a.test/1", "http://b.test/2"] { cache.store(Self.reply(url)) }
            let stats = cache.stats()
            #expect(stats.map(\.host) == ["a.test", "b.test"])
            #expect(stats.map(\.replies) == [1, 2])
            let sizes = try Self.files(folder).map { try #require(FileManager.default.contents(atPath: $0)).count }
            #expect(stats.map(\.bytes).reduce(0, +) == sizes.reduce(0, +))
            for host in stats {
                let (oldest, newest) = (try #require(host.oldest), try #require(host.newest))
                #expect(oldest <= newest)
            }
        }
    }

    @Test("removes what is older than a moment, and what killed writers left behind")
    func prune() async throws {
        try await withTemporaryFolder { folder in
            let cache = Cache(folder: folder)
            for url in ["http://a.test/1", "http://a.test/2", "http://b.test/1"] { cache.store(Self.reply(url)) }
            let old = cache.path(of: Request("http://a.test/1"))
            let leftover = (old as NSString).deletingLastPathComponent + "/.17-42.part"
            try "half".write(toFile: leftover, atomically: false, encoding: .utf8)
            for path in [old, leftover] {
                try FileManager.default.setAttributes(
                    [.modificationDate: Date(timeIntervalSince1970: 5000)], ofItemAtPath: path)
            }
            #expect(cache.prune(before: 5000) == 0)
            #expect(cache.prune(before: 5001) == 1)
            #expect(cache.reply(to: Request("http://a.test/1")) == nil)
            #expect(!FileManager.default.fileExists(atPath: leftover))
            #expect(Self.files(folder).count == 2)
            #expect(cache.prune(before: Int64(Date().timeIntervalSince1970) + 100) == 2)
            #expect(Self.files(folder).isEmpty)
        }
    }

    @Test("holds no keys and no cookies")
    func noKeys() async throws {
        try await withTemporaryFolder { folder in
            var credentials = Credentials()
            credentials.add("header-s3cret", for: "127.0.0.1", as: .header("X-Key"))
            credentials.add("query-s3cret", for: "127.0.0.1", as: .query("key"))
            let stage = try Stage(credentials: credentials, { $0.cacheFolder = folder }) { _ in
                .reply(200, ["Set-Cookie": "cookie-s3cret"], body: [1])
            }
            defer { stage.server.stop() }
            let headers = ["Authorization", "Cookie", "X-API-Key", "Accept"].map { Header($0, "\($0)-s3cret") }
            _ = try await stage.get("/a", headers: headers)
            let found = try #require(
                Cache(folder: folder).reply(to: Request(stage.server.url("/a"), headers: [headers[3]])))
            #expect(found.request.headers == [headers[3]])
            #expect("\(found)".components(separatedBy: "s3cret").count == 2)
        }
    }

    @Test(
        "never writes outside its folder", arguments: ["http://../x", "http://./x", "http://a/../../x", "http://%2e/"])
    func traversal(url: String) async throws {
        try await withTemporaryFolder { folder in
            Cache(folder: folder + "/in/side").store(Self.reply(url))
            for file in Self.files(folder) { #expect(file.hasPrefix(folder + "/in/side/")) }
            let places = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".reply") }
            #expect(places.allSatisfy { $0.hasPrefix("in/side/") && $0.split(separator: "/").count == 5 })
        }
    }
}
