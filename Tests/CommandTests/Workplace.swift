import Foundation
import Replica
import Testing

/// A home of its own for one test: nothing of the machine's is read or written.
struct Workplace: Sendable {
    let folder: String
    var shell: Shell

    /// Calls `body` with a workplace that is gone afterwards.
    static func with<T>(_ body: (Workplace) async throws -> T) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ibid-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(
            Workplace(
                folder: folder,
                shell: Shell(environment: ["HOME": folder, "PATH": "/usr/bin:/bin", "TMPDIR": folder], folder: folder)))
    }

    /// As `with`, beside a replica that answers for every host; its configuration has three jobs.
    static func withReplica<T>(
        _ options: ReplicaServer.Options = ReplicaServer.Options(), rows: Int = 10,
        folders: [String] = [Fixture.replica], settings: String = "",
        _ body: (Workplace, ReplicaServer) async throws -> T
    ) async throws -> T {
        try await with { place in
            let server = try ReplicaServer(folders: folders, options: options)
            let port = try await server.start()
            var place = place
            place.shell.environment["IBID_CONFIG"] = try place.write(
                "ibid.toml", settings + configuration(port: port, rows: rows))
            let result: T
            do {
                result = try await body(place, server)
            } catch {
                await server.stop()
                throw error
            }
            await server.stop()
            return result
        }
    }

    static func configuration(port: UInt16, rows: Int) -> String {
        let hosts =
            ["api.crossref.org", "api.datacite.org", "www.ebi.ac.uk", "doi.org", "data.crosscite.org"]
            + ["www.omicsdi.org", "api.biorxiv.org", "www.dailyneuron.example", "insight.example.org"]
        let overrides = (hosts + ["*"]).map { "\"\($0)\" = \"http://127.0.0.1:\(port)\"\n" }.joined()
        let limits = hosts.map { "[limits.\"\($0)\"]\nrequestsPerSecond = 1000\nconcurrency = 4\n" }.joined()
        return """
            contact = "tests@example.org"
            [network]
            tries = 1
            [network.override]
            \(overrides)
            \(limits)
            [[job]]
            name = "works"
            source = "crossref"
            rows = \(rows)
            [[job]]
            name = "data"
            source = "datacite"
            rows = \(max(1, rows / 2))
            [[job]]
            name = "studies"
            source = "biostudies"
            ids = ["S-EPMC6546476", "S-BIAD900001", "S-BSST900001"]

            """
    }

    var catalog: String { "\(folder)/.local/share/ibid/ibid.sqlite" }
    var cache: String { "\(folder)/.cache/ibid" }

    func path(_ name: String) -> String { "\(folder)/\(name)" }

    /// Writes a file.
    ///
    /// - Returns: Its path.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = path(name)
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Data(bytes).write(to: URL(filePath: path))
        return path
    }

    @discardableResult
    func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    func read(_ name: String) throws -> String { try String(contentsOfFile: path(name), encoding: .utf8) }

    func ibid(_ arguments: String..., input: String? = nil) async throws -> Shell.Outcome {
        try await ibid(arguments, input: input)
    }

    func ibid(_ arguments: [String], input: String? = nil) async throws -> Shell.Outcome {
        let outcome = try await shell.run(Fixture.program("ibid"), arguments, input: input)
        #expect(outcome.signal == nil, "ibid \(arguments.joined(separator: " ")): \(outcome.talk)")
        return outcome
    }

    /// The content of the catalog, which must be sound.
    func dump() async throws -> [String] {
        let check = try await ibid("check")
        #expect(check.status == 0, "\(check.talk)")
        let dump = try await ibid("dump", "--canonical")
        #expect(dump.status == 0, "\(dump.talk)")
        return dump.lines
    }
}

/// Files that the tests bring.
enum Fixture {
    static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    static let replica = packageRoot.appending(path: "Tests/TestSupport/Fixtures/replica").path
    static let references = packageRoot.appending(path: "Tests/TestSupport/Fixtures/references").path
    static let page = replica + "/files/aggregator-page.txt"
    static let works = replica + "/files/crossref.jsonl"
    static let table = replica + "/files/library.csv"
    static let all = [page, works, table]

    /// A program that the build put beside these tests.
    static func program(_ name: String) throws -> String {
        let own =
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? CommandLine.arguments[0]
        var folder = URL(filePath: own).deletingLastPathComponent()
        for _ in 0..<4 {
            let candidate = folder.appending(path: name).path
            if access(candidate, X_OK) == 0 { return candidate }
            folder.deleteLastPathComponent()
        }
        let built = packageRoot.appending(path: ".build/debug/\(name)").path
        try #require(access(built, X_OK) == 0, "\(name) is not built: swift build --build-tests")
        return built
    }

    /// A made-up work as Crossref writes it.
    ///
    /// - Parameter deposited: Day of July 2026 on which the work was last deposited.
    static func work(
        _ doi: String, _ title: String, author: String = "Doe", year: Int = 2020, page: String = "1-9",
        deposited: Int = 1
    ) -> String {
        let day = deposited < 10 ? "0\(deposited)" : "\(deposited)"
        return
            #"{"DOI":"\#(doi)","type":"journal-article","title":["\#(title)"],"author":[{"given":"Jane","family":"\#(author)"}],"#
            + #""container-title":["Journal of Demonstrations"],"ISSN":["1471-003X"],"volume":"3","page":"\#(page)","#
            + #""issued":{"date-parts":[[\#(year)]]},"deposited":{"date-time":"2026-07-\#(day)T00:00:00Z","timestamp":1}}"#
    }
}
