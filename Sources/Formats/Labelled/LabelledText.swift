/// One field of a record in labelled lines; spans are byte indices of the text.
public struct LabelledField: Sendable {
    /// `AU`, `Publication title`; empty for lines in front of the first label.
    public var label: Range<Int>
    /// Indices of its lines, in `LabelledRecord.lines`.
    public var lines: Range<Int>
    /// Line of the label, from 1.
    public var line: Int
}

/// A record in labelled lines; lives no longer than the call that hands it over.
public struct LabelledRecord {
    /// The text that spans point into.
    public var text: UnsafeBufferPointer<UInt8>
    public var fields: [LabelledField]
    /// Lines of values that are not empty, white space at both ends cut.
    public var lines: [Range<Int>]
    /// The record's bytes, from its first line to behind its last one.
    public var range: Range<Int>
    /// Its first line, from 1.
    public var line: Int

    public func label(_ field: LabelledField) -> String { string(field.label) }

    /// The whole value: its lines joined by one space.
    public func text(_ field: LabelledField) -> String {
        field.lines.count == 1 ? string(lines[field.lines.lowerBound]) : values(field).joined(separator: " ")
    }

    /// The value's lines one by one.
    public func values(_ field: LabelledField) -> [String] { lines[field.lines].map(string) }

    public func string(_ span: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: text[span]), as: UTF8.self)
    }
}

/// The ways in which databases write records of labelled lines with a mark before each.
public enum LabelledSyntax: Sendable {
    /// `Record #1 of 25`, then `AU: Name`; labels of two or three capitals.
    case cochrane
    /// `<1>` or `<1. >`, then labels on lines of their own with indented values below, or `AU  - Name`.
    case ovid
    /// A line of underscores, then `Publication title: Name`; blank lines between fields.
    case proQuest
    /// `RT Journal Article`, then `A1 Name`.
    case refWorks

    /// Most fields of one record, and most lines; more are no record.
    static let mostFields = 100_000
    /// Longest label, in bytes.
    static let longestLabel = 60
}

/// Reads records of labelled lines. One thread's tool.
public struct LabelledReader: Sendable {
    private let syntax: LabelledSyntax

    public init(_ syntax: LabelledSyntax) { self.syntax = syntax }

    /// Calls `body` for each record, also for those without a field; what stands before the first one is none.
    ///
    /// - Parameters:
    ///   - text: Whole lines, ended by LF, CR or CRLF.
    ///   - firstLine: Number of the first line.
    /// - Complexity: Linear; a byte is looked at two or three times.
    public func forEachRecord(
        in text: UnsafeBufferPointer<UInt8>, firstLine: Int, _ body: (borrowing LabelledRecord) -> Void
    ) {
        guard let base = text.baseAddress else { return }
        let scanner = LabelledLines(syntax, base)
        let syntax = syntax
        var record = LabelledRecord(text: text, fields: [], lines: [], range: 0..<0, line: firstLine)
        var isOpen = false
        var end = 0
        // Whether the last field holds text, whose lines may look like labels.
        var isInText = false
        func close() {
            guard isOpen else { return }
            record.range = record.range.lowerBound..<end
            body(record)
            isOpen = false
        }
        func open(_ start: Int, _ line: Int) {
            close()
            isOpen = true
            isInText = false
            record.fields.removeAll(keepingCapacity: true)
            record.lines.removeAll(keepingCapacity: true)
            record.range = start..<start
            record.line = line
        }
        func add(_ value: Range<Int>, to index: Int) {
            guard !value.isEmpty, record.lines.count < LabelledSyntax.mostFields else { return }
            record.lines.append(value)
            record.fields[index].lines = record.fields[index].lines.lowerBound..<record.lines.count
        }
        func begin(_ label: Range<Int>, _ value: Range<Int>, _ line: Int) {
            guard record.fields.count < LabelledSyntax.mostFields else { return }
            let next = record.lines.count
            isInText = syntax.holdsText(UnsafeBufferPointer(rebasing: text[label]))
            record.fields.append(LabelledField(label: label, lines: next..<next, line: line))
            add(value, to: record.fields.count - 1)
        }
        let ends = LineEnds(text)
        var start = 0
        var line = firstLine
        // Which of Ovid's two forms a record is in tells its first field.
        var isTagged = false
        var isMarked = false
        var afterBlank = true
        while start < text.count {
            let stop = ends.end(from: start)
            let next = ends.next(after: stop)
            let kind = scanner.kind(start, stop, isTagged: isTagged)
            switch kind {
            case .blank: break
            case .mark:
                open(start, line)
                isTagged = false
                isMarked = true
                end = min(next, text.count)
            case .field(let label, let value, let begins, let tagged):
                let begins =
                    begins && scanner.begins(start, stop, afterBlank: afterBlank || !isOpen, isMarked: isMarked)
                if begins, !isOpen || !record.fields.isEmpty { open(start, line) }
                guard isOpen else { break }
                if isInText, !begins, !scanner.mayEndText(label) {
                    if let last = record.fields.indices.last { add(scanner.trimmed(start, stop), to: last) }
                    end = min(next, text.count)
                    break
                }
                if tagged { isTagged = true }
                begin(label, scanner.trimmed(value, stop), line)
                end = min(next, text.count)
            case .more:
                guard isOpen else { break }
                let value = scanner.trimmed(start, stop)
                if let last = record.fields.indices.last {
                    add(value, to: last)
                } else {
                    begin(start..<start, value, line)
                }
                end = min(next, text.count)
            }
            if case .blank = kind { afterBlank = true } else { afterBlank = false }
            line += 1
            start = next
        }
        close()
    }

