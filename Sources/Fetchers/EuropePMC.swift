public import Formats
public import Records
public import Transfer

/// EMBL-EBI's Europe PMC.
///
/// Documentation: https://europepmc.org/RestfulWebService and https://europepmc.org/searchsyntax
public struct EuropePMC: JSONSource, XMLSource {
    public static let card = SourceCard(
        id: "europepmc", name: "Europe PMC", documentation: "https://europepmc.org/RestfulWebService",
        hosts: ["www.ebi.ac.uk"], requestsPerSecond: 5, concurrency: 1, batchSize: 100,
        licence: "facts, free to use; abstracts may be their publishers'",
        coverage: "PubMed, PMC, preprints of the life sciences, Agricola, patents, theses")

    private static let base = "https://www.ebi.ac.uk/europepmc/webservices/rest"

    public init() {}

    public func request(for query: Query) -> Request? {
        switch query {
        case .lookup(let identifiers):
            let terms = identifiers.prefix(Self.card.batchSize).compactMap(Self.term)
            if terms.isEmpty { return nil }
            // An article may be there as PubMed and as PMC have it.
            return search(terms.joined(separator: " OR "), rows: min(1000, terms.count * 5))
        case .search(let words, let rows): return search(words, rows: rows)
        case .changes(let since, let until, let filter, let rows):
            var terms = filter.isEmpty ? [] : ["(\(filter))"]
            if since != nil || until != nil || filter.isEmpty {
                terms.append(
                    "UPDATE_DATE:[\(since?.iso8601.prefix(10) ?? "1900-01-01") TO \(until?.iso8601.prefix(10) ?? "2100-01-01")]"
                )
            }
            return search(terms.joined(separator: " AND "), rows: rows)
        }
    }

    private static func term(_ identifier: Identifier) -> String? {
        switch identifier.scheme {
        case .doi: identifier.value.contains("\"") ? nil : "DOI:\"\(identifier.value)\""
        case .pmid: "(EXT_ID:\(identifier.value) AND SRC:MED)"
        case .pmcid: "PMCID:\(identifier.value)"
        default: nil
        }
    }

    /// Long searches go by POST: a URL of 12,000 characters is refused.
    private func search(_ query: String, rows: Int) -> Request {
        let items =
            "query=\(URLText.query(query))&resultType=core&format=json&pageSize=\(min(max(rows, 1), 1000))&cursorMark=*"
        if items.utf8.count < 6000 { return Request("\(Self.base)/search?\(items)") }
        return Request(
            "\(Self.base)/searchPOST", method: .post,
            headers: [Header("Content-Type", "application/x-www-form-urlencoded")], body: Array(items.utf8))
    }

