import Foundation
import Testing

@Suite("Every command")
struct HabitTests {
    /// What the issue promises of each command, beside the flags that all take.
    static let promised: [(String, [String])] = [
        ("resolve", ["--format", "--source", "--offline", "--explain"]),
        ("harvest", ["--since", "--limit", "--dry-run", "--offline"]),
        ("import", ["--from", "--source", "--jobs", "--no-dedup"]),
        ("dedup", ["--clusters", "--output", "--from", "--source", "--versions", "--jobs"]),
        ("show", ["--raw", "--provenance"]),
        ("explain", []), ("search", ["--limit", "--format"]),
        (
            "export",
            ["--format", "--query", "--output", "--since", "--per", "--sort", "--style", "--keys", "--ascii"]
        ), ("stats", []),
        ("sources", []), ("runs", ["--limit", "--problems"]), ("check", []), ("dump", ["--canonical"]),
        ("inspect", ["--source", "--from", "--records"]), ("cache stats", []), ("cache prune", ["--days"]),
        ("cache verify", []), ("config init", ["--force"]), ("config check", []),
    ]
    static let everywhere = ["--catalog", "--cache", "--config", "--quiet", "--json", "--help"]

    @Test("names every flag in its --help, on stdout", arguments: promised)
    func help(command: String, flags: [String]) async throws {
        try await Workplace.with { place in
            let words = command.split(separator: " ").map(String.init)
            let help = try await place.ibid(words + ["--help"])
            #expect(help.status == 0)
            #expect(help.talk.isEmpty)
            for flag in flags + Self.everywhere { #expect(help.text.contains(flag), "\(command) \(flag)") }
            let usage = try await place.ibid(words + ["--nosuchflag"])
            #expect(usage.status == 64)
            #expect(usage.text.isEmpty)
            #expect(usage.talk.contains("USAGE") || usage.talk.contains("Usage"))
        }
    }

    @Test("is listed by ibid --help, with the exit codes")
    func rootHelp() async throws {
        try await Workplace.with { place in
            let help = try await place.ibid("--help")
            #expect(help.status == 0)
            for (command, _) in Self.promised {
                let first = String(command.prefix { $0 != " " })
                #expect(help.text.contains("\n  \(first) "), "\(first)")
            }
            for code in [0, 1, 3, 64, 65, 69, 74, 75, 78] {
                #expect(help.text.contains(try Regex("\n *\(code)\\s+[a-z]")), "\(code)")
            }
            #expect(try await place.ibid("help", "resolve").text == place.ibid("resolve", "--help").text)
            let version = try await place.ibid("--version")
            #expect(version.status == 0)
            #expect(version.text.contains(try Regex(#"^[0-9]+\.[0-9]+\.[0-9]+\n$"#)))
        }
    }

    @Test(
        "ends with 64 where its arguments are missing or wrong",
        arguments: [
            ["nosuch"], ["resolve"], ["import"], ["dedup"], ["show"], ["explain", "a"], ["search"], ["inspect"],
            ["cache", "prune"], ["cache", "prune", "--days", "many"], ["import", "--jobs", "0", "x"],
            ["import", "--jobs", "many", "x"], ["resolve", "10.5555/a", "--format", "docx"],
            ["harvest", "--limit", "few"],
            ["harvest", "--limit=-3"], ["search", "word", "--limit", "0"], ["runs", "--limit=-1"],
            ["cache", "prune", "--days=-5"],
        ])
    func usage(arguments: [String]) async throws {
        try await Workplace.with { place in
            let found = try await place.ibid(arguments)
            #expect(found.status == 64, "\(found.talk)")
            #expect(found.text.isEmpty)
            #expect(!found.talk.isEmpty)
        }
    }

    @Test("ends with 64 for a format it does not know, before it writes anything", arguments: ["export", "search"])
    func format(command: String) async throws {
        try await Workplace.with { place in
            _ = try await place.ibid("import", Fixture.page, "--quiet")
            let words = command == "search" ? ["search", "word"] : [command]
            let found = try await place.ibid(words + ["--format", "docx"])
            #expect(found.status == 64)
            #expect(found.talk.contains("csl-json"))
            #expect(found.text.isEmpty)
        }
    }

    @Test("says nothing with --quiet where all is well, and prints what it prints without")
    func quiet() async throws {
        try await Workplace.withReplica { place, _ in
            var place = place
            place.shell.environment["TERM"] = "xterm-256color"
            let commands = [
                ["import"] + Fixture.all, ["harvest", "studies"], ["resolve", "10.1172/jci125534"],
                ["dedup", Fixture.table], ["show", "1"], ["explain", "scopus:3", "scopus:4"], ["search", "heroin"],
                ["export"], ["stats"], ["sources"], ["check"], ["dump", "--canonical"], ["inspect", Fixture.table],
                ["cache", "stats"], ["cache", "verify"], ["cache", "prune", "--days", "9"], ["search", "nosuchword"],
                ["config", "check"], ["config", "init", "-"],
            ]
            for command in commands {
                let quiet = try await place.ibid(command + ["--quiet"])
                #expect(quiet.status == 0, "\(command) \(quiet.talk)")
                #expect(quiet.talk.isEmpty, "\(command) \(quiet.talk)")
                let loud = try await place.ibid(command)
                if command.first != "stats" { #expect(loud.text == quiet.text, "\(command)") }
                // Neither is a terminal.
                #expect(!loud.talk.contains("\u{1B}") && !loud.text.contains("\u{1B}"))
                #expect(!loud.talk.contains("\r"))
            }
        }
    }

    @Test(
        "prints data alone on stdout: with --json each line is JSON",
        arguments: [
            ["import", Fixture.table], ["stats"], ["sources"], ["runs"], ["inspect", Fixture.table],
            ["dedup", Fixture.table],
            ["show", "1"], ["search", "deterministic"], ["explain", "scopus:3", "scopus:4"], ["cache", "stats"],
        ])
    func json(command: [String]) async throws {
        try await Workplace.with { place in
            _ = try await place.ibid("import", Fixture.table, "--quiet")
            let found = try await place.ibid(command + ["--json"])
            #expect(found.status == 0, "\(found.talk)")
            if command.first != "cache" { #expect(try !found.objects().isEmpty) }
        }
    }

    @Test("ends quietly where the reader of its output goes away")
    func closedPipe() async throws {
        try await Workplace.with { place in
            let program = try Fixture.program("ibid")
            let file = try place.write(
                "many.jsonl",
                (0..<400).map { Fixture.work("10.5555/\($0)", "Work number \($0) on subject \($0 * 7)") + "\n" }
                    .joined())
            _ = try await place.ibid("import", file, "--quiet", "--no-dedup")
            _ = try await place.ibid("import", Fixture.page, "--quiet")
            let found = try await place.shell.run(
                "/bin/sh", ["-c", "\"$0\" export --format jsonl | head -n 1; \"$0\" dump --canonical | true", program])
            #expect(found.status == 0)
            #expect(found.talk.isEmpty, "\(found.talk)")
            #expect(found.lines.count == 1)
        }
    }
}
