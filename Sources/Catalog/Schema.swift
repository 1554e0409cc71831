internal import GRDB
internal import Records

/// The tables, indexes and views, as numbered migrations. `Docs/schema.md` describes them; a test compares the two.
enum Schema {
    /// "ibid" in ASCII; tells `file` and ibid whose database this is.
    static let applicationID: Int32 = 0x6962_6964

    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { db in
            try db.execute(sql: version1)
            try db.execute(sql: "PRAGMA user_version = 1")
        }
        migrator.registerMigration("2") { db in
            try db.execute(sql: version2)
            try db.execute(sql: "PRAGMA user_version = 2")
        }
        migrator.registerMigration("3") { db in
            try db.execute(sql: version3)
            try db.execute(sql: "PRAGMA user_version = 3")
        }
        migrator.registerMigration("4") { db in
            try db.execute(sql: version4)
            try db.execute(sql: "PRAGMA user_version = 4")
        }
        migrator.registerMigration("5") { db in
            try db.execute(sql: version5)
            try db.execute(sql: "PRAGMA user_version = 5")
        }
        migrator.registerMigration("6") { db in
            try db.execute(sql: version6)
            try moveBlockingKeys(db)
            try db.execute(sql: "PRAGMA user_version = 6")
        }
        return migrator
    }

    /// Number of the newest migration, as which it is registered; the file's user_version says it too.
    static let newest: UInt32 = 6

    private static let version1 = """
        CREATE TABLE source (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;
        CREATE TABLE sourceRecord (
            id INTEGER PRIMARY KEY,
            recordId INTEGER NOT NULL REFERENCES record(id) DEFERRABLE INITIALLY DEFERRED,
            contentHash BLOB NOT NULL,
            updated INTEGER,
            touched INTEGER,
            fetched INTEGER NOT NULL,
            isDeleted INTEGER NOT NULL DEFAULT 0,
            body BLOB NOT NULL,
            UNIQUE (recordId, contentHash)
        ) STRICT;
        CREATE TABLE lastId (
            name TEXT PRIMARY KEY,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE journal (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            title TEXT
        ) STRICT;
        CREATE TABLE journalIssn (
            issn TEXT NOT NULL,
            journalId INTEGER NOT NULL REFERENCES journal(id),
            PRIMARY KEY (issn, journalId)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE author (
            id INTEGER PRIMARY KEY,
            orcid TEXT NOT NULL UNIQUE,
            name TEXT
        ) STRICT;
        CREATE TABLE canonical (
            id INTEGER PRIMARY KEY,
            studyId INTEGER NOT NULL,
            journalId INTEGER REFERENCES journal(id),
            type TEXT,
            title TEXT,
            authors TEXT,
            containerTitle TEXT,
            year INTEGER,
            issued TEXT,
            volume TEXT,
            issue TEXT,
            pages TEXT,
            doi TEXT,
            isRetracted INTEGER NOT NULL DEFAULT 0,
            abstract TEXT,
            memberCount INTEGER NOT NULL,
            body BLOB
        ) STRICT;
        CREATE INDEX canonicalByStudy ON canonical(studyId);
        CREATE INDEX canonicalByJournal ON canonical(journalId) WHERE journalId IS NOT NULL;
        CREATE TABLE authorship (
            canonicalId INTEGER NOT NULL REFERENCES canonical(id) ON DELETE CASCADE,
            authorId INTEGER NOT NULL REFERENCES author(id),
            PRIMARY KEY (canonicalId, authorId)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX authorshipByAuthor ON authorship(authorId);
        CREATE TABLE canonicalRedirect (
            oldId INTEGER PRIMARY KEY,
            newId INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX canonicalRedirectByNew ON canonicalRedirect(newId);
        CREATE TABLE record (
            id INTEGER PRIMARY KEY,
            sourceId INTEGER NOT NULL REFERENCES source(id),
            key TEXT NOT NULL,
            sourceRecordId INTEGER NOT NULL REFERENCES sourceRecord(id),
            canonicalId INTEGER NOT NULL REFERENCES canonical(id),
            UNIQUE (sourceId, key)
        ) STRICT;
        CREATE INDEX recordByCanonical ON record(canonicalId);
        CREATE TABLE recordBody (
            recordId INTEGER PRIMARY KEY REFERENCES record(id),
            blockingKeys BLOB NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        CREATE TABLE recordIdentifier (
            scheme TEXT NOT NULL,
            value TEXT NOT NULL,
            recordId INTEGER NOT NULL REFERENCES record(id) ON DELETE CASCADE,
            PRIMARY KEY (scheme, value, recordId)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE relation (
            recordId INTEGER NOT NULL REFERENCES record(id) ON DELETE CASCADE,
            type TEXT NOT NULL,
            targetScheme TEXT NOT NULL,
            targetValue TEXT NOT NULL,
            PRIMARY KEY (recordId, type, targetScheme, targetValue)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE blockingKey (
            hash INTEGER NOT NULL,
            recordId INTEGER NOT NULL,
            PRIMARY KEY (hash, recordId)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE pendingRecord (
            recordId INTEGER PRIMARY KEY
        ) STRICT;
        CREATE TABLE matchedPair (
            aId INTEGER NOT NULL,
            bId INTEGER NOT NULL,
            matchWeightBits REAL NOT NULL,
            verdict TEXT NOT NULL CHECK (verdict IN ('same', 'unsure')),
            PRIMARY KEY (aId, bId)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX matchedPairByB ON matchedPair(bId);
        CREATE TABLE personDecision (
            aSource TEXT NOT NULL,
            aKey TEXT NOT NULL,
            bSource TEXT NOT NULL,
            bKey TEXT NOT NULL,
            ruling TEXT NOT NULL CHECK (ruling IN ('same', 'different')),
            decided INTEGER NOT NULL,
            note TEXT,
            PRIMARY KEY (aSource, aKey, bSource, bKey)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            runId INTEGER,
            kind TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        CREATE TABLE run (
            id INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            started INTEGER NOT NULL,
            finished INTEGER NOT NULL,
            report TEXT NOT NULL
        ) STRICT;
        CREATE TABLE problem (
            id INTEGER PRIMARY KEY,
            runId INTEGER NOT NULL REFERENCES run(id),
            reach TEXT NOT NULL,
            what TEXT NOT NULL,
            place TEXT NOT NULL,
            kept TEXT,
            remedy TEXT NOT NULL
        ) STRICT;
        CREATE INDEX problemByRun ON problem(runId);
        CREATE TABLE harvestPosition (
            job TEXT PRIMARY KEY,
            asks TEXT NOT NULL,
            through INTEGER,
            nextUrl TEXT,
            nextTurn INTEGER,
            walkStarted INTEGER,
            updated INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE VIRTUAL TABLE canonicalText USING fts5(
            title, authors, containerTitle, abstract,
            content='canonical', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
        );
        INSERT INTO canonicalText(canonicalText, rank) VALUES ('hashsize', 8388608);
        INSERT INTO canonicalText(canonicalText, rank) VALUES ('automerge', 16);
        CREATE VIEW study AS
            SELECT studyId AS id, count(*) AS versions, sum(memberCount) AS records, max(isRetracted) AS isRetracted
            FROM canonical GROUP BY studyId;
        CREATE VIEW citation AS
            SELECT id, type, authors, year, title, containerTitle AS journal, volume, issue, pages, doi,
                isRetracted, memberCount AS records, studyId AS study
            FROM canonical;
        CREATE VIEW duplicate AS
            SELECT r.canonicalId AS id, s.name AS source, r.key, c.title, c.memberCount AS records
            FROM record r JOIN canonical c ON c.id = r.canonicalId JOIN source s ON s.id = r.sourceId
            WHERE c.memberCount > 1;
        CREATE VIEW sourceSaid AS
            SELECT s.name AS source, r.key, datetime(v.updated, 'unixepoch') AS updated,
                datetime(v.fetched, 'unixepoch') AS fetched, v.id = r.sourceRecordId AS isCurrent, r.canonicalId AS id
            FROM sourceRecord v JOIN record r ON r.id = v.recordId JOIN source s ON s.id = r.sourceId;
        CREATE VIEW unsure AS
            SELECT p.matchWeightBits, ca.id AS aCanonical, ca.title AS aTitle, cb.id AS bCanonical, cb.title AS bTitle
            FROM matchedPair p JOIN record a ON a.id = p.aId JOIN record b ON b.id = p.bId
            JOIN canonical ca ON ca.id = a.canonicalId JOIN canonical cb ON cb.id = b.canonicalId
            WHERE p.verdict = 'unsure' AND ca.id <> cb.id;
        CREATE VIEW lastRun AS
            SELECT id, kind, datetime(started, 'unixepoch') AS started, finished - started AS seconds, report
            FROM run ORDER BY id DESC LIMIT 1;
        """
    /// History that can be taken back; redirects that follow a record; runs numbered before they end.
    private static let version2 = """
        DROP TABLE history;
        CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            who TEXT NOT NULL CHECK (who IN ('person', 'engine')),
            runId INTEGER,
            before TEXT NOT NULL,
            after TEXT NOT NULL,
            undoes INTEGER,
            undoneBy INTEGER
        ) STRICT;
        CREATE INDEX historyOfPeople ON history(id) WHERE who = 'person';
        CREATE TABLE historyDecision (
            historyId INTEGER NOT NULL,
            aSource TEXT NOT NULL,
            aKey TEXT NOT NULL,
            bSource TEXT NOT NULL,
            bKey TEXT NOT NULL,
            ruling TEXT NOT NULL CHECK (ruling IN ('same', 'different')),
            decided INTEGER NOT NULL,
            note TEXT,
            PRIMARY KEY (aSource, aKey, bSource, bKey, historyId)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX historyDecisionByHistory ON historyDecision(historyId);
        INSERT INTO historyDecision SELECT 0, aSource, aKey, bSource, bKey, ruling, decided, note FROM personDecision;
        CREATE TABLE historyMember (
            historyId INTEGER NOT NULL,
            recordId INTEGER NOT NULL,
            canonicalId INTEGER NOT NULL,
            PRIMARY KEY (historyId, recordId)
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE canonicalRedirect RENAME TO oldRedirect;
        CREATE TABLE canonicalRedirect (
            oldId INTEGER PRIMARY KEY,
            recordId INTEGER NOT NULL
        ) STRICT;
        INSERT INTO canonicalRedirect
            SELECT oldId, (SELECT min(id) FROM record WHERE canonicalId = newId) FROM oldRedirect
            WHERE newId IN (SELECT canonicalId FROM record);
        DROP TABLE oldRedirect;
        CREATE INDEX canonicalRedirectByRecord ON canonicalRedirect(recordId);
        CREATE INDEX matchedPairUnsure ON matchedPair(aId, bId) WHERE verdict = 'unsure';
        INSERT INTO lastId SELECT 'run', max(id) FROM run HAVING max(id) IS NOT NULL;
        """

    /// By what records are matched: a catalog's own table of weights, and its profile.
    private static let version3 = """
        CREATE TABLE setting (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE weightTable (
            version TEXT PRIMARY KEY,
            made INTEGER NOT NULL,
            body BLOB NOT NULL
        ) STRICT;
        """

    /// What citations are called, for ever. BibTeX takes keys that differ in case alone for one.
    private static let version4 = """
        CREATE TABLE citationKey (
            key TEXT PRIMARY KEY COLLATE NOCASE,
            canonicalId INTEGER NOT NULL UNIQUE,
            standsForStudy INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;
        """

    /// Blocking keys of the last few records. Keys are hashes: in the index of all, each would rewrite a page of its own.
    private static let version5 = """
        CREATE TABLE recentBlockingKey (
            hash INTEGER NOT NULL,
            recordId INTEGER NOT NULL,
            PRIMARY KEY (hash, recordId)
        ) STRICT, WITHOUT ROWID;
        """

    /// Blocking keys in sorted segments; texts are indexed for search up to an id.
    private static let version6 = """
        CREATE TABLE blockingSegment (
            id INTEGER PRIMARY KEY,
            entryCount INTEGER NOT NULL,
            firstHashes BLOB NOT NULL
        ) STRICT;
        CREATE TABLE blockingPage (
            id INTEGER PRIMARY KEY,
            entries BLOB NOT NULL
        ) STRICT;
        CREATE TABLE retiredBlockingKey (
            hash INTEGER NOT NULL,
            recordId INTEGER NOT NULL,
            PRIMARY KEY (hash, recordId)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO lastId SELECT 'searchable', value FROM lastId WHERE name = 'canonical';
        """

    /// Brings the blocking keys of an older catalog into segments: those of its two indexes, and those of records that wait,
    /// which were in neither.
    private static func moveBlockingKeys(_ db: Database) throws {
        let index = try BlockingSegments(db)
        for table in ["blockingKey", "recentBlockingKey"] {
            let rows = try RawStatement(db, "SELECT hash, recordId FROM \(table)")
            while try rows.step() {
                try index.add([BlockingKey(hash: UInt64(bitPattern: rows.int(0)))], of: rows.int(1))
            }
        }
        let waiting = try RawStatement(
            db,
            """
            SELECT recordId, blockingKeys FROM recordBody WHERE recordId IN (SELECT recordId FROM pendingRecord)
                OR recordId > ifnull((SELECT value FROM lastId WHERE name = 'deduplicated'), 0)
            """)
        while try waiting.step() {
            try index.add(CatalogReader.unpacked(Array(waiting.blob(1))).map(BlockingKey.init), of: waiting.int(0))
        }
        try index.flush()
        try db.execute(sql: "DROP TABLE blockingKey; DROP TABLE recentBlockingKey")
    }
}
