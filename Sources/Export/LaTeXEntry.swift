/// One entry of a `.bib` file under way: fields in their order, none empty; typed ones once.
struct LaTeXEntry {
    let text: LaTeXText
    private var lines: [String] = []
    private var names: Set<String> = []

    init(_ text: LaTeXText) { self.text = text }

    /// Fields that TeX reads sign by sign.
    private static let verbatimFields: Set<String> = [
        "doi", "url", "urlraw", "eprint", "file", "pdf", "verba", "verbb", "verbc", "bdsk-url-1", "bdsk-url-2",
        "bdsk-file-1", "local-url",
    ]

    /// A field whose value is text: verbatim where its name says so, else escaped.
    mutating func add(_ name: String, _ value: String?) {
        guard let value else { return }
        add(name, written: Self.verbatimFields.contains(name) ? text.verbatim(value) : text.escaped(value))
    }

    /// A field whose value is written as it is to stand between the braces.
    mutating func add(_ name: String, written value: String?) {
        guard let value, !value.isEmpty, names.insert(name).inserted else { return }
        lines.append("  \(name) = {\(value)}")
    }

    /// A field whose value is a macro of BibTeX: `jun`.
    mutating func add(_ name: String, macro: String) {
        guard names.insert(name).inserted else { return }
        lines.append("  \(name) = \(macro)")
    }

    /// Fields that a BibTeX file had and ibid has no place for; those that it had twice are written twice.
    mutating func add(_ kept: KeptFields) {
        let typed = names
        for (name, value) in kept.fields {
            let name = name.lowercased()
            guard name != "key", name != "entrytype", Self.isName(name), !typed.contains(name) else { continue }
            names.remove(name)
            add(name, value)
        }
    }

    /// A name that BibTeX and biber read: it begins with a letter and holds none of their signs.
    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { return false }
        return name.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
    }

    func bytes(type: String, key: String) -> [UInt8] {
        Array("@\(type){\(key),\n\(lines.joined(separator: ",\n"))\n}\n\n".utf8)
    }
}
