internal import Formats
internal import Records

/// Crossref's XML: UNIXREF and UNIXSD as content negotiation, queries and OAI-PMH give it, and deposits as publishers
/// send them. Its words are those of the REST API, which `CrossrefWork` reads.
///
/// Documentation: https://www.crossref.org/documentation/retrieve-metadata/xml-api/,
/// https://data.crossref.org/reports/help/schema_doc/unixref1.1/unixref1.1.html
struct Unixref: XMLReading {
    let id = FileSource.unixref.rawValue

    private static let items: Set<String> = [
        "journal", "book", "conference", "dissertation", "report-paper", "standard", "database", "sa_component",
        "peer_review", "posted_content", "pending_publication",
    ]
    private static let parts: Set<String> = ["journal_article", "conference_paper", "content_item", "dataset"]

    func recognizes(_ element: XMLTreeElement) -> Bool {
        switch element.name {
        case "doi_record": element["crossref"] != nil
        case "query": element.attribute("status") != nil && element["doi"] != nil
        case "crossref": element.children.contains { Self.items.contains($0.name) }
        // A deposit holds many articles of one issue; elsewhere these lie in a record.
        case let name where Self.parts.contains(name): Self.isDeposited(element)
        case let name where Self.items.contains(name):
            element.parent?.is("body") == true && Self.isDeposited(element)
                && !element.children.contains { Self.parts.contains($0.name) }
        default: false
        }
    }

    private static func isDeposited(_ element: XMLTreeElement) -> Bool {
        let body = element.parent.flatMap { $0.is("body") ? $0 : $0.parent }
        return body?.is("body") == true && body?.parent?.is("doi_batch") == true
    }

    func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        var reading = UnixrefReading()
        switch element.name {
        case "query": reading.read(query: element)
        case "doi_record": reading.read(record: element)
        case "crossref": reading.read(crossref: element)
        case let name where Self.parts.contains(name):
            if let parent = element.parent {
                reading.read(item: parent, part: element)
            } else {
                reading.read(part: element)
            }
        default: reading.read(item: element, part: nil)
        }
        guard !reading.said.saysNothing else {
            let said = element["doi"]?.text.map { " for \"\($0)\"" } ?? ""
            let error = element["doi_record"]?["crossref"]?["error"]?.text ?? element["crossref"]?["error"]?.text
            throw .unusable(
                "an answer without a record\(said)\(error.map { ": \($0)" } ?? "")", format: id, place: place,
                remedy: "ask Crossref for another DOI, or leave it out")
        }
        return reading.finish()
    }
}

/// One record of Crossref's under way.
struct UnixrefReading {
    let format = FileSource.unixref.rawValue
    var said = SourceRecord(source: FileSource.unixref.rawValue, key: "")
    /// Dates of the book or issue, for parts that have none.
    private var outerDates: [SourceDate] = []

    mutating func keep(_ field: String, _ value: String?) {
        if let value { said.keep(format, field, value) }
    }

    mutating func finish() -> SourceRecord {
        if said.dates.isEmpty { said.dates = outerDates }
        if said.key.isEmpty, let doi = said.identifiers.first(where: { $0.scheme == "doi" })?.value {
            said.key = URLText.doiKey(doi)
        }
        return said
    }

    // MARK: Wrappers

    mutating func read(query: XMLTreeElement) {
        for child in query.children {
            switch child.name {
            case "doi_record": read(record: child)
            case "crm-item": item(child)
            case "doi": break
            // The short form of an answer.
            case "issn": if let text = child.text { said.issns.append(text) }
            case "isbn": if let text = child.text { said.isbns.append(text) }
            case "journal_title", "volume_title", "series_title":
                if let text = child.text { said.containerTitles.append(text) }
            case "article_title": if let text = child.markup { said.titles.append(text) }
            case "author": if let text = child.text { said.contributors.append(SourceContributor(name: text)) }
            case "contributors":
                for contributor in child.children {
                    person(contributor, role: contributor.attribute("contributor_role") ?? "author")
                }
            case "volume": said.fill(\.volume, format, child)
            case "issue": said.fill(\.issue, format, child)
            case "first_page": said.fill(\.pages, format, child)
            case "last_page":
                if let last = child.text, let first = said.pages { said.pages = "\(first)-\(last)" }
            case "year": said.add(DateElements.date("published", year: child))
            default: said.keep(format, child)
            }
        }
        // The record's own comes before the one that it was asked for by.
        guard let doi = query["doi"] else { return }
        self.doi(doi)
        if said.type == nil {
            said.type = doi.attribute("type").map { $0.split(separator: "_").joined(separator: "-") }
        }
    }

