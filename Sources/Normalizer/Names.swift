internal import Records

/// Names of persons and groups, from whatever parts a source gives.
enum Names {
    /// The name in parts; nil where nothing is left that names anybody.
    static func name(of said: SourceContributor) -> (name: Name, isGroup: Bool)? {
        withUnsafePointer(to: said) { name(of: $0) }
    }

    /// As `name(of:)`, without a copy of what was said.
    static func name(of said: UnsafePointer<SourceContributor>) -> (name: Name, isGroup: Bool)? {
        if let name = plainName(of: said) { return (name, false) }
        return repairedName(of: said.pointee)
    }

    /// The name in parts, the long way.
    static func repairedName(of said: SourceContributor) -> (name: Name, isGroup: Bool)? {
        var given = said.given.map(cleaned).flatMap(nonEmpty)
        var family = said.family.map(cleaned).flatMap(nonEmpty)
        var suffix = said.suffix.map(cleaned).flatMap(nonEmpty)
        if family != nil, let text = given, text.utf8.contains(UInt8(ascii: ",")) || text.utf8.last == UInt8(ascii: ")")
        {
            // "John, Jr.", "Jane, PhD", "Christine (Ed.)"
            var pieces = withoutDegrees(withoutParenthesis(text)).split(separator: ",").map { cleaned(String($0)) }
            if pieces.count > 1, let last = pieces.last, suffixes.contains(last) {
                suffix = suffix ?? last
                pieces.removeLast()
            }
            given = nonEmpty(pieces.joined(separator: ", "))
        }
        if given != nil, let text = family, text.utf8.contains(UInt8(ascii: ",")) {
            family = nonEmpty(withoutDegrees(text))
        }
        if let whole = said.name.map(cleaned).flatMap(nonEmpty), family == nil {
            if isPlaceholder(whole) { return nil }
            if said.isGroup == true { return isFamilyAndGiven(whole) ? person(whole) : (Name(literal: whole), true) }
            let bare = withoutParenthesis(whole)
            if said.isGroup == nil, looksLikeGroup(bare) { return (Name(literal: whole), true) }
            return person(bare)
        }
        if let only = family ?? given, family == nil || given == nil, isPlaceholder(only) { return nil }
        guard family != nil else {
            guard let given else { return nil }
            return looksLikeGroup(given) ? (Name(literal: given), true) : person(given)
        }
        if given == nil, let whole = family {
            if looksLikeGroup(whole) { return (Name(literal: whole), true) }
            // The whole name in `family`: "Chun-Li Chang".
            if whole.contains(",") || whole.split(separator: " ").count > 1, particle(of: whole) == nil {
                return person(whole)
            }
        }
        if isShouting(family ?? ""), let name = family, given.map({ isShouting($0) || initialsOnly($0) }) ?? true {
            family = capitalized(name)
        }
        let givenForm = given.map { isShouting($0) && !initialsOnly($0) ? capitalized($0) : $0 }
        return (parts(family: family ?? "", given: givenForm, suffix: suffix), false)
    }

