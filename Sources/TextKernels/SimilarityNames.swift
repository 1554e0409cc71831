extension Similarity {
    /// Jaro–Winkler similarity of two byte strings.
    ///
    /// - Parameters:
    ///   - a: At most 64 bytes are read, the rest is ignored.
    ///   - b: As `a`.
    ///   - prefixScale: Weight of the common prefix of up to four bytes, 0...0.25. Winkler uses 0.1.
    /// - Returns: 0 (nothing shared) ... 1 (equal). Unitless.
    /// - Complexity: O(|a|·|b|) time; no heap allocation.
    ///
    /// Method: W. E. Winkler, "String Comparator Metrics and Enhanced Decision Rules in the Fellegi–Sunter Model of
    /// Record Linkage", 1990.
    public static func jaroWinkler(
        _ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>, prefixScale: Double = 0.1
    ) -> Double {
        let aCount = min(a.count, 64)
        let bCount = min(b.count, 64)
        if aCount == 0 || bCount == 0 { return aCount == bCount ? 1 : 0 }
        let window = max(0, max(aCount, bCount) / 2 - 1)
        var aMatched: UInt64 = 0
        var bMatched: UInt64 = 0
        var matches = 0
        for i in 0..<aCount {
            let low = max(0, i - window)
            let high = min(bCount - 1, i + window)
            guard low <= high else { continue }
            for j in low...high where bMatched & (1 << UInt64(j)) == 0 && a[i] == b[j] {
                aMatched |= 1 << UInt64(i)
                bMatched |= 1 << UInt64(j)
                matches += 1
                break
            }
        }
        guard matches > 0 else { return 0 }
        var transposed = 0
        var j = 0
        for i in 0..<aCount where aMatched & (1 << UInt64(i)) != 0 {
            while bMatched & (1 << UInt64(j)) == 0 { j += 1 }
            if a[i] != b[j] { transposed += 1 }
            j += 1
        }
        let m = Double(matches)
        let jaro = (m / Double(aCount) + m / Double(bCount) + (m - Double(transposed / 2)) / m) / 3
        var prefix = 0
        while prefix < min(4, aCount, bCount), a[prefix] == b[prefix] { prefix += 1 }
        return jaro + Double(prefix) * prefixScale * (1 - jaro)
    }
}
