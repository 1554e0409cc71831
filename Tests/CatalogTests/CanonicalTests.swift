import Catalog
import Records
import TestSupport
import Testing

@Suite("Canonical records in the catalog")
struct CanonicalTests {
    static let one = Record.made(
        "a", title: "Learning circuits of the rat", authors: ["Carmack, Stephanie A.", "The Heroin Group"], year: 2019,
        journal: "Journal of Imaginary Results", doi: "10.5555/a", abstract: "Withdrawal changes cortical plasticity.")
    static let two = Record.made("b", source: "datacite", title: "Größe und Maß", authors: ["Müller, Jürgen"])
    static let three = Record.made("c", title: "Nothing in common")

    @Test("are found by title, authors, journal and abstract, whatever the case and the accents")
    func search() throws {
        try Stand.with { stand throws in
            try stand.put(.made(Self.one), .made(Self.two), .made(Self.three))
            for words in ["circuits rat", "CARMACK", "carmack imaginary", "plasticity", "heroin group", "circ*"] {
                #expect(try stand.search(words) == [1], "\(words)")
            }
            for words in ["größe", "GRÖßE", "große", "größ*", "muller", "Müller J"] {
                #expect(try stand.search(words) == [2], "\(words)")
            }
            #expect(try stand.search("common") == [3])
            #expect(try stand.search("circuits common") == [])
            #expect(try stand.search("of") == [1])
        }
    }

    @Test(
        "are searched for words only, whatever signs stand among them",
        arguments: [
            "", " ", "*", "\"", "\"\"", "'", "AND", "OR NOT", "NEAR(rat, 2)", "title:rat", "rat*\"", "^rat", "-rat",
            "(rat", "rat)", "{rat}", "rat\u{0}", ";DROP TABLE canonical", "\u{FFFF}", "a-b", "10.5555/a", "+",
            "é\u{301}",
        ])
    func signs(words: String) throws {
        try Stand.with { stand throws in
            try stand.put(.made(Self.one))
            let found = try stand.search(words)
            #expect(found == [] || found == [1])
            #expect(try stand.check() == [])
        }
    }

    @Test("that are merged are found by what the merged record says, under one id, and the other leads there")
    func merged() throws {
        try Stand.with { stand throws in
            try stand.put(.made(Self.one), .made(Self.two), .made(Self.three))
            var merged = Self.one
            merged.title = "A title of their own"
            try stand.merge([1, 2], as: merged)
            #expect(try stand.search("own") == [1])
            #expect(try stand.search("circuits") == [])
            #expect(try stand.search("muller") == [])
            #expect(try stand.search("carmack") == [1])
            try stand.read { reader throws in
                #expect(try reader.canonicalId(following: 1) == 1)
                #expect(try reader.canonicalId(following: 2) == 1)
                #expect(try reader.canonicalId(following: 3) == 3)
                #expect(try reader.canonicalId(following: 4) == nil)
                #expect(try reader.canonical(2) == nil)
                #expect(try reader.members(of: 1).map(\.key.description) == ["crossref:a", "datacite:b"])
                let stored = try #require(try reader.canonical(1))
                #expect(!stored.isSingle)
                #expect(try CanonicalRecord(id: 1, decoding: stored.body).record == merged)
                let single = try #require(try reader.canonical(3))
                #expect(single.isSingle)
                #expect(try Record(decoding: single.body) == Self.three)
                let counts = Dictionary(uniqueKeysWithValues: try reader.counts().map { ($0.name, $0.value) })
                #expect(counts["records"] == 3)
                #expect(counts["canonical"] == 2)
                #expect(counts["merged"] == 1)
                #expect(counts["studies"] == 2)
                #expect(counts["pending"] == 0)
                #expect(counts["records.datacite"] == 1)
            }
            #expect(try stand.check() == [])
        }
    }

