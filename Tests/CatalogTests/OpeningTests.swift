import Foundation
import GRDB
import Records
import TestSupport
import Testing

@testable import Catalog

@Suite("A catalog's file")
struct OpeningTests {
    @Test("is made with its mark, its schema, write-ahead log and foreign keys")
    func fresh() throws {
        try Stand.with { stand throws in
            let mark = Int32(0x6962_6964)
            #expect(try stand.count("PRAGMA application_id") == "\(mark)")
            #expect(try stand.count("PRAGMA journal_mode").contains("wal"))
            #expect(try stand.count("PRAGMA foreign_keys") == "1")
            let writers = try stand.file.write { try $0.reader.rows("PRAGMA foreign_keys").first?.first }
            #expect(writers == "1")
            let version = try stand.count("PRAGMA user_version")
            #expect(try stand.count("SELECT count(*) FROM grdb_migrations") == version)
            #expect(try stand.check() == [])
        }
    }

    @Test("is opened again, made in folders that are not there yet, and never made for reading")
    func again() throws {
        try withTemporaryFolder { folder throws in
            let path = folder.appending(path: "a/b/ibid.sqlite").path
            let missing = #expect(throws: Problem.self) { try CatalogFile(path: path, mode: .readOnly) }
            #expect(missing?.what == "there is no catalog yet")
            #expect(!FileManager.default.fileExists(atPath: path))
            try CatalogFile(path: path, mode: .readWrite).write { _ = try $0.put(.made(.made("1", title: "One"))) }
            for mode in [CatalogFile.Mode.readOnly, .readWrite] {
                let title = try CatalogFile(path: path, mode: mode).read { try $0.record("crossref", "1")?.title }
                #expect(title == "One")
            }
        }
    }

    @Test("that was made and then left empty is no catalog to read from, and becomes one when written")
    func empty() throws {
        try withTemporaryFolder { folder throws in
            let path = folder.appending(path: "ibid.sqlite").path
            try Data().write(to: URL(filePath: path))
            let missing = #expect(throws: Problem.self) { try CatalogFile(path: path, mode: .readOnly) }
            #expect(missing?.what == "there is no catalog yet")
            let problems = try CatalogFile(path: path, mode: .readWrite).read { try $0.check(path: path) }
            #expect(problems == [])
        }
    }

    enum Stranger: CaseIterable, Sendable {
        case database, markedDatabase, newer, text, short, brokenHead, folder

        func make(at path: String) throws {
            switch self {
            case .database: try Stand.tamper(path, "CREATE TABLE photo (name TEXT); INSERT INTO photo VALUES ('x')")
            case .markedDatabase:
                try Stand.tamper(path, "CREATE TABLE photo (name TEXT); PRAGMA application_id = 252006675")
            case .newer:
                _ = try CatalogFile(path: path, mode: .readWrite)
                try Stand.tamper(path, "INSERT INTO grdb_migrations VALUES ('9999'); PRAGMA user_version = 9999")
            case .text:
                try Data(String(repeating: "A list of books.\n", count: 100).utf8).write(to: URL(filePath: path))
            case .short: try Data("hello".utf8).write(to: URL(filePath: path))
            case .brokenHead:
                try Data(Array("SQLite format 3\u{0}".utf8) + [UInt8](repeating: 7, count: 900))
                    .write(to: URL(filePath: path))
            case .folder:
                try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            }
        }

        var what: String? {
            switch self {
            case .database, .markedDatabase: "the file is a SQLite database, but no catalog of ibid"
            case .newer: "the catalog was made by a newer ibid"
            case .text, .short: "the file is no SQLite database"
            case .brokenHead, .folder: nil
            }
        }
    }

    @Test("that is none of this ibid's is refused and left as it was", arguments: Stranger.allCases)
    func strange(stranger: Stranger) throws {
        try withTemporaryFolder { folder throws in
            let path = folder.appending(path: "strange.sqlite").path
            try stranger.make(at: path)
            let before = try? Data(contentsOf: URL(filePath: path))
            for mode in [CatalogFile.Mode.readOnly, .readWrite] {
                let problem = #expect(throws: Problem.self) { try CatalogFile(path: path, mode: mode) }
                if let what = stranger.what { #expect(problem?.what == what) }
                #expect(problem?.place == path)
                #expect(problem?.reach == .run)
                #expect(problem?.remedy.isEmpty == false)
            }
            #expect((try? Data(contentsOf: URL(filePath: path))) == before)
            if stranger == .newer {
                // Also where only its list of migrations tells.
                try Stand.tamper(path, "PRAGMA user_version = 1")
                let problem = #expect(throws: Problem.self) { try CatalogFile(path: path, mode: .readWrite) }
                #expect(problem?.what == stranger.what)
            } else {
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 1)
            }
        }
    }

    @Test("damaged in its middle is found out by a check, or refused")
    func damaged() throws {
        try withTemporaryFolder { folder throws in
            let path = folder.appending(path: "ibid.sqlite").path
            do {
                let file = try CatalogFile(path: path, mode: .readWrite)
                try file.write { writer in
                    for index in 0..<200 { try writer.put(.made(.made("\(index)", title: "Title \(index)"))) }
                }
            }
            // Another connection, when closed as the last, brings the log into the file.
            try Stand.tamper(path, "PRAGMA user_version = 0")
            var bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
            for place in bytes.indices where place > 3 * 8192 && place % 97 == 0 { bytes[place] ^= 0x55 }
            try Data(bytes).write(to: URL(filePath: path))
            do {
                let problems = try CatalogFile(path: path, mode: .readOnly).read { try $0.check(path: path) }
                #expect(!problems.isEmpty)
            } catch let problem as Problem {
                #expect(problem.what.contains("catalog"))
            }
        }
    }

    @Test("keeps nothing of a transaction that fails")
    func rollback() throws {
        try Stand.with { stand throws in
            let planned = Problem("planned", place: "test", remedy: "none", reach: .run)
            let told = #expect(throws: Problem.self) {
                try stand.file.write { writer throws in
                    try writer.put(.made(.made("1", title: "One", doi: "10.5555/1")))
                    throw planned
                }
            }
            #expect(told == planned)
            #expect(try stand.content() == [])
            #expect(try stand.put(.made(.made("1", title: "One"))) == [.new])
            #expect(try stand.check() == [])
        }
    }

    @Test("is read as it was before a transaction that is still open, without waiting for it")
    func snapshot() throws {
        try Stand.with { stand throws in
            try stand.put(.made(.made("1", title: "One")))
            try stand.file.write { writer throws in
                try writer.put(.made(.made("2", title: "Two")))
                #expect(try stand.title("2") == nil)
                #expect(try stand.search("One") == [1])
                let other = try CatalogFile(path: stand.path, mode: .readOnly)
                let seen = try other.read { try $0.content().count }
                #expect(seen == 2)
            }
            #expect(try stand.title("2") == "Two")
        }
    }

    @Test("gives a reader one state, whatever is written meanwhile")
    func consistent() throws {
        try Stand.with { stand throws in
            try stand.put(.made(.made("1", title: "One")))
            let other = try CatalogFile(path: stand.path, mode: .readWrite)
            try stand.read { reader throws in
                #expect(try reader.content().count == 2)
                try other.write { _ = try $0.put(.made(.made("2", title: "Two"))) }
                #expect(try reader.content().count == 2)
            }
            #expect(try stand.content().count == 4)
        }
    }
}
