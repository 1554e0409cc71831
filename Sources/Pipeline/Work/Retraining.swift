internal import Catalog
internal import DedupEngine
internal import Formats
internal import Foundation
public import Records

/// By what a catalog is to be matched from now on.
public struct MatchingChange: Sendable {
    public enum Weights: Sendable {
        case asTheyAre, learned, shipped
        /// A written table.
        case file(String)
    }

    public var weights: Weights
    /// `strict`, `balanced` or `sensitive`; nil leaves it as it is.
    public var profile: String?

    public init(weights: Weights, profile: String?) {
        self.weights = weights
        self.profile = profile
    }
}

/// What matching a whole catalog anew changed, or would change.
public struct RetrainOutcome: Sendable {
    public struct Change: Sendable {
        /// `merge`, `split` or `regroup`.
        public var kind: String
        public var before: [Int64]
        public var after: [Int64]
        /// The first of the canonical records after it, in one line.
        public var line: String
    }

    public struct State: Sendable {
        public var weights = ""
        public var isShipped = true
        public var profile = ""
        public var canonical = 0
        public var pairsToReview = 0
    }

    /// What the table was learned from; nil where none was.
    public struct Sample: Sendable {
        public var records: Int
        public var pairs: Int
        public var decisions: Int
    }

    public var before = State()
    public var after = State()
    public var sample: Sample?
    public var changes: [Change] = []
    /// Number of the run; nil of a dry run.
    public var run: Int64?
    public var problems: [Problem] = []
    /// The table's written form.
    public var table = ""

    public var isDry: Bool { run == nil }

    private func count(_ kind: String) -> Int { changes.count { $0.kind == kind } }

    public func lines(most: Int) -> [String] {
        func words(_ state: State) -> String {
            "weights \(state.weights)\(state.isShipped ? " (shipped)" : ""), profile \(state.profile)"
        }
        var lines = ["before: \(words(before))", "\(isDry ? "would be" : "now"): \(words(after))"]
        if let sample {
            lines.append(
                "learned from \(sample.records) records, \(sample.pairs) candidate pairs, \(sample.decisions) decisions"
            )
        }
        lines.append(
            "canonical records: \(before.canonical) before, \(after.canonical) after; \(count("merge")) merges, \(count("split")) splits, \(count("regroup")) regroupings"
        )
        lines.append("pairs for review: \(before.pairsToReview) before, \(after.pairsToReview) after")
        func list(_ ids: [Int64]) -> String {
            ids.prefix(6).map(String.init).joined(separator: " ") + (ids.count > 6 ? " …" : "")
        }
        for change in changes.prefix(most) {
            lines.append("\(change.kind)\t\(list(change.before)) → \(list(change.after))\t\(change.line)")
        }
        if changes.count > most { lines.append("and \(changes.count - most) more with --json") }
        return lines
    }

