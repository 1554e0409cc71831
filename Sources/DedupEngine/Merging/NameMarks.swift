internal import Records
internal import TextKernels

/// The contributors of one record, reduced to what telling persons apart reads: folded bytes in one arena, and hashes.
struct NameMarks {
    struct Mark {
        var role: Role
        var orcid: String?
        var isGroup = false
        /// Names in Han, Kana or Hangul: nothing in them can be held against Latin letters.
        var isEastAsian = false
        /// Folded family name without particle and spaces; of a name without parts, all of it with spaces.
        var family = 0..<0
        /// Hash of `family`, and of the family name with its particle.
        var exact: UInt64 = 0
        var withParticle: UInt64 = 0
        /// Hashes of the family name, its first and its last word as every spelling of them has it; 0 where it has one.
        var loose: UInt64 = 0
        var firstWord: UInt64 = 0
        var lastWord: UInt64 = 0
        /// Folded given names parted by spaces, initials one by one.
        var given = 0..<0
        /// As `loose`, of the given names; 0 where there are none.
        var looseGiven: UInt64 = 0
        /// Sum of the hashes of all words of the name, whichever part they are in.
        var words: UInt64 = 0
    }

    private(set) var marks: [Mark] = []
    private var bytes: [UInt8] = []

    init(_ contributors: [Contributor]) {
        marks.reserveCapacity(contributors.count)
        bytes.reserveCapacity(contributors.count * 24)
        var loose: [UInt8] = []
        for contributor in contributors { append(contributor, &loose) }
    }

    private mutating func append(_ contributor: Contributor, _ loose: inout [UInt8]) {
        let name = contributor.name
        var mark = Mark(role: contributor.role, orcid: contributor.orcid)
        mark.isGroup = contributor.isGroup
        guard let family = name.family else {
            mark.family = fold(name.literal ?? name.given ?? "")
            if bytes[mark.family].starts(with: "the ".utf8) {
                mark.family = mark.family.lowerBound + 4..<mark.family.upperBound
            }
            mark.exact = hash(bytes[mark.family])
            mark.loose = NameSpelling.hash(bytes[mark.family], &loose)
            mark.words = mark.isGroup ? 0 : words(in: mark.family)
            mark.isEastAsian = NameSpelling.isEastAsian(bytes[mark.family])
            marks.append(mark)
            return
        }
        let whole = fold(family)
        var bare = whole
        if let particle = name.particle {
            let count = Folding.folded(particle).count + 1
            if count < whole.count { bare = whole.lowerBound + count..<whole.upperBound }
        }
        mark.words = words(in: whole)
        mark.isEastAsian = NameSpelling.isEastAsian(bytes[bare])
        if let space = bytes[bare].firstIndex(of: UInt8(ascii: " ")),
            let last = bytes[bare].lastIndex(of: UInt8(ascii: " "))
        {
            mark.firstWord = NameSpelling.hash(bytes[bare.lowerBound..<space], &loose)
            mark.lastWord = NameSpelling.hash(bytes[last + 1..<bare.upperBound], &loose)
        }
        mark.family = glue(bare)
        mark.exact = hash(bytes[mark.family])
        mark.withParticle = bare == whole ? mark.exact : hash(bytes[glue(whole)])
        mark.loose = NameSpelling.hash(bytes[mark.family], &loose)
        if let given = name.given {
            if NameSpelling.isInitials(given) {
                let start = bytes.count
                for byte in Folding.folded(given) where byte != UInt8(ascii: " ") {
                    // Continuation bytes stay with their letter.
                    if bytes.count > start, byte & 0xC0 != 0x80 { bytes.append(UInt8(ascii: " ")) }
                    bytes.append(byte)
                }
                mark.given = start..<bytes.count
            } else {
                mark.given = fold(given)
            }
            mark.words &+= words(in: mark.given)
            if !mark.given.isEmpty { mark.looseGiven = NameSpelling.hash(bytes[mark.given], &loose) }
        }
        marks.append(mark)
    }

    private mutating func fold(_ text: String) -> Range<Int> {
        let start = bytes.count
        var text = text
        text.withUTF8 { Folding.fold($0, into: &bytes) }
        return start..<bytes.count
    }

    /// Where the same stands without spaces.
    private mutating func glue(_ range: Range<Int>) -> Range<Int> {
        guard bytes[range].contains(UInt8(ascii: " ")) else { return range }
        let start = bytes.count
        for index in range where bytes[index] != UInt8(ascii: " ") { bytes.append(bytes[index]) }
        return start..<bytes.count
    }

