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
        let ends = Ends(pairs)
        var rivals: [(between: CandidatePair, first: Int, second: Int)] = []
        for group in ends.groups where group.count > 1 {
            for i in group {
                for j in (i + 1)..<max(i + 1, group.upperBound) {
                    let (x, y) = (ends.all[i], ends.all[j])
                    if abs(pairs[x.pair].weight.bits - pairs[y.pair].weight.bits) < margin,
                        isOneSource(x.other, y.other)
                    {
                        rivals.append((CandidatePair(x.other, y.other), x.pair, y.pair))
                    }
                }
            }
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

/// Both ends of the pairs that are the same, those of one record together.
private struct Ends {
    /// The record at the pair's other end, and the pair's place in the list.
    private(set) var all: [(other: RecordIndex, pair: Int)] = []
    /// Where in `all` each record's stand, and after the last the count of all.
    private var starts: [Int] = []

    init(_ pairs: [ScoredPair]) {
        var last = -1
        for pair in pairs where pair.verdict == .same { last = max(last, Int(pair.pair.b)) }
        starts = Array(repeating: 0, count: last + 2)
        for pair in pairs where pair.verdict == .same {
            starts[Int(pair.pair.a) + 1] += 1
            starts[Int(pair.pair.b) + 1] += 1
        }
        for record in starts.indices.dropFirst() { starts[record] += starts[record - 1] }
        all = Array(repeating: (0, 0), count: starts.last ?? 0)
        var next = starts
        for (index, pair) in pairs.enumerated() where pair.verdict == .same {
            for (record, other) in [(pair.pair.a, pair.pair.b), (pair.pair.b, pair.pair.a)] {
                all[next[Int(record)]] = (other, index)
                next[Int(record)] += 1
            }
        }
    }

    var groups: some Sequence<Range<Int>> { zip(starts, starts.dropFirst()).lazy.map { $0..<$1 } }
}

extension Comparator {
    /// Whether one source gave both records; a table may hold what many sources said.
    public func isOneSource(_ a: RecordIndex, _ b: RecordIndex) -> Bool {
        let source = table.portraits[Int(a)].source
        return source != 0 && source == table.portraits[Int(b)].source
    }
}
