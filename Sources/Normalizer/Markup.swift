@_spi(_Unicode) internal import Swift

/// Markup, entities and white space out of text; what is plain already is returned as it is after one scan.
enum Markup {
    /// Plain text: tags dropped, entities decoded (also those escaped twice or thrice), simple TeX spelled in Unicode,
    /// white space runs one space, NFC.
    ///
    /// - Parameter breaksAt: Names of elements that end a paragraph; their place becomes a newline.
    static func plain(_ text: String, breaksAt: Set<String> = []) -> String {
        var text = text
        let needs = text.withUTF8(scan)
        if needs == 0 { return text }
        if needs & Need.mojibake != 0, let mended = Mojibake.repaired(text) {
            return plain(mended, breaksAt: breaksAt)
        }
        var bytes = Array(text.utf8)
        if needs & (Need.entity | Need.tag) != 0 {
            // Three rounds: `&amp;lt;i&amp;gt;` is escaped twice. A round that changes nothing ends it.
            for _ in 0..<3 {
                let bare = withoutTags(bytes, breaksAt: breaksAt)
                let decoded = needs & Need.entity != 0 ? entitiesDecoded(bare ?? bytes) : nil
                guard let changed = decoded ?? bare else { break }
                bytes = changed
            }
        }
        if needs & Need.tex != 0 { bytes = Array(TeX.decoded(String(decoding: bytes, as: UTF8.self)).utf8) }
        let plain = collapsed(bytes, keepsNewlines: !breaksAt.isEmpty)
        // Entities may have brought combining marks.
        var result = plain
        return result.withUTF8(scan) & Need.compose != 0 ? composed(plain) : plain
    }

    private enum Need {
        static let tag = 1
        static let entity = 2
        static let space = 4
        static let compose = 8
        static let tex = 16
        static let mojibake = 32
    }

