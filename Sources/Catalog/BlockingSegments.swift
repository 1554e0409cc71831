internal import GRDB
internal import Records

/// A blocking key of a record, as the index holds it: by key, then by record.
struct BlockingEntry: Comparable, Hashable {
    var hash: UInt64
    var recordId: UInt32

    static func < (a: Self, b: Self) -> Bool { a.hash != b.hash ? a.hash < b.hash : a.recordId < b.recordId }
}

/// The index of blocking keys: sorted segments, of which a new one is merged with those before it that are not much larger, so
/// that there are few and each entry is written a few times (the log-structured merge-tree; O'Neil and others, 1996).
///
/// A segment is pages of `pageEntries` entries: hashes of 8 bytes, then record ids of 4, lowest byte first. As rows of
/// their own they would lie all over a B-tree: keys are hashes.
final class BlockingSegments {
    /// 15,600 bytes: one page of the database holds them, with the row's head.
    static let pageEntries = 1300
    /// Entries kept in memory before they become a segment.
    private static let roomEntries = 1 << 20
    /// Retired keys from which on all segments are written anew without them.
    private static let mostRetired = 100_000

    private let db: Database
    private let readPage: RawStatement
    private let writePage: RawStatement
    private var retiring: RawStatement?
    private var restoring: RawStatement?
    private var waiting: [BlockingEntry] = []

    init(_ db: Database) throws {
        self.db = db
        readPage = try RawStatement(db, "SELECT entries FROM blockingPage WHERE id = ?")
        writePage = try RawStatement(db, "INSERT INTO blockingPage(id, entries) VALUES (?, ?)")
    }

    /// - Throws: `Problem` where a record's number is none that the index can hold.
    func add(_ keys: [BlockingKey], of recordId: Int64) throws {
        guard let id = UInt32(exactly: recordId) else { throw Self.problem("record \(recordId) is past the index") }
        for key in keys { waiting.append(BlockingEntry(hash: key.hash, recordId: id)) }
        if waiting.count >= Self.roomEntries { try flush() }
    }

    /// Makes a segment of what was added since the last one.
    func flush() throws {
        guard !waiting.isEmpty else { return }
        waiting.sort()
        let added = try write { append in
            var last: BlockingEntry?
            for entry in waiting where entry != last {
                try append(entry)
                last = entry
            }
        }
        waiting.removeAll(keepingCapacity: true)
        if try Int.fetchOne(db, sql: "SELECT count(*) FROM retiredBlockingKey") ?? 0 > Self.mostRetired {
            try merge(segments())
            return
        }
        var merging = [added]
        var count = added.count
        for segment in try segments().reversed() where segment.id != added.id {
            guard segment.count <= 2 * count else { break }
            merging.append(segment)
            count += segment.count
        }
        if merging.count > 1 { try merge(merging) }
    }

    /// Takes keys out of the index that a record has no longer. They are marked, and go when all segments become one.
    func retire(_ keys: [BlockingKey], of recordId: Int64) throws {
        if keys.isEmpty { return }
        let retire =
            try retiring
            ?? RawStatement(
                db, "INSERT OR IGNORE INTO retiredBlockingKey(hash, recordId) VALUES (?, ?)")
        retiring = retire
        for key in keys {
            retire.bind(1, Int64(bitPattern: key.hash))
            retire.bind(2, recordId)
            try retire.run()
        }
    }

    /// Puts keys back that were retired.
    ///
    /// - Returns: Those that were not.
    func restore(_ keys: [BlockingKey], of recordId: Int64) throws -> [BlockingKey] {
        if keys.isEmpty { return [] }
        let restore =
            try restoring
            ?? RawStatement(
                db, "DELETE FROM retiredBlockingKey WHERE hash = ? AND recordId = ?")
        restoring = restore
        return try keys.filter { key in
            restore.bind(1, Int64(bitPattern: key.hash))
            restore.bind(2, recordId)
            try restore.run()
            return db.changesCount == 0
        }
    }

