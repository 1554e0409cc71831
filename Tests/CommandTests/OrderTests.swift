import Foundation
import TestSupport
import Testing

@Suite("The order in which records arrive")
struct OrderTests {
    /// Versions of one record with the same time, records of several sources for one work, and a table.
    private static func lines() throws -> [String] {
        let tie = (0..<4).map { Fixture.work("10.5555/tie", "One title in version \($0) of a tie", deposited: 3) }
        let recorded = try String(contentsOfFile: Fixture.works, encoding: .utf8).split(separator: "\n").map(
            String.init)
        let page = try String(contentsOfFile: Fixture.page, encoding: .utf8).split(separator: "\n").first.map(
            String.init)
        return Works.lines(60) + tie + recorded + [try #require(page)]
    }

    private static func expected(_ place: Workplace) async throws -> [String] {
        let file = try place.write("all.jsonl", try lines().map { $0 + "\n" }.joined())
        let catalog = place.path("expected.sqlite")
        let report = try await place.ibid("import", "--quiet", file, Fixture.table, "--catalog", catalog)
        #expect(report.status == 0, "\(report.talk)")
        return try await place.ibid("dump", "--canonical", "--catalog", catalog).lines
    }

    private static func shuffled(_ place: Workplace, seed: UInt64, files: Int) throws -> [String] {
        var random = SeededGenerator(seed: seed)
        let lines = try lines().shuffled(using: &random)
        var paths = try (0..<files).map { number in
            let part = lines.enumerated().filter { $0.offset % files == number }.map { $0.element + "\n" }
            return try place.write("\(seed)-\(number).jsonl", part.joined())
        }
        paths.insert(Fixture.table, at: Int.random(in: 0...paths.count, using: &random))
        return paths
    }

    @Test("changes nothing, on any number of threads", arguments: [1, 2, 3, 8], [1, 5] as [UInt64])
    func jobs(jobs: Int, seed: UInt64) async throws {
        try await Workplace.with { place in
            let expected = try await Self.expected(place)
            let files = try Self.shuffled(place, seed: seed, files: Int(seed))
            let report = try await place.ibid(["import", "--quiet", "--jobs", "\(jobs)"] + files)
            #expect(report.status == 0, "\(report.talk)")
            try Self.compare(try await place.dump(), expected)
        }
    }

    @Test("changes nothing where each file is a run of its own", arguments: [11, 12, 13, 14] as [UInt64])
    func runs(seed: UInt64) async throws {
        try await Workplace.with { place in
            let expected = try await Self.expected(place)
            for file in try Self.shuffled(place, seed: seed, files: 4) {
                let report = try await place.ibid("import", "--quiet", file)
                #expect(report.status == 0, "\(report.talk)")
            }
            try Self.compare(try await place.dump(), expected)
        }
    }

    @Test("changes nothing where a harvest comes before an import, or after it")
    func harvestAndImport() async throws {
        try await Workplace.withReplica { place, _ in
            var dumps: [[String]] = []
            for order in [[["harvest"], ["import"] + Fixture.all], [["import"] + Fixture.all, ["harvest"]]] {
                let catalog = place.path("\(dumps.count).sqlite")
                for command in order {
                    let report = try await place.ibid(command + ["--quiet", "--catalog", catalog])
                    #expect(report.status == 0, "\(report.talk)")
                }
                dumps.append(try await place.ibid("dump", "--canonical", "--catalog", catalog).lines)
            }
            try Self.compare(dumps[0], dumps[1])
        }
    }

    /// Says which lines differ; whole dumps are too long to read.
    private static func compare(_ got: [String], _ expected: [String]) throws {
        let missing = Set(expected).subtracting(got).sorted().prefix(3)
        let surplus = Set(got).subtracting(expected).sorted().prefix(3)
        #expect(missing.isEmpty && surplus.isEmpty, "missing \(missing)\nsurplus \(surplus)")
        #expect(got.count == expected.count)
    }
}
