internal import SimdJSONShim

/// What is UTF-8, and what is made of what is not.
public enum UTF8Text {
    public static func isValid(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { ibid_utf8_is_valid($0.baseAddress, $0.count) }
    }

    /// The bytes with each that is no UTF-8 spelled as Windows-1252 has it, and how many these were.
    public static func repaired(_ bytes: [UInt8]) -> ([UInt8], Int) {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 16)
        var count = 0
        var index = 0
        while index < bytes.count {
            let length = sequenceLength(bytes, index)
            if length > 0 {
                out.append(contentsOf: bytes[index..<(index + length)])
                index += length
            } else {
                append(windows1252(bytes[index]), to: &out)
                count += 1
                index += 1
            }
        }
        return (out, count)
    }

    /// Bytes of the well-formed sequence at `index`; 0 where there is none.
    static func sequenceLength(_ bytes: [UInt8], _ index: Int) -> Int {
        let first = bytes[index]
        if first < 0x80 { return 1 }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard first >= 0xC2, first <= 0xF4, index + length <= bytes.count else { return 0 }
        let second = bytes[index + 1]
        // Neither overlong forms nor surrogates nor what lies beyond the last plane.
        let lowest: UInt8 = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80
        let highest: UInt8 = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF
        guard second >= lowest, second <= highest else { return 0 }
        for offset in 2..<max(length, 2) where bytes[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }

    static func windows1252(_ byte: UInt8) -> Unicode.Scalar {
        HTMLEntities.windows1252(UInt32(byte)) ?? Unicode.Scalar(byte)
    }

    static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
        out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
}
