internal import Records

/// A stretch of one of `PortraitTable`'s arenas.
struct Stretch {
    var start: UInt32 = 0
    var count: UInt32 = 0

    var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}

/// What sort of thing a record describes, as far as it keeps records apart.
enum Kind: UInt8 {
    case unknown, article, preprint, conference, book, chapter, dataset, thesis, report, notice, component, review
    case software, other

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

/// How a title begins where that sets it apart from the article it is about.
enum TitleRole: UInt8 { case own, notice, reply, comment }

/// One contributor, reduced to what comparison reads.
struct AuthorMark {
    /// Hash of the folded family name without particle; of the whole name where there are no parts.
    var family: UInt64
    /// Hash of the folded family name's longest word and the given name's longest word, in sorted order: survives
    /// swapped family and given.
    var unordered: UInt64
    /// First letter of the folded given name; 0 where there is none.
    var initial: UInt8
}

/// A record reduced to what blocking and comparison read: hashes, numbers and stretches of arenas; no heap of its own.
struct Portrait {
    /// Orders records whatever their place in the table: hash of the record's key.
    var identity: UInt64 = 0
    var source: UInt64 = 0
    var title = Stretch()
    var titleHash: UInt64 = 0
    /// Distinct title words, sorted by hash.
    var words = Stretch()
    /// Runs of digits in the title, sorted.
    var numbers = Stretch()
    var authors = Stretch()
    var year: Int16 = 0
    /// A second year where online and print publication differ; 0 otherwise.
    var otherYear: Int16 = 0
    var volume: UInt64 = 0
    var issue: UInt64 = 0
    var firstPage: UInt64 = 0
    var lastPage: UInt64 = 0
    var container = Stretch()
    var issns = Stretch()
    var doi: UInt64 = 0
    var doiPrefix: UInt64 = 0
    var pmid: UInt64 = 0
    /// Hashes of the remaining identifiers that name one version, sorted.
    var identifiers = Stretch()
    var isbn: UInt64 = 0
    /// Hash of the abstract's first 160 folded bytes.
    var abstract: UInt64 = 0
    var kind = Kind.unknown
    var titleRole = TitleRole.own
    var edition: UInt64 = 0
}

/// The portraits of many records and the arenas they point into.
///
/// About 300 bytes of portrait and 200 bytes of arena a record.
public struct PortraitTable: Sendable {
    var portraits: [Portrait] = []
    var bytes: [UInt8] = []
    var hashes: [UInt64] = []
    var authorMarks: [AuthorMark] = []

    public init() {}

    public var count: Int { portraits.count }

    /// Empties the table and keeps its room.
    public mutating func removeAll() {
        portraits.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        hashes.removeAll(keepingCapacity: true)
        authorMarks.removeAll(keepingCapacity: true)
    }
}

extension Portrait: Sendable {}
extension Stretch: Sendable {}
extension AuthorMark: Sendable {}
extension Kind: Sendable {}
extension TitleRole: Sendable {}
