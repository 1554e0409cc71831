internal import Formats
internal import Records

/// Zotero's RDF.
///
/// Documentation: https://github.com/zotero/translators/blob/master/Zotero%20RDF.js, which writes it.
struct ZoteroRDF: XMLReading {
    let id = FileSource.zoteroRDF.rawValue
    /// What the elements of the file point to; nothing where one element is read by itself.
    var parts = ZoteroParts()

    func recognizes(_ element: XMLTreeElement) -> Bool {
        guard let type = element["itemType"]?.text else { return false }
        // Notes and attachments are told of with their items.
        return !["attachment", "note", "annotation"].contains(type) && element.parent?.is("RDF") != false
    }

    func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        var reading = ZoteroRDFReading(parts: parts)
        reading.take(element)
        let said = reading.finish()
        guard !said.saysNothingOfAWork else {
            throw .unusable(
                "an item of type \"\(element["itemType"]?.text ?? "")\" that says nothing of a work", format: id,
                place: place, remedy: "give it a title in Zotero, and export it again, or leave it out")
        }
        return said
    }
}

/// The elements of one RDF text by their names, `urn:issn:1234-5679` and `#item_12`; lives as long as its tree.
struct ZoteroParts: @unchecked Sendable {
    // The tree that the elements point into is one thread's, and so is the reading that holds this.
    private var elements: [String: XMLTreeElement] = [:]

    init() {}

    /// - Parameter root: The `RDF` element.
    init(of root: XMLTreeElement) {
        for element in root.children {
            guard let name = element.attribute("about"), elements[name] == nil else { continue }
            elements[name] = element
        }
    }

    subscript(_ name: String) -> XMLTreeElement? { elements[name] }
}

/// One item of Zotero's RDF under way.
private struct ZoteroRDFReading {
    private let parts: ZoteroParts
    private var said = SourceRecord(source: FileSource.zoteroRDF.rawValue, key: "")
    private var extra: String?
    /// Names of the elements that were looked at for the item, so that each is once.
    private var visited: Set<String> = []
    private var containers = 0

    /// Most elements that an item lies in, and most that one of them has; more are none of Zotero's.
    private static let mostContainers = 32
    private static let mostParts = 256

    init(parts: ZoteroParts) { self.parts = parts }

    mutating func take(_ item: XMLTreeElement) {
        if let about = item.attribute("about") {
            visited.insert(about)
            said.keep("zotero-rdf", "about", about)
            if about.hasPrefix("urn:isbn:") { said.isbns += SerialNumbers.parse(String(about.dropFirst(9))).isbns }
        }
        for child in item.children { field(child) }
    }

    private mutating func field(_ child: XMLTreeElement) {
        switch child.name {
        case "itemType":
            if let text = child.text {
                said.type = ZoteroTypes.type(of: text)
                if said.type != text { keep(child) }
            }
        case "title": if said.titles.isEmpty { said.titles = [child.text].compactMap { $0 } } else { keep(child) }
        case "isPartOf": part(child, depth: 0)
        case "presentedAt":
            said.event = said.event ?? (pointed(child) ?? child)["Conference"]?["title"]?.text ?? child.text
        case "publisher": publisher(child)
        case "abstract": if let text = child.text { said.abstracts.append(text) }
        case "date", "issued": if let text = child.text { said.add(SourceDate(kind: "issued", text: text)) }
        case "dateSubmitted": if let text = child.text { said.add(SourceDate(kind: "accessed", text: text)) }
        case "identifier": identifier(child)
        case "language": if let text = child.text { said.languages.append(text) }
        case "subject":
            if child["LCC"] != nil || child["DDC"] != nil {
                keep(child)
            } else if let word = child.text {
                said.addKeyword(word)
            }
        case "pages": fill(\.pages, child)
        case "volume": fill(\.volume, child)
        case "number": fill(\.issue, child)
        case "edition": fill(said.type == "software" ? \.version : \.edition, child)
        case "rights":
            if let text = child.text, text.contains("://") { said.licenses.append(text) } else { keep(child) }
        case "description":
            extra = child.text
            keep(child)
        case "citationKey": if let text = child.text, said.key.isEmpty { said.key = text } else { keep(child) }
        case "link": attachment(child)
        case "isReferencedBy":
            if let note = pointed(child)?["value"] ?? child["Memo"]?["value"] { keep(note, as: "note") }
        case "relation": if let name = child.attribute("resource") { said.keep("zotero-rdf", "relation", name) }
        default: if child["Seq"] != nil { people(child) } else { keep(child) }
        }
    }

    /// The element that another one points to.
    private func pointed(_ element: XMLTreeElement) -> XMLTreeElement? {
        element.attribute("resource").flatMap { parts[$0] }
    }

