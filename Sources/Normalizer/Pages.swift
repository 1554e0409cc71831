/// Page ranges in one form: full numbers and a plain hyphen.
enum Pages {
    /// `1123-8` → `1123-1128`, `pp. 3–9` → `3-9`, `123-123` → `123`; what is no range is returned trimmed; nil for
    /// nothing.
    static func parse(_ text: String) -> String? {
        if isClean(text) { return text }
        return completed(text) ?? repaired(text)
    }

    /// As `parse(_:)`, the long way.
    static func repaired(_ text: String) -> String? {
        var plain = trimming(Markup.plain(text))
        for prefix in ["pages ", "pp. ", "pp.", "pp ", "p. ", "p.", "page ", "S. "]
        where plain.lowercased().hasPrefix(prefix.lowercased()) && (prefix != "S. " || plain.hasPrefix(prefix)) {
            plain = trimming(String(plain.dropFirst(prefix.count)))
            break
        }
        while let last = plain.last, last == "." || last == "," || last == ";" || last == "+" { plain.removeLast() }
        if plain.isEmpty || ["n/a", "na", "-", "no.pagination", "n-a", "?", "0"].contains(plain.lowercased()) {
            return nil
        }
        // What a spreadsheet took for a date is not a page range any more.
        if isSpreadsheetDate(plain) { return plain }
        var sides: [String] = [""]
        var afterDash = false
        for character in plain {
            if dashes.contains(character) {
                if !afterDash { sides.append("") }
                afterDash = true
            } else {
                if character != " " || !(sides.last?.isEmpty ?? true) { sides[sides.count - 1].append(character) }
                if character != " " { afterDash = false }
            }
        }
        sides = sides.map { trimming($0) }.filter { !$0.isEmpty }
        guard sides.count == 2, !sides[0].contains(" "), !sides[1].contains(" "), !sides[0].contains(","),
            !sides[1].contains(",")
        else {
            return sides.count == 1 ? sides[0] : trimming(plain)
        }
        let first = sides[0]
        var last = sides[1]
        let firstDigits = trailingDigits(first)
        if !last.isEmpty, last.utf8.allSatisfy(isDigit), firstDigits.count > last.count {
            // The last page leaves out what it shares with the first: 1123-8, S12-5.
            last = first.dropLast(last.count) + last
            if let a = Int(firstDigits), let b = Int(trailingDigits(last)), b < a { last = sides[1] }
        }
        return first == last ? first : first + "-" + last
    }

    /// `e12345`, `2480-2484`, `99-105`: what needs no repair, told on bytes.
    private static func isClean(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            guard let dash = bytes.firstIndex(of: UInt8(ascii: "-")) else {
                return bytes.contains { $0 != 48 && isDigit($0) } && bytes.allSatisfy(isAlphanumeric)
            }
            let first = bytes[..<dash]
            let last = bytes[(dash + 1)...]
            return !first.isEmpty && first.count <= last.count && first.allSatisfy(isDigit) && last.allSatisfy(isDigit)
                && !first.elementsEqual(last)
        }
    }

    /// `1123-8`, `155 - 7`, `pp. 3–9` in full; nil for what is not two numbers with a dash between, `pp.` before them or not.
    private static func completed(_ text: String) -> String? {
        text.utf8.withContiguousStorageIfAvailable { completed($0) } ?? nil
    }

    private static func completed(_ text: UnsafeBufferPointer<UInt8>) -> String? {
        var rest = text[...]
        if rest.starts(with: "pp.".utf8) {
            rest = rest.dropFirst(3)
            dropSpace(&rest)
        }
        let first = number(&rest)
        dropSpace(&rest)
        if rest.first == UInt8(ascii: "-") {
            rest = rest.dropFirst()
        } else if rest.starts(with: "–".utf8) {
            rest = rest.dropFirst(3)
        } else {
            return nil
        }
        dropSpace(&rest)
        let last = number(&rest)
        // Longer numbers are none of pages.
        guard rest.isEmpty, (1...18).contains(first.count), (1...18).contains(last.count) else { return nil }
        let shared = first.prefix(max(0, first.count - last.count))
        if first.dropFirst(shared.count).elementsEqual(last) { return word(first) }
        // A last page before the first one leaves out nothing.
        if !shared.isEmpty, !first.dropFirst(shared.count).lexicographicallyPrecedes(last) {
            return "\(word(first))-\(word(last))"
        }
        return "\(word(first))-\(word(shared))\(word(last))"
    }

    /// Takes one space away, where there is one.
    private static func dropSpace(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) {
        if rest.first == 0x20 { rest = rest.dropFirst() }
    }

    /// Takes the digits away that come first.
    private static func number(_ rest: inout Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
        let digits = rest.prefix(while: isDigit)
        rest = rest.dropFirst(digits.count)
        return digits
    }

    private static func word(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || (97...122).contains(byte | 0x20) }

    private static let dashes: Set<Character> = ["-", "–", "—", "‐", "‑", "−", "‒", "―", "~"]

    private static func trailingDigits(_ text: String) -> String {
        String(decoding: text.utf8.suffix(text.utf8.reversed().prefix { isDigit($0) }.count), as: UTF8.self)
    }

    private static let months: Set<String> = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]

    /// `01-Sep`, `Sep-01`.
    static func isSpreadsheetDate(_ text: String) -> Bool {
        guard text.utf8.count <= 9, text.utf8.contains(where: { $0 >= 65 }) else { return false }
        guard text.utf8.contains(UInt8(ascii: "-")) else { return false }
        let sides = text.split(separator: "-")
        guard sides.count == 2 else { return false }
        return sides.contains { months.contains($0.lowercased()) } && sides.contains { $0.utf8.allSatisfy(isDigit) }
    }
}
