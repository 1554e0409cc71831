import Foundation
import Replica
import Testing

@Suite("ibid resolve")
struct ResolveTests {
    private static let heroin = "10.1172/JCI125534"

    @Test("prints one citation an identifier, in the order given, whatever the identifier's form")
    func order() async throws {
        try await Workplace.withReplica { place, _ in
            let found = try await place.ibid(
                "resolve", "https://doi.org/10.5281/zenodo.1000001", "doi:10.1172%2FJCI125534", "S-BSST900001",
                "10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2", "--format", "jsonl")
            #expect(found.status == 0, "\(found.talk)")
            let titles = try found.objects().map { $0["title"] as? String }
            #expect(
                titles == [
                    "Recordings of heroin withdrawal",
                    "Heroin addiction engages negative emotional learning brain circuits in rats",
                    "Survey of sleep: raw tables", "Deterministic Nonperiodic Flow",
                ])
        }
    }

    static let formats: [(String, String)] = [
        ("csl-json", #""DOI":"10.1172/jci125534""#), ("bibtex", "@article{"), ("ris", "TY  - JOUR"),
        ("jsonl", #""doi":"10.1172/jci125534""#), ("csv", "10.1172/jci125534"), ("text", "Carmack SA, Keeley RJ"),
    ]

    @Test("writes every format on stdout and nothing else", arguments: formats)
    func eachFormat(format: String, expected: String) async throws {
        try await Workplace.withReplica { place, _ in
            let found = try await place.ibid("resolve", Self.heroin, "--format", format)
            #expect(found.status == 0)
            #expect(found.text.contains(expected), "\(found.text)")
            #expect(found.talk.isEmpty)
            if format == "csl-json" {
                let list = try JSONSerialization.jsonObject(with: Data(found.bytes)) as? [[String: Any]]
                #expect(list?.first?["title"] as? String != nil)
            }
        }
    }

    @Test("reads identifiers from stdin, one a line, and passes over remarks and empty lines")
    func stdin() async throws {
        try await Workplace.withReplica { place, _ in
            let list = try place.write("ids", "# my reading\n10.5281/zenodo.1000001\n\n  doi:\(Self.heroin)  \r\n")
            let found = try await place.ibid("resolve", "-", "--format", "text", input: list)
            #expect(found.status == 0, "\(found.talk)")
            #expect(found.lines.count == 2)
            #expect(found.lines.first?.contains("Recordings of heroin withdrawal") == true)
            #expect(found.lines.last?.contains("Carmack") == true)
        }
    }

    @Test("answers from the cache alone when told to, and says which sources it could not ask")
    func offline() async throws {
        try await Workplace.withReplica { place, server in
            let before = try await place.ibid("resolve", Self.heroin, "--offline")
            #expect(before.status == 69)
            #expect(before.talk.contains("--offline"))
            #expect(server.log.isEmpty)
            let online = try await place.ibid("resolve", Self.heroin)
            let requests = server.log.count
            #expect(requests > 0)
            let offline = try await place.ibid("resolve", Self.heroin, "--offline")
            #expect(offline.status == 0, "\(offline.talk)")
            #expect(offline.text == online.text)
            #expect(server.log.count == requests)
        }
    }

    @Test("answers from the catalog where no source can be asked")
    func fromCatalog() async throws {
        try await Workplace.with { place in
            _ = try await place.ibid("import", Fixture.works)
            let found = try await place.ibid("resolve", Self.heroin, "--offline", "--format", "text")
            #expect(found.status == 0)
            #expect(found.text.contains("Carmack"))
        }
    }

    @Test("ends with 65 where nobody knows the identifiers, with 1 where somebody knows one, with 69 without network")
    func unknown() async throws {
        try await Workplace.withReplica { place, server in
            let nobody = try await place.ibid("resolve", "10.5555/nobody.knows.this")
            #expect(nobody.status == 65)
            #expect(nobody.talk.contains("10.5555/nobody.knows.this"))
            #expect(nobody.text.filter { !$0.isWhitespace } == "[]")
            let noIdentifier = try await place.ibid("resolve", "what is this")
            #expect(noIdentifier.status == 65)
            #expect(noIdentifier.talk.contains("what is this"))
            let some = try await place.ibid("resolve", "10.5555/nobody.knows.this", Self.heroin, "--format", "text")
            #expect(some.status == 1)
            #expect(some.lines.count == 1)
            await server.stop()
            let unreachable = try await place.ibid("resolve", "10.5555/ibid.2024.100")
            #expect(unreachable.status == 69, "\(unreachable.talk)")
        }
    }

    @Test("asks only the sources that are named")
    func sources() async throws {
        try await Workplace.withReplica { place, server in
            let found = try await place.ibid("resolve", Self.heroin, "--source", "crossref")
            #expect(found.status == 0)
            #expect(Set(server.log.map(\.host)) == ["api.crossref.org"])
            let wrong = try await place.ibid("resolve", Self.heroin, "--source", "nosuch")
            #expect(wrong.status == 64)
            #expect(wrong.talk.contains("crossref"))
        }
    }

    @Test("tells with --explain, on stderr, who says each field")
    func explain() async throws {
        try await Workplace.withReplica { place, _ in
            let plain = try await place.ibid("resolve", Self.heroin)
            let explained = try await place.ibid("resolve", Self.heroin, "--explain")
            #expect(explained.text == plain.text)
            #expect(explained.talk.contains("crossref:10.1172/jci125534"))
            #expect(explained.talk.contains("containerTitle"))
        }
    }

    @Test(
        "names the source that sends nonsense, and prints none of it",
        arguments: ["status500", "htmlForJSON", "emptyBody", "truncated"])
    func faults(fault: String) async throws {
        try await Workplace.with { place in
            let log = place.path("requests.jsonl")
            let server = try place.shell.start(
                try Fixture.program("ibid-replica"),
                ["--folder", Fixture.replica, "--log", log, "--fault", "\(fault):1"])
            var place = place
            let found: Shell.Outcome
            do {
                place.shell.environment["IBID_CONFIG"] = try place.write(
                    "ibid.toml", Workplace.configuration(port: try await place.port(of: server), rows: 5))
                found = try await place.ibid("resolve", Self.heroin, "--format", "text")
            } catch {
                server.strike()
                _ = try await server.end()
                throw error
            }
            server.strike()
            _ = try await server.end()
            #expect(found.status == 69 || found.status == 65, "\(found.talk)")
            #expect(found.talk.contains("crossref"))
            #expect(found.text.isEmpty)
            let requests = try String(contentsOfFile: log, encoding: .utf8)
            #expect(requests.contains(#""host":"api.crossref.org""#))
            #expect(requests.contains(#""time":"#))
        }
    }
}

extension Workplace {
    /// The port that a replica prints when it listens.
    func port(of server: RunningCommand) async throws -> UInt16 {
        for _ in 0..<2000 {
            if let line = server.printed.split(separator: "\n").first, line.hasPrefix("listening on "),
                let port = line.split(separator: ":").last.flatMap({ UInt16($0) })
            {
                return port
            }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw CancellationError()
    }
}