    static func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var needs = 0
        var last: UInt8 = 0x20
        var index = 0
        while index < bytes.count {
            if isPlain(bytes, index, after: last) {
                last = bytes[index + 7]
            } else {
                needs |= scan(bytes, index..<min(index + 8, bytes.count), &last)
            }
            index += 8
        }
        if last == 0x20, !bytes.isEmpty { needs |= Need.space }
        return needs
    }

    /// Whether there are eight bytes at `index` that need no look: printable ASCII without signs of markup or TeX, and no
    /// space behind a space.
    ///
    /// Method: tests of all bytes of a word at once, by what a subtraction leaves in the highest bit of each; S. E. Anderson,
    /// "Bit Twiddling Hacks".
    ///
    /// - Parameter last: The byte before.
    @inline(__always)
    private static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, after last: UInt8) -> Bool {
        guard index + 8 <= bytes.count else { return false }
        let word = UInt64(
            littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let one: UInt64 = 0x0101_0101_0101_0101
        let space = one &* 0x20
        let spacePairs = (word ^ space) | ((word << 8 | UInt64(last)) ^ space)
        var marked = word | (word &- space) | (word &+ one) | (spacePairs &- one)
        marked |= (word ^ (one &* 0x3C)) &- one  // <
        marked |= (word ^ (one &* 0x26)) &- one  // &
        marked |= (word ^ (one &* 0x5C)) &- one  // \
        marked |= (word ^ (one &* 0x24)) &- one  // $
        return marked & (one &* 0x80) == 0
    }

    /// As `scan(_:)`, byte by byte.
    ///
    /// - Parameter last: The byte before the range; becomes the last one in it.
    static func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ last: inout UInt8) -> Int {
        var needs = 0
        for index in range {
            let byte = bytes[index]
            if byte < 0x80 {
                switch byte {
                case UInt8(ascii: "<"): needs |= Need.tag
                case UInt8(ascii: "&"): needs |= Need.entity
                case UInt8(ascii: "\\"), UInt8(ascii: "$"): needs |= Need.tex
                case 0x20: if last == 0x20 { needs |= Need.space }
                case 0..<0x20, 0x7F: needs |= Need.space
                default: break
                }
            } else if byte >= 0xC2, index + 1 < bytes.count {
                needs |= need(lead: byte, bytes[index + 1], index + 2 < bytes.count ? bytes[index + 2] : 0)
            }
            last = byte
        }
        return needs
    }

    /// What a character beyond ASCII needs, by the bytes it begins with. `compose` is asked for too often, never too
    /// rarely; a property test holds it against normalization itself.
    private static func need(lead: UInt8, _ second: UInt8, _ third: UInt8) -> Int {
        switch lead {
        // U+0080…U+009F controls, U+00A0 no-break space, U+00AD soft hyphen.
        case 0xC2: second <= 0xA0 || second == 0xAD ? Need.space : 0
        // Ã and its like with another beyond ASCII behind it.
        case 0xC3: third >= 0xC2 ? Need.mojibake : 0
        // U+0300…U+03FF: combining marks; U+0387.
        case 0xCC, 0xCD: Need.compose
        case 0xCE: second == 0x87 ? Need.compose : 0
        // Hebrew to Thaana; Indic scripts; Hangul jamo, phonetic and Greek extensions.
        case 0xD2, 0xD6...0xDF, 0xE0: Need.compose
        case 0xE1: second == 0x9A ? Need.space | Need.compose : Need.compose
        case 0xE2:
            switch second {
            // U+2000…U+200B, U+2028, U+2029, U+202F; U+2000 and U+2001 also have other canonical forms.
            case 0x80: third <= 0x8B || third >= 0xA8 && third <= 0xAF ? Need.space | Need.compose : 0
            case 0x81: third == 0x9F || third == 0xA0 ? Need.space : 0
            // U+20D0…: marks; U+2126, U+212A, U+212B; U+2329, U+232A; U+2ADC; later marks.
            case 0x83, 0x84, 0x8C, 0xAB, 0xB3, 0xB5...0xB7: Need.compose
            default: 0
            }
        // U+3000 space, U+302A… and U+3099 marks.
        case 0xE3: second == 0x80 || second == 0x82 ? Need.space | Need.compose : 0
        case 0xEA, 0xED, 0xF0...0xF4: Need.compose
        case 0xEF: Need.space | Need.compose
        default: 0
        }
    }

    /// Names of elements whose content is dropped with them.
    private static let silent: Set<String> = ["script", "style", "annotation", "annotation-xml", "tex-math"]
    /// Elements that part words.
    private static let parting: Set<String> = [
        "p", "br", "div", "title", "subtitle", "sec", "li", "tr", "td", "h1", "h2", "h3", "h4", "jats:p", "jats:title",
        "jats:sec",
    ]

    /// Nil where there is no tag.
    private static func withoutTags(_ bytes: [UInt8], breaksAt: Set<String>) -> [UInt8]? {
        guard var next = bytes.firstIndex(of: UInt8(ascii: "<")) else { return nil }
        var out: [UInt8] = []
        var index = 0
        /// Silent elements of which no more closing tag follows: each is looked for once, not once a tag.
        var unclosed: Set<String> = []
        while true {
            if let tag = tag(bytes, next) {
                if out.isEmpty { out.reserveCapacity(bytes.count) }
                out.append(contentsOf: bytes[index..<next])
                index = tag.end
                if silent.contains(tag.local), !tag.closes, !tag.isEmpty, !unclosed.contains(tag.name) {
                    // Passes over the content up to the closing tag, or drops the tag alone where there is none.
                    let closing = Array("</\(tag.name)".utf8)
                    var cursor = index
                    while cursor + closing.count <= bytes.count,
                        !bytes[cursor..<cursor + closing.count].elementsEqual(closing)
                    { cursor += 1 }
                    if cursor + closing.count <= bytes.count { index = cursor } else { unclosed.insert(tag.name) }
                }
                if breaksAt.contains(tag.local) {
                    out.append(UInt8(ascii: "\n"))
                } else if parting.contains(tag.local) {
                    out.append(0x20)
                }
                next = index
            } else {
                next += 1
            }
            guard let following = bytes[next...].firstIndex(of: UInt8(ascii: "<")) else { break }
            next = following
        }
        if index == 0 { return nil }
        out.append(contentsOf: bytes[index...])
        return out
    }

    /// A tag that begins at `index`: `<` and a letter, `/`, `!` or `?`, closed within 1000 bytes. `p < 0.05` is none.
    private static func tag(_ bytes: [UInt8], _ index: Int) -> (
        name: String, local: String, closes: Bool, isEmpty: Bool, end: Int
    )? {
        var cursor = index + 1
        guard cursor < bytes.count else { return nil }
        let closes = bytes[cursor] == UInt8(ascii: "/")
        if closes { cursor += 1 }
        if cursor < bytes.count, bytes[cursor] == UInt8(ascii: "!") || bytes[cursor] == UInt8(ascii: "?") {
            guard let end = bytes[cursor...].prefix(1000).firstIndex(of: UInt8(ascii: ">")) else { return nil }
            return ("!", "!", false, true, end + 1)
        }
        let start = cursor
        while cursor < bytes.count,
            bytes[cursor] | 0x20 >= 97 && bytes[cursor] | 0x20 <= 122 || isDigit(bytes[cursor]) && cursor > start
                || bytes[cursor] == UInt8(ascii: ":") || bytes[cursor] == UInt8(ascii: "-") && cursor > start
        {
            cursor += 1
        }
        guard cursor > start, cursor - start <= 40, cursor < bytes.count else { return nil }
        let name = String(decoding: bytes[start..<cursor], as: UTF8.self).lowercased()
        let local =
            name.utf8.lastIndex(of: UInt8(ascii: ":")).map { String(name[name.utf8.index(after: $0)...]) } ?? name
        switch bytes[cursor] {
        case UInt8(ascii: ">"): return (name, local, closes, false, cursor + 1)
        case 0x20, UInt8(ascii: "/"), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            guard let end = bytes[cursor...].prefix(1000).firstIndex(of: UInt8(ascii: ">")) else { return nil }
            // Behind a name come attributes or nothing: `a<b and c>d` holds no tag.
            guard
                bytes[cursor..<end].contains(UInt8(ascii: "="))
                    || bytes[cursor..<end].allSatisfy({ $0 <= 0x20 || $0 == UInt8(ascii: "/") })
            else { return nil }
            return (name, local, closes, bytes[end - 1] == UInt8(ascii: "/"), end + 1)
        default: return nil
        }
    }

    /// Character references decoded once; unknown names stay.
    static func entitiesDecoded(_ text: String) -> String {
        entitiesDecoded(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// Nil where there is none.
    private static func entitiesDecoded(_ bytes: [UInt8]) -> [UInt8]? {
        guard var next = bytes.firstIndex(of: UInt8(ascii: "&")) else { return nil }
        var out: [UInt8] = []
        var index = 0
        while true {
            if let end = bytes[next...].prefix(34).firstIndex(of: UInt8(ascii: ";")), end > next + 1,
                let scalars = Entities.scalars(String(decoding: bytes[(next + 1)..<end], as: UTF8.self))
            {
                if out.isEmpty { out.reserveCapacity(bytes.count) }
                out.append(contentsOf: bytes[index..<next])
                out.append(contentsOf: scalars.utf8)
                index = end + 1
                next = index
            } else {
                next += 1
            }
            guard let following = bytes[next...].firstIndex(of: UInt8(ascii: "&")) else { break }
            next = following
        }
        if index == 0 { return nil }
        out.append(contentsOf: bytes[index...])
        return out
    }

    static func collapsed(_ text: String, keepsNewlines: Bool) -> String {
        collapsed(Array(text.utf8), keepsNewlines: keepsNewlines)
    }

    /// White space runs one space, trimmed; control and zero-width characters and soft hyphens dropped.
    private static func collapsed(_ bytes: [UInt8], keepsNewlines: Bool) -> String {
        String(unsafeUninitializedCapacity: bytes.count) { out in
            var count = 0
            var gap: UInt8 = 0
            bytes.withUnsafeBufferPointer { bytes in
                var index = 0
                while index < bytes.count {
                    if bytes[index] != 0x20, isPlain(bytes, index, after: 0) {
                        if gap != 0, count > 0 {
                            out[count] = gap
                            count += 1
                        }
                        for offset in 0..<8 { out[count + offset] = bytes[index + offset] }
                        let endsInSpace = bytes[index + 7] == 0x20
                        gap = endsInSpace ? 0x20 : 0
                        count += endsInSpace ? 7 : 8
                        index += 8
                        continue
                    }
                    let byte = bytes[index]
                    var length = 1
                    var isSpace = byte == 0x20 || byte >= 0x09 && byte <= 0x0D
                    var isDropped = byte < 0x20 || byte == 0x7F
                    if byte >= 0xC2 {
                        length = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
                        length = min(length, bytes.count - index)
                        if length == 2, byte == 0xC2 {
                            isSpace = bytes[index + 1] == 0xA0
                            isDropped = bytes[index + 1] < 0xA0 || bytes[index + 1] == 0xAD
                        } else if length == 3 {
                            (isSpace, isDropped) = isGap(byte, bytes[index + 1], bytes[index + 2])
                        }
                    }
                    if isSpace {
                        // A line's end outweighs a space beside it.
                        if gap != 0x0A { gap = byte == 0x0A && keepsNewlines ? 0x0A : 0x20 }
                    } else if !isDropped {
                        if gap != 0, count > 0 {
                            out[count] = gap
                            count += 1
                        }
                        gap = 0
                        for offset in 0..<length { out[count + offset] = bytes[index + offset] }
                        count += length
                    }
                    index += length
                }
            }
            return count
        }
    }

    /// Whether a character of three bytes is a space, and whether it is one that is dropped.
    private static func isGap(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> (space: Bool, dropped: Bool) {
        switch (a, b, c) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF),
            (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            (true, false)
        case (0xE2, 0x80, 0x8B), (0xE2, 0x81, 0xA0), (0xEF, 0xBB, 0xBF), (0xEF, 0xBF, 0xBE...0xBF): (false, true)
        default: (false, false)
        }
    }

    /// Unicode normalization form C.
    static func composed(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0xCC }) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text._nfc { out.append(scalar) }
        return String(out)
    }
}
