/// One row of a table in a text file.
public struct CSVRow: Sendable, Equatable {
    public var fields: [String]
    /// Number of the line on which the row begins, from 1.
    public var line: Int

    public init(fields: [String], line: Int) {
        self.fields = fields
        self.line = line
    }
}

/// Reads comma-separated values as RFC 4180 has them, and as programs write them: any of `,` `;` tab as delimiter, line
/// breaks within quotes, a byte-order mark, CR, LF or CRLF.
public final class CSVReader {
    private let stream: any ByteStream
    private let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
    /// What of a field lies before the buffer, or before two quotes.
    private var scratch: [UInt8] = []
    private var width = 0
    private var position = 0
    private var filled = 0
    private var line = 1
    private var delimiter: UInt8?
    private var isAtStart = true

    /// Bytes of one field; longer ones are cut.
    public static let longestField = 4 << 20
    /// Fields of one row; more are dropped.
    public static let mostFields = 1000

    /// - Parameter delimiter: Nil lets the first row tell.
    public init(_ stream: any ByteStream, delimiter: UInt8? = nil) {
        self.stream = stream
        self.delimiter = delimiter
    }

    deinit { buffer.deallocate() }

    private func fill() throws -> Bool {
        filled = try stream.read(into: UnsafeMutableRawBufferPointer(buffer))
        position = 0
        return filled > 0
    }

