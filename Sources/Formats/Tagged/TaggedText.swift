/// One field of a record in tagged lines; spans are byte indices of the text.
public struct TaggedField: Sendable {
    /// Up to four ASCII bytes, the first in the highest place: `TaggedTag("TY")`.
    public var tag: TaggedTag
    /// The value on the tag's own line, white space at both ends cut.
    public var value: Range<Int>
    /// Indices of the lines that go on with it, in `TaggedRecord.continuations`.
    public var continuations: Range<Int>
    /// Line of the tag, from 1.
    public var line: Int
}

/// A tag as a number.
public struct TaggedTag: Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
    public var code: UInt32

    @inlinable
    public init(code: UInt32) { self.code = code }

    /// A constant by the time the program runs: comparing tags is comparing numbers.
    @inlinable @inline(__always)
    public init(stringLiteral value: StaticString) {
        let bytes = value.utf8Start
        switch value.utf8CodeUnitCount {
        case 2: code = UInt32(bytes[0]) << 8 | UInt32(bytes[1])
        case 3: code = UInt32(bytes[0]) << 16 | UInt32(bytes[1]) << 8 | UInt32(bytes[2])
        case 4: code = UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3])
        default: preconditionFailure("a tag has two to four letters")
        }
    }

    public var description: String {
        String(unsafeUninitializedCapacity: 4) { buffer in
            var count = 0
            for place in stride(from: 24, through: 0, by: -8) where code >> place != 0 {
                buffer[count] = UInt8(truncatingIfNeeded: code >> place)
                count += 1
            }
            return count
        }
    }

    @inlinable @inline(__always)
    public static func ~= (a: TaggedTag, b: TaggedTag) -> Bool { a.code == b.code }
}

/// A record in tagged lines; lives no longer than the call that hands it over.
public struct TaggedRecord {
    /// The text that spans point into.
    public var text: UnsafeBufferPointer<UInt8>
    public var fields: [TaggedField]
    public var continuations: [Range<Int>]
    /// The record's bytes, from its first tag to behind its last line.
    public var range: Range<Int>
    /// Line of its first tag, from 1.
    public var line: Int
    /// Whether the line that ends a record is there.
    public var isClosed: Bool
    /// Lines that are neither tag nor continuation, by number; at most some.
    public var strayLines: [Int]

    /// The whole value: lines that go on are joined by one space.
    public func text(_ field: TaggedField) -> String {
        if field.continuations.isEmpty { return string(field.value) }
        let spans = continuations[field.continuations]
        return String(unsafeUninitializedCapacity: spans.reduce(field.value.count) { $0 + $1.count + 1 }) { buffer in
            var count = 0
            func append(_ span: Range<Int>) {
                if count > 0 {
                    buffer[count] = 0x20
                    count += 1
                }
                count = buffer[count...].update(fromContentsOf: text[span])
            }
            append(field.value)
            for span in spans { append(span) }
            return count
        }
    }

    /// The value's bytes where it stands on its tag's line alone; nil where it goes on.
    public func line(_ field: TaggedField) -> UnsafeBufferPointer<UInt8>? {
        field.continuations.isEmpty ? UnsafeBufferPointer(rebasing: text[field.value]) : nil
    }

    /// The value's lines one by one, those that are empty left out.
    public func lines(_ field: TaggedField) -> [String] {
        (field.value.isEmpty ? [] : [string(field.value)]) + continuations[field.continuations].map(string)
    }

    public func string(_ span: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: text[span]), as: UTF8.self)
    }
}

/// The four ways in which databases write fields line by line.
public enum TaggedSyntax: Sendable {
    /// `TY  - JOUR` … `ER  - `.
    case ris
    /// `PMID- 123`; tags of up to four letters, the dash in the fifth column.
    case medline
    /// `PT J` … `ER`; two letters and a space.
    case webOfScience
    /// `%A Name`.
    case refer

    /// Most fields of one record; more are no record.
    static let mostFields = 100_000
}

/// Reads records in tagged lines. One thread's tool: its buffers are reused.
public struct TaggedReader: Sendable {
    private let syntax: TaggedSyntax

