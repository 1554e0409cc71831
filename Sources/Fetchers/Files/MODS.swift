internal import Formats
internal import Records

/// The Library of Congress's Metadata Object Description Schema, versions 3.0 to 3.8.
///
/// Documentation: https://www.loc.gov/standards/mods/userguide/
struct MODS: XMLReading {
    let id = FileSource.mods.rawValue

    func recognizes(_ element: XMLTreeElement) -> Bool {
        guard element.is("mods") else { return false }
        return element["titleInfo"] != nil || element["name"] != nil || element["identifier"] != nil
            || element["recordInfo"] != nil || element["relatedItem"] != nil || element["genre"] != nil
            || element["originInfo"] != nil || element.parent?.is("modsCollection") == true
            || element.attribute("version")?.hasPrefix("3") == true
    }

    func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        var reading = MODSReading()
        reading.read(element)
        guard !reading.said.saysNothing else {
            throw .unusable(
                "a record that says nothing", format: id, place: place,
                remedy: "give it a titleInfo, a name or an identifier, or leave it out")
        }
        return reading.said
    }
}

/// One record of MODS under way.
private struct MODSReading {
    private let format = FileSource.mods.rawValue
    private(set) var said = SourceRecord(source: FileSource.mods.rawValue, key: "")
    private var genres: [String] = []
    private var hostGenres: [String] = []
    private var resource: String?
    private var issuance: String?
    private var keys: (citation: String?, record: String?) = (nil, nil)

    mutating func read(_ element: XMLTreeElement) {
        for child in element.children {
            switch child.name {
            case "titleInfo": title(child)
            case "name": name(child, role: "author", path: "")
            case "originInfo": origin(child, path: "")
            case "relatedItem": related(child)
            case "part": part(child, path: "")
            case "identifier": identifier(child)
            case "genre":
                if let text = child.text { genres.append(text) }
                said.keep(format, child)
            case "typeOfResource":
                resource = resource ?? child.text
                said.keep(format, child)
            case "abstract":
                if let text = child.markup { said.abstracts.append(text) }
            case "subject": subject(child)
            case "language": language(child)
            case "location": location(child)
            case "accessCondition":
                if let text = child.text, text.contains("://") || text.uppercased().hasPrefix("CC") {
                    said.licenses.append(text)
                } else {
                    said.keep(format, child)
                }
            case "recordInfo": info(child)
            default: said.keep(format, child)
            }
        }
        said.key = keys.citation ?? keys.record ?? element.attribute("ID") ?? ""
        if let id = element.attribute("ID"), id != said.key { said.keep(format, "@ID", id) }
        type()
    }

    // MARK: Titles

    /// A title with its article before and its part behind, as people cite it.
    private func whole(_ element: XMLTreeElement) -> String? {
        guard let title = element["title"]?.markup else { return nil }
        var whole = title
        if let article = element["nonSort"]?.text {
            whole = (article.hasSuffix("'") || article.hasSuffix("’") ? article : article + " ") + title
        }
        let parts = [element["partNumber"]?.text, element["partName"]?.text].compactMap { $0 }
        return parts.isEmpty ? whole : "\(whole). \(parts.joined(separator: ", "))"
    }

    private mutating func title(_ element: XMLTreeElement) {
        let kind = element.attribute("type") ?? ""
        guard let whole = whole(element) else { return said.keep(format, element) }
        switch kind {
        case "":
            said.titles.append(whole)
            for text in element.texts("subTitle") { said.subtitles.append(text) }
            // What a writer needs to take the title apart again.
            for name: StaticString in ["nonSort", "partNumber", "partName"] {
                for part in element.children(name) { said.keep(format, part, under: "titleInfo") }
            }
        case "translated", "alternative":
            said.originalTitles.append(([whole] + element.texts("subTitle")).joined(separator: ": "))
        default: said.keep(format, element)
        }
    }

    // MARK: People

