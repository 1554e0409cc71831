internal import Records

/// Lists that pages print in one string.
enum WebNames {
    /// The authors of one meta: one as a rule, several where semicolons part them.
    static func add(_ text: String, to record: inout SourceRecord) {
        var text = text
        for head in ["By ", "by ", "Von "] where text.hasPrefix(head) && text.contains(" ") {
            text = String(text.dropFirst(head.count))
        }
        let names = text.contains(";") ? text.split(separator: ";").map(String.init) : split(text)
        for name in names where name.contains(where: \.isLetter) && !name.contains("://") {
            record.contributors.append(SourceContributor(name: name))
        }
    }

    /// `Jane Doe, John Roe and Max Poe` is three persons, `Doe, Jane` and `Doe, Jane, Jr.` one.
    private static func split(_ text: String) -> [String] {
        let parts = text.split(separator: ",").flatMap { part in
            part.split(separator: " ").reduce(into: [[Substring]]([[]])) { lists, word in
                if word == "and" || word == "und" || word == "&" {
                    lists.append([])
                } else {
                    lists[lists.count - 1].append(word)
                }
            }
        }.filter { !$0.isEmpty }
        guard parts.count > 1, parts.allSatisfy({ (2...4).contains($0.count) }) else { return [text] }
        return parts.map { $0.joined(separator: " ") }
    }

    /// Words parted by semicolons, else by commas.
    static func keywords(_ text: String) -> [String] {
        text.split(separator: text.contains(";") ? ";" : ",").map(trimmed).filter { !$0.isEmpty }
    }

    /// Numbers parted by commas, semicolons or white space: `1234-5678, 2345-6789`.
    static func parts(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == ";" }.map(trimmed).filter { !$0.isEmpty }
    }

    /// The value of `name` in `name=value;name=value`; the whole text where it has no such form.
    static func item(_ name: String, of text: String) -> String? {
        guard text.contains("=") else { return text }
        for item in text.split(separator: ";") {
            let sides = item.split(separator: "=", maxSplits: 1).map(trimmed)
            if sides.count == 2, sides[0] == name { return sides[1] }
        }
        return nil
    }

    static func trimmed(_ text: Substring) -> String {
        String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    /// Letters and digits in lower case: what two ways to print a name share.
    static func folded(_ text: String) -> String {
        String(withoutTags(text).lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// Titles of windows hold tags as text: `<em>Homo</em>`.
    static func withoutTags(_ text: String) -> String {
        guard text.contains("<") else { return text }
        var out = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "<") {
            out += rest[..<open]
            let tag = rest[open...].prefix(60)
            guard let close = tag.firstIndex(of: ">"),
                rest[rest.index(after: open)...].first.map({ $0.isLetter || $0 == "/" }) == true
            else {
                out.append("<")
                rest = rest[rest.index(after: open)...]
                continue
            }
            rest = rest[rest.index(after: close)...]
        }
        return out + rest
    }
}

extension SourceRecord {
    /// Adds an identifier once.
    mutating func add(_ scheme: String, _ value: String) {
        let identifier = SourceIdentifier(scheme: scheme, value: value)
        if identifiers.count < 500, !identifiers.contains(identifier) { identifiers.append(identifier) }
    }

    mutating func relate(_ type: String, _ scheme: String, _ target: String) {
        let relation = SourceRelation(type: type, scheme: scheme, target: target)
        if !relations.contains(relation) { relations.append(relation) }
    }

    /// Changes the author that was named last.
    mutating func amendLastAuthor(_ change: (inout SourceContributor) -> Void) {
        guard let index = contributors.lastIndex(where: { $0.role == "author" }) else { return }
        change(&contributors[index])
    }
}
