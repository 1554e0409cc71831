/// Who may ask when.
extension HostLedger {
    enum Decision: Equatable {
        /// Ask now; the slot's number.
        case go(Int64)
        /// Come back then.
        case wait(until: Time)
        case refuse(Refusal)
    }

    struct Refusal: Equatable {
        var kind: TransferFailure.Kind
        var until: Time
        var cause: Cause = .none
    }

    /// Who asks for leave, and since when.
    struct Applicant {
        var holder: Holder
        /// Number of its ticket; 0 before it has one.
        var ticket: Int64 = 0
        var waitingSince: Time
        /// As `Budget.account`.
        var account: Int64 = 0
    }

    /// The pace that is kept now: what was agreed, what headers taught, and what the last 429 left of it.
    func kept(_ agreed: Pace, now: Time) -> Pace {
        var pace = agreed
        if taught.limit > 0 {
            let said = Pace(
                requestsPerSecond: taught.limit / taught.interval, concurrency: agreed.concurrency,
                burst: agreed.burst, interval: taught.interval)
            if said.requestsPerSecond < pace.requestsPerSecond { pace = said }
        }
        if taught.concurrency > 0 { pace.concurrency = min(pace.concurrency, taught.concurrency) }
        pace.concurrency = min(max(1, pace.concurrency), 256)
        pace.burst = max(1, pace.burst)
        let share = slowShare(now)
        if share < 1 { (pace.requestsPerSecond, pace.burst) = (pace.requestsPerSecond * share, 1) }
        return pace
    }

    /// After a 429 without a time the pace is halved; half a minute later it begins to double each minute.
    func slowShare(_ now: Time) -> Double {
        guard slowness < 1 else { return 1 }
        var share = slowness
        for doubling: Int64 in 0..<4 where now > slowed + (30 + 60 * doubling) * Self.second { share *= 2 }
        return min(1, share)
    }

    /// What a window is kept longer than agreed, for requests that travel unevenly.
    static func margin(_ window: Pace.Window) -> Time { min(max(window.microseconds / 100, 2000), 100_000) }

    /// How long after it went out a request is taken to arrive, where no reply says that it was sooner.
    static func travel(_ window: Pace.Window) -> Time { min(window.microseconds / 50, 200_000) }

    /// Decides on one applicant.
    ///
    /// - Parameters:
    ///   - isAlive: Whether a process is still there; asked where its slot or ticket is in the way.
    mutating func decide(
        _ applicant: inout Applicant, pace agreed: Pace, now: Time, isAlive: (Holder) -> Bool
    ) -> Decision {
        forgetFuture(now)
        if let refusal = refusal(of: applicant, now: now, isAlive: isAlive) { return .refuse(refusal) }
        let pace = kept(agreed, now: now)
        let window = pace.window
        depth = min(max(depth, window.count), Pace.mostCounted)
        reap(now: now, isFull: slots.count >= pace.concurrency, isAlive)
        let step = max(1, (window.microseconds + Self.margin(window)) / Int64(window.count))
        let rank = rank(of: &applicant, step: step, now: now, isAlive: isAlive)
        let mine = turn(rank: rank, pace, window, step: step, now: now)
        let isFull = slots.count + rank >= pace.concurrency
        guard mine > now || isFull else {
            tickets.removeAll { $0.number == applicant.ticket }
            lastNumber += 1
            slots.append(
                Slot(
                    number: lastNumber, holder: applicant.holder, admitted: now, travel: Self.travel(window)))
            // Time that was lost while somebody waited is made up for; a rest saves nothing up.
            let lost = min(window.microseconds / 4, Self.second / 4)
            due = max(due, pausedUntil, applicant.waitingSince, now - lost) + step
            if circuit.openUntil > 0 { circuit.trial = lastNumber }
            return .go(lastNumber)
        }
        // A slot becomes free when a reply comes, which nobody can foresee.
        let next = isFull ? max(mine, now + Self.look) : mine
        if let index = tickets.firstIndex(where: { $0.number == applicant.ticket }) { tickets[index].due = next }
        return .wait(until: next)
    }

    /// How often a process looks whether another one gave a slot back; its own it is told of.
    static let look: Time = 8000