    private static let roles: [String: String] = [
        "author": "author", "aut": "author", "creator": "author", "cre": "author", "editor": "editor",
        "edt": "editor", "translator": "translator", "trl": "translator", "compiler": "compiler", "com": "compiler",
        "composer": "composer", "cmp": "composer", "director": "director", "drt": "director",
        "interviewer": "interviewer", "ivr": "interviewer", "contributor": "contributor", "ctb": "contributor",
        "curator": "curator", "cur": "curator", "ths": "advisor", "thesis advisor": "advisor",
    ]

    /// - Parameter role: What a name without a role is.
    private mutating func name(_ element: XMLTreeElement, role: String, path: String) {
        var person = SourceContributor(role: role)
        var family: [String] = []
        var given: [String] = []
        var plain: [String] = []
        for part in element.children("namePart") {
            guard let text = part.text else { continue }
            switch part.attribute("type") {
            case "family": family.append(text)
            case "given": given.append(text)
            case "termsOfAddress": person.suffix = person.suffix ?? text
            case "date": said.keep(format, part, under: path + "name")
            default: plain.append(text)
            }
        }
        let kind = element.attribute("type")
        if !family.isEmpty { person.family = family.joined(separator: " ") }
        if !given.isEmpty { person.given = given.joined(separator: " ") }
        if !plain.isEmpty {
            // Cataloguers end parts with the comma before the next: `West, Matthew,`.
            var text = plain.joined(separator: ". ")
            while kind == "personal", text.hasSuffix(",") { text.removeLast() }
            person.name = text
        }
        if person.name == nil, person.family == nil, person.given == nil {
            person.name = element["displayForm"]?.text
        }
        guard person.name != nil || person.family != nil || person.given != nil else {
            return said.keep(format, element)
        }
        if kind == "conference", said.event == nil {
            said.event = person.name ?? person.family
            return
        }
        person.isGroup = kind == "corporate" || kind == "family" ? true : kind == "personal" ? false : nil
        var found: [String] = []
        for list in element.children("role") {
            for term in list.children("roleTerm") {
                guard let text = term.text else { continue }
                let word = Self.roles[text.lowercased()] ?? text.lowercased()
                // A role is often there twice, as a code and as a word.
                if found.isEmpty || Self.roles[text.lowercased()] != nil { found.append(word) }
            }
        }
        if let first = found.first(where: { Self.roles.values.contains($0) }) ?? found.first {
            person.role = path.isEmpty || first != "author" ? first : role
        }
        for text in element.texts("affiliation") { person.affiliations.append(text) }
        for child in element.children("nameIdentifier") {
            if child.attribute("type")?.lowercased() == "orcid", let text = child.text {
                person.orcid = text
            } else {
                said.keep(format, child, under: path + "name")
            }
        }
        if person.orcid == nil, let uri = element.attribute("valueURI"), uri.contains("orcid.org/") {
            person.orcid = uri
        }
        said.contributors.append(person)
    }

    // MARK: Where and when

    private mutating func origin(_ element: XMLTreeElement, path: String) {
        for child in element.children {
            let text = child.text
            switch child.name {
            case "place":
                for term in child.children {
                    if term.attribute("type") == "code" || said.place != nil {
                        said.keep(format, term, under: path + "originInfo/place")
                    } else {
                        said.place = term.text
                    }
                }
            case "publisher": said.fill(\.publisher, format, child, under: path + "originInfo")
            case "agent":
                if let name = child["namePart"], said.publisher == nil {
                    said.publisher = name.text
                } else {
                    said.keep(format, child, under: path + "originInfo")
                }
            case "edition": said.fill(\.edition, format, child, under: path + "originInfo")
            case "dateIssued", "copyrightDate", "dateCreated", "dateCaptured", "dateModified", "dateValid",
                "dateOther":
                guard let text else { continue }
                // The end of a range is no date of its own.
                if child.attribute("point") == "end" {
                    said.keep(format, child, under: path + "originInfo")
                } else {
                    said.add(SourceDate(kind: Self.kind(child.name), text: text))
                }
            case "issuance":
                issuance = issuance ?? text
                said.keep(format, child, under: path + "originInfo")
            default: said.keep(format, child, under: path + "originInfo")
            }
        }
    }

