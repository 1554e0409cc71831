import Foundation
import Replica
import Testing

@Suite("A reference as people write it")
struct ReferenceTests {
    private struct Line {
        var doi: String
        var style: String
        var damage: String
        var text: String
    }

    private static func lines(_ file: String) throws -> [Line] {
        try String(contentsOfFile: "\(Fixture.references)/\(file)", encoding: .utf8).split(separator: "\n").dropFirst()
            .map { line in
                let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                try #require(columns.count == 4, "\(line)")
                return Line(doi: columns[0], style: columns[1], damage: columns[2], text: columns[3])
            }
    }

    /// The works are served, and searched, by the replica; those of the lines that say "-" are not among them.
    @Test(
        "is found with a precision of 0.99 and a recall of 0.93, whatever its style and damage",
        arguments: ["references.tsv"])
    func gold(file: String) async throws {
        let lines = try Self.lines(file)
        #expect(lines.count == 300)
        #expect(lines.count { $0.doi == "-" } == 60)
        #expect(Set(lines.map(\.style)).count == 10)
        try await Workplace.withReplica(folders: [Fixture.references], settings: "resolveSources = [\"crossref\"]\n") {
            place, server in
            let list = try place.write("references", lines.map(\.text).joined(separator: "\n"))
            let found = try await place.ibid("resolve", "-", "--format", "jsonl", input: list)
            #expect(found.status == 1)
            var answers: [String: String] = [:]
            for object in try found.objects() {
                answers[try #require(object["query"] as? String)] = try #require(object["doi"] as? String)
            }
            let right = lines.filter { answers[$0.text] == $0.doi }.count
            let wrong = lines.filter { line in answers[line.text].map { $0 != line.doi } ?? false }
            let precision = Double(right) / Double(right + wrong.count)
            let recall = Double(right) / Double(lines.count { $0.doi != "-" })
            #expect(precision >= 0.99, "\(wrong)")
            #expect(recall >= 0.93)
            // The figures that Docs/accuracy.md tells.
            let told = try String(
                contentsOf: Fixture.packageRoot.appending(path: "Docs/accuracy.md"), encoding: .utf8)
            #expect(
                told.contains(
                    "| \(lines.count) | \(right) | \(wrong.count) | \(rounded(precision)) | \(rounded(recall)) |"),
                "\(right) right, \(wrong.count) wrong, precision \(rounded(precision)), recall \(rounded(recall))")
            // One request each for the search, none for what was found in it.
            #expect(server.log.count == lines.count)
        }
    }

    private func rounded(_ share: Double) -> String {
        let thousandths = Int((share * 1000).rounded())
        return thousandths == 1000 ? "1.000" : "0." + String(1000 + thousandths).dropFirst()
    }

    @Test(
        "that carries its identifier needs no search",
        arguments: [
            "Carmack SA et al. Heroin addiction engages negative emotional learning brain circuits. JCI 2019. doi:10.1172/JCI125534.",
            "Carmack SA, Keeley RJ. Heroin addiction (2019). https://doi.org/10.1172/JCI125534",
            "Lorenz, E. N. Deterministic Nonperiodic Flow. J. Atmos. Sci. 20 (1963). 10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2.",
        ])
    func identifier(reference: String) async throws {
        try await Workplace.withReplica { place, server in
            let found = try await place.ibid("resolve", reference, "--format", "jsonl", "--source", "crossref")
            #expect(found.status == 0, "\(found.talk)")
            #expect(try found.object()["query"] as? String == reference)
            #expect(!server.log.contains { $0.target.contains("query.") })
        }
    }

    @Test("tells with --explain what spoke for the record that was taken, and what for the nearest that was not")
    func explained() async throws {
        try await Workplace.withReplica { place, _ in
            let reference =
                "Carmack SA, Keeley RJ. Heroin addiction engages negative emotional learning brain circuits in rats. J Clin Invest 2019;129:2480-4."
            let found = try await place.ibid(
                "resolve", reference, "--format", "text", "--explain", "--source", "crossref")
            #expect(found.status == 0, "\(found.talk)")
            #expect(found.talk.contains("title whole") && found.talk.contains("bits"))
            let stranger = reference.replacingOccurrences(
                of: "Carmack SA, Keeley RJ", with: "Nobody AA, Noone BB, Never CC")
            let refused = try await place.ibid("resolve", stranger, "--source", "crossref")
            #expect(refused.status == 65)
            #expect(
                refused.talk.contains("no record means") && refused.talk.contains("nearest crossref:10.1172/jci125534"))
        }
    }
}
