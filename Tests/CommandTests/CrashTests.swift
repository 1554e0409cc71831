import Catalog
import Foundation
import Replica
import Testing

/// Records for runs that are struck down or shuffled.
enum Works {
    /// `count` works, every fourth told of by an aggregator too, without its DOI, every fifth in two
    /// versions.
    static func lines(_ count: Int) -> [String] {
        let subjects = [
            "sleep", "memory", "reward", "stress", "pain", "hearing", "vision", "growth", "repair", "taste",
        ]
        let places = ["rat", "mouse", "zebrafish", "fruit fly", "macaque", "honey bee", "squid"]
        return (0..<count).flatMap { number -> [String] in
            let title = "Neural circuits of \(subjects[number % 10]) in the \(places[number % 7]): survey \(number / 4)"
            let doi = "10.5555/run.\(number)"
            let author = ["Adler", "Baker", "Chen", "Dubois"][number / 2 % 4]
            var lines = [
                Fixture.work(doi, title, author: author, year: 2000 + number % 20, page: "\(number)-\(number + 9)")
            ]
            if number % 5 == 0 {
                lines.append(
                    Fixture.work(
                        doi, title + " (revised)", author: author, year: 2000 + number % 20,
                        page: "\(number)-\(number + 9)", deposited: 2 + number % 3))
            }
            if number % 4 == 0 {
                lines.append(
                    #"{"title":"\#(title.uppercased())","authors":"Jane \#(author)","doi":"","PeriodicalName":"Journal of Demonstrations","#
                        + #""PeriodicalIF":1.5,"publicationDate":"\#(2000 + number % 20)-01-02","platform":"Semanticscholar","#
                        + #""journal":{"name":"Journal of Demonstrations","volume":"3","pages":"\#(number)-\#(number + 9)"},"PMCID":null}"#
                )
            }
            return lines
        }
    }
}

@Suite("A run that is killed")
struct CrashTests {
    private static let portions = 16

    /// Files of a few records each: a file is a transaction at least.
    private static func files(in place: Workplace) throws -> [String] {
        let lines = Works.lines(100)
        return try (0..<portions).map { number in
            let part = lines[(number * lines.count / portions)..<((number + 1) * lines.count / portions)]
            return try place.write("part-\(number).jsonl", part.map { $0 + "\n" }.joined())
        }
    }

    private static func records(in place: Workplace) async throws -> Int {
        let stats = try await place.ibid("stats", "--json")
        return stats.status == 0 ? try stats.object()["sourceRecords"] as? Int ?? 0 : 0
    }

    @Test(
        "import, struck while it waits for the next record of a file, then run again, gives the same catalog",
        arguments: [0, 1, 7, 15])
    func importBetween(whole: Int) async throws {
        try await Workplace.with { place in
            let files = try Self.files(in: place)
            let undisturbed = place.path("undisturbed.sqlite")
            _ = try await place.ibid(["import", "--quiet", "--catalog", undisturbed] + files)
            let expected = try await place.ibid("dump", "--canonical", "--catalog", undisturbed).lines

            // The next file is a pipe that holds half of it and stays open.
            let pipe = place.path("pipe")
            try #require(mkfifo(pipe, 0o600) == 0)
            let end = open(pipe, O_RDWR)
            try #require(end >= 0)
            let half = Array(try place.read("part-\(whole).jsonl").utf8)
            _ = half.withUnsafeBytes { write(end, $0.baseAddress, $0.count / 2) }
            let run = try place.shell.start(
                try Fixture.program("ibid"), ["import", "--quiet"] + files.prefix(whole) + [pipe])
            var stored = 0
            let wanted = try files.prefix(whole).reduce(0) { try $0 + place.lineCount($1) }
            for _ in 0..<200 where stored < wanted {
                stored = try await Self.records(in: place)
                if stored < wanted { try await Task.sleep(for: .milliseconds(20)) }
            }
            run.strike()
            #expect(try await run.end().signal == SIGKILL)
            close(end)
            #expect(stored >= min(wanted, 1))
            let again = try await place.ibid(["import", "--quiet"] + files)
            #expect(again.status == 0, "\(again.talk)")
            #expect(try await place.dump() == expected)
        }
    }

