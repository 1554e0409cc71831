internal import Formats
internal import Records

/// EndNote's XML, as EndNote, Zotero, Mendeley, JabRef and others write it; also that of EndNote 7 and before, in capitals.
///
/// Documentation: the document type definition that comes with EndNote, RSXML.dtd.
struct EndNoteXML: XMLReading {
    let id = FileSource.endnoteXML.rawValue

    func recognizes(_ element: XMLTreeElement) -> Bool {
        if element.is("RECORD") { return element["REFERENCE_TYPE"] != nil || element["REFNUM"] != nil }
        guard element.is("record") else { return false }
        // OAI-PMH and MARC call theirs so, too.
        if element["ref-type"] != nil || element["rec-number"] != nil || element["source-app"] != nil { return true }
        return element.parent?.is("records") == true && element.parent?.parent?.is("xml") == true
    }

    func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        var reading = EndNoteReading()
        let isOld = element.is("RECORD")
        for child in element.children { if isOld { reading.take(old: child) } else { reading.take(child) } }
        let said = reading.finish()
        guard !reading.isEmpty else {
            throw .unusable(
                "a record that says nothing but its type and number", format: id, place: place,
                remedy: "give it a title, an author or a DOI, or leave it out")
        }
        return said
    }
}

/// One record of EndNote's under way.
private struct EndNoteReading {
    private let format = FileSource.endnoteXML.rawValue
    private var said = SourceRecord(source: FileSource.endnoteXML.rawValue, key: "")
    private var typeName: String?
    private var typeNumber: String?
    private var secondary: String?
    private var journals: [String] = []
    private var year: String?
    private var days: [String] = []
    private var number: String?
    private var issue: String?
    private var accession: String?
    private var provider = ""
    private var program: String?
    private var edition: String?
    private var event: String?
    private var works: [String] = []
    private var people: [(list: String, name: SourceContributor)] = []
    /// How much of `said.others` tells of the file, not of the work.
    private var labels = 0
    private(set) var isEmpty = false

    private mutating func keep(_ field: String, _ value: String?) {
        if let value, said.others.count < SourceRecord.mostKept { said.keep(format, field, value) }
    }

    mutating func take(_ element: XMLTreeElement) {
        let name = element.name
        switch name {
        case "contributors": for list in element.children { persons(list, list.name) }
        case "titles": for title in element.children { take(title: title) }
        case "periodical", "alt-periodical": periodical(element, name)
        case "keywords":
            for keyword in element.children { if let text = Styled.text(keyword) { said.keywords.append(text) } }
        case "dates": for date in element.children { dates(date) }
        case "urls": for list in element.children { for url in list.children { urls(url, list.name) } }
        case "ref-type":
            typeName = element.attribute("name")
            typeNumber = element.text
        case "foreign-keys":
            for key in element.children {
                keep("foreign-keys/key", key.text)
                labels += 1
            }
        case "database", "source-app":
            if name == "source-app" { program = element.attribute("name") ?? element.text }
            keep(name, element.text)
            labels += 1
        default:
            if let text = Styled.text(element) { take(name, text) }
        }
    }

    /// An element of EndNote 7: `SECONDARY_TITLE`.
    mutating func take(old element: XMLTreeElement) {
        let name = element.name.lowercased().split(separator: "_").joined(separator: "-")
        switch name {
        case "authors", "secondary-authors", "tertiary-authors", "subsidiary-authors": persons(element, name)
        case "keywords":
            for keyword in element.children { if let text = Styled.text(keyword) { said.keywords.append(text) } }
        case "url": urls(element, "related-urls")
        default:
            guard let text = Styled.text(element) else { return }
            switch name {
            case "reference-type": typeName = EndNoteTypes.old[text] ?? text
            case "refnum": take("rec-number", text)
            case "title", "secondary-title", "tertiary-title", "alternate-title", "translated-title", "short-title":
                title(name == "alternate-title" ? "alt-title" : name, text)
            case "year": if !fill(&year, text) { keep("dates/year", text) }
            case "date": days.append(text)
            case "place-published": take("pub-location", text)
            case "accession-number": take("accession-num", text)
            case "type-of-work": take("work-type", text)
            default: take(name, text)
            }
        }
    }

