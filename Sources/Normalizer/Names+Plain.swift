internal import Records

/// Names that need no repair, told on their bytes: most of those that sources give. What is not surely one goes the long way,
/// and would come out of it the same.
extension Names {
    /// The name of a person whose parts are plain; nil for all others.
    static func plainName(of said: SourceContributor) -> Name? { withUnsafePointer(to: said) { plainName(of: $0) } }

    /// As `plainName(of:)`, without a copy of what was said.
    static func plainName(of said: UnsafePointer<SourceContributor>) -> Name? {
        guard said.pointee.suffix == nil else { return nil }
        if let family = said.pointee.family, let given = said.pointee.given {
            guard let shape = NameShape(of: family), shape.hasLowercase, let rest = NameShape(of: given),
                rest.hasLowercase || rest.isInitials
            else { return nil }
            if shape.spaces == 0, rest.isCapitalized { return Name(family: family, given: given) }
            return parts(family: family, given: given, suffix: nil)
        }
        guard said.pointee.family == nil, said.pointee.given == nil, said.pointee.isGroup != true,
            let whole = said.pointee.name
        else { return nil }
        return whole.utf8.withContiguousStorageIfAvailable(plainPerson) ?? nil
    }

    /// "Family, Given", "Given Family", "Family GI", as `person(_:)` reads them.
    private static func plainPerson(_ bytes: UnsafeBufferPointer<UInt8>) -> Name? {
        func text(_ range: Range<Int>) -> String {
            String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
        }
        if let comma = bytes.firstIndex(of: UInt8(ascii: ",")) {
            guard comma + 2 < bytes.count, bytes[comma + 1] == 0x20 else { return nil }
            let family = 0..<comma
            let given = comma + 2..<bytes.count
            guard let shape = NameShape(UnsafeBufferPointer(rebasing: bytes[family])), shape.hasLowercase,
                let rest = NameShape(UnsafeBufferPointer(rebasing: bytes[given])),
                rest.hasLowercase || rest.isInitials,
                // Five words and a comma may be a group.
                shape.spaces + rest.spaces < 3, !shape.mayHoldMark, !rest.mayHoldMark
            else { return nil }
            if shape.spaces == 0, rest.isCapitalized { return Name(family: text(family), given: text(given)) }
            return parts(family: text(family), given: text(given), suffix: nil)
        }
        guard let shape = NameShape(bytes), shape.spaces > 0, !shape.mayHoldMark, shape.isCapitalized else {
            return nil
        }
        let head = 0..<shape.lastWord - 1
        let last = shape.lastWord..<bytes.count
        // No particle: each word begins with a capital.
        if shape.lastWordHasLowercase { return Name(family: text(last), given: text(head)) }
        guard shape.firstWordHasLowercase, last.count <= 4,
            NameShape(UnsafeBufferPointer(rebasing: bytes[last]))?.isInitials == true
        else { return nil }
        return parts(family: text(head), given: text(last), suffix: nil)
    }
}

/// What one pass over a name's bytes tells, where they hold nothing but words: letters up to U+017F, hyphens, full stops and
/// apostrophes, with one space between words.
struct NameShape {
    var spaces = 0
    /// Where the last word begins.
    var lastWord = 0
    var hasLowercase = false
    var firstWordHasLowercase = false
    var lastWordHasLowercase = false
    /// Whether each word begins with a capital.
    var isCapitalized = true
    /// Whether a word may be one that makes a group, a suffix, a degree or a particle of it: too often yes, never too rarely.
    var mayHoldMark = false
    /// ASCII capitals that stand for names, as `Names.initialsOnly` has them.
    var isInitials = false

