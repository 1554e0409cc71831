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
        if title.utf8.last == UInt8(ascii: "."), !title.hasSuffix(".."), !endsWithAbbreviation(title) {
            title = withoutLastSign(title)
            if title.utf8.last == UInt8(ascii: " ") { title = trimming(title) }
        }
        // PubMed's titles that were translated: `[Title].`; `[Not Available]` where nobody did.
        if title.utf8.first == UInt8(ascii: "["), let inner = unbracketed(title) {
            if inner.lowercased() == "not available" { return result }
            title = inner
        }
        if let first = title.utf8.first, "R[W".utf8.contains(first),
            let mark = retractionMarks.first(where: { title.hasPrefix($0) })
        {
            result.isRetracted = true
            result.original = text
            title = String(title.dropFirst(mark.count))
        }
        if isShouting(title), title.split(separator: " ").count > 3 {
            result.original = text
            title = sentenceCased(title)
        }
        let hasLetters = title.unicodeScalars.contains {
            isAlphabetic($0) || ($0.isASCII ? (48...57).contains($0.value) : $0.properties.numericType != nil)
        }
        result.title = hasLetters ? title : nil
        return result
    }

    /// What stands between brackets that enclose the whole title; nil where they do not.
    private static func unbracketed(_ title: String) -> String? {
        guard title.utf8.last == UInt8(ascii: "]") else { return nil }
        var depth = 0
        for (index, byte) in title.utf8.enumerated() {
            if byte == UInt8(ascii: "[") { depth += 1 }
            if byte == UInt8(ascii: "]") { depth -= 1 }
            // `[18F]FDG in [11C]`: the first bracket ends before the title does.
            if depth == 0, index < title.utf8.count - 1 { return nil }
        }
        guard depth == 0 else { return nil }
        var inner = trimming(String(title.dropFirst().dropLast()))
        if inner.utf8.last == UInt8(ascii: "."), !inner.hasSuffix(".."), !endsWithAbbreviation(inner) {
            inner.removeLast()
        }
        return inner.isEmpty ? nil : inner
    }

    private static let retractionMarks = [
        "RETRACTED ARTICLE: ", "RETRACTED: ", "[RETRACTED] ", "WITHDRAWN: ", "Retracted: ", "RETRACTED ARTICLE. ",
    ]

    private static let abbreviations: Set<String> = ["al.", "sp.", "spp.", "etc.", "Inc.", "Jr.", "No.", "vs."]

    /// - Parameter title: Ends with a full stop.
    private static func endsWithAbbreviation(_ title: String) -> Bool {
        // A last word of ASCII without another full stop, told on its bytes.
        let tail = title.utf8.suffix(48)
        if tail.allSatisfy({ $0 < 0x80 }), let space = tail.lastIndex(of: 0x20), space > tail.startIndex {
            let word = tail[title.utf8.index(after: space)...]
            if word.count > 4, !word.dropLast().contains(UInt8(ascii: ".")) { return false }
        }
        let last = title.split(separator: " ").last ?? ""
        // "U.S.", "et al.", "sp."; but not "2.0."
        return last.dropLast().contains(".") && last.contains(where: \.isLetter)
            || abbreviations.contains(String(last))
    }

    private static let noticeHeads = [
        "erratum", "corrigendum", "correction to:", "correction:", "retraction:", "retraction note",
        "author correction:", "publisher correction:", "expression of concern",
    ]

    /// A title that begins as those of corrections and retractions do.
    static func isOfNotice(_ title: String) -> Bool {
        // Most titles differ from all of them in their first two letters.
        var bytes = title.utf8.makeIterator()
        guard let first = bytes.next(), let second = bytes.next() else { return false }
        switch (first | 0x20, second | 0x20) {
        case (UInt8(ascii: "e"), UInt8(ascii: "r")), (UInt8(ascii: "e"), UInt8(ascii: "x")),
            (UInt8(ascii: "c"), UInt8(ascii: "o")), (UInt8(ascii: "r"), UInt8(ascii: "e")),
            (UInt8(ascii: "a"), UInt8(ascii: "u")), (UInt8(ascii: "p"), UInt8(ascii: "u")):
            break
        default: return false
        }
        let head = title.prefix(24).lowercased()
        return noticeHeads.contains { head.hasPrefix($0) }
    }

    static func isShouting(_ title: String) -> Bool {
        var letters = 0
        for scalar in title.unicodeScalars where isAlphabetic(scalar) {
            if scalar.isASCII ? scalar.value & 0x20 != 0 : scalar.properties.isLowercase { return false }
            if scalar.isASCII || scalar.properties.isUppercase { letters += 1 }
        }
        return letters > 10
    }

    /// Those with vowels that titles use most; without vowels any short word passes for one.
    private static let acronyms: Set<String> = [
        "DNA", "RNA", "AIDS", "HIV", "COVID", "USA", "UK", "EU", "UNESCO", "NATO", "OECD", "ECG", "EEG",
        "EMG", "MRI", "PCR", "ICU", "ADHD", "IQ", "AI", "IEEE", "NASA", "UV", "TNF",
    ]

    /// As `sentenceCased`, told on bytes.
    private static func sentenceCased(ascii title: String) -> String {
        func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
        var out: [UInt8] = []
        out.reserveCapacity(title.utf8.count)
        var startsSentence = true
        for word in title.utf8.split(separator: 0x20, omittingEmptySubsequences: false) {
            if !out.isEmpty || word.startIndex > title.startIndex { out.append(0x20) }
            let letters = word.filter(isLetter)
            let keeps =
                word.contains(where: isDigit) || acronyms.contains(String(decoding: letters, as: UTF8.self))
                || letters.count > 1 && letters.count < 6 && !letters.contains { "AEIOUY".utf8.contains($0) }
            let start = out.count
            out.append(contentsOf: word.lazy.map { !keeps && (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
            if startsSentence, let first = out[start...].firstIndex(where: isLetter) { out[first] &= 0xDF }
            if !letters.isEmpty, let last = word.last { startsSentence = ".?!".utf8.contains(last) }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Words with digits, acronyms and short words without vowels keep their capitals.
    private static func sentenceCased(_ title: String) -> String {
        if title.utf8.allSatisfy({ $0 < 0x80 }) { return sentenceCased(ascii: title) }
        var startsSentence = true
        return title.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
            let letters = word.filter(\.isLetter)
            let keeps =
                word.contains(where: \.isNumber) || acronyms.contains(letters)
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
