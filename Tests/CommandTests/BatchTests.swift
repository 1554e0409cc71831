import Foundation
import Replica
import Testing

@Suite("A thousand identifiers")
struct BatchTests {
    private static let count = 1000

    /// A folder of replies with a thousand made-up works of Crossref, of four prefixes.
    private static func works(in place: Workplace) throws -> (folder: String, dois: [String]) {
        let dois = (0..<count).map { "10.\(5000 + $0 % 4)/ibid.batch.\(1000 + $0)" }
        let items = dois.enumerated().map {
            Fixture.work($0.element, "A study of the number \($0.offset)", year: 2000 + $0.offset % 20)
        }
        try place.write(
            "served/works.json",
            #"{"status":"ok","message-type":"work-list","message":{"total-results":\#(count),"items":[\#(items.joined(separator: ","))]}}"#
        )
        try place.write(
            "served/index.jsonl",
            #"{"id":"b-1","source":"crossref","url":"https://api.crossref.org/works?batch=1","status":200,"body":"works.json"}"#
        )
        return (place.path("served"), dois)
    }

    private static func requests(_ server: ReplicaServer) -> [String: Int] {
        server.log.reduce(into: [:]) { $0[$1.host, default: 0] += 1 }
    }

    @Test("are resolved with batch requests, in the order given, and their agency is asked once a prefix")
    func resolve() async throws {
        try await Workplace.with { outer in
            let (folder, dois) = try Self.works(in: outer)
            try await Workplace.withReplica(
                folders: [folder], settings: "resolveSources = [\"crossref\", \"datacite\", \"doi\"]\n"
            ) {
                place, server in
                let asked = Array(dois.reversed())
                let list = try place.write("ids", asked.joined(separator: "\n"))
                let found = try await place.ibid("resolve", "-", "--format", "jsonl", input: list)
                #expect(found.status == 0, "\(found.talk.prefix(500))")
                #expect(try found.objects().map { $0["doi"] as? String } == asked)
                // 20 DOIs a request at Crossref; one request for the four prefixes of each window of 500.
                #expect(Self.requests(server) == ["api.crossref.org": 50, "doi.org": 1])
            }
        }
    }

    @Test("are harvested with batch requests")
    func harvest() async throws {
        try await Workplace.with { outer in
            let (folder, dois) = try Self.works(in: outer)
            try await Workplace.withReplica(folders: [folder]) { place, server in
                let list = try place.write("ids", dois.joined(separator: "\n"))
                let config = try place.read("ibid.toml").replacingOccurrences(
                    of: "name = \"works\"\nsource = \"crossref\"",
                    with: "name = \"works\"\nsource = \"crossref\"\nidsFile = \"\(list)\"")
                try place.write("ibid.toml", config)
                let found = try await place.ibid("harvest", "works")
                #expect(found.status == 0, "\(found.talk)")
                #expect(Self.requests(server) == ["api.crossref.org": 50])
                let stats = try await place.ibid("stats", "--json").object()
                #expect(
                    stats["records"] as? Int == Self.count, "\(stats)")
            }
        }
    }

    @Test("are harvested from a list, each DOI from its agency")
    func list() async throws {
        try await Workplace.with { outer in
            let (folder, dois) = try Self.works(in: outer)
            try await Workplace.withReplica(
                folders: [folder, Fixture.replica],
                settings: "resolveSources = [\"crossref\", \"datacite\", \"biostudies\", \"doi\"]\n"
            ) { place, server in
                let others = ["10.5281/zenodo.1000001", "S-BSST900001", "no identifier", dois[0]]
                let list = try place.write("ids", (dois + others).joined(separator: "\r\n"))
                let plan = try await place.ibid("harvest", "--ids", list, "--dry-run", "--source", "crossref")
                #expect(plan.lines.count == 51 && server.log.isEmpty)
                let found = try await place.ibid("harvest", "--ids", list)
                #expect(found.status == 1)
                #expect(found.talk.contains("no identifier"))
                #expect(
                    Self.requests(server) == [
                        "api.crossref.org": 50, "doi.org": 1, "api.datacite.org": 1, "www.ebi.ac.uk": 1,
                    ])
                #expect(try await place.ibid("stats", "--json").object()["records"] as? Int == Self.count + 2)
            }
        }
    }

    @Test("with unknown ones among them: each unknown one is named, the others are answered")
    func unknown() async throws {
        try await Workplace.with { outer in
            let (folder, dois) = try Self.works(in: outer)
            try await Workplace.withReplica(folders: [folder], settings: "resolveSources = [\"crossref\"]\n") {
                place, server in
                let list = try place.write(
                    "ids", (dois.prefix(30) + ["10.5555/nobody.knows"] + dois[30..<40]).joined(separator: "\n"))
                let found = try await place.ibid("resolve", "-", "--format", "jsonl", input: list)
                #expect(found.status == 1)
                #expect(found.lines.count == 40)
                #expect(found.talk.contains("10.5555/nobody.knows is not known to crossref"), "\(found.talk)")
                #expect(Self.requests(server)["api.crossref.org"] == 3)
            }
        }
    }
}

@Suite("A source that is slow or broken")
struct PatienceTests {
    @Test(
        "costs its own answer only",
        arguments: [ReplicaServer.Fault.hang, .status500, .htmlForJSON, .emptyBody, .truncated])
    func costsItself(fault: ReplicaServer.Fault) async throws {
        var options = ReplicaServer.Options()
        options.fault = fault
        options.faultEvery = 1
        options.faultHost = "api.datacite.org"
        try await Workplace.withReplica(
            options, settings: "resolveSources = [\"crossref\", \"datacite\", \"biostudies\"]\nresolveSeconds = 1.5\n"
        ) { place, _ in
            let found = try await place.ibid("resolve", "10.1172/JCI125534", "--format", "text")
            #expect(found.status == 0, "\(found.talk)")
            #expect(found.text.contains("Carmack"))
            #expect(found.talk.contains("datacite"), "\(found.talk)")
        }
    }
}
