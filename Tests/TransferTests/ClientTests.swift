import Testing

@testable import Transfer

@Suite("A client")
struct ClientTests {
    @Test("decodes the codings it asks for", arguments: ["gzip", "br", "zstd"])
    func codings(coding: String) async throws {
        let body = try #require(Squeezed.hello[coding])
        let stage = try Stage { _ in .reply(200, ["Content-Encoding": coding], body: body) }
        defer { stage.server.stop() }
        #expect(try await stage.get().text == "hello")
        let asked = try #require(stage.server.received.first?.headers["accept-encoding"])
        #expect(asked.contains(coding))
    }

    @Test("says who it is on every request, whatever the request says")
    func userAgent() async throws {
        let agent = "ibid/0.1.0 (https://h.test/; mailto:someone@h.test)"
        let stage = try Stage({ $0.userAgent = agent }) { $0.number < 3 ? .redirect(to: "/\($0.number)") : .text("x") }
        defer { stage.server.stop() }
        _ = try await stage.get()
        #expect(stage.server.received.map { $0.headers["user-agent"] } == [agent, agent, agent])
    }

    @Test("sends a request's method, headers and body as they are")
    func post() async throws {
        let body = [UInt8](0...255) + [UInt8](repeating: 7, count: 100_000)
        let stage = try Stage { _ in .text("taken") }
        defer { stage.server.stop() }
        let request = Request(
            stage.server.url("/p?a=%20&b=%C3%BC"), method: .post,
            headers: [Header("Content-Type", "application/json"), Header("Accept", "a/b;q=0.5, c/d")], body: body)
        #expect(try await stage.client.reply(to: request).text == "taken")
        let received = try #require(stage.server.received.first)
        #expect(received.method == "POST")
        #expect(received.target == "/p?a=%20&b=%C3%BC")
        #expect(received.body == body)
        #expect(received.headers["content-type"] == "application/json")
        #expect(received.headers["accept"] == "a/b;q=0.5, c/d")
        #expect(received.headers["expect"] == nil)
    }

    @Test("hands over status, headers and bytes as received, without cookies")
    func asReceived() async throws {
        let stage = try Stage { _ in
            .raw(
                """
                HTTP/1.1 103 Early Hints\r\nLink: <early>\r\n\r
                HTTP/1.1 404 Gone astray\r\nSet-Cookie: a=b\r\nX-Two: 1\r\nx-two:  2 \r\nX-Colon: a:b\r
                Content-Length: 3\r\n\r\n\u{0}\u{1}z
                """)
        }
        defer { stage.server.stop() }
        let reply = try await stage.get()
        #expect(reply.status == 404)
        #expect(reply.body == [0, 1, 0x7A])
        let expected = [
            Header("X-Two", "1"), Header("x-two", "2"), Header("X-Colon", "a:b"), Header("Content-Length", "3"),
        ]
        #expect(reply.headers == expected)
        #expect(reply.header("CONTENT-length") == "3")
        #expect(!reply.fromCache)
    }

    @Test("makes many requests at once and mixes up none")
    func manyAtOnce() async throws {
        let stage = try Stage { .text("reply to \($0.target)") }
        defer { stage.server.stop() }
        let texts = try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for number in 0..<100 { group.addTask { (number, try await stage.get("/\(number)").text) } }
            return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        #expect(texts == Dictionary(uniqueKeysWithValues: (0..<100).map { ($0, "reply to /\($0)") }))
        #expect(stage.client.tally.requests == 100)
    }

    @Test("counts what it did")
    func tally() async throws {
        let stage = try Stage { $0.number == 1 ? .reply(503, body: [1, 2]) : .text("three") }
        defer { stage.server.stop() }
        _ = try await stage.get()
        var expected = Client.Tally()
        expected.requests = 2
        expected.retries = 1
        expected.bytes = 7
        #expect(stage.client.tally == expected)
    }

    @Test(
        "makes no request of what is no http or https URL",
        arguments: [
            "", "h.test/x", "ftp://h.test/", "file:///etc/passwd", "http://", "https:///x", "http://h.test/a b",
            "http://h.test/\r\nX-Evil: 1", "http://h.test/\u{0}", "http://?x", "HTTP://h.test/",
        ])
    func unusableURL(url: String) async throws {
        let client = Client(settings: ClientSettings(), governor: OpenDoor())
        let failure = try await #require(throws: TransferFailure.self) { try await client.reply(to: Request(url)) }
        #expect(failure.kind == .unusable)
        #expect(failure.tries == 0)
    }

    @Test("makes no request with a line break in a header", arguments: ["a\r\nX-Evil: 1", "a\nb", "a\u{0}"])
    func unusableHeader(text: String) async throws {
        let stage = try Stage { _ in .text("reached") }
        defer { stage.server.stop() }
        for header in [Header("X-Good", text), Header(text, "good")] {
            let failure = try await #require(throws: TransferFailure.self) { try await stage.get(headers: [header]) }
            #expect(failure.kind == .unusable)
        }
        #expect(stage.server.count == 0)
    }

    @Test(
        "finds the host of a URL",
        arguments: [
            ("https://H.Test/x", "h.test"), ("http://h.test:80", "h.test"), ("http://u:p@h.test:80/@x", "h.test"),
            ("http://[::1]:80/", "::1"), ("http://h.test?x=@y", "h.test"), ("http://h.test#@y", "h.test"),
            ("mailto:x", ""), ("", ""),
        ])
    func host(url: String, host: String) { #expect(Request(url).host == host) }

    @Test("closes its connections when it is let go", .timeLimit(.minutes(10)))
    func closesConnections() async throws {
        let server = try LoopbackServer { _ in .text("x") }
        defer { server.stop() }
        do {
            var settings = ClientSettings()
            settings.allowedHosts = ["127.0.0.1"]
            let client = Client(settings: settings, governor: OpenDoor())
            #expect(try await client.reply(to: Request(server.url())).status == 200)
            #expect(server.connectionCount == 1)
        }
        while server.connectionCount > 0 { try await Task.sleep(for: .milliseconds(5)) }
    }
}
