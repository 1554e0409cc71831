internal import Formats
internal import Records

/// What stands before the text of an article in the Journal Article Tag Suite, NISO Z39.96.
///
/// Documentation: https://jats.nlm.nih.gov/publishing/tag-library/
struct JATS: XMLReading {
    let id = FileSource.jats.rawValue

    func recognizes(_ element: XMLTreeElement) -> Bool {
        element.is("article") && element["front"]?["article-meta"] != nil
    }

    func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        var reading = JATSReading()
        reading.read(element)
        guard !reading.said.saysNothing else {
            throw .unusable(
                "an article whose front says nothing", format: id, place: place,
                remedy: "give it an article-title, a name or an article-id, or leave it out")
        }
        return reading.said
    }
}

/// One article under way.
private struct JATSReading {
    private let format = FileSource.jats.rawValue
    private(set) var said = SourceRecord(source: FileSource.jats.rawValue, key: "")
    /// Texts of affiliations and the like by their `id`.
    private var affiliations: [String: String] = [:]
    private var first: String?
    private var last: String?

    mutating func read(_ article: XMLTreeElement) {
        said.type = Self.types[article.attribute("article-type") ?? ""] ?? article.attribute("article-type")
        if let language = article.attribute("lang") { said.languages.append(language) }
        guard let front = article["front"] else { return }
        if let journal = front["journal-meta"] { read(journal: journal) }
        if let meta = front["article-meta"] {
            collectAffiliations(meta, depth: 0)
            for child in meta.children { take(child) }
        }
        if let first { said.pages = last.map { $0 == first ? first : "\(first)-\($0)" } ?? first }
        for child in front.children where !child.is("journal-meta") && !child.is("article-meta") {
            said.keep(format, child)
        }
        let references = article["back"].map {
            $0.children("ref-list").reduce(0) { $0 + Self.references($1, depth: 0) }
        }
        if let references, references > 0 { said.referenceCount = references }
        said.key =
            said.identifiers.first { $0.scheme == "doi" }.map { URLText.doiKey($0.value) } ?? said.identifiers.first?
            .value ?? ""
    }

    /// Article types of JATS that are no word of `Types`.
    private static let types = [
        "article": "journal-article", "other": "journal-article", "reply": "letter", "oration": "speech",
        "product-review": "book-review", "partial-retraction": "retraction", "announcement": "editorial",
        "in-brief": "brief-report", "meeting-report": "journal-article", "obituary": "journal-article",
        "discussion": "journal-article", "calendar": "journal-article", "books-received": "journal-article",
        "addendum": "correction", "data-paper": "data-paper", "collection": "editorial",
    ]

    private static func references(_ list: XMLTreeElement, depth: Int) -> Int {
        guard depth < 8 else { return 0 }
        return list.children.reduce(0) {
            $0 + ($1.is("ref") ? 1 : $1.is("ref-list") ? references($1, depth: depth + 1) : 0)
        }
    }

    // MARK: The journal

    private mutating func read(journal: XMLTreeElement) {
        for child in journal.children {
            switch child.name {
            case "journal-title-group":
                for title in child.children { self.journal(title: title) }
            case "journal-title", "abbrev-journal-title": self.journal(title: child)
            case "issn", "issn-l": if let text = child.text, !said.issns.contains(text) { said.issns.append(text) }
            case "isbn": if let text = child.text { said.isbns.append(text) }
            case "publisher":
                for part in child.children {
                    if part.is("publisher-name") {
                        said.fill(\.publisher, format, part)
                    } else if part.is("publisher-loc") {
                        said.fill(\.place, format, part)
                    } else {
                        said.keep(format, part)
                    }
                }
            case "journal-id":
                keepTyped("journal-id", child.attribute("journal-id-type"), child.text)
            default: said.keep(format, child, under: "journal-meta")
            }
        }
    }

    private mutating func journal(title: XMLTreeElement) {
        guard let text = title.text else { return }
        switch title.name {
        case "journal-title": said.containerTitles.append(text)
        case "abbrev-journal-title":
            if !said.shortContainerTitles.contains(text) { said.shortContainerTitles.append(text) }
        default: said.keep(format, title, under: "journal-meta")
        }
    }

