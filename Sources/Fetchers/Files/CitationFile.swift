internal import Formats
internal import Records

/// `CITATION.cff`: how software and data want to be cited.
///
/// Documentation: https://github.com/citation-file-format/citation-file-format/blob/main/schema-guide.md
struct CitationFile: JSONReading {
    let id = FileSource.cff.rawValue

    func recognizes(_ value: JSONValue) -> Bool { value["cff-version"] != nil }

    func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        var said = SourceRecord(source: id, key: "")
        said.type = "software"
        for (key, member) in value.fields { Self.take(key.string, member, &said) }
        guard !said.saysNothingOfAWork else {
            throw .unusable(
                "a citation file that names no work", format: id, place: place, remedy: "give it a \"title\"")
        }
        return said
    }

    private static func take(_ key: String, _ value: JSONValue, _ said: inout SourceRecord) {
        let text = value.text?.nonEmpty
        func keep() {
            said.keep(FileSource.cff.rawValue, key, text ?? String(decoding: value.serialized(), as: UTF8.self))
        }
        switch (key, text) {
        case ("type", let text?): said.type = text
        case ("title", let text?): said.titles = [text]
        case ("authors", nil): for author in value.elements { person(author, &said) }
        case ("doi", let text?): said.identify("doi", text)
        case ("identifiers", nil):
            for identifier in value.elements {
                guard let number = identifier["value"]?.text?.nonEmpty else { continue }
                switch identifier["type"]?.text {
                case "doi": said.identify("doi", number)
                case "url" where said.url == nil: said.url = number
                default: said.keep(FileSource.cff.rawValue, "identifiers", number)
                }
            }
        case ("version", let text?): said.version = text
        case ("date-released", let text?): said.add(SourceDate(kind: "issued", text: text))
        case ("url", let text?):
            if let url = said.url, url != text { said.keep(FileSource.cff.rawValue, "identifiers", url) }
            said.url = text
        case ("abstract", let text?): said.abstracts = [text]
        case ("keywords", nil):
            for word in value.elements { if let word = word.text?.nonEmpty { said.addKeyword(word) } }
        case ("license", let text?): said.licenses.append(text)
        default: keep()
        }
    }

    private static func person(_ author: JSONValue, _ said: inout SourceRecord) {
        var person = SourceContributor()
        if let name = author["name"]?.text?.nonEmpty {
            person.name = name
            person.isGroup = true
        } else {
            person.given = author["given-names"]?.text?.nonEmpty
            let family = [author["name-particle"]?.text?.nonEmpty, author["family-names"]?.text?.nonEmpty].compactMap {
                $0
            }
            person.family = family.isEmpty ? nil : family.joined(separator: " ")
            person.suffix = author["name-suffix"]?.text?.nonEmpty
            if person.family == nil {
                person.name = person.given ?? author["alias"]?.text?.nonEmpty
                person.given = nil
            }
        }
        person.orcid = author["orcid"]?.text?.nonEmpty
        if let place = author["affiliation"]?.text?.nonEmpty { person.affiliations = [place] }
        if person.family != nil || person.name != nil { said.contributors.append(person) }
    }
}
