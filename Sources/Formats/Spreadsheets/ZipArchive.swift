internal import CISAL

/// The entries of a zip file in memory, stored or deflated. Nothing is ever written to a path.
///
/// Documentation: PKWARE's APPNOTE.TXT, 4.3; sizes over 4 GB (zip64) and encryption are not read.
public struct ZipArchive: Sendable {
    /// One entry as the central directory has it.
    public struct Entry: Sendable, Equatable {
        public var name: String
        /// 0 stored, 8 deflated.
        public var method: UInt16
        public var compressedSize: Int
        public var size: Int
        fileprivate var header: Int
    }

    /// Most entries that are read.
    public static let mostEntries = 10_000

    public let entries: [Entry]
    private let bytes: [UInt8]

    /// Whether a file begins as zip files do.
    public static func recognizes(_ head: some Collection<UInt8>) -> Bool {
        head.starts(with: [0x50, 0x4B, 0x03, 0x04]) || head.starts(with: [0x50, 0x4B, 0x05, 0x06])
    }

    /// - Throws: `SyntaxError` where the directory is damaged or cut off, or asks for what is not read.
    public init(_ bytes: [UInt8]) throws {
        self.bytes = bytes
        // The directory's end lies behind everything, before a comment of at most 64 KB.
        let least = max(0, bytes.count - 65_557)
        guard bytes.count >= 22,
            let end = stride(from: bytes.count - 22, through: least, by: -1).first(where: {
                Self.u32(bytes, $0) == 0x0605_4B50
            })
        else { throw SyntaxError("the zip file is cut off: it has no directory") }
        let count = Int(Self.u16(bytes, end + 10) ?? 0)
        let offset = Int(Self.u32(bytes, end + 16) ?? 0)
        guard count != 0xFFFF, offset != 0xFFFF_FFFF else { throw SyntaxError("a zip file of the large kind (zip64)") }
        guard count <= Self.mostEntries else {
            throw SyntaxError("a zip file of more than \(Self.mostEntries) entries")
        }
        var entries: [Entry] = []
        var cursor = offset
        for _ in 0..<count {
            guard Self.u32(bytes, cursor) == 0x0201_4B50, let flags = Self.u16(bytes, cursor + 8),
                let method = Self.u16(bytes, cursor + 10), let packed = Self.u32(bytes, cursor + 20),
                let size = Self.u32(bytes, cursor + 24), let nameLength = Self.u16(bytes, cursor + 28),
                let extraLength = Self.u16(bytes, cursor + 30), let commentLength = Self.u16(bytes, cursor + 32),
                let header = Self.u32(bytes, cursor + 42), cursor + 46 + Int(nameLength) <= bytes.count
            else { throw SyntaxError("the zip file's directory is damaged", offset: cursor) }
            guard flags & 1 == 0 else { throw SyntaxError("the zip file is encrypted") }
            let name = String(decoding: bytes[cursor + 46..<cursor + 46 + Int(nameLength)], as: UTF8.self)
            entries.append(
                Entry(
                    name: name, method: method, compressedSize: Int(packed), size: Int(size), header: Int(header)))
            cursor += 46 + Int(nameLength) + Int(extraLength) + Int(commentLength)
        }
        self.entries = entries
    }

    /// The entry called `name`, whatever its case.
    public func entry(_ name: String) -> Entry? {
        entries.first { $0.name == name } ?? entries.first { $0.name.lowercased() == name.lowercased() }
    }

    /// What an entry holds.
    ///
    /// - Parameter limit: Most bytes that may come out.
    /// - Throws: `SyntaxError` where the entry is damaged, packed in another way, or larger than `limit` or than it says.
    public func contents(of entry: Entry, limit: Int) throws -> [UInt8] {
        guard entry.size <= limit else {
            throw SyntaxError("\"\(entry.name)\" in the zip file holds \(entry.size) bytes, more than \(limit)")
        }
        guard Self.u32(bytes, entry.header) == 0x0403_4B50, let nameLength = Self.u16(bytes, entry.header + 26),
            let extraLength = Self.u16(bytes, entry.header + 28)
        else { throw SyntaxError("\"\(entry.name)\" in the zip file is damaged", offset: entry.header) }
        let start = entry.header + 30 + Int(nameLength) + Int(extraLength)
        guard start <= bytes.count, entry.compressedSize <= bytes.count - start else {
            throw SyntaxError("\"\(entry.name)\" in the zip file is cut off", offset: entry.header)
        }
        let packed = bytes[start..<start + entry.compressedSize]
        switch entry.method {
        case 0:
            guard entry.size == entry.compressedSize else {
                throw SyntaxError("\"\(entry.name)\" in the zip file is damaged", offset: entry.header)
            }
            return Array(packed)
        case 8:
            // Deflate shrinks at most to a 1032nd.
            guard entry.size <= entry.compressedSize * 1032 + 64 else {
                throw SyntaxError(
                    "\"\(entry.name)\" in the zip file claims more than it can hold", offset: entry.header)
            }
            return try Self.inflated(packed, size: entry.size, name: entry.name, offset: entry.header)
        default: throw SyntaxError("\"\(entry.name)\" in the zip file is packed by method \(entry.method)")
        }
    }

    private static func inflated(_ packed: ArraySlice<UInt8>, size: Int, name: String, offset: Int) throws -> [UInt8] {
        let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
        defer { state.deallocate() }
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_DEFLATE)
        var isWhole = false
        let result = packed.withUnsafeBufferPointer { packed in
            [UInt8](unsafeUninitializedCapacity: size + 1) { out, count in
                state.pointee.next_in = UnsafeMutablePointer(mutating: packed.baseAddress)
                state.pointee.avail_in = UInt32(clamping: packed.count)
                state.pointee.next_out = out.baseAddress
                // One byte more than it says shows one that says too little.
                state.pointee.avail_out = UInt32(clamping: size + 1)
                let status = isal_inflate_stateless(state)
                let made = Int(state.pointee.total_out)
                isWhole = status == ISAL_DECOMP_OK && made == size
                count = isWhole ? size : 0
            }
        }
        guard isWhole else { throw SyntaxError("\"\(name)\" in the zip file is damaged", offset: offset) }
        return result
    }

    private static func u16(_ bytes: [UInt8], _ index: Int) -> UInt16? {
        guard index >= 0, index + 2 <= bytes.count else { return nil }
        return UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8
    }

    private static func u32(_ bytes: [UInt8], _ index: Int) -> UInt32? {
        guard let low = u16(bytes, index), let high = u16(bytes, index + 2) else { return nil }
        return UInt32(low) | UInt32(high) << 16
    }
}
