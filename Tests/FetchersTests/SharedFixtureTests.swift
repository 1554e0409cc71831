import Fetchers
import Foundation
import Records
import Testing

/// How many of a source's exchanges became what.
struct Tally: Sendable, Equatable {
    var exchanges = 0
    var records = 0
    var problems = 0
    var withoutRecord = 0
}

/// `Docs/sources.md`, whose table of counts a test keeps true.
enum SourcesPage {
    static let file = Recorded.packageRoot.appending(path: "Docs/sources.md")
    static let begin = "<!-- counts: begin -->"
    static let end = "<!-- counts: end -->"

    static func table(_ tallies: [(source: String, tally: Tally)]) -> String {
        let rows = tallies.map {
            "| `\($0.source)` | \($0.tally.exchanges) | \($0.tally.records) | \($0.tally.problems) | \($0.tally.withoutRecord) |"
        }
        return
            "\n| source | exchanges | records | problems | replies without a record |\n|---|---:|---:|---:|---:|\n"
            + rows.joined(separator: "\n") + "\n"
    }

    /// The page's text before, between and behind its two marks.
    static func parts() throws -> (String, String, String) {
        let text = try String(contentsOf: file, encoding: .utf8)
        let begin = try #require(text.range(of: begin))
        let end = try #require(text.range(of: end, range: begin.upperBound..<text.endIndex))
        return (
            String(text[..<begin.upperBound]), String(text[begin.upperBound..<end.lowerBound]),
            String(text[end.lowerBound...])
        )
    }
}

@Suite("Every source")
struct SharedFixtureTests {
    private static let sources = [
        "crossref", "datacite", "europepmc", "pubmed", "openalex", "semanticscholar", "arxiv", "biorxiv", "biostudies",
        "omicsdi", "unpaywall", "aggregator", "doi", "web",
    ]

    private static func exchanges(of source: String) -> [Recorded] { Recorded.shared.filter { $0.source == source } }

    @Test(
        "reads every recorded reply of the live services into records or a named problem",
        .enabled(if: !Recorded.shared.isEmpty, "skipped: no shared data"), arguments: sources)
    func readsEveryReply(id: String) async throws {
        let source = try #require(SourceRegistry.source(id))
        for recorded in Self.exchanges(of: id) {
            // The replicas of other tests answer from this process.
            await Task.yield()
            let outcome = try source.outcome(of: recorded)
            let isEmptyList = outcome.total != nil && outcome.next == nil
            #expect(!outcome.records.isEmpty || !outcome.problems.isEmpty || isEmptyList, "\(recorded)")
            #expect(outcome.problems.allSatisfy { $0.isNamed(of: id) }, "\(recorded) \(outcome.problems)")
            #expect(outcome.records.allSatisfy { $0.source == id && !$0.key.isEmpty }, "\(recorded)")
            #expect(Set(outcome.records.map(\.key)).count <= outcome.records.count)
            if recorded.status >= 300 { #expect(outcome.records.isEmpty, "\(recorded)") }
        }
    }

    @Test(
        "has the counts that Docs/sources.md tells, or IBID_GOLDEN=1 writes them there",
        .enabled(if: !Recorded.shared.isEmpty, "skipped: no shared data"))
    func counts() throws {
        let tallies = try Self.sources.map { id in
            let source = try #require(SourceRegistry.source(id))
            var tally = Tally()
            for recorded in Self.exchanges(of: id) {
                let outcome = try source.outcome(of: recorded)
                tally.exchanges += 1
                tally.records += outcome.records.count
                tally.problems += outcome.problems.count
                tally.withoutRecord += outcome.records.isEmpty ? 1 : 0
            }
            return (source: id, tally: tally)
        }
        let table = SourcesPage.table(tallies)
        let (before, told, behind) = try SourcesPage.parts()
        if ProcessInfo.processInfo.environment["IBID_GOLDEN"] == "1" {
            try Data((before + table + behind).utf8).write(to: SourcesPage.file)
        } else {
            #expect(told == table)
        }
    }

    @Test("is in the table of Docs/sources.md")
    func documented() throws {
        let text = try String(contentsOf: SourcesPage.file, encoding: .utf8)
        for source in SourceRegistry.all {
            #expect(text.contains("| `\(source.card.id)` | \(source.card.name), \(source.card.documentation) |"))
        }
    }
}
