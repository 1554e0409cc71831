/// What kind of thing a record describes: CSL's types, and ibid's `notice` for corrections and retractions.
public enum WorkType: String, Sendable, Codable, CaseIterable {
    case articleJournal = "article-journal"
    case articleMagazine = "article-magazine"
    case articleNewspaper = "article-newspaper"
    /// A preprint or other article outside a periodical.
    case article
    case book, chapter, collection, dataset, document, entry
    case entryDictionary = "entry-dictionary"
    case entryEncyclopedia = "entry-encyclopedia"
    case event, figure, graphic, hearing, interview, legislation, manuscript, map
    case motionPicture = "motion_picture"
    case paperConference = "paper-conference"
    case patent, periodical
    case peerReview = "review"
    case post
    case postWeblog = "post-weblog"
    case reviewBook = "review-book"
    case report, software, song, speech, standard, thesis, webpage
    /// A correction, retraction or expression of concern. CSL has no type for it: exported as an article.
    case notice
    /// A part of a work with a DOI of its own: a figure, a supplement.
    case component
}

/// CSL's contributor roles that ibid tells apart.
public enum Role: String, Sendable, Codable, CaseIterable, Comparable {
    case author, editor, translator, compiler, director, curator, composer, interviewer, contributor
    case containerAuthor = "container-author"
    case collectionEditor = "collection-editor"
    case reviewedAuthor = "reviewed-author"

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
    var rank: Int { Role.allCases.firstIndex(of: self) ?? 0 }
}

/// A person's name in parts, or a name that has none.
public struct Name: Sendable, Hashable, Codable {
    /// Family name with its non-dropping particle: `van der Berg`. Nil for groups and single names.
    public var family: String?
    /// Given names or initials as fully as known: `Leandro F.`.
    public var given: String?
    /// `Jr.`, `III`.
    public var suffix: String?
    /// The particle that begins `family` (`van der`); nil where there is none.
    public var particle: String?
    /// The whole name, where it has no parts: a group, `Plato`.
    public var literal: String?

    @inlinable
    public init(
        family: String? = nil, given: String? = nil, suffix: String? = nil, particle: String? = nil,
        literal: String? = nil
    ) {
        self.family = family
        self.given = given
        self.suffix = suffix
        self.particle = particle
        self.literal = literal
    }

    /// `Family, Given, Jr.`; the literal for groups.
    public var sortForm: String {
        if let literal { return literal }
        return [family, given, suffix].compactMap { $0 }.joined(separator: ", ")
    }

    /// `Given Family Jr.`.
    public var displayForm: String {
        if let literal { return literal }
        return [given, family, suffix].compactMap { $0 }.joined(separator: " ")
    }
}

public struct Contributor: Sendable, Hashable, Codable {
    public var role: Role
    public var name: Name
    public var isGroup: Bool
    /// Sixteen digits with hyphens, check digit right.
    public var orcid: String?
    public var affiliations: [String]

    @inlinable
    public init(
        role: Role = .author, name: Name, isGroup: Bool = false, orcid: String? = nil, affiliations: [String] = []
    ) {
        self.role = role
        self.name = name
        self.isGroup = isGroup
        self.orcid = orcid
        self.affiliations = affiliations
    }
}

/// The journal, book or site that holds a version.
public struct Container: Sendable, Hashable, Codable {
    public var title: String?
    public var shortTitle: String?
    /// `1234-567X`, check digit right, sorted.
    public var issns: [String]
    /// Thirteen digits, sorted.
    public var isbns: [String]

    public init(title: String? = nil, shortTitle: String? = nil, issns: [String] = [], isbns: [String] = []) {
        self.title = title
        self.shortTitle = shortTitle
        self.issns = issns
        self.isbns = isbns
    }

    public var isEmpty: Bool { title == nil && shortTitle == nil && issns.isEmpty && isbns.isEmpty }
}

