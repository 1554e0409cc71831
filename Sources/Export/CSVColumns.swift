internal import Formats
internal import Records

/// The table that `dedup` reads.
enum CSVColumns {
    static let names = [
        "id", "source", "type", "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid",
        "issn", "isbn",
        "publisher", "url", "abstract", "language",
    ]

    static let header = CSVWriter.row(names)
    static let headerOfRemoved = CSVWriter.row(names + RemovedRecord.columnNames)

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

    static func row(_ canonical: CanonicalRecord, more: [String] = []) -> [UInt8] {
        let record = canonical.record
        let columns =
            [
                canonical.members.first?.key ?? "", canonical.members.map(\.source).uniqued.joined(separator: "; "),
                record.type.map(word) ?? "", [record.title, record.subtitle].compactMap { $0 }.joined(separator: ": "),
                record.authors.map { $0.name.sortForm }.joined(separator: "; "),
                record.year.map(String.init) ?? { if case .asGiven(let text)? = record.issued { text } else { "" } }(),
                record.container.title ?? "", record.volume ?? "", record.issue ?? "",
                record.pages ?? record.articleNumber ?? "",
                record.doi ?? "", record.identifier(.pmid) ?? "", record.container.issns.joined(separator: "; "),
                record.identifier(.isbn) ?? record.container.isbns.joined(separator: "; "), record.publisher ?? "",
                record.url ?? "",
                record.abstract ?? "", record.languages.first ?? "",
            ] + more
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
