/// What an HTML page says of itself and what it reads: its metadata and links, scripts with data, and text by block.
///
/// A scan from tag to tag, no tree: pages in the wild close what they never opened, and everything wanted here stands
/// in tags by itself. Linear in the page, no recursion; what exceeds a limit is left out.
public struct HTMLPage: Sendable, Equatable {
    public struct Meta: Sendable, Equatable {
        /// `name`, `property` or `http-equiv`, lower case: `citation_title`, `og:title`, `dc.creator`. One that has a
        /// name and another property is there twice.
        public var name: String
        public var content: String
    }

    public struct Link: Sendable, Equatable {
        /// `link`, `a`, or `span` for a reference in COinS, whose target is its context object.
        public var element: String
        /// Lower case; empty where there is none.
        public var rel: String
        /// As written, entities resolved.
        public var href: String
        /// Of a `<link>` its `type`; of an `<a>` the text it covers.
        public var text: String
        /// Within `nav`, `aside` or `footer`: not what the page is about.
        public var isAside: Bool
    }

    public struct Block: Sendable, Equatable {
        /// Name of the element that began the block: `h1`, `p`, `li`.
        public var element: String
        /// Text, white space as one space.
        public var text: String
        /// As `Link.isAside`.
        public var isAside: Bool
    }

    public var language: String?
    public var title: String?
    /// The target of `<base>`.
    public var base: String?
    /// In the page's order.
    public var metas: [Meta] = []
    /// Microdata that stands in attributes: `itemprop` and the `content`, `datetime` or `href` beside it. What an item
    /// within an item says stands among them.
    public var properties: [Meta] = []
    /// What `<time>` gives in `datetime`.
    public var times: [String] = []
    public var links: [Link] = []
    /// Contents of scripts of type `application/ld+json`.
    public var linkedData: [String] = []
    /// Text of the page's body by block, in order; without scripts and styles.
    public var blocks: [Block] = []

    /// Most metas, links and blocks each.
    public static let mostParts = 20_000

    /// - Parameters:
    ///   - bytes: In whatever encoding a byte order mark, the text itself, `charset` or the page tells; what breaks it,
    ///     is repaired.
    ///   - charset: What the reply's Content-Type says; nil where it says nothing.
    public init(_ bytes: [UInt8], charset: String? = nil) {
        var scan = HTMLScan(bytes: HTMLEncoding.utf8(bytes, charset: charset))
        scan.run()
        self = scan.page
    }

    init() {}

    /// The contents of all metas called `name`, in order, empty ones left out.
    public func contents(_ name: String) -> [String] {
        metas.filter { $0.name == name && !$0.content.isEmpty }.map(\.content)
    }

    /// The page as UTF-8, as `init` reads it.
    public static func transcoded(_ bytes: [UInt8], charset: String?) -> [UInt8] {
        HTMLEncoding.utf8(bytes, charset: charset)
    }

    /// A text with its character references resolved once.
    public static func resolved(_ text: String) -> String { HTMLEntities.decoded(Array(text.utf8)[...]) }

    /// Whether a text begins as HTML pages do.
    ///
    /// - Parameter start: The first kilobyte or more.
    public static func looksLikeOne(_ start: ArraySlice<UInt8>) -> Bool {
        let head = String(decoding: start.prefix(4096), as: UTF8.self).lowercased()
        let text = head.drop(while: { $0.isWhitespace || $0 == "\u{FEFF}" })
        guard text.first == "<" else { return false }
        if text.hasPrefix("<?xml") || text.hasPrefix("<!--") {
            return text.contains("<html") || text.contains("<!doctype html")
        }
        let name = text.dropFirst().prefix { !$0.isWhitespace && $0 != ">" && $0 != "/" }
        return text.hasPrefix("<!doctype html") || text.hasPrefix("<!doctypehtml")
            || ["html", "head", "body", "meta", "title", "div", "script", "style", "noscript", "h1", "center", "span"]
                .contains(String(name))
    }
}

/// The state of one scan.
private struct HTMLScan {
    let bytes: [UInt8]
    var page = HTMLPage()
    private var index = 0
    private var text: [UInt8] = []
    private var element = "body"
    /// Start of the anchor's text in `text`, and its target.
    private var anchor: (start: Int, rel: String, href: String)?
    /// How many of `nav`, `aside` and `footer` are open.
    private var asides = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Elements that end the block before them and begin one.
    private static let blocks: Set<String> = [
        "p", "div", "section", "article", "main", "header", "footer", "nav", "aside", "h1", "h2", "h3", "h4", "h5",
        "h6",
        "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "blockquote", "figure", "figcaption", "pre",
        "form", "body", "head", "hr", "br", "option", "button", "label", "address",
    ]
    private static let asides: Set<String> = ["nav", "aside", "footer"]
    /// Elements whose content is no markup.
    private static let raw: Set<String> = [
        "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
    ]

