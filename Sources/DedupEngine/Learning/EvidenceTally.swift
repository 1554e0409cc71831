internal import Foundation
public import Records

/// How often each combination of levels was seen among candidate pairs of which nobody said what they are.
public struct EvidenceTally: Sendable {
    private var counts: [LevelVector: Int] = [:]

    public init() {}

    /// Pairs that no contradiction decides.
    public var pairCount: Int { counts.values.reduce(0, +) }

    /// Counts pairs; those that a contradiction keeps apart say nothing of weights.
    public mutating func add(_ pairs: some Sequence<CandidatePair>, of comparator: Comparator) {
        for pair in pairs {
            if let seen = comparator.observation(pair, match: 0, weight: 1) { counts[seen.levels, default: 0] += 1 }
        }
    }

    public mutating func add(_ other: EvidenceTally) { counts.merge(other.counts, uniquingKeysWith: +) }

    /// In one order, whatever the order in which pairs came.
    var rows: [(levels: LevelVector, count: Double)] {
        counts.sorted { a, b in
            for group in LevelGroup.allCases where a.key[group] != b.key[group] { return a.key[group] < b.key[group] }
            return false
        }.map { ($0.key, Double($0.value)) }
    }

    /// What a table makes of the pairs, as observations that agree with it: they hold a table in its place where labels
    /// pull at it.
    ///
    /// - Parameter most: Sum of their weights.
    public func anchors(of table: WeightTable, most: Double) -> [Observation] {
        let rows = rows
        let total = rows.reduce(0) { $0 + $1.count }
        let scale = total > most ? most / total : 1
        return rows.map { levels, count in
            Observation(levels: levels, match: Self.probability(bits: table.bits(of: levels)), weight: count * scale)
        }
    }

    static func probability(bits: Double) -> Double { 1 / (1 + exp2(-bits)) }
}