    init?(of text: String) {
        guard let shape = text.utf8.withContiguousStorageIfAvailable(NameShape.init) ?? nil else { return nil }
        self = shape
    }

    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        var isASCII = true
        var letters = 0
        // Letters and signs between full stops, hyphens and spaces: initials have two at most.
        var piece = 0
        var longestPiece = 0
        var isDivided = false
        var index = 0
        while true {
            let start = index
            var wordHasLowercase = false
            var hash = NameMarks.start
            var isFirst = true
            while index < bytes.count, bytes[index] != 0x20 {
                let byte = bytes[index]
                switch byte {
                case 0x41...0x5A, 0x61...0x7A:
                    hash = NameMarks.hash(hash, byte | 0x20)
                    letters += 1
                    piece += 1
                    if byte >= 0x61 { wordHasLowercase = true }
                case UInt8(ascii: "."), UInt8(ascii: "-"):
                    if byte == UInt8(ascii: ".") { isDivided = true }
                    longestPiece = max(longestPiece, piece)
                    piece = 0
                case UInt8(ascii: "'"): piece += 1
                // U+00C0…U+017F but for the signs × and ÷.
                case 0xC3...0xC5 where index + 1 < bytes.count:
                    let second = bytes[index + 1]
                    guard byte != 0xC3 || second != 0x97 && second != 0xB7 else { return nil }
                    if byte == 0xC3, second >= 0x9F { wordHasLowercase = true }
                    isASCII = false
                    // In lower case as ASCII has it, up to U+00FF; no word that is looked for has a letter beyond.
                    hash = NameMarks.hash(NameMarks.hash(hash, byte), byte == 0xC3 ? second | 0x20 : second)
                    letters += 1
                    index += 1
                // U+2010 and U+2019, as typesetters have them.
                case 0xE2
                where index > start && index + 2 < bytes.count && bytes[index + 1] == 0x80
                    && (bytes[index + 2] == 0x90 || bytes[index + 2] == 0x99):
                    isASCII = false
                    index += 2
                default: return nil
                }
                if isFirst {
                    guard hash != NameMarks.start else { return nil }
                    isFirst = false
                    isCapitalized = isCapitalized && Self.isCapital(byte, bytes[index])
                }
                index += 1
            }
            guard index > start else { return nil }
            mayHoldMark = mayHoldMark || NameMarks.mayHold(hash)
            longestPiece = max(longestPiece, piece)
            piece = 0
            lastWord = start
            hasLowercase = hasLowercase || wordHasLowercase
            lastWordHasLowercase = wordHasLowercase
            if spaces == 0 { firstWordHasLowercase = wordHasLowercase }
            guard index < bytes.count else { break }
            spaces += 1
            isDivided = true
            index += 1
        }
        isInitials = isASCII && !hasLowercase && (isDivided ? longestPiece <= 2 : letters <= 3)
    }

    /// Whether a letter up to U+017F is a capital.
    ///
    /// - Parameters:
    ///   - lead: Its first byte.
    ///   - last: Its last byte, which of a letter of ASCII is the same.
    private static func isCapital(_ lead: UInt8, _ last: UInt8) -> Bool {
        switch (lead, last) {
        case (..<0x80, _): return lead < 0x5B
        case (0xC3, _): return last < 0x9F
        // Capital and small letter follow one another, from an even or from an odd number on.
        case (0xC4, 0xB9...), (0xC5, ..<0x89), (0xC5, 0xB9..<0xBF): return last & 1 == 1
        case (0xC4, ..<0xB8), (0xC5, 0x8A..<0xB8): return last & 1 == 0
        default: return lead == 0xC5 && last == 0xB8
        }
    }
}

/// Words that say what a name is, by a hash of their letters: one look in place of many.
private enum NameMarks {
    /// The hash of no letters.
    static let start: UInt32 = 0x811C_9DC5

    /// The hash with one letter's byte more, in lower case. FNV-1a.
    @inline(__always)
    static func hash(_ hash: UInt32, _ byte: UInt8) -> UInt32 { (hash ^ UInt32(byte)) &* 0x0100_0193 }

    /// Whether letters of this hash may be such a word.
    @inline(__always)
    static func mayHold(_ hash: UInt32) -> Bool {
        let (word, bit) = place(of: hash)
        return table[word] & bit != 0
    }

    /// One bit for each of 65,536 hashes: of names' words one in four hundred passes for a mark that is none.
    private static let table: [UInt64] = {
        var table = [UInt64](repeating: 0, count: 1 << 10)
        for word in Names.marks {
            let letters = word.utf8.filter { $0 >= 0x80 || (0x61...0x7A).contains($0) }
            let (word, bit) = place(of: letters.reduce(start, hash))
            table[word] |= bit
        }
        return table
    }()

    @inline(__always)
    private static func place(of hash: UInt32) -> (word: Int, bit: UInt64) {
        (Int(hash >> 22), 1 << UInt64(hash >> 16 & 63))
    }
}
