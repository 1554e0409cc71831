public import Formats
public import Records
public import Transfer

/// arXiv's API, which answers in Atom.
///
/// Documentation: https://info.arxiv.org/help/api/user-manual.html
///
/// A range of `lastUpdatedDate` filters by the day of submission, whatever its name says, and would lose new versions of
/// older papers. So a list of changes is sorted by that date, newest first, and read until what is older than the window.
public struct ArXiv: XMLSource {
    public static let card = SourceCard(
        id: "arxiv", name: "arXiv", documentation: "https://info.arxiv.org/help/api/user-manual.html",
        hosts: ["export.arxiv.org"], requestsPerSecond: 1.0 / 3, concurrency: 1, batchSize: 100,
        licence: "CC0", coverage: "preprints of physics, mathematics, computer science and their neighbours")

    private static let base = "https://export.arxiv.org/api/query"
    /// arXiv gives no list beyond this many, and no page of more than `largestPage`.
    static let longestList = 30_000
    private static let largestPage = 2000

    public init() {}

    public func request(for query: Query) -> Request? {
        switch query {
        case .lookup(let identifiers):
            let numbers = identifiers.compactMap(Self.number).prefix(Self.card.batchSize)
            if numbers.isEmpty { return nil }
            return Request(
                "\(Self.base)?start=0&max_results=\(numbers.count)&id_list=\(URLText.query(numbers.joined(separator: ",")))"
            )
        case .search(let words, let rows):
            return Request(
                "\(Self.base)?start=0&max_results=\(Self.size(rows))&sortBy=relevance&sortOrder=descending"
                    + "&search_query=\(URLText.query(Self.terms(words)))")
        case .changes(let since, let until, let filter, let rows):
            var query = filter.isEmpty ? Self.window(Self.firstDay...Self.lastDay) : "(\(filter))"
            if let until { query = "(\(query)) AND \(Self.window(Self.firstDay...Int(until.seconds / 86_400)))" }
            // Where the walk ends is ours to know: what follows `#` is not sent.
            return Request(
                "\(Self.base)?start=0&max_results=\(Self.size(rows))&sortBy=lastUpdatedDate&sortOrder=descending"
                    + "&search_query=\(URLText.query(query))" + (since.map { "#since=\($0.iso8601)" } ?? ""))
        }
    }

    private static func size(_ rows: Int) -> Int { min(max(rows, 1), largestPage) }

    /// arXiv registers a DOI for every paper.
    private static func number(_ identifier: Identifier) -> String? {
        switch identifier.scheme {
        case .arxiv: identifier.value
        case .doi where identifier.value.hasPrefix("10.48550/arxiv."): String(identifier.value.dropFirst(15))
        default: nil
        }
    }

    /// All words; what is in arXiv's own syntax stays as it is.
    private static func terms(_ words: String) -> String {
        if words.contains(":") || words.contains(" AND ") || words.contains(" OR ") || words.contains("\"") {
            return words
        }
        let found = words.split { !$0.isLetter && !$0.isNumber && $0 != "-" && $0 != "." && $0 != "'" }
        return found.map { "all:\($0)" }.joined(separator: " AND ")
    }

    // MARK: Windows by day of submission

    private static let firstDay = daysFromCivil(year: 1991, month: 1, day: 1)
    private static let lastDay = daysFromCivil(year: 2100, month: 12, day: 31)

    /// `submittedDate:[202403010000 TO 202403312359]`.
    private static func window(_ days: ClosedRange<Int>) -> String {
        "submittedDate:[\(text(days.lowerBound))0000 TO \(text(days.upperBound))2359]"
    }

    private static func text(_ day: Int) -> String {
        let (year, month, day) = civilFromDays(day)
        return "\(year)\(month < 10 ? "0" : "")\(month)\(day < 10 ? "0" : "")\(day)"
    }

