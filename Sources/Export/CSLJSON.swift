internal import Formats
internal import Records

/// CSL-JSON as the schema `csl-data.json` of CSL 1.0.2 has it: its properties, and what it has none for under `custom`.
enum CSLJSON {
    static func write(
        _ canonical: CanonicalRecord, key: String, note: String? = nil, to writer: inout JSONWriter
    ) {
        let record = canonical.record
        let kept = KeptFields(record, of: "csl")
        let names = KeptNames(kept)
        var item = Item(writer: writer)
        item.writer.beginObject()
        item.add("id", key)
        item.add("type", type(record))
        item.add("title", record.wholeTitle.nonEmpty)
        for role in Role.allCases {
            let people = record.contributors.filter { $0.role == role }
            guard !people.isEmpty else { continue }
            item.begin(role.rawValue)
            item.writer.beginArray()
            for (place, person) in people.enumerated() {
                write(person.name, names[role.rawValue, place], to: &item.writer)
            }
            item.writer.endArray()
        }
        item.add("container-title", record.container.title)
        item.add("container-title-short", record.container.shortTitle)
        item.add("collection-title", record.series)
        item.add("event-title", record.event)
        item.add("publisher", record.publisher)
        item.add("publisher-place", record.place)
        item.add("issued", record.issued, kept: kept["issued"])
        item.add("available-date", record.publishedOnline.map { .value($0) }, kept: kept["available-date"])
        item.add("volume", record.volume)
        item.add("issue", record.issue)
        item.add("page", record.pages ?? record.articleNumber)
        item.add("number", record.articleNumber)
        item.add("edition", record.edition)
        item.add("version", record.version)
        item.add("DOI", record.doi ?? record.asGiven("doi"))
        item.add("PMID", record.identifier(.pmid))
        item.add("PMCID", record.identifier(.pmcid))
        item.add("ISSN", record.container.issns.joined(separator: ", ").nonEmpty ?? record.asGiven("issn"))
        item.add("ISBN", record.isbns.joined(separator: ", ").nonEmpty ?? record.asGiven("isbn"))
        item.add("URL", record.url)
        // With its country, where an item had one: styles hyphenate and quote by it.
        let locale = kept["language"].flatMap { text in
            record.languages.first.map { text.lowercased().hasPrefix($0 + "-") } == true ? text : nil
        }
        item.add("language", locale ?? record.languages.first ?? record.asGiven("language"))
        item.add("keyword", record.keywords.joined(separator: ", ").nonEmpty)
        item.add("abstract", record.abstract)
        if record.isRetracted { item.add("status", "retracted") }
        item.add("note", [note, kept["note"]].compactMap { $0 }.joined(separator: "; ").nonEmpty)
        var others: [(name: String, value: String)] = []
        for (name, value) in kept.fields where !KeptNameParts.isOne(name) {
            // What another program calls it, where no document can cite it by that.
            if name == "id" {
                if value != key { others.append((name, value)) }
            } else if name.hasPrefix(CSLCustom.own) || !item.addKept(name, value) {
                others.append((name, value))
            }
        }
        CSLCustom(record: record, kept: others).write(to: &item.writer)
        item.writer.endObject()
        writer = item.writer
    }

    /// CSL has no notices and no components. A type of CSL's that ibid has not was kept.
    private static func type(_ record: Record) -> String {
        switch record.type {
        case .notice: "article-journal"
        case .component: "document"
        case nil:
            record.kept.first { $0.name == "type" && CSLProperties.typesOfNoWork.contains($0.value) }?.value
                ?? "document"
        case let type?: type.rawValue
        }
    }

    private static func write(_ name: Name, _ kept: KeptNameParts, to writer: inout JSONWriter) {
        writer.beginObject()
        if let literal = name.literal {
            writer.member("literal", literal)
        } else {
            let particles = kept.particles(of: name)
            var family = name.family
            for particle in [particles.dropping, particles.other].compactMap({ $0 }) {
                family = family.map { String($0.dropFirst(particle.count + 1)) }
            }
            writer.member("family", family)
            writer.member("given", name.given)
            writer.member("dropping-particle", particles.dropping)
            writer.member("non-dropping-particle", particles.other)
            writer.member("suffix", name.suffix)
            for flag in kept.flags {
                writer.key(flag.name)
                writer.raw(Array(flag.value.utf8))
            }
        }
        writer.endObject()
    }

    fileprivate static func write(_ date: Parsed<PartialDate>, to writer: inout JSONWriter) {
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

        /// A date; as it was kept, where that begins with it and says more: a range, `circa`.
        mutating func add(_ name: String, _ date: Parsed<PartialDate>?, kept: String?) {
            guard let date else { return }
            begin(name)
            var plain = JSONWriter()
            CSLJSON.write(date, to: &plain)
            writer.raw(kept.flatMap { CSLProperties.date($0, refining: plain.bytes) } ?? plain.bytes)
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
