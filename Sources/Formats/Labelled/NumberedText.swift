/// A record that begins with its number and whose parts are parted by blank lines; lives no longer than the call that hands
/// it over.
public struct NumberedRecord {
    /// The text that spans point into.
    public var text: UnsafeBufferPointer<UInt8>
    /// Its lines, white space at both ends cut; the first one without the number.
    public var lines: [Range<Int>]
    /// Indices of the lines of each paragraph.
    public var paragraphs: [Range<Int>]
    public var range: Range<Int>
    /// Its first line, from 1.
    public var line: Int

    /// The lines of a paragraph.
    public func lines(_ paragraph: Range<Int>) -> [String] {
        lines[paragraph].map { String(decoding: UnsafeBufferPointer(rebasing: text[$0]), as: UTF8.self) }
    }
}

/// Reads records of paragraphs: `1. J Marsh. 2019 …`, blank lines between parts, and numbers among the last: `PMID: 123`.
///
/// A paragraph of an abstract may begin with a number, too: the next record begins behind the numbers that the one before ends
/// with.
public struct NumberedReader: Sendable {
    /// Most lines of one record; more are no record.
    static let mostLines = 100_000

    public init() {}

    /// Calls `body` for each record; what stands before the first one is none.
    ///
    /// - Complexity: Linear.
    public func forEachRecord(
        in text: UnsafeBufferPointer<UInt8>, firstLine: Int, _ body: (borrowing NumberedRecord) -> Void
    ) {
        var record = NumberedRecord(text: text, lines: [], paragraphs: [], range: 0..<0, line: firstLine)
        var isOpen = false
        var end = 0
        func close() {
            guard isOpen else { return }
            record.range = record.range.lowerBound..<end
            body(record)
        }
        var paragraph = 0
        walk(text) { span, start, next, line, value in
            if let value {
                close()
                isOpen = true
                record.lines.removeAll(keepingCapacity: true)
                record.paragraphs.removeAll(keepingCapacity: true)
                record.range = start..<start
                record.line = firstLine + line
                paragraph = 0
                record.lines.append(value..<span.upperBound)
                record.paragraphs.append(0..<1)
                end = next
                return true
            }
            guard isOpen else { return true }
            if span.isEmpty {
                paragraph = record.lines.count
            } else if record.lines.count < Self.mostLines {
                record.lines.append(span)
                if paragraph < record.lines.count - 1, let last = record.paragraphs.indices.last {
                    record.paragraphs[last] = record.paragraphs[last].lowerBound..<record.lines.count
                } else {
                    record.paragraphs.append(paragraph..<record.lines.count)
                }
                end = next
            }
            return true
        }
        close()
    }

    /// Where the last record that begins in the text begins; nil where none does but the first.
    public func lastRecordStart(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        var last: Int?
        walk(text) { _, start, _, _, value in
            if value != nil, start > 0 { last = start }
            return true
        }
        return last
    }

    /// Whether a text begins with such a record, as far as it can be seen: a journal and a year, a title, and then numbers.
    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        var citation: [UInt8] = []
        var paragraph = 0
        var afterBlank = true
        var block = NumberBlock()
        var isFound = false
        walk(head) { span, _, _, _, value in
            if value != nil, paragraph > 0 || citation.count > 0 { return false }
            if span.isEmpty {
                if paragraph == 1, afterBlank == false, !Self.isCitation(citation) { return false }
                afterBlank = true
                return true
            }
            if afterBlank {
                // Words before the first record.
                if paragraph == 0, value == nil { return false }
                paragraph += 1
                block = NumberBlock()
                afterBlank = false
            }
            if paragraph == 1 {
                if !citation.isEmpty { citation.append(0x20) }
                citation += head[(value ?? span.lowerBound)..<span.upperBound]
                return citation.count < 4000
            }
            block.take(head, span)
            if block.isOne {
                isFound = paragraph > 2
                return false
            }
            return true
        }
        return isFound
    }

    /// `J Marsh. 2019 …`: at most one full stop within the journal's name.
    private static func isCitation(_ text: [UInt8]) -> Bool {
        var stops = 0
        for index in text.indices.dropLast(6) where text[index] == UInt8(ascii: ".") && text[index + 1] == 0x20 {
            let year = text[(index + 2)...].prefix(4)
            if year.allSatisfy({ $0 &- 0x30 < 10 }), year.first == 0x31 || year.first == 0x32 { return true }
            stops += 1
            if stops > 1 { return false }
        }
        return false
    }

    /// Whether lines are the block of a record's own numbers; notes on other records hold numbers, too.
    public static func isNumbers(_ lines: [String]) -> Bool {
        var block = NumberBlock()
        for var line in lines {
            line.withUTF8 { text in block.take(text, 0..<text.count) }
        }
        return block.isOne
    }

    /// Calls `body` for each line: its span, where it begins, where the next one does, its index, and where its text begins
    /// behind a record's number, nil where no record begins; stops where `body` says false.
    private func walk(
        _ text: UnsafeBufferPointer<UInt8>,
        _ body: (_ span: Range<Int>, _ start: Int, _ next: Int, _ line: Int, _ value: Int?) -> Bool
    ) {
        guard let base = text.baseAddress else { return }
        let ends = LineEnds(text)
        let lines = LabelledLines(.proQuest, base)
        var start = 0
        var line = 0
        var afterBlank = true
        var isComplete = true
        var block = NumberBlock()
        while start < text.count {
            let stop = ends.end(from: start)
            let next = min(ends.next(after: stop), text.count)
            let span = lines.trimmed(start, stop)
            var value: Int?
            if afterBlank, isComplete, !span.isEmpty { value = Self.value(text, span) }
            if value != nil {
                isComplete = false
                block = NumberBlock(isBroken: true)
            } else if span.isEmpty {
                if block.isOne { isComplete = true }
            } else {
                if afterBlank { block = NumberBlock() }
                block.take(text, span)
            }
            if !body(span, start, next, line, value) { return }
            afterBlank = span.isEmpty
            line += 1
            start = next
        }
    }

    /// Behind `12. `.
    private static func value(_ text: UnsafeBufferPointer<UInt8>, _ span: Range<Int>) -> Int? {
        let digits = text[span].prefix { $0 &- 0x30 < 10 }.count
        let dot = span.lowerBound + digits
        guard (1...7).contains(digits), dot + 2 < span.upperBound, text[dot] == UInt8(ascii: "."), text[dot + 1] == 0x20
        else { return nil }
        return dot + 2
    }
}

/// A paragraph whose lines are all numbers of the record, one of them PubMed's.
private struct NumberBlock {
    private var hasPMID = false
    private var isBroken = false

    init(isBroken: Bool = false) { self.isBroken = isBroken }

    var isOne: Bool { hasPMID && !isBroken }

    mutating func take(_ text: UnsafeBufferPointer<UInt8>, _ span: Range<Int>) {
        let line = UnsafeBufferPointer(rebasing: text[span])
        if line.starts(with: "PMID: ".utf8) {
            let rest = line.dropFirst(6).drop { $0 &- 0x30 < 10 }
            // `PMID: 123 [Indexed for MEDLINE]`.
            let isWhole = rest.isEmpty || rest.starts(with: " [".utf8) && rest.last == UInt8(ascii: "]")
            if rest.startIndex > line.startIndex + 6, isWhole { hasPMID = true } else { isBroken = true }
        } else if !["DOI: ", "PMCID: ", "Bookshelf ID: "].contains(where: { line.starts(with: $0.utf8) }) {
            isBroken = true
        }
    }
}