    /// Where the last record that begins in the text begins; nil where none does.
    public func lastRecordStart(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = text.baseAddress else { return nil }
        let scanner = LabelledLines(syntax, base)
        // A field that begins a record where no mark stands before it, wherever that is.
        var begun: Int?
        var end = text.count
        while end > 0 {
            var start = end - 1
            while start > 0, base[start - 1] != 0x0A, base[start - 1] != 0x0D { start -= 1 }
            switch scanner.kind(start, end, isTagged: true) {
            case .mark: return start > 0 ? start : nil
            case .blank: break
            case .field(_, _, begins: true, _) where begun == nil && start > 0:
                let afterBlank = scanner.isBlank(before: start)
                if scanner.begins(start, end, afterBlank: afterBlank, isMarked: false) { begun = start }
                // RefWorks has no marks.
                if syntax == .refWorks, let begun { return begun }
            default: break
            }
            end = start
            // The line break before it.
            if end > 0 { end -= 1 }
        }
        return begun
    }
}

/// What single lines are.
struct LabelledLines {
    enum Line {
        case mark
        case field(label: Range<Int>, value: Int, begins: Bool, isTagged: Bool)
        case blank
        case more
    }

    private let syntax: LabelledSyntax
    private let base: UnsafePointer<UInt8>

    init(_ syntax: LabelledSyntax, _ base: UnsafePointer<UInt8>) {
        self.syntax = syntax
        self.base = base
    }

    func kind(_ start: Int, _ stop: Int, isTagged: Bool) -> Line {
        let span = trimmed(start, stop)
        if span.isEmpty { return .blank }
        switch syntax {
        case .cochrane: return cochrane(span)
        case .ovid: return ovid(start, span, isTagged: isTagged)
        case .proQuest: return proQuest(span)
        case .refWorks: return refWorks(span)
        }
    }

    /// Whether a field that may begin a record does: `RT` within an abstract, and `VN` behind Ovid's marks, do not.
    func begins(_ start: Int, _ stop: Int, afterBlank: Bool, isMarked: Bool) -> Bool {
        guard syntax == .refWorks else { return !isMarked }
        let span = trimmed(start, stop)
        guard span.count < LabelledSyntax.longestLabel else { return false }
        if afterBlank { return true }
        let type = trimmed(span.lowerBound + 2, span.upperBound)
        let word = String(
            decoding: UnsafeBufferPointer(start: base + type.lowerBound, count: type.count), as: UTF8.self)
        return LabelledSyntax.refWorksTypes.contains(word.lowercased())
    }

    /// Whether a label ends a field that holds text.
    func mayEndText(_ label: Range<Int>) -> Bool {
        // An `RT` that begins no record is a word.
        if syntax == .refWorks, starts(label, "RT") { return false }
        return syntax.knows(UnsafeBufferPointer(start: base + label.lowerBound, count: label.count))
    }

