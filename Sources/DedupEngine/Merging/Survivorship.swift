internal import Records

/// Which source wins a field.
///
/// The order of trust is a list of source ids; a source that is not in it comes last. Between two records of equal
/// trust the one its source touched last wins, then the smaller key, so that arrival never decides.
public struct Survivorship: Sendable, Hashable {
    public var trust: [String]

    public init(trust: [String] = Survivorship.standardTrust) { self.trust = trust }

    /// Registration agencies, then curated databases, then aggregators.
    public static let standardTrust = [
        "crossref", "pubmed", "doi", "datacite", "europepmc", "openalex", "arxiv", "biorxiv", "semanticscholar",
        "unpaywall", "biostudies", "omicsdi", "aggregator", "web",
    ]

    /// Records in the order in which their values are asked for, most trusted first.
    func ranked(_ records: [Record]) -> [Record] {
        records.sorted { a, b in
            let x = trust.firstIndex(of: a.key.source) ?? trust.count
            let y = trust.firstIndex(of: b.key.source) ?? trust.count
            if x != y { return x < y }
            let newerA = a.updated?.seconds ?? .min
            let newerB = b.updated?.seconds ?? .min
            if newerA != newerB { return newerA > newerB }
            return a.key < b.key
        }
    }
}
