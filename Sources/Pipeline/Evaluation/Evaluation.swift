internal import DedupEngine
internal import Formats
internal import Foundation
internal import Records

/// How well deduplication does on labelled sets.
public struct Evaluation: Sendable {
    /// One labelled set under one way of weighing.
    public struct Row: Sendable {
        /// `shipped`, or `given` for weights of a file; `cross-validated`, `set left out`.
        public var column: String
        public var measures: SetMeasures
    }

    public var rows: [Row] = []
    public var weightsVersion = ""

    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("weights", weightsVersion)
        writer.key("sets")
        writer.beginArray()
        for row in rows { Self.write(row, to: &writer) }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }

    private static func write(_ row: Row, to writer: inout JSONWriter) {
        let measures = row.measures
        func write(_ name: String, _ pairs: SetMeasures.Pairs) {
            writer.key(name)
            writer.beginObject()
            writer.member("tp", pairs.truePositives)
            writer.member("fp", pairs.falsePositives)
            writer.member("fn", pairs.falseNegatives)
            for (name, value) in [("precision", pairs.precision), ("recall", pairs.recall), ("f1", pairs.f1)] {
                writer.key(name)
                writer.double(rounded(value))
            }
            writer.endObject()
        }
        writer.beginObject()
        writer.member("set", measures.name)
        writer.member("column", row.column)
        writer.member("scope", measures.scope)
        writer.member("records", measures.recordCount)
        write("pairs", measures.pairs)
        if let pairs = measures.pairsWithoutSuspects { write("pairs_without_suspects", pairs) }
        if let works = measures.works {
            writer.key("records_level")
            writer.beginObject()
            writer.member("tp", works.removed)
            writer.member("fp", works.lost)
            writer.member("fn", works.surplus)
            writer.member("tn", works.surviving)
            writer.key("sensitivity")
            writer.double(rounded(works.sensitivity))
            writer.key("specificity")
            writer.double(rounded(works.specificity))
            writer.endObject()
        }
        if let exact = measures.exactClusters, let multiple = measures.exactMultiple {
            writer.key("clusters")
            writer.beginObject()
            writer.key("exact")
            writer.double(rounded(exact))
            writer.key("exact_multi")
            writer.double(rounded(multiple))
            writer.endObject()
        }
        writer.key("blocking")
        writer.beginObject()
        writer.key("completeness")
        writer.double(rounded(measures.completeness))
        writer.member("missed", measures.missedByBlocking)
        writer.member("candidates", measures.candidateCount)
        writer.key("pairs_per_record")
        writer.double(rounded(measures.pairsPerRecord))
        writer.endObject()
        writer.key("unsure")
        writer.beginObject()
        writer.member("pairs", measures.unsureCount)
        writer.member("true", measures.unsureTrue)
        writer.key("share")
        writer.double(rounded(measures.unsureShare))
        writer.endObject()
        writer.key("review")
        writer.beginObject()
        writer.member("entries", measures.reviewCount)
        writer.member("true", measures.reviewTrue)
        writer.endObject()
        writer.endObject()
    }

    /// Five decimals, as the sets' own evaluator rounds.
    private static func rounded(_ value: Double) -> Double { (value * 100_000).rounded() / 100_000 }

    /// A table for a terminal, and for a document in Markdown.
    public func lines() -> [String] {
        var lines = [
            "| set | column | F1 | false | missed | F1 without suspects | lost | sensitivity | completeness | pairs a record | unsure (true) |",
            "|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|",
        ]
        func decimals(_ value: Double, _ count: Int) -> String { String(format: "%.\(count)f", value) }
        for row in rows {
            let measures = row.measures
            let cells = [
                measures.name, row.column, decimals(measures.pairs.f1, 4), "\(measures.pairs.falsePositives)",
                "\(measures.pairs.falseNegatives)",
                measures.pairsWithoutSuspects.map {
                    "\(decimals($0.f1, 4)) (\($0.falsePositives), \($0.falseNegatives))"
                } ?? "", measures.works.map { "\($0.lost)" } ?? "",
                measures.works.map { decimals($0.sensitivity, 4) } ?? "", decimals(measures.completeness, 4),
                decimals(measures.pairsPerRecord, 1),
                row.column == "cross-validated" ? "" : "\(measures.unsureCount) (\(measures.unsureTrue))",
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        let judged = rows.filter { $0.column == "shipped" || $0.column == "given" }
        let unsure = judged.reduce(0) { $0 + $1.measures.unsureCount }
        let isTrue = judged.reduce(0) { $0 + $1.measures.unsureTrue }
        let all = judged.reduce(0) { $0 + $1.measures.truePairCount }
        let entries = judged.reduce(0) { $0 + $1.measures.reviewCount }
        let trueEntries = judged.reduce(0) { $0 + $1.measures.reviewTrue }
        lines.append("")
        lines.append(
            "unsure pairs: \(unsure), \(isTrue) of them true; \(decimals(all == 0 ? 0 : 100 * Double(unsure) / Double(all), 2)) % of the true pairs; entries of the review queue: \(entries), \(trueEntries) of them true; weights \(weightsVersion)"
        )
        return lines
    }
}

extension House {
    /// Measures deduplication on labelled sets.
    ///
    /// - Parameters:
    ///   - folders: Folders of labelled sets.
    ///   - columns: Also weights trained without the pairs they are tried on: five folds by true cluster, and each set
    ///     left out whole.
    ///   - weightsFile: A written table of weights; nil takes the one that ships.
    /// - Throws: `Ending` where a set cannot be read.
    public func evaluateDedup(
        folders: [String], profile: String, versions: String, columns: Bool, weightsFile: String? = nil, jobs: Int?
    ) throws(Ending) -> Evaluation {
        let policy = MatchingPolicy(
            versions: MatchingPolicy.Versions(rawValue: versions) ?? .link,
            profile: MatchingPolicy.Profile(rawValue: profile) ?? .balanced)
        let weights = try weightsFile.map(Self.weights(in:)) ?? .shipped
        let sets = try preparedSets(folders, frequencies: weights.frequencies)
        let jobs = Self.jobs(jobs)
        var evaluation = Evaluation()
        evaluation.weightsVersion = weights.version
        for set in sets {
            evaluation.rows.append(
                Evaluation.Row(
                    column: weightsFile == nil ? "shipped" : "given",
                    measures: set.measures(weights, policy: policy, jobs: jobs).measures))
        }
        guard columns else { return evaluation }
        var base = WeightTable.unlearned
        base.frequencies = weights.frequencies
        let folds = (0..<PreparedSet.foldCount).map { fold in
            Self.table(from: sets, base: base, policy: policy) { set, record in set.fold(of: record) == fold }
        }
        for set in sets {
            evaluation.rows.append(
                Evaluation.Row(
                    column: "cross-validated", measures: set.crossValidated(folds, policy: policy, jobs: jobs)))
        }
        for (index, set) in sets.enumerated() {
            var others = sets
            others.remove(at: index)
            let table = Self.table(from: others, base: base, policy: policy) { _, _ in false }
            evaluation.rows.append(
                Evaluation.Row(
                    column: "set left out", measures: set.measures(table, policy: policy, jobs: jobs).measures))
        }
        return evaluation
    }

    func preparedSets(_ folders: [String], frequencies: FrequencyTable) throws(Ending) -> [PreparedSet] {
        var sets: [PreparedSet] = []
        for folder in folders {
            do throws(Problem) {
                sets.append(PreparedSet(try LabelledSet(folder: folder), frequencies: frequencies))
            } catch {
                throw Ending(.noUsableInput, error)
            }
        }
        return sets
    }

    static func table(
        from sets: [PreparedSet], base: WeightTable, policy: MatchingPolicy,
        isHeldOut: (PreparedSet, Int) -> Bool
    ) -> WeightTable {
        func observations(_ base: WeightTable) -> [Observation] {
            sets.flatMap { set in
                set.observations(Comparator(table: set.table, weights: base, policy: policy)) { isHeldOut(set, $0) }
            }
        }
        // Which containers are one is learned first: their levels depend on it.
        var base = base
        base.aliases = WeightTraining.aliases(from: observations(base))
        return WeightTraining().table(from: observations(base), base: base, version: "trained here")
    }

    /// Makes a table of weights from labelled sets, and of frequencies from texts.
    ///
    /// - Parameters:
    ///   - labels: Folders of labelled sets.
    ///   - texts: Files in any form that `import` reads, whose titles and names are counted; none keeps the frequencies
    ///     that ship.
    /// - Returns: The written table and its version.
    /// - Throws: `Ending` where a set or a file cannot be read.
    public func trainedTable(labels: [String], texts: [String]) throws(Ending) -> (text: String, version: String) {
        var frequencies = WeightTable.shipped.frequencies
        if !texts.isEmpty {
            var table = PortraitTable(frequencies: frequencies)
            let preparer = Preparer()
            for path in texts {
                do throws(Problem) {
                    let intake = try FileIntake(path: path)
                    while let portion = try intake.next() {
                        for record in preparer.read(
                            portion, path: path, as: IntakeHint(), make: { _, _, record in record }
                        )
                        .items {
                            table.append(record)
                        }
                    }
                } catch {
                    throw Ending(.noUsableInput, error)
                }
            }
            var count = FrequencyCount()
            count.add(table)
            frequencies = count.table()
        }
        let sets = try preparedSets(labels, frequencies: frequencies)
        var base = WeightTable.unlearned
        base.frequencies = frequencies
        let table = Self.table(from: sets, base: base, policy: MatchingPolicy(versions: .merge)) { _, _ in false }
        do {
            let frozen = try table.frozen()
            return (frozen.text, frozen.version)
        } catch {
            throw Ending(
                .cannotWrite,
                Problem("the table cannot be read back: \(error)", place: "weights", remedy: "report this", reach: .run)
            )
        }
    }

    public func write(_ text: String, to path: String) throws(Ending) {
        try DedupOutcome.write(Array(text.utf8), to: path)
    }
}
