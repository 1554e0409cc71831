internal import Foundation
internal import GRDB
public import Records

/// What a catalog says of itself: by what its records are matched.
public enum CatalogSetting: String, Sendable, CaseIterable {
    /// Version of the table of weights in `weightTable`; without it the table that ships with ibid.
    case weights
    case profile
    /// Everything that the stored verdicts depend on besides the records.
    case matchedBy
}

extension CatalogReader {
    /// - Returns: Nil where it was never set, also in a catalog of an older ibid.
    public func setting(_ name: CatalogSetting) throws -> String? {
        guard try db.tableExists("setting") else { return nil }
        return try String.fetchOne(db, sql: "SELECT value FROM setting WHERE name = ?", arguments: [name.rawValue])
    }

    /// The written form of a table of weights, compressed.
    public func weightTable(_ version: String) throws -> [UInt8]? {
        guard try db.tableExists("weightTable") else { return nil }
        return try Data.fetchOne(db, sql: "SELECT body FROM weightTable WHERE version = ?", arguments: [version])
            .map(Array.init)
    }

    /// Whether there is no record at all.
    public func isEmpty() throws -> Bool { try Int.fetchOne(db, sql: "SELECT 1 FROM record LIMIT 1") == nil }

    /// The body of every record, by number.
    public func forEachRecordBody(_ body: (_ id: Int64, _ bytes: [UInt8]) throws -> Void) throws {
        let rows = try Row.fetchCursor(
            db,
            sql: "SELECT recordId, body FROM recordBody ORDER BY recordId")
        while let row = try rows.next() { try body(row[0], Array(row[1] as Data)) }
    }
}

extension CatalogWriter {
    /// - Parameter value: Nil takes the setting away.
    public func set(_ name: CatalogSetting, to value: String?) throws {
        if let value {
            try db.execute(
                sql: "INSERT OR REPLACE INTO setting(name, value) VALUES (?, ?)", arguments: [name.rawValue, value])
        } else {
            try db.execute(sql: "DELETE FROM setting WHERE name = ?", arguments: [name.rawValue])
        }
    }

    /// Keeps a table of weights under its version; one that is here stays as it is.
    public func putWeightTable(_ version: String, made: Timestamp, body: [UInt8]) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO weightTable(version, made, body) VALUES (?, ?, ?)",
            arguments: [version, made.seconds, Data(body)])
    }

    /// Number of a source by its name; nil where no record is of it.
    public func sourceNumber(of name: String) throws -> Int64? {
        try Int64.fetchOne(db, sql: "SELECT id FROM source WHERE name = ?", arguments: [name])
    }

    // MARK: Matching everything anew

    /// Ids of all records, ascending.
    public func recordIds() throws -> [Int64] { try Int64.fetchAll(db, sql: "SELECT id FROM record ORDER BY id") }

    /// Ids of the records that are not alone in their canonical record, ascending.
    public func mergedRecordIds() throws -> [Int64] {
        try Int64.fetchAll(
            db,
            sql: "SELECT r.id FROM record r JOIN canonical c ON c.id = r.canonicalId WHERE c.memberCount > 1 ORDER BY 1"
        )
    }

    /// Takes all blocking keys out of the index and all pairs away; the keys that records bear themselves stay.
    public func forgetMatching() throws {
        try blockingSegments().removeAll()
        try db.execute(sql: "DELETE FROM matchedPair")
    }

    /// Gives a record other blocking keys, after `forgetMatching`.
    public func putBlockingKeys(_ keys: [BlockingKey], of id: Int64) throws {
        let put = try statement("UPDATE recordBody SET blockingKeys = ? WHERE recordId = ?")
        put.bind(1, Self.packed(keys))
        put.bind(2, id)
        try put.run()
        try blockingSegments().add(keys, of: id)
    }

    static func packed(_ keys: [BlockingKey]) -> [UInt8] {
        var packed: [UInt8] = []
        packed.reserveCapacity(keys.count * 8)
        for key in keys { withUnsafeBytes(of: key.hash.littleEndian) { packed.append(contentsOf: $0) } }
        return packed
    }
}
