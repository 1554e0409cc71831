import Foundation
import Testing

@Suite("ibid cache")
struct CacheTests {
    @Test("counts replies by host, verifies them, finds a damaged one, prunes old ones")
    func care() async throws {
        try await Workplace.withReplica { place, _ in
            _ = try await place.ibid("harvest", "studies", "works", "--quiet")
            let hosts = try await place.ibid("cache", "stats", "--json").objects()
            #expect(hosts.map { $0["host"] as? String } == ["api.crossref.org", "www.ebi.ac.uk"])
            #expect(hosts.last?["replies"] as? Int == 3)
            #expect(hosts.allSatisfy { $0["bytes"] as? Int ?? 0 > 100 })
            #expect(try await place.ibid("cache", "stats").text.contains("3 replies"))
            #expect(try await place.ibid("cache", "verify").status == 0)

            let files = try #require(FileManager.default.enumerator(atPath: place.cache)).compactMap { $0 as? String }
            let reply = try #require(files.sorted().first { $0.hasSuffix(".reply") })
            let path = "\(place.cache)/\(reply)"
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            bytes[bytes.count / 2] ^= 1
            try Data(bytes).write(to: URL(filePath: path))
            let verified = try await place.ibid("cache", "verify")
            #expect(verified.status == 1)
            #expect(verified.talk.contains(reply))

            let young = try await place.ibid("cache", "prune", "--days", "1")
            #expect(young.status == 0)
            #expect(young.talk.contains("0 replies removed"))
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_500_000_000)], ofItemAtPath: path)
            #expect(try await place.ibid("cache", "prune", "--days", "1").talk.contains("1 replies removed"))
            #expect(!FileManager.default.fileExists(atPath: path))
            #expect(try await place.ibid("cache", "verify").status == 0)
        }
    }

    @Test("that is empty or missing is no error")
    func empty() async throws {
        try await Workplace.with { place in
            for command in [["stats"], ["verify"], ["prune", "--days", "3"]] {
                let found = try await place.ibid(["cache"] + command)
                #expect(found.status == 0, "\(found.talk)")
            }
        }
    }
}
