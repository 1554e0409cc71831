public import Formats
public import Records
public import Transfer

/// EMBL-EBI's BioStudies.
///
/// Documentation: https://www.ebi.ac.uk/biostudies/help
public struct BioStudies: JSONSource {
    public static let card = SourceCard(
        id: "biostudies", name: "BioStudies", documentation: "https://www.ebi.ac.uk/biostudies/help",
        hosts: ["www.ebi.ac.uk"],
        requestsPerSecond: 5, concurrency: 1, licence: "CC0 but for what a study says otherwise",
        coverage: "datasets of life-science studies and supplements of Europe PMC articles")

    private static let base = "https://www.ebi.ac.uk/biostudies/api/v1"

    public init() {}

    public func request(for query: Query) -> Request? {
        switch query {
        case .lookup(let identifiers):
            for identifier in identifiers {
                switch identifier.scheme {
                // ArrayExpress is a collection of BioStudies.
                case .biostudies, .arrayexpress:
                    return Request("\(Self.base)/studies/\(URLText.segment(identifier.value))")
                // The supplement of a Europe PMC article has its number.
                case .pmcid: return Request("\(Self.base)/studies/S-E\(URLText.segment(identifier.value))")
                default: continue
                }
            }
            return nil
        case .search(let words, let rows):
            return Request(
                "\(Self.base)/search?query=\(URLText.query(words))&pageSize=\(min(max(rows, 1), 1000))&page=1")
        case .changes(let since, let until, let filter, let rows):
            let from = since?.iso8601.prefix(10) ?? "1900-01-01"
            let to = until?.iso8601.prefix(10) ?? "2100-01-01"
            return Request(
                "\(Self.base)/search?query=\(URLText.query(filter.isEmpty ? "*:*" : filter))&release_date=\(URLText.query("[\(from) TO \(to)]"))"
                    + "&sortBy=release_date&sortOrder=descending&pageSize=\(min(max(rows, 1), 1000))&page=1")
        }
    }

