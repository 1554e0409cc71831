public import Formats
public import Records
public import Transfer

/// The flattened "Semantic Scholar style" object that aggregators print inside their pages.
///
/// Nobody is asked for it: users bring pages or files. Volume holds "volume issue", open access is always false, the
/// author list is one string.
public struct Aggregator: JSONSource, PageSource {
    public static let card = SourceCard(
        id: "aggregator", name: "Aggregator pages", documentation: "https://www.semanticscholar.org/product/api",
        hosts: [],
        requestsPerSecond: nil, licence: "as the page says",
        coverage: "pages that print one article's metadata as an object; brought by the user")

    public init() {}

    public func request(for query: Query) -> Request? { nil }

    public func page(from reply: Reply) throws(Problem) -> Page {
        guard let range = Self.object(in: reply.body) else {
            throw ReplyReading.unreadable(
                reply, Self.card.id, "a page without an article object (keys \"title\", \"authors\", \"platform\")")
        }
        return Page(records: [
            RawRecord(
                source: Self.card.id, key: "", bytes: Array(reply.body[range]),
                place: "\(reply.request.url) byte \(range.lowerBound)")
        ])
    }

    public func recognizes(_ value: JSONValue) -> Bool {
        guard value["title"] != nil, value["authors"]?.kind == .string else { return false }
        return value["PeriodicalName"] != nil || value["platform"] != nil || value["PeriodicalIF"] != nil
            || value["publicationDate"] != nil
    }

    public func record(in page: [UInt8]) -> Range<Int>? {
        // Scripts of other pages hold objects with titles, too.
        let parser = JSONParser()
        return Self.object(in: page) { range in
            (try? parser.parse(Array(page[range])) { recognizes($0) && $0["title"]?.string?.isEmpty == false }) ?? false
        }
    }

    public func parse(page: [UInt8], place: String) throws(Problem) -> SourceRecord {
        throw Problem(
            "aggregator: a page without an article object", place: place, remedy: "leave out this page", reach: .record)
    }

    /// Finds the object in a text that may go on before and behind it.
    ///
    /// - Returns: Range of the first balanced `{…}` whose first key is `"title"`, and which `isOne` holds for; nil where
    ///   there is none.
    /// - Complexity: O(n): each byte is looked at no more than a few times.
    public static func object(
        in bytes: [UInt8], where isOne: (Range<Int>) -> Bool = { _ in true }
    ) -> Range<Int>? {
        let opening = Array("{\"title\":".utf8)
        var index = 0
        var tries = 0
        while index < bytes.count, tries < 16 {
            guard let start = bytes[index...].firstIndex(of: UInt8(ascii: "{")) else { return nil }
            index = start + 1
            // White space between brace and key is allowed for.
            let compact = bytes[start...].prefix(64).filter { $0 > 0x20 }
            guard compact.starts(with: opening) else { continue }
            tries += 1
            if let end = balancedEnd(bytes, start), isOne(start..<end) { return start..<end }
        }
        return nil
    }

    private static func balancedEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
        var depth = 0
        var inString = false
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\") where inString: index += 1
            case UInt8(ascii: "\""): inString.toggle()
            case UInt8(ascii: "{") where !inString, UInt8(ascii: "[") where !inString: depth += 1
            case UInt8(ascii: "}") where !inString, UInt8(ascii: "]") where !inString:
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// A key for an object without DOI, the same each time the page is brought: many works are called "Editorial".
    private static func key(of value: JSONValue, title: String) -> String {
        if let paper = value["paperid"]?.text, !paper.isEmpty { return "s2:" + paper }
        let others = [value["authors"]?.string, value["PeriodicalName"]?.string, value["publicationDate"]?.text]
        return "title:" + ([title] + others.compactMap { $0 }.filter { !$0.isEmpty }).joined(separator: " | ")
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        func text(_ value: JSONValue?) -> String? { value?.string.flatMap { $0.contains { $0 != " " } ? $0 : nil } }
        // Pages without a DOI say "" or null; their URLs then name the page, unless they hold a DOI.
        let doi =
            text(value["doi"])
            ?? [value["DOIUrl"], value["ListUrlMain"]].compactMap(text).first { $0.contains("10.") }
        guard let title = value["title"]?.string, !title.isEmpty else {
            throw Problem(
                "aggregator: an object without \"title\"", place: place, remedy: "leave out this page", reach: .record)
        }
        var record = SourceRecord(
            source: Self.card.id, key: doi.map(URLText.doiKey) ?? Self.key(of: value, title: title))
        record.titles = [title]
        if let doi { record.identifiers.append(SourceIdentifier(scheme: "doi", value: doi)) }
        for (key, member) in value.fields {
            switch key {
            case "authors": record.authorList = member.string
            case "abstract": if let text = member.string, !text.isEmpty { record.abstracts.append(text) }
            case "PeriodicalName":
                if let name = member.string, !name.isEmpty { record.containerTitles.insert(name, at: 0) }
            case "journal":
                if let name = member["name"]?.string, !name.isEmpty { record.containerTitles.append(name) }
                record.volume = member["volume"]?.text.flatMap { $0.isEmpty ? nil : $0 }
                record.pages = member["pages"]?.text.flatMap { $0.isEmpty ? nil : $0 }
            case "publicationDate": record.dates.append(SourceDate(kind: "issued", text: member.text))
            case "EPubDate":
                if let text = member.text, !text.isEmpty {
                    record.dates.append(SourceDate(kind: "published-online", text: text))
                }
            case "publicationTypes": record.type = member.string
            case "PMCID":
                if let text = member.text, !text.isEmpty {
                    record.identifiers.append(SourceIdentifier(scheme: "pmcid", value: text))
                }
            case "PMID":
                if let text = member.text, !text.isEmpty {
                    record.identifiers.append(SourceIdentifier(scheme: "pmid", value: text))
                }
            case "paperid":
                if let text = member.text, !text.isEmpty {
                    record.identifiers.append(SourceIdentifier(scheme: "s2", value: text))
                }
            case "url": record.url = member.string
            case "citationCount": record.citationCount = member.int ?? member.string.flatMap { Int($0) }
            case "openAccessPdf":
                if let url = member.string ?? member["url"]?.string, !url.isEmpty {
                    record.others.append(SourceIdentifier(scheme: "openAccessPdf", value: url))
                }
            case "PeriodicalIF", "platform", "JCR", "RegionNum", "TitleCN", "isOpenAccess":
                if let text = member.text, !text.isEmpty {
                    record.others.append(SourceIdentifier(scheme: key.string, value: text))
                }
            default: break
            }
        }
        return record
    }
}
