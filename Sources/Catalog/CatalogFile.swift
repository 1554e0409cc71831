internal import Foundation
internal import GRDB
public import Records

/// The one SQLite file that holds everything: what sources said, records, canonical records, studies, runs.
public final class CatalogFile: Sendable {
    public enum Mode: Sendable { case readWrite, readOnly }

    public let path: String
    private let pool: DatabasePool

    /// Opens the catalog, making it in `readWrite` mode where there is none.
    ///
    /// - Throws: `Problem` of reach `run` where the file cannot be opened, is no catalog, or was made by a newer ibid.
    public init(path: String, mode: Mode) throws(Problem) {
        self.path = path
        var configuration = Configuration()
        configuration.readonly = mode == .readOnly
        configuration.busyMode = .timeout(20)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            // For a new file only: what sources say takes 3 to 4 KB, of which a page of 4 KB would hold one.
            if !db.configuration.readonly { try db.execute(sql: "PRAGMA page_size = 16384") }
            try db.execute(sql: "PRAGMA synchronous = NORMAL")
            try db.execute(sql: "PRAGMA cache_size = -65536")
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            if !db.configuration.readonly {
                try db.execute(sql: "PRAGMA secure_delete = OFF")
                try db.execute(sql: "PRAGMA wal_autocheckpoint = 8000")
            }
        }
        let missing = Problem(
            "there is no catalog yet", place: path,
            remedy: "make one with `ibid import FILE` or `ibid harvest`, or name it with --catalog", reach: .run)
        if mode == .readOnly, access(path, F_OK) != 0 { throw missing }
        do {
            if mode == .readWrite {
                let folder = (path as NSString).deletingLastPathComponent
                if !folder.isEmpty {
                    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                }
            }
            // The pool would write into a strange or newer file before anyone could ask whose it is.
            if !Self.isMarked(path) {
                var configuration = Configuration()
                configuration.readonly = true
                configuration.busyMode = .timeout(20)
                _ = try DatabaseQueue(path: path, configuration: configuration).read { db in
                    try Self.checkOwner(db, path: path)
                }
            }
            pool = try DatabasePool(path: path, configuration: configuration)
            let isEmpty = try pool.read { db in try Self.checkOwner(db, path: path) }
            // Killed before its first transaction.
            if isEmpty, mode == .readOnly { throw missing }
            if mode == .readWrite {
                let applied = try pool.read { db in try Schema.migrator.appliedIdentifiers(db) }
                if !applied.contains("\(Schema.newest)") {
                    try pool.writeWithoutTransaction { db in
                        try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
                    }
                    do {
                        try Schema.migrator.migrate(pool)
                    } catch {
                        // Another process may have made the tables in the meantime.
                        let now = try pool.read { db in try Schema.migrator.appliedIdentifiers(db) }
                        if !now.contains("\(Schema.newest)") { throw error }
                    }
                }
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Self.problem(error, path: path)
        }
    }

    /// Whether the file's head says that it is a catalog which this ibid knows, or there is nothing in the file yet.
    private static func isMarked(_ path: String) -> Bool {
        let file = open(path, O_RDONLY)
        guard file >= 0 else { return true }
        defer { close(file) }
        var head = [UInt8](repeating: 0, count: 72)
        let count = Foundation.read(file, &head, head.count)
        if count == 0 { return true }
        // SQLite's file format: user_version at byte 60, application_id at byte 68, highest byte first.
        func number(_ offset: Int) -> UInt32 { head[offset..<offset + 4].reduce(0) { $0 << 8 | UInt32($1) } }
        return count == head.count && head.starts(with: Array("SQLite format 3\0".utf8))
            && number(68) == UInt32(Schema.applicationID) && number(60) <= Schema.newest
    }

    /// - Returns: Whether the file has no tables at all.
    private static func checkOwner(_ db: Database, path: String) throws -> Bool {
        let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_master") ?? 0
        guard tables > 0 else { return true }
        let owner = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        guard owner == Schema.applicationID else {
            throw Problem(
                "the file is a SQLite database, but no catalog of ibid", place: path,
                remedy: "name another file with --catalog", reach: .run)
        }
        if try Schema.migrator.hasBeenSuperseded(db) {
            throw Problem(
                "the catalog was made by a newer ibid", place: path, kept: "the catalog, untouched",
                remedy: "install the newer ibid", reach: .run)
        }
        return false
    }

    private static let locked = "the catalog is locked by another run"
    private static let failed = "the catalog failed: "

    /// Whether a problem of this room says that another process holds the catalog.
    public static func isLocked(_ problem: Problem) -> Bool { problem.what == locked }

    /// Whether a problem of this room says that SQLite cannot read the file, although it is a catalog.
    public static func isDamaged(_ problem: Problem) -> Bool { problem.what.hasPrefix(failed) }

    static func problem(_ error: any Error, path: String) -> Problem {
        if let error = error as? DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                return Problem(
                    locked, place: path, kept: "everything stored so far",
                    remedy: "run the same command when the other has ended", reach: .run)
            case .SQLITE_FULL, .SQLITE_IOERR:
                return Problem(
                    "the catalog cannot be written: \(error.message ?? "disk error")", place: path,
                    kept: "everything committed so far", remedy: "make room on the disk and run the same command",
                    reach: .run)
            case .SQLITE_NOTADB:
                return Problem(
                    "the file is no SQLite database", place: path, remedy: "name another file with --catalog",
                    reach: .run)
            default:
                return Problem(
                    failed + (error.message ?? "SQLite error \(error.resultCode.rawValue)"), place: path,
                    remedy: "run `ibid check`", reach: .run)
            }
        }
        return Problem(
            "the catalog cannot be opened: \(error.localizedDescription)", place: path,
            remedy: "check path and permissions", reach: .run)
    }

    /// Runs one transaction. All of it is stored, or nothing.
    ///
    /// - Throws: `Problem` of the body, or where another process holds the catalog for 20 s.
    public func write<T>(_ body: (CatalogWriter) throws -> T) throws(Problem) -> T {
        do {
            return try pool.writeWithoutTransaction { db in
                var result: T?
                try db.inTransaction(.immediate) {
                    let writer = CatalogWriter(db)
                    result = try body(writer)
                    try writer.finish()
                    return .commit
                }
                guard let result else {
                    throw Problem("the transaction gave nothing", place: path, remedy: "run `ibid check`", reach: .run)
                }
                return result
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Self.problem(error, path: path)
        }
    }

    /// Reads from a snapshot; never waits for a writer.
    public func read<T>(_ body: (CatalogReader) throws -> T) throws(Problem) -> T {
        do {
            return try pool.read { db in try body(CatalogReader(db)) }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Self.problem(error, path: path)
        }
    }
}
