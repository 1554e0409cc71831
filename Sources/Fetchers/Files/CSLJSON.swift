internal import Formats
internal import Records

/// Citation Style Language's items, as Zotero, Mendeley, pandoc and others write them.
///
/// Documentation: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables,
/// https://github.com/citation-style-language/schema/blob/master/schemas/input/csl-data.json
struct CSLJSON: JSONReading {
    let id = FileSource.cslJSON.rawValue

    static let types: Set<String> = [
        "article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast", "chapter",
        "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia", "event",
        "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map",
        "motion_picture", "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
        "personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software",
        "song", "speech", "standard", "thesis", "treaty", "webpage",
    ]

    func recognizes(_ value: JSONValue) -> Bool {
        guard value.kind == .object, let type = value["type"]?.string, Self.types.contains(type) else { return false }
        return value["title"]?.kind == .string || value["author"]?.kind == .array || value["editor"]?.kind == .array
            || value["issued"]?.kind == .object || value["container-title"]?.kind == .string
            || value["DOI"]?.kind == .string || value["id"] != nil && value["itemType"] == nil && value["URL"] != nil
    }

    func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        guard value.kind == .object else {
            throw .unusable(
                "not an object where an item was expected", format: id, place: place,
                remedy: "mend or leave out this entry")
        }
        var reading = CSLReading()
        for (key, member) in value.fields { reading.take(key, member) }
        reading.finish()
        if let custom = value["custom"], custom.kind == .object { CSLCustom.read(custom, into: &reading.said) }
        guard !reading.said.saysNothing else {
            throw .unusable(
                "an item that says nothing but its id and type", format: id, place: place,
                remedy: "give it a title, an author or a DOI, or leave it out")
        }
        reading.keepID()
        return reading.said
    }
}

/// One item under way.
private struct CSLReading {
    fileprivate(set) var said = SourceRecord(source: FileSource.cslJSON.rawValue, key: "")
    private var number: String?
    private var citationKey: String?

    mutating func take(_ key: JSONKey, _ value: JSONValue) {
        switch key {
        case "id": said.key = value.text ?? ""
        case "citation-key": citationKey = value.text
        // CSL's word for what reviewers write; elsewhere it means an article that reviews others.
        case "type": said.type = value.string == "review" ? "peer-review" : value.string
        case "title": strings(\.titles, key, value)
        case "subtitle": strings(\.subtitles, key, value)
        case "original-title": strings(\.originalTitles, key, value)
        case "container-title": strings(\.containerTitles, key, value)
        case "container-title-short", "journalAbbreviation", "short-container-title":
            strings(\.shortContainerTitles, key, value)
        case "collection-title": fill(\.series, key, value)
        case "publisher": fill(\.publisher, key, value)
        case "publisher-place": fill(\.place, key, value)
        case "volume": fill(\.volume, key, value)
        case "issue": fill(\.issue, key, value)
        case "page": fill(\.pages, key, value)
        case "article-number": fill(\.articleNumber, key, value)
        case "number": if let text = value.text { number = text } else { keep(key, value) }
        case "edition": fill(\.edition, key, value)
        case "version": fill(\.version, key, value)
        case "event-title", "event": fill(\.event, key, value)
        case "DOI": if let text = value.text { said.identify("doi", text) } else { keep(key, value) }
        case "PMID": if let text = value.text { said.identify("pmid", text) } else { keep(key, value) }
        case "PMCID": if let text = value.text { said.identify("pmcid", text) } else { keep(key, value) }
        case "ISSN": serial(\.issns, key, value)
        case "ISBN": serial(\.isbns, key, value)
        case "URL": fill(\.url, key, value)
        case "abstract": strings(\.abstracts, key, value)
        case "language":
            strings(\.languages, key, value)
            // `en-US`: the country has no place.
            if value.string?.contains("-") == true { keep(key, value) }
        case "keyword", "categories": keywords(key, value)
        case "license": strings(\.licenses, key, value)
        case "issued": date("issued", key, value)
        case "submitted":
            date("submitted", key, value)
            keep(key, value)
        case "status":
            // ibid's own word.
            if value.string == "retracted" {
                said.others.append(SourceIdentifier(scheme: "is_retracted", value: "true"))
            } else {
                keep(key, value)
            }
        case "custom": if value.kind != .object { keep(key, value) }
        case "available-date": date("available", key, value)
        case "author", "editor", "translator", "collection-editor", "composer", "container-author", "director",
            "editorial-director", "illustrator", "interviewer", "original-author", "recipient", "reviewed-author",
            "chair", "compiler", "contributor", "curator", "executive-producer", "guest", "host", "narrator",
            "organizer", "performer", "producer", "script-writer", "series-creator":
            people(key, value)
        default: keep(key, value)
        }
    }

    /// An item's own name for whoever writes it again.
    mutating func keepID() {
        // Before those that it had elsewhere.
        if !said.key.isEmpty { said.others.insert(SourceIdentifier(scheme: "csl:id", value: said.key), at: 0) }
    }

    mutating func finish() {
        // Of an article the number is its own, CSL 1.0.2 says; of others it is the report's or the patent's.
        if let number {
            if said.articleNumber == nil { said.articleNumber = number } else { said.keep("csl", "number", number) }
            // For styles that print no number it stands where pages would.
            if said.pages == number { said.pages = nil }
        }
        if let citationKey {
            if said.key.isEmpty {
                said.key = citationKey
            } else if said.key != citationKey {
                said.keep("csl", "citation-key", citationKey)
            }
        }
    }

    // MARK: Values

    /// Keeps a variable that has no place: a text or number as it is, others as JSON.
    private mutating func keep(_ key: JSONKey, _ value: JSONValue) { keep(key.string, value) }