    private func words(in range: Range<Int>) -> UInt64 {
        var sum: UInt64 = 0
        var start = range.lowerBound
        for end in range where bytes[end] == UInt8(ascii: " ") {
            sum &+= hash(bytes[start..<end])
            start = end + 1
        }
        return start < range.upperBound ? sum &+ hash(bytes[start..<range.upperBound]) : sum
    }

    private func hash(_ slice: some Collection<UInt8>) -> UInt64 {
        slice.withContiguousStorageIfAvailable { Hashing.hash64($0, seed: 21) } ?? 0
    }
}

// MARK: One person or two

extension NameMarks {
    /// How much speaks for two contributors being one: 0 where nothing does or something speaks against it; 4 and more
    /// where their names agree; 12 where their ORCIDs do.
    ///
    /// Family names count 5 where they are equal but for marks and particles, 4 in another spelling or script, 3 where one
    /// is a part of the other or has a slip. Given names count 4 where they are equal, less where one abbreviates the other
    /// or is missing; where they contradict each other the two are not one. So do unequal ORCIDs, and roles.
    func strength(_ i: Int, _ other: NameMarks, _ j: Int, anyRole: Bool = false) -> Int {
        let (a, b) = (marks[i], other.marks[j])
        guard a.role == b.role || anyRole else { return 0 }
        if let x = a.orcid, let y = b.orcid { return x == y ? 12 : 0 }
        if a.isGroup || b.isGroup { return group(a, other, b) }
        if a.words == b.words, a.words != 0 { return a.exact == b.exact ? 9 : 6 }
        let family = families(a, other, b)
        guard family > 0 else {
            // "S, Carmack" for "Carmack, S".
            return isSwapped(a, other, b) || other.isSwapped(b, self, a) ? 4 : 0
        }
        guard !a.given.isEmpty, !b.given.isEmpty else { return family > 3 ? family + 1 : 0 }
        let given = givens(a, other, b)
        return given > 0 ? family + given : 0
    }

    /// The first byte of the given names; 0 where there are none.
    func initial(_ mark: Mark) -> UInt8 { bytes[mark.given].first ?? 0 }

    private func group(_ a: Mark, _ other: NameMarks, _ b: Mark) -> Int {
        if a.exact == b.exact { return 8 }
        guard a.isGroup, b.isGroup, a.family.count > 12, b.family.count > 12 else { return 0 }
        return FullerText.isAlike(Array(bytes[a.family]), Array(other.bytes[b.family])) ? 6 : 0
    }

    private func families(_ a: Mark, _ other: NameMarks, _ b: Mark) -> Int {
        if a.exact == b.exact || a.withParticle == b.withParticle && a.withParticle != 0 { return 5 }
        if a.exact == b.withParticle || b.exact == a.withParticle { return 5 }
        if a.loose == b.loose { return 4 }
        if a.firstWord != 0, a.firstWord == b.loose || a.lastWord == b.loose { return 3 }
        if b.firstWord != 0, b.firstWord == a.loose || b.lastWord == a.loose { return 3 }
        let (x, y) = (bytes[a.family], other.bytes[b.family])
        guard x.count > 4, y.count > 4, x.first == y.first, abs(x.count - y.count) < 3 else { return 0 }
        return Self.isSlip(x, y) ? 3 : 0
    }

    private static func isSlip(_ a: ArraySlice<UInt8>, _ b: ArraySlice<UInt8>) -> Bool {
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in Similarity.jaroWinkler(a, b) >= 0.94 }
        }
    }

    /// The other's family name is our given name, and our family name is its initial.
    private func isSwapped(_ a: Mark, _ other: NameMarks, _ b: Mark) -> Bool {
        a.looseGiven != 0 && a.looseGiven == b.loose && a.family.count < 3
            && bytes[a.family].first == other.bytes[b.given].first
    }

    private func givens(_ a: Mark, _ other: NameMarks, _ b: Mark) -> Int {
        let (x, y) = (bytes[a.given], other.bytes[b.given])
        if x.elementsEqual(y) { return 4 }
        // Jean-Pierre and Jeanpierre, Юрий and Yuri.
        if a.looseGiven == b.looseGiven { return 3 }
        var (p, q) = (Self.word(x), Self.word(y))
        guard !p.isEmpty, !q.isEmpty else { return 0 }
        let (first, second) = (p, q)
        var result = 3
        while !p.isEmpty, !q.isEmpty {
            let (nextP, nextQ) = (Self.word(x[p.endIndex...].dropFirst()), Self.word(y[q.endIndex...].dropFirst()))
            if !p.elementsEqual(q) {
                let (short, long) = p.count < q.count ? (p, q) : (q, p)
                if long.starts(with: short) {
                    // An initial; else a name cut short: Alex, Alexander.
                    if short.count > 2 {
                        result = 2
                    } else if short.count == 2, short[short.startIndex] < 0x80 {
                        return 0
                    }
                } else {
                    // A first name that is left out or abbreviated away: J. Edgar and Edgar.
                    if p.startIndex == x.startIndex {
                        if first.count == 1, second.count > 2, nextP.elementsEqual(second) { return 2 }
                        if second.count == 1, first.count > 2, nextQ.elementsEqual(first) { return 2 }
                    }
                    guard p.count > 3, q.count > 3, p.first == q.first, Self.isSlip(p, q) else { return 0 }
                    result = 2
                }
            }
            (p, q) = (nextP, nextQ)
        }
        return result
    }

    /// What stands before the first space.
    private static func word(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        text.prefix { $0 != UInt8(ascii: " ") }
    }
}

