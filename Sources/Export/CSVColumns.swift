internal import Formats
internal import Records

/// The table that `dedup` reads, and behind its columns others for what these do not hold.
enum CSVColumns {
    static let names = [
        "id", "source", "type", "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid",
        "issn", "isbn",
        "publisher", "url", "abstract", "language",
    ]

    /// Behind those, and behind what tells of removed records.
    private static let further = [
        "date", "articleNumber", "shortJournal", "place", "edition", "versionNumber", "series", "conference", "editors",
        "translators", "keywords", "pmcid", "arxiv", "originalTitle",
    ]

    static let header = CSVWriter.row(names + further)
    static let headerOfRemoved = CSVWriter.row(names + RemovedRecord.columnNames + further)

    /// In such tables "article" is an article in a journal, and "review" one that sums up others.
    private static func word(_ type: WorkType) -> String {
        switch type {
        case .article: "preprint"
        case .peerReview: "peer-review"
        default: type.rawValue
        }
    }

    /// Without control characters, but for tabs and line breaks.
    private static func printable(_ text: String) -> String {
        func isControl(_ scalar: Unicode.Scalar) -> Bool {
            (scalar.value < 0x20 && scalar != "\t" && scalar != "\n" && scalar != "\r") || scalar.value == 0x7F
        }
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isControl($0) }))
    }

    private static func further(_ record: Record) -> [String] {
        [
            record.issued?.value.flatMap(day) ?? "", record.articleNumber ?? "", record.container.shortTitle ?? "",
            record.place ?? "", record.edition ?? "", record.version ?? "", record.series ?? "", record.event ?? "",
            people(record, .editor), people(record, .translator), list(record.keywords.map { braced($0, ";,|{}&") }),
            record.identifier(.pmcid) ?? "", record.identifier(.arxiv) ?? "",
            record.otherTitles.count == 1 && record.otherTitles[0].first != "{"
                ? record.otherTitles[0] : list(record.otherTitles.map { braced($0, nil) }),
        ]
    }

    /// `2019-05-03`, `2019-05`, `2019 spring`; nil where the year is all.
    private static func day(_ date: PartialDate) -> String? {
        if let season = date.season, (1...4).contains(season) {
            return "\(date.year) \(["spring", "summer", "autumn", "winter"][season - 1])"
        }
        return date.precision > 1 ? date.description : nil
    }

    /// `Family, Given; Family, Given`. A group's name stands in braces where it could be taken for a person's or for several; of
    /// a person's each part that holds a sign of the list's: `Berg, {J;K}`.
    private static func people(_ record: Record, _ role: Role) -> String {
        list(
            record.contributors.filter { $0.role == role }.map { person in
                guard person.isGroup, let name = person.name.literal else { return sorted(person.name) }
                let words = name.lowercased().split(separator: " ")
                let isPlain = name.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == " " || $0 == "-" }
                return isPlain && words.count > 1 && words.contains(where: groupWords.contains)
                    && !words.contains("and")
                    ? name : braced(name, nil)
            })
    }

    private static func sorted(_ name: Name) -> String {
        func part(_ text: String) -> String { braced(text, ",;{}") }
        // A comma behind the braces tells that it is no group's.
        if let literal = name.literal { return literal.contains(where: ";{}".contains) ? part(literal) + "," : literal }
        return [name.family, name.given, name.suffix].compactMap { $0.map(part) }.joined(separator: ", ")
    }

    /// Words by which every reader of ours knows a group.
    private static let groupWords: Set<Substring> = [
        "agency", "association", "center", "centre", "collaboration", "committee", "consortium", "council",
        "department",
        "foundation", "group", "initiative", "institute", "investigators", "ministry", "network", "organisation",
        "organization", "society", "university",
    ]

    /// With a semicolon behind the only one, where a comma or another sign could part it.
    private static func list(_ parts: [String]) -> String {
        guard parts.count == 1, let only = parts.first, only.first != "{" else { return parts.joined(separator: "; ") }
        let commas = only.utf8.count { $0 == UInt8(ascii: ",") }
        let isParted = commas > 1 || only.contains("|") || only.lowercased().contains(" and ")
        return isParted ? only + ";" : only
    }

    /// In braces where a text holds one of some signs; nil for all texts. Braces that do not pair go.
    private static func braced(_ text: String, _ signs: String?) -> String {
        if let signs, !text.contains(where: signs.contains) { return text }
        var depth = 0
        var isPaired = true
        for byte in text.utf8 {
            if byte == UInt8(ascii: "{") { depth += 1 } else if byte == UInt8(ascii: "}") { depth -= 1 }
            if depth < 0 { isPaired = false }
        }
        return "{\(isPaired && depth == 0 ? text : text.filter { $0 != "{" && $0 != "}" })}"
    }

    static func row(_ canonical: CanonicalRecord, more: [String] = []) -> [UInt8] {
        let record = canonical.record
        let columns =
            [
                canonical.members.first?.key ?? "", canonical.members.map(\.source).uniqued.joined(separator: "; "),
                record.type.map(word) ?? "", [record.title, record.subtitle].compactMap { $0 }.joined(separator: ": "),
                people(record, .author),
                record.year.map(String.init) ?? { if case .asGiven(let text)? = record.issued { text } else { "" } }(),
                record.container.title ?? "", record.volume ?? "", record.issue ?? "",
                record.pages ?? record.articleNumber ?? "",
                record.doi ?? "", record.identifier(.pmid) ?? "", record.container.issns.joined(separator: "; "),
                record.identifier(.isbn) ?? record.container.isbns.joined(separator: "; "), record.publisher ?? "",
                record.url ?? "",
                record.abstract ?? "", record.languages.first ?? "",
            ] + more + further(record)
        return CSVWriter.row(columns.map(printable))
    }
}

extension Array where Element: Hashable {
    /// The elements without later repeats.
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
