import Foundation
import Testing

/// Files of the project that are made from the program. `IBID_GOLDEN=1` writes them anew.
@Suite("The files made from the program")
struct GeneratedFileTests {
    private static let isGolden = ProcessInfo.processInfo.environment["IBID_GOLDEN"] != nil

    private static func check(_ path: String, _ made: String) throws {
        let url = Fixture.packageRoot.appending(path: path)
        if isGolden {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(made.utf8).write(to: url)
        }
        let kept = try? String(contentsOf: url, encoding: .utf8)
        #expect(kept == made, "\(path) is not what the program makes: make golden, and read the difference")
    }

    static func manual(_ place: Workplace) async throws -> Manual {
        let root = try CommandHelp.root(of: try await place.ibid("--experimental-dump-help").bytes)
        let version = try await place.ibid("--version").text.trimmingCharacters(in: .whitespacesAndNewlines)
        return Manual(root: root, version: version)
    }

    @Test("are the completions of three shells", arguments: ["bash": "ibid.bash", "zsh": "_ibid", "fish": "ibid.fish"])
    func completions(shell: String, file: String) async throws {
        try await Workplace.with { place in
            let script = try await place.ibid("--generate-completion-script", shell)
            #expect(script.status == 0, "\(script.talk)")
            #expect(script.lines.count > 50)
            try Self.check("Completions/\(file)", script.text.trimmingCharacters(in: .newlines) + "\n")
        }
    }

    @Test("are the pages of the manual, and there is no other")
    func pages() async throws {
        try await Workplace.with { place in
            let manual = try await Self.manual(place)
            let pages = manual.pages
            #expect(pages.count == manual.root.commands.count + 1 && pages.count > 10)
            for (name, page) in pages { try Self.check("Manual/\(name)", page) }
            let folder = Fixture.packageRoot.appending(path: "Manual").path
            let kept = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".1") }
            #expect(Set(kept) == Set(pages.keys))
        }
    }

    @Test("are the example configuration of a checkout")
    func configuration() async throws {
        try await Workplace.with { place in
            try Self.check("Config/ibid.toml", try await place.ibid("config", "init", "-").text)
        }
    }
}

@Suite("The manual")
struct ManualTests {
    @Test("has a page for every command, with every section, option and exit code")
    func sections() async throws {
        try await Workplace.with { place in
            let manual = try await GeneratedFileTests.manual(place)
            let pages = manual.pages
            for (name, page) in pages {
                for section in [
                    "NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS", "ENVIRONMENT", "FILES", "EXAMPLES",
                    "SEE ALSO",
                ] {
                    #expect(page.contains("\n.SH \(section)\n"), "\(name) \(section)")
                }
                for code in [0, 1, 3, 64, 65, 69, 74, 75, 78] { #expect(page.contains("\\fB\(code)\\fR"), "\(code)") }
            }
            for command in manual.root.commands {
                let page = try #require(pages["ibid-\(command.commandName).1"])
                #expect(pages["ibid.1"]?.contains("ibid\\-\(command.commandName)\\fR(1)") == true)
                for argument in command.leaves.flatMap(\.shown) {
                    let spelling = argument.spelling.replacing("-", with: "\\-")
                    #expect(page.contains(spelling), "\(command.commandName) \(spelling)")
                }
                #expect(ManualText.examples[command.commandName]?.isEmpty == false, "\(command.commandName)")
            }
        }
    }

    @Test("names every environment variable that decides on a place")
    func environment() throws {
        let reader = try String(
            contentsOf: Fixture.packageRoot.appending(path: "Sources/Pipeline/Settings/Places.swift"), encoding: .utf8)
        let read = Set(reader.matches(of: /"([A-Z][A-Z_]+)"/).map { String($0.1) })
        #expect(read.count > 5)
        #expect(read.isSubset(of: ManualText.environment.map(\.0)))
    }

    @Test("shows command lines that work as they stand")
    func examples() async throws {
        try await Workplace.withReplica { place, _ in
            let root = try await GeneratedFileTests.manual(place).root
            for (name, file) in [("library.csv", Fixture.table), ("works.jsonl", Fixture.works)] {
                try FileManager.default.copyItem(atPath: file, toPath: place.path(name))
            }
            try place.write("ids.txt", "10.1172/JCI125534\n")
            for name in ["mine", "yours"] { try Self.writeLabelledSet(place.path("sets/\(name)")) }
            try FileManager.default.createSymbolicLink(
                atPath: place.path("ibid"), withDestinationPath: try Fixture.program("ibid"))
            var place = place
            place.shell.environment["PATH"] = "\(place.folder):/usr/bin:/bin"
            var ran = 0
            for command in ["ibid"] + root.commands.map(\.commandName) {
                for example in ManualText.examples[command] ?? [] {
                    let found = try await place.shell.run("/bin/sh", ["-c", example.line])
                    #expect(found.status == 0, "\(example.line): \(found.talk)")
                    ran += 1
                }
            }
            #expect(ran > 20)
        }
    }

    /// A labelled set of three records of two works.
    static func writeLabelledSet(_ folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let files = [
            "records.csv": """
            id,title,authors,year
            1,Waggle dances of the honey bee,"Chen, L.",2011
            2,Waggle dances of the honey bee,"Chen, L.",2011
            3,Urban foxes at night,"Adler, B.",1999

            """, "truth.csv": "id,cluster\n1,a\n2,a\n3,b\n",
        ]
        for (name, text) in files { try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8) }
    }

    /// Programs that render pages, with the words that make them complain.
    static let renderers = [
        ["groff", "-man", "-Tutf8", "-ww"], ["mandoc", "-T", "lint", "-W", "warning"],
        ["man", "--warnings", "-l", "-Tutf8"],
    ]

    @Test("renders without a warning", arguments: renderers.filter { Tool.path($0[0]) != nil })
    func renders(words: [String]) async throws {
        let program = try #require(Tool.path(words[0]))
        try await Workplace.with { place in
            for (name, page) in try await GeneratedFileTests.manual(place).pages {
                let file = try place.write(name, page)
                let found = try await place.shell.run(program, words.dropFirst() + [file])
                let talk = (words[0] == "mandoc" ? found.text : "") + found.talk
                #expect(found.status == 0 && talk.isEmpty, "\(words[0]) \(name): \(talk)")
            }
        }
    }
}

/// Programs that a machine may lack; what needs one is passed over without it.
enum Tool {
    static func path(_ name: String) -> String? {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":").map(String.init) ?? []
        return (["/usr/bin", "/bin"] + folders).map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
