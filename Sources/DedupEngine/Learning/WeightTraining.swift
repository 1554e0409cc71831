internal import Foundation
public import Records

/// What was seen of one pair: its levels, and how sure it is a match.
public struct Observation: Sendable {
    var levels: LevelVector
    /// The two containers, where they are named and look unlike, and the records are of one year under one title; else 0.
    var containers: UInt64 = 0
    /// 1 for a match, 0 for none, between where only a probability is known.
    public var match: Double
    public var weight: Double
}

extension Comparator {
    /// The observation of a labelled pair; nil where a contradiction decides and no weight is asked.
    public func observation(_ pair: CandidatePair, match: Double, weight: Double) -> Observation? {
        let x = table.portraits[Int(pair.a)]
        let y = table.portraits[Int(pair.b)]
        let levels = self.levels(x, y)
        guard contradiction(x, y, levels) == nil else { return nil }
        var observation = Observation(levels: levels, match: match, weight: weight)
        let title = levels[.title] / Rarity.count
        let venue = LevelGroup.venue.indexes(of: levels[.venue])
        if title <= TitleLevel.exchanged.rawValue, venue[1] == YearLevel.equal.rawValue,
            (ContainerLevel.overlaps.rawValue...ContainerLevel.kindsDiffer.rawValue).contains(venue[0])
        {
            observation.containers = containerPair(x, y)
        }
        return observation
    }
}

/// Learns bits for levels from observations: logistic regression whose prior is what judgement or an older table says.
///
/// A level's weight is the sum of what each of its axes says and of what their meeting adds; both are drawn to nothing
/// by Gaussian priors (that of the meeting is narrower), so that a level that was seldom seen keeps the weight of
/// `base`. Method: cyclic coordinate descent with Newton steps, as in J. Friedman, T. Hastie, R. Tibshirani,
/// "Regularization Paths for Generalized Linear Models via Coordinate Descent", 2010. The same observations in any
/// order give the same table.
public struct WeightTraining: Sendable {
    /// Standard deviation, in bits, of what one axis may add, and of what a meeting of axes may.
    public var axisSpread = 1.5
    public var cellSpread = 1.5
    public var sweeps = 60
    /// Bits that learning may add to a level that judgement weighed, or take from it.
    public var reach = 6.0

    public init() {}

    /// Containers that are one by the labels: with one title and one year in them, records are nearly always a match.
    ///
    /// - Returns: Pairs seen in at least six matches, and in ten for each pair of records that is none.
    public static func aliases(from observations: [Observation]) -> ContainerAliases {
        var counts: [UInt64: (same: Int, different: Int)] = [:]
        for observation in observations where observation.containers != 0 {
            if observation.match >= 0.5 {
                counts[observation.containers, default: (0, 0)].same += 1
            } else {
                counts[observation.containers, default: (0, 0)].different += 1
            }
        }
        return ContainerAliases(counts.filter { $0.value.same >= 6 && $0.value.same >= 10 * $0.value.different }.keys)
    }

    public func table(
        from observations: [Observation], base: WeightTable, version: String
    ) -> WeightTable {
        var design = Design(observations, base: base)
        design.reach = reach
        design.fit(axisSpread: axisSpread, cellSpread: cellSpread, sweeps: sweeps)
        var table = base
        table.version = version
        for (slot, bits) in design.additions().enumerated() { table.slots[slot] += bits }
        table.prior += design.intercept
        return table
    }
}

/// The observations as rows of parameters, equal ones summed.
private struct Design {
    private struct Row {
        var offset: Double
        var positive: Double
        var negative: Double
    }

    private static let ln2 = log(2.0)
    /// For each group, where its axes' parameters begin, and where its cells'.
    private let axisStarts: [[Int]]
    private let cellStarts: [Int]
    private let parameterCount: Int
    private let base: WeightTable
    private var rows: [Row] = []
    /// For each parameter, the rows it stands in.
    private var members: [[Int32]]
    private var values: [Double]
    private(set) var intercept = 0.0
    var reach = 6.0

