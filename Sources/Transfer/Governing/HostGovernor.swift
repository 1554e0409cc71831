internal import Synchronization

/// Pace, budget and circuit by host, shared by all sources of a process and by all processes of a user.
///
/// Within a process requests wait in line; the first in line holds the process's ticket in the host's ledger and sleeps until
/// its turn. `Docs/decisions/0009` gives the reasons.
public final class HostGovernor: Governor {
    /// One host as this process sees it.
    private struct Line {
        /// In the order of arrival.
        var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
        var arrivals = 0
        /// True while the first in line asks the ledger.
        var hasFirst = false
        var inFlight = 0
        /// As the ledger last said.
        var concurrency: Int
    }

    private final class Door: Sendable {
        let pace: Pace
        let account: Int64
        let ledger: LedgerFile
        let line: Mutex<Line>

        init(pace: Pace, account: Int64, ledger: LedgerFile) {
            self.pace = pace
            self.account = account
            self.ledger = ledger
            line = Mutex(Line(concurrency: max(1, pace.concurrency)))
        }
    }

    private let doors = Mutex<[String: Door]>([:])
    private let paces: [String: Pace]
    private let standard: Pace
    private let names: [String: String]
    private let accounts: [String: Int64]
    private let folder: String?
    private let longestPause: Double
    private let holder: HostLedger.Holder
    private let now: @Sendable () -> Double
    private let sleep: @Sendable (Double) async throws -> Void
    private let warn: @Sendable (String) -> Void

    /// - Parameters:
    ///   - paces: By host.
    ///   - standard: For hosts that are not named.
    ///   - folder: Of the ledgers; nil, and where it cannot be used, limits hold for this process alone.
    ///   - names: Host → name of its ledger, where that is not the host: something else answers in its place.
    ///   - credentials: A host's budget belongs to the key that it is asked with.
    ///   - longestPause: Seconds that requests wait for a host that asks to be left alone; beyond, they fail.
    ///   - now: Seconds since 1970; all processes look at the same clock.
    ///   - warn: Told why a folder or file is not used.
    public init(
        paces: [String: Pace], standard: Pace = Pace(requestsPerSecond: 3, concurrency: 2), folder: String? = nil,
        names: [String: String] = [:], credentials: Credentials = Credentials(), longestPause: Double = 120,
        now: @escaping @Sendable () -> Double = Clock.time,
        sleep: @escaping @Sendable (Double) async throws -> Void = {
            try await Task.sleep(nanoseconds: UInt64(max(0, $0) * 1e9))
        },
        warn: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.paces = paces
        self.standard = standard
        self.names = names
        accounts = credentials.accounts
        self.longestPause = longestPause
        holder = .own
        self.now = now
        self.sleep = sleep
        let once = Once()
        self.warn = { if once.isFirst() { warn($0) } }
        if let folder, let fault = LedgerFolder.prepare(folder) {
            self.folder = nil
            self.warn("\(folder) \(fault): limits hold for this process alone")
        } else {
            self.folder = folder
        }
    }

    private final class Once: Sendable {
        private let isDone = Atomic(false)

        func isFirst() -> Bool { !isDone.exchange(true, ordering: .relaxed) }
    }

    private func door(to host: String) -> Door {
        doors.withLock { doors in
            if let door = doors[host] { return door }
            let path = folder.map {
                LedgerFolder.path($0, names[host] ?? names["*"].map { host + $0.dropFirst() } ?? host)
            }
            let door = Door(
                pace: paces[host] ?? standard, account: accounts[host] ?? 0, ledger: LedgerFile(path: path, warn: warn))
            doors[host] = door
            return door
        }
    }

    private func microseconds() -> Int64 { Int64(now() * 1e6) }

    // MARK: Leave

