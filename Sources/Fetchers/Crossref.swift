public import Formats
public import Records
public import Transfer

/// The Crossref REST API.
///
/// Documentation: https://api.crossref.org and https://www.crossref.org/documentation/retrieve-metadata/rest-api/
public struct Crossref: JSONSource {
    public static let card = SourceCard(
        id: "crossref", name: "Crossref", documentation: "https://api.crossref.org", hosts: ["api.crossref.org"],
        requestsPerSecond: 5, concurrency: 1, batchSize: 20, licence: "facts, free to use (CC0 but for abstracts)",
        coverage: "works registered with Crossref: articles, books, preprints, notices",
        keyVariable: "IBID_CROSSREF_TOKEN",
        keyPlace: .header("Crossref-Plus-API-Token", prefix: "Bearer "), agency: "Crossref")

    private static let base = "https://api.crossref.org"

    public init() {}

    public func request(for query: Query) -> Request? {
        switch query {
        case .lookup(let identifiers):
            let dois = identifiers.filter { $0.scheme == .doi }.map(\.value)
            guard let first = dois.first else { return nil }
            if dois.count == 1 { return Request("\(Self.base)/works/\(URLText.segment(first))") }
            let list = dois.prefix(Self.card.batchSize).filter { !$0.contains(",") }.map { "doi:" + $0 }.joined(
                separator: ",")
            // An empty filter would find anything.
            if list.isEmpty { return Request("\(Self.base)/works/\(URLText.segment(first))") }
            return Request("\(Self.base)/works?filter=\(URLText.query(list))&rows=\(Self.card.batchSize)")
        case .search(let words, let rows):
            return Request(
                "\(Self.base)/works?query.bibliographic=\(URLText.query(words))&rows=\(min(max(rows, 1), 1000))&cursor=*"
            )
        case .changes(let since, let until, let filter, let rows):
            // Only the index date is sure to move when a record changes.
            var filters = filter.isEmpty ? [] : [filter]
            if let since { filters.append("from-index-date:\(since.iso8601.prefix(10))") }
            if let until { filters.append("until-index-date:\(until.iso8601.prefix(10))") }
            let part = filters.isEmpty ? "" : "filter=\(URLText.query(filters.joined(separator: ",")))&"
            return Request("\(Self.base)/works?\(part)rows=\(min(max(rows, 1), 1000))&cursor=*")
        }
    }

    /// The whole reference: Crossref ranks by title, authors, journal and numbers together.
    public func request(matching reference: String, title: String, rows: Int) -> Request? {
        Request("\(Self.base)/works?query.bibliographic=\(URLText.query(String(reference.prefix(800))))&rows=\(rows)")
    }

    /// A filter is parted by commas: a DOI that holds one is asked for alone.
    public func batches(_ identifiers: [Identifier]) -> [[Identifier]] {
        let dois = identifiers.filter { $0.scheme == .doi }
        let plain = dois.filter { !$0.value.contains(",") }
        return stride(from: 0, to: plain.count, by: Self.card.batchSize).map {
            Array(plain[$0..<min(plain.count, $0 + Self.card.batchSize)])
        } + dois.filter { $0.value.contains(",") }.map { [$0] }
    }

    public func page(from reply: Reply) throws(Problem) -> Page {
        try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
            guard let kind = root["message-type"]?.string else {
                // `/transform`, where doi.org redirects to, answers with the bare work, its title a scalar.
                if recognizes(root) || root["DOI"]?.kind == .string && root["type"] != nil {
                    return Page(records: [raw(root, place: place)])
                }
                throw ReplyReading.unreadable(
                    reply, Self.card.id, "JSON without \"message-type\", which every Crossref reply has")
            }
            guard root["status"]?.string != "failed", root["status"]?.string != "error", let message = root["message"]
            else {
                throw failure(root, reply)
            }
            switch kind {
            case "work": return Page(records: [raw(message, place: place + " $.message")])
            case "work-list":
                var records: [RawRecord] = []
                var index = 0
                message["items"]?.elements.forEach { item in
                    records.append(raw(item, place: "\(place) $.message.items[\(index)]"))
                    index += 1
                }
                var next: Request?
                if let cursor = message["next-cursor"]?.string, !records.isEmpty {
                    var following = Request(URLText.replacing("cursor", with: cursor, in: reply.request.url))
                    // The cursor names the scroll, not the place in it: it stays the same while the pages move on.
                    if following.url == reply.request.url { following.turn = reply.request.turn + 1 }
                    next = following
                }
                var found = Page(records: records, next: next, total: message["total-results"]?.int)
                found.isScroll = message["next-cursor"] != nil
                return found
            case "work-agency":
                throw ReplyReading.notRecords(reply, Self.card.id, "a DOI's registration agency")
            default:
                throw ReplyReading.notRecords(reply, Self.card.id, "a \(kind)")
            }
        }
    }

    private func raw(_ value: JSONValue, place: String) -> RawRecord {
        RawRecord(
            source: Self.card.id, key: value["DOI"]?.string?.lowercased() ?? "", bytes: value.serialized(), place: place
        )
    }

    private func failure(_ root: JSONValue, _ reply: Reply) -> Problem {
        var said = root["message"]?.text ?? ""
        if let first = root["message"]?.elements.first(where: { $0.kind == .object }),
            let text = first["message"]?.string
        {
            said = text
        }
        return ReplyReading.refused(reply, Self.card.id, said)
    }

    public func recognizes(_ value: JSONValue) -> Bool {
        guard value["DOI"]?.kind == .string, value["title"]?.kind != .string else { return false }
        return value["member"] != nil || value["prefix"] != nil || value["indexed"] != nil || value["deposited"] != nil
            || value["title"]?.kind == .array
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        try CrossrefWork.parse(value, source: Self.card.id, place: place)
    }
}