    private static func day(_ text: Substring) -> Int? {
        guard text.utf8.count == 12, let number = Int(text.prefix(8)) else { return nil }
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100)
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        return daysFromCivil(year: year, month: month, day: day)
    }

    /// The window that a query ends with, and what stands before it.
    private static func window(in query: String) -> (words: String, days: ClosedRange<Int>)? {
        let mark = "submittedDate:["
        guard query.hasSuffix("]"), let bracket = query.lastIndex(of: "["),
            query[...bracket].hasSuffix(mark)
        else { return nil }
        let ends = query[query.index(after: bracket)...].dropLast().split(separator: " ")
        guard ends.count == 3, let first = day(ends[0]), let last = day(ends[2]), first <= last else { return nil }
        return (String(query[...bracket].dropLast(mark.count)), first...last)
    }

    /// Halves of a list by day of submission; empty for a single day.
    private static func parts(of reply: Reply) -> [Request] {
        let (url, fragment) = cut(reply.request.url)
        guard let query = URLText.value(of: "search_query", in: url) else { return [] }
        var words = query.isEmpty ? "" : "\(query) AND "
        var days = firstDay...lastDay
        if let found = window(in: query) { (words, days) = found }
        let today = Int(reply.received / 86_400)
        if today > days.lowerBound, today < days.upperBound { days = days.lowerBound...(today + 1) }
        guard days.count > 1 else { return [] }
        let middle = days.lowerBound + (days.upperBound - days.lowerBound) / 2
        return [days.lowerBound...middle, (middle + 1)...days.upperBound].map {
            Request(
                URLText.replacing(
                    "search_query", with: words + window($0), in: URLText.replacing("start", with: "0", in: url))
                    + fragment)
        }
    }

    private static func cut(_ url: String) -> (url: String, fragment: String) {
        guard let mark = url.firstIndex(of: "#") else { return (url, "") }
        return (String(url[..<mark]), String(url[mark...]))
    }

    // MARK: Reading

    public func page(from reply: Reply) throws(Problem) -> Page {
        try ReplyReading.tree(reply, source: Self.card.id, message: Self.error) { (root, place) throws(Problem) in
            var page = Page(records: [])
            RecordSearch.forEach(in: root, source: self, place: place) { entry, _, place in
                page.records.append(
                    RawRecord(
                        source: Self.card.id, key: ArXivEntry.number(of: entry)?.number ?? "",
                        bytes: entry.serialized(), place: place))
            }
            for entry in root.children("entry") where !recognizes(entry) {
                page.problems.append(
                    Problem(
                        "arxiv: an entry whose id names no paper: \"\((entry["id"]?.text ?? "").prefix(100))\"",
                        place: place, kept: "the other entries", remedy: "ask for that paper by its number",
                        reach: .record))
            }
            guard root.is("feed") || !page.records.isEmpty else {
                throw ReplyReading.unreadable(reply, Self.card.id, ReplyReading.kind(of: Array(reply.body.prefix(400))))
            }
            page.total = root["totalResults"]?.text.flatMap { Int($0) } ?? (page.records.isEmpty ? 0 : nil)
            try follow(&page, root, reply)
            return page
        }
    }

    /// What arXiv says in a feed with an entry called Error.
    private static func error(_ root: XMLTreeElement) -> String? {
        for entry in root.children("entry") where entry["id"]?.text?.contains("arxiv.org/api/errors") == true {
            return entry["summary"]?.text ?? entry["title"]?.text ?? "an error without words"
        }
        return nil
    }

    private func follow(_ page: inout Page, _ root: XMLTreeElement, _ reply: Reply) throws(Problem) {
        let (url, fragment) = Self.cut(reply.request.url)
        guard let total = page.total, URLText.value(of: "search_query", in: url) != nil else { return }
        let start = root["startIndex"]?.text.flatMap { Int($0) } ?? 0
        guard start < total else { return }
        guard !page.records.isEmpty else {
            // arXiv now and then sends a page of none in the middle of a list.
            throw Problem(
                "arxiv: an empty page at \(start) of \(total)", place: reply.request.url,
                remedy: "run the same command later", reach: .source)
        }
        let isSorted = URLText.value(of: "sortBy", in: url) == "lastUpdatedDate"
        let since = fragment.hasPrefix("#since=") ? Timestamp(iso8601: String(fragment.dropFirst(7))) : nil
        if isSorted, since == nil, total > Self.longestList {
            page.parts = Self.parts(of: reply)
            if !page.parts.isEmpty {
                page.records = []
                return
            }
        }
        let following = start + page.records.count
        if let since,
            let last = Array(root.children("entry")).last?["updated"]?.text.flatMap({ Timestamp(iso8601: $0) }),
            last < since
        {
            return
        }
        guard following < total else { return }
        if following >= Self.longestList {
            page.parts = isSorted ? Self.parts(of: reply) : []
            if page.parts.isEmpty {
                page.problems.append(
                    Problem(
                        "arxiv: \(total) papers match, of which arXiv gives the first \(Self.longestList)",
                        place: reply.request.url, kept: "the first \(following)",
                        remedy: "narrow the query, or give it as filter: that is asked for in parts", reach: .record))
            }
            return
        }
        page.next = Request(URLText.replacing("start", with: String(following), in: url) + fragment)
    }

    public func recognizes(_ element: XMLTreeElement) -> Bool {
        element.is("entry") && ArXivEntry.number(of: element) != nil
    }

    public func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        try ArXivEntry.parse(element, place: place)
    }
}

