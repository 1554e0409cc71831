internal import Formats
internal import Records

/// The member `custom` of an item. What ibid's own export writes there goes where it belongs, all else is kept: under
/// `custom/` what is called like a property or like a member of ibid's.
enum CSLCustom {
    static func read(_ custom: JSONValue, into said: inout SourceRecord) {
        for (key, member) in custom.fields where !take(key.string, member, &said) {
            guard said.others.count < SourceRecord.mostKept else { return }
            let name = key.string
            let isOwn = CSLVariables.all.contains(name) || members.contains(name)
            said.keep(
                "csl", isOwn ? "custom/" + name : name,
                member.text ?? String(decoding: member.serialized(), as: UTF8.self))
        }
    }

    private static let members: Set<String> = [
        "id", "type", "published-print", "orcids", "other-titles", "identifiers", "groups", "languages", "keywords",
        "licenses", "funders", "relations",
    ]

    /// - Returns: False where it is not what ibid writes under that name.
    private static func take(_ name: String, _ value: JSONValue, _ said: inout SourceRecord) -> Bool {
        switch name {
        case "type":
            guard let type = value.string, type == "notice" || type == "component" else { return false }
            said.type = type
        case "published-print":
            guard let date = value.string else { return false }
            said.dates.append(SourceDate(kind: name, text: date))
        case "orcids": return orcids(value, &said)
        // What it was called before ibid gave it a key.
        case "id":
            guard value.kind == .array else { return false }
            for id in value.elements { if let text = id.string { said.keep("csl", "id", text) } }
        case "other-titles", "identifiers", "groups", "languages", "keywords", "licenses", "funders", "relations":
            guard value.kind == .array, value.elements.contains(where: { _ in true }),
                value.elements.allSatisfy({ $0.kind == .string })
            else { return false }
            return take(name, value.elements.compactMap(\.string), &said)
        default: return false
        }
        return true
    }

    private static func take(_ name: String, _ texts: [String], _ said: inout SourceRecord) -> Bool {
        switch name {
        case "other-titles": said.originalTitles += texts
        case "languages": said.languages = texts
        case "keywords": said.keywords = texts
        case "licenses": said.licenses += texts
        case "funders": said.funders += texts
        case "groups":
            let names = Set(texts)
            for place in said.contributors.indices where said.contributors[place].name.map(names.contains) == true {
                said.contributors[place].isGroup = true
            }
        case "identifiers":
            let parts = texts.map(parted)
            guard parts.allSatisfy({ $0 != nil }) else { return false }
            for case let part? in parts { said.identify(part.scheme, part.value) }
        case "relations":
            var relations: [SourceRelation] = []
            for text in texts {
                let words = text.split(separator: " ", maxSplits: 1)
                guard words.count == 2, let target = parted(String(words[1])) else { return false }
                relations.append(
                    SourceRelation(type: String(words[0]), scheme: target.scheme, target: target.value))
            }
            said.relations += relations
        default: return false
        }
        return true
    }

    /// `arxiv:2104.12255`.
    private static func parted(_ text: String) -> (scheme: String, value: String)? {
        guard let colon = text.firstIndex(of: ":"), colon > text.startIndex,
            case let value = text[text.index(after: colon)...], !value.isEmpty
        else { return nil }
        return (String(text[..<colon]), String(value))
    }

    private static func orcids(_ value: JSONValue, _ said: inout SourceRecord) -> Bool {
        guard value.kind == .array else { return false }
        let byRole = Dictionary(grouping: said.contributors.indices) { said.contributors[$0].role }
        for entry in value.elements {
            guard let people = byRole[entry["role"]?.string ?? "author"], let orcid = entry["orcid"]?.string,
                let place = entry["place"]?.int, people.indices.contains(place)
            else { continue }
            said.contributors[people[place]].orcid = orcid
        }
        return true
    }
}