    func removeAll() throws {
        waiting.removeAll()
        try db.execute(sql: "DELETE FROM blockingPage")
        try db.execute(sql: "DELETE FROM blockingSegment")
        try db.execute(sql: "DELETE FROM retiredBlockingKey")
    }

    /// Every entry, by key, then record; afterwards there is one segment.
    func forEach(_ body: (BlockingEntry) throws -> Void) throws {
        try flush()
        let parts = try segments()
        if try parts.count > 1 || !retired().isEmpty { try merge(parts) }
        for segment in try segments() {
            var cursor = Cursor(self, segment)
            while let entry = try cursor.next() { try body(entry) }
        }
    }

    /// The entries of keys, by key, then record.
    ///
    /// - Parameter keys: Ascending, each once.
    func entries(of keys: [UInt64]) throws -> [BlockingEntry] {
        try flush()
        let gone = try retired()
        var found: [BlockingEntry] = []
        for segment in try segments() {
            var next = 0
            for place in segment.firstHashes.indices {
                // The first hash of the page that follows may begin in this one.
                let last = place + 1 < segment.firstHashes.count ? segment.firstHashes[place + 1] : .max
                while next < keys.count, keys[next] < segment.firstHashes[place] { next += 1 }
                guard next < keys.count else { break }
                guard keys[next] <= last else { continue }
                let page = try page(segment.id, place)
                var key = next
                while key < keys.count, keys[key] <= last {
                    page.entries(of: keys[key], into: &found)
                    key += 1
                }
            }
        }
        if !gone.isEmpty { found.removeAll { gone.contains($0) } }
        found.sort()
        return found
    }

    // MARK: Segments

    private struct Segment {
        var id: Int64
        var count: Int
        /// The first hash of each page.
        var firstHashes: [UInt64]
    }

