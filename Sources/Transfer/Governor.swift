internal import Synchronization

/// Decides when a request to a host may go. The in-process one is `HostGovernor`; one shared by all processes of a user
/// can take its place.
public protocol Governor: Sendable {
    /// Waits for leave to send one request to `host`. Every leave is given back by `finished`.
    func admission(to host: String) async throws
    /// Gives leave back and learns from the reply's headers; nil where there was no reply.
    func finished(_ host: String, reply: Reply?)
}

/// Rate and concurrency by host within one process.
public final class HostGovernor: Governor {
    public struct Pace: Sendable, Equatable {
        public var requestsPerSecond: Double
        public var concurrency: Int

        public init(requestsPerSecond: Double, concurrency: Int) {
            self.requestsPerSecond = requestsPerSecond
            self.concurrency = concurrency
        }
    }

    private struct HostState {
        var pace: Pace
        /// Seconds on the clock at which the next request may go.
        var nextStart: Double = 0
        var inFlight = 0
    }

    private let hosts: Mutex<[String: HostState]>
    private let standard: Pace
    private let now: @Sendable () -> Double
    private let sleep: @Sendable (Double) async throws -> Void

    /// - Parameters:
    ///   - paces: By host.
    ///   - standard: For hosts that are not named.
    ///   - now: Seconds on a clock that never goes back.
    public init(
        paces: [String: Pace], standard: Pace = Pace(requestsPerSecond: 3, concurrency: 2),
        now: @escaping @Sendable () -> Double = Clock.seconds,
        sleep: @escaping @Sendable (Double) async throws -> Void = {
            try await Task.sleep(nanoseconds: UInt64(max(0, $0) * 1e9))
        }
    ) {
        hosts = Mutex(paces.mapValues { HostState(pace: $0) })
        self.standard = standard
        self.now = now
        self.sleep = sleep
    }

    public func admission(to host: String) async throws {
        while true {
            let wait = hosts.withLock { hosts -> Double in
                var state = hosts[host] ?? HostState(pace: standard)
                defer { hosts[host] = state }
                if state.inFlight >= max(1, state.pace.concurrency) { return 0.01 }
                let time = now()
                if time < state.nextStart { return state.nextStart - time }
                state.inFlight += 1
                state.nextStart = time + 1 / max(state.pace.requestsPerSecond, 0.001)
                return 0
            }
            if wait <= 0 { return }
            try await sleep(wait)
        }
    }

    public func finished(_ host: String, reply: Reply?) {
        hosts.withLock { hosts in
            guard var state = hosts[host] else { return }
            state.inFlight -= 1
            // Services lower their limits without notice: the headers are right where the documentation is not.
            if let limit = reply?.header("x-rate-limit-limit").flatMap(Double.init), limit > 0 {
                let interval =
                    reply?.header("x-rate-limit-interval").flatMap {
                        Double($0.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." })
                    } ?? 1
                if interval > 0 { state.pace.requestsPerSecond = min(state.pace.requestsPerSecond, limit / interval) }
            }
            if let limit = reply?.header("x-concurrency-limit").flatMap({ Int($0) }), limit > 0 {
                state.pace.concurrency = min(state.pace.concurrency, limit)
            }
            hosts[host] = state
        }
    }

    /// The pace kept towards a host now.
    public func pace(of host: String) -> Pace { hosts.withLock { $0[host]?.pace } ?? standard }
}

/// A clock that never goes back.
public enum Clock {
    /// Seconds since some moment in the past.
    public static func seconds() -> Double {
        let now = ContinuousClock.now
        let duration = origin.duration(to: now)
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static let origin = ContinuousClock.now
}
