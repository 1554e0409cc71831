internal import Formats
internal import Records

/// ISSNs and ISBNs as files have them: in one field, with words around them.
enum SerialNumbers {
    /// `1530-8561`, as nearly all are.
    private static func isSerialNumber(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count == 9, bytes[4] == 0x2D else { return false }
            for index in 0..<9 where index != 4 && !(bytes[index] &- 0x30 < 10) {
                if index < 8 || bytes[8] | 0x20 != 0x78 { return false }
            }
            return true
        }
    }

    /// `1530-8561 (Electronic) 0009-9147 (Linking)`; what is neither is left out.
    static func parse(_ text: String) -> (issns: [String], isbns: [String]) {
        if isSerialNumber(text) { return ([text], []) }
        var issns: [String] = []
        var isbns: [String] = []
        for part in text.utf8.split(whereSeparator: { !($0 &- 0x30 < 10 || $0 | 0x20 == 0x78 || $0 == 0x2D) }) {
            let signs = part.filter { $0 != 0x2D }
            guard signs.dropLast().allSatisfy({ $0 &- 0x30 < 10 }) else { continue }
            let word = String(decoding: part, as: UTF8.self)
            switch signs.count {
            case 8: if !issns.contains(word) { issns.append(word) }
            case 10, 13: if !isbns.contains(word) { isbns.append(word) }
            default: break
            }
        }
        // ISBNs are also written with blanks: "978 3 86490 311 3".
        if issns.isEmpty, isbns.isEmpty {
            let signs = text.utf8.filter { $0 &- 0x30 < 10 || $0 | 0x20 == 0x78 }
            let others = text.utf8.contains { !($0 &- 0x30 < 10 || $0 | 0x20 == 0x78 || $0 == 0x2D || $0 == 0x20) }
            if !others, signs.count == 10 || signs.count == 13 { isbns = [String(decoding: signs, as: UTF8.self)] }
        }
        return (issns, isbns)
    }
}

/// Values of a list with semicolons between them.
enum SemicolonList {
    /// Parts at semicolons, but not at those that end a character reference: `Nicol&#225;s`; blanks around them cut.
    static func parts(of text: String) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            var parts: [String] = []
            var start = 0
            func close(_ end: Int) {
                var (first, last) = (start, end)
                while first < last, bytes[first] <= 0x20 { first += 1 }
                while last > first, bytes[last - 1] <= 0x20 { last -= 1 }
                if first < last {
                    parts.append(String(decoding: UnsafeBufferPointer(rebasing: bytes[first..<last]), as: UTF8.self))
                }
                start = end + 1
            }
            for index in bytes.indices where bytes[index] == UInt8(ascii: ";") && !endsReference(bytes[start..<index]) {
                close(index)
            }
            close(bytes.count)
            return parts
        }
    }

    /// Whether `&amp` and the like stand at the end.
    private static func endsReference(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let tail = bytes.suffix(10)
        guard let ampersand = tail.lastIndex(of: UInt8(ascii: "&")) else { return false }
        let name = tail[(ampersand + 1)...]
        return !name.isEmpty && name.allSatisfy { $0 == 0x23 || $0 &- 0x30 < 10 || ($0 | 0x20) &- 0x61 < 26 }
    }
}

/// Words of a list with commas, semicolons or slashes between them.
enum WordList {
    /// Parts that are not empty, without blanks in front.
    static func parts(of text: String) -> [String] {
        text.utf8.split { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "/") }
            .map { String(Substring($0.drop { $0 == 0x20 })) }
    }
}

/// Dates as RIS has them: `2014/05/01/spring`.
enum SlashDate {
    /// - Returns: The date, in parts where they are numbers, and what else stands behind the third slash.
    static func parse(_ text: String) -> (date: SourceDate, rest: String?) {
        // Nearly all are a year alone, with or without its slashes.
        if let year = year(text) { return (SourceDate(kind: "issued", parts: [year]), nil) }
        let pieces = text.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
            .map { Substring($0).trimmed }
        guard let year = Int(pieces[0]), pieces[0].utf8.count == 4 else {
            return (SourceDate(kind: "issued", text: text), nil)
        }
        var parts = [year]
        for piece in pieces.dropFirst().prefix(2) {
            guard let number = Int(piece), number > 0 else { break }
            parts.append(number)
        }
        // A month in words, or a day without a month.
        if pieces.dropFirst().prefix(2).contains(where: { !$0.isEmpty && Int($0) == nil }) {
            let words = pieces.prefix(3).filter { !$0.isEmpty }.joined(separator: " ")
            return (
                SourceDate(kind: "issued", parts: [], text: words), pieces.count > 3 ? String(pieces[3]).nonEmpty : nil
            )
        }
        let rest = pieces.count > 3 ? String(pieces[3]).nonEmpty : nil
        // `2014///spring`
        if parts.count == 1, let season = rest.flatMap({ seasons.firstIndex(of: $0.lowercased()) }) {
            return (SourceDate(kind: "issued", parts: [year, 21 + season]), nil)
        }
        return (SourceDate(kind: "issued", parts: parts), rest)
    }

