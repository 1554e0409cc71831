public import Records

/// Merges the records of one cluster into one description, every value with its provenance.
///
/// A function of the set of records: neither their order nor that one is given twice matters. Clusters are merged from
/// their members, never from each other's descriptions: in which steps a cluster grew cannot be seen in the result.
public struct Merger: Sendable {
    public var survivorship: Survivorship

    public init(survivorship: Survivorship = Survivorship()) { self.survivorship = survivorship }

    /// - Parameter records: At least one. Of several with one key the newest replaces the others.
    /// - Returns: The canonical record with id 0.
    public func merge(_ records: [Record]) -> CanonicalRecord {
        precondition(!records.isEmpty, "a cluster has at least one record")
        var records = records
        var members = records.map(\.key).sorted()
        if zip(members, members.dropFirst()).contains(where: ==) {
            records = Self.newest(records)
            members = records.map(\.key).sorted()
        }
        if records.count == 1 {
            return CanonicalRecord(
                members: members, record: records[0], provenance: Self.soleProvenance(of: records[0]))
        }
        let order = survivorship.order(records)
        var choice = FieldChoice(
            ranked: order.map { records[$0] }, survivorship: survivorship, merged: Record(key: members[0]))
        choice.chooseAll()
        return CanonicalRecord(members: members, record: choice.merged, provenance: choice.provenance)
    }

    /// One record a key: that with the greater update time, then that with the greater content.
    private static func newest(_ records: [Record]) -> [Record] {
        var best: [RecordKey: Record] = [:]
        for record in records {
            guard let other = best[record.key], other != record else {
                best[record.key] = record
                continue
            }
            let (a, b) = (record.updated?.seconds ?? .min, other.updated?.seconds ?? .min)
            if a != b ? a > b : other.encoded().lexicographicallyPrecedes(record.encoded()) {
                best[record.key] = record
            }
        }
        return Array(best.values)
    }

    /// Provenance of a canonical record that has one member: that member says everything.
    public static func soleProvenance(of record: Record) -> [Field: Provenance] {
        var provenance: [Field: Provenance] = [:]
        let entry = Provenance(records: [record.key], rule: "only")
        for field in Field.allCases where record.has(field) { provenance[field] = entry }
        return provenance
    }
}

extension Record {
    /// Whether the record says anything about a field.
    public func has(_ field: Field) -> Bool {
        switch field {
        case .type: type != nil
        case .identifiers: !identifiers.isEmpty
        case .title: title != nil
        case .subtitle: subtitle != nil
        case .otherTitles: !otherTitles.isEmpty
        case .contributors: !contributors.isEmpty
        case .containerTitle: container.title != nil
        case .containerShortTitle: container.shortTitle != nil
        case .issns: !container.issns.isEmpty
        case .isbns: !container.isbns.isEmpty
        case .publisher: publisher != nil
        case .place: place != nil
        case .volume: volume != nil
        case .issue: issue != nil
        case .pages: pages != nil
        case .articleNumber: articleNumber != nil
        case .edition: edition != nil
        case .version: version != nil
        case .event: event != nil
        case .series: series != nil
        case .issued: issued != nil
        case .publishedOnline: publishedOnline != nil
        case .publishedPrint: publishedPrint != nil
        case .abstract: abstract != nil
        case .languages: !languages.isEmpty
        case .keywords: !keywords.isEmpty
        case .licenses: !licenses.isEmpty
        case .funders: !funders.isEmpty
        case .relations: !relations.isEmpty
        case .url: url != nil
        case .citationCount: citationCount != nil
        case .referenceCount: referenceCount != nil
        case .isRetracted: isRetracted
        case .kept: !kept.isEmpty
        }
    }
}
