import Foundation
import Testing

@Suite("A person")
struct DecisionCommandTests {
    /// A table of one work in two sources, one that may be it, and one that is not.
    private static let table = """
        id,source,type,title,authors,year,journal,volume,pages,doi
        bee,crossref,article,Waggle dances of the honey bee,"Chen, L.",2011,Insects of Utopia,2,33-41,10.5555/bee
        bee,embase,article,Waggle dances of the honey bee,"Chen, L.",2011,Insects of Utopia,2,33-41,10.5555/bee
        fly,wos,article,Waggle dances of the honey bee and others,"Chen, Q.",2012,Insects of Utopia,2,,
        fox,wos,article,Urban foxes at night and their neighbours,"Adler, B.",1999,Utopian Mammals,4,1-8,10.5555/fox

        """

    private static func with(_ body: (Workplace) async throws -> Void) async throws {
        try await Workplace.with { place in
            let file = try place.write("table.csv", table)
            let report = try await place.ibid("import", file)
            #expect(report.talk.contains("1 pairs wait for `ibid review list`"), "\(report.talk)")
            try await body(place)
        }
    }

    private static func id(_ key: String, _ place: Workplace) async throws -> String {
        let id = try await place.ibid("show", key, "--json").object()["id"] as? Int
        return "\(try #require(id))"
    }

    @Test("is shown the pairs that wait, with what each record is, and says that two are one, or are not")
    func review() async throws {
        try await Self.with { place in
            let list = try await place.ibid("review", "list")
            #expect(list.status == 0 && list.lines.count == 3)
            #expect(list.lines.first?.hasSuffix(" bits") == true)
            #expect(
                list.text.contains(
                    "wos:fly\tWaggle dances of the honey bee and others | Chen, Q. | 2012 | Insects of Utopia"))
            let pair = try #require(try await place.ibid("review", "list", "--json").objects().first)
            #expect((pair["b"] as? [String: Any])?["record"] as? String == "wos:fly")
            #expect(pair["matchWeightBits"] is Double)
            #expect(try await place.ibid("stats", "--json").object()["pairsToReview"] as? Int == 1)
            let before = try await place.dump()

            let different = try await place.ibid("review", "different", "wos:fly", "10.5555/bee", "--note", "a fly")
            #expect(different.status == 0 && different.text.isEmpty, "\(different.talk)")
            let none = try await place.ibid("review", "list")
            #expect(none.text.isEmpty && none.talk.contains("no pair waits"))
            #expect(try await place.ibid("stats", "--json").object()["pairsToReview"] as? Int == 0)

            #expect(try await place.ibid("review", "same", "wos:fly", "10.5555/bee").status == 0)
            #expect(try await place.ibid("show", "wos:fly").text.contains("crossref:bee, embase:bee, wos:fly"))
            let again = try await place.ibid("review", "same", "wos:fly", "10.5555/bee")
            #expect(again.status == 0 && again.talk.contains("nothing to do"))
            for _ in 0..<2 { #expect(try await place.ibid("undo").status == 0) }
            #expect(try await place.dump() == before)
            #expect(try await place.ibid("undo").status == 64)
        }
    }

