internal import Formats
internal import Foundation

struct CrossrefService: ReplicaService {
    let source = "crossref"
    let hosts = ["api.crossref.org"]

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? parser.parse(body) { root -> [ServedRecord] in
            guard let message = root["message"] else { return [] }
            return (message["items"]?.elements ?? message.elements).compactMap { item in
                guard let doi = item["DOI"]?.string?.lowercased(), item["type"] != nil else { return nil }
                let indexed = (item["indexed"]?["timestamp"]?.int).map { Int64($0 / 1000) } ?? 0
                return ServedRecord(
                    key: doi, body: item.serialized(), indexed: indexed,
                    words: Exchanges.words(item, "title", "author", "container-title", "issued", "volume", "page"))
            }
        }
        return found ?? []
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        var path = ask.path
        if path.hasPrefix("/v1/") { path = String(path.dropFirst(3)) }
        if path == "/works" || path == "/works/" { return list(ask, exchanges) }
        guard path.hasPrefix("/works/") else { return Citeproc.unknown }
        let isTransform = path.contains("/transform")
        let doi = String(path.dropFirst(7).prefix { _ in true }).components(separatedBy: "/transform")[0].lowercased()
        guard let work = exchanges.find(doi, source) else { return Citeproc.unknown }
        if isTransform { return Citeproc.answer(exchanges.find(doi, source)) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("status", "ok")
        writer.member("message-type", "work")
        writer.member("message-version", "1.0.0")
        writer.key("message")
        writer.raw(work.body)
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    private func list(_ ask: Ask, _ exchanges: Exchanges) -> Answer {
        let query = ask.query
        let keepsCursor = ask.keepsCursor
        var works = exchanges.records(of: source)
        if let filter = query["filter"] {
            var dois: Set<String> = []
            for term in filter.split(separator: ",") {
                let parts = term.split(separator: ":", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { continue }
                switch parts[0] {
                case "doi": dois.insert(parts[1].lowercased())
                case "from-index-date":
                    if let time = Exchanges.seconds(parts[1]) { works = works.filter { $0.indexed >= time } }
                case "until-index-date":
                    if let time = Exchanges.seconds(parts[1]) { works = works.filter { $0.indexed < time + 86_400 } }
                default: break
                }
            }
            if !dois.isEmpty { works = works.filter { dois.contains($0.key) } }
        }
        if let text = query["query.bibliographic"] ?? query["query"] { works = Exchanges.ranked(works, by: text) }
        let rows = min(max(Int(query["rows"] ?? "") ?? 20, 0), 1000)
        var start = offset(query["cursor"]) ?? Int(query["offset"] ?? "") ?? 0
        if keepsCursor, query["cursor"] != nil, query["cursor"] != "*" { start = (ask.turn + 1) * rows }
        guard start >= 0 else {
            return Answer(
                status: 404,
                body: Array(
                    #"{"status":"failed","message-type":"validation-failure","message":[{"type":"cursor-invalid","message":"Cursor specified is not valid."}]}"#
                        .utf8))
        }
        let page = works.dropFirst(start).prefix(rows)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("status", "ok")
        writer.member("message-type", "work-list")
        writer.member("message-version", "1.0.0")
        writer.key("message")
        writer.beginObject()
        writer.member("total-results", works.count)
        writer.member("items-per-page", rows)
        writer.key("items")
        writer.beginArray()
        for work in page { writer.raw(work.body) }
        writer.endArray()
        if query["cursor"] != nil { writer.member("next-cursor", keepsCursor ? "c0+/=" : "c\(start + page.count)+/=") }
        writer.endObject()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    /// The place in the list that a cursor means; -1 for one that is none of ours.
    private func offset(_ cursor: String?) -> Int? {
        guard let cursor else { return nil }
        if cursor == "*" { return 0 }
        guard cursor.hasPrefix("c"), cursor.hasSuffix("+/=") else { return -1 }
        return Int(cursor.dropFirst().dropLast(3)) ?? -1
    }
}
