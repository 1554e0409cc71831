internal import Foundation

/// What the headers of one reply say about limits. `Docs/transfer.md` lists which services send which.
struct LimitHeaders: Equatable {
    /// Requests in an interval of so many seconds.
    var limit: Double?
    var interval: Double = 1
    var concurrency: Int?
    var budget: Budget?
    /// Seconds that the host asks to be left alone for; read on 429 and 503 alone.
    var retryAfter: Double?

    /// What is left until the count begins anew.
    struct Budget: Equatable {
        var remaining: Double
        var limit: Double?
        var isMoney: Bool
        /// Microseconds since 1970 when it renews.
        var renews: Int64
        var isUsedUp: Bool
    }

    init() {}

    /// - Parameter now: Microseconds since 1970.
    init(_ reply: Reply, now: Int64) {
        var found: [String: String] = [:]
        for header in reply.headers where Self.mayCount(header.name) {
            var name = header.name.lowercased()
            if name.hasPrefix("x-") { name.removeFirst(2) }
            // Crossref's older spelling is everybody else's.
            if name.hasPrefix("rate-limit") { name = "ratelimit" + name.dropFirst(10) }
            if found[name] == nil { found[name] = header.value }
        }
        if found.isEmpty { return }
        func number(_ name: String) -> Double? {
            found[name].flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }.flatMap { $0.isFinite ? $0 : nil }
        }
        if let most = number("concurrency-limit"), (1...1e6).contains(most) { concurrency = Int(most) }
        let reset = number("ratelimit-reset").flatMap { Self.renewal($0, now: now) }
        let said = number("ratelimit-limit").flatMap { $0 > 0 ? $0 : nil }
        if let text = found["ratelimit-interval"] {
            if let seconds = Self.seconds(text), seconds > 0 { (limit, interval) = (said, seconds) }
        } else if reset == nil {
            // With a reset it is a count over an unsaid time; without one, as PubMed says it, over a second.
            limit = said
        }
        // Free requests are answered whatever is left.
        let cost = number("ratelimit-cost-usd") ?? number("ratelimit-credits-used")
        if let dollars = number("ratelimit-remaining-usd") {
            let bought =
                (number("ratelimit-prepaid-remaining-usd") ?? 0) + (number("ratelimit-onetime-remaining") ?? 0)
            let left = dollars + max(0, bought)
            budget = Budget(
                remaining: left, limit: number("ratelimit-limit-usd"), isMoney: true, renews: reset ?? now + Self.hour,
                isUsedUp: cost != 0 && (left <= 0 || left < (number("ratelimit-cost-usd") ?? 0)))
        } else if let left = number("ratelimit-remaining"), let reset {
            budget = Budget(
                remaining: left, limit: said, isMoney: false, renews: reset, isUsedUp: cost != 0 && left < 1)
        }
        // Zenodo sends it with every 200.
        if reply.status == 429 || reply.status == 503 {
            retryAfter = Retrying.retryAfter(reply, now: Double(now) / 1e6)
        }
    }

    private static let hour: Int64 = 3_600_000_000

    /// Whether a name is worth a look: `x-…`, `ratelimit-…`, `retry-after`.
    private static func mayCount(_ name: String) -> Bool {
        let bytes = name.utf8
        guard let first = bytes.first, bytes.count > 8 else { return false }
        if first | 0x20 == UInt8(ascii: "r") { return true }
        return first | 0x20 == UInt8(ascii: "x") && bytes.dropFirst().first == UInt8(ascii: "-")
    }

    /// `1s`, `60`, `1m`.
    private static func seconds(_ text: String) -> Double? {
        let digits = text.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." }
        guard let number = Double(digits) else { return nil }
        switch text[digits.endIndex...].first {
        case "m": return text[digits.endIndex...].hasPrefix("ms") ? number / 1000 : number * 60
        case "h": return number * 3600
        default: return number
        }
    }

    /// A reset as seconds from now or as a time; nil where it is past or more than 31 days away.
    private static func renewal(_ said: Double, now: Int64) -> Int64? {
        let time = said > 1e9 ? said : Double(now) / 1e6 + said
        guard said >= 0, time.isFinite, time > Double(now) / 1e6, time < Double(now) / 1e6 + 31 * 86_400 else {
            return nil
        }
        return Int64(time * 1e6)
    }
}