    /// A person's name in one string: "Family, Given", "Family, Given, Jr.", "Given van der Family", "Family GI".
    static func person(_ text: String) -> (name: Name, isGroup: Bool)? {
        var whole = withoutDegrees(cleaned(text), isWhole: true)
        guard !whole.isEmpty, !isPlaceholder(whole) else { return nil }
        if whole.hasSuffix(",") { whole.removeLast() }
        let pieces = cut(whole, at: ",").map { cleaned(String($0)) }.filter { !$0.isEmpty }
        if pieces.count >= 2 {
            if suffixes.contains(pieces[1]), pieces.count == 2, !areInitials(pieces[1], behind: pieces[0]) {
                guard var inner = person(pieces[0]) else { return nil }
                inner.name.suffix = pieces[1]
                return inner
            }
            var suffix: String?
            var given = pieces[1]
            if pieces.count > 2 {
                if suffixes.contains(pieces[2]) {
                    suffix = pieces[2]
                } else if suffixes.contains(pieces[1]) {
                    suffix = pieces[1]
                    given = pieces[2]
                } else {
                    given = pieces[1...].joined(separator: ", ")
                }
            }
            // PubMed's manner: "King, Martin Luther Jr".
            if suffix == nil, let space = given.utf8.lastIndex(of: 0x20), suffixes.contains(given[space...].dropFirst())
            {
                suffix = String(given[space...].dropFirst())
                given = cleaned(String(given[..<space]))
            }
            let family = isShouting(pieces[0]) && pieces[0].count > 2 ? capitalized(pieces[0]) : pieces[0]
            return (
                parts(
                    family: family, given: isShouting(given) && !initialsOnly(given) ? capitalized(given) : given,
                    suffix: suffix), false
            )
        }
        var words = cut(whole, at: " ").map(String.init)
        guard words.count > 1 else { return (Name(literal: whole), false) }
        var suffix: String?
        if let last = words.last, words.count > 2, suffixes.contains(last) {
            suffix = last
            words.removeLast()
        }
        // "Levi LA": a last word of one to three capitals is initials, unless the words before are, too.
        if let last = words.last, initialsOnly(last), last.count <= 4, !initialsOnly(words[0]) {
            let family = words.dropLast().joined(separator: " ")
            return (
                parts(family: isShouting(family) ? capitalized(family) : family, given: last, suffix: suffix), false
            )
        }
        if words.allSatisfy(isShouting), !words.allSatisfy(initialsOnly) {
            words = words.map { initialsOnly($0) && $0.count <= 3 ? $0 : capitalized($0) }
        }
        // 山田 花子: names in Han, Kana and Hangul have the family name first.
        if words.count == 2, words.allSatisfy({ $0.unicodeScalars.allSatisfy { (0x3040...0xD7A3).contains($0.value) } })
        {
            return (parts(family: words[0], given: words[1], suffix: suffix), false)
        }
        // Family begins at the first particle behind the first word, else it is the last word.
        var start = words.count - 1
        if let index = words.indices.dropFirst().dropLast().first(where: {
            particles.contains(words[$0]) && words[$0].first?.isLowercase == true
                || romanceParticles.contains(words[$0])
        }) {
            start = index
        }
        return (
            parts(
                family: words[start...].joined(separator: " "), given: words[..<start].joined(separator: " "),
                suffix: suffix), false
        )
    }

    static func parts(family: String, given: String?, suffix: String?) -> Name {
        var name = Name(family: family, given: given.flatMap(nonEmpty), suffix: suffix)
        var bare = family
        // The longest suffix has six letters.
        if suffix == nil, let space = family.utf8.lastIndex(of: 0x20), family.utf8[space...].count <= 7 {
            let last = family[space...].dropFirst()
            if suffixes.contains(last), case let words = cut(family, at: " "), words.count > 1 {
                name.suffix = String(last)
                bare = words.dropLast().joined(separator: " ")
            }
        }
        // A particle that a source left at the end of the given name belongs to the family name.
        if let given = name.given, endsInLowerCaseWord(given) {
            var words = cut(given, at: " ").map(String.init)
            var moved: [String] = []
            while words.count > 1, let last = words.last, particles.words.contains(last),
                last.first?.isLowercase == true
            {
                moved.insert(last, at: 0)
                words.removeLast()
            }
            if !moved.isEmpty {
                bare = moved.joined(separator: " ") + " " + bare
                name.given = words.joined(separator: " ")
            }
        }
        name.family = bare
        name.particle = particle(of: bare)
        return name
    }

    /// The particles that a family name begins with; nil where it has none or nothing else.
    static func particle(of family: String) -> String? {
        // Most are told by their first word.
        guard let space = family.utf8.firstIndex(of: 0x20),
            space == family.startIndex || particles.contains(family[..<space])
        else { return nil }
        let words = cut(family, at: " ")
        var count = 0
        while count < words.count - 1, particles.contains(words[count]) { count += 1 }
        return count == 0 ? nil : words[..<count].joined(separator: " ")
    }

    /// Whether a last word of several begins like a particle: most given names end here.
    private static func endsInLowerCaseWord(_ text: String) -> Bool {
        guard let space = text.utf8.lastIndex(of: 0x20) else { return false }
        let next = text.utf8.index(after: space)
        guard next < text.utf8.endIndex else { return true }
        return !(0x41...0x5A).contains(text.utf8[next])
    }

    private static let particles: WordSet = [
        "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "du", "la", "le", "ter", "ten",
        "zu", "zur",
        "vom", "el", "al", "bin", "ibn", "af", "av", "y", "e", "do", "des", "d'", "te", "op", "in", "'t", "het",
    ]

    /// Those that names of other tongues do not have in their middle, as Vietnamese ones have Van and Le.
    private static let romanceParticles: Set<String> = ["De", "Del", "Della", "Di", "Da", "Dos", "Das", "Du"]

