public import Records

/// The kinds of blocking key; the raw value is the highest byte of the key.
public enum BlockingRule: UInt8, CaseIterable, Sendable {
    case doi = 1
    case identifier
    /// Equal titles, spaces apart; a title and the other's main title or translation.
    case title
    /// A common title with first author, first page, or volume and year: columns are shared by thousands.
    case shortTitle
    /// An author and a word of the title, both picked so that order and a few changes do not matter; the commoner the name,
    /// the rarer the word.
    case authorWord
    /// An author and the beginning of the title: what follows may be a subtitle or a note.
    case authorHead
    /// The first three authors, or any two and the year: titles are translated, or changed from manuscript to print.
    case authors
    /// Volume, year, first and last page: titles are translated, names of journals spelled too many ways.
    case volumePage
    /// Three of the four rarest words of the title: survives word order, and a typing error in any of them. One word, and
    /// the issue of a container: what machines read of a page may lack authors.
    case titleWords
    /// First author, with the first letter of the given name, and first page.
    case authorPage
    /// First author likewise, volume and issue: titles read by machines, records without pages. A rare first author and the
    /// year: titles that were reworded.
    case authorIssue

    /// The rule that made a key.
    public init?(of key: BlockingKey) { self.init(rawValue: UInt8(truncatingIfNeeded: key.hash >> 56)) }

    /// The word that `explain` prints.
    public var name: String { "\(self)" }
}

extension PortraitTable {
    /// The blocking keys of the record at `index`, ascending and distinct; a function of that record and of the table's
    /// frequencies alone.
    public func blockingKeys(at index: Int) -> [BlockingKey] {
        var keys: [UInt64] = []
        keys.reserveCapacity(16)
        forEachBlockingKey(at: index) { keys.append($0) }
        keys.sort()
        var distinct: [BlockingKey] = []
        distinct.reserveCapacity(keys.count)
        for key in keys where distinct.last?.hash != key { distinct.append(BlockingKey(hash: key)) }
        return distinct
    }