    private mutating func keepTyped(_ name: String, _ type: String?, _ value: String?) {
        if let value { said.keep(format, type.map { "\(name)[\($0)]" } ?? name, value) }
    }

    // MARK: The article

    private mutating func take(_ child: XMLTreeElement) {
        switch child.name {
        case "article-id", "pub-id": identifier(child)
        case "title-group": titles(child)
        case "contrib-group": group(child)
        case "aff", "aff-alternatives": break
        case "pub-date": pubDate(child)
        case "history": for date in child.children { history(date) }
        case "volume": said.fill(\.volume, format, child)
        case "issue": said.fill(\.issue, format, child)
        case "fpage": first = first ?? child.text
        case "lpage": last = last ?? child.text
        case "page-range": if first == nil { said.fill(\.pages, format, child) } else { said.keep(format, child) }
        case "elocation-id": said.fill(\.articleNumber, format, child)
        case "edition": said.fill(\.edition, format, child)
        case "article-version": said.fill(\.version, format, child)
        case "isbn": if let text = child.text { said.isbns.append(text) }
        case "abstract", "trans-abstract": abstract(child)
        case "kwd-group":
            for keyword in child.children {
                if keyword.is("kwd"), let text = keyword.markup {
                    said.keywords.append(text)
                } else if !keyword.is("title") {
                    said.keep(format, keyword, under: "kwd-group")
                }
            }
        case "permissions": for part in child.children { permission(part) }
        case "funding-group": funding(child)
        case "related-article", "related-object": relate(child)
        case "self-uri":
            if said.url == nil {
                said.url = child.attribute("href") ?? child.text
            } else {
                keepTyped("self-uri", nil, child.attribute("href") ?? child.text)
            }
        case "conference":
            for part in child.children {
                if part.is("conf-name"), said.event == nil {
                    said.event = part.text
                } else {
                    said.keep(format, part, under: "conference")
                }
            }
        case "counts":
            for count in child.children {
                let number = count.attribute("count")
                if count.is("ref-count") {
                    said.referenceCount = number.flatMap { Int($0) }
                } else {
                    keepTyped(count.name, nil, number)
                }
            }
        case "article-categories":
            for subjects in child.children("subj-group") {
                for subject in subjects.children { said.keep(format, subject, under: "subj-group") }
            }
            for series in child.children("series-title") { said.fill(\.series, format, series) }
        default: said.keep(format, child)
        }
    }

    private mutating func identifier(_ element: XMLTreeElement) {
        guard let text = element.text else { return }
        switch element.attribute("pub-id-type") ?? "" {
        case "doi": said.identify("doi", text)
        case "pmid": said.identify("pmid", text)
        case "pmc", "pmcid", "pmc-aid":
            // A number alone is its number within the archive.
            said.identify("pmcid", text.hasPrefix("PMC") ? text : "PMC\(text)")
        case "arxiv": said.identify("arxiv", text)
        case let type: keepTyped("article-id", type, text)
        }
    }

    private mutating func titles(_ element: XMLTreeElement) {
        for child in element.children {
            switch child.name {
            case "article-title": if let text = Self.withoutNotes(child) { said.titles.append(text) }
            case "subtitle": if let text = Self.withoutNotes(child) { said.subtitles.append(text) }
            case "trans-title-group":
                for title in child.children("trans-title") {
                    if let text = title.markup { said.originalTitles.append(text) }
                }
                for title in child.children("trans-subtitle") { said.keep(format, title) }
            case "trans-title": if let text = child.markup { said.originalTitles.append(text) }
            case "fn-group": break
            default: said.keep(format, child)
            }
        }
    }

    /// Markup without the signs of footnotes, which are no part of a title.
    private static func withoutNotes(_ element: XMLTreeElement) -> String? {
        guard var markup = element.markup else { return nil }
        for name in ["xref", "fn"] {
            while let start = markup.index(before: "<\(name)>"), let end = markup[start...].index(behind: "</\(name)>")
            {
                markup.removeSubrange(start..<end)
            }
        }
        return markup.nonEmpty
    }

