import Catalog
import Foundation
import Testing

@Suite("An export")
struct ExportCommandTests {
    /// Works as Crossref has them, one a line.
    private static func works(_ works: [(doi: String, title: String, family: String, year: Int, more: String)])
        -> String
    {
        works.map { work in
            #"{"DOI":"\#(work.doi)","type":"journal-article","title":["\#(work.title)"],"#
                + #""author":[{"family":"\#(work.family)","given":"A."}],"issued":{"date-parts":[[\#(work.year)]]}\#(work.more)}"#
        }.joined(separator: "\n") + "\n"
    }

    private static func keys(_ found: Shell.Outcome) -> [String] {
        found.lines.filter { $0.hasPrefix("@") }.map { line in
            String(line.drop { $0 != "{" }.dropFirst().prefix { $0 != "," })
        }
    }

    private static func ids(_ found: Shell.Outcome) throws -> [String] {
        try found.objects().compactMap { $0["doi"] as? String }
    }

    private static let first = works([
        ("10.5555/e.1", "Learning about rats in spring", "Smith", 2020, ""),
        ("10.5555/e.2", "Learning nothing whatever of mice", "Smith", 2020, ""),
        ("10.5555/e.3", "A study of ants and of their queens", "Ahmed", 2018, ""),
    ])

