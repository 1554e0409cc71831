/// A stretch of a stream that holds whole lines, with room behind it for a parser that reads ahead.
public struct LineChunk: Sendable {
    /// The lines, then 64 zero bytes, which the JSON parser may read.
    public var bytes: [UInt8]
    /// Bytes that belong to lines.
    public var length: Int
    /// Number of the first line, from 1.
    public var firstLine: Int
    /// Bytes before the first line.
    public var offset: Int
    /// Place of the chunk in the stream, from 0.
    public var index: Int
    /// Lines too long to hold that were passed over before this chunk's first line.
    public var skipped: [SkippedLine]

    public struct SkippedLine: Sendable, Equatable {
        public var line: Int
        public var offset: Int
        public var length: Int
    }

    /// Calls `body` for each line that is not empty: its bytes without line end (readable 64 bytes beyond), its number
    /// and its offset in the stream. Lines end at LF, CR or CRLF.
    public func forEachLine(_ body: (UnsafeBufferPointer<UInt8>, _ line: Int, _ offset: Int) throws -> Void) rethrows {
        try bytes.withUnsafeBufferPointer { buffer in
            let ends = LineEnds(UnsafeBufferPointer(rebasing: buffer[..<length]))
            var start = 0
            var line = firstLine
            while start < length {
                let end = ends.end(from: start)
                if end > start {
                    try body(UnsafeBufferPointer(rebasing: buffer[start..<end]), line, offset + start)
                }
                start = ends.next(after: end)
                line += 1
            }
        }
    }
}

/// Cuts a stream into chunks of whole lines. Memory is bounded by chunk size and longest line.
public final class LineChunks {
    private let stream: any ByteStream
    private let size: Int
    private let longestLine: Int
    /// What was read behind the last chunk's end: the beginning of a line.
    private var pending: [UInt8] = []
    private var line = 1
    private var offset = 0
    private var index = 0
    private var atEnd = false
    private var isFirst = true
    /// What ended the stream before its time; told when the whole lines before it are handed over.
    private var failure: (any Error)?

    /// - Parameters:
    ///   - size: About how many bytes a chunk has.
    ///   - longestLine: Longer lines are passed over and named in `skipped`.
    public init(_ stream: any ByteStream, size: Int = 4 << 20, longestLine: Int = 16 << 20) {
        self.stream = stream
        self.size = size
        self.longestLine = longestLine
    }

    /// The next chunk; nil at the end.
    ///
    /// - Throws: `SyntaxError` of the stream, after the last whole line before it; what follows is the end.
    public func next() throws -> LineChunk? {
        var skipped: [LineChunk.SkippedLine] = []
        var bytes = pending
        pending = []
        while true {
            // A line longer than the chunk makes it grow.
            if !atEnd { fill(&bytes, to: bytes.count < size ? size : bytes.count + min(size, longestLine)) }
            if isFirst {
                isFirst = false
                if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
                    bytes.removeFirst(3)
                    offset = 3
                }
            }
            let cut = atEnd && failure == nil ? bytes.count : Self.lastLineEnd(bytes)
            if bytes.isEmpty || failure != nil && cut == 0 {
                if !skipped.isEmpty { return chunk([], length: 0, skipped: skipped) }
                if let failure {
                    self.failure = nil
                    throw failure
                }
                return nil
            }
            if cut > 0 {
                pending = Array(bytes[cut...])
                return chunk(consume bytes, length: cut, skipped: skipped)
            }
            if bytes.count >= longestLine { skipped.append(skipLine(&bytes)) }
        }
    }

    /// Index behind the last LF, or where there is none behind the last CR that is not the last byte; 0 for none.
    private static func lastLineEnd(_ bytes: [UInt8]) -> Int {
        if let last = bytes.lastIndex(of: UInt8(ascii: "\n")) { return last + 1 }
        if let last = bytes.dropLast().lastIndex(of: UInt8(ascii: "\r")) { return last + 1 }
        return 0
    }

    /// Reads until `bytes` has `count` bytes or the stream ends.
    private func fill(_ bytes: inout [UInt8], to count: Int) {
        let begun = bytes
        bytes = [UInt8](unsafeUninitializedCapacity: count + 64) { buffer, filled in
            buffer.baseAddress?.update(from: begun, count: begun.count)
            filled = begun.count
            do {
                while filled < count, !atEnd {
                    let got = try stream.read(
                        into: .init(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled..<count]))
                    if got == 0 { atEnd = true }
                    filled += got
                }
            } catch {
                failure = error
                atEnd = true
            }
        }
    }

    /// Drops the line that `bytes` begins with, reading to its end without holding it.
    private func skipLine(_ bytes: inout [UInt8]) -> LineChunk.SkippedLine {
        var skipped = LineChunk.SkippedLine(line: line, offset: offset, length: 0)
        while true {
            if let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) {
                skipped.length += end
                let isReturn = bytes[end] == UInt8(ascii: "\r")
                bytes.removeSubrange(...end)
                offset += end + 1
                if bytes.isEmpty, !atEnd { fill(&bytes, to: size) }
                if isReturn, bytes.first == UInt8(ascii: "\n") {
                    bytes.removeFirst()
                    offset += 1
                }
                break
            }
            skipped.length += bytes.count
            offset += bytes.count
            bytes = []
            if atEnd { break }
            fill(&bytes, to: size)
        }
        line += 1
        return skipped
    }

    private func chunk(_ bytes: consuming [UInt8], length: Int, skipped: [LineChunk.SkippedLine]) -> LineChunk {
        bytes.removeSubrange(length...)
        bytes.append(contentsOf: repeatElement(0, count: 64))
        let made = LineChunk(
            bytes: bytes, length: length, firstLine: line, offset: offset, index: index, skipped: skipped)
        line += made.bytes.withUnsafeBufferPointer { LineEnds.count(.init(rebasing: $0[..<length])) }
        offset += length
        index += 1
        return made
    }
}
