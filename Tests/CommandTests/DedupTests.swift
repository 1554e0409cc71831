import Foundation
import Testing

@Suite("ibid dedup")
struct DedupTests {
    private static let header =
        "id,source,type,title,authors,year,journal,volume,issue,pages,doi,pmid,issn,isbn,publisher,url,abstract,language"

    @Test("writes id,cluster with every id once, singletons included, duplicates together")
    func clusters() async throws {
        try await Workplace.with { place in
            let out = place.path("clusters.csv")
            let report = try await place.ibid("dedup", Fixture.table, "--clusters", out)
            #expect(report.status == 0)
            #expect(report.text.isEmpty)
            let rows = try place.read("clusters.csv").split(whereSeparator: \.isNewline).map {
                $0.split(separator: ",").map(String.init)
            }
            #expect(rows.first == ["id", "cluster"])
            #expect(rows.dropFirst().map(\.[0]) == ["1", "2", "3", "4", "5", "6"])
            let cluster = Dictionary(uniqueKeysWithValues: rows.dropFirst().map { ($0[0], $0[1]) })
            #expect(cluster["1"] == cluster["2"])
            #expect(cluster["5"] == cluster["6"])
            #expect(cluster["3"] != cluster["4"])
            #expect(Set(cluster.values).count == 4)
            let printed = try await place.ibid("dedup", Fixture.table)
            #expect(printed.text == (try place.read("clusters.csv")))
            #expect(!FileManager.default.fileExists(atPath: place.catalog))
        }
    }

    @Test("names the source of an id that two sources use, and writes a record that comes twice once")
    func sharedIDs() async throws {
        try await Workplace.with { place in
            let report = try await place.ibid("dedup", Fixture.works, Fixture.page, Fixture.works)
            #expect(report.status == 0)
            let ids = report.lines.dropFirst().map { $0.split(separator: ",").first.map(String.init) }
            #expect(ids.count == 33)
            #expect(Set(ids).count == 33)
            #expect(ids.contains("aggregator:10.1038/s41583-024-00886-y"))
            #expect(ids.contains("crossref:10.1038/s41583-024-00886-y"))
            #expect(ids.contains("10.1172/jci125534"))
        }
    }

    @Test("gives ids with commas, quotes and line ends back as they are, and reads every column")
    func quoted() async throws {
        try await Workplace.with { place in
            let file = try place.write(
                "t.csv",
                Self.header + "\r\n"
                    + "\"a,1\",Scopus,article,\"A \"\"quoted\"\" title, with comma\",\"Doe, Jane; Roe, Max\",2020,J Demo,1,2,3-4,10.5555/Q,31,1471-003X,9783161484100,Press,https://example.org/,\"Two\nlines\",en\r\n"
                    + "b;2,Embase,article,Something else altogether,\"Poe, E\",1999,,,,,,,,,,,,\r\n")
            let report = try await place.ibid(
                "dedup", file, "--output", place.path("o.json"), "--clusters", place.path("c.csv"))
            #expect(report.status == 0, "\(report.talk)")
            #expect(try place.read("c.csv").contains("\"a,1\","))
            let list = try JSONSerialization.jsonObject(with: Data(place.read("o.json").utf8)) as? [[String: Any]]
            let first = try #require(list?.first)
            #expect(first["title"] as? String == "A \"quoted\" title, with comma")
            #expect(first["DOI"] as? String == "10.5555/q")
            #expect(first["container-title"] as? String == "J Demo")
            #expect((first["author"] as? [[String: Any]])?.count == 2)
        }
    }

    static let outputs: [(String, String)] = [
        ("o.ris", "ER  -"), ("o.bib", "@article{"), ("o.json", "\"title\""), ("o.jsonl", "\"members\""),
        ("o.csv", "title"), ("o.txt", "Carmack SA"),
    ]

