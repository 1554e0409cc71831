/// Pairs of container names that stand for one container though they look unlike: a conference and the title of its
/// proceedings, a journal and its name in another language. No table of names: hashes of pairs of folded titles.
public struct ContainerAliases: Sendable, Equatable {
    /// Ascending.
    private(set) var pairs: [UInt64] = []

    public init() {}

    init(_ pairs: some Sequence<UInt64>) { self.pairs = Set(pairs).sorted() }

    public var count: Int { pairs.count }

    /// The number that stands for two containers in either order, by the hashes of their titles; 0 where one is not named.
    static func pair(_ a: UInt64, _ b: UInt64) -> UInt64 {
        if a == 0 || b == 0 || a == b { return 0 }
        var mixed = (min(a, b) ^ 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
        mixed = (mixed ^ (mixed >> 32) ^ max(a, b)) &* 0xD6E8_FEB8_6659_FD93
        return max(1, mixed ^ (mixed >> 32))
    }

    func holds(_ pair: UInt64) -> Bool {
        var low = 0
        var high = pairs.count
        while low < high {
            let middle = (low + high) / 2
            if pairs[middle] < pair { low = middle + 1 } else { high = middle }
        }
        return low < pairs.count && pairs[low] == pair
    }
}
