import Catalog
import Foundation
import GRDB
import Records
import TestSupport

/// A catalog in a folder of its own.
struct Stand {
    let path: String
    let file: CatalogFile

    /// Opens a new catalog for `body`, and removes it behind it.
    static func with<T>(_ body: (Stand) throws -> T) throws -> T {
        try withTemporaryFolder { folder throws in
            let path = folder.appending(path: "ibid.sqlite").path
            return try body(Stand(path: path, file: CatalogFile(path: path, mode: .readWrite)))
        }
    }

    /// Puts records, all in one transaction.
    @discardableResult
    func put(_ records: StoredRecord...) throws -> [PutOutcome] { try put(records) }

    @discardableResult
    func put(_ records: [StoredRecord]) throws -> [PutOutcome] {
        try file.write { writer in try records.map { try writer.put($0) } }
    }

    func merge(_ ids: [Int64], as record: Records.Record) throws {
        try file.write { try $0.merge(ids, as: record) }
    }

    func read<T>(_ body: (CatalogReader) throws -> T) throws -> T { try file.read(body) }

    func content() throws -> [String] { try read { try $0.content() } }

    func title(_ key: String) throws -> String? { try read { try $0.record("crossref", key)?.title } }

    func check() throws -> [String] { try file.read { try $0.check(path: path).map(\.what) } }

    func search(_ words: String) throws -> [Int64] { try file.read { try $0.search(words, limit: 10) } }

    func count(_ sql: String) throws -> String { try file.read { try $0.rows(sql).first?.first ?? "" } }

    /// Has SQLite hold the full-text index against the texts it was made of.
    func checkTextIndex() throws {
        try Self.tamper(path, "INSERT INTO canonicalText(canonicalText, rank) VALUES ('integrity-check', 1)")
    }

    /// Runs SQL past the catalog's own code, foreign keys unchecked.
    static func tamper(_ path: String, _ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.write { try $0.execute(sql: sql) }
        try queue.close()
    }
}

extension StoredRecord {
    /// A record as the intake hands it over, but for the compression.
    ///
    /// - Parameter hash: Stands for all that the source says.
    static func made(
        _ record: Records.Record, hash: UInt64 = 1, isDeleted: Bool = false, blockingKeys: [UInt64] = []
    ) -> StoredRecord {
        StoredRecord(
            key: record.key, contentHash: (hash, ~hash), updated: record.updated, isDeleted: isDeleted,
            sourceBody: Array("{\"said\":\(hash)}".utf8), body: record.encoded(), record: record,
            blockingKeys: blockingKeys.map { BlockingKey(hash: $0) })
    }
}

extension CatalogWriter {
    @discardableResult
    func put(_ stored: StoredRecord, fetched: Int64 = 1_700_000_000) throws -> PutOutcome {
        try put(stored, fetched: Timestamp(seconds: fetched)) { try Records.Record(decoding: Array($0)) }
    }
}

extension CatalogWriter {
    /// Makes one canonical record of those with these ids, as a dedup stage does.
    func merge(_ ids: [Int64], as record: Records.Record) throws {
        let members = try memberIds(of: ids)
        let firsts = try ids.flatMap { try memberIds(of: [$0]).prefix(1) }
        let keys = try ids.flatMap { try reader.members(of: $0).map(\.key) }.sorted()
        let canonical = CanonicalRecord(members: keys, record: record, provenance: [:])
        try removeText(of: ids)
        try put(StoredCanonical(id: ids[0], memberIds: members, record: record, body: canonical.encoded()))
        try assign(members.map { ($0, ids[0]) })
        for (id, record) in zip(ids, firsts).dropFirst() { try removeCanonical(id, follow: record) }
        try addText(of: [ids[0]])
        try clearPending()
        try setStudies(groups: [])
    }
}

extension CatalogReader {
    func record(_ source: String, _ key: String) throws -> Records.Record? {
        try member(RecordKey(source: source, key: key)).map { try Records.Record(decoding: $0.body) }
    }

    /// All that a dump without numbers and times is made of, a line each.
    func content() throws -> [String] {
        var lines: [String] = []
        try forEachCanonicalByMember { stored in
            let record =
                try stored.isSingle
                ? Records.Record(decoding: stored.body) : CanonicalRecord(id: 0, decoding: stored.body).record
            lines.append("canonical \(record)")
        }
        try forEachSourceRecord { key, hash, updated, isCurrent, isDeleted in
            lines.append("source \(key) \(hash) \(updated?.iso8601 ?? "-") \(isCurrent) \(isDeleted)")
        }
        try forEachStudyGroup { lines.append("study \($0)") }
        try forEachUnsurePair { lines.append("unsure \($0) \($1) \($2.bits)") }
        lines += try decisions().map { "decision \($0.a) \($0.b) \($0.ruling)" }
        return lines
    }
}
