internal import Formats
internal import Records

/// Names of BibTeX, in any of the forms that it knows.
///
/// After "Tame the BeaST" by Nicolas Markey, part "Names", and biblatex's extended format.
enum BibTeXNames {
    /// Most names of one list.
    private static let mostNames = 20_000

    /// - Parameter tex: `Donald E. Knuth and van der Berg, Jr., Jan and {World Health Organization} and others`.
    static func contributors(_ tex: String, role: String) -> [SourceContributor] {
        var people: [SourceContributor] = []
        for name in split(tex).prefix(mostNames) {
            let text = name.trimmed
            if text.isEmpty || text == "others" || text == "and" { continue }
            if let person = person(text, role: role) { people.append(person) }
        }
        return people
    }

    /// Parts at the word `and` outside braces.
    private static func split(_ tex: String) -> [Substring] {
        let bytes = tex.utf8
        var parts: [Substring] = []
        var depth = 0
        var start = tex.startIndex
        var index = tex.startIndex
        while index < tex.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "{") { depth += 1 } else if byte == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0, byte <= 0x20, case let rest = bytes[bytes.index(after: index)...],
                let a = rest.first, a | 0x20 == UInt8(ascii: "a"), rest.count > 3,
                case let word = Array(rest.prefix(4)), word[1] | 0x20 == UInt8(ascii: "n"),
                word[2] | 0x20 == UInt8(ascii: "d"), word[3] <= 0x20
            {
                parts.append(tex[start..<index])
                index = bytes.index(index, offsetBy: 4)
                start = index
                continue
            }
            index = bytes.index(after: index)
        }
        // "Doe, J. and": nothing follows.
        var last = tex[start...].trimmed
        if last.hasSuffix(" and") { last = last.dropLast(4) }
        parts.append(last)
        return parts
    }

    private static func person(_ text: Substring, role: String) -> SourceContributor? {
        // In braces as a whole: not to be taken apart.
        if let inner = braced(text) {
            let name = TeXText.plain(String(inner))
            // In two pairs its commas are its own.
            let isGroup = !name.contains(",") || braced(inner) != nil
            return name.isEmpty ? nil : SourceContributor(role: role, name: name, isGroup: isGroup ? true : nil)
        }
        let parts = pieces(of: text) { $0 == UInt8(ascii: ",") }
        if parts.count > 1, let first = parts.first, first.hasPrefix("family=") || first.hasPrefix("given=") {
            return extended(parts, role: role)
        }
        switch parts.count {
        case 1: return spoken(text, role: role)
        case 2:
            return SourceContributor(
                role: role, given: plain(parts[1]), family: plain(parts[0]))
        case 3:
            return SourceContributor(
                role: role, given: plain(parts[2]), family: plain(parts[0]), suffix: plain(parts[1]))
        default:
            // Commas where there should be "and".
            return SourceContributor(role: role, name: TeXText.plain(String(text)))
        }
    }

    /// `family=Ackooij, given=W., prefix=van`.
    private static func extended(_ parts: [Substring], role: String) -> SourceContributor {
        var values: [Substring: String] = [:]
        for part in parts {
            guard let sign = part.firstIndex(of: "=") else { continue }
            values[part[..<sign].trimmed] = TeXText.plain(String(part[part.index(after: sign)...]))
        }
        return SourceContributor(
            role: role, given: values["given"]?.nonEmpty,
            family: [values["prefix"], values["family"]].compactMap { $0?.nonEmpty }.joined(separator: " ").nonEmpty,
            suffix: values["suffix"]?.nonEmpty)
    }

    /// `First von Last`: the family name begins with the first word in lower case that is not the first, else is the last.
    private static func spoken(_ text: Substring, role: String) -> SourceContributor {
        let words = pieces(of: text) { $0 <= 0x20 || $0 == UInt8(ascii: "~") }.filter { !$0.isEmpty }
        guard words.count > 1 else { return SourceContributor(role: role, name: TeXText.plain(String(text))) }
        let von = words.indices.dropLast().first { isLower(words[$0]) }
        let start = von ?? words.count - 1
        return SourceContributor(
            role: role, given: plain(words[..<start].joined(separator: " ")[...]),
            family: plain(words[start...].joined(separator: " ")[...]))
    }

    private static func plain(_ text: Substring) -> String? { TeXText.plain(String(text)).nonEmpty }

    /// Whether a word's first letter outside braces is a small one.
    private static func isLower(_ word: Substring) -> Bool {
        var depth = 0
        for scalar in word.unicodeScalars {
            if scalar == "{" { depth += 1 } else if scalar == "}" { depth -= 1 }
            if depth == 0, scalar.properties.isAlphabetic { return scalar.properties.isLowercase }
        }
        return false
    }

    /// What is between the braces, where one pair holds all.
    private static func braced(_ text: Substring) -> Substring? {
        guard text.hasPrefix("{"), text.hasSuffix("}") else { return nil }
        var depth = 0
        for index in text.utf8.indices {
            if text.utf8[index] == UInt8(ascii: "{") {
                depth += 1
            } else if text.utf8[index] == UInt8(ascii: "}") {
                depth -= 1
            }
            if depth == 0, text.utf8.index(after: index) < text.endIndex { return nil }
        }
        let inner = text.dropFirst().dropLast()
        // A single accented name, `{\'Alvarez}`, is a person's.
        return inner.hasPrefix("\\") && !inner.contains(" ") ? nil : inner
    }

    /// Parts at signs outside braces, blanks around them cut.
    private static func pieces(of text: Substring, at isSign: (UInt8) -> Bool) -> [Substring] {
        var parts: [Substring] = []
        var depth = 0
        var start = text.startIndex
        for index in text.utf8.indices {
            let byte = text.utf8[index]
            if byte == UInt8(ascii: "{") { depth += 1 } else if byte == UInt8(ascii: "}") { depth -= 1 }
            if depth <= 0, isSign(byte) {
                parts.append(text[start..<index].trimmed)
                start = text.utf8.index(after: index)
            }
        }
        parts.append(text[start...].trimmed)
        return parts
    }
}
