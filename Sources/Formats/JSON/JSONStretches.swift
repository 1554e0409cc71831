internal import Foundation

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
    /// Where an element that is passed over begins, and its bytes so far; nil elsewhere.
    private var passedOver: (start: TextPosition, length: Int)?
    /// Where what is held begins.
    private var position = TextPosition()

    /// Some of the elements, or what is said of one that is too long.
    public enum Stretch: Sendable {
        case array(CutText)
        case tooLong(at: TextPosition, length: Int)
    }

    /// - Parameters:
    ///   - head: Bytes that come before the stream's; the array's bracket is the first that is not blank.
    ///   - size: About how many bytes a stretch has.
    ///   - longest: Longer elements are passed over.
    public init(_ stream: any ByteStream, head: [UInt8] = [], size: Int = 4 << 20, longest: Int = 16 << 20) {
        self.stream = stream
        self.size = size
        self.longest = longest
        buffer = head
    }

    /// The next stretch; nil at the end. What a text that is cut off ends with is part of the last.
    ///
    /// - Throws: `SyntaxError` of the stream, after what came before it.
    public func next() throws -> Stretch? {
        while true {
            advance()
            if let passed = passedOver {
                if cut > 0 || isAtEnd {
                    // The long element ends here.
                    let end = cut > 0 ? cut : buffer.count
                    drop(end + (cut > 0 ? 1 : 0))
                    passedOver = nil
                    return .tooLong(at: passed.start, length: passed.length + end)
                }
                passedOver = (passed.start, passed.length + buffer.count)
                drop(buffer.count)
            } else if cut >= size || cut > 0 && buffer.count - cut > longest {
                // The comma at the cut is dropped.
                let bracket = bracket
                let out = CutText(
                    bracket + buffer[..<cut] + [UInt8(ascii: "]")], added: bracket.count, start: position)
                isFirst = false
                drop(cut + 1)
                return .array(out)
            } else if isAtEnd {
                let rest = CutText(bracket + buffer, added: bracket.count, start: position)
                let isBlank = !buffer.contains { $0 > 0x20 && $0 != UInt8(ascii: "]") }
                let isEmpty = buffer.isEmpty
                drop(buffer.count)
                if !isEmpty, !isBlank || isFirst { return .array(rest) }
                if let failure {
                    self.failure = nil
                    throw failure
                }
                return nil
            } else if buffer.count > longest {
                isFirst = false
                passedOver = (position, buffer.count)
                drop(buffer.count)
            }
            if !isAtEnd { fill() }
        }
    }

    /// What stands before all stretches but the first.
    private var bracket: [UInt8] { isFirst ? [] : [UInt8(ascii: "[")] }

    private func drop(_ count: Int) {
        buffer.withUnsafeBufferPointer { position.advance(over: UnsafeBufferPointer(rebasing: $0[..<count])) }
        buffer.removeSubrange(..<count)
        scan = max(0, scan - count)
        cut = 0
    }

    private func fill() {
        do {
            let read = try stream.bytes(upTo: 1 << 20)
            buffer += read
            if read.isEmpty { isAtEnd = true }
        } catch {
            failure = error
            isAtEnd = true
        }
    }

    private func advance() {
        buffer.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            let isPassing = passedOver != nil
            while scan < bytes.count, cut < size, !(isPassing && cut > 0) {
                if isInString {
                    skipString(base, bytes.count)
                    continue
                }
                switch base[scan] {
                case UInt8(ascii: "\""): isInString = true
                case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
                case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
                case UInt8(ascii: ",") where depth == 1: cut = scan
                default: break
                }
                scan += 1
            }
        }
    }

    /// Goes to the end of a string, or of what is held.
    private func skipString(_ base: UnsafePointer<UInt8>, _ count: Int) {
        if isEscaped {
            isEscaped = false
            scan += 1
            return
        }
        let quote = memchr(base + scan, Int32(UInt8(ascii: "\"")), count - scan)
        let end = quote.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) - base } ?? count
        if let slash = memchr(base + scan, Int32(UInt8(ascii: "\\")), end - scan) {
            scan = UnsafePointer(slash.assumingMemoryBound(to: UInt8.self)) - base + 1
            isEscaped = true
        } else if quote != nil {
            scan = end + 1
            isInString = false
        } else {
            scan = count
        }
    }
}
