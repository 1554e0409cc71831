import Foundation
import Records
import TestSupport
import Testing

@testable import DedupEngine
@testable import Pipeline

/// What the shipped weights make of labelled data. The figures are a ratchet: better is as much a reason to change a
/// number here as worse, so that they stay true.
@Suite("Accuracy")
struct AccuracyTests {
    /// How many of the project's own pairs are judged otherwise than a careful librarian judges them.
    struct Misses: Equatable {
        var joined = 0
        var missed = 0
    }

    static func misses(_ versions: MatchingPolicy.Versions, _ profile: MatchingPolicy.Profile) throws -> Misses {
        var misses = Misses()
        for pair in try LabelledPairs.all() {
            let (a, b) = try pair.records()
            var table = PortraitTable()
            table.append(a)
            table.append(b)
            let isProposed = table.isCandidate(CandidatePair(0, 1))
            let policy = MatchingPolicy(versions: versions, profile: profile)
            let isSame =
                isProposed && Comparator(table: table, policy: policy).score(CandidatePair(0, 1)).verdict == .same
            switch versions == .link ? pair.link : pair.merge {
            case .same where !isSame: misses.missed += 1
            case .different where isSame: misses.joined += 1
            default: break
            }
        }
        return misses
    }

    @Test(
        "on the project's own pairs is what it was",
        arguments: [
            (MatchingPolicy.Versions.link, MatchingPolicy.Profile.balanced, Misses(joined: 9, missed: 21)),
            (.link, .strict, Misses(joined: 7, missed: 26)),
            (.merge, .balanced, Misses(joined: 5, missed: 22)),
        ])
    func ownPairs(versions: MatchingPolicy.Versions, profile: MatchingPolicy.Profile, known: Misses) throws {
        let found = try Self.misses(versions, profile)
        #expect(found == known)
    }

    /// Folder of the shared labelled sets, where there is one.
    static let sets = Fixture.shared.map { $0 + "/../dedup/sets" }

    @Test("counts as the sets' own evaluator counts", .enabled(if: sets != nil, "skipped: no shared data"))
    func evaluator() throws {
        let root = try #require(Self.sets)
        let script = root + "/../evaluate.py"
        for name in ["sra_stroke", "dblp_acm", "fuzzycat_pairs"] {
            let set = PreparedSet(
                try LabelledSet(folder: "\(root)/\(name)"), frequencies: WeightTable.shipped.frequencies)
            let (measures, clusters) = set.measures(.shipped, policy: MatchingPolicy(versions: .merge), jobs: 2)
            let file = NSTemporaryDirectory() + "/\(UUID().uuidString).csv"
            defer { try? FileManager.default.removeItem(atPath: file) }
            var rows = "id,cluster\n"
            for (id, cluster) in zip(set.set.ids, clusters) { rows += "\"\(id)\",\(cluster)\n" }
            try rows.write(toFile: file, atomically: true, encoding: .utf8)
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["python3", script, "\(root)/\(name)", file, "--json"]
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let data = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            let said = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let pairs = try #require(said["pairs"] as? [String: Any])
            #expect(pairs["tp"] as? Int == measures.pairs.truePositives)
            #expect(pairs["fp"] as? Int == measures.pairs.falsePositives)
            #expect(pairs["fn"] as? Int == measures.pairs.falseNegatives)
            if let works = measures.works {
                let records = try #require(said["records_level"] as? [String: Any])
                #expect(records["fp"] as? Int == works.lost)
                #expect(records["fn"] as? Int == works.surplus)
            }
            if let without = measures.pairsWithoutSuspects {
                let pairs = try #require(said["pairs_without_suspects"] as? [String: Any])
                #expect(pairs["fp"] as? Int == without.falsePositives)
                #expect(pairs["fn"] as? Int == without.falseNegatives)
            }
        }
    }

    @Test(
        "on the shared sets is what it was", .enabled(if: sets != nil, "skipped: no shared data"),
        arguments: [
            ("sra_stroke", Misses(joined: 0, missed: 2)), ("sra_cytology", Misses(joined: 0, missed: 0)),
            ("sra_haematology", Misses(joined: 2, missed: 26)), ("sra2_tafenoquine", Misses(joined: 0, missed: 0)),
            ("digital_work", Misses(joined: 0, missed: 3)), ("mis_quarterly", Misses(joined: 22, missed: 111)),
            ("dblp_acm", Misses(joined: 14, missed: 52)), ("cora_1295", Misses(joined: 981, missed: 2276)),
            ("fuzzycat_pairs", Misses(joined: 4, missed: 10)), ("bibdedupe_testcases", Misses(joined: 1, missed: 0)),
        ])
    func sharedSets(name: String, known: Misses) throws {
        let root = try #require(Self.sets)
        let set = PreparedSet(try LabelledSet(folder: "\(root)/\(name)"), frequencies: WeightTable.shipped.frequencies)
        let (measures, _) = set.measures(.shipped, policy: MatchingPolicy(versions: .merge), jobs: 2)
        let found = Misses(joined: measures.pairs.falsePositives, missed: measures.pairs.falseNegatives)
        #expect(found == known)
    }

    /// Pairs of a preprint and its article, or of a notice and what it is about, and how many of them are joined. No weight
    /// was trained on these; that a preprint's DOI says nothing of its article's was learned from them.
    @Test(
        "on preprints and notices joins none by default, and with versions merged the preprints",
        .enabled(if: sets != nil, "skipped: no shared data"),
        arguments: [
            ("medrxiv_gold", MatchingPolicy.Versions.link, 0), ("medrxiv_gold", .merge, 379),
            ("preprints_in_motion", .link, 0), ("preprints_in_motion", .merge, 91), ("notices", .link, 0),
            ("notices", .merge, 4),
        ])
    func versions(name: String, versions: MatchingPolicy.Versions, joined: Int) throws {
        let folder = try #require(Self.sets) + "/../../versions/\(name)"
        func cell(_ value: Any?) -> String {
            "\"" + ((value as? String) ?? "").replacingOccurrences(of: "\"", with: "\"\"") + "\""
        }
        var records = "id,title,authors,year,doi,journal,abstract\n"
        for line in try String(contentsOfFile: folder + "/records.jsonl", encoding: .utf8).split(separator: "\n") {
            let said = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let authors = (said["authors"] as? [String] ?? []).joined(separator: "; ")
            let year = String((said["date"] as? String ?? "").prefix(4))
            records +=
                [
                    cell(said["id"]), cell(said["title"]), cell(authors), cell(year), cell(said["doi"]),
                    cell(said["server_or_journal"]), cell(said["abstract"]),
                ].joined(separator: ",") + "\n"
        }
        var pairs = "id_a,id_b,match\n"
        for line in try String(contentsOfFile: folder + "/pairs.tsv", encoding: .utf8).split(separator: "\n")
            .dropFirst()
        {
            let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            pairs += "\(cell(cells[0])),\(cell(cells[1])),\(cells[3])\n"
        }
        try withTemporaryFolder { made throws in
            try records.write(to: made.appending(path: "records.csv"), atomically: true, encoding: .utf8)
            try pairs.write(to: made.appending(path: "pairs.csv"), atomically: true, encoding: .utf8)
            let set = PreparedSet(try LabelledSet(folder: made.path), frequencies: WeightTable.shipped.frequencies)
            let (measures, _) = set.measures(.shipped, policy: MatchingPolicy(versions: versions), jobs: 2)
            #expect(measures.pairs.truePositives == joined)
            #expect(measures.pairs.falsePositives == 0)
        }
    }
}
