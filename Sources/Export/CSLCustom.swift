internal import Formats
internal import Records

/// The member `custom` of an item: what CSL has no property for, in a form that ibid reads again.
struct CSLCustom {
    let record: Record
    /// Kept fields that are none of CSL's, or not of its kind.
    let kept: [(name: String, value: String)]

    /// What stands before the name of another program's member that is called like a property or like a member of ibid's.
    static let own = "custom/"

    /// Texts, lists of texts, and objects of texts; nothing where there is nothing to tell.
    func write(to writer: inout JSONWriter) {
        var members: [(name: String, write: (inout JSONWriter) -> Void)] = []
        func add(_ name: String, _ texts: [String]) {
            if !texts.isEmpty { members.append((name, { $0.strings(texts) })) }
        }
        func add(_ name: String, _ text: String?) { if let text { members.append((name, { $0.string(text) })) } }
        if record.type == .notice || record.type == .component { add("type", record.type?.rawValue) }
        add("other-titles", record.otherTitles)
        // Of these the first is a property.
        var properties: Set<Scheme> = [.doi, .pmid, .pmcid]
        let others = record.identifiers.filter { identifier in
            ![.isbn, .issn, .local].contains(identifier.scheme) && properties.remove(identifier.scheme) == nil
        }
        add("identifiers", others.map(\.description))
        // CSL does not tell a group's name from a person's that has no parts.
        add("groups", record.contributors.filter(\.isGroup).compactMap(\.name.literal))
        let orcids = numberedPeople.filter { $0.person.orcid != nil }
        if !orcids.isEmpty { members.append(("orcids", { Self.write(orcids, to: &$0) })) }
        add("published-print", record.publishedPrint?.description)
        if record.languages.count > 1 { add("languages", record.languages) }
        // The property is one text, with commas between them.
        if record.keywords.contains(where: { $0.contains { $0 == "," || $0 == ";" } }) {
            add("keywords", record.keywords)
        }
        add("licenses", record.licenses)
        add("funders", record.funders)
        add("relations", record.relations.map { "\($0.type.rawValue) \($0.target)" })
        add("id", kept.filter { $0.name == "id" }.map(\.value))
        var names = Set(members.map(\.name))
        for (name, value) in kept where name != "id" {
            // As it was called, where nothing else in `custom` is called so.
            var name = name.hasPrefix(Self.own) ? String(name.dropFirst(Self.own.count)) : name
            if names.contains(name) { name = Self.own + name }
            guard names.insert(name).inserted else { continue }
            let json = CSLProperties.structured(value)
            members.append((name, { if let json { $0.raw(json) } else { $0.string(value) } }))
        }
        if members.isEmpty { return }
        writer.key("custom")
        writer.beginObject()
        for member in members {
            writer.key(member.name)
            member.write(&writer)
        }
        writer.endObject()
    }

    /// Each with their place among those of their role, from 0.
    private var numberedPeople: [(person: Contributor, place: Int)] {
        var counts: [Role: Int] = [:]
        return record.contributors.map { person in
            defer { counts[person.role, default: 0] += 1 }
            return (person, counts[person.role, default: 0])
        }
    }

    private static func write(_ people: [(person: Contributor, place: Int)], to writer: inout JSONWriter) {
        writer.beginArray()
        for (person, place) in people {
            writer.beginObject()
            writer.member("name", person.name.displayForm)
            writer.member("orcid", person.orcid)
            writer.member("role", person.role.rawValue)
            writer.member("place", place)
            writer.endObject()
        }
        writer.endArray()
    }
}

extension JSONWriter {
    fileprivate mutating func strings(_ texts: [String]) {
        beginArray()
        for text in texts { string(text) }
        endArray()
    }
}
