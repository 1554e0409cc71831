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
}
