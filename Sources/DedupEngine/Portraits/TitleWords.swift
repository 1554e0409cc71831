internal import TextKernels

/// A word of a folded text: hashed once, looked up in many lists.
struct TextWord: Sendable {
    /// Place in the text, bytes.
    var start: Int
    var count: Int
    /// With seed 1, as `WordList` has it.
    var hash: UInt64
    /// First byte.
    var first: UInt8

    /// Appends the words of a folded text in its order.
    static func append(of text: [UInt8], to words: inout [TextWord]) {
        text.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            for word in FoldedWords(bytes) {
                guard let start = word.baseAddress else { continue }
                words.append(
                    TextWord(
                        start: start - base, count: word.count, hash: Hashing.hash64(word, seed: 1), first: word[0]))
            }
        }
    }
}

extension WordList {
    @inline(__always)
    func place(of word: TextWord) -> Int? { place(ofHash: word.hash, length: word.count) }

    @inline(__always)
    func contains(_ word: TextWord) -> Bool { place(of: word) != nil }
}
