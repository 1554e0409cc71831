internal import Formats

struct OmicsDIService: ReplicaService {
    let source = "omicsdi"
    let hosts = ["www.omicsdi.org"]

    private static let unknown = Answer(
        status: 404,
        body: Array(
            #"{"status":404,"error":"Not Found","message":"Either Accession or Database is not available"}"#.utf8))

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? parser.parse(body) { root -> [ServedRecord] in
            guard let accession = root["accession"]?.string, let database = root["database"]?.string else { return [] }
            return [
                ServedRecord(
                    key: accession.lowercased(), body: root.serialized(),
                    words: Exchanges.words(root, "name", "description", "additional"),
                    aliases: ["\(database.lowercased())/\(accession.lowercased())"])
            ]
        }
        return found ?? []
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        let base = "/ws/dataset/"
        guard ask.path.hasPrefix(base) else { return Self.unknown }
        let rest = ask.path.dropFirst(base.count)
        if rest == "search" { return search(ask.query, exchanges) }
        if rest == "batch" { return batch(ask.items, exchanges) }
        guard rest.hasSuffix(".json"), let record = exchanges.find(rest.dropLast(5).lowercased(), source) else {
            return Self.unknown
        }
        return Answer(status: 200, body: record.body)
    }

    private func search(_ query: [String: String], _ exchanges: Exchanges) -> Answer {
        let text = query["query"] ?? ""
        let all = exchanges.records(of: source)
        let found = text.hasPrefix("publication_date:") || text == "*:*" ? all : Exchanges.ranked(all, by: text)
        let start = max(Int(query["start"] ?? "") ?? 0, 0)
        let size = min(max(Int(query["size"] ?? "") ?? 20, 0), 100)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("count", found.count)
        writer.key("datasets")
        writer.beginArray()
        for record in found.dropFirst(start).prefix(size) { hit(record, to: &writer) }
        writer.endArray()
        writer.key("facets")
        writer.beginArray()
        writer.endArray()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    /// A hit has the names of the index, and no authors.
    private func hit(_ record: ServedRecord, to writer: inout JSONWriter) {
        try? JSONParser().parse(record.body) { root in
            writer.beginObject()
            writer.member("id", root["accession"]?.string)
            writer.member("source", root["database"]?.string?.lowercased())
            writer.member("title", root["name"]?.string)
            writer.member("description", root["description"]?.string)
            writer.member("publicationDate", "20200517")
            writer.key("organisms")
            writer.beginArray()
            writer.endArray()
            writer.endObject()
        }
    }

    private func batch(_ items: [(name: String, value: String)], _ exchanges: Exchanges) -> Answer {
        let accessions = items.filter { $0.name == "acc" }.map(\.value)
        let databases = items.filter { $0.name == "database" }.map(\.value)
        guard accessions.count == databases.count else {
            return Answer(status: 500, body: Array(#"{"status":500,"error":"Internal Server Error"}"#.utf8))
        }
        var writer = JSONWriter()
        var failed: [(String, String)] = []
        writer.beginObject()
        writer.key("datasets")
        writer.beginArray()
        for (accession, database) in zip(accessions, databases) {
            if let record = exchanges.find("\(database)/\(accession)".lowercased(), source) {
                writer.raw(record.body)
            } else {
                failed.append((accession, database))
            }
        }
        writer.endArray()
        writer.key("failure")
        writer.beginArray()
        for (accession, database) in failed {
            writer.beginObject()
            writer.member("database", database)
            writer.member("accession", accession)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }
}
