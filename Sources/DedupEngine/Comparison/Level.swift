/// A group of evidence: its levels exclude one another, each weighs so many bits.
///
/// Where two fields are not independent, one group compares both: year and container, volume, issue and pages.
enum LevelGroup: Int, CaseIterable, Sendable {
    case title, numbers, authors, venue, locator, doi, pmid, identifier, isbn, abstract, kind
    /// How title, authors, venue and place go together, beyond what each says alone: columns repeat their titles, a
    /// place in a volume is taken by one work whatever its title.
    case together

    /// Levels of each axis; the group's slots are their product, the last axis fastest.
    var axes: [Int] {
        switch self {
        case .title: [TitleLevel.allCases.count, Rarity.count]
        case .numbers: [NumberLevel.allCases.count, 2]
        case .authors: [AuthorLevel.allCases.count, 3]
        case .venue: [ContainerLevel.allCases.count, YearLevel.allCases.count]
        case .locator: [Agreement.allCases.count, Agreement.allCases.count, PageLevel.allCases.count]
        case .doi: [DOILevel.allCases.count, 4]
        case .pmid, .isbn: [Agreement.allCases.count]
        case .identifier: [2]
        case .abstract: [AbstractLevel.allCases.count]
        case .kind: [KindLevel.allCases.count]
        case .together: [6, 4, 3, 3]
        }
    }

    /// The level of each axis that says nothing: it keeps the weight that judgement gave it, so that what labels teach of
    /// all pairs goes into the prior.
    var silent: [Int] {
        switch self {
        case .title: [TitleLevel.missing.rawValue, 0]
        case .numbers: [NumberLevel.agree.rawValue, 0]
        case .authors: [AuthorLevel.bothMissing.rawValue, 0]
        case .venue: [ContainerLevel.missing.rawValue, YearLevel.missing.rawValue]
        case .locator: [Agreement.missing.rawValue, Agreement.missing.rawValue, PageLevel.missing.rawValue]
        case .doi: [DOILevel.missing.rawValue, 3]
        case .pmid, .isbn: [Agreement.missing.rawValue]
        case .identifier: [0]
        case .abstract: [AbstractLevel.missing.rawValue]
        case .kind: [KindLevel.unknown.rawValue]
        case .together: [3, 2, 1, 1]
        }
    }

    /// Whether labels teach what the levels weigh. What identifiers mean is known, and every labelled set has its own habits
    /// of having or lacking them.
    var isLearned: Bool { self != .doi && self != .pmid && self != .identifier && self != .isbn }

    /// Whether what judgement says for or against a match learning may weaken but not turn round.
    var hasSigns: Bool { self != .together }

    var slotCount: Int { axes.reduce(1, *) }

    /// Where each group's slots begin in a weight table, and after the last the count of all.
    static let offsets: [Int] = {
        var offsets = [0]
        for group in allCases { offsets.append(offsets[offsets.count - 1] + group.slotCount) }
        return offsets
    }()

    static var totalSlots: Int { offsets[allCases.count] }

    /// The index of each axis in a slot.
    func indexes(of slot: Int) -> [Int] {
        var rest = slot
        var indexes: [Int] = []
        for axis in axes.reversed() {
            indexes.append(rest % axis)
            rest /= axis
        }
        return indexes.reversed()
    }

    /// The field as `explain` prints it.
    var name: String {
        switch self {
        case .numbers: "title numbers"
        case .venue: "container and year"
        case .locator: "volume, issue, pages"
        case .kind: "type"
        default: "\(self)"
        }
    }
}

enum TitleLevel: Int, CaseIterable, Sendable {
    /// Equal, spaces apart; equal but for slips of the pen and word order; one begins the other; words added; words
    /// exchanged; one within the other; half shared; else; equal to the other's translation; not given; in two languages.
    case exact, spelling, begins, extra, exchanged, within, partial, differs, translated, missing, foreign

    var name: String {
        switch self {
        case .exact: "exact"
        case .spelling: "spelled alike"
        case .begins: "one begins the other"
        case .extra: "words added"
        case .exchanged: "words exchanged"
        case .within: "one within the other"
        case .partial: "partly shared"
        case .differs: "differs"
        case .translated: "equal to its translation"
        case .missing: "missing"
        case .foreign: "in two languages"
        }
    }
}

/// How much the shared words of two titles say; the heading of a column says nothing.
enum Rarity {
    static let count = 4
    static func bucket(bits: Int, isColumn: Bool) -> Int {
        isColumn || bits < 14 ? 0 : bits < 28 ? 1 : bits < 48 ? 2 : 3
    }
    static let names = ["column or common words", "few words", "several words", "many words"]
}

enum NumberLevel: Int, CaseIterable, Sendable {
    case agree, oneSided, bothSides, opposites

    var name: String {
        switch self {
        case .agree: "agree"
        case .oneSided: "one has a number the other lacks"
        case .bothSides: "different numbers"
        case .opposites: "words that exclude one another"
        }
    }
}

enum AuthorLevel: Int, CaseIterable, Sendable {
    case equal, subset, most, first, some, single, oneOfMany, initials, swapped, differs, missing, bothMissing
    /// An organization alone signs both.
    case organization

