internal import Formats

/// Days that a page shows, where none of its metadata says when it came out.
enum WebDates {
    /// The first block that is a day and little else: `12. Januar 2022`, `Aug 7, 2025`, `Published: 7 August 2025, 9:30`.
    ///
    /// - Returns: `2022-01-12`.
    static func shown(_ page: HTMLPage) -> String? {
        for block in page.blocks.lazy.filter({ !$0.isAside && $0.text.utf8.count <= 60 }).prefix(200) {
            if let day = day(in: block.text) { return day }
        }
        return nil
    }

    /// The day in a text that holds one, and at most a word and a time besides.
    static func day(in text: String) -> String? {
        let pieces = text.split { !$0.isLetter && !$0.isNumber }.map { $0.lowercased() }
        guard (2...9).contains(pieces.count) else { return nil }
        var words = 0
        for (index, piece) in pieces.enumerated() {
            if let month = month(piece) {
                let before = index > 0 ? number(pieces[index - 1], 1...31) : nil
                let next = index + 1 < pieces.count ? pieces[index + 1] : ""
                // `7 August 2025` and `August 7, 2025`.
                if let day = before, let year = number(next, 1990...2100) { return written(year, month, day) }
                if let day = number(next, 1...31), index + 2 < pieces.count,
                    let year = number(pieces[index + 2], 1990...2100)
                {
                    return written(year, month, day)
                }
            } else if piece.contains(where: \.isLetter),
                !["th", "st", "nd", "rd", "de", "uhr", "am", "pm"].contains(piece)
            {
                words += 1
                if words > 2 { return nil }
            } else if index + 2 < pieces.count, let first = Int(piece) {
                let second = pieces[index + 1]
                // `2025-08-07` and `07.08.2025`; what is parted by slashes has no order that is known.
                if (1990...2100).contains(first), text.contains("-"), let month = number(second, 1...12),
                    let day = number(pieces[index + 2], 1...31)
                {
                    return written(first, month, day)
                }
                if text.contains("."), (1...31).contains(first), let month = number(second, 1...12),
                    let year = number(pieces[index + 2], 1990...2100)
                {
                    return written(year, month, first)
                }
            }
        }
        return nil
    }

    private static func number(_ text: String, _ range: ClosedRange<Int>) -> Int? {
        // `7th`
        let digits = text.prefix { $0.isNumber }
        guard let value = Int(digits), range.contains(value), text.count - digits.count <= 2 else { return nil }
        return value
    }

    private static func written(_ year: Int, _ month: Int, _ day: Int) -> String {
        "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    private static func month(_ word: String) -> Int? {
        guard word.count >= 3 else { return nil }
        return months.firstIndex { names in names.contains { $0 == word || word.count <= 4 && $0.hasPrefix(word) } }.map
        {
            $0 + 1
        }
    }

    /// English, German, French, Spanish.
    private static let months: [[String]] = [
        ["january", "januar", "jänner", "janvier", "enero"], ["february", "februar", "février", "febrero"],
        ["march", "märz", "mars", "marzo"], ["april", "avril", "abril"], ["may", "mai", "mayo"],
        ["june", "juni", "juin", "junio"], ["july", "juli", "juillet", "julio"], ["august", "août", "agosto"],
        ["september", "septembre", "septiembre"], ["october", "oktober", "octobre", "octubre"],
        ["november", "novembre", "noviembre"], ["december", "dezember", "décembre", "diciembre"],
    ]
}
