/// Titles of journals in a shortened form: words cut or contracted as ISO 4 has them, or put together of initials.
enum ShortenedTitle {
    private typealias Word = ArraySlice<UInt8>

    private static let small: Set<[UInt8]> = Set(
        [
            "the", "of", "and", "in", "for", "on", "a", "an", "der", "die", "das", "und", "de", "la", "le", "et", "des",
            "du", "del", "y", "e", "di",
        ].map { Array($0.utf8) })

    /// Whether every word of `short` stands for one of `long`, or for the initials of three or more, in order, and none
    /// of `long` is left but small ones.
    ///
    /// One word alone stands for a title where it has four letters or more: `PNAS`, and not `BMJ`, which is a title.
    ///
    /// - Parameters: folded titles of at most 512 bytes, words parted by one space.
    static func shortens(_ short: [UInt8], _ long: [UInt8]) -> Bool {
        guard !short.isEmpty, short.count < long.count, long.count <= 512 else { return false }
        let all = long.split(separator: UInt8(ascii: " "))
        let longWords = all.filter { !small.contains(Array($0)) }
        let shortAll = short.split(separator: UInt8(ascii: " "))
        let shortWords = shortAll.count == 1 ? shortAll : shortAll.filter { !small.contains(Array($0)) }
        guard !shortWords.isEmpty, shortWords.count <= longWords.count else { return false }
        var next = 0
        var isShorter = false
        for word in shortWords {
            guard next < longWords.count else { return false }
            if stands(word, for: longWords[next]), shortWords.count > 1 || longWords.count == 1 {
                isShorter = isShorter || word.count < longWords[next].count
                next += 1
            } else if word.count >= (shortWords.count == 1 ? 4 : 3), next + word.count <= longWords.count,
                zip(word, longWords[next...]).allSatisfy({ $0 == $1.first })
            {
                isShorter = true
                next += word.count
            } else {
                return false
            }
        }
        return isShorter && next == longWords.count
    }

    /// A word's beginning, or its first letter followed by letters of it in order (`natl` for `national`).
    private static func stands(_ short: Word, for long: Word) -> Bool {
        guard short.count <= long.count, short.first == long.first else { return false }
        var index = long.startIndex
        for byte in short {
            while index < long.endIndex, long[index] != byte { index += 1 }
            guard index < long.endIndex else { return false }
            index += 1
        }
        return true
    }
}
