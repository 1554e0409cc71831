/// Which contributor of one record is which of another's.
///
/// Lists keep their order, mostly: persons are matched in order so that the sum of what speaks for them is greatest
/// (Needleman and Wunsch 1970, without a price for gaps). Then those who stand elsewhere are matched where nobody else could
/// be meant; and matches for which a person left over would do as well are dropped.
enum AuthorAlignment {
    /// Pairs compared in one table; longer lists are cut at persons whose names are theirs alone in both.
    static let mostCells = 16_384
    /// Pairs compared in all tables of two lists.
    static let mostPairs = 262_144
    /// Namesakes that are looked through for one person.
    private static let mostNamesakes = 32

    /// - Returns: For each of `base`, its place in `other`, or -1.
    /// - Complexity: O(n·m) up to `mostPairs`, beyond it O(n log n).
    static func align(_ base: NameMarks, _ other: NameMarks) -> [Int] {
        let (n, m) = (base.marks.count, other.marks.count)
        var match = [Int](repeating: -1, count: n)
        guard n > 0, m > 0 else { return match }
        let shorter = min(n, m)
        if (0..<shorter).allSatisfy({ base.strength($0, other, $0) > 4 }) {
            for index in 0..<shorter { match[index] = index }
            return match
        }
        let score = { (i: Int, j: Int) -> Int in
            let strength = base.strength(i, other, j)
            if strength > 0 || n != m || i != j { return strength }
            let (a, b) = (base.marks[i], other.marks[j])
            // 山田 and Yamada say the same to nobody but by their place.
            return a.isEastAsian != b.isEastAsian && a.role == b.role && (a.orcid == nil || b.orcid == nil) ? 1 : 0
        }
        var budget = mostPairs
        if n * m <= mostCells {
            fill(&match, 0..<n, 0..<m, score, &budget)
        } else {
            var (i, j) = (0, 0)
            for anchor in anchors(base, other) + [(n, m)] {
                fill(&match, i..<anchor.0, j..<anchor.1, score, &budget)
                if anchor.0 < n { match[anchor.0] = anchor.1 }
                (i, j) = (anchor.0 + 1, anchor.1 + 1)
            }
        }
        settle(&match, base, other)
        return match
    }

    /// The best match in order of two stretches.
    private static func fill(
        _ match: inout [Int], _ rows: Range<Int>, _ columns: Range<Int>, _ score: (Int, Int) -> Int, _ budget: inout Int
    ) {
        let (n, m) = (rows.count, columns.count)
        guard n > 0, m > 0 else { return }
        guard n <= mostCells / m, n * m <= budget else {
            matchEnds(&match, rows, columns, score)
            return
        }
        budget -= n * m
        let width = m + 1
        // `best[i][j]`: the sum over what follows i and j.
        var best = [Int32](repeating: 0, count: (n + 1) * width)
        var scores = [Int8](repeating: 0, count: n * m)
        for i in stride(from: n - 1, through: 0, by: -1) {
            for j in stride(from: m - 1, through: 0, by: -1) {
                let value = score(rows.lowerBound + i, columns.lowerBound + j)
                scores[i * m + j] = Int8(value)
                var most = max(best[(i + 1) * width + j], best[i * width + j + 1])
                if value > 0 { most = max(most, best[(i + 1) * width + j + 1] + Int32(value)) }
                best[i * width + j] = most
            }
        }
        var (i, j) = (0, 0)
        while i < n, j < m {
            let value = Int32(scores[i * m + j])
            if value > 0, best[i * width + j] == best[(i + 1) * width + j + 1] + value {
                match[rows.lowerBound + i] = columns.lowerBound + j
                (i, j) = (i + 1, j + 1)
            } else if best[i * width + j] == best[(i + 1) * width + j] {
                i += 1
            } else {
                j += 1
            }
        }
    }

