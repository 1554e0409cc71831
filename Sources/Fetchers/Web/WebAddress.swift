/// Addresses of pages, as text.
enum WebAddress {
    static func isAbsolute(_ text: String) -> Bool {
        let head = text.prefix(8).lowercased()
        return (head.hasPrefix("http://") || head.hasPrefix("https://")) && !host(text).isEmpty
    }

    /// Host in lower case without port; empty where there is none.
    static func host(_ url: String) -> String {
        guard let start = authority(url) else { return "" }
        var host = url[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        return host.prefix { $0 != ":" }.lowercased()
    }

    /// The path's parts: `articles`, `s41583-024-00886-y`.
    static func segments(_ url: String) -> [String] {
        guard let start = authority(url) else { return [] }
        let rest = url[start...].drop { $0 != "/" && $0 != "?" && $0 != "#" }.prefix { $0 != "?" && $0 != "#" }
        return rest.split(separator: "/").map(String.init)
    }

    private static func authority(_ url: String) -> String.Index? {
        guard let colon = url.firstIndex(of: ":"), url[colon...].hasPrefix("://") else { return nil }
        return url.index(colon, offsetBy: 3)
    }

    /// A link's target; nil for what is no web address, or is relative to nothing.
    static func absolute(_ href: String, base: String?) -> String? {
        let trimmed = String(href.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        if isAbsolute(trimmed) { return trimmed }
        if trimmed.hasPrefix("//") { return isAbsolute("https:" + trimmed) ? "https:" + trimmed : nil }
        guard let base, let start = authority(base), isAbsolute(base), !trimmed.isEmpty, trimmed.first != "#" else {
            return nil
        }
        // `mailto:`, `javascript:`
        if let colon = trimmed.firstIndex(of: ":"), !trimmed[..<colon].contains(where: { "/?#.".contains($0) }) {
            return nil
        }
        let end = base[start...].firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? base.endIndex
        if trimmed.hasPrefix("/") { return base[..<end] + trimmed }
        let path = base[end...].prefix { $0 != "?" && $0 != "#" }
        if trimmed.hasPrefix("?") { return base[..<end] + path + trimmed }
        let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
        return base[..<end] + folder + trimmed
    }

    /// The address that stays the same however the page was reached: https, host in lower case, without fragment,
    /// default port, session and the parameters that tell where a reader came from.
    static func canonical(_ url: String) -> String {
        guard let start = authority(url) else { return url }
        var rest = url[start...].prefix { $0 != "#" }
        // A fragment that is a path: `#!/record/1`.
        if let hash = url[start...].firstIndex(of: "#"), url[hash...].hasPrefix("#!") || url[hash...].hasPrefix("#/") {
            rest = url[start...]
        }
        let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
        var host = rest[..<authorityEnd].lowercased()
        for port in [":80", ":443"] where host.hasSuffix(port) { host = String(host.dropLast(port.count)) }
        let tail = rest[authorityEnd...]
        let queryStart = tail.firstIndex(of: "?") ?? tail.endIndex
        var path = String(tail[..<queryStart])
        if let session = path.firstIndex(of: ";"), path[session...].lowercased().hasPrefix(";jsessionid=") {
            path = String(path[..<session])
        }
        var items = tail[queryStart...].dropFirst().split(separator: "&").map(String.init)
        if items.contains("error=cookies_not_supported") {
            items.removeAll { $0.hasPrefix("code=") || $0.hasPrefix("error=") }
        }
        items.removeAll(where: isTracking)
        return "https://" + host + (path.isEmpty ? "/" : path)
            + (items.isEmpty ? "" : "?" + items.joined(separator: "&"))
    }

    private static func isTracking(_ item: String) -> Bool {
        let name = item.prefix { $0 != "=" }.lowercased()
        return name.hasPrefix("utm_") || tracking.contains(name)
    }

    private static let tracking: Set<String> = [
        "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "igshid", "mc_cid", "mc_eid", "mkt_tok",
        "_hsenc", "_hsmi", "_ga", "_gl", "ref_src", "ref_url", "cmpid", "ncid", "icid", "s_cid", "wt.mc_id",
        "wt.ec_id", "spm", "sessionid", "phpsessid", "jsessionid", "cookieset", "casa_token", "fromrss", "rss",
    ]
}
