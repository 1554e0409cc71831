/// Names in a list that is printed as one string.
extension Names {
    /// The names in a list printed as one string: parted by semicolons, or by commas where no part is "Family, Given".
    static func list(_ text: String) -> [String] {
        var plain = Markup.plain(text)
        for marker in [" et al.", " et al", "…"] where plain.hasSuffix(marker) {
            plain = String(plain.dropLast(marker.count))
        }
        // Europe PMC ends its lists with a full stop: `Engeln M, Ahmed SH.`
        if plain.hasSuffix("."),
            let last = plain.utf8.split(whereSeparator: { $0 == 0x20 || $0 == UInt8(ascii: ",") }).last.map({
                Substring($0.dropLast())
            }),
            !last.contains("."),
            initialsOnly(String(last)) || looksLikeGroup(String(cut(plain, at: ",").last ?? ""))
        {
            plain = withoutLastSign(plain)
        }
        func pieces(partedBy sign: Unicode.Scalar) -> [String] {
            cut(plain, at: sign).map { trimming(String($0)) }.filter { !$0.isEmpty }
        }
        if plain.utf8.contains(UInt8(ascii: ";")) { return pieces(partedBy: ";") }
        var names: [String] = []
        for piece in pieces(partedBy: ",").flatMap({ $0.hasPrefix("and ") ? [String($0.dropFirst(4))] : split($0) })
        where !piece.isEmpty {
            if let last = names.last, suffixes.contains(piece) || isGiven(piece, of: last) {
                names[names.count - 1] = last + ", " + piece
            } else {
                names.append(piece)
            }
        }
        return names
    }

    /// Whether a piece of a list is the initials of the family name before it: `Haussler, D., Kearns, M. J., & Li, M.`
    private static func isGiven(_ piece: String, of family: String) -> Bool {
        if holdsWholeWord(piece) { return false }
        func isInitials(_ words: [Substring]) -> Bool {
            !words.isEmpty
                && words.allSatisfy { word in
                    let letters = word.filter(\.isLetter)
                    return word.hasSuffix(".") ? (1...2).contains(letters.count) : letters.count == 1
                }
        }
        let words = family.split { " .,".contains($0) }
        return isInitials(piece.split { " -".contains($0) }.flatMap(afterStops))
            && !family.contains(",") && !words.contains { $0.count == 1 } && words.contains { $0.count > 2 }
    }

    /// Whether a text of ASCII has three letters in a row, which no initials have.
    private static func holdsWholeWord(_ text: String) -> Bool {
        var run = 0
        var longestRun = 0
        for byte in text.utf8 {
            if byte >= 0x80 { return false }
            run = (0x61...0x7A).contains(byte | 0x20) ? run + 1 : 0
            longestRun = max(longestRun, run)
        }
        return longestRun > 2
    }

    /// `M.J.` in its parts, each with its full stop.
    static func afterStops(_ word: Substring) -> [Substring] {
        var parts: [Substring] = []
        var start = word.startIndex
        for index in word.indices where word[index] == "." {
            parts.append(word[start...index])
            start = word.index(after: index)
        }
        if start < word.endIndex { parts.append(word[start...]) }
        return parts
    }

    private static func split(_ piece: String) -> [String] {
        let piece = piece.hasPrefix("& ") ? String(piece.dropFirst(2)) : piece
        for joint in [" and ", " & "] where piece.utf8.count > joint.utf8.count {
            if let range = firstRange(of: joint, in: piece) {
                return [trimming(String(piece[..<range.lowerBound])), trimming(String(piece[range.upperBound...]))]
            }
        }
        return [piece]
    }

    static func firstRange(of needle: String, in text: String) -> Range<String.Index>? {
        var (text, needle) = (text, needle)
        let place = text.withUTF8 { text in
            needle.withUTF8 { needle -> Int? in
                guard let first = needle.first, text.count >= needle.count else { return nil }
                for start in 0...(text.count - needle.count)
                where text[start] == first && text[start..<start + needle.count].elementsEqual(needle) {
                    return start
                }
                return nil
            }
        }
        guard let place else { return nil }
        let start = text.utf8.index(text.utf8.startIndex, offsetBy: place)
        return start..<text.utf8.index(start, offsetBy: needle.utf8.count)
    }
}
