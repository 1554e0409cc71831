import Records
import TestSupport
import Testing

@Suite("A record's stored body")
struct BodyCodingTests {
    static let full: Record = {
        var record = Record.made(
            "10.1000/a", title: "Größe & \"quotes\"", authors: ["van der Berg, Ann", "The Group"], year: 2019,
            journal: "J", issns: ["1234-5679"], volume: "1", issue: "2", pages: "3-4", doi: "10.1000/a", pmid: "7",
            abstract: "One\nTwo", updated: -5)
        record.contributors[0].name.particle = "van der"
        record.contributors[0].orcid = "0000-0002-1825-0097"
        record.contributors[0].affiliations = ["A", "B"]
        record.contributors[0].role = .editor
        record.issued = .value(PartialDate(year: 1999, season: 2))
        record.publishedPrint = PartialDate(year: 2001, month: 12, day: 31)
        record.relations = [Relation(.isPreprintOf, Identifier(.arxiv, "2104.12255"))]
        record.kept = [KeptField("dates", "Spring")]
        record.keywords = ["x", "y"]
        record.citationCount = 0
        record.isRetracted = true
        return record
    }()

    @Test("comes back as it went in")
    func roundTrip() throws {
        #expect(try Record(decoding: Self.full.encoded()) == Self.full)
        let canonical = CanonicalRecord(
            id: 3, members: [Self.full.key, RecordKey(source: "z", key: "1")], record: Self.full,
            provenance: [
                .title: Provenance(records: [RecordKey(source: "z", key: "1")], rule: "longest"),
                .contributors: Provenance(
                    records: [Self.full.key, RecordKey(source: "z", key: "1")], rule: "most trusted source, completed",
                    parts: [
                        .init(index: nil, what: "list", record: Self.full.key),
                        .init(index: 0, what: "given", record: RecordKey(source: "z", key: "1")),
                    ]),
            ])
        #expect(try CanonicalRecord(id: 3, decoding: canonical.encoded()) == canonical)
    }

    @Test("cut off anywhere is refused or read in part, never trapped over")
    func truncated() {
        let bytes = Self.full.encoded()
        for length in bytes.indices { _ = try? Record(decoding: Array(bytes[..<length])) }
        #expect(throws: BodyDamage.self) { try Record(decoding: [11, 0xFF, 0xFF, 0x7F, 1]) }
    }

    @Test("with random bytes changed never traps")
    func mutated() {
        var random = SeededGenerator(seed: 7)
        let bytes = Self.full.encoded()
        for _ in 0..<3000 {
            var damaged = bytes
            for _ in 0..<3 {
                damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? Record(decoding: damaged)
        }
    }

    @Test(
        "of a time stamp reads the usual spellings",
        arguments: [
            ("1970-01-01", 0), ("1970-01-02T00:00:01Z", 86_401), ("2000-03-01", 951_868_800),
            ("2019-03-26T10:11:12.345Z", 1_553_595_072), ("2019-03-26T12:11:12+02:00", 1_553_595_072),
            ("1969-12-31T23:59:59Z", -1),
        ])
    func timestamps(text: String, seconds: Int64) {
        #expect(Timestamp(iso8601: text)?.seconds == seconds)
    }

    @Test("of a time stamp refuses what is none", arguments: ["", "2019", "2019-13-01", "2019-01-01Tx", "N.D."])
    func notTimestamps(text: String) { #expect(Timestamp(iso8601: text) == nil) }

    @Test("prints a time stamp as it was read", arguments: ["1969-12-31T23:59:59Z", "2024-02-29T12:00:00Z"])
    func printed(text: String) { #expect(Timestamp(iso8601: text)?.iso8601 == text) }
}