    private mutating func take(_ name: String, _ text: String) {
        switch name {
        case "rec-number": said.key = text
        case "pages": if !fill(&said.pages, text) { keep(name, text) }
        case "volume": if !fill(&said.volume, text) { keep(name, text) }
        case "number": if !fill(&number, text) { keep(name, text) }
        case "issue": if !fill(&issue, text) { keep(name, text) }
        case "edition": if !fill(&edition, text) { keep(name, text) }
        case "publisher": if !fill(&said.publisher, text) { keep(name, text) }
        case "pub-location": if !fill(&said.place, text) { keep(name, text) }
        case "abstract": if said.abstracts.isEmpty { said.abstracts = [text] } else { keep(name, text) }
        case "language": said.languages += text.split { ";,/".contains($0) }.map { String($0.trimmed) }
        case "isbn", "issn":
            let numbers = SerialNumbers.parse(text)
            said.issns += numbers.issns
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty && numbers.isbns.isEmpty { keep(name, text) }
        case "electronic-resource-num":
            if text.contains("10.") { said.identify("doi", text) } else { keep(name, text) }
        case "accession-num": if !fill(&accession, text) { keep(name, text) }
        case "remote-database-name", "remote-database-provider":
            provider += " " + text.lowercased()
            keep(name, text)
        case "custom2":
            keep(name, text)
            if text.hasPrefix("PMC") { said.identify("pmcid", text) }
        case "custom3": if event == nil { event = text } else { keep(name, text) }
        case "custom7": if !fill(&said.articleNumber, text) { keep(name, text) }
        case "notes" where text == "Retracted" || text.hasPrefix("Retracted; "):
            said.others.append(SourceIdentifier(scheme: "is_retracted", value: "true"))
            labels += 1
            keep(name, String(text.dropFirst("Retracted; ".utf8.count)))
        case "work-type":
            works.append(text)
            keep(name, text)
        // JabRef writes these beside `titles`, too.
        case "secondary-title", "tertiary-title": title(name, text)
        default: keep(name, text)
        }
    }

    private mutating func persons(_ list: XMLTreeElement, _ name: String) {
        for author in list.children {
            guard var text = Styled.text(author) else { continue }
            // A comma at the end says that the name is an organisation's.
            let isGroup = text.hasSuffix(",")
            if isGroup { text.removeLast() }
            people.append((name, SourceContributor(name: text, isGroup: isGroup ? true : nil)))
        }
    }

    private mutating func take(title element: XMLTreeElement) {
        if let text = Styled.text(element) { title(element.name, text) }
    }

    private mutating func title(_ name: String, _ text: String) {
        switch name {
        case "title": if said.titles.isEmpty { said.titles = [text] } else { keep("titles/title", text) }
        case "secondary-title": if !fill(&secondary, text) { keep("titles/secondary-title", text) }
        case "tertiary-title": if !fill(&said.series, text) { keep("titles/tertiary-title", text) }
        case "alt-title": if !journals.contains(text) { journals.append(text) }
        case "translated-title":
            said.originalTitles += text.split(whereSeparator: \.isNewline).map { String($0.trimmed) }
        default: keep("titles/\(name)", text)
        }
    }

    private mutating func periodical(_ element: XMLTreeElement, _ name: String) {
        for part in element.children {
            guard let text = Styled.text(part) else { continue }
            if part.is("full-title") {
                if journals.contains(text) { continue }
                // The journal's own name comes before the other ones.
                if name == "periodical" { journals.insert(text, at: 0) } else { journals.append(text) }
            } else if !said.shortContainerTitles.contains(text) {
                said.shortContainerTitles.append(text)
            }
        }
    }

    private mutating func dates(_ element: XMLTreeElement) {
        switch element.name {
        case "year":
            if let text = Styled.text(element) { if !fill(&year, text) { keep("dates/year", text) } }
        case "pub-dates": for date in element.children { if let text = Styled.text(date) { days.append(text) } }
        case "month": if let text = Styled.text(element) { days.append(text) }
        default:
            let inner = Array(element.children("date"))
            for date in inner.isEmpty ? [element] : inner { keep("dates/\(element.name)", Styled.text(date)) }
        }
    }

