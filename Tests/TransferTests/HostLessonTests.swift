import Testing

@testable import Transfer

@Suite("What a host says")
struct HostLessonTests {
    static let pace = Pace(requestsPerSecond: 10, concurrency: 4)
    static let start: Int64 = 1_800_000_000_000_000
    static let second = HostLedger.second

    /// A ledger and the time, with one request after another.
    struct Course {
        var ledger = HostLedger()
        var now = HostLessonTests.start
        var account: Int64 = 0

        /// Nil where the request had to be refused, or had to wait for longer than ten seconds.
        mutating func ask(_ outcome: Outcome) -> HostLedger.Refusal? {
            switch decide() {
            case .go(let number):
                ledger.send(number, now: now)
                now += 1000
                ledger.finish(number, outcome, now: now, longestPause: 120, account: account)
                return nil
            case .refuse(let refusal): return refusal
            case .wait: return .init(kind: .other, until: 0)
            }
        }

        /// Waits as long as is asked.
        mutating func decide() -> HostLedger.Decision {
            var applicant = HostLedger.Applicant(
                holder: .init(process: 1, started: 1), waitingSince: now, account: account)
            while true {
                let decision = ledger.decide(&applicant, pace: HostLessonTests.pace, now: now) { _ in true }
                guard case .wait(let until) = decision else { return decision }
                now = until
            }
        }
    }

    static func reply(_ status: Int, _ headers: [String: String] = [:]) -> Outcome {
        .reply(
            Reply(
                to: Request("http://h.test/"), status: status, headers: headers.map { Header($0.key, $0.value) },
                body: []))
    }

    @Test(
        "about limits without bound, or close to none, is kept within what a ledger holds",
        arguments: [
            ["X-RateLimit-Limit": "2147483647"], ["X-Rate-Limit-Limit": "1e300", "X-Rate-Limit-Interval": "1s"],
            ["X-Rate-Limit-Limit": "1", "X-Rate-Limit-Interval": "999999999s"], ["X-RateLimit-Limit": "0.0000001"],
            ["X-Rate-Limit-Limit": "5", "X-Rate-Limit-Interval": "0.0000001s"],
        ])
    func unbounded(headers: [String: String]) throws {
        var course = Course()
        #expect(course.ask(Self.reply(200, headers)) == nil)
        let read = try #require(HostLedger(words: course.ledger.words), "a ledger that is written can be read")
        #expect(read.words == course.ledger.words)
        // Two requests later the host has still been asked within minutes.
        #expect(course.ask(Self.reply(200, headers)) == nil)
        #expect(course.ask(Self.reply(200, headers)) == nil)
        #expect(course.now - Self.start <= 200 * Self.second)
    }

    @Test("about a pause holds for everybody, on 429 and 503 and not on 200", arguments: [429, 503, 200])
    func pause(status: Int) {
        var course = Course()
        #expect(course.ask(Self.reply(status, ["Retry-After": "60"])) == nil)
        let began = course.now
        #expect(course.ask(Self.reply(200)) == nil)
        #expect((course.now - began >= 59 * Self.second) == (status != 200))
    }

    @Test("about a long pause makes requests fail rather than wait")
    func rest() {
        var course = Course()
        #expect(course.ask(Self.reply(429, ["Retry-After": "3600"])) == nil)
        #expect(course.ask(Self.reply(200))?.kind == .toldToWait)
        course.now += 3601 * Self.second
        #expect(course.ask(Self.reply(200)) == nil)
    }

    @Test("with a bare 429 halves the pace, once for all that were under way, and the pace comes back")
    func slowDown() {
        var course = Course()
        var numbers: [Int64] = []
        for _ in 0..<3 { if case .go(let number) = course.decide() { numbers.append(number) } }
        for number in numbers {
            course.now += 1
            course.ledger.finish(number, Self.reply(429), now: course.now, longestPause: 120, account: 0)
        }
        #expect(numbers.count == 3)
        func rate() -> Double { course.ledger.kept(Self.pace, now: course.now).requestsPerSecond }
        #expect(rate() == 5)
        #expect(course.ask(Self.reply(429)) == nil)
        #expect(rate() == 2.5)
        for _ in 0..<9 { #expect(course.ask(Self.reply(429)) == nil) }
        #expect(rate() == 10.0 / 16)
        course.now += 100 * Self.second
        #expect((1.0...5).contains(rate()))
        course.now += 400 * Self.second
        #expect(rate() == 10)
    }

    @Test("about money stops it being asked until the budget renews, with that key")
    func money() {
        let spent = [
            "x-ratelimit-remaining-usd": "0.00005", "x-ratelimit-cost-usd": "0.0001", "x-ratelimit-reset": "7200",
        ]
        var course = Course()
        #expect(course.ask(Self.reply(200, ["x-ratelimit-remaining-usd": "0.05", "x-ratelimit-reset": "7200"])) == nil)
        #expect(course.ask(Self.reply(200, spent)) == nil)
        let refusal = course.ask(Self.reply(200))
        #expect(refusal?.kind == .budgetUsedUp)
        #expect(refusal.map { abs($0.until - course.now - 7200 * Self.second) < Self.second } == true)
        course.account = 7
        #expect(course.ask(Self.reply(200)) == nil)
        course.account = 0
        course.now += 7200 * Self.second
        #expect(course.ask(Self.reply(200)) == nil)
    }

    @Test(
        "about what is left is no reason to stop where more was bought, where it costs nothing, or where it is renewed at once",
        arguments: [
            ["x-ratelimit-remaining-usd": "0", "x-ratelimit-prepaid-remaining-usd": "4", "x-ratelimit-reset": "7200"],
            ["x-ratelimit-remaining-usd": "0", "x-ratelimit-cost-usd": "0", "x-ratelimit-reset": "7200"],
            ["x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"],
            ["x-ratelimit-remaining": "0"], ["x-ratelimit-remaining": "many", "x-ratelimit-reset": "9000"],
        ])
    func goesOn(headers: [String: String]) {
        var course = Course()
        #expect(course.ask(Self.reply(200, headers)) == nil)
        #expect(course.ask(Self.reply(200)) == nil)
        #expect(course.now - Self.start < 40 * Self.second)
    }

    @Test(
        "about a count with a reset is understood as a time or a span",
        arguments: [("1800003600", 3600), ("3600", 3600), ("99999999999999", nil), ("-5", nil), ("inf", nil)]
            as [(String, Int64?)])
    func resets(said: String, seconds: Int64?) {
        let reply = Reply(
            to: Request("http://h.test/"), status: 200,
            headers: [Header("X-RateLimit-Remaining", "3"), Header("X-RateLimit-Reset", said)], body: [])
        let budget = LimitHeaders(reply, now: Self.start).budget
        #expect(budget.map { ($0.renews - Self.start) / Self.second } == seconds)
    }

    @Test("lower counts at once, higher after ten minutes")
    func patience() {
        var course = Course()
        func rate() -> Double { course.ledger.kept(Self.pace, now: course.now).requestsPerSecond }
        #expect(course.ask(Self.reply(200, ["x-rate-limit-limit": "3", "x-rate-limit-interval": "1s"])) == nil)
        #expect(rate() == 3)
        #expect(course.ask(Self.reply(200, ["x-rate-limit-limit": "8", "x-rate-limit-interval": "1s"])) == nil)
        #expect(rate() == 3)
        course.now += 601 * Self.second
        #expect(course.ask(Self.reply(200, ["x-rate-limit-limit": "8", "x-rate-limit-interval": "1s"])) == nil)
        #expect(rate() == 8)
    }
}

@Suite("A circuit")
struct CircuitTests {
    typealias Course = HostLessonTests.Course

