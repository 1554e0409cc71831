internal import Formats
internal import Records

/// Dublin Core: within OAI-PMH's records, by itself, or as descriptions in RDF.
///
/// Documentation: https://www.dublincore.org/specifications/dublin-core/dcmi-terms/,
/// https://www.openarchives.org/OAI/2.0/oai_dc.xsd
struct DublinCore: XMLReading {
    let id = FileSource.dublinCore.rawValue

    func recognizes(_ element: XMLTreeElement) -> Bool {
        switch element.name {
        case "record": Self.description(in: element) != nil
        case "dc", "qualifieddc", "nsdl_dc": Self.isDescription(element)
        case "Description": Self.isDescription(element)
        default: false
        }
    }

    /// The `dc` in a record of OAI-PMH.
    private static func description(in record: XMLTreeElement) -> XMLTreeElement? {
        guard record["header"] != nil, let metadata = record["metadata"] else { return nil }
        return metadata.children.first { child in
            (child.is("dc") || child.is("qualifieddc") || child.is("nsdl_dc")) && isDescription(child)
        }
    }

    private static func isDescription(_ element: XMLTreeElement) -> Bool {
        element["title"] != nil || element["identifier"] != nil && (element["creator"] != nil || element["date"] != nil)
    }

    func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        var reading = DublinCoreReading()
        if element.is("record"), let header = element["header"] { reading.read(header: header) }
        reading.read(element.is("record") ? Self.description(in: element) ?? element : element)
        guard !reading.said.saysNothing else {
            throw .unusable(
                "a description that says nothing", format: id, place: place,
                remedy: "give it a title, a creator or an identifier, or leave it out")
        }
        return reading.said
    }
}

private struct DublinCoreReading {
    private let format = FileSource.dublinCore.rawValue
    private(set) var said = SourceRecord(source: FileSource.dublinCore.rawValue, key: "")

    mutating func read(header: XMLTreeElement) {
        said.key = header["identifier"]?.text ?? ""
        said.updated = header["datestamp"]?.text.flatMap { Timestamp(iso8601: $0) }
        said.isDeleted = header.attribute("status") == "deleted"
        for set in header.texts("setSpec") { said.keep(format, "setSpec", set) }
    }

    mutating func read(_ element: XMLTreeElement) {
        let about = element.attribute("about")
        for child in element.children { take(child) }
        if let about {
            if said.key.isEmpty { said.key = about }
            if said.url == nil, about.contains("://") { said.url = about }
        }
        if said.key.isEmpty { said.key = said.identifiers.first?.value ?? said.url ?? "" }
    }

    private mutating func take(_ element: XMLTreeElement) {
        // RDF points to what it names.
        guard let text = element.text ?? element.attribute("resource") else { return }
        switch element.name {
        case "title": said.titles.append(text)
        case "alternative": said.originalTitles.append(text)
        case "creator", "author": said.contributors.append(SourceContributor(name: text))
        case "contributor":
            // Repositories name supervisors and institutes so, and editors.
            said.contributors.append(SourceContributor(role: "contributor", name: text))
        case "subject": said.keywords.append(text)
        case "description": if said.abstracts.isEmpty { said.abstracts = [text] } else { said.keep(format, element) }
        case "abstract":
            if said.abstracts.contains(text) { return }
            said.abstracts.insert(text, at: 0)
        case "publisher": said.fill(\.publisher, format, element)
        case "date", "issued": said.add(SourceDate(kind: element.is("issued") ? "issued" : "date", text: text))
        case "created", "modified", "available", "dateSubmitted", "dateAccepted", "dateCopyrighted", "valid":
            said.add(SourceDate(kind: Self.kinds[element.name] ?? element.name, text: text))
        case "type": type(text)
        case "identifier": identifier(element, text)
        case "bibliographicCitation": said.keep(format, element)
        case "language": said.languages.append(text)
        case "rights", "license", "accessRights":
            if text.contains("://") || text.uppercased().hasPrefix("CC") {
                said.licenses.append(text)
            } else {
                said.keep(format, element)
            }
        case "isPartOf":
            if text.contains("://") || text.lowercased().hasPrefix("urn:") {
                relation("isPartOf", text)
            } else {
                said.containerTitles.append(text)
            }
        case "source": source(element, text)
        case "relation": relation("relation", text)
        case "isVersionOf", "hasVersion", "replaces", "isReplacedBy", "references", "isReferencedBy", "requires",
            "hasPart":
            relation(element.name, text)
        default: said.keep(format, element)
        }
    }

    private static let kinds = [
        "modified": "updated", "dateSubmitted": "submitted", "dateAccepted": "accepted",
        "dateCopyrighted": "copyrighted",
    ]

    /// Repositories say several things here; the vocabulary's own word tells most.
    private mutating func type(_ text: String) {
        guard let first = said.type else { return said.type = text }
        if text.hasPrefix("info:eu-repo/semantics/"), !text.hasSuffix("Version"), !first.hasPrefix("info:eu-repo/") {
            said.keep(format, "type", first)
            said.type = text
        } else if first.lowercased() == "text" || first.hasSuffix("Version") {
            said.keep(format, "type", first)
            said.type = text
        } else {
            said.keep(format, "type", text)
        }
    }

    private mutating func identifier(_ element: XMLTreeElement, _ text: String) {
        let lower = text.lowercased()
        if lower.hasPrefix("10.") || lower.hasPrefix("doi:") || lower.contains("doi.org/10.")
            || lower.hasPrefix("info:doi/")
        {
            said.identify("doi", lower.hasPrefix("info:doi/") ? String(text.dropFirst(9)) : text)
        } else if lower.hasPrefix("urn:issn:") || lower.hasPrefix("issn") {
            said.issns += SerialNumbers.parse(text).issns
        } else if lower.hasPrefix("urn:isbn:") || lower.hasPrefix("isbn") {
            said.isbns += SerialNumbers.parse(text).isbns
        } else if lower.hasPrefix("pmid:") || lower.hasPrefix("info:pmid/") {
            said.identify("pmid", String(text.drop { !$0.isNumber }))
        } else if lower.contains("://") {
            if lower.contains("arxiv.org/abs/") { said.identify("arxiv", text) }
            if said.url == nil { said.url = text } else if said.url != text { said.identify("url", text) }
        } else {
            said.keep(format, element)
        }
    }

    private mutating func source(_ element: XMLTreeElement, _ text: String) {
        let numbers = SerialNumbers.parse(text)
        if text.contains("://") || text.lowercased().hasPrefix("doi:") {
            relation("source", text)
        } else if !numbers.issns.isEmpty, text.utf8.count < 16 {
            said.issns += numbers.issns
        } else {
            // A citation of where it came out, in words: `Journal of Things; Vol. 3 No 2 (2019): pp. 1-9`.
            if said.containerTitles.isEmpty, let semicolon = text.firstIndex(of: ";"),
                text[semicolon...].lowercased().contains("vol")
            {
                said.containerTitles.append(String(text[..<semicolon].trimmed))
            }
            said.keep(format, element)
        }
    }

    private mutating func relation(_ type: String, _ text: String) {
        let lower = text.lowercased()
        if lower.hasPrefix("doi:") || lower.contains("doi.org/10.") || lower.hasPrefix("10.") {
            said.relations.append(SourceRelation(type: type, scheme: "doi", target: text))
        } else if lower.contains("://") {
            said.relations.append(SourceRelation(type: type, scheme: "url", target: text))
        } else {
            said.keep(format, type, text)
        }
    }
}
