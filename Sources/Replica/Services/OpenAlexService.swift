internal import Formats
internal import Foundation

struct OpenAlexService: ReplicaService {
    let source = "openalex"
    let hosts = ["api.openalex.org"]

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? parser.parse(body) { root in
            (root["results"]?.elements ?? root.elements).compactMap { item -> ServedRecord? in
                guard let id = item["id"]?.string?.split(separator: "/").last, id.hasPrefix("W") else { return nil }
                var aliases: [String] = []
                for (name, value) in item["ids"]?.members ?? item.members {
                    guard ["doi", "pmid", "pmcid", "mag"].contains(name), let text = value.text?.lowercased() else {
                        continue
                    }
                    let bare =
                        name == "doi"
                        ? text.replacingOccurrences(of: "https://doi.org/", with: "")
                        : String(text.split(separator: "/").last ?? "")
                    aliases.append("\(name):\(bare.replacingOccurrences(of: "pmc", with: ""))")
                }
                return ServedRecord(
                    key: id.lowercased(), body: item.serialized(),
                    indexed: item["updated_date"]?.string.flatMap { Exchanges.seconds(String($0.prefix(10))) } ?? 0,
                    words: Exchanges.words(item, "title", "authorships", "publication_year"), aliases: aliases)
            }
        }
        return found ?? []
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        let (path, query) = (ask.path, ask.query)
        if path.hasPrefix("/works/") {
            guard let work = exchanges.find(name(String(path.dropFirst(7))), source) else {
                return Answer(
                    status: 404, contentType: "text/html",
                    body: Array(
                        "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n".utf8))
            }
            return Answer(status: 200, body: work.body)
        }
        guard path == "/works" else { return error(404, "Not found", "No such entity") }
        var works = exchanges.records(of: source)
        for term in (query["filter"] ?? "").split(separator: ",").map(String.init) {
            let parts = term.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                return error(400, "Invalid query parameters error.", "Invalid filter: \(term)")
            }
            switch parts[0] {
            case "doi", "ids.openalex", "ids.pmid", "ids.pmcid", "ids.mag":
                let scheme = parts[0].hasPrefix("ids.") ? String(parts[0].dropFirst(4)) : parts[0]
                let keys = Set(
                    parts[1].split(separator: "|").compactMap {
                        exchanges.find(name(scheme == "openalex" ? String($0) : "\(scheme):\($0)"), source)?.key
                    })
                works = works.filter { keys.contains($0.key) }
            case "from_updated_date":
                guard query["api_key"] != nil else {
                    return error(403, "API key error", "you must include an api_key argument to use from_updated_date")
                }
                if let time = Exchanges.seconds(parts[1]) { works = works.filter { $0.indexed >= time } }
            default: return error(400, "Invalid query parameters error.", "\(parts[0]) is not a valid field.")
            }
        }
        if let text = query["search"] { works = Exchanges.ranked(works, by: text) }
        let size = Int(query["per_page"] ?? "") ?? 25
        guard (1...100).contains(size) else {
            return error(400, "Pagination error.", "per-page parameter must be between 1 and 100")
        }
        let cursor = query["cursor"]
        let start = cursor.flatMap { Int($0.drop { $0 == "*" || $0 == "C" }) } ?? 0
        let page = works.dropFirst(start).prefix(size)
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("meta")
        writer.beginObject()
        writer.member("count", works.count)
        writer.member("per_page", size)
        writer.key("next_cursor")
        if cursor != nil, !page.isEmpty { writer.string("C\(start + page.count)") } else { writer.null() }
        writer.endObject()
        writer.key("results")
        writer.beginArray()
        for work in page { writer.raw(work.body) }
        writer.endArray()
        writer.key("group_by")
        writer.beginArray()
        writer.endArray()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    /// The key or alias that a name in a path or filter means: `https://doi.org/10.5555/a`, `pmcid:PMC31`, `W1`.
    private func name(_ text: String) -> String {
        var plain = text.lowercased()
        for prefix in ["https://openalex.org/", "https://doi.org/"] where plain.hasPrefix(prefix) {
            plain = (prefix.contains("doi") ? "doi:" : "") + plain.dropFirst(prefix.count)
        }
        return plain.replacingOccurrences(of: "pmcid:pmc", with: "pmcid:")
    }

    private func error(_ status: Int, _ kind: String, _ said: String) -> Answer {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("error", kind)
        writer.member("message", said)
        writer.endObject()
        return Answer(status: status, body: writer.bytes)
    }
}
