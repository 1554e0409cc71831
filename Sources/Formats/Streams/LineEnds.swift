internal import CMemory
internal import Foundation

/// Where the lines of a text end: at LF, CR or CRLF.
///
/// Most texts have no CR but before LF; that is found out once, so that a line costs one search.
struct LineEnds {
    private let base: UnsafePointer<UInt8>?
    private let count: Int
    private let hasLoneReturns: Bool

    init(_ text: UnsafeBufferPointer<UInt8>) {
        base = text.baseAddress
        count = text.count
        hasLoneReturns = Self.loneReturns(text) > 0
    }

    /// Index of the first CR or LF from `start` on and before `limit`; the limit, or the text's length, where there is none.
    @inline(__always)
    func end(from start: Int, before limit: Int = .max) -> Int {
        let limit = min(limit, count)
        guard let base, start < limit else { return limit }
        if hasLoneReturns {
            // Byte by byte: neither sign may be sought far behind the other.
            var index = start
            while index < limit, base[index] != 0x0A, base[index] != 0x0D { index += 1 }
            return index
        }
        let from = base + start
        let feed = memchr(from, 0x0A, limit - start).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
        guard let feed else { return base[limit - 1] == 0x0D ? limit - 1 : limit }
        return feed > start && base[feed - 1] == 0x0D ? feed - 1 : feed
    }

    /// Index of the line behind one that ends at `end`.
    @inline(__always)
    func next(after end: Int) -> Int {
        guard let base, end + 1 < count else { return end + 1 }
        return base[end] == 0x0D && base[end + 1] == 0x0A ? end + 2 : end + 1
    }

    /// How many line ends a text has.
    static func count(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = text.baseAddress else { return 0 }
        return ibid_count(base, text.count, 0x0A) + loneReturns(text)
    }

    /// How many CR no LF follows.
    private static func loneReturns(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        guard let base = text.baseAddress, memchr(base, 0x0D, text.count) != nil else { return 0 }
        return ibid_count_unpaired(base, text.count, 0x0D, 0x0A)
    }
}
