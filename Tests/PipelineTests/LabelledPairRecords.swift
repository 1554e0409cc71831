import Fetchers
import Formats
import Normalizer
import Records
import TestSupport
import Testing

@testable import Pipeline

extension LabelledPairs.Pair {
    /// The two rows as `dedup` reads them from a table: written as CSV, read, and normalized.
    func records() throws -> (a: Record, b: Record) {
        let header = LabelledPairs.columns
        var bytes = CSVWriter.row(header)
        for row in [a, b] { bytes += CSVWriter.row(header.map { row[$0] ?? "" }) }
        let reader = CSVReader(BytesStream(bytes))
        let first = try #require(try reader.row())
        let table = try TableReading(header: first.fields, file: kind + ".csv")
        func next() throws -> Record {
            let row = try #require(try reader.row())
            let said = try #require(try table.record(row, place: TextPlace(path: kind)))
            return Normalizer().record(from: said).record
        }
        return (try next(), try next())
    }
}

@Suite("A labelled pair")
struct LabelledPairRecordTests {
    @Test("comes through with title, authors and DOI")
    func records() throws {
        let pairs = try LabelledPairs.all()
        let name = "The DOI of one record is a link, of the other a bare name in upper case"
        let pair = try #require(pairs.first { $0.name == name })
        let (a, b) = try pair.records()
        let title = "Salt marsh accretion under rising seas: a thirty-year record from the Wadden coast"
        #expect(a.title == title)
        #expect(b.title?.lowercased() == title.lowercased())
        #expect(a.contributors.map(\.name.family) == ["Harmsen", "Boonstra"])
        #expect(b.contributors.map(\.name.given) == ["I.", "W."])
        #expect(a.identifiers.first == b.identifiers.first)
        #expect(a.key != b.key)
    }

    @Test("has a title on both sides whatever was damaged")
    func titles() throws {
        for pair in try LabelledPairs.all() {
            let (a, b) = try pair.records()
            #expect(a.title != nil && b.title != nil, "\(pair.name)")
        }
    }
}