    @Test("merges and splits, is told which id stays, and takes both back by number")
    func mergeAndSplit() async throws {
        try await Self.with { place in
            let (bee, fox) = (try await Self.id("crossref:bee", place), try await Self.id("wos:fox", place))
            let before = try await place.dump()
            let merged = try await place.ibid("merge", fox, "crossref:bee")
            #expect(merged.status == 0 && merged.text == "\(bee)\n", "\(merged.talk)")
            #expect(try await Self.id(fox, place) == bee, "the old id leads to the new one")
            #expect(
                try await place.ibid("explain", "wos:fox", "crossref:bee", "--json").object()["merged"] as? Bool == true
            )
            let split = try await place.ibid("split", fox, "wos:fox", "--json").object()
            #expect((split["named"] as? [Int])?.map { String($0) } == [fox])
            #expect((split["before"] as? [Int])?.map { String($0) } == [bee])

            let history = try await place.ibid("history", "--json").objects()
            #expect(history.map { $0["what"] as? String } == ["split", "merge", "merge"])
            #expect(history.map { $0["who"] as? String } == ["person", "person", "engine"])
            #expect((history[0]["decisions"] as? [[String: Any]])?.count == 2)
            #expect(history.last?["run"] as? Int == 1)
            #expect(try await place.ibid("history", "--limit", "1").lines.count == 1)
            #expect(try await place.ibid("history", fox).lines.count == 2)
            #expect(try await place.ibid("history", "10.5555/nobody").status == 65)
            for number in history.dropLast().compactMap({ $0["number"] as? Int }) {
                let undone = try await place.ibid("undo", "\(number)")
                #expect(undone.status == 0 && undone.talk.contains("undo \(number)"), "\(undone.talk)")
            }
            #expect(try await place.dump() == before)
            #expect(try await Self.id("wos:fox", place) == fox)
            #expect(try await place.ibid("undo", "3").status == 64)
            #expect(try await place.ibid("history").text.contains("taken back by"))
            let kinds = try await place.ibid("dump").objects().compactMap { $0["kind"] as? String }
            #expect(kinds.count { $0 == "history" } == 5)
        }
    }

    @Test("carries decisions from one catalog to another, also before its records are there")
    func file() async throws {
        try await Self.with { place in
            _ = try await place.ibid("split", "10.5555/bee", "embase:bee", "--note", "two, \"really\"")
            _ = try await place.ibid("merge", "wos:fly", "wos:fox")
            let (file, expected) = (place.path("decisions.csv"), try await place.dump())
            #expect(try await place.ibid("decisions", "export", file).status == 0)
            let text = try place.read("decisions.csv")
            #expect(text.hasPrefix("a,b,ruling,decided,note\ncrossref:bee,embase:bee,different,20"))
            #expect(text.contains("\"two, \"\"really\"\"\""))
            #expect(try await place.ibid("decisions", "export").text == text)
            let other = ["--catalog", place.path("other.sqlite")]
            let early = try await place.ibid(["decisions", "import", "-"] + other, input: file)
            #expect(early.status == 0 && early.talk.contains("2 wait for their records"), "\(early.talk)")
            _ = try await place.ibid(["import", place.path("table.csv"), "--quiet"] + other)
            #expect(try await place.ibid(["dump", "--canonical"] + other).lines == expected)
            let again = try await place.ibid(["decisions", "import", file] + other)
            #expect(again.status == 0 && again.talk.contains("0 new or newer"))
            #expect(try await place.ibid(["decisions", "export"] + other).text == text)
            let broken = try place.write("broken.csv", text + "x,y,same,,\n")
            #expect(try await place.ibid(["decisions", "import", broken] + other).status == 1)
            #expect(try await place.ibid(["decisions", "import", place.path("table.csv")] + other).status == 65)
        }
    }

    static let wrong: [(words: [String], status: Int32)] = [
        (["merge", "wos:fox"], 64), (["merge", "wos:fox", "nobody:1"], 65), (["merge", "wos:fox", "99"], 65),
        (["split", "10.5555/bee", "wos:fox"], 65), (["split", "10.5555/bee", "10.5555/bee"], 64),
        (["split", "wos:fox", "wos:fox"], 64), (["review", "different", "wos:fox", "wos:fox"], 64),
        (["review", "different", "10.5555/bee", "crossref:bee"], 64), (["undo", "1"], 64), (["undo", "x"], 64),
        (["history", "--limit", "0"], 64), (["review", "list", "--limit", "0"], 64),
    ]

    @Test("is told what is wrong with what they name, and nothing changes", arguments: wrong)
    func mistakes(words: [String], status: Int32) async throws {
        try await Self.with { place in
            let before = try await place.ibid("dump").bytes
            let found = try await place.ibid(words)
            #expect(found.status == status, "\(words): \(found.talk)")
            #expect(found.text.isEmpty && !found.talk.isEmpty)
            #expect(try await place.ibid("dump").bytes == before)
        }
    }

    @Test(
        "makes no catalog by looking for one",
        arguments: [
            ["merge", "1", "2"], ["split", "1", "a:b"], ["undo"], ["history"], ["review", "list"],
            ["review", "same", "a:b", "c:d"], ["decisions", "export"],
        ])
    func missing(words: [String]) async throws {
        try await Workplace.with { place in
            let found = try await place.ibid(words)
            #expect(found.status == 65, "\(found.talk)")
            #expect(!FileManager.default.fileExists(atPath: place.catalog))
        }
    }
}