    private mutating func item(_ element: XMLTreeElement) {
        guard let text = element.text, let name = element.attribute("name") else { return }
        switch name {
        case "citedby-count": said.citationCount = Int(text)
        case "last-update": said.updated = Timestamp(iso8601: text)
        case "created": said.add(SourceDate(kind: "created", text: text))
        case "publisher-name": said.publisher = said.publisher ?? text
        case "relation":
            said.relations.append(
                SourceRelation(
                    type: Self.kebab(element.attribute("claim") ?? ""), scheme: element.attribute("type") ?? "",
                    target: text))
        default: keep("crm-item[\(name)]", text)
        }
    }

    mutating func read(record: XMLTreeElement) {
        if said.updated == nil, let time = record.attribute("timestamp") { said.updated = Timestamp(iso8601: time) }
        keep("owner", record.attribute("owner"))
        if let crossref = record["crossref"] { read(crossref: crossref) }
    }

    mutating func read(crossref: XMLTreeElement) {
        for child in crossref.children {
            let part = child.children.first {
                ["journal_article", "conference_paper", "content_item", "dataset"].contains($0.name)
            }
            read(item: child, part: part)
        }
    }

    mutating func read(part: XMLTreeElement) { work(part) }

    // MARK: What a record is of

    /// - Parameter part: The article, paper or chapter that the record is of; nil where it is of the whole.
    mutating func read(item: XMLTreeElement, part: XMLTreeElement?) {
        switch item.name {
        case "error": return keep("error", item.text)
        case "journal": said.type = item["journal_issue"] != nil ? "journal-issue" : "journal"
        case "book":
            said.type =
                switch item.attribute("book_type") {
                case "monograph": "monograph"
                case "edited_book": "edited-book"
                case "reference": "reference-book"
                default: "book"
                }
        case "conference": said.type = "proceedings"
        case "report-paper": said.type = "report"
        case "sa_component": said.type = "component"
        case "posted_content":
            said.type = "posted-content"
            said.subtype = item.attribute("type")
        default: said.type = item.name.split(separator: "_").joined(separator: "-")
        }
        language(item)
        let isWhole = part == nil
        switch item.name {
        case "journal", "book", "conference", "database", "standard", "report-paper":
            for child in item.children {
                switch child.name {
                case "journal_article", "conference_paper", "content_item", "dataset": continue
                case "journal_metadata": journal(child, isWhole: isWhole && item["journal_issue"] == nil)
                case "journal_issue": outer(child, isWhole: isWhole)
                case "event_metadata": event(child)
                case "contributors" where !isWhole: outerContributors(child)
                default:
                    if child.name.hasSuffix("_metadata") || child.name.hasSuffix("-metadata") {
                        outer(child, isWhole: isWhole)
                    } else if isWhole {
                        take(child)
                    } else {
                        said.keep(format, child, under: item.name)
                    }
                }
            }
        case "sa_component":
            if let parent = item.attribute("parent_doi") {
                said.relations.append(SourceRelation(type: "is-component-of", scheme: "doi", target: parent))
            }
            let components = item["component_list"].map { Array($0.children("component")) } ?? []
            if let first = components.first { work(first) }
            for component in components.dropFirst() { said.keep(format, component) }
        default: work(item)
        }
        guard let part else { return }
        said.type =
            switch part.name {
            case "journal_article": "journal-article"
            case "conference_paper": "proceedings-article"
            case "dataset": "dataset"
            default:
                switch part.attribute("component_type") {
                case "chapter"?, nil: "book-chapter"
                case "reference_entry": "reference-entry"
                case "other": "other"
                case let kind?: "book-\(kind)"
                }
            }
        work(part)
    }

    private mutating func language(_ element: XMLTreeElement) {
        if let language = element.attribute("language"), !said.languages.contains(language) {
            said.languages.append(language)
        }
    }

    private mutating func work(_ element: XMLTreeElement) {
        // The language of an article is not its journal's.
        if let language = element.attribute("language") { said.languages = [language] }
        for child in element.children { take(child) }
    }

    // MARK: Around it

    private mutating func journal(_ element: XMLTreeElement, isWhole: Bool) {
        language(element)
        for child in element.children {
            guard let text = child.text else { continue }
            switch child.name {
            case "full_title": if isWhole { said.titles.append(text) } else { said.containerTitles.append(text) }
            case "abbrev_title": said.shortContainerTitles.append(text)
            case "issn": said.issns.append(text)
            case "doi_data" where isWhole: take(child)
            default: said.keep(format, child, under: "journal_metadata")
            }
        }
    }

    private mutating func event(_ element: XMLTreeElement) {
        for child in element.children {
            if child.is("conference_name"), said.event == nil {
                said.event = child.text
            } else {
                said.keep(format, child, under: "event_metadata")
            }
        }
    }

