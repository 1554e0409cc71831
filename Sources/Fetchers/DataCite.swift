public import Formats
public import Records
public import Transfer

/// The DataCite REST API.
///
/// Documentation: https://support.datacite.org/docs/api
public struct DataCite: JSONSource {
    public static let card = SourceCard(
        id: "datacite", name: "DataCite", documentation: "https://support.datacite.org/docs/api",
        hosts: ["api.datacite.org"],
        requestsPerSecond: 3, concurrency: 2, batchSize: 50, licence: "CC0",
        coverage: "works registered with DataCite: data, software, theses, preprints, reports", agency: "DataCite")

    private static let base = "https://api.datacite.org/dois"

    public init() {}

    public func request(for query: Query) -> Request? {
        switch query {
        case .lookup(let identifiers):
            let dois = identifiers.filter { $0.scheme == .doi }.map(\.value)
            guard let first = dois.first else { return nil }
            if dois.count == 1 { return Request("\(Self.base)/\(URLText.path(first))?affiliation=true") }
            let list = dois.prefix(Self.card.batchSize).map { "\"\($0)\"" }.joined(separator: " OR ")
            return Request(
                "\(Self.base)?query=\(URLText.query("doi:(\(list))"))&page%5Bsize%5D=\(Self.card.batchSize)&affiliation=true"
            )
        case .search(let words, let rows):
            return Request(
                "\(Self.base)?query=\(URLText.query(words))&page%5Bsize%5D=\(min(max(rows, 1), 1000))&page%5Bcursor%5D=1&affiliation=true"
            )
        case .changes(let since, let until, let filter, let rows):
            var terms = filter.isEmpty ? [] : ["(\(filter))"]
            if since != nil || until != nil {
                terms.append("updated:[\(since?.iso8601 ?? "*") TO \(until?.iso8601 ?? "*")]")
            }
            let part = terms.isEmpty ? "" : "query=\(URLText.query(terms.joined(separator: " AND ")))&"
            return Request(
                "\(Self.base)?\(part)page%5Bsize%5D=\(min(max(rows, 1), 1000))&page%5Bcursor%5D=1&affiliation=true")
        }
    }

