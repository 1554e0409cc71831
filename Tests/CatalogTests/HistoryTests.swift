import Catalog
import Foundation
import GRDB
import Records
import TestSupport
import Testing

@Suite("History and decisions in the catalog")
struct HistoryTests {
    static let records = ["a", "b", "c", "d"].map { Record.made($0, title: "Title of \($0)") }

    static func decision(_ a: Int, _ b: Int, _ ruling: PersonDecision.Ruling, at: Int64 = 1) -> DatedDecision {
        DatedDecision(
            PersonDecision(records[a].key, records[b].key, ruling), decided: Timestamp(seconds: at), note: "as seen")
    }

    @Test("keep what the engine and what people did, newest first, and find it by every id that took part")
    func entries() throws {
        try Stand.with { stand throws in
            try stand.put(Self.records.map { .made($0) })
            try stand.merge([1, 2], as: Self.records[0])
            try stand.file.write { writer throws in
                try writer.putChange(.merge, at: Timestamp(seconds: 5), runId: 7, before: [1, 2], after: [1])
                try writer.putChange(.merge, at: Timestamp(seconds: 5), runId: 7, before: [12, 34], after: [12])
                let action = try writer.beginAction(.split, at: Timestamp(seconds: 6))
                #expect(action == 3)
                try writer.finishAction(action, before: [1], after: [1, 2], former: [1: 1, 2: 1])
                #expect(try writer.formerIds(beforeAction: action) == [1: 1, 2: 1])
            }
            try stand.read { reader throws in
                #expect(try reader.history(limit: 9).map(\.id) == [3, 2, 1])
                #expect(try reader.history(limit: 2).map(\.id) == [3, 2])
                #expect(try reader.history(limit: 9, of: [2]).map(\.id) == [3, 1])
                #expect(try reader.history(limit: 9, of: [3]).isEmpty, "3 is neither 34 nor 12")
                #expect(try reader.history(limit: 9, of: []).isEmpty)
                #expect(try reader.idsLeading(to: 1) == [1, 2])
                let first = try #require(try reader.historyEntry(1))
                #expect(first.runId == 7 && !first.isPerson && first.before == [1, 2] && first.after == [1])
                #expect(try reader.lastAction()?.id == 3)
            }
        }
    }

    @Test("bring back, where an action is undone, what the last action before it that holds said of the same pair")
    func restore() throws {
        try Stand.with { stand throws in
            try stand.put(Self.records.map { .made($0) })
            func rulings() throws -> [String] {
                try stand.read { try $0.decisions().map { "\($0.a.key)\($0.b.key) \($0.ruling)" } }
            }
            try stand.file.write { writer throws in
                for (ruling, at) in [(PersonDecision.Ruling.same, 1), (.different, 2), (.same, 3)] {
                    let action = try writer.beginAction(.review, at: Timestamp(seconds: Int64(at)))
                    try writer.putDecisions([Self.decision(0, 1, ruling, at: Int64(at))], action: action)
                }
            }
            func undo(_ action: Int64, by undo: Int64?) throws {
                try stand.file.write { writer throws in
                    try writer.setUndone(action, by: undo)
                    try writer.restoreDecisions(of: action)
                }
            }
            #expect(try rulings() == ["ab same"])
            try undo(2, by: 4)
            #expect(try rulings() == ["ab same"], "the third still holds")
            try undo(3, by: 5)
            #expect(try rulings() == ["ab same"], "the second is taken back, the first holds")
            #expect(try stand.read { try $0.storedDecisions().first?.dated.decided.seconds } == 1)
            try undo(2, by: nil)
            #expect(try rulings() == ["ab different"])
            for action in 1...3 { try undo(Int64(action), by: 9) }
            #expect(try rulings() == [])
            #expect(try stand.read { try $0.lastAction() } == nil)
        }
    }

    @Test("list a pair to review once for two canonical records, until somebody decides or they are one")
    func toReview() throws {
        try Stand.with { stand throws in
            try stand.put(Self.records.map { .made($0) })
            try stand.merge([1, 2], as: Self.records[0])
            try stand.file.write { writer throws in
                for (a, b, bits) in [(1, 2, 4.0), (1, 3, 3.5), (2, 3, 3.75), (3, 4, 2.0), (1, 4, 2.0)]
                    as [(Int64, Int64, Double)]
                {
                    try writer.putPair(a, b, weight: MatchWeight(bits: bits), verdict: .unsure)
                }
            }
            func waiting() throws -> [String] {
                try stand.read { reader throws in
                    let pairs = try reader.pairsToReview(limit: 10)
                    #expect(try reader.pairsToReviewCount() == pairs.count)
                    #expect(try reader.pairsToReview(limit: 1).count == min(1, pairs.count))
                    return pairs.map { "\($0.a.key.key)\($0.b.key.key) \($0.weight.bits)" }
                }
            }
            #expect(try waiting() == ["bc 3.75", "ad 2.0", "cd 2.0"])
            try stand.file.write { try $0.putDecisions([Self.decision(0, 2, .different)], action: 1) }
            #expect(try waiting() == ["ad 2.0", "cd 2.0"], "a decision on a record speaks for its canonical record")
            try stand.merge([1, 4], as: Self.records[0])
            #expect(try waiting() == [], "c and d are decided on with a and b")
        }
    }

