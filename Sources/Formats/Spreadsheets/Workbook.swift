/// The first sheet of a workbook that has rows, Office Open XML as spreadsheet programs save it (`.xlsx`).
///
/// Documentation: ECMA-376, part 1, 18.3 (worksheets), 18.4 (shared strings), 18.8 (styles).
public struct Workbook: Sendable {
    /// Largest file that is read, in bytes.
    public static let largestFile = 256 << 20
    /// Largest part of one, unpacked, in bytes.
    public static let largestPart = 512 << 20
    /// Sheets that are looked at.
    private static let mostSheets = 64

    /// Name of the sheet.
    public let sheet: String
    /// Rows with text; lines are the sheet's own numbers, from 1.
    public let rows: [CSVRow]

    /// Whether a zip file is a workbook; other zip files are not.
    public static func recognizes(_ archive: ZipArchive) -> Bool {
        archive.entry("xl/workbook.xml") != nil
    }

    /// - Throws: `SyntaxError` where the file cannot be read, is larger than `largestFile`, or is no workbook.
    public init(path: String) throws {
        let file = try FileStream(path: path)
        var bytes: [UInt8] = []
        let portion = 1 << 20
        while true {
            var got = 0
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: portion))
            got = try bytes.withUnsafeMutableBytes { try file.read(into: .init(rebasing: $0[start...])) }
            bytes.removeLast(portion - got)
            if got == 0 { break }
            guard bytes.count <= Self.largestFile else {
                throw SyntaxError("a workbook of more than \(Self.largestFile >> 20) MB")
            }
        }
        try self.init(bytes)
    }

    /// - Throws: `SyntaxError` where the bytes are no workbook, or a part of it is damaged or too large.
    public init(_ bytes: [UInt8]) throws {
        let archive = try ZipArchive(bytes)
        guard let book = archive.entry("xl/workbook.xml") else { throw SyntaxError("a zip file that is no workbook") }
        let parser = XMLTreeParser()
        var usesDatesOf1904 = false
        var sheets: [(name: String, relation: String)] = []
        try parser.parse(archive.contents(of: book, limit: Self.largestPart)) { root in
            let flag = root["workbookPr"]?.attribute("date1904")
            usesDatesOf1904 = flag == "1" || flag == "true"
            for sheet in root["sheets"].map({ Array($0.children.prefix(Self.mostSheets)) }) ?? [] {
                sheets.append((sheet.attribute("name") ?? "", sheet.attribute("id") ?? ""))
            }
        }
        var targets: [String: String] = [:]
        if let entry = archive.entry("xl/_rels/workbook.xml.rels") {
            try parser.parse(archive.contents(of: entry, limit: Self.largestPart)) { root in
                for relation in root.children {
                    guard let id = relation.attribute("Id"), let target = relation.attribute("Target") else { continue }
                    targets[id] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)"
                }
            }
        }
        var strings = SheetStrings()
        if let entry = archive.entry("xl/sharedStrings.xml") {
            try parser.parse(archive.contents(of: entry, limit: Self.largestPart)) { strings.read($0) }
        }
        var styles = SheetStyles()
        if let entry = archive.entry("xl/styles.xml") {
            try parser.parse(archive.contents(of: entry, limit: Self.largestPart)) { styles.read($0) }
        }
        var found: (name: String, rows: [CSVRow])?
        for (index, sheet) in sheets.enumerated() {
            let path = targets[sheet.relation] ?? "xl/worksheets/sheet\(index + 1).xml"
            guard let entry = archive.entry(path) else { continue }
            let rows = try parser.parse(archive.contents(of: entry, limit: Self.largestPart)) { root in
                SheetRows.read(root, strings: strings, styles: styles, usesDatesOf1904: usesDatesOf1904)
            }
            if found == nil || rows.count > 1 { found = (sheet.name, rows) }
            if rows.count > 1 { break }
        }
        guard let found else { throw SyntaxError("a workbook without a sheet") }
        sheet = found.name
        rows = found.rows
    }
}

