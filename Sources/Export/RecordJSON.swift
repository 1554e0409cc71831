public import Formats
public import Records

/// ibid's own JSON: every field of a record, and where it comes from. `Docs/jsonl.md` describes it.
public enum RecordJSON {
    /// The canonical record with its id, members and provenance.
    ///
    /// - Parameters:
    ///   - query: What was asked for; nil leaves it out.
    ///   - withID: False leaves out the number, which differs from catalog to catalog.
    public static func write(
        _ canonical: CanonicalRecord, query: String? = nil, withID: Bool = true, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("query", query)
        if withID, canonical.id != 0 { writer.member("id", Int(canonical.id)) }
        writer.member("members", canonical.members.map(\.description))
        writeFields(canonical.record, to: &writer)
        writer.key("provenance")
        writer.beginObject()
        for field in Field.allCases {
            guard let entry = canonical.provenance[field] else { continue }
            writer.key(field.rawValue)
            writer.beginObject()
            writer.member("records", entry.records.map(\.description))
            writer.member("rule", entry.rule)
            if !entry.parts.isEmpty { write(entry.parts, to: &writer) }
            writer.endObject()
        }
        writer.endObject()
        writer.endObject()
    }

    /// One record with its key.
    ///
    /// - Parameter removed: What it is a duplicate of; nil leaves it out.
    public static func write(_ record: Record, removed: RemovedRecord? = nil, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("source", record.key.source)
        writer.member("key", record.key.key)
        if let removed {
            writer.member("kept", removed.kept.description)
            writer.member("strongestLink", removed.link?.description)
            if let bits = removed.bits {
                writer.key("matchWeightBits")
                writer.double(bits)
            }
        }
        // There `kept` is the record that is kept.
        writeFields(record, keptName: removed == nil ? "kept" : "keptFields", to: &writer)
        writer.endObject()
    }

    private static func writeFields(_ record: Record, keptName: String = "kept", to writer: inout JSONWriter) {
        writer.member("updated", record.updated?.iso8601)
        writer.member("type", record.type?.rawValue)
        writer.member("title", record.title)
        writer.member("subtitle", record.subtitle)
        writer.member("otherTitles", record.otherTitles)
        if !record.identifiers.isEmpty {
            writer.key("identifiers")
            writer.beginArray()
            for identifier in record.identifiers { writer.string(identifier.description) }
            writer.endArray()
        }
        writer.member("doi", record.doi)
        if !record.contributors.isEmpty {
            writer.key("contributors")
            writer.beginArray()
            for contributor in record.contributors { write(contributor, to: &writer) }
            writer.endArray()
        }
        writer.member("containerTitle", record.container.title)
        writer.member("containerShortTitle", record.container.shortTitle)
        writer.member("issns", record.container.issns)
        writer.member("isbns", record.container.isbns)
        writer.member("publisher", record.publisher)
        writer.member("place", record.place)
        writer.member("volume", record.volume)
        writer.member("issue", record.issue)
        writer.member("pages", record.pages)
        writer.member("articleNumber", record.articleNumber)
        writer.member("edition", record.edition)
        writer.member("version", record.version)
        writer.member("event", record.event)
        writer.member("series", record.series)
        switch record.issued {
        case .value(let date):
            writer.member("issued", date.description)
            writer.member("year", date.year)
        case .asGiven(let text): writer.member("issuedAsGiven", text)
        case nil: break
        }
        writer.member("publishedOnline", record.publishedOnline?.description)
        writer.member("publishedPrint", record.publishedPrint?.description)
        writer.member("abstract", record.abstract)
        writer.member("languages", record.languages)
        writer.member("keywords", record.keywords)
        writer.member("licenses", record.licenses)
        writer.member("funders", record.funders)
        if !record.relations.isEmpty {
            writer.key("relations")
            writer.beginArray()
            for relation in record.relations {
                writer.beginObject()
                writer.member("type", relation.type.rawValue)
                writer.member("target", relation.target.description)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.member("url", record.url)
        writer.member("citationCount", record.citationCount)
        writer.member("referenceCount", record.referenceCount)
        if record.isRetracted {
            writer.key("isRetracted")
            writer.bool(true)
        }
        if !record.kept.isEmpty {
            writer.key(keptName)
            writer.beginArray()
            for field in record.kept {
                writer.beginObject()
                writer.member("name", field.name)
                writer.member("value", field.value)
                writer.endObject()
            }
            writer.endArray()
        }
    }

    private static func write(_ parts: [Provenance.Part], to writer: inout JSONWriter) {
        writer.key("parts")
        writer.beginArray()
        for part in parts {
            writer.beginObject()
            writer.member("index", part.index)
            writer.member("what", part.what)
            writer.member("record", part.record.description)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(_ contributor: Contributor, to writer: inout JSONWriter) {
        writer.beginObject()
        if contributor.role != .author { writer.member("role", contributor.role.rawValue) }
        writer.member("family", contributor.name.family)
        writer.member("given", contributor.name.given)
        writer.member("suffix", contributor.name.suffix)
        writer.member("particle", contributor.name.particle)
        writer.member("literal", contributor.name.literal)
        if contributor.isGroup {
            writer.key("isGroup")
            writer.bool(true)
        }
        writer.member("orcid", contributor.orcid)
        writer.member("affiliations", contributor.affiliations)
        writer.endObject()
    }
}
