internal import Records

/// A stretch of one of `PortraitTable`'s arenas.
struct Stretch: Sendable {
    var start: UInt32 = 0
    var count: UInt32 = 0

    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
    var isEmpty: Bool { count == 0 }
}

/// What sort of thing a record describes, as far as it keeps records apart.
enum Kind: UInt8, Sendable {
    case unknown, article, preprint, conference, book, chapter, dataset, thesis, report, notice, component, review
    case software, other

    /// Whether a work of this kind is never a work of another.
    var standsApart: Bool {
        switch self {
        case .notice, .dataset, .component, .review, .software: true
        default: false
        }
    }

    init(_ type: WorkType?) {
        switch type {
        case nil, .document: self = .unknown
        case .articleJournal, .articleMagazine, .articleNewspaper, .reviewBook: self = .article
        case .article: self = .preprint
        case .paperConference: self = .conference
        case .book, .collection, .periodical: self = .book
        case .chapter, .entry, .entryDictionary, .entryEncyclopedia: self = .chapter
        case .dataset: self = .dataset
        case .thesis: self = .thesis
        case .report, .standard: self = .report
        case .notice: self = .notice
        case .component: self = .component
        case .peerReview: self = .review
        case .software: self = .software
        default: self = .other
        }
    }
}

/// What a title's own words make of a record where that sets it apart from the article it is about.
enum TitleRole: UInt8, Sendable { case own, notice, reply, comment, supplement }

/// A distinct word of a title.
struct TitleWord: Sendable {
    /// Hash of the folded word.
    var hash: UInt32
    /// Place in the folded title, bytes.
    var start: UInt16
    var length: UInt8
    /// How much agreeing on the word says, in quarters of a bit.
    var rarity: UInt8
}

/// One contributor, reduced to what comparison reads.
struct AuthorMark: Sendable {
    /// Hash of the folded family name without particle and spaces; of the whole name where there are no parts.
    var family: UInt32
    /// The first and the last word of the family name: databases cut compound names at either end.
    var head: UInt32
    var tail: UInt32
    /// Hash of the longest word of family and of given name, whichever comes first: survives swapped names.
    var unordered: UInt32
    /// Hash of the given name's first word; 0 where that is an initial or missing.
    var given: UInt32
    /// Hash of the family name's consonants: survives transliteration and most typing errors.
    var skeleton: UInt16
    /// First letter of the folded given name; 0 where there is none.
    var initial: UInt8
    var familyInitial: UInt8
    /// How much agreeing on the family name says, in quarters of a bit.
    var rarity: UInt8
    /// Whether this is no person.
    var isOrganization = false
}

/// Where in its container something stands: `123`, `e1804`, `S12`.
struct PageMark: Sendable, Equatable {
    /// Hash of the folded form without leading zeros; 0 for none.
    var hash: UInt32 = 0
    /// The page as a number where it is one, or its digits where letters stand before them; 0 otherwise.
    var number: UInt32 = 0
    /// Whether letters stand in it.
    var isLettered = false
}

/// A record reduced to what blocking and comparison read: hashes, numbers and stretches of arenas; no heap of its own.
struct Portrait: Sendable {
    /// Orders records whatever their place in the table: hash of the record's key.
    var identity: UInt64 = 0
    /// Hash of the DOI; 0 for none. Sixty-four bits: a collision would join strangers.
    var doi: UInt64 = 0
    /// The DOI without what tells versions apart (`.v2`, `/v1`, `.pub3`).
    var doiStem: UInt64 = 0
    var pmid: UInt64 = 0
    /// Hash of the title without spaces; of the part before its subtitle; of the title in another language.
    var titleHash: UInt64 = 0
    var mainTitleHash: UInt64 = 0
    var otherTitleHash: UInt64 = 0
    var title = Stretch()
    /// Distinct title words, ascending by hash.
    var words = Stretch()
    /// Distinct words of the title in another language.
    var otherWords = Stretch()
    /// Numbers in the title, ascending.
    var numbers = Stretch()
    var authors = Stretch()
    /// Hashes of ISSNs, ascending.
    var issns = Stretch()
    /// Hashes of the remaining identifiers that name one version, ascending.
    var identifiers = Stretch()
    var firstPage = PageMark()
    var lastPage = PageMark()
    var source: UInt32 = 0
    var doiPrefix: UInt32 = 0
    /// Hash of the digits of the DOI's suffix, where they are six or more: editions of one article share them.
    var doiDigits: UInt32 = 0
    /// Number of a deposit at Zenodo, where the first version follows on the number that stands for all; 0 for none.
    var depositNumber: UInt32 = 0
    var volume: UInt32 = 0
    var issue: UInt32 = 0
    var isbn: UInt32 = 0
    var edition: UInt32 = 0
    /// Place in `PortraitTable.containers`.
    var container: UInt32 = 0
    /// Smallest hashes of the abstract's first words under eight permutations; zeros where there is none.
    var abstract = SIMD8<UInt16>()
    /// All that tells a title from others, in bits.
    var titleBits: UInt16 = 0
    /// Authors as the record counts them; `authors` holds the first ones.
    var authorCount: UInt16 = 0
    var year: Int16 = 0
    /// A second year where online and print publication differ; 0 otherwise.
    var otherYear: Int16 = 0
    /// Languages that the title may be in, by its small words and its script; no bits where none shows.
    var languages: UInt16 = 0
    /// Hash of the title's letters in their order, and of its digits: `4-bromo-2-methyl` and `2-bromo-4-methyl`.
    var titleLetters: UInt32 = 0
    var titleDigits: UInt32 = 0
    /// Month and day of a piece in a newspaper; 0 for other records and where they are not given.
    var day: UInt16 = 0
    var kind = Kind.unknown
    var titleRole = TitleRole.own
    /// Whether the DOI or the container is a preprint server's.
    var isOnServer = false
    /// Whether the title is a heading that issues of a serial repeat.
    var isColumn = false
    /// Whether the volume is the year of publication, and the issue a month.
    var isVolumeYear = false
    var isIssueMonth = false
    /// Whether the issue is a numbered supplement.
    var isSupplement = false

