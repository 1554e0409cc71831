internal import DedupEngine
internal import Export
internal import Fetchers
internal import Formats
internal import Foundation
public import Records

/// What `dedup` found in files.
public struct DedupOutcome: Sendable {
    public var recordCount: Int { ids.count }
    public var clusterCount: Int { clusters.count }
    public var unsureCount = 0
    public var rejected = 0
    public var problems: [Problem] = []
    public var problemCount = 0
    public var pairsCompared = 0
    /// Seconds of wall time by stage.
    var stages: [(name: String, seconds: Double)] = []
    /// The id that the input gives each record, in its order.
    var ids: [RecordKey] = []
    var clusters: [[Int]] = []
    var canonical: [CanonicalRecord] = []
    /// In the order of the input, where what was removed is asked for.
    var records: [Record] = []
    var removal: DedupRemoval?
    var files: [FileTally] = []

    /// `id,cluster`, every id once, in the order of the input; clusters are numbered by their first record.
    ///
    /// An id that several sources use is written as `source:id`. A record that the input holds twice is written once,
    /// unless its two forms are in two clusters.
    public func clustersCSV() -> [UInt8] {
        var cluster = Array(repeating: 0, count: ids.count)
        for (number, members) in clusters.enumerated() { for member in members { cluster[member] = number } }
        var out = CSVWriter.row(["id", "cluster"])
        var sources: [String: Set<String>] = [:]
        for id in ids { sources[id.key, default: []].insert(id.source) }
        var written: [RecordKey: Set<Int>] = [:]
        for (id, number) in zip(ids, cluster) where written[id, default: []].insert(number).inserted {
            let isShared = sources[id.key].map { $0.count > 1 } ?? false
            out += CSVWriter.row([isShared ? id.description : id.key, String(number)])
        }
        return out
    }

    public func writeClusters(to path: String) throws(Ending) { try Self.write(clustersCSV(), to: path) }

    /// Writes the merged records in the format that the file's ending names.
    public func writeRecords(to path: String) throws(Ending) {
        var exporter = Exporter(format: try Self.format(of: path))
        var out = exporter.head()
        for record in canonical { out += exporter.entry(record) }
        try Self.write(out + exporter.tail(), to: path)
    }

    static func write(_ bytes: [UInt8], to path: String) throws(Ending) {
        do {
            var status = stat()
            if path == "-" {
                FileHandle.standardOutput.write(Data(bytes))
            } else if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
                // A pipe or a device is written to: a rename would put a file in its place.
                let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
                defer { try? handle.close() }
                try handle.write(contentsOf: Data(bytes))
            } else {
                try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
            }
        } catch {
            throw Ending(
                .cannotWrite,
                Problem(
                    "cannot be written: \(error.localizedDescription)", place: path,
                    remedy: "check path and permissions", reach: .run))
        }
    }

    public func summaryJSON() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("records", recordCount)
        writer.member("clusters", clusterCount)
        writer.member("duplicates", recordCount - clusterCount)
        writer.member("unsurePairs", unsureCount)
        writer.member("pairsCompared", pairsCompared)
        writer.member("rejected", rejected)
        writer.member("problems", problemCount)
        writer.key("stages")
        writer.beginObject()
        for stage in stages {
            writer.key(stage.name)
            writer.double((stage.seconds * 1000).rounded() / 1000)
        }
        writer.endObject()
        if let report {
            writer.key("report")
            report.write(to: &writer)
        }
        writer.endObject()
        return writer.bytes
    }
}