/// What the spellings of one name share.
enum NameSpelling {
    /// Capitals that stand for names: `SA`, `S. A.`, `J.-P.`.
    static func isInitials(_ given: String) -> Bool {
        var letters = 0
        var run = 0
        var isParted = false
        for scalar in given.unicodeScalars {
            if scalar == "." || scalar == " " || scalar == "-" || scalar == "\u{2010}" {
                isParted = true
                run = 0
                continue
            }
            guard scalar.isASCII ? scalar.value >= 65 && scalar.value <= 90 : scalar.properties.isUppercase else {
                return false
            }
            letters += 1
            run += 1
            if run > 3 { return false }
        }
        return letters > 0 && (isParted || letters < 4)
    }

    static func isEastAsian(_ folded: ArraySlice<UInt8>) -> Bool {
        folded.first.map { (0xE3...0xED).contains($0) } ?? false
    }

    /// Latin letters for Cyrillic а to я, as most systems of transliteration begin.
    private static let cyrillic: [[UInt8]] = [
        "a", "b", "v", "g", "d", "e", "zh", "z", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "h",
        "c", "ch", "sh", "sh", "", "i", "", "e", "u", "a",
    ].map { Array($0.utf8) }

    /// Hash of a folded name in the spelling that its transliterations share.
    ///
    /// Cyrillic becomes Latin; `ae`, `oe`, `ue` lose their `e`; `y` and `j` are `i`, `w` is `v`, `ph` is `f`; `h` behind a
    /// consonant, `i` before a vowel, a `t` before a hiss and doubled letters go. Names that are not one may share it: it
    /// proves nothing without a given name.
    static func hash(_ folded: ArraySlice<UInt8>, _ out: inout [UInt8]) -> UInt64 {
        out.removeAll(keepingCapacity: true)
        var index = folded.startIndex
        while index < folded.endIndex {
            let byte = folded[index]
            if byte & 0xFE == 0xD0, index + 1 < folded.endIndex {
                let scalar = Int(byte & 0x1F) << 6 | Int(folded[index + 1] & 0x3F)
                index += 2
                switch scalar {
                case 0x430...0x44F: for letter in cyrillic[scalar - 0x430] { add(letter, &out) }
                case 0x454: add(UInt8(ascii: "e"), &out)
                case 0x456, 0x457: add(UInt8(ascii: "i"), &out)
                default: out += [byte, folded[index - 1]]
                }
                continue
            }
            if byte != UInt8(ascii: " ") { add(byte, &out) }
            index += 1
        }
        // -off, -eff for -ov, -ev.
        if out.count > 3, out[out.count - 1] == UInt8(ascii: "f"),
            out[out.count - 2] == UInt8(ascii: "o") || out[out.count - 2] == UInt8(ascii: "e")
        {
            out[out.count - 1] = UInt8(ascii: "v")
        }
        return out.withUnsafeBufferPointer { Hashing.hash64($0, seed: 22) }
    }

    private static func add(_ letter: UInt8, _ out: inout [UInt8]) {
        var letter = letter
        if letter == UInt8(ascii: "y") || letter == UInt8(ascii: "j") { letter = UInt8(ascii: "i") }
        if letter == UInt8(ascii: "w") { letter = UInt8(ascii: "v") }
        guard let last = out.last else {
            out.append(letter)
            return
        }
        if letter == last, letter > UInt8(ascii: "9") { return }
        switch (last, letter) {
        case (UInt8(ascii: "p"), UInt8(ascii: "h")): out[out.count - 1] = UInt8(ascii: "f")
        case (let before, UInt8(ascii: "h")) where "cszktg".utf8.contains(before): break
        case (let before, UInt8(ascii: "e")) where out.count > 1 && "aou".utf8.contains(before): break
        case (UInt8(ascii: "t"), let after) where "csz".utf8.contains(after): out[out.count - 1] = after
        case (UInt8(ascii: "i"), let after) where "aeou".utf8.contains(after): out[out.count - 1] = after
        default: out.append(letter)
        }
    }
}
