import Catalog
import Foundation
import Records
import TestSupport
import Testing

@Suite("The index of blocking keys")
struct BlockingIndexTests {
    /// Record `number` shares a key with those that are equal modulo 50, and one with its neighbour.
    private static func keys(_ number: Int) -> [UInt64] { [1000 + UInt64(number % 50), 2000 + UInt64(number / 2)] }

    private static func record(_ number: Int, hash: UInt64 = 1, keys: [UInt64]? = nil) -> StoredRecord {
        .made(
            .made("k\(number)", title: "Title \(number) \(hash)"),
            hash: hash,
            blockingKeys: keys ?? Self.keys(number))
    }

    /// What the blocks of pending records hold.
    private static func blocks(_ stand: Stand) throws -> [UInt64: [Int64]] {
        try stand.file.write { writer throws in
            let pending = try writer.pendingRecords().map(\.id)
            var blocks: [UInt64: [Int64]] = [:]
            try writer.forEachBlockEntry(pending: Set(pending)) { blocks[$0, default: []].append($1) }
            try writer.clearPending()
            return blocks
        }
    }

    private static func segments(_ stand: Stand) throws -> [Int] {
        try stand.read { try $0.rows("SELECT entryCount FROM blockingSegment ORDER BY id") }.map {
            Int($0.first ?? "") ?? -1
        }
    }

    @Test("finds old and new records in whichever segment they lie, and keeps few segments")
    func parts() throws {
        try Stand.with { stand throws in
            try stand.put((0..<200).map { Self.record($0) })
            #expect(try Self.blocks(stand)[1003] == [4, 54, 104, 154])
            #expect(try Self.segments(stand) == [400])

            try stand.put([Self.record(203)])
            #expect(try Self.blocks(stand) == [1003: [4, 54, 104, 154, 201]])
            #expect(try Self.segments(stand) == [400, 2])

            try stand.put([Self.record(202)])
            let second = try Self.blocks(stand)
            #expect(second[1002] == [3, 53, 103, 153, 202])
            #expect(second[2101] == [201, 202])
            #expect(try Self.segments(stand) == [400, 4])

            for start in stride(from: 300, to: 540, by: 20) {
                try stand.put((start..<start + 20).map { Self.record($0) })
                #expect(try Self.blocks(stand)[1000 + UInt64(start % 50)]?.count ?? 0 > 4)
                let segments = try Self.segments(stand)
                #expect(zip(segments, segments.dropFirst()).allSatisfy { $0 > 2 * $1 }, "\(segments)")
            }
            #expect(try Self.segments(stand).reduce(0, +) == 2 * 442)
            #expect(try stand.check().isEmpty)
        }
    }

    @Test("forgets the keys that a changed record had, wherever they lie", arguments: [4, 203])
    func changed(number: Int) throws {
        try Stand.with { stand throws in
            try stand.put((0..<200).map { Self.record($0) })
            _ = try Self.blocks(stand)
            try stand.put([Self.record(203)])
            _ = try Self.blocks(stand)
            try stand.put([Self.record(number, hash: 2, keys: [1009])])
            let blocks = try Self.blocks(stand)
            #expect(blocks.keys.sorted() == [1009])
            #expect(blocks[1009]?.count == 5)
            try stand.put([Self.record(number == 4 ? 254 : 253)])
            let id: Int64 = number == 4 ? 5 : 201
            #expect(try Self.blocks(stand)[1000 + UInt64(number % 50)]?.contains(id) == false)
        }
    }

