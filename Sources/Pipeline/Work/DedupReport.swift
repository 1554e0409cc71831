internal import Formats
internal import Records

/// What a flow diagram after PRISMA 2020 counts, and what sources and files have in common.
///
/// Page and others, "The PRISMA 2020 statement", 2021: records identified, records removed before screening, records
/// screened.
public struct DedupReport: Sendable, Equatable {
    /// A source or a file.
    public struct Origin: Sendable, Equatable {
        public var name: String
        /// Records that could be read.
        public var records = 0
        /// Records that could not; nil where nobody can say whose they are.
        public var rejected: Int?
        /// False for a file that could not be read to its end.
        public var isWhole: Bool?
        /// Records that another is kept for.
        public var removed = 0
        /// Clusters with a record of it, and clusters with none of any other.
        public var clusters = 0
        public var clustersOfItsOwn = 0
    }

    /// Sources or files, and how many clusters each two share.
    public struct Overlap: Sendable, Equatable {
        public var origins: [Origin] = []
        /// By places in `origins`, the smaller first; pairs that share nothing are left out.
        public var shared: [Pair: Int] = [:]

        public struct Pair: Sendable, Hashable {
            public var a: Int
            public var b: Int
        }
    }

    public var records = 0
    public var rejected = 0
    public var removedWithinSource = 0
    public var removedAcrossSources = 0
    public var unsurePairs = 0
    /// By name.
    public var sources = Overlap()
    /// In the order of the command line.
    public var files = Overlap()

    public var identified: Int { records + rejected }
    public var removed: Int { removedWithinSource + removedAcrossSources }
    public var remaining: Int { records - removed }
}

/// What became of one file.
struct FileTally: Sendable {
    var path: String
    var records = 0
    var rejected = 0
    /// False where it could not be opened, or not be read to its end.
    var isWhole = true
}

