public import Formats
public import Records
public import Transfer

/// bioRxiv and medRxiv, which share one interface.
///
/// Documentation: https://api.biorxiv.org/
///
/// One record a DOI, not one a version: all versions have the DOI in common, and so the key. The newest version is the record;
/// a later one replaces it by its date. Which server a DOI is of stands in `server` alone: prefixes are shared.
public struct BioRxiv: JSONSource {
    public static let card = SourceCard(
        id: "biorxiv", name: "bioRxiv and medRxiv", documentation: "https://api.biorxiv.org/",
        hosts: ["api.biorxiv.org"],
        requestsPerSecond: 1, concurrency: 1, licence: "as each preprint says; metadata free to use",
        coverage: "preprints of biology and medicine, with the articles that they became")

    private static let base = "https://api.biorxiv.org"
    /// Behind the mark stands the server whose list follows; it is not sent.
    private static let mark = "#then="

    public init() {}

    // MARK: Asking

    public func request(for query: Query) -> Request? {
        switch query {
        case .lookup(let identifiers):
            return identifiers.lazy.compactMap { Self.lookup($0, server: "biorxiv") }.first
        case .search: return nil
        case .changes(let since, let until, let filter, _):
            let words = filter.lowercased().split { $0 == " " || $0 == "," }.map(String.init)
            let servers = ["medrxiv", "biorxiv"].filter { words.contains($0) }
            let category = words.first { $0.hasPrefix("category=") || $0.hasPrefix("category:") }.map {
                "?category=" + URLText.query(String($0.dropFirst(9)))
            }
            // A word that it does not know must not pass for everything.
            guard words.allSatisfy({ servers.contains($0) || $0.hasPrefix("category") }) else { return nil }
            let from = since.map { String($0.iso8601.prefix(10)) } ?? "2013-11-01"
            let to = until.map { String($0.iso8601.prefix(10)) } ?? "2100-01-01"
            return Request(
                "\(Self.base)/details/\(servers.first ?? "medrxiv")/\(from)/\(to)/0/json" + (category ?? "")
                    + (servers.count == 1 ? "" : Self.mark + "biorxiv"))
        }
    }

    /// Cold Spring Harbor's journals share the prefix; their suffixes begin with a letter.
    private static func lookup(_ identifier: Identifier, server: String) -> Request? {
        guard identifier.scheme == .doi,
            identifier.value.hasPrefix("10.64898/")
                || identifier.value.hasPrefix("10.1101/") && identifier.value.dropFirst(8).first?.isNumber == true
        else { return nil }
        return Request("\(base)/details/\(server)/\(URLText.path(identifier.value))/na/json")
    }

    // MARK: Reading replies

