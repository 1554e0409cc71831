import CCurl
import Testing

@testable import Transfer

@Suite("The address guard")
struct AddressGuardTests {
    @Test(
        "refuses every spelling of this machine's own address",
        arguments: [
            "127.0.0.1", "127.1", "127.0.0.2", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "localhost",
            "LocalHost", "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]",
            "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "user:word@127.0.0.1", "%31%32%37.0.0.1",
        ])
    func ownAddress(host: String) async throws {
        let stage = try Stage(isAllowed: false) { _ in .text("reached") }
        defer { stage.server.stop() }
        let failure = try await stage.failure(of: stage.server.url(host: host))
        #expect(failure.kind == .forbiddenAddress)
        #expect(failure.tries == 1)
        #expect(stage.server.count == 0)
        #expect(stage.waits.isEmpty)
    }

    @Test(
        "refuses private, link-local and metadata addresses",
        arguments: [
            "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "[fc00::1]", "[fd00:ec2::254]",
            "[fe80::1]", "[::ffff:169.254.169.254]",
        ])
    func privateAddress(host: String) async throws {
        let client = Client(settings: ClientSettings(), governor: OpenDoor())
        let failure = try await #require(throws: TransferFailure.self) {
            try await client.reply(to: Request("http://\(host)/"))
        }
        #expect(failure.kind == .forbiddenAddress)
    }

    @Test("refuses a guarded address that a redirect leads to", arguments: ["localhost", "127.0.0.2", "[::1]", "0"])
    func redirected(host: String) async throws {
        let stage = try Stage { request in
            request.target == "/a" ? .redirect(to: "http://\(host):\(request.port)/b") : .text("reached")
        }
        defer { stage.server.stop() }
        #expect(try await stage.failure(of: stage.server.url("/a")).kind == .forbiddenAddress)
        #expect(stage.server.received.map(\.target) == ["/a"])
    }

    @Test("looks at connections that are already open")
    func pooled() async throws {
        let stage = try Stage { _ in .text("reached") }
        defer { stage.server.stop() }
        #expect(try await stage.get().status == 200)
        // libcurl takes both for 127.0.0.1 and would use the open connection again.
        for host in ["127.1", "0x7f000001"] {
            #expect(try await stage.failure(of: stage.server.url(host: host)).kind == .forbiddenAddress)
        }
        #expect(stage.server.count == 1)
    }

    @Test("lets a host pass that the settings name, with or without its port", arguments: [true, false])
    func named(withPort: Bool) async throws {
        let server = try LoopbackServer { _ in .text("reached") }
        defer { server.stop() }
        var settings = ClientSettings()
        settings.allowedHosts = [withPort ? "127.0.0.1:\(server.port)" : "127.0.0.1"]
        let client = Client(settings: settings, governor: OpenDoor())
        #expect(try await client.reply(to: Request(server.url())).text == "reached")
    }

    @Test("does not let a host pass for the port of another service")
    func otherPort() async throws {
        let stage = try Stage({ $0.allowedHosts = ["127.0.0.1:1"] }) { _ in .text("reached") }
        defer { stage.server.stop() }
        #expect(try await stage.failure().kind == .forbiddenAddress)
    }

    @Test("sends a replaced host where the settings say, and tells which was meant")
    func replaced() async throws {
        let server = try LoopbackServer { _ in .text("replica") }
        defer { server.stop() }
        var settings = ClientSettings()
        settings.hostOverrides = ["api.test": server.url("/")]
        var credentials = Credentials()
        credentials.add("the-key", for: "api.test", as: .header("X-Key"))
        let client = Client(settings: settings, credentials: credentials, governor: OpenDoor())
        let reply = try await client.reply(to: Request("https://api.test/works?q=a/b"))
        #expect(reply.text == "replica")
        #expect(reply.effectiveURL == "https://api.test/works?q=a/b")
        #expect(server.received.map(\.target) == ["/works?q=a/b"])
        #expect(server.received.first?.headers["x-ibid-host"] == "api.test")
        #expect(server.received.first?.headers["x-key"] == nil)
    }

    @Test(
        "takes public addresses for what they are",
        arguments: [
            "8.8.8.8", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0", "192.167.255.255",
            "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2001:4860:4860::8888",
            "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1",
        ])
    func publicAddress(text: String) { #expect(ibid_text_is_public_address(text) == 1) }

    @Test(
        "takes special addresses for what they are",
        arguments: [
            "0.0.0.0", "0.255.255.255", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.255.255.255",
            "169.254.0.0", "169.254.255.255", "172.16.0.0", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.0.0",
            "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1",
            "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:10.0.0.1",
            "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::1", "2002:7f00:1::", "100::1", "2001:db8::1", "fc00::1",
            "fdff::1", "fe80::1", "fec0::1", "ff02::1",
        ])
    func specialAddress(text: String) { #expect(ibid_text_is_public_address(text) == 0) }
}
