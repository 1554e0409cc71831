/// The parts of a text between a sign of ASCII, told on its bytes; empty ones are left out.
func cut(_ text: String, at sign: Unicode.Scalar) -> [Substring] {
    let sign = UInt8(ascii: sign)
    let view = text.utf8
    let parts = view.withContiguousStorageIfAvailable { bytes in
        var parts: [Substring] = []
        var start = 0
        var place = view.startIndex
        for end in 0...bytes.count where end == bytes.count || bytes[end] == sign {
            let stop = view.index(place, offsetBy: end - start)
            if end > start { parts.append(Substring(view[place..<stop])) }
            if end < bytes.count { place = view.index(after: stop) }
            start = end + 1
        }
        return parts
    }
    return parts ?? view.split(separator: sign).map { Substring($0) }
}

/// The text without its last byte, which is a sign of ASCII.
func withoutLastSign(_ text: String) -> String { String(Substring(text.utf8.dropLast())) }

/// Whether a text is a word; most are not, and have another length.
@inline(__always)
func isWord(_ text: String, _ word: String) -> Bool { text.utf8.count == word.utf8.count && text == word }

/// A word of ASCII in lower case within two machine words: compared and hashed without a string.
struct PackedWord: Hashable {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// Nil for more than 16 bytes, and where one is no sign of ASCII.
    init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count <= 16 else { return nil }
        for byte in bytes {
            guard (1..<0x80).contains(byte) else { return nil }
            append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
    }

    private mutating func append(_ byte: UInt8) {
        high = high << 8 | low >> 56
        low = low << 8 | UInt64(byte)
    }
}

/// Words in lower case that are looked up in any case.
struct WordSet: ExpressibleByArrayLiteral {
    let words: Set<String>
    private let packed: Set<PackedWord>

    init(arrayLiteral words: String...) {
        self.words = Set(words)
        packed = Set(words.compactMap { PackedWord($0.utf8) })
    }

    func contains(_ word: some StringProtocol) -> Bool {
        if let known = PackedWord(word.utf8) { return packed.contains(known) }
        return words.contains(word.lowercased())
    }
}
