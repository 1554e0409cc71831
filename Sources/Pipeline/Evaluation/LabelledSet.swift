internal import Fetchers
internal import Formats
internal import Foundation
internal import Normalizer
internal import Records

/// Records of which people said which are the same: a folder with `records.csv`, and `truth.csv` or `pairs.csv`.
///
/// `truth.csv` has `id,cluster`, `pairs.csv` `id_a,id_b,match`, `suspects.csv` `id_a,id_b,label`, `eval.json` the member
/// `scope`: `all`, `cross_source`, `cross_source_pairs` or `labelled_pairs`.
public struct LabelledSet: Sendable {
    enum Scope: String, Sendable {
        case all
        case crossSource = "cross_source"
        case crossSourcePairs = "cross_source_pairs"
        case labelledPairs = "labelled_pairs"
    }

    struct Label: Sendable {
        var a: Int
        var b: Int
        var isMatch: Bool
    }

    public var name: String
    var scope: Scope
    var ids: [String] = []
    var records: [Record] = []
    /// Numbers of the `source` column.
    var sources: [Int] = []
    /// Number of each record's true cluster; empty without `truth.csv`.
    var truth: [Int] = []
    var pairs: [Label]?
    var suspects: [Label]?

    /// - Throws: `Problem` where a file is missing, or names ids that `records.csv` does not have.
    init(folder: String) throws(Problem) {
        name = URL(fileURLWithPath: folder).lastPathComponent
        scope = .all
        try readRecords(folder + "/records.csv")
        var places: [String: Int] = [:]
        for (index, id) in ids.enumerated() { places[id] = index }
        func place(_ id: String, _ file: String) throws(Problem) -> Int {
            if let place = places[id] { return place }
            throw Problem(
                "\(name): \(file) names \"\(id)\", which records.csv does not have", place: folder,
                remedy: "mend the set", reach: .source)
        }
        let hasTruth = FileManager.default.fileExists(atPath: folder + "/truth.csv")
        if hasTruth {
            var numbers: [String: Int] = [:]
            truth = Array(repeating: -1, count: ids.count)
            for row in try Self.rows(folder + "/truth.csv") {
                guard let id = row["id"], let cluster = row["cluster"] else { continue }
                let number = numbers[cluster] ?? numbers.count
                numbers[cluster] = number
                truth[try place(id, "truth.csv")] = number
            }
            if let missing = truth.firstIndex(of: -1) {
                throw Problem(
                    "\(name): truth.csv does not name \"\(ids[missing])\"", place: folder, remedy: "mend the set",
                    reach: .source)
            }
        }
        if FileManager.default.fileExists(atPath: folder + "/pairs.csv") {
            var labels: [Label] = []
            for row in try Self.rows(folder + "/pairs.csv") {
                guard let a = row["id_a"], let b = row["id_b"], let match = row["match"] else { continue }
                labels.append(
                    Label(a: try place(a, "pairs.csv"), b: try place(b, "pairs.csv"), isMatch: match == "1"))
            }
            pairs = labels
        }
        if FileManager.default.fileExists(atPath: folder + "/suspects.csv") {
            var labels: [Label] = []
            for row in try Self.rows(folder + "/suspects.csv") {
                guard let a = row["id_a"], let b = row["id_b"], let label = row["label"] else { continue }
                labels.append(
                    Label(a: try place(a, "suspects.csv"), b: try place(b, "suspects.csv"), isMatch: label == "1"))
            }
            suspects = labels
        }
        scope = try Self.scope(folder) ?? (hasTruth ? .all : .labelledPairs)
        if truth.isEmpty, pairs == nil || scope == .all || scope == .crossSource {
            throw Problem(
                "\(name): there is neither truth.csv nor pairs.csv", place: folder, remedy: "name a labelled set",
                reach: .source)
        }
    }

    private mutating func readRecords(_ path: String) throws(Problem) {
        let normalizer = Normalizer()
        do {
            let reader = CSVReader(try openByteStream(path: path))
            guard let header = try reader.row() else { return }
            let table = try TableReading(header: header.fields, file: name)
            let sourceColumn = header.fields.firstIndex { $0.lowercased() == "source" }
            var numbers: [String: Int] = [:]
            while let row = try reader.row() {
                guard let said = try table.record(row, place: TextPlace(path: path)) else { continue }
                ids.append(said.key)
                records.append(normalizer.record(from: said).record)
                let source = sourceColumn.map { $0 < row.fields.count ? row.fields[$0] : "" } ?? ""
                let number = numbers[source] ?? numbers.count
                numbers[source] = number
                sources.append(number)
            }
        } catch {
            throw Problem(
                "\(name): records.csv cannot be read: \(error)", place: path, remedy: "name a labelled set",
                reach: .source)
        }
    }

    private static func rows(_ path: String) throws(Problem) -> [[String: String]] {
        do {
            let reader = CSVReader(try openByteStream(path: path))
            guard let header = try reader.row()?.fields else { return [] }
            var rows: [[String: String]] = []
            while let row = try reader.row() {
                rows.append(Dictionary(zip(header, row.fields), uniquingKeysWith: { first, _ in first }))
            }
            return rows
        } catch {
            throw Problem("cannot be read: \(error)", place: path, remedy: "check the file", reach: .source)
        }
    }

    private static func scope(_ folder: String) throws(Problem) -> Scope? {
        guard let data = FileManager.default.contents(atPath: folder + "/eval.json") else { return nil }
        struct Eval: Decodable { var scope: String? }
        guard let eval = try? JSONDecoder().decode(Eval.self, from: data) else {
            throw Problem(
                "eval.json is no JSON object", place: folder + "/eval.json", remedy: "mend the set", reach: .source)
        }
        guard let word = eval.scope else { return nil }
        guard let scope = Scope(rawValue: word) else {
            throw Problem(
                "there is no scope \"\(word)\"", place: folder + "/eval.json", remedy: "mend the set", reach: .source)
        }
        return scope
    }

    // MARK: Pairs

    /// Whether a pair is scored as a pair of clusters.
    func counts(_ a: Int, _ b: Int) -> Bool {
        switch scope {
        case .all: true
        case .crossSource, .crossSourcePairs: sources[a] != sources[b]
        case .labelledPairs: false
        }
    }

    /// The pairs that are true matches, `a` < `b`, ascending.
    func truePairs() -> [CandidatePair] {
        switch scope {
        case .labelledPairs, .crossSourcePairs:
            return (pairs ?? []).filter(\.isMatch).map { CandidatePair(RecordIndex($0.a), RecordIndex($0.b)) }.sorted()
        case .all, .crossSource:
            var found: [CandidatePair] = []
            for members in Dictionary(grouping: truth.indices, by: { truth[$0] }).values {
                for (i, a) in members.enumerated() {
                    for b in members[(i + 1)...] where counts(a, b) {
                        found.append(CandidatePair(RecordIndex(a), RecordIndex(b)))
                    }
                }
            }
            return found.sorted()
        }
    }

    /// Whether a labelled pair is a match; nil where nobody said.
    func label(of pair: CandidatePair, among labelled: [CandidatePair: Bool]) -> Bool? {
        if scope == .labelledPairs { return labelled[pair] }
        guard counts(Int(pair.a), Int(pair.b)) else { return nil }
        if scope == .crossSourcePairs { return labelled[pair] ?? false }
        return truth[Int(pair.a)] == truth[Int(pair.b)]
    }
}
