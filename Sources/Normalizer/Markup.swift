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
        if needs & (Need.entity | Need.tag) != 0 {
            // Three rounds: `&amp;lt;i&amp;gt;` is escaped twice. A round that changes nothing ends it.
            for _ in 0..<3 {
                let before = text
                text = withoutTags(text, breaksAt: breaksAt)
                text = entitiesDecoded(text)
                if text == before { break }
            }
        }
        if needs & Need.tex != 0 { text = TeX.decoded(text) }
        return composed(collapsed(text, keepsNewlines: !breaksAt.isEmpty))
    }

    private enum Need {
        static let tag = 1
        static let entity = 2
        static let space = 4
        static let compose = 8
        static let tex = 16
    }

    private static func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var needs = 0
        var last: UInt8 = 0x20
        for index in bytes.indices {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "<"): needs |= Need.tag
            case UInt8(ascii: "&"): needs |= Need.entity
            case UInt8(ascii: "\\"), UInt8(ascii: "$"): needs |= Need.tex
            case 0x20: if last == 0x20 { needs |= Need.space }
            case 0..<0x20, 0x7F: needs |= Need.space
            // U+0080…U+00BF: no-break space, soft hyphen. U+0300…U+036F: combining marks. U+2000…: spaces.
            case 0xC2: needs |= Need.space
            case 0xCC, 0xCD: needs |= Need.compose
            case 0xE1...0xE3, 0xEF: needs |= Need.space | Need.compose
            default: break
            }
            last = byte
        }
        if last == 0x20, !bytes.isEmpty { needs |= Need.space }
        return needs
    }

    /// Names of elements whose content is dropped with them.
    private static let silent: Set<String> = ["script", "style", "annotation", "annotation-xml", "tex-math"]
    /// Elements that part words.
    private static let parting: Set<String> = [
        "p", "br", "div", "title", "sec", "li", "tr", "td", "h1", "h2", "h3", "h4", "jats:p", "jats:title", "jats:sec",
    ]

    static func withoutTags(_ text: String, breaksAt: Set<String>) -> String {
        guard text.utf8.contains(UInt8(ascii: "<")) else { return text }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "<"), let tag = tag(bytes, index) else {
                out.append(bytes[index])
                index += 1
                continue
            }
            index = tag.end
            if silent.contains(tag.local), !tag.closes, !tag.isEmpty {
                // Passes over the content up to the closing tag, or drops the tag alone where there is none.
                let closing = Array("</\(tag.name)".utf8)
                var cursor = index
                while cursor + closing.count <= bytes.count,
                    !bytes[cursor..<cursor + closing.count].elementsEqual(closing)
                { cursor += 1 }
                if cursor + closing.count <= bytes.count { index = cursor }
            }
            if breaksAt.contains(tag.local) {
                out.append(UInt8(ascii: "\n"))
            } else if parting.contains(tag.local) {
                out.append(0x20)
            }
        }
        return String(decoding: out, as: UTF8.self)
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
        let local = name.split(separator: ":").last.map(String.init) ?? name
        switch bytes[cursor] {
        case UInt8(ascii: ">"): return (name, local, closes, false, cursor + 1)
        case 0x20, UInt8(ascii: "/"), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
            guard let end = bytes[cursor...].prefix(1000).firstIndex(of: UInt8(ascii: ">")) else { return nil }
            return (name, local, closes, bytes[end - 1] == UInt8(ascii: "/"), end + 1)
        default: return nil
        }
    }

    /// Character references decoded once; unknown names stay.
    static func entitiesDecoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "&"),
                let end = bytes[index...].prefix(34).firstIndex(of: UInt8(ascii: ";")), end > index + 1,
                let scalars = Entities.scalars(String(decoding: bytes[(index + 1)..<end], as: UTF8.self))
            else {
                out.append(bytes[index])
                index += 1
                continue
            }
            out.append(contentsOf: scalars.utf8)
            index = end + 1
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// White space runs one space, trimmed; control and zero-width characters and soft hyphens dropped.
    static func collapsed(_ text: String, keepsNewlines: Bool) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        var wantsSpace = false
        var wantsNewline = false
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n" where keepsNewlines: wantsNewline = true
            case " ", "\t", "\n", "\r", "\u{B}", "\u{C}", "\u{A0}", "\u{1680}", "\u{2000}"..."\u{200A}", "\u{2028}",
                "\u{2029}",
                "\u{202F}", "\u{205F}", "\u{3000}":
                wantsSpace = true
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{AD}", "\u{200B}", "\u{2060}", "\u{FEFF}",
                "\u{FFFE}"..."\u{FFFF}":
                break
            default:
                if !out.isEmpty {
                    if wantsNewline { out.append("\n") } else if wantsSpace { out.append(" ") }
                }
                wantsSpace = false
                wantsNewline = false
                out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// Unicode normalization form C.
    static func composed(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0xCC }) else { return text }
        var out = String.UnicodeScalarView()
        for scalar in text._nfc { out.append(scalar) }
        return String(out)
    }
}