    /// As `blockingKeys(at:)`, in no order and perhaps twice.
    @inline(__always)
    func forEachBlockingKey(at index: Int, _ body: (UInt64) -> Void) {
        let portrait = portraits[index]
        @inline(__always)
        func add(_ rule: BlockingRule, _ a: UInt64, _ b: UInt64 = 0, _ c: UInt64 = 0, _ d: UInt64 = 0) {
            var mixed: UInt64 = 0x9E37_79B9_7F4A_7C15
            mixed = Self.mix(Self.mix(Self.mix(Self.mix(mixed, a), b), c), d)
            body(UInt64(rule.rawValue) << 56 | mixed >> 8)
        }
        if portrait.doi != 0 { add(.doi, portrait.doi) }
        if portrait.pmid != 0 { add(.identifier, portrait.pmid, 1) }
        for hash in hashes[portrait.identifiers.range].prefix(Self.mostIdentifierKeys) { add(.identifier, hash) }
        var author: UInt64 = 0
        if let first = authorMarks[portrait.authors.range].first { author = Self.blockingName(first) }
        let year = UInt64(bitPattern: Int64(portrait.year))
        let page =
            portrait.firstPage.number != 0 ? UInt64(portrait.firstPage.number) : UInt64(portrait.firstPage.hash) << 32
        let rarest = rarestWords(portrait)
        if portrait.titleHash != 0 {
            if portrait.titleBits >= Self.commonTitle, !portrait.isColumn {
                add(.title, portrait.titleHash)
                if portrait.mainTitleHash != 0 { add(.title, portrait.mainTitleHash) }
                if portrait.otherTitleHash != 0 { add(.title, portrait.otherTitleHash) }
                if rarest[3] != 0 {
                    add(.titleWords, rarest[0], rarest[1], rarest[2])
                    add(.titleWords, rarest[0], rarest[1], rarest[3])
                    add(.titleWords, rarest[0], rarest[2], rarest[3])
                    add(.titleWords, rarest[1], rarest[2], rarest[3])
                } else if rarest[1] != 0 {
                    add(.titleWords, rarest[0], rarest[1])
                    if rarest[2] != 0 {
                        add(.titleWords, rarest[0], rarest[2])
                        add(.titleWords, rarest[1], rarest[2])
                    }
                }
            } else {
                // Some sources list authors in no order.
                for mark in authorMarks[portrait.authors.range].prefix(6) {
                    add(.shortTitle, portrait.titleHash, Self.blockingName(mark))
                }
                if page != 0 { add(.shortTitle, portrait.titleHash, page, 1) }
                // The year alone would put the nameless editorials of all journals into one block.
                if portrait.year != 0, portrait.volume != 0 {
                    add(.shortTitle, portrait.titleHash, year, UInt64(portrait.volume), 2)
                } else if portrait.year != 0, portrait.container != 0 {
                    add(.shortTitle, portrait.titleHash, year, containers.marks[Int(portrait.container)].hash, 3)
                } else if portrait.year != 0, author == 0 {
                    add(.shortTitle, portrait.titleHash, year, 0, 4)
                }
            }
        }
        if author != 0, rarest[0] != 0, !portrait.isColumn {
            let marks = portrait.authors.range
            let (least, most) = words(of: portrait, besides: authorMarks[marks.lowerBound], rarest: rarest[0])
            add(.authorHead, author, headHash(portrait))
            add(.authorWord, author, least)
            if most != least { add(.authorWord, author, most) }
            var leastAuthor = author
            var leastMark = marks.lowerBound
            for place in marks.dropFirst() where Self.blockingName(authorMarks[place]) < leastAuthor {
                leastAuthor = Self.blockingName(authorMarks[place])
                leastMark = place
            }
            if leastAuthor != author {
                add(
                    .authorWord, leastAuthor,
                    words(of: portrait, besides: authorMarks[leastMark], rarest: rarest[0]).least)
            }
        }
        if portrait.authors.count >= 3 {
            let marks = authorMarks[portrait.authors.range]
            let (first, second, third) = (
                marks[marks.startIndex], marks[marks.startIndex + 1], marks[marks.startIndex + 2]
            )
            // Two rare names are as good as three.
            let isRare = Int(first.rarity) + Int(second.rarity) >= 88
            add(.authors, author, Self.blockingName(second), isRare ? 0 : Self.blockingName(third))
        }
        let initial = portrait.authors.isEmpty ? 0 : UInt64(authorMarks[portrait.authors.range.lowerBound].initial)
        if page != 0 {
            if portrait.volume != 0, portrait.year != 0 {
                add(.volumePage, UInt64(portrait.volume), page, UInt64(portrait.lastPage.number), year)
            }
            if author != 0 { add(.authorPage, page, author, initial) }
        }
        if author != 0 {
            let rarity = authorMarks[portrait.authors.range.lowerBound].rarity
            if portrait.volume != 0, portrait.issue != 0 {
                add(.authorIssue, author, UInt64(portrait.volume), UInt64(portrait.issue), initial)
                // A rare name says enough without its initial, and an issue has few columns; some sources give no initials.
                if initial != 0, rarity >= Self.rareName || portrait.isColumn || portrait.titleBits < Self.commonTitle {
                    add(.authorIssue, author, UInt64(portrait.volume), UInt64(portrait.issue))
                }
            }
            if portrait.container != 0, portrait.year != 0, rarity >= Self.rareName {
                add(.authorIssue, author, year, initial, 1)
            }
        }
        forPair(ofAuthorsOf: portrait) { add(.authors, $0, $1, year, 1) }
        if portrait.container != 0, portrait.volume != 0, portrait.issue != 0 {
            let container = containers.marks[Int(portrait.container)].key
            forEachTellingWord(of: portrait) {
                add(.titleWords, $0, container, UInt64(portrait.volume), UInt64(portrait.issue))
            }
        }
    }

    /// Identifiers besides DOI and PMID that make keys.
    static let mostIdentifierKeys = 8

    /// Bits from which a title says more than that it is a heading.
    static let commonTitle: UInt16 = 18

