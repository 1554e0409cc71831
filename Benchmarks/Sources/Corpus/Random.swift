/// Random numbers that depend on their seed alone, whoever draws them and when.
///
/// Method: G. L. Steele, D. Lea, C. H. Flood, "Fast Splittable Pseudorandom Number Generators", 2014 (SplitMix64).
struct SplitMix {
    private var state: UInt64

    /// Numbers of different seeds, purposes or items are unrelated.
    init(seed: UInt64, purpose: Purpose, item: Int, part: Int = 0) {
        state = Self.mixed(seed &+ purpose.rawValue &* 0xD6E8_FEB8_6659_FD93)
        state = Self.mixed(state ^ UInt64(truncatingIfNeeded: item))
        state = Self.mixed(state ^ UInt64(truncatingIfNeeded: part) << 32)
    }

    /// What numbers are for; cases may be added, and never change their number.
    enum Purpose: UInt64 {
        case clusters = 1
        case pair, work, person, journal, topic, source, damage, filling, key, order
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func next() -> UInt64 {
        let drawn = Self.mixed(state)
        state &+= 0x9E37_79B9_7F4A_7C15
        return drawn
    }

    /// 0..<bound.
    mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(max(1, bound))).high) }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// 0..<1.
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    mutating func pick<Element>(_ list: [Element]) -> Element { list[below(list.count)] }

    mutating func pick<Element>(_ list: ArraySlice<Element>) -> Element {
        list[list.startIndex + below(list.count)]
    }
}

/// Draws 0..<count with given weights in constant time.
///
/// Method: M. D. Vose, "A Linear Algorithm For Generating Random Numbers With a Given Distribution", 1991.
struct WeightedDraw {
    private var threshold: [Double]
    private var alias: [UInt32]

    init(_ weights: [Double]) {
        let scale = Double(weights.count) / weights.reduce(0, +)
        threshold = weights.map { $0 * scale }
        alias = weights.indices.map(UInt32.init)
        var small = threshold.indices.filter { threshold[$0] < 1 }
        var large = threshold.indices.filter { threshold[$0] >= 1 }
        while let low = small.popLast(), let high = large.popLast() {
            alias[low] = UInt32(high)
            threshold[high] -= 1 - threshold[low]
            if threshold[high] < 1 { small.append(high) } else { large.append(high) }
        }
    }

    /// Zipf–Mandelbrot weights, 1/(rank + flattening)^exponent: what words and family names follow.
    init(zipf count: Int, exponent: Double = 1, flattening: Double = 1) {
        self.init((0..<count).map { rank in power(Double(rank) + flattening, -exponent) })
    }

    func draw(_ random: inout SplitMix) -> Int {
        let place = random.unit() * Double(threshold.count)
        let index = min(Int(place), threshold.count - 1)
        return place - Double(index) < threshold[index] ? index : Int(alias[index])
    }
}

/// A permutation of 0..<count that is computed, not stored: scatters a cluster's records over the file.
///
/// Method: a Feistel network with cycle walking, J. Black and P. Rogaway, "Ciphers with Arbitrary Finite Domains", 2002.
struct Permutation {
    private let count: UInt64
    private let half: UInt64
    private let keys: [UInt64]

    init(count: Int, seed: UInt64) {
        self.count = UInt64(count)
        var bits: UInt64 = 1
        while UInt64(1) << (2 * bits) < self.count { bits += 1 }
        half = bits
        var random = SplitMix(seed: seed, purpose: .order, item: 0)
        keys = (0..<4).map { _ in random.next() }
    }

    func callAsFunction(_ index: Int) -> Int {
        let mask = (UInt64(1) << half) - 1
        var value = UInt64(index)
        repeat {
            var left = value >> half
            var right = value & mask
            for key in keys {
                var mixed = (right ^ key) &* 0x9E37_79B9_7F4A_7C15
                mixed ^= mixed >> 29
                (left, right) = (right, left ^ (mixed >> 17 & mask))
            }
            value = left << half | right
        } while value >= count
        return Int(value)
    }
}
