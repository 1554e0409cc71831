internal import Foundation

/// A stretch of a stream that holds whole lines, with room behind it for a parser that reads ahead.
public struct LineChunk: Sendable {
    /// The lines, then `JSONPadding` zero bytes.
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
            var start = 0
            var line = firstLine
            while start < length {
                let end = LineChunk.lineEnd(buffer, start, length)
                if end > start {
                    try body(UnsafeBufferPointer(rebasing: buffer[start..<end]), line, offset + start)
                }
                let isPair =
                    end + 1 < length && buffer[end] == UInt8(ascii: "\r") && buffer[end + 1] == UInt8(ascii: "\n")
                start = end + (isPair ? 2 : 1)
                line += 1
            }
        }
    }
}

extension LineChunk {
    /// Index of the first CR or LF from `start` on, `length` where there is none.
    static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ length: Int) -> Int {
        guard let base = bytes.baseAddress else { return length }
        let from = base + start
        let feed = memchr(from, Int32(UInt8(ascii: "\n")), length - start).map {
            start + (UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) - from)
        }
        let end = feed ?? length
        return memchr(from, Int32(UInt8(ascii: "\r")), end - start).map {
            start + (UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) - from)
        } ?? end
    }
}

/// Cuts a stream into chunks of whole lines. Memory is bounded by chunk size and longest line.
public final class LineChunks {
    private let stream: any ByteStream
    private let size: Int
    private let longestLine: Int
    private var pending: [UInt8] = []
    private var line = 1
    private var offset = 0
    private var index = 0
    private var atEnd = false
    private var isFirst = true

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
    /// - Throws: `SyntaxError` of the stream. What was read before it is lost only from the unfinished line on when
    ///   `remainder()` is asked for.
    public func next() throws -> LineChunk? {
        var skipped: [LineChunk.SkippedLine] = []
        while true {
            while !atEnd, pending.count < size {
                let before = pending.count
                let wanted = max(size - before, 64 << 10)
                pending.reserveCapacity(before + wanted + 64)
                let got = try append(wanted)
                if got == 0 { atEnd = true }
            }
            if isFirst {
                isFirst = false
                if pending.starts(with: [0xEF, 0xBB, 0xBF]) {
                    pending.removeFirst(3)
                    offset = 3
                }
            }
            if pending.isEmpty { return skipped.isEmpty ? nil : chunk(length: 0, skipped: skipped) }
            var cut = atEnd ? pending.count : 0
            if !atEnd, let last = pending.lastIndex(of: UInt8(ascii: "\n")) {
                cut = last + 1
            } else if !atEnd, let last = pending.dropLast().lastIndex(of: UInt8(ascii: "\r")) {
                cut = last + 1
            }
            if cut > 0 { return chunk(length: cut, skipped: skipped) }
            if pending.count < longestLine {
                let got = try append(min(size, longestLine))
                if got == 0 { atEnd = true }
                continue
            }
            skipped.append(try skipLine())
        }
    }

    private func append(_ wanted: Int) throws -> Int {
        let before = pending.count
        pending.append(contentsOf: repeatElement(0, count: wanted))
        var got = 0
        defer { pending.removeSubrange((before + got)...) }
        while got < wanted {
            let count = try pending.withUnsafeMutableBytes {
                try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[(before + got)...]))
            }
            if count == 0 { break }
            got += count
        }
        return got
    }

    /// Drops the line that `pending` begins with, reading to its end without holding it.
    private func skipLine() throws -> LineChunk.SkippedLine {
        var skipped = LineChunk.SkippedLine(line: line, offset: offset, length: 0)
        while true {
            if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                skipped.length += end
                offset += end + 1
                pending.removeSubrange(...end)
                break
            }
            skipped.length += pending.count
            offset += pending.count
            pending.removeAll(keepingCapacity: true)
            if try append(size) == 0 {
                atEnd = true
                break
            }
        }
        line += 1
        return skipped
    }

    private func chunk(length: Int, skipped: [LineChunk.SkippedLine]) -> LineChunk {
        var bytes = [UInt8]()
        bytes.reserveCapacity(length + 64)
        bytes.append(contentsOf: pending[..<length])
        bytes.append(contentsOf: repeatElement(0, count: 64))
        let made = LineChunk(
            bytes: bytes, length: length, firstLine: line, offset: offset, index: index, skipped: skipped)
        line += LineChunks.lineCount(bytes, length)
        offset += length
        index += 1
        pending.removeSubrange(..<length)
        return made
    }

    private static func lineCount(_ bytes: [UInt8], _ length: Int) -> Int {
        var count = 0
        bytes.withUnsafeBufferPointer { buffer in
            var start = 0
            while start < length {
                let end = LineChunk.lineEnd(buffer, start, length)
                if end < length { count += 1 }
                let isPair =
                    end + 1 < length && buffer[end] == UInt8(ascii: "\r") && buffer[end + 1] == UInt8(ascii: "\n")
                start = end + (isPair ? 2 : 1)
            }
        }
        return count
    }
}
