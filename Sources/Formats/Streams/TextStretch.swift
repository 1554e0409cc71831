/// A stretch of a text file that holds whole records, in UTF-8.
public struct TextStretch: Sendable {
    public var bytes: [UInt8]
    /// Number of the first line, from 1.
    public var firstLine: Int
    /// Lines too long to hold that were passed over before the first one.
    public var skipped: [LineChunk.SkippedLine]

    public init(bytes: [UInt8], firstLine: Int = 1, skipped: [LineChunk.SkippedLine] = []) {
        self.bytes = bytes
        self.firstLine = firstLine
        self.skipped = skipped
    }

    /// Bytes that are no UTF-8, each now the character that Windows-1252 has for it; 0 where all was well.
    ///
    /// A file may be a heap of files of several encodings: what is UTF-8 stays.
    public mutating func repairEncoding() -> Int {
        guard !UTF8Text.isValid(bytes) else { return 0 }
        let (repaired, count) = UTF8Text.repaired(bytes)
        bytes = repaired
        return count
    }
}

/// Cuts a text file into stretches of whole records. Memory is bounded by chunk size and longest record.
public final class TextStretches {
    private let chunks: LineChunks
    private var carry: [UInt8] = []
    private var line = 1
    private var isAtEnd = false
    private var failure: (any Error)?

    /// Bytes that a record may have; the text of a longer one is cut there.
    public static let longestRecord = 16 << 20
    /// Bytes that are read at once where records refer to each other.
    public static let longestFamily = 64 << 20

    public init(_ chunks: LineChunks) { self.chunks = chunks }

    /// The next stretch; nil at the end.
    ///
    /// - Parameters:
    ///   - lastRecordStart: Where the last record of a text begins, nil where none does.
    ///   - needsMore: Whether records of the text refer to others that may follow.
    /// - Throws: `SyntaxError` of the stream, after what came before it.
    public func next(
        lastRecordStart: (UnsafeBufferPointer<UInt8>) -> Int?,
        needsMore: (UnsafeBufferPointer<UInt8>) -> Bool = { _ in false }
    ) throws -> TextStretch? {
        var bytes = carry
        carry = []
        var skipped: [LineChunk.SkippedLine] = []
        while !isAtEnd {
            do {
                guard let chunk = try chunks.next() else {
                    isAtEnd = true
                    break
                }
                skipped += chunk.skipped
                // Later ones grow as arrays do: asking each time would copy each time.
                if bytes.count < chunk.length { bytes.reserveCapacity(bytes.count + chunk.length) }
                chunk.bytes.withUnsafeBufferPointer { bytes.append(contentsOf: $0[..<chunk.length]) }
            } catch {
                isAtEnd = true
                failure = error
                break
            }
            if bytes.count < Self.longestFamily, bytes.withUnsafeBufferPointer(needsMore) { continue }
            if let cut = bytes.withUnsafeBufferPointer(lastRecordStart), cut > 0 {
                carry = Array(bytes[cut...])
                bytes.removeSubrange(cut...)
                break
            }
            if bytes.count > Self.longestRecord { break }
        }
        if bytes.isEmpty, skipped.isEmpty {
            if let failure {
                self.failure = nil
                throw failure
            }
            return nil
        }
        defer { line += bytes.withUnsafeBufferPointer(LineEnds.count) + skipped.count }
        return TextStretch(bytes: bytes, firstLine: line, skipped: skipped)
    }
}
