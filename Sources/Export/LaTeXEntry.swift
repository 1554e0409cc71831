internal import Formats
internal import Records

/// One entry of a `.bib` file under way: fields in their order, none empty; typed ones once.
struct LaTeXEntry {
    let text: LaTeXText
    private var lines: [String] = []
    /// Fields that are written, each with its value.
    private var written: [String: String] = [:]
    /// How many values of a field are written, of those that have several.
    private var counts: [String: Int] = [:]

    init(_ text: LaTeXText) { self.text = text }

    /// Fields that TeX reads sign by sign.
    private static let verbatimFields: Set<String> = [
        "doi", "url", "urlraw", "eprint", "file", "pdf", "verba", "verbb", "verbc", "bdsk-url-1", "bdsk-url-2",
        "bdsk-file-1", "local-url",
    ]

    /// A field whose value is text: verbatim where its name says so, else escaped.
    mutating func add(_ name: String, _ value: String?) {
        if let value { add(name, written: form(value, of: name)) }
    }

    /// A field whose value is written as it is to stand between the braces.
    mutating func add(_ name: String, written value: String?) {
        guard let value, !value.isEmpty, written[name] == nil else { return }
        written[name] = value
        lines.append("  \(name) = {\(value)}")
    }

    /// A field whose value is a macro of BibTeX: `jun`.
    mutating func add(_ name: String, macro: String) {
        guard written[name] == nil else { return }
        written[name] = macro
        lines.append("  \(name) = \(macro)")
    }

    /// Further values of a field that is written, as `title-2`: of one name BibTeX takes the first value, biber the last.
    mutating func add(further name: String, _ values: [String]) {
        for value in values {
            var count = counts[name, default: 1] + 1
            while written["\(name)-\(count)"] != nil { count += 1 }
            counts[name] = count
            add("\(name)-\(count)", written: form(value, of: name))
        }
    }

    /// Fields that a BibTeX file had and ibid has no place for; those that it had twice are written twice.
    ///
    /// What a reader would take for the record's own has a number, even where it is the only one: `date-2`.
    /// - Parameter told: Names of those whose values stand in other fields already.
    mutating func add(_ kept: KeptFields, of record: Record, told: Set<String>) {
        let own = written
        let reading = LaTeXReading(of: record, own: Set(own.keys), kept)
        for (name, value) in kept.fields {
            var name = Self.safe(name.lowercased())
            // The number that another file gave it.
            if BibTeXField.meaning(of: name) == .further { name = BibTeXField.first(of: name) }
            guard name != "key", name != "entrytype", !told.contains(name), !name.hasSuffix("/others") else { continue }
            if let other = own[name] {
                if other == form(value, of: name) { continue }
                // Of these a second value is the record's own, too.
                if LaTeXReading.isNumberedOwn(name) {
                    add("kept-" + name, value)
                } else {
                    add(further: name, [value])
                }
            } else if reading.isOwn(name, value) {
                add(further: name, [value])
            } else {
                written[name] = nil
                add(name, value)
            }
        }
    }

    private func form(_ value: String, of name: String) -> String {
        if name == "url" { return text.address(value) }
        if name == "doi" { return text.withoutBraces(value) }
        return Self.verbatimFields.contains(name) ? text.verbatim(value) : text.escaped(value)
    }

    /// A name that BibTeX and biber read: it begins with a letter and holds letters, digits and some signs. Of other names signs
    /// become dashes, letters lose their marks, and those of other scripts are their numbers: `funding_text-1`, `u4f5cu8005`.
    private static func safe(_ name: String) -> String {
        if name.utf8.first.map(isLetter) == true, name.utf8.allSatisfy({ isSign($0) || $0 == UInt8(ascii: "/") }) {
            return name
        }
        var out = ""
        for scalar in name.unicodeScalars {
            var letter = scalar
            while let parts = LatinMarks.parts(of: letter) { letter = parts.letter }
            if letter.isASCII {
                out += isSign(UInt8(letter.value)) ? String(letter) : "-"
            } else if !LatinMarks.isMark(letter) {
                out += letter.properties.isAlphabetic ? "u" + String(letter.value, radix: 16) : "-"
            }
        }
        return out.utf8.first.map(isLetter) == true ? out : "x" + out
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 }

    private static func isSign(_ byte: UInt8) -> Bool {
        isLetter(byte) || byte &- UInt8(ascii: "0") < 10 || "-_+:.".utf8.contains(byte)
    }

    func bytes(type: String, key: String) -> [UInt8] {
        Array("@\(type){\(key),\n\(lines.joined(separator: ",\n"))\n}\n\n".utf8)
    }
}
