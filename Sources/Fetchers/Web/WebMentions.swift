internal import Formats

/// What a page's text and links name besides itself.
enum WebMentions {
    /// Most that one page may mention: more is a list of references.
    static let most = 50

    /// - Parameters:
    ///   - host: The page's own.
    ///   - own: The work's own DOIs, in lower case.
    /// - Returns: DOIs, and links to papers on hosts whose addresses are identifiers, in the page's order.
    static func targets(_ page: HTMLPage, host: String, own: [String]) -> [(scheme: String, value: String)] {
        var found: [(scheme: String, value: String)] = []
        var known: Set<String> = []
        func add(_ scheme: String, _ value: String) {
            var name = scheme == "doi" ? doi(in: value) ?? value : value
            name = name.lowercased()
            if let slash = name.firstIndex(of: "%"), name[slash...].hasPrefix("%2f") {
                name.replaceSubrange(slash..<name.index(slash, offsetBy: 3), with: "/")
            }
            while let last = name.last, ".,;:)]}'".contains(last) { name.removeLast() }
            // A link to another format of the work itself ends in its DOI, or goes on behind it.
            guard !own.contains(where: { name.hasPrefix($0) }), found.count < most, known.insert(name).inserted else {
                return
            }
            found.append((scheme, value))
        }
        for link in page.links where link.element != "link" && !link.isAside && !isShare(link.href) {
            // `#ref-10.5555/a` leads to the page's own list of references.
            if link.href.hasPrefix("#") { continue }
            if doi(in: link.href) != nil {
                add("doi", link.href)
            } else if isPaper(link.href, host: host) {
                add("url", link.href)
            }
        }
        for doi in dois(page) { add("doi", doi) }
        return found
    }

    /// DOIs in the page's text.
    static func dois(_ page: HTMLPage) -> [String] {
        var found: [String] = []
        for block in page.blocks where !block.isAside && block.text.contains("10.") {
            for word in block.text.split(whereSeparator: { $0.isWhitespace || "\"“”‘’«»".contains($0) }) {
                if let doi = doi(in: String(word)) { found.append(doi) }
            }
        }
        return found
    }

    /// What follows `10.`, four digits or more, and a slash, plain or escaped; from there to the text's end.
    static func doi(in text: String) -> String? {
        let bytes = Array(text.utf8)
        var index = 0
        while index + 7 < bytes.count {
            defer { index += 1 }
            guard bytes[index] == UInt8(ascii: "1"), bytes[index + 1] == UInt8(ascii: "0"),
                bytes[index + 2] == UInt8(ascii: ".")
            else { continue }
            if index > 0, (48...57).contains(bytes[index - 1]) || bytes[index - 1] == UInt8(ascii: ".") { continue }
            let rest = bytes[(index + 3)...].drop { (48...57).contains($0) || $0 == UInt8(ascii: ".") }
            guard rest.startIndex - index >= 7 else { continue }
            if rest.first == UInt8(ascii: "/") || rest.starts(with: "%2F".utf8) || rest.starts(with: "%2f".utf8) {
                return String(decoding: bytes[index...], as: UTF8.self)
            }
        }
        return nil
    }

    /// Buttons that hand the page's own address to others.
    private static func isShare(_ href: String) -> Bool {
        let host = WebAddress.host(href)
        return [
            "twitter.com", "x.com", "facebook.com", "linkedin.com", "addtoany.com", "altmetric.com", "plu.mx",
            "copyright.com", "scholar.google.com", "mendeley.com", "reddit.com", "bsky.app", "whatsapp.com", "t.me",
            "sharethis.com", "wechat.com", "researchgate.net", "doubleclick.net",
        ].contains { host == $0 || host.hasSuffix("." + $0) }
    }

    private static func isPaper(_ href: String, host: String) -> Bool {
        let target = WebAddress.host(href)
        let segments = WebAddress.segments(href)
        guard target != host, let last = segments.last else { return false }
        if target.hasSuffix("nature.com") {
            // `d41586-…` is Nature's own news.
            return segments.count == 2 && segments[0] == "articles" && last.contains("-") && !last.hasPrefix("d")
        }
        let isNumber = last.utf8.allSatisfy { (48...57).contains($0) }
        if target == "pubmed.ncbi.nlm.nih.gov" || target.hasSuffix("ncbi.nlm.nih.gov") && segments.contains("pubmed") {
            return isNumber
        }
        if target.hasSuffix("ncbi.nlm.nih.gov") || target.hasSuffix("europepmc.org") {
            return segments.contains { $0.hasPrefix("PMC") }
        }
        return target.hasSuffix("arxiv.org") && segments.count > 1 && ["abs", "pdf"].contains(segments[0])
    }
}