    /// Reads on until the first line is there, which tells the delimiter: a stream may begin with portions of a few bytes.
    private func fillFirstLine() throws {
        while filled < Self.longestFirstLine, Self.signs(inFirstLineOf: buffer[..<filled]).isOpen {
            let got = try stream.read(
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...]))
            if got == 0 { break }
            filled += got
        }
    }

    private func peek() throws -> UInt8? {
        if position == filled, try !fill() { return nil }
        return buffer[position]
    }

    /// The next row that is not empty; nil at the end.
    ///
    /// - Throws: `SyntaxError` of the stream, or where a quote is never closed: what follows it is one field without end.
    public func row() throws -> CSVRow? {
        if isAtStart {
            isAtStart = false
            try fillFirstLine()
            if buffer[position..<filled].starts(with: [0xEF, 0xBB, 0xBF]) { position += 3 }
            if delimiter == nil { delimiter = Self.delimiter(in: buffer[position..<filled]) }
        }
        let delimiter = delimiter ?? UInt8(ascii: ",")
        while true {
            guard try peek() != nil else { return nil }
            let row = try readRow(delimiter)
            if row.fields.count > 1 || row.fields.first?.isEmpty == false { return row }
        }
    }

    /// What ends a field.
    private enum End { case field, row, file }

    private func readRow(_ delimiter: UInt8) throws -> CSVRow {
        var row = CSVRow(fields: [], line: line)
        row.fields.reserveCapacity(width)
        while try readField(delimiter, into: &row) == .field {}
        width = row.fields.count
        return row
    }

    /// - Throws: `SyntaxError` of the stream, or where a quote is never closed.
    private func readField(_ delimiter: UInt8, into row: inout CSVRow) throws -> End {
        scratch.removeAll(keepingCapacity: true)
        if try peek() == UInt8(ascii: "\"") {
            position += 1
            if try readQuoted(delimiter, into: &row) { return try endField() }
        }
        // Quotes within a field are signs like any other.
        while true {
            let end = first(of: delimiter, from: position)
            if end < filled {
                close(position..<end, into: &row)
                position = end
                return try endField()
            }
            append(position..<filled)
            position = filled
            if try !fill() {
                close(0..<0, into: &row)
                return .file
            }
        }
    }

    /// Reads up to the quote that closes a field.
    ///
    /// - Returns: True where a delimiter follows, and the field is closed; else the field goes on behind the quote.
    private func readQuoted(_ delimiter: UInt8, into row: inout CSVRow) throws -> Bool {
        let quoteLine = line
        while true {
            let start = position
            var end = start
            scan: while true {
                end = first(of: UInt8(ascii: "\""), from: end)
                guard end < filled, buffer[end] != UInt8(ascii: "\"") else { break }
                // CR ends a line only where no LF follows.
                if buffer[end] == UInt8(ascii: "\r") {
                    if end + 1 == filled { break }
                    if buffer[end + 1] != UInt8(ascii: "\n") { line += 1 }
                } else {
                    line += 1
                }
                end += 1
            }
            if end < filled, buffer[end] == UInt8(ascii: "\r") {
                append(start..<end + 1)
                position = filled
                if try peek() != UInt8(ascii: "\n") { line += 1 }
                continue
            }
            if end == filled {
                append(start..<end)
                position = filled
                if try !fill() { throw SyntaxError("the quote that opens in line \(quoteLine) is never closed") }
                continue
            }
            position = end + 1
            if position < filled, isEnd(buffer[position], delimiter) {
                close(start..<end, into: &row)
                return true
            }
            append(start..<end)
            guard try peek() == UInt8(ascii: "\"") else { return false }
            append(byte: UInt8(ascii: "\""))
            position += 1
        }
    }

    @inline(__always)
    private func isEnd(_ byte: UInt8, _ delimiter: UInt8) -> Bool {
        byte == delimiter || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    /// Steps over what ends a field.
    private func endField() throws -> End {
        let byte = buffer[position]
        position += 1
        if byte == UInt8(ascii: "\r") {
            if try peek() == UInt8(ascii: "\n") { position += 1 }
        } else if byte != UInt8(ascii: "\n") {
            return .field
        }
        line += 1
        return .row
    }

    private func append(_ range: Range<Int>) {
        let room = Self.longestField - scratch.count
        if room > 0 { scratch.append(contentsOf: buffer[range.prefix(room)]) }
    }

    private func append(byte: UInt8) { if scratch.count < Self.longestField { scratch.append(byte) } }

    /// Adds a field: what lies in `scratch`, and a part of the buffer behind it.
    private func close(_ range: Range<Int>, into row: inout CSVRow) {
        guard row.fields.count < Self.mostFields else { return }
        if scratch.isEmpty {
            let part = UnsafeBufferPointer(rebasing: buffer[range.prefix(Self.longestField)])
            row.fields.append(String(decoding: part, as: UTF8.self))
        } else {
            append(range)
            row.fields.append(String(decoding: scratch, as: UTF8.self))
        }
    }

    /// Where a sign, CR or LF first stands in the buffer; its end where none does.
    ///
    /// Eight bytes at a time: of the bytes that a borrow marks, the first is marked rightly.
    @inline(__always)
    private func first(of sign: UInt8, from start: Int) -> Int {
        guard let base = UnsafeRawPointer(buffer.baseAddress) else { return filled }
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high: UInt64 = 0x8080_8080_8080_8080
        let signs = ones &* UInt64(sign)
        let feeds = ones &* 0x0A
        let returns = ones &* 0x0D
        var index = start
        while index + 8 <= filled {
            let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            let a = word ^ signs
            let b = word ^ feeds
            let c = word ^ returns
            let found = ((a &- ones) & ~a | (b &- ones) & ~b | (c &- ones) & ~c) & high
            if found != 0 { return index + found.trailingZeroBitCount >> 3 }
            index += 8
        }
        while index < filled {
            let byte = buffer[index]
            if byte == sign || byte == 0x0A || byte == 0x0D { return index }
            index += 1
        }
        return filled
    }

    /// Bytes of the first line that are looked at for the delimiter.
    private static let longestFirstLine = 64 << 10

    /// The sign that occurs most in the first line outside quotes; the comma where none does.
    private static func delimiter(in bytes: Slice<UnsafeMutableBufferPointer<UInt8>>) -> UInt8 {
        let counts = signs(inFirstLineOf: bytes).counts
        return candidates.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) } ?? UInt8(ascii: ",")
    }

    /// By precedence where two occur equally often.
    private static let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

    /// How often each candidate occurs in the first line outside quotes, and whether the line goes on behind the bytes.
    private static func signs(inFirstLineOf bytes: Slice<UnsafeMutableBufferPointer<UInt8>>) -> (
        counts: [UInt8: Int], isOpen: Bool
    ) {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        // Elsewhere a quote is a sign like any other. The second of two within quotes opens them again.
        var mayOpen = true
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
        for byte in text.prefix(longestFirstLine) {
            if isQuoted {
                isQuoted = byte != UInt8(ascii: "\"")
                mayOpen = true
                continue
            }
            if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return (counts, false) }
            isQuoted = mayOpen && byte == UInt8(ascii: "\"")
            mayOpen = candidates.contains(byte)
            if mayOpen { counts[byte, default: 0] += 1 }
        }
        return (counts, true)
    }
}

/// Writes comma-separated values; quotes only where they are needed.
public enum CSVWriter {
    public static func row(_ fields: [String]) -> [UInt8] {
        var out: [UInt8] = []
        for (index, field) in fields.enumerated() {
            if index > 0 { out.append(UInt8(ascii: ",")) }
            append(Array(field.utf8)[...], to: &out)
        }
        out.append(UInt8(ascii: "\n"))
        return out
    }

    /// Writes one field.
    public static func append(_ field: ArraySlice<UInt8>, to out: inout [UInt8]) {
        let needsQuotes =
            field.contains {
                $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\n")
                    || $0 == UInt8(ascii: "\r")
            }
            || field.first == UInt8(ascii: " ") || field.last == UInt8(ascii: " ")
        guard needsQuotes else { return out.append(contentsOf: field) }
        out.append(UInt8(ascii: "\""))
        for byte in field {
            if byte == UInt8(ascii: "\"") { out.append(byte) }
            out.append(byte)
        }
        out.append(UInt8(ascii: "\""))
    }
}
