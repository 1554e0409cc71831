/// One entry of a BibTeX file; spans are byte indices of the text.
public struct BibTeXEntry: Sendable {
    /// A part of a value; parts are joined by `#`.
    public enum Piece: Sendable, Equatable {
        /// TeX between braces or quotes, or a number.
        case text(Range<Int>)
        /// The name of an `@string`.
        case string(Range<Int>)
    }

    public struct Field: Sendable {
        public var name: Range<Int>
        /// Indices in `BibTeXEntry.pieces`.
        public var pieces: Range<Int>
        /// Line of the name, from 1.
        public var line: Int
    }

    /// `article`, as written.
    public var type: Range<Int>
    /// The citation key, as written; empty where there is none.
    public var key: Range<Int>
    public var fields: [Field] = []
    public var pieces: [Piece] = []
    /// The entry's bytes, from its `@`.
    public var range: Range<Int>
    public var line: Int
    /// What was wrong within, in its order.
    public var mistakes: [BibTeXMistake] = []
    /// False where the entry could not be read to its end.
    public var isWhole = true
}

/// What is wrong at a place of a BibTeX file.
public struct BibTeXMistake: Sendable, Equatable {
    public var what: String
    public var line: Int
    /// From 1, in bytes.
    public var column: Int
}

/// Reads BibTeX and BibLaTeX as they are written: what stands outside entries is comment, a broken entry ends where the
/// next begins.
///
/// Grammar: the `btparse` documentation, and Tame the BeaST by Nicolas Markey. Braces count whether or not a backslash
/// precedes them, as in BibTeX itself.
public struct BibTeXParser {
    let text: UnsafeBufferPointer<UInt8>
    let ends: LineEnds
    var position = 0
    var line: Int
    /// Where the current line begins.
    var lineStart = 0

    /// Made where a brace turned out never to be closed.
    var depths: BraceDepths?
    /// Searches for a parenthesis or quote that found nothing.
    var vainSearches = 0

    /// After so many searches in vain nothing more is searched for: each goes through the rest of the text.
    static let mostVainSearches = 32
    /// Most fields of one entry; more are passed over.
    static let mostFields = 10_000

    /// - Parameter firstLine: Number of the first line, from 1.
    public init(_ text: UnsafeBufferPointer<UInt8>, firstLine: Int = 1) {
        self.text = text
        ends = LineEnds(text)
        line = firstLine
    }

    /// What comes next in a file.
    public enum Item {
        case entry(BibTeXEntry)
        /// `@string{name = value}`.
        case string(name: Range<Int>, pieces: [BibTeXEntry.Piece])
    }

    struct Stop: Error { var what: String }

    /// The next entry or string; nil at the end.
    public mutating func next() -> Item? {
        while let at = nextAt() {
            advance(to: at)
            let begin = position
            let beginLine = line
            let beginLineStart = lineStart
            position += 1
            skipBlanks()
            let type = word()
            if type.isEmpty { continue }
            skipBlanks()
            guard position < text.count, text[position] == UInt8(ascii: "{") || text[position] == UInt8(ascii: "(")
            else {
                // An address of mail, or a comment to the end of its line.
                continue
            }
            let open = text[position]
            switch kind(of: type) {
            case .comment, .preamble:
                if let end = closing(open, from: position) {
                    advance(to: end)
                } else {
                    position += 1
                }
            case .string:
                position += 1
                skipBlanks()
                let name = name()
                skipBlanks()
                guard !name.isEmpty, take(UInt8(ascii: "=")) else { continue }
                var pieces: [BibTeXEntry.Piece] = []
                do throws(Stop) { try value(into: &pieces) } catch { continue }
                skipBlanks()
                if position < text.count, text[position] == Self.closer(of: open) { position += 1 }
                return .string(name: name, pieces: pieces)
            case .entry:
                var entry = BibTeXEntry(type: type, key: position..<position, range: begin..<begin, line: beginLine)
                position += 1
                entry.fields.reserveCapacity(16)
                entry.pieces.reserveCapacity(16)
                do throws(Stop) {
                    try read(&entry, open: open)
                } catch {
                    entry.mistakes.append(
                        BibTeXMistake(what: error.what, line: line, column: position - lineStart + 1))
                    entry.isWhole = false
                    // The next entry begins on a line of its own, behind what was read well.
                    let from = max(entry.range.upperBound, begin + 1)
                    let end = nextLineAt(from: from) ?? text.count
                    if end < position {
                        position = begin
                        line = beginLine
                        lineStart = beginLineStart
                    }
                    advance(to: end)
                }
                entry.range = begin..<position
                return .entry(entry)
            }
        }
        return nil
    }

    enum Kind { case comment, preamble, string, entry }

    func kind(of type: Range<Int>) -> Kind {
        switch type.count {
        case 6 where equal(type, "string"): .string
        case 7 where equal(type, "comment"): .comment
        case 8 where equal(type, "preamble"): .preamble
        default: .entry
        }
    }

