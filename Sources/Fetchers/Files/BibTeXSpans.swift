/// Spans of TeX in which braces hold together what they enclose.
extension UnsafeBufferPointer<UInt8> {
    /// A span without the blanks at both ends.
    func trimmed(_ span: Range<Int>) -> Range<Int> {
        var (start, end) = (span.lowerBound, span.upperBound)
        while start < end, self[start] <= 0x20 { start += 1 }
        while end > start, self[end - 1] <= 0x20 { end -= 1 }
        return start..<end
    }

    /// Parts of a span at signs outside braces, blanks around them cut.
    func pieces(of span: Range<Int>, at isSign: (UInt8) -> Bool) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var depth = 0
        var start = span.lowerBound
        for index in span {
            let byte = self[index]
            if byte == UInt8(ascii: "{") { depth += 1 } else if byte == UInt8(ascii: "}") { depth -= 1 }
            if depth <= 0, isSign(byte) {
                parts.append(trimmed(start..<index))
                start = index + 1
            }
        }
        parts.append(trimmed(start..<span.upperBound))
        return parts
    }

    /// What is between the braces, where one pair holds all of a span; nil elsewhere.
    func braced(_ span: Range<Int>) -> Range<Int>? {
        guard span.count > 1, self[span.lowerBound] == UInt8(ascii: "{"),
            self[span.upperBound - 1] == UInt8(ascii: "}")
        else { return nil }
        var depth = 0
        for index in span {
            if self[index] == UInt8(ascii: "{") { depth += 1 } else if self[index] == UInt8(ascii: "}") { depth -= 1 }
            if depth == 0, index + 1 < span.upperBound { return nil }
        }
        return (span.lowerBound + 1)..<(span.upperBound - 1)
    }
}
