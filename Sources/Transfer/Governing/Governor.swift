internal import Foundation

/// Decides when a request to a host may go. `HostGovernor` is the one that all processes of a user share.
public protocol Governor: Sendable {
    /// Waits for leave to send one request to `host`. Every leave is given back by `finished`.
    ///
    /// - Throws: `CancellationError`; `TransferFailure` of kind `hostFailing`, `budgetUsedUp` or `toldToWait` where the
    ///   host is not asked for now.
    func admission(to host: String) async throws -> Leave
    /// The request goes on the wire now.
    func sent(_ leave: Leave)
    /// Gives leave back and learns from what came.
    func finished(_ leave: Leave, _ outcome: Outcome)
    /// A request was given up after its last try, with a status of 5xx.
    func gaveUp(on host: String)
}

extension Governor {
    public func sent(_ leave: Leave) {}
    public func gaveUp(on host: String) {}
}

/// Leave to send one request.
public struct Leave: Sendable, Equatable {
    public var host: String
    /// Which of the host's leaves.
    var number: Int64 = 0

    public init(host: String) { self.host = host }
}

/// How a request that had leave ended.
public enum Outcome: Sendable {
    case reply(Reply)
    case failed(TransferFailure.Kind)
}

/// How often, and how many at once, a host is asked.
public struct Pace: Sendable, Equatable {
    public var requestsPerSecond: Double
    /// In flight at once.
    public var concurrency: Int
    /// Requests that may follow each other without a gap after a rest.
    public var burst: Int
    /// Seconds of the window that the host counts in; nil takes the shortest that holds a whole number of requests.
    public var interval: Double?

    public init(requestsPerSecond: Double, concurrency: Int, burst: Int = 1, interval: Double? = nil) {
        self.requestsPerSecond = requestsPerSecond
        self.concurrency = concurrency
        self.burst = burst
        self.interval = interval
    }

    /// The slower of the two in every respect.
    public func stricter(_ other: Pace) -> Pace {
        var result = other.requestsPerSecond < requestsPerSecond ? other : self
        result.concurrency = min(concurrency, other.concurrency)
        result.burst = min(burst, other.burst)
        return result
    }

    /// The rule that no window of `microseconds` may hold more than `count` starts.
    struct Window: Equatable {
        var count: Int
        var microseconds: Int64
    }

    /// More starts than these are not remembered: faster paces are kept over a shorter window, which is stricter.
    static let mostCounted = 256

    var window: Window {
        let rate = min(max(requestsPerSecond.isFinite ? requestsPerSecond : 1, 0.0001), 1e6)
        // One every three seconds is one in a window of three; fifty a second are fifty in a window of one.
        let wanted = interval.map { rate * min(max($0, 0.001), 86_400) } ?? rate
        let count = min(max(1, Int(wanted + 1e-6)), Self.mostCounted)
        return Window(count: count, microseconds: Int64((Double(count) / rate * 1e6).rounded(.up)))
    }
}

/// The clocks of requests.
public enum Clock {
    /// Seconds since 1970, as every process of the machine sees them.
    public static func time() -> Double { Date().timeIntervalSince1970 }

    /// Seconds since some moment in the past, on a clock that never goes back.
    public static func seconds() -> Double {
        let now = ContinuousClock.now
        let duration = origin.duration(to: now)
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static let origin = ContinuousClock.now
}
