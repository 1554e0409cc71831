/// Titles of windows.
enum WebTitle {
    private static let marks = [" | ", " - ", " – ", " — ", " :: ", " · ", " » ", " • ", " < "]

    /// The title without `| Journal | Publisher`, where what remains is a heading of the page, or what goes is a name of the
    /// site. Nothing is cut that is not shown to be no part of the title.
    static func cut(_ title: String, names: [String], _ headings: [String], h1: String?) -> String {
        guard title.utf8.count <= 1000 else { return title }
        let known = Set(headings.map(WebNames.folded))
        let sites = Set(names.map(WebNames.folded)).subtracting([""])
        var rest = title
        // `Rats | Journal | House` above the heading `Rats`.
        var head = title
        while let (shorter, _) = split(head) {
            head = shorter
            if known.contains(WebNames.folded(head)), !sites.contains(WebNames.folded(head)),
                h1.map({ WebNames.folded($0) != WebNames.folded(title) }) ?? true
            {
                return head
            }
        }
        for _ in 0..<4 {
            if let h1, WebNames.folded(rest) == WebNames.folded(h1) { return rest }
            guard let (head, tail) = split(rest) else { break }
            let name = WebNames.folded(tail)
            guard !name.isEmpty, sites.contains(name) || sites.contains(where: { isHost($0, of: name) }) else { break }
            rest = head
        }
        return rest
    }

    /// Head and tail at the last mark.
    private static func split(_ title: String) -> (String, String)? {
        var best: String.Index?
        var cursor = title.startIndex
        while cursor < title.endIndex {
            if title[cursor] == " ", marks.contains(where: { title[cursor...].hasPrefix($0) }) { best = cursor }
            cursor = title.index(after: cursor)
        }
        guard let best else { return nil }
        let head = WebNames.trimmed(title[..<best])
        let tail = WebNames.trimmed(title[best...].dropFirst(3))
        return head.isEmpty ? nil : (head, tail)
    }

    /// `soundofscience` in `www.soundofscience.fr`.
    private static func isHost(_ host: String, of name: String) -> Bool {
        let bare = name.hasPrefix("the") ? String(name.dropFirst(3)) : name
        return bare.utf8.count > 3 && host.hasPrefix("www") && host.dropFirst(3).hasPrefix(bare)
    }
}
