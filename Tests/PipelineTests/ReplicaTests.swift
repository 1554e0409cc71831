import Foundation
import Replica
import Testing
import Transfer

@Suite("A replica")
struct ReplicaTests {
    @Test("serves a recorded exchange with its bytes, and answers 304 to who has it")
    func conditional() async throws {
        try await Stage.with { stage in
            let url = "https://api.crossref.org/works/10.1172%2Fjci125534"
            let first = try await stage.get(url)
            #expect(first.status == 200)
            let recorded = try Data(
                contentsOf: URL(filePath: Fixture.replica + "/crossref/10.1172_jci125534.json"))
            #expect(first.body == [UInt8](recorded))
            let tag = try #require(first.header("ETag"))
            let second = try await stage.get(url, [Header("If-None-Match", tag)])
            #expect(second.status == 304)
            #expect(second.body.isEmpty)
            #expect(second.header("ETag") == tag)
            #expect(try await stage.get(url, [Header("If-None-Match", "\"other\"")]).status == 200)
        }
    }

    @Test("tells its rate limit on every reply, and holds to it where told to")
    func rateLimits() async throws {
        try await Stage.with { stage in
            let reply = try await stage.get("https://api.crossref.org/works?rows=1")
            #expect(reply.header("X-Rate-Limit-Limit") == "50")
            #expect(reply.header("X-Rate-Limit-Interval") == "1s")
        }
        var options = ReplicaServer.Options()
        options.requestsPerSecond = 2
        options.enforcesRate = true
        try await Stage.with(options) { stage in
            // All at once: on a slow machine one after another may keep the rate by itself.
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<40 {
                    group.addTask { try await stage.get("https://api.crossref.org/works?rows=1").status }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses.count { $0 == 200 } >= 2)
            #expect(statuses.contains(429))
        }
    }

    @Test("pages through Crossref by cursor, each work once")
    func crossrefPages() async throws {
        try await Stage.with { stage in
            var seen: [String] = []
            var total = 0
            var cursor = "*"
            for _ in 0..<20 {
                let escaped = cursor.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? cursor
                let reply = try await stage.get("https://api.crossref.org/works?rows=9&cursor=\(escaped)")
                let message = try #require(try reply.object()["message"] as? [String: Any])
                let items = try #require(message["items"] as? [[String: Any]])
                total = try #require(message["total-results"] as? Int)
                if items.isEmpty { break }
                seen += items.compactMap { $0["DOI"] as? String }
                cursor = try #require(message["next-cursor"] as? String)
            }
            #expect(seen.count == total)
            #expect(Set(seen).count == total)
            #expect(total > 20)
            let strange = try await stage.get("https://api.crossref.org/works?cursor=nonsense")
            #expect(strange.status == 404)
        }
    }

    @Test("pages through DataCite by the next link, and through BioStudies by number")
    func otherPages() async throws {
        try await Stage.with { stage in
            var seen: [String] = []
            var next: String? = "https://api.datacite.org/dois?page%5Bcursor%5D=1&page%5Bsize%5D=4"
            while let url = next, seen.count < 100 {
                let page = try await stage.get(url).object()
                seen += try #require(page["data"] as? [[String: Any]]).compactMap { $0["id"] as? String }
                next = (page["links"] as? [String: Any])?["next"] as? String
            }
            #expect(seen.count > 8)
            #expect(Set(seen).count == seen.count)
            let url = "https://www.ebi.ac.uk/biostudies/api/v1/search?query=*:*&pageSize=2&page="
            let pages = [try await stage.get(url + "1").object(), try await stage.get(url + "2").object()]
            let hits = pages.flatMap { ($0["hits"] as? [[String: Any]] ?? []).compactMap { $0["accno"] as? String } }
            #expect(hits.count == 4)
            #expect(Set(hits).count == 4)
        }
    }

    static let unknown = [
        "https://api.crossref.org/works/10.5555%2Fnobody", "https://api.crossref.org/nosuch",
        "https://api.datacite.org/dois/10.5555%2Fnobody", "https://www.ebi.ac.uk/biostudies/api/v1/studies/S-NONE1",
        "https://www.ebi.ac.uk/nosuch", "https://doi.org/10.5555/nobody", "https://data.crosscite.org/10.5555/nobody",
    ]

