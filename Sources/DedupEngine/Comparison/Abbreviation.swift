/// Journal titles abbreviated after ISO 4: each word cut or contracted, small words dropped, the order kept.
enum Abbreviation {
    private static let dropped: Set<[UInt8]> = Set(
        ["the", "of", "and", "in", "for", "on", "a", "an", "der", "die", "das", "und", "de", "la", "le", "et", "des"]
            .map { Array($0.utf8) })

    /// Whether the words of `short` abbreviate those of `long` in order, none of `long`'s own words left over but small
    /// ones and what follows the last match.
    ///
    /// - Parameters: folded titles, words parted by one space.
    static func aligns(_ short: UnsafeBufferPointer<UInt8>, _ long: UnsafeBufferPointer<UInt8>) -> Bool {
        guard short.count < long.count, !short.isEmpty else { return false }
        let shortWords = words(short)
        let longWords = words(long)
        guard shortWords.count <= longWords.count, shortWords.count >= 2 || longWords.count == 1 else { return false }
        var next = 0
        for word in shortWords {
            while next < longWords.count, !abbreviates(word, longWords[next]) {
                guard dropped.contains(Array(longWords[next])) else { return false }
                next += 1
            }
            guard next < longWords.count else { return false }
            next += 1
        }
        return longWords[next...].allSatisfy { dropped.contains(Array($0)) }
            || Double(next) >= 0.6 * Double(longWords.count)
    }

    private static func words(_ text: UnsafeBufferPointer<UInt8>) -> [Slice<UnsafeBufferPointer<UInt8>>] {
        text.split(separator: UInt8(ascii: " ")).filter { !dropped.contains(Array($0)) || text.count < 8 }
    }

    /// A word's beginning, or its first letter followed by letters of it in order (`natl` for `national`).
    private static func abbreviates(
        _ short: Slice<UnsafeBufferPointer<UInt8>>, _ long: Slice<UnsafeBufferPointer<UInt8>>
    ) -> Bool {
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
