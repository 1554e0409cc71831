internal import ArgumentParser
internal import Foundation
internal import Replica

@main
struct IbidReplica: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ibid-replica",
        abstract: "Serves recorded replies of bibliographic services over HTTP on loopback.",
        discussion: "Prints `listening on http://127.0.0.1:PORT` and runs until it is ended.")

    @Option(name: .long, help: "Folder with an index.jsonl; may be given several times.")
    var folder: [String]

    @Option(name: .long, help: "Port; 0 takes a free one.")
    var port: UInt16 = 0

    @Option(name: .long, help: "Requests a second and host, told in headers.")
    var rate: Int = 50

    @Flag(name: .long, help: "Answer 429 to what is over the rate.")
    var enforceRate = false

    @Option(name: .long, help: "Milliseconds before each answer.")
    var latency: Int = 0

    @Option(
        name: .long,
        help:
            "Fault, every third request or NAME:n: status500, status429, htmlForJSON, emptyBody, emptyPage, truncated, hang."
    )
    var fault: String?

    @Flag(name: .long, help: "Answer with one cursor from page to page, as Crossref does.")
    var keepCursor = false

    @Option(name: .long, help: "File for one JSON line a request.")
    var log: String?

    func run() async throws {
        var options = ReplicaServer.Options()
        options.port = port
        options.requestsPerSecond = rate
        options.enforcesRate = enforceRate
        options.latencyMilliseconds = latency
        options.logPath = log
        options.keepsCursor = keepCursor
        if let fault {
            let parts = fault.split(separator: ":").map(String.init)
            guard let known = parts.first.flatMap(ReplicaServer.Fault.init) else {
                throw ValidationError("there is no fault \(fault)")
            }
            options.fault = known
            options.faultEvery = parts.count > 1 ? Int(parts[1]) ?? 3 : 3
        }
        let server = try ReplicaServer(folders: folder, options: options)
        let port = try await server.start()
        FileHandle.standardOutput.write(Data("listening on http://127.0.0.1:\(port)\n".utf8))
        while !Task.isCancelled { try await Task.sleep(nanoseconds: 3_600_000_000_000) }
    }
}
