internal import Formats
internal import Foundation

struct SemanticScholarService: ReplicaService {
    let source = "semanticscholar"
    let hosts = ["api.semanticscholar.org"]

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? parser.parse(body) { root in
            (root["data"]?.elements ?? root.elements).compactMap { item -> ServedRecord? in
                guard let id = item["paperId"]?.string else { return nil }
                var aliases = item["corpusId"]?.text.map { ["corpusid:" + $0] } ?? []
                let names = [
                    "DOI": "doi", "PubMed": "pmid", "PubMedCentral": "pmcid", "ArXiv": "arxiv", "MAG": "mag",
                ]
                for (name, value) in item["externalIds"]?.members ?? item.members {
                    if let scheme = names[name], let text = value.text {
                        aliases.append("\(scheme):\(text.lowercased())")
                    }
                }
                return ServedRecord(
                    key: id.lowercased(), body: item.serialized(),
                    words: Exchanges.words(item, "title", "authors", "venue", "year"), aliases: aliases)
            }
        }
        return found ?? []
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        let base = "/graph/v1/paper/"
        guard ask.path.hasPrefix(base) else { return error(404, "Not found") }
        let name = String(ask.path.dropFirst(base.count))
        switch name {
        case "batch": return batch(ask, exchanges)
        case "search", "search/bulk": return search(ask, exchanges, isBulk: name != "search")
        default:
            guard let paper = exchanges.find(name.lowercased(), source) else {
                return error(404, "Paper with id \(name) not found")
            }
            return Answer(status: 200, body: paper.body)
        }
    }

    /// Papers in the order asked, null for those it does not have.
    private func batch(_ ask: Ask, _ exchanges: Exchanges) -> Answer {
        let ids =
            (try? JSONParser().parse(ask.body) { root in (root["ids"]?.elements).map { $0.map { $0.string ?? "" } } })
            ?? nil
        guard let ids, !ids.isEmpty, ids.count <= 500 else {
            return error(400, "Number of ids must be between 1 and 500")
        }
        var writer = JSONWriter()
        writer.beginArray()
        for id in ids {
            if let paper = exchanges.find(id.lowercased(), source) { writer.raw(paper.body) } else { writer.null() }
        }
        writer.endArray()
        return Answer(status: 200, body: writer.bytes)
    }

    private func search(_ ask: Ask, _ exchanges: Exchanges, isBulk: Bool) -> Answer {
        let hits = Exchanges.ranked(exchanges.records(of: source), by: ask.query["query"] ?? "")
        // The bulk search gives a thousand a page; the replica has fewer, and gives two.
        let size = isBulk ? 2 : Int(ask.query["limit"] ?? "") ?? 100
        let start = Int(ask.query[isBulk ? "token" : "offset"]?.drop { $0 == "T" } ?? "") ?? 0
        guard isBulk || (1...100).contains(size) && start + size <= 1000 else {
            return error(400, "Requested data for this limit and/or offset is not available")
        }
        let page = hits.dropFirst(start).prefix(size)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("total", hits.count)
        let end = start + page.count
        if isBulk {
            writer.key("token")
            if end < hits.count { writer.string("T\(end)") } else { writer.null() }
        } else {
            writer.member("offset", start)
            if end < hits.count { writer.member("next", end) }
        }
        if !hits.isEmpty || isBulk {
            writer.key("data")
            writer.beginArray()
            for paper in page { writer.raw(paper.body) }
            writer.endArray()
        }
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    private func error(_ status: Int, _ said: String) -> Answer {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("error", said)
        writer.endObject()
        return Answer(status: status, body: writer.bytes)
    }
}