    public func admission(to host: String) async throws -> Leave {
        let door = door(to: host)
        var applicant = HostLedger.Applicant(
            holder: holder, waitingSince: microseconds(), account: door.account)
        try await waitInLine(door)
        var isAdmitted = false
        defer {
            if !isAdmitted { door.ledger.change { $0.withdraw(applicant.ticket) } }
            door.line.withLock { line in
                line.hasFirst = false
                if isAdmitted { line.inFlight += 1 }
                Self.callNext(&line)
            }
        }
        while true {
            try Task.checkCancellation()
            let time = microseconds()
            let (decision, concurrency, asked) = door.ledger.change {
                [applicant] ledger -> (HostLedger.Decision, Int, HostLedger.Applicant) in
                var asked = applicant
                let decision = ledger.decide(&asked, pace: door.pace, now: time) { $0.isAlive }
                return (decision, ledger.kept(door.pace, now: time).concurrency, asked)
            }
            applicant = asked
            door.line.withLock { $0.concurrency = concurrency }
            switch decision {
            case .go(let number):
                isAdmitted = true
                var leave = Leave(host: host)
                leave.number = number
                return leave
            case .wait(let until): try await sleep(Double(until - time) / 1e6)
            case .refuse(let refusal): throw refusal.failure(host: host)
            }
        }
    }

    /// Returns when the caller is first in line and this process may have one more request under way.
    private func waitInLine(_ door: Door) async throws {
        let number = door.line.withLock { line -> Int in
            line.arrivals += 1
            return line.arrivals
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                door.line.withLock { line in
                    if Task.isCancelled {
                        continuation.resume(throwing: CancellationError())
                    } else {
                        line.waiting.append((number, continuation))
                        Self.callNext(&line)
                    }
                }
            }
        } onCancel: {
            door.line.withLock { line in
                guard let index = line.waiting.firstIndex(where: { $0.number == number }) else { return }
                line.waiting.remove(at: index).continuation.resume(throwing: CancellationError())
            }
        }
    }

    private static func callNext(_ line: inout Line) {
        guard !line.hasFirst, line.inFlight < line.concurrency, !line.waiting.isEmpty else { return }
        line.hasFirst = true
        line.waiting.removeFirst().continuation.resume()
    }

    public func sent(_ leave: Leave) {
        let time = microseconds()
        door(to: leave.host).ledger.change { $0.send(leave.number, now: time) }
    }

    public func finished(_ leave: Leave, _ outcome: Outcome) {
        let door = door(to: leave.host)
        let time = microseconds()
        let concurrency = door.ledger.change { ledger -> Int in
            ledger.finish(leave.number, outcome, now: time, longestPause: longestPause, account: door.account)
            return ledger.kept(door.pace, now: time).concurrency
        }
        door.line.withLock { line in
            line.inFlight -= 1
            line.concurrency = concurrency
            Self.callNext(&line)
        }
    }

    public func gaveUp(on host: String) {
        let time = microseconds()
        door(to: host).ledger.change { $0.giveUp(now: time) }
    }

    /// The pace kept towards a host now.
    public func pace(of host: String) -> Pace {
        let door = door(to: host)
        let time = microseconds()
        return door.ledger.change { $0.kept(door.pace, now: time) }
    }
}

extension HostLedger.Refusal {
    func failure(host: String) -> TransferFailure {
        let time = HostStanding.clock(until)
        let what =
            switch kind {
            case .budgetUsedUp: "\(host) is not asked before \(time): what it allows is used up until then"
            case .toldToWait: "\(host) is not asked before \(time): it asked to be left alone until then"
            default: "\(host) is not asked before \(time): \(cause.clause)"
            }
        return TransferFailure(kind, what, url: "https://\(host)/")
    }
}

extension HostLedger.Cause {
    /// Why a circuit is open.
    var clause: String {
        switch self {
        case .none, .status: "it answered with errors several times in a row"
        case .cannotConnect: "it could not be connected to several times in a row"
        case .nameNotFound: "its name was not found several times in a row"
        case .timedOut: "it did not answer in time several times in a row"
        case .tlsFailed: "no safe connection could be made several times in a row"
        case .brokenReply: "its replies broke off several times in a row"
        }
    }
}
