extension BibTeXParser {
    static func closer(of open: UInt8) -> UInt8 {
        open == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}")
    }

    static func endsKey(_ byte: UInt8, _ close: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == close || byte == UInt8(ascii: "=") || byte == 0x0A
            || byte == UInt8(ascii: "{")
            || byte == UInt8(ascii: "\"")
    }

    static func endsBare(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: "#")
            || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "{") || byte == UInt8(ascii: "\"")
            || byte == UInt8(ascii: "=")
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != UInt8(ascii: "=") && byte != UInt8(ascii: ",") && byte != UInt8(ascii: "{")
            && byte != UInt8(ascii: "}") && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "#")
            && byte != UInt8(ascii: "(") && byte != UInt8(ascii: ")") && byte != UInt8(ascii: "%")
    }

    public func string(_ span: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: text[span]), as: UTF8.self)
    }

    public func bytes(_ span: Range<Int>) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[span]) }

    func mistake(_ what: String) -> BibTeXMistake {
        BibTeXMistake(what: what, line: line, column: position - lineStart + 1)
    }

    func found() -> String {
        guard position < text.count else { return "; found the end of the file" }
        let end = text[position...].prefix(24).firstIndex { $0 == 0x0A || $0 == 0x0D } ?? min(position + 24, text.count)
        return "; found \"\(String(decoding: text[position..<max(end, position)], as: UTF8.self))\""
    }

    mutating func take(_ byte: UInt8) -> Bool {
        guard position < text.count, text[position] == byte else { return false }
        position += 1
        return true
    }

    mutating func word() -> Range<Int> {
        let start = position
        while position < text.count,
            (text[position] | 0x20) &- 0x61 < 26 || text[position] &- 0x30 < 10 && position > start
        {
            position += 1
        }
        return start..<position
    }

    mutating func name() -> Range<Int> {
        let start = position
        while position < text.count, Self.isNameByte(text[position]) { position += 1 }
        return start..<position
    }

    mutating func skipBlanks() {
        while position < text.count, text[position] <= 0x20 { step() }
    }

    /// `funding_text 1`: a name with blanks or other signs in it, where it and its `=` stand in one line; else the word that it
    /// begins with.
    mutating func longName(_ first: Range<Int>) -> Range<Int> {
        let most = min(text.count, first.lowerBound + Self.longestName)
        var cursor = first.upperBound
        while cursor < most, text[cursor] == 0x20 || text[cursor] == 0x09 || text[cursor] > 0x20 {
            switch text[cursor] {
            case UInt8(ascii: "="):
                position = cursor
                var end = cursor
                while text[end - 1] <= 0x20 { end -= 1 }
                return first.lowerBound..<end
            case UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "\""), UInt8(ascii: "@"):
                return first
            default: cursor += 1
            }
        }
        return first
    }

    private static let longestName = 128

    /// Blanks, and between fields comments to the end of their lines, as biber has them.
    mutating func skipComments() {
        while true {
            skipBlanks()
            guard position < text.count, text[position] == UInt8(ascii: "%") else { return }
            while position < text.count, text[position] != 0x0A, text[position] != 0x0D { position += 1 }
        }
    }

    mutating func step() {
        let byte = text[position]
        position += 1
        if byte == 0x0A || byte == 0x0D && (position == text.count || text[position] != 0x0A) {
            line += 1
            lineStart = position
        }
    }

    /// Moves on, counting lines.
    mutating func advance(to end: Int) {
        while position < end {
            let stop = ends.end(from: position, before: end)
            if stop >= end {
                position = end
                return
            }
            position = stop
            step()
        }
    }

    /// Index behind the brace or parenthesis that closes the one at `start`; nil where none does.
    mutating func closing(_ open: UInt8, from start: Int) -> Int? {
        if open == UInt8(ascii: "{") {
            if let depths, !depths.closes(start, in: text) { return nil }
            if let end = closingBrace(from: start) { return end }
            depths = depths ?? BraceDepths(text)
            return nil
        }
        guard vainSearches < Self.mostVainSearches else { return nil }
        var depth = 0
        for index in start..<text.count {
            switch text[index] {
            case UInt8(ascii: "{"), open: depth += 1
            case UInt8(ascii: "}"), Self.closer(of: open):
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
        }
        vainSearches += 1
        return nil
    }

    /// Looks at braces that close, and counts those that open between them.
    private func closingBrace(from start: Int) -> Int? {
        var depth = 0
        var index = start
        while let close = text.firstIndex(of: UInt8(ascii: "}"), from: index) {
            depth += text.count(of: UInt8(ascii: "{"), in: index..<close) - 1
            index = close + 1
            if depth == 0 { return index }
        }
        return nil
    }

    /// Index behind the quote that closes the one at `start`: outside braces, with something behind it that may follow a
    /// value. Quotes after a backslash that nobody put into braces are part of an accent.
    mutating func closingQuote(from start: Int) -> Int? {
        guard vainSearches < Self.mostVainSearches else { return nil }
        var depth = 0
        var index = start + 1
        while index < text.count {
            switch text[index] {
            case UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "}"):
                depth -= 1
                if depth < 0 { return nil }
            case UInt8(ascii: "\"") where depth == 0:
                if text[index - 1] != UInt8(ascii: "\\") || mayEndValue(index + 1) { return index + 1 }
            default: break
            }
            index += 1
        }
        vainSearches += 1
        return nil
    }

    func mayEndValue(_ start: Int) -> Bool {
        var cursor = start
        while cursor < text.count, text[cursor] <= 0x20 { cursor += 1 }
        guard cursor < text.count else { return true }
        return [UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "#")].contains(text[cursor])
    }

    /// The next `@` outside comments to the end of a line.
    func nextAt() -> Int? {
        var cursor = position
        while let at = text.firstIndex(of: UInt8(ascii: "@"), from: cursor) {
            guard let comment = commentStart(before: at) else { return at }
            // JabRef's first line may lack its end.
            let rest = text[comment..<at].dropFirst().drop { $0 == 0x20 }
            if rest.starts(with: Array("Encoding:".utf8)) { return at }
            cursor = ends.end(from: at)
        }
        return nil
    }

    /// Where the line of an index begins with `%`.
    func commentStart(before index: Int) -> Int? {
        var start = index
        while start > position, text[start - 1] != 0x0A, text[start - 1] != 0x0D { start -= 1 }
        while start < index, text[start] <= 0x20 { start += 1 }
        return text[start] == UInt8(ascii: "%") ? start : nil
    }

    /// The next `@word{` that begins a line.
    func nextLineAt(from start: Int) -> Int? {
        var cursor = start
        while cursor < text.count {
            let stop = ends.end(from: cursor)
            var next = stop + 1
            while next < text.count, text[next] <= 0x20 { next += 1 }
            if next < text.count, text[next] == UInt8(ascii: "@"), Self.beginsEntry(text, next) { return next }
            cursor = max(stop + 1, next)
        }
        return nil
    }

    static func beginsEntry(_ text: UnsafeBufferPointer<UInt8>, _ at: Int) -> Bool {
        var cursor = at + 1
        while cursor < text.count, text[cursor] == 0x20 { cursor += 1 }
        let start = cursor
        while cursor < text.count, (text[cursor] | 0x20) &- 0x61 < 26 { cursor += 1 }
        guard cursor > start else { return false }
        while cursor < text.count, text[cursor] <= 0x20 { cursor += 1 }
        return cursor < text.count && (text[cursor] == UInt8(ascii: "{") || text[cursor] == UInt8(ascii: "("))
    }
}