    private static func kind(_ name: String) -> String {
        switch name {
        case "dateIssued": "issued"
        case "copyrightDate": "copyrighted"
        case "dateCreated": "created"
        case "dateCaptured": "captured"
        case "dateModified": "updated"
        case "dateValid": "valid"
        default: "date"
        }
    }

    private mutating func part(_ element: XMLTreeElement, path: String) {
        for child in element.children {
            switch child.name {
            case "detail":
                let number = child["number"]?.text ?? child["caption"]?.text ?? child["title"]?.text ?? child.text
                guard let number else { continue }
                switch child.attribute("type")?.lowercased() {
                case "volume": if !fill(&said.volume, number) { said.keep(format, child, under: path + "part") }
                case "issue", "number":
                    if !fill(&said.issue, number) { said.keep(format, child, under: path + "part") }
                case "page", "pages":
                    if !fill(&said.pages, number) { said.keep(format, child, under: path + "part") }
                case "article", "artnum", "article number":
                    if !fill(&said.articleNumber, number) { said.keep(format, child, under: path + "part") }
                default: said.keep(format, child, under: path + "part")
                }
            case "extent":
                let unit = child.attribute("unit") ?? "page"
                guard unit.hasPrefix("page") else {
                    said.keep(format, child, under: path + "part")
                    continue
                }
                let first = child["start"]?.text
                let span = first.map { first in child["end"]?.text.map { "\(first)-\($0)" } ?? first }
                if let pages = span ?? child["list"]?.text, !fill(&said.pages, pages) {
                    said.keep(format, "\(path)part/extent", pages)
                }
                for total in child.children("total") { said.keep(format, total, under: path + "part/extent") }
            case "date": if let text = child.text { said.add(SourceDate(kind: "issued", text: text)) }
            default: said.keep(format, child, under: path + "part")
            }
        }
    }

    // MARK: What it lies in, and what it is linked to

    private mutating func related(_ element: XMLTreeElement) {
        let kind = element.attribute("type") ?? ""
        switch kind {
        case "host": host(element)
        case "series":
            for child in element.children {
                if child.is("titleInfo"), let title = whole(child), said.series == nil {
                    said.series = title
                } else if child.is("identifier"), child.attribute("type") == "issn", let issn = child.text {
                    said.issns.append(issn)
                } else {
                    said.keep(format, child, under: "relatedItem[series]")
                }
            }
        default:
            var isLinked = false
            for child in element.children("identifier") {
                guard let text = child.text, let scheme = child.attribute("type") else { continue }
                said.relations.append(SourceRelation(type: kind, scheme: scheme, target: text))
                isLinked = true
            }
            if !isLinked { said.keep(format, element) }
        }
    }

    private mutating func host(_ element: XMLTreeElement) {
        let path = "relatedItem[host]/"
        for child in element.children {
            switch child.name {
            case "titleInfo":
                guard let title = whole(child) else { continue }
                if child.attribute("type") == "abbreviated" {
                    said.shortContainerTitles.append(title)
                } else {
                    said.containerTitles.append(([title] + child.texts("subTitle")).joined(separator: ": "))
                }
            case "name": name(child, role: "container-author", path: path)
            case "part": part(child, path: path)
            case "originInfo": origin(child, path: path)
            case "genre":
                if let text = child.text { hostGenres.append(text.lowercased()) }
                said.keep(format, child, under: "relatedItem[host]")
            case "identifier":
                guard let text = child.text else { continue }
                switch child.attribute("type")?.lowercased() {
                case "issn": said.issns.append(text)
                case "isbn": said.isbns.append(text)
                default: said.keep(format, child, under: "relatedItem[host]")
                }
            default: said.keep(format, child, under: "relatedItem[host]")
            }
        }
    }

