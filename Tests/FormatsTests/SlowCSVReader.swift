import Formats

/// The slow and obvious twin of `CSVReader`, byte by byte: reads comma-separated values as RFC 4180 has them, and as programs write them: any of `,` `;` tab as delimiter, line
/// breaks within quotes, a byte-order mark, CR, LF or CRLF.
final class SlowCSVReader {
    private let stream: any ByteStream
    private var buffer: [UInt8] = []
    private var position = 0
    private var filled = 0
    private var line = 1
    private var delimiter: UInt8?
    private var isAtStart = true

    /// - Parameter delimiter: Nil lets the first row tell.
    init(_ stream: any ByteStream, delimiter: UInt8? = nil) {
        self.stream = stream
        self.delimiter = delimiter
        buffer = [UInt8](repeating: 0, count: 256 << 10)
    }

    private func fill() throws -> Bool {
        filled = try buffer.withUnsafeMutableBytes { try stream.read(into: $0) }
        position = 0
        return filled > 0
    }

    /// Reads on until the first line is there, which tells the delimiter: a stream may begin with portions of a few bytes.
    private func fillFirstLine() throws {
        while filled < Self.longestFirstLine, Self.signs(inFirstLineOf: buffer[..<filled]).isOpen {
            let got = try buffer.withUnsafeMutableBytes { try stream.read(into: .init(rebasing: $0[filled...])) }
            if got == 0 { break }
            filled += got
        }
    }

    private func next() throws -> UInt8? {
        if position == filled, try !fill() { return nil }
        defer { position += 1 }
        return buffer[position]
    }

    private func peek() throws -> UInt8? {
        if position == filled, try !fill() { return nil }
        return buffer[position]
    }

    /// The next row that is not empty; nil at the end.
    ///
    /// - Throws: `SyntaxError` of the stream, or where a quote is never closed: what follows it is one field without end.
    func row() throws -> CSVRow? {
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

    private func readRow(_ delimiter: UInt8) throws -> CSVRow {
        var row = CSVRow(fields: [], line: line)
        var field: [UInt8] = []
        func close() {
            if row.fields.count < CSVReader.mostFields { row.fields.append(String(decoding: field, as: UTF8.self)) }
            field.removeAll(keepingCapacity: true)
        }
        func append(_ byte: UInt8) { if field.count < CSVReader.longestField { field.append(byte) } }
        var isQuoted = false
        var isFieldStart = true
        var quoteLine = line
        while let byte = try next() {
            if isQuoted {
                if byte == UInt8(ascii: "\n") { line += 1 }
                // CR ends a line only where no LF follows.
                if byte == UInt8(ascii: "\r"), try peek() != UInt8(ascii: "\n") { line += 1 }
                if byte != UInt8(ascii: "\"") {
                    append(byte)
                } else if try peek() == UInt8(ascii: "\"") {
                    append(byte)
                    position += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where isFieldStart:
                isQuoted = true
                isFieldStart = false
                quoteLine = line
            case delimiter:
                close()
                isFieldStart = true
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if byte == UInt8(ascii: "\r"), try peek() == UInt8(ascii: "\n") { position += 1 }
                line += 1
                close()
                return row
            default:
                append(byte)
                isFieldStart = false
            }
        }
        guard !isQuoted else { throw SyntaxError("the quote that opens in line \(quoteLine) is never closed") }
        close()
        return row
    }

    /// Bytes of the first line that are looked at for the delimiter.
    private static let longestFirstLine = 64 << 10

    /// The sign that occurs most in the first line outside quotes; the comma where none does.
    private static func delimiter(in bytes: ArraySlice<UInt8>) -> UInt8 {
        let counts = signs(inFirstLineOf: bytes).counts
        return candidates.max { (counts[$0] ?? 0) < (counts[$1] ?? 0) } ?? UInt8(ascii: ",")
    }

    /// By precedence where two occur equally often.
    private static let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

    /// How often each candidate occurs in the first line outside quotes, and whether the line goes on behind the bytes.
    private static func signs(inFirstLineOf bytes: ArraySlice<UInt8>) -> (counts: [UInt8: Int], isOpen: Bool) {
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
