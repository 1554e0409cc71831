/// Cuts a JSON array into stretches that are arrays of their own, each with some of the elements, so that memory does not
/// grow with the file.
public final class JSONStretches {
    private let stream: any ByteStream
    private let size: Int
    private let longest: Int
    private var buffer: [UInt8]
    private var scan = 0
    /// Behind the last element that is whole: at its comma, or at the bracket that closes the array.
    private var cut = 0
    private var depth = 0
    private var isInString = false
    private var isEscaped = false
    private var isAtEnd = false
    private var isFirst = true
    private var failure: (any Error)?
    /// Bytes handed over.
    public private(set) var offset = 0

    /// - Parameters:
    ///   - head: Bytes that come before the stream's; the array's bracket is the first that is not blank.
    ///   - size: About how many bytes a stretch has.
    ///   - longest: Bytes of an element that are held at most.
    public init(_ stream: any ByteStream, head: [UInt8] = [], size: Int = 4 << 20, longest: Int = 256 << 20) {
        self.stream = stream
        self.size = size
        self.longest = longest
        buffer = head
    }

    /// The next stretch; nil at the end. What a text that is cut off ends with is part of the last.
    ///
    /// - Throws: `SyntaxError` of the stream, after what came before it; or where an element is longer than `longest`.
    public func next() throws -> [UInt8]? {
        while true {
            advance()
            if cut > 0, cut >= size {
                // The comma at the cut is dropped.
                let out = (isFirst ? [] : [UInt8(ascii: "[")]) + buffer[..<cut] + [UInt8(ascii: "]")]
                isFirst = false
                buffer.removeSubrange(...cut)
                scan -= cut + 1
                offset += cut + 1
                cut = 0
                return out
            }
            if isAtEnd {
                let rest = buffer
                buffer = []
                scan = 0
                cut = 0
                let isBlank = !rest.contains { $0 > 0x20 && $0 != UInt8(ascii: "]") }
                if !rest.isEmpty, !isBlank || isFirst { return (isFirst ? [] : [UInt8(ascii: "[")]) + rest }
                if let failure {
                    self.failure = nil
                    throw failure
                }
                return nil
            }
            guard buffer.count < longest else {
                buffer = []
                isAtEnd = true
                throw SyntaxError("JSON in which no element ends for \(longest >> 20) MB")
            }
            fill()
        }
    }

    private func fill() {
        let begun = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: 1 << 20))
        do {
            let got = try buffer.withUnsafeMutableBytes { try stream.read(into: .init(rebasing: $0[begun...])) }
            buffer.removeSubrange((begun + got)...)
            if got == 0 { isAtEnd = true }
        } catch {
            buffer.removeSubrange(begun...)
            failure = error
            isAtEnd = true
        }
    }

    private func advance() {
        buffer.withUnsafeBufferPointer { bytes in
            while scan < bytes.count, cut < size {
                let byte = bytes[scan]
                if isInString {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        isInString = false
                    }
                } else {
                    switch byte {
                    case UInt8(ascii: "\""): isInString = true
                    case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                    case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                    case UInt8(ascii: ",") where depth == 1: cut = scan
                    default: break
                    }
                }
                scan += 1
            }
        }
    }
}
