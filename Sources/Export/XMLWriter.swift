/// Appends XML to a byte buffer. What XML 1.0 forbids in a document is left out.
struct XMLWriter {
    private(set) var bytes: [UInt8] = []

    mutating func begin(_ name: String, _ attributes: [(name: String, value: String)] = []) {
        bytes.append(contentsOf: "<\(name)".utf8)
        for (name, value) in attributes {
            bytes.append(contentsOf: " \(name)=\"".utf8)
            append(value, inAttribute: true)
            bytes.append(UInt8(ascii: "\""))
        }
        bytes.append(UInt8(ascii: ">"))
    }

    mutating func end(_ name: String) { bytes.append(contentsOf: "</\(name)>".utf8) }

    mutating func text(_ text: String) { append(text, inAttribute: false) }

    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func append(_ text: String, inAttribute: Bool) {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: bytes.append(contentsOf: "&amp;".utf8)
            case 0x3C: bytes.append(contentsOf: "&lt;".utf8)
            // `]]>` may not stand in text.
            case 0x3E: bytes.append(contentsOf: "&gt;".utf8)
            case 0x22 where inAttribute: bytes.append(contentsOf: "&quot;".utf8)
            // A parser would turn it into a line feed.
            case 0x0D: bytes.append(contentsOf: "&#13;".utf8)
            case 0x09 where inAttribute, 0x0A where inAttribute:
                bytes.append(contentsOf: "&#\(scalar.value);".utf8)
            case 0x09, 0x0A, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF:
                bytes.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            default: break
            }
        }
    }

    /// A name that needs no namespace: an ASCII letter, then letters, digits, `-` and `_`.
    static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first.isASCII, first.properties.isAlphabetic else { return false }
        return text.unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-" || $0 == "_")
        }
    }
}
