/// Similarity of byte strings. All functions read UTF-8 as bytes: hand them folded text.
public enum Similarity {
    /// Length of the longest common subsequence of two byte strings.
    ///
    /// - Parameters:
    ///   - a: At most `longest` bytes are read, the rest is ignored.
    ///   - b: As `a`.
    /// - Complexity: O(⌈|a|/64⌉·|b|) time; scratch on the stack.
    ///
    /// Method: H. Hyyrö, "Bit-Parallel LCS-length Computation Revisited", 2004.
    public static func longestCommonSubsequence(
        _ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>
    ) -> Int {
        var x = UnsafeBufferPointer(rebasing: a.prefix(longest))
        var y = UnsafeBufferPointer(rebasing: b.prefix(longest))
        if x.count > y.count { swap(&x, &y) }
        // What both begin and end with is common whatever lies between.
        var shared = 0
        while let first = x.first, first == y.first {
            x = UnsafeBufferPointer(rebasing: x.dropFirst())
            y = UnsafeBufferPointer(rebasing: y.dropFirst())
            shared += 1
        }
        while let last = x.last, last == y.last {
            x = UnsafeBufferPointer(rebasing: x.dropLast())
            y = UnsafeBufferPointer(rebasing: y.dropLast())
            shared += 1
        }
        guard !x.isEmpty else { return shared }
        let words = (x.count + 63) / 64
        return shared
            + withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 257 * words) { scratch in
                // Only the rows that are read.
                func clear(_ byte: UInt8) {
                    let row = Int(byte) * words
                    for word in row..<(row + words) { scratch[word] = 0 }
                }
                for byte in x { clear(byte) }
                for byte in y { clear(byte) }
                let state = UnsafeMutableBufferPointer(rebasing: scratch[(256 * words)...])
                for index in x.indices {
                    scratch[Int(x[index]) * words + index / 64] |= 1 << UInt64(index % 64)
                }
                for word in state.indices { state[word] = ~0 }
                for byte in y {
                    let row = Int(byte) * words
                    var carry: UInt64 = 0
                    for word in 0..<words {
                        let old = state[word]
                        let matches = old & scratch[row + word]
                        let (sum, overflow) = old.addingReportingOverflow(matches)
                        let (total, carried) = sum.addingReportingOverflow(carry)
                        carry = overflow || carried ? 1 : 0
                        state[word] = total | (old & ~matches)
                    }
                }
                var zeros = 0
                for word in 0..<words {
                    let used = min(64, x.count - word * 64)
                    let mask: UInt64 = used == 64 ? ~0 : (1 << UInt64(used)) - 1
                    zeros += (~state[word] & mask).nonzeroBitCount
                }
                return zeros
            }
    }

    /// Bytes read of each string.
    public static let longest = 1024

    /// Indel similarity: 2·LCS / (|a|+|b|), 0 (nothing shared) ... 1 (equal). Unitless; two empty strings are equal.
    ///
    /// - Parameter cutoff: Results below it come back as 0, without the work where lengths already tell.
    public static func indelRatio(
        _ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>, cutoff: Double = 0
    ) -> Double {
        let total = min(a.count, longest) + min(b.count, longest)
        guard total > 0 else { return 1 }
        let best = Double(2 * min(min(a.count, longest), min(b.count, longest))) / Double(total)
        guard best >= cutoff else { return 0 }
        let ratio = Double(2 * longestCommonSubsequence(a, b)) / Double(total)
        return ratio >= cutoff ? ratio : 0
    }
}
