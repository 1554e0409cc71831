internal import Foundation
internal import TextKernels

/// How rare title words and family names are, in bits: agreeing on a rare one says more.
///
/// Words share buckets by hash; a bucket tells of its commonest. What the counted texts lack counts as rarest.
public struct FrequencyTable: Sendable, Equatable {
    static let wordBuckets = 1 << 16
    static let nameBuckets = 1 << 13
    /// Bits of what was never seen.
    static let most: UInt8 = 15

    /// Whole bits, 0...15.
    var words: [UInt8]
    var names: [UInt8]

    /// Everything equally rare.
    public init() {
        words = Array(repeating: 12, count: Self.wordBuckets)
        names = Array(repeating: 11, count: Self.nameBuckets)
    }

    /// Rarity of a folded word in quarters of a bit.
    func wordRarity(_ word: ArraySlice<UInt8>) -> UInt8 {
        word.withUnsafeBufferPointer { wordRarity(hash: Hashing.hash64($0, seed: 1), bytes: $0) }
    }

    /// As `wordRarity(_:)`, of a word whose hash with seed 1 is known.
    @inline(__always)
    func wordRarity(hash: UInt64, bytes: UnsafeBufferPointer<UInt8>) -> UInt8 {
        // Scripts without spaces write a whole clause as one word; each letter of three bytes says a little.
        if bytes.count > 18, let first = bytes.first, first >= 0xE0 { return UInt8(min(255, 24 + bytes.count * 4)) }
        let bits = words[Int(UInt32(truncatingIfNeeded: hash) >> 16)]
        // A letter or two say little whatever their frequency.
        return UInt8(min(Int(bits), bytes.count * 4) * 4)
    }

    /// Rarity of a family name by its 32-bit hash, in quarters of a bit.
    @inline(__always)
    func nameRarity(_ family: UInt32) -> UInt8 { names[Int(family >> 19)] * 4 }
}

/// Counts words and names for a frequency table.
public struct FrequencyCount: Sendable {
    private var words: [UInt32: UInt32] = [:]
    private var names: [UInt32: UInt32] = [:]
    private var titles = 0
    private var seen: Set<UInt64> = []
    private var authors = 0

    public init() {}

    /// Counts the distinct title words and the family names of painted records.
    ///
    /// - Parameter onceEach: Counts records of one title once: what has duplicates would seem common.
    public mutating func add(_ table: PortraitTable, onceEach: Bool = false) {
        for portrait in table.portraits {
            if onceEach, portrait.titleHash != 0, !seen.insert(portrait.titleHash).inserted { continue }
            if portrait.words.count > 0 { titles += 1 }
            for word in table.words[portrait.words.range] { words[word.hash, default: 0] += 1 }
            for mark in table.authorMarks[portrait.authors.range] {
                authors += 1
                names[mark.family, default: 0] += 1
            }
        }
    }

    /// - Parameters:
    ///   - base: What is known of words and names in general; nil for nothing.
    ///   - weight: How many titles, and how many names, `base` counts for: where fewer were counted here, it prevails.
    public func table(about base: FrequencyTable? = nil, counting weight: Int = 0) -> FrequencyTable {
        var table = base ?? FrequencyTable()
        func fill(_ buckets: inout [UInt8], _ counts: [UInt32: UInt32], shift: UInt32, total: Int) {
            var sums = [UInt32](repeating: 0, count: buckets.count)
            for (hash, count) in counts { sums[Int(hash >> shift)] = max(sums[Int(hash >> shift)], count) }
            for index in sums.indices {
                // Half a sighting for what was never seen.
                let known = base == nil ? 0.5 : Double(weight) * exp2(-Double(buckets[index]))
                let share = (Double(sums[index]) + known) / (Double(total) + (base == nil ? 1 : Double(weight)))
                buckets[index] = UInt8(min(Double(FrequencyTable.most), max(0, (-log2(share)).rounded())))
            }
        }
        fill(&table.words, words, shift: 16, total: titles)
        fill(&table.names, names, shift: 19, total: authors)
        return table
    }
}
