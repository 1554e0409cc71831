/// Percent-encoding for the parts of a URL.
enum URLText {
    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    /// One path segment: a slash within becomes `%2F`.
    static func segment(_ text: String) -> String { encoded(text, also: "!$'()*,:@") }

    /// A path that keeps its slashes.
    static func path(_ text: String) -> String { encoded(text, also: "!$'()*,:@/") }

    /// The value of a query item.
    static func query(_ text: String) -> String { encoded(text, also: ":,*/") }

    /// A DOI without the ways to write one, in lower case: the key of a record.
    static func doiKey(_ doi: String) -> String {
        var key = doi.lowercased()
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
}
