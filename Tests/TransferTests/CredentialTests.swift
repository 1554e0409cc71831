import Foundation
import Testing

@testable import Transfer

@Suite("A key")
struct CredentialTests {
    static let secret = "k3y/with+signs=and%"

    static func credentials(_ place: Credentials.Place, host: String = "127.0.0.1") -> Credentials {
        var credentials = Credentials()
        credentials.add(secret, for: host, as: place)
        return credentials
    }

    @Test("goes out in its header to its host")
    func header() async throws {
        let stage = try Stage(credentials: Self.credentials(.header("X-Key"))) { _ in .text("x") }
        defer { stage.server.stop() }
        _ = try await stage.get("/p?q=1")
        #expect(stage.server.received.map { $0.headers["x-key"] } == [Self.secret])
        #expect(stage.server.received.map(\.target) == ["/p?q=1"])
    }

    @Test("goes out percent-encoded in its query to its host", arguments: [("/p", "/p?"), ("/p?q=1", "/p?q=1&")])
    func query(path: String, start: String) async throws {
        let stage = try Stage(credentials: Self.credentials(.query("api_key"))) { _ in .text("x") }
        defer { stage.server.stop() }
        let reply = try await stage.get(path)
        #expect(stage.server.received.map(\.target) == [start + "api_key=k3y%2Fwith%2Bsigns%3Dand%25"])
        #expect(reply.request.url == stage.server.url(path))
        #expect(reply.effectiveURL == stage.server.url(path))
    }

    @Test("goes to no other host", arguments: [Credentials.Place.header("X-Key"), .query("api_key")])
    func otherHost(place: Credentials.Place) async throws {
        let credentials = Self.credentials(place, host: "api.test")
        let stage = try Stage(credentials: credentials) { _ in .text("x") }
        defer { stage.server.stop() }
        _ = try await stage.get("/p")
        #expect(stage.server.received.map { $0.headers["x-key"] } == [nil])
        #expect(stage.server.received.map(\.target) == ["/p"])
    }

    @Test("is found whatever the case of its host")
    func hostCase() {
        let credentials = Self.credentials(.header("X-Key"), host: "Api.Test")
        #expect(credentials.hasKey(for: "api.test"))
        #expect(credentials.hasKey(for: "API.TEST"))
        #expect(!credentials.hasKey(for: "other.test"))
    }

    // MARK: Files

    @Test("is read from a file that nobody else can read", arguments: [0o600, 0o400])
    func goodMode(mode: Int) async throws {
        try await withTemporaryFolder { folder in
            let path = try Self.file(folder, "  \(Self.secret)\r\n", mode: mode)
            #expect(try Credentials.secret(file: path) == Self.secret)
        }
    }

    @Test(
        "is not read from a file that others may touch",
        arguments: [0o644, 0o640, 0o604, 0o660, 0o620, 0o610, 0o601, 0o666, 0o777])
    func badMode(mode: Int) async throws {
        try await withTemporaryFolder { folder in
            let path = try Self.file(folder, Self.secret, mode: mode)
            let failure = try #require(throws: TransferFailure.self) { try Credentials.secret(file: path) }
            #expect(failure.kind == .unusable)
            #expect(failure.what.contains("chmod 600"))
            #expect(failure.url == path)
        }
    }

    @Test("is not read from a file without a key of one line", arguments: ["", " \n", "one\ntwo\n", "one\r\ntwo"])
    func noKey(content: String) async throws {
        try await withTemporaryFolder { folder in
            let path = try Self.file(folder, content, mode: 0o600)
            let failure = try #require(throws: TransferFailure.self) { try Credentials.secret(file: path) }
            #expect(failure.kind == .unusable)
            #expect(!failure.what.contains("one\n"))
        }
    }

    @Test("is not read from a folder, nor from nothing")
    func noFile() async throws {
        try await withTemporaryFolder { folder in
            try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder)
            for path in [folder, folder + "/none", ""] {
                #expect(throws: TransferFailure.self) { try Credentials.secret(file: path) }
            }
        }
    }

    private static func file(_ folder: String, _ content: String, mode: Int) throws -> String {
        let path = folder + "/key"
        try content.write(toFile: path, atomically: false, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }

    // MARK: Silence

    /// Ways in which a server can say a key back to its client.
    enum Echo: String, CaseIterable, Sendable {
        case foreignRedirect, badRedirect, ownRedirect, reset, linkHeader

        func answer(_ request: LoopbackServer.Received) -> LoopbackServer.Answer {
            let said = request.target.split(separator: "?").last.map(String.init) ?? ""
            let key = request.headers["x-key"] ?? ""
            switch self {
            case .foreignRedirect: return .redirect(to: "http://localhost:\(request.port)/?\(said)&h=\(key)")
            case .badRedirect: return .redirect(to: "x-scheme:\(said)&h=\(key)")
            case .ownRedirect where request.target.hasPrefix("/a"):
                return .redirect(to: "/b?\(said)&page=2&h=\(key)")
            case .reset: return .steps(.reset)
            default:
                return .reply(200, ["Link": "<http://h.test/?\(said)&page=3>; rel=next", "X-Echo": key], body: [120])
            }
        }
    }

    @Test(
        "is in no error, reply or cached file, even where the server says it back", arguments: Echo.allCases,
        [true, false])
    func silence(echo: Echo, inQuery: Bool) async throws {
        try await withTemporaryFolder { folder in
            let credentials = Self.credentials(inQuery ? .query("api_key") : .header("X-Key"))
            let stage = try Stage(credentials: credentials, { $0.cacheFolder = folder }) { echo.answer($0) }
            defer { stage.server.stop() }
            let request = Request(stage.server.url("/a?x=1"))
            var said: [String] = []
            do {
                let reply = try await stage.client.reply(to: request)
                said.append("\(reply)")
                let cached = try #require(Cache(folder: folder).reply(to: request))
                said.append("\(cached)")
            } catch {
                said.append("\(error)")
            }
            for text in said {
                #expect(!text.contains(Self.secret))
                #expect(!text.contains("k3y%2Fwith"))
            }
        }
    }

    @Test("does not show where keys are printed")
    func printed() {
        let credentials = Self.credentials(.header("X-Key"), host: "api.test")
        var dumped = ""
        dump(credentials, to: &dumped)
        for text in ["\(credentials)", String(reflecting: credentials), "\([credentials])", dumped] {
            #expect(!text.contains(Self.secret))
        }
        #expect("\(credentials)".contains("api.test"))
    }

    @Test("in a URL that a server gives for the next page is not sent twice")
    func onceOnly() async throws {
        let stage = try Stage(credentials: Self.credentials(.query("api_key"))) { request in
            request.target.hasPrefix("/a")
                ? .redirect(to: "/b?" + (request.target.split(separator: "?").last ?? "") + "&page=2") : .text("x")
        }
        defer { stage.server.stop() }
        let reply = try await stage.get("/a?x=1")
        #expect(stage.server.received.map(\.target).last == "/b?x=1&page=2&api_key=k3y%2Fwith%2Bsigns%3Dand%25")
        #expect(reply.effectiveURL == stage.server.url("/b?x=1&page=2"))
    }
}
