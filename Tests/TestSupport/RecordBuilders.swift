public import Records

extension Record {
    /// A record for tests, from what the test cares about.
    ///
    /// - Parameter authors: `Family, Given` each; a name without a comma is a group.
    public static func made(
        _ key: String, source: String = "crossref", type: WorkType? = .articleJournal, title: String? = nil,
        authors: [String] = [], year: Int? = nil, journal: String? = nil, issns: [String] = [], volume: String? = nil,
        issue: String? = nil, pages: String? = nil, doi: String? = nil, pmid: String? = nil, abstract: String? = nil,
        updated: Int64? = nil
    ) -> Record {
        var record = Record(key: RecordKey(source: source, key: key))
        record.type = type
        record.title = title
        record.contributors = authors.map { author in
            let parts = author.split(separator: ",", maxSplits: 1).map {
                $0.drop { $0 == " " }
            }
            return parts.count == 2
                ? Contributor(name: Name(family: String(parts[0]), given: String(parts[1])))
                : Contributor(name: Name(literal: author), isGroup: true)
        }
        record.issued = year.map { .value(PartialDate(year: $0)) }
        record.container = Container(title: journal, issns: issns)
        record.volume = volume
        record.issue = issue
        record.pages = pages
        record.abstract = abstract
        record.updated = updated.map { Timestamp(seconds: $0) }
        if let doi { record.identifiers.append(Identifier(.doi, doi)) }
        if let pmid { record.identifiers.append(Identifier(.pmid, pmid)) }
        return record
    }
}

/// A small generator of repeatable pseudo-random numbers. Method: S. Vigna, SplitMix64.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    public init(seed: UInt64) { state = seed }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
