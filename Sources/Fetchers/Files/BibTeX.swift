public import Formats
internal import Records

/// BibTeX and BibLaTeX.
///
/// Documentation: https://ctan.org/pkg/bibtex, https://ctan.org/pkg/biblatex
public struct BibTeX: TextFormat {
    public let id = FileSource.bibtex.rawValue
    /// Entries may draw from others that come before them: most files are one stretch.
    public let stretchLength = 8 << 20

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
        var start = 0
        while let sign = text.firstIndex(of: UInt8(ascii: "="), from: start) {
            var end = sign
            while end > start, text[end - 1] <= 0x20 { end -= 1 }
            if Self.equal(text, start..<end, "crossref") || Self.equal(text, start..<end, "xdata") { return true }
            start = sign + 1
        }
        return false
    }

    /// Whether a span ends in a word; case does not matter.
    private static func equal(_ text: UnsafeBufferPointer<UInt8>, _ span: Range<Int>, _ word: StaticString) -> Bool {
        let start = span.upperBound - word.utf8CodeUnitCount
        guard start >= span.lowerBound else { return false }
        return word.withUTF8Buffer { word in word.indices.allSatisfy { text[start + $0] | 0x20 == word[$0] } }
    }

    /// Strings are rare: most stretches have none.
    private static func holdsStrings(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var start = 0
        while let at = text.firstIndex(of: UInt8(ascii: "@"), from: start) {
            start = at + 1
            while start < text.count, text[start] <= 0x20 { start += 1 }
            if start + 6 < text.count, equal(text, start..<(start + 6), "string") { return true }
        }
        return false
    }

    public func remember(_ text: UnsafeBufferPointer<UInt8>, in memory: inout TextMemory) {
        guard Self.holdsStrings(text) else { return }
        var parser = BibTeXParser(text)
        while let item = parser.next() {
            guard case .string(let name, let pieces) = item else { continue }
            memory.strings[parser.string(name).lowercased()] = Self.join(pieces[...], parser, memory) { _ in }
        }
    }

    /// A value as TeX; strings are put in.
    private static func join(
        _ pieces: ArraySlice<BibTeXEntry.Piece>, _ parser: borrowing BibTeXParser, _ memory: TextMemory,
        unknown: (String) -> Void
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
        return pieces.map(text).joined()
    }

    public func read(
        _ stretch: TextStretch, memory: TextMemory, place: TextPlace, _ body: (TextRecord) -> Void
    ) {
        stretch.bytes.withUnsafeBufferPointer { text in
            var parser = BibTeXParser(text, firstLine: stretch.firstLine)
            var names = BibTeXFieldNames()
            // Where entries refer to each other, all are read before any is handed over.
            if needsMore(than: text) {
                var entries: [BibTeXFields] = []
                while let item = parser.next() {
                    if case .entry(let entry) = item {
                        entries.append(fields(of: entry, parser, &names, memory, place))
                    }
                }
                let families = BibTeXFamilies(entries, text)
                for entry in entries { hand(families.completed(entry), text, place, body) }
            } else {
                while let item = parser.next() {
                    if case .entry(let entry) = item {
                        hand(fields(of: entry, parser, &names, memory, place), text, place, body)
                    }
                }
            }
        }
    }

    private func fields(
        of entry: BibTeXEntry, _ parser: borrowing BibTeXParser, _ names: inout BibTeXFieldNames, _ memory: TextMemory,
        _ place: TextPlace
    ) -> BibTeXFields {
        var fields = BibTeXFields(
            type: parser.string(entry.type).lowercased(), key: parser.string(entry.key), range: entry.range,
            line: entry.line, isWhole: entry.isWhole)
        fields.values.reserveCapacity(entry.fields.count)
        for (index, field) in entry.fields.enumerated() {
            let (name, meaning) = names.meaning(of: parser.bytes(field.name), at: index)
            if field.pieces.count == 1, case .text(let span) = entry.pieces[field.pieces.lowerBound] {
                fields.values.append((name, meaning, .span(span)))
                continue
            }
            let value = Self.join(entry.pieces[field.pieces], parser, memory) { name in
                fields.problems.append(
                    Problem(
                        "bibtex: the string \"\(name)\" is defined nowhere before", place: place.at(line: field.line),
                        kept: "its name in place of its value", remedy: "define it: @string{\(name) = {…}}",
                        reach: .field))
            }
            fields.values.append((name, meaning, .joined(value)))
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
        let said = BibTeXRecord.read(fields, text)
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
