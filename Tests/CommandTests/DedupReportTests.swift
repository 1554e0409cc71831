import Foundation
import Testing

@Suite("What ibid dedup tells of duplicates")
struct DedupReportTests {
    private static let header = "id,source,type,title,authors,year,journal,volume,pages,doi\n"
    private static let bee =
        "article,Waggle dances of the honey bee on tilted combs,\"Chen, L.; Sato, H.\",2011,Insects of Utopia,2,33-41,10.5555/bee"
    private static let owl =
        "article,Sound localization by the barn owl under dim light,\"Meyer, A.; Dubois, C.\",2004,J Imaginary Results,7,201-219,10.5555/owl"
    private static let fox =
        "article,Urban foxes at night and their neighbours,\"Adler, B.\",1999,Utopian Mammals,4,1-8,10.5555/fox"
    private static let rat =
        "article,Heroin withdrawal rewires emotional learning in rats,\"Carmack, S.\",2019,J Imaginary Results,3,10-19,10.5555/rat"

    /// Eight records of four works: the bee in three sources and twice in one of them, the owl in two, the rest in one.
    private static func with(_ body: (Workplace, [String]) async throws -> Void) async throws {
        try await Workplace.with { place in
            let first = try place.write(
                "first.csv",
                header + "1,Scopus,\(bee)\n2,Scopus,\(owl)\n3,Scopus,\(fox)\n4,Scopus,\(bee)\n")
            let second = try place.write(
                "second.csv", header + "1,Embase,\(bee)\n2,Embase,\(owl)\n3,Embase,\(rat)\n7,WoS,\(bee)\n")
            try await body(place, [first, second])
        }
    }

    @Test("is the record that each was folded into, and the strongest link, in every format")
    func removed() async throws {
        try await Self.with { place, files in
            var words = ["dedup"] + files + ["--quiet"]
            for ending in ["csv", "jsonl", "json", "ris", "bib", "txt"] {
                let found = try await place.ibid(words + ["--removed", place.path("removed.\(ending)")])
                #expect(found.status == 0 && found.text.isEmpty, "\(found.talk)")
            }
            let table = try place.read("removed.csv").split(separator: "\n").map(String.init)
            #expect(table[0].contains(",language,kept,strongestLink,matchWeightBits,"))
            // No source is trusted more than another: embase comes first by name.
            #expect(table.dropFirst().map { $0.prefix { $0 != "," } } == ["1", "2", "4", "7"])
            #expect(table.dropFirst().allSatisfy { $0.contains(",embase:") })
            #expect(table[1].contains(",scopus,article-journal,Waggle dances"))
            let entries = try place.read("removed.jsonl").split(separator: "\n").map {
                try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
            }
            #expect(entries.map { $0["kept"] as? String } == ["embase:1", "embase:2", "embase:1", "embase:1"])
            #expect(entries.map { $0["source"] as? String } == ["scopus", "scopus", "scopus", "wos"])
            #expect(entries.allSatisfy { ($0["matchWeightBits"] as? Double ?? 0) > 1 })
            #expect(entries.allSatisfy { $0["strongestLink"] is String })
            let note = "Duplicate of embase:1 ("
            for ending in ["json", "ris", "bib", "txt"] {
                let text = try place.read("removed.\(ending)")
                #expect(text.components(separatedBy: note).count == 4, "\(ending)")
                #expect(!text.contains("Urban foxes") && !text.contains("Heroin"))
            }
            let cslRecords =
                try JSONSerialization.jsonObject(with: Data(place.read("removed.json").utf8)) as? [[String: Any]]
            #expect(cslRecords?.count == 4)
            // Files in another order: another order of lines, and the same is kept.
            words = ["dedup", files[1], files[0], "--removed", place.path("again.jsonl"), "-q"]
            #expect(try await place.ibid(words).status == 0)
            let again = try place.read("again.jsonl").split(separator: "\n").map(String.init)
            let former = try place.read("removed.jsonl").split(separator: "\n").map(String.init)
            func kept(_ lines: [String]) -> Set<String> {
                Set(lines.map { $0.prefix { $0 != "[" }.components(separatedBy: "\"strongestLink\"")[0] })
            }
            #expect(kept(again) == kept(former))
            #expect(try await place.ibid("dedup", files[0], "--removed", place.path("x.docx")).status == 64)
        }
    }