    public func json() -> [UInt8] {
        var writer = JSONWriter()
        func write(_ name: String, _ state: State) {
            writer.key(name)
            writer.beginObject()
            writer.member("weights", state.weights)
            writer.key("shipped")
            writer.bool(state.isShipped)
            writer.member("profile", state.profile)
            writer.member("canonical", state.canonical)
            writer.member("pairsToReview", state.pairsToReview)
            writer.endObject()
        }
        writer.beginObject()
        writer.member("run", run.map(Int.init))
        writer.key("dryRun")
        writer.bool(isDry)
        write("before", before)
        write("after", after)
        if let sample {
            writer.key("learnedFrom")
            writer.beginObject()
            writer.member("records", sample.records)
            writer.member("pairs", sample.pairs)
            writer.member("decisions", sample.decisions)
            writer.endObject()
        }
        for kind in ["merge", "split", "regroup"] { writer.member(kind + "s", count(kind)) }
        writer.key("changes")
        writer.beginArray()
        for change in changes {
            writer.beginObject()
            writer.member("kind", change.kind)
            for (name, ids) in [("before", change.before), ("after", change.after)] {
                writer.key(name)
                writer.beginArray()
                for id in ids { writer.int(Int(id)) }
                writer.endArray()
            }
            writer.member("record", change.line)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}

extension House {
    /// Bytes of a written table; longer files are refused.
    private static let longestTable = 16 << 20

    /// Changes by what the catalog is matched, and matches everything anew. One transaction.
    ///
    /// - Parameter isDry: Tells what would change, and changes nothing.
    /// - Throws: `Ending` where there is no catalog, the file is no table, or the catalog cannot be written.
    public func retrain(_ change: MatchingChange, isDry: Bool, jobs asked: Int? = nil) throws -> RetrainOutcome {
        _ = try openCatalog(.readOnly)
        let catalog = try openCatalog(.readWrite)
        let jobs = Self.jobs(asked)
        var report = RunReport(kind: "retrain", started: Self.now())
        var clock = Stopwatch()
        var outcome = RetrainOutcome()
        var weights: WeightTable?
        switch change.weights {
        case .asTheyAre, .shipped: break
        case .file(let path): weights = try Self.weights(in: path)
        case .learned:
            do throws(Problem) {
                let learning = try catalog.read { try CatalogLearning($0, jobs: jobs) }
                weights = learning.weights
                outcome.sample = .init(
                    records: learning.recordCount, pairs: learning.pairCount, decisions: learning.labelCount)
            } catch {
                throw Ending(.cannotWrite, error)
            }
        }
        report.stages.append(("learning", clock.lap()))
        var isDone = false
        do throws(Problem) {
            try catalog.write { writer in
                outcome.before = try Self.state(writer.reader)
                try Self.apply(change, weights, to: writer)
                let run = try writer.newRunId()
                var stage = try DedupStage(
                    writer: writer, jobs: jobs, merger: merger, account: .init(at: Self.now(), runId: run))
                let pass = try stage.run()
                outcome.after = try Self.state(writer.reader)
                outcome.changes = try pass.changes.map { change in
                    .init(
                        kind: change.kind.rawValue, before: change.before, after: change.after,
                        line: try change.after.first.flatMap { try Self.line(of: $0, writer.reader) } ?? "")
                }
                outcome.problems = pass.problems
                outcome.table = try CatalogMatching(writer.reader).weights.text
                isDone = true
                // Nothing of it stays.
                if isDry {
                    throw Problem("dry run", place: places.catalog, remedy: "run it without --dry-run", reach: .run)
                }
                outcome.run = run
                report.number = run
                report.merges = pass.merges
                report.unsurePairs = pass.unsure
                report.pairsCompared = pass.pairsCompared
                report.stages += pass.seconds
                for problem in pass.problems { report.add(problem) }
            }
        } catch {
            if !isDone || !isDry { throw Ending(CatalogFile.isLocked(error) ? .tryAgainLater : .cannotWrite, error) }
        }
        if !isDry { try finish(&report, in: catalog) }
        return outcome
    }

    private static func apply(_ change: MatchingChange, _ weights: WeightTable?, to writer: CatalogWriter) throws {
        if let weights {
            let text = Array(weights.text.utf8)
            try writer.putWeightTable(
                weights.version, made: now(), body: text.withUnsafeBufferPointer(BlobCompressor().compress))
            try writer.set(.weights, to: weights.version)
        }
        if case .shipped = change.weights { try writer.set(.weights, to: nil) }
        if let profile = change.profile { try writer.set(.profile, to: profile) }
        // Also where nothing changes: the index of blocking keys is made anew, which may be damaged.
        try writer.set(.matchedBy, to: nil)
    }

    private static func state(_ reader: CatalogReader) throws -> RetrainOutcome.State {
        var state = RetrainOutcome.State(
            canonical: try reader.canonicalCount(), pairsToReview: try reader.pairsToReviewCount())
        let words = try MatchingWords(reader)
        state.weights = words.weights
        state.isShipped = words.isShipped
        state.profile = words.profile
        return state
    }

    private static func line(of id: Int64, _ reader: CatalogReader) throws -> String? {
        guard let stored = try reader.canonical(id) else { return nil }
        return Description.line(try Blobs().canonical(stored).record)
    }

    /// The table of weights in a file.
    static func weights(in path: String) throws(Ending) -> WeightTable {
        let what: String
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            let data = try handle.read(upToCount: longestTable + 1) ?? Data()
            // As it would be written: blanks and digits too many change no version.
            if data.count <= longestTable {
                return try WeightTable(text: String(decoding: data, as: UTF8.self)).frozen()
            }
            what = "more than \(longestTable) bytes"
        } catch {
            what = (error as? WeightTable.Unreadable)?.description ?? error.localizedDescription
        }
        throw Ending(
            .noUsableInput,
            Problem(
                "weights: \(what)", place: path, remedy: "give a file that `ibid retrain --output` wrote", reach: .run))
    }
}

/// By what a catalog is matched, in words: also where its table cannot be read.
struct MatchingWords {
    var weights: String
    var isShipped: Bool
    var profile: String

    init(_ reader: CatalogReader) throws {
        let own = try reader.setting(.weights)
        weights = own ?? WeightTable.shipped.version
        isShipped = own == nil
        profile = try reader.setting(.profile) ?? MatchingPolicy.Profile.balanced.rawValue
    }
}

extension House {
    /// By what the catalog is matched: version of the weights, whose they are, profile.
    public func matchingWords() throws -> [(name: String, value: String)] {
        try reading { reader, _ in
            let words = try MatchingWords(reader)
            return [
                ("weights", words.weights), ("weightsOf", words.isShipped ? "ibid" : "catalog"),
                ("profile", words.profile),
            ]
        }
    }
}