    private mutating func keep(_ name: String, _ value: JSONValue) {
        guard said.others.count < SourceRecord.mostKept else { return }
        said.keep("csl", name, value.text ?? String(decoding: value.serialized(), as: UTF8.self))
    }

    private mutating func fill(_ place: WritableKeyPath<SourceRecord, String?>, _ key: JSONKey, _ value: JSONValue) {
        guard let text = value.text ?? value["name"]?.text else { return keep(key, value) }
        if text.isEmpty { return }
        if said[keyPath: place] == nil {
            said[keyPath: place] = text
        } else if said[keyPath: place] != text {
            keep(key, value)
        }
    }

    private mutating func strings(_ place: WritableKeyPath<SourceRecord, [String]>, _ key: JSONKey, _ value: JSONValue)
    {
        for element in value.elements {
            if let text = element.text {
                if !text.isEmpty { said[keyPath: place].append(text) }
            } else {
                keep(key, element)
            }
        }
    }

    /// Several stand in one text, with blanks or commas between them.
    private mutating func serial(_ place: WritableKeyPath<SourceRecord, [String]>, _ key: JSONKey, _ value: JSONValue) {
        for element in value.elements {
            guard let text = element.text else { continue }
            let numbers = SerialNumbers.parse(text)
            let found = numbers.issns + numbers.isbns
            if found.isEmpty { keep(key, element) } else { said[keyPath: place] += found }
        }
    }

    private mutating func keywords(_ key: JSONKey, _ value: JSONValue) {
        guard let text = value.string else { return strings(\.keywords, key, value) }
        let parts =
            text.contains(";") ? SemicolonList.parts(of: text) : text.split(separator: ",").map { String($0.trimmed) }
        said.keywords += parts.filter { !$0.isEmpty }
    }

    // MARK: Dates

    private mutating func date(_ kind: String, _ key: JSONKey, _ given: JSONValue) {
        var date = SourceDate(kind: kind)
        var isWhole = true
        // In CSL-YAML a date may be a list of one or two.
        let value = given.kind == .array ? given.elements.first { _ in true } ?? given : given
        if given.kind == .array, given.elements.dropFirst().contains(where: { _ in true }) { isWhole = false }
        for name: StaticString in ["year", "month", "day"] {
            guard let number = value[name]?.int else { break }
            date.parts.append(number)
        }
        if let outer = value["date-parts"] {
            var index = 0
            for parts in outer.elements {
                // The end of a range has no place.
                if index > 0 { isWhole = false }
                for part in parts.elements where index == 0 {
                    guard let number = part.int ?? part.string.flatMap({ Int($0) }) else {
                        if part.string?.isEmpty == false { isWhole = false }
                        break
                    }
                    date.parts.append(number)
                }
                index += 1
            }
        }
        date.text = value["raw"]?.text ?? value["literal"]?.text ?? value["edtf"]?.text ?? value.text
        if let season = value["season"]?.text {
            if let number = Int(season), (1...4).contains(number), date.parts.count == 1 {
                date.parts.append(20 + number)
            } else if date.parts.count <= 1 {
                date.text = [season, date.parts.first.map(String.init)].compactMap { $0 }.joined(separator: " ")
                date.parts = []
                isWhole = false
            } else {
                isWhole = false
            }
        }
        if let circa = value["circa"], circa.bool != false, circa.int != 0, circa.text != "false" { isWhole = false }
        if !date.parts.isEmpty || date.text != nil {
            said.dates.append(date)
        } else {
            isWhole = value.kind == .object && value["date-parts"] != nil
        }
        if !isWhole { keep(key, given) }
    }

    // MARK: People

    private mutating func people(_ key: JSONKey, _ value: JSONValue) {
        let role = key.string
        var index = 0
        for entry in value.elements {
            if let text = entry.string {
                if !text.isEmpty { said.contributors.append(SourceContributor(role: role, name: text)) }
            } else if entry.kind == .object {
                person(entry, role, index)
            }
            index += 1
        }
    }

    private mutating func person(_ entry: JSONValue, _ role: String, _ index: Int) {
        var person = SourceContributor(role: role)
        var particles: (dropping: String?, other: String?) = (nil, nil)
        for (key, member) in entry.fields {
            switch key {
            case "family": person.family = member.text?.nonEmpty
            case "given": person.given = member.text?.nonEmpty
            case "suffix": person.suffix = member.text?.nonEmpty
            case "literal": person.name = member.text?.nonEmpty
            case "name":
                person.name = person.name ?? member.text?.nonEmpty
                person.isGroup = true
            case "isInstitution": if member.bool == true || member.text == "true" { person.isGroup = true }
            case "dropping-particle": particles.dropping = member.text?.nonEmpty
            case "non-dropping-particle": particles.other = member.text?.nonEmpty
            case "ORCID", "orcid": person.orcid = member.text
            case "affiliation":
                for affiliation in member.elements {
                    if let name = affiliation["name"]?.text ?? affiliation.text { person.affiliations.append(name) }
                }
            // How a style sets it, and what only its order tells.
            case "sequence": break
            default: keep("\(role)/\(index)/\(key.string)", member)
            }
        }
        if let family = person.family {
            // As for Crossref's names; where a particle stood is kept for whoever writes the item again.
            person.family = [particles.dropping, particles.other, family].compactMap { $0 }.joined(separator: " ")
            if let text = particles.dropping { said.keep("csl", "\(role)/\(index)/dropping-particle", text) }
            if let text = particles.other { said.keep("csl", "\(role)/\(index)/non-dropping-particle", text) }
        }
        guard person.family != nil || person.given != nil || person.name != nil else { return }
        if person.family == nil, person.name == nil {
            person.name = person.given
            person.given = nil
        }
        said.contributors.append(person)
    }
}
