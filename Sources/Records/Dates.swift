/// Whole seconds since 1970-01-01T00:00:00Z.
public struct Timestamp: Sendable, Hashable, Comparable, Codable {
    public var seconds: Int64

    public init(seconds: Int64) { self.seconds = seconds }

    public static func < (a: Self, b: Self) -> Bool { a.seconds < b.seconds }

    /// Reads `2024-03-26`, `2024-03-26T10:11:12Z` and the same with a space, a fraction of a second or an offset;
    /// nil for anything else.
    public init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        func number(_ from: Int, _ count: Int) -> Int? {
            guard from + count <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[from..<from + count] {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            return value
        }
        guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
            let year = number(0, 4), let month = number(5, 2), let day = number(8, 2),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        var seconds = Int64(daysFromCivil(year: year, month: month, day: day)) * 86_400
        if bytes.count > 10 {
            guard bytes.count >= 16, let hour = number(11, 2), let minute = number(14, 2), hour < 25, minute < 60
            else { return nil }
            seconds += Int64(hour * 3600 + minute * 60)
            var index = 16
            if index < bytes.count, bytes[index] == UInt8(ascii: ":"), let second = number(17, 2) {
                seconds += Int64(second)
                index = 19
            }
            if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
                index += 1
                while index < bytes.count, bytes[index] >= 48, bytes[index] <= 57 { index += 1 }
            }
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-"),
                let hours = number(index + 1, 2)
            {
                let minutes = number(index + 4, 2) ?? number(index + 3, 2) ?? 0
                let offset = Int64(hours * 3600 + minutes * 60)
                seconds += bytes[index] == UInt8(ascii: "+") ? -offset : offset
            }
        }
        self.seconds = seconds
    }

    /// `2024-03-26T10:11:12Z`.
    public var iso8601: String {
        let days = Int((seconds >= 0 ? seconds : seconds - 86_399) / 86_400)
        let rest = Int(seconds - Int64(days) * 86_400)
        let (year, month, day) = civilFromDays(days)
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
            + "\(padded(rest / 3600, 2)):\(padded(rest / 60 % 60, 2)):\(padded(rest % 60, 2))Z"
    }
}

/// A date that may lack its day or its month; `season` stands in for a month (1 spring … 4 winter, as in CSL).
public struct PartialDate: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    /// Gregorian year, 1...2100.
    public var year: Int
    /// 1...12; nil where only the year is known.
    public var month: Int?
    /// 1...31, checked against the month.
    public var day: Int?
    /// 1...4; never together with a month.
    public var season: Int?

    public init(year: Int, month: Int? = nil, day: Int? = nil, season: Int? = nil) {
        self.year = year
        self.month = month
        self.day = month == nil ? nil : day
        self.season = month == nil ? season : nil
    }

    /// `2024-03-26`, `2024-03`, `2024`, `2024 spring`.
    public var description: String {
        var text = padded(year, 4)
        if let month { text += "-" + padded(month, 2) }
        if let day { text += "-" + padded(day, 2) }
        if let season, (1...4).contains(season) { text += " " + ["spring", "summer", "autumn", "winter"][season - 1] }
        return text
    }

    /// Number of parts given: 1 year, 2 month or season, 3 day.
    public var precision: Int { day != nil ? 3 : (month != nil || season != nil ? 2 : 1) }

    /// Earlier first; a date without a part sorts before those with it.
    public static func < (a: Self, b: Self) -> Bool {
        (a.year, a.month ?? 0, a.day ?? 0, a.season ?? 0) < (b.year, b.month ?? 0, b.day ?? 0, b.season ?? 0)
    }
}

/// A field that was understood, or kept as the source gave it.
public enum Parsed<Value: Sendable & Hashable>: Sendable, Hashable {
    case value(Value)
    case asGiven(String)

    public var value: Value? { if case .value(let value) = self { value } else { nil } }
}

func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}

/// Days from 1970-01-01 in the proleptic Gregorian calendar. Method: H. Hinnant, "chrono-Compatible Low-Level Date
/// Algorithms".
public func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
}

/// Inverse of `daysFromCivil`.
public func civilFromDays(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let mp = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * mp + 2) / 5 + 1
    let month = mp < 10 ? mp + 3 : mp - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
}
