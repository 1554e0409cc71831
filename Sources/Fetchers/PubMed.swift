public import Formats
public import Records
public import Transfer

/// NCBI's PubMed, asked through the E-utilities and the PMC ID converter.
///
/// Documentation: https://www.ncbi.nlm.nih.gov/books/NBK25501/ and https://pmc.ncbi.nlm.nih.gov/tools/id-converter-api/
///
/// PMIDs are fetched at once. DOIs are searched for, since the ID converter knows only what is in PMC: one request finds
/// 200, one more fetches them. PMCIDs are converted, since the converter knows them all: two requests for 200 again.
public struct PubMed: JSONSource, XMLSource {
    public static let card = SourceCard(
        id: "pubmed", name: "PubMed", documentation: "https://www.ncbi.nlm.nih.gov/books/NBK25501/",
        hosts: ["eutils.ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov"], requestsPerSecond: 3, concurrency: 3,
        batchSize: 200, licence: "facts, free to use; abstracts may be their publishers'",
        coverage: "articles of medicine and the life sciences, preprints of NIH research, books of NCBI",
        keyVariable: "IBID_NCBI_KEY", keyPlace: .query("api_key"), requestsPerSecondWithKey: 10, contactItem: "email")

    /// PubMed gives no list beyond this many.
    static let longestList = 9999
    /// Largest PMID that a window by number reaches.
    private static let largestNumber = 99_999_999
    private static let utilities = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    private static let converter = "https://pmc.ncbi.nlm.nih.gov/tools/idconv/api/v1/articles/"

    public init() {}

    // MARK: Asking

    public func request(for query: Query) -> Request? {
        switch query {
        case .lookup(let identifiers):
            for scheme in [Scheme.pmid, .pmcid, .doi] {
                let values = identifiers.filter { Self.isAskable($0) && $0.scheme == scheme }.prefix(
                    Self.card.batchSize
                ).map(\.value)
                if !values.isEmpty { return lookup(values, scheme) }
            }
            return nil
        case .search(let words, let rows):
            return search(words, rows: rows, more: "&sort=relevance")
        case .changes(let since, let until, let filter, let rows):
            var window = ""
            if since != nil || until != nil {
                // Both ends are needed.
                window =
                    "&datetype=mdat&mindate=\(Self.text(Self.day(since) ?? Self.firstDay))"
                    + "&maxdate=\(Self.text(Self.day(until) ?? Self.lastDay))"
            }
            // A search for nothing finds nothing; this is all of PubMed.
            return search(filter.isEmpty ? "all[sb]" : filter, rows: rows, more: window)
        }
    }

    /// One scheme a request.
    public func batches(_ identifiers: [Identifier]) -> [[Identifier]] {
        [Scheme.pmid, .pmcid, .doi].flatMap { scheme in
            let able = identifiers.filter { $0.scheme == scheme && Self.isAskable($0) }
            return stride(from: 0, to: able.count, by: Self.card.batchSize).map {
                Array(able[$0..<min(able.count, $0 + Self.card.batchSize)])
            }
        }
    }

    /// A quotation mark would end the phrase that a DOI is searched as.
    private static func isAskable(_ identifier: Identifier) -> Bool {
        switch identifier.scheme {
        case .pmid, .pmcid: true
        case .doi: !identifier.value.contains("\"")
        default: false
        }
    }

    private func lookup(_ values: [String], _ scheme: Scheme) -> Request {
        switch scheme {
        case .pmid: fetch(values)
        case .pmcid:
            Request(
                "\(Self.converter)?ids=\(URLText.query(values.joined(separator: ",")))&idtype=pmcid&versions=no&format=json&tool=ibid"
            )
        default:
            search(
                values.map { "\"\($0)\"[doi]" }.joined(separator: " OR "), rows: Self.card.batchSize, more: "")
        }
    }

    private func fetch(_ numbers: some Collection<String>) -> Request {
        Request("\(Self.utilities)/efetch.fcgi?db=pubmed&retmode=xml&tool=ibid&id=\(numbers.joined(separator: ","))")
    }

    /// Long searches go by POST: a URL of a few thousand characters is refused.
    private func search(_ term: String, rows: Int, more: String) -> Request {
        let items =
            "db=pubmed&retmode=json&usehistory=y&tool=ibid&retmax=\(min(max(rows, 1), Self.card.batchSize))\(more)"
            + "&term=\(URLText.query(term))"
        if items.utf8.count < 2000 { return Request("\(Self.utilities)/esearch.fcgi?\(items)") }
        return Request(
            "\(Self.utilities)/esearch.fcgi", method: .post,
            headers: [Header("Content-Type", "application/x-www-form-urlencoded")], body: Array(items.utf8))
    }

    // MARK: Reading

