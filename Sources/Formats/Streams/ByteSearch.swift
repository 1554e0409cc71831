internal import CMemory
internal import Foundation

extension UnsafeBufferPointer<UInt8> {
    /// Where a text first occurs at or behind an index; nil where it does not.
    public func firstIndex(of text: StaticString, from start: Int = 0) -> Int? {
        guard let base = baseAddress, start < count, text.utf8CodeUnitCount > 0 else { return nil }
        return ibid_find(base + start, count - start, text.utf8Start, text.utf8CodeUnitCount)
            .map { $0 - UnsafeRawPointer(base) }
    }

    /// Where a byte first occurs at or behind an index; nil where it does not.
    public func firstIndex(of byte: UInt8, from start: Int) -> Int? {
        guard let base = baseAddress, start < count else { return nil }
        return memchr(base + start, Int32(byte), count - start).map { UnsafeRawPointer($0) - UnsafeRawPointer(base) }
    }

    /// How often a byte occurs.
    func count(of byte: UInt8, in span: Range<Int>) -> Int {
        baseAddress.map { ibid_count($0 + span.lowerBound, span.count, byte) } ?? 0
    }
}

extension String {
    /// Whether a byte occurs in the text's UTF-8.
    public func contains(byte sign: UInt8) -> Bool {
        var text = self
        return text.withUTF8 { bytes in bytes.baseAddress.map { memchr($0, Int32(sign), bytes.count) != nil } ?? false }
    }

    /// Where an ASCII text first occurs; nil where it does not.
    public func firstIndex(ofText wanted: StaticString) -> String.Index? {
        var text = self
        let found = text.withUTF8 { $0.firstIndex(of: wanted) }
        return found.map { utf8.index(startIndex, offsetBy: $0) }
    }
}
