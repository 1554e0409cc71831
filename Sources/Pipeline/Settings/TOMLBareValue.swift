/// Values that stand without quotation marks.
enum TOMLBareValue {
    static let rule = "a bare value is a number, a date, true or false; text needs quotation marks"

    /// Whether text is one as TOML 1.0 has them; that a date is in the calendar is the parser's to tell.
    static func isGood(_ text: some Sequence<UInt8>) -> Bool {
        let bytes = Array(text.prefix(129))
        // Most values are such.
        if let first = bytes.first, first != UInt8(ascii: "0"), bytes.count < 20, bytes.allSatisfy(isDigit) {
            return true
        }
        guard bytes.count <= 128 else { return false }
        let word = String(decoding: bytes, as: UTF8.self)
        return word.wholeMatch(of: /true|false|[+\-]?(?:inf|nan)/) != nil
            || word.wholeMatch(
                of: /[+\-]?(?:0|[1-9](?:_?[0-9])*)(?:\.[0-9](?:_?[0-9])*)?(?:[eE][+\-]?[0-9](?:_?[0-9])*)?/)
                != nil
            || word.wholeMatch(of: /0x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|0o[0-7](?:_?[0-7])*|0b[01](?:_?[01])*/) != nil
            || word.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil
            || word.wholeMatch(of: /[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?/) != nil
            || word.wholeMatch(
                of:
                    /[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:[Zz]|[+\-][0-9]{2}:[0-9]{2})?/
            ) != nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
