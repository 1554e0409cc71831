import Foundation
import Pipeline
import Replica
import Testing
import Transfer

/// Files that the tests bring.
enum Fixture {
    static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let replica = packageRoot.appending(path: "Tests/TestSupport/Fixtures/replica").path

    /// A folder of replies of the live services beside the package, or where `IBID_SHARED` says; nil where there is none.
    static let shared: String? = {
        let folder =
            ProcessInfo.processInfo.environment["IBID_SHARED"]
            ?? packageRoot.deletingLastPathComponent().appending(path: "shared").path
        return access(folder + "/fixtures/index.jsonl", R_OK) == 0 ? folder + "/fixtures" : nil
    }()
}

/// Lets every request go at once.
private struct OpenDoor: Governor {
    func admission(to host: String) async throws -> Leave { Leave(host: host) }
    func finished(_ leave: Leave, _ outcome: Outcome) {}
}

/// A replica that listens, a client that asks it, and a house whose hosts it answers for.
struct Stage: Sendable {
    let server: ReplicaServer
    let client: Client
    let folder: String
    let base: String

    static let hosts = [
        "api.crossref.org", "api.datacite.org", "www.ebi.ac.uk", "eutils.ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov",
        "export.arxiv.org", "doi.org", "data.crosscite.org", "api.openalex.org", "api.semanticscholar.org",
        "api.unpaywall.org", "www.omicsdi.org", "api.biorxiv.org", "www.dailyneuron.example", "insight.example.org",
    ]

    /// Calls `body` with a stage that is gone afterwards.
    static func with<T>(
        _ options: ReplicaServer.Options = ReplicaServer.Options(), folders: [String] = [Fixture.replica],
        _ body: (Stage) async throws -> T
    ) async throws -> T {
        let server = try ReplicaServer(folders: folders, options: options)
        let base = "http://127.0.0.1:\(try await server.start())"
        let folder = FileManager.default.temporaryDirectory.appending(path: "ibid-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = ClientSettings()
        settings.hostOverrides = Dictionary(uniqueKeysWithValues: hosts.map { ($0, base) })
        settings.tries = 1
        // Tests that compute share the machine, and this process, with the replica.
        settings.firstByteSeconds = 60
        let client = Client(settings: settings, governor: OpenDoor())
        let result: T
        do {
            result = try await body(Stage(server: server, client: client, folder: folder, base: base))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
        return result
    }

    func get(_ url: String, _ headers: [Header] = []) async throws -> Reply {
        try await client.reply(to: Request(url, headers: headers))
    }

    /// A house with its own catalog and cache, all hosts the replica's.
    func house(_ jobs: [Settings.Job], catalog: String = "ibid.sqlite") -> House {
        var settings = Settings()
        settings.hostOverrides = Dictionary(uniqueKeysWithValues: Self.hosts.map { ($0, base) })
        settings.limits = Dictionary(
            uniqueKeysWithValues: Self.hosts.map { ($0, .init(requestsPerSecond: 1000, concurrency: 4)) })
        settings.tries = 1
        settings.jobs = jobs
        return House(
            settings: settings,
            places: Places(
                catalog: "\(folder)/\(catalog)", cache: "\(folder)/cache", state: "\(folder)/state",
                environment: [:], folder: folder))
    }
}

extension Reply {
    /// The body as a JSON object.
    func object() throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
    }
}
