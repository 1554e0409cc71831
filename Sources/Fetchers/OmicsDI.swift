public import Formats
public import Records
public import Transfer

/// The Omics Discovery Index: datasets of many archives, in its interface's JSON, in the exchange XML that archives write for
/// it, and as its dataset pages, copied as text or saved as HTML.
///
/// Documentation: https://www.omicsdi.org/help/api and the client libraries ddipy and ddiR
public struct OmicsDI: JSONSource, XMLSource, PageSource {
    public static let card = SourceCard(
        id: "omicsdi", name: "OmicsDI", documentation: "https://www.omicsdi.org/help/api", hosts: ["www.omicsdi.org"],
        requestsPerSecond: 2, concurrency: 1, batchSize: 20, licence: "as each archive says",
        coverage: "datasets of proteomics, genomics, transcriptomics, metabolomics and models, with their papers")

    private static let base = "https://www.omicsdi.org/ws/dataset"

    public init() {}

    // MARK: Asking

    /// Database and accession as OmicsDI names them; nil for a scheme that tells no database.
    private static func dataset(_ identifier: Identifier) -> (database: String, accession: String)? {
        switch identifier.scheme {
        case .omicsdi:
            let parts = identifier.value.split(separator: "/", maxSplits: 1).map(String.init)
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        case .pride: return ("pride", identifier.value)
        case .geo: return ("geo", identifier.value)
        case .arrayexpress: return ("biostudies-arrayexpress", identifier.value)
        case .pmcid: return ("biostudies-literature", "S-E" + identifier.value)
        case .biostudies:
            return (
                identifier.value.hasPrefix("S-EPMC") ? "biostudies-literature" : "biostudies-other", identifier.value
            )
        default: return nil
        }
    }

    public func request(for query: Query) -> Request? {
        switch query {
        case .lookup(let identifiers):
            let datasets = identifiers.compactMap(Self.dataset).prefix(Self.card.batchSize)
            guard let first = datasets.first else { return nil }
            if datasets.count == 1 {
                return Request(
                    "\(Self.base)/\(URLText.segment(first.database))/\(URLText.segment(first.accession)).json")
            }
            // Lists that match by position.
            let accessions = datasets.map { "acc=" + URLText.query($0.accession) }
            let databases = datasets.map { "database=" + URLText.query($0.database) }
            return Request("\(Self.base)/batch?" + (accessions + databases).joined(separator: "&"))
        case .search(let words, let rows): return Self.list(words, rows: rows, sorted: false)
        case .changes(let since, let until, let filter, let rows):
            let from = since.map { String($0.iso8601.prefix(10)) } ?? "1990-01-01"
            let to = until.map { String($0.iso8601.prefix(10)) } ?? "2100-01-01"
            let window = "publication_date:[\"\(from)\" TO \"\(to)\"]"
            return Self.list(filter.isEmpty ? window : "(\(filter)) AND \(window)", rows: rows, sorted: true)
        }
    }

    private static func list(_ query: String, rows: Int, sorted: Bool) -> Request {
        Request(
            "\(base)/search?query=\(URLText.query(query))"
                + (sorted ? "&sortfield=publication_date&order=descending" : "")
                + "&start=0&size=\(min(max(rows, 1), 100))&faceCount=0")
    }

    // MARK: Reading replies

