import Foundation
import Testing

@Suite("ibid config")
struct ConfigCommandTests {
    @Test("init writes where ibid looks, a file that check finds clean, and never over another")
    func initialize() async throws {
        try await Workplace.with { place in
            let home = place.path(".config/ibid/ibid.toml")
            let first = try await place.ibid("config", "init")
            #expect(first.status == 0)
            #expect(first.talk.contains(home) && first.text.isEmpty)
            let written = try place.read(".config/ibid/ibid.toml")
            #expect(try await place.ibid("config", "init", "-").text == written)
            let check = try await place.ibid("config", "check")
            #expect(check.status == 0)
            #expect(check.talk == "\(home): no mistakes\n")
            #expect(try await place.ibid("stats", "--quiet").status != 78)

            try place.write(".config/ibid/ibid.toml", "contact = \"a@b.org\"\n")
            let again = try await place.ibid("config", "init")
            #expect(again.status == 74)
            #expect(again.talk.contains("--force"))
            #expect(try place.read(".config/ibid/ibid.toml") == "contact = \"a@b.org\"\n")
            #expect(try await place.ibid("config", "init", "--force").status == 0)
            #expect(try place.read(".config/ibid/ibid.toml") == written)
        }
    }

    @Test("init writes to the file that is named, through a link, and says where it cannot")
    func places() async throws {
        try await Workplace.with { place in
            #expect(try await place.ibid("config", "init", "new/folder/a.toml").status == 0)
            #expect(try await place.ibid("config", "check", "new/folder/a.toml").status == 0)
            var named = place
            named.shell.environment["IBID_CONFIG"] = place.path("b.toml")
            #expect(try await named.ibid("config", "init").status == 0)
            #expect(try await place.ibid("config", "init", "--config", place.path("c.toml")).status == 0)
            #expect(try place.read("b.toml") == place.read("c.toml"))

            try place.write("target.toml", "x")
            try FileManager.default.createSymbolicLink(
                atPath: place.path("link.toml"), withDestinationPath: place.path("target.toml"))
            #expect(try await place.ibid("config", "init", "link.toml").status == 74)
            #expect(try await place.ibid("config", "init", "link.toml", "--force").status == 0)
            #expect(try place.read("target.toml") == place.read("b.toml"))
            #expect((try? FileManager.default.destinationOfSymbolicLink(atPath: place.path("link.toml"))) != nil)

            try place.write("file", "")
            let blocked = try await place.ibid("config", "init", "file/a.toml")
            #expect(blocked.status == 74)
            #expect(blocked.talk.contains("file/a.toml"))
        }
    }

    /// One mistake each, on the line that is given, that only a look beyond the text finds.
    static let wrong: [(text: String, line: Int, what: String, remedy: String)] = [
        ("contact = \"me\"", 1, "no e-mail address", "you@example.org"),
        ("contact = \"http://example.org\"", 1, "no e-mail address", "you@example.org"),
        ("trust = [\n  \"crosref\"\n]", 2, "no source \"crosref\"", "did you mean \"crossref\"?"),
        ("resolveSources = [\"elephant\"]", 1, "no source \"elephant\"", "known here: aggregator"),
        ("[keys.datacit]\nenvironment = \"X\"", 1, "no source \"datacit\"", "did you mean \"datacite\"?"),
        ("[keys.crossref]\nenvironment = \"my token\"", 2, "no name of a variable", "never the key"),
        ("[keys.crossref]\nfile = \"/nosuch/key\"", 2, "cannot be read", "mend the path"),
        ("[keys.crossref]\nfile = \"~/key\"", 2, "cannot be read", "~ stands for no folder"),
        ("[keys.crossref]\nfile = \"open-key\"", 2, "may be read by others", "mend the file"),
        ("[keys.crossref]\nfile = \"key\"\nenvironment = \"HOME\"", 1, "both a variable and a file", "keep one"),
        ("[network.override]\n\"doi.org\" = \"ftp://x\"", 2, "no URL of http or https", "http://127.0.0.1:8080"),
        ("[network.override]\n\"doi.org\" = \"localhost:80\"", 2, "no URL of http or https", "http://127.0.0.1:8080"),
        ("[network]\nallowHosts = [\"a\", \"http://b/\"]", 2, "\"http://b/\" is no host", "the host alone"),
        ("[[job]]\nname = \"a\"\nsource = \"bioStudies\"", 3, "no source", "did you mean \"biostudies\"?"),
        ("[[job]]\nname = \"a\"\nsource = \"doi\"", 1, "doi cannot answer", "give it ids"),
        ("[[job]]\nname = \"a\"\nsource = \"doi\"\nquery = \"x\"", 4, "doi cannot answer", "give it ids"),
        ("[[job]]\nname = \"a\"\nsource = \"aggregator\"", 3, "never asked", "ibid import --source aggregator"),
        (
            "[[job]]\nname = \"a\"\nsource = \"crossref\"\nids = [\"10.5555/a\",\n\"nonsense\"]", 5, "no identifier",
            "mend"
        ),
        (
            "[[job]]\nname = \"a\"\nsource = \"crossref\"\nidsFile = \"nosuch.txt\"", 4, "nosuch.txt cannot be read",
            "mend"
        ),
        ("[[job]]\nname = \"a\"\nsource = \"crossref\"\nidsFile = \".\"", 4, "cannot be read", "mend"),
    ]