    /// The year of `2014` and `2014///`.
    private static func year(_ text: String) -> Int? {
        var text = text
        return text.withUTF8 { bytes in
            guard bytes.count == 4 || bytes.count == 7 else { return nil }
            var year = 0
            for byte in bytes.prefix(4) {
                guard byte &- 0x30 < 10 else { return nil }
                year = year * 10 + Int(byte &- 0x30)
            }
            return bytes.dropFirst(4).allSatisfy { $0 == UInt8(ascii: "/") } ? year : nil
        }
    }

    private static let seasons = ["spring", "summer", "autumn", "winter"]

    /// `Spring`, `Sep 3`, `SEP` or `May 13` with the year before it; nil for what is no single month or season.
    static func joined(year: Int, _ text: String) -> String? {
        if seasons.contains(text.lowercased()) || text.lowercased() == "fall" { return "\(year) \(text)" }
        let words = text.split { $0 == " " || $0 == "-" || $0 == "/" || $0 == "," || $0 == "." }
        guard let month = words.first, words.count <= 2, month.count >= 3,
            months.contains(month.prefix(3).lowercased()), words.count == 1 || Int(words[1]).map({ $0 < 32 }) == true
        else { return nil }
        return (["\(year)"] + words.map(String.init)).joined(separator: " ")
    }

    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
}

extension Substring {
    /// Without white space at both ends.
    var trimmed: Substring {
        guard let start = utf8.firstIndex(where: { $0 > 0x20 }), let end = utf8.lastIndex(where: { $0 > 0x20 }) else {
            return self[startIndex..<startIndex]
        }
        return self[start..<utf8.index(after: end)]
    }
}

extension String {
    var nonEmpty: String? { isEmpty ? nil : self }
}

/// The first lines of a file, for detection.
enum TaggedLines {
    /// Whether `body` says true of a line; stops where it says nil.
    static func contains(
        _ text: UnsafeBufferPointer<UInt8>, _ body: (Slice<UnsafeBufferPointer<UInt8>>) -> Bool?
    ) -> Bool {
        var start = 0
        while start < text.count {
            let end = text[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? text.count
            switch body(text[start..<end]) {
            case true?: return true
            case nil: return false
            case false?: break
            }
            start = end + 1
        }
        return false
    }

    /// Whether BibTeX's `@word{` begins one of the first lines; what stands before it is a comment.
    static func hasBibTeX(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        var lines = 0
        return contains(head) { line in
            lines += 1
            return lines > 400 ? nil : isBibTeX(line)
        }
    }

    static func isBibTeX(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let line = line.drop { $0 <= 0x20 }
        guard line.first == UInt8(ascii: "@") else { return false }
        let rest = line.dropFirst().drop { ($0 | 0x20) &- 0x61 < 26 }
        let next = rest.drop { $0 <= 0x20 }.first
        return rest.startIndex > line.startIndex + 1 && (next == UInt8(ascii: "{") || next == UInt8(ascii: "("))
    }

    /// `PMID- 123`.
    static func isMedline(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard line.count > 4, line[line.startIndex + 4] == UInt8(ascii: "-") else { return false }
        let tag = line.prefix(4)
        return tag.prefix(2).allSatisfy { $0 &- 0x41 < 26 } && tag.allSatisfy { $0 &- 0x41 < 26 || $0 == 0x20 }
    }

    /// `TY` of `TY  - JOUR`; nil for lines that are no field of RIS.
    static func risTag(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
        let line = line.drop { $0 == 0x20 || $0 == 0x09 }
        guard line.count >= 4, let first = line.first, first &- 0x41 < 26 else { return nil }
        let second = line[line.startIndex + 1]
        guard second &- 0x41 < 26 || second &- 0x30 < 10, line[line.startIndex + 2] == 0x20 else { return nil }
        let rest = line.dropFirst(3).drop { $0 == 0x20 }
        guard rest.first == UInt8(ascii: "-"), rest.startIndex - line.startIndex < 6 else { return nil }
        return String(decoding: line.prefix(2), as: UTF8.self)
    }
}
