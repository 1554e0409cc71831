internal import Formats
internal import Foundation

struct EuropePMCService: ReplicaService {
    let source = "europepmc"
    let hosts = ["www.ebi.ac.uk"]

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? parser.parse(body) { root in
            (root["resultList"]?["result"]?.elements.map { $0 } ?? []).compactMap { result -> ServedRecord? in
                guard let source = result["source"]?.string, let id = result["id"]?.string else { return nil }
                var record = ServedRecord(key: "\(source)/\(id)".lowercased(), body: result.serialized())
                record.indexed =
                    Exchanges.seconds(
                        result["dateOfRevision"]?.string ?? result["firstIndexDate"]?.string ?? "") ?? 0
                record.words = Exchanges.words(
                    result, "title", "authorString", "pubYear", "journalInfo", "journalTitle", "pageInfo")
                for (name, scheme) in [("doi", "doi"), ("pmid", "pmid"), ("pmcid", "pmcid")] as [(StaticString, String)]
                {
                    if let text = result[name]?.text { record.aliases.append("\(scheme):\(text.lowercased())") }
                }
                return record
            }
        }
        return found ?? []
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        guard ask.path.hasPrefix("/europepmc/webservices/rest/") else { return nil }
        var query = ask.query
        switch ask.path.dropFirst(28) {
        case "search": break
        case "searchPOST": query = Exchanges.items(String(decoding: ask.body, as: UTF8.self))
        default: return Answer(status: 404, body: [])
        }
        guard let text = query["query"], !text.isEmpty, text.filter({ $0 == "\"" }).count % 2 == 0 else {
            return Answer(
                status: 200,
                body: Array(#"{"errCode":404,"errMsg":"Invalid Query Syntax. Please correct and try again."}"#.utf8))
        }
        let results = matches(text, exchanges)
        let size = min(max(Int(query["pageSize"] ?? "") ?? 25, 1), 1000)
        let mark = query["cursorMark"] ?? "*"
        guard let start = mark == "*" ? 0 : Int(mark.dropFirst(2)), start >= 0 else {
            return Answer(status: 200, body: Array(#"{"errCode":404,"errMsg":"Unable to parse 'cursorMark'"}"#.utf8))
        }
        let page = results.dropFirst(start).prefix(size)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("version", "6.9")
        writer.member("hitCount", results.count)
        // At the end it leads back to itself.
        writer.member("nextCursorMark", page.isEmpty ? mark : "Ao\(start + page.count)")
        writer.key("resultList")
        writer.beginObject()
        writer.key("result")
        writer.beginArray()
        for result in page { writer.raw(result.body) }
        writer.endArray()
        writer.endObject()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    private func matches(_ text: String, _ exchanges: Exchanges) -> [ServedRecord] {
        let all = exchanges.records(of: source)
        if let range = text.range(of: "UPDATE_DATE:[") {
            let ends = text[range.upperBound...].prefix { $0 != "]" }.components(separatedBy: " TO ")
            let from = ends.first.flatMap(Exchanges.seconds) ?? 0
            let until = ends.last.flatMap(Exchanges.seconds).map { $0 + 86_399 } ?? .max
            return all.filter { (from...max(from, until)).contains($0.indexed) }
        }
        guard ["DOI:", "EXT_ID:", "PMCID:"].contains(where: text.contains) else {
            return Exchanges.ranked(all, by: text)
        }
        var found: [ServedRecord] = []
        for term in text.components(separatedBy: " OR ") {
            let bare = term.trimmingCharacters(in: CharacterSet(charactersIn: "() "))
            let value = bare.split(separator: " ").first.map(String.init) ?? ""
            let parts = value.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            let scheme = parts[0] == "EXT_ID" ? "pmid" : parts[0].lowercased()
            let alias = "\(scheme):\(parts[1].replacingOccurrences(of: "\"", with: "").lowercased())"
            found += all.filter { $0.aliases.contains(alias) }
        }
        return found
    }
}
