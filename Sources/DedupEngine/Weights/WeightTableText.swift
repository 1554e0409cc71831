internal import TextKernels

/// The written form of a weight table: a heading, the prior, a line for each slot, the frequencies in hexadecimal digits.
///
///     ibid-weights 2
///     prior -6.812
///     title 0 1 7.204
///     alias 00c0ffee00c0ffee
///     words fffcba…
///     names bbba98…
///
/// Form 1 had no weights for authors that are organizations: it is read with those that judgement gives.
extension WeightTable {
    /// A mistake in a written table.
    public struct Unreadable: Error, CustomStringConvertible {
        public var line: Int
        public var description: String
    }

    private static let form = 2

    /// The table's written form; reading it back gives an equal table.
    public var text: String {
        var lines = ["ibid-weights \(Self.form)", "prior \(Self.thousandths(prior))"]
        for group in LevelGroup.allCases {
            for slot in 0..<group.slotCount {
                let place = group.indexes(of: slot).map(String.init).joined(separator: " ")
                lines.append("\(group) \(place) \(Self.thousandths(self[group, slot]))")
            }
        }
        for pair in aliases.pairs { lines.append("alias \(Self.sixteenDigits(pair))") }
        for (name, values) in [("words", frequencies.words), ("names", frequencies.names)] {
            for start in stride(from: 0, to: values.count, by: 64) {
                let digits = values[start..<min(values.count, start + 64)].map { String($0, radix: 16) }.joined()
                lines.append("\(name) \(digits)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Reads a written table; its version is the hash of the text.
    public init(text: String) throws(Unreadable) {
        var slots: [Double?] = Array(repeating: nil, count: LevelGroup.totalSlots)
        var prior: Double?
        var frequencies = FrequencyTable()
        frequencies.words = []
        frequencies.names = []
        let groups = Dictionary(uniqueKeysWithValues: LevelGroup.allCases.map { ("\($0)"[...], $0) })
        var aliases: [UInt64] = []
        var number = 0
        var form = 0
        for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
            number += 1
            let words = line.split(separator: UInt8(ascii: " ")).map { Substring($0) }
            guard let first = words.first else { continue }
            func fail(_ what: String) -> Unreadable { Unreadable(line: number, description: "line \(number): \(what)") }
            switch first {
            case "ibid-weights":
                guard number == 1, words.count == 2, let written = Int(words[1]), (1...Self.form).contains(written)
                else {
                    throw fail("not a table of this version")
                }
                form = written
            case "prior":
                guard words.count == 2, let value = Double(words[1]), value.isFinite else { throw fail("no number") }
                prior = value
            case "alias":
                guard words.count == 2, words[1].utf8.count == 16, let pair = UInt64(words[1], radix: 16) else {
                    throw fail("no hash of two containers")
                }
                aliases.append(pair)
            case "words", "names":
                guard words.count == 2 else { throw fail("no digits") }
                var values: [UInt8] = []
                for digit in words[1].utf8 {
                    switch digit {
                    case 48...57: values.append(digit - 48)
                    case 97...102: values.append(digit - 87)
                    default: throw fail("not a hexadecimal digit")
                    }
                }
                if first == "words" { frequencies.words += values } else { frequencies.names += values }
            default:
                guard let group = groups[first], words.count == group.axes.count + 2, let last = words.last,
                    let value = Double(last), value.isFinite
                else { throw fail("no group \"\(first)\" with these levels") }
                var slot = 0
                for (axis, word) in zip(group.axes, words[1...]) {
                    guard let index = Int(word), (0..<axis).contains(index) else { throw fail("no level \(word)") }
                    slot = slot * axis + index
                }
                slots[LevelGroup.offsets[group.rawValue] + slot] = value
            }
        }
        guard let prior, text.hasPrefix("ibid-weights ") else {
            throw Unreadable(line: 1, description: "not a table of weights")
        }
        guard frequencies.words.count == FrequencyTable.wordBuckets,
            frequencies.names.count == FrequencyTable.nameBuckets
        else { throw Unreadable(line: number, description: "the frequencies are cut") }
        if form == 1 {
            let first = LevelGroup.offsets[LevelGroup.authors.rawValue] + AuthorLevel.organization.rawValue * 3
            for slot in first..<first + 3 where slots[slot] == nil { slots[slot] = PriorWeights.slots[slot] }
        }
        let complete = slots.compactMap { $0 }
        guard complete.count == slots.count else {
            throw Unreadable(line: number, description: "\(slots.count - complete.count) levels are missing")
        }
        self.init(
            version: Self.version(of: text), prior: prior, slots: complete, frequencies: frequencies,
            aliases: ContainerAliases(aliases))
    }

    /// Hash of a written table.
    static func version(of text: String) -> String { sixteenDigits(hash(text, 31)) }

    private static func sixteenDigits(_ value: UInt64) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// As written and read back: rounded, and named by the hash of what is written.
    public func frozen() throws(Unreadable) -> WeightTable { try WeightTable(text: text) }

    private static func thousandths(_ value: Double) -> String {
        let whole = Int((abs(value) * 1000).rounded())
        let rest = String(whole % 1000)
        let sign = value < 0 && whole > 0 ? "-" : ""
        return "\(sign)\(whole / 1000).\(String(repeating: "0", count: 3 - rest.utf8.count))\(rest)"
    }

    /// The table that ships with the program.
    public static let shipped: WeightTable = {
        do throws(Unreadable) {
            return try WeightTable(text: ShippedTable.text)
        } catch {
            preconditionFailure("the shipped table cannot be read: \(error)")
        }
    }()
}
