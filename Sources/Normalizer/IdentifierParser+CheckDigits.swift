/// Numbers that end in a check digit: ISSN, ISBN, ORCID.
extension IdentifierParser {
    /// `1234-567X` where the check digit is right.
    public static func issn(_ text: String) -> String? { isISSN(text) ? text : repairedISSN(text) }

    /// Whether a text is an ISSN in its normal form, told on its bytes.
    private static func isISSN(_ text: String) -> Bool {
        guard text.utf8.count == 9 else { return false }
        var text = text
        return text.withUTF8 { bytes in
            var sum = 0
            var weight = 8
            for place in 0..<8 where place != 4 {
                guard isDigit(bytes[place]) else { return false }
                sum += Int(bytes[place] - 48) * weight
                weight -= 1
            }
            let check = (11 - sum % 11) % 11
            return bytes[4] == UInt8(ascii: "-") && bytes[8] == (check == 10 ? UInt8(ascii: "X") : UInt8(48 + check))
        }
    }

    /// As `issn(_:)`, the long way.
    static func repairedISSN(_ text: String) -> String? {
        var digits: [UInt8] = []
        for byte in text.utf8 {
            if isDigit(byte) || (byte | 0x20 == UInt8(ascii: "x") && digits.count == 7) {
                digits.append(byte & 0xDF == UInt8(ascii: "X") ? UInt8(ascii: "X") : byte)
            } else if byte != UInt8(ascii: "-") && byte != 0x20 && byte < 0x80 {
                return nil
            }
        }
        guard digits.count == 8 else { return nil }
        var sum = 0
        for index in 0..<7 { sum += Int(digits[index] - 48) * (8 - index) }
        let check = (11 - sum % 11) % 11
        guard digits[7] == (check == 10 ? UInt8(ascii: "X") : UInt8(48 + check)) else { return nil }
        return String(decoding: digits[..<4], as: UTF8.self) + "-" + String(decoding: digits[4...], as: UTF8.self)
    }

    /// Thirteen digits where the check digit is right; ten-digit numbers are converted.
    public static func isbn(_ text: String) -> String? {
        var digits: [UInt8] = []
        var bare = text[...]
        if let colon = bare.lastIndex(of: ":"), bare.lowercased().hasPrefix("isbn") {
            bare = bare[bare.index(after: colon)...]
        }
        for byte in bare.utf8 {
            if isDigit(byte) {
                digits.append(byte - 48)
            } else if byte | 0x20 == UInt8(ascii: "x"), digits.count == 9 {
                digits.append(10)
            } else if byte != UInt8(ascii: "-") && byte != 0x20 {
                return nil
            }
        }
        if digits.count == 10 {
            let sum = digits.enumerated().reduce(0) { $0 + Int($1.element) * (10 - $1.offset) }
            guard sum % 11 == 0 else { return nil }
            digits = [9, 7, 8] + digits[..<9] + [0]
            digits[12] = isbnCheck(digits)
        }
        guard digits.count == 13, digits[0] == 9, digits[1] == 7, digits[2] >= 8, digits[12] == isbnCheck(digits) else {
            return nil
        }
        return String(decoding: digits.map { $0 + 48 }, as: UTF8.self)
    }

    private static func isbnCheck(_ digits: [UInt8]) -> UInt8 {
        let sum = digits[..<12].enumerated().reduce(0) { $0 + Int($1.element) * ($1.offset % 2 == 0 ? 1 : 3) }
        return UInt8((10 - sum % 10) % 10)
    }

    /// `0000-0002-1825-0097` from a bare number or URL where the check digit is right. ISO 7064 mod 11-2.
    public static func orcid(_ text: String) -> String? { plainORCID(text) ?? repairedORCID(text) }

    /// The number in its normal form, bare or behind a slash, told on its bytes; nil for all others.
    private static func plainORCID(_ text: String) -> String? {
        let bytes = text.utf8
        let before = bytes.count - 19
        guard before >= 0 else { return nil }
        let start = bytes.index(bytes.startIndex, offsetBy: before)
        guard before == 0 || bytes[bytes.index(before: start)] == UInt8(ascii: "/") else { return nil }
        var total = 0
        for (place, byte) in bytes[start...].enumerated() {
            if place % 5 == 4 {
                guard byte == UInt8(ascii: "-") else { return nil }
            } else if place == 18 {
                let check = (12 - total) % 11
                guard byte == (check == 10 ? UInt8(ascii: "X") : UInt8(48 + check)) else { return nil }
            } else {
                guard isDigit(byte) else { return nil }
                total = (total + Int(byte - 48)) * 2 % 11
            }
        }
        return before == 0 ? text : String(text[start...])
    }

    /// As `orcid(_:)`, the long way.
    static func repairedORCID(_ text: String) -> String? {
        var digits: [UInt8] = []
        let last = text.split(separator: "/").last ?? ""
        for byte in last.utf8 {
            if isDigit(byte) {
                digits.append(byte)
            } else if byte | 0x20 == UInt8(ascii: "x"), digits.count == 15 {
                digits.append(UInt8(ascii: "X"))
            } else if byte != UInt8(ascii: "-"), byte != 0x20 {
                return nil
            }
        }
        guard digits.count == 16 else { return nil }
        var total = 0
        for digit in digits[..<15] { total = (total + Int(digit - 48)) * 2 % 11 }
        let check = (12 - total) % 11
        guard digits[15] == (check == 10 ? UInt8(ascii: "X") : UInt8(48 + check)) else { return nil }
        return [0, 4, 8, 12].map { String(decoding: digits[$0..<$0 + 4], as: UTF8.self) }.joined(separator: "-")
    }
}
