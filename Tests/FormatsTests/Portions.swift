import Formats
import TestSupport

/// Bytes in memory that come in portions of random size, and damage behind them where a test wants some.
final class Portions: ByteStream {
    private var rest: ArraySlice<UInt8>
    private let most: Int
    private var failure: SyntaxError?
    private var random = SeededGenerator(seed: 5)

    init(_ bytes: [UInt8], most: Int = .max, failure: SyntaxError? = nil) {
        rest = bytes[...]
        self.most = most
        self.failure = failure
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        if rest.isEmpty, let failure {
            self.failure = nil
            throw failure
        }
        let count = min(rest.count, buffer.count, most == .max ? .max : Int.random(in: 1...most, using: &random))
        buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}

extension ByteStream {
    /// Everything up to the end or the first damage, read `size` bytes at a time; what comes behind `limit` is only
    /// counted.
    func drained(size: Int = 10_000, keeping limit: Int = .max) -> (bytes: [UInt8], count: Int, damage: SyntaxError?) {
        var bytes: [UInt8] = []
        var count = 0
        var buffer = [UInt8](repeating: 0, count: size)
        do {
            while true {
                let got = try buffer.withUnsafeMutableBytes { try read(into: $0) }
                if got == 0 { return (bytes, count, nil) }
                count += got
                if bytes.count < limit { bytes.append(contentsOf: buffer[..<got]) }
            }
        } catch {
            return (bytes, count, error as? SyntaxError)
        }
    }
}
