import Catalog
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

    /// What the blocks of pending records hold, after they were indexed.
    private static func blocks(_ stand: Stand) throws -> [UInt64: [Int64]] {
        try stand.file.write { writer throws in
            let pending = try writer.pendingRecords().map(\.id)
            try writer.indexBlockingKeys(of: pending)
            var blocks: [UInt64: [Int64]] = [:]
            try writer.forEachBlockEntry(pending: Set(pending)) { blocks[$0, default: []].append($1) }
            try writer.clearPending()
            return blocks
        }
    }

    private static func rows(_ stand: Stand) throws -> (all: String, recent: String) {
        (
            try stand.count("SELECT count(*) FROM blockingKey"),
            try stand.count("SELECT count(*) FROM recentBlockingKey")
        )
    }

    @Test("finds old and new records whichever of its parts they lie in, and moves what has become much")
    func parts() throws {
        try Stand.with { stand throws in
            try stand.put((0..<200).map { Self.record($0) })
            #expect(try Self.blocks(stand)[1003] == [4, 54, 104, 154])
            #expect(try Self.rows(stand) == ("400", "0"))

            try stand.put([Self.record(203)])
            #expect(try Self.blocks(stand) == [1003: [4, 54, 104, 154, 201]])
            #expect(try Self.rows(stand) == ("400", "2"))

            try stand.put([Self.record(202)])
            let second = try Self.blocks(stand)
            #expect(second[1002] == [3, 53, 103, 153, 202])
            #expect(second[2101] == [201, 202])
            #expect(try Self.rows(stand) == ("400", "4"))

            // As many keys as records: they move.
            for start in stride(from: 300, to: 540, by: 20) {
                try stand.put((start..<start + 20).map { Self.record($0) })
                #expect(try Self.blocks(stand)[1000 + UInt64(start % 50)]?.count ?? 0 > 4)
            }
            let rows = try Self.rows(stand)
            #expect(try #require(Int(rows.all)) > 400)
            #expect(try #require(Int(rows.all)) + #require(Int(rows.recent)) == 2 * 442)
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
}
