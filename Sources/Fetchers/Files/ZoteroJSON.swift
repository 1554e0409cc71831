internal import Formats
internal import Records

/// Zotero's items, as its web API gives them and Better BibTeX exports them.
///
/// Documentation: https://www.zotero.org/support/dev/web_api/v3/types_and_fields
struct ZoteroJSON: JSONReading {
    let id = FileSource.zoteroJSON.rawValue

    func recognizes(_ value: JSONValue) -> Bool {
        let item = value["data"] ?? value
        guard item["itemType"]?.kind == .string else { return false }
        return item["creators"]?.kind == .array || item["title"]?.kind == .string || item["key"]?.kind == .string
    }

    func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        let item = value["data"] ?? value
        var reading = ZoteroReading()
        if let type = item["itemType"]?.string { reading.type(type) }
        for (key, member) in item.fields { reading.take(key, member) }
        reading.finish()
        guard !reading.said.saysNothing else {
            throw .unusable(
                "an item of type \"\(item["itemType"]?.string ?? "")\" that says nothing of a work", format: id,
                place: place, remedy: "nothing: notes and attachments are no records")
        }
        return reading.said
    }
}

/// Zotero's types of item in ibid's words.
enum ZoteroTypes {
    static func type(of name: String) -> String { table[name] ?? name }

    /// Zotero's type of a creator in ibid's words.
    static func role(_ word: String) -> String {
        switch word {
        case "author", "artist", "performer", "presenter", "programmer", "inventor", "cartographer", "podcaster",
            "sponsor":
            "author"
        case "seriesEditor": "collection-editor"
        case "bookAuthor": "container-author"
        case "reviewedAuthor": "reviewed-author"
        case "scriptwriter": "script-writer"
        default: word
        }
    }

    private static let table = [
        "journalArticle": "journal-article", "magazineArticle": "magazine-article",
        "newspaperArticle": "newspaper-article", "bookSection": "book-chapter", "conferencePaper": "conference-paper",
        "encyclopediaArticle": "entry-encyclopedia", "dictionaryEntry": "entry-dictionary",
        "computerProgram": "software", "blogPost": "blog-post", "forumPost": "post", "film": "motion_picture",
        "videoRecording": "motion_picture", "tvBroadcast": "motion_picture", "radioBroadcast": "song",
        "audioRecording": "song", "podcast": "song", "artwork": "graphic", "presentation": "speech",
        "statute": "legislation", "bill": "legislation", "case": "legislation", "email": "personal_communication",
        "letter": "personal_communication", "instantMessage": "personal_communication",
    ]
}

private struct ZoteroReading {
    private(set) var said = SourceRecord(source: FileSource.zoteroJSON.rawValue, key: "")
    private var citationKey: String?
    private var extra: String?

    mutating func type(_ name: String) {
        said.type = ZoteroTypes.type(of: name)
        if said.type != name { said.keep("zotero", "itemType", name) }
    }

    mutating func take(_ key: JSONKey, _ value: JSONValue) {
        if key.string == "itemType" { return }
        guard let text = value.text else { return take(list: key, value) }
        if text.isEmpty { return }
        switch key {
        case "key": said.key = text
        case "citationKey", "citekey": citationKey = text
        case "title", "caseName", "nameOfAct", "subject":
            if said.titles.isEmpty { said.titles = [text] } else { keep(key, text) }
        case "publicationTitle", "bookTitle", "proceedingsTitle", "encyclopediaTitle", "dictionaryTitle", "blogTitle",
            "websiteTitle", "forumTitle", "programTitle":
            if !said.containerTitles.contains(text) { said.containerTitles.append(text) }
        case "journalAbbreviation": said.shortContainerTitles.append(text)
        case "series", "seriesTitle": fill(\.series, key, text)
        case "volume": fill(\.volume, key, text)
        case "issue": fill(\.issue, key, text)
        case "pages": fill(\.pages, key, text)
        case "edition": fill(\.edition, key, text)
        case "versionNumber": fill(\.version, key, text)
        case "publisher", "university", "institution", "company", "label", "studio", "distributor":
            fill(\.publisher, key, text)
        case "place": fill(\.place, key, text)
        case "conferenceName", "meetingName": fill(\.event, key, text)
        case "date", "dateDecided", "dateEnacted", "issueDate":
            said.dates.insert(SourceDate(kind: "issued", text: text), at: 0)
        case "accessDate": said.dates.append(SourceDate(kind: "accessed", text: text))
        case "dateModified":
            said.updated = Timestamp(iso8601: text)
            keep(key, text)
        case "DOI": said.identify("doi", text)
        case "ISSN":
            let found = SerialNumbers.parse(text).issns
            if found.isEmpty { keep(key, text) } else { said.issns += found }
        case "ISBN":
            let found = SerialNumbers.parse(text).isbns
            if found.isEmpty { keep(key, text) } else { said.isbns += found }
        case "url": fill(\.url, key, text)
        case "abstractNote": said.abstracts.append(text)
        case "language": said.languages.append(text)
        case "rights": if text.contains("://") { said.licenses.append(text) } else { keep(key, text) }
        case "extra":
            extra = text
            keep(key, text)
        default: keep(key, text)
        }
    }

    private mutating func take(list key: JSONKey, _ value: JSONValue) {
        switch key {
        case "creators": for creator in value.elements { person(creator) }
        case "tags":
            for tag in value.elements { if let text = tag["tag"]?.text ?? tag.text { said.keywords.append(text) } }
        default:
            if value.elements.contains(where: { _ in true }), said.others.count < SourceRecord.mostKept {
                if value.kind == .object, !value.fields.contains(where: { _ in true }) { return }
                keep(key, String(decoding: value.serialized(), as: UTF8.self))
            }
        }
    }

    private mutating func person(_ creator: JSONValue) {
        var person = SourceContributor(role: ZoteroTypes.role(creator["creatorType"]?.string ?? "author"))
        person.family = creator["lastName"]?.text?.nonEmpty
        person.given = creator["firstName"]?.text?.nonEmpty
        // A name in one field is an institution's, or a person's of one name.
        person.name = person.family == nil ? creator["name"]?.text?.nonEmpty : nil
        if person.family == nil, person.name == nil {
            person.name = person.given
            person.given = nil
        }
        if person.name != nil || person.family != nil { said.contributors.append(person) }
    }

    /// What Zotero has no field for, people write into `extra`: `PMID: 123`.
    mutating func finish() {
        if let extra { ExtraText.identify(extra, in: &said) }
        for line in (extra ?? "").split(whereSeparator: \.isNewline) where citationKey == nil {
            let parts = line.split(separator: ":", maxSplits: 1).map { String($0.trimmed) }
            if parts.count == 2, parts[0].lowercased() == "citation key" { citationKey = parts[1].nonEmpty }
        }
        if let citationKey {
            if said.key.isEmpty { said.key = citationKey } else { said.keep("zotero", "citationKey", citationKey) }
        }
    }

    private mutating func keep(_ key: JSONKey, _ text: String) { said.keep("zotero", key.string, text) }

    private mutating func fill(_ place: WritableKeyPath<SourceRecord, String?>, _ key: JSONKey, _ text: String) {
        if said[keyPath: place] == nil {
            said[keyPath: place] = text
        } else if said[keyPath: place] != text {
            keep(key, text)
        }
    }
}
