internal import Records

/// Entries for BibTeX and its classic styles. What these have no field for stands in biblatex's, which they pass over.
enum BibTeX {
    static func entry(_ record: Record, key: String, text: LaTeXText = LaTeXText(), note: String? = nil) -> [UInt8] {
        let kept = KeptFields(record, of: "bibtex")
        let type = TypeTable.bibtex.word(for: record.type, kept: kept["entrytype"])
        var entry = LaTeXEntry(text)
        entry.add("entrysubtype", BibLaTeX.subtype(record, entry: type, of: .bibtex))
        BibLaTeX.addPeople(record, kept, to: &entry)
        entry.add("title", written: text.title(record.wholeTitle, language: record.languages.first))
        entry.add("origtitle", record.otherTitles.first)
        entry.add(further: "origtitle", Array(record.otherTitles.dropFirst()))
        let container = record.container.title
        switch type {
        case "article": entry.add("journal", container)
        case "incollection", "inproceedings", "inbook", "conference": entry.add("booktitle", container)
        default:
            entry.add("journaltitle", container)
            entry.add("howpublished", container ?? (record.type == .dataset ? "Data set" : nil))
        }
        entry.add("shortjournal", record.container.shortTitle)
        entry.add("eventtitle", record.event)
        entry.add("series", record.series)
        let publisher =
            switch type {
            case "phdthesis", "mastersthesis": "school"
            case "techreport": "institution"
            case "proceedings", "manual": "organization"
            default: "publisher"
            }
        entry.add(publisher, record.publisher)
        entry.add("address", record.place)
        switch record.issued {
        case .value(let date):
            entry.add("year", String(date.year))
            if let month = date.month, let word = monthWord(month) {
                entry.add("month", macro: word)
                entry.add("day", date.day.map { String($0) })
            } else if let season = date.season, (1...4).contains(season) {
                entry.add("month", ["Spring", "Summer", "Autumn", "Winter"][season - 1])
            }
        case .asGiven(let given): entry.add("year", given)
        case nil: break
        }
        entry.add("volume", record.volume)
        // Of these the number is their own.
        entry.add("number", record.hasOwnNumber ? record.articleNumber : record.issue)
        entry.add(
            record.hasOwnNumber ? "issue" : "eid", record.hasOwnNumber ? record.issue : record.articleNumber)
        let number = record.hasOwnNumber ? nil : record.articleNumber.map(text.escaped)
        entry.add("pages", written: record.pages.map { Self.range($0, text) } ?? number)
        entry.add("edition", record.edition)
        entry.add("version", record.version)
        if record.type == .article { entry.add("pubstate", "prepublished") }
        entry.add("doi", record.doi ?? record.asGiven("doi"))
        for (name, scheme) in [("doi", Scheme.doi), ("pmid", .pmid), ("pmcid", .pmcid)] {
            entry.add(further: name, record.furtherIdentifiers(scheme))
        }
        entry.add("pmid", record.identifier(.pmid))
        entry.add("pmcid", record.identifier(.pmcid))
        if let arxiv = record.identifier(.arxiv) {
            entry.add("eprint", arxiv)
            entry.add("archiveprefix", "arXiv")
        }
        entry.add("issn", record.container.issns.joined(separator: ", ").nonEmpty ?? record.asGiven("issn"))
        entry.add("isbn", record.isbns.joined(separator: ", ").nonEmpty ?? record.asGiven("isbn"))
        entry.add("url", record.url)
        entry.add(
            "language", record.languages.joined(separator: " and ").nonEmpty ?? record.asGiven("language"))
        entry.add("keywords", written: text.list(record.keywords))
        entry.add("abstract", written: text.paragraphs(record.abstract))
        BibLaTeX.addNotes(record, kept, note, to: &entry)
        entry.add(kept, of: record, told: ["note"])
        return entry.bytes(type: type, key: key)
    }

    /// `123--130`.
    static func range(_ pages: String, _ text: LaTeXText) -> String {
        let sides = pages.split(separator: "-", omittingEmptySubsequences: false)
        // `TR-2020-12` is no range.
        guard sides.count == 2 else { return text.escaped(pages) }
        return sides.map { text.escaped(String($0)) }.joined(separator: "--")
    }

    /// `jan`, for 1.
    private static func monthWord(_ month: Int) -> String? {
        let words = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        return words.indices.contains(month - 1) ? words[month - 1] : nil
    }
}

extension Record {
    /// Whether the number of such a work is its own, not an issue's.
    var hasOwnNumber: Bool { type == .report || type == .patent || type == .standard }

    /// Title and subtitle.
    var wholeTitle: String { [title, subtitle].compactMap { $0?.nonEmpty }.joined(separator: ": ") }

    /// The work's own ISBNs, else its container's.
    var isbns: [String] {
        let own = identifiers.filter { $0.scheme == .isbn }.map(\.value)
        return own.isEmpty ? container.isbns : own
    }

    /// Identifiers of a scheme but the first.
    func furtherIdentifiers(_ scheme: Scheme) -> [String] {
        identifiers.lazy.filter { $0.scheme == scheme }.dropFirst().map(\.value)
    }

    /// Where it is to be found: its page, else its DOI as an address.
    var address: String? { url?.nonEmpty ?? doi.map { "https://doi.org/" + $0 } }
}
