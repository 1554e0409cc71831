public import Records

/// Citation keys of one output, where no catalog keeps them: a letter tells equal ones apart, in the order of the records.
public struct CitationKeys: Sendable {
    private let template: CitationKeyTemplate
    private let remembers: Bool
    /// In small letters: BibTeX takes two keys that differ in case alone for one.
    private var used: Set<String> = []
    /// How many letters were tried behind a key that was taken.
    private var tried: [String: Int] = [:]

    /// - Parameter remembers: False where `isTaken` knows of the keys that this one makes: then memory grows with collisions
    ///   alone.
    public init(template: CitationKeyTemplate = .standard, remembers: Bool = true) {
        self.template = template
        self.remembers = remembers
    }

    /// A key that none of those before has.
    ///
    /// - Parameter isTaken: Whether a key is in use elsewhere.
    public mutating func key(for record: Record, isTaken: (String) throws -> Bool) rethrows -> String {
        if let own = Self.ownKey(of: record), !used.contains(own.lowercased()), try !isTaken(own) {
            take(own)
            return own
        }
        let base = template.key(for: record)
        var count = tried[base.lowercased(), default: 0]
        while true {
            let key = count == 0 ? base : base + Self.letters(count)
            count += 1
            if used.contains(key.lowercased()) { continue }
            if try isTaken(key) { continue }
            if count > 1 { tried[base.lowercased()] = count }
            take(key)
            return key
        }
    }

    public mutating func key(for record: Record) -> String { key(for: record) { _ in false } }

    /// Says that a key is in use.
    public mutating func take(_ key: String) { if remembers { used.insert(key.lowercased()) } }

    /// The key that a BibTeX file, or CSL-JSON, called the record by; nil where a `.bib` file may not hold it.
    public static func ownKey(of record: Record) -> String? {
        if let key = record.asGiven("bibtex:key"), isKey(key) { return key }
        // Addresses, DOIs, numbers in a row and `ITEM-1` are ids, but nobody cites by them.
        guard let id = record.asGiven("csl:id"), isKey(id), !id.contains("/"), !id.hasPrefix("ITEM-"),
            id.unicodeScalars.contains(where: \.properties.isAlphabetic)
        else { return nil }
        return id
    }

    private static func isKey(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 200 && text.unicodeScalars.allSatisfy(isAllowed)
    }

    /// Whether a key may hold a sign: BibTeX, biber and pandoc must all read it.
    static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ":", ".", "+", "/": true
        default: scalar.value >= 0xC0 && scalar.properties.isAlphabetic
        }
    }

    /// 1 → a, 26 → z, 27 → aa.
    static func letters(_ count: Int) -> String {
        var count = count
        var text = ""
        while count > 0 {
            text = String(UnicodeScalar(UInt8(97 + (count - 1) % 26))) + text
            count = (count - 1) / 26
        }
        return text
    }

    /// ASCII letters and digits in lower case: without marks, Greek and Cyrillic transliterated; letters of other scripts go.
    static func plain(_ text: String) -> String {
        var out = ""
        for scalar in text.lowercased().unicodeScalars {
            switch scalar {
            case "a"..."z", "0"..."9": out.unicodeScalars.append(scalar)
            case "\0"..."\u{7F}": break
            default:
                if let spelled = spelled[scalar] {
                    out += spelled
                } else {
                    var letter = scalar
                    while let parts = LatinMarks.parts(of: letter) { letter = parts.letter }
                    if ("a"..."z").contains(letter) { out.unicodeScalars.append(letter) }
                }
            }
        }
        return out
    }

    /// Letters that are more than a letter and a mark.
    private static let spelled: [Unicode.Scalar: String] = [
        "ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "œ": "oe", "æ": "ae", "ß": "ss", "þ": "th", "ð": "d", "đ": "d",
        "ħ": "h", "ı": "i", "ł": "l", "ŋ": "n", "ŧ": "t",
        "α": "a", "β": "b", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
        "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
        "χ": "ch", "ψ": "ps", "ω": "o", "ά": "a", "έ": "e", "ή": "i", "ί": "i", "ό": "o", "ύ": "y", "ώ": "o",
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu",
        "я": "ya", "і": "i", "ї": "i", "є": "ye", "ґ": "g",
    ]
}
