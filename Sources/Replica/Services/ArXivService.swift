internal import Formats
internal import Foundation

struct ArXivService: ReplicaService {
    let source = "arxiv"
    let hosts = ["export.arxiv.org"]

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? XMLTreeParser().parse(body) { root in
            root.children("entry").compactMap { entry -> ServedRecord? in
                guard let id = entry["id"]?.text, let start = id.range(of: "/abs/")?.upperBound else { return nil }
                let number = id[start...].replacing(/v\d+$/, with: "")
                var record = ServedRecord(key: number.lowercased(), body: entry.serialized())
                record.indexed = entry["updated"]?.text.flatMap(Exchanges.seconds) ?? 0
                record.words = Exchanges.words(
                    of: entry.children.filter { ["title", "summary", "author"].contains($0.name) }
                        .compactMap(\.text).joined(separator: " "))
                return record
            }
        }
        return found ?? []
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        guard ask.path == "/api/query" else {
            return Answer(status: 404, contentType: "text/html", body: Array("<html>Not Found</html>".utf8))
        }
        var found = exchanges.records(of: source)
        if let list = ask.query["id_list"], !list.isEmpty {
            let ids = list.split(separator: ",").map(String.init)
            if let bad = ids.first(where: { !$0.contains(where: \.isNumber) }) {
                return Answer(
                    status: 400, contentType: "application/atom+xml", body: feed([error(bad)], total: 1, start: 0))
            }
            found = ids.compactMap { exchanges.find($0.lowercased().replacing(/v\d+$/, with: ""), source) }
        } else {
            let query = ask.query["search_query"] ?? ""
            if let bracket = query.range(of: "submittedDate:[") {
                // By the day of submission, which the number tells: `2104`.
                let ends = query[bracket.upperBound...].prefix { $0 != "]" }.components(separatedBy: " TO ")
                found = found.filter { record in
                    let month = (record.key.split(separator: "/").last ?? "").prefix(4)
                    let text = (month.hasPrefix("9") ? "19" : "20") + month + "150000"
                    return ends.count == 2 && ends[0] <= text && text <= ends[1]
                }
            } else {
                found = Exchanges.ranked(found, by: query.replacingOccurrences(of: "all:", with: " "))
            }
            if ask.query["sortBy"] == "lastUpdatedDate" {
                found.sort { a, b in a.indexed != b.indexed ? a.indexed > b.indexed : a.key < b.key }
            }
        }
        let start = Int(ask.query["start"] ?? "") ?? 0
        let size = Int(ask.query["max_results"] ?? "") ?? 10
        return Answer(
            status: 200, contentType: "application/atom+xml",
            body: feed(found.dropFirst(start).prefix(size).map(\.body), total: found.count, start: start))
    }

    private func feed(_ entries: [[UInt8]], total: Int, start: Int) -> [UInt8] {
        let head =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
            + "xmlns:opensearch=\"http://a9.com/-/spec/opensearch/1.1/\" xmlns:arxiv=\"http://arxiv.org/schemas/atom\">\n"
            + "<opensearch:totalResults>\(total)</opensearch:totalResults>\n"
            + "<opensearch:startIndex>\(start)</opensearch:startIndex>\n"
        return Array(head.utf8) + entries.joined() + Array("</feed>\n".utf8)
    }

    private func error(_ id: String) -> [UInt8] {
        Array(
            "<entry><id>https://arxiv.org/api/errors#incorrect_id_format_for_\(id)</id><title>Error</title><summary>incorrect id format for \(id)</summary></entry>"
                .utf8)
    }
}
