internal import Formats
internal import Records

/// Crossref's work object, in the REST API and, with scalar titles, in content negotiation.
enum CrossrefWork {
    static func parse(_ value: JSONValue, source: String, place: String) throws(Problem) -> SourceRecord {
        guard value.kind == .object else {
            throw Problem(
                "\(source): not an object where a work was expected", place: place,
                remedy: "mend or leave out this entry",
                reach: .record)
        }
        guard let doi = value["DOI"]?.string, !doi.isEmpty else {
            throw Problem(
                "\(source): a work without \"DOI\"", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var record = SourceRecord(source: source, key: URLText.doiKey(doi))
        record.identifiers.append(SourceIdentifier(scheme: "doi", value: doi))
        // Issued, published in print and online, created, deposited, indexed and the like: grown once.
        record.dates.reserveCapacity(8)
        var indexed: Timestamp?
        for (key, member) in value.fields {
            switch key {
            case "title": record.titles = strings(member)
            case "author": people(member, "author", &record)
            case "container-title": record.containerTitles = strings(member)
            case "issued": date(member, "issued", &record)
            case "published": date(member, "published", &record)
            case "published-print": date(member, "published-print", &record)
            case "published-online": date(member, "published-online", &record)
            case "posted": date(member, "posted", &record)
            case "accepted": date(member, "accepted", &record)
            case "approved": date(member, "approved", &record)
            case "created": date(member, "created", &record)
            case "deposited":
                date(member, "deposited", &record)
                record.updated = time(member)
            case "indexed":
                date(member, "indexed", &record)
                indexed = time(member)
            case "page": record.pages = member.text
            case "volume": record.volume = member.text
            case "issue": record.issue = member.text
            case "abstract": if let text = member.string { record.abstracts.append(text) }
            case "type": record.type = member.string
            case "subtype": record.subtype = member.string
            case "ISSN": record.issns = strings(member)
            case "ISBN": record.isbns = strings(member).map { $0.split(separator: "/").last.map(String.init) ?? $0 }
            case "publisher": record.publisher = member.string
            case "publisher-location": record.place = member.string
            case "article-number": record.articleNumber = member.text
            case "short-container-title", "container-title-short": record.shortContainerTitles = strings(member)
            case "subtitle": record.subtitles = strings(member)
            case "original-title": record.originalTitles = strings(member)
            case "language": record.languages = strings(member)
            case "subject", "categories": record.keywords = strings(member)
            case "editor": people(member, "editor", &record)
            case "translator": people(member, "translator", &record)
            case "chair": people(member, "chair", &record)
            case "relation": relations(member, &record)
            case "update-to": updates(member, "update-to", &record)
            case "updated-by": updates(member, "updated-by", &record)
            case "license":
                for entry in member.elements { if let url = entry["URL"]?.string { record.licenses.append(url) } }
            case "funder":
                for entry in member.elements { if let name = entry["name"]?.string { record.funders.append(name) } }
            case "event":
                record.event = member.string ?? member["name"]?.string
            case "institution":
                for entry in member.elements {
                    if let name = entry["name"]?.string {
                        record.others.append(SourceIdentifier(scheme: "institution", value: name))
                    }
                }
            case "group-title": other("group-title", member, &record)
            case "edition-number": record.edition = member.text
            case "degree": other("degree", member, &record)
            case "URL": record.url = member.string
            case "PMID":
                if let text = member.text { record.identifiers.append(SourceIdentifier(scheme: "pmid", value: text)) }
            case "PMCID":
                if let text = member.text { record.identifiers.append(SourceIdentifier(scheme: "pmcid", value: text)) }
            case "is-referenced-by-count": record.citationCount = member.int
            case "reference-count", "references-count": if let count = member.int { record.referenceCount = count }
            case "version": record.version = member.text ?? member["version"]?.text
            case "copyright": other("copyright", member, &record)
            default:
                // An item that a person annotated may have its DOI for an id.
                if source == DOINegotiation.card.id, cslVariables.contains(key.string) {
                    let text = member.text ?? String(decoding: member.serialized(), as: UTF8.self)
                    record.keep("csl", key.string, text)
                }
            }
        }
        // The deposit is the member's own act; `indexed` also moves when Crossref re-indexes unchanged records.
        if record.updated == nil { record.updated = indexed }
        // Retractions and counts come without a deposit.
        record.touched = indexed
        return record
    }

    /// CSL's variables that no agency answers with; Crossref's `source` and `archive` are its own.
    private static let cslVariables: Set<String> = [
        "accessed", "annote", "archive_collection", "archive_location", "archive-place", "authority", "call-number",
        "chapter-number", "citation-key", "citation-label", "collection-editor", "collection-number",
        "collection-title", "compiler", "composer", "container-author", "curator", "dimensions", "director", "division",
        "edition", "editorial-director", "event-date", "event-place", "event-title", "executive-producer", "genre",
        "guest", "host", "illustrator", "interviewer", "jurisdiction", "keyword", "medium", "narrator", "note",
        "number", "number-of-pages", "number-of-volumes", "organizer", "original-author", "original-date",
        "original-publisher", "original-publisher-place", "original-title", "part", "part-title", "performer",
        "printing", "producer", "publisher-place", "recipient", "references", "reviewed-author", "reviewed-genre",
        "reviewed-title", "scale", "script-writer", "section", "series-creator", "shortTitle", "status", "submitted",
        "supplement", "title-short", "volume-title", "year-suffix",
    ]

    private static func other(_ name: String, _ value: JSONValue, _ record: inout SourceRecord) {
        for element in value.elements {
            if let text = element.text { record.others.append(SourceIdentifier(scheme: name, value: text)) }
        }
    }

    static func strings(_ value: JSONValue) -> [String] {
        var texts: [String] = []
        for element in value.elements { if let text = element.text { texts.append(text) } }
        return texts
    }

    private static func people(_ value: JSONValue, _ role: String, _ record: inout SourceRecord) {
        record.contributors.reserveCapacity(
            record.contributors.count + value.elements.reduce(0) { count, _ in count + 1 })
        for entry in value.elements {
            record.contributors.append(SourceContributor(role: role))
            read(entry, into: &record.contributors[record.contributors.count - 1])
        }
    }

    private static func read(_ entry: JSONValue, into person: inout SourceContributor) {
        var particles: [String] = []
        for (key, member) in entry.fields {
            switch key {
            case "given": person.given = member.string
            case "family": person.family = member.string
            case "suffix": person.suffix = member.string
            case "name":
                person.name = member.string
                person.isGroup = true
            case "literal": person.name = member.string
            case "non-dropping-particle", "dropping-particle":
                if let particle = member.string, !particle.isEmpty { particles.append(particle) }
            case "ORCID": person.orcid = member.string
            case "affiliation":
                for affiliation in member.elements {
                    if let name = affiliation["name"]?.string ?? affiliation.string {
                        person.affiliations.append(name)
                    }
                }
            case "role": if let text = member.string { person.role = text }
            default: break
            }
        }
        if !particles.isEmpty, let family = person.family {
            person.family = (particles + [family]).joined(separator: " ")
        }
    }

    /// `date-parts` as numbers; numbers written as strings count, null does not.
    private static func date(_ value: JSONValue, _ kind: String, _ record: inout SourceRecord) {
        var date = SourceDate(kind: kind)
        if let outer = value["date-parts"] {
            date.parts.reserveCapacity(3)
            for parts in outer.elements {
                for part in parts.elements {
                    guard let number = part.int ?? part.string.flatMap({ Int($0) }) else { break }
                    date.parts.append(number)
                }
                break
            }
        }
        date.text = value["raw"]?.string ?? value["literal"]?.string ?? value.string
        if let season = value["season"]?.text {
            if let number = Int(season), (1...4).contains(number), date.parts.count == 1 {
                date.parts.append(20 + number)
            } else {
                date.text = "\(season) \(date.parts.first.map(String.init) ?? "")"
            }
        }
        if !date.parts.isEmpty || date.text != nil { record.dates.append(date) }
    }

    private static func time(_ value: JSONValue) -> Timestamp? {
        if let milliseconds = value["timestamp"]?.int { return Timestamp(seconds: Int64(milliseconds / 1000)) }
        return value["date-time"]?.string.flatMap { Timestamp(iso8601: $0) }
    }

    private static func relations(_ value: JSONValue, _ record: inout SourceRecord) {
        for (type, targets) in value.members {
            for target in targets.elements {
                guard let id = target["id"]?.text else { continue }
                record.relations.append(SourceRelation(type: type, scheme: target["id-type"]?.string ?? "", target: id))
            }
        }
    }

    private static func updates(_ value: JSONValue, _ name: String, _ record: inout SourceRecord) {
        for entry in value.elements {
            guard let doi = entry["DOI"]?.string else { continue }
            record.relations.append(
                SourceRelation(type: "\(name):\(entry["type"]?.string ?? "correction")", scheme: "doi", target: doi))
        }
    }
}