    public func page(from reply: Reply) throws(Problem) -> Page {
        try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
            guard let data = root["data"] else {
                if recognizes(root) { return Page(records: [raw(root, place: place)]) }
                if let said = root["errors"]?.elements.first(where: { $0.kind == .object })?["title"]?.string {
                    throw ReplyReading.refused(reply, Self.card.id, said)
                }
                throw ReplyReading.unreadable(reply, Self.card.id, "JSON without \"data\"")
            }
            var records: [RawRecord] = []
            var problems: [Problem] = []
            var index = 0
            var foreign: String?
            for entry in data.elements {
                if recognizes(entry) {
                    records.append(raw(entry, place: "\(place) $.data[\(index)]"))
                } else {
                    foreign = entry["type"]?.string ?? "nameless thing"
                    problems.append(
                        Problem(
                            "datacite: an entry of type \"\(foreign ?? "")\", not a DOI",
                            place: "\(place) $.data[\(index)]",
                            remedy: "ask for dois", reach: .record))
                }
                index += 1
            }
            if records.isEmpty, let foreign { throw ReplyReading.notRecords(reply, Self.card.id, "\(foreign)") }
            let next = records.isEmpty ? nil : root["links"]?["next"]?.string.map { Request($0) }
            return Page(records: records, next: next, total: root["meta"]?["total"]?.int, problems: problems)
        }
    }

    private func raw(_ value: JSONValue, place: String) -> RawRecord {
        RawRecord(
            source: Self.card.id, key: value["id"]?.string?.lowercased() ?? "", bytes: value.serialized(), place: place)
    }

    public func recognizes(_ value: JSONValue) -> Bool {
        value["attributes"]?["doi"] != nil || value["type"]?.string == "dois"
            || (value["doi"]?.kind == .string && value["creators"] != nil && value["titles"] != nil)
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        let attributes = value["attributes"] ?? value
        guard let doi = attributes["doi"]?.string ?? value["id"]?.string, !doi.isEmpty else {
            throw Problem(
                "datacite: an entry without \"doi\"", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var record = SourceRecord(source: Self.card.id, key: URLText.doiKey(doi))
        record.identifiers.append(SourceIdentifier(scheme: "doi", value: doi))
        for (key, member) in attributes.fields {
            switch key {
            case "titles": titles(member, &record)
            case "creators": people(member, "author", &record)
            case "contributors":
                for entry in member.elements {
                    people(entry, entry["contributorType"]?.string ?? "contributor", &record)
                }
            case "publisher": record.publisher = member.string ?? member["name"]?.string
            case "publicationYear":
                if let year = member.int ?? member.string.flatMap({ Int($0) }) {
                    record.dates.insert(SourceDate(kind: "publicationYear", parts: [year]), at: 0)
                } else {
                    record.dates.insert(SourceDate(kind: "publicationYear", text: member.text), at: 0)
                }
            case "dates":
                for entry in member.elements {
                    guard let text = entry["date"]?.text else { continue }
                    record.dates.append(
                        SourceDate(kind: (entry["dateType"]?.string ?? "date").lowercased(), text: text))
                }
            case "descriptions": descriptions(member, &record)
            case "language": record.languages = CrossrefWork.strings(member)
            case "types":
                // DataCite's citeproc says "article" of everything it does not know.
                record.type =
                    member["resourceTypeGeneral"]?.string
                    ?? member["citeproc"]?.string.flatMap { $0 == "article" ? nil : $0 }
                record.subtype = member["resourceType"]?.string
            case "subjects":
                for entry in member.elements { if let text = entry["subject"]?.string { record.keywords.append(text) } }
            case "relatedIdentifiers": relations(member, &record)
            case "container": container(member, &record)
            case "relatedItems": relatedItems(member, &record)
            case "identifiers":
                for entry in member.elements {
                    guard let text = entry["identifier"]?.text else { continue }
                    let scheme = entry["identifierType"]?.string ?? "other"
                    if scheme.lowercased() == "doi", text.lowercased().hasSuffix(doi.lowercased()) { continue }
                    record.identifiers.append(SourceIdentifier(scheme: scheme, value: text))
                }
            case "rightsList":
                for entry in member.elements {
                    if let text = entry["rightsUri"]?.string ?? entry["rights"]?.string { record.licenses.append(text) }
                }
            case "fundingReferences":
                for entry in member.elements {
                    if let name = entry["funderName"]?.string { record.funders.append(name) }
                }
            case "version": record.version = member.text
            case "url": record.url = member.string
            case "updated": record.updated = member.string.flatMap { Timestamp(iso8601: $0) }
            case "citationCount": record.citationCount = member.int
            case "referenceCount": record.referenceCount = member.int
            case "state":
                if let state = member.string, state != "findable" {
                    record.others.append(SourceIdentifier(scheme: "state", value: state))
                }
            default: break
            }
        }
        return record
    }

    private func titles(_ value: JSONValue, _ record: inout SourceRecord) {
        for entry in value.elements {
            guard let title = entry["title"]?.text ?? entry.string else { continue }
            switch entry["titleType"]?.string {
            case "Subtitle": record.subtitles.append(title)
            case "TranslatedTitle", "AlternativeTitle", "Other": record.originalTitles.append(title)
            default: record.titles.append(title)
            }
        }
        if record.titles.isEmpty, !record.originalTitles.isEmpty {
            record.titles.append(record.originalTitles.removeFirst())
        }
    }

    private func people(_ value: JSONValue, _ role: String, _ record: inout SourceRecord) {
        for entry in value.elements {
            var person = SourceContributor(role: role)
            person.given = entry["givenName"]?.string
            person.family = entry["familyName"]?.string
            person.name = entry["name"]?.string
            if person.family != nil || person.given != nil { person.name = nil }
            switch entry["nameType"]?.string {
            case "Organizational":
                person.isGroup = true
                person.name = entry["name"]?.string ?? person.name
                person.family = nil
                person.given = nil
            case "Personal": person.isGroup = false
            default: break
            }
            for identifier in entry["nameIdentifiers"]?.elements.filter({ $0.kind == .object }) ?? [] {
                if identifier["nameIdentifierScheme"]?.string?.uppercased() == "ORCID" {
                    person.orcid = identifier["nameIdentifier"]?.string
                }
            }
            for affiliation in entry["affiliation"]?.elements.filter({ !$0.isNull }) ?? [] {
                if let name = affiliation.string ?? affiliation["name"]?.string { person.affiliations.append(name) }
            }
            record.contributors.append(person)
        }
    }

    private func descriptions(_ value: JSONValue, _ record: inout SourceRecord) {
        for entry in value.elements {
            guard let text = entry["description"]?.text ?? entry.string else { continue }
            switch entry["descriptionType"]?.string {
            case "Abstract", nil: record.abstracts.append(text)
            case "SeriesInformation": record.series = text
            default: record.others.append(SourceIdentifier(scheme: "description", value: String(text.prefix(2000))))
            }
        }
    }

    private func relations(_ value: JSONValue, _ record: inout SourceRecord) {
        for entry in value.elements {
            guard let target = entry["relatedIdentifier"]?.text, let type = entry["relationType"]?.string else {
                continue
            }
            record.relations.append(
                SourceRelation(type: type, scheme: entry["relatedIdentifierType"]?.string ?? "", target: target))
        }
    }

    private func container(_ value: JSONValue, _ record: inout SourceRecord) {
        if let title = value["title"]?.string { record.containerTitles.append(title) }
        record.volume = value["volume"]?.text ?? record.volume
        record.issue = value["issue"]?.text ?? record.issue
        if let first = value["firstPage"]?.text, record.pages == nil {
            record.pages = value["lastPage"]?.text.map { "\(first)-\($0)" } ?? first
        }
        if value["identifierType"]?.string == "ISSN", let issn = value["identifier"]?.string {
            record.issns.append(issn)
        }
    }

    /// The journal or book that a related item of type IsPublishedIn names.
    private func relatedItems(_ value: JSONValue, _ record: inout SourceRecord) {
        for entry in value.elements where entry["relationType"]?.string == "IsPublishedIn" {
            if record.containerTitles.isEmpty,
                let title = entry["titles"]?.elements.first(where: { $0.kind == .object })?["title"]?.string
            {
                record.containerTitles.append(title)
            }
            if let identifier = entry["relatedItemIdentifier"], let issn = identifier["relatedItemIdentifier"]?.string,
                identifier["relatedItemIdentifierType"]?.string?.hasSuffix("ISSN") == true, !record.issns.contains(issn)
            {
                record.issns.append(issn)
            }
            record.volume = record.volume ?? entry["volume"]?.text
            record.issue = record.issue ?? entry["issue"]?.text
            if record.pages == nil, let first = entry["firstPage"]?.text {
                record.pages = entry["lastPage"]?.text.map { "\(first)-\($0)" } ?? first
            }
        }
    }
}
