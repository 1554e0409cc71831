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

    static func row(_ canonical: CanonicalRecord) -> [UInt8] {
        let record = canonical.record
        return CSVWriter.row([
            canonical.members.first?.key ?? "", canonical.members.map(\.source).uniqued.joined(separator: "; "),
            record.type?.rawValue ?? "", [record.title, record.subtitle].compactMap { $0 }.joined(separator: ": "),
            record.authors.map { $0.name.sortForm }.joined(separator: "; "),
            record.year.map(String.init) ?? { if case .asGiven(let text)? = record.issued { text } else { "" } }(),
            record.container.title ?? "", record.volume ?? "", record.issue ?? "",
            record.pages ?? record.articleNumber ?? "",
            record.doi ?? "", record.identifier(.pmid) ?? "", record.container.issns.joined(separator: "; "),
            record.identifier(.isbn) ?? record.container.isbns.joined(separator: "; "), record.publisher ?? "",
            record.url ?? "",
            record.abstract ?? "", record.languages.first ?? "",
        ])
    }
}

extension Array where Element: Hashable {
    /// The elements without later repeats.
    fileprivate var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
