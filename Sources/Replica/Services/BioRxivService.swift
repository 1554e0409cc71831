internal import Formats

/// bioRxiv and medRxiv: one record a version.
struct BioRxivService: ReplicaService {
    let source = "biorxiv"
    let hosts = ["api.biorxiv.org"]

    private static let none = Answer(
        status: 200, body: Array(#"{"messages":[{"status":"no posts found"}],"collection":[]}"#.utf8))

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? parser.parse(body) { root -> [ServedRecord] in
            (root["collection"].map { Array($0.elements) } ?? []).compactMap { entry in
                guard let doi = entry["doi"]?.string, let server = entry["server"]?.string?.lowercased(),
                    let date = entry["date"]?.string
                else { return nil }
                let version = entry["version"]?.text ?? "1"
                return ServedRecord(
                    key: "\(server)/\(doi.lowercased())/\(version)", body: entry.serialized(),
                    indexed: Exchanges.seconds(date) ?? 0, words: Exchanges.words(entry, "title", "authors"))
            }
        }
        return found ?? []
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        let parts = ask.path.split(separator: "/").map(String.init)
        guard parts.count >= 4, parts[0] == "details" else { return Self.none }
        let ofServer = exchanges.records(of: source).filter { $0.key.hasPrefix(parts[1] + "/") }
        if parts[2].hasPrefix("10.") {
            let key = "\(parts[1])/\(parts[2])/\(parts[3])/".lowercased()
            let versions = ofServer.filter { $0.key.hasPrefix(key) }
            return versions.isEmpty
                ? Self.none : list(versions, message: #""status":"ok","count":\#(versions.count),"category":"all""#)
        }
        guard parts.count >= 5, let from = Exchanges.seconds(parts[2]), let to = Exchanges.seconds(parts[3]),
            let cursor = Int(parts[4])
        else { return Self.none }
        let window = ofServer.filter { (from...max(from, to)).contains($0.indexed) }.sorted {
            ($0.indexed, $0.key) < ($1.indexed, $1.key)
        }
        let page = Array(window.dropFirst(cursor).prefix(30))
        guard !page.isEmpty else { return Self.none }
        // The cursor comes as a number or as text, the total likewise.
        return list(
            page,
            message:
                #""status":"ok","interval":"\#(parts[2]):\#(parts[3])","cursor":"\#(cursor)","count":\#(page.count),"#
                + #""count_new_papers":"\#(window.count)","total":"\#(window.count)""#)
    }

    private func list(_ records: [ServedRecord], message: String) -> Answer {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("messages")
        writer.raw(Array("[{\(message)}]".utf8))
        writer.key("collection")
        writer.beginArray()
        for record in records { writer.raw(record.body) }
        writer.endArray()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }
}
