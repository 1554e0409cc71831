internal import Records

/// Citation keys: family name, year, first long word of the title; a letter where two would be equal.
struct CitationKeys {
    private var used: [String: Int] = [:]

    mutating func key(for record: Record) -> String {
        let first = record.authors.first ?? record.contributors.first
        let family = Self.plain(first?.name.family ?? first?.name.literal ?? "anonymous")
        let year = record.year.map(String.init) ?? "nd"
        let word =
            (record.title ?? "").split { !$0.isLetter && !$0.isNumber }.map { Self.plain(String($0)) }
            .first { $0.count > 3 && !["with", "from", "this", "that", "into", "over", "under", "their"].contains($0) }
            ?? ""
        let base = (family.isEmpty ? "anonymous" : String(family.prefix(24))) + year + word.prefix(16)
        let count = used[base, default: 0]
        used[base] = count + 1
        return count == 0 ? base : base + Self.letters(count)
    }

    /// 1 → a, 26 → z, 27 → aa.
    private static func letters(_ count: Int) -> String {
        var count = count
        var text = ""
        while count > 0 {
            text = String(UnicodeScalar(UInt8(97 + (count - 1) % 26))) + text
            count = (count - 1) / 26
        }
        return text
    }

    /// ASCII letters and digits in lower case; accents dropped.
    static func plain(_ text: String) -> String {
        var out = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": out.unicodeScalars.append(scalar)
            default:
                for (letters, replacement) in accents where letters.unicodeScalars.contains(scalar) {
                    out += replacement
                }
            }
        }
        return out
    }

    private static let accents: [(String, String)] = [
        ("àáâãåāăą", "a"), ("ä", "ae"), ("æ", "ae"), ("çćĉċč", "c"), ("ďđð", "d"), ("èéêëēĕėęě", "e"), ("ĝğġģ", "g"),
        ("ĥħ", "h"),
        ("ìíîïĩīĭįı", "i"), ("ĵ", "j"), ("ķ", "k"), ("ĺļľł", "l"), ("ñńņňŋ", "n"), ("òóôõōŏő", "o"), ("öø", "oe"),
        ("œ", "oe"),
        ("ŕŗř", "r"), ("śŝşšș", "s"), ("ß", "ss"), ("ţťŧț", "t"), ("þ", "th"), ("ùúûũūŭůűų", "u"), ("ü", "ue"),
        ("ŵ", "w"), ("ýÿŷ", "y"),
        ("źżž", "z"),
    ]
}
