import Foundation
import Transfer

/// Lets every request go at once: what is measured is the transfer.
private struct OpenDoor: Governor {
    func admission(to host: String) async throws -> Leave { Leave(host: host) }
    func finished(_ leave: Leave, _ outcome: Outcome) {}
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
        let bytes = try await withThrowingTaskGroup(of: Int.self) { group in
            var next = 0
            func add() {
                guard next < urls.count else { return }
                let url = urls[next]
                next += 1
                group.addTask { try await client.reply(to: Request(url)).body.count }
            }
            for _ in 0..<atOnce { add() }
            var bytes = 0
            while let count = try await group.next() {
                bytes += count
                add()
            }
            return bytes
        }
        print("\(client.tally.requests) replies, \(bytes) bytes")
    }
}