    private mutating func identifier(_ element: XMLTreeElement) {
        guard let text = element.text else { return }
        if element.attribute("invalid") == "yes" { return said.keep(format, "identifier[invalid]", text) }
        switch element.attribute("type")?.lowercased() ?? "" {
        case "doi": said.identify("doi", text)
        case "pmid", "pubmed", "medline": said.identify("pmid", text)
        case "pmc", "pmcid": said.identify("pmcid", text)
        case "arxiv": said.identify("arxiv", text)
        case "hdl", "handle": said.identify("handle", text)
        case "isbn": said.isbns.append(text)
        case "issn": said.issns.append(text)
        case "uri", "url":
            if said.url == nil, text.contains("://") { said.url = text } else { said.keep(format, element) }
        case "citekey":
            if keys.citation == nil { keys.citation = text } else { said.keep(format, element) }
        default: said.keep(format, element)
        }
    }

    private mutating func subject(_ element: XMLTreeElement) {
        // Subdivisions of one heading stand side by side.
        var parts: [String] = []
        for child in element.children {
            if child.is("cartographics") || child.is("geographicCode") {
                said.keep(format, child, under: "subject")
            } else if child.children.contains(where: { _ in true }) {
                parts += child.children.compactMap(\.text)
            } else if let text = child.text {
                parts.append(text)
            }
        }
        if parts.isEmpty, let text = element.text { parts = [text] }
        if !parts.isEmpty { said.keywords.append(parts.joined(separator: "--")) }
    }

    private mutating func language(_ element: XMLTreeElement) {
        let terms = element.texts("languageTerm")
        for term in terms.isEmpty ? [element.text].compactMap({ $0 }) : terms where !said.languages.contains(term) {
            said.languages.append(term)
        }
    }

    private mutating func location(_ element: XMLTreeElement) {
        for child in element.children {
            if child.is("url"), said.url == nil, let text = child.text {
                said.url = text
            } else if child.text != said.url {
                said.keep(format, child, under: "location")
            }
        }
    }

    private mutating func info(_ element: XMLTreeElement) {
        for child in element.children {
            if child.is("recordIdentifier"), keys.record == nil {
                keys.record = child.text
            } else {
                if child.is("recordChangeDate") { said.updated = child.text.flatMap { Timestamp(iso8601: $0) } }
                said.keep(format, child, under: "recordInfo")
            }
        }
    }

    // MARK: Type

    private mutating func type() {
        let own = genres.map { $0.lowercased() }.filter { $0 != "text" && $0 != "periodical" }
        let isInHost = !said.containerTitles.isEmpty
        func host(_ words: String...) -> Bool { hostGenres.contains { words.contains($0) } }
        if let genre = own.first {
            said.type =
                switch genre {
                case "article", "article in journal", "journal article": "journal-article"
                case "conference publication", "conference proceedings": isInHost ? "conference-paper" : "proceedings"
                case "book": isInHost ? "book-chapter" : "book"
                case "ph.d. thesis", "masters thesis", "diploma thesis", "habilitation thesis": "thesis"
                case "academic journal": "journal"
                case "electronic", "instruction", "unpublished": resourceType(isInHost)
                default: genre
                }
        } else if host("academic journal", "periodical", "journal") {
            said.type = "journal-article"
        } else if host("magazine") {
            said.type = "magazine-article"
        } else if host("newspaper") {
            said.type = "newspaper-article"
        } else if host("conference publication") {
            said.type = "conference-paper"
        } else if host("book", "collection") {
            said.type = "book-chapter"
        } else {
            said.type = resourceType(isInHost)
        }
    }

    private func resourceType(_ isInHost: Bool) -> String? {
        switch resource?.lowercased() {
        case "text": issuance == "monographic" && !isInHost ? "book" : issuance == "continuing" ? "journal" : nil
        case "still image": "image"
        case "software, multimedia", "software": "software"
        case "sound recording", "sound recording-musical", "sound recording-nonmusical", "audio": "sound"
        case "moving image": "film"
        case "cartographic": "map"
        case let other: other
        }
    }
}
