internal import Formats

/// Values of BibTeX that are lists: TeX whose signs outside braces part it.
struct BibTeXLists {
    private let tex: UnsafeBufferPointer<UInt8>

    /// Keywords between semicolons, where there is one outside braces, else between commas.
    static func keywords(_ tex: UnsafeBufferPointer<UInt8>) -> [String] {
        let list = BibTeXLists(tex: tex)
        let whole = tex.trimmed(0..<tex.count)
        let value = tex.braced(whole).map(tex.trimmed) ?? whole
        guard let brace = tex.firstIndex(of: UInt8(ascii: "{"), from: value.lowerBound), value.contains(brace) else {
            let text = list.plain(value)
            return text.contains(byte: UInt8(ascii: ";"))
                ? SemicolonList.parts(of: text)
                : text.utf8.split(separator: UInt8(ascii: ",")).map { String(Substring($0).trimmed) }
                    .filter { !$0.isEmpty }
        }
        var parts = tex.pieces(of: value) { $0 == UInt8(ascii: ";") }
        if parts.count == 1 { parts = tex.pieces(of: value) { $0 == UInt8(ascii: ",") } }
        return parts.map(list.plain).filter { !$0.isEmpty }
    }

    /// What stands between blank lines, as text.
    static func paragraphs(_ tex: UnsafeBufferPointer<UInt8>) -> [String] {
        let list = BibTeXLists(tex: tex)
        // Most have no line end at all.
        if tex.firstIndex(of: 0x0A, from: 0) == nil, tex.firstIndex(of: 0x0D, from: 0) == nil {
            let text = TeXText.plain(tex)
            return text.isEmpty ? [] : [text]
        }
        var paragraphs: [Range<Int>] = []
        var start = 0
        var index = 0
        while index < tex.count {
            guard tex[index] == 0x0A || tex[index] == 0x0D else {
                index += 1
                continue
            }
            let end = index
            var breaks = 0
            while index < tex.count, tex[index] <= 0x20 {
                let isPair = tex[index] == 0x0D && index + 1 < tex.count && tex[index + 1] == 0x0A
                if !isPair, tex[index] == 0x0A || tex[index] == 0x0D { breaks += 1 }
                index += 1
            }
            if breaks > 1 {
                paragraphs.append(start..<end)
                start = index
            }
        }
        paragraphs.append(start..<tex.count)
        return paragraphs.map(list.plain).filter { !$0.isEmpty }
    }

    private func plain(_ span: Range<Int>) -> String { TeXText.plain(UnsafeBufferPointer(rebasing: tex[span])) }
}
