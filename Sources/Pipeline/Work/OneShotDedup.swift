internal import DedupEngine
internal import Export
internal import Fetchers
internal import Formats
internal import Foundation
public import Records

/// What `dedup` found in files.
public struct DedupOutcome: Sendable {
    public var recordCount: Int { ids.count }
    public private(set) var clusterCount = 0
    public var unsureCount = 0
    public var rejected = 0
    public var problems: [Problem] = []
    public var problemCount = 0
    public var pairsCompared = 0
    /// Seconds of wall time by stage.
    var stages: [(name: String, seconds: Double)] = []
    /// The id that the input gives each record, in its order.
    var ids = RecordNames()
    /// The number of each record's cluster; clusters are numbered by their first record.
    var clusterNumbers: [UInt32] = [] {
        didSet { clusterCount = clusterNumbers.max().map { Int($0) + 1 } ?? 0 }
    }
    var canonical: [CanonicalRecord] = []
    /// In the order of the input, where what was removed is asked for.
    var records: [Record] = []
    var removal: DedupRemoval?
    var files: [FileTally] = []

    /// The records of each cluster.
    var clusters: [[Int]] {
        var clusters = Array(repeating: [Int](), count: clusterCount)
        for (index, number) in clusterNumbers.enumerated() { clusters[Int(number)].append(index) }
        return clusters
    }

    /// `id,cluster`, every id once, in the order of the input; clusters are numbered by their first record.
    ///
    /// An id that several sources use is written as `source:id`. A record that the input holds twice is written once,
    /// unless its two forms are in two clusters.
    public func clustersCSV() -> [UInt8] { ids.clustersCSV(clusterNumbers) }

    public func writeClusters(to path: String) throws(Ending) { try Self.write(clustersCSV(), to: path) }

