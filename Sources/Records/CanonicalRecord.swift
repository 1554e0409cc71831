/// The fields that survivorship decides one by one. Raw values are the names in provenance and explanations.
public enum Field: String, Sendable, Codable, CaseIterable {
    case type, identifiers, title, subtitle, otherTitles, contributors
    case containerTitle, containerShortTitle, issns, isbns
    case publisher, place, volume, issue, pages, articleNumber, edition, version, event, series
    case issued, publishedOnline, publishedPrint
    case abstract, languages, keywords, licenses, funders, relations, url, citationCount, referenceCount
    case isRetracted, kept
}

/// Where a value of a canonical record comes from and by which rule it won.
public struct Provenance: Sendable, Hashable {
    /// The records that say this value, ascending; one for a chosen value, several for a union.
    public var records: [RecordKey]
    /// `only`, `most trusted source`, `newest`, `longest`, `union` …
    public var rule: String
    /// Of a composed value, the record that each part is from; empty where the value is one record's, or a union.
    public var parts: [Part]

    public init(records: [RecordKey], rule: String, parts: [Part] = []) {
        self.records = records
        self.rule = rule
        self.parts = parts
    }

    /// A part of a composed value. What has no part of its own is from the record of the `list`.
    public struct Part: Sendable, Hashable {
        /// Place in the value, from 0; nil for `list`.
        public var index: Int?
        /// `list`; of one contributor `added` (all of it), `name`, `given`, `suffix`, `orcid`, `affiliations`.
        public var what: String
        public var record: RecordKey

        public init(index: Int?, what: String, record: RecordKey) {
            self.index = index
            self.what = what
            self.record = record
        }
    }
}

/// The merged description of a cluster.
public struct CanonicalRecord: Sendable, Hashable {
    /// Stable number in the catalog; 0 before it is stored.
    public var id: Int64
    /// Keys of the records merged, ascending; never empty.
    public var members: [RecordKey]
    /// The surviving values. `record.key` is the first member.
    public var record: Record
    /// One entry for each field that has a value.
    public var provenance: [Field: Provenance]

    public init(id: Int64 = 0, members: [RecordKey], record: Record, provenance: [Field: Provenance]) {
        self.id = id
        self.members = members
        self.record = record
        self.provenance = provenance
    }
}

/// What a reader means by "the study": all versions, datasets, corrections and coverage of one piece of research.
/// Has a stable id and no metadata of its own.
public struct Study: Sendable, Hashable {
    public var id: Int64
    /// Ids of its canonical records, ascending.
    public var members: [Int64]

    public init(id: Int64, members: [Int64]) {
        self.id = id
        self.members = members
    }
}