    public init(_ syntax: TaggedSyntax) { self.syntax = syntax }

    /// What one line is.
    private enum Line {
        case tag(TaggedTag, value: Int)
        case blank
        case more
    }

    /// Calls `body` for each record.
    ///
    /// - Parameters:
    ///   - text: Whole lines, ended by LF, CR or CRLF.
    ///   - firstLine: Number of the first line.
    /// - Complexity: Linear; a byte is looked at two or three times.
    public func forEachRecord(
        in text: UnsafeBufferPointer<UInt8>, firstLine: Int, _ body: (borrowing TaggedRecord) -> Void
    ) {
        var record = TaggedRecord(
            text: text, fields: [], continuations: [], range: 0..<0, line: firstLine, isClosed: false, strayLines: [])
        record.fields.reserveCapacity(64)
        // Negative where no record is open.
        var begin = -1
        var end = 0
        var afterBlank = false
        let numbersRecords = syntax == .refer && Self.hasType(text)
        var isEnded = false
        func close() {
            defer {
                begin = -1
                isEnded = false
                record.fields.removeAll(keepingCapacity: true)
                record.continuations.removeAll(keepingCapacity: true)
                record.strayLines.removeAll()
            }
            guard begin >= 0, !record.fields.isEmpty else { return }
            record.range = begin..<end
            record.isClosed = isEnded
            body(record)
        }
        var start = 0
        var line = firstLine
        let count = text.count
        guard let base = text.baseAddress else { return }
        let ends = LineEnds(text)
        while start < count {
            let stop = ends.end(from: start)
            let next = ends.next(after: stop)
            switch kind(base, start, stop, isOpen: begin >= 0) {
            case .blank:
                afterBlank = true
            case .tag(let tag, let value):
                if tag == "ER", syntax == .ris || syntax == .webOfScience {
                    end = min(next, count)
                    isEnded = true
                    // Ovid writes a field behind the end: what began with TY waits for it.
                    if syntax != .ris || record.fields.first?.tag != "TY" { close() }
                } else {
                    if begins(
                        tag, record.fields, isOpen: begin >= 0 && !record.fields.isEmpty, afterBlank: afterBlank,
                        numbersRecords: numbersRecords)
                    {
                        close()
                    }
                    if begin < 0 {
                        begin = start
                        record.line = line
                    }
                    if record.fields.count < TaggedSyntax.mostFields {
                        record.fields.append(
                            TaggedField(
                                tag: tag, value: Self.trimmed(base, value, stop),
                                continuations: record.continuations.count..<record.continuations.count, line: line))
                    }
                    end = min(next, count)
                }
                afterBlank = false
            case .more:
                let span = Self.trimmed(base, start, stop)
                // Behind a blank line, what goes on with a field is indented.
                let goesOn = !afterBlank || syntax == .ris || base[start] <= 0x20
                if begin >= 0, !isEnded, goesOn, let last = record.fields.indices.last {
                    if record.continuations.count < TaggedSyntax.mostFields {
                        record.continuations.append(span)
                        record.fields[last].continuations =
                            record.fields[last].continuations.lowerBound..<record.continuations.count
                    }
                    end = min(next, count)
                } else if record.strayLines.count < 8 {
                    record.strayLines.append(line)
                }
                afterBlank = false
            }
            line += 1
            start = next
        }
        close()
    }

    /// Whether a tag begins another record.
    private func begins(
        _ tag: TaggedTag, _ fields: [TaggedField], isOpen: Bool, afterBlank: Bool, numbersRecords: Bool
    ) -> Bool {
        guard isOpen else { return false }
        // The first ones tell, however many a hostile record has.
        func has(_ tag: TaggedTag) -> Bool { fields.prefix(1000).contains { $0.tag.code == tag.code } }
        switch syntax {
        case .ris: return tag == "TY"
        case .webOfScience: return tag == "PT" && (afterBlank || has("PT"))
        case .refer: return numbersRecords ? tag == "%0" : afterBlank
        case .medline:
            // Some files have no PMID; some have a blank line in an abstract.
            if tag == "PMID" { return afterBlank || has("PMID") }
            guard afterBlank, has(tag) || has("SO") || has("TI") else { return false }
            return tag == "PMC" || tag == "OWN" || tag == "STAT" || tag == "UI" || !has("PMID")
        }
    }