    private mutating func abstract(_ element: XMLTreeElement) {
        // Graphics and highlights for readers in a hurry are no abstract.
        guard element.attribute("abstract-type") == nil || element.attribute("abstract-type") == "abstract" else {
            return keepTyped("abstract", element.attribute("abstract-type"), element.markup)
        }
        if let text = element.markup {
            if element.is("trans-abstract") {
                keepTyped("trans-abstract", element.attribute("lang"), text)
            } else {
                said.abstracts.append(text)
            }
        }
    }

    // MARK: Dates

    private mutating func pubDate(_ element: XMLTreeElement) {
        let type = element.attribute("pub-type") ?? element.attribute("date-type") ?? ""
        let format = element.attribute("publication-format") ?? ""
        let kind =
            switch type {
            case "epub", "epub-ppub", "epreprint": "published-online"
            case "ppub", "ppub-epub": "published-print"
            case "collection": "collection"
            case "preprint": "posted"
            case "", "pub", "publication":
                format == "electronic" || format == "online"
                    ? "published-online" : format == "print" ? "published-print" : "published"
            default: type
            }
        date(element, kind)
    }

    private mutating func history(_ element: XMLTreeElement) {
        guard element.is("date") else { return said.keep(format, element, under: "history") }
        let type = element.attribute("date-type") ?? "date"
        date(element, type == "rev-recd" ? "manuscript-revised" : type)
    }

    private mutating func date(_ element: XMLTreeElement, _ kind: String) {
        if let season = element["season"]?.text, element["month"] == nil, let year = element["year"]?.text {
            said.add(SourceDate(kind: kind, text: "\(season) \(year)"))
        } else if let date = DateElements.date(
            kind, year: element["year"], month: element["month"], day: element["day"])
        {
            said.add(date)
        } else if let text = element["string-date"]?.text ?? element.attribute("iso-8601-date") ?? element.text {
            said.add(SourceDate(kind: kind, text: text))
        }
    }

    // MARK: People

    private mutating func collectAffiliations(_ element: XMLTreeElement, depth: Int) {
        guard depth < 6 else { return }
        for child in element.children {
            if child.is("aff") || child.is("aff-alternatives") {
                let body = child.is("aff") ? child : child["aff"] ?? child
                if let id = child.attribute("id") ?? body.attribute("id"), let text = Self.affiliation(body) {
                    affiliations[id] = text
                }
            } else if child.is("contrib-group") || child.is("collab") || child.is("contrib") {
                collectAffiliations(child, depth: depth + 1)
            }
        }
    }

    /// The text of an affiliation without its label.
    private static func affiliation(_ element: XMLTreeElement) -> String? {
        guard let text = element.text else { return nil }
        guard let label = element["label"]?.text ?? element["sup"]?.text, text.hasPrefix(label) else { return text }
        return String(text.dropFirst(label.count).drop { $0 == " " || $0 == "." || $0.isNewline || $0 == "\t" })
            .nonEmpty
    }

    private mutating func group(_ element: XMLTreeElement) {
        let content = element.attribute("content-type") ?? ""
        let role =
            content == "authors" || content.isEmpty
            ? "author" : content.hasSuffix("s") ? String(content.dropLast()) : content
        // An affiliation beside the names, without a number, is everybody's.
        let shared = element.children("aff").filter { $0.attribute("id") == nil }.compactMap(Self.affiliation)
        for contrib in element.children("contrib") { person(contrib, role: role, shared: shared) }
        for other in element.children where !other.is("contrib") && !other.is("aff") && !other.is("aff-alternatives") {
            said.keep(format, other, under: "contrib-group")
        }
    }

