@testable import Transfer

/// Processes that ask one host, event by event on a clock that is only counted.
struct Simulation {
    typealias Time = HostLedger.Time

    var pace: Pace
    var processes: Int
    /// When each request of each process comes up.
    var arrivals: [[Time]]
    /// Longest time that a sleep takes too long, from leave to the wire, and from the wire to the reply.
    var overshoot: Time
    var connecting: Time
    var replying: Time
    var seed: UInt64
    /// How each process reaches the ledger that all share.
    var change: (Int, (inout HostLedger) -> Void) -> Void

    /// When each request went on the wire, and whose it was, in the order of time.
    private(set) var sent: [(time: Time, process: Int)] = []
    private(set) var mostUnderWay = 0

    private enum Event {
        case arrival(Int)
        case wake(Int)
        case send(Int, Int64)
        case end(Int, Int64)
    }

    private struct Process {
        var waiting: [Time] = []
        var first: HostLedger.Applicant?
        var inFlight = 0
    }

    init(
        pace: Pace, arrivals: [[Time]], overshoot: Time, connecting: Time, replying: Time, seed: UInt64,
        change: @escaping (Int, (inout HostLedger) -> Void) -> Void
    ) {
        self.pace = pace
        self.arrivals = arrivals
        processes = arrivals.count
        self.overshoot = overshoot
        self.connecting = connecting
        self.replying = replying
        self.seed = seed
        self.change = change
    }

    mutating func run() {
        var random = Dice(seed)
        // Few events at a time: a sorted list will do.
        var events: [(time: Time, order: Int, event: Event)] = []
        var count = 0
        func add(_ time: Time, _ event: Event) {
            count += 1
            let index = events.firstIndex { $0.time > time } ?? events.count
            events.insert((time, count, event), at: index)
        }
        for (process, times) in arrivals.enumerated() { for time in times { add(time, .arrival(process)) } }
        var state = (0..<processes).map { _ in Process() }
        var underWay = 0
        func decide(_ process: Int, _ now: Time) {
            guard var applicant = state[process].first else { return }
            var decision = HostLedger.Decision.wait(until: now)
            change(process) { decision = $0.decide(&applicant, pace: pace, now: now) { _ in true } }
            switch decision {
            case .go(let number):
                state[process].first = nil
                state[process].inFlight += 1
                underWay += 1
                mostUnderWay = max(mostUnderWay, underWay)
                add(now + random.upTo(connecting), .send(process, number))
                call(process, now)
            case .wait(let until):
                state[process].first = applicant
                add(until + random.upTo(overshoot), .wake(process))
            case .refuse: state[process].first = nil
            }
        }
        func call(_ process: Int, _ now: Time) {
            guard state[process].first == nil, state[process].inFlight < pace.concurrency,
                !state[process].waiting.isEmpty
            else { return }
            state[process].first = .init(
                holder: .init(process: Int64(process + 1), started: 1),
                waitingSince: state[process].waiting.removeFirst())
            decide(process, now)
        }
        while !events.isEmpty {
            let (now, _, event) = events.removeFirst()
            switch event {
            case .arrival(let process):
                state[process].waiting.append(now)
                call(process, now)
            case .wake(let process): decide(process, now)
            case .send(let process, let number):
                change(process) { $0.send(number, now: now) }
                sent.append((now, process))
                add(now + 1 + random.upTo(replying), .end(process, number))
            case .end(let process, let number):
                let reply = Reply(to: Request("http://h.test/"), status: 200, body: [])
                change(process) { $0.finish(number, .reply(reply), now: now, longestPause: 120, account: 0) }
                state[process].inFlight -= 1
                underWay -= 1
                call(process, now)
            }
        }
    }
}

/// Numbers that look random and are the same each time.
struct Dice {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func upTo(_ most: Int64) -> Int64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return most <= 0 ? 0 : Int64(state >> 16) % (most + 1)
    }
}
