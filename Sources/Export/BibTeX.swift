internal import Records

/// BibTeX entries in UTF-8.
enum BibTeX {
    static func entry(_ record: Record, key: String) -> [UInt8] {
        var lines: [String] = []
        func add(_ name: String, _ value: String?, verbatim: Bool = false) {
            guard let value, !value.isEmpty else { return }
            lines.append("  \(name) = {\(verbatim ? value.filter { $0 != "{" && $0 != "}" } : escaped(value))}")
        }
        let type = type(record)
        for (role, name) in [(Role.author, "author"), (.editor, "editor"), (.translator, "translator")] {
            let people = record.contributors.filter { $0.role == role }.map { person in
                person.name.literal.map { "{\(escaped($0))}" } ?? sortForm(person.name)
            }
            if !people.isEmpty { lines.append("  \(name) = {\(people.joined(separator: " and "))}") }
        }
        if let title = [record.title, record.subtitle].compactMap({ $0 }).joined(separator: ": ").nonEmpty {
            lines.append("  title = {\(protected(title))}")
        }
        switch type {
        case "article": add("journal", record.container.title)
        case "incollection", "inproceedings": add("booktitle", record.container.title)
        default: add("howpublished", record.container.title)
        }
        add("series", record.series)
        add(type == "phdthesis" ? "school" : (type == "techreport" ? "institution" : "publisher"), record.publisher)
        add("address", record.place)
        switch record.issued {
        case .value(let date):
            add("year", String(date.year))
            if let month = date.month {
                lines.append(
                    "  month = "
                        + ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"][
                            (month - 1) % 12])
            }
        case .asGiven(let text): add("year", text)
        case nil: break
        }
        add("volume", record.volume)
        add("number", record.issue ?? (type == "techreport" ? record.articleNumber : nil))
        add(
            "pages",
            (record.pages ?? record.articleNumber).map {
                $0.split(separator: "-", maxSplits: 1).joined(separator: "--")
            })
        add("edition", record.edition)
        add("doi", record.doi, verbatim: true)
        add("pmid", record.identifier(.pmid))
        if let arxiv = record.identifier(.arxiv) {
            add("eprint", arxiv)
            add("archiveprefix", "arXiv")
        }
        add("issn", record.container.issns.first)
        add("isbn", record.identifier(.isbn) ?? record.container.isbns.first)
        add("url", record.url ?? record.doi.map { "https://doi.org/" + $0 }, verbatim: true)
        add("language", record.languages.first)
        add("keywords", record.keywords.joined(separator: ", "))
        add("abstract", record.abstract?.split(separator: "\n").joined(separator: " "))
        if record.isRetracted { add("note", "Retracted") }
        return Array("@\(type){\(key),\n\(lines.joined(separator: ",\n"))\n}\n\n".utf8)
    }

    private static func type(_ record: Record) -> String {
        switch record.type {
        case .articleJournal, .articleMagazine, .articleNewspaper, .reviewBook, .notice: "article"
        case .paperConference: "inproceedings"
        case .chapter, .entry, .entryDictionary, .entryEncyclopedia: "incollection"
        case .book, .collection: "book"
        case .thesis: "phdthesis"
        case .report: "techreport"
        case .manuscript: "unpublished"
        default: "misc"
        }
    }

    private static func sortForm(_ name: Name) -> String {
        [name.family, name.suffix, name.given].compactMap { $0 }.map { part in
            let text = escaped(part)
            // "and" parts names wherever it stands.
            return text.contains(" and ") ? "{\(text)}" : text
        }.joined(separator: ", ")
    }

    /// Words with a capital behind their first letter keep it in every style.
    private static func protected(_ title: String) -> String {
        title.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let text = escaped(String(word))
            return word.dropFirst().contains(where: \.isUppercase) ? "{\(text)}" : text
        }.joined(separator: " ")
    }

    static func escaped(_ text: String) -> String {
        var out = ""
        for character in text {
            switch character {
            case "&", "%", "$", "#", "_": out += "\\\(character)"
            case "{": out += "\\{"
            case "}": out += "\\}"
            case "~": out += "\\textasciitilde{}"
            case "^": out += "\\textasciicircum{}"
            case "\\": out += "\\textbackslash{}"
            case "\n", "\r\n", "\r": out += " "
            default: out.append(character)
            }
        }
        return out
    }
}
