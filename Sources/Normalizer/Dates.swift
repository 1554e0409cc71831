internal import Records

/// Dates with the precision their source gives.
enum Dates {
    /// Reads a date; `.asGiven` where there is text that is no date; nil where there is nothing.
    ///
    /// - Returns: The rule a part broke, besides, where a part had to be left out.
    static func parse(_ said: SourceDate) -> (date: Parsed<PartialDate>?, broken: String?) {
        if !said.parts.isEmpty {
            let year = said.parts[0]
            guard let gregorian = gregorianYear(year) else {
                if year == 0, said.text == nil { return (nil, nil) }
                if let text = said.text { return parse(SourceDate(kind: said.kind, text: text)) }
                return (
                    .asGiven(said.parts.map(String.init).joined(separator: "-")),
                    "has year \(year); years run 1000 to 2100"
                )
            }
            var date = PartialDate(year: gregorian)
            guard said.parts.count > 1, said.parts[1] != 0 else { return (.value(date), nil) }
            let month = said.parts[1]
            guard (1...12).contains(month) else {
                if (21...24).contains(month) { return (.value(PartialDate(year: gregorian, season: month - 20)), nil) }
                return (.value(date), "has month \(month); months run 1 to 12")
            }
            date = PartialDate(year: gregorian, month: month)
            guard said.parts.count > 2, said.parts[2] != 0 else { return (.value(date), nil) }
            let day = said.parts[2]
            guard (1...days(gregorian, month)).contains(day) else {
                return (.value(date), "has day \(day), which its month lacks")
            }
            return (.value(PartialDate(year: gregorian, month: month, day: day)), nil)
        }
        guard let text = said.text.map({ trimming(Markup.plain($0)) }), !text.isEmpty else { return (nil, nil) }
        if let date = read(text) { return (.value(date), nil) }
        return (.asGiven(text), nil)
    }

    /// As `parse(_:)` reads parts; 0 for a part that is not given.
    private static func numeric(_ year: Int, _ month: Int = 0, _ day: Int = 0) -> PartialDate? {
        guard let year = gregorianYear(year) else { return nil }
        switch month {
        case 1...12: return valid(year, month, day)
        case 21...24: return PartialDate(year: year, season: month - 20)
        default: return PartialDate(year: year)
        }
    }

    /// The earlier of two dates; of a month and a day in it, the day.
    static func earlier(_ a: PartialDate?, _ b: PartialDate?) -> PartialDate? {
        guard let a, let b else { return a ?? b }
        let isWithin =
            a.year == b.year && a.season == nil && b.season == nil
            && (a.month == nil || b.month == nil || a.month == b.month && (a.day == nil || b.day == nil))
        if isWithin, a.precision != b.precision { return a.precision > b.precision ? a : b }
        return min(a, b)
    }

    /// A date written as text: ISO, `2004 Mar 5`, `March 5, 2004`, `05/2004`, `Jan-Feb 2004`, `Spring 1923`, a year.
    static func read(_ text: String) -> PartialDate? {
        let bytes = Array(text.utf8)
        guard bytes.count <= 60 else { return nil }
        // `2004` and `2004-03-05`, as most are written.
        if bytes.count == 4 || bytes.count == 10 && bytes[4] == UInt8(ascii: "-") && bytes[7] == UInt8(ascii: "-") {
            func number(_ range: Range<Int>) -> Int? {
                var number = 0
                for byte in bytes[range] {
                    guard isDigit(byte) else { return nil }
                    number = number * 10 + Int(byte - 48)
                }
                return number
            }
            if bytes.count == 4, let year = number(0..<4) { return numeric(year) }
            if bytes.count == 10, let year = number(0..<4), let month = number(5..<7), let day = number(8..<10) {
                return numeric(year, month, day)
            }
        }
        // A range of full dates or months: the first counts.
        if let slash = text.firstIndex(of: "/"), text[..<slash].contains("-") {
            return read(trimming(String(text[..<slash])))
        }
        // ISO 8601, with or without the time.
        let iso = bytes.prefix { isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") }
        let rest = bytes.dropFirst(iso.count)
        if rest.isEmpty || rest.first == UInt8(ascii: "T")
            || rest.first == 0x20 && rest.dropFirst().first.map(isDigit) == true
        {
            let numbers = iso.split { !isDigit($0) }.map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
            let first = iso.split { !isDigit($0) }.first?.count ?? 0
            if first == 4, (1...3).contains(numbers.count), numbers.count < 3 || rest.isEmpty || rest.first != nil {
                // `2004-05` is a month; `1998-1999` is two years, of which the first counts.
                if numbers.count == 2, numbers[1] > 12 {
                    return gregorianYear(numbers[0]).map { PartialDate(year: $0) }
                }
                return parse(SourceDate(kind: "", parts: numbers)).date?.value
            }
            if first == 8, numbers.count == 1 {
                let n = numbers[0]
                if case .value(let date)? = parse(SourceDate(kind: "", parts: [n / 10000, n / 100 % 100, n % 100])).date
                {
                    return date
                }
            }
            if numbers.count == 3, let year = gregorianYear(numbers[2]), numbers[2] >= 1000 {
                // 26/03/2019 and 03/26/2019; where both could be months the order is not known.
                if numbers[0] > 12, (1...12).contains(numbers[1]) { return valid(year, numbers[1], numbers[0]) }
                if numbers[1] > 12, (1...12).contains(numbers[0]) { return valid(year, numbers[0], numbers[1]) }
                return PartialDate(year: year)
            }
            if numbers.count == 2, let year = gregorianYear(numbers[1]), numbers[1] >= 1000,
                (1...12).contains(numbers[0])
            {
                return PartialDate(year: year, month: numbers[0])
            }
        }
        var year: Int?
        var month: Int?
        var season: Int?
        var day: Int?
        for piece in text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
            // `c2004`: the year of copyright.
            let word = piece.first == "c" && piece.dropFirst().allSatisfy(\.isNumber) ? piece.dropFirst() : piece
            if let number = Int(word.filter(\.isNumber)), word.first?.isNumber == true {
                if word.count == 4, year == nil, let value = gregorianYear(number) {
                    year = value
                } else if word.utf8.filter(isDigit).count <= 2, day == nil, (1...31).contains(number) {
                    day = number
                }
            } else if month == nil, season == nil {
                let lower = word.lowercased()
                month = months.firstIndex { lower.count >= 3 && $0.hasPrefix(lower) || lower.hasPrefix($0) }.map {
                    $0 + 1
                }
                if month == nil { season = seasons[lower] }
            }
        }
        guard let year else { return nil }
        // Words without a month among them are a remark, not a date, unless the year is all there is.
        if month == nil, season == nil, text.contains(where: \.isLetter),
            !yearRemarks.contains(where: { text.lowercased().hasPrefix($0) })
        {
            return nil
        }
        if let month { return day.flatMap { valid(year, month, $0) } ?? PartialDate(year: year, month: month) }
        return PartialDate(year: year, season: season)
    }

    private static let yearRemarks = ["c", "ca", "©", "circa", "[", "p", "cop", "in press"]

    private static func valid(_ year: Int, _ month: Int, _ day: Int) -> PartialDate {
        (1...days(year, month)).contains(day)
            ? PartialDate(year: year, month: month, day: day) : PartialDate(year: year, month: month)
    }

    /// A year of the common era, 1000...2100; a Buddhist year, 2400...2643, is converted.
    static func gregorianYear(_ year: Int) -> Int? {
        if (1000...2100).contains(year) { return year }
        if (2400...2643).contains(year) { return year - 543 }
        return nil
    }

    private static func days(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let seasons = ["spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4]
}
