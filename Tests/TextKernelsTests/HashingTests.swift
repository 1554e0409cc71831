import TextKernels
import Testing

@Suite("A hash")
struct HashingTests {
    /// Computed apart from this code, with whole numbers of any size.
    static let answers: [(String, UInt64, UInt64)] = [
        ("", 0, 0x6C00_F385_7319_792D), ("", 1, 0x764F_3ADC_F317_114A),
        ("a", 0, 0xD265_5121_C092_7B38), ("a", 1, 0x5042_AB44_2D8A_A011),
        ("abc", 0, 0x08FB_B1EA_BDDF_2BB7), ("abc", 1, 0x6D81_56BA_5D1A_84D4),
        ("12345678", 0, 0xED76_D3F3_26C9_A67B), ("12345678", 1, 0x61B6_5172_FF90_29FE),
        ("123456789", 0, 0x993D_13E9_B501_5387), ("123456789", 1, 0x94FF_EF5C_A9C6_F6BD),
        ("0123456789abcdef", 0, 0x8607_9FDA_AB85_1DA3), ("0123456789abcdef", 1, 0x6509_E8D8_817A_D4D1),
        ("0123456789abcdefg", 0, 0x855A_B128_0861_417C), ("0123456789abcdefg", 1, 0x1B63_6D6D_6855_5422),
        (
            "Heroin addiction engages negative emotional learning brain circuits in rats", 0,
            0xEEBF_6FA9_14CA_1091
        ),
        (
            "Heroin addiction engages negative emotional learning brain circuits in rats", 1,
            0xEF0C_8655_3167_BC33
        ),
    ]

    @Test("never changes: it is stored", arguments: answers)
    func known(text: String, seed: UInt64, expected: UInt64) {
        #expect(Hashing.hash64(Array(text.utf8), seed: seed) == expected)
    }

    @Test("of nothing is the same with and without an address")
    func nothing() {
        let none = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
        #expect(Hashing.hash64(none, seed: 0) == Hashing.hash64([], seed: 0))
        #expect(Hashing.hash64(none, seed: 9) == Hashing.hash64([], seed: 9))
    }

    @Test("does not depend on where the bytes lie")
    func unaligned() {
        let bytes = Array("the same bytes at any address, long enough for three rounds".utf8)
        let expected = Hashing.hash64(bytes, seed: 3)
        for shift in 1...8 {
            let moved = Array(repeating: 0, count: shift) + bytes
            moved.withUnsafeBufferPointer { buffer in
                #expect(Hashing.hash64(UnsafeBufferPointer(rebasing: buffer[shift...]), seed: 3) == expected)
            }
        }
    }

    @Test("of texts that differ in length, in one bit or in order differs, also in its lower half")
    func differs() {
        var seen: Set<UInt32> = []
        var count = 0
        for length in 0...40 {
            var bytes = [UInt8](repeating: 0, count: length)
            seen.insert(UInt32(truncatingIfNeeded: Hashing.hash64(bytes, seed: 0)))
            count += 1
            for bit in 0..<length * 8 {
                bytes[bit / 8] ^= 1 << (bit % 8)
                seen.insert(UInt32(truncatingIfNeeded: Hashing.hash64(bytes, seed: 0)))
                count += 1
                bytes[bit / 8] ^= 1 << (bit % 8)
            }
        }
        // Among 6 601 values of 32 bits half a hundredth of a pair is expected to meet.
        #expect(count - seen.count <= 1)
    }

    @Test("of 128 bits has two unrelated halves")
    func halves() {
        let bytes = Array("halves".utf8)
        let (high, low) = bytes.withUnsafeBufferPointer { Hashing.hash128($0, seed: 5) }
        #expect(high == Hashing.hash64(bytes, seed: 5))
        #expect(low != high)
        #expect((20...44).contains((high ^ low).nonzeroBitCount))
    }
}