    public func page(from reply: Reply) throws(Problem) -> Page {
        if reply.status < 400, let range = record(in: reply.body) {
            return Page(records: [raw(Array(reply.body[range]), "", reply.request.url)])
        }
        if reply.status < 400, reply.body.first(where: { $0 > 0x20 }) == UInt8(ascii: "<"),
            !HTMLPage.looksLikeOne(reply.body[...])
        {
            return try tree(reply)
        }
        // A dataset that is not known may come as nothing at all.
        if reply.status < 300, reply.body.allSatisfy({ $0 <= 0x20 }) || reply.body == Array("null".utf8) {
            throw ReplyReading.refused(
                Reply(to: reply.request, status: 404, body: []), Self.card.id, "an empty answer")
        }
        return try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
            if let status = root["status"]?.int, status >= 400, root["error"] != nil || root["message"] != nil {
                throw ReplyReading.refused(
                    Reply(to: reply.request, status: status, body: []), Self.card.id,
                    root["message"]?.string ?? root["error"]?.string ?? "")
            }
            if root["datasets"]?.kind == .array || root["count"]?.int != nil { return self.list(root, reply, place) }
            let datasets = root.elements.filter(recognizes)
            guard !datasets.isEmpty else {
                if root.members.contains(where: { ["accession", "id"].contains($0.key) && $0.value.isNull }) {
                    throw ReplyReading.refused(
                        Reply(to: reply.request, status: 404, body: []), Self.card.id, "a dataset without an accession")
                }
                throw ReplyReading.unreadable(reply, Self.card.id, "JSON without \"accession\" and \"database\"")
            }
            return Page(records: datasets.map { raw($0.serialized(), OmicsDataset($0).key, place) })
        }
    }

    private func raw(_ bytes: [UInt8], _ key: String, _ place: String) -> RawRecord {
        RawRecord(source: Self.card.id, key: key, bytes: bytes, place: place)
    }

    /// Hits of a search, or the answer to a batch: the latter holds whole datasets, and names what is not known.
    private func list(_ root: JSONValue, _ reply: Reply, _ place: String) -> Page {
        var page = Page(records: [], total: root["count"]?.int)
        var details: [Request] = []
        var count = 0
        for hit in root["datasets"].map({ Array($0.elements) }) ?? [] where hit.kind == .object {
            count += 1
            guard recognizes(hit) else { continue }
            let dataset = OmicsDataset(hit)
            page.records.append(raw(hit.serialized(), dataset.key, "\(place) $.datasets[\(count - 1)]"))
            if let database = dataset.database {
                details.append(
                    Request("\(Self.base)/\(URLText.segment(database))/\(URLText.segment(dataset.accession)).json"))
            }
        }
        for failure in root["failure"].map({ Array($0.elements) }) ?? [] {
            let name = failure["accession"]?.string ?? "a dataset"
            page.problems.append(
                Problem(
                    "omicsdi: \(name) is not known here", place: place,
                    remedy: "check the accession and its database", reach: .record))
        }
        guard reply.request.url.contains("/search?") || root["failure"] == nil && root["count"] != nil else {
            return page
        }
        // A hit has a title and little else.
        page.details = details
        let start = URLText.value("start", in: reply.request.url).flatMap(Int.init) ?? 0
        if count > 0, let total = page.total, start + count < total, reply.request.url.contains("/search?") {
            page.next = Request(URLText.replacing("start", with: String(start + count), in: reply.request.url))
        }
        return page
    }

    private func tree(_ reply: Reply) throws(Problem) -> Page {
        var page = Page(records: [])
        do {
            try XMLTreeParser().parse(reply.body) { root in
                RecordSearch.forEach(in: root, source: self, place: reply.request.url) { element, _, place in
                    page.records.append(raw(element.serialized(), OmicsDataset(element).key, place))
                }
                if page.records.isEmpty {
                    throw ReplyReading.unreadable(
                        reply, Self.card.id, "XML whose root is <\(root.name)>, without a dataset's <entry>")
                }
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw ReplyReading.unreadable(
                reply, Self.card.id, "no XML: \((error as? SyntaxError)?.what ?? "\(error)")")
        }
        return page
    }

    // MARK: Records

    public func recognizes(_ value: JSONValue) -> Bool {
        if value["accession"]?.kind == .string, value["database"]?.kind == .string {
            return value["name"] != nil || value["cross_references"] != nil || value["additional"] != nil
                || value["crossReferences"] != nil
        }
        if value["id"]?.kind == .string, value["source"]?.kind == .string,
            value["title"] != nil || value["name"] != nil
        {
            return ["publicationDate", "organisms", "omicsType", "omics_type", "citationsCount", "full_dataset_link"]
                .contains { (key: StaticString) in value[key] != nil } && value["authorString"] == nil
        }
        return OmicsDataset.linkedData(value) != nil
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        try OmicsDataset(value).record(place: place)
    }

    public func recognizes(_ element: XMLTreeElement) -> Bool {
        if element.is("entry") {
            guard element.attribute("id") != nil || element.attribute("acc") != nil else { return false }
            return element["name"] != nil || element["dates"] != nil || element["additional_fields"] != nil
                || element["cross_references"] != nil
        }
        return element["accession"] != nil && element["database"] != nil
            && (element["name"] != nil || element["additionals"] != nil)
    }

    public func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        try OmicsDataset(element).record(place: place)
    }

    public func record(in page: [UInt8]) -> Range<Int>? { OmicsDatasetPage.range(in: page) }

    public func parse(page: [UInt8], place: String) throws(Problem) -> SourceRecord {
        guard let read = OmicsDatasetPage(page) else {
            throw Problem(
                "omicsdi: a page without \"PROVIDER: accession | repository\"", place: place,
                remedy: "give a dataset's page", reach: .record)
        }
        return try read.dataset.record(place: place)
    }
}
