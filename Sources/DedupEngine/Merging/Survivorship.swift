public import Records

/// Which source wins a field, and by which rule.
///
/// The order of trust is a list of source ids; a source that is not in it comes last. Between two records of equal
/// trust the one its source touched last wins, then the smaller key, so that arrival never decides.
public struct Survivorship: Sendable, Hashable {
    /// How one of several values of a field is picked. Raw values are the words of the configuration.
    public enum Rule: String, Sendable, CaseIterable {
        /// The value of the first source in the order.
        case mostTrusted = "most trusted"
        /// As `mostTrusted`, unless a later source says the same thing more fully.
        case mostComplete = "most complete"
        /// The value with the most letters.
        case longest
        /// The value of the record that its source touched last.
        case newest
        case earliest
        case largest
        /// Every value of every source.
        case union
        /// Set where any source sets it.
        case any
        /// From the record whose title won.
        case withTitle = "with the title"
    }

    /// What holds for one field.
    public struct FieldRule: Sendable, Hashable {
        public var rule: Rule
        /// Source ids that come before all others, the most trusted first; the order of trust holds behind them.
        public var sources: [String]

        public init(_ rule: Rule, sources: [String] = []) {
            self.rule = rule
            self.sources = sources
        }
    }

    public var trust: [String]
    /// Fields whose rule is not the built-in one.
    public var rules: [Field: FieldRule]

    public init(trust: [String] = Survivorship.standardTrust, rules: [Field: FieldRule] = [:]) {
        self.trust = trust
        self.rules = rules
    }

    /// Registration agencies, then curated databases, then aggregators.
    public static let standardTrust = [
        "crossref", "pubmed", "doi", "datacite", "europepmc", "openalex", "arxiv", "biorxiv", "semanticscholar",
        "unpaywall", "biostudies", "omicsdi", "aggregator", "web",
    ]

    /// The rules that a field may have, the built-in one first.
    public static func rules(for field: Field) -> [Rule] {
        switch field {
        case .title, .containerTitle, .abstract, .pages: [.mostComplete, .mostTrusted, .longest, .newest]
        case .type, .contributors: [.mostComplete, .mostTrusted, .newest]
        case .issued, .publishedOnline, .publishedPrint: [.mostComplete, .mostTrusted, .earliest, .newest]
        case .subtitle: [.withTitle, .mostTrusted, .longest, .newest]
        case .containerShortTitle, .publisher, .place, .volume, .issue, .articleNumber, .edition, .version, .event,
            .series, .url:
            [.mostTrusted, .longest, .newest]
        case .languages: [.mostTrusted, .newest]
        case .identifiers, .otherTitles, .issns, .isbns, .keywords, .licenses, .funders, .relations, .kept:
            [.union, .mostTrusted, .newest]
        case .citationCount, .referenceCount: [.largest, .mostTrusted, .newest]
        case .isRetracted: [.any]
        }
    }

    /// The user's rule, else the built-in one.
    public func rule(for field: Field) -> FieldRule {
        if !rules.isEmpty, let rule = rules[field] { return rule }
        return FieldRule(Self.rules(for: field)[0])
    }

    /// Places of records in the order in which their values are asked for, most trusted first.
    ///
    /// - Parameter first: Source ids that come before those of `trust`.
    func order(_ records: [Record], first: [String] = []) -> [Int] {
        let ranks = records.map { record in
            first.firstIndex(of: record.key.source)
                ?? first.count + (trust.firstIndex(of: record.key.source) ?? trust.count)
        }
        return records.indices.sorted { a, b in
            if ranks[a] != ranks[b] { return ranks[a] < ranks[b] }
            let newerA = records[a].updated?.seconds ?? .min
            let newerB = records[b].updated?.seconds ?? .min
            if newerA != newerB { return newerA > newerB }
            return records[a].key != records[b].key ? records[a].key < records[b].key : a < b
        }
    }

    /// Place of the record whose values are asked for first: what is kept of a cluster where only one may stay.
    ///
    /// - Parameter records: At least one; of equal ones the first leads.
    public func leader(of records: [Record]) -> Int { order(records).first ?? 0 }
}
