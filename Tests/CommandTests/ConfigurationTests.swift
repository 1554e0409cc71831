import Foundation
import Testing

@Suite("Places and configuration")
struct ConfigurationTests {
    private static func job(_ name: String) -> String {
        "[[job]]\nname = \"\(name)\"\nsource = \"crossref\"\nquery = \"words\"\n"
    }

    @Test("the configuration: flag before environment before XDG before HOME")
    func configuration() async throws {
        try await Workplace.with { place in
            func job(_ place: Workplace, _ arguments: String...) async throws -> String {
                let plan = try await place.ibid(["harvest", "--dry-run"] + arguments)
                return String(plan.text.prefix { $0 != "\t" })
            }
            var place = place
            let flag = try place.write("flag.toml", Self.job("flag"))
            let environment = try place.write("environment.toml", Self.job("environment"))
            try place.write("xdg/ibid/ibid.toml", Self.job("xdg"))
            try place.write(".config/ibid/ibid.toml", Self.job("home"))
            #expect(try await job(place) == "home")
            place.shell.environment["XDG_CONFIG_HOME"] = "relative/paths/are/ignored"
            #expect(try await job(place) == "home")
            place.shell.environment["XDG_CONFIG_HOME"] = place.path("xdg")
            #expect(try await job(place) == "xdg")
            place.shell.environment["IBID_CONFIG"] = environment
            #expect(try await job(place) == "environment")
            #expect(try await job(place, "--config", flag) == "flag")
            place.shell.environment["IBID_CONFIG"] = ""
            #expect(try await job(place) == "xdg")
        }
    }

    @Test("the catalog and the cache: flag before environment before XDG before HOME")
    func catalogAndCache() async throws {
        try await Workplace.with { place async throws in
            var place = place
            func makes(_ place: Workplace, _ path: String, _ arguments: String...) async throws -> Bool {
                let report = try await place.ibid(["import", Fixture.page, "--quiet"] + arguments)
                return report.status == 0 && FileManager.default.fileExists(atPath: path)
            }
            func cache(_ place: Workplace, _ arguments: String...) async throws -> String {
                try await place.ibid(["cache", "stats"] + arguments).text
            }
            #expect(try await makes(place, place.path(".local/share/ibid/ibid.sqlite")))
            #expect(try await cache(place).contains(place.path(".cache/ibid")))
            place.shell.environment["XDG_DATA_HOME"] = place.path("data")
            place.shell.environment["XDG_CACHE_HOME"] = place.path("cache")
            #expect(try await makes(place, place.path("data/ibid/ibid.sqlite")))
            #expect(try await cache(place).contains(place.path("cache/ibid")))
            place.shell.environment["IBID_CATALOG"] = place.path("named.sqlite")
            place.shell.environment["IBID_CACHE"] = place.path("named-cache")
            #expect(try await makes(place, place.path("named.sqlite")))
            #expect(try await cache(place).contains(place.path("named-cache")))
            #expect(try await makes(place, place.path("flag/f.sqlite"), "--catalog", place.path("flag/f.sqlite")))
            #expect(try await cache(place, "--cache", place.path("flag-cache")).contains(place.path("flag-cache")))
        }
    }

    @Test("a folder that holds Package.swift and Config/ibid.toml is a checkout: its Config/ and Cache/ are used")
    func checkout() async throws {
        try await Workplace.with { place in
            try place.write("Package.swift", "")
            try place.write("Config/ibid.toml", Self.job("checkout"))
            #expect(try await place.ibid("harvest", "--dry-run").text.hasPrefix("checkout\t"))
            #expect(try await place.ibid("cache", "stats").text.contains(place.path("Cache")))
        }
    }

    static let broken: [(String, String)] = [
        ("contct = \"a@b.org\"", "did you mean \"contact\"?"), ("contact = 3", "contact is no string"),
        ("[network]\ntries = \"four\"", "network.tries"), ("contact = ", "ibid.toml:1"),
        ("[[job]]\nname = \"a\"", "lacks its source"),
        ("[[job]]\nname = \"a\"\nsource = \"crossref\"\nsince = \"soon\"", "soon"),
    ]

    @Test("a configuration that is wrong ends every command with 78 and names file and key", arguments: broken)
    func wrong(text: String, expected: String) async throws {
        try await Workplace.with { place in
            let file = try place.write("ibid.toml", text)
            let found = try await place.ibid("import", Fixture.page, "--config", file)
            #expect(found.status == 78)
            #expect(found.talk.contains(expected), "\(found.talk)")
            #expect(found.talk.contains("ibid.toml"))
            #expect(!FileManager.default.fileExists(atPath: place.catalog))
        }
    }

    @Test("a configuration that was named and is not there ends with 78")
    func missing() async throws {
        try await Workplace.with { place in
            let found = try await place.ibid("stats", "--config", place.path("nosuch.toml"))
            #expect(found.status == 78)
            #expect(found.talk.contains("nosuch.toml"))
        }
    }

    @Test("a key file that others may read ends with 78, and its key is told to nobody")
    func keyFile() async throws {
        try await Workplace.with { place in
            let key = try place.write("key", "s3cret-token\n")
            let file = try place.write("ibid.toml", "[keys.crossref]\nfile = \"\(key)\"\n")
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
            let found = try await place.ibid("resolve", "10.5555/a", "--offline", "--config", file)
            #expect(found.status == 78)
            #expect(found.talk.contains("crossref"))
            #expect(!(found.talk + found.text).contains("s3cret"))
        }
    }
}
