public import Records

/// A record that is left out, since another of its cluster is kept in its place.
public struct RemovedRecord: Sendable {
    public var record: Record
    /// The record that is kept. Equal to the record's own key where a source gave one record twice.
    public var kept: RecordKey
    /// The record of the cluster that it matches best, and how well; nil where none was compared.
    public var link: RecordKey?
    /// Rounded to thousandths.
    public var bits: Double?

    public init(record: Record, kept: RecordKey, link: RecordKey?, bits: Double?) {
        self.record = record
        self.kept = kept
        self.link = link
        self.bits = bits.map { ($0 * 1000).rounded() / 1000 }
    }

    static let columnNames = ["kept", "strongestLink", "matchWeightBits"]

    var columns: [String] { [kept.description, link?.description ?? "", bits.map { "\($0)" } ?? ""] }

    /// For formats without a field of their own for it; one line.
    var note: String {
        let name = kept.description.split(whereSeparator: \.isNewline).joined(separator: " ")
        return "Duplicate of \(name)" + (bits.map { " (\($0) bits)" } ?? "")
    }
}
