/// TeX of bibliographies as plain text in Unicode: accents, symbols, simple formulas; commands that only style go, and so
/// do the braces that guard capitals.
public enum TeXText {
    /// - Returns: The text; what is not understood loses its backslash and keeps its words.
    public static func plain(_ tex: String) -> String {
        var text = tex
        return text.withUTF8 { plain($0) }
    }

    /// As `plain(_:)` of a text in UTF-8.
    public static func plain(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        let content = content(bytes)
        if content.hasCommands {
            var reader = TeXReader(bytes)
            reader.group(depth: 0)
            return reader.finish()
        }
        return content.hasBlanks ? trimmedAndJoined(bytes) : String(decoding: bytes, as: UTF8.self)
    }

    /// As `plain`, but for addresses and numbers, in which a tilde is a tilde: only escapes go.
    public static func verbatim(_ tex: String) -> String {
        var text = tex
        return text.withUTF8 { verbatim($0) }
    }

    /// As `verbatim(_:)` of a text in UTF-8.
    ///
    /// - Parameter keepsBraces: Whether braces around words are signs, as in an address; those around all of the value, a
    ///   command or a single sign that is no letter or digit are TeX's.
    public static func verbatim(_ tex: UnsafeBufferPointer<UInt8>, keepsBraces: Bool = false) -> String {
        guard
            tex.contains(where: {
                $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") || $0 <= 0x20
            })
        else { return String(decoding: tex, as: UTF8.self) }
        var out: [UInt8] = []
        var bytes = tex[...]
        for command in ["\\url", "\\path", "\\nolinkurl"] where bytes.starts(with: command.utf8) {
            bytes = bytes.dropFirst(command.utf8.count)
        }
        var braces = AddressBraces(tex, bytes.startIndex, keepsBraces)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\\"), index + 1 < bytes.endIndex {
                let next = bytes[index + 1]
                if (next | 0x20) &- 0x61 < 26 {
                    // `\_` is common, `\less` and the like are Mendeley's.
                    let name = bytes[(index + 1)...].prefix { ($0 | 0x20) &- 0x61 < 26 }
                    if let symbol = TeXSymbols.symbols[String(decoding: name, as: UTF8.self)] {
                        out += Array(symbol.utf8)
                        index = name.endIndex
                        continue
                    }
                    out.append(byte)
                    index += 1
                } else {
                    out.append(next)
                    index += 2
                }
                continue
            }
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
                if braces.isSign(index) { out.append(byte) }
            } else if byte != UInt8(ascii: "$"), byte > 0x20 {
                out.append(byte)
            }
            index += 1
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// Whether a text holds what may be TeX, and whether it holds white space to be trimmed or joined. One pass without a
    /// branch, so that sixteen bytes are looked at together.
    private static func content(_ bytes: UnsafeBufferPointer<UInt8>) -> (hasCommands: Bool, hasBlanks: Bool) {
        guard let base = bytes.baseAddress, !bytes.isEmpty else { return (false, false) }
        var commands: UInt8 = isCommand(base[0]) ? 1 : 0
        var blanks: UInt8 = base[0] <= 0x20 || base[bytes.count - 1] <= 0x20 ? 1 : 0
        for index in 1..<max(bytes.count, 1) {
            let byte = base[index]
            let isTwice: UInt8 = byte == base[index - 1] ? 1 : 0
            commands |= (isCommand(byte) ? 1 : 0) | isTwice & (isLigature(byte) ? 1 : 0)
            blanks |= (byte < 0x20 ? 1 : 0) | isTwice & (byte == 0x20 ? 1 : 0)
        }
        return (commands != 0, blanks != 0)
    }

    @inline(__always)
    static func isCommand(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
            || byte == UInt8(ascii: "$") || byte == UInt8(ascii: "~")
    }

    /// Whether two of a sign are another one: dashes and quotation marks.
    @inline(__always)
    static func isLigature(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "`") || byte == UInt8(ascii: "'")
    }

    /// White space as TeX has it: one blank for any run.
    static func joined(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        content(bytes).hasBlanks ? trimmedAndJoined(bytes) : String(decoding: bytes, as: UTF8.self)
    }

    private static func trimmedAndJoined(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(unsafeUninitializedCapacity: bytes.count) { out in
            var count = 0
            var isBehindBlank = true
            for byte in bytes {
                let isBlank = byte <= 0x20
                out[count] = isBlank ? 0x20 : byte
                count &+= isBlank && isBehindBlank ? 0 : 1
                isBehindBlank = isBlank
            }
            if count > 0, out[count - 1] == 0x20 { count -= 1 }
            return count
        }
    }
}

