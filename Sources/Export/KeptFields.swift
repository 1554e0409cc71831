internal import Records

/// What a record kept of one format, for that format to write back: `ris:C1` is the field `C1` of RIS.
struct KeptFields {
    /// In the record's order, names without the format.
    private(set) var fields: [(name: String, value: String)]

    init(_ record: Record, of format: String) {
        let prefix = format + ":"
        let length = prefix.utf8.count
        var seen: Set<KeptField> = []
        fields = record.kept.compactMap { field in
            // What several records kept alike is one.
            field.name.hasPrefix(prefix) && !field.value.isEmpty && seen.insert(field).inserted
                ? (String(Substring(field.name.utf8.dropFirst(length))), field.value) : nil
        }
    }

    /// Fields that stood within another, by their own names: `titles/short-title`.
    func inner(_ outer: String) -> [(name: String, value: String)] {
        fields.compactMap { name, value in
            guard name.hasPrefix(outer + "/"), case let inner = String(name.dropFirst(outer.count + 1)),
                XMLWriter.isName(inner)
            else { return nil }
            return (inner, value)
        }
    }

    /// All values of a field.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

    /// The first value of a field.
    subscript(name: String) -> String? { fields.first { $0.name == name }?.value }
}

extension Record {
    /// What a source gave for a field, where it would not parse: `doi`, `issn`, `language`.
    func asGiven(_ name: String) -> String? { kept.first { $0.name == name && !$0.value.isEmpty }?.value }
}

/// What an item of CSL-JSON said of a name beyond its family and given names; kept as `author/0/comma-suffix`.
struct KeptNameParts {
    private let parts: [(name: String, value: String)]

    fileprivate init(_ parts: [(name: String, value: String)]) { self.parts = parts }

    private static let known: Set<String> = [
        "dropping-particle", "non-dropping-particle", "comma-suffix", "static-ordering", "parse-names",
    ]

    /// Whether a kept field is such a part.
    static func isOne(_ name: String) -> Bool {
        let pieces = name.split(separator: "/", omittingEmptySubsequences: false)
        return pieces.count == 3 && pieces[1].utf8.allSatisfy { $0 &- 0x30 < 10 } && known.contains(String(pieces[2]))
    }

    /// How styles are to set the name, in JSON.
    var flags: [(name: String, value: String)] {
        parts.filter { ["comma-suffix", "static-ordering", "parse-names"].contains($0.name) }
            .filter { $0.value == "true" || $0.value == "false" }
    }

    /// The particles that the family name begins with, as the item parted them; else all of them do not drop.
    func particles(of name: Name) -> (dropping: String?, other: String?) {
        let dropping = parts.first { $0.name == "dropping-particle" }?.value
        let other = parts.first { $0.name == "non-dropping-particle" }?.value
        let kept = [dropping, other].compactMap { $0 }.map { $0 + " " }.joined()
        if !kept.isEmpty, let family = name.family, family.hasPrefix(kept), family != kept { return (dropping, other) }
        if let particle = name.particle, name.family?.hasPrefix(particle + " ") == true { return (nil, particle) }
        return (nil, nil)
    }
}

/// What was kept of all names of a record.
struct KeptNames {
    /// By role and place: `author/0`.
    private var parts: [Substring: [(name: String, value: String)]] = [:]

    init(_ kept: KeptFields) {
        for (name, value) in kept.fields where KeptNameParts.isOne(name) {
            guard let slash = name.utf8.lastIndex(of: UInt8(ascii: "/")) else { continue }
            parts[name[..<slash], default: []].append((String(name[name.utf8.index(after: slash)...]), value))
        }
    }

    /// - Parameter place: Among the names of its role, from 0.
    subscript(role: String, place: Int) -> KeptNameParts {
        KeptNameParts(parts.isEmpty ? [] : parts["\(role)/\(place)"] ?? [])
    }
}
