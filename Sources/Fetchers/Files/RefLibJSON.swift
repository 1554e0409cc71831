internal import Formats
internal import Records

/// References as the tools of the Systematic Review Accelerator store them (RefLib): EndNote's fields as an object.
///
/// Documentation: https://github.com/IEBH/RefLib
struct RefLibJSON: JSONReading {
    let id = FileSource.reflibJSON.rawValue

    func recognizes(_ value: JSONValue) -> Bool {
        guard value["title"]?.kind == .string, value["type"]?.kind == .string || value["recNumber"] != nil else {
            return false
        }
        if value["authors"]?.kind == .array, value["authors"]?.elements.contains(where: { $0.kind != .string }) == true
        {
            return false
        }
        return value["recNumber"] != nil || value["authors"] != nil && value["journal"]?.kind == .string
    }

    func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        var said = SourceRecord(source: id, key: "")
        var accession: String?
        for (key, member) in value.fields {
            let texts = member.elements.compactMap { $0.text?.nonEmpty }
            guard let text = texts.first else {
                if member.kind == .object { keep(key.string, String(decoding: member.serialized(), as: UTF8.self)) }
                continue
            }
            switch key {
            case "recNumber": said.key = text
            case "type":
                said.type = ZoteroTypes.type(of: text)
                if said.type != text { keep(key.string, text) }
            case "title": said.titles = [text]
            case "journal", "journalFull": if !said.containerTitles.contains(text) { said.containerTitles.append(text) }
            case "journalAbbr", "altTitle", "titleSecondary":
                if !said.shortContainerTitles.contains(text) { said.shortContainerTitles.append(text) }
            case "authors": said.contributors += texts.map { SourceContributor(name: $0) }
            case "address": keep(key.string, text)
            case "pages": said.pages = text
            case "volume": said.volume = text
            case "number": said.issue = text
            case "edition": said.edition = text
            case "section": said.articleNumber = said.articleNumber ?? text
            case "isbn", "issn":
                let numbers = SerialNumbers.parse(text)
                said.issns += numbers.issns
                said.isbns += numbers.isbns
                if numbers.issns.isEmpty, numbers.isbns.isEmpty { keep(key.string, text) }
            case "abstract": said.abstracts = [text]
            case "keywords": said.keywords += texts
            case "year": said.dates.insert(SourceDate(kind: "issued", text: text), at: 0)
            case "date": break
            case "doi": said.identify("doi", text)
            case "accession": accession = text
            case "urls":
                said.url = text
                for other in texts.dropFirst() { keep(key.string, other) }
            case "language": said.languages = texts
            case "publisher": said.publisher = text
            case "custom2":
                keep(key.string, text)
                if text.hasPrefix("PMC") { said.identify("pmcid", text) }
            default: for text in texts { keep(key.string, text) }
            }
        }
        func keep(_ field: String, _ text: String) { said.keep("reflib", field, text) }
        if let date = value["date"]?.text?.nonEmpty {
            if let year = value["year"]?.text.flatMap({ Int($0) }), let joined = SlashDate.joined(year: year, date) {
                said.dates.append(SourceDate(kind: "issued", text: joined))
            } else if said.dates.isEmpty || date.contains(value["year"]?.text ?? " ") {
                said.dates.append(SourceDate(kind: "issued", text: date))
            } else {
                keep("date", date)
            }
        }
        if let accession {
            if said.key.isEmpty { said.key = accession }
            keep("accession", accession)
        }
        guard !said.saysNothing else {
            throw .unusable(
                "a reference that says nothing", format: id, place: place, remedy: "give it a title, or leave it out")
        }
        return said
    }
}
