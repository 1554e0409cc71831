import Foundation
import Testing

@testable import Pipeline

@Suite("Real export files")
struct SampleFileTests {
    private static let page = Fixture.packageRoot.appending(path: "Docs/formats.md")
    private static let begin = "<!-- sample files begin -->"
    private static let end = "<!-- sample files end -->"

    private struct Row {
        var files = 0
        var records = 0
        var problems = 0
        var rejects = 0
        /// Files without a record.
        var without = 0
    }

    /// What `inspect` finds, by kind of file.
    private static func table(in shared: String) throws -> String {
        let house = House(
            settings: Settings(),
            places: Places(
                catalog: "/nonexistent", cache: "/nonexistent", environment: [:], folder: NSTemporaryDirectory()))
        var folders = try FileManager.default.contentsOfDirectory(atPath: shared).filter { $0.hasPrefix("samples_") }
            .sorted().map { (name: String($0.dropFirst(8)), path: shared + "/" + $0) }
        folders.append(("other exports", (shared as NSString).deletingLastPathComponent + "/dedup/exports"))
        var lines = [
            "| kind | files | records | problems | rejects | files without a record |", "|---|---|---|---|---|---|",
        ]
        for folder in folders {
            var row = Row()
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasSuffix(".md") }
            try house.inspect(files.sorted().map { folder.path + "/" + $0 }, as: IntakeHint(), records: nil) { found in
                row.files += 1
                row.records += found.records
                row.problems += found.problemCount
                row.rejects += found.rejects
                row.without += found.records == 0 ? 1 : 0
            }
            lines.append(
                "| \(folder.name) | \(row.files) | \(row.records) | \(row.problems) | \(row.rejects) | \(row.without) |"
            )
        }
        return lines.joined(separator: "\n")
    }

    @Test(
        "are read as Docs/formats.md tells, or IBID_GOLDEN=1 writes it there",
        .enabled(if: Fixture.shared != nil, "skipped: no shared data"))
    func samples() throws {
        let table = try Self.table(in: try #require(Fixture.shared))
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let begin = try #require(text.range(of: Self.begin))
        let end = try #require(text.range(of: Self.end, range: begin.upperBound..<text.endIndex))
        if ProcessInfo.processInfo.environment["IBID_GOLDEN"] == "1" {
            let written = text[..<begin.upperBound] + "\n" + table + "\n" + text[end.lowerBound...]
            try Data(written.utf8).write(to: Self.page)
        } else {
            #expect(text[begin.upperBound..<end.lowerBound] == "\n" + table + "\n")
        }
    }
}