extension DedupOutcome {
    /// - Returns: Nil where it was not asked for.
    public var report: DedupReport? {
        guard let removal else { return nil }
        var report = DedupReport(records: recordCount, unsurePairs: unsureCount)
        report.rejected = files.reduce(0) { $0 + $1.rejected }
        for (place, keeper) in removal.kept.enumerated() where place != keeper {
            if records[place].key.source == records[keeper].key.source {
                report.removedWithinSource += 1
            } else {
                report.removedAcrossSources += 1
            }
        }
        let names = Set(records.map(\.key.source)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        report.sources = overlap(
            names.map { .init(name: $0) }, of: records.map { numbers[$0.key.source] ?? 0 }, removal)
        let origins = files.map { DedupReport.Origin(name: $0.path, rejected: $0.rejected, isWhole: $0.isWhole) }
        let places = files.enumerated().flatMap { Array(repeating: $0, count: $1.records) }
        report.files = overlap(origins, of: places, removal)
        return report
    }

    /// - Parameter origin: Place in `origins` of each record.
    private func overlap(
        _ origins: [DedupReport.Origin], of origin: [Int], _ removal: DedupRemoval
    ) -> DedupReport.Overlap {
        var overlap = DedupReport.Overlap(origins: origins)
        for (place, keeper) in removal.kept.enumerated() {
            overlap.origins[origin[place]].records += 1
            if place != keeper { overlap.origins[origin[place]].removed += 1 }
        }
        for members in clusters {
            let found = Set(members.map { origin[$0] }).sorted()
            for (index, a) in found.enumerated() {
                overlap.origins[a].clusters += 1
                if found.count == 1 { overlap.origins[a].clustersOfItsOwn += 1 }
                for b in found[(index + 1)...] { overlap.shared[.init(a: a, b: b), default: 0] += 1 }
            }
        }
        return overlap
    }
}

extension DedupReport {
    func write(to writer: inout JSONWriter) {
        func write(_ overlap: Overlap, _ name: String, _ sharedName: String) {
            writer.key(name)
            writer.beginArray()
            for origin in overlap.origins {
                writer.beginObject()
                writer.member("name", origin.name)
                writer.member("records", origin.records)
                writer.member("rejected", origin.rejected)
                if let isWhole = origin.isWhole {
                    writer.key("readToItsEnd")
                    writer.bool(isWhole)
                }
                writer.member("duplicatesRemoved", origin.removed)
                writer.member("remaining", origin.records - origin.removed)
                writer.member("clusters", origin.clusters)
                writer.member("clustersOfItsOwn", origin.clustersOfItsOwn)
                writer.endObject()
            }
            writer.endArray()
            writer.key(sharedName)
            writer.beginArray()
            for (pair, count) in overlap.ranked {
                writer.beginObject()
                writer.member("a", overlap.origins[pair.a].name)
                writer.member("b", overlap.origins[pair.b].name)
                writer.member("clusters", count)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.beginObject()
        writer.member("identified", identified)
        writer.member("rejected", rejected)
        writer.member("duplicatesRemoved", removed)
        writer.member("duplicatesWithinSource", removedWithinSource)
        writer.member("duplicatesAcrossSources", removedAcrossSources)
        writer.member("remaining", remaining)
        writer.member("unsurePairs", unsurePairs)
        write(sources, "sources", "sourceOverlap")
        write(files, "files", "fileOverlap")
        writer.endObject()
    }

    /// The report for people.
    public func lines() -> [String] {
        var rows = [("records identified", identified)]
        rows += sources.origins.map { ("  " + $0.name, $0.records) }
        if rejected > 0 { rows.append(("  of no source, since they could not be read", rejected)) }
        rows += [
            ("removed before screening", removed + rejected), ("  duplicates within a source", removedWithinSource),
            ("  duplicates across sources", removedAcrossSources), ("  could not be read", rejected),
            ("records to be screened", remaining), ("  pairs of them that may be one", unsurePairs),
        ]
        let broken = files.origins.count { $0.isWhole == false }
        if broken > 0 { rows.append(("files not read to their end", broken)) }
        let width = rows.map(\.0.count).max() ?? 0
        let digits = rows.map { "\($0.1)".count }.max() ?? 0
        var lines = rows.map { $0.padded(to: width) + "  " + "\($1)".padded(to: digits, atEnd: false) }
        lines += [""] + sources.lines("source")
        if files.origins.count > 1 { lines += [""] + files.lines("file") }
        return lines
    }
}

extension DedupReport.Overlap {
    /// Most shared first, then as `origins` go.
    fileprivate var ranked: [(pair: Pair, count: Int)] {
        shared.map { (pair: $0.key, count: $0.value) }.sorted {
            $0.count != $1.count ? $0.count > $1.count : ($0.pair.a, $0.pair.b) < ($1.pair.a, $1.pair.b)
        }
    }

    /// More do not fit into a terminal's line.
    private static let mostColumns = 12
    private static let mostPairs = 50

    fileprivate func lines(_ what: String) -> [String] {
        var table = [[what, "records", "removed", "kept", "clusters", "of its own"]]
        for origin in origins {
            let counts = [
                origin.records, origin.removed, origin.records - origin.removed, origin.clusters,
                origin.clustersOfItsOwn,
            ]
            table.append([origin.name] + counts.map(String.init))
        }
        var lines = Self.aligned(table)
        guard origins.count > 1 else { return lines }
        lines.append("")
        if origins.count <= Self.mostColumns {
            var matrix = [["clusters of both"] + origins.indices.map { "(\($0 + 1))" }]
            for (a, origin) in origins.enumerated() {
                matrix.append(
                    ["(\(a + 1)) \(origin.name)"]
                        + origins.indices.map { b in
                            "\(a == b ? origin.clusters : shared[Pair(a: min(a, b), b: max(a, b))] ?? 0)"
                        })
            }
            return lines + Self.aligned(matrix)
        }
        let pairs = ranked.prefix(Self.mostPairs).map { pair, count in
            ["\(origins[pair.a].name) and \(origins[pair.b].name)", "\(count)"]
        }
        lines += Self.aligned([["clusters of both", ""]] + pairs)
        if ranked.count > Self.mostPairs { lines.append("\(ranked.count - Self.mostPairs) more pairs with --json") }
        return lines
    }

    /// The first column begins, the others end at one place.
    private static func aligned(_ rows: [[String]]) -> [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).enumerated().map { column, cell in
                cell.0.padded(to: cell.1, atEnd: column == 0)
            }.joined(separator: "  ").trimmingTail
        }
    }
}

extension String {
    fileprivate func padded(to width: Int, atEnd: Bool = true) -> String {
        let padding = String(repeating: " ", count: max(0, width - count))
        return atEnd ? self + padding : padding + self
    }

    fileprivate var trimmingTail: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
