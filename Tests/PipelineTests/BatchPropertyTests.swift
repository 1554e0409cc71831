import Catalog
import Foundation
import Records
import TestSupport
import Testing

@testable import Pipeline

/// Rows of many records: the labelled pairs, and works that a generator damages.
private enum Corpus {
    typealias Row = [String: String]

    /// Both rows of every third labelled pair, each under an id of its own, and `works` made-up works.
    static func rows(works: Int, seed: UInt64) throws -> [Row] {
        var rows: [Row] = []
        for (number, pair) in try LabelledPairs.all().enumerated() where number % 3 == Int(seed % 3) {
            for (letter, var row) in [("a", pair.a), ("b", pair.b)] {
                row["id"] = "pair\(number)\(letter)"
                rows.append(row)
            }
        }
        var random = SeededGenerator(seed: seed)
        for work in 0..<works { rows += copies(of: work, &random) }
        return rows
    }

    private static let families = [
        "Carmack", "Meyer", "Dubois", "Chen", "Adler", "Müller", "O'Neill", "van der Berg", "Sato", "Kowalska",
    ]
    private static let words = [
        "heroin", "withdrawal", "amygdala", "barn owls", "waggle dances", "urban foxes", "memory", "salt marshes",
        "glaciers", "sleep", "zebrafish", "learning", "cortisol", "vaccination", "soil carbon", "eye movements",
        "lead exposure", "cities", "migration", "fatigue",
    ]
    private static let sources = ["scopus", "embase", "wos", "crossref", ""]

    /// One to five records of a work; now and then one of a work that resembles it.
    private static func copies(of work: Int, _ random: inout SeededGenerator) -> [Row] {
        func pick(_ list: [String], _ random: inout SeededGenerator) -> String {
            list[Int.random(in: 0..<list.count, using: &random)]
        }
        let subject = (0..<3).map { _ in pick(words, &random) }.joined(separator: ", ")
        let title =
            work.isMultiple(of: 17) ? "Editorial" : "\(subject.capitalized): a study of \(pick(words, &random))"
        let authors = (0..<Int.random(in: 1...4, using: &random)).map { _ in
            (family: pick(families, &random), given: pick(["Anna", "Boris", "Chloe", "David"], &random))
        }
        let (year, page) = (Int.random(in: 1990...2020, using: &random), Int.random(in: 1...900, using: &random))
        let volume = Int.random(in: 1...40, using: &random)
        var rows: [Row] = []
        for copy in 0..<Int.random(in: 1...5, using: &random) {
            func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }
            var row = [
                "id": "work\(work)-\(copy)", "type": "article", "title": title, "year": "\(year)",
                "journal": "Journal of Made-up Results \(work % 7)", "volume": "\(volume)",
                "pages": "\(page)-\(page + 9)",
                "doi": "10.5555/work\(work)",
            ]
            row["source"] = pick(sources, &random)
            let isShort = chance(0.4)
            row["authors"] = authors.map { "\($0.family), \(isShort ? String($0.given.prefix(1)) : $0.given)" }
                .joined(separator: "; ")
            if chance(0.3) { row["doi"] = nil }
            if chance(0.1) { row["doi"] = "10.5555/other\(work)-\(copy)" }
            if chance(0.2) { row["pages"] = "\(page)" }
            if chance(0.15) { row["year"] = "\(year + 1)" }
            if chance(0.15) { row["title"] = title + ": a preliminary report" }
            if chance(0.15) { row["title"] = title.replacing("tu", with: "ut") }
            if chance(0.1) { row["volume"] = nil }
            if chance(0.1) { row["type"] = "preprint" }
            if chance(0.1) { row["title"] = title + ", part \(copy)" }
            rows.append(row)
        }
        return rows
    }

    static func write(_ rows: [Row], in folder: String) throws -> String {
        func quoted(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
        let lines =
            [LabelledPairs.columns.joined(separator: ",")]
            + rows.map { row in
                LabelledPairs.columns.map { quoted(row[$0] ?? "") }.joined(separator: ",")
            }
        let path = "\(folder)/\(UUID().uuidString).csv"
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
        return path
    }

    /// `rows` in another order, cut into some batches.
    static func batches(_ rows: [Row], _ random: inout SeededGenerator) -> [[Row]] {
        let shuffled = rows.shuffled(using: &random)
        let cuts = Set(
            (0..<Int.random(in: 1...4, using: &random)).map { _ in Int.random(in: 1..<rows.count, using: &random) })
        var batches: [[Row]] = []
        var start = 0
        for cut in cuts.sorted() + [rows.count] {
            batches.append(Array(shuffled[start..<cut]))
            start = cut
        }
        return batches
    }
}

// One at a time, and with room between: replicas of other tests need the threads.
@Suite("Records that come in batches", .serialized)
struct BatchPropertyTests {
    @Test(
        "are clustered as `dedup` clusters the files, whatever the order and the batches",
        arguments: [1, 2, 3] as [UInt64])
    func oneShot(seed: UInt64) async throws {
        let rows = try Corpus.rows(works: 60, seed: seed)
        #expect(rows.count > 400)
        try await Library.with([]) { library in
            var random = SeededGenerator(seed: seed)
            for batch in Corpus.batches(rows, &random) {
                _ = try await library.house.importFiles(
                    [Corpus.write(batch, in: library.folder)], as: IntakeHint(), jobs: 2)
            }
            let files = try Corpus.batches(rows, &random).map { try Corpus.write($0, in: library.folder) }
            let outcome = try await library.house.deduplicate(files: files, as: IntakeHint(), jobs: 2)
            let expected = Set(outcome.clusters.map { Set($0.map { outcome.ids[$0].description }) })
            let found = Set(try library.clusters().map(Set.init))
            #expect(outcome.ids.count == rows.count)
            #expect(found.count < rows.count && found.contains { $0.count > 2 })
            #expect(found.subtracting(expected) == [])
            #expect(expected.subtracting(found) == [])
        }
    }

