/// Where a work lies, as Ovid writes it in one line.
struct CitationLine: Equatable {
    var container = ""
    var event: String?
    var volume: String?
    var issue: String?
    var pages: String?
    /// Year, month and day in words.
    var date: String?

    /// Reads `Journal. 12(3):100-9, 2019 Jan`, `Journal. 12 (3) (pp 100-109), 2019. Date of Publication: 2019`,
    /// `Journal. Vol.12(3), Mar 2019, pp. 100-109` and `Journal January 2019;12(3):100-109`.
    ///
    /// - Returns: Nil for lines of other forms.
    init?(_ text: String) {
        // Places are looked for at each full stop: a line of a megabyte is none.
        guard text.utf8.count <= Self.longest else { return nil }
        let text = text[...].trimmed
        if let found = Self.behindStop(text) ?? Self.behindYear(text) {
            self = found
        } else if text.hasSuffix("."), !text.utf8.contains(where: { $0 &- 0x30 < 10 || $0 == UInt8(ascii: ":") }) {
            // Published ahead of print: a journal alone.
            container = String(text.dropLast().trimmed)
        } else {
            return nil
        }
        if container.isEmpty || container.utf8.count > 500 { return nil }
    }

    private init() {}

    /// Longest line, in bytes.
    private static let longest = 2000

    /// Volume and issue behind a full stop.
    private static func behindStop(_ text: Substring) -> CitationLine? {
        var rest = text
        while let stop = rest.firstRange(of: ". ") {
            rest = rest[stop.upperBound...]
            guard let numbers = Numbers(rest) else { continue }
            var line = CitationLine()
            var name = text[..<stop.lowerBound]
            if let mark = name.firstRange(of: ". Conference:") {
                line.event = String(name[mark.upperBound...].trimmed)
                name = name[..<mark.lowerBound]
            }
            line.container = String(name.trimmed)
            line.volume = numbers.volume
            line.issue = numbers.issue
            line.pages = numbers.pages
            line.take(date: numbers.rest)
            return line
        }
        return nil
    }

    /// Volume and issue behind a year and a semicolon.
    private static func behindYear(_ text: Substring) -> CitationLine? {
        guard let semicolon = text.lastIndex(of: ";"), let numbers = Numbers(text[text.index(after: semicolon)...]),
            numbers.rest.isEmpty, numbers.pages != nil || numbers.issue != nil
        else { return nil }
        var words = text[..<semicolon].split(separator: " ")
        guard let year = words.last, year.utf8.count == 4, Int(year) != nil else { return nil }
        var date = [words.removeLast()]
        while let word = words.last, words.count > 1, isMonthOrDay(word) { date.append(words.removeLast()) }
        guard let first = words.first, let last = words.last else { return nil }
        var line = CitationLine()
        line.container = String(text[first.startIndex..<last.endIndex])
        line.volume = numbers.volume
        line.issue = numbers.issue
        line.pages = numbers.pages
        // Of "January/February 2010" the first month.
        line.date = date.reversed().map { $0.prefix { $0 != "/" && $0 != "-" } }.joined(separator: " ")
        return line
    }

    private static func isMonthOrDay(_ word: Substring) -> Bool {
        if let day = Int(word.prefix { $0 != "," }) { return (1...31).contains(day) }
        return word.split { $0 == "/" || $0 == "-" || $0 == "," }.allSatisfy { part in
            let part = part.lowercased()
            return part.utf8.count >= 3
                && (months.contains { $0.hasPrefix(part) }
                    || ["spring", "summer", "autumn", "fall", "winter"].contains(part))
        }
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]

    /// `, 2019 Jan 05.`, `, Mar 2019, pp. 100-109.` and `, 2018. Date of Publication: 2018.`
    private mutating func take(date text: Substring) {
        var text = text.drop { $0 == "," || $0 == " " }
        if let pages = text.firstRange(of: "pp. ") {
            if self.pages == nil {
                let range = text[pages.upperBound...].prefix { $0 != "," && $0 != "." && $0 != " " }
                self.pages = range.isEmpty ? nil : String(range)
            }
            text = text[..<pages.lowerBound]
        }
        if let stop = text.firstRange(of: ". ") { text = text[..<stop.lowerBound] }
        while let last = text.last, last == "." || last == " " || last == "," { text.removeLast() }
        let words = text.split { $0 == " " || $0 == "," }
        guard !words.isEmpty, words.count <= 3,
            words.contains(where: { $0.utf8.count == 4 && Int($0) != nil }),
            words.allSatisfy({ ($0.utf8.count == 4 && Int($0) != nil) || Self.isMonthOrDay($0) || Int($0) != nil })
        else { return }
        // Ovid's MEDLINE has months in numbers, with blanks.
        date = words.allSatisfy({ Int($0) != nil }) ? words.joined(separator: "-") : words.joined(separator: " ")
    }

    /// `12(3):100-9`, `12 (3) (pp 100-109)`, `Vol.12(3)`, `12:e1`.
    private struct Numbers {
        var volume: String?
        var issue: String?
        var pages: String?
        /// What stands behind.
        var rest: Substring

        init?(_ text: Substring) {
            var text = text
            for word in ["Vol. ", "Vol.", "Vol ", "vol. "] where text.hasPrefix(word) {
                text = text.dropFirst(word.count)
                break
            }
            let number = text.prefix { !" (:,;.".contains($0) }
            guard number.utf8.count <= 24, number.isEmpty || number.contains(where: \.isNumber) else { return nil }
            text = text[number.endIndex...]
            volume = number.isEmpty ? nil : String(number)
            var hasBracket = false
            while let inner = Self.bracket(&text) {
                hasBracket = true
                if inner.hasPrefix("pp ") {
                    pages = String(inner.dropFirst(3).trimmed)
                } else if inner != "no pagination" {
                    guard issue == nil, pages == nil, !inner.isEmpty, inner.utf8.count <= 60 else { return nil }
                    issue = String(inner)
                }
            }
            if text.first == ":" {
                let range = text.dropFirst().drop { $0 == " " }.prefix { $0 != "," && $0 != " " && $0 != ";" }
                text = text[range.endIndex...]
                pages = String(range.hasSuffix(".") ? range.dropLast() : range).nonEmpty
                guard (pages?.utf8.count ?? 0) <= 60 else { return nil }
            } else if !hasBracket {
                // A number alone is no volume: "Series A. 12, …" is, "Spain. 12 km" is not.
                guard volume != nil, text.first == "," else { return nil }
            }
            guard volume != nil || issue != nil, text.isEmpty || text.first == "," || text.first == "." else {
                return nil
            }
            rest = text
        }

        /// What stands in the brackets that the text begins with, without them; nil for more than 60 bytes.
        private static func bracket(_ text: inout Substring) -> Substring? {
            let inner = text.drop { $0 == " " }
            guard inner.first == "(", let close = inner.utf8.prefix(64).firstIndex(of: UInt8(ascii: ")")) else {
                return nil
            }
            text = inner[inner.index(after: close)...]
            return inner[inner.index(after: inner.startIndex)..<close].trimmed
        }
    }
}
