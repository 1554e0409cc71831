import Synchronization
import Testing

@testable import Transfer

@Suite("A host's governor")
struct GovernorTests {
    /// A clock that only moves when somebody sleeps.
    final class StillClock: Sendable {
        private let time = Mutex<Double>(0)

        var now: Double { time.withLock { $0 } }

        func sleep(_ seconds: Double) { time.withLock { $0 += seconds } }
    }

    static func governor(
        _ paces: [String: Pace] = [:], standard: Pace, clock: StillClock
    ) -> HostGovernor {
        HostGovernor(paces: paces, standard: standard, now: { clock.now }, sleep: { clock.sleep($0) })
    }

    @Test("keeps the pace between the starts of requests", arguments: [1.0 / 3, 1, 2.5, 4, 50])
    func pace(perSecond: Double) async throws {
        let clock = StillClock()
        let governor = Self.governor(standard: .init(requestsPerSecond: perSecond, concurrency: 100), clock: clock)
        for number in 0..<10 {
            let leave = try await governor.admission(to: "h.test")
            governor.sent(leave)
            // Never early, and not a twentieth late.
            #expect(clock.now >= Double(number) / perSecond)
            #expect(clock.now <= Double(number) / perSecond / 0.95 + 0.0001)
        }
    }

    @Test("saves up no leave while nothing is asked for")
    func noBurst() async throws {
        let clock = StillClock()
        let governor = Self.governor(standard: .init(requestsPerSecond: 1, concurrency: 100), clock: clock)
        governor.sent(try await governor.admission(to: "h.test"))
        clock.sleep(100)
        governor.sent(try await governor.admission(to: "h.test"))
        #expect(clock.now == 100)
        governor.sent(try await governor.admission(to: "h.test"))
        #expect((101...101.1).contains(clock.now))
    }

    @Test("saves up as many as a burst allows, and no window has more than its count")
    func burst() async throws {
        let clock = StillClock()
        let governor = Self.governor(
            standard: .init(requestsPerSecond: 10, concurrency: 100, burst: 4, interval: 0.6), clock: clock)
        var starts: [Double] = []
        for _ in 0..<20 {
            governor.sent(try await governor.admission(to: "h.test"))
            starts.append(clock.now)
        }
        #expect(starts[3] == 0)
        #expect(starts[4] > 0)
        for (early, late) in zip(starts, starts.dropFirst(6)) { #expect(late - early >= 0.6) }
    }

    @Test("keeps each host's own pace")
    func hosts() async throws {
        let clock = StillClock()
        let governor = Self.governor(
            ["slow.test": .init(requestsPerSecond: 0.1, concurrency: 9)],
            standard: .init(requestsPerSecond: 1000, concurrency: 9), clock: clock)
        for host in ["slow.test", "a.test", "b.test"] { governor.sent(try await governor.admission(to: host)) }
        #expect(clock.now == 0)
        governor.sent(try await governor.admission(to: "slow.test"))
        #expect((10...10.6).contains(clock.now))
    }

    @Test("lets no more requests under way than agreed", arguments: [1, 3])
    func concurrency(most: Int) async throws {
        let clock = StillClock()
        let underWay = UnderWay()
        let governor = HostGovernor(
            paces: [:], standard: .init(requestsPerSecond: 1e9, concurrency: most), now: { clock.now },
            sleep: {
                clock.sleep($0)
                await Task.yield()
            })
        let highest = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    let leave = try await governor.admission(to: "h.test")
                    let now = underWay.change(by: 1)
                    await Task.yield()
                    underWay.change(by: -1)
                    governor.finished(leave, .failed(.other))
                    return now
                }
            }
            return try await group.reduce(0) { max($0, $1) }
        }
        #expect((1...most).contains(highest))
    }

    final class UnderWay: Sendable {
        private let count = Mutex(0)

        @discardableResult
        func change(by amount: Int) -> Int {
            count.withLock { count in
                count += amount
                return count
            }
        }
    }

    @Test("passes on that its task was cancelled")
    func cancelled() async throws {
        let governor = HostGovernor(
            paces: [:], standard: .init(requestsPerSecond: 1, concurrency: 2), now: { 0 },
            sleep: { _ in throw CancellationError() })
        governor.sent(try await governor.admission(to: "h.test"))
        await #expect(throws: CancellationError.self) { _ = try await governor.admission(to: "h.test") }
    }

    @Test(
        "learns slower limits from replies, never faster ones",
        arguments: [
            (["X-Rate-Limit-Limit": "5", "X-Rate-Limit-Interval": "1s"], 5.0, 4),
            (["x-rate-limit-limit": "50", "x-rate-limit-interval": "10s"], 5, 4),
            (["X-Rate-Limit-Limit": "2"], 2, 4), (["X-Rate-Limit-Limit": "500"], 10, 4),
            (["X-Concurrency-Limit": "1"], 10, 1), (["X-Concurrency-Limit": "64"], 10, 4),
            (["X-Rate-Limit-Limit": "0"], 10, 4), (["X-Rate-Limit-Limit": "-1"], 10, 4),
            (["X-Rate-Limit-Limit": "nan"], 10, 4), (["X-Rate-Limit-Limit": "many"], 10, 4),
            (["X-Rate-Limit-Limit": "5", "X-Rate-Limit-Interval": "0s"], 10, 4),
            (["X-Concurrency-Limit": "0"], 10, 4), (["X-Concurrency-Limit": "-7"], 10, 4), ([:], 10, 4),
        ])
    func learns(headers: [String: String], perSecond: Double, concurrency: Int) async throws {
        let clock = StillClock()
        let governor = Self.governor(standard: .init(requestsPerSecond: 10, concurrency: 4), clock: clock)
        let leave = try await governor.admission(to: "h.test")
        governor.finished(
            leave,
            .reply(
                Reply(
                    to: Request("http://h.test/"), status: 200, headers: headers.map { Header($0.key, $0.value) },
                    body: [])))
        #expect(governor.pace(of: "h.test").requestsPerSecond == perSecond)
        #expect(governor.pace(of: "h.test").concurrency == concurrency)
    }

    @Test("gets back every leave that the client took, also of requests that failed")
    func givenBack() async throws {
        let leaves = LeaveCount()
        let server = try LoopbackServer { request in
            switch request.target {
            case "/redirect": .redirect(to: "/good")
            case "/broken": .steps()
            case "/unwell": .reply(503)
            default: .text("good")
            }
        }
        defer { server.stop() }
        var settings = ClientSettings()
        settings.allowedHosts = ["127.0.0.1"]
        settings.tries = 2
        let client = Client(settings: settings, governor: leaves, sleep: { _ in })
        for path in ["/redirect", "/broken", "/unwell", "/good"] {
            _ = try? await client.reply(to: Request(server.url(path)))
        }
        #expect(leaves.counts.withLock { $0 } == [7, 7])
    }

    final class LeaveCount: Governor {
        let counts = Mutex([0, 0])

        func admission(to host: String) async throws -> Leave {
            counts.withLock { $0[0] += 1 }
            return Leave(host: host)
        }
        func finished(_ leave: Leave, _ outcome: Outcome) { counts.withLock { $0[1] += 1 } }
    }
}
