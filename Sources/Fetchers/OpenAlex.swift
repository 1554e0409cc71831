public import Formats
public import Records
public import Transfer

/// The OpenAlex API; also reads the lines of its snapshot.
///
/// Documentation: https://developers.openalex.org
public struct OpenAlex: JSONSource {
    public static let card = SourceCard(
        id: "openalex", name: "OpenAlex", documentation: "https://developers.openalex.org", hosts: ["api.openalex.org"],
        requestsPerSecond: 10, concurrency: 2, batchSize: 50, licence: "CC0",
        coverage: "works of all fields with authors, institutions, topics, links to open copies",
        keyVariable: "IBID_OPENALEX_KEY", keyPlace: .query("api_key"))

    private static let base = "https://api.openalex.org/works"
    private static let pageSize = 100

    public init() {}

    /// What changed is asked by `from_updated_date`, which OpenAlex answers to paying plans alone; without a window, `filter`
    /// is listed, which is free to all.
    public func request(for query: Query) -> Request? {
        switch query {
        case .lookup(let identifiers):
            let able = identifiers.compactMap { identifier in
                Self.filter(identifier).map { (filter: $0.name, value: $0.value, identifier: identifier) }
            }
            guard let first = able.first else { return nil }
            let group = able.filter { $0.filter == first.filter && !Self.standsAlone($0.value) }
                .prefix(Self.card.batchSize)
            if able.count == 1 || group.isEmpty {
                return Request("\(Self.base)/\(Self.path(first.filter, first.value))")
            }
            if group.count == 1, let only = group.first {
                return Request("\(Self.base)/\(Self.path(only.filter, only.value))")
            }
            let values = group.map(\.value).joined(separator: "|")
            return Request(
                "\(Self.base)?filter=\(URLText.query("\(first.filter):\(values)"))&per_page=\(Self.pageSize)")
        case .search(let words, let rows):
            return Request(
                "\(Self.base)?search=\(URLText.query(words))&per_page=\(min(max(rows, 1), Self.pageSize))&cursor=*")
        case .changes(let since, let until, let filter, let rows):
            var filters = filter.isEmpty ? [] : [filter]
            if let since { filters.append("from_updated_date:\(since.iso8601.prefix(10))") }
            if let until { filters.append("to_updated_date:\(until.iso8601.prefix(10))") }
            let part = filters.isEmpty ? "" : "filter=\(URLText.query(filters.joined(separator: ",")))&"
            return Request("\(Self.base)?\(part)per_page=\(min(max(rows, 1), Self.pageSize))&cursor=*")
        }
    }

    /// One filter takes values of one scheme; they are parted by bars, filters by commas.
    public func batches(_ identifiers: [Identifier]) -> [[Identifier]] {
        var groups: [String: [Identifier]] = [:]
        var names: [String] = []
        var alone: [[Identifier]] = []
        for identifier in identifiers {
            guard let (name, value) = Self.filter(identifier) else { continue }
            if Self.standsAlone(value) {
                alone.append([identifier])
            } else {
                if groups[name] == nil { names.append(name) }
                groups[name, default: []].append(identifier)
            }
        }
        return names.flatMap { name in
            let group = groups[name] ?? []
            return stride(from: 0, to: group.count, by: Self.card.batchSize).map {
                Array(group[$0..<min(group.count, $0 + Self.card.batchSize)])
            }
        } + alone
    }

    private static func filter(_ identifier: Identifier) -> (name: String, value: String)? {
        switch identifier.scheme {
        case .doi: ("doi", identifier.value)
        case .arxiv: ("doi", "10.48550/arxiv." + identifier.value.lowercased())
        case .openalex: ("ids.openalex", identifier.value)
        case .pmid: ("ids.pmid", identifier.value)
        case .pmcid: ("ids.pmcid", identifier.value)
        case .mag: ("ids.mag", identifier.value)
        default: nil
        }
    }

    private static func standsAlone(_ value: String) -> Bool { value.contains { "|,\"".contains($0) } }

    private static func path(_ filter: String, _ value: String) -> String {
        let scheme = filter.hasPrefix("ids.") ? String(filter.dropFirst(4)) : filter
        return (scheme == "openalex" ? "" : scheme + ":") + URLText.path(value)
    }