    @Test(
        "opens after several failures of the connection in a row",
        arguments: [
            (TransferFailure.Kind.cannotConnect, 5), (.nameNotFound, 5), (.tlsFailed, 5), (.brokenReply, 5),
            (.timedOut, 3),
        ])
    func opens(kind: TransferFailure.Kind, tries: Int) {
        var course = Course()
        for _ in 0..<tries { #expect(course.ask(.failed(kind)) == nil) }
        #expect(course.ask(.failed(kind))?.kind == .hostFailing)
    }

    @Test("stays closed for what is the request's fault, or nobody's", arguments: [404, 400, 403, 429, 200])
    func staysClosed(status: Int) {
        var course = Course()
        for _ in 0..<20 { #expect(course.ask(HostLessonTests.reply(status)) == nil) }
        for kind in [TransferFailure.Kind.cancelled, .tooLarge, .unusable, .forbiddenAddress, .tooManyRedirects] {
            for _ in 0..<20 { #expect(course.ask(.failed(kind)) == nil) }
        }
        for _ in 0..<20 {
            #expect(course.ask(.failed(.cannotConnect)) == nil)
            #expect(course.ask(HostLessonTests.reply(status)) == nil)
        }
    }

    @Test("opens for 5xx when requests were given up, not for tries")
    func givenUp() {
        var course = Course()
        for _ in 0..<20 { #expect(course.ask(HostLessonTests.reply(500)) == nil) }
        for _ in 0..<5 { course.ledger.giveUp(now: course.now) }
        #expect(course.ask(HostLessonTests.reply(200))?.cause == .status)
    }

    @Test("lets one request try, which decides; each time it opens for longer, up to five minutes")
    func trial() {
        var course = Course()
        for _ in 0..<5 { #expect(course.ask(.failed(.cannotConnect)) == nil) }
        var lengths: [Int64] = []
        for _ in 0..<8 {
            guard let refusal = course.ask(.failed(.cannotConnect)) else { return #expect(Bool(false)) }
            lengths.append((refusal.until - course.now + 999_999) / HostLedger.second)
            course.now = refusal.until
            guard case .go(let number) = course.decide() else { return #expect(Bool(false)) }
            // Meanwhile nobody else.
            guard case .refuse = course.decide() else { return #expect(Bool(false)) }
            course.ledger.send(number, now: course.now)
            course.ledger.finish(number, .failed(.timedOut), now: course.now, longestPause: 120, account: 0)
        }
        #expect(lengths == [15, 30, 60, 120, 240, 300, 300, 300])
        course.now += 300 * HostLedger.second
        #expect(course.ask(HostLessonTests.reply(404)) == nil)
        for _ in 0..<4 { #expect(course.ask(.failed(.cannotConnect)) == nil) }
        #expect(course.ask(HostLessonTests.reply(200)) == nil)
    }

    @Test("is tried by another where the one that tried was killed")
    func killedTrial() {
        var course = Course()
        for _ in 0..<5 { #expect(course.ask(.failed(.cannotConnect)) == nil) }
        course.now += 16 * HostLedger.second
        guard case .go = course.decide() else { return #expect(Bool(false)) }
        var other = HostLedger.Applicant(holder: .init(process: 2, started: 1), waitingSince: course.now)
        course.now += 2 * HostLedger.second
        guard
            case .go = course.ledger.decide(
                &other, pace: HostLessonTests.pace, now: course.now, isAlive: { $0.process == 2 })
        else { return #expect(Bool(false)) }
    }
}
