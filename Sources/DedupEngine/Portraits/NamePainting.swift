internal import Records
internal import TextKernels

extension PortraitTable {
    /// Authors that are looked at: what databases truncate, they truncate behind.
    static let mostAuthors = 12

    mutating func paintAuthors(of record: Record, into portrait: inout Portrait) {
        var role = Role.author
        if !record.contributors.contains(where: { $0.role == .author }) { role = .editor }
        let start = UInt32(authorMarks.count)
        var total = 0
        record.contributors.withUnsafeBufferPointer { contributors in
            for index in contributors.indices where contributors[index].role == role {
                total += 1
                if authorMarks.count - Int(start) < Self.mostAuthors, var mark = mark(of: contributors[index].name) {
                    mark.isOrganization = Self.isOrganization(contributors[index])
                    authorMarks.append(mark)
                }
            }
        }
        portrait.authors = Stretch(start: start, count: UInt32(authorMarks.count) - start)
        portrait.authorCount = UInt16(clamping: total)
    }

    /// Whether a name is of no person: a group's, an acronym. A longer word in capitals may be a family name that stands alone.
    private static func isOrganization(_ contributor: Contributor) -> Bool {
        guard contributor.name.family == nil, let name = contributor.name.literal else { return false }
        return contributor.isGroup
            || (3...4).contains(name.utf8.count) && !name.utf8.contains { (97...122).contains($0) || $0 >= 0x80 }
    }

    private mutating func mark(of name: Name) -> AuthorMark? {
        guard var family = name.family ?? name.literal else { return nil }
        folded.removeAll(keepingCapacity: true)
        family.withUTF8 { Folding.fold(UnsafeBufferPointer(rebasing: $0.prefix(200)), into: &folded) }
        // A particle that stands in the family name: databases drop it as they like.
        let familyStart = folded.withUnsafeBufferPointer(Self.lengthOfParticles)
        let familyEnd = folded.count
        guard familyEnd > familyStart else { return nil }
        if var given = name.given {
            folded.append(UInt8(ascii: " "))
            given.withUTF8 { Folding.fold(UnsafeBufferPointer(rebasing: $0.prefix(100)), into: &folded) }
        }
        return folded.withUnsafeBufferPointer { bytes in
            let family = UnsafeBufferPointer(rebasing: bytes[familyStart..<familyEnd])
            let given = UnsafeBufferPointer(rebasing: bytes[min(familyEnd + 1, bytes.count)...])
            return Self.mark(family: family, given: given, frequencies: frequencies)
        }
    }

    /// Bytes of the particles that a folded name begins with, and of the spaces behind them; one at least is left to be
    /// the name.
    private static func lengthOfParticles(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        var length = 0
        while let space = name[length...].firstIndex(of: UInt8(ascii: " ")),
            particles.contains(UnsafeBufferPointer(rebasing: name[length..<space]))
        {
            length = space + 1
        }
        return length
    }

    private static let particles = WordList(
        "van von de der den di da dos del della la le du el al ter ten zu zur bin ben st o d l in t mc mac do das des "
            + "dela vom")

    private static func mark(
        family: UnsafeBufferPointer<UInt8>, given: UnsafeBufferPointer<UInt8>, frequencies: FrequencyTable
    ) -> AuthorMark {
        let familyHash: UInt32
        var head = family.firstIndex(of: UInt8(ascii: " ")) ?? family.count
        var tail = (family.lastIndex(of: UInt8(ascii: " ")) ?? -1) + 1
        // `y`, `e` and single letters are no name.
        if head < 3 { head = family.count }
        if family.count - tail < 3 { tail = 0 }
        let space = UInt8(ascii: " ")
        familyHash = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: family.count) { letters in
            var count = 0
            for byte in family where byte != space {
                letters[count] = byte
                count += 1
            }
            return short(hash(UnsafeBufferPointer(rebasing: letters[..<count]), 3))
        }
        let isSingle = head == family.count && tail == 0
        let headHash = isSingle ? familyHash : short(hash(UnsafeBufferPointer(rebasing: family[..<head]), 3))
        let tailHash = isSingle ? familyHash : short(hash(UnsafeBufferPointer(rebasing: family[tail...]), 3))
        let longestFamily = longestWord(family)
        let longestGiven = longestWord(given)
        let a = short(hash(longestFamily, 3))
        let b = longestGiven.count > 1 ? short(hash(longestGiven, 3)) : 0
        let firstGiven = UnsafeBufferPointer(rebasing: given[..<(given.firstIndex(of: space) ?? given.count)])
        return AuthorMark(
            family: familyHash, head: headHash, tail: tailHash, unordered: b == 0 ? 0 : min(a, b) &+ max(a, b) &* 3,
            given: firstGiven.count > 1 ? short(hash(firstGiven, 3)) : 0, skeleton: skeleton(of: longestFamily),
            initial: given.first ?? 0, familyInitial: family.first ?? 0, rarity: frequencies.nameRarity(familyHash))
    }

    private static func longestWord(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var longest = text.startIndex..<text.startIndex
        var start = 0
        for end in 0...text.count where end == text.count || text[end] == UInt8(ascii: " ") {
            if end - start > longest.count { longest = start..<end }
            start = end + 1
        }
        return UnsafeBufferPointer(rebasing: text[longest])
    }

    /// Hash of a name's consonants with those that transliterations mix up made one; 0 where fewer than two are left.
    static func skeleton(of name: UnsafeBufferPointer<UInt8>) -> UInt16 {
        var state: UInt64 = 0
        var last: UInt8 = 0
        var count = 0
        for byte in name {
            var letter = byte
            switch byte {
            case UInt8(ascii: "a"), UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "u"),
                UInt8(ascii: "y"), UInt8(ascii: "h"), UInt8(ascii: "j"), UInt8(ascii: " "):
                continue
            case UInt8(ascii: "c"), UInt8(ascii: "q"): letter = UInt8(ascii: "k")
            case UInt8(ascii: "z"): letter = UInt8(ascii: "s")
            case UInt8(ascii: "w"), UInt8(ascii: "f"): letter = UInt8(ascii: "v")
            default: break
            }
            if letter == last { continue }
            last = letter
            count += 1
            state = (state ^ UInt64(letter)) &* 0x9E37_79B9_7F4A_7C15
            state ^= state >> 29
        }
        return count < 2 ? 0 : max(1, UInt16(truncatingIfNeeded: state >> 16))
    }
}
