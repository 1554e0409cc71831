import Foundation
import Testing

@Suite("What is written about ibid")
struct DocumentTests {
    private static func text(_ path: String) throws -> String {
        try String(contentsOf: Fixture.packageRoot.appending(path: path), encoding: .utf8)
    }

    @Test("in the README as a command line runs as it stands")
    func readme() async throws {
        let lines = try Self.text("README.md").split(separator: "\n").filter { $0.hasPrefix("    ibid ") }
        #expect(lines.count >= 3)
        try await Workplace.withReplica { place, _ in
            for line in lines {
                let command = line.prefix { $0 != "#" && $0 != ">" }.split(separator: " ").dropFirst().map(String.init)
                let outcome = try await place.ibid(command)
                #expect(outcome.status == 0, "\(line): \(outcome.talk)")
            }
            #expect(try await place.ibid("stats", "--json").object()["canonical"] as? Int ?? 0 > 20)
        }
    }

    @Test("names every command and every option that there is")
    func commands() async throws {
        let documented = try Self.text("Docs/commands.md")
        try await Workplace.with { place in
            let help = try await place.ibid("--experimental-dump-help").object()
            func check(_ command: [String: Any], _ path: [String]) throws {
                let name = try #require(command["commandName"] as? String)
                if name == "help" { return }
                let path = path + [name]
                if path.count > 1 {
                    #expect(documented.contains(path.joined(separator: " ")), "\(path.joined(separator: " "))")
                }
                for argument in command["arguments"] as? [[String: Any]] ?? [] {
                    for name in argument["names"] as? [[String: Any]] ?? [] where name["kind"] as? String == "long" {
                        let option = "--" + (name["name"] as? String ?? "")
                        #expect(documented.contains("`" + option), "\(path.joined(separator: " ")) \(option)")
                    }
                }
                for inner in command["subcommands"] as? [[String: Any]] ?? [] { try check(inner, path) }
            }
            try check(try #require(help["command"] as? [String: Any]), [])
        }
    }

    @Test("names every source")
    func sources() async throws {
        let (readme, sources) = (try Self.text("README.md"), try Self.text("Docs/sources.md"))
        try await Workplace.with { place in
            for source in try await place.ibid("sources", "--json").objects() {
                let id = try #require(source["id"] as? String)
                #expect(readme.contains("| `\(id)` |"), "\(id)")
                #expect(sources.contains("| `\(id)` |"), "\(id)")
            }
        }
    }

    @Test("names every key of the configuration")
    func configuration() throws {
        let documented = try Self.text("Docs/configuration.md")
        let reader = try Self.text("Sources/Pipeline/Settings/SettingsFile.swift")
        let keys = Set(
            reader.matches(of: /\.(?:string|strings|int|double|table|tables)\("(\w+)"/).map { String($0.1) })
        #expect(keys.count > 15)
        for key in keys { #expect(documented.contains(key), "\(key)") }
    }
}
