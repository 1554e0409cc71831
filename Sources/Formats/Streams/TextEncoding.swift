internal import Foundation

/// The character encoding of a file.
public struct TextEncoding: Sendable, Equatable {
    /// As `iconv` knows it: `UTF-8`, `UTF-16LE`, `WINDOWS-1252`, `GBK`.
    public var name: String
    /// Bytes of the byte order mark.
    public var markLength: Int
    /// Whether the file itself says so; else its bytes tell.
    public var isDeclared: Bool

    public static let utf8 = TextEncoding(name: "UTF-8", markLength: 0, isDeclared: false)

    /// For people.
    public var description: String {
        if name == "UTF-8", markLength > 0 { return "UTF-8 with BOM" }
        return name + (isDeclared ? " (declared)" : "")
    }

    /// What the first bytes of a file tell.
    ///
    /// A byte order mark decides; then well-formed UTF-8, whatever the file claims, because no other encoding looks like it
    /// by chance; then what the file claims; then whether its bytes pair up as Chinese does; at last Windows-1252.
    ///
    /// - Parameters:
    ///   - head: The first bytes; may end within a character.
    ///   - isWhole: Whether that is all.
    public static func detected(in head: [UInt8], isWhole: Bool) -> TextEncoding {
        func marked(_ name: String, _ length: Int) -> TextEncoding {
            TextEncoding(name: name, markLength: length, isDeclared: false)
        }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { return marked("UTF-8", 3) }
        if head.starts(with: [0xFF, 0xFE, 0, 0]) { return marked("UTF-32LE", 4) }
        if head.starts(with: [0xFF, 0xFE]) { return marked("UTF-16LE", 2) }
        if head.starts(with: [0xFE, 0xFF]) { return marked("UTF-16BE", 2) }
        if let name = unmarkedUTF16(head.prefix(2048)) { return marked(name, 0) }
        let isASCII = head.allSatisfy { $0 < 0x80 }
        if !isASCII, isUTF8(head, isWhole: isWhole) { return utf8 }
        if let claimed = claimed(head.prefix(2048)), claimed != "UTF-8" {
            return TextEncoding(name: claimed, markLength: 0, isDeclared: true)
        }
        if isASCII { return utf8 }
        if looksChinese(head) { return marked("GBK", 0) }
        // A heap of files, most of them UTF-8: what is none is told apart byte by byte.
        if mostlyUTF8(head) { return utf8 }
        return marked("WINDOWS-1252", 0)
    }

    private static func isUTF8(_ head: [UInt8], isWhole: Bool) -> Bool {
        if UTF8Text.isValid(head) { return true }
        if isWhole { return false }
        return (1..<4).contains { UTF8Text.isValid(Array(head.dropLast($0))) }
    }

    /// ASCII with a zero before or behind each letter.
    private static func unmarkedUTF16(_ head: ArraySlice<UInt8>) -> String? {
        guard head.count >= 16 else { return nil }
        var zeros = [0, 0]
        for (index, byte) in head.enumerated() where byte == 0 { zeros[index & 1] += 1 }
        let half = head.count / 2
        if zeros[1] > half * 3 / 4, zeros[0] < half / 8 { return "UTF-16LE" }
        if zeros[0] > half * 3 / 4, zeros[1] < half / 8 { return "UTF-16BE" }
        return nil
    }

    /// `<?xml … encoding="…"`, JabRef's `% Encoding: …`, `-*- coding: … -*-`; as `iconv` knows it.
    private static func claimed(_ head: ArraySlice<UInt8>) -> String? {
        let text = String(decoding: head.prefix(1024).map { $0 < 0x80 ? $0 : 0x3F }, as: UTF8.self)
        let lower = text.lowercased()
        for mark in ["encoding=", "% encoding:", "coding:"] {
            guard let found = lower.range(of: mark) else { continue }
            if mark == "encoding=", !lower.contains("<?xml") { continue }
            let name = text[found.upperBound...].drop { " \"'".contains($0) }
                .prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_:.".contains($0)) }
            if let known = known(String(name)) { return known }
        }
        return nil
    }

