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
    /// The id that the input gives each record, in its order.
    var ids: [RecordKey] = []
    var clusters: [[Int]] = []
    var canonical: [CanonicalRecord] = []

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
        guard let format = ExportFormat(fileExtension: (path as NSString).pathExtension) else {
            throw Ending(
                .usage,
                Problem(
                    "\"\(path)\" has no ending that names a format", place: "command line",
                    remedy: "end it with .ris, .bib, .json, .jsonl, .csv or .txt", reach: .run))
        }
        var exporter = Exporter(format: format)
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
        writer.endObject()
        return writer.bytes
    }
}

extension House {
    /// Deduplicates files without a catalog.
    ///
    /// - Throws: `Ending` where no file can be read.
    public func deduplicate(files: [String], as hint: IntakeHint, mergesVersions: Bool, jobs: Int?) async throws
        -> DedupOutcome
    {
        var outcome = DedupOutcome()
        var records: [Record] = []
        let preparer = Preparer()
        func add(_ problem: Problem) {
            outcome.problemCount += 1
            if outcome.problems.count < RunReport.mostProblems { outcome.problems.append(problem) }
        }
        for path in files {
            do throws(Problem) {
                let intake = try FileIntake(path: path, format: hint.format)
                while let portion = try intake.next() {
                    let read = preparer.read(portion, path: path, source: hint.source) { _, _, record in record }
                    records += read.items
                    outcome.rejected += read.rejected
                    for problem in read.problems { add(problem) }
                }
            } catch {
                outcome.rejected += 1
                add(error)
            }
        }
        guard !records.isEmpty else {
            throw Ending(
                .noUsableInput,
                outcome.problems.first
                    ?? Problem(
                        "no records in the input", place: files.joined(separator: ", "),
                        remedy: "name files with records", reach: .source))
        }
        let scored = Self.cluster(
            records, policy: MatchingPolicy(versions: mergesVersions ? .merge : .link), jobs: Self.jobs(jobs))
        outcome.ids = records.map(\.key)
        outcome.clusters = scored.clusters
        outcome.unsureCount = scored.unsure
        outcome.pairsCompared = scored.pairs
        outcome.canonical = scored.clusters.map { members in merger.merge(members.map { records[$0] }) }
        return outcome
    }

    /// Clusters records in memory; each cluster's members ascending, clusters by their first.
    static func cluster(_ records: [Record], policy: MatchingPolicy, jobs: Int) -> (
        clusters: [[Int]], unsure: Int, pairs: Int
    ) {
        var table = PortraitTable(frequencies: WeightTable.shipped.frequencies)
        for record in records { table.append(record) }
        var entries: [Blocking.Entry] = []
        for index in records.indices {
            for key in table.blockingKeys(at: index) {
                entries.append(Blocking.Entry(key: key, index: RecordIndex(index)))
            }
        }
        let comparator = Comparator(table: table, policy: policy)
        let pairs = Blocking.candidatePairs(entries)
        let scored = PairScoring.score(pairs, with: comparator, jobs: jobs)
        let clusters = Clustering.clusters(
            count: records.count, pairs: scored, identity: comparator.identity, affinity: comparator.affinity)
        return (clusters.map { $0.members.map(Int.init) }, scored.count { $0.verdict == .unsure }, pairs.count)
    }
}