    /// Versions are newer the greater their hash; most of a run's records come again with other keys, some with former ones.
    @Test(
        "holds what a plain list of the records' keys holds, whatever changes and in whatever batches",
        arguments: 0..<12)
    func sameAsList(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed) + 77)
        try Stand.with { stand throws in
            var current: [String: [UInt64]] = [:]
            var ids: [String: Int64] = [:]
            for turn in 1...12 {
                let isLarge = Int.random(in: 0..<3, using: &random) == 0
                let count = isLarge ? 2000 : Int.random(in: 1..<40, using: &random)
                var batch: [String: StoredRecord] = [:]
                for _ in 0..<count {
                    let number = Int.random(in: 0..<(isLarge ? 4000 : 300), using: &random)
                    let keys = (0..<Int.random(in: 0..<5, using: &random)).map { _ in
                        // Some blocks are larger than a page of the index.
                        let high = UInt64.random(in: 0..<(Bool.random(using: &random) ? 3 : 250), using: &random)
                        return high << 56 | UInt64.random(in: 0..<2, using: &random)
                    }
                    batch["k\(number)"] = Self.record(number, hash: UInt64(turn), keys: Set(keys).sorted())
                }
                let records = batch.keys.sorted().compactMap { batch[$0] }
                try stand.put(records)
                for record in records {
                    current[record.key.key] = record.blockingKeys.map(\.hash)
                    if ids[record.key.key] == nil { ids[record.key.key] = Int64(ids.count + 1) }
                }
                let pending = Set(records.compactMap { ids[$0.key.key] })
                var expected: [UInt64: [Int64]] = [:]
                for (key, hashes) in current {
                    for hash in hashes { expected[hash, default: []].append(ids[key] ?? 0) }
                }
                expected = expected.mapValues { $0.sorted() }.filter { block in
                    block.value.count > 1 && block.value.contains(where: pending.contains)
                }
                #expect(try Self.blocks(stand) == expected, "turn \(turn)")
            }
            #expect(try stand.check().isEmpty)
        }
    }

    @Test("takes over the keys of an older catalog, also those of records that wait")
    func migration() throws {
        try withTemporaryFolder { folder throws in
            let path = folder.appending(path: "ibid.sqlite").path
            do {
                let stand = Stand(path: path, file: try CatalogFile(path: path, mode: .readWrite))
                try stand.put((0..<4).map { Self.record($0, keys: [9, 1000 + UInt64($0 / 2)]) })
                try stand.file.write { try $0.clearPending() }
                try stand.put([Self.record(4, keys: [9]), Self.record(0, hash: 2, keys: [1001])])
            }
            // As the fifth schema had it.
            try Stand.tamper(
                path,
                """
                DROP TABLE blockingSegment; DROP TABLE blockingPage; DROP TABLE retiredBlockingKey;
                CREATE TABLE blockingKey (hash INTEGER NOT NULL, recordId INTEGER NOT NULL, PRIMARY KEY (hash, recordId))
                    STRICT, WITHOUT ROWID;
                CREATE TABLE recentBlockingKey (
                    hash INTEGER NOT NULL, recordId INTEGER NOT NULL, PRIMARY KEY (hash, recordId)) STRICT, WITHOUT ROWID;
                INSERT INTO blockingKey VALUES (9, 2), (9, 3), (1000, 2), (1001, 3);
                INSERT INTO recentBlockingKey VALUES (9, 4), (1001, 4), (9, 2), (1000, 2);
                DELETE FROM lastId WHERE name = 'searchable'; DELETE FROM grdb_migrations WHERE identifier > '5';
                PRAGMA user_version = 5
                """)
            // An older catalog that is only read is sound as it is.
            #expect(try CatalogFile(path: path, mode: .readOnly).read { try $0.check(path: path) }.isEmpty)
            let stand = Stand(path: path, file: try CatalogFile(path: path, mode: .readWrite))
            #expect(try stand.check() == [])
            #expect(try Self.blocks(stand) == [9: [2, 3, 4, 5], 1001: [1, 3, 4]])
            #expect(try stand.search("title") == [1, 2, 3, 4, 5])
        }
    }

    @Test("says that it is damaged where a page is missing or cut")
    func damaged() throws {
        for damage in [
            "DELETE FROM blockingPage", "UPDATE blockingPage SET entries = x'0102'",
            "UPDATE blockingSegment SET firstHashes = x'01'", "UPDATE blockingSegment SET entryCount = -1",
            "UPDATE blockingSegment SET id = 9223372036854775807",
        ] {
            try Stand.with { stand throws in
                try stand.put((0..<20).map { Self.record($0) })
                try Stand.tamper(stand.path, damage)
                #expect(throws: Problem.self, "\(damage)") { try Self.blocks(stand) }
                #expect(throws: Problem.self, "\(damage)") {
                    try stand.put((20..<400).map { Self.record($0) })
                    _ = try Self.blocks(stand)
                }
                #expect(try stand.check() != [])
                // As matching anew does.
                try stand.file.write { writer throws in
                    try writer.forgetMatching()
                    for number in 0..<20 {
                        try writer.putBlockingKeys(
                            Self.keys(number).map { BlockingKey(hash: $0) }, of: Int64(number + 1))
                    }
                }
                #expect(try stand.check() == [])
                #expect(try Self.blocks(stand)[2001] == [3, 4])
            }
        }
    }
}