/// Texts that cells point to.
private struct SheetStrings {
    private(set) var texts: [String] = []

    mutating func read(_ root: XMLTreeElement) {
        for item in root.children("si") { texts.append(SheetStrings.text(of: item)) }
    }

    /// The runs of a text, blanks at their ends kept; how it is read aloud (`rPh`) is no part of it.
    static func text(of element: XMLTreeElement, in name: String = "t") -> String {
        guard let markup = element.markup else { return "" }
        var out = ""
        var rest = markup[...]
        var isText = false
        var isAloud = false
        while let open = rest.firstIndex(of: "<") {
            if isText, !isAloud { out += rest[..<open] }
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: ">") else { break }
            let tag = rest[..<close]
            let isEnd = tag.first == "/"
            let local = (isEnd ? tag.dropFirst() : tag).split(separator: ":").last ?? ""
            if local == "rPh" { isAloud = !isEnd } else if local == name { isText = !isEnd }
            rest = rest[rest.index(after: close)...]
        }
        return unescaped(plain(out))
    }

    /// Undoes what `XMLTreeElement.markup` escapes.
    private static func plain(_ text: String) -> String {
        guard text.contains("&") else { return text }
        var out = ""
        var rest = text[...]
        while let sign = rest.firstIndex(of: "&") {
            out += rest[..<sign]
            rest = rest[sign...]
            if rest.hasPrefix("&lt;") {
                out += "<"
                rest = rest.dropFirst(4)
            } else {
                out += "&"
                rest = rest.dropFirst(rest.hasPrefix("&amp;") ? 5 : 1)
            }
        }
        return out + rest
    }

    /// `_x000D_` is how the format writes a control character.
    private static func unescaped(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        var out: [UInt8] = []
        let bytes = Array(text.utf8)
        var index = 0
        while index < bytes.count {
            if index + 7 <= bytes.count, bytes[index] == UInt8(ascii: "_"), bytes[index + 1] == UInt8(ascii: "x"),
                bytes[index + 6] == UInt8(ascii: "_"),
                let code = UInt32(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16),
                let scalar = Unicode.Scalar(code)
            {
                out += Array(String(Character(scalar)).utf8)
                index += 7
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

/// Which cells' numbers are dates.
private struct SheetStyles {
    enum Kind { case number, date, time }
    private(set) var kinds: [Kind] = []

    mutating func read(_ root: XMLTreeElement) {
        var formats: [Int: String] = [:]
        for format in root["numFmts"].map({ Array($0.children.prefix(10_000)) }) ?? [] {
            if let id = format.attribute("numFmtId").flatMap({ Int($0) }), let code = format.attribute("formatCode") {
                formats[id] = code
            }
        }
        for style in root["cellXfs"].map({ Array($0.children.prefix(100_000)) }) ?? [] {
            let id = style.attribute("numFmtId").flatMap { Int($0) } ?? 0
            kinds.append(Self.kind(id, code: formats[id]))
        }
    }

    /// Formats below 164 are the program's own; others say by their letters what they show.
    private static func kind(_ id: Int, code: String?) -> Kind {
        switch id {
        case 14...17, 22, 27...31, 36, 50...54, 57, 58: return .date
        case 18...21, 32...35, 45...47, 55, 56: return .time
        default: break
        }
        guard let code else { return .number }
        // Words in quotes and brackets, and signs behind a backslash, are shown as they are.
        var isQuoted = false
        var isBracketed = false
        var isEscaped = false
        var letters = Set<Character>()
        for sign in code.lowercased() {
            if isEscaped { isEscaped = false; continue }
            switch sign {
            case "\\", "_": isEscaped = true
            case "\"": isQuoted.toggle()
            case "[": isBracketed = true
            case "]": isBracketed = false
            case ";" where !isQuoted: break
            default: if !isQuoted, !isBracketed { letters.insert(sign) }
            }
        }
        if letters.contains("y") || letters.contains("d") { return .date }
        return letters.contains("h") || letters.contains("s") ? .time : .number
    }
}

private enum SheetRows {
    static func read(
        _ root: XMLTreeElement, strings: SheetStrings, styles: SheetStyles, usesDatesOf1904: Bool
    ) -> [CSVRow] {
        var rows: [CSVRow] = []
        guard let data = root["sheetData"] else { return rows }
        var line = 0
        for row in data.children("row") {
            line = row.attribute("r").flatMap { Int($0) } ?? line + 1
            var fields: [String] = []
            var column = 0
            for cell in row.children("c") {
                column = cell.attribute("r").flatMap(Self.column) ?? column
                guard column < CSVReader.mostFields else { break }
                let text = text(of: cell, strings: strings, styles: styles, usesDatesOf1904: usesDatesOf1904)
                if !text.isEmpty {
                    while fields.count < column { fields.append("") }
                    fields.append(text)
                }
                column += 1
            }
            if !fields.isEmpty { rows.append(CSVRow(fields: fields, line: line)) }
        }
        return rows
    }

    /// `AB12` is column 27, from 0.
    private static func column(_ reference: String) -> Int? {
        var column = 0
        for byte in reference.utf8 {
            guard byte | 0x20 >= 0x61, byte | 0x20 <= 0x7A, column < 100_000 else { break }
            column = column * 26 + Int(byte | 0x20) - 0x60
        }
        return column > 0 ? column - 1 : nil
    }

    private static func text(
        of cell: XMLTreeElement, strings: SheetStrings, styles: SheetStyles, usesDatesOf1904: Bool
    ) -> String {
        let value = cell["v"]?.text ?? ""
        switch cell.attribute("t") {
        case "s"?:
            guard let index = Int(value), strings.texts.indices.contains(index) else { return "" }
            return strings.texts[index]
        case "inlineStr"?: return cell["is"].map { SheetStrings.text(of: $0) } ?? ""
        case "str"?, "d"?: return SheetStrings.text(of: cell, in: "v")
        case "b"?: return value == "1" ? "true" : value.isEmpty ? "" : "false"
        case "e"?: return ""
        default: break
        }
        guard let number = Double(value), number.isFinite else { return value }
        let kind = cell.attribute("s").flatMap { Int($0) }.flatMap {
            styles.kinds.indices.contains($0) ? styles.kinds[$0] : nil
        }
        if kind == .date, let date = date(number, usesDatesOf1904: usesDatesOf1904) { return date }
        // 2019.0000000000002 is what floating point makes of a sum; programs show fifteen digits.
        if let whole = Int(exactly: number.rounded()), abs(number - number.rounded()) < 1e-9, abs(number) < 1e15 {
            return String(whole)
        }
        return value.contains("E") || value.contains("e") ? String(number) : value
    }

    /// Days since 1900 as a date: ISO 8601, with the time where there is one.
    private static func date(_ number: Double, usesDatesOf1904: Bool) -> String? {
        var serial = number
        if usesDatesOf1904 { serial += 1462 }
        guard serial >= 1, serial < 2_958_466 else { return nil }
        var days = Int(serial.rounded(.down))
        var seconds = Int(((serial - serial.rounded(.down)) * 86_400).rounded())
        if seconds == 86_400 {
            days += 1
            seconds = 0
        }
        // The format counts a 29 February 1900, which never was: days before it are one further on.
        let shifted = days < 60 ? days + 1 : days
        guard days != 60 else { return "1900-02-29" }
        let (year, month, day) = civil(shifted - 25_569)
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        let text = "\(year)-\(two(month))-\(two(day))"
        if seconds == 0 { return text }
        return "\(text)T\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    }

    /// The day in the Gregorian calendar, by days since 1970.
    ///
    /// Method: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013.
    private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let part = (5 * dayOfYear + 2) / 153
        let month = part < 10 ? part + 3 : part - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * part + 2) / 5 + 1)
    }
}