    private mutating func person(_ element: XMLTreeElement, role: String, shared: [String]) {
        let type = element.attribute("contrib-type")
        var person = SourceContributor(role: type ?? role)
        if let name = element["name"] ?? element["name-alternatives"]?["name"] {
            person.family = name["surname"]?.text
            person.given = name["given-names"]?.text
            person.suffix = name["suffix"]?.text
        } else if let name = element["string-name"] ?? element["name-alternatives"]?["string-name"] {
            if name["surname"] != nil {
                person.family = name["surname"]?.text
                person.given = name["given-names"]?.text
            } else {
                person.name = name.text
            }
        } else if let collab = element["collab"] ?? element["collab-alternatives"]?["collab"] {
            // A collaboration may hold the list of its people.
            person.name = collab["named-content"]?.text ?? collab["institution"]?.text ?? collab.ownText ?? collab.text
            person.isGroup = true
        } else if element["anonymous"] != nil {
            return keepTyped("contrib", "anonymous", type ?? role)
        }
        for id in element.children("contrib-id") {
            if id.attribute("contrib-id-type") == "orcid" {
                person.orcid = id.text
            } else {
                keepTyped("contrib-id", id.attribute("contrib-id-type"), id.text)
            }
        }
        if person.orcid == nil {
            person.orcid = element.children("uri").first { $0.text?.contains("orcid.org/") == true }?.text
        }
        for link in element.children("xref") where link.attribute("ref-type") == "aff" {
            for id in (link.attribute("rid") ?? "").split(separator: " ") {
                if let text = affiliations[String(id)] { person.affiliations.append(text) }
            }
        }
        for aff in element.children("aff") { if let text = Self.affiliation(aff) { person.affiliations.append(text) } }
        if person.affiliations.isEmpty { person.affiliations = shared }
        if person.name != nil || person.family != nil || person.given != nil { said.contributors.append(person) }
    }

    // MARK: Rights, money, links

    private mutating func permission(_ element: XMLTreeElement) {
        guard element.is("license") else { return said.keep(format, element, under: "permissions") }
        let inner = element["license_ref"]?.text ?? element.attribute("href")
        if let url = inner { said.licenses.append(url) } else if let text = element.text { said.licenses.append(text) }
        for text in element.children("license-p") where inner != nil { said.keep(format, text) }
    }

    private mutating func funding(_ element: XMLTreeElement) {
        for award in element.children {
            guard award.is("award-group") else {
                said.keep(format, award, under: "funding-group")
                continue
            }
            for part in award.children {
                if part.is("funding-source"),
                    let name = part["institution-wrap"]?["institution"]?.text ?? part["institution"]?.text ?? part.text
                {
                    if !said.funders.contains(name) { said.funders.append(name) }
                } else {
                    said.keep(format, part, under: "award-group")
                }
            }
        }
    }

    /// What the link says that this article is to the other one.
    private mutating func relate(_ element: XMLTreeElement) {
        let type =
            element.attribute("related-article-type") ?? element.attribute("object-type") ?? element.attribute(
                "link-type") ?? ""
        guard let target = element.attribute("href") ?? element.text else { return said.keep(format, element) }
        let scheme = element.attribute("ext-link-type") ?? ""
        said.relations.append(
            SourceRelation(
                type: Self.relations[type] ?? type, scheme: scheme == "pmc" ? "pmcid" : scheme, target: target))
    }

    private static let relations = [
        "corrected-article": "update-to:correction", "retracted-article": "update-to:retraction",
        "partial-retraction": "update-to:partial-retraction", "object-of-concern": "update-to:expression_of_concern",
        "addended-article": "update-to:addendum", "correction-forward": "updated-by:correction",
        "retraction-forward": "updated-by:retraction", "commentary-article": "is-comment-on",
        "commentary": "has-comment", "peer-reviewed-article": "is-review-of", "preprint": "has-preprint",
        "letter": "has-comment", "article-reference": "references", "companion": "is-related-to",
    ]
}

extension StringProtocol {
    /// Where `part` first begins.
    fileprivate func index(before part: String) -> Index? {
        var rest = self[startIndex...]
        while let found = rest.firstIndex(of: "<") {
            if self[found...].hasPrefix(part) { return found }
            rest = self[index(after: found)...]
        }
        return nil
    }

    /// Where `part` first ends.
    fileprivate func index(behind part: String) -> Index? {
        index(before: part).flatMap { index($0, offsetBy: part.count, limitedBy: endIndex) }
    }
}