    /// Writes the merged records in the format that the file's ending names.
    public func writeRecords(to path: String, _ house: House, _ writing: Writing = Writing()) throws(Ending) {
        var exporter = Exporter(
            format: try house.format(writing, output: path), choices: try house.choices(writing))
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
    ///   - arguments: Files, folders, patterns; `-` is stdin.
    ///   - rejectsFile: Where records go that cannot be used; nil lets them be.
    ///   - weightsFile: A written table of weights; nil takes the one that ships.
    ///   - merges: Whether the canonical records are asked for.
    ///   - keepsRemoved: Whether what was removed is asked for. Where neither is, records are let go once they are painted.
    /// - Throws: `Ending` where no file can be read, or that of weights.
    public func deduplicate(
        files arguments: [String], as hint: IntakeHint, versions: String = "link", profile: String = "balanced",
        weightsFile: String? = nil, rejectsFile: String? = nil,
        merges: Bool = true, keepsRemoved: Bool = false, jobs asked: Int? = nil
    ) async throws -> DedupOutcome {
        var outcome = DedupOutcome()
        let jobs = Self.jobs(asked)
        let weights = try weightsFile.map(Self.weights(in:)) ?? .shipped
        var table = PortraitTable(frequencies: weights.frequencies)
        var records: [Record] = []
        let preparers = PreparerPool(
            matching: CatalogMatching(weights: weights, profile: .balanced, isShipped: false))
        var clock = Stopwatch()
        func add(_ problem: Problem) {
            outcome.problemCount += 1
            if outcome.problems.count < RunReport.mostProblems { outcome.problems.append(problem) }
        }
        let rejects = try RejectsFile(path: rejectsFile)
        let (files, unnamed) = InputFiles.expand(arguments)
        for problem in unnamed {
            outcome.rejected += 1
            add(problem)
        }
        for path in files {
            var tally = FileTally(path: path)
            let before = (records: outcome.ids.count, rejected: outcome.rejected)
            defer {
                tally.records = outcome.ids.count - before.records
                tally.isWhole = outcome.rejected - before.rejected == tally.rejected
                outcome.files.append(tally)
            }
            var isFirst = true
            var failure: Ending?
            do throws(Problem) {
                let intake = try FileIntake(path: path, as: hint, namesRows: true)
                do {
                    try await readPortions(
                        of: intake, path: path, jobs: jobs, batch: 1,
                        work: { portion in
                            preparers.with {
                                PaintedPortion.read(
                                    portion, path: path, as: hint, with: $0,
                                    keepsRecords: merges || keepsRemoved)
                            }
                        },
                        take: { outcomes in
                            for read in outcomes {
                                outcome.rejected += read.rejected
                                tally.rejected += read.rejected
                                for problem in read.problems { add(problem) }
                                try rejects?.write(read.rejects)
                                for portion in read.items {
                                    if isFirst, portion.lineBytes > 0 {
                                        // As if the rest were like the first portion, and a little more.
                                        let times = Double(Self.byteCount(of: path)) / Double(portion.lineBytes)
                                        table.reserveRoom(for: portion.table, times: times * 1.03)
                                    }
                                    isFirst = false
                                    outcome.ids.append(portion.keys)
                                    records += portion.records
                                    table.append(portion.table)
                                }
                            }
                        },
                        fail: { problem in
                            outcome.rejected += 1
                            add(problem)
                        })
                } catch let ending as Ending {
                    failure = ending
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
            if let failure { throw failure }
        }
        try rejects?.finish()
        guard !outcome.ids.isEmpty else {
            throw Ending(
                .noUsableInput,
                outcome.problems.first
                    ?? Problem(
                        "no records in the input", place: arguments.joined(separator: ", "),
                        remedy: "name files with records", reach: .source))
        }
        outcome.stages.append(("intake", clock.lap()))
        let policy = MatchingPolicy(
            versions: MatchingPolicy.Versions(rawValue: versions) ?? .link,
            profile: MatchingPolicy.Profile(rawValue: profile) ?? .balanced)
        let comparator = Comparator(table: table, weights: weights, policy: policy)
        let found = PairScoring.score(comparator, jobs: jobs)
        outcome.pairsCompared = found.comparisons
        outcome.stages.append(("blocking", found.blockingSeconds))
        outcome.stages.append(("comparison", found.comparisonSeconds))
        _ = clock.lap()
        let scored = Clustering.withRivalsUnsure(found.scored, isOneSource: comparator.isOneSource)
        let cluster = Clustering.numbers(
            count: table.count, pairs: scored, identity: comparator.identity, certain: comparator.certainBits,
            tellsApart: comparator.sourceTellingApart, affinity: comparator.affinity)
        outcome.clusterNumbers = cluster
        outcome.unsureCount = scored.count {
            $0.verdict == .unsure && cluster[Int($0.pair.a)] != cluster[Int($0.pair.b)]
        }
        outcome.stages.append(("clustering", clock.lap()))
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

extension House {
    /// Bytes of a file as it lies there, packed or not; 0 for what is none.
    private static func byteCount(of path: String) -> Int {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : 0
    }
}

/// Records of one portion of a file, painted.
private struct PaintedPortion: Sendable {
    var keys = RecordNames()
    var table: PortraitTable
    var records: [Record] = []
    /// Bytes of its lines; 0 where it has none.
    var lineBytes = 0
}

extension PaintedPortion {
    /// Reads and paints a portion.
    static func read(
        _ portion: IntakePortion, path: String, as hint: IntakeHint, with preparer: Preparer, keepsRecords: Bool
    ) -> PortionOutcome<PaintedPortion> {
        var keys = RecordNames()
        var records: [Record] = []
        let read = preparer.read(portion, path: path, as: hint) { _, _, record in
            keys.append(record.key)
            preparer.paint(record)
            if keepsRecords { records.append(record) }
        }
        var painted = PaintedPortion(keys: keys, table: preparer.handOverPortraits(), records: records)
        if case .lines(let chunk) = portion { painted.lineBytes = chunk.length }
        return PortionOutcome(
            items: [painted], problems: read.problems, rejected: read.rejected, read: read.read, rejects: read.rejects)
    }
}
