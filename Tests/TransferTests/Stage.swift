import Foundation
import Synchronization
import Testing

@testable import Transfer

/// Lets every request go at once.
struct OpenDoor: Governor {
    func admission(to host: String) async throws -> Leave { Leave(host: host) }
    func finished(_ leave: Leave, _ outcome: Outcome) {}
}

/// Notes the waits asked for in place of waiting.
final class WaitLog: Sendable {
    private let log = Mutex<[Double]>([])

    var waits: [Double] { log.withLock { $0 } }

    func note(_ seconds: Double) { log.withLock { $0.append(seconds) } }
}

/// A client beside a server that it may talk to, without real waits between tries.
struct Stage: Sendable {
    let server: LoopbackServer
    let client: Client
    private let log = WaitLog()

    /// - Parameters:
    ///   - isAllowed: Whether the settings name the server's address.
    ///   - random: The share of each wait that jitter takes.
    init(
        isAllowed: Bool = true, credentials: Credentials = Credentials(), random: Double = 1,
        _ change: (inout ClientSettings) -> Void = { _ in },
        respond: @escaping @Sendable (LoopbackServer.Received) -> LoopbackServer.Answer
    ) throws {
        server = try LoopbackServer(respond)
        var settings = ClientSettings()
        if isAllowed { settings.allowedHosts = ["127.0.0.1"] }
        settings.userAgent = "ibid-tests"
        settings.connectSeconds = 20
        settings.firstByteSeconds = 20
        settings.totalSeconds = 40
        change(&settings)
        client = Client(
            settings: settings, credentials: credentials, governor: OpenDoor(), sleep: { [log] in log.note($0) },
            random: { random })
    }

    /// The waits that the client asked for, in seconds.
    var waits: [Double] { log.waits }

    func get(_ path: String = "/", headers: [Header] = []) async throws -> Reply {
        try await client.reply(to: Request(server.url(path), headers: headers))
    }

    /// The failure of a GET that must fail.
    func failure(of url: String? = nil) async throws -> TransferFailure {
        try await #require(throws: TransferFailure.self) { try await client.reply(to: Request(url ?? server.url())) }
    }
}

extension Reply {
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Calls `body` with a folder that is gone afterwards.
func withTemporaryFolder<T>(_ body: (String) async throws -> T) async throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ibid-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try await body(folder)
}