    @Test("writes the merged records in the format of the file's ending", arguments: outputs)
    func output(name: String, expected: String) async throws {
        try await Workplace.with { place in
            let report = try await place.ibid("dedup", Fixture.table, Fixture.works, "--output", place.path(name))
            #expect(report.status == 0, "\(report.talk)")
            #expect(report.text.isEmpty)
            let text = try place.read(name)
            #expect(text.contains(expected))
            let titles = text.components(separatedBy: "Heroin addiction engages").count - 1
            #expect(titles == 1, "three records of one article are written once")
        }
    }

    @Test("counts in JSON what it did")
    func summary() async throws {
        try await Workplace.with { place in
            let report = try await place.ibid("dedup", Fixture.table, "--json")
            let counts = try report.object()
            #expect(counts["records"] as? Int == 6 && counts["clusters"] as? Int == 4)
            #expect(counts["duplicates"] as? Int == 2)
            #expect((counts["stages"] as? [String: Any])?["comparison"] is Double)
        }
    }

    @Test("keeps versions apart, or counts them as duplicates where told to")
    func versions() async throws {
        try await Workplace.with { place in
            let title = "Heroin withdrawal and the amygdala of rats"
            let file = try place.write(
                "versions.csv",
                "id,source,type,title,authors,year,journal\n"
                    + "1,Scopus,preprint,\(title),\"Keller, A.; Ng, W.\",2019,bioRxiv\n"
                    + "2,Embase,article,\(title),\"Keller, A.; Ng, W.\",2020,Journal of Demonstrations\n")
            let linked = try await place.ibid("dedup", file, "--json").object()
            let merged = try await place.ibid("dedup", file, "--versions", "merge", "--json").object()
            #expect(linked["clusters"] as? Int == 2)
            #expect(merged["clusters"] as? Int == 1)
            #expect(try await place.ibid("dedup", file, "--versions", "perhaps").status == 64)
        }
    }

    @Test("gives the same clusters on any number of threads", arguments: [1, 2, 3, 8])
    func jobs(jobs: Int) async throws {
        try await Workplace.with { place in
            let one = try await place.ibid("dedup", Fixture.table, Fixture.works, Fixture.page)
            let many = try await place.ibid("dedup", Fixture.table, Fixture.works, Fixture.page, "--jobs", "\(jobs)")
            #expect(one.text == many.text)
            #expect(try await place.ibid("dedup", Fixture.table, "--jobs", "0").status == 64)
        }
    }

    @Test("ends with 64 for an ending it does not know, 65 without records, 74 where it cannot write")
    func endings() async throws {
        try await Workplace.with { place in
            #expect(try await place.ibid("dedup", Fixture.table, "--output", place.path("o.docx")).status == 64)
            #expect(try await place.ibid("dedup", place.path("nosuch.csv")).status == 65)
            let header = try place.write("header.csv", Self.header + "\n")
            #expect(try await place.ibid("dedup", header).status == 65)
            let nowhere = place.path("no/such/folder/c.csv")
            #expect(try await place.ibid("dedup", Fixture.table, "--clusters", nowhere).status == 74)
            // A pipe is written to, not replaced.
            let pipe = place.path("pipe.csv")
            try #require(mkfifo(pipe, 0o600) == 0)
            let end = open(pipe, O_RDWR)
            defer { close(end) }
            #expect(try await place.ibid("dedup", Fixture.table, "--clusters", pipe).status == 0)
            var buffer = [UInt8](repeating: 0, count: 100)
            #expect(read(end, &buffer, 100) > 20)
            #expect(buffer.starts(with: Array("id,cluster".utf8)))
            if access("/dev/full", W_OK) == 0 {
                let spilt = try await place.shell.run(
                    "/bin/sh", ["-c", "exec \"$0\" sources >/dev/full", try Fixture.program("ibid")])
                #expect(spilt.status == 74)
            }
            let some = try await place.ibid("dedup", Fixture.table, place.path("nosuch.csv"))
            #expect(some.status == 1)
            #expect(some.talk.contains("nosuch.csv"))
            #expect(some.lines.count == 7)
        }
    }
}
