internal import Formats
internal import Records

extension UnixrefReading {
    mutating func crossmark(_ element: XMLTreeElement) {
        for child in element.children {
            switch child.name {
            case "updates":
                for update in child.children {
                    guard let doi = update.text else { continue }
                    let type = update.attribute("type") ?? "correction"
                    said.relations.append(SourceRelation(type: "update-to:\(type)", scheme: "doi", target: doi))
                }
            case "custom_metadata":
                for part in child.children {
                    if part.is("program") {
                        program(part)
                    } else {
                        keep("crossmark/\(part.attribute("name") ?? part.name)", part.text)
                    }
                }
            default: said.keep(format, child, under: "crossmark")
            }
        }
    }

    mutating func program(_ element: XMLTreeElement) {
        for child in element.children {
            switch child.name {
            case "related_item":
                for relation in child.children {
                    guard relation.name.hasSuffix("_work_relation"), let target = relation.text else {
                        said.keep(format, relation, under: "related_item")
                        continue
                    }
                    said.relations.append(
                        SourceRelation(
                            type: Self.kebab(relation.attribute("relationship-type") ?? ""),
                            scheme: relation.attribute("identifier-type") ?? "", target: target))
                }
            case "license_ref":
                if let url = child.text, !said.licenses.contains(url) { said.licenses.append(url) }
            case "assertion": assertion(child)
            default: said.keep(format, child, under: "program")
            }
        }
    }

    /// Who paid: names hold identifiers, groups hold names and numbers.
    mutating func assertion(_ element: XMLTreeElement, depth: Int = 0) {
        let name = element.attribute("name") ?? ""
        if name == "funder_name" {
            if let text = element.ownText, !said.funders.contains(text) { said.funders.append(text) }
        } else if name != "fundgroup" {
            keep(name.isEmpty ? "assertion" : name, element.ownText)
        }
        guard depth < 6 else { return }
        for child in element.children("assertion") { assertion(child, depth: depth + 1) }
    }

    /// `isPreprintOf` as the REST API writes it: `is-preprint-of`.
    static func kebab(_ word: String) -> String {
        var out = ""
        for sign in word {
            if sign.isUppercase {
                out += "-" + sign.lowercased()
            } else if sign == " " || sign == "_" {
                out += "-"
            } else {
                out.append(sign)
            }
        }
        return out
    }

    mutating func titles(_ element: XMLTreeElement) {
        for title in element.children {
            guard let text = title.markup else { continue }
            switch title.name {
            case "title": said.titles.append(text)
            case "subtitle": said.subtitles.append(text)
            case "original_language_title": said.originalTitles.append(text)
            default: said.keep(format, title)
            }
        }
    }

    mutating func person(_ element: XMLTreeElement, role: String) {
        var person = SourceContributor(role: role)
        switch element.name {
        case "organization":
            person.name = element.text
            person.isGroup = true
        case "anonymous":
            return keep("contributors/anonymous", role)
        default:
            person.given = element["given_name"]?.text
            person.family = element["surname"]?.text
            person.suffix = element["suffix"]?.text
            person.orcid = element["ORCID"]?.text
        }
        person.affiliations = element.texts("affiliation")
        for institution in element["affiliations"].map({ Array($0.children) }) ?? [] {
            let parts = [institution["institution_name"]?.text, institution["institution_place"]?.text]
            if let name = parts.compactMap({ $0 }).joined(separator: ", ").nonEmpty { person.affiliations.append(name) }
        }
        for other in element.children("alt-name") { said.keep(format, other) }
        if person.name != nil || person.family != nil || person.given != nil { said.contributors.append(person) }
    }

    func date(_ element: XMLTreeElement, _ kind: String) -> SourceDate? {
        let kind =
            switch element.attribute("media_type") {
            case "print" where kind == "published": "published-print"
            case "online" where kind == "published", "electronic" where kind == "published": "published-online"
            default: kind
            }
        return DateElements.date(kind, year: element["year"], month: element["month"], day: element["day"])
    }

    mutating func doi(_ element: XMLTreeElement) {
        if let text = element.text, !said.identifiers.contains(where: { $0.value.lowercased() == text.lowercased() }) {
            said.identify("doi", text)
        }
    }

    mutating func doiData(_ element: XMLTreeElement) {
        for child in element.children {
            switch child.name {
            case "doi": doi(child)
            case "resource":
                if said.url == nil { said.url = child.text } else { said.keep(format, child, under: "doi_data") }
            default: said.keep(format, child, under: "doi_data")
            }
        }
    }
}
