import Foundation
import Testing

@Suite("ibid import")
struct ImportTests {
    private func works() throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(filePath: Fixture.works))) }

    @Test("reads JSON Lines, a table and an aggregator's page with text behind its object; twice changes nothing")
    func everything() async throws {
        try await Workplace.with { place in
            let first = try await place.ibid(["import", "--json"] + Fixture.all)
            #expect(first.status == 0, "\(first.talk)")
            #expect(try HarvestTests.counts(first, "crossref")["new"] == 32)
            #expect(try HarvestTests.counts(first, "aggregator")["new"] == 1)
            #expect(try first.object()["canonical"] as? Int == 32)
            let content = try await place.dump()
            let second = try await place.ibid(["import", "--json"] + Fixture.all)
            #expect(second.status == 0)
            #expect(
                try HarvestTests.counts(second, "crossref") == [
                    "requests": 0, "cacheHits": 0, "read": 32, "new": 0, "changed": 0, "unchanged": 32, "deleted": 0,
                    "rejected": 0,
                ])
            #expect(try await place.dump() == content)
        }
    }

    static let wrappings: [(name: String, wrap: @Sendable ([UInt8]) -> [UInt8])] = [
        ("works.jsonl.gz", Packed.gzip), ("works.jsonl.zst", Packed.zstd),
        ("works.gz.in.disguise.jsonl", Packed.gzip),
        ("two-members.gz", { Packed.gzip(Array($0.prefix(20_000))) + Packed.gzip(Array($0.dropFirst(20_000))) }),
        ("byte-order-mark.jsonl", { [0xEF, 0xBB, 0xBF] + $0 }),
        ("crlf.jsonl", { $0.flatMap { $0 == 10 ? [13, 10] : [$0] } }),
        ("no-last-newline.jsonl", { $0.last == 10 ? $0.dropLast() : $0 }),
        (
            "array.json",
            { Array("[".utf8) + $0.split(separator: 10).joined(separator: Array(",\n".utf8)) + Array("]".utf8) }
        ),
        (
            "reply.json",
            {
                Array(#"{"status":"ok","message-type":"work-list","message":{"items":["#.utf8)
                    + $0.split(separator: 10).joined(separator: Array(",".utf8)) + Array("]}}".utf8)
            }
        ),
    ]

    @Test("finds the same records in whatever they are wrapped", arguments: wrappings.map(\.name))
    func wrapped(name: String) async throws {
        let wrapping = try #require(Self.wrappings.first { $0.name == name })
        try await Workplace.with { place in
            _ = try await place.ibid("import", Fixture.works)
            let content = try await place.dump()
            let file = try place.write(name, wrapping.wrap(try works()))
            let other = place.path("other.sqlite")
            let report = try await place.ibid("import", file, "--catalog", other)
            #expect(report.status == 0, "\(report.talk)")
            #expect(try await place.ibid("dump", "--canonical", "--catalog", other).lines == content)
        }
    }

    @Test("reads stdin")
    func stdin() async throws {
        try await Workplace.with { place in
            let report = try await place.ibid("import", "-", "--json", input: Fixture.works)
            #expect(report.status == 0, "\(report.talk)")
            #expect(try HarvestTests.counts(report, "crossref")["new"] == 32)
        }
    }

    @Test("stores without merging where told to; the next run merges")
    func later() async throws {
        try await Workplace.with { place in
            _ = try await place.ibid(["import", "--no-dedup", "--quiet"] + Fixture.all)
            let before = try await place.ibid("stats", "--json").object()
            #expect(before["records"] as? Int == 39)
            #expect(before["pending"] as? Int == 39)
            #expect(before["canonical"] as? Int == 39)
            _ = try await place.ibid("import", Fixture.page, "--quiet")
            let once = place.path("once.sqlite")
            _ = try await place.ibid(["import", "--quiet", "--catalog", once] + Fixture.all)
            #expect(try await place.dump() == place.ibid("dump", "--canonical", "--catalog", once).lines)
        }
    }

    @Test("takes the records for the source that --source names, in the format that --from names")
    func from() async throws {
        try await Workplace.with { place in
            let file = try place.write("one.jsonl", Fixture.work("10.5555/a", "A title of several words") + "\n")
            let report = try await place.ibid("import", file, "--source", "crossref", "--from", "jsonl", "--json")
            #expect(try HarvestTests.counts(report, "crossref")["new"] == 1)
            for wrong in ["--from", "--source"] {
                #expect(try await place.ibid("import", file, wrong, "nosuch").status == 64)
            }
            // A table it is not: no line of it is lost unsaid.
            #expect(try await place.ibid("import", file, "--from", "csv").status == 65)
        }
    }

    @Test("keeps aggregator's objects without DOI apart, also where they bear one title")
    func withoutDOI() async throws {
        try await Workplace.with { place in
            let objects = ["Adler", "Baker"].flatMap { author in
                ["\"\"", "null", "\"  \""].enumerated().map { year, doi in
                    #"{"title":"Editorial","authors":"Jane \#(author)","doi":\#(doi),"PeriodicalName":"J Demo","platform":"Semanticscholar","#
                        + #""publicationDate":"20\#(10 + year)-01-02","ListUrlMain":"https://example.org/page"}"# + "\n"
                }
            }
            let file = try place.write("pages.jsonl", objects.joined())
            let report = try await place.ibid("import", file, "--json")
            #expect(try HarvestTests.counts(report, "aggregator")["new"] == 6, "\(report.text)")
            let again = try await place.ibid("import", file, "--json")
            #expect(try HarvestTests.counts(again, "aggregator")["unchanged"] == 6)
        }
    }

    @Test("takes the newest version by the source's own time, whatever came first")
    func newest() async throws {
        try await Workplace.with { place in
            let old = try place.write("old", Fixture.work("10.5555/a", "The old title of a work", deposited: 1))
            let new = try place.write("new", Fixture.work("10.5555/a", "The new title of a work", deposited: 2))
            for files in [[old, new], [new, old]] {
                let catalog = place.path("\(UUID().uuidString).sqlite")
                for file in files { _ = try await place.ibid("import", file, "--quiet", "--catalog", catalog) }
                let shown = try await place.ibid("show", "10.5555/a", "--json", "--catalog", catalog)
                #expect(try shown.object()["title"] as? String == "The new title of a work")
                let raw = try await place.ibid("show", "10.5555/a", "--raw", "--catalog", catalog)
                #expect(raw.text.contains("old title") && raw.text.contains("new title"))
            }
        }
    }
}