/// One paper in Atom. Its text is wrapped wherever a line was full: as Atom has it, a line's end is a space.
private enum ArXivEntry {
    /// `2104.12255` and `1` from `http://arxiv.org/abs/2104.12255v1`.
    static func number(of entry: XMLTreeElement) -> (number: String, version: String?)? {
        guard let id = entry["id"]?.text, let start = id.firstRange(of: "arxiv.org/abs/") else { return nil }
        let text = id[start...]
        guard let v = text.lastIndex(of: "v"), v > text.startIndex, !text[v...].dropFirst().isEmpty,
            text[v...].dropFirst().utf8.allSatisfy({ (48...57).contains($0) })
        else { return text.isEmpty ? nil : (String(text), nil) }
        return (String(text[..<v]), String(text[v...].dropFirst()))
    }

    static func parse(_ entry: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        guard let (number, version) = number(of: entry) else {
            throw Problem(
                "arxiv: an entry whose id names no paper", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var record = SourceRecord(source: ArXiv.card.id, key: number)
        record.type = "Preprint"
        record.version = version
        record.identifiers = [
            SourceIdentifier(scheme: "arxiv", value: number),
            // What arXiv registers; the feed leaves it to be known.
            SourceIdentifier(scheme: "doi", value: "10.48550/arXiv.\(number)"),
        ]
        record.publisher = "arXiv"
        func keep(_ name: String, _ value: String?) {
            if let value { record.others.append(SourceIdentifier(scheme: name, value: unwrapped(value))) }
        }
        for child in entry.children {
            let text = child.text
            switch child.name {
            case "title": if let text { record.titles.append(unwrapped(text)) }
            case "summary": if let text { record.abstracts.append(paragraphs(text)) }
            case "author": if let person = person(child) { record.contributors.append(person) }
            case "published": if let text { record.dates.append(SourceDate(kind: "posted", text: text)) }
            case "updated":
                if let text { record.dates.append(SourceDate(kind: "updated", text: text)) }
                record.updated = text.flatMap { Timestamp(iso8601: $0) }
            case "category": if let term = child.attribute("term") { record.keywords.append(term) }
            case "primary_category": keep("primaryCategory", child.attribute("term"))
            case "comment": keep("comment", text)
            case "journal_ref": keep("journalReference", text)
            case "doi":
                // The article's own: the preprint's is another.
                for doi in (text ?? "").split(whereSeparator: \.isWhitespace) {
                    record.relations.append(SourceRelation(type: "arxiv:doi", scheme: "doi", target: String(doi)))
                }
            case "link":
                guard let target = child.attribute("href") else { continue }
                if child.attribute("title") == "pdf" { keep("openAccessPdf", target) }
                if child.attribute("rel") == "alternate" { record.url = target }
                if child.attribute("rel") == "license" { record.licenses.append(target) }
            case "rights", "license": if let text { record.licenses.append(text) }
            default: break
            }
        }
        return record
    }

    private static func person(_ element: XMLTreeElement) -> SourceContributor? {
        guard let name = element["name"]?.text else { return nil }
        return SourceContributor(
            name: unwrapped(name), affiliations: element.children("affiliation").compactMap(\.text))
    }

    private static func unwrapped(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// As `unwrapped`, but a line that begins with two spaces begins a paragraph.
    private static func paragraphs(_ text: String) -> String {
        var paragraphs: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            let plain = unwrapped(String(line))
            if let last = paragraphs.last, !line.hasPrefix("  ") {
                paragraphs[paragraphs.count - 1] = last + " " + plain
            } else {
                paragraphs.append(plain)
            }
        }
        return paragraphs.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}

extension String {
    /// Where what follows `word` begins; nil where it does not occur.
    fileprivate func firstRange(of word: String) -> String.Index? {
        let wanted = Array(word.utf8)
        var index = startIndex
        while index < endIndex {
            if utf8[index...].starts(with: wanted) { return utf8.index(index, offsetBy: wanted.count) }
            index = utf8.index(after: index)
        }
        return nil
    }
}
