internal import Formats

/// Values of BibTeX that are lists: TeX whose signs outside braces part it.
enum BibTeXLists {
    /// Keywords between semicolons, where there is one outside braces, else between commas.
    static func keywords(_ tex: String) -> [String] {
        let value = unbraced(tex[...].trimmed)
        let isOutside = value.utf8.contains(UInt8(ascii: "{"))
        var parts: [Substring]
        if !isOutside {
            let text = TeXText.plain(String(value))
            return
                (text.contains(";") ? SemicolonList.parts(of: text) : text.split(separator: ",").map(\.trimmed))
                .filter { !$0.isEmpty }.map(String.init)
        }
        parts = pieces(of: value, at: UInt8(ascii: ";"))
        if parts.count == 1 { parts = pieces(of: value, at: UInt8(ascii: ",")) }
        return parts.map { TeXText.plain(String($0)) }.filter { !$0.isEmpty }
    }

    /// What stands between blank lines, as text.
    static func paragraphs(_ tex: String) -> [String] {
        var paragraphs: [Substring] = []
        var start = tex.startIndex
        var breaks = 0
        var place = tex.startIndex
        for index in tex.utf8.indices {
            let byte = tex.utf8[index]
            if byte == 0x0A || byte == 0x0D && tex.utf8[tex.utf8.index(after: index)...].first != 0x0A {
                if breaks == 0 { place = index }
                breaks += 1
            } else if byte > 0x20 {
                if breaks > 1 {
                    paragraphs.append(tex[start..<place])
                    start = index
                }
                breaks = 0
            }
        }
        paragraphs.append(tex[start...])
        return paragraphs.map { TeXText.plain(String($0)) }.filter { !$0.isEmpty }
    }

    /// Without the braces that hold all of it.
    private static func unbraced(_ tex: Substring) -> Substring {
        guard tex.hasPrefix("{"), tex.hasSuffix("}") else { return tex }
        var depth = 0
        for index in tex.utf8.indices {
            if tex.utf8[index] == UInt8(ascii: "{") { depth += 1 }
            if tex.utf8[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0, tex.utf8.index(after: index) < tex.endIndex { return tex }
        }
        return tex.dropFirst().dropLast().trimmed
    }

    private static func pieces(of tex: Substring, at sign: UInt8) -> [Substring] {
        var parts: [Substring] = []
        var depth = 0
        var start = tex.startIndex
        for index in tex.utf8.indices {
            let byte = tex.utf8[index]
            if byte == UInt8(ascii: "{") { depth += 1 } else if byte == UInt8(ascii: "}") { depth -= 1 }
            if depth <= 0, byte == sign {
                parts.append(tex[start..<index].trimmed)
                start = tex.utf8.index(after: index)
            }
        }
        parts.append(tex[start...].trimmed)
        return parts
    }
}
