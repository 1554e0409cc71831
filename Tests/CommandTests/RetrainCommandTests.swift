import Foundation
import Testing

@Suite("ibid retrain")
struct RetrainCommandTests {
    private static func words(_ place: Workplace) async throws -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: try await place.ibid("stats").lines.compactMap { line in
                let parts = line.split(separator: "\t").map(String.init)
                return ["weights", "weightsOf", "profile"].contains(parts[1]) ? (parts[1], parts[0]) : nil
            })
    }

    @Test("learns from the catalog, names the table in use, carries it to another catalog, and goes back")
    func roundTrip() async throws {
        try await Workplace.with { place in
            for file in [Fixture.table, Fixture.works] { _ = try await place.ibid("import", file, "--quiet") }
            let (dump, shipped) = (try await place.dump(), try await Self.words(place))
            #expect(shipped["weightsOf"] == "ibid" && shipped["profile"] == "balanced")

            let dry = try await place.ibid("retrain", "--dry-run")
            #expect(dry.status == 0 && dry.text.contains("would be: weights "), "\(dry.talk)")
            #expect(try await Self.words(place) == shipped)
            #expect(try await place.dump() == dump)

            let file = place.path("mine.txt")
            let made = try await place.ibid("retrain", "--json", "--output", file).object()
            let after = try #require(made["after"] as? [String: Any])
            #expect(made["dryRun"] as? Bool == false && made["run"] is Int)
            #expect((made["learnedFrom"] as? [String: Any])?["records"] as? Int ?? 0 > 20)
            let learned = try await Self.words(place)
            #expect(learned["weights"] == after["weights"] as? String && learned["weightsOf"] == "catalog")
            #expect(try place.read("mine.txt").hasPrefix("ibid-weights 2\n"))
            #expect(try await place.ibid("runs", "--limit", "1").text.contains("\tretrain\t"))
            let pair = try await place.ibid("search", "heroin", "--json").objects()
            let members = try #require(pair.compactMap { $0["members"] as? [String] }.first { $0.count > 1 })
            let explained = try await place.ibid("explain", members[0], members[1], "--json").object()
            #expect(explained["weights"] as? String == learned["weights"])

            let other = ["--catalog", place.path("other.sqlite")]
            _ = try await place.ibid(["import", Fixture.table, Fixture.works, "--quiet"] + other)
            #expect(try await place.ibid(["retrain", "--table", file, "-q"] + other).status == 0)
            let carried = try await place.ibid(["dump", "--canonical"] + other).lines
            let own = try await place.dump()
            #expect(carried == own)

            #expect(try await place.ibid("retrain", "--shipped", "--profile", "strict").status == 0)
            #expect(try await Self.words(place)["profile"] == "strict")
            #expect(try await place.ibid("retrain", "--profile", "balanced").status == 0)
            #expect(try await Self.words(place) == shipped)
            #expect(try await place.dump() == dump)
        }
    }

    static let wrong: [(words: [String], status: Int32)] = [
        (["--shipped", "--table", "x"], 64), (["--profile", "lax"], 64), (["--texts", "x"], 64),
        (["--labels", "x"], 64), (["--labels", "x", "--output", "y", "--shipped"], 64), (["--jobs", "0"], 64),
        (["--table", "/nowhere/weights.txt"], 65),
    ]

    @Test("is told what is wrong, and nothing changes", arguments: wrong)
    func mistakes(words: [String], status: Int32) async throws {
        try await Workplace.with { place in
            _ = try await place.ibid("import", Fixture.table, "--quiet")
            let before = try await place.ibid("dump").bytes
            let found = try await place.ibid(["retrain"] + words)
            #expect(found.status == status, "\(words): \(found.talk)")
            #expect(try await place.ibid("dump").bytes == before)
        }
    }

    @Test("makes no catalog by looking for one")
    func missing() async throws {
        try await Workplace.with { place in
            let found = try await place.ibid("retrain")
            #expect(found.status == 65, "\(found.talk)")
            #expect(!FileManager.default.fileExists(atPath: place.catalog))
        }
    }
}
