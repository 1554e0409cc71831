import Records
import TestSupport
import TextKernels
import Testing

@testable import DedupEngine

/// `TitleOverlap` written down plainly: arrays of words, every word of one title beside every word of the other.
private struct PlainOverlap {
    var agreed = 0
    var bitsA = 0
    var bitsB = 0
    var unlikeCount = 0
    var hasOpposites = false
    var hasForeignNumber = false

    struct Word {
        var text: [UInt8]
        var rarity: Int
        var isTaken = false
        var hasDigit: Bool { text.contains { (48...57).contains($0) } }
    }

    init(_ x: Portrait, _ y: Portrait, _ table: PortraitTable) {
        let wordsA = Array(table.words[x.words.range])
        let wordsB = Array(table.words[y.words.range])
        let shared = Set(wordsA.map(\.hash)).intersection(wordsB.map(\.hash))
        func rest(_ words: [TitleWord], _ title: Stretch) -> [Word] {
            let bytes = Array(table.bytes[title.range])
            return words.filter { !shared.contains($0.hash) }.prefix(24).sorted { $0.start < $1.start }.map { word in
                let end = min(bytes.count, Int(word.start) + Int(word.length))
                return Word(text: Array(bytes[min(bytes.count, Int(word.start))..<end]), rarity: Int(word.rarity))
            }
        }
        var a = rest(wordsA, x.title)
        var b = rest(wordsB, y.title)
        agreed = wordsA.filter { shared.contains($0.hash) }.reduce(0) { $0 + Int($1.rarity) }
        bitsA = wordsA.filter { !shared.contains($0.hash) }.reduce(0) { $0 + Int($1.rarity) }
        bitsB = wordsB.filter { !shared.contains($0.hash) }.reduce(0) { $0 + Int($1.rarity) }
        if a.isEmpty || b.isEmpty { return }
        if agreed * 4 < max(bitsA, bitsB), a.count > 8, b.count > 8 { return }
        hasOpposites = a.contains { x in
            b.contains { y in
                Self.exclude(x.text, y.text) && !b.contains { Self.mean($0.text, x.text) }
                    && !a.contains { Self.mean($0.text, y.text) }
            }
        }
        for i in a.indices where a[i].text.count >= 4 {
            let j = b.indices.first { j in
                !b[j].isTaken && Self.lettersAreNear(a[i].text, b[j].text) && Self.isOneWord(a[i].text, b[j].text)
            }
            guard let j else { continue }
            a[i].isTaken = true
            b[j].isTaken = true
            agreed += min(a[i].rarity, b[j].rarity) * 7 / 8
            bitsA -= a[i].rarity
            bitsB -= b[j].rarity
        }
        let first = Self.join(&a, &b)
        let second = Self.join(&b, &a)
        agreed += first.glued + second.glued
        bitsA = max(0, bitsA - first.glued - second.parts)
        bitsB = max(0, bitsB - first.parts - second.glued)
        let (leftA, leftB) = (a.filter { !$0.isTaken }, b.filter { !$0.isTaken })
        unlikeCount = min(leftA.count { $0.rarity >= 16 }, leftB.count { $0.rarity >= 16 })
        hasForeignNumber = (leftA + leftB).contains { $0.hasDigit }
    }

    private static func lettersAreNear(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        Set(a.map { $0 & 31 }).symmetricDifference(b.map { $0 & 31 }).count <= (a.count + b.count) / 5 + 1
    }

    private static func join(_ glued: inout [Word], _ parts: inout [Word]) -> (glued: Int, parts: Int) {
        var joined = (glued: 0, parts: 0)
        for i in glued.indices where !glued[i].isTaken && glued[i].text.count >= 5 {
            let j = parts.indices.dropLast().first {
                !parts[$0].isTaken && !parts[$0 + 1].isTaken && parts[$0].text + parts[$0 + 1].text == glued[i].text
            }
            guard let j else { continue }
            glued[i].isTaken = true
            parts[j].isTaken = true
            parts[j + 1].isTaken = true
            joined.glued += glued[i].rarity
            joined.parts += parts[j].rarity + parts[j + 1].rarity
        }
        return joined
    }

    private static func isOneWord(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        if short.count < 4 || long.count - short.count > 3 { return false }
        if (a + b).contains(where: { (48...57).contains($0) }) || exclude(a, b) { return false }
        if long.starts(with: short) { return true }
        let ratio = short.withUnsafeBufferPointer { x in
            long.withUnsafeBufferPointer { Similarity.indelRatio(x, $0) }
        }
        return ratio >= 0.8 && (short.count >= 8 || short.first == long.first && short.count >= 5)
    }

