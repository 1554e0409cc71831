/// Percent-encoding for the parts of a URL.
enum URLText {
    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    /// One path segment: a slash within becomes `%2F`.
    static func segment(_ text: String) -> String { encoded(text, also: "!$'()*,:@") }

    /// A path that keeps its slashes.
    static func path(_ text: String) -> String { encoded(text, also: "!$'()*,:@/") }

    /// The value of a query item.
    static func query(_ text: String) -> String { encoded(text, also: ":,*/") }

    /// Percent escapes decoded once; bytes that would be no UTF-8 become U+FFFD.
    static func decoded(_ text: some StringProtocol) -> String {
        func digit(_ byte: UInt8) -> UInt8? {
            switch byte {
            case 48...57: byte - 48
            case 65...70, 97...102: (byte | 0x20) - 87
            default: nil
            }
        }
        let bytes = Array(text.utf8)
        var out: [UInt8] = []
        var index = 0
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                out.append(high << 4 | low)
                index += 3
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// A DOI without the ways to write one, in lower case: the key of a record.
    static func doiKey(_ doi: String) -> String {
        // As most stand in the source.
        let isKey = doi.utf8.withContiguousStorageIfAvailable { bytes in
            bytes.first == UInt8(ascii: "1") && bytes.allSatisfy { $0 < 0x80 && !(0x41...0x5A).contains($0) }
        }
        if isKey == true { return doi }
        var key = doi.lowercased()
        if key.utf8.first == UInt8(ascii: "1") { return key }
        for prefix in ["https://", "http://", "dx.doi.org/", "doi.org/", "doi:"] where key.hasPrefix(prefix) {
            key = String(key.dropFirst(prefix.count))
        }
        return key
    }

    private static func encoded(_ text: String, also extra: StaticString) -> String {
        let kept = extra.withUTF8Buffer { Set($0) }
        var out: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if unreserved.contains(byte) || kept.contains(byte) {
                out.append(byte)
            } else {
                out += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The value of the query item `name`, as it stands; nil where there is none.
    static func value(_ name: String, in url: String) -> String? {
        let query = url.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
        return query.split(separator: "&").first { $0.hasPrefix(name + "=") }.map {
            String($0.dropFirst(name.count + 1))
        }
    }

    /// The URL with the query item `name` set to `value`, added where it was missing.
    static func replacing(_ name: String, with value: String, in url: String) -> String {
        let parts = url.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        var items = parts.count > 1 ? parts[1].split(separator: "&").map(String.init) : []
        let item = "\(name)=\(query(value))"
        if let index = items.firstIndex(where: { $0 == name || $0.hasPrefix(name + "=") }) {
            items[index] = item
        } else {
            items.append(item)
        }
        return parts[0] + "?" + items.joined(separator: "&")
    }

    /// The value of the query item `name`, percent-decoded; nil where the URL has none.
    static func value(of name: String, in url: String) -> String? {
        guard let mark = url.firstIndex(of: "?") else { return nil }
        return value(of: name, inForm: url[url.index(after: mark)...].prefix { $0 != "#" })
    }

    /// As `value(of:in:)`, of a form as POST sends it.
    static func value(of name: String, inForm form: some StringProtocol) -> String? {
        for item in form.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts[0] == name { return parts.count > 1 ? decoded(String(parts[1].map { $0 == "+" ? " " : $0 })) : "" }
        }
        return nil
    }
}

extension String {
    /// Where what follows the first occurrence of `part` begins; nil where there is none.
    func index(after part: String) -> Index? {
        var start = startIndex
        while let first = part.first, let found = self[start...].firstIndex(of: first) {
            if self[found...].hasPrefix(part) { return index(found, offsetBy: part.count) }
            start = index(after: found)
        }
        return nil
    }
}