    private mutating func urls(_ element: XMLTreeElement, _ list: String) {
        let isPlace = list == "related-urls" || list == "web-urls"
        if let text = Styled.text(element) {
            for part in text.split(whereSeparator: { $0 == "\r" || $0 == "\n" }).map({ String($0.trimmed) }) {
                if part.hasPrefix("https://arxiv.org/abs/") { said.identify("arxiv", String(part.dropFirst(22))) }
                if isPlace, said.url == nil, part.contains("://"), let first = part.utf8.first,
                    (first | 0x20) &- 0x61 < 26
                {
                    said.url = part
                } else if said.url != part {
                    keep("urls/\(list)", part)
                }
            }
        }
    }

    // MARK: What depends on the type

    mutating func finish() -> SourceRecord {
        let kind = EndNoteTypes.type(name: typeName, number: typeNumber)
        said.type = kind.word
        if !kind.isCanonical, let name = typeName ?? typeNumber {
            keep("ref-type", name)
            labels += 1
        }
        if kind.word == "proceedings", secondary != nil { said.type = "conference-paper" }
        if let work = works.lazy.compactMap({ RISTypes.written($0) }).first {
            said.type = work
        } else if let work = works.first(where: { RISTypes.saysMore($0) }) {
            said.type = [said.type, work].compactMap { $0 }.joined(separator: "; ")
        }
        container(kind.word ?? "")
        contributors(kind.word ?? "")
        numbers(kind.word ?? "")
        issued()
        identifiers()
        if said.key.isEmpty, let accession { said.key = accession }
        var work = said
        work.others.removeAll()
        isEmpty = work.saysNothing && said.others.count <= labels
        return said
    }

    private mutating func container(_ kind: String) {
        switch kind {
        case "book", "thesis":
            // A book lies in no container; what stands there is its series.
            if let secondary {
                if said.titles.isEmpty {
                    said.titles = [secondary]
                } else if kind == "book", said.series == nil {
                    said.series = secondary
                } else {
                    keep("titles/secondary-title", secondary)
                }
            }
            for title in journals where title != said.series && title != secondary {
                if said.containerTitles.isEmpty {
                    said.containerTitles.append(title)
                } else {
                    keep("periodical/full-title", title)
                }
            }
        default:
            for title in [secondary].compactMap({ $0 }) + journals where !said.containerTitles.contains(title) {
                said.containerTitles.append(title)
            }
        }
        said.shortContainerTitles.removeAll { said.containerTitles.contains($0) && said.containerTitles.first == $0 }
    }

    private mutating func contributors(_ kind: String) {
        let isEdited = typeName?.lowercased() == "edited book" || typeNumber == "28"
        let hasAuthors = people.contains { $0.list == "authors" }
        for (list, name) in people {
            var person = name
            switch list {
            case "authors": person.role = isEdited ? "editor" : "author"
            case "secondary-authors":
                person.role = kind == "book" && (hasAuthors || isEdited) ? "collection-editor" : "editor"
            case "tertiary-authors" where kind == "book" && hasAuthors && !isEdited: person.role = "editor"
            case "tertiary-authors": person.role = kind == "thesis" ? "advisor" : "collection-editor"
            case "subsidiary-authors", "translators", "translated-authors": person.role = "translator"
            default: person.role = list
            }
            said.contributors.append(person)
        }
    }

    private mutating func numbers(_ kind: String) {
        switch kind {
        case "report", "patent", "standard":
            if let number, !fill(&said.articleNumber, number) { keep("number", number) }
        case "thesis": keep("number", number)
        default: if let number, !fill(&said.issue, number) { keep("number", number) }
        }
        if let issue, !fill(&said.issue, issue) { keep("issue", issue) }
        if kind == "conference-paper", let event { said.event = event } else { keep("custom3", event) }
        guard let edition else { return }
        if kind == "software" || kind == "dataset" {
            said.version = edition
        } else if kind == "journal-article", edition.utf8.prefix(4).allSatisfy({ $0 &- 0x30 < 10 }),
            edition.utf8.count >= 4
        {
            // EndNote's import of PubMed puts the date of the online version there.
            let date = SlashDate.parse(edition).date
            if date.parts.count == 3 {
                said.dates.append(SourceDate(kind: "published-online", parts: date.parts))
            }
            keep("edition", edition)
        } else {
            said.edition = edition
        }
    }

