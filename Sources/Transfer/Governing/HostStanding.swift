internal import Foundation

/// How things stand with a host, as its ledger tells. Times are whole seconds since 1970.
public struct HostStanding: Sendable, Equatable {
    /// Requests a second and at once that headers taught; nil where they said nothing.
    public var taughtRequestsPerSecond: Double?
    public var taughtConcurrency: Int?
    /// Share of the pace that is kept since the host said that it is too fast; 1 is all of it.
    public var share: Double = 1
    /// Nobody asks before; nil where somebody may.
    public var pausedUntil: Int64?
    /// The circuit is open until then.
    public var failingUntil: Int64?
    /// Why, in one clause.
    public var failingBecause: String?
    /// What is left of what the host allows until `budgetRenews`: dollars where `isMoney`, else requests.
    public var budgetRemaining: Double?
    public var budgetLimit: Double?
    public var isMoney = false
    public var budgetRenews: Int64?
    public var isUsedUp = false
    public var lastSuccess: Int64?
    public var lastFailure: Int64?

    /// - Parameters:
    ///   - name: A host, or the name that its ledger has instead.
    ///   - time: Seconds since 1970.
    /// - Returns: Nil where the host was never asked.
    public init?(of name: String, folder: String, at time: Double = Clock.time()) {
        guard let ledger = LedgerFile.read(LedgerFolder.path(folder, name)) else { return nil }
        self.init(ledger, now: Int64(time * 1e6))
    }

    init(_ ledger: HostLedger, now: Int64) {
        func seconds(_ time: Int64) -> Int64? { time > 0 ? time / HostLedger.second : nil }
        func future(_ time: Int64) -> Int64? { time > now ? seconds(time) : nil }
        if ledger.taught.limit > 0 { taughtRequestsPerSecond = ledger.taught.limit / ledger.taught.interval }
        if ledger.taught.concurrency > 0 { taughtConcurrency = ledger.taught.concurrency }
        share = ledger.slowShare(now)
        pausedUntil = future(max(ledger.pausedUntil, ledger.restsUntil))
        failingUntil = future(ledger.circuit.openUntil)
        if failingUntil != nil { failingBecause = ledger.circuit.cause.clause }
        if let renews = future(ledger.budget.renews) {
            budgetRemaining = ledger.budget.remaining
            budgetLimit = ledger.budget.limit > 0 ? ledger.budget.limit : nil
            isMoney = ledger.budget.isMoney
            budgetRenews = renews
            isUsedUp = ledger.budget.isUsedUp
        }
        lastSuccess = seconds(ledger.lastSuccess)
        lastFailure = seconds(ledger.lastFailure)
    }

    /// `2026-11-21 12:00:15 UTC`.
    ///
    /// - Parameter time: Microseconds since 1970; rounded up.
    static func clock(_ time: Int64) -> String {
        var seconds = time_t((time + HostLedger.second - 1) / HostLedger.second)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday)) "
            + "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)) UTC"
    }
}