    @Test("check finds what the text alone does not tell", arguments: wrong)
    func finds(text: String, line: Int, what: String, remedy: String) async throws {
        try await Workplace.with { place in
            for (name, mode) in [("key", 0o600), ("open-key", 0o644)] {
                try place.write(name, "s3cret\n")
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: place.path(name))
            }
            try place.write("t.toml", text)
            let found = try await place.ibid("config", "check", "t.toml", "--json")
            #expect(found.status == 78)
            let problems = try found.objects().filter { $0["level"] as? String == "error" }
            #expect(problems.count == 1, "\(found.text)")
            #expect(problems.first?["line"] as? Int == line, "\(found.text)")
            func said(_ key: String) throws -> String { try #require(problems.first?[key] as? String) }
            #expect(try said("what").contains(what), "\(found.text)")
            #expect(try said("remedy").contains(remedy), "\(found.text)")
            #expect(try said("place").hasPrefix("t.toml:\(line):"))
            #expect(!found.text.contains("s3cret"))
        }
    }

    /// What may surprise and is no mistake.
    static let notes = [
        ("[keys.crossref]\nenvironment = \"IBID_NOSUCH\"", "not set"),
        ("[limits.\"api.crosref.org\"]\nconcurrency = 1", "did you mean \"api.crossref.org\"?"),
        ("[network.override]\n\"h.example.org\" = \"http://127.0.0.1:1\"", "`ibid sources` lists the hosts"),
        ("trust = [\"doi\", \"doi\"]", "twice"),
        ("[[job]]\nname = \"a\"\nsource = \"crossref\"\nids = [\"10.5555/a\"]\nquery = \"x\"", "passed over"),
    ]

    @Test("check notes what may surprise, and ends with 0", arguments: notes)
    func surprises(text: String, expected: String) async throws {
        try await Workplace.with { place in
            let file = try place.write("t.toml", text)
            let found = try await place.ibid("config", "check", "t.toml")
            #expect(found.status == 0, "\(found.talk)")
            #expect(found.talk.contains("ibid: note: ") && found.talk.contains(expected), "\(found.talk)")
            #expect(try await place.ibid("config", "check", "t.toml", "--quiet").talk.isEmpty)
            let json = try await place.ibid("config", "check", "t.toml", "--json").objects()
            #expect(json.map { $0["level"] as? String } == ["note"])
            #expect(try await place.ibid("config", "check", "-", input: file).talk.contains("at    stdin:"))
        }
    }

    @Test("check names all mistakes of a file; every other command does so for those of the text")
    func all() async throws {
        try await Workplace.with { place in
            var place = place
            place.shell.environment["IBID_CONFIG"] = try place.write(
                "ibid.toml", "contct = \"a@b.org\"\ntrust = [\"crosref\"]\nx = = 1\n[cache]\ndays = -1\n")
            let check = try await place.ibid("config", "check")
            #expect(check.status == 78)
            for line in ["ibid.toml:1:1", "ibid.toml:2:10", "ibid.toml:3:", "ibid.toml:5:1", "4 mistakes"] {
                #expect(check.talk.contains(line), "\(line): \(check.talk)")
            }
            let stats = try await place.ibid("stats")
            #expect(stats.status == 78)
            for line in ["ibid.toml:1:1", "ibid.toml:3:", "ibid.toml:5:1"] {
                #expect(stats.talk.contains(line), "\(line): \(stats.talk)")
            }
        }
    }

    @Test("check says where there is nothing to check, and where nothing can be read")
    func nothing() async throws {
        try await Workplace.with { place in
            let none = try await place.ibid("config", "check")
            #expect(none.status == 0)
            #expect(none.talk == "there is no configuration: the defaults serve\n")
            try place.write("binary.toml", [0xFF, 0xFE, 0x00])
            for file in ["nosuch.toml", ".", "binary.toml", "/dev/zero"] {
                let found = try await place.ibid("config", "check", file)
                #expect(found.status == 78, "\(file)")
                #expect(found.talk.contains(file), "\(found.talk)")
            }
        }
    }
}
