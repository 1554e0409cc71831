public import Records

/// What a glance at a record takes in, 32 bytes: enough to tell that two that share a blocking key are surely not one.
///
/// Among millions of records most of those that share an author and a word, or an author and an issue, share nothing else. A
/// glance spares their comparison, and the memory for the pair.
struct Sketch: Sendable {
    /// A bit for each telling word of the title, also in another language.
    var words = SIMD2<UInt64>()
    /// A bit for each author's name.
    var authors: UInt64 = 0
    var page: UInt16 = 0
    var volume: UInt16 = 0
    /// Books share what their parts and editions do not.
    var isbn: UInt16 = 0
    /// From 1 for 1801 to 255 for 2055 and later; 0 where none is known.
    var year: UInt8 = 0
    /// Bits of the title's own words, at most 127; 128 more where works by the thousand are called so.
    private var title: UInt8 = 0

    init(of portrait: Portrait, words titleWords: [TitleWord], authors marks: [AuthorMark]) {
        func add(_ stretch: Stretch, from rarity: UInt8) {
            titleWords.withUnsafeBufferPointer {
                for word in UnsafeBufferPointer(rebasing: $0[stretch.range]) where word.rarity >= rarity {
                    let bit = word.hash >> 25
                    words[Int(bit >> 6)] |= 1 << UInt64(bit & 63)
                }
            }
        }
        add(portrait.words, from: Self.tellingWord)
        if words == .zero { add(portrait.words, from: 0) }
        title = UInt8(min(127, words[0].nonzeroBitCount + words[1].nonzeroBitCount))
        if portrait.isColumn || portrait.titleBits < PortraitTable.commonTitle { title |= 128 }
        add(portrait.otherWords, from: Self.tellingWord)
        marks.withUnsafeBufferPointer {
            for mark in UnsafeBufferPointer(rebasing: $0[portrait.authors.range]) {
                let name = mark.skeleton != 0 ? UInt32(mark.skeleton) &* 0x9E37_79B9 : mark.tail
                authors |= 1 << UInt64(name >> 26)
            }
        }
        page = Self.short(portrait.firstPage.number != 0 ? portrait.firstPage.number : portrait.firstPage.hash)
        volume = Self.short(portrait.volume)
        isbn = Self.short(portrait.isbn)
        if portrait.year != 0 { year = UInt8(min(255, max(1, Int(portrait.year) - 1800))) }
    }

    /// In quarters of a bit: two or three of these set a title apart.
    private static let tellingWord: UInt8 = 12

    /// 0 for 0 alone.
    private static func short(_ number: UInt32) -> UInt16 {
        number == 0 ? 0 : max(1, UInt16(truncatingIfNeeded: number ^ number >> 16))
    }

    /// Whether enough agrees for a comparison, beside the key that two records share.
    ///
    /// Points for words, authors, page, volume and year, less for those of the last two that differ; what is not known
    /// neither gives nor takes much. Points and threshold were chosen so that of all pairs of the labelled sets whose verdict
    /// is not `different` each passes, with room to spare.
    @inline(__always)
    static func agree(_ a: Sketch, _ b: Sketch) -> Bool {
        var points = titlePoints(a, b) + authorPoints(a, b)
        if a.page != 0, a.page == b.page { points += 2 }
        if a.volume != 0, b.volume != 0 { points += a.volume == b.volume ? 1 : -2 }
        if a.year != 0, b.year != 0 { points += abs(Int(a.year) - Int(b.year)) <= 1 ? 1 : -2 }
        return points >= 2 || (a.isbn != 0 && a.isbn == b.isbn)
    }

    @inline(__always)
    private static func titlePoints(_ a: Sketch, _ b: Sketch) -> Int {
        let least = Int(min(a.title & 127, b.title & 127))
        if least == 0 { return 1 }
        let common = a.words & b.words
        let shared = (common[0].nonzeroBitCount + common[1].nonzeroBitCount) * 20
        if shared < 6 * least { return 0 }
        if shared < 8 * least { return 1 }
        if shared < 10 * least || (a.title | b.title) & 128 != 0 { return 2 }
        return shared < 13 * least ? 3 : 4
    }

    @inline(__always)
    private static func authorPoints(_ a: Sketch, _ b: Sketch) -> Int {
        if a.authors == 0 || b.authors == 0 { return 1 }
        return min(2, (a.authors & b.authors).nonzeroBitCount)
    }
}

extension PortraitTable {
    /// The sketches of all records, in their order.
    public struct Sketches: Sendable {
        var all: [Sketch]

        init(all: [Sketch]) { self.all = all }

        /// - Parameter parts: Of ranges that follow on one another.
        public init(_ parts: [Sketches]) { all = parts.flatMap(\.all) }
    }

    /// - Parameter range: Of records.
    public func sketches(_ range: Range<Int>) -> Sketches {
        Sketches(all: range.map { Sketch(of: portraits[$0], words: words, authors: authorMarks) })
    }

    /// Whether two records that share a blocking key are worth comparing: a function of the two alone.
    public func admits(_ pair: CandidatePair) -> Bool {
        sharesIdentifier(pair)
            || Sketch.agree(
                Sketch(of: portraits[Int(pair.a)], words: words, authors: authorMarks),
                Sketch(of: portraits[Int(pair.b)], words: words, authors: authorMarks))
    }

    /// As `admits(_:)`, of many pairs, in their order.
    public func admitted(_ pairs: [CandidatePair]) -> [CandidatePair] {
        let sketches = sketches(0..<count).all
        return pairs.filter { Sketch.agree(sketches[Int($0.a)], sketches[Int($0.b)]) || sharesIdentifier($0) }
    }

    /// Whether they share an identifier that makes keys.
    private func sharesIdentifier(_ pair: CandidatePair) -> Bool {
        let x = portraits[Int(pair.a)]
        let y = portraits[Int(pair.b)]
        return x.doi != 0 && x.doi == y.doi || x.pmid != 0 && x.pmid == y.pmid
            || hashes[x.identifiers.range].prefix(Self.mostIdentifierKeys)
                .contains(where: hashes[y.identifiers.range].prefix(Self.mostIdentifierKeys).contains)
    }

    /// The rules whose keys two records share.
    public func rules(sharedBy pair: CandidatePair) -> [BlockingRule] {
        Set(blockingKeys(at: Int(pair.a))).intersection(blockingKeys(at: Int(pair.b))).sorted()
            .compactMap(BlockingRule.init)
    }

    /// Whether the two are compared: they share a key, and a glance does not tell them apart.
    public func isCandidate(_ pair: CandidatePair) -> Bool { admits(pair) && !rules(sharedBy: pair).isEmpty }
}
