import Foundation
import Synchronization
import Testing

@testable import Transfer

@Suite("Processes that share a host")
struct SharedPaceTests {
    /// A pace, a number of processes and how disorderly things are, made of a number.
    private static func simulation(
        _ seed: UInt64, isSaturated: Bool, change: @escaping (Int, (inout HostLedger) -> Void) -> Void
    ) -> Simulation {
        var dice = Dice(seed)
        let count = 1 + dice.upTo(29)
        let interval = 0.5 + Double(dice.upTo(4500)) / 1000
        let pace = Pace(
            requestsPerSecond: Double(count) / interval, concurrency: isSaturated ? 100 : 1 + Int(dice.upTo(7)),
            burst: dice.upTo(1) == 0 ? 1 : 1 + Int(dice.upTo(count)), interval: interval)
        let length = pace.window.microseconds
        let processes = 1 + Int(dice.upTo(3))
        let each = max(4, Int(count) * 10 / processes)
        let arrivals = (0..<processes).map { _ -> [Int64] in
            if isSaturated { return Array(repeating: 0, count: each) }
            var time: Int64 = 0
            return (0..<each).map { _ in
                // Now all at once, now with rests.
                if dice.upTo(3) > 0 { time += dice.upTo(length / count * 4) }
                return time
            }
        }
        return Simulation(
            pace: pace, arrivals: arrivals, overshoot: length / 100, connecting: length / 400,
            replying: isSaturated ? length / 20 : length, seed: seed, change: change)
    }

    private static func expectNoFullerWindow(_ simulation: Simulation) {
        let window = simulation.pace.window
        let times = simulation.sent.map(\.time).sorted()
        for (early, late) in zip(times, times.dropFirst(window.count)) {
            #expect(late - early > window.microseconds, "\(simulation.pace), seed \(simulation.seed)")
        }
    }

    @Test("keep every window and the number under way, whatever comes when", arguments: UInt64(1)...12)
    func windows(seed: UInt64) {
        var ledger = HostLedger()
        var simulation = Self.simulation(seed, isSaturated: false) { _, body in body(&ledger) }
        simulation.run()
        #expect(simulation.sent.count == simulation.arrivals.joined().count)
        #expect(simulation.mostUnderWay <= simulation.pace.concurrency)
        Self.expectNoFullerWindow(simulation)
    }

    @Test(
        "use at least 95 in 100 of what is allowed where there is work, each about its share", arguments: UInt64(1)...12
    )
    func saturated(seed: UInt64) throws {
        var ledger = HostLedger()
        var simulation = Self.simulation(seed, isSaturated: true) { _, body in body(&ledger) }
        simulation.run()
        Self.expectNoFullerWindow(simulation)
        let times = simulation.sent.map(\.time)
        let (first, last) = (try #require(times.first), try #require(times.last))
        let rate = Double(times.count - 1) / (Double(last - first) / 1e6)
        #expect(rate >= 0.95 * simulation.pace.requestsPerSecond, "\(simulation.pace), seed \(seed)")
        // While all have work, nobody gets much more than another; a burst goes to who comes first.
        if simulation.pace.burst > 1 { return }
        let half = simulation.sent.prefix(times.count / 2)
        let shares = (0..<simulation.processes).map { process in half.count { $0.process == process } }
        let most = try #require(shares.max())
        let least = try #require(shares.min())
        #expect(most - least <= max(2, most / 4), "\(shares), seed \(seed)")
    }

    @Test("reach the same decisions through a file as through memory", arguments: UInt64(1)...4)
    func files(seed: UInt64) async throws {
        try await withTemporaryFolder { folder in
            let files = (0..<4).map { _ in LedgerFile(path: "\(folder)/h.pace") { Issue.record("\($0)") } }
            var ledger = HostLedger()
            var simulation = Self.simulation(seed, isSaturated: false) { process, body in
                files[process].change { shared in
                    #expect(shared == ledger)
                    body(&shared)
                    ledger = shared
                }
            }
            simulation.run()
            Self.expectNoFullerWindow(simulation)
        }
    }

    private final class Starts: Sendable {
        private let list = Mutex<[Double]>([])
        var times: [Double] { list.withLock { $0 } }
        func note() { list.withLock { $0.append(Clock.time()) } }
    }

    @Test("are real: four governors on one folder keep one window", .timeLimit(.minutes(10)))
    func governors() async throws {
        try await withTemporaryFolder { folder in
            let pace = Pace(requestsPerSecond: 40, concurrency: 8, interval: 0.5)
            let starts = Starts()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    let governor = HostGovernor(paces: ["h.test": pace], folder: "\(folder)/state")
                    for _ in 0..<20 {
                        group.addTask { @Sendable in
                            let leave = try await governor.admission(to: "h.test")
                            governor.sent(leave)
                            starts.note()
                            governor.finished(
                                leave, .reply(Reply(to: Request("http://h.test/"), status: 200, body: [])))
                        }
                    }
                }
                try await group.waitForAll()
            }
            let times = starts.times.sorted()
            #expect(times.count == 80)
            // Noted a moment after the ledger did: the margin is wide enough for that.
            for (early, late) in zip(times, times.dropFirst(20)) { #expect(late - early >= 0.49) }
        }
    }

    @Test("leave slots and tickets to others when they are killed")
    func killed() {
        var ledger = HostLedger()
        let pace = Pace(requestsPerSecond: 10, concurrency: 2)
        func applicant(_ process: Int64, at time: Int64) -> HostLedger.Applicant {
            .init(holder: .init(process: process, started: 1), waitingSince: time)
        }
        for time: Int64 in [0, 200_000] {
            var dead = applicant(1, at: time)
            guard case .go = ledger.decide(&dead, pace: pace, now: time, isAlive: { _ in true }) else {
                Issue.record("a free slot is not given")
                return
            }
        }
        var waiting = applicant(2, at: 400_000)
        guard case .wait = ledger.decide(&waiting, pace: pace, now: 400_000, isAlive: { _ in true }) else {
            Issue.record("a third request goes")
            return
        }
        guard case .go = ledger.decide(&waiting, pace: pace, now: 500_000, isAlive: { $0.process != 1 }) else {
            Issue.record("the slots of a dead process are not free")
            return
        }
        #expect(ledger.slots.map(\.holder.process) == [2])
        // What was not seen to go out counts as if it had.
        #expect(ledger.starts == [0, 200_000])
    }
}