    /// Of stretches too long for a table: who agrees, one by one, from the beginning and from the end.
    private static func matchEnds(
        _ match: inout [Int], _ rows: Range<Int>, _ columns: Range<Int>, _ score: (Int, Int) -> Int
    ) {
        var (i, j) = (rows.lowerBound, columns.lowerBound)
        while i < rows.upperBound, j < columns.upperBound, score(i, j) > 4 {
            match[i] = j
            (i, j) = (i + 1, j + 1)
        }
        var (k, l) = (rows.upperBound - 1, columns.upperBound - 1)
        while k >= i, l >= j, score(k, l) > 4 {
            match[k] = l
            (k, l) = (k - 1, l - 1)
        }
    }

    /// Persons whose family name and initial are theirs alone in both lists, as many as stand in one order.
    ///
    /// Method: the patience sorting of B. Cohen's diff.
    private static func anchors(_ base: NameMarks, _ other: NameMarks) -> [(Int, Int)] {
        func unique(_ names: NameMarks) -> [UInt64: Int] {
            var places: [UInt64: Int] = [:]
            for index in names.marks.indices {
                let key = names.key(index)
                places[key] = places[key] == nil ? index : -1
            }
            return places.filter { $0.value >= 0 }
        }
        let (ours, theirs) = (unique(base), unique(other))
        let pairs = ours.compactMap { key, i in theirs[key].map { (i, $0) } }
            .filter { base.strength($0.0, other, $0.1) > 0 }.sorted { $0.0 < $1.0 }
        // The longest stretch of pairs that rises: `ends[k]` is the pair that ends the best one of k + 1.
        var ends: [Int] = []
        var before = [Int](repeating: -1, count: pairs.count)
        for index in pairs.indices {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if pairs[ends[middle]].1 < pairs[index].1 { low = middle + 1 } else { high = middle }
            }
            if low > 0 { before[index] = ends[low - 1] }
            if low == ends.count { ends.append(index) } else { ends[low] = index }
        }
        var rising: [(Int, Int)] = []
        var index = ends.last ?? -1
        while index >= 0 {
            rising.append(pairs[index])
            index = before[index]
        }
        return rising.reversed()
    }

    /// Matches persons who stand elsewhere, and drops matches that a namesake makes doubtful.
    private static func settle(_ match: inout [Int], _ base: NameMarks, _ other: NameMarks) {
        var isTaken = [Bool](repeating: false, count: other.marks.count)
        for j in match where j >= 0 { isTaken[j] = true }
        var ours: [UInt64: [Int]] = [:]
        var theirs: [UInt64: [Int]] = [:]
        for i in match.indices where match[i] < 0 { ours[base.marks[i].loose, default: []].append(i) }
        for j in isTaken.indices where !isTaken[j] { theirs[other.marks[j].loose, default: []].append(j) }
        guard !ours.isEmpty || !theirs.isEmpty else { return }
        for (key, mine) in ours {
            guard mine.count == 1, let yours = theirs[key], yours.count == 1 else { continue }
            if base.strength(mine[0], other, yours[0]) >= 6 {
                match[mine[0]] = yours[0]
                ours[key] = nil
                theirs[key] = nil
            }
        }
        let former = match
        for (i, j) in former.enumerated() where j >= 0 {
            let strength = base.strength(i, other, j)
            let rivals = theirs[base.marks[i].loose] ?? []
            let mine = ours[other.marks[j].loose] ?? []
            if rivals.count > mostNamesakes || mine.count > mostNamesakes
                || rivals.contains(where: { base.strength(i, other, $0) >= strength })
                || mine.contains(where: { base.strength($0, other, j) >= strength })
            {
                match[i] = -1
            }
        }
    }
}

extension NameMarks {
    /// Family name, first letter of the given names, and role.
    fileprivate func key(_ index: Int) -> UInt64 {
        let mark = marks[index]
        return mark.loose ^ UInt64(initial(mark)) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(mark.isGroup ? 1 : 0)
    }
}
