public import Records

/// Settings and places; the jobs that ibid does are its extensions, one file each.
public struct House: Sendable {
    public let settings: Settings
    public let places: Places

    public init(settings: Settings, places: Places) {
        self.settings = settings
        self.places = places
    }
}

/// A problem that ends a command, and what sort of ending it is.
public struct Ending: Error, Sendable {
    public enum Cause: Sendable {
        case usage, noUsableInput, sourceUnavailable, cannotWrite, tryAgainLater, badConfiguration
    }

    public var cause: Cause
    public var problem: Problem
    /// What else is wrong; told after `problem`.
    public var others: [Problem]

    public init(_ cause: Cause, _ problem: Problem, others: [Problem] = []) {
        self.cause = cause
        self.problem = problem
        self.others = others
    }
}

/// What one run did; printed, stored with the run, and handed to programs as JSON.
public struct RunReport: Sendable, Equatable {
    public struct Counts: Sendable, Equatable {
        public var requests = 0
        public var cacheHits = 0
        public var read = 0
        public var new = 0
        public var changed = 0
        public var unchanged = 0
        public var deleted = 0
        public var rejected = 0

        public init() {}
    }

    /// `import`, `harvest`, `dedup`.
    public var kind: String
    public var started: Timestamp
    public var finished: Timestamp
    /// The run's number in the catalog; nil before deduplication, which gives it.
    var number: Int64?
    /// By source id, or by job name for a harvest.
    public var counts: [String: Counts] = [:]
    public var pairsCompared = 0
    public var merges = 0
    public var unsurePairs = 0
    /// Pairs of canonical records that wait for a person, those of earlier runs among them.
    public var pairsToReview = 0
    public var canonical = 0
    /// Whether all records of the catalog were matched anew.
    public var isAnew = false
    public var problemCount = 0
    /// The first problems, at most `mostProblems`.
    public var problems: [Problem] = []
    /// Seconds of wall time by stage, in order.
    public var stages: [(name: String, seconds: Double)] = []

    public static let mostProblems = 1000

    public init(kind: String, started: Timestamp) {
        self.kind = kind
        self.started = started
        finished = started
    }

    public mutating func add(_ problem: Problem) {
        problemCount += 1
        if problems.count < Self.mostProblems { problems.append(problem) }
    }

    /// Problems that cost a record or more.
    public var lostRecords: Bool {
        problems.contains { $0.reach >= .record } || counts.values.contains { $0.rejected > 0 }
    }

    public static func == (a: RunReport, b: RunReport) -> Bool {
        a.kind == b.kind && a.counts == b.counts && a.merges == b.merges && a.unsurePairs == b.unsurePairs
            && a.problems == b.problems
    }
}
