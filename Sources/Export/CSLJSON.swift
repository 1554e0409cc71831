internal import Formats
internal import Records

/// CSL-JSON 1.0.2.
enum CSLJSON {
    static func write(
        _ canonical: CanonicalRecord, key: String, note: String? = nil, to writer: inout JSONWriter
    ) {
        let record = canonical.record
        writer.beginObject()
        writer.member("id", key)
        writer.member("type", type(record.type))
        writer.member("title", [record.title, record.subtitle].compactMap { $0 }.joined(separator: ": ").nonEmpty)
        for role in Role.allCases where role != .contributor {
            let people = record.contributors.filter { $0.role == role }
            guard !people.isEmpty else { continue }
            writer.key(role.rawValue)
            writer.beginArray()
            for person in people { write(person.name, to: &writer) }
            writer.endArray()
        }
        writer.member("container-title", record.container.title)
        writer.member("container-title-short", record.container.shortTitle)
        writer.member("collection-title", record.series)
        writer.member("event-title", record.event)
        writer.member("publisher", record.publisher)
        writer.member("publisher-place", record.place)
        if let issued = record.issued {
            writer.key("issued")
            writer.beginObject()
            switch issued {
            case .value(let date):
                writer.key("date-parts")
                writer.beginArray()
                writer.beginArray()
                writer.int(date.year)
                if let month = date.month { writer.int(month) }
                if let day = date.day { writer.int(day) }
                writer.endArray()
                writer.endArray()
                writer.member("season", date.season)
            case .asGiven(let text): writer.member("literal", text)
            }
            writer.endObject()
        }
        writer.member("volume", record.volume)
        writer.member("issue", record.issue)
        writer.member("page", record.pages ?? record.articleNumber)
        writer.member("number", record.pages == nil ? nil : record.articleNumber)
        writer.member("edition", record.edition)
        writer.member("version", record.version)
        writer.member("DOI", record.doi)
        writer.member("PMID", record.identifier(.pmid))
        writer.member("PMCID", record.identifier(.pmcid))
        writer.member("ISSN", record.container.issns.joined(separator: ", ").nonEmpty)
        writer.member(
            "ISBN", (record.identifier(.isbn).map { [$0] } ?? record.container.isbns).joined(separator: ", ").nonEmpty)
        writer.member("URL", record.url ?? record.doi.map { "https://doi.org/" + $0 })
        writer.member("language", record.languages.first)
        writer.member("keyword", record.keywords.joined(separator: ", ").nonEmpty)
        writer.member("abstract", record.abstract)
        if record.isRetracted { writer.member("status", "retracted") }
        writer.member("note", note)
        writer.endObject()
    }

    private static func write(_ name: Name, to writer: inout JSONWriter) {
        writer.beginObject()
        if let literal = name.literal {
            writer.member("literal", literal)
        } else {
            var family = name.family
            if let particle = name.particle, let whole = family, whole.hasPrefix(particle + " ") {
                family = String(whole.dropFirst(particle.count + 1))
                writer.member("family", family)
                writer.member("given", name.given)
                writer.member("non-dropping-particle", particle)
            } else {
                writer.member("family", family)
                writer.member("given", name.given)
            }
            writer.member("suffix", name.suffix)
        }
        writer.endObject()
    }

    /// CSL has no notices and no components.
    private static func type(_ type: WorkType?) -> String {
        switch type {
        case .notice: "article-journal"
        case .component, nil: "document"
        case let type?: type.rawValue
        }
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}
