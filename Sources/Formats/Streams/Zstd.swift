internal import CZstd

/// Compresses blobs; one thread's tool, its context is reused.
public final class ZstdCompressor {
    private let context: OpaquePointer
    private let level: Int32
    private var scratch: [UInt8] = []

    /// - Parameter level: 1 (fast) ... 19.
    public init(level: Int32 = 1) {
        guard let context = ZSTD_createCCtx() else { preconditionFailure("out of memory") }
        self.context = context
        self.level = level
    }

    deinit { ZSTD_freeCCtx(context) }

    public func compress(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        if scratch.count < bound { scratch = [UInt8](repeating: 0, count: bound) }
        let size = scratch.withUnsafeMutableBytes { buffer in
            ZSTD_compressCCtx(context, buffer.baseAddress, buffer.count, bytes.baseAddress, bytes.count, level)
        }
        precondition(ZSTD_isError(size) == 0, "a buffer of ZSTD_compressBound bytes always suffices")
        return Array(scratch[..<size])
    }
}

/// Decompresses blobs; one thread's tool.
public final class ZstdDecompressor {
    private let context: OpaquePointer

    public init() {
        guard let context = ZSTD_createDCtx() else { preconditionFailure("out of memory") }
        self.context = context
    }

    deinit { ZSTD_freeDCtx(context) }

    /// - Parameter limit: Most bytes that may come out.
    /// - Throws: `SyntaxError` where the bytes are no Zstandard frame, are damaged, or hold more than `limit`.
    public func decompress(_ bytes: UnsafeRawBufferPointer, limit: Int = 64 << 20) throws -> [UInt8] {
        let claimed = ZSTD_getFrameContentSize(bytes.baseAddress, bytes.count)
        guard claimed <= UInt64(limit) else { throw SyntaxError("a compressed blob is damaged or too large") }
        var failed = false
        let result = [UInt8](unsafeUninitializedCapacity: Int(claimed)) { buffer, count in
            let size = ZSTD_decompressDCtx(context, buffer.baseAddress, buffer.count, bytes.baseAddress, bytes.count)
            failed = ZSTD_isError(size) != 0
            count = failed ? 0 : size
        }
        guard !failed else { throw SyntaxError("a compressed blob is damaged") }
        return result
    }

    public func decompress(_ bytes: [UInt8], limit: Int = 64 << 20) throws -> [UInt8] {
        try bytes.withUnsafeBytes { try decompress($0, limit: limit) }
    }
}