    static let negations = ["in", "un", "non", "im", "ir", "il", "dis", "a", "an", "anti", "de", "re"]
    static let beginnings = [
        ("hypo", "hyper"), ("inter", "intra"), ("pre", "post"), ("micro", "macro"), ("in", "ex"), ("inter", "extra"),
        ("intra", "extra"), ("mono", "poly"), ("uni", "multi"), ("homo", "hetero"), ("endo", "exo"), ("over", "under"),
        ("pro", "anti"), ("afferent", "efferent"), ("in", "out"), ("sub", "super"),
    ]

    /// Whether two words stand on one side of one row.
    static func mean(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        let (x, y) = a.withUnsafeBufferPointer { x in
            b.withUnsafeBufferPointer { (Opposites.place(of: x), Opposites.place(of: $0)) }
        }
        return x != nil && x == y
    }

    static func exclude(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        let (x, y) = a.withUnsafeBufferPointer { x in
            b.withUnsafeBufferPointer { (Opposites.place(of: x), Opposites.place(of: $0)) }
        }
        if let x, let y, x.row == y.row, x.side != y.side { return true }
        let (short, long) = a.count <= b.count ? (a, b) : (b, a)
        if short.count < 4 { return false }
        if negations.contains(where: { Array($0.utf8) + short == long }) { return true }
        return beginnings.contains { haveBeginnings(a, $0.0, b, $0.1) || haveBeginnings(b, $0.0, a, $0.1) }
    }

    private static func haveBeginnings(_ x: [UInt8], _ left: String, _ y: [UInt8], _ right: String) -> Bool {
        guard x.starts(with: left.utf8), y.starts(with: right.utf8) else { return false }
        let rest = Array(x.dropFirst(left.utf8.count))
        return rest.count > 2 && rest == Array(y.dropFirst(right.utf8.count))
    }
}

@Suite("What two titles share")
struct TitleOverlapTests {
    private static let vocabulary = """
        hypotension hypertension sensitive insensitive randomized randomised multicentre multi centre trial trials of in the
        rats mice left right protein proteins prion 2 3 ii iii overexpression underexpression expression 17beta beta
        monolayer polylayer extracellular intracellular intercellular acute chronic aneurysm aneurism a study studied
        """.split(whereSeparator: \.isWhitespace).map(String.init)

    private static func title(_ random: inout SeededGenerator) -> [String] {
        (0..<Int.random(in: 1...16, using: &random)).map { _ in vocabulary.randomElement(using: &random) ?? "" }
    }

    @Test("is what a plain comparison of all their words finds", arguments: 0..<300 as Range<UInt64>)
    func twin(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let first = Self.title(&random)
        // A damaged copy, or another title.
        var second = seed % 3 == 0 ? Self.title(&random) : first
        for index in second.indices where Int.random(in: 0..<4, using: &random) == 0 {
            var letters = Array(second[index])
            letters.remove(at: Int.random(in: letters.indices, using: &random))
            second[index] = Bool.random(using: &random) ? String(letters) : Self.vocabulary[Int(seed) % 30]
        }
        var table = PortraitTable()
        table.append(.made("a", title: first.joined(separator: " ")))
        table.append(.made("b", title: second.joined(separator: Int(seed) % 5 == 0 ? "" : " ")))
        let (x, y) = (table.portraits[0], table.portraits[1])
        let plain = PlainOverlap(x, y, table)
        let overlap = table.bytes.withUnsafeBufferPointer { bytes in
            TitleOverlap(
                x.words, of: UnsafeBufferPointer(rebasing: bytes[x.title.range]), y.words,
                of: UnsafeBufferPointer(rebasing: bytes[y.title.range]), table)
        }
        #expect(overlap.agreed == plain.agreed, "\(first) \(second)")
        #expect(overlap.bitsA == plain.bitsA && overlap.bitsB == plain.bitsB, "\(first) \(second)")
        #expect(overlap.unlikeCount == plain.unlikeCount, "\(first) \(second)")
        #expect(overlap.hasOpposites == plain.hasOpposites, "\(first) \(second)")
        #expect(overlap.hasForeignNumber == plain.hasForeignNumber, "\(first) \(second)")
    }

    @Test(
        "tells words that exclude one another by their form",
        arguments: [
            ("hypotension", "hypertension", true), ("insensitive", "sensitive", true), ("monolayer", "polylayer", true),
            ("prepartum", "postpartum", true), ("anticoagulant", "procoagulant", true), ("import", "export", true),
            ("hypotension", "tension", false), ("interval", "intraval", true), ("inner", "exner", true),
            ("nation", "ration", false), ("ing", "exg", false), ("reform", "form", true), ("deform", "reform", false),
        ])
    func opposites(a: String, b: String, excludes: Bool) {
        let (x, y) = (Array(a.utf8), Array(b.utf8))
        #expect(PlainOverlap.exclude(x, y) == excludes)
        for (left, right) in [(x, y), (y, x)] {
            let found = left.withUnsafeBufferPointer { l in right.withUnsafeBufferPointer { Opposites.exclude(l, $0) } }
            #expect(found == excludes, "\(a) \(b)")
        }
    }
}