    /// Twelve bits, in quarters.
    private static let rareName: UInt8 = 48

    /// Hands over the two authors whose names have the least hashes, where they are rare enough to stand beside a year.
    @inline(__always)
    private func forPair(ofAuthorsOf portrait: Portrait, _ body: (UInt64, UInt64) -> Void) {
        guard portrait.year != 0, portrait.authors.count >= 2 else { return }
        var least = UInt64.max
        var second = UInt64.max
        var rarities = (0, 0)
        for mark in authorMarks[portrait.authors.range] {
            let name = Self.blockingName(mark)
            if name < least {
                second = least
                least = name
                rarities = (Int(mark.rarity), rarities.0)
            } else if name < second, name != least {
                second = name
                rarities.1 = Int(mark.rarity)
            }
        }
        if second != .max, rarities.0 + rarities.1 >= 80 { body(least, second) }
    }

    /// The two words of a title with the least hashes among those that say seven bits.
    @inline(__always)
    private func forEachTellingWord(of portrait: Portrait, _ body: (UInt64) -> Void) {
        // Words ascend by hash.
        var count = 0
        for word in words[portrait.words.range] where word.rarity >= 28 {
            body(UInt64(word.hash))
            count += 1
            if count == 2 { return }
        }
    }

    /// The least and the greatest hash of those words of a title that are rare enough to stand beside an author: name and
    /// word together say twenty-three bits, the word alone five.
    ///
    /// - Parameter rarest: Stands for both where no word is.
    @inline(__always)
    private func words(
        of portrait: Portrait, besides author: AuthorMark, rarest: UInt64
    ) -> (least: UInt64, most: UInt64) {
        let floor = max(20, 92 - Int(author.rarity))
        var least = UInt64.max
        var most: UInt64 = 0
        for word in words[portrait.words.range] where Int(word.rarity) >= floor {
            least = min(least, UInt64(word.hash))
            most = max(most, UInt64(word.hash))
        }
        return most == 0 ? (rarest, rarest) : (least, most)
    }

    /// A family name as keys hold it: its consonants where it has some.
    @inline(__always)
    private static func blockingName(_ mark: AuthorMark) -> UInt64 {
        mark.skeleton != 0 ? UInt64(mark.skeleton) << 40 : UInt64(mark.tail)
    }

    @inline(__always)
    private static func mix(_ state: UInt64, _ part: UInt64) -> UInt64 {
        let mixed = (state ^ part) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ (mixed >> 32)
    }

    /// Hash of the first letters of a title, spaces apart.
    @inline(__always)
    private func headHash(_ portrait: Portrait) -> UInt64 {
        var state: UInt64 = 0
        var count = 0
        bytes.withUnsafeBufferPointer { bytes in
            let title = UnsafeBufferPointer(rebasing: bytes[portrait.title.range])
            for byte in title[Self.lengthOfArticle(title)...] where byte != UInt8(ascii: " ") {
                state = (state ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
                state ^= state >> 29
                count += 1
                if count == 20 { break }
            }
        }
        return state
    }

    /// Hashes of the four rarest words of a title, in the order of their hashes; 0 for those it lacks.
    ///
    /// Words of a few letters and little rarity do not count: they fill any title.
    @inline(__always)
    private func rarestWords(_ portrait: Portrait) -> SIMD4<UInt64> {
        var best = SIMD4<UInt64>()
        for word in words[portrait.words.range] where word.rarity >= 12 {
            // Rarity first, then the hash: a total order that any table agrees on.
            let rank = UInt64(word.rarity) << 32 | UInt64(word.hash)
            if rank > best[0] {
                best = SIMD4(rank, best[0], best[1], best[2])
            } else if rank > best[1] {
                best = SIMD4(best[0], rank, best[1], best[2])
            } else if rank > best[2] {
                best = SIMD4(best[0], best[1], rank, best[2])
            } else if rank > best[3] {
                best[3] = rank
            }
        }
        return best & 0xFFFF_FFFF
    }
}
