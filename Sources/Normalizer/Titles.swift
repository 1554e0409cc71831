internal import Records

/// Titles as plain text.
enum Titles {
    struct Cleaned {
        var title: String?
        var isRetracted = false
        /// Set where the title was changed beyond markup: the title as its source gave it.
        var original: String?
    }

    static func clean(_ text: String) -> Cleaned {
        var result = Cleaned()
        var title = Markup.plain(text)
        // Europe PMC and PubMed end every title with a full stop.
        if title.hasSuffix("."), !title.hasSuffix(".."), !endsWithAbbreviation(title) { title.removeLast() }
        for mark in [
            "RETRACTED ARTICLE: ", "RETRACTED: ", "[RETRACTED] ", "WITHDRAWN: ", "Retracted: ", "RETRACTED ARTICLE. ",
        ] where title.hasPrefix(mark) {
            result.isRetracted = true
            result.original = text
            title = String(title.dropFirst(mark.count))
        }
        if title.split(separator: " ").count > 3, isShouting(title) {
            result.original = text
            title = sentenceCased(title)
        }
        let hasLetters = title.unicodeScalars.contains {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
        result.title = hasLetters ? title : nil
        return result
    }

    private static func endsWithAbbreviation(_ title: String) -> Bool {
        let last = title.split(separator: " ").last ?? ""
        // "U.S.", "et al.", "sp."
        return last.dropLast().contains(".")
            || ["al.", "sp.", "spp.", "etc.", "Inc.", "Jr.", "No.", "vs."].contains(String(last))
    }

    static func isShouting(_ title: String) -> Bool {
        var letters = 0
        for scalar in title.unicodeScalars where scalar.properties.isAlphabetic {
            if scalar.properties.isLowercase { return false }
            if scalar.properties.isUppercase { letters += 1 }
        }
        return letters > 10
    }

    /// Words with digits or without vowels, which are likely acronyms, keep their capitals.
    private static func sentenceCased(_ title: String) -> String {
        var startsSentence = true
        return title.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
            let letters = word.filter(\.isLetter)
            let keeps =
                word.contains(where: \.isNumber)
                || letters.count > 1 && letters.count < 6 && !letters.contains { "AEIOUY".contains($0) }
            var cased = keeps ? String(word) : word.lowercased()
            if startsSentence, let index = cased.firstIndex(where: \.isLetter) {
                cased = cased[..<index] + cased[index].uppercased() + cased[cased.index(after: index)...]
            }
            if !letters.isEmpty { startsSentence = word.hasSuffix(".") || word.hasSuffix("?") || word.hasSuffix("!") }
            return cased
        }.joined(separator: " ")
    }
}
