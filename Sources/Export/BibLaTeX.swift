internal import Records

/// Entries for biblatex and biber.
///
/// Method: P. Kime, M. Wemheuer and P. Lehman, "The biblatex Package", sections 2.1 (entry types) and 2.2 (fields).
enum BibLaTeX {
    static func entry(_ record: Record, key: String, text: LaTeXText = LaTeXText(), note: String? = nil) -> [UInt8] {
        // `bibtex:` for both: a .bib file does not say which of the two it is for.
        let kept = KeptFields(record, of: "bibtex")
        let type = TypeTable.biblatex.word(for: record.type, kept: kept["entrytype"])
        var entry = LaTeXEntry(text)
        switch record.type {
        case .articleMagazine: entry.add("entrysubtype", "magazine")
        case .articleNewspaper: entry.add("entrysubtype", "newspaper")
        default: break
        }
        addPeople(record, to: &entry)
        entry.add("title", written: text.title(record.title ?? "", language: record.languages.first))
        entry.add("subtitle", written: text.title(record.subtitle ?? "", language: record.languages.first))
        addContainer(record, type: type, to: &entry)
        entry.add("series", record.series)
        entry.add("eventtitle", record.event)
        entry.add("location", record.place)
        addDates(record, to: &entry)
        entry.add("volume", record.volume)
        let isReport = type == "report" || type == "techreport"
        entry.add("number", record.issue ?? (isReport ? record.articleNumber : nil))
        entry.add("eid", isReport ? nil : record.articleNumber)
        entry.add("pages", record.pages.map(BibTeX.range))
        entry.add("edition", record.edition)
        entry.add("version", record.version)
        if record.type == .article { entry.add("pubstate", "prepublished") }
        entry.add("doi", record.doi)
        if let arxiv = record.identifier(.arxiv) {
            entry.add("eprint", arxiv)
            entry.add("eprinttype", "arxiv")
        } else if let pmid = record.identifier(.pmid) {
            entry.add("eprint", pmid)
            entry.add("eprinttype", "pubmed")
        }
        entry.add("pmid", record.identifier(.pmid))
        entry.add("pmcid", record.identifier(.pmcid))
        entry.add("issn", record.container.issns.joined(separator: ", "))
        entry.add("isbn", record.isbns.joined(separator: ", "))
        entry.add("url", record.address)
        if let language = record.languages.first {
            entry.add("langid", Languages.babel[language])
            // `language` is printed: nothing is gained by it where `langid` says it.
            if Languages.babel[language] == nil { entry.add("language", language) }
        }
        entry.add("keywords", record.keywords.joined(separator: ", "))
        entry.add("abstract", record.abstract)
        entry.add(
            "note",
            [record.isRetracted ? "Retracted" : nil, asGiven(record), note, kept["note"]].compactMap { $0 }.joined(
                separator: "; "))
        entry.add(kept)
        return entry.bytes(type: type, key: key)
    }

    private static func addPeople(_ record: Record, to entry: inout LaTeXEntry) {
        let fields: [(role: Role, field: String, type: String?)] = [
            (.author, "author", nil), (.editor, "editor", nil), (.translator, "translator", nil),
            (.containerAuthor, "bookauthor", nil), (.compiler, "editora", "compiler"),
            (.director, "editorb", "director"), (.curator, "editorc", "organizer"),
        ]
        for (role, field, type) in fields {
            let people = record.contributors.filter { $0.role == role }.compactMap { entry.text.name($0.name) }
            guard !people.isEmpty else { continue }
            entry.add(field, written: people.joined(separator: " and "))
            if let type { entry.add(field + "type", type) }
        }
    }

    private static func addContainer(_ record: Record, type: String, to entry: inout LaTeXEntry) {
        let container = record.container.title
        let publisher = record.publisher
        switch type {
        case "article", "review", "suppperiodical":
            entry.add("journaltitle", container)
            entry.add("shortjournal", record.container.shortTitle)
            entry.add("titleaddon", record.otherTitles.joined(separator: "; "))
            entry.add("publisher", publisher)
        case "incollection", "inproceedings", "inreference", "inbook", "conference", "suppbook", "suppcollection",
            "bookinbook":
            entry.add("booktitle", container)
            entry.add("titleaddon", record.otherTitles.joined(separator: "; "))
            entry.add("publisher", publisher)
        case "report", "techreport", "thesis", "phdthesis", "mastersthesis":
            entry.add("institution", publisher)
            entry.add("titleaddon", ([container].compactMap { $0 } + record.otherTitles).joined(separator: "; "))
        case "online", "electronic", "www":
            // Of a preprint the server, of a page the site.
            entry.add("organization", publisher ?? container)
            let rest = (publisher == nil || publisher == container ? [] : [container].compactMap { $0 })
            entry.add("titleaddon", (rest + record.otherTitles).joined(separator: "; "))
        default:
            entry.add("howpublished", container)
            entry.add("titleaddon", record.otherTitles.joined(separator: "; "))
            entry.add("publisher", publisher)
        }
    }

    /// EDTF: `2019-06-03`; seasons are the months 21 to 24.
    private static func addDates(_ record: Record, to entry: inout LaTeXEntry) {
        guard case .value(let date)? = record.issued else { return }
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var text = String(repeating: "0", count: max(0, 4 - String(date.year).count)) + String(date.year)
        if let month = date.month, (1...12).contains(month) {
            text += "-" + two(month)
            if let day = date.day { text += "-" + two(day) }
        } else if let season = date.season, (1...4).contains(season) {
            text += "-\(20 + season)"
        }
        entry.add("date", text)
    }

    /// biber takes no date that is no EDTF.
    private static func asGiven(_ record: Record) -> String? {
        if case .asGiven(let text)? = record.issued { text } else { nil }
    }
}
