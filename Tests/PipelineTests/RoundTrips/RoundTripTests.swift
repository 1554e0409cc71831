import Export
import Foundation
import Records
import Testing

@testable import Pipeline

@Suite("Round trips")
struct RoundTripTests {
    /// A format, what fields of its files are kept under, and of which fields it loses nothing.
    struct Case: Sendable, CustomTestStringConvertible {
        var format: ExportFormat
        var kept: String?
        /// Fields that the format has not; nil where no promise is made.
        var lacks: Set<String>?

        var testDescription: String { format.rawValue }

        var records: [Record] { RecordGenerator.records(RoundTripTests.count, seed: 1, keeping: kept) }
    }

    static let cases: [Case] = [
        Case(format: .jsonl, kept: nil, lacks: []),
        Case(format: .cslJSON, kept: "csl", lacks: ["subtitle apart", "affiliations", "counts"]),
        Case(
            format: .biblatex, kept: "bibtex",
            lacks: [
                "other titles", "ORCIDs", "affiliations", "published online", "published in print", "licences",
                "funders",
                "other identifiers", "relations", "counts",
            ]),
        Case(
            format: .ris, kept: "ris",
            lacks: [
                "subtitle apart", "other roles", "ORCIDs", "affiliations", "edition", "version", "event",
                "published online", "published in print", "line breaks in it", "keywords", "licences", "funders",
                "other identifiers", "relations", "counts",
            ]),
        Case(format: .bibtex, kept: "bibtex"), Case(format: .endNoteXML, kept: "endnote-xml"),
        Case(format: .nbib, kept: "nbib"), Case(format: .csv, kept: nil),
    ]

    private static let count = 600

    // MARK: The table

    private static let page = Fixture.packageRoot.appending(path: "Docs/formats.md")
    private static let begin = "<!-- round trips begin -->"
    private static let end = "<!-- round trips end -->"

    /// How many values of a field came back the same, of those that were there or are there now.
    struct Tally: Equatable {
        var same = 0
        var all = 0

        mutating func count(_ before: [String], _ after: [String]) {
            if before.isEmpty && after.isEmpty { return }
            all += 1
            if before == after { same += 1 }
        }

        /// Nothing stands for none; shares are cut, so that 100 % would mean all.
        var cell: String { all == 0 ? "" : same == all ? "all" : same == 0 ? "–" : "\(same * 100 / all) %" }
    }

    @Test("keep of each field what Docs/formats.md tells, or IBID_GOLDEN=1 writes it there")
    func table() throws {
        var cells: [[String]] = []
        for tried in Self.cases {
            let records = tried.records
            let back = try RoundTrip.reading(of: RoundTrip.file(of: records, tried.format)).records
            #expect(back.count == records.count, "\(tried.format)")
            cells.append(
                ComparedField.all(keeping: tried.kept).map { field in
                    var tally = Tally()
                    for (a, b) in zip(records, back) { tally.count(field.value(a), field.valueBack(b, of: a)) }
                    return tally.cell
                })
        }
        var lines = [
            "| field | " + Self.cases.map { "`\($0.format.rawValue)`" }.joined(separator: " | ") + " |",
            "|---|" + String(repeating: "---|", count: Self.cases.count),
        ]
        for (row, field) in ComparedField.all(keeping: "").enumerated() {
            lines.append(
                "| \(field.name) | " + cells.map { $0.indices.contains(row) ? $0[row] : "" }.joined(separator: " | ")
                    + " |")
        }
        let table = lines.joined(separator: "\n")
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

    // MARK: Properties

    @Test("lose no field that the format has", arguments: cases.filter { $0.lacks != nil }, [2, 3, 4] as [UInt64])
    func lossless(tried: Case, seed: UInt64) throws {
        let records = RecordGenerator.records(200, seed: seed, keeping: tried.kept)
        let back = try RoundTrip.reading(of: RoundTrip.file(of: records, tried.format))
        #expect(back.problems.isEmpty && back.rejected == 0)
        try #require(back.records.count == records.count)
        for field in ComparedField.all(keeping: tried.kept) where tried.lacks?.contains(field.name) == false {
            for (a, b) in zip(records, back.records) {
                // CSL and BibTeX have a type for everything.
                if field.name == "type", a.type == nil { continue }
                #expect(field.value(a) == field.valueBack(b, of: a), "\(field.name) of \(a.key)")
            }
        }
    }

    @Test("of RIS lose nothing but what its fields cannot hold", arguments: [2, 3, 4] as [UInt64])
    func risExceptions(seed: UInt64) throws {
        let records = RecordGenerator.records(200, seed: seed, keeping: "ris")
        let back = try RoundTrip.reading(of: RoundTrip.file(of: records, .ris)).records
        for (a, b) in zip(records, back) {
            let hasVersion = a.type == .software || a.type == .dataset
            #expect((hasVersion ? a.version : a.edition) == (hasVersion ? b.version : b.edition))
            if a.type == .paperConference { #expect(a.event == b.event) }
            // Semicolons part keywords, there and in other programs' files.
            if !a.keywords.contains(where: { $0.contains(";") }) { #expect(a.keywords == b.keywords) }
            #expect(
                a.contributors.filter { $0.role == .collectionEditor }.map(\.name).allSatisfy { name in
                    b.contributors.contains { $0.role == .collectionEditor && $0.name == name }
                })
        }
    }

    @Test("give the same bytes the second time", arguments: cases.filter { $0.lacks != nil && $0.format != .jsonl })
    func fixpoint(tried: Case) throws {
        let records = RecordGenerator.records(400, seed: 5, keeping: tried.kept).filter { record in
            tried.format != .ris || !record.keywords.contains { $0.contains(";") }
        }
        let first = RoundTrip.file(of: records, tried.format)
        let second = RoundTrip.file(of: try RoundTrip.reading(of: first).records, tried.format)
        expectSame(first, second)
    }

    @Test(
        "give the same bytes the third time, whatever the first one lost",
        arguments: cases.filter { $0.format != .jsonl })
    func settles(tried: Case) throws {
        let first = RoundTrip.file(of: tried.records, tried.format)
        let second = RoundTrip.file(of: try RoundTrip.reading(of: first).records, tried.format)
        let third = RoundTrip.file(of: try RoundTrip.reading(of: second).records, tried.format)
        expectSame(second, third)
    }

    /// Shows lines, not files.
    private func expectSame(_ first: [UInt8], _ second: [UInt8]) {
        let (a, b) = (first.split(separator: 0x0A), second.split(separator: 0x0A))
        #expect(a.count == b.count)
        for (a, b) in zip(a, b).filter({ $0 != $1 }).prefix(8) {
            #expect(String(decoding: a, as: UTF8.self) == String(decoding: b, as: UTF8.self))
        }
    }
}