    /// Whether the line before one that begins at `start` is blank.
    func isBlank(before start: Int) -> Bool {
        var index = start
        if index > 0, base[index - 1] == 0x0A { index -= 1 }
        if index > 0, base[index - 1] == 0x0D { index -= 1 }
        while index > 0, base[index - 1] != 0x0A, base[index - 1] != 0x0D {
            if base[index - 1] > 0x20 { return false }
            index -= 1
        }
        return true
    }

    private func cochrane(_ span: Range<Int>) -> Line {
        if starts(span, "Record #"), span.count > 8, isDigit(span.lowerBound + 8) { return .mark }
        var index = span.lowerBound
        while index < span.upperBound, TaggedReader.isCapital(base[index]) || index > span.lowerBound && isDigit(index)
        {
            index += 1
        }
        guard (2...3).contains(index - span.lowerBound), index < span.upperBound, base[index] == UInt8(ascii: ":"),
            index + 1 == span.upperBound || base[index + 1] == 0x20
        else { return .more }
        return .field(label: span.lowerBound..<index, value: index + 1, begins: false, isTagged: false)
    }

    private func ovid(_ start: Int, _ span: Range<Int>, isTagged: Bool) -> Line {
        if isOvidMark(span) { return .mark }
        guard start == span.lowerBound else { return .more }
        if let value = TaggedReader.risValue(base, start, span.upperBound) {
            return .field(
                label: start..<start + 2, value: value, begins: starts(span, "VN"), isTagged: true)
        }
        if isTagged || span.count > LabelledSyntax.longestLabel { return .more }
        return .field(label: span, value: span.upperBound, begins: false, isTagged: false)
    }

    /// `<1>` and `<12. >`.
    private func isOvidMark(_ span: Range<Int>) -> Bool {
        guard base[span.lowerBound] == UInt8(ascii: "<"), base[span.upperBound - 1] == UInt8(ascii: ">") else {
            return false
        }
        var index = span.lowerBound + 1
        let first = index
        while index < span.upperBound, isDigit(index) { index += 1 }
        guard index > first, index - first < 10 else { return false }
        if base[index] == UInt8(ascii: ".") { index += 1 }
        while index < span.upperBound, base[index] == 0x20 { index += 1 }
        return index == span.upperBound - 1
    }

    private func proQuest(_ span: Range<Int>) -> Line {
        if span.count >= 20, span.allSatisfy({ base[$0] == UInt8(ascii: "_") }) { return .mark }
        guard TaggedReader.isCapital(base[span.lowerBound]) else { return .more }
        var index = span.lowerBound
        while index < span.upperBound, index - span.lowerBound < LabelledSyntax.longestLabel, isLabel(base[index]) {
            index += 1
        }
        guard index < span.upperBound, base[index] == UInt8(ascii: ":"),
            index + 1 == span.upperBound || base[index + 1] == 0x20
        else { return .more }
        return .field(label: trimmed(span.lowerBound, index), value: index + 1, begins: false, isTagged: false)
    }

    private func refWorks(_ span: Range<Int>) -> Line {
        guard span.count >= 2, TaggedReader.isCapital(base[span.lowerBound]),
            TaggedReader.isCapital(base[span.lowerBound + 1]) || isDigit(span.lowerBound + 1),
            span.count == 2 || base[span.lowerBound + 2] == 0x20
        else { return .more }
        let label = span.lowerBound..<span.lowerBound + 2
        return .field(label: label, value: label.upperBound, begins: starts(span, "RT"), isTagged: false)
    }

    /// Letters, and what joins them: `Identifier / keyword`.
    private func isLabel(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte == 0x20 || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-")
    }

    private func isDigit(_ index: Int) -> Bool { base[index] &- 0x30 < 10 }

    private func starts(_ span: Range<Int>, _ word: StaticString) -> Bool {
        guard span.count >= word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount where base[span.lowerBound + index] != word.utf8Start[index] {
            return false
        }
        return true
    }

    func trimmed(_ start: Int, _ stop: Int) -> Range<Int> {
        var start = start
        var stop = stop
        while start < stop, base[start] <= 0x20 { start += 1 }
        while stop > start, base[stop - 1] <= 0x20 { stop -= 1 }
        return start..<stop
    }
}
