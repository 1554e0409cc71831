import Foundation
import Testing

@Suite("Completion")
struct CompletionTests {
    private static let folder = Fixture.packageRoot.appending(path: "Completions").path

    /// A workplace where `ibid` is on the path and the configuration has two jobs.
    private static func with(_ body: (Workplace) async throws -> Void) async throws {
        try await Workplace.with { place in
            try FileManager.default.createSymbolicLink(
                atPath: place.path("ibid"), withDestinationPath: try Fixture.program("ibid"))
            var place = place
            place.shell.environment["PATH"] = "\(place.folder):/usr/bin:/bin"
            place.shell.environment["IBID_CONFIG"] = try place.write(
                "ibid.toml",
                ["reading", "archive"].map { "[[job]]\nname = \"\($0)\"\nsource = \"crossref\"\nquery = \"q\"\n" }
                    .joined())
            try place.write("one.sqlite", "")
            try place.write("two.csv", "")
            try FileManager.default.createDirectory(atPath: place.path("folder"), withIntermediateDirectories: true)
            try await body(place)
        }
    }

    private static func sources(_ place: Workplace) async throws -> Set<String> {
        let ids = try await place.ibid("sources", "--json").objects().compactMap { $0["id"] as? String }
        #expect(ids.count > 3)
        return Set(ids)
    }

    /// What bash offers behind some words, the last of which is under way.
    private static func bash(_ place: Workplace, _ words: [String]) async throws -> Set<String> {
        let script = """
            source "$0"/ibid.bash
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMP_TYPE=9
            _ibid ibid "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """
        let bash = try #require(Tool.path("bash"))
        let found = try await place.shell.run(bash, ["-c", script, folder] + words)
        #expect(found.status == 0 && found.talk.isEmpty, "\(words): \(found.talk)")
        return Set(found.lines.map { $0.trimmingCharacters(in: .whitespaces) })
    }

    @Test("in bash offers commands, options, sources, formats, jobs and files", .enabled(if: Tool.path("bash") != nil))
    func bash() async throws {
        try await Self.with { place in
            func offers(_ words: String...) async throws -> Set<String> { try await Self.bash(place, words) }
            #expect(try await offers("ibid", "ex") == ["explain", "export"])
            #expect(try await offers("ibid", "config", "").isSuperset(of: ["init", "check"]))
            #expect(try await offers("ibid", "resolve", "--exp") == ["--explain"])
            let sources = try await Self.sources(place)
            #expect(try await offers("ibid", "resolve", "--source", "") == sources)
            #expect(try await offers("ibid", "import", "--source", "data") == ["datacite"])
            #expect(try await offers("ibid", "export", "--format", "").isSuperset(of: ["csl-json", "bibtex", "ris"]))
            #expect(try await offers("ibid", "export", "--format", "bi") == ["bibtex", "biblatex"])
            #expect(try await offers("ibid", "import", "--from", "").isSuperset(of: ["jsonl", "csv", "page"]))
            #expect(try await offers("ibid", "dedup", "--versions", "") == ["link", "merge"])
            #expect(try await offers("ibid", "harvest", "").isSuperset(of: ["reading", "archive"]))
            #expect(try await offers("ibid", "harvest", "rea") == ["reading"])
            let catalogs = try await offers("ibid", "stats", "--catalog", "")
            #expect(catalogs.contains("one.sqlite") && !catalogs.contains("two.csv"))
            #expect(try await offers("ibid", "stats", "--cache", "").contains("folder"))
            #expect(try await offers("ibid", "import", "two").contains("two.csv"))
        }
    }

    @Test("asks the program for sources and for the jobs of the configuration that the words name")
    func program() async throws {
        try await Self.with { place in
            let sources = try await place.ibid("---completion", "resolve", "--", "--source", "3", "0", "ibid")
            #expect(Set(sources.lines) == (try await Self.sources(place)))
            let other = try place.write("other.toml", "colour = 3\n[[job]]\nname = \"third\"\nsource = \"crossref\"\n")
            let jobs = try await place.ibid(
                "---completion", "harvest", "--", "positional@0", "4", "0", "ibid", "harvest", "--config", other, "")
            #expect(jobs.lines == ["third"], "a mistake elsewhere is no reason to offer nothing")
        }
    }

    static let shells = [
        ("bash", ["-n"], "ibid.bash"), ("zsh", ["-n"], "_ibid"), ("fish", ["--no-execute"], "ibid.fish"),
    ]

    @Test("is good syntax to each shell that is here", arguments: shells.filter { Tool.path($0.0) != nil })
    func syntax(shell: String, options: [String], file: String) async throws {
        try await Workplace.with { place in
            let program = try #require(Tool.path(shell))
            let found = try await place.shell.run(program, options + ["\(Self.folder)/\(file)"])
            #expect(found.status == 0 && found.talk.isEmpty, "\(found.talk)")
        }
    }

    // What fish asks the program for it asks on a terminal only.
    @Test("in fish offers commands, options and formats", .enabled(if: Tool.path("fish") != nil))
    func fish() async throws {
        try await Self.with { place in
            let fish = try #require(Tool.path("fish"))
            for (line, expected) in [
                ("ibid exp", ["explain", "export"]), ("ibid export --format b", ["bibtex", "biblatex"]),
                ("ibid resolve --exp", ["--explain"]),
            ] {
                let found = try await place.shell.run(
                    fish, ["--no-config", "-c", "source \(Self.folder)/ibid.fish; complete -C '\(line)'"])
                let offered = Set(found.lines.map { String($0.prefix { $0 != "\t" }) })
                #expect(offered.isSuperset(of: expected), "\(line): \(found.text) \(found.talk)")
            }
        }
    }
}

@Suite("make install")
struct InstallTests {
    @Test(
        "puts the program, its manual and its completions where systems look for them",
        .enabled(if: Tool.path("make") != nil))
    func install() async throws {
        try await Workplace.with { place in
            var place = place
            place.shell.environment["PATH"] = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
            let make = try #require(Tool.path("make"))
            let root = Fixture.packageRoot.path
            let words = [
                "-C", root, "install", "PREFIX=/usr/local", "DESTDIR=\(place.path("staged root"))",
                "BINARY=\(try Fixture.program("ibid"))",
            ]
            for _ in 0..<2 {
                let found = try await place.shell.run(make, words)
                #expect(found.status == 0, "\(found.talk)")
            }
            let prefix = place.path("staged root/usr/local")
            let installed = try await place.shell.run("\(prefix)/bin/ibid", ["--version"])
            #expect(installed.status == 0)
            let pages = try FileManager.default.contentsOfDirectory(atPath: "\(root)/Manual")
            #expect(pages.count > 10)
            for page in pages {
                #expect(
                    FileManager.default.contentsEqual(
                        atPath: "\(root)/Manual/\(page)", andPath: "\(prefix)/share/man/man1/\(page)"), "\(page)")
            }
            for (file, target) in [
                ("ibid.bash", "bash-completion/completions/ibid"), ("_ibid", "zsh/site-functions/_ibid"),
                ("ibid.fish", "fish/vendor_completions.d/ibid.fish"),
            ] {
                #expect(
                    FileManager.default.contentsEqual(
                        atPath: "\(root)/Completions/\(file)", andPath: "\(prefix)/share/\(target)"), "\(target)")
            }
            let missing = try await place.shell.run(make, words.dropLast() + ["BINARY=\(place.path("nosuch"))"])
            #expect(missing.status != 0)
            #expect(missing.talk.contains("make release"), "\(missing.talk)")
        }
    }
}