extension House {
    /// Deduplicates files without a catalog.
    ///
    /// - Parameters:
    ///   - weightsFile: A written table of weights; nil takes the one that ships.
    ///   - merges: Whether the canonical records are asked for.
    ///   - keepsRemoved: Whether what was removed is asked for. Where neither is, records are let go once they are painted.
    /// - Throws: `Ending` where no file can be read, or that of weights.
    public func deduplicate(
        files: [String], as hint: IntakeHint, versions: String = "link", profile: String = "balanced",
        weightsFile: String? = nil,
        merges: Bool = true, keepsRemoved: Bool = false, jobs asked: Int? = nil
    ) async throws -> DedupOutcome {
        var outcome = DedupOutcome()
        let jobs = Self.jobs(asked)
        let weights = try weightsFile.map(Self.weights(in:)) ?? .shipped
        var table = PortraitTable(frequencies: weights.frequencies)
        var records: [Record] = []
        var clock = Stopwatch()
        func add(_ problem: Problem) {
            outcome.problemCount += 1
            if outcome.problems.count < RunReport.mostProblems { outcome.problems.append(problem) }
        }
        for path in files {
            var tally = FileTally(path: path)
            let before = (records: outcome.ids.count, rejected: outcome.rejected)
            defer {
                tally.records = outcome.ids.count - before.records
                tally.isWhole = outcome.rejected - before.rejected == tally.rejected
                outcome.files.append(tally)
            }
            do throws(Problem) {
                let intake = try FileIntake(path: path, format: hint.format)
                do {
                    try await readPortions(
                        of: intake, path: path, jobs: jobs, batch: 1,
                        work: {
                            PaintedPortion.read(
                                $0, path: path, source: hint.source, frequencies: weights.frequencies,
                                keepsRecords: merges || keepsRemoved)
                        },
                        take: { outcomes in
                            for read in outcomes {
                                outcome.rejected += read.rejected
                                tally.rejected += read.rejected
                                for problem in read.problems { add(problem) }
                                for portion in read.items {
                                    outcome.ids += portion.keys
                                    records += portion.records
                                    table.append(portion.table)
                                }
                            }
                        },
                        fail: { problem in
                            outcome.rejected += 1
                            add(problem)
                        })
                } catch {
                    outcome.rejected += 1
                    add(
                        error as? Problem
                            ?? Problem(
                                "cannot be read: \(error)", place: path, remedy: "check the file", reach: .source))
                }
            } catch {
                outcome.rejected += 1
                add(error)
            }
        }
        guard !outcome.ids.isEmpty else {
            throw Ending(
                .noUsableInput,
                outcome.problems.first
                    ?? Problem(
                        "no records in the input", place: files.joined(separator: ", "),
                        remedy: "name files with records", reach: .source))
        }
        outcome.stages.append(("intake", clock.lap()))
        let policy = MatchingPolicy(
            versions: MatchingPolicy.Versions(rawValue: versions) ?? .link,
            profile: MatchingPolicy.Profile(rawValue: profile) ?? .balanced)
        let comparator = Comparator(table: table, weights: weights, policy: policy)
        let pairs = PairScoring.candidatePairs(of: table, jobs: jobs)
        outcome.pairsCompared = pairs.count
        outcome.stages.append(("blocking", clock.lap()))
        let scored = PairScoring.score(pairs, with: comparator, jobs: jobs)
        outcome.stages.append(("comparison", clock.lap()))
        let clusters = Clustering.clusters(
            count: table.count, pairs: scored, identity: comparator.identity, affinity: comparator.affinity)
        outcome.clusters = clusters.map { $0.members.map(Int.init) }
        outcome.stages.append(("clustering", clock.lap()))
        var cluster = Array(repeating: 0, count: table.count)
        for (number, members) in outcome.clusters.enumerated() { for member in members { cluster[member] = number } }
        outcome.unsureCount = scored.count {
            $0.verdict == .unsure && cluster[Int($0.pair.a)] != cluster[Int($0.pair.b)]
        }
        if keepsRemoved {
            outcome.records = records
            outcome.removal = DedupRemoval(
                clusters: outcome.clusters, records: records, pairs: scored, survivorship: merger.survivorship)
        }
        if merges {
            outcome.canonical = outcome.clusters.map { members in merger.merge(members.map { records[$0] }) }
            outcome.stages.append(("merging", clock.lap()))
        }
        return outcome
    }
}

/// Records of one portion of a file, painted.
private struct PaintedPortion: Sendable {
    var keys: [RecordKey] = []
    var table: PortraitTable
    var records: [Record] = []
}

extension PaintedPortion {
    /// Reads and paints a portion.
    static func read(
        _ portion: IntakePortion, path: String, source: (any Source)?, frequencies: FrequencyTable, keepsRecords: Bool
    ) -> PortionOutcome<PaintedPortion> {
        let preparer = Preparer()
        var painted = PaintedPortion(table: PortraitTable(frequencies: frequencies))
        let read = preparer.read(portion, path: path, source: source) { _, _, record in
            painted.keys.append(record.key)
            painted.table.append(record)
            if keepsRecords { painted.records.append(record) }
        }
        return PortionOutcome(items: [painted], problems: read.problems, rejected: read.rejected, read: read.read)
    }
}
