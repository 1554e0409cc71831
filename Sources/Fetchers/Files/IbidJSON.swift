internal import Formats
internal import Records

/// ibid's own JSON Lines, of `export`, `dedup` and `inspect`. What it says is of a file, whatever sources it names: the
/// record is no source's own any more.
///
/// Documentation: Docs/jsonl.md
struct IbidJSON: JSONReading {
    let id = FileSource.ibidJSON.rawValue

    func recognizes(_ value: JSONValue) -> Bool {
        guard value.kind == .object else { return false }
        if let members = value["members"], members.kind == .array {
            return value["provenance"]?.kind == .object && members.elements.allSatisfy { $0.kind == .string }
        }
        guard value["source"]?.kind == .string, value["key"]?.kind == .string else { return false }
        // Of what others write under such names, nobody's has identifiers with their scheme in front.
        if let identifiers = value["identifiers"] {
            return identifiers.kind == .array && identifiers.elements.allSatisfy { $0.string?.contains(":") == true }
        }
        return value["contributors"]?.kind == .array || value["keptFields"]?.kind == .array
            || value["containerTitle"]?.kind == .string
    }

    func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        var reading = IbidReading()
        for (key, member) in value.fields { reading.take(key.string, member) }
        guard !reading.said.saysNothing else {
            throw .unusable(
                "a record that says nothing", format: id, place: place, remedy: "give it a title, or leave it out")
        }
        return reading.said
    }
}

/// One record under way.
private struct IbidReading {
    private(set) var said = SourceRecord(source: FileSource.ibidJSON.rawValue, key: "")

    mutating func take(_ name: String, _ value: JSONValue) {
        let text = value.text
        let texts = value.elements.compactMap(\.text)
        switch name {
        case "members": said.key = texts.first ?? ""
        case "key": if said.key.isEmpty { said.key = text ?? "" }
        // Of a catalog or a run, not of the work.
        case "source", "query", "id", "doi", "year", "provenance", "strongestLink", "matchWeightBits": break
        case "updated": said.updated = text.flatMap { Timestamp(iso8601: $0) }
        case "type": said.type = text == WorkType.peerReview.rawValue ? "peer-review" : text
        case "title": said.titles = texts
        case "subtitle": said.subtitles = texts
        case "otherTitles": said.originalTitles = texts
        case "identifiers": for text in texts { identify(text) }
        case "contributors": for person in value.elements { contributor(person) }
        case "containerTitle": said.containerTitles = texts
        case "containerShortTitle": said.shortContainerTitles = texts
        case "issns": said.issns = texts
        case "isbns": said.isbns = texts
        case "publisher": said.publisher = text
        case "place": said.place = text
        case "volume": said.volume = text
        case "issue": said.issue = text
        case "pages": said.pages = text
        case "articleNumber": said.articleNumber = text
        case "edition": said.edition = text
        case "version": said.version = text
        case "event": said.event = text
        case "series": said.series = text
        case "issued", "issuedAsGiven": said.dates.append(SourceDate(kind: "issued", text: text))
        case "publishedOnline": said.dates.append(SourceDate(kind: "published-online", text: text))
        case "publishedPrint": said.dates.append(SourceDate(kind: "published-print", text: text))
        case "abstract": said.abstracts = texts
        case "languages": said.languages = texts
        case "keywords": said.keywords = texts
        case "licenses": said.licenses = texts
        case "funders": said.funders = texts
        case "relations": for relation in value.elements { relate(relation) }
        case "url": said.url = text
        case "citationCount": said.citationCount = value.int
        case "referenceCount": said.referenceCount = value.int
        case "isRetracted":
            if value.bool == true { said.others.append(SourceIdentifier(scheme: "is_retracted", value: "true")) }
        case "kept", "keptFields": for field in value.elements { keep(field) }
        default:
            said.keep(FileSource.ibidJSON.rawValue, name, text ?? String(decoding: value.serialized(), as: UTF8.self))
        }
    }

    /// `doi:10.1000/xyz`.
    private static func parted(_ text: String) -> (scheme: String, value: String)? {
        guard let colon = text.firstIndex(of: ":") else { return nil }
        return (String(text[..<colon]), String(text[text.index(after: colon)...]))
    }

    private mutating func identify(_ text: String) {
        // A number within a source is nothing without it.
        guard let (scheme, value) = Self.parted(text), scheme != Scheme.local.rawValue else { return }
        said.identify(scheme, value)
    }

    private mutating func contributor(_ value: JSONValue) {
        var person = SourceContributor(role: value["role"]?.text ?? Role.author.rawValue)
        person.family = value["family"]?.text
        person.given = value["given"]?.text
        person.suffix = value["suffix"]?.text
        person.name = value["literal"]?.text
        if value["isGroup"]?.bool == true { person.isGroup = true }
        person.orcid = value["orcid"]?.text
        person.affiliations = value["affiliations"]?.elements.compactMap(\.text) ?? []
        said.contributors.append(person)
    }

    private mutating func relate(_ value: JSONValue) {
        guard let type = value["type"]?.text, let target = value["target"]?.text.flatMap(Self.parted) else { return }
        said.relations.append(SourceRelation(type: type, scheme: target.scheme, target: target.value))
    }

    private mutating func keep(_ field: JSONValue) {
        guard let name = field["name"]?.text, let value = field["value"]?.text, !value.isEmpty,
            said.others.count < SourceRecord.mostKept
        else { return }
        said.others.append(SourceIdentifier(scheme: name, value: value))
    }
}