    /// Without case.
    func equal(_ span: Range<Int>, _ word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            span.count == word.count && zip(span, word).allSatisfy { text[$0] | 0x20 == $1 }
        }
    }

    // MARK: An entry

    /// Reads from behind the opening brace to behind the closing one. `entry.range` ends where all was well last.
    mutating func read(_ entry: inout BibTeXEntry, open: UInt8) throws(Stop) {
        let close = Self.closer(of: open)
        skipComments()
        let keyStart = position
        while position < text.count, !Self.endsKey(text[position], close) { position += 1 }
        var keyEnd = position
        while keyEnd > keyStart, text[keyEnd - 1] <= 0x20 { keyEnd -= 1 }
        skipBlanks()
        if position < text.count, text[position] == UInt8(ascii: "=") {
            // No key: a field comes at once.
            entry.mistakes.append(mistake("an entry without a key"))
            position = keyStart
        } else {
            entry.key = keyStart..<keyEnd
            if position < text.count, text[position] == close {
                position += 1
                return
            }
            guard take(UInt8(ascii: ",")) else { throw Stop(what: "expected \",\" after the key\(found())") }
        }
        while true {
            skipComments()
            while take(UInt8(ascii: ",")) { skipComments() }
            guard position < text.count else {
                throw Stop(what: "the entry that begins in line \(entry.line) is never closed")
            }
            if text[position] == close {
                position += 1
                return
            }
            let nameLine = line
            var name = name()
            guard !name.isEmpty else { throw Stop(what: "expected the name of a field\(found())") }
            skipBlanks()
            if position < text.count, text[position] != UInt8(ascii: "=") { name = longName(name) }
            guard take(UInt8(ascii: "=")) else {
                throw Stop(what: "expected \"=\" after the field \"\(string(name))\"\(found())")
            }
            let first = entry.pieces.count
            try value(into: &entry.pieces)
            if entry.fields.count < Self.mostFields {
                entry.fields.append(.init(name: name, pieces: first..<entry.pieces.count, line: nameLine))
            }
            entry.range = entry.range.lowerBound..<position
            skipComments()
            guard position < text.count, text[position] != close, text[position] != UInt8(ascii: ",") else { continue }
            // A comma is easily forgotten: where another field follows, nothing is lost.
            guard looksLikeField() else {
                throw Stop(
                    what:
                        "expected \",\" or \"\(Character(Unicode.Scalar(close)))\" after the field \"\(string(name))\"\(found())"
                )
            }
            entry.mistakes.append(mistake("expected \",\" after the field \"\(string(name))\""))
        }
    }

    mutating func value(into pieces: inout [BibTeXEntry.Piece]) throws(Stop) {
        while true {
            skipComments()
            guard position < text.count else { throw Stop(what: "expected a value; found the end of the file") }
            switch text[position] {
            case UInt8(ascii: "{"):
                let begin = line
                guard let end = closing(UInt8(ascii: "{"), from: position) else {
                    throw Stop(what: "the brace that opens in line \(begin) is never closed")
                }
                pieces.append(.text((position + 1)..<(end - 1)))
                advance(to: end)
            case UInt8(ascii: "\""):
                let begin = line
                guard let end = closingQuote(from: position) else {
                    throw Stop(what: "the quote that opens in line \(begin) is never closed")
                }
                pieces.append(.text((position + 1)..<(end - 1)))
                advance(to: end)
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: ")"):
                // No value at all, which is as good as an empty one.
                pieces.append(.text(position..<position))
                return
            default:
                let start = position
                while position < text.count, !Self.endsBare(text[position]) { position += 1 }
                guard position > start else { throw Stop(what: "expected a value\(found())") }
                let isNumber = text[start..<position].allSatisfy { $0 &- 0x30 < 10 }
                pieces.append(isNumber ? .text(start..<position) : .string(start..<position))
            }
            skipComments()
            guard take(UInt8(ascii: "#")) else { return }
        }
    }

    /// Whether `name =` stands here.
    func looksLikeField() -> Bool {
        var cursor = position
        while cursor < text.count, Self.isNameByte(text[cursor]) { cursor += 1 }
        guard cursor > position, cursor - position < 64 else { return false }
        while cursor < text.count, text[cursor] <= 0x20 { cursor += 1 }
        return cursor < text.count && text[cursor] == UInt8(ascii: "=")
    }

    /// Where the last entry that begins on a line of its own begins; nil where none does.
    public static func lastEntryStart(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        var end = text.count
        while let at = text[..<end].lastIndex(of: UInt8(ascii: "@")) {
            if at > 0, text[at - 1] == 0x0A || text[at - 1] == 0x0D, beginsEntry(text, at) { return at }
            end = at
        }
        return nil
    }
}
