/// A person's decision with when it was made and why.
public struct DatedDecision: Sendable, Hashable {
    public var decision: PersonDecision
    public var decided: Timestamp
    public var note: String?

    public init(_ decision: PersonDecision, decided: Timestamp, note: String? = nil) {
        self.decision = decision
        self.decided = decided
        self.note = note
    }

    /// The two records, whatever was decided of them.
    public var pair: RecordPair { RecordPair(decision.a, decision.b) }

    /// Whether this one holds where both are of one pair: the newer does; of two of one second `different`, which can be taken
    /// back more easily, then the greater note. The same one holds whatever the order in which they come.
    public func supersedes(_ other: DatedDecision) -> Bool {
        if decided != other.decided { return decided > other.decided }
        if decision.ruling != other.decision.ruling { return decision.ruling == .different }
        return (note ?? "") > (other.note ?? "")
    }
}

/// Two records by their keys; `a` < `b`.
public struct RecordPair: Sendable, Hashable, Comparable {
    public let a: RecordKey
    public let b: RecordKey

    public init(_ x: RecordKey, _ y: RecordKey) {
        a = min(x, y)
        b = max(x, y)
    }

    public static func < (x: Self, y: Self) -> Bool { (x.a, x.b) < (y.a, y.b) }
}
