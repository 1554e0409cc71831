internal import Formats
internal import Foundation

/// What the replica sends.
struct Answer: Sendable {
    var status: Int
    var contentType = "application/json"
    var headers: [(String, String)] = []
    var body: [UInt8]
}

/// One request as a service sees it.
struct Ask: Sendable {
    var method: String
    var host: String
    /// Percent-decoded, with its leading slash.
    var path: String
    /// Items, percent-decoded.
    var query: [String: String]
    /// The same in their order: names may repeat.
    var items: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// How often the same was asked before, where the replica counts.
    var turn = 0
    /// Answer with one cursor from page to page.
    var keepsCursor = false
}

/// One service: which records it takes out of recorded replies, and what it makes of them when asked.
protocol ReplicaService: Sendable {
    /// Id of the source whose exchanges hold its records.
    var source: String { get }
    var hosts: [String] { get }

    /// The records in a recorded reply.
    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord]

    /// - Returns: Nil where the path is another service's on the same host.
    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer?
}

/// The services that the replica plays, in the order in which they are asked.
enum ReplicaServices {
    static let all: [any ReplicaService] = [
        CrossrefService(),
        DataCiteService(),
        OpenAlexService(),
        SemanticScholarService(),
        UnpaywallService(),
        EuropePMCService(),
        PubMedService(),
        ArXivService(),
        BioRxivService(),
        BioStudiesService(),
        OmicsDIService(),
        DOIService(),
    ]

    static func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer {
        for service in all where service.hosts.contains(ask.host) {
            if let answer = service.answer(ask, exchanges) { return answer }
        }
        return Answer(
            status: 404, contentType: "text/plain", body: Array("no such host in this replica: \(ask.host)\n".utf8))
    }
}