    public func page(from reply: Reply) throws(Problem) -> Page {
        try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
            let message = root["messages"]?.elements.first { $0.kind == .object }
            let status = message?["status"]?.string ?? root["messages"]?.string ?? ""
            guard root["collection"] != nil || !status.isEmpty else {
                if recognizes(root) { return Page(records: [raw([root], place)]) }
                let list = root.kind == .array ? root.elements.filter(recognizes) : []
                guard !list.isEmpty else {
                    throw ReplyReading.unreadable(reply, Self.card.id, "JSON without \"collection\"")
                }
                return page(list, place)
            }
            let entries = root["collection"].map { Array($0.elements) } ?? []
            if entries.isEmpty { return try empty(reply, status) }
            var found = page(entries, place)
            let total = Self.number(message?["total"])
            found.total = total
            if let next = Self.next(behind: entries.count, of: total, url: reply.request.url) {
                found.next = Request(next)
            } else {
                found.next = Self.following(reply.request.url).map { Request($0) }
            }
            return found
        }
    }

    /// Numbers come as such or as text.
    private static func number(_ value: JSONValue?) -> Int? { value?.int ?? value?.string.flatMap { Int($0) } }

    /// Versions of one DOI are one record, which keeps all of them as they came.
    private func page(_ entries: [JSONValue], _ place: String) -> Page {
        var page = Page(records: [])
        var order: [String] = []
        var versions: [String: [JSONValue]] = [:]
        for (index, entry) in entries.enumerated() {
            guard recognizes(entry), let doi = Self.doi(entry) else {
                page.problems.append(
                    Problem(
                        "biorxiv: an entry without a DOI", place: "\(place) $.collection[\(index)]",
                        remedy: "ask again later", reach: .record))
                continue
            }
            let key = URLText.doiKey(doi)
            if versions[key] == nil { order.append(key) }
            versions[key, default: []].append(entry)
        }
        page.records = order.map { raw(versions[$0] ?? [], place) }
        return page
    }

    private func raw(_ versions: [JSONValue], _ place: String) -> RawRecord {
        var bytes = versions.first?.serialized() ?? []
        if versions.count > 1 {
            bytes = [UInt8(ascii: "[")]
            for (index, version) in versions.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                bytes += version.serialized()
            }
            bytes.append(UInt8(ascii: "]"))
        }
        let key = versions.first.flatMap(Self.doi).map(URLText.doiKey) ?? ""
        return RawRecord(source: Self.card.id, key: key, bytes: bytes, place: "\(place) \(key)")
    }

    /// Nothing found: of a DOI, the other server is asked; of a list, it is the end.
    private func empty(_ reply: Reply, _ status: String) throws(Problem) -> Page {
        let url = reply.request.url
        let segments = WebAddress.segments(url)
        let isFine = status.isEmpty || status == "ok" || status.lowercased().hasPrefix("no ")
        guard isFine else {
            throw Problem(
                "biorxiv: refused: \"\(status.prefix(200))\"", place: url, remedy: "run the same command later",
                reach: .source)
        }
        if segments.count > 2, segments[2].hasPrefix("10.") {
            if segments[1] == "biorxiv" {
                var page = Page(records: [], total: 0)
                page.next = Request(Self.replacing(1, with: "medrxiv", in: url))
                return page
            }
            throw ReplyReading.refused(Reply(to: reply.request, status: 404, body: []), Self.card.id, status)
        }
        // The offset stands last but one; a page that is empty behind others is no end.
        if let offset = segments.dropLast().last.flatMap({ Int($0) }), offset > 0,
            status.lowercased() == "ok" || status.isEmpty
        {
            throw Problem(
                "biorxiv: an empty page at offset \(offset)", place: url, remedy: "run the same command later",
                reach: .source)
        }
        var page = Page(records: [], total: 0)
        page.next = Self.following(url).map { Request($0) }
        return page
    }

    // MARK: Paging

    /// The same list at the offset behind this page; nil at its end. The offset is the one that was asked for: what the
    /// reply says of it is not to be trusted.
    private static func next(behind count: Int, of total: Int?, url: String) -> String? {
        let segments = WebAddress.segments(url)
        guard segments.count > 4, !segments[2].hasPrefix("10."), let cursor = Int(segments[4]), count > 0,
            cursor + count < total ?? .max
        else { return nil }
        return replacing(4, with: String(cursor + count), in: url)
    }

    /// The list of the server that a walk over both goes on with.
    private static func following(_ url: String) -> String? {
        guard let mark = url.lastIndex(of: "#"), url[mark...].hasPrefix(Self.mark) else { return nil }
        let server = String(url[mark...].dropFirst(Self.mark.count))
        return replacing(4, with: "0", in: replacing(1, with: server, in: String(url[..<mark])))
    }

    /// The URL with another part of its path.
    private static func replacing(_ part: Int, with text: String, in url: String) -> String {
        let tail = url.drop { $0 != "?" && $0 != "#" }
        var parts = url.dropLast(tail.count).split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        // `https:`, nothing, the host; then the path.
        guard parts.indices.contains(part + 3) else { return url }
        parts[part + 3] = text
        return parts.joined(separator: "/") + tail
    }

    // MARK: Records

    private static func doi(_ value: JSONValue) -> String? {
        for key: StaticString in ["doi", "preprint_doi", "biorxiv_doi", "medrxiv_doi"] {
            if let doi = value[key]?.string, doi.contains("10.") { return doi }
        }
        return nil
    }

    public func recognizes(_ value: JSONValue) -> Bool {
        if value.kind == .array {
            return value.elements.contains { $0.kind == .object && recognizes($0) }
        }
        guard Self.doi(value) != nil else { return false }
        return value["server"]?.kind == .string && (value["jatsxml"] != nil || value["version"] != nil)
            || value["published_doi"] != nil && (value["preprint_title"] != nil || value["preprint_platform"] != nil)
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        let versions = value.elements.filter { $0.kind == .object }
        // Of one number, the later entry.
        let newest = versions.max { (Self.number($0["version"]) ?? 0) < (Self.number($1["version"]) ?? 0) }
        guard let newest, let doi = Self.doi(newest) else {
            throw Problem(
                "biorxiv: a preprint without \"doi\"", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var record = SourceRecord(source: Self.card.id, key: URLText.doiKey(doi))
        record.type = "preprint"
        record.add("doi", doi)
        func text(_ name: StaticString, _ other: StaticString) -> String? {
            (newest[name]?.text ?? newest[other]?.text).flatMap { $0.isEmpty || $0 == "NA" ? nil : $0 }
        }
        record.titles = [text("title", "preprint_title")].compactMap { $0 }
        record.contributors = Self.authors(text("authors", "preprint_authors") ?? "")
        if let name = text("author_corresponding", "preprint_author_corresponding"),
            let place = text("author_corresponding_institution", "preprint_author_corresponding_institution")
        {
            Self.add(place, ofAuthor: name, to: &record.contributors)
        }
        if let server = text("server", "preprint_platform") { record.containerTitles = [server] }
        record.abstracts = [text("abstract", "preprint_abstract")].compactMap { $0 }
        record.keywords = [text("category", "preprint_category")].compactMap { $0 }
        record.licenses = [text("license", "preprint_license")].compactMap { $0 }
        record.version = text("version", "preprint_version")
        if let type = text("type", "preprint_type") {
            record.others.append(SourceIdentifier(scheme: "articleType", value: type))
        }
        if let file = text("jatsxml", "jatsxml") {
            record.others.append(SourceIdentifier(scheme: "fulltext", value: file))
        }
        if let journal = text("published_journal", "published_journal") {
            record.others.append(SourceIdentifier(scheme: "publishedIn", value: journal))
        }
        for funder in newest["funder"].map({ Array($0.elements) }) ?? [] {
            if let name = funder["name"]?.string { record.funders.append(name) }
        }
        let published = text("published", "published_doi")
        if let published { record.relate("published", "doi", published) }
        let first = versions.first { Self.number($0["version"]) == 1 } ?? newest
        if let date = first["date"]?.string ?? first["preprint_date"]?.string {
            record.dates.append(SourceDate(kind: "posted", text: date))
        }
        if let date = newest["date"]?.string, let day = Timestamp(iso8601: date) {
            let version = Self.number(newest["version"]) ?? 0
            if version > 1 { record.dates.append(SourceDate(kind: "updated", text: date)) }
            // Days alone are given: versions of one day are told apart by their numbers, and an entry that has become an
            // article comes after the same one that had not.
            record.updated = Timestamp(seconds: day.seconds + Int64(min(max(version, 0), 3600)))
            record.touched = Timestamp(seconds: day.seconds + (published == nil ? 0 : 1))
        }
        if let version = record.version, newest["server"] != nil {
            let host = record.containerTitles.first?.lowercased() == "medrxiv" ? "www.medrxiv.org" : "www.biorxiv.org"
            record.url = "https://\(host)/content/\(URLText.path(doi))v\(version)"
        }
        return record
    }

    /// `Family, G.; Family, G. H.; The Consortium`.
    private static func authors(_ list: String) -> [SourceContributor] {
        list.split(separator: ";").map(WebNames.trimmed).filter { $0.contains(where: \.isLetter) }.map { name in
            let parts = name.split(separator: ",", maxSplits: 1).map(WebNames.trimmed)
            guard parts.count == 2 else { return SourceContributor(name: name) }
            return SourceContributor(given: parts[1], family: parts[0])
        }
    }

    /// The corresponding author is named in full: `Yonatan M Kupchik` is `Kupchik, Y. M.`.
    private static func add(_ place: String, ofAuthor name: String, to authors: inout [SourceContributor]) {
        let matches = authors.indices.filter { index in
            guard let family = authors[index].family, let given = authors[index].given else { return false }
            return name.lowercased().hasSuffix(" " + family.lowercased())
                && name.first?.uppercased() == given.first?.uppercased()
        }
        if matches.count == 1 { authors[matches[0]].affiliations.append(place) }
    }
}
