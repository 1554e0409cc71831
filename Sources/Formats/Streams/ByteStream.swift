internal import CISAL
internal import CZstd
internal import Foundation

/// Bytes that come in portions; memory does not grow with what flows through.
public protocol ByteStream: AnyObject {
    /// Fills the front of `buffer`; 0 at the end.
    ///
    /// - Throws: `SyntaxError` where compressed data is damaged or cut off, or the file cannot be read.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteStream {
    /// The next bytes, at most `count` of them; none at the end.
    public func bytes(upTo count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try read(into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}

/// Opens a file, or stdin for `-`, decompressing what its first bytes say is gzip or Zstandard.
///
/// - Throws: `SyntaxError` where the file cannot be opened.
public func openByteStream(path: String) throws -> any ByteStream {
    let file = try FileStream(path: path)
    let magic = try file.peek(4)
    if magic.starts(with: [0x1F, 0x8B]) { return GzipStream(file) }
    if magic == [0x28, 0xB5, 0x2F, 0xFD] { return try ZstdStream(file) }
    return file
}

/// A file read front to back.
public final class FileStream: ByteStream {
    private let descriptor: Int32
    private var ahead: [UInt8] = []

    public init(path: String) throws {
        if path == "-" {
            descriptor = 0
            return
        }
        descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw SyntaxError("cannot be opened: \(String(cString: strerror(errno)))") }
        var status = stat()
        if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
            close(descriptor)
            throw SyntaxError("is a folder")
        }
    }

    deinit { if descriptor > 0 { close(descriptor) } }

    /// The next `count` bytes, or fewer at the end, without consuming them.
    func peek(_ count: Int) throws -> [UInt8] {
        var buffer = [UInt8](repeating: 0, count: count)
        while ahead.count < count {
            let wanted = count - ahead.count
            let got = try buffer.withUnsafeMutableBytes { try readFile(into: .init(rebasing: $0[..<wanted])) }
            if got == 0 { break }
            ahead.append(contentsOf: buffer[..<got])
        }
        return ahead
    }

    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        guard ahead.isEmpty else {
            let count = min(ahead.count, buffer.count)
            buffer.copyBytes(from: ahead[..<count])
            ahead.removeFirst(count)
            return count
        }
        return try readFile(into: buffer)
    }

    private func readFile(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        while true {
            let count = Foundation.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw SyntaxError("cannot be read: \(String(cString: strerror(errno)))") }
        }
    }
}

/// Decompresses gzip, also of several members one after another. Zeros and other padding behind the last member are
/// passed over.
final class GzipStream: ByteStream {
    private let input: any ByteStream
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
    private var consumed = 0
    private var members = 0
    private var inMember = false
    private var atEnd = false
    /// Damage behind bytes that were good; told when these are handed over.
    private var failure: SyntaxError?

    init(_ input: any ByteStream) {
        self.input = input
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP)
    }

    deinit {
        buffer.deallocate()
        state.deallocate()
    }

    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        if let failure {
            self.failure = nil
            throw failure
        }
        guard let base = output.baseAddress, output.count > 0, !atEnd else { return 0 }
        state.pointee.next_out = base.assumingMemoryBound(to: UInt8.self)
        state.pointee.avail_out = UInt32(clamping: output.count)
        let wanted = Int(state.pointee.avail_out)
        while Int(state.pointee.avail_out) == wanted {
            if state.pointee.avail_in == 0 {
                let count = try input.read(into: buffer)
                if count == 0 {
                    atEnd = true
                    if inMember || members == 0 {
                        throw SyntaxError("the gzip data is cut off", offset: consumed)
                    }
                    return 0
                }
                consumed += count
                state.pointee.next_in = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
                state.pointee.avail_in = UInt32(count)
            }
            if !inMember, members > 0 {
                // Between members: another begins with 1f 8b, anything else is padding.
                guard state.pointee.next_in.pointee == 0x1F else {
                    if state.pointee.next_in.pointee != 0 {
                        atEnd = true
                        return 0
                    }
                    state.pointee.next_in += 1
                    state.pointee.avail_in -= 1
                    continue
                }
            }
            inMember = true
            let code = isal_inflate(state)
            guard code == ISAL_DECOMP_OK || code == ISAL_END_INPUT else {
                atEnd = true
                let damage = SyntaxError("the gzip data is damaged", offset: consumed - Int(state.pointee.avail_in))
                guard Int(state.pointee.avail_out) < wanted else { throw damage }
                failure = damage
                break
            }
            if state.pointee.block_state == ISAL_BLOCK_FINISH {
                members += 1
                inMember = false
                let next = state.pointee.next_in
                let left = state.pointee.avail_in
                let out = state.pointee.next_out
                let room = state.pointee.avail_out
                isal_inflate_reset(state)
                state.pointee.crc_flag = UInt32(ISAL_GZIP)
                state.pointee.next_in = next
                state.pointee.avail_in = left
                state.pointee.next_out = out
                state.pointee.avail_out = room
            }
        }
        return wanted - Int(state.pointee.avail_out)
    }
}

/// Decompresses Zstandard, also of several frames.
final class ZstdStream: ByteStream {
    private let input: any ByteStream
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    private let context: OpaquePointer
    private var available = ZSTD_inBuffer(src: nil, size: 0, pos: 0)
    private var consumed = 0
    private var pending = 1
    /// The context may hold more than the last read had room for.
    private var holdsOutput = false

    init(_ input: any ByteStream) throws {
        guard let context = ZSTD_createDCtx() else { throw SyntaxError("out of memory") }
        self.input = input
        self.context = context
        // A frame may ask for a window of gigabytes; 128 MiB is what the zstd tool allows by default.
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27)
    }

    deinit {
        ZSTD_freeDCtx(context)
        buffer.deallocate()
    }

    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        guard output.count > 0 else { return 0 }
        var out = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        while out.pos == 0 {
            if available.pos == available.size, !holdsOutput {
                let count = try input.read(into: buffer)
                if count == 0 {
                    if pending != 0 { throw SyntaxError("the Zstandard data is cut off", offset: consumed) }
                    return 0
                }
                consumed += count
                available = ZSTD_inBuffer(src: buffer.baseAddress, size: count, pos: 0)
            }
            pending = ZSTD_decompressStream(context, &out, &available)
            guard ZSTD_isError(pending) == 0 else {
                throw SyntaxError(
                    "the Zstandard data is damaged: \(String(cString: ZSTD_getErrorName(pending)))", offset: consumed)
            }
            holdsOutput = pending != 0 && out.pos == out.size
        }
        return out.pos
    }
}
