import Testing

@testable import Transfer

@Suite("A cancelled task")
struct CancellationTests {
    /// Where a request can be when its task is cancelled.
    enum Moment: String, CaseIterable, Sendable { case noAnswer, midBody, waitingToRetry, waitingForLeave }

    struct ClosedDoor: Governor {
        func admission(to host: String) async throws -> Leave {
            try await Task.sleep(for: .seconds(600))
            return Leave(host: host)
        }
        func finished(_ leave: Leave, _ outcome: Outcome) {}
    }

    @Test("gets its failure at once, wherever its request is", .timeLimit(.minutes(10)), arguments: Moment.allCases)
    func endsAtOnce(moment: Moment) async throws {
        let server = try LoopbackServer { _ in
            switch moment {
            case .noAnswer: .steps(.hang)
            case .midBody: .steps(.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n1234".utf8)), .hang)
            case .waitingToRetry, .waitingForLeave: .reply(503)
            }
        }
        defer { server.stop() }
        var settings = ClientSettings()
        settings.allowedHosts = ["127.0.0.1"]
        settings.firstByteSeconds = 600
        settings.totalSeconds = 600
        settings.firstBackoff = 50
        let governor: any Governor = moment == .waitingForLeave ? ClosedDoor() : OpenDoor()
        let client = Client(settings: settings, governor: governor, random: { 1 })
        let task = Task { try await client.reply(to: Request(server.url())) }
        if moment != .waitingForLeave { try await server.waitForRequests(1) }
        let began = ContinuousClock.now
        task.cancel()
        let failure = try await #require(throws: TransferFailure.self) { try await task.value }
        #expect(failure.kind == .cancelled)
        // Far below the limits above, far above what a slow machine needs.
        #expect(ContinuousClock.now - began < .seconds(20))
        #expect(server.count == (moment == .waitingForLeave ? 0 : 1))
    }

    @Test("that was cancelled before it began makes no reply")
    func beforeTheStart() async throws {
        let stage = try Stage { _ in .steps(.hang) }
        defer { stage.server.stop() }
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await stage.get()
        }
        task.cancel()
        let failure = try await #require(throws: TransferFailure.self) { try await task.value }
        #expect(failure.kind == .cancelled)
    }

    @Test("leaves the other requests of its client alone")
    func others() async throws {
        let stage = try Stage {
            $0.target == "/hang" ? .steps(.hang) : .steps(.pause(0.2), .send(Array(Self.well.utf8)))
        }
        defer { stage.server.stop() }
        let hanging = Task { try await stage.get("/hang") }
        let other = Task { try await stage.get("/other") }
        try await stage.server.waitForRequests(2)
        hanging.cancel()
        #expect(try await other.value.text == "well")
        await #expect(throws: TransferFailure.self) { try await hanging.value }
        #expect(try await stage.get("/third").text == "well")
    }

    private static let well = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nwell"
}