    /// The name by which `iconv` knows an encoding; nil where it knows none. Latin-1 is Windows-1252, as browsers have it.
    public static func known(_ name: String) -> String? {
        var plain = name.uppercased()
        if plain.isEmpty || plain.count > 40 { return nil }
        if plain.hasPrefix("CP125") { plain = "WINDOWS-" + plain.dropFirst(2) }
        switch plain {
        case "UTF8", "UTF-8", "UTF-16", "UTF16", "US-ASCII", "ASCII": return "UTF-8"
        case "ISO-8859-1", "ISO8859-1", "ISO8859_1", "LATIN1", "ANSI": return "WINDOWS-1252"
        case "ISO8859_2", "LATIN2": return "ISO-8859-2"
        case "GB2312", "GBK", "X-GBK": return "GB18030"
        default: break
        }
        let opened = iconv_open("UTF-8", plain)
        guard Int(bitPattern: opened) != -1 else { return nil }
        iconv_close(opened)
        return plain
    }

    /// Whether bytes beyond ASCII pair up as GBK's do: in Western text most stand alone.
    private static func looksChinese(_ head: [UInt8]) -> Bool {
        var pairs = 0
        var odd = 0
        var index = 0
        while index < head.count {
            guard head[index] >= 0x81, head[index] != 0xFF else {
                if head[index] >= 0x80 { odd += 1 }
                index += 1
                continue
            }
            guard index + 1 < head.count else { break }
            let second = head[index + 1]
            // Common characters have both bytes high, the first up to 0xF7.
            if head[index] >= 0xA1, head[index] <= 0xF7, second >= 0xA1, second != 0xFF {
                pairs += 1
                index += 2
            } else if second >= 0x80, second != 0xFF {
                pairs += 1
                index += 2
            } else {
                odd += 1
                index += 1
            }
        }
        return pairs > 0 && pairs >= odd * 9 && (pairs > 1 || odd == 0)
    }

    private static func mostlyUTF8(_ head: [UInt8]) -> Bool {
        var good = 0
        var bad = 0
        var index = 0
        while index < head.count {
            if head[index] < 0x80 {
                index += 1
                continue
            }
            let length = UTF8Text.sequenceLength(head, index)
            if length > 0 { good += 1 } else { bad += 1 }
            index += max(length, 1)
        }
        return good > bad
    }
}

/// A stream whose text is turned into UTF-8 as it is read; UTF-8 passes as it is, without its byte order mark.
public final class DecodedStream: ByteStream {
    public let encoding: TextEncoding
    private let stream: any ByteStream
    /// Bytes read and not yet handed over; with an encoding that is not UTF-8, not yet decoded.
    private var ahead: [UInt8]
    private var aheadStart = 0
    private var decoded: [UInt8] = []
    private var decodedStart = 0
    private let converter: iconv_t?
    /// What ended the stream while its head was read; told when the head is used up.
    private var failure: (any Error)?
    /// Whether what is ahead is less than a character.
    private var isStuck = false

    /// Bytes that detection looks at.
    public static let headLength = 256 << 10

    /// - Parameter charset: What somebody said that the encoding is; nil lets the bytes tell.
    /// - Throws: `SyntaxError` of the stream.
    public init(_ stream: any ByteStream, charset: String? = nil) throws {
        self.stream = stream
        var head: [UInt8] = []
        while head.count < Self.headLength {
            do {
                let read = try stream.bytes(upTo: Self.headLength - head.count)
                if read.isEmpty { break }
                head += read
            } catch {
                guard !head.isEmpty else { throw error }
                failure = error
                break
            }
        }
        let isWhole = head.count < Self.headLength
        let told = charset.flatMap(TextEncoding.known).map { TextEncoding(name: $0, markLength: 0, isDeclared: true) }
        let encoding = told ?? TextEncoding.detected(in: head, isWhole: isWhole)
        self.encoding = encoding
        converter = encoding.name == "UTF-8" ? nil : iconv_open("UTF-8", encoding.name)
        ahead = head
        aheadStart = min(encoding.markLength, head.count)
    }

    deinit { if let converter, Int(bitPattern: converter) != -1 { iconv_close(converter) } }

    /// What the file begins with, as it is; nothing once the head was asked for or anything was read.
    public var rawHead: ArraySlice<UInt8> { ahead[...] }

