/// What somebody who wrote a wrong word may have meant.
enum NearWords {
    /// Longer words are near to none: the comparison takes time by the square of their length.
    static let mostBytes = 256

    /// The word among `known` that is nearest to `word`; nil where none is near.
    ///
    /// Case does not count. Near is a third of the letters, from one to three.
    static func nearest(to word: String, among known: some Sequence<String>) -> String? {
        let most = min(3, max(1, word.count / 3))
        return known.sorted().map { (distance($0, word), $0) }.filter { $0.0 <= most }.min { $0.0 < $1.0 }?.1
    }

    /// `did you mean "tries"?`, else what is known.
    static func remedy(for word: String, among known: [String]) -> String {
        nearest(to: word, among: known).map { "did you mean \"\($0)\"?" }
            ?? "known here: \(known.sorted().joined(separator: ", "))"
    }

    /// Letters to add, take away, replace, or swap with their neighbour.
    ///
    /// Method: optimal string alignment, after F. J. Damerau, "A technique for computer detection and correction of
    /// spelling errors", 1964.
    static func distance(_ a: String, _ b: String) -> Int {
        guard a.utf8.count <= mostBytes, b.utf8.count <= mostBytes else { return .max }
        let x = Array(a.lowercased())
        let y = Array(b.lowercased())
        var before: [Int] = []
        var row = Array(0...y.count)
        for i in 0..<x.count {
            var next = [i + 1]
            for j in 0..<y.count {
                var cost = min(next[j] + 1, row[j + 1] + 1, row[j] + (x[i] == y[j] ? 0 : 1))
                if i > 0, j > 0, x[i] == y[j - 1], x[i - 1] == y[j] { cost = min(cost, before[j - 1] + 1) }
                next.append(cost)
            }
            before = row
            row = next
        }
        return row[y.count]
    }
}
