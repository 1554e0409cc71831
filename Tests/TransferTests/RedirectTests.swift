import Testing

@testable import Transfer

@Suite("A redirect")
struct RedirectTests {
    @Test("is followed, and the reply tells where it ended", arguments: [301, 302, 303, 307, 308])
    func followed(status: Int) async throws {
        let stage = try Stage { request in
            request.target == "/old" ? .redirect(status, to: "/new?x=1") : .text("here")
        }
        defer { stage.server.stop() }
        let reply = try await stage.get("/old")
        #expect(reply.text == "here")
        #expect(reply.request.url == stage.server.url("/old"))
        #expect(reply.effectiveURL == stage.server.url("/new?x=1"))
        #expect(stage.server.received.map(\.target) == ["/old", "/new?x=1"])
        #expect(stage.client.tally.requests == 2)
    }

    @Test("without a Location is handed over as it is")
    func withoutLocation() async throws {
        let stage = try Stage { _ in .reply(302, body: Array("?".utf8)) }
        defer { stage.server.stop() }
        #expect(try await stage.get().status == 302)
    }

    @Test("is not followed for ever", arguments: [0, 1, 5])
    func bounded(most: Int) async throws {
        let stage = try Stage({ $0.mostRedirects = most }) { .redirect(to: "/\($0.number)") }
        defer { stage.server.stop() }
        let failure = try await stage.failure()
        #expect(failure.kind == .tooManyRedirects)
        #expect(failure.tries == 1)
        #expect(stage.server.count == most + 1)
    }

    @Test("is followed as often as the settings allow")
    func countReached() async throws {
        let stage = try Stage({ $0.mostRedirects = 3 }) {
            $0.number <= 3 ? .redirect(to: "/\($0.number)") : .text("end")
        }
        defer { stage.server.stop() }
        #expect(try await stage.get().text == "end")
    }

    @Test("from https to http is refused", arguments: ["http://", "HTTP://", "hTtP://"])
    func downgrade(scheme: String) async throws {
        let server = try LoopbackServer { request in
            request.target == "/a" ? .redirect(to: "\(scheme)127.0.0.1:\(request.port)/b") : .text("b")
        }
        defer { server.stop() }
        var settings = ClientSettings()
        settings.allowedHosts = ["127.0.0.1"]
        settings.hostOverrides = ["safe.test": server.url("")]
        let client = Client(settings: settings, governor: OpenDoor())
        let failure = try await #require(throws: TransferFailure.self) {
            try await client.reply(to: Request("https://safe.test/a"))
        }
        #expect(failure.kind == .unusable)
        #expect(failure.what.contains("https to http"))
        #expect(server.count == 1)
    }

    @Test(
        "to anything but http and https is refused",
        arguments: ["file:///etc/passwd", "gopher://127.0.0.1:70/", "ftp://127.0.0.1/x", "javascript:1", "dict:x"])
    func otherScheme(location: String) async throws {
        let stage = try Stage { _ in .redirect(to: location) }
        defer { stage.server.stop() }
        let failure = try await stage.failure()
        #expect(failure.kind == .unusable)
        #expect(failure.what.contains(location))
        #expect(stage.server.count == 1)
    }

    @Test(
        "is resolved against the URL that sent it",
        arguments: [
            ("/x", "https://h.test:8080/x"), ("//o.test/x", "https://o.test/x"), ("x", "https://h.test:8080/a/x"),
            ("?page=2", "https://h.test:8080/a/b?page=2"), ("x?to=http://y/z", "https://h.test:8080/a/x?to=http://y/z"),
            ("?to=http://y/z", "https://h.test:8080/a/b?to=http://y/z"), ("a b", "https://h.test:8080/a/a%20b"),
            ("HTTPS://O.test/x", "https://O.test/x"),
        ])
    func resolved(location: String, expected: String) {
        #expect(Client.resolve(location, against: "https://h.test:8080/a/b?c=/d#e") == expected)
    }

    @Test("with a control character or a foreign scheme leads nowhere", arguments: ["a\u{1}b", "mailto:x", "x\u{7F}"])
    func unresolved(location: String) { #expect(Client.resolve(location, against: "https://h.test/a") == nil) }

    @Test("keeps the request's headers but not its keys when it leads to another host")
    func otherHost() async throws {
        let stage = try Stage({ $0.allowedHosts = ["127.0.0.1", "localhost"] }) { request in
            request.target == "/a" ? .redirect(to: "http://localhost:\(request.port)/b") : .text("b")
        }
        defer { stage.server.stop() }
        let keys = ["Authorization", "Cookie", "X-API-Key", "Crossref-Plus-API-Token"]
        var headers = [Header("Accept", "application/x-test"), Header("X-Kept", "yes")]
        headers += keys.map { Header($0, "s3cret") }
        _ = try await stage.get("/a", headers: headers)
        let hops = stage.server.received
        try #require(hops.count == 2)
        for hop in hops {
            #expect(hop.headers["accept"] == "application/x-test")
            #expect(hop.headers["x-kept"] == "yes")
            #expect(hop.headers["user-agent"] == "ibid-tests")
        }
        for key in keys {
            #expect(hops[0].headers[key.lowercased()] == "s3cret")
            #expect(hops[1].headers[key.lowercased()] == nil)
        }
    }

    @Test("keeps the request's keys on its own host")
    func sameHost() async throws {
        let stage = try Stage { $0.target == "/a" ? .redirect(to: "/b") : .text("b") }
        defer { stage.server.stop() }
        _ = try await stage.get("/a", headers: [Header("Authorization", "s3cret")])
        #expect(stage.server.received.map { $0.headers["authorization"] } == ["s3cret", "s3cret"])
    }

    @Test("takes the keys of the host it leads to, and of no other")
    func credentials() async throws {
        var credentials = Credentials()
        credentials.add("first-key", for: "127.0.0.1", as: .header("X-Key"))
        credentials.add("second-key", for: "localhost", as: .header("X-Key"))
        let stage = try Stage(credentials: credentials, { $0.allowedHosts = ["127.0.0.1", "localhost"] }) { request in
            request.target == "/a" ? .redirect(to: "http://localhost:\(request.port)/b") : .text("b")
        }
        defer { stage.server.stop() }
        _ = try await stage.get("/a")
        #expect(stage.server.received.map { $0.headers["x-key"] } == ["first-key", "second-key"])
    }

    @Test(
        "of a POST becomes a GET or stays a POST as its status says",
        arguments: [(301, "GET"), (302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
    func post(status: Int, method: String) async throws {
        let stage = try Stage { $0.target == "/a" ? .redirect(status, to: "/b") : .text("b") }
        defer { stage.server.stop() }
        _ = try await stage.client.reply(to: Request(stage.server.url("/a"), method: .post, body: Array("q".utf8)))
        let last = try #require(stage.server.received.last)
        #expect(last.method == method)
        #expect(last.body == (method == "POST" ? Array("q".utf8) : []))
    }
}
