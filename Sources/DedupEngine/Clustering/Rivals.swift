public import Records

extension Clustering {
    /// Makes pairs unsure that chance alone would decide: where a record matches two records of one source about as well
    /// as each other, and these two do not match, nothing tells which of them it is. Columns are listed so, and parts
    /// whose numbers were lost.
    ///
    /// - Parameters:
    ///   - pairs: Scored pairs.
    ///   - isOneSource: Whether two records come from one source.
    /// - Returns: The pairs in their order, the verdict of rivals changed from `same` to `unsure`.
    public static func withRivalsUnsure(
        _ pairs: [ScoredPair], isOneSource: (RecordIndex, RecordIndex) -> Bool
    ) -> [ScoredPair] {
        var ends: [(record: RecordIndex, other: RecordIndex, pair: Int)] = []
        for (index, pair) in pairs.enumerated() where pair.verdict == .same {
            ends.append((pair.pair.a, pair.pair.b, index))
            ends.append((pair.pair.b, pair.pair.a, index))
        }
        ends.sort { ($0.record, $0.other) < ($1.record, $1.other) }
        var rivals: [(between: CandidatePair, first: Int, second: Int)] = []
        var start = 0
        while start < ends.count {
            var end = start + 1
            while end < ends.count, ends[end].record == ends[start].record { end += 1 }
            for i in start..<end {
                for j in (i + 1)..<max(i + 1, end) {
                    let (x, y) = (ends[i], ends[j])
                    if abs(pairs[x.pair].weight.bits - pairs[y.pair].weight.bits) < margin,
                        isOneSource(x.other, y.other)
                    {
                        rivals.append((CandidatePair(x.other, y.other), x.pair, y.pair))
                    }
                }
            }
            start = end
        }
        guard !rivals.isEmpty else { return pairs }
        let same = Set(pairs.lazy.filter { $0.verdict == .same }.map(\.pair))
        var result = pairs
        for rival in rivals where !same.contains(rival.between) {
            result[rival.first].verdict = .unsure
            result[rival.second].verdict = .unsure
        }
        return result
    }

    /// Bits within which two matches count as equally good.
    private static let margin = 0.5
}

extension Comparator {
    /// Whether one source gave both records; a table may hold what many sources said.
    public func isOneSource(_ a: RecordIndex, _ b: RecordIndex) -> Bool {
        let source = table.portraits[Int(a)].source
        return source != 0 && source == table.portraits[Int(b)].source
    }
}