    private func segments() throws -> [Segment] {
        let find = try RawStatement(db, "SELECT id, entryCount, firstHashes FROM blockingSegment ORDER BY id")
        var segments: [Segment] = []
        while try find.step() {
            let hashes = find.blob(2)
            // Every page is full but the last one.
            guard (1..<Int64(Int32.max)).contains(find.int(0)), (0..<1 << 40).contains(find.int(1)),
                hashes.count == (Int(find.int(1)) + Self.pageEntries - 1) / Self.pageEntries * 8
            else { throw Self.problem("a segment of the index is damaged") }
            segments.append(
                Segment(
                    id: find.int(0), count: Int(find.int(1)),
                    firstHashes: (0..<hashes.count / 8).map {
                        UInt64(littleEndian: hashes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
                    }))
        }
        return segments
    }

    /// Makes one segment of several; where these are all, what is retired goes.
    private func merge(_ merging: [Segment]) throws {
        let isAll = try merging.count == segments().count
        let gone = isAll ? try retired() : []
        var cursors = merging.map { Cursor(self, $0) }
        var heads = try cursors.indices.map { try cursors[$0].next() }
        _ = try write { append in
            var last: BlockingEntry?
            while true {
                var least: Int?
                for place in heads.indices {
                    guard let head = heads[place] else { continue }
                    if let other = least.flatMap({ heads[$0] }), other < head { continue }
                    least = place
                }
                guard let least, let entry = heads[least] else { break }
                if entry != last, gone.isEmpty || !gone.contains(entry) { try append(entry) }
                last = entry
                heads[least] = try cursors[least].next()
            }
        }
        for segment in merging {
            try db.execute(
                sql: "DELETE FROM blockingPage WHERE id BETWEEN ? AND ?",
                arguments: [Self.pageId(segment.id, 0), Self.pageId(segment.id + 1, 0) - 1])
            try db.execute(sql: "DELETE FROM blockingSegment WHERE id = ?", arguments: [segment.id])
        }
        if isAll { try db.execute(sql: "DELETE FROM retiredBlockingKey") }
    }

    /// Writes a segment of the entries that `fill` appends, in order.
    private func write(_ fill: ((BlockingEntry) throws -> Void) throws -> Void) throws -> Segment {
        let id = (try segments().last?.id ?? 0) + 1
        var segment = Segment(id: id, count: 0, firstHashes: [])
        var page: [BlockingEntry] = []
        page.reserveCapacity(Self.pageEntries)
        func put() throws {
            guard let first = page.first else { return }
            writePage.bind(1, Self.pageId(id, segment.firstHashes.count))
            writePage.bind(2, Page.packed(page))
            try writePage.run()
            segment.firstHashes.append(first.hash)
            segment.count += page.count
            page.removeAll(keepingCapacity: true)
        }
        try fill { entry in
            page.append(entry)
            if page.count == Self.pageEntries { try put() }
        }
        try put()
        let add = try RawStatement(db, "INSERT INTO blockingSegment(id, entryCount, firstHashes) VALUES (?, ?, ?)")
        add.bind(1, id)
        add.bind(2, Int64(segment.count))
        add.bind(3, segment.firstHashes.flatMap { withUnsafeBytes(of: $0.littleEndian, Array.init) })
        try add.run()
        return segment
    }

    /// What records had and have no longer.
    private func retired() throws -> Set<BlockingEntry> {
        let find = try RawStatement(db, "SELECT hash, recordId FROM retiredBlockingKey")
        var gone: Set<BlockingEntry> = []
        while try find.step() {
            guard let id = UInt32(exactly: find.int(1)) else { continue }
            gone.insert(BlockingEntry(hash: UInt64(bitPattern: find.int(0)), recordId: id))
        }
        return gone
    }

    // MARK: Pages

    private static func pageId(_ segment: Int64, _ place: Int) -> Int64 { segment << 32 | Int64(place) }

    private func page(_ segment: Int64, _ place: Int) throws -> Page {
        readPage.bind(1, Self.pageId(segment, place))
        defer { readPage.reset() }
        guard try readPage.step() else { throw Self.problem("a page of the index is missing") }
        let bytes = Array(readPage.blob(0))
        guard bytes.count % Page.entrySize == 0 else { throw Self.problem("a page of the index is cut") }
        return Page(bytes: bytes)
    }

    private static func problem(_ what: String) -> Problem {
        Problem(
            "catalog: \(what)", place: "catalog",
            remedy: "run `ibid check`; `ibid retrain --shipped` makes the index anew",
            reach: .run)
    }

    private struct Page {
        static let entrySize = 12
        var bytes: [UInt8]
        var count: Int { bytes.count / Self.entrySize }

        static func packed(_ entries: [BlockingEntry]) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: entries.count * entrySize) { bytes, count in
                let raw = UnsafeMutableRawBufferPointer(bytes)
                for (place, entry) in entries.enumerated() {
                    raw.storeBytes(of: entry.hash.littleEndian, toByteOffset: place * 8, as: UInt64.self)
                    raw.storeBytes(
                        of: entry.recordId.littleEndian, toByteOffset: entries.count * 8 + place * 4, as: UInt32.self)
                }
                count = raw.count
            }
        }

        func hash(_ place: Int) -> UInt64 {
            bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: place * 8, as: UInt64.self)) }
        }

        subscript(place: Int) -> BlockingEntry {
            BlockingEntry(
                hash: hash(place),
                recordId: bytes.withUnsafeBytes {
                    UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: count * 8 + place * 4, as: UInt32.self))
                })
        }

        func entries(of key: UInt64, into found: inout [BlockingEntry]) {
            var low = 0
            var high = count
            while low < high {
                let middle = (low + high) / 2
                if hash(middle) < key { low = middle + 1 } else { high = middle }
            }
            while low < count, hash(low) == key {
                found.append(self[low])
                low += 1
            }
        }
    }

    /// Reads a segment page by page.
    private struct Cursor {
        private let segments: BlockingSegments
        private let segment: Segment
        private var page = Page(bytes: [])
        private var nextPage = 0
        private var place = 0

        init(_ segments: BlockingSegments, _ segment: Segment) {
            self.segments = segments
            self.segment = segment
        }

        mutating func next() throws -> BlockingEntry? {
            while place == page.count {
                guard nextPage < segment.firstHashes.count else { return nil }
                page = try segments.page(segment.id, nextPage)
                nextPage += 1
                place = 0
            }
            defer { place += 1 }
            return page[place]
        }
    }
}
