/// Where the keys of a TOML text stand, for messages: the parser tells the places of syntax errors alone.
///
/// Reads over whatever is wrong with the text. Tables below `mostDepth` and elements behind
/// `mostElements` have no places of their own.
struct TOMLOutline {
    /// One step of the way to a value: a table's key, or the place in an array, from 0.
    enum Step: Hashable {
        case key(String)
        case index(Int)
    }

    /// Both from 1; columns count code points, as the parser does.
    struct Position: Hashable, Comparable {
        var line: Int
        var column: Int

        static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
    }

    /// A key with its value, or the header of a table.
    struct Statement {
        var lines: ClosedRange<Int>
        var isHeader: Bool
    }

    static let mostDepth = 16
    static let mostElements = 10_000

    private(set) var positions: [[Step]: Position] = [:]
    private(set) var statements: [Statement] = []
    /// What must not reach the parser, by line, and the rule it breaks: the parser builds and frees nested tables by recursion
    /// until the stack is used up, and ends the process for a header that does not begin with a name and for some values that
    /// are none.
    private(set) var refused: [Int: (position: Position, rule: String)] = [:]

    init(_ text: String) {
        var scanner = Scanner(bytes: Array(text.utf8))
        scanner.scan()
        positions = scanner.positions
        statements = scanner.statements
        refused = scanner.refused
    }

    /// Where a value's key stands; where that is not known, the nearest table around it that is.
    func position(of path: [Step]) -> Position? {
        var path = path
        while !path.isEmpty {
            if let position = positions[path] { return position }
            path.removeLast()
        }
        return nil
    }

    /// The lines of the statement that a line belongs to; with those of its whole table where it is a header.
    func stretch(around line: Int) -> ClosedRange<Int> {
        // The first statement that ends at the line or behind it.
        var (index, end) = (0, statements.count)
        while index < end {
            let middle = (index + end) / 2
            if statements[middle].lines.upperBound < line { index = middle + 1 } else { end = middle }
        }
        guard index < statements.count, statements[index].lines.contains(line) else { return line...line }
        let statement = statements[index]
        guard statement.isHeader else { return statement.lines }
        let table = statements[(index + 1)...].prefix { !$0.isHeader }
        return statement.lines.lowerBound...max(statement.lines.upperBound, table.last?.lines.upperBound ?? 0)
    }

    /// What a key may hold without quotation marks, and letters of any script: the parser says what it thinks of those.
    static func isBare(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), 0x80...0xFF:
            true
        default: false
        }
    }
}

/// Goes once over the bytes.
private struct Scanner {
    let bytes: [UInt8]
    var positions: [[TOMLOutline.Step]: TOMLOutline.Position] = [:]
    var statements: [TOMLOutline.Statement] = []
    var refused: [Int: (position: TOMLOutline.Position, rule: String)] = [:]
    private var index = 0
    private var line = 1
    private var lineStart = 0
    /// A place in the line and its column, so that each byte is counted once.
    private var counted = (index: 0, column: 1)
    /// The table that keys belong to.
    private var table: [TOMLOutline.Step] = []
    /// Elements so far of each array of tables.
    private var counts: [[TOMLOutline.Step]: Int] = [:]

    init(bytes: [UInt8]) {
        self.bytes = bytes
        // A byte order mark is no part of the first key.
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
    }

