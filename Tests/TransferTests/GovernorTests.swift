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
        _ paces: [String: HostGovernor.Pace] = [:], standard: HostGovernor.Pace, clock: StillClock
    ) -> HostGovernor {
        HostGovernor(paces: paces, standard: standard, now: { clock.now }, sleep: { clock.sleep($0) })
    }

    @Test("keeps the pace between the starts of requests", arguments: [1.0, 2, 4, 50])
    func pace(perSecond: Double) async throws {
        let clock = StillClock()
        let governor = Self.governor(standard: .init(requestsPerSecond: perSecond, concurrency: 100), clock: clock)
        for number in 0..<10 {
            try await governor.admission(to: "h.test")
            #expect(abs(clock.now - Double(number) / perSecond) < 1e-9)
        }
    }

    @Test("saves up no leave while nothing is asked for")
    func noBurst() async throws {
        let clock = StillClock()
        let governor = Self.governor(standard: .init(requestsPerSecond: 1, concurrency: 100), clock: clock)
        try await governor.admission(to: "h.test")
        clock.sleep(100)
        try await governor.admission(to: "h.test")
        try await governor.admission(to: "h.test")
        #expect(clock.now == 101)
    }

    @Test("keeps each host's own pace")
    func hosts() async throws {
        let clock = StillClock()
        let governor = Self.governor(
            ["slow.test": .init(requestsPerSecond: 0.1, concurrency: 9)],
            standard: .init(requestsPerSecond: 1000, concurrency: 9), clock: clock)
        try await governor.admission(to: "slow.test")
        try await governor.admission(to: "a.test")
        try await governor.admission(to: "b.test")
        #expect(clock.now == 0)
        try await governor.admission(to: "slow.test")
        #expect(clock.now == 10)
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
                    try await governor.admission(to: "h.test")
                    let now = underWay.change(by: 1)
                    await Task.yield()
                    underWay.change(by: -1)
                    governor.finished("h.test", reply: nil)
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
            paces: [:], standard: .init(requestsPerSecond: 1, concurrency: 1), now: { 0 },
            sleep: { _ in throw CancellationError() })
        try await governor.admission(to: "h.test")
        await #expect(throws: CancellationError.self) { try await governor.admission(to: "h.test") }
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
        try await governor.admission(to: "h.test")
        governor.finished(
            "h.test",
            reply: Reply(
                to: Request("http://h.test/"), status: 200, headers: headers.map { Header($0.key, $0.value) }, body: [])
        )
        #expect(governor.pace(of: "h.test") == .init(requestsPerSecond: perSecond, concurrency: concurrency))
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

        func admission(to host: String) async throws { counts.withLock { $0[0] += 1 } }
        func finished(_ host: String, reply: Reply?) { counts.withLock { $0[1] += 1 } }
    }
}
