/// Place of a record in the list that a stage of `DedupEngine` was handed.
public typealias RecordIndex = UInt32

/// 64-bit hash of a value two records must share to be compared; the highest byte tells which kind of key it is.
public struct BlockingKey: Sendable, Hashable, Comparable {
    public var hash: UInt64

    public init(hash: UInt64) { self.hash = hash }

    public static func < (a: Self, b: Self) -> Bool { a.hash < b.hash }
}

/// Two records that share a blocking key; `a` < `b`.
public struct CandidatePair: Sendable, Hashable, Comparable {
    public var a: RecordIndex
    public var b: RecordIndex

    public init(_ x: RecordIndex, _ y: RecordIndex) {
        a = min(x, y)
        b = max(x, y)
    }

    public static func < (x: Self, y: Self) -> Bool { (x.a, x.b) < (y.a, y.b) }
}

/// Evidence that two records describe one version, in bits: log2 of the odds. 0 is even odds.
public struct MatchWeight: Sendable, Hashable, Comparable, Codable {
    public var bits: Double

    public init(bits: Double) { self.bits = bits }

    public static func < (a: Self, b: Self) -> Bool { a.bits < b.bits }
}

public enum Verdict: String, Sendable, Codable, CaseIterable { case same, different, unsure }

/// The named outcome for one field and what it weighs.
public struct FieldEvidence: Sendable, Hashable {
    /// `title`, `authors`, `year` …
    public var field: String
    /// `exact`, `close`, `differs`, `missing` …
    public var level: String
    public var bits: Double

    public init(field: String, level: String, bits: Double) {
        self.field = field
        self.level = level
        self.bits = bits
    }
}

/// Everything that led to the verdict on one pair.
public struct ScoredPair: Sendable, Hashable {
    public var pair: CandidatePair
    public var weight: MatchWeight
    public var verdict: Verdict
    /// The contradiction that overrules the weight; nil where there is none.
    public var veto: String?

    public init(pair: CandidatePair, weight: MatchWeight, verdict: Verdict, veto: String? = nil) {
        self.pair = pair
        self.weight = weight
        self.verdict = verdict
        self.veto = veto
    }
}

/// Records judged to describe one version, ascending.
public struct Cluster: Sendable, Hashable {
    public var members: [RecordIndex]

    public init(members: [RecordIndex]) { self.members = members }
}

/// What a person decided; overrules every weight and outlives every re-run.
public struct PersonDecision: Sendable, Hashable, Codable {
    public enum Ruling: String, Sendable, Codable { case same, different }
    public var a: RecordKey
    public var b: RecordKey
    public var ruling: Ruling

    public init(_ a: RecordKey, _ b: RecordKey, _ ruling: Ruling) {
        self.a = min(a, b)
        self.b = max(a, b)
        self.ruling = ruling
    }
}