    @Test(
        "give the records, clusters and decisions of one run, with people's actions in between",
        arguments: [1, 2, 3] as [UInt64])
    func oneRun(seed: UInt64) async throws {
        let rows = try Corpus.rows(works: 40, seed: seed + 10)
        try await Library.with([]) { library in
            var random = SeededGenerator(seed: seed)
            for batch in Corpus.batches(rows, &random) {
                _ = try await library.house.importFiles(
                    [Corpus.write(batch, in: library.folder)], as: IntakeHint(), jobs: 2)
                for _ in 0..<3 {
                    try Self.decide(library, &random)
                    await Task.yield()
                }
            }
            try library.house.exportDecisions(to: library.folder + "/decisions.csv")
            #expect(try library.decisions().count >= 3)
            let file = try Corpus.write(rows.shuffled(using: &random), in: library.folder)
            let other = library.other("other.sqlite")
            if seed == 1 { _ = try other.house.importDecisions(library.folder + "/decisions.csv") }
            _ = try await other.house.importFiles([file], as: IntakeHint(), jobs: 2)
            if seed != 1 { _ = try other.house.importDecisions(library.folder + "/decisions.csv") }
            #expect(try other.decisions() == library.decisions())
            #expect(try other.clusters() == library.clusters())
            #expect(try other.dump() == library.dump())
        }
    }

    @Test("are matched by the catalog's own weights and profile, as one run matches them")
    func ownWeights() async throws {
        let rows = try Corpus.rows(works: 30, seed: 30)
        try await Library.with([]) { library in
            var random = SeededGenerator(seed: 30)
            let batches = Corpus.batches(rows, &random)
            for (number, batch) in batches.enumerated() {
                _ = try await library.house.importFiles(
                    [Corpus.write(batch, in: library.folder)], as: IntakeHint(), jobs: 2)
                if number == 0 {
                    let change = MatchingChange(weights: .learned, profile: "sensitive")
                    let table = try library.house.retrain(change, isDry: false, jobs: 2).table
                    try library.house.write(table, to: library.folder + "/weights.txt")
                }
            }
            let other = library.other("other.sqlite")
            _ = try await other.house.importFiles(
                [Corpus.write(rows, in: library.folder)], as: IntakeHint(), jobs: 2)
            let change = MatchingChange(weights: .file(library.folder + "/weights.txt"), profile: "sensitive")
            _ = try other.house.retrain(change, isDry: false, jobs: 1)
            #expect(try other.clusters() == library.clusters())
            #expect(try other.dump() == library.dump())
            let outcome = try await library.house.deduplicate(
                files: [Corpus.write(rows, in: library.folder)], as: IntakeHint(), profile: "sensitive",
                weightsFile: library.folder + "/weights.txt", jobs: 2)
            #expect(
                Set(outcome.clusters.map { Set($0.map { outcome.ids[$0].description }) })
                    == Set(try library.clusters().map(Set.init)))
            // What is matched anew is what came in batches.
            _ = try library.house.retrain(change, isDry: false, jobs: 2)
            #expect(try other.dump() == library.dump())
        }
    }

    @Test("of no source may be one under two DOIs, as in `dedup`; of one source not")
    func genericSource() async throws {
        func rows(_ source: String) -> [Corpus.Row] {
            ["10.5555/first", "10.5555/alias"].enumerated().map { number, doi in
                [
                    "id": "\(number)", "source": source, "type": "article", "doi": doi, "year": "2011",
                    "title": "Waggle dances of the honey bee on tilted combs", "authors": "Chen, L.; Sato, H.",
                    "journal": "Insects of Utopia", "volume": "2", "pages": "33-41",
                ]
            }
        }
        for (source, count) in [("", 1), ("scopus", 2)] {
            try await Library.with([]) { library in
                let file = try Corpus.write(rows(source), in: library.folder)
                _ = try await library.house.importFiles([file], as: IntakeHint(), jobs: 1)
                let outcome = try await library.house.deduplicate(files: [file], as: IntakeHint(), jobs: 1)
                #expect(outcome.clusterCount == count)
                #expect(try library.clusters().count == count)
            }
        }
    }

    /// A merge of two canonical records, a split of one, or a "different" between two records.
    private static func decide(_ library: Library, _ random: inout SeededGenerator) throws {
        let clusters = try library.clusters()
        func any() -> [String] { clusters[Int.random(in: 0..<clusters.count, using: &random)] }
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            let (a, b) = (any(), any())
            if a != b { _ = try library.house.merge([a[0], b[0]]) }
        case 1:
            let several = clusters.filter { $0.count > 1 }
            guard !several.isEmpty else { return }
            let members = several[Int.random(in: 0..<several.count, using: &random)]
            _ = try library.house.split(
                "\(try library.id(members[0]))", Array(members.shuffled(using: &random).prefix(members.count / 2)))
        default:
            let (a, b) = (any(), any())
            if a != b { _ = try library.house.review(a[0], b[0], .different) }
        }
    }
}
