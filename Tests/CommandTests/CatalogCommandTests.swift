import Foundation
import Testing

@Suite("A catalog")
struct CatalogCommandTests {
    private static func with(_ body: (Workplace) async throws -> Void) async throws {
        try await Workplace.with { place in
            _ = try await place.ibid(["import", "--quiet"] + Fixture.all)
            try await body(place)
        }
    }

    @Test(
        "shows a record by any of its identifiers, by record key and by canonical id",
        arguments: [
            "10.1172/JCI125534", "https://doi.org/10.1172/jci125534", "doi:10.1172/JCI125534",
            "crossref:10.1172/jci125534",
            "embase:2", "canonical id",
        ])
    func show(id: String) async throws {
        try await Self.with { place in
            let number = try await place.ibid("show", "10.1172/jci125534", "--json").object()["id"] as? Int
            let shown = try await place.ibid("show", id == "canonical id" ? "\(try #require(number))" : id)
            #expect(shown.status == 0, "\(shown.talk)")
            #expect(shown.text.contains("Heroin addiction engages negative emotional learning brain circuits in rats"))
            #expect(shown.text.contains("crossref:10.1172/jci125534, embase:2, scopus:1"))
            #expect(shown.talk.isEmpty)
        }
    }

    @Test("shows as received what each source said, and with --provenance who says each field")
    func rawAndProvenance() async throws {
        try await Self.with { place in
            let raw = try await place.ibid("show", "10.1172/jci125534", "--raw")
            let work = try #require(
                try String(contentsOfFile: Fixture.works, encoding: .utf8).split(separator: "\n").first)
            #expect(raw.lines.contains(String(work)))
            let whose = try await place.ibid("show", "10.1172/jci125534", "--provenance")
            #expect(whose.text.contains("crossref:10.1172/jci125534, scopus:1 (union)"))
            let json = try await place.ibid("show", "10.1172/jci125534", "--json").object()
            #expect(json["doi"] as? String == "10.1172/jci125534")
            #expect((json["members"] as? [String])?.count == 3)
            let unknown = try await place.ibid("show", "10.5555/nobody")
            #expect(unknown.status == 65)
            #expect(unknown.text.isEmpty)
        }
    }

    @Test("shows the table's row of a record that came in a table")
    func rawRow() async throws {
        try await Self.with { place in
            let raw = try await place.ibid("show", "embase:5", "--raw")
            #expect(raw.text.contains("Deterministic nonperiodic flow"), "\(raw.text)")
            #expect(raw.text.contains("Lorenz E.N."))
        }
    }

    @Test("explains why two records are one and why two others are not")
    func explain() async throws {
        try await Self.with { place in
            let same = try await place.ibid("explain", "crossref:10.1172/jci125534", "embase:2")
            #expect(same.status == 0)
            #expect(same.text.contains("verdict: same"))
            #expect(same.text.contains("merged: both are canonical"))
            let apart = try await place.ibid("explain", "scopus:3", "scopus:4", "--json").object()
            #expect(apart["merged"] as? Bool == false)
            #expect((apart["evidence"] as? [[String: Any]])?.isEmpty == false)
            #expect(try await place.ibid("explain", "scopus:3", "nobody:1").status == 65)
        }
    }

    @Test("explains that two records share a key and were not compared")
    func explainUncompared() async throws {
        try await Workplace.with { place in
            let file = try place.write(
                "table.csv",
                """
                id,title,authors,year,journal,volume,pages
                1,Phylogeny of Antarctic krill,"Hansen, Mette",1998,Polar Biology,12,1-9
                2,Krill oil in children with asthma: a randomized trial,"Hansen, Per",2015,Thorax,70,300-308

                """)
            #expect(try await place.ibid("import", file).status == 0)
            let text = try await place.ibid("explain", "table:1", "table:2").text
            #expect(text.contains("found by: authorWord, but not compared: too little else agrees\n"), "\(text)")
            let json = try await place.ibid("explain", "table:1", "table:2", "--json").object()
            #expect(json["compared"] as? Bool == false)
            #expect(json["blockingKeys"] as? [String] == ["authorWord"])
        }
    }

    @Test("is searched by words of title, authors and journal; all words must occur")
    func search() async throws {
        try await Self.with { place in
            let found = try await place.ibid("search", "heroin", "circuits")
            #expect(found.lines.count == 1)
            #expect(try await place.ibid("search", "Lorenz").text.contains("Deterministic Nonperiodic Flow"))
            #expect(try await place.ibid("search", "MULLER").text.contains("The heat of solution"))
            #expect(try await place.ibid("search", "neural", "--limit", "3").lines.count == 3)
            let json = try await place.ibid("search", "heroin", "circuits", "--json").objects()
            #expect(json.first?["doi"] as? String == "10.1172/jci125534")
            let none = try await place.ibid("search", "nosuchwordanywhere")
            #expect(none.status == 0)
            #expect(none.text.isEmpty)
            for odd in ["\"", "a AND", "(", "title:", "*", "-x", "NEAR/2", "'"] {
                #expect(try await place.ibid("search", "--", odd).status == 0, "\(odd)")
            }
        }
    }

    @Test("is searched by an author's ORCID and by any ISSN of a journal")
    func searchByNumber() async throws {
        try await Workplace.with { place in
            let works = [
                #"{"DOI":"10.5555/a","type":"journal-article","title":["A title of several words"],"#
                    + #""author":[{"family":"Meyer","given":"Ada","ORCID":"https://orcid.org/0000-0002-1825-0097"}],"#
                    + #""ISSN":["0021-9738","1558-8238"]}"#,
                #"{"DOI":"10.5555/b","type":"book","title":["Another title about other things"],"#
                    + #""author":[{"family":"Meyer","given":"A.","ORCID":"https://orcid.org/0000-0002-1825-0097"}]}"#,
            ]
            let file = try place.write("works.jsonl", works.joined(separator: "\n") + "\n")
            _ = try await place.ibid("import", file, "--quiet")
            #expect(try await place.ibid("search", "0000-0002-1825-0097").lines.count == 2)
            #expect(try await place.ibid("search", "1558-8238").lines.count == 1)
            #expect(try await place.ibid("search", "0021-9738").lines.count == 1)
            #expect(try await place.ibid("search", "1471-003X").lines.isEmpty)
        }
    }

    static let formats: [(String, String, Int)] = [
        ("csl-json", "\"id\"", 32), ("bibtex", "\n@", 31), ("ris", "TY  - ", 32), ("jsonl", "{\"id\":", 32),
        ("csv", "\n", 33), ("text", "\n", 32),
    ]

    @Test("is exported whole in every format", arguments: formats)
    func export(format: String, mark: String, count: Int) async throws {
        try await Self.with { place in
            let found = try await place.ibid("export", "--format", format)
            #expect(found.status == 0)
            #expect(found.talk.isEmpty)
            #expect(found.text.components(separatedBy: mark).count - 1 >= count, "\(found.text.prefix(500))")
            if format == "csl-json" {
                let list = try JSONSerialization.jsonObject(with: Data(found.bytes)) as? [[String: Any]]
                #expect(list?.count == 32)
                #expect(Set(list?.compactMap { $0["id"] as? String } ?? []).count == 32)
            }
            #expect(try await place.ibid("export", "--format", format).bytes == found.bytes)
            let some = try await place.ibid("export", "--format", format, "--query", "heroin circuits")
            #expect(some.text.contains("Heroin addiction engages") || some.text.contains("{Heroin}"))
            #expect(some.bytes.count < found.bytes.count / 4)
        }
    }

    @Test("is counted in integers")
    func stats() async throws {
        try await Self.with { place in
            let counts = try #require(
                try await place.ibid("stats", "--json").object() as? [String: Int], "every count is an integer")
            #expect(counts["records"] == 39)
            #expect(counts["canonical"] == 32)
            #expect(counts["studies"] == 29)
            #expect(counts["pending"] == 0)
            #expect(try await place.ibid("stats").lines.contains("39\trecords"))
        }
    }

    @Test("keeps its runs, newest first, and their problems")
    func runs() async throws {
        try await Self.with { place in
            let broken = try place.write("broken.jsonl", Fixture.work("10.5555/a", "A good work") + "\n{\"DOI\":\n")
            #expect(try await place.ibid("import", broken, "--quiet").status == 1)
            let runs = try await place.ibid("runs", "--json").objects()
            #expect(runs.count == 2)
            #expect(runs.first?["problems"] as? Int == 1)
            #expect(runs.last?["problems"] as? Int == 0)
            #expect(try await place.ibid("runs", "--limit", "1").lines.count == 1)
            #expect(try await place.ibid("runs", "--problems").text.contains("broken.jsonl:2"))
            let problems = try await place.ibid("runs", "--problems", "--json").objects()
            #expect(problems.map { $0["reach"] as? String } == ["record"])
            #expect((problems.first?["place"] as? String)?.contains("broken.jsonl:2") == true)
        }
    }

    @Test("lists the sources")
    func sources() async throws {
        try await Workplace.with { place in
            let ids = try await place.ibid("sources", "--json").objects().compactMap { $0["id"] as? String }
            #expect(Set(["crossref", "datacite", "biostudies", "aggregator", "doi"]).isSubset(of: ids))
            let rows = try await place.ibid("sources").lines.filter { !$0.hasPrefix(" ") }
            #expect(rows.dropFirst().map { String($0.prefix { $0 != " " }) } == ids)
        }
    }

    @Test("is told to be sound, and to be damaged where it is")
    func check() async throws {
        try await Self.with { place in
            let sound = try await place.ibid("check")
            #expect(sound.status == 0)
            _ = try await place.ibid("export", "--format", "text")
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: place.catalog)))
            for index in stride(from: 20_000, to: bytes.count, by: 997) { bytes[index] ^= 0x5A }
            let damaged = try place.write("damaged.sqlite", bytes)
            let found = try await place.ibid("check", "--catalog", damaged)
            #expect(found.status == 74, "\(found.talk)")
            #expect(!found.talk.isEmpty)
            for command in [["export"], ["dump", "--canonical"], ["stats"], ["search", "heroin"], ["show", "1"]] {
                #expect(try await place.ibid(command + ["--catalog", damaged]).signal == nil)
            }
        }
    }

    @Test("is dumped sorted and without numbers or times with --canonical, whole without")
    func dump() async throws {
        try await Self.with { place in
            let content = try await place.dump()
            #expect(content.count == 32 + 39 + 2)
            for line in content { #expect(!line.contains("\"started\"") && !line.contains("\"canonicalId\"")) }
            let kinds = content.compactMap { $0.split(separator: "\"").dropFirst(3).first }
            #expect(kinds == kinds.sorted())
            let whole = try await place.ibid("dump").objects()
            #expect(whole.contains { $0["kind"] as? String == "run" })
        }
    }

    @Test(
        "that is not there is told as such, with 65",
        arguments: ["show", "search", "export", "stats", "runs", "check", "dump"])
    func missing(command: String) async throws {
        try await Workplace.with { place in
            let found = try await place.ibid([command] + (["show", "search"].contains(command) ? ["x"] : []))
            #expect(found.status == 65)
            #expect(found.talk.contains("ibid.sqlite"))
            #expect(found.text.isEmpty)
            #expect(!FileManager.default.fileExists(atPath: place.catalog))
        }
    }

    @Test("that is none is left alone")
    func notOurs() async throws {
        try await Workplace.with { place in
            let text = try place.write(
                "letter.sqlite", "Dear catalog, this is a letter of some length. " + String(repeating: "x", count: 5000)
            )
            let report = try await place.ibid("import", Fixture.works, "--catalog", text)
            #expect(report.status == 74)
            #expect(report.talk.contains("letter.sqlite"))
            #expect(try place.read("letter.sqlite").hasPrefix("Dear catalog"))
            #expect(try await place.ibid("stats", "--catalog", text).status == 65)
            #expect(try await place.ibid("import", Fixture.works, "--catalog", place.folder).status == 74)
        }
    }
}
