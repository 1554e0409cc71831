internal import Foundation

/// Cuts XML into stretches that are XML texts of their own, each with some of the records, so that memory does not grow
/// with the file.
///
/// A stretch begins with the tags that are open where it begins and ends with those that close them. Only tags, comments,
/// sections and quotes are told apart: what is wrong within a record is the parser's matter.
public final class XMLStretches {
    private let stream: any ByteStream
    private let isRecord: (String) -> Bool
    private let size: Int
    private let longest: Int

    /// Bytes read and not yet handed over.
    private var buffer: [UInt8]
    /// Where what was not yet handed over begins.
    private var begin = 0
    /// Where the next token begins.
    private var scan = 0
    /// Behind the last record from which `buffer` can be cut; 0 for none.
    private var cut = 0
    private var isAtEnd = false
    private var failure: (any Error)?
    /// Where what was not yet handed over begins in the whole text.
    private var position = TextPosition()
    private var open: [Tag] = []
    /// Those that were open where `buffer` begins, and where it may be cut.
    private var openAtStart: [Tag] = []
    private var openAtCut: [Tag] = []
    /// Tags too deep to remember.
    private var deeper = 0
    /// How many tags are open around a record; nil before the first.
    private var recordDepth: Int?

    private static let mostOpen = 256

    /// A tag that is open; within a record only what tells which tag closes it.
    private struct Tag {
        /// As written.
        var tag: [UInt8]
        /// With its prefix.
        var name: [UInt8]
        /// Of the name.
        var hash: UInt64
    }

    /// - Parameters:
    ///   - head: Bytes that come before the stream's.
    ///   - size: About how many bytes a stretch has.
    ///   - longest: Bytes of a text in which no record ends that are held at most.
    ///   - isRecord: Whether elements of a name, without its prefix, are records.
    public init(
        _ stream: any ByteStream, head: [UInt8] = [], size: Int = 4 << 20, longest: Int = 256 << 20,
        isRecord: @escaping (String) -> Bool
    ) {
        self.stream = stream
        self.size = size
        self.longest = longest
        self.isRecord = isRecord
        buffer = head
    }

    /// The next stretch; nil at the end. What a text that is cut off ends with is a stretch of its own, no good XML.
    ///
    /// - Throws: `SyntaxError` of the stream, after what came before it; or where no record ends for `longest` bytes.
    public func next() throws -> CutText? {
        while true {
            advance()
            if cut > 0, scan - begin >= size || isAtEnd { return handOver() }
            if isAtEnd {
                let rest = Array(buffer[begin...])
                buffer = []
                begin = 0
                scan = 0
                if rest.contains(where: { $0 > 0x20 }), Self.holdsElement(rest) || openAtStart.isEmpty {
                    let tags = openAtStart.flatMap(\.tag)
                    return CutText(tags + rest, added: tags.count, start: position)
                }
                if let failure {
                    self.failure = nil
                    throw failure
                }
                return nil
            }
            guard buffer.count - begin < longest else {
                buffer = []
                begin = 0
                scan = 0
                isAtEnd = true
                throw SyntaxError("XML in which no record ends for \(longest >> 20) MB")
            }
            fill()
        }
    }

    private func handOver() -> CutText {
        var out = openAtStart.flatMap(\.tag)
        let added = out.count
        let start = position
        buffer.withUnsafeBufferPointer { position.advance(over: UnsafeBufferPointer(rebasing: $0[begin..<cut])) }
        out.reserveCapacity(out.count + cut + 256)
        out.append(contentsOf: buffer[begin..<cut])
        for tag in openAtCut.reversed() {
            out.append(contentsOf: "</".utf8)
            out.append(contentsOf: tag.name)
            out.append(UInt8(ascii: ">"))
        }
        begin = cut
        cut = 0
        openAtStart = openAtCut
        return CutText(out, added: added, start: start)
    }

    private func fill() {
        if begin > 0 {
            buffer.removeSubrange(..<begin)
            scan -= begin
            cut -= min(cut, begin)
            begin = 0
        }
        do {
            let read = try stream.bytes(upTo: 1 << 20)
            buffer += read
            if read.isEmpty { isAtEnd = true }
        } catch {
            failure = error
            isAtEnd = true
        }
    }