    /// What the item lies in, within the element or elsewhere in the file: volume, issue, ISSN and DOI stand there.
    private mutating func part(_ element: XMLTreeElement, depth: Int) {
        guard depth < 4 else { return }
        var inner = Array(element.children.prefix(16))
        if let name = element.attribute("resource"), let pointed = parts[name] {
            guard visited.insert(name).inserted else { return }
            inner.append(pointed)
        } else if inner.isEmpty, let name = element.attribute("resource") {
            // What it points to is not here; the name may tell its number.
            if name.hasPrefix("urn:issn:") { said.issns += SerialNumbers.parse(String(name.dropFirst(9))).issns }
            said.keep("zotero-rdf", "isPartOf", name)
        }
        for container in inner where containers < Self.mostContainers {
            containers += 1
            for child in container.children.prefix(Self.mostParts) {
                switch (container.name, child.name) {
                case (_, "isPartOf"): part(child, depth: depth + 1)
                case ("Series", "title"): fill(\.series, child)
                case ("Series", _): keep(child, as: "series/\(child.name)")
                case ("Part", _): keep(child, as: "section/\(child.name)")
                case (_, "title"):
                    if let text = child.text, !said.containerTitles.contains(text) { said.containerTitles.append(text) }
                case (_, "alternative"): if let text = child.text { said.shortContainerTitles.append(text) }
                case (_, "identifier"): identifier(child)
                case (_, "volume"): fill(\.volume, child)
                case (_, "number"): fill(\.issue, child)
                case (_, "edition"): fill(\.edition, child)
                default: keep(child, as: "isPartOf/\(child.name)")
                }
            }
        }
    }

    /// `DOI 10.1000/1`, `ISSN 1234-5679`, or an address in elements of its own.
    private mutating func identifier(_ element: XMLTreeElement) {
        if let address = element["URI"]?["value"] { return fill(\.url, address) }
        guard let text = element.text else { return }
        let number = String(text.drop { $0 != " " }.trimmed)
        if text.hasPrefix("DOI ") {
            said.identify("doi", number)
        } else if text.hasPrefix("ISSN "), case let found = SerialNumbers.parse(number).issns, !found.isEmpty {
            for issn in found { said.addISSN(issn) }
        } else if text.hasPrefix("ISBN "), case let found = SerialNumbers.parse(number).isbns, !found.isEmpty {
            for isbn in found where !said.isbns.contains(isbn) { said.isbns.append(isbn) }
        } else {
            keep(element)
        }
    }

    private mutating func publisher(_ element: XMLTreeElement) {
        guard let organization = element["Organization"] else { return fill(\.publisher, element) }
        for child in organization.children {
            switch child.name {
            case "name": fill(\.publisher, child)
            case "adr": fill(\.place, child)
            default: keep(child, as: "publisher/\(child.name)")
            }
        }
    }

    private mutating func people(_ list: XMLTreeElement) {
        // `authors`, `seriesEditors`.
        let name = list.name
        let role = ZoteroTypes.role(name.hasSuffix("s") ? String(name.dropLast()) : name)
        for seq in list.children("Seq") {
            for entry in seq.children {
                guard let person = entry["Person"] ?? pointed(entry) else { continue }
                var contributor = SourceContributor(role: role)
                contributor.family = person["surname"]?.text
                contributor.given = person["givenName"]?.text ?? person["givenname"]?.text
                if contributor.given == nil {
                    // A name in one field is an institution's, or a person's of one name.
                    contributor.name = contributor.family ?? person["name"]?.text
                    contributor.family = nil
                }
                if contributor.family != nil || contributor.name != nil { said.contributors.append(contributor) }
            }
        }
    }

    private mutating func attachment(_ element: XMLTreeElement) {
        guard let file = pointed(element) else { return }
        let place =
            file["identifier"]?["URI"]?["value"]?.text ?? file["path"]?.attribute("resource") ?? file["path"]?.text
        if let text = place ?? file.attribute("resource") ?? file["resource"]?.attribute("resource")
            ?? file["title"]?.text
        {
            said.keep("zotero-rdf", "attachment", text)
        }
    }

    private mutating func fill(_ place: WritableKeyPath<SourceRecord, String?>, _ element: XMLTreeElement) {
        said.fill(place, "zotero-rdf", element)
    }

    private mutating func keep(_ element: XMLTreeElement) { said.keep("zotero-rdf", element) }

    private mutating func keep(_ element: XMLTreeElement, as name: String) {
        if let text = element.text, said.others.count < SourceRecord.mostKept { said.keep("zotero-rdf", name, text) }
    }

    mutating func finish() -> SourceRecord {
        if let extra { ExtraText.identify(extra, in: &said) }
        return said
    }
}