    @Test(
        "import, struck when so much is written, and once more, then run again, gives the same catalog",
        arguments: [1, 200_000, 600_000, 1_500_000])
    func importAt(bytes: Int) async throws {
        try await Workplace.with { place in
            let files = try Self.files(in: place)
            let undisturbed = place.path("undisturbed.sqlite")
            _ = try await place.ibid(["import", "--quiet", "--catalog", undisturbed] + files)
            let expected = try await place.ibid("dump", "--canonical", "--catalog", undisturbed).lines
            for _ in 0..<2 {
                let run = try place.shell.start(try Fixture.program("ibid"), ["import", "--quiet"] + files)
                // The write-ahead log grows with each transaction, also in the middle of one.
                while !run.hasEnded {
                    var status = stat()
                    if stat(place.catalog + "-wal", &status) == 0, Int(status.st_size) >= bytes { break }
                    try await Task.sleep(for: .milliseconds(1))
                }
                run.strike()
                _ = try await run.end()
            }
            let again = try await place.ibid(["import", "--quiet"] + files)
            #expect(again.status == 0, "\(again.talk)")
            #expect(try await place.dump() == expected)
        }
    }

    @Test(
        "import, struck while it merges duplicates, then run again, gives the same catalog", arguments: [0, 5, 20, 60])
    func importMerging(milliseconds: Int) async throws {
        try await Workplace.with { place in
            let files = try Self.files(in: place)
            let undisturbed = place.path("undisturbed.sqlite")
            _ = try await place.ibid(["import", "--quiet", "--catalog", undisturbed] + files)
            let expected = try await place.ibid("dump", "--canonical", "--catalog", undisturbed).lines
            _ = try await place.ibid(["import", "--quiet", "--no-dedup"] + files.dropLast())
            let before = try await Self.records(in: place)
            let run = try place.shell.start(
                try Fixture.program("ibid"), ["import", "--quiet", files[Self.portions - 1]])
            for _ in 0..<200 {
                if try await Self.records(in: place) > before { break }
                try await Task.sleep(for: .milliseconds(2))
            }
            try await Task.sleep(for: .milliseconds(milliseconds))
            run.strike()
            _ = try await run.end()
            let again = try await place.ibid(["import", "--quiet"] + files)
            #expect(again.status == 0, "\(again.talk)")
            #expect(try await place.dump() == expected)
        }
    }

    @Test(
        "harvest, struck after so many requests, then run again, gives the same catalog", arguments: [1, 3, 8, 12, 16])
    func harvest(requests: Int) async throws {
        var options = ReplicaServer.Options()
        options.latencyMilliseconds = 15
        try await Workplace.withReplica(options, rows: 4) { place, server in
            let undisturbed = place.path("undisturbed.sqlite")
            _ = try await place.ibid(
                "harvest", "--quiet", "--catalog", undisturbed, "--cache", place.path("other-cache"))
            let whole = server.log.count
            #expect(whole > 16)
            let expected = try await place.ibid("dump", "--canonical", "--catalog", undisturbed).lines
            #expect(expected.count > 40)
            let run = try place.shell.start(try Fixture.program("ibid"), ["harvest", "--quiet"])
            for _ in 0..<4000 where server.log.count < whole + requests {
                try await Task.sleep(for: .milliseconds(2))
            }
            run.strike()
            #expect(try await run.end().signal == SIGKILL)
            let again = try await place.ibid("harvest", "--quiet")
            #expect(again.status == 0, "\(again.talk)")
            #expect(try await place.dump() == expected)
            #expect(try await place.ibid("cache", "verify").status == 0)
        }
    }

    @Test("is not needed for others to read; who would write waits, then ends with 75")
    func locked() async throws {
        try await Workplace.with { place in
            _ = try await place.ibid("import", Fixture.works, "--quiet")
            let content = try await place.dump()
            let catalog = try CatalogFile(path: place.catalog, mode: .readWrite)
            let isHeld = DispatchSemaphore(value: 0)
            let release = DispatchSemaphore(value: 0)
            Thread {
                try? catalog.write { _ in
                    isHeld.signal()
                    release.wait()
                }
                isHeld.signal()
            }.start()
            isHeld.wait()
            #expect(try await place.dump() == content)
            let found = try await place.shell.run(
                Fixture.program("ibid"), ["import", Fixture.table], isGated: false)
            #expect(found.status == 75, "\(found.talk)")
            #expect(found.talk.contains("locked by another run"))
            release.signal()
            isHeld.wait()
            #expect(try await place.dump() == content)
        }
    }

    @Test("holds no lock: the next run starts at once; two at a time take turns")
    func twoAtOnce() async throws {
        try await Workplace.with { place in
            let files = try Self.files(in: place)
            let undisturbed = place.path("undisturbed.sqlite")
            _ = try await place.ibid(["import", "--quiet", "--catalog", undisturbed] + files)
            async let first = place.ibid(["import", "--quiet"] + files)
            async let second = place.ibid(["import", "--quiet"] + files.reversed())
            #expect(try await [first.status, second.status] == [0, 0])
            let expected = try await place.ibid("dump", "--canonical", "--catalog", undisturbed).lines
            #expect(try await place.dump() == expected)
        }
    }
}

extension Workplace {
    func lineCount(_ path: String) throws -> Int {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count
    }
}