    init(_ observations: [Observation], base: WeightTable) {
        var next = 0
        var axisStarts: [[Int]] = []
        var cellStarts: [Int] = []
        for group in LevelGroup.allCases {
            var starts: [Int] = []
            for axis in group.axes {
                starts.append(next)
                next += axis
            }
            axisStarts.append(starts)
            cellStarts.append(group.axes.count > 1 ? next : -1)
            if group.axes.count > 1 { next += group.slotCount }
        }
        self.axisStarts = axisStarts
        self.cellStarts = cellStarts
        parameterCount = next
        self.base = base
        members = Array(repeating: [], count: next)
        values = Array(repeating: 0, count: next)
        var sums: [LevelVector: (positive: Double, negative: Double)] = [:]
        for observation in observations {
            sums[observation.levels, default: (0, 0)].positive += observation.weight * observation.match
            sums[observation.levels, default: (0, 0)].negative += observation.weight * (1 - observation.match)
        }
        let ordered = sums.sorted { a, b in
            for group in LevelGroup.allCases where a.key[group] != b.key[group] { return a.key[group] < b.key[group] }
            return false
        }
        for (levels, sum) in ordered {
            let row = Int32(rows.count)
            rows.append(Row(offset: base.bits(of: levels), positive: sum.positive, negative: sum.negative))
            for group in LevelGroup.allCases where group.isLearned {
                let place = group.indexes(of: levels[group])
                for (axis, index) in place.enumerated() where index != group.silent[axis] {
                    members[axisStarts[group.rawValue][axis] + index].append(row)
                }
                if cellStarts[group.rawValue] >= 0, place != group.silent {
                    members[cellStarts[group.rawValue] + levels[group]].append(row)
                }
            }
        }
    }

    mutating func fit(axisSpread: Double, cellSpread: Double, sweeps: Int) {
        var penalties = Array(repeating: 1 / (axisSpread * axisSpread), count: parameterCount)
        for group in LevelGroup.allCases where cellStarts[group.rawValue] >= 0 {
            for cell in 0..<group.slotCount {
                penalties[cellStarts[group.rawValue] + cell] = 1 / (cellSpread * cellSpread)
            }
        }
        var bits = rows.map(\.offset)
        let everyRow = rows.indices.map { Int32($0) }
        for _ in 0..<sweeps {
            var largest = 0.0
            let step = newtonStep(everyRow, bits, value: intercept, penalty: 0.01)
            intercept += step
            for row in bits.indices { bits[row] += step }
            for parameter in 0..<parameterCount where !members[parameter].isEmpty {
                let step = newtonStep(
                    members[parameter], bits, value: values[parameter], penalty: penalties[parameter])
                if step == 0 { continue }
                values[parameter] += step
                for row in members[parameter] { bits[Int(row)] += step }
                largest = max(largest, abs(step))
            }
            keepSigns(&bits)
            if largest < 0.002 { break }
        }
    }

    /// What agrees never speaks against a match, and what disagrees never for it, whatever a set's habits suggest; and none
    /// goes further than `reach`, where a set has a level that others hardly know.
    private mutating func keepSigns(_ bits: inout [Double]) {
        for group in LevelGroup.allCases where group.isLearned {
            for slot in 0..<group.slotCount {
                let given = group.hasSigns ? base[group, slot] : 0
                let place = group.indexes(of: slot)
                let cell =
                    cellStarts[group.rawValue] >= 0
                    ? cellStarts[group.rawValue] + slot : axisStarts[group.rawValue][0] + slot
                if members[cell].isEmpty { continue }
                var sum = given + values[cell]
                if cellStarts[group.rawValue] >= 0 {
                    for (axis, index) in place.enumerated() { sum += values[axisStarts[group.rawValue][axis] + index] }
                }
                let signed = given > 0.5 ? max(sum, 0) : given < -0.5 ? min(sum, 0) : sum
                let bound = max(given - reach, min(given + reach, signed))
                if bound == sum { continue }
                values[cell] += bound - sum
                for row in members[cell] { bits[Int(row)] += bound - sum }
            }
        }
    }

    private func newtonStep(_ members: [Int32], _ bits: [Double], value: Double, penalty: Double) -> Double {
        var slope = penalty * value
        var curve = penalty
        for index in members {
            let row = rows[Int(index)]
            let probability = 1 / (1 + exp2(-bits[Int(index)]))
            slope += Self.ln2 * (row.negative * probability - row.positive * (1 - probability))
            curve += Self.ln2 * Self.ln2 * (row.positive + row.negative) * probability * (1 - probability)
        }
        return max(-1, min(1, -slope / curve))
    }

    /// What learning adds to each slot of the base.
    func additions() -> [Double] {
        LevelGroup.allCases.flatMap { group in
            (0..<group.slotCount).map { slot in
                var bits = cellStarts[group.rawValue] >= 0 ? values[cellStarts[group.rawValue] + slot] : 0
                for (axis, index) in group.indexes(of: slot).enumerated() {
                    bits += values[axisStarts[group.rawValue][axis] + index]
                }
                return bits
            }
        }
    }
}
