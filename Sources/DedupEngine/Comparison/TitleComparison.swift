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
            let overlap = Overlap(a, b, table)
            if Double(overlap.agreed) >= 0.75 * Double(overlap.agreed + max(overlap.bitsA, overlap.bitsB)) {
                level = .translated
                agreed = overlap.agreed / 4
                return
            }
        }
    }

    private mutating func compareWords(_ x: Portrait, _ y: Portrait, _ table: PortraitTable) {
        var overlap = Overlap(x.words, y.words, table)
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
            overlap.alignSpellings(a, b)
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

/// Words that two sorted lists share, and those left over.
private struct Overlap {
    /// Quarters of a bit.
    var agreed = 0
    var bitsA = 0
    var bitsB = 0
    /// Words left over on both sides that are no spellings of one another and weigh enough to change the meaning.
    var unlikeCount = 0
    /// Whether words are left over that exclude one another.
    var hasOpposites = false
    /// Whether a word with a digit is left over.
    var hasForeignNumber = false
    private var restA: [TitleWord] = []
    private var restB: [TitleWord] = []

    init(_ a: Stretch, _ b: Stretch, _ table: borrowing PortraitTable) {
        table.words.withUnsafeBufferPointer { words in
            var i = a.range.lowerBound
            var j = b.range.lowerBound
            let endA = a.range.upperBound
            let endB = b.range.upperBound
            while i < endA || j < endB {
                if j == endB || (i < endA && words[i].hash < words[j].hash) {
                    bitsA += Int(words[i].rarity)
                    if restA.count < 24 { restA.append(words[i]) }
                    i += 1
                } else if i == endA || words[j].hash < words[i].hash {
                    bitsB += Int(words[j].rarity)
                    if restB.count < 24 { restB.append(words[j]) }
                    j += 1
                } else {
                    agreed += Int(words[i].rarity)
                    i += 1
                    j += 1
                }
            }
        }
    }

    /// Takes spellings of one word for one: plurals, slips of the pen, words written together.
    mutating func alignSpellings(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) {
        guard !restA.isEmpty, !restB.isEmpty else {
            return
        }
        // Far apart: nothing that spelling explains.
        if agreed * 4 < max(bitsA, bitsB), restA.count > 8, restB.count > 8 { return }
        func text(_ word: TitleWord, _ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
            let start = Int(word.start)
            return UnsafeBufferPointer(rebasing: bytes[start..<min(bytes.count, start + Int(word.length))])
        }
        restA.sort { $0.start < $1.start }
        restB.sort { $0.start < $1.start }
        var usedA: UInt32 = 0
        var usedB: UInt32 = 0
        func take(_ i: Int, _ j: Int) {
            usedA |= 1 << UInt32(i)
            usedB |= 1 << UInt32(j)
            let rarity = Int(min(restA[i].rarity, restB[j].rarity))
            agreed += rarity * 7 / 8
            bitsA -= Int(restA[i].rarity)
            bitsB -= Int(restB[j].rarity)
        }
        hasOpposites = restA.contains { x in restB.contains { Opposites.exclude(text(x, a), text($0, b)) } }
        let lettersB = restB.map { Spelling.letters(text($0, b)) }
        for i in restA.indices where restA[i].length >= 4 {
            let word = text(restA[i], a)
            let letters = Spelling.letters(word)
            for j in restB.indices where usedB & (1 << UInt32(j)) == 0 {
                // Each letter added or dropped changes the set of letters by one at most.
                let total = Int(restA[i].length) + Int(restB[j].length)
                if (letters ^ lettersB[j]).nonzeroBitCount > total / 5 + 1 { continue }
                if Spelling.isOneWord(word, text(restB[j], b)) {
                    take(i, j)
                    break
                }
            }
        }
        joinGlued(restA, restB, a, b, text, &usedA, &usedB, swapped: false)
        joinGlued(restB, restA, b, a, text, &usedB, &usedA, swapped: true)
        var heavyA = 0
        var heavyB = 0
        for i in restA.indices where usedA & (1 << UInt32(i)) == 0 {
            if restA[i].rarity >= 16 { heavyA += 1 }
            if text(restA[i], a).contains(where: { (48...57).contains($0) }) { hasForeignNumber = true }
        }
        for j in restB.indices where usedB & (1 << UInt32(j)) == 0 {
            if restB[j].rarity >= 16 { heavyB += 1 }
            if text(restB[j], b).contains(where: { (48...57).contains($0) }) { hasForeignNumber = true }
        }
        unlikeCount = min(heavyA, heavyB)
        bitsA = max(0, bitsA)
        bitsB = max(0, bitsB)
    }

    /// `multicentre` and `multi centre`.
    private mutating func joinGlued(
        _ glued: [TitleWord], _ parts: [TitleWord], _ gluedBytes: UnsafeBufferPointer<UInt8>,
        _ partBytes: UnsafeBufferPointer<UInt8>,
        _ text: (TitleWord, UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>, _ usedGlued: inout UInt32,
        _ usedParts: inout UInt32, swapped: Bool
    ) {
        guard parts.count > 1 else { return }
        for i in glued.indices where usedGlued & (1 << UInt32(i)) == 0 && glued[i].length >= 5 {
            let whole = text(glued[i], gluedBytes)
            for j in parts.indices.dropLast() where usedParts & (3 << UInt32(j)) == 0 {
                let left = text(parts[j], partBytes)
                let right = text(parts[j + 1], partBytes)
                guard left.count + right.count == whole.count, whole.starts(with: left),
                    whole[left.count...].elementsEqual(right)
                else { continue }
                usedGlued |= 1 << UInt32(i)
                usedParts |= 3 << UInt32(j)
                agreed += Int(glued[i].rarity)
                let partBits = Int(parts[j].rarity) + Int(parts[j + 1].rarity)
                bitsA -= swapped ? partBits : Int(glued[i].rarity)
                bitsB -= swapped ? Int(glued[i].rarity) : partBits
                break
            }
        }
    }
}

/// Whether two words are spellings of one.
enum Spelling {
    /// The set of a word's letters, as bits.
    static func letters(_ word: UnsafeBufferPointer<UInt8>) -> UInt32 {
        var set: UInt32 = 0
        for byte in word { set |= 1 << UInt32(byte & 31) }
        return set
    }

    static func isOneWord(_ a: UnsafeBufferPointer<UInt8>, _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        guard short.count >= 4, long.count - short.count <= 3 else { return false }
        if short.contains(where: { (48...57).contains($0) }) || long.contains(where: { (48...57).contains($0) }) {
            return false
        }
        if Opposites.exclude(short, long) { return false }
        if long.starts(with: short) { return true }
        // Two letters exchanged, dropped or added in a longer word; one in a short one.
        let ratio = Similarity.indelRatio(short, long, cutoff: 0.75)
        return short.count >= 8 ? ratio >= 0.8 : ratio >= 0.8 && short.first == long.first && short.count >= 5
    }
}