    public func page(from reply: Reply) throws(Problem) -> Page {
        guard ReplyReading.isXML(reply) else {
            return try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
                if let said = root["errMsg"]?.text ?? root["error"]?.text ?? root["message"]?.text {
                    throw Self.failure(said, code: root["errCode"]?.text, reply)
                }
                var page = Page(records: [])
                var isList = false
                for (name, lists) in Self.lists where root[name] != nil {
                    isList = true
                    var index = 0
                    for entry in root.list(name, lists) {
                        add(
                            entry, to: &page,
                            bytes: recognizes(entry) ? entry.serialized() : nil, "\(place) $.\(name).\(lists)[\(index)]"
                        )
                        index += 1
                    }
                }
                if !isList, recognizes(root) {
                    add(root, to: &page, bytes: root.serialized(), place)
                    return page
                }
                // `hitCount` without a list is what a search without hits may say.
                guard isList || root["hitCount"]?.int == 0 else { throw Self.foreign(root.members.map(\.key), reply) }
                return Self.walk(page, total: root["hitCount"]?.int, mark: root["nextCursorMark"]?.text, reply)
            }
        }
        return try ReplyReading.tree(reply, source: Self.card.id, message: { $0["errMsg"]?.text }) {
            (root, place) throws(Problem) in
            var page = Page(records: [])
            RecordSearch.forEach(in: root, source: self, place: place) { element, _, place in
                add(element, to: &page, bytes: element.serialized(), place)
            }
            for (name, inner) in Self.lists {
                for entry in root.list(name, inner) where !recognizes(entry) {
                    add(entry, to: &page, bytes: nil, place)
                }
            }
            guard root.is("responseWrapper") || !page.records.isEmpty else {
                if root.is("article") {
                    throw ReplyReading.notRecords(reply, Self.card.id, "an article's full text (JATS)")
                }
                throw ReplyReading.unreadable(reply, Self.card.id, ReplyReading.kind(of: Array(reply.body.prefix(400))))
            }
            return Self.walk(
                page, total: root["hitCount"]?.text.flatMap { Int($0) }, mark: root["nextCursorMark"]?.text, reply)
        }
    }

    /// What holds entries, and what one is called.
    private static let lists: [(StaticString, StaticString)] = [
        ("resultList", "result"), ("citationList", "citation"), ("referenceList", "reference"),
    ]

    private func add(_ entry: some NamedValues, to page: inout Page, bytes: [UInt8]?, _ place: String) {
        if let bytes {
            page.records.append(
                RawRecord(source: Self.card.id, key: EuropePMCRecord.key(of: entry) ?? "", bytes: bytes, place: place))
        } else {
            page.problems.append(
                Problem(
                    "europepmc: an entry without \"id\" and \"source\": \"\((entry.value("title") ?? "no title").prefix(100))\"",
                    place: place, kept: "the other entries",
                    remedy: "Europe PMC matched it to nothing that it holds: ask another source", reach: .record))
        }
    }

    /// A walk ends where a page is empty, or where its cursor leads back to it.
    private static func walk(_ page: Page, total: Int?, mark: String?, _ reply: Reply) -> Page {
        var page = page
        page.total = total ?? (page.records.isEmpty ? 0 : nil)
        guard let mark, !mark.isEmpty, !page.records.isEmpty else { return page }
        let count = page.records.count + page.problems.count
        let form = String(decoding: reply.request.body, as: UTF8.self)
        guard
            let sent = URLText.value(of: "cursorMark", in: reply.request.url)
                ?? URLText.value(of: "cursorMark", inForm: form), sent != mark
        else { return page }
        // A first page that holds all needs no second to say so.
        if sent == "*", let total, count >= total { return page }
        if reply.request.method == .post {
            var next = reply.request
            next.body = Array(URLText.replacing("cursorMark", with: mark, in: "?" + form).utf8.dropFirst())
            page.next = next
        } else {
            page.next = Request(URLText.replacing("cursorMark", with: mark, in: reply.request.url))
        }
        return page
    }

    private static func failure(_ said: String, code: String?, _ reply: Reply) -> Problem {
        guard let code = code.flatMap({ Int($0) }), reply.status < 400 else {
            return ReplyReading.refused(reply, card.id, said)
        }
        // The code within says what the status should have said.
        return ReplyReading.refused(
            Reply(to: reply.request, status: code, headers: reply.headers, body: reply.body), card.id, said)
    }

    private static func foreign(_ names: [String], _ reply: Reply) -> Problem {
        if names.contains("dbCountList") || names.contains("dbCrossReferenceList") || names.contains("dataLinkList") {
            return ReplyReading.notRecords(reply, card.id, "links to data")
        }
        if names.contains("searchTermList") {
            return ReplyReading.notRecords(reply, card.id, "the fields that can be searched")
        }
        if names.contains("profileList") { return ReplyReading.notRecords(reply, card.id, "counts of hits") }
        return ReplyReading.unreadable(reply, card.id, "JSON without \"resultList\"")
    }

    public func recognizes(_ value: JSONValue) -> Bool { EuropePMCRecord.key(of: value) != nil }

    public func recognizes(_ element: XMLTreeElement) -> Bool {
        switch element.name {
        case "result", "citation", "reference": EuropePMCRecord.key(of: element) != nil
        case "Description": EuropePMCDescription.key(of: element) != nil
        default: false
        }
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        try EuropePMCRecord.parse(FilteredObject(value), place: place)
    }

    public func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        try element.is("Description")
            ? EuropePMCDescription.parse(element, place: place) : EuropePMCRecord.parse(element, place: place)
    }
}
