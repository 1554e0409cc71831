/// How much stops because of a problem.
public enum Reach: Int, Sendable, Codable, Comparable, CaseIterable {
    case field, record, source, run

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// The word used in reports and in the catalog.
    public var name: String {
        switch self {
        case .field: "field"
        case .record: "record"
        case .source: "source"
        case .run: "run"
        }
    }
}

/// Something that did not go as it should: what failed, where, what was kept, what to do next.
public struct Problem: Error, Sendable, Equatable, Hashable {
    /// Source and key first, then the value quoted and the rule it broke; no final stop.
    public var what: String
    /// File and line, byte offset, URL or JSON path.
    public var place: String
    /// What was kept all the same; nil where nothing was.
    public var kept: String?
    /// The next thing to do, as a command where there is one.
    public var remedy: String
    public var reach: Reach

    public init(_ what: String, place: String, kept: String? = nil, remedy: String, reach: Reach) {
        self.what = what
        self.place = place
        self.kept = kept
        self.remedy = remedy
        self.reach = reach
    }

    /// The three or four lines a person reads.
    public var report: String {
        var lines = ["ibid: \(what)", "  at    \(place)"]
        if let kept { lines.append("  kept  \(kept)") }
        lines.append("  next  \(remedy)")
        return lines.joined(separator: "\n")
    }
}
