/// A place in a text; columns count bytes.
public struct TextPosition: Sendable, Equatable, CustomStringConvertible {
    /// From 1.
    public var line: Int
    /// From 1.
    public var column: Int
    /// Bytes before it.
    public var offset: Int

    public init(line: Int = 1, column: Int = 1, offset: Int = 0) {
        self.line = line
        self.column = column
        self.offset = offset
    }

    /// `12:3`.
    public var description: String { "\(line):\(column)" }

    mutating func advance(over bytes: UnsafeBufferPointer<UInt8>) {
        let lines = LineEnds.count(bytes)
        line += lines
        let last = lines == 0 ? nil : bytes.lastIndex { $0 == 0x0A || $0 == 0x0D }
        column = last.map { bytes.count - $0 } ?? column + bytes.count
        offset += bytes.count
    }
}

/// A text cut from a larger one, which can be read by itself.
public struct CutText: Sendable {
    public var bytes: [UInt8]
    /// Bytes in front that the larger text has not there: a bracket, tags that are open.
    public var added: Int
    /// Where the rest begins in the larger text.
    public var start: TextPosition

    public init(_ bytes: [UInt8], added: Int = 0, start: TextPosition = TextPosition()) {
        self.bytes = bytes
        self.added = added
        self.start = start
    }

    /// Where a byte of this text stands in the larger one.
    ///
    /// - Parameter known: A byte of this text that is not behind it, and its place: counting begins there.
    public func position(of offset: Int, after known: (offset: Int, position: TextPosition)? = nil) -> TextPosition {
        var (begin, position) = known ?? (added, start)
        begin = max(begin, added)
        let end = min(offset, bytes.count)
        guard end > begin else { return position }
        bytes.withUnsafeBufferPointer { position.advance(over: UnsafeBufferPointer(rebasing: $0[begin..<end])) }
        return position
    }
}
