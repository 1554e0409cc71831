internal import TextKernels

/// A few words to look up by their bytes.
///
/// Made once and never freed, without a heap object of its own: threads that look words up at the same time share no
/// reference count.
///
/// Method: open addressing on 64-bit hashes, half the slots empty; words are told apart by their hashes alone.
struct WordList: @unchecked Sendable {
    private let hashes: UnsafePointer<UInt64>
    private let places: UnsafePointer<UInt16>
    private let mask: Int
    /// A bit for each length that some word has; the highest for all from there on.
    private let lengths: UInt32

    /// - Parameter words: Folded, parted by spaces; 65,535 at most, of which the first of two alike counts.
    init(_ words: String) {
        let words = words.utf8.split(separator: UInt8(ascii: " ")).map(Array.init)
        precondition(words.count <= UInt16.max, "the place of a word has two bytes")
        var size = 4
        while size < words.count * 2 { size *= 2 }
        let hashes = UnsafeMutablePointer<UInt64>.allocate(capacity: size)
        let places = UnsafeMutablePointer<UInt16>.allocate(capacity: size)
        hashes.initialize(repeating: 0, count: size)
        places.initialize(repeating: 0, count: size)
        var lengths: UInt32 = 0
        for (place, word) in words.enumerated() {
            let hash = max(1, Hashing.hash64(word, seed: Self.seed))
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while hashes[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & (size - 1) }
            if hashes[slot] == hash { continue }
            hashes[slot] = hash
            places[slot] = UInt16(place)
            lengths |= 1 << UInt32(min(word.count, 31))
        }
        self.hashes = UnsafePointer(hashes)
        self.places = UnsafePointer(places)
        mask = size - 1
        self.lengths = lengths
    }

    /// Where in the list a word stands; nil where it does not.
    @inline(__always)
    func place(of word: UnsafeBufferPointer<UInt8>) -> Int? {
        guard lengths >> UInt32(min(word.count, 31)) & 1 == 1 else { return nil }
        return place(ofHash: Hashing.hash64(word, seed: Self.seed), length: word.count)
    }

    /// As `place(of:)`.
    ///
    /// - Parameters:
    ///   - half: The lower half of the word's hash with seed 1, as portraits keep it.
    ///   - length: The word's bytes.
    @inline(__always)
    func place(ofHalf half: UInt32, length: Int) -> Int? {
        guard lengths >> UInt32(min(length, 31)) & 1 == 1 else { return nil }
        var slot = Int(half) & mask
        while hashes[slot] != 0 {
            if UInt32(truncatingIfNeeded: hashes[slot]) == half { return Int(places[slot]) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// As `place(of:)`, of the word's hash with seed 1 and its bytes.
    @inline(__always)
    func place(ofHash hash: UInt64, length: Int) -> Int? {
        guard lengths >> UInt32(min(length, 31)) & 1 == 1 else { return nil }
        let hash = max(1, hash)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while hashes[slot] != 0 {
            if hashes[slot] == hash { return Int(places[slot]) }
            slot = (slot + 1) & mask
        }
        return nil
    }

    @inline(__always)
    func contains(_ word: UnsafeBufferPointer<UInt8>) -> Bool { place(of: word) != nil }

    @inline(__always)
    func contains(_ word: ArraySlice<UInt8>) -> Bool { place(of: word) != nil }

    @inline(__always)
    func place(of word: ArraySlice<UInt8>) -> Int? { word.withUnsafeBufferPointer { place(of: $0) } }

    private static let seed: UInt64 = 1
}

/// A few phrases that a text may begin with.
///
/// As `WordList`, made once and never freed. A text is compared with those alone that share its first byte.
struct PhraseList: @unchecked Sendable {
    private struct Phrase {
        var start: Int
        var count: Int
    }

    private let bytes: UnsafePointer<UInt8>
    private let phrases: UnsafePointer<Phrase>
    private let count: Int
    /// Whether some phrase begins with a byte.
    private let firsts: UnsafePointer<Bool>

    init(_ list: [String]) {
        let text = list.flatMap { Array($0.utf8) }
        let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, text.count))
        let phrases = UnsafeMutablePointer<Phrase>.allocate(capacity: max(1, list.count))
        let firsts = UnsafeMutablePointer<Bool>.allocate(capacity: 256)
        firsts.initialize(repeating: false, count: 256)
        for (place, byte) in text.enumerated() { bytes[place] = byte }
        var start = 0
        for (place, phrase) in list.enumerated() {
            (phrases + place).initialize(to: Phrase(start: start, count: phrase.utf8.count))
            start += phrase.utf8.count
            if let first = phrase.utf8.first { firsts[Int(first)] = true }
        }
        self.bytes = UnsafePointer(bytes)
        self.phrases = UnsafePointer(phrases)
        self.firsts = UnsafePointer(firsts)
        count = list.count
    }

    /// The place of the first phrase that `text` begins with; nil where it begins with none.
    func place(ofBeginning text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let first = text.first, firsts[Int(first)] else { return nil }
        for place in 0..<count {
            let phrase = phrases[place]
            if phrase.count > text.count { continue }
            var same = 0
            while same < phrase.count, bytes[phrase.start + same] == text[same] { same += 1 }
            if same == phrase.count { return place }
        }
        return nil
    }

    func place(ofBeginning text: [UInt8]) -> Int? { text.withUnsafeBufferPointer { place(ofBeginning: $0) } }
}
