internal import TextKernels

extension ContainerTable {
    /// How two containers of this table stand to each other; both named.
    func level(_ a: UInt32, _ b: UInt32) -> ContainerLevel {
        if a == b { return .same }
        let x = marks[Int(a)]
        let y = marks[Int(b)]
        if x.section != 0, y.section != 0, x.section != y.section { return .differs }
        let first = Array(words[x.words.range])
        let second = Array(words[y.words.range])
        if !first.isEmpty, first.map(\.hash) == second.map(\.hash) {
            return x.kind == y.kind || x.kind == .unknown || y.kind == .unknown ? .same : .kindsDiffer
        }
        let beginsAlike = bytes.withUnsafeBufferPointer { bytes in
            let a = UnsafeBufferPointer(rebasing: bytes[x.title.range])
            let b = UnsafeBufferPointer(rebasing: bytes[y.title.range])
            let (short, long) = a.count <= b.count ? (a, b) : (b, a)
            // `Journal.Conference: 23rd Congress …`: databases put the congress behind the journal.
            return short.count >= 10 && short.contains(UInt8(ascii: " ")) && long.starts(with: short)
                && long.count > short.count && long[short.count] == UInt8(ascii: " ")
        }
        if beginsAlike, x.section == y.section { return .abbreviated }
        let isTwoKinds = x.kind != y.kind && x.kind != .unknown && y.kind != .unknown
        if isAcronym(first, y) || isAcronym(second, x) || aligns(first, second) || aligns(second, first) {
            if isTwoKinds { return .kindsDiffer }
            // One says that it is a journal, the other does not: `VLDB J` and `Very Large Data Bases`, `Journal of Clinical
            // Oncology` and `Clinical Oncology`.
            return (x.kind == .journal) != (y.kind == .journal) ? .overlaps : .abbreviated
        }
        if isTwoKinds { return .kindsDiffer }
        let ratio = bytes.withUnsafeBufferPointer { bytes in
            Similarity.indelRatio(
                UnsafeBufferPointer(rebasing: bytes[x.title.range]),
                UnsafeBufferPointer(rebasing: bytes[y.title.range]),
                cutoff: 0.8)
        }
        if ratio >= 0.88 { return .close }
        var shared = 0
        var total = 0
        for word in first { total += Int(word.rarity) }
        var other = 0
        for word in second {
            other += Int(word.rarity)
            if first.contains(where: { $0.hash == word.hash }) { shared += Int(word.rarity) }
        }
        let least = max(1, min(total, other))
        if shared * 10 >= least * 8, shared >= 20 {
            // A conference, and the journal of its name: `Very Large Data Bases` and `The VLDB Journal: The International
            // Journal on Very Large Data Bases`.
            return (x.kind == .journal) != (y.kind == .journal) ? .overlaps : .close
        }
        if ratio < 0.8, x.kind != .conference, y.kind != .conference, hasOwnWord(first, second),
            hasOwnWord(second, first)
        {
            return .differs
        }
        return shared * 2 >= least && shared >= 12 || ratio >= 0.8 ? .overlaps : .differs
    }

    /// Whether a telling word of one short title stands for no word of the other: `Clinical Cancer Research` and `Cancer
    /// Prevention Research` are two journals.
    private func hasOwnWord(_ title: [ContainerWord], _ other: [ContainerWord]) -> Bool {
        title.count <= 5
            && title.contains { word in
                word.rarity >= 16 && !other.contains { abbreviates(word, $0) || abbreviates($0, word) }
            }
    }

    /// Whether one word of `few` is made of the other's initials.
    private func isAcronym(_ few: [ContainerWord], _ long: ContainerMark) -> Bool {
        few.count <= 6
            && few.contains {
                $0.length >= 3
                    && ($0.hash == long.acronym && long.acronym != 0
                        || $0.hash == long.longAcronym && long.longAcronym != 0)
            }
    }

    /// Whether the words of `short` abbreviate those of `long` in order, the rest of `long` being little.
    private func aligns(_ short: [ContainerWord], _ long: [ContainerWord]) -> Bool {
        guard !short.isEmpty, short.count <= long.count, short.count >= 2 || long.count == 1 else { return false }
        var next = 0
        var matchedLetters = 0
        for word in short {
            while next < long.count, !abbreviates(word, long[next]) { next += 1 }
            guard next < long.count else { return false }
            matchedLetters += Int(word.length)
            next += 1
        }
        return short.count * 10 >= long.count * 6 && matchedLetters >= 3
    }

    /// A word's beginning, or its first letter followed by letters of it in order (`natl` for `national`).
    private func abbreviates(_ short: ContainerWord, _ long: ContainerWord) -> Bool {
        guard short.length <= long.length else { return false }
        let word = bytes[Int(short.start)..<Int(short.start) + Int(short.length)]
        let whole = bytes[Int(long.start)..<Int(long.start) + Int(long.length)]
        guard word.first == whole.first else { return false }
        var index = whole.startIndex
        for byte in word {
            while index < whole.endIndex, whole[index] != byte { index += 1 }
            guard index < whole.endIndex else { return false }
            index += 1
        }
        return true
    }
}
