public import Formats
public import Records
public import Transfer

/// Unpaywall: where open copies of a DOI's work lie. It knows no volume and no pages.
///
/// Documentation: https://unpaywall.org/products/api and https://unpaywall.org/data-format
public struct Unpaywall: JSONSource {
    public static let card = SourceCard(
        id: "unpaywall", name: "Unpaywall", documentation: "https://unpaywall.org/products/api",
        hosts: ["api.unpaywall.org"], requestsPerSecond: 5, concurrency: 2, licence: "CC0",
        coverage: "open copies of works with Crossref DOIs; no volume, no pages", contactItem: "email")

    public init() {}

    /// One DOI a request. Its search is not asked, and what changed is sold as files: those may be imported.
    public func request(for query: Query) -> Request? {
        guard case .lookup(let identifiers) = query, let doi = identifiers.first(where: { $0.scheme == .doi })?.value
        else {
            return nil
        }
        return Request("https://api.unpaywall.org/v2/\(URLText.path(doi))")
    }

    public func page(from reply: Reply) throws(Problem) -> Page {
        do throws(Problem) {
            return try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
                if recognizes(root) { return Page(records: [raw(root, place: place)]) }
                if root["error"] != nil || root["HTTP_status_code"] != nil {
                    var said = reply
                    if let status = root["HTTP_status_code"]?.int, (400..<600).contains(status) { said.status = status }
                    throw ReplyReading.refused(said, Self.card.id, root["message"]?.text ?? root["error"]?.text ?? "")
                }
                if root["list"]?.kind == .array {
                    throw ReplyReading.notRecords(
                        reply, Self.card.id, "the files of what changed: fetch and import them")
                }
                guard let results = root["results"] ?? (root.kind == .array ? root : nil) else {
                    throw ReplyReading.unreadable(reply, Self.card.id, "JSON without \"doi\" or \"results\"")
                }
                return list(results, place)
            }
        } catch {
            guard reply.status == 422, error.what.lowercased().contains("email") else { throw error }
            var error = error
            error.remedy = "set contact in the configuration to your own address"
            throw error
        }
    }

    /// Answers of a search, or the objects of a list of DOIs, each by its DOI.
    private func list(_ results: JSONValue, _ place: String) -> Page {
        var page = Page(records: [], total: 0)
        func add(_ entry: JSONValue, _ path: String) {
            let work = entry["response"] ?? entry
            if recognizes(work) {
                page.records.append(raw(work, place: place + path))
            } else {
                let doi = work["doi"]?.text ?? ""
                let said = work["message"]?.text ?? work["error"]?.text ?? "nothing of a work"
                let first = said.split(separator: "\n").first.map(String.init) ?? said
                page.problems.append(
                    Problem(
                        "unpaywall\(doi.isEmpty ? path : " " + doi): not known here: \"\(first.prefix(200))\"",
                        place: place + path,
                        kept: "the others", remedy: "check the DOI, or ask another source", reach: .record))
            }
        }
        if results.kind == .object {
            for (name, entry) in results.fields { add(entry, " $.results.\(name.string)") }
        } else {
            var index = 0
            for entry in results.elements {
                add(entry, " $.results[\(index)]")
                index += 1
            }
        }
        return page
    }

    private func raw(_ value: JSONValue, place: String) -> RawRecord {
        RawRecord(
            source: Self.card.id, key: value["doi"]?.string.map(URLText.doiKey) ?? "", bytes: value.serialized(),
            place: place)
    }

    public func recognizes(_ value: JSONValue) -> Bool {
        value["doi"]?.kind == .string
            && (value["oa_locations"] != nil || value["doi_url"] != nil && value.has("is_oa")
                || value["oa_status"] != nil && value["genre"] != nil)
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        guard let doi = value["doi"]?.string, !doi.isEmpty else {
            throw Problem(
                "unpaywall: an object without \"doi\"", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var record = SourceRecord(source: Self.card.id, key: URLText.doiKey(doi))
        record.identifiers.append(SourceIdentifier(scheme: "doi", value: doi))
        for (name, member) in value.fields {
            switch name {
            case "title": if let title = Self.text(member) { record.titles.append(title) }
            case "genre": record.type = Self.text(member)
            case "year":
                if let year = member.int ?? member.string.flatMap({ Int($0) }) {
                    record.dates.append(SourceDate(kind: "publicationYear", parts: [year]))
                }
            case "published_date":
                if let date = Self.text(member) {
                    record.dates.insert(SourceDate(kind: "published", text: date), at: 0)
                }
            case "journal_name": if let title = Self.text(member) { record.containerTitles.append(title) }
            case "journal_issns", "journal_issn_l":
                for entry in member.elements {
                    for issn in (entry.string ?? "").split(separator: ",").map(String.init)
                    where !record.issns.contains(issn) {
                        record.issns.append(issn)
                    }
                }
            case "publisher": record.publisher = Self.text(member)
            case "z_authors": Self.people(member, &record)
            case "doi_url": record.url = Self.text(member)
            case "updated": record.updated = member.string.flatMap { Timestamp(iso8601: $0) }
            case "oa_status": Self.other("oa_status", member, &record)
            case "is_paratext": if member.bool == true { Self.other("is_paratext", member, &record) }
            case "best_oa_location":
                Self.other("openAccessPdf", member["url_for_pdf"] ?? member["url"], &record)
                if let license = Self.text(member["license"]) { record.licenses.append(license) }
            case "oa_locations": for location in member.elements { Self.location(location, &record) }
            default: break
            }
        }
        return record
    }

    private static func text(_ value: JSONValue?) -> String? {
        value?.text.flatMap { $0.isBlank ? nil : $0 }
    }

    private static func other(_ name: String, _ value: JSONValue?, _ record: inout SourceRecord) {
        if let text = text(value) { record.others.append(SourceIdentifier(scheme: name, value: text)) }
    }

    /// Crossref's author objects; since 2025 OpenAlex's, with the name in one.
    private static func people(_ value: JSONValue, _ record: inout SourceRecord) {
        for entry in value.elements where entry.kind == .object {
            var person = SourceContributor()
            person.given = text(entry["given"])
            person.family = text(entry["family"])
            person.suffix = text(entry["suffix"])
            if let name = text(entry["name"]) {
                person.name = name
                person.isGroup = person.family == nil ? true : nil
            } else if person.family == nil {
                person.name = text(entry["raw_author_name"])
            }
            person.orcid = text(entry["ORCID"]) ?? text(entry["orcid"])
            person.affiliations =
                (entry["raw_affiliation_strings"] ?? entry["affiliation"])?.elements.compactMap {
                    text($0["name"]) ?? text($0)
                } ?? []
            if person.name != nil || person.family != nil || person.given != nil { record.contributors.append(person) }
        }
    }

    /// What a copy's page names: the article's number in PubMed Central, or another version.
    private static func location(_ location: JSONValue, _ record: inout SourceRecord) {
        guard let page = text(location["url_for_landing_page"]) ?? text(location["url"]) else { return }
        let lower = page.lowercased()
        let evidence = location["evidence"]?.string ?? ""
        // Copies found by title and author alone may be another work's.
        if evidence.contains("doi match") || evidence.contains("pmcid lookup") {
            if lower.contains("ncbi.nlm.nih.gov") || lower.contains("europepmc.org"),
                let start = lower.index(after: "/pmc")
            {
                let digits = lower[start...].drop { !("0"..."9").contains($0) }.prefix { ("0"..."9").contains($0) }
                let identifier = SourceIdentifier(scheme: "pmcid", value: "PMC" + digits)
                if !digits.isEmpty, !record.identifiers.contains(identifier) { record.identifiers.append(identifier) }
            }
        }
        guard !evidence.contains("title"), let version = text(location["version"]), version != "publishedVersion" else {
            return
        }
        let isArXiv = lower.contains("arxiv.org/abs/")
        guard isArXiv || lower.contains("doi.org/10."), !lower.hasSuffix(record.key) else { return }
        let relation = SourceRelation(type: version, scheme: isArXiv ? "arxiv" : "doi", target: page)
        if !record.relations.contains(relation) { record.relations.append(relation) }
    }
}
