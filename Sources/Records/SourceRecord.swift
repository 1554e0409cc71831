/// One record as it came from a source: bytes, whose they are, and where they lay.
public struct RawRecord: Sendable {
    /// Id of the source, `crossref`.
    public var source: String
    /// What the source calls the record; empty where only parsing tells.
    public var key: String
    /// The record in the source's own format, one JSON object for the JSON sources.
    public var bytes: [UInt8]
    /// File and line, or URL and JSON path.
    public var place: String
    /// Names under which the source knew the record when it was asked, and which the record itself does not hold: the old
    /// number of one that was merged.
    public var aliases: [SourceIdentifier]

    public init(
        source: String, key: String, bytes: [UInt8], place: String, aliases: [SourceIdentifier] = []
    ) {
        self.source = source
        self.key = key
        self.bytes = bytes
        self.place = place
        self.aliases = aliases
    }
}

/// A person or group as a source names them; nothing repaired.
public struct SourceContributor: Sendable, Equatable, Hashable, Codable {
    /// `author`, `editor`, `translator` …; the source's word where it is none of CSL's.
    public var role: String
    public var given: String?
    public var family: String?
    public var suffix: String?
    /// A whole name in one string: a group, or a person whose parts the source did not tell.
    public var name: String?
    /// True where the source says that `name` is a group, false where it says a person, nil where it does not say.
    public var isGroup: Bool?
    /// As said: with or without `https://orcid.org/`.
    public var orcid: String?
    public var affiliations: [String]

    @inlinable
    public init(
        role: String = "author", given: String? = nil, family: String? = nil, suffix: String? = nil,
        name: String? = nil, isGroup: Bool? = nil, orcid: String? = nil, affiliations: [String] = []
    ) {
        self.role = role
        self.given = given
        self.family = family
        self.suffix = suffix
        self.name = name
        self.isGroup = isGroup
        self.orcid = orcid
        self.affiliations = affiliations
    }
}

/// A date as a source gives it, with what it is the date of.
public struct SourceDate: Sendable, Equatable, Hashable, Codable {
    /// `issued`, `published-print`, `published-online`, `posted`, `created`, `updated` … (CSL's and Crossref's words).
    public var kind: String
    /// Year, month, day as numbers where the source splits them; empty for `[[null]]`.
    public var parts: [Int]
    /// The date as text where the source writes text, also beside `parts` where they would not do.
    public var text: String?

    @inlinable
    public init(kind: String, parts: [Int] = [], text: String? = nil) {
        self.kind = kind
        self.parts = parts
        self.text = text
    }
}

/// A stated link to something else, in the source's own word.
public struct SourceRelation: Sendable, Equatable, Hashable, Codable {
    /// `is-preprint-of`, `IsSupplementTo`, `update-to:correction`.
    public var type: String
    /// Scheme as the source names it, `doi`, `DOI`, `url`, `PMC`; empty where it does not say.
    public var scheme: String
    public var target: String

    @inlinable
    public init(type: String, scheme: String, target: String) {
        self.type = type
        self.scheme = scheme
        self.target = target
    }
}

/// An identifier in the source's own spelling.
public struct SourceIdentifier: Sendable, Equatable, Hashable, Codable {
    /// Scheme as the source names it: `DOI`, `pmid`, `PMC`, `accession`; `url` for a landing page.
    public var scheme: String
    public var value: String

    @inlinable
    public init(scheme: String, value: String) {
        self.scheme = scheme
        self.value = value
    }
}

/// What one source says about one version, in its own words: nothing repaired, nothing dropped.
public struct SourceRecord: Sendable, Equatable, Codable {
    public var source: String
    /// What the source calls the record; unique within the source. Never empty.
    public var key: String
    /// When the source last touched the record; decides which of two copies is newer.
    public var updated: Timestamp?
    /// When the source last touched the record, for whatever reason: tells apart what it said after one update.
    public var touched: Timestamp?
    /// True for a tombstone: the source says that the record is gone.
    public var isDeleted = false

    /// The source's word: `journal-article`, `Dataset`, `Study`, `JournalArticle`.
    public var type: String?
    public var subtype: String?
    public var identifiers: [SourceIdentifier] = []
    /// First title first; more where the source gives translations.
    public var titles: [String] = []
    public var subtitles: [String] = []
    public var originalTitles: [String] = []
    public var contributors: [SourceContributor] = []
    /// All authors in one string, where the source gives them so: `Michel Engeln, Serge H. Ahmed`.
    public var authorList: String?
    public var containerTitles: [String] = []
    public var shortContainerTitles: [String] = []
    public var issns: [String] = []
    public var isbns: [String] = []
    public var publisher: String?
    public var place: String?
    public var volume: String?
    public var issue: String?
    public var pages: String?
    public var articleNumber: String?
    public var edition: String?
    public var version: String?
    public var event: String?
    public var series: String?
    public var dates: [SourceDate] = []
    public var abstracts: [String] = []
    public var languages: [String] = []
    public var keywords: [String] = []
    public var licenses: [String] = []
    public var funders: [String] = []
    public var relations: [SourceRelation] = []
    public var url: String?
    public var citationCount: Int?
    public var referenceCount: Int?
    /// What has no place above, as said: name and value, in the source's order.
    public var others: [SourceIdentifier] = []

    public init(source: String, key: String) {
        self.source = source
        self.key = key
    }
}
