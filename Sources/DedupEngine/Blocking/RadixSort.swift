internal import Records

/// Sorts fixed-width keys by their digits, without comparing them.
///
/// Method: least significant digit first, eleven bits a pass, as in D. Knuth, "The Art of Computer Programming" 3, 5.2.5.
enum RadixSort {
    private static let bits = 11
    private static let buckets = 1 << bits

    /// Entries with equal keys stand together, in the order of their records; keys in no order that means anything.
    static func sorted(_ entries: [Blocking.Entry]) -> [Blocking.Entry] {
        // Keys are hashes: 33 of their bits part all but a few, and those few are put in order below.
        var sorted = entries
        if entries.count < 2048 {
            sorted.sort { ($0.key.hash, $0.index) < ($1.key.hash, $1.index) }
            return sorted
        }
        var scratch = entries
        for pass in 0..<3 {
            distribute(sorted, into: &scratch) {
                Int(truncatingIfNeeded: $0.key.hash >> UInt64(8 + pass * bits)) & (buckets - 1)
            }
            swap(&sorted, &scratch)
        }
        let mask: UInt64 = (1 << 33) - 1
        var start = 0
        while start < sorted.count {
            var end = start + 1
            let head = sorted[start].key.hash >> 8 & mask
            var isMixed = false
            while end < sorted.count, sorted[end].key.hash >> 8 & mask == head {
                if sorted[end].key != sorted[start].key { isMixed = true }
                end += 1
            }
            if isMixed { sorted[start..<end].sort { ($0.key.hash, $0.index) < ($1.key.hash, $1.index) } }
            start = end
        }
        return sorted
    }

    static func sort(_ values: inout [UInt64]) {
        if values.count < 2048 {
            values.sort()
            return
        }
        let largest = values.reduce(0) { $0 | $1 }
        var scratch = values
        var shift: UInt64 = 0
        while shift < 64, largest >> shift != 0 {
            let digits = shift
            // A digit that all share needs no pass.
            if (largest >> digits) & UInt64(buckets - 1) != 0 {
                distribute(values, into: &scratch) { Int(truncatingIfNeeded: $0 >> digits) & (buckets - 1) }
                swap(&values, &scratch)
            }
            shift += UInt64(bits)
        }
    }

    @inline(__always)
    private static func distribute<Value>(_ values: [Value], into out: inout [Value], _ digit: (Value) -> Int) {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: buckets) { places in
            places.initialize(repeating: 0)
            values.withUnsafeBufferPointer { values in
                for value in values { places[digit(value)] += 1 }
                var next = 0
                for bucket in places.indices {
                    let count = places[bucket]
                    places[bucket] = next
                    next += count
                }
                out.withUnsafeMutableBufferPointer { out in
                    for value in values {
                        let bucket = digit(value)
                        out[places[bucket]] = value
                        places[bucket] += 1
                    }
                }
            }
        }
    }
}
