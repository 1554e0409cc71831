import Foundation
import Pipeline
import Records
import Testing

@Suite("Settings")
struct SettingsTests {
    @Test("have a default for everything: an empty file is a good file")
    func defaults() throws {
        #expect(try Settings(toml: "", place: "ibid.toml") == Settings())
        let settings = Settings()
        #expect(settings.contact == nil)
        #expect(settings.tries == 4)
        #expect(settings.replyBytes == 64 << 20)
        #expect(
            settings.resolveSources == [
                "crossref", "datacite", "europepmc", "openalex", "arxiv", "biorxiv", "biostudies", "omicsdi", "doi",
                "web",
            ])
        #expect(settings.jobs.isEmpty)
    }

    /// The lines of the example, those that stand behind a # without it.
    static let inUse = Settings.example.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.hasPrefix("#") && !line.hasPrefix("# ") ? String(line.dropFirst()) : String(line)
    }

    @Test("that ship with the package say what the defaults say")
    func shipped() throws {
        let path = Fixture.packageRoot.appending(path: "Config/ibid.toml")
        #expect(try String(contentsOf: path, encoding: .utf8) == Settings.example)
        #expect(try Settings(file: path.path) == Settings())
        #expect(Settings.read(file: path.path).remarks(environment: [:]).isEmpty)
    }

    @Test("of the example are good settings, with every line in use")
    func exampleInUse() throws {
        let reading = Settings.read(toml: Self.inUse.joined(separator: "\n"), place: "example")
        #expect(reading.remarks(environment: ["IBID_CROSSREF_TOKEN": "x"]) == [])
        let settings = reading.settings
        #expect(settings.contact == "you@example.org")
        #expect(settings.jobs.map(\.name) == ["addiction", "collection"])
        #expect(settings.limits["api.crossref.org"] == .init(requestsPerSecond: 5, concurrency: 1, interval: 1))
        #expect(settings.keys["crossref"] == .environment("IBID_CROSSREF_TOKEN"))
        #expect(settings.hostOverrides["api.crossref.org"] != nil)
    }

    @Test("are all in the example, each number with its range")
    func everyKeyInExample() {
        #expect(Settings.knownKeys.count > 25)
        let text = Self.inUse.joined(separator: "\n")
        for (key, wanted) in Settings.knownKeys {
            let name = key.split(separator: ".").last.map(String.init) ?? key
            #expect(text.contains(wanted.contains("table") ? name : "\(name) = "), "\(key)")
            if let range = wanted.firstMatch(of: /from (.+)$/)?.1 {
                guard let index = Self.inUse.firstIndex(where: { $0.hasPrefix("\(name) = ") }) else {
                    Issue.record("\(key) has no line of its own")
                    continue
                }
                #expect(Self.inUse[index - 1].contains(range), "\(key): \(range)")
            }
        }
    }

    @Test("of the example that are no mere examples are the defaults")
    func exampleDefaults() throws {
        var seen = 0
        var header = ""
        for (index, line) in Self.inUse.enumerated() {
            if line.hasPrefix("[") { header = line }
            // A remark that names the default says that the line is an example.
            guard line.contains(" = "), !line.hasPrefix("#"), !Self.inUse[index - 1].contains("Default:"),
                ["", "[network]", "[cache]"].contains(header)
            else { continue }
            #expect(try Settings(toml: "\(header)\n\(line)", place: "t") == Settings(), "\(line)")
            seen += 1
        }
        #expect(seen == 9)
    }

    @Test("read every key")
    func everyKey() throws {
        let settings = try Settings(
            toml: """
                contact = "a@b.org"
                trust = ["datacite", "crossref"]
                resolveSources = ["doi"]
                [network]
                allowHosts = ["localhost"]
                connectSeconds = 1
                firstByteSeconds = 2.5
                totalSeconds = 3
                replyBytes = 4096
                tries = 7
                [network.override]
                "API.crossref.org" = "http://127.0.0.1:1"
                [cache]
                days = 0.5
                [limits."API.datacite.org"]
                requestsPerSecond = 2
                concurrency = 3
                [keys.datacite]
                file = "/keys/datacite"
                [[job]]
                name = "a"
                source = "crossref"
                filter = "type:dataset"
                since = "2026-11-01"
                limit = 10
                rows = 1000
                [[job]]
                name = "b"
                source = "biostudies"
                ids = ["S-BSST1"]
                idsFile = "ids.txt"
                [[job]]
                name = "c"
                source = "datacite"
                query = "words"
                """, place: "ibid.toml")
        #expect(settings.contact == "a@b.org")
        #expect(settings.trust == ["datacite", "crossref"])
        #expect(settings.resolveSources == ["doi"])
        #expect(settings.allowedHosts == ["localhost"])
        #expect([settings.connectSeconds, settings.firstByteSeconds, settings.totalSeconds] == [1, 2.5, 3])
        #expect(settings.replyBytes == 4096)
        #expect(settings.tries == 7)
        #expect(settings.hostOverrides == ["api.crossref.org": "http://127.0.0.1:1"])
        #expect(settings.cacheDays == 0.5)
        #expect(settings.limits == ["api.datacite.org": .init(requestsPerSecond: 2, concurrency: 3)])
        #expect(settings.keys == ["datacite": .file("/keys/datacite")])
        #expect(settings.jobs.map(\.name) == ["a", "b", "c"])
        #expect(settings.jobs[0].since == Timestamp(iso8601: "2026-11-01"))
        #expect(settings.jobs[0].limit == 10)
        #expect(settings.jobs[0].rows == 1000)
        #expect(settings.jobs[1].ids == ["S-BSST1"])
        #expect(settings.jobs[1].idsFile == "ids.txt")
        #expect(settings.jobs[2].query == "words")
    }

    static let wrong: [(String, String)] = [
        ("colour = 3", "unknown key \"colour\""), ("[network]\ntires = 3", "unknown key \"network.tires\""),
        ("[cache]\nday = 1", "unknown key \"cache.day\""),
        ("[limits.h]\nrate = 1", "unknown key \"limits.h.rate\""),
        ("[keys.crossref]\ntoken = \"x\"", "unknown key \"keys.crossref.token\""),
        ("[[job]]\nname = \"a\"\nsource = \"b\"\nfrom = 1", "unknown key \"job.from\""),
        ("contact = [1]", "contact is no string"), ("trust = \"crossref\"", "trust is no list of strings"),
        ("trust = [1]", "trust is no list of strings"), ("network = 1", "network is no table"),
        ("[network]\nconnectSeconds = \"1\"", "network.connectSeconds is no number"),
        ("[network]\nconnectSeconds = inf", "network.connectSeconds is no number"),
        ("[network]\ntotalSeconds = nan", "network.totalSeconds is no number"),
        ("[network]\ntries = -1", "network.tries is no whole number"),
        ("[network]\ntries = 1.5", "network.tries is no whole number"), ("job = 1", "job is no list of tables"),
        ("[[job]]\nsource = \"a\"", "lacks its name"), ("[[job]]\nname = \"a\"", "lacks its source"),
        ("a = = 1", "is not TOML"), ("\u{0}", "is not TOML"),
        (
            "[[job]]\nname = \"a\"\nsource = \"b\"\n[[job]]\nname = \"a\"\nsource = \"c\"",
            "two jobs are called \"a\""
        ),
    ]

    @Test("that are wrong are named with key and file", arguments: wrong)
    func isNamed(text: String, expected: String) {
        let problem = #expect(throws: Problem.self) { try Settings(toml: text, place: "ibid.toml") }
        #expect(problem?.what.contains(expected) == true, "\(problem?.what ?? "")")
        #expect(problem?.place.hasPrefix("ibid.toml") == true)
        #expect(problem?.reach == .run)
    }

    @Test("with a key that is nearly right are told the right one")
    func near() {
        let problem = #expect(throws: Problem.self) { try Settings(toml: "[network]\ntires = 3", place: "x") }
        #expect(problem?.remedy == "did you mean \"tries\"?")
        let far = #expect(throws: Problem.self) { try Settings(toml: "[cache]\nelephants = 3", place: "x") }
        #expect(far?.remedy.contains("days") == true)
    }

    @Test("that cannot be read are named")
    func unreadable() {
        let problem = #expect(throws: Problem.self) { try Settings(file: "/nosuch/ibid.toml") }
        #expect(problem?.place == "/nosuch/ibid.toml")
    }
}

