public import Records

/// What a citation key is made of: `[auth][year][word]`. `Docs/formats.md` describes the language.
///
/// Words in brackets are fields, all else stands as it is. A field in small letters gives small letters (`[auth]`: `carmack`),
/// with a capital in front capitals in front of words (`[Auth]`: `Carmack`), in capitals capitals (`[AUTH]`). `[auth:3]` takes
/// the first three signs. What a record has not is left out.
public struct CitationKeyTemplate: Sendable, Equatable {
    /// What is given where a person names no other.
    public static let standard = CitationKeyTemplate(
        parts: [
            .field(.auth, .lower, nil), .field(.year, .lower, nil), .field(.word, .lower, 16),
        ], text: "[auth][year][word:16]")

    /// Family name of the first author, in ASCII; family names of up to three; and so on.
    enum Field: String, Sendable, CaseIterable {
        case auth, auths, year, yy, word, title, journal, volume, page, type, doi
    }

    enum Case: Sendable { case lower, capital, upper }

    enum Part: Sendable, Equatable {
        case text(String)
        /// At most so many signs.
        case field(Field, Case, Int?)
    }

    let parts: [Part]
    /// As a person writes it.
    public let text: String

    private init(parts: [Part], text: String) {
        self.parts = parts
        self.text = text
    }

    /// - Throws: `Problem` of reach `run` that names the word or sign that no template may hold.
    public init(_ text: String) throws(Problem) {
        func refuse(_ what: String) -> Problem {
            Problem(
                "the template \"\(text)\" \(what)", place: "citation keys",
                remedy: "write one such as [auth][year][word], of "
                    + Field.allCases.map { "[\($0.rawValue)]" }.joined(separator: " "), reach: .run)
        }
        var parts: [Part] = []
        var rest = text[...]
        while let first = rest.first {
            if first == "[" {
                guard let end = rest.firstIndex(of: "]") else { throw refuse("has a bracket that does not close") }
                let inside = rest[rest.index(after: rest.startIndex)..<end].split(
                    separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
                let word = inside.first.map(String.init) ?? ""
                guard let field = Field(rawValue: word.lowercased()) else {
                    throw refuse("names a field \"\(word)\" that there is not")
                }
                var most: Int?
                if inside.count > 1 {
                    guard let number = Int(inside[1]), (1...64).contains(number) else {
                        throw refuse("has \"\(inside[1])\" where a number from 1 to 64 must stand")
                    }
                    most = number
                }
                let style: Case = word == word.lowercased() ? .lower : (word == word.uppercased() ? .upper : .capital)
                parts.append(.field(field, style, most))
                rest = rest[rest.index(after: end)...]
            } else {
                let literal = rest.prefix { $0 != "[" }
                guard literal.unicodeScalars.allSatisfy(CitationKeys.isAllowed) else {
                    throw refuse("has \"\(literal)\", of which no key may hold every sign")
                }
                parts.append(.text(String(literal)))
                rest = rest[literal.endIndex...]
            }
        }
        guard parts.contains(where: { if case .field = $0 { true } else { false } }) else {
            throw refuse("has no field")
        }
        guard text.utf8.count <= 200 else { throw refuse("is longer than 200 bytes") }
        self.init(parts: parts, text: text)
    }

    /// The key that the template gives a record before others are looked at; never empty.
    public func key(for record: Record) -> String {
        var key = ""
        for part in parts {
            switch part {
            case .text(let text): key += text
            case .field(let field, let style, let most):
                let words = Self.words(field, of: record).map { word in
                    switch style {
                    case .lower: word.lowercased()
                    case .upper: word.uppercased()
                    case .capital: word.prefix(1).uppercased() + word.dropFirst()
                    }
                }
                let value = words.joined()
                key += most.map { String(value.prefix($0)) } ?? value
            }
        }
        return key.isEmpty ? "anonymous" : key
    }

    /// Longest part of a name that a key takes.
    private static let mostOfName = 24

    private static func words(_ field: Field, of record: Record) -> [String] {
        switch field {
        case .auth: [name(record.authors.first ?? record.contributors.first)]
        case .auths:
            record.authors.prefix(3).map { name($0) } + (record.authors.count > 3 ? ["EtAl"] : [])
        case .year: [record.year.map(String.init) ?? "nd"]
        case .yy: [record.year.map { ($0 % 100 < 10 ? "0" : "") + String($0 % 100) } ?? "nd"]
        case .word: Array(longWords(of: record.title).prefix(1))
        case .title: Array(longWords(of: record.title).prefix(3))
        case .journal: longWords(of: record.container.title).map { String($0.prefix(1)) }
        case .volume: [CitationKeys.plain(record.volume ?? "")]
        case .page:
            [CitationKeys.plain(String((record.pages ?? record.articleNumber ?? "").prefix { $0 != "-" }))]
        case .type: [CitationKeys.plain(record.type?.rawValue ?? "")]
        case .doi:
            [String(String.UnicodeScalarView((record.doi ?? "").unicodeScalars.filter { CitationKeys.isAllowed($0) }))]
        }
    }

    private static func name(_ person: Contributor?) -> String {
        let plain = CitationKeys.plain(person?.name.family ?? person?.name.literal ?? "")
        return plain.isEmpty ? "anonymous" : String(plain.prefix(mostOfName))
    }

    /// Words of more than three letters that say something, in ASCII; those of scripts without cases count whole.
    private static func longWords(of title: String?) -> [String] {
        (title ?? "").split { !$0.isLetter && !$0.isNumber }.map { CitationKeys.plain(String($0)) }
            .filter { $0.utf8.count > 3 && !small.contains($0) }
    }

    private static let small: Set<String> = ["with", "from", "this", "that", "into", "over", "under", "their"]
}
