import Foundation
import Pipeline
import Records
import TestSupport
import Testing

@Suite("Mistakes in a configuration")
struct SettingsMistakeTests {
    /// One mistake each: what is written, where the mistake is, what is said, what to do.
    static let wrong: [(text: String, place: String, what: String, remedy: String)] = [
        ("\ncontct = \"a@b.org\"", "2:1", "unknown key \"contct\"", "did you mean \"contact\"?"),
        ("[netwrok]\ntries = 3", "1:1", "unknown key \"netwrok\"", "did you mean \"network\"?"),
        ("[network.overide]", "1:1", "unknown key \"network.overide\"", "did you mean \"override\"?"),
        ("tries = 3", "1:1", "unknown key \"tries\"", "\"tries\" belongs under [network]"),
        ("[cache]\nquery = \"x\"", "2:1", "unknown key \"cache.query\"", "\"query\" belongs under [[job]]"),
        ("concurrency = 3", "1:1", "unknown key", "\"concurrency\" belongs under [limits.NAME]"),
        ("[network]\nconnect_seconds = 1", "2:1", "network.connect_seconds", "did you mean \"connectSeconds\"?"),
        ("trust = [\"crossref\", 3]", "1:22", "trust is no list of strings: it is 3", "write trust as"),
        ("[network]\ntries = 50", "2:1", "no whole number from 1 to 20: it is 50", "write network.tries as"),
        ("[cache]\ndays = \"7\"", "2:1", "no number from 0 to 36500: it is \"7\"", "write cache.days as"),
        ("limits.\"a.b\".concurrency = 0", "1:14", "limits.\"a.b\".concurrency is no whole number", "from 1 to 256"),
        ("job = [{ name = \"a\" }]", "1:8", "job \"a\" lacks its source", "`ibid sources`"),
        ("[[job]]\nsource = \"doi\"", "1:1", "a [[job]] lacks its name", "give every [[job]] a name"),
        (
            "[[job]]\nname = \"a\"\nsource = \"b\"\n[[job]]\nsource = \"c\"\nname = \"a\"", "6:1",
            "two jobs are called \"a\"", "rename one"
        ),
        ("[[job]]\nname = \"a\"\nsource = \"b\"\nsince = \"soon\"", "4:1", "since \"soon\" is no date", "2026-11-01"),
        ("[ =]\nx = 1", "1:1", "a header holds a name", "mend that line"),
        ("[[", "1:1", "a header holds a name", "mend that line"),
        ("[.network]\ntries = 50", "1:1", "a header holds a name", "mend that line"),
        ("[né]", "1:5", "not TOML", "mend that line"), ("[é]", "1:1", "a header holds a name", "mend that line"),
        ("[cache]\ndays = 10:", "2:8", "text needs quotation marks", "mend that line"),
        ("[cache]\ndays = 2026-11-01T1", "2:8", "text needs quotation marks", "mend that line"),
        ("[cache]\ndays = seven", "2:8", "text needs quotation marks", "mend that line"),
        ("trust = [\"doi\",\n\n[cache]\ndays = 3", "1:9", "a list ends with ]", "mend that line"),
        ("[]", "1:2", "not TOML", "mend that line"),
        ("[cache]\ndays = 1\ndays = 2", "3:8", "not TOML", "mend that line"),
    ]

    @Test("is named with its line, its column and what to do", arguments: wrong)
    func isNamed(text: String, place: String, what: String, remedy: String) throws {
        let mistakes = Settings.read(toml: text, place: "ibid.toml").mistakes
        #expect(mistakes.count == 1, "\(mistakes)")
        let mistake = try #require(mistakes.first)
        if !what.contains("TOML") { #expect(mistake.problem.place == "ibid.toml:\(place)") }
        #expect(mistake.problem.what.contains(what), "\(mistake.problem.what)")
        #expect(mistake.problem.remedy.contains(remedy), "\(mistake.problem.remedy)")
        #expect(mistake.line == Int(place.prefix { $0 != ":" }))
        #expect(mistake.problem.reach == .run && !mistake.isNote)
    }

    @Test("are all named, in the order of the file, and do not hide one another")
    func all() {
        let reading = Settings.read(
            toml: """
                contact = = 1
                trust = [
                  "datacite",
                [netwrok]
                tries = 50
                [network]
                tries = 50
                [broken
                days = 3
                [cache]
                days = "x"
                replyBytes = 1
                [[job]]
                name = "works"
                source = "crossref"
                """, place: "t")
        let lines = reading.mistakes.compactMap(\.line)
        #expect(lines == lines.sorted())
        #expect(Set(lines).isSuperset(of: [1, 4, 7, 8, 11, 12]), "\(lines)")
        #expect(reading.settings.jobs.map(\.name) == ["works"])
    }

    @Test("never repeat what stands under [keys]: it may be a key")
    func secrets() {
        for text in [
            "keys = \"s3cret\"", "keys.crossref = \"s3cret\"", "[keys.crossref]\nenvironment = [\"s3cret\"]",
            "[keys.crossref]\ntoken = \"s3cret\"", "[keys.crossref]\nenvironment = \"s3cret !\"",
        ] {
            let remarks = Settings.read(toml: text, place: "t").remarks(environment: [:])
            #expect(!remarks.isEmpty)
            for remark in remarks { #expect(!remark.report.contains("s3cret"), "\(remark.report)") }
        }
    }

    @Test("are found where they stand, whatever stands around them", arguments: 0..<60)
    func lines(seed: UInt64) {
        let draft = Draft(seed: seed)
        let mistakes = Settings.read(toml: draft.text, place: "t").mistakes
        var found: [String: String] = [:]
        for mistake in mistakes {
            guard let name = mistake.problem.what.firstMatch(of: /unknown key ".*?(unknown\d+)/)?.1 else {
                Issue.record("\(mistake.problem.report)\n\(draft.text)")
                continue
            }
            found[String(name)] = "\(mistake.line ?? 0):\(mistake.column ?? 0)"
        }
        #expect(found == draft.places, "\(draft.text)")
    }

    @Test("stand on lines that there are, however the text is damaged", arguments: 0..<40)
    func damage(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bytes = Array((seed % 2 == 0 ? Settings.example.replacing("\n#", with: "\n") : Draft(seed: seed).text).utf8)
        for _ in 0..<6 {
            let at = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes.remove(at: at)
            case 1: bytes.insert(Array("\"'[]{}=#\n\\.,\0\r\u{E9}".utf8).randomElement(using: &random) ?? 0, at: at)
            default: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1..<40, using: &random)))
            }
            let text = String(decoding: bytes, as: UTF8.self)
            let lines = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
            for remark in Settings.read(toml: text, place: "t").remarks(environment: [:]) {
                #expect((1...lines).contains(remark.line ?? 1), "\(remark.problem.report)")
                #expect(remark.column ?? 1 >= 1)
            }
        }
    }

    static let deep: [(String, String)] = [
        ("a dotted key", String(repeating: "a.", count: 100_000) + "a = 1"),
        ("a header", "[" + String(repeating: "a.", count: 100_000) + "a]"),
        ("lists in lists", "a = " + String(repeating: "[", count: 100_000)),
        ("tables in tables", "a = " + String(repeating: "{a=", count: 100_000)),
        (
            "a key in tables in tables",
            "a = " + String(repeating: "{a=", count: 60) + "{" + String(repeating: "a.", count: 100_000) + "a = 1}"
        ),
        ("lists that do not end", String(repeating: "x = [\n", count: 2000)),
    ]

    @Test(
        "end in a message, not in a crash, however deep the text is", .timeLimit(.minutes(10)), arguments: deep.map(\.0)
    )
    func depth(name: String) throws {
        let text = try #require(Self.deep.first { $0.0 == name }).1
        let reading = Settings.read(toml: text + "\n[cache]\ndays = 3\n", place: "t")
        #expect(!reading.mistakes.isEmpty && reading.mistakes.count <= 1000)
    }
}