    @Test("gives each record a key once: later records, templates and orders do not change it")
    func stableKeys() async throws {
        try await Workplace.with { place in
            _ = try await place.ibid("import", "-q", place.write("a.jsonl", Self.first))
            let before = try await place.ibid("export", "-f", "bibtex")
            #expect(before.talk.isEmpty)
            #expect(Self.keys(before) == ["smith2020learning", "smith2020learninga", "ahmed2018study"])
            let more = Self.works([("10.5555/e.0", "Learning of hens", "Smith", 2020, "")])
            _ = try await place.ibid("import", "-q", place.write("b.jsonl", more))
            let after = try await place.ibid("export", "-f", "bibtex", "--sort", "title", "--keys", "[Auth]-[yy]")
            #expect(
                Self.keys(after).sorted() == ["Smith-20", "ahmed2018study", "smith2020learning", "smith2020learninga"])
            #expect(try await place.ibid("export", "-f", "bibtex", "--sort", "title").bytes == after.bytes)
            let byKey = try await place.ibid("export", "-f", "biblatex", "--sort", "key")
            #expect(Self.keys(byKey) == ["ahmed2018study", "Smith-20", "smith2020learning", "smith2020learninga"])
            #expect(try await place.ibid("show", "SMITH-20").text.contains("Learning of hens"))
            #expect(try await place.ibid("search", "hens", "-f", "csl-json").text.contains(#""id":"Smith-20""#))
            #expect(try await place.ibid("show", "smith2020b").status == 65)
            #expect(try await place.ibid("check").status == 0)
        }
    }

    @Test("keeps the keys of records that are merged and split again")
    func mergedKeys() async throws {
        try await Workplace.with { place in
            _ = try await place.ibid("import", "-q", place.write("a.jsonl", Self.first))
            let before = Self.keys(try await place.ibid("export", "-f", "bibtex"))
            let id = try await place.ibid("show", "10.5555/e.1", "--json").object()["id"] as? Int
            #expect(try await place.ibid("merge", "10.5555/e.1", "10.5555/e.2").status == 0)
            for key in ["smith2020learning", "smith2020learninga"] {
                #expect(try await place.ibid("show", key, "--json").object()["id"] as? Int == id)
            }
            #expect(
                Self.keys(try await place.ibid("export", "-f", "bibtex")) == ["smith2020learning", "ahmed2018study"])
            #expect(try await place.ibid("undo").status == 0)
            #expect(Self.keys(try await place.ibid("export", "-f", "bibtex")) == before)
            #expect(try await place.ibid("dump").text.contains(#"{"kind":"citationKey","key":"ahmed2018study""#))
            #expect(!(try await place.ibid("dump", "--canonical").text.contains("citationKey")))
        }
    }

    @Test("cites each study once, by what was published, under a key that stays when that changes")
    func studies() async throws {
        try await Workplace.with { place in
            let preprint =
                #"{"DOI":"10.5555/p.1","type":"posted-content","subtype":"preprint","title":["Sleep of bees"],"#
                + #""author":[{"family":"Bee","given":"A."}],"issued":{"date-parts":[[2019]]}}"# + "\n"
            _ = try await place.ibid("import", "-q", place.write("a.jsonl", preprint))
            #expect(Self.keys(try await place.ibid("export", "-f", "bibtex", "--per", "study")) == ["bee2019sleep"])
            let related =
                #","relation":{"has-preprint":[{"id":"10.5555/p.1","id-type":"doi","asserted-by":"subject"}]}"#
            let correction =
                #","update-to":[{"DOI":"10.5555/v.1","type":"retraction","updated":{"date-parts":[[2022]]}}]"#
            let others = Self.works([
                ("10.5555/v.1", "Sleep of bees and of wasps in summer", "Bee", 2021, related),
                ("10.5555/n.1", "Retraction: Sleep of bees and of wasps in summer", "Bee", 2022, correction),
            ])
            _ = try await place.ibid("import", "-q", place.write("b.jsonl", others))
            let found = try await place.ibid("export", "-f", "bibtex", "--per", "study")
            #expect(Self.keys(found) == ["bee2019sleep"], "\(found.text) \(found.talk)")
            #expect(found.text.contains("10.5555/v.1"))
            let one = try await place.ibid("export", "-f", "jsonl", "--per", "study", "--query", "Sleep")
            #expect(try Self.ids(one) == ["10.5555/v.1"])
            #expect(Self.keys(try await place.ibid("export", "-f", "bibtex")).count == 3)
        }
    }

    @Test("leaves out, and counts, studies of notices alone")
    func notices() async throws {
        try await Workplace.with { place in
            let update = #","update-to":[{"DOI":"10.5555/gone","type":"retraction"}]"#
            let lines = Self.works([("10.5555/n.2", "Retraction: what is gone", "Doe", 2022, update)])
            _ = try await place.ibid("import", "-q", place.write("a.jsonl", lines))
            let found = try await place.ibid("export", "-f", "jsonl", "--per", "study")
            #expect(found.status == 0)
            #expect(found.text.isEmpty)
            #expect(found.talk.contains("1 studies hold notices alone"))
        }
    }

    @Test(
        "is sorted as asked, ties by id, what lacks the field last",
        arguments: [
            ("id", ["1", "2", "3", "4"]), ("author", ["4", "3", "2", "1"]), ("year", ["3", "4", "2", "1"]),
            ("title", ["4", "3", "1", "2"]),
        ])
    func sorted(order: String, wanted: [String]) async throws {
        try await Workplace.with { place in
            let lines = Self.works([
                ("10.5555/s.1", "Learning of rats", "Smith", 2020, ""),
                ("10.5555/s.2", "learning of wolves", "Roe", 2020, ""),
                ("10.5555/s.3", "Éclairs in France", "Öst", 1999, ""),
                ("10.5555/s.4", "Bees by the river", "Ahmed", 2018, ""),
            ])
            _ = try await place.ibid("import", "-q", place.write("a.jsonl", lines))
            let found = try await place.ibid("export", "-f", "jsonl", "--sort", order)
            let ids = try Self.ids(found).map { String($0.suffix(1)) }
            #expect(ids == wanted)
            #expect(try await place.ibid("export", "-f", "jsonl", "--sort", order).bytes == found.bytes)
        }
    }

    @Test("holds what came since a day alone")
    func since() async throws {
        try await Workplace.with { place in
            _ = try await place.ibid("import", "-q", place.write("a.jsonl", Self.first))
            #expect(try await place.ibid("export", "-f", "jsonl", "--since", "2020-01-01").lines.count == 3)
            #expect(
                try await place.ibid("export", "-f", "jsonl", "--since", "2020-01-01", "--query", "ants").lines.count
                    == 1)
            #expect(try await place.ibid("export", "-f", "jsonl", "--since", "2999-01-01").lines.isEmpty)
            #expect(try await place.ibid("export", "--since", "last week").status == 64)
            #expect(try await place.ibid("export", "--per", "author").status == 64)
            #expect(try await place.ibid("export", "--sort", "colour").status == 64)
            #expect(try await place.ibid("export", "--style", "mla").status == 64)
            #expect(try await place.ibid("export", "--keys", "[colour]").talk.contains("[auth]"))
        }
    }

    @Test("goes to a file whole or not at all, in the format of its ending")
    func output() async throws {
        try await Workplace.with { place in
            _ = try await place.ibid("import", "-q", place.write("a.jsonl", Self.first))
            let path = place.folder + "/out.bib"
            let found = try await place.ibid("export", "--output", path, "--ascii")
            #expect(found.status == 0 && found.text.isEmpty && found.talk.isEmpty)
            let text = try String(contentsOfFile: path, encoding: .utf8)
            #expect(text == (try await place.ibid("export", "-f", "bibtex", "--ascii").text))
            #expect(try await place.ibid("export", "-o", place.folder + "/none/out.bib").status == 74)
            #expect(try await place.ibid("export", "-o", place.folder + "/out.docx").status == 64)
            let left = try FileManager.default.contentsOfDirectory(atPath: place.folder)
            #expect(!left.contains { $0.hasSuffix(".partial") || $0 == "none" })
        }
    }

    @Test("of a catalog that another run holds goes on with keys that hold once, and says so")
    func unstored() async throws {
        try await Workplace.with { place in
            _ = try await place.ibid("import", "-q", place.write("a.jsonl", Self.first))
            let file = try CatalogFile(path: place.catalog, mode: .readWrite)
            let release = DispatchSemaphore(value: 0)
            await withCheckedContinuation { started in
                Thread {
                    try? file.write { _ in
                        started.resume()
                        release.wait()
                    }
                }.start()
            }
            // It waits for 20 s.
            let found = try await place.ibid("export", "-f", "bibtex", "--sort", "author")
            release.signal()
            #expect(found.status == 0)
            #expect(found.talk.contains("citation keys could not be stored"))
            #expect(Self.keys(found) == ["ahmed2018study", "smith2020learning", "smith2020learninga"])
            #expect(try await place.ibid("show", "ahmed2018study").status == 65)
            #expect(try await place.ibid("export", "-f", "bibtex", "--sort", "author").bytes == found.bytes)
        }
    }
}
