/// Finds the first thing in a text for which it is no JSON, and what should stand there.
///
/// simdjson tells that a text is wrong, not where: this walks over it once more, when it is known to be wrong.
/// Grammar: RFC 8259.
public struct JSONMistake {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    /// `{` and `[` that are open.
    private var open: [UInt8] = []

    /// - Returns: What is wrong and where; nil where nothing of the kind was found: numbers too large, texts that are no
    ///   Unicode.
    /// - Complexity: O(n), no recursion.
    public static func first(in bytes: UnsafeBufferPointer<UInt8>) -> SyntaxError? {
        var walk = JSONMistake(bytes: bytes)
        return walk.first()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private mutating func first() -> SyntaxError? {
        while true {
            // A value is due.
            if let mistake = value() { return mistake }
            // What stands behind a value.
            while true {
                skipBlanks()
                guard let container = open.last else {
                    return index < bytes.count ? expected("the end of the text") : nil
                }
                let isObject = container == UInt8(ascii: "{")
                if take(isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) {
                    open.removeLast()
                    continue
                }
                guard take(UInt8(ascii: ",")) else { return expected(isObject ? "\",\" or \"}\"" : "\",\" or \"]\"") }
                if isObject, let mistake = key() { return mistake }
                break
            }
        }
    }

    /// Reads up to the end of a value, or to the first value within one.
    private mutating func value() -> SyntaxError? {
        while true {
            skipBlanks()
            guard index < bytes.count else { return expected("a value") }
            switch bytes[index] {
            case UInt8(ascii: "{"):
                guard open.count < JSONParser.maximumDepth else { return expected("no more than 256 levels") }
                open.append(bytes[index])
                index += 1
                skipBlanks()
                if index < bytes.count, bytes[index] == UInt8(ascii: "}") { return nil }
                if let mistake = key() { return mistake }
            case UInt8(ascii: "["):
                guard open.count < JSONParser.maximumDepth else { return expected("no more than 256 levels") }
                open.append(bytes[index])
                index += 1
                skipBlanks()
                if index < bytes.count, bytes[index] == UInt8(ascii: "]") { return nil }
            case UInt8(ascii: "\""): return string()
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
            case UInt8(ascii: "t"): return word("true")
            case UInt8(ascii: "f"): return word("false")
            case UInt8(ascii: "n"): return word("null")
            default: return expected("a value")
            }
        }
    }

    private mutating func key() -> SyntaxError? {
        skipBlanks()
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return expected("a key in double quotes") }
        if let mistake = string() { return mistake }
        skipBlanks()
        return take(UInt8(ascii: ":")) ? nil : expected("\":\" behind the key")
    }

    private mutating func string() -> SyntaxError? {
        let start = index
        index += 1
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""):
                index += 1
                return nil
            case UInt8(ascii: "\\"):
                guard index + 1 < bytes.count else { break }
                let sign = bytes[index + 1]
                let isKnown = "\"\\/bfnrtu".utf8.contains(sign)
                guard isKnown else { return expected("one of \"\\/bfnrtu behind a backslash") }
                if sign == UInt8(ascii: "u") {
                    let digits = bytes[min(index + 2, bytes.count)..<min(index + 6, bytes.count)]
                    guard digits.count == 4, digits.allSatisfy({ $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 6 }) else {
                        return expected("four hexadecimal digits behind \\u")
                    }
                }
                index += 1
            case ..<0x20: return expected("a control character within a string to be escaped")
            default: break
            }
            index += 1
        }
        index = start
        return SyntaxError("the string that begins here is never closed", offset: start)
    }

    private mutating func number() -> SyntaxError? {
        _ = take(UInt8(ascii: "-"))
        let start = index
        skipDigits()
        if index == start { return expected("a digit") }
        if bytes[start] == UInt8(ascii: "0"), index > start + 1 {
            index = start
            return expected("a number without zeros in front")
        }
        if take(UInt8(ascii: ".")) {
            let start = index
            skipDigits()
            if index == start { return expected("a digit behind the point") }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            let start = index
            skipDigits()
            if index == start { return expected("a digit of the exponent") }
        }
        return nil
    }

    private mutating func word(_ word: StaticString) -> SyntaxError? {
        guard word.withUTF8Buffer({ bytes[index...].starts(with: $0) }) else { return expected("a value") }
        index += word.utf8CodeUnitCount
        return nil
    }

    private mutating func skipDigits() { while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 } }

    private mutating func skipBlanks() {
        while index < bytes.count, case let byte = bytes[index],
            byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
        { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard index < bytes.count, bytes[index] == byte else { return false }
        index += 1
        return true
    }

    private func expected(_ what: String) -> SyntaxError {
        guard index < bytes.count else {
            return SyntaxError("expected \(what); found the end of the text", offset: bytes.count)
        }
        let end = bytes[index...].prefix(24).firstIndex { $0 < 0x20 } ?? min(index + 24, bytes.count)
        let found = String(decoding: UnsafeBufferPointer(rebasing: bytes[index..<max(end, index + 1)]), as: UTF8.self)
        return SyntaxError("expected \(what); found \"\(found)\"", offset: index)
    }
}