    @Test("have a full-text index that agrees with them, also where they are merged in the transaction that made them")
    func textIndex() throws {
        try Stand.with { stand throws in
            try stand.file.write { writer throws in
                for record in [Self.one, Self.two, Self.three] { try writer.put(.made(record)) }
                var merged = Self.one
                merged.title = "A title of their own"
                try writer.merge([1, 2], as: merged)
            }
            try stand.checkTextIndex()
            #expect(try stand.search("own") == [1])
            #expect(try stand.search("circuits") == [])
            try stand.put(.made(.made("d", title: "Later")))
            try stand.merge([1, 3], as: Self.three)
            try stand.merge([1, 4], as: Self.two)
            try stand.checkTextIndex()
            #expect(try stand.search("muller") == [1])
            #expect(try stand.search("later") == [])
            #expect(try stand.check() == [])
        }
    }

    @Test("that are merged twice over are all led to by their old ids")
    func chain() throws {
        try Stand.with { stand throws in
            try stand.put(.made(Self.one), .made(Self.two), .made(Self.three))
            try stand.merge([2, 3], as: Self.two)
            try stand.merge([1, 2], as: Self.one)
            try stand.read { reader throws in
                for id: Int64 in 1...3 { #expect(try reader.canonicalId(following: id) == 1) }
            }
            #expect(try stand.check() == [])
            // An id that is gone is never given again.
            try stand.put(.made(.made("d", title: "Later")))
            #expect(try stand.search("later") == [4])
        }
    }

    @Test("belong to the study of their group, each other to its own")
    func studies() throws {
        try Stand.with { stand throws in
            try stand.put(.made(Self.one), .made(Self.two), .made(Self.three))
            try stand.file.write { try $0.setStudies(groups: [[1, 3]]) }
            try stand.read { reader throws in
                let study = try #require(try reader.canonical(1)).studyId
                #expect(try reader.studyMembers(study) == [1, 3])
                var groups: [[String]] = []
                try reader.forEachStudyGroup { groups.append($0) }
                #expect(groups == [["crossref:a", "crossref:c"]])
            }
            try stand.file.write { try $0.setStudies(groups: []) }
            #expect(try stand.count("SELECT count(DISTINCT studyId) FROM canonical") == "3")
            #expect(try stand.count("SELECT count(*) FROM study") == "3")
            #expect(try stand.check() == [])
        }
    }

    @Test("and their pairs, people's decisions, runs and positions come back as they were put")
    func others() throws {
        try Stand.with { stand throws in
            try stand.put(.made(Self.one), .made(Self.two))
            let decision = PersonDecision(Self.two.key, Self.one.key, .different)
            let problem = Problem("crossref: x", place: "f:1", kept: nil, remedy: "mend it", reach: .field)
            try stand.file.write { writer throws in
                try writer.putPair(2, 1, weight: MatchWeight(bits: 1.5), verdict: .unsure)
                let earlier = PersonDecision(Self.one.key, Self.two.key, .same)
                try writer.putDecisions([DatedDecision(earlier, decided: Timestamp(seconds: 1))], action: 1)
                try writer.putDecisions(
                    [DatedDecision(decision, decided: Timestamp(seconds: 2), note: "seen")], action: 2)
                try writer.putRun(
                    kind: "import", started: Timestamp(seconds: 5), finished: Timestamp(seconds: 7), report: "{}",
                    problems: [problem])
                let walk = JobPlace.Walk(url: "https://a/?cursor=x", turn: 2, started: Timestamp(seconds: 9))
                try writer.setPlace(JobPlace(asks: "all", walk: walk), of: "i", at: Timestamp(seconds: 1))
                try writer.setPlace(JobPlace(asks: "all", walk: walk), of: "j", at: Timestamp(seconds: 1))
                try writer.setPlace(
                    JobPlace(asks: "all", through: Timestamp(seconds: 9)), of: "j", at: Timestamp(seconds: 2))
                let stored = try writer.reader.storedDecisions()
                #expect(stored.map { "\($0.aId ?? 0) \($0.bId ?? 0)" } == ["1 2"])
                #expect(stored.first?.dated.note == "seen")
            }
            try stand.read { reader throws in
                var pairs: [String] = []
                try reader.forEachUnsurePair { pairs.append("\($0) \($1) \($2.bits)") }
                #expect(pairs == ["crossref:a datacite:b 1.5"])
                #expect(try reader.decisions() == [decision])
                #expect(try reader.runs(limit: 5).map(\.kind) == ["import"])
                #expect(try reader.problems(ofRun: 1) == [problem])
                #expect(try reader.place(ofJob: "i")?.walk?.turn == 2)
                #expect(try reader.place(ofJob: "j") == JobPlace(asks: "all", through: Timestamp(seconds: 9)))
                #expect(try reader.place(ofJob: "k") == nil)
            }
        }
    }

    @Test(
        "that were damaged are found out",
        arguments: [
            ("DELETE FROM canonical WHERE id = 3", "without canonical record"),
            ("DELETE FROM recordBody WHERE recordId = 1", "without body"),
            ("UPDATE record SET sourceRecordId = 99 WHERE id = 1", "points to nothing"),
            ("UPDATE canonical SET memberCount = 7 WHERE id = 3", "memberCount is wrong"),
            ("UPDATE canonical SET body = NULL WHERE id = 1", "merged canonical records without body"),
            ("INSERT INTO canonical(id, studyId, memberCount) VALUES (50, 1, 0)", "canonical records without records"),
            ("INSERT INTO canonicalRedirect VALUES (60, 61)", "redirects that lead nowhere"),
            ("INSERT INTO canonicalRedirect VALUES (3, 1)", "retired canonical ids that are in use"),
            ("INSERT INTO personDecision VALUES ('a', 'b', 'c', 'd', 'same', 1, NULL)", "does not know"),
            ("INSERT INTO pendingRecord VALUES (99)", "pending records that are not here"),
            ("INSERT INTO matchedPair VALUES (1, 99, 3.0, 'same')", "pairs of records that are not here"),
            (
                """
                INSERT INTO canonicalText(rowid, title, authors, containerTitle, abstract, canonicalText)
                SELECT id, title, authors, containerTitle, abstract, 'delete' FROM canonical WHERE id = 3
                """, "full-text entries"
            ),
            ("INSERT INTO recordIdentifier VALUES ('doi', '10.5555/x', 99)", "points to nothing"),
        ])
    func damage(sql: String, what: String) throws {
        try Stand.with { stand throws in
            try stand.put(.made(Self.one), .made(Self.two), .made(Self.three))
            try stand.merge([1, 2], as: Self.one)
            #expect(try stand.check() == [])
            try Stand.tamper(stand.path, sql)
            let found = try stand.check()
            #expect(found.contains { $0.contains(what) }, "\(found)")
        }
    }

    @Test(
        "of a large transaction are searchable when deduplication has ended or was left out, those of a small one at once"
    )
    func waitingTexts() throws {
        try Stand.with { stand throws in
            func put(_ range: Range<Int>) throws {
                try stand.put(range.map { .made(.made("k\($0)", title: "number\($0)"), blockingKeys: [UInt64($0)]) })
            }
            try put(0..<3)
            #expect(try stand.search("number2") == [3])
            try put(3..<5000)
            #expect(try stand.search("number4000") == [])
            #expect(try stand.check() == [])
            // Not of those that wait, of which the index has nothing to forget.
            try stand.merge([4001, 5000], as: .made("k4000", title: "joined"))
            try stand.file.write { try $0.indexTexts() }
            #expect(try stand.search("joined") == [4001])
            #expect(try stand.search("number4999") == [])
            #expect(try stand.search("number4998") == [4999])
            #expect(try stand.check() == [])
            try stand.checkTextIndex()
        }
    }
}