    public func page(from reply: Reply) throws(Problem) -> Page {
        do throws(Problem) {
            return try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
                if recognizes(root) { return Page(records: [try work(root, reply, place)]) }
                guard let results = root["results"], results.kind == .array || root["meta"] != nil else {
                    if root.kind == .array, let first = root.elements.first(where: { _ in true }), recognizes(first) {
                        return try list(root, reply, place)
                    }
                    if root["error"] != nil || root["message"] != nil {
                        throw ReplyReading.refused(
                            reply, Self.card.id, root["message"]?.text ?? root["error"]?.text ?? "")
                    }
                    if let what = Self.foreign(root) { throw ReplyReading.notRecords(reply, Self.card.id, what) }
                    throw ReplyReading.unreadable(reply, Self.card.id, "JSON without \"id\" or \"results\"")
                }
                var page = try list(results, reply, place)
                if page.records.isEmpty, root["group_by"]?.elements.first(where: { _ in true }) != nil {
                    throw ReplyReading.notRecords(reply, Self.card.id, "groups of works")
                }
                page.total = root["meta"]?["count"]?.int
                if let cursor = root["meta"]?["next_cursor"]?.string, !page.records.isEmpty,
                    reply.request.url.contains("?")
                {
                    let next = URLText.replacing("cursor", with: cursor, in: reply.request.url)
                    if next != reply.request.url { page.next = Request(next) }
                }
                return page
            }
        } catch {
            guard [401, 403, 429].contains(reply.status), reply.request.url.contains("_updated_date") else {
                throw error
            }
            var error = error
            error.remedy =
                "updates need a plan that is paid for; publication dates do not: filter = \"from_publication_date:2026-01-01\""
            throw error
        }
    }

    private func list(_ results: JSONValue, _ reply: Reply, _ place: String) throws(Problem) -> Page {
        var page = Page(records: [])
        var index = 0
        var foreign: String?
        for entry in results.elements {
            let here = "\(place) $.results[\(index)]"
            if recognizes(entry) {
                page.records.append(raw(entry, place: here))
            } else {
                foreign = Self.foreign(entry) ?? (entry.isNull ? "nothing" : "something")
                page.problems.append(
                    Problem(
                        "openalex: \(foreign ?? "") in place of a work", place: here, kept: "the others",
                        remedy: "ask for works", reach: .record))
            }
            index += 1
        }
        if page.records.isEmpty, let foreign { throw ReplyReading.notRecords(reply, Self.card.id, foreign) }
        return page
    }

    /// What another entity is, by the letter of its number; nil for what is none.
    private static func foreign(_ value: JSONValue) -> String? {
        guard let id = value["id"]?.string else { return nil }
        let last = id.split(separator: "/").last ?? ""
        if id.contains("/keywords/") { return "a keyword" }
        return switch last.first {
        case "A": "an author"
        case "S": "a source"
        case "I": "an institution"
        case "C": "a concept"
        case "T": "a topic"
        case "P": "a publisher"
        case "F": "a funder"
        case "G": "an award"
        default: id.contains("openalex.org") ? "a thing" : nil
        }
    }

    /// Where works go that OpenAlex takes back.
    private static let deleted = "W4285719527"

    /// One work, with the number asked for where it was merged into another.
    private func work(_ root: JSONValue, _ reply: Reply, _ place: String) throws(Problem) -> RawRecord {
        var raw = raw(root, place: place)
        guard let start = reply.request.url.index(after: "/works/") else { return raw }
        let asked = URLText.decoded(reply.request.url[start...].prefix { $0 != "?" })
        if raw.key == Self.deleted, asked.uppercased() != Self.deleted {
            throw Problem(
                "openalex \(asked): the work was taken back", place: place,
                remedy: "check the identifier, or ask another source", reach: .record)
        }
        var number = asked.uppercased()
        for prefix in ["HTTPS://OPENALEX.ORG/", "OPENALEX:"] where number.hasPrefix(prefix) {
            number = String(number.dropFirst(prefix.utf8.count))
        }
        let isNumber = number.utf8.count > 1 && number.utf8.dropFirst().allSatisfy { (48...57).contains($0) }
        if number.hasPrefix("W"), isNumber, number != raw.key {
            raw.aliases.append(SourceIdentifier(scheme: "openalex", value: number))
        }
        return raw
    }

    private func raw(_ value: JSONValue, place: String) -> RawRecord {
        RawRecord(
            source: Self.card.id, key: OpenAlexWork.number(value["id"]?.string ?? ""), bytes: value.serialized(),
            place: place)
    }

    private static let workAddress = Array("https://openalex.org/W".utf8)

    public func recognizes(_ value: JSONValue) -> Bool {
        guard let bytes = value["id"]?.utf8, bytes.count < 64 else { return false }
        // As all of its files have it today.
        if bytes.starts(with: Self.workAddress),
            bytes.dropFirst(Self.workAddress.count).first.map({ (48...57).contains($0) }) == true
        {
            return true
        }
        let id = String(decoding: bytes, as: UTF8.self)
        if let last = id.index(after: "openalex.org/") {
            return id[last...].hasPrefix("W") || id[last...].hasPrefix("works/W")
        }
        return id.hasPrefix("W") && value["authorships"] != nil
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        try OpenAlexWork.parse(value, place: place)
    }
}