    public func page(from reply: Reply) throws(Problem) -> Page {
        guard ReplyReading.isXML(reply) else {
            return try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
                try page(of: root, place, reply)
            }
        }
        return try ReplyReading.tree(
            reply, source: Self.card.id, message: { $0.is("ERROR") ? $0.text : $0["ERROR"]?.text }
        ) { (root, place) throws(Problem) in
            try page(of: root, place, reply)
        }
    }

    private func page(of root: JSONValue, _ place: String, _ reply: Reply) throws(Problem) -> Page {
        if let said = root["error"]?.text { throw ReplyReading.refused(reply, Self.card.id, said) }
        if let search = root["esearchresult"] {
            if let said = search["ERROR"]?.text { throw ReplyReading.refused(reply, Self.card.id, said) }
            let ids = search["idlist"]?.elements.compactMap(\.text) ?? []
            return try found(
                count: search["count"]?.text, ids: ids, history: (search["webenv"]?.text, search["querykey"]?.text),
                reply)
        }
        if let said = root["esummaryresult"]?.elements.first(where: { _ in true })?.text {
            throw ReplyReading.refused(reply, Self.card.id, said)
        }
        if root["linksets"] != nil { throw ReplyReading.notRecords(reply, Self.card.id, "links between records") }
        var page = Page(records: [])
        RecordSearch.forEach(in: root, source: self, place: place) { value, _, place in
            if let said = value["error"]?.text ?? value["errmsg"]?.text {
                let name = value["uid"]?.text ?? value["requested-id"]?.text ?? value["pmcid"]?.text ?? ""
                page.problems.append(
                    Problem(
                        "pubmed: \(name): \"\(said.prefix(200))\"", place: place,
                        remedy: "check the number, or ask another source", reach: .record))
            } else if recognizes(value) {
                page.records.append(
                    RawRecord(
                        source: Self.card.id, key: PubMedSummary.key(of: value), bytes: value.serialized(), place: place
                    ))
            }
        }
        let isList = root["records"]?.kind == .array || root["result"]?["uids"]?.kind == .array
        guard isList || !page.records.isEmpty || !page.problems.isEmpty else {
            throw ReplyReading.unreadable(reply, Self.card.id, "JSON without a summary, a search or a conversion")
        }
        if page.records.isEmpty, page.problems.isEmpty { page.total = 0 }
        // What the converter found is fetched.
        if reply.request.url.hasPrefix(Self.converter) {
            let numbers = root["records"]?.elements.compactMap { $0["pmid"]?.text } ?? []
            page.details = details(numbers)
        }
        return page
    }

    private func page(of root: XMLTreeElement, _ place: String, _ reply: Reply) throws(Problem) -> Page {
        switch root.name {
        case "eSearchResult":
            return try found(
                count: root["Count"]?.text, ids: root.values("IdList", "Id"),
                history: (root["WebEnv"]?.text, root["QueryKey"]?.text), reply)
        case "eLinkResult": throw ReplyReading.notRecords(reply, Self.card.id, "links between records")
        case "eInfoResult": throw ReplyReading.notRecords(reply, Self.card.id, "a database and its fields")
        case "eSpellResult": throw ReplyReading.notRecords(reply, Self.card.id, "how words are spelled")
        case "ePostResult": throw ReplyReading.notRecords(reply, Self.card.id, "a list that was left at the service")
        case "pmc-articleset", "article":
            throw ReplyReading.notRecords(reply, Self.card.id, "an article's full text (JATS)")
        default: break
        }
        var page = Page(records: [])
        RecordSearch.forEach(in: root, source: self, place: place) { element, _, place in
            page.records.append(
                RawRecord(
                    source: Self.card.id, key: PubMedArticle.number(of: element) ?? "", bytes: element.serialized(),
                    place: place))
        }
        if page.records.isEmpty {
            // A set of none is what a fetch of unknown numbers gives.
            guard ["PubmedArticleSet", "PubmedBookArticleSet", "eSummaryResult", "pmcids"].contains(root.name) else {
                throw ReplyReading.unreadable(reply, Self.card.id, ReplyReading.kind(of: Array(reply.body.prefix(400))))
            }
            page.total = 0
        }
        return page
    }

    private func details(_ numbers: [String]) -> [Request] {
        stride(from: 0, to: numbers.count, by: Self.card.batchSize).map {
            fetch(numbers[$0..<min(numbers.count, $0 + Self.card.batchSize)])
        }
    }

    /// What a search found: its records are fetched, by number where the reply has all numbers, else from the history that
    /// the service keeps; a list that is too long is asked for in parts.
    private func found(
        count: String?, ids: [String], history: (environment: String?, key: String?), _ reply: Reply
    ) throws(Problem) -> Page {
        func item(_ name: String) -> String? {
            URLText.value(of: name, in: reply.request.url)
                ?? URLText.value(of: name, inForm: String(decoding: reply.request.body, as: UTF8.self))
        }
        guard reply.request.url.contains("/esearch.fcgi"), item("db") == "pubmed" else {
            throw ReplyReading.notRecords(reply, Self.card.id, "the numbers that a search found")
        }
        guard let count = count.flatMap({ Int($0) }) else {
            throw ReplyReading.unreadable(reply, Self.card.id, "a search without a count")
        }
        var page = Page(records: [], total: count)
        if count <= ids.count {
            page.details = details(ids)
            return page
        }
        if count > Self.longestList {
            if item("sort") == nil {
                page.parts = parts(of: reply)
                if !page.parts.isEmpty { return page }
            }
            page.problems.append(
                Problem(
                    "pubmed: \(count) articles match, of which PubMed gives the first \(Self.longestList)",
                    place: reply.request.url, kept: "the first \(Self.longestList)",
                    remedy: "narrow the query, or give it as filter: that is asked for in parts", reach: .record))
        }
        guard let environment = history.environment, let key = history.key else {
            throw ReplyReading.unreadable(reply, Self.card.id, "a search without its history")
        }
        let rows = min(max(item("retmax").flatMap { Int($0) } ?? 1, 1), Self.card.batchSize)
        page.details = stride(from: 0, to: min(count, Self.longestList), by: rows).map { start in
            Request(
                "\(Self.utilities)/efetch.fcgi?db=pubmed&retmode=xml&tool=ibid&query_key=\(URLText.query(key))"
                    + "&WebEnv=\(URLText.query(environment))&retstart=\(start)&retmax=\(min(rows, Self.longestList - start))"
            )
        }
        return page
    }

    // MARK: Windows

    private static let firstDay = daysFromCivil(year: 1900, month: 1, day: 1)
    private static let lastDay = daysFromCivil(year: 2100, month: 12, day: 31)

    private static func day(_ time: Timestamp?) -> Int? { time.map { Int($0.seconds / 86_400) } }

    private static func text(_ day: Int) -> String {
        let (year, month, day) = civilFromDays(day)
        return "\(year)/\(month < 10 ? "0" : "")\(month)/\(day < 10 ? "0" : "")\(day)"
    }

    private static func day(_ text: String?) -> Int? {
        let numbers = (text ?? "").split(separator: "/").compactMap { Int($0) }
        guard numbers.count == 3, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]) else { return nil }
        return daysFromCivil(year: numbers[0], month: numbers[1], day: numbers[2])
    }

    /// Halves of a search: by day of change down to a single day, by PMID from there on. NLM revises millions of records in
    /// one day. Empty where it cannot be parted any more.
    private func parts(of reply: Reply) -> [Request] {
        let url = reply.request.url
        guard reply.request.method == .get, let term = URLText.value(of: "term", in: url) else { return [] }
        if let first = Self.day(URLText.value(of: "mindate", in: url)),
            var last = Self.day(URLText.value(of: "maxdate", in: url)), first < last
        {
            // Nothing was changed after the reply came; a day more, since NLM's day begins later than that of UTC.
            let today = Int(reply.received / 86_400)
            if today > first, today < last { last = today + 1 }
            let middle = first + (last - first) / 2
            return [(first, middle), (middle + 1, last)].map {
                Request(
                    URLText.replacing(
                        "maxdate", with: Self.text($0.1),
                        in: URLText.replacing("mindate", with: Self.text($0.0), in: url)))
            }
        }
        let (words, range) = Self.window(in: term)
        guard range.count > 1 else { return [] }
        let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
        return [(range.lowerBound, middle), (middle + 1, range.upperBound)].map {
            Request(URLText.replacing("term", with: "(\(words)) AND \($0.0):\($0.1)[uid]", in: url))
        }
    }

    /// Parts `(words) AND 1:49999999[uid]`.
    private static func window(in term: String) -> (words: String, range: ClosedRange<Int>) {
        let whole = (words: term, range: 1...largestNumber)
        guard term.hasPrefix("("), term.hasSuffix("[uid]"), let space = term.lastIndex(of: " ") else { return whole }
        let ends = term[term.index(after: space)...].dropLast(5).split(separator: ":").compactMap { Int($0) }
        let words = term[..<space]
        guard ends.count == 2, ends[0] <= ends[1], words.hasSuffix(") AND") else { return whole }
        return (String(words.dropFirst().dropLast(5)), ends[0]...ends[1])
    }

    // MARK: Records

    public func recognizes(_ value: JSONValue) -> Bool { PubMedSummary.recognizes(value) }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        try PubMedSummary.parse(value, place: place)
    }

    public func recognizes(_ element: XMLTreeElement) -> Bool {
        PubMedArticle.recognizes(element) || PubMedSummary.recognizes(element)
    }

    public func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        try PubMedSummary.recognizes(element, asRoot: true)
            ? PubMedSummary.parse(element, place: place) : PubMedArticle.parse(element, place: place)
    }
}
