internal import Formats

/// The properties of an item, and the kind of value of each.
enum CSLProperties {
    enum Kind: Sendable {
        /// A string; where the schema allows a number too, a string is allowed as well.
        case text
        case names, date
        /// A list of strings.
        case texts
    }

    /// CSL's types for which ibid has none of its own.
    static let typesOfNoWork = Set(
        "bill broadcast classic legal_case musical_score pamphlet performance personal_communication regulation treaty"
            .split(separator: " ").map { String($0) })

    static let kinds: [String: Kind] = {
        var kinds: [String: Kind] = [:]
        for name in CSLVariables.lists { kinds[name] = .texts }
        for name in CSLVariables.dates { kinds[name] = .date }
        for name in CSLVariables.people { kinds[name] = .names }
        for name in CSLVariables.texts { kinds[name] = .text }
        return kinds
    }()

    /// A JSON text of a kind, written anew with the members that the schema allows; nil where it is of another kind.
    static func checked(_ text: String, as kind: Kind) -> [UInt8]? {
        // Values of people and dates are short; a longer one is none.
        guard text.utf8.count < 1 << 20 else { return nil }
        return try? JSONParser().parse(Array(text.utf8)) { value in
            var writer = JSONWriter()
            guard write(value, as: kind, to: &writer) else { throw SyntaxError("no \(kind)") }
            return writer.bytes
        }
    }

    /// A list or an object in JSON, to be written as it is; nil for all other texts.
    static func structured(_ text: String) -> [UInt8]? {
        guard text.utf8.count < 1 << 20, let first = text.utf8.first, "[{".utf8.contains(first) else { return nil }
        let bytes = Array(text.utf8)
        return (try? JSONParser().parse(bytes) { $0.serialized() }) == bytes ? bytes : nil
    }

    /// A date that was kept beside a plain one, written anew; nil where the two do not begin alike.
    ///
    /// - Parameter plain: An object with `date-parts`, or `literal`.
    static func date(_ kept: String, refining plain: [UInt8]) -> [UInt8]? {
        guard let json = checked(kept, as: .date) else { return nil }
        func start(_ json: [UInt8]) -> [String]? {
            try? JSONParser().parse(json) { value in
                value["date-parts"]?.elements.first { _ in true }?.elements.compactMap(\.text) ?? []
            }
        }
        guard let first = start(json), let other = start(plain), !first.isEmpty, first == other else { return nil }
        return json
    }

    private static func write(_ value: JSONValue, as kind: Kind, to writer: inout JSONWriter) -> Bool {
        switch kind {
        case .text: return false
        case .texts:
            guard value.kind == .array else { return false }
            writer.beginArray()
            for element in value.elements { if let text = element.string { writer.string(text) } }
            writer.endArray()
            return true
        case .names:
            guard value.kind == .array else { return false }
            writer.beginArray()
            for element in value.elements where element.kind == .object {
                writer.beginObject()
                for (name, part) in element.members {
                    if nameTexts.contains(name) { writer.member(name, part.text) }
                    if nameFlags.contains(name), isScalar(part) {
                        writer.key(name)
                        part.write(to: &writer)
                    }
                }
                writer.endObject()
            }
            writer.endArray()
            return true
        case .date:
            guard value.kind == .object else { return false }
            writer.beginObject()
            for (name, part) in value.members {
                switch name {
                case "literal", "raw", "edtf":
                    // EDTF has a member of its own in later schemas only.
                    writer.member(name == "edtf" ? "raw" : name, part.text)
                case "season", "circa":
                    if isScalar(part) {
                        writer.key(name)
                        part.write(to: &writer)
                    }
                case "date-parts":
                    writeParts(part, to: &writer)
                default: break
                }
            }
            writer.endObject()
            return true
        }
    }

    private static let nameTexts: Set<String> = [
        "family", "given", "dropping-particle", "non-dropping-particle", "suffix", "literal",
    ]
    private static let nameFlags: Set<String> = ["comma-suffix", "static-ordering", "parse-names"]

    private static func isScalar(_ value: JSONValue) -> Bool {
        value.kind == .string || value.kind == .number || value.kind == .bool
    }

    /// One or two dates of one to three parts.
    private static func writeParts(_ value: JSONValue, to writer: inout JSONWriter) {
        guard value.kind == .array else { return }
        var dates: [[JSONValue]] = []
        for element in value.elements where element.kind == .array {
            let parts = element.elements.filter { $0.kind == .string || $0.kind == .number }
            if !parts.isEmpty { dates.append(Array(parts.prefix(3))) }
        }
        guard !dates.isEmpty else { return }
        writer.key("date-parts")
        writer.beginArray()
        for parts in dates.prefix(2) {
            writer.beginArray()
            for part in parts { part.write(to: &writer) }
            writer.endArray()
        }
        writer.endArray()
    }
}
