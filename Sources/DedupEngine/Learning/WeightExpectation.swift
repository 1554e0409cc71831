internal import Foundation

/// Learns weights from pairs without labels by expectation–maximisation, about a table that is known to be good.
///
/// In turns: how likely each pair is a match under the weights so far, then how often each level is seen among the likely
/// matches and among the others, log2(m/u). Method: I. Fellegi, A. Sunter, "A Theory for Record Linkage", 1969; W. Winkler,
/// "Using the EM Algorithm for Weight Computation in the Fellegi–Sunter Model of Record Linkage", 1988.
///
/// The method takes groups for independent given the verdict, which they are not: however many pairs there are, its
/// estimate counts as one with an error of `doubt`, and a weight as one that lies within `spread` of the base. So a level
/// goes at most spread²/(spread² + doubt²) of the way, and where few pairs show it, hardly any. Only how the levels of a
/// group stand to each other is learned, not the odds of a match before anything is compared. What identifiers mean, and how groups go
/// together, stays. The same pairs in any order give the same table.
public struct WeightExpectation: Sendable {
    /// Bits, standard deviations.
    public var spread = 1.0
    public var doubt = 2.0
    /// How many pairs say as much as one that owes nothing to the others: pairs of one cluster, or of one journal's columns,
    /// repeat each other.
    public var repetition = 30.0
    /// The most that a weight may change, in bits.
    public var most = 2.0
    public var rounds = 40

    public init() {}

    public func table(from tally: EvidenceTally, base: WeightTable, version: String) -> WeightTable {
        var table = base
        table.version = version
        let rows = tally.rows
        for _ in 0..<rounds {
            let matches = rows.map { EvidenceTally.probability(bits: table.bits(of: $0.levels)) }
            var largest = 0.0
            for group in LevelGroup.allCases where group.isLearned && group.hasSigns {
                var match = Array(repeating: 0.0, count: group.slotCount)
                var other = match
                for (row, probability) in zip(rows, matches) {
                    match[row.levels[group]] += row.count * probability
                    other[row.levels[group]] += row.count * (1 - probability)
                }
                for (slot, bits) in weights(of: group, match, other, base: base).enumerated() {
                    let place = LevelGroup.offsets[group.rawValue] + slot
                    largest = max(largest, abs(table.slots[place] - bits))
                    table.slots[place] = bits
                }
            }
            if largest < 0.002 { break }
        }
        return table
    }

    /// - Parameters:
    ///   - match: For each slot, how many pairs that are likely matches show it.
    ///   - other: For each slot, how many of the others.
    private func weights(of group: LevelGroup, _ match: [Double], _ other: [Double], base: WeightTable) -> [Double] {
        let (matches, others) = (match.reduce(0, +), other.reduce(0, +))
        let slots = 0..<group.slotCount
        // Half a pair more of each level and kind: nothing is impossible because it was not seen.
        let extra = 0.5
        let room = extra * Double(group.slotCount)
        let ln2 = log(2.0)
        let offsets = slots.map { slot in
            log2((match[slot] + extra) / (matches + room)) - log2((other[slot] + extra) / (others + room))
                - base[group, slot]
        }
        let variances = slots.map { repetition * (1 / (match[$0] + extra) + 1 / (other[$0] + extra)) / (ln2 * ln2) }
        let seen = slots.filter { match[$0] + other[$0] >= 1 }
        // A constant that all levels of a group share moves every pair alike: that is not the group's to say.
        let precision = seen.reduce(0) { $0 + 1 / variances[$1] }
        let shared = precision > 0 ? seen.reduce(0) { $0 + offsets[$1] / variances[$1] } / precision : 0
        var bits = slots.map { base[group, $0] }
        for slot in seen {
            let share = spread * spread / (spread * spread + doubt * doubt + variances[slot])
            let change = max(-most, min(most, share * (offsets[slot] - shared)))
            let given = bits[slot]
            // What agrees never speaks against a match, and what disagrees never for it.
            bits[slot] = given > 0.5 ? max(0, given + change) : given < -0.5 ? min(0, given + change) : given + change
        }
        return bits
    }
}
