public import Records

/// The candidate pairs of a table as its parts made them: eight bytes a pair, one that two parts made in both.
public struct PairList: Sendable {
    /// Each ascending and distinct.
    private let parts: [[UInt64]]

    /// - Parameter parts: As `Blocking.packedPairs` makes them.
    public init(parts: [[UInt64]]) { self.parts = parts }

    /// The pairs whose first record lies in a range: ascending and distinct.
    public func pairs(inRecords range: Range<Int>) -> [CandidatePair] {
        var found: [CandidatePair] = []
        var cursors = parts.map { Self.start(of: range.lowerBound, in: $0) }
        let ends = parts.map { Self.start(of: range.upperBound, in: $0) }
        while true {
            var least = UInt64.max
            for part in parts.indices where cursors[part] < ends[part] {
                least = min(least, parts[part][cursors[part]])
            }
            // No pair packs to it: its records would be one.
            if least == .max { return found }
            for part in parts.indices where cursors[part] < ends[part] && parts[part][cursors[part]] == least {
                cursors[part] += 1
            }
            found.append(Blocking.pair(least))
        }
    }

    /// Index of the first pair whose first record is not below `record`.
    private static func start(of record: Int, in pairs: [UInt64]) -> Int {
        let wanted = UInt64(record) << 32
        var low = 0
        var high = pairs.count
        while low < high {
            let middle = (low + high) / 2
            if pairs[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
