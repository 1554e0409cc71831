public import Records

/// What tells at a glance that two records are different versions: one source gave them different DOIs.
public struct VersionMark: Sendable {
    /// Any number that stands for the source; 0 where that is none: such a record is of nobody's.
    var source: UInt64
    /// Any number that stands for the DOI; 0 for none.
    var doi: UInt64

    init(source: UInt64, doi: UInt64) {
        self.source = source
        self.doi = doi
    }

    /// The mark of a record of which no more is known than its source and blocking keys.
    ///
    /// - Parameter source: Any number but 0; nil for what is nobody's (`FileSource.isNobodys`).
    public init(source: Int64?, keys: [BlockingKey]) {
        self.source = UInt64(bitPattern: source ?? 0)
        doi = keys.first { BlockingRule(of: $0) == .doi }?.hash ?? 0
    }

    /// False where the two are surely different versions.
    public static func admits(_ a: VersionMark, _ b: VersionMark) -> Bool {
        !(a.doi != 0 && b.doi != 0 && a.doi != b.doi && a.source == b.source && a.source != 0)
    }
}