/// Walks over TeX once; depth and length are bounded by the text.
struct TeXReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var out: [UInt8] = []

    /// Deeper braces are passed over as text.
    static let maximumDepth = 64

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        out.reserveCapacity(bytes.count)
    }

    func finish() -> String {
        let text = out.withUnsafeBufferPointer(TeXText.joined)
        // Accents were written as combining marks.
        return text.contains(byte: 0xCC) || text.contains(byte: 0xCD) ? TeXSymbols.composed(text) : text
    }

    private mutating func append(_ text: String) { out.append(contentsOf: text.utf8) }

    private func peek(_ offset: Int = 0) -> UInt8? { index + offset < bytes.count ? bytes[index + offset] : nil }

    /// Reads to the end of the group, or of the text at depth 0.
    mutating func group(depth: Int, isMath: Bool = false) {
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "}"):
                index += 1
                if depth > 0 { return }
            case UInt8(ascii: "{"):
                index += 1
                if depth < Self.maximumDepth { group(depth: depth + 1, isMath: isMath) }
            case UInt8(ascii: "\\"): command(depth: depth, isMath: isMath)
            case UInt8(ascii: "$"): formula(depth: depth, isMath: isMath)
            case UInt8(ascii: "~"):
                index += 1
                out.append(0x20)
            case UInt8(ascii: "^"), UInt8(ascii: "_"):
                index += 1
                if !isMath { out.append(byte) }
            case UInt8(ascii: "-"):
                var count = 1
                while peek(count) == byte { count += 1 }
                index += count
                switch count {
                case 2: append(isMath ? "--" : "–")
                case 3: append("—")
                default: out.append(contentsOf: repeatElement(byte, count: count))
                }
            case UInt8(ascii: "`") where peek(1) == byte:
                index += 2
                append("“")
            case UInt8(ascii: "'") where peek(1) == byte:
                index += 2
                append("”")
            default:
                let start = index
                repeat { index += 1 } while index < bytes.count && !Self.isSpecial(bytes[index])
                out.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
            }
        }
    }

    /// Whether a byte may be more than itself.
    @inline(__always)
    private static func isSpecial(_ byte: UInt8) -> Bool {
        TeXText.isCommand(byte) || TeXText.isLigature(byte) || byte == UInt8(ascii: "^") || byte == UInt8(ascii: "_")
    }

    /// A formula between dollars where they look like one's; else a dollar.
    private mutating func formula(depth: Int, isMath: Bool) {
        let isDouble = peek(1) == UInt8(ascii: "$")
        let width = isDouble ? 2 : 1
        if isMath || depth >= Self.maximumDepth {
            index += width
            return
        }
        var cursor = index + width
        var inner = 0
        while cursor < bytes.count, inner >= 0 {
            if bytes[cursor] == UInt8(ascii: "\\") {
                cursor += 2
                continue
            }
            if bytes[cursor] == UInt8(ascii: "{") {
                inner += 1
            } else if bytes[cursor] == UInt8(ascii: "}") {
                inner -= 1
            }
            if bytes[cursor] == UInt8(ascii: "$") { break }
            cursor += 1
        }
        guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: "$"), cursor > index + width, inner == 0 else {
            out.append(UInt8(ascii: "$"))
            index += width
            return
        }
        let begin = index + width
        // Sums of money: "$5 and $6".
        let content = bytes[begin..<cursor]
        let hasMark = content.contains {
            $0 == UInt8(ascii: "\\") || $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "{")
        }
        let isShort = content.count <= 12 && !content.contains(0x20)
        let isEven = bytes[begin] > 0x20 && bytes[cursor - 1] > 0x20
        guard hasMark || isShort && isEven || isDouble else {
            out.append(UInt8(ascii: "$"))
            index += 1
            return
        }
        var reader = TeXReader(UnsafeBufferPointer(rebasing: content))
        reader.group(depth: depth + 1, isMath: true)
        while reader.index < content.count {
            // A brace that closes nothing.
            reader.group(depth: depth + 1, isMath: true)
        }
        out += reader.out
        index = cursor + 1
        if isDouble, peek() == UInt8(ascii: "$") { index += 1 }
    }

    private mutating func command(depth: Int, isMath: Bool) {
        index += 1
        guard let first = peek() else { return out.append(UInt8(ascii: "\\")) }
        guard (first | 0x20) &- 0x61 < 26 else {
            index += 1
            if let mark = TeXSymbols.accentSigns[first] { return accent(mark, depth: depth) }
            switch first {
            case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "!"): break
            case UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "\\"), 0x0A,
                0x0D, 0x09:
                out.append(0x20)
            case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"): break
            default: out.append(first)
            }
            return
        }
        let start = index
        while let byte = peek(), (byte | 0x20) &- 0x61 < 26 { index += 1 }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        if let mark = TeXSymbols.accentLetters[name], mayTakeAccent(after: name) {
            skipBlanks()
            return accent(mark, depth: depth)
        }
        if let symbol = TeXSymbols.symbols[name] {
            append(symbol)
            // A blank or empty braces behind the name only end it.
            skipOneBlank()
            if peek() == UInt8(ascii: "{"), peek(1) == UInt8(ascii: "}") { index += 2 }
            return
        }
        switch name {
        case "href":
            skipArgument()
        case "enquote", "mkbibquote":
            append("“")
            argument(depth: depth, isMath: isMath)
            append("”")
        case "url", "path", "nolinkurl":
            if let span = argumentSpan() {
                append(TeXText.verbatim(UnsafeBufferPointer(rebasing: bytes[span])))
            }
        case "textsuperscript", "textsubscript", "ensuremath", "mathrm", "mathbf", "mathit", "mathcal", "mathsf",
            "text":
            argument(depth: depth, isMath: isMath || name == "ensuremath" || name.hasPrefix("math"))
        default:
            // A command that styles what follows, or one nobody knows: its words stay.
            skipOneBlank()
        }
    }

    /// `\c c`, `\c{c}`, but not the beginning of a word: `\cite`.
    private func mayTakeAccent(after name: String) -> Bool {
        guard let byte = peek() else { return false }
        return byte == UInt8(ascii: "{") || byte == 0x20 || byte == UInt8(ascii: "\\")
    }

    private mutating func skipBlanks() { while let byte = peek(), byte <= 0x20 { index += 1 } }

    private mutating func skipOneBlank() { if let byte = peek(), byte <= 0x20 { index += 1 } }

    /// Puts a mark on the letter that follows, in braces or not.
    private mutating func accent(_ mark: Unicode.Scalar, depth: Int) {
        skipBlanks()
        let before = out.count
        if peek() == UInt8(ascii: "{") {
            index += 1
            if depth < Self.maximumDepth { group(depth: depth + 1) }
        } else if peek() == UInt8(ascii: "\\") {
            command(depth: depth, isMath: false)
        } else if let byte = peek() {
            // One character, however many bytes.
            out.append(byte)
            index += 1
            while let more = peek(), byte >= 0x80, more & 0xC0 == 0x80 {
                out.append(more)
                index += 1
            }
        }
        // Behind the first character that came: the mark stands on it alone.
        guard out.count > before else { return append(TeXSymbols.spacing(mark)) }
        var end = before + 1
        while end < out.count, out[end] & 0xC0 == 0x80 { end += 1 }
        // The dot of an i goes where a mark comes.
        if out[before..<end].elementsEqual("ı".utf8) {
            out.replaceSubrange(before..<end, with: [UInt8(ascii: "i")]); end = before + 1
        }
        if out[before..<end].elementsEqual("ȷ".utf8) {
            out.replaceSubrange(before..<end, with: [UInt8(ascii: "j")]); end = before + 1
        }
        if out[before] <= 0x20 { return }
        out.insert(contentsOf: String(Character(mark)).utf8, at: end)
    }

    private mutating func argument(depth: Int, isMath: Bool) {
        skipBlanks()
        guard peek() == UInt8(ascii: "{"), depth < Self.maximumDepth else { return }
        index += 1
        group(depth: depth + 1, isMath: isMath)
    }

    private mutating func skipArgument() { _ = argumentSpan() }

    /// What stands between the braces that follow; the place moves behind them.
    private mutating func argumentSpan() -> Range<Int>? {
        skipBlanks()
        guard peek() == UInt8(ascii: "{") else { return nil }
        var depth = 0
        let start = index + 1
        while let byte = peek() {
            index += 1
            if byte == UInt8(ascii: "{") { depth += 1 } else if byte == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0 { return start..<(index - 1) }
        }
        return start..<index
    }
}