    private var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func has(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[index...].starts(with: $0) }
    }

    private mutating func step() {
        if bytes[index] == UInt8(ascii: "\n") {
            line += 1
            lineStart = index + 1
        }
        index += 1
    }

    private mutating func skipBlanks(overLines: Bool = false) {
        while let byte {
            if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") {
                index += 1
            } else if overLines, byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                step()
            } else if overLines, byte == UInt8(ascii: "#") {
                skipLine()
            } else {
                return
            }
        }
    }

    /// To the end of the line, not over it.
    private mutating func skipLine() {
        while let byte, byte != UInt8(ascii: "\n") { index += 1 }
    }

    /// Where the scan is.
    private mutating func position() -> TOMLOutline.Position {
        if counted.index < lineStart || counted.index > index { counted = (lineStart, 1) }
        // Every byte but those that continue a code point.
        counted.column += bytes[counted.index..<index].count { $0 & 0xC0 != 0x80 }
        counted.index = index
        return TOMLOutline.Position(line: line, column: counted.column)
    }

    private mutating func note(_ path: [TOMLOutline.Step], _ position: TOMLOutline.Position, replaces: Bool = false) {
        guard path.count <= TOMLOutline.mostDepth else { return }
        if replaces || positions[path] == nil { positions[path] = position }
    }

    mutating func scan() {
        while index < bytes.count {
            skipBlanks(overLines: true)
            guard let byte else { return }
            let first = line
            let isHeader = byte == UInt8(ascii: "[")
            if isHeader { header() } else { pair(in: table, depth: 0) }
            // What is left of the line is a comment, or wrong.
            if index > lineStart || line == first { skipLine() }
            let last = index == lineStart && line > first ? line - 1 : line
            statements.append(.init(lines: first...max(first, last), isHeader: isHeader))
        }
    }

    // MARK: Statements

    private mutating func header() {
        let start = position()
        index += 1
        let isArray = byte == UInt8(ascii: "[")
        if isArray { index += 1 }
        skipBlanks()
        let isNamed = byte.map { "\"']".utf8.contains($0) || TOMLOutline.isBare($0) && $0 < 0x80 } ?? false
        if !isNamed { refuse(start, "a header holds a name, as in [network]") }
        let keys = keyPath()
        guard !keys.isEmpty, byte == UInt8(ascii: "]") else {
            // Keys under a header that cannot be read belong nowhere.
            table = [.index(-1)]
            return
        }
        var path: [TOMLOutline.Step] = []
        for (place, key) in keys.enumerated() {
            path.append(.key(key.name))
            let isLast = place == keys.count - 1
            note(path, isLast ? start : key.position, replaces: isLast && positions[path] == nil)
            if isLast, isArray {
                counts[path, default: 0] += 1
                path.append(.index(counts[path, default: 1] - 1))
                note(path, start)
            } else if let count = counts[path] {
                path.append(.index(count - 1))
            }
        }
        table = path
    }

    private mutating func pair(in table: [TOMLOutline.Step], depth: Int) {
        let keys = keyPath()
        var path = table
        for key in keys {
            path.append(.key(key.name))
            note(path, key.position)
        }
        skipBlanks()
        guard !keys.isEmpty, byte == UInt8(ascii: "=") else { return }
        index += 1
        skipBlanks()
        value(path, depth: depth)
    }

    /// Keys parted by dots; at most `mostDepth` of them are kept.
    private mutating func keyPath() -> [(name: String, position: TOMLOutline.Position)] {
        var keys: [(name: String, position: TOMLOutline.Position)] = []
        while true {
            skipBlanks()
            let start = position()
            guard let name = key() else { return keys }
            if keys.count < TOMLOutline.mostDepth {
                keys.append((name, start))
            } else {
                refuse(start, "a key has at most \(TOMLOutline.mostDepth) parts")
            }
            skipBlanks()
            guard byte == UInt8(ascii: ".") else { return keys }
            index += 1
        }
    }

    private mutating func key() -> String? {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return string() }
        let start = index
        while let byte, TOMLOutline.isBare(byte) { index += 1 }
        return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
    }

    // MARK: Values

    /// - Returns: False where a list does not end: the scan goes on with the line that cannot be its own.
    @discardableResult
    private mutating func value(_ path: [TOMLOutline.Step], depth: Int) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            if has("\"\"\"") || has("'''") { longString() } else { _ = string() }
            return true
        case UInt8(ascii: "[") where depth < 2 * TOMLOutline.mostDepth: return array(path, depth: depth + 1)
        case UInt8(ascii: "{") where depth < 2 * TOMLOutline.mostDepth: return inlineTable(path, depth: depth + 1)
        default:
            bareValue(isElement: path.last.map { if case .index = $0 { true } else { false } } ?? false)
            return true
        }
    }

    /// Whether a table begins here that cannot be an element of a list: `[cache]` alone on its line.
    private var looksLikeHeader: Bool {
        guard byte == UInt8(ascii: "["), bytes[lineStart..<index].allSatisfy({ " \t".utf8.contains($0) }) else {
            return false
        }
        let word = bytes[index...].drop { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: " ") }.prefix(200).prefix {
            TOMLOutline.isBare($0)
        }
        guard !word.isEmpty, !TOMLBareValue.isGood(word), word.endIndex < bytes.count else { return false }
        return bytes[word.endIndex] == UInt8(ascii: "]") || bytes[word.endIndex] == UInt8(ascii: ".")
    }

    private mutating func bareValue(isElement: Bool) {
        let start = (index: index, position: position())
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
            refuse(start.position, "lists and tables nest at most \(2 * TOMLOutline.mostDepth) deep")
        }
        while let byte, !",]}#=\n".utf8.contains(byte) { index += 1 }
        var end = index
        while end > start.index, " \t\r".utf8.contains(bytes[end - 1]) { end -= 1 }
        // An element with = behind it is the next statement's key.
        if isElement && byte == UInt8(ascii: "=") { return }
        if end == start.index {
            refuse(start.position, "here a value is missing")
        } else if refused[line] == nil, !TOMLBareValue.isGood(bytes[start.index..<end]) {
            refuse(start.position, TOMLBareValue.rule)
        }
    }

    private mutating func refuse(_ position: TOMLOutline.Position, _ rule: String) {
        if refused[position.line] == nil { refused[position.line] = (position, rule) }
    }

    private mutating func array(_ path: [TOMLOutline.Step], depth: Int) -> Bool {
        let first = position()
        index += 1
        var count = 0
        while true {
            skipBlanks(overLines: true)
            guard let byte else { return true }
            if byte == UInt8(ascii: "]") {
                index += 1
                return true
            }
            if byte == UInt8(ascii: ",") {
                index += 1
                continue
            }
            if looksLikeHeader {
                refuse(first, "a list ends with ]")
                index = lineStart
                return false
            }
            let start = (index: index, line: line, lineStart: lineStart)
            if count < TOMLOutline.mostElements { note(path + [.index(count)], position()) }
            guard value(path + [.index(count)], depth: depth) else { return false }
            count += 1
            skipBlanks()
            if self.byte == UInt8(ascii: "=") {
                // The next statement: this list was never closed.
                refuse(first, "a list ends with ]")
                (index, line, lineStart) = (start.lineStart, start.line, start.lineStart)
                return false
            }
            // Nothing that may stand here: over it, lest the scan stand still.
            if index == start.index { step() }
        }
    }

    private mutating func inlineTable(_ path: [TOMLOutline.Step], depth: Int) -> Bool {
        index += 1
        while true {
            skipBlanks()
            // It ends with its line at the latest.
            guard let byte, byte != UInt8(ascii: "\n") else { return true }
            if byte == UInt8(ascii: "}") {
                index += 1
                return true
            }
            if byte == UInt8(ascii: ",") {
                index += 1
                continue
            }
            let start = index
            pair(in: path, depth: depth)
            if index == start { step() }
        }
    }

    // MARK: Strings

    /// A string of one line, without its quotation marks; it ends with the line at the latest.
    private mutating func string() -> String {
        guard let mark = byte else { return "" }
        index += 1
        var content: [UInt8] = []
        while let byte, byte != UInt8(ascii: "\n") {
            index += 1
            if byte == mark { break }
            if byte == UInt8(ascii: "\\"), mark == UInt8(ascii: "\"") {
                content += escaped()
            } else {
                content.append(byte)
            }
        }
        return String(decoding: content, as: UTF8.self)
    }

    /// What an escape behind its backslash stands for; nothing where it stands for nothing.
    private mutating func escaped() -> [UInt8] {
        guard let byte, byte != UInt8(ascii: "\n") else { return [] }
        index += 1
        switch byte {
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "e"): return [27]
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let end = index + (byte == UInt8(ascii: "u") ? 4 : 8)
            guard end <= bytes.count,
                let number = UInt32(String(decoding: bytes[index..<end], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(number)
            else { return [] }
            index = end
            return Array(String(scalar).utf8)
        default: return [byte]
        }
    }

    /// A string between threefold quotation marks, over as many lines as it has.
    private mutating func longString() {
        guard let mark = byte else { return }
        index += 3
        while let byte {
            if byte == UInt8(ascii: "\\"), mark == UInt8(ascii: "\"") {
                step()
                if self.byte != nil { step() }
            } else if byte == mark, has("\"\"\"") || has("'''") {
                index += 3
                // Up to two marks may stand before the closing three.
                for _ in 0..<2 where self.byte == mark { index += 1 }
                return
            } else {
                step()
            }
        }
    }
}
