internal import Formats
internal import Records

/// An entry with its values as TeX.
struct BibTeXFields {
    var type: String
    var key: String
    var range: Range<Int>
    var line: Int
    var isWhole: Bool
    /// Names in lower case.
    var values: [(name: String, field: BibTeXField?, value: BibTeXValue)] = []
    var problems: [Problem] = []

    /// The first value of a field; of the first ones of an entry, however many a hostile one has.
    subscript(_ name: String) -> BibTeXValue? { values.prefix(256).first { $0.name == name }?.value }
}

/// Names of fields as they were last met: the entries of a file mostly have the same ones in the same order.
struct BibTeXFieldNames {
    private var known: [(raw: [UInt8], name: String, field: BibTeXField?)] = []

    private static let most = 64

    /// - Parameters:
    ///   - raw: The name as written.
    ///   - index: The field's place in its entry.
    /// - Returns: The name in lower case, and what it means.
    mutating func meaning(of raw: UnsafeBufferPointer<UInt8>, at index: Int) -> (name: String, field: BibTeXField?) {
        if index < known.count, Self.equal(known[index].raw, raw) { return (known[index].name, known[index].field) }
        let name = String(decoding: raw, as: UTF8.self).lowercased()
        let meaning = (raw: Array(raw), name: name, field: BibTeXField.meaning(of: name))
        if index < known.count { known[index] = meaning } else if index < Self.most { known.append(meaning) }
        return (meaning.name, meaning.field)
    }

    private static func equal(_ a: [UInt8], _ b: UnsafeBufferPointer<UInt8>) -> Bool {
        guard a.count == b.count else { return false }
        for index in a.indices where a[index] != b[index] { return false }
        return true
    }
}

/// A field's value as TeX.
enum BibTeXValue {
    /// As it stands in the text of its entry.
    case span(Range<Int>)
    /// Of several parts.
    case joined(String)

    /// Hands the value's bytes to `body`.
    func withTeX<T>(in text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> T) -> T {
        switch self {
        case .span(let span): return body(UnsafeBufferPointer(rebasing: text[span]))
        case .joined(var value): return value.withUTF8(body)
        }
    }

    func string(in text: UnsafeBufferPointer<UInt8>) -> String {
        withTeX(in: text) { String(decoding: $0, as: UTF8.self) }
    }
}

/// Entries that draw fields from others.
struct BibTeXFamilies {
    private let text: UnsafeBufferPointer<UInt8>
    private let entries: [BibTeXFields]
    private var byKey: [String: Int] = [:]

    /// A family's depth: longer chains are loops.
    private static let mostGenerations = 8

    init(_ entries: [BibTeXFields], _ text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        self.entries = entries
        for (index, entry) in entries.enumerated() where byKey[entry.key.lowercased()] == nil {
            byKey[entry.key.lowercased()] = index
        }
    }

    /// The entry with what it lacks from those that it names in `crossref` and `xdata`.
    func completed(_ entry: BibTeXFields) -> BibTeXFields { completed(entry, generation: 0) }

    private func completed(_ entry: BibTeXFields, generation: Int) -> BibTeXFields {
        var entry = entry
        guard generation < Self.mostGenerations else { return entry }
        if let keys = entry["xdata"]?.string(in: text) {
            for key in keys.split(separator: ",").prefix(64) {
                guard let parent = byKey[key.trimmed.lowercased()] else { continue }
                for value in completed(entries[parent], generation: generation + 1).values
                where entry[value.name] == nil {
                    entry.values.append(value)
                }
            }
        }
        if let key = entry["crossref"]?.string(in: text) {
            guard let parent = byKey[key[...].trimmed.lowercased()] else {
                entry.problems.append(
                    Problem(
                        "bibtex: \(entry.key): the entry \"\(key)\" that it refers to is not here",
                        place: entry.problems.first?.place ?? "line \(entry.line)", kept: "what the entry says itself",
                        remedy: "add that entry to the file", reach: .field))
                return entry
            }
            inherit(from: completed(entries[parent], generation: generation + 1), &entry)
        }
        return entry
    }

    /// biblatex's standard inheritance: the parent's titles become those of the container.
    private func inherit(from parent: BibTeXFields, _ entry: inout BibTeXFields) {
        let isPeriodical = parent.type == "periodical" || entry.type == "article"
        let isVolume = parent.type.hasPrefix("mv")
        for (name, _, value) in parent.values {
            let target: String?
            switch name {
            case "title": target = isPeriodical ? "journaltitle" : isVolume ? "maintitle" : "booktitle"
            case "subtitle": target = isPeriodical ? "journalsubtitle" : isVolume ? "mainsubtitle" : "booksubtitle"
            case "booktitle": target = parent["title"] == nil ? "booktitle" : nil
            case "author": target = entry.type == "inbook" ? "bookauthor" : nil
            case "crossref", "xref", "key", "ids", "label", "shorttitle", "abstract", "note", "doi", "url", "keywords",
                "pages", "titleaddon", "sorttitle", "indextitle", "xdata", "entryset", "related", "options":
                target = nil
            default: target = name
            }
            guard let target, entry[target] == nil, !(target == "booktitle" && entry["journal"] != nil) else {
                continue
            }
            entry.values.append((target, BibTeXField.named[target], value))
        }
    }
}
