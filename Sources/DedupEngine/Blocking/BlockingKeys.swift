public import Records
internal import TextKernels

/// The kinds of blocking key; the raw value is the highest byte of the key.
public enum BlockingRule: UInt8, CaseIterable, Sendable {
    case doi = 1
    case identifier
    /// Equal titles, spaces apart.
    case title
    /// Short title with first author, year or first page: column titles are shared by thousands.
    case shortTitle
    /// First author, year and a title word; also with the year after, for years off by one.
    case authorYear
    /// Volume, first page and first author's or title's beginning: journal names are spelled too many ways.
    case volumePage
    /// The three smallest hashes among the title's words: survives word order and a typo elsewhere.
    case titleWords
    case authorPage

    /// The rule that made a key.
    public init?(of key: BlockingKey) { self.init(rawValue: UInt8(truncatingIfNeeded: key.hash >> 56)) }

    /// The word that `explain` prints.
    public var name: String { "\(self)" }
}

extension PortraitTable {
    /// The blocking keys of the record at `index`, ascending and distinct; a function of that record alone.
    public func blockingKeys(at index: Int) -> [BlockingKey] {
        let portrait = portraits[index]
        var keys: [UInt64] = []
        keys.reserveCapacity(12)
        func add(_ rule: BlockingRule, _ parts: UInt64...) {
            var mixed: UInt64 = 0x9E37_79B9_7F4A_7C15
            for part in parts {
                mixed = (mixed ^ part) &* 0xD6E8_FEB8_6659_FD93
                mixed ^= mixed >> 32
            }
            keys.append(UInt64(rule.rawValue) << 56 | mixed >> 8)
        }
        if portrait.doi != 0 { add(.doi, portrait.doi) }
        if portrait.pmid != 0 { add(.identifier, portrait.pmid, 1) }
        for hash in hashes[portrait.identifiers.range].prefix(8) { add(.identifier, hash) }
        let words = hashes[portrait.words.range]
        let author = authorMarks[portrait.authors.range].first?.family ?? 0
        let firstWords = leadingWords(portrait)
        if portrait.titleHash != 0 {
            if portrait.title.count >= 24, words.count >= 4 {
                add(.title, portrait.titleHash)
                add(.titleWords, words[words.startIndex], words[words.startIndex + 1], words[words.startIndex + 2])
            } else {
                if author != 0 { add(.shortTitle, portrait.titleHash, author) }
                if portrait.firstPage != 0 { add(.shortTitle, portrait.titleHash, portrait.firstPage, 1) }
                // The year alone would put the nameless editorials of all journals into one block.
                if portrait.year != 0, portrait.volume != 0 || author != 0 {
                    add(.shortTitle, portrait.titleHash, UInt64(portrait.year), portrait.volume)
                } else if portrait.year != 0, portrait.container.count > 0 {
                    let container = bytes[portrait.container.range].withUnsafeBufferPointer {
                        Hashing.hash64($0, seed: 14)
                    }
                    add(.shortTitle, portrait.titleHash, UInt64(portrait.year), container, 2)
                }
            }
        }
        if author != 0, portrait.year != 0, let first = firstWords.first {
            add(.authorYear, author, UInt64(portrait.year), first)
            add(.authorYear, author, UInt64(portrait.year) + 1, first)
        }
        if author != 0, firstWords.count > 1 { add(.authorYear, author, firstWords[0], firstWords[1]) }
        if portrait.firstPage != 0 {
            if portrait.volume != 0, let first = firstWords.first {
                add(.volumePage, portrait.volume, portrait.firstPage, first)
            }
            if author != 0 { add(.authorPage, portrait.firstPage, author) }
        }
        keys.sort()
        var distinct: [BlockingKey] = []
        for key in keys where distinct.last?.hash != key { distinct.append(BlockingKey(hash: key)) }
        return distinct
    }

    /// Hashes of the title's first two words of four letters or more.
    private func leadingWords(_ portrait: Portrait) -> [UInt64] {
        var found: [UInt64] = []
        bytes[portrait.title.range].withUnsafeBufferPointer { title in
            var start = 0
            for end in 0...title.count where end == title.count || title[end] == UInt8(ascii: " ") {
                if end - start >= 4 {
                    found.append(Hashing.hash64(UnsafeBufferPointer(rebasing: title[start..<end]), seed: 1))
                    if found.count == 2 { return }
                }
                start = end + 1
            }
        }
        return found
    }
}