    @Test("answers 404 to what it does not know", arguments: unknown)
    func notFound(url: String) async throws {
        try await Stage.with { stage in
            let reply = try await stage.get(url)
            #expect(reply.status == 404)
            #expect(reply.header("ETag") == nil)
        }
    }

    @Test("tells a DOI's agency, and leads from doi.org to its citation")
    func doi() async throws {
        try await Stage.with { stage in
            let reply = try await stage.get("https://doi.org/ra/10.1172/JCI125534,10.5281/zenodo.1000001,10.1/none")
            let list = try #require(try JSONSerialization.jsonObject(with: Data(reply.body)) as? [[String: String]])
            #expect(list.map { $0["RA"] } == ["Crossref", "DataCite", nil])
            let citation = try await stage.get("https://doi.org/10.1172/JCI125534")
            #expect(citation.status == 200)
            #expect(citation.effectiveURL.contains("/transform"))
            let object = try citation.object()
            #expect(object["title"] as? String != nil, "a scalar, as content negotiation has it")
        }
    }

    @Test("logs each request with its time, in memory and as a line of JSON")
    func log() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "ibid-\(UUID().uuidString).jsonl").path
        defer { unlink(path) }
        var options = ReplicaServer.Options()
        options.logPath = path
        let began = Int(Date().timeIntervalSince1970 * 1000)
        try await Stage.with(options) { stage in
            _ = try await stage.get("https://api.crossref.org/works?rows=1")
            _ = try await stage.get("https://doi.org/10.5555/nobody")
            let log = stage.server.log
            #expect(log.map(\.host) == ["api.crossref.org", "doi.org"])
            #expect(log.map(\.status) == [200, 404])
            #expect(log.map(\.method) == ["GET", "GET"])
            #expect(log[0].target == "/works?rows=1")
            #expect(log[0].bytes > 100)
            #expect(log[0].milliseconds <= log[1].milliseconds)
        }
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        for line in lines {
            let entry = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            #expect(try #require(entry["time"] as? Int) >= began)
            #expect(Set(entry.keys) == ["ms", "us", "time", "host", "method", "target", "status", "bytes"])
        }
    }

    @Test("strikes every n-th request with the fault of its script", arguments: ReplicaServer.Fault.allCases)
    func faults(fault: ReplicaServer.Fault) async throws {
        var options = ReplicaServer.Options()
        options.fault = fault
        options.faultEvery = 2
        try await Stage.with(options) { stage in
            let url = "https://api.crossref.org/works/10.1172%2Fjci125534"
            let whole = try await stage.get(url)
            #expect(whole.status == 200)
            guard fault != .hang else { return }
            let struck = try await stage.get(url)
            switch fault {
            case .status500: #expect(struck.status == 500)
            case .status429: #expect(struck.status == 429)
            case .htmlForJSON: #expect(struck.header("Content-Type") == "text/html")
            case .emptyBody: #expect(struck.body.isEmpty)
            case .emptyPage: #expect(String(decoding: struck.body, as: UTF8.self).contains(#""items":[]"#))
            case .truncated: #expect(struck.body.count == whole.body.count / 2)
            case .hang: break
            }
            #expect(try await stage.get(url).body == whole.body)
        }
    }

    @Test("refuses a folder without an index.jsonl")
    func noIndex() {
        #expect(throws: (any Error).self) { try ReplicaServer(folders: ["/nosuch/folder"]) }
    }

    @Test(
        "serves every exchange recorded from the live services, at the URL that was asked",
        .enabled(if: Fixture.shared != nil, "skipped: no shared data"))
    func sharedExchanges() async throws {
        let folder = try #require(Fixture.shared)
        let index = try String(contentsOfFile: folder + "/index.jsonl", encoding: .utf8)
        try await Stage.with(folders: [folder]) { stage in
            var served = 0
            for line in index.split(separator: "\n") {
                let entry = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                guard let source = entry["source"] as? String, ["crossref", "datacite", "biostudies"].contains(source),
                    entry["method"] as? String == "GET", let url = entry["url"] as? String, url.hasPrefix("https://"),
                    Stage.hosts.contains(Request(url).host), entry["status"] as? Int == 200
                else { continue }
                let reply = try await stage.get(url)
                #expect(reply.status == 200, "\(url)")
                served += 1
                if served == 60 { break }
            }
            #expect(served > 20)
        }
    }
}