    static let suffixes: WordSet = [
        "jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "2nd", "3rd", "4th", "junior", "senior",
    ]

    private static let degrees: WordSet = [
        "md", "m.d.", "phd", "ph.d.", "ph.d", "mph", "msc", "m.sc.", "bsc", "mbbs", "rn", "dphil", "frcp", "pharmd",
        "dvm", "mba", "facp", "esq", "esq.",
    ]

    /// "Platt, SR", "Kittleson, MD": two capitals behind a family name alone are what the person is called.
    private static func areInitials(_ text: String, behind family: String) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { $0 &- 0x41 < 26 } && text != "II" && text != "IV"
            && !family.utf8.contains(0x20)
    }

    /// - Parameter isWhole: Whether the text is all of the name, so that two capitals may be its initials.
    private static func withoutDegrees(_ text: String, isWhole: Bool = false) -> String {
        if !text.utf8.contains(UInt8(ascii: ",")), let first = text.utf8.first, first != UInt8(ascii: "D"),
            first != UInt8(ascii: "P")
        {
            return trimming(text)
        }
        var pieces = text.split(separator: ",").map { trimming(String($0)) }
        while pieces.count > 1, let last = pieces.last, degrees.contains(last),
            pieces.count > 2 || !isWhole || !areInitials(last, behind: pieces[0])
        { pieces.removeLast() }
        for title in ["Dr. ", "Prof. ", "Dr ", "Prof "] where pieces.first?.hasPrefix(title) == true {
            pieces[0] = String(pieces[0].dropFirst(title.count))
        }
        return pieces.joined(separator: ", ")
    }

    /// The name without a remark in brackets at its end, where something is left before it.
    private static func withoutParenthesis(_ text: String) -> String {
        guard text.utf8.last == UInt8(ascii: ")"), let opening = text.lastIndex(of: "("), opening > text.startIndex
        else { return text }
        let bare = trimming(String(text[..<opening]))
        return bare.isEmpty ? text : bare
    }

    private static let groupWords: WordSet = [
        "consortium", "collaboration", "collaborators", "group", "committee", "staff", "team", "network", "society",
        "association", "university", "institute", "institut", "investigators", "organization", "organisation",
        "ministry",
        "department", "center", "centre", "council", "foundation", "editors", "initiative", "commission", "agency",
        "project",
        "office", "board", "registry", "taskforce", "universität", "museum", "library", "academy", "federation", "inc",
        "ltd",
        "gmbh", "program", "programme", "service", "services", "survey", "bureau", "workgroup", "panel",
        "alliance", "observatory", "authority", "forum", "corporation", "laboratory", "laboratories",
        "secretariat", "government", "parliament", "trialists", "collaborative", "ministère", "ministerio",
        "instituto", "istituto", "universidad", "universidade", "université", "università", "société", "sociedad",
        "gesellschaft", "verband", "bundesamt", "comité", "comisión", "asociación", "organización",
    ]

    static func looksLikeGroup(_ name: String) -> Bool {
        if let shape = NameShape(of: name), !shape.mayHoldMark { return false }
        let isASCII = name.utf8.allSatisfy { $0 < 0x80 }
        let words = isASCII ? cut(name, at: " ") : name.split(separator: " ")
        guard words.count > 1, words.count > 4 || !name.contains(",") else { return false }
        return hasGroupWord(words)
    }

    private static func hasGroupWord(_ words: [Substring]) -> Bool {
        words.contains { groupWords.contains(letters(of: $0)) || joints.contains($0) } || article.contains(words[0])
    }

    /// A word without its signs and digits.
    private static func letters(of word: Substring) -> Substring {
        if word.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) }) { return word }
        return Substring(word.lowercased().filter(\.isLetter))
    }

    private static let joints: WordSet = ["for", "of", "and"]
    private static let article: WordSet = ["the"]

    /// "de Souza, Ana Maria": a person whom somebody deposited as an organisation.
    private static func isFamilyAndGiven(_ name: String) -> Bool {
        let sides = name.split(separator: ",", omittingEmptySubsequences: false)
        let words = name.split { $0 == " " || $0 == "," }
        return sides.count == 2 && (2...4).contains(words.count) && !hasGroupWord(words) && sides[1].hasPrefix(" ")
            && sides[1].dropFirst().first?.isUppercase == true && !sides[1].contains { $0.isNumber }
    }

    /// In lower case, the words of more than one kind that decide how a name is read.
    static var marks: [String] {
        Array(groupWords.words) + Array(suffixes.words) + Array(degrees.words)
            + romanceParticles.map { $0.lowercased() }
            // Groups; titles; beginnings of what stands for no name.
            + ["the", "for", "of", "and", "dr", "prof", "no", "not", "et"]
    }

    private static let placeholders: WordSet = [
        ":unav", ":(unav)", "(:unav)", ":unkn", "(:unkn)", ":none", "(:none)", ":null", "unknown", "anonymous",
        "[anonymous]",
        "n/a", "na", "none", "no author", "not available", "null", "anon", "anon.", "et al", "et al.", ":tba", "(:tba)",
        "[s.n.]", "s.n.", "no name supplied",
    ]

    static func isPlaceholder(_ name: String) -> Bool {
        // DataCite's codes for what is not there: `(:unap)`, `(:unkn) unknown`.
        name.utf8.count <= 16 && placeholders.contains(name) || name.hasPrefix("(:")
            || !name.unicodeScalars.contains(where: isAlphabetic)
    }

    private static func cleaned(_ text: String) -> String {
        var plain = trimming(Markup.plain(text))
        while let last = plain.utf8.last, ",;*".utf8.contains(last) { plain.unicodeScalars.removeLast() }
        while let first = plain.utf8.first, ",;".utf8.contains(first) { plain.unicodeScalars.removeFirst() }
        return trimming(plain)
    }

    private static func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

    /// Two letters or more and all of them capitals.
    static func isShouting(_ text: String) -> Bool {
        var letters = 0
        for scalar in text.unicodeScalars where isAlphabetic(scalar) {
            if scalar.isASCII ? scalar.value & 0x20 != 0 : !scalar.properties.isUppercase { return false }
            letters += 1
        }
        return letters > 1
    }

    /// Letters that stand for names: `SA`, `S. A.`, `J.-P.`; small ones where a full stop follows each: `j. m.`.
    static func initialsOnly(_ text: String) -> Bool {
        if let isInitials = text.utf8.withContiguousStorageIfAvailable(initialsOnly(ascii:)) ?? nil {
            return isInitials
        }
        let letters = text.filter(\.isLetter)
        guard !letters.isEmpty else { return false }
        if !letters.allSatisfy(\.isUppercase) {
            return text.split { " -".contains($0) }.flatMap(afterStops).allSatisfy {
                $0.hasSuffix(".") && $0.dropLast().count == 1 && $0.first?.isLetter ?? false
            }
        }
        if text.contains(".") || text.contains(" ") {
            return text.split { " .-".contains($0) }.allSatisfy { $0.count <= 2 }
        }
        return letters.count <= 3
    }

    /// As `initialsOnly(_:)`, told on bytes; nil where these do not tell.
    private static func initialsOnly(ascii text: UnsafeBufferPointer<UInt8>) -> Bool? {
        var letters = 0
        var hasLowercase = false
        var isDivided = false
        // Signs between full stops, hyphens and spaces.
        var piece = 0
        var longestPiece = 0
        for byte in text {
            if byte >= 0x80 { return nil }
            if (0x61...0x7A).contains(byte | 0x20) {
                letters += 1
                hasLowercase = hasLowercase || byte >= 0x61
            }
            if byte == UInt8(ascii: ".") || byte == 0x20 { isDivided = true }
            if byte == UInt8(ascii: ".") || byte == 0x20 || byte == UInt8(ascii: "-") {
                piece = 0
            } else {
                piece += 1
                longestPiece = max(longestPiece, piece)
            }
        }
        // Small letters may be initials where full stops follow them.
        if hasLowercase { return isDivided ? nil : false }
        return letters > 0 && (isDivided ? longestPiece <= 2 : letters <= 3)
    }

    /// `MCDONALD-SMITH` → `McDonald-Smith`, particles in lower case.
    static func capitalized(_ text: String) -> String {
        var out = ""
        var atStart = true
        for character in text {
            if character.isLetter {
                out += atStart ? character.uppercased() : character.lowercased()
                atStart = false
            } else {
                out.append(character)
                atStart = character != "." || out.count < 3
            }
        }
        return out.split(separator: " ", omittingEmptySubsequences: false).map { word in
            let lower = word.lowercased()
            if particles.words.contains(lower), text.contains(" ") { return lower }
            if word.hasPrefix("Mc"), word.count > 3 {
                let third = word.index(word.startIndex, offsetBy: 2)
                return "Mc" + word[third].uppercased() + word[word.index(after: third)...]
            }
            return String(word)
        }.joined(separator: " ")
    }
}