    mutating func run() {
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "<"), index + 1 < bytes.count else {
                text.append(byte)
                index += 1
                continue
            }
            let next = bytes[index + 1]
            if next == UInt8(ascii: "!") || next == UInt8(ascii: "?") {
                skipDeclaration()
            } else if next == UInt8(ascii: "/"), index + 2 < bytes.count, Self.isLetter(bytes[index + 2]) {
                index += 2
                let name = tagName()
                _ = attributes()
                end(name)
            } else if Self.isLetter(next) {
                index += 1
                let name = tagName()
                begin(name, attributes())
            } else {
                text.append(byte)
                index += 1
            }
        }
        flush()
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

    private mutating func skipDeclaration() {
        if bytes[index...].starts(with: "<!--".utf8) {
            // `-->` may begin within `<!--`: `<!-->` is a whole comment.
            index = find("-->", from: index + 2) ?? bytes.count
            return
        }
        if bytes[index...].starts(with: "<![CDATA[".utf8) {
            let end = find("]]>", from: index) ?? bytes.count
            text += bytes[min(index + 9, bytes.count)..<max(min(index + 9, bytes.count), end - 3)]
            index = end
            return
        }
        index = bytes[index...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
    }

    /// The place behind the next `wanted`.
    private func find(_ wanted: StaticString, from start: Int) -> Int? {
        wanted.withUTF8Buffer { wanted in
            var cursor = start
            while cursor + wanted.count <= bytes.count {
                guard let found = bytes[cursor...].firstIndex(of: wanted[0]), found + wanted.count <= bytes.count else {
                    return nil
                }
                if bytes[found..<found + wanted.count].elementsEqual(wanted) { return found + wanted.count }
                cursor = found + 1
            }
            return nil
        }
    }

    private mutating func tagName() -> String {
        let start = index
        while index < bytes.count, bytes[index] > 0x20, bytes[index] != UInt8(ascii: ">"),
            bytes[index] != UInt8(ascii: "/")
        { index += 1 }
        return String(decoding: bytes[start..<min(index, start + 64)], as: UTF8.self).lowercased()
    }

    /// Reads up to the `>` that ends the tag; the first of two attributes of one name counts.
    private mutating func attributes() -> [(name: String, value: String)] {
        var found: [(name: String, value: String)] = []
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ">") {
                index += 1
                return found
            }
            if byte <= 0x20 || byte == UInt8(ascii: "/") {
                index += 1
                continue
            }
            let start = index
            while index < bytes.count, bytes[index] > 0x20, bytes[index] != UInt8(ascii: ">"),
                bytes[index] != UInt8(ascii: "="), bytes[index] != UInt8(ascii: "/")
            { index += 1 }
            // A lone `=` is a name of its own; without this it would stand still.
            if index == start { index += 1 }
            let name = bytes[start..<min(index, start + 64)]
            var look = index
            while look < bytes.count, bytes[look] <= 0x20 { look += 1 }
            var value: ArraySlice<UInt8> = []
            if look < bytes.count, bytes[look] == UInt8(ascii: "=") {
                look += 1
                while look < bytes.count, bytes[look] <= 0x20 { look += 1 }
                if look < bytes.count, bytes[look] == UInt8(ascii: "\"") || bytes[look] == UInt8(ascii: "'") {
                    let end = bytes[(look + 1)...].firstIndex(of: bytes[look]) ?? bytes.count
                    value = bytes[(look + 1)..<end]
                    index = min(end + 1, bytes.count)
                } else {
                    let end = bytes[look...].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ">") } ?? bytes.count
                    value = bytes[look..<end]
                    index = end
                }
            }
            if found.count < 64 {
                found.append(
                    (String(decoding: name, as: UTF8.self).lowercased(), HTMLEntities.decoded(value)))
            }
        }
        return found
    }

    private mutating func begin(_ name: String, _ attributes: [(name: String, value: String)]) {
        func value(_ wanted: String) -> String? { attributes.first { $0.name == wanted }?.value }
        // Some tools that save pages write `value` for `content`.
        let content = value("content") ?? (name == "meta" ? value("value") : nil)
        if let property = value("itemprop"), let said = content ?? value("datetime") ?? value("href") {
            Self.append(property, said, to: &page.properties)
        }
        switch name {
        case "html": page.language = page.language ?? value("lang") ?? value("xml:lang")
        case "base": page.base = page.base ?? value("href")
        case "meta":
            guard let content else { return }
            let key = value("name") ?? value("property") ?? value("http-equiv")
            if let key { Self.append(key, content, to: &page.metas) }
            if let property = value("property"), property != key { Self.append(property, content, to: &page.metas) }
        case "link":
            guard let href = value("href"), let rel = value("rel") else { return }
            append(HTMLPage.Link(element: "link", rel: rel, href: href, text: value("type") ?? "", isAside: asides > 0))
        case "a":
            endAnchor()
            if let href = value("href"), !href.isEmpty { anchor = (text.count, value("rel") ?? "", href) }
        case "time":
            if let time = value("datetime"), !time.isEmpty, page.times.count < 200 { page.times.append(time) }
        case "span":
            if value("class")?.contains("Z3988") == true, let object = value("title") {
                append(HTMLPage.Link(element: "span", rel: "", href: object, text: "", isAside: asides > 0))
            }
        case _ where Self.raw.contains(name):
            let content = rawContent(of: name)
            if name == "title" {
                page.title = page.title ?? HTMLText.collapsed(HTMLEntities.decoded(content))
            } else if name == "script", value("type")?.lowercased().hasPrefix("application/ld+json") == true,
                page.linkedData.count < 200
            {
                page.linkedData.append(String(decoding: content, as: UTF8.self))
            }
        case _ where Self.blocks.contains(name):
            flush()
            element = name
            if Self.asides.contains(name) { asides += 1 }
        default: break
        }
    }

    private static func append(_ name: String, _ content: String, to metas: inout [HTMLPage.Meta]) {
        guard metas.count < HTMLPage.mostParts else { return }
        metas.append(HTMLPage.Meta(name: HTMLText.collapsed(name).lowercased(), content: HTMLText.collapsed(content)))
    }

    private mutating func append(_ link: HTMLPage.Link) {
        guard page.links.count < HTMLPage.mostParts else { return }
        var link = link
        link.rel = link.rel.lowercased()
        page.links.append(link)
    }

    private mutating func end(_ name: String) {
        if name == "a" {
            endAnchor()
        } else if Self.blocks.contains(name) {
            flush()
            element = "body"
            if Self.asides.contains(name) { asides = max(0, asides - 1) }
        }
    }

    private mutating func endAnchor() {
        guard let (start, rel, href) = anchor else { return }
        anchor = nil
        let covered = start <= text.count ? HTMLText.collapsed(HTMLEntities.decoded(text[start...])) : ""
        append(HTMLPage.Link(element: "a", rel: rel, href: href, text: covered, isAside: asides > 0))
    }

    private mutating func flush() {
        endAnchor()
        let plain = HTMLText.collapsed(HTMLEntities.decoded(text[...]))
        text.removeAll(keepingCapacity: true)
        if !plain.isEmpty, page.blocks.count < HTMLPage.mostParts {
            page.blocks.append(HTMLPage.Block(element: element, text: plain, isAside: asides > 0))
        }
    }

    /// The content up to the closing tag of that name, or to the page's end; goes behind that tag.
    private mutating func rawContent(of name: String) -> ArraySlice<UInt8> {
        let start = index
        let wanted = Array(name.utf8)
        while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
            index = open + 1
            let rest = bytes[index...]
            guard rest.first == UInt8(ascii: "/"), rest.count > wanted.count,
                rest.dropFirst().prefix(wanted.count).map({ Self.isLetter($0) ? $0 | 0x20 : $0 }) == wanted,
                rest.dropFirst(wanted.count + 1).first.map({ $0 <= 0x20 || $0 == 0x2F || $0 == 0x3E }) ?? true
            else { continue }
            index = bytes[index...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? bytes.count
            return bytes[start..<open]
        }
        index = bytes.count
        return bytes[start...]
    }
}

enum HTMLText {
    /// White space runs as one space, none at the ends.
    static func collapsed(_ text: String) -> String {
        text.split { $0.isWhitespace || $0 == "\u{A0}" || $0 == "\u{FEFF}" }.joined(separator: " ")
    }
}
