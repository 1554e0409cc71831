/// Bits for each level of each field: frozen, so that the verdict on a pair depends on the two records alone.
///
/// The numbers of version 1 are set by hand from published Fellegi–Sunter weights of bibliographic fields and checked
/// against labelled sets; a learned table takes their place under a new version number.
public struct WeightTable: Sendable, Hashable {
    /// Changes with every change of a number or of a level's meaning; `explain` prints it.
    public var version: String
    /// log2 of the odds that a candidate pair is a match before any field is looked at.
    public var prior: Double
    /// At or above: same.
    public var same: Double
    /// At or above, and below `same`: unsure.
    public var unsure: Double
    var bits: [Level: Double]

    subscript(_ level: Level) -> Double { bits[level] ?? 0 }

    public static let version1 = WeightTable(
        version: "1", prior: -6, same: 5, unsure: 2,
        bits: [
            .doiEqual: 13, .doiDiffersSamePrefix: -8, .doiDiffers: -4,
            .pmidEqual: 13, .pmidDiffers: -8, .identifierEqual: 12,
            .titleExactLong: 10, .titleExact: 7.5, .titleExactShort: 2, .titleNear: 7.5, .titleClose: 4,
            .titleContained: 5.5, .titlePartial: -1, .titleDiffers: -9,
            .numbersMissing: -3,
            .authorsEqual: 6.5, .authorsMost: 4.5, .authorSingle: 4, .authorsFirst: 2, .authorsSome: 0,
            .authorsSwapped: 3, .authorsDiffer: -6, .initialsDiffer: -3,
            .yearEqual: 2, .yearNear: 0, .yearClose: -2, .yearDiffers: -5,
            .containerISSN: 3, .containerEqual: 3, .containerAbbreviated: 2.5, .containerClose: 1,
            .containerDiffers: -2,
            .volumeEqual: 2, .volumeDiffers: -3.5, .issueEqual: 1, .issueDiffers: -1.5,
            .pageEqual: 4.5, .pageLastEqual: 1, .pageDiffers: -5,
            .isbnEqual: 5, .isbnDiffers: -3, .abstractEqual: 4, .kindDiffers: -3,
        ])
}

/// The named outcomes of comparing fields.
public enum Level: UInt8, Sendable, Hashable, CaseIterable {
    case doiEqual, doiDiffersSamePrefix, doiDiffers, pmidEqual, pmidDiffers, identifierEqual
    case titleExactLong, titleExact, titleExactShort, titleNear, titleClose, titleContained, titlePartial, titleDiffers
    case numbersMissing
    case authorsEqual, authorsMost, authorSingle, authorsFirst, authorsSome, authorsSwapped, authorsDiffer
    case initialsDiffer
    case yearEqual, yearNear, yearClose, yearDiffers
    case containerISSN, containerEqual, containerAbbreviated, containerClose, containerDiffers
    case volumeEqual, volumeDiffers, issueEqual, issueDiffers
    case pageEqual, pageLastEqual, pageDiffers
    case isbnEqual, isbnDiffers, abstractEqual, kindDiffers

    /// The field the level belongs to, as `explain` prints it.
    public var field: String {
        switch self {
        case .doiEqual, .doiDiffersSamePrefix, .doiDiffers: "doi"
        case .pmidEqual, .pmidDiffers: "pmid"
        case .identifierEqual: "identifier"
        case .titleExactLong, .titleExact, .titleExactShort, .titleNear, .titleClose, .titleContained, .titlePartial,
            .titleDiffers:
            "title"
        case .numbersMissing: "title numbers"
        case .authorsEqual, .authorsMost, .authorSingle, .authorsFirst, .authorsSome, .authorsSwapped, .authorsDiffer:
            "authors"
        case .initialsDiffer: "initials"
        case .yearEqual, .yearNear, .yearClose, .yearDiffers: "year"
        case .containerISSN, .containerEqual, .containerAbbreviated, .containerClose, .containerDiffers: "container"
        case .volumeEqual, .volumeDiffers: "volume"
        case .issueEqual, .issueDiffers: "issue"
        case .pageEqual, .pageLastEqual, .pageDiffers: "pages"
        case .isbnEqual, .isbnDiffers: "isbn"
        case .abstractEqual: "abstract"
        case .kindDiffers: "type"
        }
    }

    /// The level's own word.
    public var name: String {
        switch self {
        case .doiEqual, .pmidEqual, .identifierEqual, .authorsEqual, .yearEqual, .containerEqual, .volumeEqual,
            .issueEqual, .pageEqual, .isbnEqual, .abstractEqual, .titleExact:
            "exact"
        case .doiDiffersSamePrefix: "differs, one publisher"
        case .titleExactLong: "exact, long"
        case .titleExactShort: "exact, short"
        case .titleNear: "near"
        case .titleClose: "close"
        case .titleContained: "one begins the other"
        case .titlePartial: "partial"
        case .numbersMissing: "one has a number the other lacks"
        case .authorsMost: "most"
        case .authorSingle: "exact, only one"
        case .authorsFirst: "first only"
        case .authorsSome: "some"
        case .authorsSwapped: "family and given swapped"
        case .initialsDiffer: "differ"
        case .yearNear: "one apart"
        case .yearClose: "two apart"
        case .containerISSN: "ISSN shared"
        case .containerAbbreviated: "abbreviated"
        case .containerClose: "close"
        case .pageLastEqual: "last page equal"
        default: "differs"
        }
    }
}

/// What counts as one version.
public struct MatchingPolicy: Sendable, Hashable {
    /// `link` keeps preprint and article, and other versions, apart; `merge` counts them as duplicates.
    public enum Versions: String, Sendable, CaseIterable { case link, merge }

    public var versions: Versions

    public init(versions: Versions = .link) { self.versions = versions }
}
