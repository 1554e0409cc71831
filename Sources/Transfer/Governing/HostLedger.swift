/// What all processes of a user know of one host: who asked when, who is asking, what the host said.
///
/// A value without clock or files: every time is handed in, as microseconds since 1970.
struct HostLedger: Sendable, Equatable {
    typealias Time = Int64

    /// A process, told from a later one of the same number by when it started.
    struct Holder: Sendable, Equatable {
        var process: Int64
        var started: Int64
    }

    /// A request that has leave and is not finished.
    struct Slot: Sendable, Equatable {
        var number: Int64
        var holder: Holder
        var admitted: Time
        /// When it went on the wire; 0 before: then it may arrive at any moment.
        var sent: Time = 0
        /// How long after that it is taken to arrive at most.
        var travel: Time = 0
    }

    /// The next request of a process that waits, with when its turn comes.
    struct Ticket: Sendable, Equatable {
        var number: Int64
        var holder: Holder
        var due: Time
    }

    /// What headers taught. A lower limit counts at once, a higher one when the lower was not heard of for ten minutes.
    struct Taught: Sendable, Equatable {
        var limit: Double = 0
        var interval: Double = 1
        var limitTime: Time = 0
        var concurrency: Int = 0
        var concurrencyTime: Time = 0
    }

    struct Budget: Sendable, Equatable {
        /// A hash of the key that the budget belongs to; 0 without a key.
        var account: Int64 = 0
        var remaining: Double = 0
        /// 0 where it was not said.
        var limit: Double = 0
        var isMoney = false
        /// 0 where nothing is known.
        var renews: Time = 0
        var isUsedUp = false
    }

    struct Circuit: Sendable, Equatable {
        /// Failures since the last success; a timeout counts twice.
        var points: Int = 0
        /// How often it opened since the last success.
        var openings: Int = 0
        var openUntil: Time = 0
        /// Number of the slot that tries whether the host is well again; 0 for none.
        var trial: Int64 = 0
        var cause: Cause = .none
    }

    enum Cause: Int64, Sendable { case none, status, cannotConnect, nameNotFound, timedOut, tlsFailed, brokenReply }

    /// When the last requests arrived at the host at the latest, as far as can be told; ascending, at most `depth`.
    var starts: [Time] = []
    var depth = 1
    /// When the next start would be due if starts were spread evenly.
    var due: Time = 0
    var slots: [Slot] = []
    var tickets: [Ticket] = []
    var lastNumber: Int64 = 0
    var taught = Taught()
    /// The share of the pace that is kept since the host said 429, and when it said so.
    var slowness: Double = 1
    var slowed: Time = 0
    /// Nobody asks before; who waits, waits.
    var pausedUntil: Time = 0
    /// Nobody asks before; who would, fails.
    var restsUntil: Time = 0
    var budget = Budget()
    var circuit = Circuit()
    var lastSuccess: Time = 0
    var lastFailure: Time = 0

    static let second: Time = 1_000_000
    /// Least share of its pace that a host is asked at.
    static let leastShare = 1.0 / 16
}

// MARK: Words

extension HostLedger {
    /// The ledger as numbers, the machine's own byte order; `init(words:)` reads them.
    var words: [Int64] {
        var words: [Int64] = [
            Int64(depth), due, lastNumber, Int64(bitPattern: taught.limit.bitPattern),
            Int64(bitPattern: taught.interval.bitPattern), taught.limitTime, Int64(taught.concurrency),
            taught.concurrencyTime, Int64(bitPattern: slowness.bitPattern), slowed, pausedUntil, restsUntil,
            budget.account, Int64(bitPattern: budget.remaining.bitPattern), Int64(bitPattern: budget.limit.bitPattern),
            budget.isMoney ? 1 : 0, budget.renews, budget.isUsedUp ? 1 : 0, Int64(circuit.points),
            Int64(circuit.openings), circuit.openUntil, circuit.trial, circuit.cause.rawValue, lastSuccess,
            lastFailure, Int64(starts.count), Int64(slots.count), Int64(tickets.count),
        ]
        words += starts
        for slot in slots {
            words += [slot.number, slot.holder.process, slot.holder.started, slot.admitted, slot.sent, slot.travel]
        }
        for ticket in tickets {
            words += [ticket.number, ticket.holder.process, ticket.holder.started, ticket.due]
        }
        return words
    }

    /// Nil where the numbers are no ledger.
    init?(words: [Int64]) {
        let head = 28
        guard words.count >= head else { return nil }
        let counts = words[(head - 3)..<head].map { $0 }
        guard counts.allSatisfy({ (0...4096).contains($0) }),
            Int64(words.count - head) == counts[0] + counts[1] * 6 + counts[2] * 4,
            (1...Int64(Pace.mostCounted)).contains(words[0]), let cause = Cause(rawValue: words[22])
        else { return nil }
        func double(_ index: Int) -> Double { Double(bitPattern: UInt64(bitPattern: words[index])) }
        depth = Int(words[0])
        due = words[1]
        lastNumber = words[2]
        taught = Taught(
            limit: double(3), interval: double(4), limitTime: words[5],
            concurrency: Int(clamping: words[6]), concurrencyTime: words[7])
        slowness = double(8)
        slowed = words[9]
        pausedUntil = words[10]
        restsUntil = words[11]
        budget = Budget(
            account: words[12], remaining: double(13), limit: double(14), isMoney: words[15] != 0, renews: words[16],
            isUsedUp: words[17] != 0)
        circuit = Circuit(
            points: Int(clamping: words[18]), openings: Int(clamping: words[19]), openUntil: words[20],
            trial: words[21], cause: cause)
        lastSuccess = words[23]
        lastFailure = words[24]
        // Sums of times and numbers must not overflow; this is the year 2112.
        let sound = 0...Int64(1) << 52
        let isSound =
            [words[1], words[2], words[6], words[18], words[19], words[21]].allSatisfy(sound.contains)
            && [words[5], words[7]].allSatisfy(sound.contains) && words[9...11].allSatisfy(sound.contains)
            && [words[16], words[20], words[23], words[24]].allSatisfy(sound.contains)
            && words[head...].allSatisfy(sound.contains)
        guard isSound else { return nil }
        guard (Self.leastShare...1).contains(slowness), (0...1e9).contains(taught.limit),
            (0.000_001...1e9).contains(taught.interval), budget.remaining.isFinite, budget.limit.isFinite
        else { return nil }
        var place = head
        starts = Array(words[place..<(place + Int(counts[0]))]).sorted()
        place += Int(counts[0])
        for _ in 0..<counts[1] {
            slots.append(
                Slot(
                    number: words[place], holder: Holder(process: words[place + 1], started: words[place + 2]),
                    admitted: words[place + 3], sent: words[place + 4], travel: words[place + 5]))
            place += 6
        }
        for _ in 0..<counts[2] {
            tickets.append(
                Ticket(
                    number: words[place], holder: Holder(process: words[place + 1], started: words[place + 2]),
                    due: words[place + 3]))
            place += 4
        }
    }
}
