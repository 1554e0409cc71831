internal import Formats
internal import Records

/// Text as LaTeX and BibTeX read it.
struct LaTeXText: Sendable {
    /// Whether letters with marks, Greek letters and signs become commands; else they stay as they are, in UTF-8.
    var ascii = false

    // MARK: Escaping

    /// Nothing in the result ends a value or begins a command. Scalar by scalar: a sign that TeX reads stays one where a
    /// combining mark follows it.
    func escaped(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        let scalars = Array(text.oneLine.unicodeScalars)
        var place = 0
        while place < scalars.count {
            let scalar = scalars[place]
            place += 1
            // Two of these in a row are a dash or quotation marks to TeX.
            if "-`'".unicodeScalars.contains(scalar), place < scalars.count, scalars[place] == scalar {
                out.append(scalar)
                out.append(contentsOf: "{}".unicodeScalars)
                continue
            }
            if ascii, Self.takesMarks(scalar) {
                var marks: [Unicode.Scalar] = []
                while place < scalars.count, LatinMarks.isMark(scalars[place]) {
                    marks.append(scalars[place])
                    place += 1
                }
                append(scalar, marks, to: &out)
            } else {
                append(scalar, to: &out)
            }
        }
        return String(out)
    }

    private func append(_ scalar: Unicode.Scalar, to out: inout String.UnicodeScalarView) {
        switch scalar {
        case "&", "%", "$", "#", "_":
            out.append("\\")
            out.append(scalar)
        // BibTeX counts braces whether or not a backslash precedes them.
        case "{": out.append(contentsOf: "\\textbraceleft{}".unicodeScalars)
        case "}": out.append(contentsOf: "\\textbraceright{}".unicodeScalars)
        case "~": out.append(contentsOf: "\\textasciitilde{}".unicodeScalars)
        case "^": out.append(contentsOf: "\\textasciicircum{}".unicodeScalars)
        case "\\": out.append(contentsOf: "\\textbackslash{}".unicodeScalars)
        default:
            if ascii, let command = LaTeXSigns.command(for: scalar) {
                out.append(contentsOf: command.unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
    }

    /// A letter with the marks that follow it. Where TeX lacks one of them, all stays as it is.
    private func append(
        _ scalar: Unicode.Scalar, _ marks: [Unicode.Scalar], to out: inout String.UnicodeScalarView
    ) {
        var letter = scalar
        var all = marks
        while let parts = LatinMarks.parts(of: letter) {
            all.insert(parts.mark, at: 0)
            letter = parts.letter
        }
        var accents: [String] = []
        for mark in all {
            guard let accent = LatinMarks.accent(for: mark) else {
                out.append(scalar)
                out.append(contentsOf: marks)
                return
            }
            accents.append(accent)
        }
        guard !accents.isEmpty else { return append(scalar, to: &out) }
        // Not `\i`: LaTeX knows what an accent does to an i, biber does not know what it does to `\i`.
        var core = String(letter)
        if !letter.isASCII {
            guard let command = LaTeXSigns.command(for: letter) else {
                out.append(scalar)
                out.append(contentsOf: marks)
                return
            }
            core = command
        }
        if accents == ["r"], letter == "a" || letter == "A" {
            out.append(contentsOf: "{\\\(letter)\(letter)}".unicodeScalars)
            return
        }
        for (depth, accent) in accents.enumerated() {
            let isWord = accent.unicodeScalars.first?.properties.isAlphabetic == true
            core = depth == 0 && !isWord ? "\\\(accent)\(core)" : "\\\(accent){\(core)}"
        }
        out.append(contentsOf: "{\(core)}".unicodeScalars)
    }

    private static func takesMarks(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z": true
        default: LatinMarks.parts(of: scalar) != nil
        }
    }

    /// Paragraphs with a blank line between them; to BibTeX and biber that is a space.
    func paragraphs(_ text: String?) -> String? {
        text.map {
            $0.split(separator: "\n").map { escaped(String($0)) }.filter { !$0.isEmpty }.joined(separator: "\n\n")
        }
    }

    /// Words of a list with commas between them; in braces those that hold one, or a semicolon.
    func list(_ words: [String]) -> String {
        let parts = words.map { word in
            word.contains { $0 == "," || $0 == ";" } ? "{\(escaped(word))}" : escaped(word)
        }
        // Braces around all of a value would be no word's.
        return parts.joined(separator: ", ")
            + (parts.count == 1 && parts[0].hasPrefix("{") && parts[0].hasSuffix("}") ? "," : "")
    }

    /// A value that TeX reads sign by sign: an address, a DOI, a file. Nothing is escaped; braces that would end it go.
    func verbatim(_ text: String) -> String {
        let scalars = text.oneLine.unicodeScalars
        var depth = 0
        var isBalanced = true
        for scalar in scalars {
            if scalar == "{" { depth += 1 }
            if scalar == "}" { depth -= 1 }
            if depth < 0 { isBalanced = false }
        }
        if isBalanced, depth == 0 { return String(scalars) }
        return String(String.UnicodeScalarView(scalars.filter { $0 != "{" && $0 != "}" }))
    }

    /// An address, sign by sign; where its braces do not pair, or a reader would take one for TeX's, they are `%7B` and `%7D`.
    func address(_ text: String) -> String {
        let plain = verbatim(text)
        func braces(_ text: String) -> Int { text.utf8.count { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") } }
        let count = braces(text)
        if count == 0 { return plain }
        var back = plain
        back = back.withUTF8 { TeXText.verbatim($0, keepsBraces: true) }
        return braces(back) == count ? plain : withoutBraces(text)
    }

    /// A DOI, sign by sign, its braces as `%7B` and `%7D`: readers take braces for TeX's, and DOIs are often written with escapes.
    func withoutBraces(_ text: String) -> String {
        String(
            text.oneLine.unicodeScalars.lazy.flatMap { scalar -> String in
                scalar == "{" ? "%7B" : scalar == "}" ? "%7D" : String(scalar)
            })
    }

    // MARK: Capitals

    /// A title in which the words that must keep their capitals stand in braces.
    ///
    /// Those are words with a capital behind their first letter (`mRNA`), single capitals (`Vitamin C`), and, where the
    /// title is not written in capitals word by word, words with a capital in front that do not begin it: names. What
    /// begins a title or a subtitle is no name for that.
    ///
    /// - Parameter language: ISO 639-1; German writes its nouns with capitals, in every style.
    func title(_ title: String, language: String? = nil) -> String {
        let words = title.oneLine.split(separator: " ", omittingEmptySubsequences: false).map { Word($0) }
        var lower = 0
        var capital = 0
        var begins = true
        for word in words where !word.core.isEmpty {
            if !begins, word.isSignificant {
                if word.isPlainCapital { capital += 1 } else if word.isLower { lower += 1 }
            }
            begins = word.endsSentence
        }
        let isSentence = language == "de" || lower > 0 && lower * 2 >= capital
        begins = true
        return words.map { word in
            defer { if !word.core.isEmpty { begins = word.endsSentence } }
            let isKept =
                word.hasInnerCapital
                || (!begins && (word.isPlainCapital && isSentence || word.isSingleCapital && word.letters != "A"))
            return escaped(word.front) + (isKept ? braced(word.core) : escaped(word.core)) + escaped(word.back)
        }.joined(separator: " ")
    }

    /// In braces; where a command comes first, in two pairs: BibTeX changes the case of what `{\` begins.
    private func braced(_ text: String) -> String {
        let text = escaped(text)
        return text.hasPrefix("\\") ? "{{\(text)}}" : "{\(text)}"
    }

    /// A word of a title, with what stands around it.
    private struct Word {
        var front: String
        var core: String
        var back: String
        /// The core's letters.
        var letters: String

        init(_ text: Substring) {
            let scalars = Array(text.unicodeScalars)
            func isWord(_ scalar: Unicode.Scalar) -> Bool {
                scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            }
            func string(_ part: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(part)) }
            let start = scalars.firstIndex(where: isWord) ?? scalars.count
            var end = scalars.lastIndex(where: isWord).map { $0 + 1 } ?? start
            // A mark belongs to its letter.
            while end < scalars.count, scalars[end].properties.generalCategory == .nonspacingMark { end += 1 }
            front = string(scalars[..<start])
            core = string(scalars[start..<end])
            back = string(scalars[end...])
            letters = string(scalars[start..<end].filter(\.properties.isAlphabetic)[...])
        }

        private var scalars: String.UnicodeScalarView { letters.unicodeScalars }
        var hasInnerCapital: Bool {
            letters == core
                ? scalars.dropFirst().contains(where: \.properties.isUppercase)
                // Of `Post-Traumatic` each part is a word.
                : core.unicodeScalars.split { $0 == "-" || $0 == "/" || $0 == "–" || $0 == "'" || $0 == "’" }
                    .contains {
                        $0.dropFirst().contains(where: \.properties.isUppercase)
                            || $0.contains { $0.properties.numericType != nil }
                                && $0.contains(where: \.properties.isUppercase)
                    }
        }
        var isPlainCapital: Bool {
            scalars.first?.properties.isUppercase == true && scalars.count > 1 && !hasInnerCapital
        }
        var isSingleCapital: Bool { scalars.count == 1 && scalars.first?.properties.isUppercase == true }
        var isLower: Bool { !scalars.contains(where: \.properties.isUppercase) }
        var isSignificant: Bool { scalars.count > 3 && !Self.small.contains(letters.lowercased()) }
        var endsSentence: Bool { back.unicodeScalars.contains { ":?!.—".unicodeScalars.contains($0) } }

        /// What titles in capitals leave small.
        private static let small: Set<String> = [
            "about", "above", "across", "after", "against", "along", "among", "around", "before", "behind", "below",
            "beneath", "beside", "between", "beyond", "down", "during", "from", "into", "like", "near", "onto", "over",
            "since", "than", "that", "through", "toward", "towards", "under", "until", "upon", "versus", "when", "with",
            "within", "without", "à", "sur", "dans", "para", "sobre", "della", "nella",
        ]
    }

    // MARK: Names

    /// One name as BibTeX parts it: `von Family, Jr., Given`; a group in braces. Nil where it is empty.
    ///
    /// - Parameter isGroup: Of a name without parts.
    func name(_ name: Name, isGroup: Bool = true) -> String? {
        if let literal = name.literal?.nonEmpty {
            // A single name is a person's where nothing says that it is a group's.
            if !isGroup, Self.words(literal).count == 1 { return part(literal) }
            // Commas in one pair of braces would part it all the same to many readers.
            return isGroup && literal.contains(",") ? "{{\(escaped(literal))}}" : "{\(escaped(literal))}"
        }
        let given = name.given.flatMap { $0.nonEmpty }.map { part($0) }
        guard let family = name.family?.nonEmpty else {
            return given.map { "{\($0)}" }
        }
        var text: String
        if let particle = name.particle?.nonEmpty, family.hasPrefix(particle + " "),
            Self.words(particle).contains(where: Self.isSmall)
        {
            let rest = String(family.dropFirst(particle.count + 1))
            text =
                escaped(particle) + " "
                + (Self.words(rest).contains(where: Self.isSmall) ? "{\(escaped(rest))}" : part(rest))
        } else if Self.words(family).count > 1, Self.words(family).contains(where: Self.isSmall) {
            // BibTeX would take all up to the last small word for a particle.
            text = "{\(escaped(family))}"
        } else {
            text = part(family)
        }
        if let suffix = name.suffix?.nonEmpty { text += ", " + part(suffix) + (given == nil ? ", {}" : "") }
        if let given { text += ", " + given }
        return text
    }

    /// A part of a name: "and" parts names wherever it stands, a comma the parts of one.
    private func part(_ text: String) -> String {
        let words = Self.words(text).map { $0.lowercased() }
        let parts = text.contains(",") || words.contains("and") || words.contains("others")
        return parts ? "{\(escaped(text))}" : escaped(text)
    }

    private static func words(_ text: String) -> [Substring] { text.split(whereSeparator: \.isWhitespace) }

    private static func isSmall(_ word: Substring) -> Bool {
        word.unicodeScalars.first { $0.properties.isAlphabetic }?.properties.isLowercase == true
    }
}
