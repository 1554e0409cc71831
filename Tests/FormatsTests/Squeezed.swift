/// Compressed bytes, made by hand from the formats' descriptions: no compressor stands between a test and its bytes.
enum Squeezed {
    /// CRC-32 as gzip has it, a bit at a time.
    static func crc(_ bytes: [UInt8]) -> UInt32 {
        var crc = ~UInt32(0)
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~crc
    }

    private static func little(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }

    /// A gzip member of stored blocks (RFC 1951, 3.2.4), with a file name in its head.
    static func gzip(stored bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x1F, 0x8B, 8, 8, 1, 2, 3, 4, 0, 3] + Array("name.json\u{0}".utf8)
        var start = 0
        repeat {
            let end = min(start + 0xFFFF, bytes.count)
            let length = UInt16(end - start)
            out += [end == bytes.count ? 1 : 0]
            out += [UInt8(length & 0xFF), UInt8(length >> 8), UInt8(~length & 0xFF), UInt8(~length >> 8)]
            out += bytes[start..<end]
            start = end
        } while start < bytes.count
        return out + little(crc(bytes)) + little(UInt32(truncatingIfNeeded: bytes.count))
    }

    /// A gzip member that unfolds to zeros: matches of 258 bytes in 13 bits each (RFC 1951, fixed Huffman codes).
    ///
    /// Its checksum is not that of the zeros.
    static func gzip(zeros count: Int) -> [UInt8] {
        var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        var pending: UInt32 = 0
        var held: UInt32 = 0
        // Huffman codes go out from their highest bit on.
        func put(_ code: UInt32, _ width: UInt32) {
            for place in (0..<width).reversed() {
                pending |= (code >> place & 1) << held
                held += 1
            }
            while held >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                held -= 8
            }
        }
        put(0b110, 3)
        put(0x30, 8)
        for _ in 0..<(count / 258) { put(0b11000101_00000, 13) }
        put(0, 7)
        put(0, 7)
        return bytes + little(0) + little(UInt32(truncatingIfNeeded: count / 258 * 258 + 1))
    }

    /// A Zstandard frame of blocks as they are (RFC 8878, 3.1.1), without checksum and content size.
    static func zstd(raw bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38]
        var start = 0
        repeat {
            let end = min(start + (1 << 17), bytes.count)
            let head = (end - start) << 3 | (end == bytes.count ? 1 : 0)
            out += [UInt8(head & 0xFF), UInt8(head >> 8 & 0xFF), UInt8(head >> 16)] + bytes[start..<end]
            start = end
        } while start < bytes.count
        return out
    }

    /// A Zstandard frame that unfolds to zeros: 128 KiB in 4 bytes each, blocks of run-length type.
    static func zstd(zeros count: Int) -> [UInt8] {
        var bytes: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0x38]
        let blocks = count >> 17
        for block in 1...blocks {
            let head = 1 << 20 | 1 << 1 | (block == blocks ? 1 : 0)
            bytes += [UInt8(head & 0xFF), UInt8(head >> 8 & 0xFF), UInt8(head >> 16), 0]
        }
        return bytes
    }
}
