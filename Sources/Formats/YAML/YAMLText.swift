internal import Yams

/// YAML as JSON, which then is read the JSON way: items of CSL as pandoc writes them.
///
/// Scalars stay as written: only whole numbers, `true`, `false` and `null` become other than strings, so that `no` is
/// Norwegian and `1.10` an edition. Tags mean nothing.
public enum YAMLText {
    /// Largest text, in bytes.
    public static let longest = 64 << 20
    /// Deepest nesting that is written.
    public static let maximumDepth = 64
    /// Most uses of a name for another part of the text. Twenty make a text some two thousand times as long at most; a
    /// hundred would make it longer than any memory.
    public static let mostAliases = 20
    /// Most values of one text, those that aliases repeat among them.
    public static let mostValues = 4_000_000

    /// One item of a list.
    public struct Item: Sendable {
        /// Where it lies in the text.
        public var range: Range<Int>
        /// Line on which it begins, from 1.
        public var line: Int
        /// As one JSON text; an error where it is no YAML.
        public var json: Result<[UInt8], SyntaxError>
    }

    /// Whether a text begins as a list of items does: `- id: …`, or `references:` before it.
    public static func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        var isOpen = false
        for line in head.split(maxSplits: 60, whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            let text = String(decoding: line.prefix(200), as: UTF8.self)
            var words = text.drop { $0 == " " || $0 == "\u{FEFF}" }
            if words.isEmpty || words.hasPrefix("#") || words.hasPrefix("---") || words.hasPrefix("%YAML") { continue }
            if text.hasPrefix("cff-version:") { return true }
            if words.hasPrefix("references:") {
                isOpen = true
                continue
            }
            guard words.hasPrefix("- ") else {
                return isOpen && keys.contains { words.hasPrefix("\($0):") }
            }
            words = words.dropFirst(2).drop { $0 == " " }
            return keys.contains { words.hasPrefix("\($0):") }
        }
        return false
    }

    private static let keys = [
        "id", "type", "title", "author", "DOI", "issued", "citation-key", "container-title", "abstract", "URL",
        "editor",
        "publisher", "accessed", "ISBN", "ISSN", "page", "volume", "issue", "language", "note", "annote", "call-number",
        "collection-title", "edition", "event", "event-title", "genre", "keyword", "medium", "number", "original-date",
        "PMID", "PMCID", "section", "source", "title-short", "translator", "archive",
    ]

    /// Whether a line among the first, which begins no list, is `cff-version:`.
    private static func isCitationFile(_ bytes: [UInt8]) -> Bool {
        bytes.split(maxSplits: 60, whereSeparator: { $0 == 0x0A || $0 == 0x0D }).prefix(60)
            .contains { $0.starts(with: "cff-version:".utf8) }
    }

    /// The whole text as one JSON text; of several documents an array.
    ///
    /// - Throws: `SyntaxError` where it is no YAML, or is larger, deeper or more entangled than is read.
    public static func json(_ bytes: [UInt8]) throws -> [UInt8] {
        try json(bytes[...])
    }

    /// The items of a list one by one, so that one that is broken leaves the others; a text that is no list is one item.
    public static func items(_ bytes: [UInt8]) -> [Item] {
        // A citation file is one item, whatever lists it has.
        let starts = isCitationFile(bytes) ? [] : itemStarts(bytes)
        guard let first = starts.first else {
            return [Item(range: 0..<bytes.count, line: 1, json: result(bytes[...]))]
        }
        var items: [Item] = []
        for (index, start) in starts.enumerated() {
            let end =
                index + 1 < starts.count
                ? starts[index + 1].offset : self.end(of: bytes, from: start.offset, indent: first.indent)
            // The list of one item that each becomes gives its item.
            items.append(
                Item(range: start.offset..<end, line: start.line, json: result(bytes[start.offset..<end], isItem: true))
            )
        }
        return items
    }

    private static func result(_ bytes: ArraySlice<UInt8>, isItem: Bool = false) -> Result<[UInt8], SyntaxError> {
        do {
            return .success(try json(bytes, isItem: isItem))
        } catch {
            return .failure(error as? SyntaxError ?? SyntaxError("\(error)"))
        }
    }

    // MARK: Cutting

    /// Lines that begin an item of the outermost list.
    private static func itemStarts(_ bytes: [UInt8]) -> [(offset: Int, line: Int, indent: Int)] {
        var starts: [(offset: Int, line: Int, indent: Int)] = []
        var indent: Int?
        forEachLine(bytes[...]) { range, line in
            let blanks = bytes[range].prefix { $0 == 0x20 }.count
            let rest = bytes[(range.lowerBound + blanks)..<range.upperBound]
            let isDash = rest.first == UInt8(ascii: "-") && (rest.count == 1 || rest.dropFirst().first == 0x20)
            if isDash, indent == nil || indent == blanks {
                indent = blanks
                starts.append((range.lowerBound, line, blanks))
            } else if indent == nil, let first = rest.first, first != UInt8(ascii: "#"), first > 0x20,
                !rest.starts(with: "---".utf8), !rest.starts(with: "references:".utf8), !rest.starts(with: "%".utf8),
                first != 0xEF
            {
                // Something else comes first: no list of items alone.
                return false
            }
            return true
        }
        return starts
    }

    /// Where the last item ends: at the end of the document, or at a key beside the list.
    private static func end(of bytes: [UInt8], from start: Int, indent: Int) -> Int {
        var end = bytes.count
        var isFirst = true
        forEachLine(bytes[start...]) { range, _ in
            defer { isFirst = false }
            if isFirst { return true }
            let rest = bytes[range]
            if rest.starts(with: "...".utf8) || rest.starts(with: "---".utf8)
                || (rest.first.map { $0 > 0x20 && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "-") } ?? false)
            {
                end = range.lowerBound
                return false
            }
            return true
        }
        return end
    }

    /// - Parameter body: A line's range without its end, and its number from 1; false stops.
    private static func forEachLine(_ bytes: ArraySlice<UInt8>, _ body: (Range<Int>, Int) -> Bool) {
        var start = bytes.startIndex
        var line = 1
        while start < bytes.endIndex {
            var end = start
            while end < bytes.endIndex, bytes[end] != 0x0A, bytes[end] != 0x0D { end += 1 }
            if !body(start..<end, line) { return }
            line += 1
            start = end + 1
            if start < bytes.endIndex, bytes[end] == 0x0D, bytes[start] == 0x0A { start += 1 }
        }
    }

    // MARK: Writing

    private static func json(_ bytes: ArraySlice<UInt8>, isItem: Bool = false) throws -> [UInt8] {
        guard bytes.count <= longest else { throw SyntaxError("YAML of more than \(longest >> 20) MB") }
        guard !isEntangled(bytes) else {
            throw SyntaxError("YAML that uses names for parts of itself more than \(mostAliases) times")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw SyntaxError("YAML that is no UTF-8") }
        var nodes: [Node] = []
        do {
            var documents = try Yams.compose_all(yaml: text)
            while let node = documents.next() { nodes.append(node) }
            if let error = documents.error { throw error }
        } catch {
            throw Self.error(error)
        }
        var writer = JSONWriter(reserving: bytes.count + bytes.count / 4)
        var values = 0
        if nodes.count == 1 {
            if isItem, case .sequence(let list) = nodes[0], let only = list.first, list.count == 1 {
                try write(only, depth: 0, &values, &writer)
            } else {
                try write(nodes[0], depth: 0, &values, &writer)
            }
        } else {
            writer.beginArray()
            for node in nodes { try write(node, depth: 1, &values, &writer) }
            writer.endArray()
        }
        return writer.bytes
    }

    private static func error(_ error: any Error) -> SyntaxError {
        guard let error = error as? YamlError else { return SyntaxError("no YAML: \(error)") }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return SyntaxError("no YAML: \(problem), in line \(mark.line) column \(mark.column)")
        case .reader(let problem, _, _, _): return SyntaxError("no YAML: \(problem)")
        case .duplicatedKeysInMapping(let keys, _):
            return SyntaxError("no YAML: the key \"\(keys.first ?? "")\" occurs twice in one item")
        default: return SyntaxError("no YAML")
        }
    }

    /// Whether a text has names for parts (`&a`) and uses them (`*a`) more often than is read. Counted generously: words
    /// between stars count as well.
    private static func isEntangled(_ bytes: ArraySlice<UInt8>) -> Bool {
        var anchors = 0
        var aliases = 0
        var last: UInt8 = 0x0A
        var mark: UInt8 = 0
        for byte in bytes {
            if mark != 0, byte > 0x20, byte != UInt8(ascii: ","), byte != UInt8(ascii: "]"), byte != UInt8(ascii: "}") {
                if mark == UInt8(ascii: "&") { anchors += 1 } else { aliases += 1 }
            }
            mark = 0
            if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") {
                // Before a name stands white space, or a sign that opens or parts a list.
                let opens = last <= 0x20 || "[{,:-?".utf8.contains(last)
                if opens { mark = byte }
            }
            last = byte
        }
        return anchors > 0 && aliases > mostAliases
    }

    private static func write(_ node: Node, depth: Int, _ values: inout Int, _ writer: inout JSONWriter) throws {
        values += 1
        guard depth <= maximumDepth else { throw SyntaxError("YAML deeper than \(maximumDepth) levels") }
        guard values <= mostValues else { throw SyntaxError("YAML of more than \(mostValues) values") }
        switch node {
        case .scalar(let scalar): write(scalar, &writer)
        case .sequence(let list):
            writer.beginArray()
            for element in list { try write(element, depth: depth + 1, &values, &writer) }
            writer.endArray()
        case .mapping(let pairs):
            writer.beginObject()
            for (key, value) in pairs {
                guard case .scalar(let name) = key else { throw SyntaxError("YAML with a key that is no text") }
                writer.key(name.string)
                try write(value, depth: depth + 1, &values, &writer)
            }
            writer.endObject()
        case .alias: writer.null()
        }
    }

    private static func write(_ scalar: Node.Scalar, _ writer: inout JSONWriter) {
        guard scalar.style == .plain else { return writer.string(scalar.string) }
        switch scalar.string {
        case "", "~", "null": writer.null()
        case "true": writer.bool(true)
        case "false": writer.bool(false)
        case let text:
            let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
            let isNumber =
                digits.count <= 15 && text.utf8.count - digits.count <= 1 && !digits.isEmpty
                && digits.allSatisfy { $0 &- 0x30 < 10 } && (digits.first != 0x30 || text == "0")
            if isNumber, let number = Int(text) { writer.int(number) } else { writer.string(text) }
        }
    }
}
