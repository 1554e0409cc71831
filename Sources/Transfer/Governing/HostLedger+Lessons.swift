/// What a request's end teaches about its host.
extension HostLedger {
    /// Points at which the circuit opens.
    static let mostPoints = 5
    /// First and longest time that it stays open.
    static let shortestOpening = 15 * second
    static let longestOpening = 300 * second
    /// Longest time for which a host is left alone because it said so.
    static let longestRest = 86_400 * second

    /// Gives a slot back.
    ///
    /// - Parameters:
    ///   - longestPause: Seconds that all wait for a host that asks for it; beyond, requests fail instead.
    ///   - account: As `Budget.account`.
    mutating func finish(
        _ number: Int64, _ outcome: Outcome, now: Time, longestPause: Double, account: Int64
    ) {
        let index = slots.firstIndex { $0.number == number }
        let slot = index.map { slots.remove(at: $0) }
        let isTrial = circuit.trial == number && number != 0
        if isTrial { circuit.trial = 0 }
        switch outcome {
        case .failed(let kind):
            if let cause = Self.cause(kind) {
                lastFailure = now
                fail(cause, points: cause == .timedOut ? 2 : 1, isTrial: isTrial, now: now)
            }
        case .reply(let reply):
            if let slot { arrive(slot, now: now) }
            let said = LimitHeaders(reply, now: now)
            learn(said, now: now, longestPause, account: account)
            if reply.status == 429 || reply.status == 503 {
                slowDown(said, status: reply.status, sent: slot?.admitted ?? now, now: now, longestPause)
            }
            if reply.status >= 500 {
                lastFailure = now
                if isTrial { fail(.status, points: 0, isTrial: true, now: now) }
            } else {
                // A host that says no is well.
                circuit = Circuit()
                if reply.status < 400 || reply.status == 404 || reply.status == 410 { lastSuccess = now }
            }
        }
    }

    /// A request got nothing but 5xx at every try.
    mutating func giveUp(now: Time) { fail(.status, points: 1, isTrial: false, now: now) }

    private static func cause(_ kind: TransferFailure.Kind) -> Cause? {
        switch kind {
        case .cannotConnect: .cannotConnect
        case .nameNotFound: .nameNotFound
        case .timedOut: .timedOut
        case .tlsFailed: .tlsFailed
        case .brokenReply: .brokenReply
        default: nil
        }
    }

    private mutating func fail(_ cause: Cause, points: Int, isTrial: Bool, now: Time) {
        circuit.points = min(circuit.points + points, 1000)
        circuit.cause = cause
        // Requests that were under way when it opened say nothing new.
        guard isTrial || (circuit.points >= Self.mostPoints && circuit.openUntil == 0) else { return }
        let length = min(Self.shortestOpening << Int64(min(circuit.openings, 10)), Self.longestOpening)
        circuit.openings = min(circuit.openings + 1, 10)
        circuit.openUntil = now + length
    }

    private mutating func slowDown(
        _ said: LimitHeaders, status: Int, sent: Time, now: Time, _ longestPause: Double
    ) {
        if let seconds = said.retryAfter {
            let until = now + Int64(min(seconds, 86_400) * 1e6)
            if seconds <= longestPause {
                pausedUntil = max(pausedUntil, until)
            } else {
                restsUntil = max(restsUntil, min(until, now + Self.longestRest))
            }
        } else if status == 429, !budget.isUsedUp, sent > slowed {
            // What was sent before the last such reply says nothing new.
            slowness = max(Self.leastShare, slowShare(now) / 2)
            slowed = now
        }
    }

    private mutating func learn(_ said: LimitHeaders, now: Time, _ longestPause: Double, account: Int64) {
        let patience = 600 * Self.second
        if let said = said.limit.map({ ($0, said.interval) }), said.0 > 0, said.1 > 0 {
            // What a ledger holds: "unlimited" is written as the largest number there is, and no header may stop a run for
            // longer than a minute a request.
            let interval = min(max(said.1, 0.001), 86_400)
            let limit = min(max(said.0, interval / 60), 1_000_000)
            let isStricter = limit / interval <= taught.limit / taught.interval
            if taught.limit == 0 || isStricter || now - taught.limitTime > patience || taught.limitTime > now {
                (taught.limit, taught.interval, taught.limitTime) = (limit, interval, now)
            }
        }
        if let most = said.concurrency {
            if taught.concurrency == 0 || most <= taught.concurrency || now - taught.concurrencyTime > patience
                || taught.concurrencyTime > now
            {
                (taught.concurrency, taught.concurrencyTime) = (most, now)
            }
        }
        if let left = said.budget {
            budget = Budget(
                account: account, remaining: left.remaining, limit: left.limit ?? 0, isMoney: left.isMoney,
                renews: left.renews, isUsedUp: left.isUsedUp)
            // What is renewed within the minute is worth waiting for.
            if left.isUsedUp, Double(left.renews - now) <= longestPause * 1e6 {
                budget.isUsedUp = false
                pausedUntil = max(pausedUntil, left.renews)
            }
        }
    }
}
