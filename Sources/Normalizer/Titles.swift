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
        if isShouting(title), hasFourWords(title) {
            result.original = text
            title = sentenceCased(title)
        }
        let hasLetters = title.unicodeScalars.contains {
            isAlphabetic($0) || ($0.isASCII ? (48...57).contains($0.value) : $0.properties.numericType != nil)
        }
        result.title = hasLetters ? title : nil
        return result
    }

    private static func hasFourWords(_ title: String) -> Bool {
        let isASCII = title.utf8.allSatisfy { $0 < 0x80 }
        return (isASCII ? cut(title, at: " ") : title.split(separator: " ")).count > 3
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
        if title.utf8.withContiguousStorageIfAvailable(endsInWholeWord) == true { return false }
        let last = title.split(separator: " ").last ?? ""
        // "U.S.", "et al.", "sp."; but not "2.0."
        return last.dropLast().contains(".") && last.contains(where: \.isLetter)
            || abbreviations.contains(String(last))
    }

    /// Whether a last word of ASCII has more than three letters and no other full stop; false also where bytes do not tell.
    private static func endsInWholeWord(_ title: UnsafeBufferPointer<UInt8>) -> Bool {
        var length = 0
        for byte in title.dropLast().reversed().prefix(47) {
            if byte == 0x20 { return length > 3 }
            if byte >= 0x80 || byte == UInt8(ascii: ".") { return false }
            length += 1
        }
        return false
    }

    private static let noticeHeads: [StaticString] = [
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
        let head = title.utf8.lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        return noticeHeads.contains { notice in notice.withUTF8Buffer { head.starts(with: $0) } }
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
        var out = Array(title.utf8)
        var startsSentence = true
        var start = 0
        while start < out.count {
            var end = start
            var letters = 0
            var hasDigit = false
            var hasVowel = false
            while end < out.count, out[end] != 0x20 {
                if isLetter(out[end]) { letters += 1 }
                hasDigit = hasDigit || isDigit(out[end])
                hasVowel = hasVowel || "AEIOUY".utf8.contains(out[end])
                end += 1
            }
            let word = start..<end
            let keeps =
                hasDigit || letters > 1 && letters < 6 && !hasVowel
                || letters < 7 && acronyms.contains(String(decoding: out[word].filter(isLetter), as: UTF8.self))
            if !keeps {
                for index in word where (0x41...0x5A).contains(out[index]) { out[index] |= 0x20 }
            }
            if startsSentence, let first = out[word].firstIndex(where: isLetter) { out[first] &= 0xDF }
            if letters > 0 { startsSentence = ".?!".utf8.contains(out[end - 1]) }
            start = end + 1
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