    /// What lies on a preprint server is a preprint, whatever its type was called.
    mutating func settleKind() {
        if isOnServer, [.unknown, .article, .other].contains(kind) { kind = .preprint }
    }
}

/// The portraits of many records and the arenas they point into.
///
/// About 250 bytes of portrait and 250 bytes of arena a record.
public struct PortraitTable: Sendable {
    /// What makes a word or a name rare.
    let frequencies: FrequencyTable
    var portraits: [Portrait] = []
    var bytes: [UInt8] = []
    var words: [TitleWord] = []
    var hashes: [UInt64] = []
    var authorMarks: [AuthorMark] = []
    var containers = ContainerTable()
    /// Scratch of painting.
    var folded: [UInt8] = []
    var scanned: [TextWord] = []

    /// - Parameter frequencies: Those of the weights that will compare the portraits.
    public init(frequencies: FrequencyTable = WeightTable.shipped.frequencies) { self.frequencies = frequencies }

    public var count: Int { portraits.count }

    /// Empties the table and keeps its room.
    public mutating func removeAll() {
        portraits.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        words.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        authorMarks.removeAll(keepingCapacity: true)
        if containers.count > Self.mostContainersKept { containers = ContainerTable() }
    }

    /// Hands over what was painted and begins anew. The containers stay: they need no second painting.
    public mutating func handOver() -> PortraitTable {
        let painted = self
        portraits = []
        bytes = []
        words = []
        hashes = []
        authorMarks = []
        if containers.count > Self.mostContainersKept { containers = ContainerTable() }
        // The next portion is about as large.
        portraits.reserveCapacity(painted.portraits.count * 9 / 8)
        bytes.reserveCapacity(painted.bytes.count * 9 / 8)
        words.reserveCapacity(painted.words.count * 9 / 8)
        hashes.reserveCapacity(painted.hashes.count * 9 / 8)
        authorMarks.reserveCapacity(painted.authorMarks.count * 9 / 8)
        return painted
    }

    /// How many containers an emptied table remembers.
    private static let mostContainersKept = 10_000

    /// Makes room for `times` as much as another table holds, behind what is there.
    ///
    /// A table that grows a portion at a time is moved whenever it has outgrown its room.
    public mutating func reserveRoom(for other: PortraitTable, times: Double) {
        func room(_ count: Int, _ more: Int) -> Int { count + Int((Double(more) * times).rounded(.up)) }
        portraits.reserveRoom(room(portraits.count, other.portraits.count))
        bytes.reserveRoom(room(bytes.count, other.bytes.count))
        words.reserveRoom(room(words.count, other.words.count))
        hashes.reserveRoom(room(hashes.count, other.hashes.count))
        authorMarks.reserveRoom(room(authorMarks.count, other.authorMarks.count))
    }

    /// Adds the portraits of another table painted with the same frequencies, in its order.
    public mutating func append(_ other: PortraitTable) {
        let bytesBefore = UInt32(bytes.count)
        let wordsBefore = UInt32(words.count)
        let hashesBefore = UInt32(hashes.count)
        let marksBefore = UInt32(authorMarks.count)
        let places = containers.places(of: other.containers)
        bytes.appendWithRoom(other.bytes)
        words.appendWithRoom(other.words)
        hashes.appendWithRoom(other.hashes)
        authorMarks.appendWithRoom(other.authorMarks)
        portraits.makeRoom(for: other.count)
        for var portrait in other.portraits {
            portrait.title.start += bytesBefore
            portrait.words.start += wordsBefore
            portrait.otherWords.start += wordsBefore
            portrait.numbers.start += hashesBefore
            portrait.issns.start += hashesBefore
            portrait.identifiers.start += hashesBefore
            portrait.authors.start += marksBefore
            portrait.container = places[Int(portrait.container)]
            portraits.append(portrait)
        }
    }
}
