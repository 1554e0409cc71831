internal import Formats
internal import Records

/// Names of BibTeX, in any of the forms that it knows.
///
/// After "Tame the BeaST" by Nicolas Markey, part "Names", and biblatex's extended format.
struct BibTeXNames {
    private let tex: UnsafeBufferPointer<UInt8>
    private let role: String

    /// Most names of one list.
    private static let mostNames = 20_000

    /// - Parameter tex: `Donald E. Knuth and van der Berg, Jr., Jan and {World Health Organization} and others`.
    static func contributors(_ tex: UnsafeBufferPointer<UInt8>, role: String) -> [SourceContributor] {
        let names = BibTeXNames(tex: tex, role: role)
        var people: [SourceContributor] = []
        let list = names.list()
        people.reserveCapacity(min(list.count, mostNames))
        for span in list.prefix(mostNames) {
            let span = tex.trimmed(span)
            if span.isEmpty || names.equal(span, "others") || names.equal(span, "and") { continue }
            if let person = names.person(span) { people.append(person) }
        }
        return people
    }

    /// Parts at the word `and` outside braces.
    private func list() -> [Range<Int>] {
        var parts: [Range<Int>] = []
        parts.reserveCapacity(8)
        var depth = 0
        var start = 0
        var index = 0
        while index < tex.count {
            let byte = tex[index]
            if byte == UInt8(ascii: "{") { depth += 1 } else if byte == UInt8(ascii: "}") { depth -= 1 }
            if byte <= 0x20, depth == 0, index + 4 < tex.count, tex[index + 1] | 0x20 == UInt8(ascii: "a"),
                tex[index + 2] | 0x20 == UInt8(ascii: "n"), tex[index + 3] | 0x20 == UInt8(ascii: "d"),
                tex[index + 4] <= 0x20
            {
                parts.append(start..<index)
                start = index + 4
                index = start
                continue
            }
            index += 1
        }
        // "Doe, J. and": nothing follows.
        var last = tex.trimmed(start..<tex.count)
        if last.count > 4, equal((last.upperBound - 4)..<last.upperBound, " and") {
            last = last.lowerBound..<(last.upperBound - 4)
        }
        parts.append(last)
        return parts
    }

    private func person(_ span: Range<Int>) -> SourceContributor? {
        // In braces as a whole: not to be taken apart.
        if let inner = braced(span) {
            guard let name = plain(inner) else { return nil }
            // In two pairs its commas are its own.
            let isGroup = !name.contains(byte: UInt8(ascii: ",")) || braced(inner) != nil
            return SourceContributor(role: role, name: name, isGroup: isGroup ? true : nil)
        }
        // Nearly all are `Family, Given`.
        if let comma = onlyComma(in: span), !begins(span, "family="), !begins(span, "given=") {
            return SourceContributor(
                role: role, given: plain(tex.trimmed((comma + 1)..<span.upperBound)),
                family: plain(tex.trimmed(span.lowerBound..<comma)))
        }
        let parts = tex.pieces(of: span) { $0 == UInt8(ascii: ",") }
        if parts.count > 1, begins(parts[0], "family=") || begins(parts[0], "given=") { return extended(parts) }
        switch parts.count {
        case 1: return spoken(span)
        case 2: return SourceContributor(role: role, given: plain(parts[1]), family: plain(parts[0]))
        case 3:
            return SourceContributor(
                role: role, given: plain(parts[2]), family: plain(parts[0]), suffix: plain(parts[1]))
        default:
            // Commas where there should be "and".
            return SourceContributor(role: role, name: plain(span) ?? "")
        }
    }

    /// `family=Ackooij, given=W., prefix=van`.
    private func extended(_ parts: [Range<Int>]) -> SourceContributor {
        var values: [String: String] = [:]
        for part in parts {
            guard let sign = tex[part].firstIndex(of: UInt8(ascii: "=")) else { continue }
            values[string(tex.trimmed(part.lowerBound..<sign))] = plain((sign + 1)..<part.upperBound)
        }
        return SourceContributor(
            role: role, given: values["given"],
            family: [values["prefix"], values["family"]].compactMap { $0 }.joined(separator: " ").nonEmpty,
            suffix: values["suffix"])
    }

    /// `First von Last`: the family name begins with the first word in lower case, else is the last word.
    private func spoken(_ span: Range<Int>) -> SourceContributor {
        let words = tex.pieces(of: span) { $0 <= 0x20 || $0 == UInt8(ascii: "~") }.filter { !$0.isEmpty }
        guard let first = words.first, let last = words.last, words.count > 1 else {
            return SourceContributor(role: role, name: plain(span) ?? "")
        }
        let start = words.indices.dropLast().first { isLower(words[$0]) } ?? words.count - 1
        return SourceContributor(
            role: role, given: start == 0 ? nil : plain(first.lowerBound..<words[start - 1].upperBound),
            family: plain(words[start].lowerBound..<last.upperBound))
    }

    /// Whether a word's first letter outside braces is a small one.
    private func isLower(_ word: Range<Int>) -> Bool {
        guard let first = word.first.map({ tex[$0] }) else { return false }
        if (first | 0x20) &- 0x61 < 26 { return first >= 0x61 }
        var depth = 0
        for scalar in string(word).unicodeScalars {
            if scalar == "{" { depth += 1 } else if scalar == "}" { depth -= 1 }
            if depth == 0, scalar.properties.isAlphabetic { return scalar.properties.isLowercase }
        }
        return false
    }

    /// What is between the braces, where one pair holds all.
    private func braced(_ span: Range<Int>) -> Range<Int>? {
        guard let inner = tex.braced(span) else { return nil }
        // A single accented name, `{\'Alvarez}`, is a person's.
        return begins(inner, "\\") && !tex[inner].contains(0x20) ? nil : inner
    }

    /// Where the only comma outside braces is; nil where there is none or several.
    private func onlyComma(in span: Range<Int>) -> Int? {
        var depth = 0
        var comma: Int?
        for index in span {
            switch tex[index] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth <= 0:
                if comma != nil { return nil }
                comma = index
            default: break
            }
        }
        return comma
    }

    // MARK: Spans

    private func begins(_ span: Range<Int>, _ text: StaticString) -> Bool {
        text.withUTF8Buffer { tex[span].starts(with: $0) }
    }

    private func equal(_ span: Range<Int>, _ text: StaticString) -> Bool {
        span.count == text.utf8CodeUnitCount && begins(span, text)
    }

    private func string(_ span: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: tex[span]), as: UTF8.self)
    }

    private func plain(_ span: Range<Int>) -> String? {
        TeXText.plain(UnsafeBufferPointer(rebasing: tex[span])).nonEmpty
    }
}
