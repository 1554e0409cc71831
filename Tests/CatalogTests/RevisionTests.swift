import Catalog
import Records
import TestSupport
import Testing

@Suite("A record in the catalog")
struct RevisionTests {
    static func version(_ key: String, _ updated: Int64?, _ hash: UInt64, isDeleted: Bool = false) -> StoredRecord {
        .made(
            .made(key, title: "Title \(updated ?? -1) \(hash)", doi: "10.5555/v\(hash)", updated: updated), hash: hash,
            isDeleted: isDeleted, blockingKeys: [hash, 77])
    }

    @Test("that is put twice is there once")
    func idempotent() throws {
        try Stand.with { stand throws in
            let record = Self.version("a", 100, 1)
            #expect(try stand.put(record, record) == [.new, .unchanged])
            let before = try stand.content()
            #expect(try stand.put(record) == [.unchanged])
            #expect(try stand.content() == before)
            #expect(try stand.count("SELECT count(*) FROM sourceRecord") == "1")
            #expect(try stand.check() == [])
        }
    }

    @Test("is replaced by a newer one of its source, never by an older one; both are kept")
    func newer() throws {
        try Stand.with { stand throws in
            #expect(try stand.put(Self.version("a", 100, 5)) == [.new])
            #expect(try stand.put(Self.version("a", 200, 1)) == [.changed])
            #expect(try stand.put(Self.version("a", 150, 9)) == [.older])
            #expect(try stand.put(Self.version("a", 150, 9)) == [.unchanged])
            #expect(try stand.put(Self.version("a", nil, 99)) == [.older])
            // Equally new: the greater hash.
            #expect(try stand.put(Self.version("a", 200, 0)) == [.older])
            #expect(try stand.put(Self.version("a", 200, 2)) == [.changed])
            try stand.read { reader throws in
                #expect(try reader.record("crossref", "a")?.title == "Title 200 2")
                #expect(
                    try reader.sourceBodies(of: RecordKey(source: "crossref", key: "a")).map {
                        String(decoding: $0, as: UTF8.self)
                    } == [99, 5, 9, 0, 1, 2].map { "{\"said\":\($0)}" })
                #expect(try reader.counts().first { $0.name == "sourceRecords" }?.value == 6)
                #expect(try reader.counts().first { $0.name == "records" }?.value == 1)
            }
            #expect(try stand.check() == [])
        }
    }

    @Test("is found by what it says now, no longer by what it said before")
    func identifiers() throws {
        try Stand.with { stand throws in
            try stand.put(Self.version("a", 100, 1), Self.version("b", 100, 2))
            func found(_ hash: UInt64) throws -> [Int64] {
                try stand.file.read { try $0.canonicalIds(with: Identifier(.doi, "10.5555/v\(hash)")) }
            }
            #expect(try found(1) == [1])
            #expect(try found(2) == [2])
            try stand.put(Self.version("a", 200, 2))
            #expect(try found(1) == [])
            #expect(try found(2) == [1, 2])
            try stand.put(Self.version("a", 150, 3))
            #expect(try found(3) == [])
            try stand.read { reader throws in
                #expect(try reader.members(with: Identifier(.doi, "10.5555/v2")).map(\.key.key) == ["a", "b"])
                #expect(try reader.canonicalIds(with: Identifier(.doi, "10.5555/V2")) == [])
                #expect(try reader.canonicalIds(with: Identifier(.pmid, "10.5555/v2")) == [])
            }
        }
    }

    @Test("that its source has taken back says so, and keeps what it said before")
    func deleted() throws {
        try Stand.with { stand throws in
            try stand.put(Self.version("a", 100, 1))
            #expect(try stand.put(Self.version("a", 200, 2, isDeleted: true)) == [.changed])
            var said: [String] = []
            try stand.read { reader throws in
                try reader.forEachSourceRecord { _, _, updated, isCurrent, isDeleted in
                    said.append("\(updated?.seconds ?? 0) \(isCurrent) \(isDeleted)")
                }
            }
            #expect(Set(said) == ["100 false false", "200 true true"])
            // It may come back.
            #expect(try stand.put(Self.version("a", 300, 3)) == [.changed])
            #expect(try stand.title("a") == "Title 300 3")
            #expect(try stand.check() == [])
        }
    }

    static func permutations<T>(_ items: [T]) -> [[T]] {
        guard items.count > 1 else { return [items] }
        return items.indices.flatMap { index in
            var rest = items
            let first = rest.remove(at: index)
            return permutations(rest).map { [first] + $0 }
        }
    }

    @Test(
        "ends as the newest version, whatever the order of arrival", arguments: 0..<3 as Range<UInt64>,
        [false, true])
    func anyOrder(seed: UInt64, inOneTransaction: Bool) throws {
        var random = SeededGenerator(seed: seed)
        // Times that are often equal or missing.
        let versions: [(updated: Int64?, hash: UInt64)] = (1...4).map { _ in
            ([nil, 100, 100, 200].randomElement(using: &random) ?? nil, .random(in: 1...1 << 60, using: &random))
        }
        let newest = versions.max { ($0.updated ?? .min, $0.hash) < ($1.updated ?? .min, $1.hash) }
        let orders = Self.permutations(versions)
        try Stand.with { stand throws in
            for (number, order) in orders.enumerated() {
                let records = order.map { Self.version("k\(number)", $0.updated, $0.hash) }
                if inOneTransaction {
                    try stand.put(records + records)
                } else {
                    for record in records { try stand.put(record) }
                }
            }
            try stand.read { reader throws in
                for number in orders.indices {
                    let record = try #require(try reader.record("crossref", "k\(number)"))
                    #expect(record.updated?.seconds == newest?.updated)
                    #expect(record.title == "Title \(newest?.updated ?? -1) \(newest?.hash ?? 0)")
                }
                let identifier = Identifier(.doi, "10.5555/v\(newest?.hash ?? 0)")
                #expect(try reader.members(with: identifier).count == orders.count)
                #expect(
                    try reader.rows("SELECT count(*), count(DISTINCT value) FROM recordIdentifier") == [
                        ["\(orders.count)", "1"]
                    ])
            }
            #expect(try stand.check() == [])
        }
    }

    @Test("of one update is the one that the source touched last: a retraction comes without a deposit")
    func touched() throws {
        for order in Self.permutations([0, 1, 2]) {
            try Stand.with { stand throws in
                // Said, then said otherwise, then said again as at first.
                let versions = [(7, 1), (3, 2), (7, 3)].map { (hash: UInt64, touched: Int64) -> StoredRecord in
                    var version = Self.version("a", 100, hash)
                    version.touched = Timestamp(seconds: touched)
                    return version
                }
                for index in order { try stand.put(versions[index]) }
                #expect(try stand.title("a") == "Title 100 7")
                try stand.put(versions[1])
                #expect(try stand.title("a") == "Title 100 7")
                #expect(try stand.check() == [])
            }
        }
    }

    @Test("gives the same content in any order of arrival, of whatever is put", arguments: 0..<5 as Range<UInt64>)
    func sameContent(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var records: [StoredRecord] = []
        for index in 0..<30 {
            let source = ["crossref", "datacite"][index % 2]
            let key = "k\(Int.random(in: 0..<12, using: &random))"
            let hash = UInt64.random(in: 0..<40, using: &random)
            let updated: Int64? = [nil, 10, 20, 30].randomElement(using: &random) ?? nil
            // The hash stands for all that is said, the time included; the source may touch what it said again.
            var record = StoredRecord.made(
                .made(key, source: source, title: "T\(hash)", doi: "10.5555/\(hash)", updated: updated),
                hash: hash << 8 | UInt64(updated ?? 0))
            record.touched = [nil, 1, 2, 3].randomElement(using: &random).flatMap { $0 }.map { Timestamp(seconds: $0) }
            records.append(record)
            if index % 3 == 0 {
                record.touched = Timestamp(seconds: .random(in: 1...4, using: &random))
                records.append(record)
            }
        }
        func content(_ records: [StoredRecord], portions: Int) throws -> [String] {
            try Stand.with { stand throws in
                for start in stride(from: 0, to: records.count, by: portions) {
                    try stand.put(Array(records[start..<min(start + portions, records.count)]))
                }
                #expect(try stand.check() == [])
                return try stand.content()
            }
        }
        let expected = try content(records, portions: 30)
        #expect(!expected.isEmpty)
        #expect(try content(records.shuffled(using: &random), portions: 7) == expected)
        #expect(try content(records.reversed() + records.shuffled(using: &random), portions: 11) == expected)
    }
}
