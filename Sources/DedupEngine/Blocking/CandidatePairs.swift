internal import CMemory
public import Records

/// Turns blocks into candidate pairs.
public enum Blocking {
    /// Raised where keys or sketches change: a catalog whose pairs others made is matched anew.
    public static let version = 2

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
        var packed: [UInt64] = []
        append(pairsOf: RadixSort.sorted(entries), to: &packed, admits: admits)
        return pairs(packed)
    }

    /// How many entries a thread holds: sixteen bytes each.
    static let mostEntries = 24 << 20

    /// Keys that a record has on average, and a few more.
    static let keysPerRecord = 18

    /// In how many parts the keys of a table are best grouped: a part a thread, and more where memory would run short. Each
    /// makes all keys and keeps its own.
    public static func partCount(of table: PortraitTable, jobs: Int) -> Int {
        let wanted = max(jobs, table.count * keysPerRecord / mostEntries + 1)
        return 1 << (Int.bitWidth - (wanted - 1).leadingZeroBitCount)
    }

    /// The pairs that share a key of one part of all keys, packed, perhaps twice.
    ///
    /// - Parameters:
    ///   - sketches: Of all records: pairs that a glance tells apart are left out, unless an identifier is what they share. Nil
    ///     takes all.
    ///   - part: 0..<partCount.
    ///   - partCount: A power of two.
    public static func packedPairs(
        of table: PortraitTable, sketches: PortraitTable.Sketches?, part: Int, partCount: Int
    ) -> [UInt64] {
        let mask = UInt64(partCount - 1)
        var entries: [Entry] = []
        entries.reserveRoom(table.count * keysPerRecord / partCount)
        for index in 0..<table.count {
            table.forEachBlockingKey(at: index) { key in
                if key & mask == UInt64(part) {
                    entries.append(Entry(key: BlockingKey(hash: key), index: RecordIndex(index)))
                }
            }
        }
        var packed: [UInt64] = []
        RadixSort.forEachShare(of: &entries) { sorted in
            if let sketches {
                append(pairsOf: sorted, agreeing: sketches.all, to: &packed)
            } else {
                append(pairsOf: sorted, to: &packed) { _, _ in true }
            }
        }
        entries = []
        sortDistinct(&packed)
        return packed
    }

    /// Unpacks pairs of any number of parts: ascending and distinct.
    public static func pairs(_ packed: [UInt64]) -> [CandidatePair] {
        var packed = packed
        sortDistinct(&packed)
        return packed.map(pair)
    }

    @inline(__always)
    static func pair(_ packed: UInt64) -> CandidatePair {
        CandidatePair(RecordIndex(packed >> 32), RecordIndex(truncatingIfNeeded: packed))
    }

    /// All pairs of a table's records that share a blocking key and that a glance does not tell apart, ascending and
    /// distinct.
    public static func candidatePairs(of table: PortraitTable) -> [CandidatePair] {
        pairs(of: table, sketches: table.sketches(0..<table.count))
    }

    /// All pairs of a table's records that share a blocking key, ascending and distinct: weights are learned from them.
    public static func pairsSharingKeys(of table: PortraitTable) -> [CandidatePair] { pairs(of: table, sketches: nil) }

    private static func pairs(of table: PortraitTable, sketches: PortraitTable.Sketches?) -> [CandidatePair] {
        let count = partCount(of: table, jobs: 1)
        return pairs((0..<count).flatMap { packedPairs(of: table, sketches: sketches, part: $0, partCount: count) })
    }

    /// As the other, of sorted entries whose records' sketches agree.
    private static func append(pairsOf sorted: [Entry], agreeing sketches: [Sketch], to packed: inout [UInt64]) {
        /// Entries between asking for a sketch and reading it.
        let lead = 24
        var block: [Sketch] = []
        sorted.withUnsafeBufferPointer { sorted in
            sketches.withUnsafeBufferPointer { sketches in
                var start = 0
                while start < sorted.count {
                    let key = sorted[start].key
                    let ahead = start + lead
                    if ahead + 1 < sorted.count, sorted[ahead].key == sorted[ahead + 1].key,
                        let base = sketches.baseAddress
                    {
                        ibid_prefetch(base + Int(sorted[ahead].index))
                        ibid_prefetch(base + Int(sorted[ahead + 1].index))
                    }
                    var end = start + 1
                    while end < sorted.count, sorted[end].key == key { end += 1 }
                    if end - start > 1 {
                        let isIdentifier = BlockingRule(of: key).map { $0 == .doi || $0 == .identifier } ?? false
                        block.removeAll(keepingCapacity: true)
                        for place in start..<end { block.append(sketches[Int(sorted[place].index)]) }
                        for i in start..<end {
                            let a = sorted[i].index
                            let sketch = block[i - start]
                            for j in (i + 1)..<end
                            where (isIdentifier || Sketch.agree(sketch, block[j - start])) && sorted[j].index != a {
                                let b = sorted[j].index
                                packed.append(UInt64(min(a, b)) << 32 | UInt64(max(a, b)))
                            }
                        }
                    }
                    start = end
                }
            }
        }
    }

    private static func append(
        pairsOf sorted: [Entry], to packed: inout [UInt64], admits: (RecordIndex, RecordIndex) -> Bool
    ) {
        var start = 0
        while start < sorted.count {
            var end = start + 1
            let key = sorted[start].key
            while end < sorted.count, sorted[end].key == key { end += 1 }
            for i in start..<end {
                let a = sorted[i].index
                for j in (i + 1)..<end where sorted[j].index != a {
                    let b = sorted[j].index
                    if admits(min(a, b), max(a, b)) { packed.append(UInt64(min(a, b)) << 32 | UInt64(max(a, b))) }
                }
            }
            start = end
        }
    }

    private static func sortDistinct(_ packed: inout [UInt64]) {
        RadixSort.sort(&packed)
        var count = 0
        for value in packed where count == 0 || packed[count - 1] != value {
            packed[count] = value
            count += 1
        }
        packed.removeSubrange(count...)
    }
}
