import DedupEngine
import Records
import TestSupport
import Testing

/// Two records and what a careful person says of them.
struct LabelledPair: CustomTestStringConvertible, Sendable {
    var name: String
    var a: Record
    var b: Record
    var expected: Set<Verdict>

    var testDescription: String { name }

    static let article = Record.made(
        "a", source: "pubmed", title: "Heroin addiction engages negative emotional learning brain circuits in rats",
        authors: ["Carmack, Stephanie A", "Keeley, Robin J", "Koob, George F"], year: 2019,
        journal: "The Journal of Clinical Investigation", volume: "129", issue: "6", pages: "2480-2484")

    static func pair(
        _ name: String, _ expected: Set<Verdict>, _ a: Record = article, change: (inout Record) -> Void
    ) -> LabelledPair {
        var b = a
        b.key = RecordKey(source: "scopus", key: "b")
        change(&b)
        return LabelledPair(name: name, a: a, b: b, expected: expected)
    }

    static let all: [LabelledPair] = [
        pair("the same twice", [.same]) { _ in },
        pair("initials and an abbreviated journal", [.same]) {
            $0.container.title = "J Clin Invest"
            for index in $0.contributors.indices { $0.contributors[index].name.given = "X" }
            $0.contributors[0].name.given = "SA"
        },
        pair("online first: no volume, no pages, a year earlier", [.same]) {
            $0.volume = nil
            $0.issue = nil
            $0.pages = nil
            $0.issued = .value(PartialDate(year: 2018))
        },
        pair("a typing error in the title", [.same]) {
            $0.title = "Heroin addicton engages negative emotional learning brain circuits in rats"
        },
        pair("glued words", [.same]) {
            $0.title = "Heroin addiction engagesnegative emotional learningbrain circuits in rats"
        },
        pair("notes a database appends", [.same]) {
            $0.title = "Heroin addiction engages negative emotional learning brain circuits in rats. [Review] [16 refs]"
        },
        pair("given and family swapped", [.same]) {
            for index in $0.contributors.indices {
                let name = $0.contributors[index].name
                $0.contributors[index].name.family = name.given?.split(separator: " ").first.map(String.init)
                $0.contributors[index].name.given = name.family
            }
        },
        pair(
            "part I and part II", [.different],
            .made(
                "a", title: "Studies on the heat of solution of salts. Part II", authors: ["Ray, P"], year: 1950,
                journal: "J Chem", volume: "3", pages: "1-9")
        ) {
            $0.title = "Studies on the heat of solution of salts. Part III"
            $0.pages = "10-19"
        },
        pair(
            "annual reports of two years", [.different],
            .made("a", title: "Annual report of the cancer registry 2008", authors: ["Registry"], year: 2008)
        ) {
            $0.title = "Annual report of the cancer registry 2009"
            $0.issued = .value(PartialDate(year: 2009))
        },
        pair("the erratum and its article", [.different]) {
            $0.title = "Erratum: Heroin addiction engages negative emotional learning brain circuits in rats"
        },
        pair("a reply and its paper", [.different]) {
            $0.title = "Reply to: Heroin addiction engages negative emotional learning brain circuits in rats"
        },
        pair(
            "editorials of two issues", [.different, .unsure],
            .made(
                "a", title: "Editorial", authors: ["Smith, J"], year: 2015, journal: "J Sys", volume: "3", issue: "1",
                pages: "1-2")
        ) {
            $0.issue = "2"
            $0.pages = "101-102"
        },
        pair("preprint and article", [.different]) {
            $0.type = .article
            $0.identifiers = [Identifier(.doi, "10.1101/1")]
            $0.container = Container()
            $0.volume = nil
            $0.pages = nil
        },
        pair("dataset and paper of one title", [.different]) { $0.type = .dataset },
        pair(
            "two DOIs from one source", [.different],
            .made("a", title: "On the same thing entirely", year: 2000, doi: "10.1/a")
        ) {
            $0.key = RecordKey(source: "crossref", key: "b")
            $0.identifiers = [Identifier(.doi, "10.1/b")]
        },
        pair(
            "one DOI for a whole supplement", [.different, .unsure],
            .made("a", title: "Poster on the sleep of cats", authors: ["Katz, A"], year: 2001, doi: "10.1/s")
        ) {
            $0.title = "Poster on the diet of mice"
            $0.contributors = [Contributor(name: Name(family: "Maus", given: "B"))]
        },
    ]
}

@Suite("The verdict on a pair")
struct PairTests {
    @Test("is what a careful person says", arguments: LabelledPair.all)
    func verdict(_ labelled: LabelledPair) {
        var table = PortraitTable()
        table.append(labelled.a)
        table.append(labelled.b)
        let explained = Comparator(table: table).explain(CandidatePair(0, 1))
        #expect(labelled.expected.contains(explained.scored.verdict), "\(explained.evidence) \(explained.scored)")
        // The other way round says the same.
        var turned = PortraitTable()
        turned.append(labelled.b)
        turned.append(labelled.a)
        #expect(Comparator(table: turned).score(CandidatePair(0, 1)).verdict == explained.scored.verdict)
    }

    @Test(
        "is asked for: records that are the same share a blocking key, and a glance does not tell them apart",
        arguments: LabelledPair.all.filter { $0.expected == [.same] })
    func blocked(_ labelled: LabelledPair) {
        var table = PortraitTable()
        table.append(labelled.a)
        table.append(labelled.b)
        #expect(table.isCandidate(CandidatePair(0, 1)))
    }

    @Test("is not asked of records that share an author and a word, and nothing else")
    func byChance() {
        var table = PortraitTable()
        table.append(
            .made(
                "a", title: "Phylogeny of Antarctic krill", authors: ["Hansen, Mette"], year: 1998,
                journal: "Polar Biology", volume: "12", pages: "1-9"))
        table.append(
            .made(
                "b", title: "Krill oil in children with asthma: a randomized trial", authors: ["Hansen, Per"],
                year: 2015,
                journal: "Thorax", volume: "70", pages: "300-308"))
        #expect(!Set(table.blockingKeys(at: 0)).isDisjoint(with: table.blockingKeys(at: 1)))
        #expect(!table.isCandidate(CandidatePair(0, 1)))
        #expect(Blocking.candidatePairs(of: table).isEmpty)
    }

    @Test("explained adds up to the weight")
    func explanationAddsUp() {
        for labelled in LabelledPair.all {
            var table = PortraitTable()
            table.append(labelled.a)
            table.append(labelled.b)
            let (scored, evidence) = Comparator(table: table).explain(CandidatePair(0, 1))
            #expect(abs(evidence.reduce(0) { $0 + $1.bits } - scored.weight.bits) < 1e-9)
        }
    }

    @Test("with versions merged joins preprint and article")
    func versionsMerged() throws {
        let labelled = try #require(LabelledPair.all.first { $0.name == "preprint and article" })
        var table = PortraitTable()
        table.append(labelled.a)
        table.append(labelled.b)
        let comparator = Comparator(table: table, policy: MatchingPolicy(versions: .merge))
        #expect(comparator.score(CandidatePair(0, 1)).verdict == .same)
    }

    @Test("is not asked of the nameless editorials of a year, but within one journal")
    func editorials() {
        var table = PortraitTable()
        for index in 0..<300 {
            table.append(.made("\(index)", title: "Editorial", year: 2019, journal: "Journal \(index % 100)"))
        }
        let entries = (0..<300).flatMap { index in
            table.blockingKeys(at: index).map { Blocking.Entry(key: $0, index: RecordIndex(index)) }
        }
        #expect(Blocking.candidatePairs(entries).count == 300)
    }
}
