/// Compressed bytes, made by hand from the formats' descriptions: no compressor stands between a test and its bytes.
enum Squeezed {
    /// `hello` in each coding that a client asks for.
    static let hello: [String: [UInt8]] = [
        "gzip": [
            0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x86, 0xA6, 0x10, 0x36, 5, 0,
            0,
            0,
        ],
        "br": [0x0B, 0x02, 0x80] + Array("hello".utf8) + [0x03],
        "zstd": [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x05, 0x29, 0x00, 0x00] + Array("hello".utf8),
    ]

    /// A gzip member that unfolds to zeros: matches of 258 bytes in 13 bits each (RFC 1951, fixed Huffman codes).
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
        put(0b110, 3)  // last block, fixed codes: 1, then 01 from its lowest bit on
        put(0x30, 8)  // the literal 0
        for _ in 0..<(count / 258) { put(0b11000101_00000, 13) }
        put(0, 7)
        put(0, 7)
        return bytes + [UInt8](repeating: 0, count: 8)
    }

    /// A Zstandard frame that unfolds to zeros: 128 KiB in 4 bytes each (RFC 8878, blocks of run-length type).
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
