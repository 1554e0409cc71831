internal import Foundation

extension UnsafeBufferPointer<UInt8> {
    /// Where a text first occurs at or behind an index; nil where it does not.
    public func firstIndex(of text: StaticString, from start: Int = 0) -> Int? {
        let length = text.utf8CodeUnitCount
        guard let base = baseAddress, length > 0 else { return nil }
        var cursor = start
        while cursor + length <= count {
            guard let found = memchr(base + cursor, Int32(text.utf8Start[0]), count - cursor - length + 1) else {
                return nil
            }
            let index = UnsafePointer(found.assumingMemoryBound(to: UInt8.self)) - base
            if memcmp(base + index, text.utf8Start, length) == 0 { return index }
            cursor = index + 1
        }
        return nil
    }
}