    var name: String {
        switch self {
        case .equal: "all agree"
        case .subset: "one list within the other"
        case .most: "most agree"
        case .first: "first agrees"
        case .some: "some agree"
        case .single: "the only author agrees"
        case .oneOfMany: "one author of several"
        case .initials: "family names agree, initials differ"
        case .swapped: "family and given swapped"
        case .differs: "differ"
        case .missing: "missing on one side"
        case .bothMissing: "missing on both sides"
        case .organization: "the only author agrees, no person"
        }
    }
}

enum ContainerLevel: Int, CaseIterable, Sendable {
    case same, abbreviated, close, overlaps, differs, kindsDiffer, missing

    var name: String {
        switch self {
        case .same: "container same"
        case .abbreviated: "container abbreviated"
        case .close: "container close"
        case .overlaps: "container shares words"
        case .differs: "container differs"
        case .kindsDiffer: "containers of two kinds"
        case .missing: "container missing"
        }
    }
}

enum YearLevel: Int, CaseIterable, Sendable {
    case equal, oneApart, twoApart, fewApart, farApart, missing

    var name: String {
        switch self {
        case .equal: "year equal"
        case .oneApart: "one year apart"
        case .twoApart: "two years apart"
        case .fewApart: "three or four years apart"
        case .farApart: "five years or more apart"
        case .missing: "year missing"
        }
    }
}

enum Agreement: Int, CaseIterable, Sendable {
    case equal, differs, missing

    static func of(_ a: UInt32, _ b: UInt32) -> Agreement { a == 0 || b == 0 ? .missing : a == b ? .equal : .differs }
}

enum PageLevel: Int, CaseIterable, Sendable {
    /// First and last; first; one within the other's range; one is a page, the other an article number.
    case range, first, within, forms, differs, missing

    var name: String {
        switch self {
        case .range: "pages equal"
        case .first: "first page equal"
        case .within: "one page within the other's range"
        case .forms: "page and article number"
        case .differs: "pages differ"
        case .missing: "pages missing"
        }
    }
}

enum DOILevel: Int, CaseIterable, Sendable {
    case equal, versions, onePublisher, differs, missing, siblings

    var name: String {
        switch self {
        case .siblings: "one number under two names"
        case .equal: "equal"
        case .versions: "two versions of one DOI"
        case .onePublisher: "differs, one publisher"
        case .differs: "differs"
        case .missing: "missing"
        }
    }
}

enum AbstractLevel: Int, CaseIterable, Sendable {
    case alike, similar, differs, missing

    var name: String { "\(self)" }
}

enum KindLevel: Int, CaseIterable, Sendable {
    case same, near, differs, unknown

    var name: String {
        switch self {
        case .near: "near"
        default: "\(self)"
        }
    }
}

/// The level of each group for one pair.
struct LevelVector: Sendable, Hashable {
    private var slots = SIMD16<UInt8>()

    @inline(__always)
    func slot(_ group: Int) -> Int { Int(slots[group]) }

    subscript(_ group: LevelGroup) -> Int {
        get { Int(slots[group.rawValue]) }
        set { slots[group.rawValue] = UInt8(newValue) }
    }

    /// The words that `explain` prints for a group's level; nil where nothing was compared.
    func description(of group: LevelGroup) -> String? {
        let at = group.indexes(of: self[group])
        func agreement(_ index: Int) -> String? {
            switch Agreement(rawValue: index) {
            case .equal: "equal"
            case .differs: "differs"
            default: nil
            }
        }
        switch group {
        case .title:
            let level = TitleLevel(rawValue: at[0]) ?? .missing
            return [.missing, .differs, .foreign].contains(level) ? level.name : "\(level.name), \(Rarity.names[at[1]])"
        case .numbers:
            return at[0] == 0 ? nil : NumberLevel(rawValue: at[0])?.name
        case .authors:
            let level = AuthorLevel(rawValue: at[0]) ?? .missing
            let rarity = ["common names", "names", "rare names"][at[1]]
            return [.differs, .missing, .bothMissing].contains(level) ? level.name : "\(level.name), \(rarity)"
        case .venue:
            let names = [ContainerLevel(rawValue: at[0])?.name, YearLevel(rawValue: at[1])?.name]
            return names.compactMap { $0 }.joined(separator: ", ")
        case .locator:
            let names = [
                agreement(at[0]).map { "volume " + $0 }, agreement(at[1]).map { "issue " + $0 },
                at[2] == PageLevel.missing.rawValue ? nil : PageLevel(rawValue: at[2])?.name,
            ].compactMap { $0 }
            return names.isEmpty ? nil : names.joined(separator: ", ")
        case .doi:
            return at[0] == DOILevel.missing.rawValue ? nil : DOILevel(rawValue: at[0])?.name
        case .pmid, .isbn: return agreement(at[0])
        case .identifier: return at[0] == 0 ? nil : "equal"
        case .abstract:
            return at[0] == AbstractLevel.missing.rawValue ? nil : AbstractLevel(rawValue: at[0])?.name
        case .kind: return at[0] == KindLevel.unknown.rawValue ? nil : KindLevel(rawValue: at[0])?.name
        case .together:
            let title = [
                "titles agree", "common titles agree", "one title is part of the other", "titles half agree",
                "titles differ", "titles tell nothing",
            ]
            let authors = ["authors agree", "authors partly agree", "no authors that tell", "authors differ"]
            let venue = ["one venue", "venue unknown", "two venues"]
            let place = ["one place", "place unknown", "two places"]
            return [title[at[0]], authors[at[1]], venue[at[2]], place[at[3]]].joined(separator: ", ")
        }
    }
}
