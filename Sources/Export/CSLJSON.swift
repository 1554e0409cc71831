internal import Formats
internal import Records

/// CSL-JSON as the schema `csl-data.json` of CSL 1.0.2 has it: its properties, and what it has none for under `custom`.
enum CSLJSON {
    static func write(
        _ canonical: CanonicalRecord, key: String, note: String? = nil, to writer: inout JSONWriter
    ) {
        let record = canonical.record
        var item = Item(writer: writer)
        item.writer.beginObject()
        item.add("id", key)
        item.add("type", type(record.type))
        item.add("title", record.wholeTitle.nonEmpty)
        for role in Role.allCases {
            let people = record.contributors.filter { $0.role == role }
            guard !people.isEmpty else { continue }
            item.begin(role.rawValue)
            item.writer.beginArray()
            for person in people { write(person.name, to: &item.writer) }
            item.writer.endArray()
        }
        item.add("container-title", record.container.title)
        item.add("container-title-short", record.container.shortTitle)
        item.add("collection-title", record.series)
        item.add("event-title", record.event)
        item.add("publisher", record.publisher)
        item.add("publisher-place", record.place)
        if let issued = record.issued {
            item.begin("issued")
            write(issued, to: &item.writer)
        }
        // What is online before its issue; most say both, and the same.
        if let online = record.publishedOnline, record.issued?.value != online {
            item.begin("available-date")
            write(.value(online), to: &item.writer)
        }
        item.add("volume", record.volume)
        item.add("issue", record.issue)
        item.add("page", record.pages ?? record.articleNumber)
        item.add("number", record.articleNumber)
        item.add("edition", record.edition)
        item.add("version", record.version)
        item.add("DOI", record.doi)
        item.add("PMID", record.identifier(.pmid))
        item.add("PMCID", record.identifier(.pmcid))
        item.add("ISSN", record.container.issns.joined(separator: ", ").nonEmpty)
        item.add("ISBN", record.isbns.joined(separator: ", ").nonEmpty)
        item.add("URL", record.address)
        item.add("language", record.languages.first)
        item.add("keyword", record.keywords.joined(separator: ", ").nonEmpty)
        item.add("abstract", record.abstract)
        if record.isRetracted { item.add("status", "retracted") }
        let kept = KeptFields(record, of: "csl")
        item.add("note", [note, kept["note"]].compactMap { $0 }.joined(separator: "; ").nonEmpty)
        var others: [(name: String, value: String)] = []
        for (name, value) in kept.fields {
            if !item.addKept(name, value) { others.append((name, value)) }
        }
        writeCustom(record, others, to: &item.writer)
        item.writer.endObject()
        writer = item.writer
    }

    /// CSL has no notices and no components.
    private static func type(_ type: WorkType?) -> String {
        switch type {
        case .notice: "article-journal"
        case .component, nil: "document"
        case let type?: type.rawValue
        }
    }

    private static func write(_ name: Name, to writer: inout JSONWriter) {
        writer.beginObject()
        if let literal = name.literal {
            writer.member("literal", literal)
        } else {
            var family = name.family
            var particle: String?
            if let known = name.particle, let whole = family, whole.hasPrefix(known + " ") {
                family = String(whole.dropFirst(known.count + 1))
                particle = known
            }
            writer.member("family", family)
            writer.member("given", name.given)
            writer.member("non-dropping-particle", particle)
            writer.member("suffix", name.suffix)
        }
        writer.endObject()
    }

    private static func write(_ date: Parsed<PartialDate>, to writer: inout JSONWriter) {
        writer.beginObject()
        switch date {
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

    /// What CSL has no property for. Texts, lists of texts, and objects of texts.
    private static func writeCustom(
        _ record: Record, _ kept: [(name: String, value: String)], to writer: inout JSONWriter
    ) {
        let properties: Set<Scheme> = [.doi, .pmid, .pmcid, .isbn, .issn, .local]
        let identifiers = record.identifiers.filter { !properties.contains($0.scheme) }.map(\.description)
        let orcids = record.contributors.filter { $0.orcid != nil }
        let isEmpty =
            record.otherTitles.isEmpty && identifiers.isEmpty && record.licenses.isEmpty && record.funders.isEmpty
            && record.relations.isEmpty && orcids.isEmpty && kept.isEmpty && record.type != .notice
            && record.type != .component
        if isEmpty { return }
        writer.key("custom")
        writer.beginObject()
        if record.type == .notice || record.type == .component { writer.member("type", record.type?.rawValue) }
        writer.member("other-titles", record.otherTitles)
        writer.member("identifiers", identifiers)
        if !orcids.isEmpty {
            writer.key("orcids")
            writer.beginArray()
            for person in orcids {
                writer.beginObject()
                writer.member("name", person.name.displayForm)
                writer.member("orcid", person.orcid)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.member("licenses", record.licenses)
        writer.member("funders", record.funders)
        writer.member("relations", record.relations.map { "\($0.type.rawValue) \($0.target)" })
        var names: Set<String> = ["type", "other-titles", "identifiers", "orcids", "licenses", "funders", "relations"]
        for (name, value) in kept where names.insert(name).inserted { writer.member(name, value) }
        writer.endObject()
    }

    /// One item under way; no property twice.
    private struct Item {
        var writer: JSONWriter
        private var names: Set<String> = []

        init(writer: JSONWriter) { self.writer = writer }

        mutating func begin(_ name: String) {
            names.insert(name)
            writer.key(name)
        }

        mutating func add(_ name: String, _ value: String?) {
            guard let value, names.insert(name).inserted else { return }
            writer.member(name, value)
        }

        /// - Returns: False where the property is none of CSL's, or the value is not of its kind.
        mutating func addKept(_ name: String, _ value: String) -> Bool {
            guard let kind = CSLProperties.kinds[name] else { return false }
            if names.contains(name) { return true }
            switch kind {
            case .text: add(name, value)
            case .names, .date, .texts:
                guard let json = CSLProperties.checked(value, as: kind) else { return false }
                begin(name)
                writer.raw(json)
            }
            return true
        }
    }
}