    /// Whether anything but closing tags stands in a text.
    private static func holdsElement(_ bytes: [UInt8]) -> Bool {
        for index in bytes.indices.dropLast() where bytes[index] == UInt8(ascii: "<") {
            let next = bytes[index + 1]
            if next != UInt8(ascii: "/"), next != UInt8(ascii: "!"), next != UInt8(ascii: "?") { return true }
        }
        return bytes.last == UInt8(ascii: "<")
    }

    /// Goes through the tokens that are whole.
    private func advance() {
        buffer.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return }
            while scan < bytes.count, !(cut > 0 && scan - begin >= size) {
                guard let found = memchr(base + scan, Int32(UInt8(ascii: "<")), bytes.count - scan) else {
                    scan = bytes.count
                    return
                }
                let start = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - base
                scan = start
                guard let end = Self.tokenEnd(bytes, start) else { return }
                take(bytes, start, end)
                scan = end
            }
        }
    }

    /// Index behind the token that begins at `start`; nil where it is not whole.
    private static func tokenEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        guard start + 1 < bytes.count else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "!"):
            guard start + 9 <= bytes.count else {
                return nil
            }
            if bytes[start + 2] == UInt8(ascii: "-"), bytes[start + 3] == UInt8(ascii: "-") {
                return bytes.firstIndex(of: "-->", from: start + 4).map { $0 + 3 }
            }
            if bytes[start + 2] == UInt8(ascii: "[") {
                return bytes.firstIndex(of: "]]>", from: start + 9).map { $0 + 3 }
            }
            return declarationEnd(bytes, start)
        case UInt8(ascii: "?"): return bytes.firstIndex(of: "?>", from: start + 2).map { $0 + 2 }
        default:
            var quote: UInt8 = 0
            var index = start + 1
            while index < bytes.count {
                let byte = bytes[index]
                if quote != 0 {
                    if byte == quote { quote = 0 }
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                    quote = byte
                } else if byte == UInt8(ascii: ">") {
                    return index + 1
                } else if byte == UInt8(ascii: "<") {
                    // No tag at all: a sign of its own.
                    return index
                }
                index += 1
            }
            return nil
        }
    }

    /// `<!DOCTYPE … [ … ]>`.
    private static func declarationEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
        var depth = 0
        for index in start..<bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ">") where depth <= 0: return index + 1
            default: break
            }
        }
        return nil
    }

    private func take(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
        guard end - start > 2, bytes[end - 1] == UInt8(ascii: ">") else { return }
        let first = bytes[start + 1]
        if first == UInt8(ascii: "!") || first == UInt8(ascii: "?") { return }
        if first == UInt8(ascii: "/") {
            close(Self.hash(Self.name(bytes[(start + 2)..<(end - 1)])))
        } else {
            let name = Self.name(bytes[(start + 1)..<(end - 1)])
            if recordDepth == nil {
                let local = name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
                if isRecord(String(decoding: local, as: UTF8.self)) { recordDepth = open.count }
            }
            if bytes[end - 2] != UInt8(ascii: "/") {
                if open.count < Self.mostOpen {
                    // Within a record nobody asks for the tags.
                    let isOutside = recordDepth.map { open.count < $0 } ?? true
                    open.append(
                        Tag(
                            tag: isOutside ? Array(bytes[start..<end]) : [], name: isOutside ? Array(name) : [],
                            hash: Self.hash(name)))
                } else {
                    deeper += 1
                }
                return
            }
        }
        if deeper == 0, open.count == recordDepth {
            cut = end
            openAtCut = open
        }
    }

    /// A tag that closes nothing is passed over; one that closes more than the last tag ends what it should not have left
    /// open: a broken record takes no other with it.
    private func close(_ hash: UInt64) {
        if deeper > 0 {
            deeper -= 1
        } else if open.last?.hash == hash {
            open.removeLast()
        } else if let index = open.lastIndex(where: { $0.hash == hash }) {
            open.removeSubrange(index...)
        }
    }

    private static func name(_ tag: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
        tag.prefix { $0 > 0x20 && $0 != UInt8(ascii: "/") }
    }

    /// FNV-1a.
    private static func hash(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
        name.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