@Suite("Places")
struct PlacesTests {
    @Test("come from flag, then environment, then XDG, then HOME; relative XDG paths are ignored")
    func order() {
        let home = Places(environment: ["HOME": "/h"], folder: "/nosuch")
        #expect(home.catalog == "/h/.local/share/ibid/ibid.sqlite")
        #expect(home.cache == "/h/.cache/ibid")
        #expect(home.config == nil && !home.configIsNamed)
        let xdg = Places(
            environment: ["HOME": "/h", "XDG_DATA_HOME": "/d", "XDG_CACHE_HOME": "relative"], folder: "/nosuch")
        #expect(xdg.catalog == "/d/ibid/ibid.sqlite")
        #expect(xdg.cache == "/h/.cache/ibid")
        let set = Places(
            environment: ["IBID_CATALOG": "/c", "IBID_CACHE": "", "IBID_CONFIG": "/k", "HOME": "/h"], folder: "/nosuch")
        #expect(set.catalog == "/c")
        #expect(set.cache == "/h/.cache/ibid", "an empty variable is none")
        #expect(set.config == "/k" && set.configIsNamed)
        let flags = Places(
            catalog: "/f", cache: "/g", config: "/i", environment: ["IBID_CATALOG": "/c", "IBID_CONFIG": "/k"],
            folder: "/nosuch")
        #expect([flags.catalog, flags.cache, flags.config] == ["/f", "/g", "/i"])
    }

    @Test("of a checkout are its Config/ and Cache/")
    func checkout() {
        let root = Fixture.packageRoot.path
        let places = Places(environment: ["HOME": "/h"], folder: root)
        #expect(places.config == "\(root)/Config/ibid.toml")
        #expect(places.cache == "\(root)/Cache")
        #expect(places.catalog == "/h/.local/share/ibid/ibid.sqlite")
    }
}
