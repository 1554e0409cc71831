import Export
import Formats
import Records
import TestSupport
import Testing

@testable import Pipeline

@Suite("Kept fields")
struct KeptFieldPropertyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var format: ExportFormat
        var kept: String
        /// Names that its reader gives a meaning, and some that it does not.
        var names: [String]

        var testDescription: String { format.rawValue }
    }

    private static let ofBibTeX =
        BibTeXField.named.keys.sorted() + BibTeXField.named.keys.sorted().map { $0 + "-2" }
        + ["entrytype", "key", "owner", "titleaddon", "author/others", "editor/others", "x-field-2", "type"]

    static let cases: [Case] = [
        Case(format: .bibtex, kept: "bibtex", names: ofBibTeX),
        Case(format: .biblatex, kept: "bibtex", names: ofBibTeX),
    ]

    /// What would be another value of some field.
    private static let values = [
        "1999", "2019-01", "2018-12-30/2019-01-03", "2019-02-31", "2020~", "jan", "Spring", "31", "10.5555/another",
        "1706.03762", "1706.03762v2", "arXiv", "pubmed", "jstor", "compiler", "director", "redactor", "prepublished",
        "magazine", "dataset", "owl", "Adler, Mary and Roe, Anna", "https://kept.example/{id}/x", "31452104",
        "PMC6712345", "2049-3630", "9780306406157", "german", "german and english", "Retracted", "Retracted; once",
        "Imaginary Press", "a, b; c", "TR-7", "12-19", "techreport", "phdthesis", "{x} & \\y", "true",
    ]

    private struct Chance {
        var random: SeededGenerator

        mutating func kept(_ tried: Case) -> [KeptField] {
            (0..<Int.random(in: 1...6, using: &random)).map { _ in
                KeptField(
                    tried.kept + ":" + (tried.names.randomElement(using: &random) ?? ""),
                    KeptFieldPropertyTests.values.randomElement(using: &random) ?? "")
            }
        }
    }

    @Test("change nothing of what is read back of a record", arguments: cases, [11, 12, 13] as [UInt64])
    func ownFields(tried: Case, seed: UInt64) throws {
        let plain = RecordGenerator.records(500, seed: seed, keeping: nil)
        var chance = Chance(random: SeededGenerator(seed: seed))
        let keeping = plain.map { record in
            var record = record
            record.kept += chance.kept(tried)
            return record
        }
        let first = try RoundTrip.reading(of: RoundTrip.file(of: plain, tried.format)).records
        let second = try RoundTrip.reading(of: RoundTrip.file(of: keeping, tried.format)).records
        try #require(first.count == plain.count && second.count == plain.count)
        for field in ComparedField.all(keeping: nil) {
            for place in plain.indices where field.value(first[place]) != field.value(second[place]) {
                Issue.record(
                    "\(field.name): \(field.value(first[place])) is now \(field.value(second[place])) by \(keeping[place].kept.map { "\($0.name)=\($0.value)" })"
                )
            }
        }
    }

    @Test("come back a second time as they came the first", arguments: cases)
    func settled(tried: Case) throws {
        var chance = Chance(random: SeededGenerator(seed: 14))
        let records = RecordGenerator.records(300, seed: 14, keeping: nil).map { record in
            var record = record
            record.kept += chance.kept(tried)
            return record
        }
        let first = try RoundTrip.reading(of: RoundTrip.file(of: records, tried.format)).records
        let second = try RoundTrip.reading(of: RoundTrip.file(of: first, tried.format)).records
        for (a, b) in zip(first, second) {
            // A name of two may become the other: `archiveprefix`, `eprinttype`.
            func kept(_ record: Record) -> Set<String> {
                Set(record.kept.filter { $0.name.hasPrefix(tried.kept + ":") }.map(\.value))
            }
            #expect(kept(a) == kept(b))
        }
    }
}