/// Which braces of an address are its own signs: `/items/{id}`.
private struct AddressBraces {
    private let tex: UnsafeBufferPointer<UInt8>
    private let areKept: Bool
    private let start: Int
    /// Of the pairs that are open, whether they are signs.
    private var open: [Bool] = []

    init(_ tex: UnsafeBufferPointer<UInt8>, _ start: Int, _ areKept: Bool) {
        self.tex = tex
        self.start = start
        self.areKept = areKept
    }

    /// Asked of each brace in its turn.
    mutating func isSign(_ index: Int) -> Bool {
        guard areKept else { return false }
        if tex[index] == UInt8(ascii: "}") { return open.popLast() ?? false }
        // In front of all there is no scheme.
        let isSign = index > start && isWord(tex[(index + 1)...].prefix(2))
        open.append(isSign)
        return isSign
    }

    /// Two signs that no TeX begins with, or one letter or digit: of single signs TeX needs braces around others, `{~}`.
    private func isWord(_ inner: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard inner.count == 2, let first = inner.first, let second = inner.last else { return false }
        if second == UInt8(ascii: "}") { return (first | 0x20) &- 0x61 < 26 || first &- 0x30 < 10 }
        return [first, second].allSatisfy {
            $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: "{") && $0 != UInt8(ascii: "}") && $0 != UInt8(ascii: "$")
        }
    }
}
