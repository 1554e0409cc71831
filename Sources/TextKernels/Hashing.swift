/// Hashes that never change: they are stored, and decide the order of equals.
///
/// Method: multiply–fold mixing of 8-byte words with 64×64→128-bit products, as in Wang Yi's wyhash; not its exact
/// constants or tail. Not for adversaries.
public enum Hashing {
    private static let secrets: (UInt64, UInt64, UInt64) = (
        0xA076_1D64_78BD_642F, 0xE703_7ED1_A0B4_28DB, 0x8EBC_6AF0_9C88_C6E3
    )

    @inline(__always)
    private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// The first bytes of a text as a number, the first one lowest.
    ///
    /// - Parameter count: 0...8. Loads overlap where it is no power of two: the bytes in both are the same.
    @inline(__always)
    private static func word(_ text: UnsafeRawPointer, _ count: Int) -> UInt64 {
        func part<Number: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _: Number.Type) -> UInt64 {
            UInt64(Number(littleEndian: text.loadUnaligned(fromByteOffset: offset, as: Number.self)))
        }
        switch count {
        case 8: return part(0, UInt64.self)
        case 4...: return part(0, UInt32.self) | part(count - 4, UInt32.self) << UInt64(8 * (count - 4))
        case 2...: return part(0, UInt16.self) | part(count - 2, UInt16.self) << UInt64(8 * (count - 2))
        case 1: return part(0, UInt8.self)
        default: return 0
        }
    }

    /// 64-bit hash of bytes.
    ///
    /// - Parameter seed: Hashes of different seeds are unrelated.
    public static func hash64(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> UInt64 {
        var state = fold(seed ^ secrets.0, UInt64(bytes.count) ^ secrets.1)
        // Nothing hashes alike with and without an address.
        guard let base = UnsafeRawPointer(bytes.baseAddress) else {
            return fold(fold(secrets.0 ^ state, secrets.1) ^ secrets.2, secrets.0)
        }
        var offset = 0
        while offset + 16 <= bytes.count {
            let a = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            let b = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            state = fold(a ^ secrets.1 ^ state, b ^ secrets.2)
            offset += 16
        }
        let rest = bytes.count - offset
        let a = word(base + offset, min(rest, 8))
        let b = rest > 8 ? word(base + offset + 8, rest - 8) : 0
        state = fold(a ^ secrets.0 ^ state, b ^ secrets.1)
        return fold(state ^ secrets.2, secrets.0 ^ UInt64(bytes.count))
    }

    public static func hash64(_ bytes: [UInt8], seed: UInt64) -> UInt64 {
        bytes.withUnsafeBufferPointer { hash64($0, seed: seed) }
    }

    /// 128 bits as two 64-bit hashes of unrelated seeds: for telling contents apart.
    public static func hash128(_ bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> (UInt64, UInt64) {
        (hash64(bytes, seed: seed), hash64(bytes, seed: ~seed ^ secrets.2))
    }
}