    @Test("keeps the record of the source that the configuration trusts most")
    func trusted() async throws {
        try await Self.with { place, files in
            let config = try place.write("ibid.toml", "trust = [\"wos\", \"scopus\"]\n")
            let found = try await place.ibid(
                ["dedup"] + files + ["--config", config, "--removed", place.path("removed.csv")])
            #expect(found.status == 0, "\(found.talk)")
            let kept = try place.read("removed.csv").split(separator: "\n").dropFirst().map { row in
                row.firstMatch(of: /,(\w+:\d),\w+:\d,[\d.]+,/).map { String($0.1) }
            }
            #expect(kept == ["wos:7", "wos:7", "wos:7", "scopus:2"])
        }
    }

    @Test("is what a flow diagram counts, and what sources and files share")
    func report() async throws {
        try await Self.with { place, _ in
            let lines = try await place.ibid("dedup", "first.csv", "second.csv", "--report", "-q").lines
            #expect(
                lines == [
                    "records identified               8", "  embase                         3",
                    "  scopus                         4", "  wos                            1",
                    "removed before screening         4", "  duplicates within a source     0",
                    "  duplicates across sources      4", "  could not be read              0",
                    "records to be screened           4", "  pairs of them that may be one  0",
                    "source  records  removed  kept  clusters  of its own",
                    "embase        3        0     3         3           1",
                    "scopus        4        3     1         3           1",
                    "wos           1        1     0         1           0",
                    "clusters of both  (1)  (2)  (3)", "(1) embase          3    2    1",
                    "(2) scopus          2    3    1", "(3) wos             1    1    1",
                    "file        records  removed  kept  clusters  of its own",
                    "first.csv         4        3     1         3           1",
                    "second.csv        4        1     3         3           1",
                    "clusters of both  (1)  (2)", "(1) first.csv       3    2", "(2) second.csv      2    3",
                ])
        }
    }

    @Test("is in JSON where that is asked for, with rejected records by file")
    func json() async throws {
        try await Self.with { place, files in
            let broken = try place.write("broken.jsonl", "{\"source\": 3}\n")
            let found = try await place.ibid(["dedup"] + files + [broken, "--report", "--json"])
            #expect(found.status == 1)
            let report = try #require(try found.object()["report"] as? [String: Any])
            for (name, value) in [
                "identified": 9, "rejected": 1, "duplicatesRemoved": 4, "duplicatesWithinSource": 0,
                "duplicatesAcrossSources": 4, "remaining": 4, "unsurePairs": 0,
            ] {
                #expect(report[name] as? Int == value, "\(name): \(report[name] ?? "none")")
            }
            let sources = try #require(report["sources"] as? [[String: Any]])
            #expect(sources.map { $0["name"] as? String } == ["embase", "scopus", "wos"])
            #expect(sources.map { $0["records"] as? Int } == [3, 4, 1])
            #expect(sources.map { $0["duplicatesRemoved"] as? Int } == [0, 3, 1])
            #expect(sources.map { $0["clusters"] as? Int } == [3, 3, 1])
            #expect(sources.map { $0["clustersOfItsOwn"] as? Int } == [1, 1, 0])
            let shared = try #require(report["sourceOverlap"] as? [[String: Any]])
            #expect(
                shared.map { "\($0["a"] ?? "") \($0["b"] ?? "") \($0["clusters"] ?? "")" } == [
                    "embase scopus 2", "embase wos 1", "scopus wos 1",
                ])
            let read = try #require(report["files"] as? [[String: Any]])
            #expect(read.map { $0["records"] as? Int } == [4, 4, 0])
            #expect(read.map { $0["rejected"] as? Int } == [0, 0, 1])
            #expect(read.map { $0["clustersOfItsOwn"] as? Int } == [1, 1, 0])
            let both = try #require(report["fileOverlap"] as? [[String: Any]])
            #expect(both.map { $0["clusters"] as? Int } == [2])
            #expect(try await place.ibid(["dedup"] + files + ["--json"]).object()["report"] == nil)
        }
    }
}
