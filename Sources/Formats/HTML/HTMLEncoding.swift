internal import Foundation

/// The character encoding of a page.
///
/// A byte order mark decides; then well-formed UTF-8, whatever the page claims, because no other encoding looks like it by
/// chance; then what the caller was told and what the page claims; at last Windows-1252, as browsers have it.
enum HTMLEncoding {
    /// The page as UTF-8.
    ///
    /// - Parameter charset: What the reply's Content-Type says; nil where it says nothing.
    static func utf8(_ bytes: [UInt8], charset: String?) -> [UInt8] {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes[3...]) }
        if bytes.starts(with: [0xFF, 0xFE]) { return decoded(bytes[2...], .utf16LittleEndian) ?? bytes }
        if bytes.starts(with: [0xFE, 0xFF]) { return decoded(bytes[2...], .utf16BigEndian) ?? bytes }
        // Letters and signs of ISO-2022-JP are ASCII.
        let claimed = (charset ?? Self.claimed(bytes))?.lowercased()
        if claimed == "iso-2022-jp" { return decoded(bytes[...], .iso2022JP) ?? bytes }
        if bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil { return bytes }
        guard let claimed else { return windows1252(bytes) }
        if claimed.hasPrefix("utf") { return bytes }
        guard let encoding = encodings[claimed] else { return windows1252(bytes) }
        // One byte that the encoding has not must not cost the page.
        return decoded(bytes[...], encoding) ?? windows1252(bytes)
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>, _ encoding: String.Encoding) -> [UInt8]? {
        String(bytes: bytes, encoding: encoding).map { Array($0.utf8) }
    }

    /// `charset=…` within the first kilobytes.
    private static func claimed(_ bytes: [UInt8]) -> String? {
        let head = bytes.prefix(4096).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        let wanted = Array("charset=".utf8)
        var index = 0
        while let start = head[index...].firstIndex(of: wanted[0]) {
            index = start + 1
            guard head[start...].starts(with: wanted) else { continue }
            let name = head[(start + wanted.count)...].drop { $0 == 0x20 || $0 == 0x22 || $0 == 0x27 }
                .prefix { $0 > 0x20 && $0 != 0x22 && $0 != 0x27 && $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: ">") }
            if !name.isEmpty { return String(decoding: name.prefix(40), as: UTF8.self) }
        }
        return nil
    }

    private static func windows1252(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                out.append(byte)
            } else {
                let scalar = HTMLEntities.windows1252(UInt32(byte)) ?? Unicode.Scalar(byte)
                out += Array(String(Character(scalar)).utf8)
            }
        }
        return out
    }

    /// Names that pages use, after the WHATWG's Encoding Standard: Latin-1 is Windows-1252.
    private static let encodings: [String: String.Encoding] = {
        /// Core Foundation's numbers, where Foundation has no name.
        func core(_ number: UInt) -> String.Encoding { String.Encoding(rawValue: 0x8000_0000 | number) }
        return [
            "iso-8859-2": .isoLatin2, "latin2": .isoLatin2, "windows-1250": .windowsCP1250,
            "windows-1251": .windowsCP1251, "windows-1253": .windowsCP1253, "windows-1254": .windowsCP1254,
            "iso-8859-9": .windowsCP1254, "iso-8859-5": core(0x205), "iso-8859-7": core(0x207),
            "iso-8859-15": core(0x20F), "koi8-r": core(0xA02), "koi8-u": core(0xA08), "shift_jis": .shiftJIS,
            "shift-jis": .shiftJIS, "x-sjis": .shiftJIS, "euc-kr": core(0x940),
            "ks_c_5601-1987": core(0x940), "gb2312": core(0x632), "gbk": core(0x632), "gb18030": core(0x632),
            "big5": core(0xA03),
        ]
    }()
}
