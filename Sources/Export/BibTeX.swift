internal import Records

/// BibTeX entries in UTF-8.
enum BibTeX {
    static func entry(_ record: Record, key: String, note: String? = nil) -> [UInt8] {
        var lines: [String] = []
        func add(_ name: String, _ value: String?, verbatim: Bool = false) {
            guard let value, !value.isEmpty else { return }
            lines.append("  \(name) = {\(verbatim ? unbraced(value) : escaped(value))}")
        }
        let type = type(record)
        for (role, name) in [(Role.author, "author"), (.editor, "editor"), (.translator, "translator")] {
            let people = record.contributors.filter { $0.role == role }.map { person in
                person.name.literal.map { "{\(escaped($0))}" } ?? sortForm(person.name)
            }
            .filter { !$0.isEmpty }
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
            if let month = date.month, (1...12).contains(month) {
                lines.append(
                    "  month = "
                        + ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"][
                            month - 1])
            }
        case .asGiven(let text): add("year", text)
        case nil: break
        }
        add("volume", record.volume)
        add("number", record.issue ?? (type == "techreport" ? record.articleNumber : nil))
        add(
            "pages",
            record.pages?.split(separator: "-", maxSplits: 1).joined(separator: "--")
                ?? (type == "techreport" ? nil : record.articleNumber))
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
        add("note", [record.isRetracted ? "Retracted" : nil, note].compactMap { $0 }.joined(separator: "; "))
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
            // "and" parts names wherever it stands, a comma the parts of one.
            return text.contains(" and ") || text.contains(",") ? "{\(text)}" : text
        }.joined(separator: ", ")
    }

    /// Words with a capital behind their first letter keep it in every style.
    private static func protected(_ title: String) -> String {
        title.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let text = escaped(String(word))
            return word.dropFirst().contains(where: \.isUppercase) ? "{\(text)}" : text
        }.joined(separator: " ")
    }

    /// Scalar by scalar: a sign that TeX reads stays one where a combining mark follows it.
    static func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&", "%", "$", "#", "_":
                out.append("\\")
                out.append(scalar)
            // BibTeX counts braces whether or not a backslash precedes them.
            case "{": out.append(contentsOf: "\\textbraceleft{}".unicodeScalars)
            case "}": out.append(contentsOf: "\\textbraceright{}".unicodeScalars)
            case "~": out.append(contentsOf: "\\textasciitilde{}".unicodeScalars)
            case "^": out.append(contentsOf: "\\textasciicircum{}".unicodeScalars)
            case "\\": out.append(contentsOf: "\\textbackslash{}".unicodeScalars)
            case "\n", "\r": out.append(" ")
            default: out.append(scalar)
            }
        }
        return String(out)
    }

    /// As it is, but for the signs that would end the value.
    private static func unbraced(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "{" && $0 != "}" }))
    }
}