    /// What the text begins with, up to `headLength` bytes in UTF-8, without consuming it.
    public func head() throws -> ArraySlice<UInt8> {
        guard let converter, Int(bitPattern: converter) != -1 else { return ahead[aheadStart...] }
        if decodedStart == decoded.count, !ahead.isEmpty { _ = try decodeMore(converter) }
        return decoded[decodedStart...]
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard let converter, Int(bitPattern: converter) != -1 else { return try readPlain(into: buffer) }
        while decodedStart == decoded.count {
            decoded.removeAll(keepingCapacity: true)
            decodedStart = 0
            if try !decodeMore(converter) { return 0 }
        }
        let count = min(buffer.count, decoded.count - decodedStart)
        decoded.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[decodedStart..<(decodedStart + count)])) }
        decodedStart += count
        return count
    }

    private func readPlain(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard aheadStart < ahead.count else {
            if !ahead.isEmpty {
                ahead = []
                aheadStart = 0
            }
            return try more(into: buffer)
        }
        let count = min(buffer.count, ahead.count - aheadStart)
        ahead.withUnsafeBytes { buffer.copyMemory(from: .init(rebasing: $0[aheadStart..<(aheadStart + count)])) }
        aheadStart += count
        return count
    }

    /// Reads on behind the head.
    private func more(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if let failure {
            self.failure = nil
            throw failure
        }
        return try stream.read(into: buffer)
    }

    /// - Returns: False at the end.
    private func decodeMore(_ converter: iconv_t) throws -> Bool {
        var input = Array(ahead[aheadStart...])
        ahead = []
        aheadStart = 0
        if isStuck || input.isEmpty {
            let read = try moreBytes()
            input += read
            if read.isEmpty {
                // The file ends within a character.
                for byte in input { UTF8Text.append(UTF8Text.windows1252(byte), to: &decoded) }
                isStuck = false
                return !input.isEmpty
            }
        }
        var used = 0
        let total = input.count
        let unit = encoding.name.hasPrefix("UTF-16") ? 2 : encoding.name.hasPrefix("UTF-32") ? 4 : 1
        decoded += [UInt8](unsafeUninitializedCapacity: total * 4 + 64) { room, made in
            input.withUnsafeMutableBytes { used = Self.convert($0, unit: unit, with: converter, into: room, &made) }
        }
        ahead = Array(input[used...])
        isStuck = used == 0
        // A sequence that never gets whole must not hold up the rest.
        if isStuck, ahead.count >= 16, let first = ahead.first {
            UTF8Text.append(UTF8Text.windows1252(first), to: &decoded)
            ahead.removeFirst()
        }
        return true
    }

    private func moreBytes() throws -> [UInt8] {
        if let failure {
            self.failure = nil
            throw failure
        }
        return try stream.bytes(upTo: 64 << 10)
    }

    /// Decodes as much as is whole; each byte that the encoding has not becomes what Windows-1252 has for it.
    ///
    /// - Parameter unit: Bytes of one unit of the encoding.
    /// - Returns: How many bytes were used.
    private static func convert(
        _ input: UnsafeMutableRawBufferPointer, unit: Int, with converter: iconv_t,
        into room: UnsafeMutableBufferPointer<UInt8>, _ made: inout Int
    ) -> Int {
        let room = UnsafeMutableRawBufferPointer(room)
        var used = 0
        while used < input.count {
            var source = input.baseAddress.map { ($0 + used).assumingMemoryBound(to: CChar.self) }
            var left = input.count - used
            var target = room.baseAddress.map { ($0 + made).assumingMemoryBound(to: CChar.self) }
            var free = room.count - made
            let result = iconv(converter, &source, &left, &target, &free)
            let failure = errno
            used = input.count - left
            made = room.count - free
            if result != -1 || used >= input.count || failure != EILSEQ { break }
            var scalar: [UInt8] = []
            UTF8Text.append(unit == 1 ? UTF8Text.windows1252(input[used]) : "\u{FFFD}", to: &scalar)
            guard made + scalar.count <= room.count else { break }
            UnsafeMutableRawBufferPointer(rebasing: room[made..<(made + scalar.count)]).copyBytes(from: scalar)
            made += scalar.count
            used = min(used + unit, input.count)
        }
        return used
    }
}
