internal import Foundation

/// Keys by host. They join a request at the last moment: they are in no `Request`, reply, error, log or file.
public struct Credentials: Sendable {
    public enum Place: Sendable, Equatable { case header(String), query(String) }

    private struct Entry: Sendable {
        var place: Place
        var secret: String
    }

    private var entries: [String: [Entry]] = [:]

    public init() {}

    /// Sends `secret` with every request to `host`.
    public mutating func add(_ secret: String, for host: String, as place: Place) {
        entries[host.lowercased(), default: []].append(Entry(place: place, secret: secret))
    }

    /// A number a host that tells one key from another and nothing else of it: sixteen bits of a hash.
    var accounts: [String: Int64] {
        entries.mapValues { entries in
            var state: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in entries.map(\.secret).joined(separator: "\n").utf8 {
                state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
            return Int64((state ^ (state >> 32)) & 0xFFFF) + 1
        }
    }

    var isEmpty: Bool { entries.isEmpty }

    public func hasKey(for host: String) -> Bool { entries[host.lowercased()] != nil }

    /// Reads a key from a file that nobody else can read.
    ///
    /// - Throws: `TransferFailure` of kind `unusable` where the file is missing, empty, or readable by others.
    public static func secret(file path: String) throws(TransferFailure) -> String {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw TransferFailure(.unusable, "the key file cannot be read", url: path)
        }
        guard status.st_mode & 0o077 == 0 else {
            throw TransferFailure(.unusable, "the key file may be read by others; run chmod 600 on it", url: path)
        }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            throw TransferFailure(.unusable, "the key file cannot be read", url: path)
        }
        let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !secret.isEmpty, !secret.contains(where: \.isNewline) else {
            throw TransferFailure(.unusable, "the key file holds no key of one line", url: path)
        }
        return secret
    }

    func headers(for host: String) -> [Header] {
        (entries[host] ?? []).compactMap { entry in
            if case .header(let name) = entry.place { Header(name, entry.secret) } else { nil }
        }
    }

    func url(_ url: String, for host: String) -> String {
        var result = url
        for entry in entries[host] ?? [] {
            guard case .query(let name) = entry.place else { continue }
            let value = entry.secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            result += (result.contains("?") ? "&" : "?") + "\(name)=\(value)"
        }
        return result
    }

    /// The text without the query parameters that carry a key, and with every other secret replaced: for what a server
    /// says, so that a URL in it can be asked for again.
    func withoutKeys(_ text: String) -> String {
        var result = text
        for case (.query(let name), let secret) in entries.values.joined().map({ ($0.place, $0.secret) }) {
            for value in [secret, secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? secret] {
                let pair = "\(name)=\(value)"
                result = result.replacingOccurrences(of: pair + "&", with: "")
                result = result.replacingOccurrences(of: "&" + pair, with: "")
                result = result.replacingOccurrences(of: "?" + pair, with: "")
            }
        }
        return redacted(result)
    }

    /// The text with every secret replaced: for what a server or libcurl says.
    func redacted(_ text: String) -> String {
        var result = text
        for entry in entries.values.joined() where entry.secret.count > 3 {
            result = result.replacingOccurrences(of: entry.secret, with: "…")
            if let encoded = entry.secret.addingPercentEncoding(withAllowedCharacters: .alphanumerics) {
                result = result.replacingOccurrences(of: encoded, with: "…")
            }
        }
        return result
    }
}

/// Keys do not show where credentials are printed.
extension Credentials: CustomStringConvertible, CustomReflectable {
    public var description: String { "keys for \(entries.keys.sorted().joined(separator: ", "))" }

    public var customMirror: Mirror { Mirror(self, children: ["hosts": entries.keys.sorted()]) }
}
