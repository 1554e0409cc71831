internal import Formats
internal import Records

/// What ESummary and the ID converter say of an article: thinner than the article itself, without abstract, affiliations
/// and subject headings; of the converter, nothing but identifiers.
///
/// ESummary writes JSON, XML with a name for each field (`DocumentSummary`), and XML of items (`DocSum`).
struct PubMedSummary {
    private var fields: [String: String] = [:]
    private var authors: [(name: String, type: String)] = []
    private var identifiers: [(scheme: String, value: String)] = []
    private var types: [String] = []
    private var languages: [String] = []
    private var history: [(status: String, date: String)] = []
    private var notices: [(type: String, number: String)] = []

    static func recognizes(_ value: JSONValue) -> Bool {
        if value["uid"]?.text != nil {
            return value["fulljournalname"] != nil || value["articleids"] != nil && value["title"] != nil
        }
        return isConversion(value)
    }

    /// `{"pmid": …, "pmcid": …, "doi": …}` and nothing that a work has.
    private static func isConversion(_ value: JSONValue) -> Bool {
        guard value["pmcid"]?.kind == .string, value["title"] == nil, value["id"] == nil, value["source"] == nil else {
            return false
        }
        return value["pmid"] != nil || value["doi"] != nil || value["versions"] != nil || value["requested-id"] != nil
    }

    /// - Parameter asRoot: Takes an element that stands alone, as a raw record does, for what it was before.
    static func recognizes(_ element: XMLTreeElement, asRoot: Bool = false) -> Bool {
        if element.is("DocumentSummary") { return element["ArticleIds"] != nil && element["Title"] != nil }
        if element.is("DocSum") {
            return element.children("Item").contains { $0.attribute("Name") == "FullJournalName" }
        }
        guard element.is("record"), element.attribute("pmcid") != nil || element.attribute("pmid") != nil else {
            return false
        }
        return element.parent?.is("pmcids") ?? asRoot
    }

    /// What the record is called: its PMID, or its PMCID where PubMed does not hold it.
    static func key(of value: JSONValue) -> String { PubMedSummary(value).key }