    @Test("lead an old id to wherever its record is, also after it moved on, and to itself when it is back")
    func redirects() throws {
        try Stand.with { stand throws in
            try stand.put(Self.records.map { .made($0) })
            try stand.merge([2, 3], as: Self.records[1])
            try stand.merge([1, 2], as: Self.records[0])
            func led(_ id: Int64) throws -> Int64? { try stand.read { try $0.canonicalId(following: id) } }
            let merged = try [2, 3].map(led)
            #expect(merged == [1, 1])
            try stand.file.write { writer throws in
                #expect(try writer.isRetired(2))
                #expect(try writer.retiredIds(leadingTo: 2) == [2])
                try writer.removeText(of: [1])
                try writer.insertCanonical(2)
                for (id, members) in [(2, [2, 3]), (1, [1])] as [(Int64, [Int64])] {
                    let record = Self.records[Int(id) - 1]
                    let body = CanonicalRecord(members: [record.key], record: record, provenance: [:]).encoded()
                    try writer.put(
                        StoredCanonical(id: id, memberIds: members, record: record, body: id == 2 ? body : nil))
                    try writer.assign(members.map { ($0, id) })
                }
                try writer.addText(of: [1, 2])
                #expect(try !writer.isRetired(2))
            }
            let parted = try [1, 2, 3, 9].map(led)
            #expect(parted == [1, 2, 2, nil])
            #expect(try stand.check() == [])
        }
    }

    @Test("are made of a catalog of the first schema, whose redirects and decisions stay")
    func migration() throws {
        try withTemporaryFolder { folder throws in
            let path = folder.appending(path: "ibid.sqlite").path
            do {
                let file = try CatalogFile(path: path, mode: .readWrite)
                let stand = Stand(path: path, file: file)
                try stand.put(Self.records.map { .made($0) })
                try stand.merge([1, 2], as: Self.records[0])
                try file.write { writer throws in
                    try writer.putRun(
                        kind: "import", started: Timestamp(seconds: 5), finished: Timestamp(seconds: 7), report: "{}",
                        problems: [])
                    try writer.putDecisions([Self.decision(0, 1, .same)], action: 1)
                }
            }
            // As the first schema had it.
            try Stand.tamper(
                path,
                """
                DROP TABLE history; DROP TABLE historyDecision; DROP TABLE historyMember; DROP TABLE canonicalRedirect;
                DROP INDEX matchedPairUnsure; DROP TABLE setting; DROP TABLE weightTable; DROP TABLE citationKey;
                DROP TABLE blockingSegment; DROP TABLE blockingPage; DROP TABLE retiredBlockingKey;
                CREATE TABLE blockingKey (hash INTEGER NOT NULL, recordId INTEGER NOT NULL, PRIMARY KEY (hash, recordId))
                    STRICT, WITHOUT ROWID;
                DELETE FROM lastId WHERE name = 'searchable';
                DELETE FROM lastId WHERE name = 'run'; DELETE FROM grdb_migrations WHERE identifier > '1';
                CREATE TABLE history (id INTEGER PRIMARY KEY, runId INTEGER, kind TEXT NOT NULL, detail TEXT NOT NULL) STRICT;
                CREATE TABLE canonicalRedirect (oldId INTEGER PRIMARY KEY, newId INTEGER NOT NULL) STRICT;
                CREATE INDEX canonicalRedirectByNew ON canonicalRedirect(newId);
                INSERT INTO canonicalRedirect VALUES (2, 1);
                PRAGMA user_version = 1
                """)
            let stand = Stand(path: path, file: try CatalogFile(path: path, mode: .readWrite))
            #expect(try stand.count("PRAGMA user_version") == "6")
            #expect(try stand.read { try $0.canonicalId(following: 2) } == 1)
            try stand.file.write { writer throws in
                #expect(try writer.newRunId() == 2)
                let action = try writer.beginAction(.review, at: Timestamp(seconds: 9))
                try writer.putDecisions([Self.decision(0, 1, .different, at: 9)], action: action)
                try writer.setUndone(action, by: 2)
                try writer.restoreDecisions(of: action)
            }
            #expect(try stand.read { try $0.decisions().map(\.ruling) } == [.same])
            #expect(try stand.check() == [])
        }
    }
}
