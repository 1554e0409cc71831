internal import Formats
internal import Records

/// DataCite's metadata schema as XML, kernels 2 to 4: what repositories hand over and hand out. Its words are those of
/// the REST API, which `DataCite` reads.
///
/// Documentation: https://schema.datacite.org/
struct DataCiteXML: XMLReading {
    let id = FileSource.dataciteXML.rawValue

    func recognizes(_ element: XMLTreeElement) -> Bool {
        guard element.is("resource") else { return false }
        // Crossref's `resource` is an address.
        return element["titles"] != nil || element["creators"] != nil || element["publicationYear"] != nil
            || element["identifier"]?.attribute("identifierType") != nil
    }

    func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        var reading = DataCiteXMLReading()
        reading.read(element)
        guard !reading.said.saysNothing else {
            throw .unusable(
                "a resource that says nothing", format: id, place: place,
                remedy: "give it an identifier, a creator or a title, or leave it out")
        }
        return reading.said
    }
}

private struct DataCiteXMLReading {
    private let format = FileSource.dataciteXML.rawValue
    private(set) var said = SourceRecord(source: FileSource.dataciteXML.rawValue, key: "")

    mutating func read(_ element: XMLTreeElement) {
        for child in element.children {
            switch child.name {
            case "identifier": identifier(child)
            case "creators": for creator in child.children { person(creator, "author", "creatorName") }
            case "contributors":
                for contributor in child.children {
                    person(contributor, contributor.attribute("contributorType") ?? "contributor", "contributorName")
                }
            case "titles": for title in child.children { self.title(title) }
            case "publisher": said.fill(\.publisher, format, child)
            case "publicationYear":
                if let text = child.text {
                    let date =
                        Int(text).map { SourceDate(kind: "publicationYear", parts: [$0]) }
                        ?? SourceDate(kind: "publicationYear", text: text)
                    said.dates.insert(date, at: 0)
                }
            case "dates":
                for date in child.children {
                    guard let text = date.text else { continue }
                    said.add(SourceDate(kind: (date.attribute("dateType") ?? "date").lowercased(), text: text))
                    if let more = date.attribute("dateInformation") { said.keep(format, "dates/dateInformation", more) }
                }
            case "resourceType":
                said.type = child.attribute("resourceTypeGeneral") ?? child.text
                said.subtype = child.attribute("resourceTypeGeneral") == nil ? nil : child.text
            case "subjects": said.keywords += child.children.compactMap(\.text)
            case "language": if let text = child.text { said.languages.append(text) }
            case "version": said.fill(\.version, format, child)
            case "alternateIdentifiers":
                for other in child.children {
                    if let text = other.text {
                        said.identify(other.attribute("alternateIdentifierType") ?? "other", text)
                    }
                }
            case "relatedIdentifiers":
                for relation in child.children {
                    guard let text = relation.text else { continue }
                    said.relations.append(
                        SourceRelation(
                            type: relation.attribute("relationType") ?? "",
                            scheme: relation.attribute("relatedIdentifierType") ?? "", target: text))
                }
            case "relatedItems": for item in child.children { relatedItem(item) }
            case "rightsList": for rights in child.children { self.rights(rights) }
            case "rights": rights(child)
            case "descriptions": for description in child.children { self.description(description) }
            case "fundingReferences":
                for funding in child.children {
                    for part in funding.children {
                        if part.is("funderName"), let name = part.text {
                            said.funders.append(name)
                        } else {
                            said.keep(format, part, under: "fundingReference")
                        }
                    }
                }
            default: said.keep(format, child)
            }
        }
        if said.titles.isEmpty, !said.originalTitles.isEmpty { said.titles.append(said.originalTitles.removeFirst()) }
    }

    private mutating func identifier(_ element: XMLTreeElement) {
        guard let text = element.text else { return }
        let scheme = element.attribute("identifierType") ?? "DOI"
        let isDOI = scheme.uppercased() == "DOI"
        said.identify(isDOI ? "doi" : scheme, text)
        if said.key.isEmpty { said.key = isDOI ? URLText.doiKey(text) : text }
    }

    private mutating func title(_ element: XMLTreeElement) {
        guard let title = element.text else { return }
        switch element.attribute("titleType") {
        case "Subtitle": said.subtitles.append(title)
        case "TranslatedTitle", "AlternativeTitle", "Other": said.originalTitles.append(title)
        default: said.titles.append(title)
        }
    }

    private mutating func person(_ element: XMLTreeElement, _ role: String, _ nameElement: StaticString) {
        var person = SourceContributor(role: role)
        let name = element[nameElement]
        person.given = element["givenName"]?.text
        person.family = element["familyName"]?.text
        person.name = person.given == nil && person.family == nil ? name?.text : nil
        switch name?.attribute("nameType") {
        case "Organizational":
            person.isGroup = true
            person.name = name?.text
            person.family = nil
            person.given = nil
        case "Personal": person.isGroup = false
        default: break
        }
        for identifier in element.children("nameIdentifier") {
            if identifier.attribute("nameIdentifierScheme")?.uppercased() == "ORCID", person.orcid == nil {
                person.orcid = identifier.text
            } else {
                said.keep(format, identifier, under: element.name)
            }
        }
        person.affiliations = element.texts("affiliation")
        if person.name != nil || person.family != nil || person.given != nil { said.contributors.append(person) }
    }

    private mutating func rights(_ element: XMLTreeElement) {
        if let text = element.attribute("rightsURI") {
            said.licenses.append(text)
            said.keep(format, element)
        } else if let text = element.text {
            said.licenses.append(text)
        }
    }

    private mutating func description(_ element: XMLTreeElement) {
        // Repositories put HTML in, with `br` as an element.
        guard let text = element.markup else { return }
        switch element.attribute("descriptionType") {
        case "Abstract", nil: said.abstracts.append(text)
        case "SeriesInformation" where said.series == nil: said.series = element.text
        case let kind: said.keep(format, "description[\(kind ?? "")]", text)
        }
    }

    /// The journal or book that a related item of type IsPublishedIn names.
    private mutating func relatedItem(_ element: XMLTreeElement) {
        guard element.attribute("relationType") == "IsPublishedIn", said.containerTitles.isEmpty else {
            if let identifier = element["relatedItemIdentifier"], let text = identifier.text {
                said.relations.append(
                    SourceRelation(
                        type: element.attribute("relationType") ?? "",
                        scheme: identifier.attribute("relatedItemIdentifierType") ?? "", target: text))
            }
            return said.keep(format, element)
        }
        var first: String?
        var last: String?
        for child in element.children {
            switch child.name {
            case "titles": said.containerTitles += child.children.compactMap(\.text)
            case "relatedItemIdentifier":
                if child.attribute("relatedItemIdentifierType")?.hasSuffix("ISSN") == true, let issn = child.text {
                    said.issns.append(issn)
                } else {
                    said.keep(format, child, under: "relatedItem")
                }
            case "volume": said.fill(\.volume, format, child, under: "relatedItem")
            case "issue": said.fill(\.issue, format, child, under: "relatedItem")
            case "firstPage": first = child.text
            case "lastPage": last = child.text
            case "edition": said.fill(\.edition, format, child, under: "relatedItem")
            case "number":
                if child.attribute("numberType") == "Article" {
                    said.fill(\.articleNumber, format, child, under: "relatedItem")
                } else {
                    said.keep(format, child, under: "relatedItem")
                }
            default: said.keep(format, child, under: "relatedItem")
            }
        }
        if let first { said.pages = last.map { "\(first)-\($0)" } ?? first }
    }
}
