internal import Records

/// Sorts fixed-width keys by their digits, without comparing them.
///
/// Method: least significant digit first, eleven bits a pass, as in D. Knuth, "The Art of Computer Programming" 3, 5.2.5.
enum RadixSort {
    private static let bits = 11
    private static let buckets = 1 << bits

    /// Entries with equal keys stand together, in the order of their records; keys in no order that means anything.
    static func sorted(_ entries: [Blocking.Entry]) -> [Blocking.Entry] {
        // Keys are hashes: 22 or 33 of their bits part all but a few, and those few are put in order below.
        var sorted = entries
        if entries.count < 2048 {
            sorted.sort { ($0.key.hash, $0.index) < ($1.key.hash, $1.index) }
            return sorted
        }
        var scratch = entries
        // Fewer entries need fewer bits to be told apart.
        let passes = entries.count < 1 << 18 ? 2 : 3
        for pass in 0..<passes {
            distribute(sorted, into: &scratch) {
                Int(truncatingIfNeeded: $0.key.hash >> UInt64(8 + pass * bits)) & (buckets - 1)
            }
            swap(&sorted, &scratch)
        }
        let mask: UInt64 = (1 << UInt64(passes * bits)) - 1
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

    /// Hands over the entries in shares that fit a processor's memory, each as `sorted` has it; entries with equal keys are in
    /// one share. What is left of `entries` is in no order.
    ///
    /// Method: partition in place by eight bits ("American flag sort": P. McIlroy, K. Bostic, M. D. McIlroy, "Engineering Radix
    /// Sort", Computing Systems 6(1), 1993), then `sorted`.
    static func forEachShare(of entries: inout [Blocking.Entry], _ body: ([Blocking.Entry]) -> Void) {
        if entries.count < 1 << 16 { return body(sorted(entries)) }
        let ends = entries.withUnsafeMutableBufferPointer { partition($0) }
        var start = 0
        for end in ends {
            if end > start { body(sorted(Array(entries[start..<end]))) }
            start = end
        }
    }

    /// - Returns: Where each share ends.
    private static func partition(_ entries: UnsafeMutableBufferPointer<Blocking.Entry>) -> [Int] {
        func share(_ entry: Blocking.Entry) -> Int { Int(truncatingIfNeeded: entry.key.hash >> 41) & 255 }
        var counts = Array(repeating: 0, count: 256)
        for entry in entries { counts[share(entry)] += 1 }
        var ends: [Int] = []
        var total = 0
        for count in counts {
            total += count
            ends.append(total)
        }
        var places = [0] + ends.dropLast()
        for bucket in 0..<256 {
            while places[bucket] < ends[bucket] {
                var entry = entries[places[bucket]]
                var home = share(entry)
                while home != bucket {
                    swap(&entry, &entries[places[home]])
                    places[home] += 1
                    home = share(entry)
                }
                entries[places[bucket]] = entry
                places[bucket] += 1
            }
        }
        return ends
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
