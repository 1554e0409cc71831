internal import DedupEngine
internal import Records

/// A canonical record for a person to read.
enum Description {
    /// `field: value`, one line each, in the order of `Field`.
    static func fields(_ record: Record) -> [(field: Field, value: String)] {
        Field.allCases.compactMap { field in
            guard record.has(field), let value = value(of: field, in: record) else { return nil }
            return (field, value)
        }
    }

    /// Title, first author, year and container in one line.
    static func line(_ record: Record) -> String {
        let authors = record.authors
        let author = authors.first.map { $0.name.sortForm + (authors.count > 1 ? " et al." : "") }
        return [
            record.title ?? "(no title)", author, record.year.map(String.init),
            record.container.title ?? record.container.shortTitle,
        ].compactMap { $0?.split(whereSeparator: \.isWhitespace).joined(separator: " ") }.joined(separator: " | ")
    }

    static func lines(_ canonical: CanonicalRecord) -> [String] {
        fields(canonical.record).map { "\(padded($0.field.rawValue))\($0.value)" }
    }

    /// As `lines`, each with the records that say it and the rule that picked it, and what other records say instead.
    ///
    /// - Parameter records: Those that were merged; the more are given, the more of what did not win is told.
    static func provenance(_ canonical: CanonicalRecord, of records: [Record] = []) -> [String] {
        fields(canonical.record).flatMap { field, value -> [String] in
            let entry = canonical.provenance[field]
            let who = entry.map { "\($0.records.map(\.description).joined(separator: ", ")) (\($0.rule))" } ?? "?"
            // Of a union everything is in the value.
            let others = entry?.rule == "union" ? [] : records.filter { entry?.records.contains($0.key) != true }
            return ["\(padded(field.rawValue))\(value)", padded("") + "  \u{2190} " + who]
                + parts(of: entry)
                + others.sorted { $0.key < $1.key }.compactMap { record in
                    guard record.has(field), let said = Self.value(of: field, in: record), said != value else {
                        return nil
                    }
                    return padded("") + "  \u{2260} \(record.key): \(said.prefix(160))"
                }
        }
    }

    /// What a composed value has from which record: `given of 1, 3; orcid of 2`, counted from 1.
    private static func parts(of entry: Provenance?) -> [String] {
        guard let parts = entry?.parts, !parts.isEmpty else { return [] }
        return Set(parts.map(\.record)).sorted().map { record in
            let own = parts.filter { $0.record == record }
            let words = own.reduce(into: [String]()) { if !$0.contains($1.what) { $0.append($1.what) } }
            let said = words.map { word -> String in
                let places = own.filter { $0.what == word }.compactMap { $0.index.map { "\($0 + 1)" } }
                let shown = places.prefix(20).joined(separator: ", ") + (places.count > 20 ? " …" : "")
                return places.isEmpty ? word : "\(word) of \(shown)"
            }
            return padded("") + "    \(record): \(said.joined(separator: "; "))"
        }
    }

    private static func padded(_ name: String) -> String {
        name + String(repeating: " ", count: max(1, 20 - name.count))
    }

    private static func value(of field: Field, in record: Record) -> String? {
        switch field {
        case .type: record.type?.rawValue
        case .identifiers: record.identifiers.map(\.description).joined(separator: ", ")
        case .title: record.title
        case .subtitle: record.subtitle
        case .otherTitles: record.otherTitles.joined(separator: " | ")
        case .contributors:
            record.contributors.map { ($0.role == .author ? "" : $0.role.rawValue + " ") + $0.name.sortForm }.joined(
                separator: "; ")
        case .containerTitle: record.container.title
        case .containerShortTitle: record.container.shortTitle
        case .issns: record.container.issns.joined(separator: ", ")
        case .isbns: record.container.isbns.joined(separator: ", ")
        case .publisher: record.publisher
        case .place: record.place
        case .volume: record.volume
        case .issue: record.issue
        case .pages: record.pages
        case .articleNumber: record.articleNumber
        case .edition: record.edition
        case .version: record.version
        case .event: record.event
        case .series: record.series
        case .issued:
            if case .asGiven(let text)? = record.issued {
                "\"\(text)\" (as given)"
            } else {
                record.issued?.value?.description
            }
        case .publishedOnline: record.publishedOnline?.description
        case .publishedPrint: record.publishedPrint?.description
        case .abstract: record.abstract?.split(separator: "\n").joined(separator: " ")
        case .languages: record.languages.joined(separator: ", ")
        case .keywords: record.keywords.joined(separator: ", ")
        case .licenses: record.licenses.joined(separator: ", ")
        case .funders: record.funders.joined(separator: ", ")
        case .relations: record.relations.map { "\($0.type.rawValue) \($0.target)" }.joined(separator: ", ")
        case .url: record.url
        case .citationCount: record.citationCount.map(String.init)
        case .referenceCount: record.referenceCount.map(String.init)
        case .isRetracted: "yes"
        case .kept: record.kept.map { "\($0.name)=\($0.value.prefix(60))" }.joined(separator: "; ")
        }
    }
}
