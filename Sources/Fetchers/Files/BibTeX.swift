public import Formats
internal import Records

/// BibTeX and BibLaTeX.
///
/// Documentation: https://ctan.org/pkg/bibtex, https://ctan.org/pkg/biblatex
public struct BibTeX: TextFormat {
    public let id = FileSource.bibtex.rawValue

    public init() {}

    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        while let at = head[index...].firstIndex(of: UInt8(ascii: "@")) {
            let word = head[(at + 1)...].drop { $0 == 0x20 }.prefix { ($0 | 0x20) &- 0x61 < 26 }
            let next = head[word.endIndex...].drop { $0 <= 0x20 }.first
            // `{` tells; other formats have addresses of mail.
            if !word.isEmpty, next == UInt8(ascii: "{") || next == UInt8(ascii: "(") && Self.known(word) { return true }
            index = at + 1
        }
        return false
    }

    private static func known(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        BibTeXTypes.type(of: String(decoding: word, as: UTF8.self).lowercased()) != nil
            || ["string", "comment", "preamble"].contains(String(decoding: word, as: UTF8.self).lowercased())
    }

    public func lastRecordStart(in text: UnsafeBufferPointer<UInt8>) -> Int? { BibTeXParser.lastEntryStart(in: text) }

    /// Entries that name another take what they lack from it, wherever it stands.
    public func needsMore(than text: UnsafeBufferPointer<UInt8>) -> Bool {
        text.firstIndex(of: "crossref") != nil || text.firstIndex(of: "xdata") != nil
    }

    public func remember(_ text: UnsafeBufferPointer<UInt8>, in memory: inout TextMemory) {
        // Strings are rare: most stretches have none.
        guard
            text.firstIndex(of: "@string") != nil || text.firstIndex(of: "@String") != nil
                || text.firstIndex(of: "@STRING") != nil
        else { return }
        var parser = BibTeXParser(text)
        while let item = parser.next() {
            guard case .string(let name, let pieces) = item else { continue }
            var isKnown = true
            memory.strings[parser.string(name).lowercased()] = Self.join(pieces, parser, memory) { _ in isKnown = false
            }
            _ = isKnown
        }
    }

    /// A value as TeX; strings are put in.
    private static func join(
        _ pieces: [BibTeXEntry.Piece], _ parser: borrowing BibTeXParser, _ memory: TextMemory, unknown: (String) -> Void
    ) -> String {
        func text(_ piece: BibTeXEntry.Piece) -> String {
            switch piece {
            case .text(let span): return parser.string(span)
            case .string(let span):
                let name = parser.string(span)
                if let value = memory.strings[name.lowercased()] ?? BibTeXDates.monthStrings[name.lowercased()] {
                    return value
                }
                unknown(name)
                return name
            }
        }
        return pieces.count == 1 ? text(pieces[0]) : pieces.map(text).joined()
    }

    public func read(
        _ stretch: TextStretch, memory: TextMemory, place: TextPlace, _ body: (TextRecord) -> Void
    ) {
        stretch.bytes.withUnsafeBufferPointer { text in
            var parser = BibTeXParser(text, firstLine: stretch.firstLine)
            // Where entries refer to each other, all are read before any is handed over.
            if needsMore(than: text) {
                var entries: [BibTeXFields] = []
                while let item = parser.next() {
                    if case .entry(let entry) = item { entries.append(fields(of: entry, parser, memory, place)) }
                }
                let families = BibTeXFamilies(entries)
                for entry in entries { hand(families.completed(entry), text, place, body) }
            } else {
                while let item = parser.next() {
                    if case .entry(let entry) = item {
                        hand(fields(of: entry, parser, memory, place), text, place, body)
                    }
                }
            }
        }
    }

    private func fields(
        of entry: BibTeXEntry, _ parser: borrowing BibTeXParser, _ memory: TextMemory, _ place: TextPlace
    ) -> BibTeXFields {
        var fields = BibTeXFields(
            type: parser.string(entry.type).lowercased(), key: parser.string(entry.key), range: entry.range,
            line: entry.line, isWhole: entry.isWhole)
        fields.values.reserveCapacity(entry.fields.count)
        for field in entry.fields {
            let value = Self.join(Array(entry.pieces[field.pieces]), parser, memory) { name in
                fields.problems.append(
                    Problem(
                        "bibtex: the string \"\(name)\" is defined nowhere before", place: place.at(line: field.line),
                        kept: "its name in place of its value", remedy: "define it: @string{\(name) = {…}}",
                        reach: .field))
            }
            fields.values.append((parser.string(field.name).lowercased(), value))
        }
        for mistake in entry.mistakes {
            fields.problems.append(
                Problem(
                    "bibtex: \(mistake.what)", place: place.at(line: mistake.line, column: mistake.column),
                    kept: entry.isWhole ? "the entry" : "the \(entry.fields.count) fields before it",
                    remedy: "mend the entry", reach: .field))
        }
        return fields
    }

    private func hand(
        _ fields: BibTeXFields, _ text: UnsafeBufferPointer<UInt8>, _ place: TextPlace, _ body: (TextRecord) -> Void
    ) {
        let bytes = UnsafeBufferPointer(rebasing: text[fields.range])
        // What only others draw from is no record.
        if fields.type == "xdata" || fields.type == "control" { return }
        let said = BibTeXRecord.read(fields)
        guard said.saysNothing || !fields.isWhole && said.titles.isEmpty else {
            return body(TextRecord(bytes: bytes, line: fields.line, said: said, problems: fields.problems))
        }
        var problems = fields.problems
        if let last = problems.indices.last, !fields.isWhole {
            problems[last].reach = .record
            problems[last].kept = "the other entries"
        } else {
            problems.append(
                .unusable(
                    "the entry \"\(fields.key)\" says nothing", format: id, place: place.at(line: fields.line),
                    remedy: "give it a title, or leave it out"))
        }
        body(TextRecord(bytes: bytes, line: fields.line, said: nil, problems: problems))
    }
}

/// An entry with its values as TeX.
struct BibTeXFields {
    var type: String
    var key: String
    var range: Range<Int>
    var line: Int
    var isWhole: Bool
    /// Names in lower case.
    var values: [(name: String, value: String)] = []
    var problems: [Problem] = []

    subscript(_ name: String) -> String? { values.first { $0.name == name }?.value }
}

/// Entries that draw fields from others.
struct BibTeXFamilies {
    private var entries: [BibTeXFields]
    private var byKey: [String: Int] = [:]

    /// A family's depth: longer chains are loops.
    private static let mostGenerations = 8

    init(_ entries: [BibTeXFields]) {
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
        if let keys = entry["xdata"] {
            for key in keys.split(separator: ",").prefix(64) {
                guard let parent = byKey[key.trimmed.lowercased()] else { continue }
                for (name, value) in completed(entries[parent], generation: generation + 1).values
                where entry[name] == nil {
                    entry.values.append((name, value))
                }
            }
        }
        if let key = entry["crossref"] {
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
        for (name, value) in parent.values {
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
            entry.values.append((target, value))
        }
    }
}
