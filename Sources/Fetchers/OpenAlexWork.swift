internal import Formats
internal import Records

/// OpenAlex's work object, of today and of 2022 (`host_venue`).
enum OpenAlexWork {
    /// `W123` of `https://openalex.org/W123`.
    static func number(_ id: String) -> String {
        // Most are a URL and end in the number: no need to cut them up.
        let plain = id.utf8.withContiguousStorageIfAvailable { bytes -> String? in
            guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")), slash + 1 < bytes.count,
                bytes[slash + 1] == UInt8(ascii: "W"), bytes[(slash + 2)...].allSatisfy({ (48...57).contains($0) })
            else { return nil }
            return String(decoding: bytes[(slash + 1)...], as: UTF8.self)
        }
        if let number = plain ?? nil { return number }
        return id.split(separator: "/").last.map { $0.uppercased() } ?? ""
    }

    static func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        let key = number(value["id"]?.string ?? "")
        guard key.hasPrefix("W"), key.utf8.count > 1 else {
            throw Problem(
                "openalex: an object without a work's \"id\"", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var record = SourceRecord(source: OpenAlex.card.id, key: key)
        record.identifiers.append(SourceIdentifier(scheme: "openalex", value: key))
        var seen: Set<String> = []
        for (name, member) in value.fields {
            switch name {
            case "doi": identifier("doi", member, &record)
            case "ids":
                for (scheme, id) in member.fields {
                    if scheme.string != "openalex" { identifier(scheme.string, id, &record) }
                }
            // Of `entity_type` work, in lists for completion.
            case "external_id": identifier("doi", member, &record)
            case "hint": record.authorList = text(member)
            case "title", "display_name":
                if let title = text(member), !record.titles.contains(title) { record.titles.append(title) }
            case "publication_date": date(member, &record)
            case "publication_year":
                if let year = member.int ?? member.string.flatMap({ Int($0) }) {
                    record.dates.append(SourceDate(kind: "publicationYear", parts: [year]))
                }
            case "language": if let code = text(member) { record.languages.append(code) }
            case "authorships": people(member, &record)
            case "biblio": biblio(member, &record)
            case "primary_location", "host_venue": container(member, of: value, &record)
            case "abstract_inverted_index":
                if let abstract = plainAbstract(member) { record.abstracts.append(abstract) }
            case "keywords", "topics":
                for entry in member.elements {
                    keyword(entry["display_name"] ?? entry["keyword"] ?? entry, &record, &seen)
                }
            case "mesh": for entry in member.elements { keyword(entry["descriptor_name"], &record, &seen) }
            case "funders": for entry in member.elements { funder(entry["display_name"], &record) }
            case "grants", "awards":
                for entry in member.elements {
                    funder(entry["funder_display_name"], &record)
                    if let award = text(entry["funder_award_id"] ?? entry["award_id"]) {
                        let name = text(entry["funder_display_name"]).map { $0 + ": " } ?? ""
                        record.others.append(SourceIdentifier(scheme: "award", value: name + award))
                    }
                }
            case "cited_by_count": record.citationCount = member.int
            case "referenced_works_count": record.referenceCount = member.int
            case "referenced_works":
                if record.referenceCount == nil {
                    record.referenceCount = member.elements.reduce(0) { count, _ in count + 1 }
                }
            case "is_retracted", "is_paratext", "is_authors_truncated":
                if member.bool == true { record.others.append(SourceIdentifier(scheme: name.string, value: "true")) }
            case "open_access":
                other("oa_status", member["oa_status"], &record)
            case "best_oa_location":
                other("openAccessPdf", member["pdf_url"] ?? member["landing_page_url"], &record)
                license(member["license"], &record)
            case "locations": locations(member, of: value, &record)
            case "updated_date": record.updated = member.string.flatMap { Timestamp(iso8601: $0) }
            case "created_date":
                if let date = text(member) { record.dates.append(SourceDate(kind: "created", text: date)) }
            default: break
            }
        }
        type(of: value, &record)
        return record
    }

    private static func text(_ value: JSONValue?) -> String? {
        value?.text.flatMap { $0.isBlank ? nil : $0 }
    }

    private static func other(_ name: String, _ value: JSONValue?, _ record: inout SourceRecord) {
        if let text = text(value) { record.others.append(SourceIdentifier(scheme: name, value: text)) }
    }

    private static func identifier(_ scheme: String, _ value: JSONValue, _ record: inout SourceRecord) {
        guard let text = text(value), !record.identifiers.contains(where: { $0.value == text }) else { return }
        record.identifiers.append(SourceIdentifier(scheme: scheme, value: text))
    }

    private static func keyword(_ value: JSONValue?, _ record: inout SourceRecord, _ seen: inout Set<String>) {
        if let text = text(value), seen.insert(text.lowercased()).inserted { record.keywords.append(text) }
    }

    private static func funder(_ value: JSONValue?, _ record: inout SourceRecord) {
        if let name = text(value), !record.funders.contains(name) { record.funders.append(name) }
    }

    private static func license(_ value: JSONValue?, _ record: inout SourceRecord) {
        if let license = text(value), !record.licenses.contains(license) { record.licenses.append(license) }
    }

    /// Where the year alone is known, the date is the first of January.
    private static func date(_ value: JSONValue, _ record: inout SourceRecord) {
        guard let date = text(value) else { return }
        if date.hasSuffix("-01-01"), let year = Int(date.prefix(4)) {
            record.dates.insert(SourceDate(kind: "published", parts: [year]), at: 0)
        } else {
            record.dates.insert(SourceDate(kind: "published", text: date), at: 0)
        }
    }

    private static func people(_ value: JSONValue, _ record: inout SourceRecord) {
        record.contributors.reserveCapacity(value.elements.reduce(0) { count, _ in count + 1 })
        for entry in value.elements {
            if let person = person(entry) { record.contributors.append(person) }
        }
    }

    private static func person(_ entry: JSONValue) -> SourceContributor? {
        let author = entry["author"]
        guard let name = text(entry["raw_author_name"]) ?? text(author?["display_name"]) else { return nil }
        return SourceContributor(
            name: name, orcid: text(entry["raw_orcid"]) ?? text(author?["orcid"]), affiliations: affiliations(entry))
    }

    private static func affiliations(_ authorship: JSONValue) -> [String] {
        let raw = texts(authorship["raw_affiliation_strings"])
        if !raw.isEmpty { return raw }
        if let one = text(authorship["raw_affiliation_string"]) { return [one] }
        return authorship["institutions"]?.elements.compactMap { text($0["display_name"]) } ?? []
    }

    /// The texts of a list; mostly there is none.
    private static func texts(_ list: JSONValue?) -> [String] { list?.elements.compactMap { text($0) } ?? [] }

    private static func biblio(_ value: JSONValue, _ record: inout SourceRecord) {
        record.volume = text(value["volume"])
        record.issue = text(value["issue"])
        let first = text(value["first_page"])
        let last = text(value["last_page"])
        record.pages = first.map { first in last.map { $0 == first ? first : "\(first)-\($0)" } ?? first } ?? last
    }

    private static func isRepository(_ kind: String) -> Bool { kind == "repository" || kind == "metadata" }

    /// The journal, series or site of the version of record; of preprints the server.
    private static func container(_ location: JSONValue, of work: JSONValue, _ record: inout SourceRecord) {
        license(location["license"], &record)
        if let page = text(location["landing_page_url"]) ?? text(location["url"]) { record.url = page }
        // Without a DOI the page may name what is described.
        if work["doi"] == nil, let page = text(location["landing_page_url"]), page.contains("arxiv.org/abs/") {
            record.identifiers.append(SourceIdentifier(scheme: "arxiv", value: page))
        }
        // `host_venue` is the source itself.
        let source = location["source"] ?? (location["display_name"] != nil ? location : nil)
        let name = text(source?["display_name"])
        let printed = text(location["raw_source_name"])
        let kind = source?["type"]?.string ?? ""
        if isRepository(kind), work["type"]?.string != "preprint" {
            if let name { record.others.append(SourceIdentifier(scheme: "repository", value: name)) }
            return
        }
        // A platform of books holds no chapter: the book does, whose title stands as printed.
        if kind != "ebook platform" { title(name, &record) }
        title(printed, &record)
        guard let source else { return }
        if !isRepository(kind), record.publisher == nil {
            record.publisher = text(source["host_organization_name"]) ?? text(source["publisher"])
        }
        issn(source["issn_l"], &record)
        if let all = source["issn"] { for entry in all.elements { issn(entry, &record) } }
    }

    private static func title(_ name: String?, _ record: inout SourceRecord) {
        if let name, !record.containerTitles.contains(name) { record.containerTitles.append(name) }
    }

    private static func issn(_ value: JSONValue?, _ record: inout SourceRecord) {
        if let issn = text(value), !record.issns.contains(issn) { record.issns.append(issn) }
    }

    /// Pages where another version lies, as far as they name it: an arXiv number or a DOI.
    private static func locations(_ value: JSONValue, of work: JSONValue, _ record: inout SourceRecord) {
        for location in value.elements {
            guard let version = text(location["version"]), version != "publishedVersion",
                let page = text(location["landing_page_url"]),
                page.contains("arxiv.org/abs/") || page.contains("doi.org/10.")
            else { continue }
            let isPreprint = work["type"]?.string == "preprint"
            // A preprint's own pages hold the submitted version.
            if isPreprint || page.lowercased() == work["doi"]?.string?.lowercased() { continue }
            let relation = SourceRelation(
                type: version, scheme: page.contains("arxiv.org/abs/") ? "arxiv" : "doi", target: page)
            if !record.relations.contains(relation) { record.relations.append(relation) }
        }
    }

    private static let crossrefTypes: Set<String> = [
        "journal-article", "proceedings-article", "posted-content", "book-chapter", "report", "dissertation",
    ]

    /// "article" is said of articles in journals and of much else: Crossref's word says more, where there is one.
    private static func type(of work: JSONValue, _ record: inout SourceRecord) {
        let said = text(work["type"])
        let location = work["primary_location"]
        let raw = text(work["type_crossref"]) ?? text(location?["raw_type"])
        record.type = said
        if let raw, raw != said { record.others.append(SourceIdentifier(scheme: "raw_type", value: raw)) }
        guard said == "article" else { return }
        if let raw, crossrefTypes.contains(raw) {
            record.type = raw
        } else if !isRepository(location?["source"]?["type"]?.string ?? "repository")
            || location?["version"]?.string == "publishedVersion" || work["host_venue"]?["display_name"] != nil
        {
            record.type = "journal-article"
        } else {
            record.type = nil
            record.others.append(SourceIdentifier(scheme: "type", value: "article"))
        }
    }

    /// Most words and bytes of an abstract: positions are the service's word, and could be any.
    private static let mostWords = 50_000
    private static let mostBytes = 1 << 20

    /// The text of `{"word": [3, 17]}`: words at their positions.
    static func plainAbstract(_ index: JSONValue) -> String? {
        // Files of 2021 wrap it.
        let index = index["InvertedIndex"] ?? index
        guard index.kind == .object else { return nil }
        var words: [JSONKey] = []
        // Position, and place in `words`: of two words at one position the first comes first.
        var places: [(position: Int, word: Int)] = []
        var bytes = 0
        var isTooLong = false
        for (word, positions) in index.fields {
            guard positions.kind == .array else { continue }
            words.append(word)
            for entry in positions.elements {
                guard !isTooLong, let position = entry.int, position >= 0 else { continue }
                bytes += word.bytes.count + 1
                isTooLong = places.count >= mostWords || bytes > mostBytes
                places.append((position, words.count - 1))
            }
        }
        if places.isEmpty || isTooLong { return nil }
        places.sort { ($0.position, $0.word) < ($1.position, $1.word) }
        return String(unsafeUninitializedCapacity: bytes) { text in
            var count = 0
            for place in places {
                for byte in words[place.word].bytes {
                    text[count] = byte
                    count += 1
                }
                text[count] = 0x20
                count += 1
            }
            // No space behind the last.
            return count - 1
        }
    }
}
