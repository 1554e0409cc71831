import Foundation
import Pipeline
import Testing

@Suite("Sources that say something of the same work")
struct AgreementTests {
    private static let page = Fixture.packageRoot.appending(path: "Docs/sources.md")
    private static let begin = "<!-- agreement: begin -->"
    private static let end = "<!-- agreement: end -->"

    /// What every source says in the shared replies, by DOI.
    private static func sayings(in folder: String) async throws -> [String: [Agreement.Saying]] {
        let house = House(
            settings: Settings(),
            places: Places(
                catalog: "/nonexistent", cache: "/nonexistent", environment: [:], folder: NSTemporaryDirectory()))
        let sources = Set(House.sourceIDs)
        var found: [String: [Agreement.Saying]] = [:]
        for line in try String(contentsOfFile: folder + "/index.jsonl", encoding: .utf8).split(separator: "\n") {
            let entry = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            guard let source = entry["source"] as? String, sources.contains(source),
                let body = entry["body"] as? String,
                (entry["status"] as? Int ?? 0) < 300
            else { continue }
            // The replicas of other tests answer from this process.
            await Task.yield()
            let hint = try house.hint(from: nil, source: source)
            let path = "\(folder)/\(body)"
            try house.inspect([path], as: hint) { bytes in
                guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any],
                    let doi = object["doi"] as? String
                else { return }
                found[doi, default: []].append(Agreement.Saying(source: source, fields: object))
            } take: { _ in
            }
        }
        return found
    }

    @Test(
        "agree as far as Docs/sources.md tells, or IBID_GOLDEN=1 writes it there",
        .enabled(if: Fixture.shared != nil, "skipped: no shared data"))
    func agreement() async throws {
        let agreement = Agreement(try await Self.sayings(in: try #require(Fixture.shared)))
        let environment = ProcessInfo.processInfo.environment
        if let path = environment["IBID_DISAGREEMENTS"] {
            let lines = agreement.rows.sorted { $0.key < $1.key }.flatMap { name, row in
                row.classes.sorted { $0.key < $1.key }.flatMap { kind, entry in
                    entry.examples.map { "\(name)\t\(kind)\t\($0)" }
                }
            }
            try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
        }
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let begin = try #require(text.range(of: Self.begin))
        let end = try #require(text.range(of: Self.end, range: begin.upperBound..<text.endIndex))
        if environment["IBID_GOLDEN"] == "1" {
            let written = text[..<begin.upperBound] + "\n" + agreement.table + "\n" + text[end.lowerBound...]
            try Data(written.utf8).write(to: Self.page)
        } else {
            #expect(text[begin.upperBound..<end.lowerBound] == "\n" + agreement.table + "\n")
        }
        #expect(agreement.works > 20)
    }
}