    private mutating func issued() {
        let first = said.dates.count
        if let year {
            let (date, rest) = SlashDate.parse(year)
            said.dates.append(date)
            keep("dates/year", rest)
        }
        for text in days {
            let (date, rest) = SlashDate.parse(text)
            if date.parts.count > 1 {
                said.add(date)
                keep("dates/pub-dates", rest)
            } else if let year, text.contains(year), text != year {
                said.add(SourceDate(kind: "issued", text: text))
            } else if let number = year.flatMap({ Int($0) }), let month = Int(text), (1...12).contains(month) {
                said.add(SourceDate(kind: "issued", parts: [number, month]))
            } else if let number = year.flatMap({ Int($0) }), let joined = SlashDate.joined(year: number, text) {
                said.add(SourceDate(kind: "issued", text: joined))
            } else if said.dates.count == first {
                said.add(SourceDate(kind: "issued", text: text))
            } else if text != year {
                keep("dates/pub-dates", text)
            }
        }
    }

    private mutating func identifiers() {
        if let accession {
            let isNumber = accession.utf8.count <= 8 && accession.utf8.allSatisfy { $0 &- 0x30 < 10 }
            let isMedline = ["nlm", "medline", "pubmed"].contains { provider.contains($0) }
            // Mendeley has but one such number, PubMed's; its types are all 0.
            let isMendeley = program == nil && typeNumber == "0"
            let isLinked = ["ncbi.nlm.nih.gov/pubmed", "pubmed.ncbi.nlm.nih.gov"].contains {
                said.url?.contains($0) == true
            }
            if isNumber, isMedline || isMendeley || isLinked {
                said.identify("pmid", accession)
            } else {
                keep("accession-num", accession)
            }
        }
        guard !said.identifiers.contains(where: { $0.scheme == "doi" }) else { return }
        if let url = said.url, let start = url.index(after: "doi.org/"), url[start...].hasPrefix("10.") {
            said.identify("doi", String(url[start...]))
        }
    }
}

/// Text in EndNote's styles.
enum Styled {
    /// The text of an element; italics and the like as tags where there are any, the rest escaped then.
    static func text(_ element: XMLTreeElement) -> String? {
        var faces: [[StaticString]] = []
        var isPlain = true
        for style in element.children("style") {
            faces.append(tags(style.attribute("face") ?? ""))
            if faces.last?.isEmpty == false { isPlain = false }
        }
        guard !isPlain, let markup = element.markup else { return element.text }
        // The styles stand one after another, in the order of their tags.
        var out = ""
        var rest = markup[...]
        var index = 0
        while let sign = rest.firstIndex(of: "<") {
            out += rest[..<sign]
            rest = rest[sign...]
            if rest.hasPrefix("<style>") {
                if index < faces.count { for tag in faces[index] { out += "<\(tag)>" } }
                rest = rest.dropFirst(7)
            } else if rest.hasPrefix("</style>") {
                if index < faces.count { for tag in faces[index].reversed() { out += "</\(tag)>" } }
                index += 1
                rest = rest.dropFirst(8)
            } else {
                out += "<"
                rest = rest.dropFirst()
            }
        }
        out += rest
        return out.isEmpty ? nil : out
    }

    private static func tags(_ face: String) -> [StaticString] {
        if face == "normal" || face.isEmpty { return [] }
        var tags: [StaticString] = []
        if face.contains("italic") { tags.append("i") }
        if face.contains("bold") { tags.append("b") }
        if face.contains("superscript") { tags.append("sup") }
        if face.contains("subscript") { tags.append("sub") }
        return tags
    }
}
