internal import Foundation

/// When a request is made again, and after how long.
enum Retrying {
    /// Statuses that may pass by themselves. As curl's `--retry`, and 425.
    static let statuses: Set<Int> = [408, 425, 429, 500, 502, 503, 504, 522, 524]

    static func mayRetry(_ failure: TransferFailure) -> Bool {
        switch failure.kind {
        case .nameNotFound, .cannotConnect, .timedOut, .brokenReply, .other: true
        case .unusable, .forbiddenAddress, .tlsFailed, .tooLarge, .tooManyRedirects, .cancelled, .offline,
            .hostFailing, .budgetUsedUp, .toldToWait:
            false
        }
    }

    /// False where the governor refused: then nobody was asked.
    static func wasMade(_ failure: TransferFailure) -> Bool {
        ![.hostFailing, .budgetUsedUp, .toldToWait].contains(failure.kind)
    }

    /// Seconds that `Retry-After` asks for; nil where the header is missing or says nothing understandable.
    ///
    /// - Parameter now: Seconds since 1970.
    static func retryAfter(_ reply: Reply, now: Double) -> Double? {
        guard let text = reply.header("retry-after")?.trimmingCharacters(in: .whitespaces), !text.isEmpty else {
            return nil
        }
        if let seconds = Double(text) { return seconds >= 0 ? seconds : nil }
        guard let date = httpDate(text) else { return nil }
        return max(0, date - now)
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, or the older `Sunday, 06-Nov-94 08:49:37 GMT`, as seconds since 1970.
    static func httpDate(_ text: String) -> Double? {
        let words = text.split { $0 == " " || $0 == "-" }.map(String.init)
        guard words.count >= 5, let day = Int(words[1]), let said = Int(words[3]),
            let month = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"].firstIndex(
                of: words[2].lowercased().prefix(3).description)
        else { return nil }
        let clock = words[4].split(separator: ":").compactMap { Int($0) }
        let year = (0..<70).contains(said) ? said + 2000 : (70..<100).contains(said) ? said + 1900 : said
        // The calendar would carry an hour 25 over into the next day, and wrap around at very large numbers.
        guard clock.count == 3, (1970...9999).contains(year), (1...31).contains(day), (0...23).contains(clock[0]),
            (0...59).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        var parts = DateComponents()
        parts.year = year
        parts.month = month + 1
        parts.day = day
        parts.hour = clock[0]
        parts.minute = clock[1]
        parts.second = clock[2]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
        return calendar.date(from: parts)?.timeIntervalSince1970
    }

    /// Full jitter: a random share of a wait that doubles with each try.
    static func backoff(try number: Int, first: Double, random: Double) -> Double {
        min(60, first * pow(2, Double(number - 1))) * random
    }
}