    public func page(from reply: Reply) throws(Problem) -> Page {
        try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
            if let said = root["errorMessage"]?.string { throw ReplyReading.refused(reply, Self.card.id, said) }
            if let hits = root["hits"] {
                var records: [RawRecord] = []
                var details: [Request] = []
                var count = 0
                for hit in hits.elements {
                    count += 1
                    guard let accession = hit["accession"]?.string else { continue }
                    records.append(
                        RawRecord(
                            source: Self.card.id, key: accession, bytes: hit.serialized(),
                            place: "\(place) $.hits[\(count - 1)]"))
                    details.append(Request("\(Self.base)/studies/\(URLText.segment(accession))"))
                }
                let page = root["page"]?.int ?? 1
                let size = root["pageSize"]?.int ?? count
                // `totalHits` is an estimate: a short page is the end.
                let isLast = count < size || count == 0
                var found = Page(
                    records: records,
                    next: isLast
                        ? nil : Request(URLText.replacing("page", with: String(page + 1), in: reply.request.url)),
                    total: root["totalHits"]?.int)
                // A hit has a title and little else.
                found.details = details
                return found
            }
            var records: [RawRecord] = []
            for entry in root["submissions"]?.elements ?? root.elements {
                guard let accession = entry["accno"]?.string ?? entry["accession"]?.string else { continue }
                records.append(RawRecord(source: Self.card.id, key: accession, bytes: entry.serialized(), place: place))
            }
            guard !records.isEmpty else {
                throw ReplyReading.unreadable(
                    reply, Self.card.id,
                    root.members.first(where: { _ in true }) == nil
                        ? "an empty object: no such study" : "JSON without \"accno\"")
            }
            return Page(records: records)
        }
    }

    public func recognizes(_ value: JSONValue) -> Bool {
        value["accno"]?.kind == .string && (value["section"] != nil || value["attributes"] != nil)
            || value["accession"]?.kind == .string && value["release_date"] != nil
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        guard let accession = value["accno"]?.string ?? value["accession"]?.string, !accession.isEmpty else {
            throw Problem(
                "biostudies: a study without \"accno\"", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var study = BioStudiesStudy(accession: accession)
        study.read(value)
        return study.record
    }
}

/// One study under way: attributes by name, sections within sections, lists within lists.
private struct BioStudiesStudy {
    var record: SourceRecord
    private var organisations: [String: String] = [:]
    private var authors: [(person: SourceContributor, affiliations: [String])] = []
    private var depth = 0

    init(accession: String) {
        record = SourceRecord(source: BioStudies.card.id, key: accession)
        record.type = "Study"
        record.identifiers.append(SourceIdentifier(scheme: "biostudies", value: accession))
        if accession.uppercased().hasPrefix("S-EPMC") {
            record.relations.append(
                SourceRelation(type: "S-EPMC", scheme: "pmcid", target: "PMC" + accession.dropFirst(6)))
        }
    }

    mutating func read(_ value: JSONValue) {
        attributes(of: value, isTop: true)
        // A hit of a search has its fields flat.
        if let title = value["title"]?.string { record.titles.append(title) }
        if let list = value["author"]?.string { record.authorList = list }
        if let date = value["release_date"]?.string { record.dates.append(SourceDate(kind: "release", text: date)) }
        if let section = value["section"] { read(section: section, isMain: true) }
        links(value)
        for (person, references) in authors {
            var person = person
            person.affiliations = references.map { organisations[$0] ?? $0 }
            record.contributors.append(person)
        }
    }

    private mutating func attributes(of value: JSONValue, isTop: Bool) {
        for attribute in value["attributes"]?.elements.filter({ $0.kind == .object }) ?? [] {
            guard let name = attribute["name"]?.string, let text = attribute["value"]?.text else { continue }
            switch name.lowercased() {
            case "title": if !record.titles.contains(text) { record.titles.append(text) }
            case "releasedate":
                record.dates.append(SourceDate(kind: "release", text: text))
                // A search hit has no such date: the study itself outweighs it.
                record.updated = record.updated ?? Timestamp(iso8601: text)
            case "description", "abstract": record.abstracts.append(text)
            case "doi": isTop ? record.identifiers.append(SourceIdentifier(scheme: "doi", value: text)) : relate(text)
            case "keyword", "keywords", "organism", "study type", "imaging method": record.keywords.append(text)
            case "license", "licence": record.licenses.append(text)
            case "attachto", "template", "rootpath", "submission", "csrf": break
            default: record.others.append(SourceIdentifier(scheme: name, value: String(text.prefix(2000))))
            }
        }
    }

    private mutating func relate(_ target: String, type: String = "Publication", scheme: String = "doi") {
        // Under DOI stand arXiv numbers, too: what is no DOI tells itself what it is.
        let scheme = scheme == "doi" && !target.contains("10.") ? "" : scheme
        let relation = SourceRelation(type: type, scheme: scheme, target: target)
        if !record.relations.contains(relation) { record.relations.append(relation) }
    }

    private mutating func read(section: JSONValue, isMain: Bool) {
        depth += 1
        defer { depth -= 1 }
        guard depth < 12 else { return }
        if section.kind == .array {
            for inner in section.elements { read(section: inner, isMain: isMain) }
            return
        }
        let type = section["type"]?.string?.lowercased() ?? ""
        switch type {
        case "author", "authors": author(section)
        case "organization", "organisation", "affiliation":
            if let key = section["accno"]?.string, let name = attribute("Name", of: section) {
                organisations[key] = name
            }
        case "publication": publication(section)
        case "funding":
            if let agency = attribute("Agency", of: section) { record.funders.append(agency) }
        default:
            if isMain { attributes(of: section, isTop: false) }
        }
        links(section)
        for inner in section["subsections"]?.elements.filter({ !$0.isNull }) ?? [] {
            read(section: inner, isMain: false)
        }
    }

    private func attribute(_ name: String, of section: JSONValue) -> String? {
        for attribute in section["attributes"]?.elements.filter({ $0.kind == .object }) ?? []
        where attribute["name"]?.string?.lowercased() == name.lowercased() {
            if let text = attribute["value"]?.text { return text }
        }
        return nil
    }

    private mutating func author(_ section: JSONValue) {
        var person = SourceContributor()
        var references: [String] = []
        for attribute in section["attributes"]?.elements.filter({ $0.kind == .object }) ?? [] {
            guard let name = attribute["name"]?.string?.lowercased(), let text = attribute["value"]?.text else {
                continue
            }
            switch name {
            case "name": person.name = text
            case "first name", "firstname": person.given = text
            case "last name", "lastname": person.family = text
            case "orcid": person.orcid = text
            case "affiliation", "organization", "organisation": references.append(text)
            default: break
            }
        }
        if person.family != nil { person.name = nil }
        if let name = person.name, person.given == nil, hasFamilyFirst, let parts = Self.familyFirst(name) {
            (person.family, person.given) = parts
            person.name = nil
        }
        if person.name != nil || person.family != nil || person.given != nil { authors.append((person, references)) }
    }

    /// Studies made from articles name authors as Europe PMC does, family name first: `Carmack Stephanie A`.
    private var hasFamilyFirst: Bool {
        let accession = record.key.uppercased()
        return accession.hasPrefix("S-EPMC") || accession.hasPrefix("S-ECPF")
    }

    /// Parts `Carmack Stephanie A`; nil for one word, a comma, or what looks like a group.
    private static func familyFirst(_ name: String) -> (family: String, given: String)? {
        let words = name.split { $0 == " " || $0 == "\u{A0}" }
        guard words.count > 1, !name.contains(","), !words.contains(where: { groups.contains($0.lowercased()) }) else {
            return nil
        }
        var family = 1
        while family < words.count - 1, particles.contains(words[family - 1].lowercased()) { family += 1 }
        return (words[..<family].joined(separator: " "), words[family...].joined(separator: " "))
    }

    private static let particles: Set<String> = [
        "van", "von", "der", "den", "de", "del", "della", "dos", "da", "la", "el", "al", "bin", "ben", "st", "san",
    ]
    private static let groups: Set<String> = [
        "consortium", "group", "network", "collaboration", "committee", "team", "investigators", "study", "society",
    ]

    private mutating func publication(_ section: JSONValue) {
        var identified = false
        for attribute in section["attributes"]?.elements.filter({ $0.kind == .object }) ?? [] {
            guard let name = attribute["name"]?.string?.lowercased(), let text = attribute["value"]?.text, !text.isEmpty
            else { continue }
            switch name {
            case "doi":
                relate(text)
                identified = true
            case "pmid", "pubmed id", "pubmedid":
                relate(text, scheme: "pmid")
                identified = true
            case "pmcid", "pmc":
                relate(text, scheme: "pmcid")
                identified = true
            default: break
            }
        }
        if let accession = section["accno"]?.string, !identified {
            if accession.hasPrefix("PMC") {
                relate(accession, scheme: "pmcid")
            } else if accession.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
                relate(accession, scheme: "pmid")
            }
        }
    }

    private mutating func links(_ value: JSONValue) {
        func walk(_ entry: JSONValue, _ level: Int) {
            guard level < 6 else { return }
            if entry.kind == .array {
                for inner in entry.elements { walk(inner, level + 1) }
                return
            }
            guard let url = entry["url"]?.text else { return }
            switch attribute("Type", of: entry)?.lowercased() {
            case "doi"?: relate(url)
            case "pubmed"?, "pmid"?: relate(url, scheme: "pmid")
            case "pmc"?, "pmcid"?: relate(url, scheme: "pmcid")
            case let type?: relate(url, type: "IsRelatedTo", scheme: type)
            case nil: relate(url, type: "IsRelatedTo", scheme: "")
            }
        }
        if let links = value["links"] { walk(links, 0) }
    }
}