    static func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        guard recognizes(value) else {
            throw Problem(
                "pubmed: an object that is neither a summary nor a conversion", place: place,
                remedy: "name its own source", reach: .record)
        }
        return try PubMedSummary(value).record(place)
    }

    static func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        try PubMedSummary(element).record(place)
    }

    // MARK: Three forms

    private init(_ value: JSONValue) {
        for (key, member) in value.fields {
            switch key {
            case "authors":
                for author in member.elements {
                    if let name = author["name"]?.text { authors.append((name, author["authtype"]?.text ?? "Author")) }
                }
            case "articleids":
                for entry in member.elements {
                    if let text = entry["value"]?.text { identifiers.append((entry["idtype"]?.text ?? "", text)) }
                }
            case "pubtype": types = member.elements.compactMap(\.text)
            case "lang": languages = member.elements.compactMap(\.text)
            case "history":
                for entry in member.elements {
                    if let date = entry["date"]?.text { history.append((entry["pubstatus"]?.text ?? "", date)) }
                }
            case "references":
                for entry in member.elements {
                    guard let number = entry["pmid"]?.text, let type = entry["reftype"]?.text else { continue }
                    notices.append((type, number))
                }
            case "versions":
                for version in member.elements {
                    if let number = version["mid"]?.text { identifiers.append(("mid", number)) }
                }
            case "pmid", "pmcid", "doi", "mid":
                if let text = member.text { identifiers.append((key.string, text)) }
            default: set(key.string, member.text)
            }
        }
    }

    private init(_ element: XMLTreeElement) {
        for name in ["pmid", "pmcid", "doi", "mid"] as [StaticString] {
            if let text = element.attribute(name) { identifiers.append(("\(name)", text)) }
        }
        for version in element.list("versions", "version") {
            if let number = version.attribute("mid") { identifiers.append(("mid", number)) }
        }
        set("uid", element.attribute("uid") ?? element["Id"]?.text)
        for child in element.children {
            if child.is("Item") { read(item: child) } else { read(child) }
        }
    }

    private mutating func read(_ child: XMLTreeElement) {
        switch child.name {
        case "Authors":
            for author in child.children("Author") {
                if let name = author["Name"]?.text { authors.append((name, author["AuthType"]?.text ?? "Author")) }
            }
        case "ArticleIds":
            for entry in child.children("ArticleId") {
                if let text = entry["Value"]?.text { identifiers.append((entry["IdType"]?.text ?? "", text)) }
            }
        case "PubType": types = child.children.compactMap(\.text)
        case "Lang": languages = child.children.compactMap(\.text)
        case "History":
            for entry in child.children("PubMedPubDate") {
                if let date = entry["Date"]?.text { history.append((entry["PubStatus"]?.text ?? "", date)) }
            }
        case "References":
            for entry in child.children("Reference") {
                guard let number = entry["PMID"]?.text, let type = entry["RefType"]?.text else { continue }
                notices.append((type, number))
            }
        default: set(child.name.lowercased(), child.text)
        }
    }

    private mutating func read(item: XMLTreeElement) {
        switch item.attribute("Name") ?? "" {
        case "AuthorList":
            for author in item.children { if let name = author.text { authors.append((name, "Author")) } }
        case "ArticleIds":
            for entry in item.children {
                if let text = entry.text { identifiers.append((entry.attribute("Name") ?? "", text)) }
            }
        case "PubTypeList": types = item.children.compactMap(\.text)
        case "LangList": languages = item.children.compactMap(\.text)
        case "History":
            for entry in item.children {
                if let date = entry.text { history.append((entry.attribute("Name") ?? "", date)) }
            }
        case "References": break
        case let name: set(name.lowercased(), item.text)
        }
    }

    private mutating func set(_ name: String, _ value: String?) {
        if let value, !value.isBlank, fields[name] == nil { fields[name] = value }
    }

    // MARK: One record

    private static let schemes: Set<String> = ["pubmed", "pmid", "doi", "pmc", "pmcid", "pii", "mid"]

    /// Those that name the article: PMID 0 is none, and `pmc-id: PMC1;` says again what `pmc` says.
    private var own: [SourceIdentifier] {
        var found: [SourceIdentifier] = []
        for (scheme, value) in identifiers {
            let scheme = scheme.lowercased()
            guard Self.schemes.contains(scheme), !value.isEmpty, !value.hasPrefix("pmc-id"),
                value != "0" || scheme == "pii"
            else { continue }
            let identifier = SourceIdentifier(scheme: scheme, value: value)
            if !found.contains(identifier) { found.append(identifier) }
        }
        return found
    }

    private var key: String {
        let own = own
        return own.first { $0.scheme == "pubmed" || $0.scheme == "pmid" }?.value
            ?? own.first { $0.scheme.hasPrefix("pmc") }?.value ?? fields["uid"] ?? ""
    }

    private func record(_ place: String) throws(Problem) -> SourceRecord {
        guard !key.isEmpty else {
            throw Problem(
                "pubmed: a summary without \"uid\"", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var record = SourceRecord(source: PubMed.card.id, key: key)
        record.identifiers = own
        if let title = fields["title"] { record.titles.append(title) }
        if let title = fields["vernaculartitle"] { record.originalTitles.append(title) }
        for (name, type) in authors {
            record.contributors.append(
                SourceContributor(
                    role: type.lowercased().contains("editor") ? "editor" : "author", name: name,
                    isGroup: type == "CollectiveName" ? true : nil))
        }
        for name in ["fulljournalname", "booktitle"] {
            if let title = fields[name], !record.containerTitles.contains(title) {
                record.containerTitles.append(title)
            }
        }
        if let short = fields["source"] { record.shortContainerTitles.append(short) }
        record.issns = ["issn", "essn"].compactMap { fields[$0] }
        record.volume = fields["volume"]
        record.issue = fields["issue"]
        record.pages = fields["pages"]
        record.publisher = fields["publishername"]
        record.place = fields["publisherlocation"]
        record.edition = fields["edition"]
        record.languages = languages
        dates(&record)
        record.type = types.isEmpty ? nil : types.joined(separator: "; ")
        if record.type == nil, let kind = fields["doctype"], kind == "book" || kind == "chapter" { record.type = kind }
        record.citationCount = fields["pmcrefcount"].flatMap { Int($0) }
        for (type, number) in notices {
            record.relations.append(SourceRelation(type: type, scheme: "pmid", target: number))
        }
        for type in types { record.others.append(SourceIdentifier(scheme: "publicationType", value: type)) }
        for name in ["nlmuniqueid", "elocationid", "recordstatus"] {
            if let text = fields[name] { record.others.append(SourceIdentifier(scheme: name, value: text)) }
        }
        return record
    }

    private func dates(_ record: inout SourceRecord) {
        if let online = fields["epubdate"] { record.dates.append(SourceDate(kind: "published-online", text: online)) }
        if let print = fields["printpubdate"] { record.dates.append(SourceDate(kind: "published-print", text: print)) }
        if let date = fields["pubdate"] {
            // Beside a date of its own the article's issue dates later.
            record.dates.append(SourceDate(kind: record.dates.isEmpty ? "published" : "collection", text: date))
        }
        for (status, date) in history {
            record.dates.append(SourceDate(kind: status == "revised" ? "manuscript-revised" : status, text: date))
        }
    }
}
