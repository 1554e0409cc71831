internal import Records

/// RIS entries; lines end in CR and LF, as its specification asks.
enum RIS {
    static func entry(_ record: Record, note: String? = nil) -> [UInt8] {
        var out = ""
        func add(_ tag: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            // A line break within a value would begin a new tag.
            out += "\(tag)  - \(value.split(whereSeparator: \.isNewline).joined(separator: " "))\r\n"
        }
        add("TY", type(record.type))
        for contributor in record.contributors {
            switch contributor.role {
            case .author: add("AU", contributor.name.sortForm)
            case .editor: add("A2", contributor.name.sortForm)
            case .translator: add("A4", contributor.name.sortForm)
            default: add("A3", contributor.name.sortForm)
            }
        }
        add("TI", [record.title, record.subtitle].compactMap { $0 }.joined(separator: ": "))
        for title in record.otherTitles { add("TT", title) }
        add("T2", record.container.title)
        add("J2", record.container.shortTitle)
        add("T3", record.series)
        switch record.issued {
        case .value(let date):
            add("PY", String(date.year))
            if date.precision > 1, let month = date.month {
                add(
                    "DA",
                    "\(date.year)/\(month < 10 ? "0" : "")\(month)/\(date.day.map { ($0 < 10 ? "0" : "") + String($0) } ?? "")/"
                )
            }
        case .asGiven(let text): add("PY", text)
        case nil: break
        }
        add("VL", record.volume)
        add("IS", record.issue)
        if let pages = record.pages {
            let parts = pages.split(separator: "-", maxSplits: 1)
            add("SP", parts.first.map(String.init))
            if parts.count > 1 { add("EP", String(parts[1])) }
        }
        add("C7", record.articleNumber)
        add("ET", record.edition)
        add("PB", record.publisher)
        add("CY", record.place)
        for issn in record.container.issns { add("SN", issn) }
        add("SN", record.identifier(.isbn) ?? record.container.isbns.first)
        add("DO", record.doi)
        add("AN", record.identifier(.pmid))
        add("C2", record.identifier(.pmcid))
        add("UR", record.url ?? record.doi.map { "https://doi.org/" + $0 })
        add("LA", record.languages.first)
        for keyword in record.keywords { add("KW", keyword) }
        add("AB", record.abstract)
        if record.isRetracted { add("N1", "Retracted") }
        add("N1", note)
        return Array((out + "ER  - \r\n\r\n").utf8)
    }

    private static func type(_ type: WorkType?) -> String {
        switch type {
        case .articleJournal, .notice, .reviewBook: "JOUR"
        case .articleMagazine: "MGZN"
        case .articleNewspaper: "NEWS"
        case .article: "UNPB"
        case .book, .collection: "BOOK"
        case .chapter, .entry: "CHAP"
        case .entryDictionary: "DICT"
        case .entryEncyclopedia: "ENCYC"
        case .dataset: "DATA"
        case .paperConference: "CPAPER"
        case .thesis: "THES"
        case .report: "RPRT"
        case .software: "COMP"
        case .standard: "STAND"
        case .patent: "PAT"
        case .webpage: "ELEC"
        case .postWeblog, .post: "BLOG"
        case .manuscript: "UNPB"
        case .map: "MAP"
        case .motionPicture: "VIDEO"
        case .song: "SOUND"
        default: "GEN"
        }
    }
}