    /// An issue, a book, proceedings, a set of data, or a series.
    private mutating func outer(_ element: XMLTreeElement, isWhole: Bool) {
        language(element)
        for child in element.children {
            switch child.name {
            case "series_metadata", "set_metadata": series(child)
            case "publication_date":
                let date = self.date(child, "published")
                if isWhole { said.add(date) } else if let date { outerDates.append(date) }
            case "journal_volume":
                for part in child.children {
                    if part.is("volume") {
                        said.fill(\.volume, format, part)
                    } else {
                        said.keep(format, part, under: "journal_volume")
                    }
                }
            case "titles" where !isWhole:
                for title in child.children {
                    guard let text = title.markup else { continue }
                    if title.is("title") {
                        said.containerTitles.append(text)
                    } else {
                        said.keep(format, title, under: element.name)
                    }
                }
            case "proceedings_title":
                if let text = child.text {
                    if isWhole { said.titles.append(text) } else { said.containerTitles.append(text) }
                }
            case "contributors" where !isWhole: outerContributors(child)
            case "doi_data" where !isWhole, "publisher_item" where !isWhole, "program" where !isWhole,
                "citation_list" where !isWhole, "abstract" where !isWhole, "institution" where !isWhole:
                said.keep(format, child, under: element.name)
            default: take(child)
            }
        }
    }

    private mutating func outerContributors(_ element: XMLTreeElement) {
        for contributor in element.children {
            let role = contributor.attribute("contributor_role") ?? "author"
            person(contributor, role: role == "author" ? "container-author" : role)
        }
    }

    private mutating func series(_ element: XMLTreeElement) {
        for child in element.children {
            switch child.name {
            case "titles":
                for title in child.children {
                    if title.is("title"), said.series == nil {
                        said.series = title.markup
                    } else {
                        said.keep(format, title, under: "series_metadata")
                    }
                }
            case "issn": if let text = child.text { said.issns.append(text) }
            case "isbn": said.keep(format, child, under: "series_metadata")
            default: said.keep(format, child, under: "series_metadata")
            }
        }
    }

    // MARK: The work itself

    private mutating func take(_ child: XMLTreeElement) {
        switch child.name {
        case "titles": titles(child)
        case "contributors":
            for contributor in child.children {
                person(contributor, role: contributor.attribute("contributor_role") ?? "author")
            }
        case "person_name", "organization": person(child, role: child.attribute("contributor_role") ?? "author")
        case "abstract": if let text = child.markup { said.abstracts.append(text) }
        case "publication_date", "review_date": said.add(date(child, "published"))
        case "posted_date": said.add(date(child, "posted"))
        case "acceptance_date": said.add(date(child, "accepted"))
        case "approval_date": said.add(date(child, "approved"))
        case "completion_date", "creation_date", "update_date": said.add(date(child, String(child.name.dropLast(5))))
        case "pages":
            let last = child["last_page"]?.text
            if let first = child["first_page"]?.text { said.pages = last.map { "\(first)-\($0)" } ?? first }
            for other in child.children("other_pages") { said.keep(format, other) }
        case "publisher_item":
            for part in child.children {
                guard let text = part.text else { continue }
                if part.attribute("item_number_type")?.lowercased().contains("article") == true {
                    said.fill(\.articleNumber, format, part)
                } else if part.attribute("id_type")?.lowercased() == "doi",
                    said.identifiers.contains(where: { $0.value == text })
                {
                    continue
                } else {
                    keep(
                        "publisher_item[\(part.attribute("id_type") ?? part.attribute("item_number_type") ?? "")]", text
                    )
                }
            }
        case "doi_data": doiData(child)
        case "publisher":
            for part in child.children {
                if part.is("publisher_name") {
                    said.fill(\.publisher, format, part)
                } else if part.is("publisher_place") {
                    said.fill(\.place, format, part)
                } else {
                    said.keep(format, part)
                }
            }
        case "institution":
            for part in child.children {
                if part.is("institution_name"), let text = part.text {
                    said.others.append(SourceIdentifier(scheme: "institution", value: text))
                } else {
                    said.keep(format, part, under: "institution")
                }
            }
        case "standards_body":
            if let name = child["standards_body_name"]?.text { said.publisher = said.publisher ?? name }
        case "isbn": if let text = child.text { said.isbns.append(text) }
        case "issn": if let text = child.text { said.issns.append(text) }
        case "edition_number": said.fill(\.edition, format, child)
        case "volume": said.fill(\.volume, format, child)
        case "issue": said.fill(\.issue, format, child)
        case "item_number": said.fill(\.articleNumber, format, child)
        case "designators": for part in child.children { if let text = part.text { keep(part.name, text) } }
        case "degree", "group_title":
            if let text = child.text {
                said.others.append(SourceIdentifier(scheme: child.is("degree") ? "degree" : "group-title", value: text))
            }
        case "citation_list": said.referenceCount = child.children("citation").reduce(0) { count, _ in count + 1 }
        case "crossmark": crossmark(child)
        case "program": program(child)
        case "component_list":
            for component in child.children {
                if let doi = component["doi_data"]?["doi"]?.text {
                    said.relations.append(SourceRelation(type: "has-component", scheme: "doi", target: doi))
                } else {
                    said.keep(format, component)
                }
            }
        default: said.keep(format, child)
        }
    }
}
