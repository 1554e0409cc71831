internal import Formats
internal import Records

/// Registrations of clinical trials as the WHO's International Clinical Trials Registry Platform exports them.
///
/// Documentation: https://trialsearch.who.int/, "Export results to XML".
struct ICTRP: XMLReading {
    let id = FileSource.ictrp.rawValue

    func recognizes(_ element: XMLTreeElement) -> Bool { element.is("Trial") && element["TrialID"] != nil }

    func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        guard let number = element["TrialID"]?.text else {
            throw .unusable(
                "a trial without its \"TrialID\"", format: id, place: place, remedy: "export it again, or leave it out")
        }
        var said = SourceRecord(source: id, key: number)
        said.type = "trial-registration"
        said.identify("trial", number)
        var contact: (given: [String], family: [String], affiliation: String?) = ([], [], nil)
        for child in element.children {
            guard let text = child.text else { continue }
            switch child.name {
            case "TrialID": break
            case "Scientific_title": said.titles.insert(text, at: 0)
            case "Public_title": said.titles.append(text)
            case "web_address": said.url = text
            case "Source_Register": said.fill(\.publisher, id, child)
            case "Primary_sponsor":
                said.contributors.append(SourceContributor(role: "sponsor", name: text, isGroup: true))
            case "Source_Support": said.funders += Self.parts(text).filter { !$0.isEmpty }
            case "Contact_Firstname": contact.given = Self.parts(text)
            case "Contact_Lastname": contact.family = Self.parts(text)
            case "Contact_Affiliation": contact.affiliation = text
            case "Condition": said.keywords += Self.parts(text).filter { !$0.isEmpty }
            case "Date_registration3" where text.utf8.count == 8 && Int(text) != nil:
                let digits = text.utf8.map { Int($0) - 48 }
                said.dates.append(
                    SourceDate(
                        kind: "issued",
                        parts: [
                            digits[..<4].reduce(0) { $0 * 10 + $1 }, digits[4] * 10 + digits[5],
                            digits[6] * 10 + digits[7],
                        ]))
            case "Date_registration": said.keep(id, child)
            case "Last_Refreshed_on": said.dates.append(SourceDate(kind: "updated", text: text))
            default: said.keep(id, child)
            }
        }
        // The public title is told beside the scientific one.
        if said.titles.count > 1, said.titles[0] == said.titles[1] { said.titles.removeLast() }
        if !said.dates.contains(where: { $0.kind == "issued" }), let text = element["Date_registration"]?.text {
            said.dates.append(SourceDate(kind: "issued", text: text))
        }
        for index in 0..<max(contact.given.count, contact.family.count) {
            let given = contact.given.indices.contains(index) ? contact.given[index].nonEmpty : nil
            let family = contact.family.indices.contains(index) ? contact.family[index].nonEmpty : nil
            guard given != nil || family != nil else { continue }
            said.contributors.append(
                SourceContributor(
                    role: "contact", given: family == nil ? nil : given, family: family,
                    name: family == nil ? given : nil))
        }
        if let affiliation = contact.affiliation { said.keep(id, "Contact_Affiliation", affiliation) }
        return said
    }

    /// Parts of a list in their places, empty ones too: given and family names are told in two lists.
    private static func parts(_ text: String) -> [String] {
        text.split(separator: ";", omittingEmptySubsequences: false).map { String($0.trimmed) }
    }
}