    /// What speaks against asking at all.
    private mutating func refusal(of applicant: Applicant, now: Time, isAlive: (Holder) -> Bool) -> Refusal? {
        if restsUntil > now { return Refusal(kind: .toldToWait, until: restsUntil) }
        if budget.isUsedUp, budget.renews > now, budget.account == applicant.account {
            return Refusal(kind: .budgetUsedUp, until: budget.renews)
        }
        guard circuit.openUntil > 0 else { return nil }
        if circuit.openUntil > now {
            return Refusal(kind: .hostFailing, until: circuit.openUntil, cause: circuit.cause)
        }
        // One request tries; the others hear of it.
        if let trial = slots.first(where: { $0.number == circuit.trial }), isAlive(trial.holder) {
            return Refusal(kind: .hostFailing, until: now + Self.second, cause: circuit.cause)
        }
        return nil
    }

    /// Removes what dead processes left. A request that was not seen to go out counts as if it had.
    private mutating func reap(now: Time, isFull: Bool, _ isAlive: (Holder) -> Bool) {
        guard isFull || slots.contains(where: { $0.sent == 0 && $0.admitted < now - Self.second }) else { return }
        for slot in slots where !isAlive(slot.holder) {
            if slot.sent == 0 { note(start: slot.admitted) }
            slots.removeAll { $0.number == slot.number }
        }
    }

    /// How many waiting processes come before the applicant, who gets a ticket where it has none.
    private mutating func rank(
        of applicant: inout Applicant, step: Time, now: Time, isAlive: (Holder) -> Bool
    ) -> Int {
        let holder = applicant.holder
        // Who does not come when it is its turn is passed over, and forgotten when it is dead.
        let grace = max(5000, step / 4)
        tickets.removeAll { $0.due + Self.second < now && ($0.holder == holder || !isAlive($0.holder)) }
        let number = applicant.ticket
        if number == 0 || !tickets.contains(where: { $0.number == number }) {
            guard tickets.count < 64 else { return 0 }
            lastNumber += 1
            applicant.ticket = lastNumber
            tickets.append(Ticket(number: lastNumber, holder: holder, due: now))
        }
        return tickets.count { $0.number < applicant.ticket && $0.due + grace >= now }
    }

    /// When the applicant behind `rank` others may start: as if each of these started as soon as it may.
    private func turn(rank: Int, _ pace: Pace, _ window: Pace.Window, step: Time, now: Time) -> Time {
        let length = window.microseconds + Self.margin(window)
        // What has leave and was not seen to go out may go out now.
        var recent = Array(starts.suffix(window.count)) + slots.lazy.filter { $0.sent == 0 }.map { _ in now }
        var spread = due
        var time = now
        for _ in 0...rank {
            time = max(now, pausedUntil, spread - Int64(pace.burst - 1) * step)
            if recent.count >= window.count { time = max(time, recent[recent.count - window.count] + length) }
            recent.append(time)
            spread = max(spread, time) + step
        }
        return time
    }

    /// A clock that was set back must not keep everybody waiting for the times it once showed.
    private mutating func forgetFuture(_ now: Time) {
        let soon = now + 5 * Self.second
        if let last = starts.last, last > soon { starts = [] }
        if due > now + 86_400 * Self.second { due = 0 }
        if pausedUntil > now + 3600 * Self.second { pausedUntil = 0 }
        if restsUntil > now + 2 * 86_400 * Self.second { restsUntil = 0 }
        if slowed > soon { slowness = 1 }
        if circuit.openUntil > now + 3600 * Self.second { circuit = Circuit() }
        if budget.renews > now + 32 * 86_400 * Self.second { budget = Budget() }
    }

    mutating func note(start: Time) {
        if let last = starts.last, last > start {
            starts.insert(start, at: starts.firstIndex { $0 > start } ?? starts.count)
        } else {
            starts.append(start)
        }
        if starts.count > depth { starts.removeFirst(starts.count - depth) }
    }

    /// The request of that slot goes out.
    mutating func send(_ number: Int64, now: Time) {
        guard let index = slots.firstIndex(where: { $0.number == number }), slots[index].sent == 0 else { return }
        slots[index].sent = max(1, now)
        note(start: slots[index].sent + slots[index].travel)
    }

    /// A reply says that a request had arrived by now.
    mutating func arrive(_ slot: Slot, now: Time) {
        guard slot.sent > 0 else { return note(start: slot.admitted) }
        guard now < slot.sent + slot.travel, let index = starts.firstIndex(of: slot.sent + slot.travel) else { return }
        starts.remove(at: index)
        note(start: now)
    }

    mutating func withdraw(_ ticket: Int64) {
        if ticket != 0 { tickets.removeAll { $0.number == ticket } }
    }
}
