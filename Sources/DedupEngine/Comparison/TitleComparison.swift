internal import TextKernels

/// What two titles share, word by word.
struct TitleComparison {
    private(set) var level = TitleLevel.missing
    /// Rarity of the words they share, in bits.
    private(set) var agreed = 0
    /// Whether one has a word where the other has one that excludes it: `left` and `right`, `mice` and `rats`.
    private(set) var hasOpposites = false

    // Not an initializer: it would own, and so copy, what it is handed.
    static func between(_ x: Portrait, _ y: Portrait, _ table: PortraitTable) -> TitleComparison {
        var comparison = TitleComparison()
        comparison.compare(x, y, table)
        return comparison
    }

    private mutating func compare(_ x: Portrait, _ y: Portrait, _ table: PortraitTable) {
        guard x.title.count > 0, y.title.count > 0 else { return }
        if x.titleHash == y.titleHash {
            level = .exact
            agreed = Int(min(x.titleBits, y.titleBits))
            return
        }
        if Self.equal(x.otherTitleHash, y.titleHash) || Self.equal(y.otherTitleHash, x.titleHash)
            || Self.equal(x.otherTitleHash, y.otherTitleHash)
        {
            level = .translated
            agreed = Int(min(x.titleBits, y.titleBits))
            return
        }
        compareWords(x, y, table)
        if level == .differs || level == .partial || level == .within {
            compareTranslations(x, y, table)
            if level == .differs, x.languages != 0, y.languages != 0, x.languages & y.languages == 0 {
                level = .foreign
            }
        }
    }

    private static func equal(_ a: UInt64, _ b: UInt64) -> Bool { a != 0 && a == b }

    private mutating func compareTranslations(_ x: Portrait, _ y: Portrait, _ table: PortraitTable) {
        for (a, b) in [(x.otherWords, y.words), (y.otherWords, x.words), (x.otherWords, y.otherWords)]
        where !a.isEmpty && !b.isEmpty {
            let overlap = TitleOverlap(a, b, table)
            if Double(overlap.agreed) >= 0.75 * Double(overlap.agreed + max(overlap.bitsA, overlap.bitsB)) {
                level = .translated
                agreed = overlap.agreed / 4
                return
            }
        }
    }

    private mutating func compareWords(_ x: Portrait, _ y: Portrait, _ table: PortraitTable) {
        table.bytes.withUnsafeBufferPointer { bytes in
            let a = UnsafeBufferPointer(rebasing: bytes[x.title.range])
            let b = UnsafeBufferPointer(rebasing: bytes[y.title.range])
            if x.words.count <= 2 || y.words.count <= 2 {
                let ratio = Similarity.indelRatio(a, b, cutoff: 0.6)
                if ratio >= 0.9, min(a.count, b.count) >= 8 {
                    level = .spelling
                    agreed = Int(min(x.titleBits, y.titleBits))
                    return
                }
            }
            let overlap = TitleOverlap(x.words, of: a, y.words, of: b, table)
            hasOpposites = overlap.hasOpposites
            agreed = overlap.agreed / 4
            let most = max(overlap.bitsA, overlap.bitsB)
            let least = min(overlap.bitsA, overlap.bitsB)
            let share = Double(overlap.agreed) / Double(max(1, overlap.agreed + most))
            if most == 0 {
                level = .spelling
            } else if least < 12 {
                let (short, long) = a.count <= b.count ? (a, b) : (b, a)
                let isBeginning =
                    Self.begins(short, long) || Self.equal(x.mainTitleHash, y.titleHash)
                    || Self.equal(y.mainTitleHash, x.titleHash)
                if isBeginning, overlap.agreed >= 56 {
                    level = .begins
                } else if most <= 12, share >= 0.8 {
                    level = .spelling
                } else {
                    level = share >= 0.7 ? .extra : share >= 0.35 ? .within : .differs
                }
            } else if share >= 0.6, !overlap.hasForeignNumber, Similarity.indelRatio(a, b, cutoff: 0.95) >= 0.95,
                overlap.unlikeCount == 0
            {
                level = .spelling
            } else {
                level = share >= 0.75 ? .exchanged : share >= 0.45 ? .partial : .differs
            }
        }
    }

    /// Whether `long` begins with `short`, at a word's end or in a word that was cut.
    private static func begins(_ short: UnsafeBufferPointer<UInt8>, _ long: UnsafeBufferPointer<UInt8>) -> Bool {
        short.count >= 12 && long.starts(with: short)
    }
}
