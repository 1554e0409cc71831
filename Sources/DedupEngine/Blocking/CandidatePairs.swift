public import Records

/// Turns blocks into candidate pairs.
public enum Blocking {
    /// A record in a block.
    public struct Entry: Sendable {
        public var key: BlockingKey
        public var index: RecordIndex

        public init(key: BlockingKey, index: RecordIndex) {
            self.key = key
            self.index = index
        }
    }

    /// All pairs that share a key and that `admits` lets through, ascending and distinct.
    ///
    /// - Parameters:
    ///   - entries: In any order.
    ///   - admits: Cheap test that spares pairs a full comparison; a function of the two records alone.
    public static func candidatePairs(
        _ entries: [Entry], admits: (RecordIndex, RecordIndex) -> Bool = { _, _ in true }
    ) -> [CandidatePair] {
        let sorted = entries.sorted { ($0.key.hash, $0.index) < ($1.key.hash, $1.index) }
        var packed: [UInt64] = []
        var start = 0
        while start < sorted.count {
            var end = start + 1
            while end < sorted.count, sorted[end].key == sorted[start].key { end += 1 }
            if end - start > 1 {
                for i in start..<end {
                    for j in (i + 1)..<end where sorted[i].index != sorted[j].index {
                        let pair = CandidatePair(sorted[i].index, sorted[j].index)
                        if admits(pair.a, pair.b) { packed.append(UInt64(pair.a) << 32 | UInt64(pair.b)) }
                    }
                }
            }
            start = end
        }
        packed.sort()
        var pairs: [CandidatePair] = []
        var last = UInt64.max
        for value in packed where value != last {
            pairs.append(
                CandidatePair(RecordIndex(value >> 32), RecordIndex(truncatingIfNeeded: value)))
            last = value
        }
        return pairs
    }
}

extension Blocking {
    /// All pairs of a table's records that share a key, ascending and distinct.
    public static func candidatePairs(of table: PortraitTable) -> [CandidatePair] {
        var entries: [Entry] = []
        for index in 0..<table.count {
            for key in table.blockingKeys(at: index) { entries.append(Entry(key: key, index: RecordIndex(index))) }
        }
        return candidatePairs(entries)
    }
}