    private static func hasType(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.starts(with: [UInt8(ascii: "%"), UInt8(ascii: "0")]) || text.firstIndex(of: "\n%0") != nil
            || text.firstIndex(of: "\r%0") != nil
    }

    @inline(__always)
    private func kind(_ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int, isOpen: Bool) -> Line {
        var cursor = start
        while cursor < stop, base[cursor] == 0x20 || base[cursor] == 0x09 { cursor += 1 }
        if cursor == stop { return .blank }
        switch syntax {
        case .ris:
            // Some programs indent.
            guard let value = Self.risValue(base, cursor, stop) else { return .more }
            return .tag(TaggedTag(code: UInt32(base[cursor]) << 8 | UInt32(base[cursor + 1])), value: value)
        case .medline:
            guard cursor == start, stop - start >= 5, base[start + 4] == UInt8(ascii: "-"), Self.isCapital(base[start]),
                Self.isTagByte(base[start + 1])
            else { return .more }
            var code: UInt32 = 0
            for index in 0..<4 where base[start + index] != 0x20 { code = code << 8 | UInt32(base[start + index]) }
            return .tag(TaggedTag(code: code), value: start + 5)
        case .webOfScience:
            guard cursor == start, stop - start >= 2, Self.isCapital(base[start]), Self.isTagByte(base[start + 1]),
                stop - start == 2 || base[start + 2] == 0x20
            else { return .more }
            let tag = TaggedTag(code: UInt32(base[start]) << 8 | UInt32(base[start + 1]))
            // The file's own head and tail.
            if tag == "EF" && stop - start <= 3 || (tag == "FN" || tag == "VR") && !isOpen { return .blank }
            return .tag(tag, value: start + 2)
        case .refer:
            guard stop - cursor >= 2, base[cursor] == UInt8(ascii: "%"), base[cursor + 1] > 0x20,
                stop - cursor == 2 || base[cursor + 2] == 0x20 || base[cursor + 2] == 0x09
            else { return .more }
            return .tag(
                TaggedTag(code: UInt32(base[cursor]) << 8 | UInt32(base[cursor + 1])), value: min(cursor + 2, stop))
        }
    }

    /// Where the value of a line that begins with a tag of RIS begins: `TY  - `, also with one to four blanks.
    @inline(__always)
    static func risValue(_ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Int? {
        guard stop - start >= 4, isCapital(base[start]), isTagByte(base[start + 1]), base[start + 2] == 0x20 else {
            return nil
        }
        var dash = start + 3
        while dash < stop, dash < start + 6, base[dash] == 0x20 { dash += 1 }
        guard dash < stop, base[dash] == UInt8(ascii: "-"), dash + 1 == stop || base[dash + 1] != UInt8(ascii: "-")
        else { return nil }
        return dash + 1
    }

    @inline(__always)
    static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    @inline(__always)
    private static func isTagByte(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 || byte &- 0x30 < 10 }

    @inline(__always)
    private static func trimmed(_ base: UnsafePointer<UInt8>, _ start: Int, _ stop: Int) -> Range<Int> {
        var start = start
        var stop = stop
        while start < stop, base[start] <= 0x20 { start += 1 }
        while stop > start, base[stop - 1] <= 0x20 { stop -= 1 }
        return start..<stop
    }

    /// Where the last record that begins in the text begins; nil where none does.
    public func lastRecordStart(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        guard let base = text.baseAddress else { return nil }
        var end = text.count
        while end > 0 {
            var start = end - 1
            while start > 0, base[start - 1] != 0x0A, base[start - 1] != 0x0D { start -= 1 }
            if start > 0, case .tag(let tag, _) = kind(base, start, end, isOpen: true) {
                switch syntax {
                case .ris where tag == "TY", .webOfScience where tag == "PT", .medline where tag == "PMID",
                    .refer where tag == "%0":
                    return start
                default: break
                }
            }
            end = start
            // The line break before it.
            if end > 0 { end -= 1 }
        }
        return nil
    }
}
