import Foundation
import Synchronization
import Transfer

/// Lets every request go at once: what is measured is the transfer.
private struct OpenDoor: Governor {
    func admission(to host: String) async throws -> Leave { Leave(host: host) }
    func finished(_ leave: Leave, _ outcome: Outcome) {}
}

/// URLs that several tasks share.
private final class Work: Sendable {
    private let urls: [String]
    private let next = Atomic(0)

    init(_ urls: [String]) { self.urls = urls }

    /// - Returns: Bytes of the replies that the caller got.
    func fetch(with client: Client) async throws -> Int {
        var bytes = 0
        while true {
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard index < urls.count else { return bytes }
            bytes += try await client.reply(to: Request(urls[index])).body.count
        }
    }
}

/// `transfer-benchmark FILE AT-ONCE [CACHE]`: fetches each URL of a file, so many at once, and prints replies and bytes.
@main
enum TransferBenchmark {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3, let atOnce = Int(arguments[2]) else {
            print("usage: transfer-benchmark FILE AT-ONCE [CACHE]")
            exit(64)
        }
        let urls = try String(contentsOfFile: arguments[1], encoding: .utf8).split(separator: "\n").map(String.init)
        var settings = ClientSettings()
        settings.allowedHosts = ["127.0.0.1"]
        settings.tries = 1
        if arguments.count > 3 { settings.cacheFolder = arguments[3] }
        let client = Client(settings: settings, governor: OpenDoor())
        let work = Work(urls)
        let tasks = (0..<atOnce).map { _ in Task.detached { try await work.fetch(with: client) } }
        var bytes = 0
        for task in tasks { bytes += try await task.value }
        print("\(client.tally.requests) replies, \(bytes) bytes")
    }
}