/// How one record stands to another version or work. Read "this record … target".
public enum RelationType: String, Sendable, Codable, CaseIterable, Comparable {
    case isPreprintOf, hasPreprint
    case isVersionOf, hasVersion, isNewVersionOf, isPreviousVersionOf
    /// The same version under another name: a DOI alias.
    case isIdenticalTo
    case isSupplementTo, isSupplementedBy
    /// A notice and what it corrects; and back.
    case corrects, isCorrectedBy
    case retracts, isRetractedBy
    case expressesConcernAbout, hasExpressionOfConcern
    case isPartOf, hasPart
    case isReviewOf, hasReview
    case isReplyTo, hasReply, isCommentOn, hasComment
    case isTranslationOf, hasTranslation
    case isManuscriptOf, hasManuscript
    case cites, isCitedBy, references, isReferencedBy
    case isDocumentedBy, documents
    /// A page that reports on a study without being a version of it.
    case reportsOn, isReportedBy
    case isDerivedFrom, isSourceOf
    case isRelatedTo

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// The relation seen from the target.
    public var inverse: RelationType {
        switch self {
        case .isPreprintOf: .hasPreprint
        case .hasPreprint: .isPreprintOf
        case .isVersionOf: .hasVersion
        case .hasVersion: .isVersionOf
        case .isNewVersionOf: .isPreviousVersionOf
        case .isPreviousVersionOf: .isNewVersionOf
        case .isIdenticalTo: .isIdenticalTo
        case .isSupplementTo: .isSupplementedBy
        case .isSupplementedBy: .isSupplementTo
        case .corrects: .isCorrectedBy
        case .isCorrectedBy: .corrects
        case .retracts: .isRetractedBy
        case .isRetractedBy: .retracts
        case .expressesConcernAbout: .hasExpressionOfConcern
        case .hasExpressionOfConcern: .expressesConcernAbout
        case .isPartOf: .hasPart
        case .hasPart: .isPartOf
        case .isReviewOf: .hasReview
        case .hasReview: .isReviewOf
        case .isReplyTo: .hasReply
        case .hasReply: .isReplyTo
        case .isCommentOn: .hasComment
        case .hasComment: .isCommentOn
        case .isTranslationOf: .hasTranslation
        case .hasTranslation: .isTranslationOf
        case .isManuscriptOf: .hasManuscript
        case .hasManuscript: .isManuscriptOf
        case .cites: .isCitedBy
        case .isCitedBy: .cites
        case .references: .isReferencedBy
        case .isReferencedBy: .references
        case .isDocumentedBy: .documents
        case .documents: .isDocumentedBy
        case .reportsOn: .isReportedBy
        case .isReportedBy: .reportsOn
        case .isDerivedFrom: .isSourceOf
        case .isSourceOf: .isDerivedFrom
        case .isRelatedTo: .isRelatedTo
        }
    }

    /// Whether both ends belong to one study: versions, supplements, corrections and retractions, coverage.
    public var joinsStudy: Bool {
        switch self {
        case .isPreprintOf, .hasPreprint, .isVersionOf, .hasVersion, .isNewVersionOf, .isPreviousVersionOf,
            .isIdenticalTo, .isSupplementTo, .isSupplementedBy, .corrects, .isCorrectedBy, .retracts,
            .isRetractedBy, .expressesConcernAbout, .hasExpressionOfConcern, .isTranslationOf, .hasTranslation,
            .isManuscriptOf, .hasManuscript, .reportsOn, .isReportedBy:
            true
        default: false
        }
    }
}

/// A stated link from one record to something with an identifier.
public struct Relation: Sendable, Hashable, Codable, Comparable {
    public var type: RelationType
    public var target: Identifier

    public init(_ type: RelationType, _ target: Identifier) {
        self.type = type
        self.target = target
    }

    public static func < (a: Self, b: Self) -> Bool { (a.type, a.target) < (b.type, b.target) }
}

/// A value that has no typed place, as the source gave it.
public struct KeptField: Sendable, Hashable, Codable, Comparable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    public static func < (a: Self, b: Self) -> Bool { (a.name, a.value) < (b.name, b.value) }
}

/// One source's description of one version, cleaned and typed. A claim, not the thing.
public struct Record: Sendable, Hashable {
    public var key: RecordKey
    /// When the source last touched it.
    public var updated: Timestamp?
    public var type: WorkType?
    /// Sorted by scheme, then value; no duplicates.
    public var identifiers: [Identifier] = []
    /// Plain text, NFC, without markup; nil where the source gives none.
    public var title: String?
    public var subtitle: String?
    /// The title in other languages, as far as the source gives them.
    public var otherTitles: [String] = []
    /// In the source's order.
    public var contributors: [Contributor] = []
    public var container = Container()
    public var publisher: String?
    public var place: String?
    public var volume: String?
    public var issue: String?
    /// `123-130`, full numbers, plain hyphen; `e12345`.
    public var pages: String?
    public var articleNumber: String?
    public var edition: String?
    public var version: String?
    public var event: String?
    public var series: String?
    /// When this version first came out.
    public var issued: Parsed<PartialDate>?
    public var publishedOnline: PartialDate?
    public var publishedPrint: PartialDate?
    /// Plain text; paragraphs parted by a newline.
    public var abstract: String?
    /// ISO 639-1 where there is one, else ISO 639-3; the first is the language of the text.
    public var languages: [String] = []
    /// Sorted, no duplicates.
    public var keywords: [String] = []
    /// URLs or names of licences, sorted.
    public var licenses: [String] = []
    /// Names of funders, sorted.
    public var funders: [String] = []
    /// Sorted, no duplicates; never to the record itself.
    public var relations: [Relation] = []
    public var url: String?
    public var citationCount: Int?
    public var referenceCount: Int?
    /// Set where the record itself says that the work is retracted.
    public var isRetracted = false
    /// What would not parse, and what has no place above: each once, in the source's order.
    public var kept: [KeptField] = []

    public init(key: RecordKey) { self.key = key }

    /// The first identifier of a scheme.
    public func identifier(_ scheme: Scheme) -> String? {
        identifiers.first { $0.scheme == scheme }?.value
    }

    public var doi: String? { identifier(.doi) }

    public var authors: [Contributor] { contributors.filter { $0.role == .author } }

    /// Year of `issued`; nil where unknown or not understood.
    public var year: Int? { issued?.value?.year }
}