/// A made-up configuration in which every mistake is an unknown key, and where each of them stands.
private struct Draft {
    private(set) var text = ""
    /// Key → line:column.
    private(set) var places: [String: String] = [:]
    private var random: SeededGenerator
    private var line = 1

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        let end = Bool.random(using: &random) ? "\r\n" : "\n"
        for _ in 0..<Int.random(in: 0..<4, using: &random) { unknown() }
        if Bool.random(using: &random) { dotted("limits.\"host \(places.count).é\".") }
        for table in ["[network]", "[ \"cache\" ] # [x]", "[limits.'a.b']", "[network.override]"] {
            remark()
            add(table + "\n")
            if table.contains("override") {
                add("\"h\" = \"http://h\"\n")
            } else {
                for _ in 0..<Int.random(in: 0..<3, using: &random) { unknown() }
            }
        }
        for job in 0..<Int.random(in: 0..<4, using: &random) {
            remark()
            add("  [[ job ]]\nname = \"\"\"job\n\(job)\"\"\"\nsource = 'crossref'\n")
            for _ in 0..<Int.random(in: 0..<3, using: &random) { unknown() }
        }
        text = text.replacing("\n", with: end)
    }

    private mutating func add(_ more: String) {
        text += more
        line += more.utf8.count { $0 == UInt8(ascii: "\n") }
    }

    private mutating func remark() {
        let remarks = ["", "\n", "# tries = 3 [network] \"\"\"\n", "\t# é ö [[job]]\n", "\n\n"]
        add(remarks.randomElement(using: &random) ?? "")
    }

    /// A key that nobody knows, written in one of many ways, with a value that looks like keys and tables.
    private mutating func unknown() {
        remark()
        add(["", " ", "\t"].randomElement(using: &random) ?? "")
        let name = note()
        let key = [name, "\"\(name)\"", "'\(name)'", "\"\\u0075\(name.dropFirst())\"", "\(name) . inner"]
        let value = [
            "1", "'[cache] # days'", "\"\\\"] tries = 3 #\"", "[1,\n# ]\n  \"]\", [2, 'x = 1'],\n]", "[ ]",
            "{ a = \"}\", b.c = [1, { d = '[x]' }], \"e f\" = 2 }",
            "\"\"\"\n[network]\ntires = 3\n\\\"\"\" # no\n\"\"\"",
            "'''\n[[job]]\nx = '' '''", "2026-11-01T00:00:00Z", "-1_000.5e+3", "0xDEAD_beef", "10:11:12.5",
            "2026-11-01 10:11:12+01:00",
            "[true, +inf, nan, 0b1, 0]", "\"\"\"\"two\"\" marks\"\"\"\"", "\"é\"",
        ]
        add(
            (key.randomElement(using: &random) ?? name) + " = " + (value.randomElement(using: &random) ?? "1")
                + " # = [\n")
    }

    /// A key that nobody knows at the end of a dotted one, and one in an inline table.
    private mutating func dotted(_ prefix: String) {
        add(prefix)
        let name = note()
        add("\(name) = 1\nlimits.inline = { concurrency = 2, ")
        let inner = note()
        add("\(inner) = \"}\", requestsPerSecond = 1 }\n")
    }

    private mutating func note() -> String {
        let name = "unknown\(places.count)"
        let column = text.split(separator: "\n", omittingEmptySubsequences: false).last?.unicodeScalars.count ?? 0
        places[name] = "\(line):\(column + 1)"
        return name
    }
}
