import Records
import TestSupport
import Testing

@testable import DedupEngine

@Suite("Evidence")
struct EvidenceTests {
    private struct Said: Sendable {
        var volume: String?
        var issue: String?
        var pages: String?
        var year: Int?
    }

    private static func portraits(_ records: Record...) -> PortraitTable {
        var table = PortraitTable()
        for record in records { table.append(record) }
        return table
    }

    private static func record(_ key: String, _ change: (inout Record) -> Void) -> Record {
        var record = Record(key: RecordKey(source: "table", key: key))
        change(&record)
        return record
    }

    private static func place(_ a: Said, _ b: Said) -> PlaceComparison {
        func record(_ said: Said, _ key: String) -> Record {
            Self.record(key) {
                $0.volume = said.volume
                $0.issue = said.issue
                $0.pages = said.pages
                if let year = said.year { $0.issued = .value(PartialDate(year: year)) }
            }
        }
        let table = portraits(record(a, "a"), record(b, "b"))
        return PlaceComparison(table.portraits[0], table.portraits[1])
    }

    @Test(
        "of a volume is what its number says, whatever stands around it",
        arguments: [
            ("24", "24 Suppl 3"), ("vol. 27,", "27"), ("22(4)", "22"), ("74 (1995), 129", "74"), ("Volume 8,", "8"),
            ("08", "8"), ("Bd. 3", "3"), ("XII", "xii"),
        ])
    func volumes(_ a: String, _ b: String) {
        #expect(Self.place(Said(volume: a), Said(volume: b)).volume == .equal)
    }

    @Test(
        "reads a title without its article and without what a reference put before it",
        arguments: [
            ("The Strength of Weak Learnability", "Strength of weak learnability", Int16(0)),
            ("Die Grenzen der Aufklärung", "Grenzen der Aufklärung", 0),
            ("(1995) On the complexity of teaching", "On the complexity of teaching", 1995),
            ("[1995a] On the complexity of teaching", "On the complexity of teaching", 1995),
            (
                "Seung (1995). Learning from a population of hypotheses", "Learning from a population of hypotheses",
                1995
            ),
        ])
    func leadingWords(given: String, meant: String, year: Int16) {
        let table = Self.portraits(Self.record("a") { $0.title = given }, Self.record("b") { $0.title = meant })
        #expect(table.portraits[0].titleHash == table.portraits[1].titleHash)
        #expect(table.portraits[0].year == year)
    }

    @Test(
        "leaves a year where it belongs to the title",
        arguments: [
            "Census (1990): results for the northern counties", "The great flood of Utopia (1995). A history",
            "(1995 revised) guidelines for the northern counties", "Act (12345). Something that has no year in it",
        ])
    func yearsOfTitles(title: String) { #expect(TitleNotes(of: title).title == title) }

    @Test(
        "takes an introduction for a heading where it introduces an issue",
        arguments: [
            ("Introduction", true), ("Introduction to the special issue on learning", true),
            ("Guest editors' introduction", true), ("An introduction to computational learning theory", false),
            ("Introduction to algorithms", false),
        ])
    func introductions(title: String, isColumn: Bool) {
        #expect(Self.portraits(Self.record("a") { $0.title = title }).portraits[0].isColumn == isColumn)
    }

    @Test("knows that one source lists in two issues what is two things")
    func twoIssues() {
        func veto(_ a: (source: String, issue: String), _ b: (source: String, issue: String)) -> String? {
            let records = [a, b].map { said in
                Record.made(
                    said.source + said.issue, source: said.source, title: "Remarks from the editor of Utopian Studies",
                    authors: ["Adler, B."], year: 1999, journal: "Utopian Studies", volume: "4", issue: said.issue)
            }
            return Comparator(table: Self.portraits(records[0], records[1])).score(CandidatePair(0, 1)).veto
        }
        #expect(veto(("scopus", "1"), ("scopus", "2")) == "one source lists them in two issues")
        #expect(veto(("scopus", "1"), ("embase", "2")) == nil)
    }

    @Test("finds the issue behind a volume")
    func issueInVolume() {
        #expect(Self.place(Said(volume: "22(4)"), Said(volume: "22", issue: "4")).issue == .equal)
        #expect(Self.place(Said(volume: "24 Suppl 3"), Said(volume: "24", issue: "Suppl. 3")).issue == .equal)
        #expect(Self.place(Said(volume: "24 Suppl 3"), Said(volume: "24", issue: "S2")).issue == .differs)
        #expect(Self.place(Said(volume: "1", issue: "May"), Said(volume: "1", issue: "5")).issue == .equal)
    }

    @Test("does not hold a year against a volume, or a month against an issue")
    func yearAsVolume() {
        let place = Self.place(
            Said(volume: "2016", issue: "May", year: 2016), Said(volume: "94", issue: "3", year: 2016))
        #expect(place.volume == .missing)
        #expect(place.issue == .missing)
        #expect(Self.place(Said(volume: "2016", year: 2015), Said(volume: "94", year: 2015)).volume == .differs)
    }

    @Test("sees through fields that slipped by one")
    func slipped() {
        let place = Self.place(Said(issue: "26", pages: "9"), Said(volume: "26", issue: "9", pages: "1746"))
        #expect(place.volume == .equal)
        #expect(place.page == .missing)
    }

    @Test(
        "holds words that exclude one another against a pair",
        arguments: [
            ("in vitro effects of ouabain on frog muscle", "in vivo effects of ouabain on frog muscle", true),
            ("hearing loss in children with otitis media", "hearing loss in children without otitis media", true),
            ("weight of mice fed on cafeteria diets", "weight of rats fed on cafeteria diets", true),
            ("lithium in hypertension of the elderly", "lithium in hypotension of the elderly", true),
            ("noise in supervised learning of maps", "noise in unsupervised learning of maps", true),
            ("weight of mice fed on cafeteria diets", "weight of mouse fed on cafeteria diets", false),
            ("weight of mice and rats on cafeteria diets", "weight of rats on cafeteria diets", false),
            ("colour of frogs in winter ponds", "color of frogs in winter ponds", false),
            ("public spending on health in Cuba", "public spending on health in Norway", true),
            ("les dépenses de santé en Allemagne", "les dépenses de santé en Espagne", true),
            ("public spending on health in Norway", "Norwegian public spending on health", false),
            ("trade of China and India since 1990", "Chinese and Indian trade since 1990", false),
            ("labour market of Oregon in winter", "labour market of Idaho in winter", true),
        ])
    func opposites(_ a: String, _ b: String, _ expected: Bool) {
        let table = Self.portraits(Self.record("a") { $0.title = a }, Self.record("b") { $0.title = b })
        let title = TitleComparison.between(table.portraits[0], table.portraits[1], table)
        #expect(title.hasOpposites == expected)
    }

    @Test(
        "tells a textbook from what goes with it, and an article from its reply",
        arguments: [
            ("Principles of organic chemistry: workbook", TitleRole.supplement),
            ("Principles of organic chemistry: solutions manual", .supplement),
            ("Principles of organic chemistry: study guide", .supplement),
            ("Sleep of owls in winter: the authors' reply", .reply),
            ("Sleep of owls in winter: author response", .reply), ("Principles of organic chemistry", .own),
        ])
    func companions(_ title: String, _ expected: TitleRole) {
        let table = Self.portraits(Self.record("a") { $0.title = title })
        #expect(table.portraits[0].titleRole == expected)
    }

    @Test(
        "takes titles in two languages for neither alike nor unlike",
        arguments: [
            (
                "Die Arbeit in der Plattformökonomie und das Recht", "Work in the platform economy and the law of it",
                true
            ),
            ("Влияние света на рост растений", "The influence of light on the growth of plants", true),
            ("Work in the platform economy of the north", "Sleep and the growth of the young owl", false),
        ])
    func languages(_ a: String, _ b: String, _ expected: Bool) {
        let table = Self.portraits(Self.record("a") { $0.title = a }, Self.record("b") { $0.title = b })
        let title = TitleComparison.between(table.portraits[0], table.portraits[1], table)
        #expect((title.level == .foreign) == expected)
    }

    @Test(
        "of two DOIs is what their forms tell",
        arguments: [
            ("10.5281/zenodo.850574", "10.5281/zenodo.850575", DOILevel.versions),
            ("10.5281/zenodo.850574", "10.5281/zenodo.850599", .onePublisher),
            ("10.5555/anie.202003115", "10.5555/ange.202003115", .siblings),
            ("10.5555/abc.1", "10.5555/abd.1", .onePublisher), ("10.5555/abc.1", "10.5556/abc.1", .differs),
            ("10.21203/rs.2.18406/v1", "10.21203/rs.2.18406/v2", .versions),
        ])
    func dois(_ a: String, _ b: String, _ expected: DOILevel) {
        let table = Self.portraits(
            Self.record("a") { $0.identifiers = [Identifier(.doi, a)] },
            Self.record("b") { $0.identifiers = [Identifier(.doi, b)] })
        #expect(Comparator(table: table).doiLevel(table.portraits[0], table.portraits[1]) == expected)
    }

    @Test("takes a DOI of a preprint server for that of a manuscript")
    func preprintServers() {
        for (doi, kind) in [
            ("10.2139/ssrn.2645730", Kind.preprint), ("10.1101/2020.01.01.900001", .preprint),
            ("10.1101/gr.900001", .article),
        ] {
            let table = Self.portraits(
                Self.record("a") {
                    $0.type = .articleJournal
                    $0.identifiers = [Identifier(.doi, doi)]
                })
            #expect(table.portraits[0].kind == kind, "\(doi)")
        }
    }

    @Test("learns that two containers are one where six works say so and none speaks against it")
    func aliases() {
        func observations(same: Int, different: Int) -> [Observation] {
            let titles = ["owls", "frogs", "mice", "bees", "newts", "moles", "hares"]
            var observations: [Observation] = []
            for (count, match) in [(same, 1.0), (different, 0.0)] {
                for index in 0..<count {
                    let records = ["Utopian Symposium on Beasts", "Annual Gathering of Zoographers"].map { container in
                        Self.record("\(index)") {
                            $0.title = "Winter habits of \(titles[index]) in ruined castles"
                            $0.container.title = container
                            $0.issued = .value(PartialDate(year: 1999))
                        }
                    }
                    let table = Self.portraits(records[0], records[1])
                    observations +=
                        [
                            Comparator(table: table, weights: .unlearned).observation(
                                CandidatePair(0, 1), match: match, weight: 1)
                        ]
                        .compactMap { $0 }
                }
            }
            return observations
        }
        #expect(WeightTraining.aliases(from: observations(same: 6, different: 0)).count == 1)
        #expect(WeightTraining.aliases(from: observations(same: 5, different: 0)).count == 0)
        #expect(WeightTraining.aliases(from: observations(same: 7, different: 1)).count == 0)
    }

    @Test("of aliases outlives writing and reading a table")
    func aliasesAreWritten() throws {
        var table = WeightTable.shipped
        table.aliases = ContainerAliases([3, 0xFFFF_FFFF_FFFF_FFF0, 77])
        let read = try WeightTable(text: table.text)
        #expect(read.aliases == table.aliases)
        #expect(read.aliases.holds(77))
        #expect(!read.aliases.holds(78))
        #expect(ContainerAliases.pair(4, 9) == ContainerAliases.pair(9, 4))
    }

    @Test("of an author takes an organization for less than a person, and no two of one kind for one")
    func organizations() {
        func level(_ a: Contributor, _ b: Contributor) -> AuthorLevel {
            let table = Self.portraits(
                Self.record("a") { $0.contributors = [a] }, Self.record("b") { $0.contributors = [b] })
            return AuthorComparison(table.portraits[0], table.portraits[1], table).level
        }
        func group(_ name: String) -> Contributor { Contributor(name: Name(literal: name), isGroup: true) }
        func word(_ name: String) -> Contributor { Contributor(name: Name(literal: name)) }
        let person = Contributor(name: Name(family: "Ray", given: "P"))
        #expect(level(group("Wetlands Council"), group("Wetlands Council")) == .organization)
        #expect(level(word("OCDE"), word("OCDE")) == .organization)
        #expect(level(word("Veyradier"), word("Veyradier")) == .single)
        #expect(level(person, person) == .single)
        #expect(level(group("Committee F04"), group("Committee F37")) == .differs)
    }

    @Test(
        "keeps what an organization signs in two years apart, where no journal holds both",
        arguments: [
            (2015, 2016, nil, nil, Verdict.different), (2015, 2015, nil, nil, .same),
            (2015, 2016, "British Journal of Birds", "Br J Birds", .same), (2015, nil, nil, nil, .same),
        ] as [(Int?, Int?, String?, String?, Verdict)])
    func years(_ a: Int?, _ b: Int?, _ journalA: String?, _ journalB: String?, _ expected: Verdict) {
        let records = [(a, journalA), (b, journalB)].map { year, journal in
            Self.record(journal ?? "none \(year ?? 0)") {
                $0.title = "State of the coastal wetlands and their migratory birds"
                $0.contributors = [Contributor(name: Name(literal: "Wetlands Council"), isGroup: true)]
                $0.issued = year.map { .value(PartialDate(year: $0)) }
                $0.container.title = journal
            }
        }
        let table = Self.portraits(records[0], records[1])
        #expect(Comparator(table: table).score(CandidatePair(0, 1)).verdict == expected)
    }

    @Test(
        "knows by its container what comes before an article",
        arguments: [
            ("medRxiv", true), ("PsyArXiv Preprints", true), ("SSRN Electronic Journal", true), ("CoRR", true),
            ("Research Square", true), ("NBER Working Paper Series", true), ("Tech. Rep. UCSC-CRL-94-33", true),
            ("IZA Discussion Papers", true), ("Journal of Technical Reports", false), ("Zenodo", false),
            ("Polymer Preprints", false), ("ISSCC Dig. Tech. Papers", false), ("WHO Technical Report Series", false),
            ("Reports on Progress in Physics", false), ("Nature", false),
        ])
    func early(_ container: String, _ isEarly: Bool) {
        func table(_ second: String?) -> PortraitTable {
            let records = [container, second].enumerated().map { number, container in
                Self.record("\(number)") {
                    $0.title = "Serial interval of norovirus outbreaks in nursing homes"
                    $0.contributors = [
                        Contributor(name: Name(family: "Oyelaran", given: "T")),
                        Contributor(name: Name(family: "Brandsma", given: "H")),
                    ]
                    $0.issued = .value(PartialDate(year: 2020))
                    $0.container.title = container
                }
            }
            return Self.portraits(records[0], records[1])
        }
        let pair = CandidatePair(0, 1)
        #expect((Comparator(table: table("Epidemics")).score(pair).veto == Contradiction.preprint.text) == isEarly)
        let merging = MatchingPolicy(versions: .merge)
        #expect(Comparator(table: table("Epidemics"), policy: merging).score(pair).veto == nil)
        // What names no container may be the preprint.
        #expect(Comparator(table: table(nil)).score(pair).verdict == .same)
    }

    @Test(
        "does not hold a paper series against itself, or against a report",
        arguments: [
            (WorkType.report, "NBER Working Paper Series", "10.3386/w123", WorkType.report, "NBER Working Papers"),
            (.report, nil, nil, nil, "Technical Report CS-94-12"), (nil, "IZA Discussion Paper", nil, .report, "IZA"),
        ] as [(WorkType?, String?, String?, WorkType?, String?)])
    func series(
        _ typeA: WorkType?, _ containerA: String?, _ doi: String?, _ typeB: WorkType?, _ containerB: String?
    ) {
        func record(_ key: String, _ type: WorkType?, _ container: String?) -> Record {
            Self.record(key) {
                $0.title = "Minimum wages and the duration of vacancies"
                $0.contributors = [Contributor(name: Name(family: "Oyelaran", given: "T"))]
                $0.type = type
                $0.container.title = container
            }
        }
        var a = record("a", typeA, containerA)
        a.identifiers = doi.map { [Identifier(.doi, $0)] } ?? []
        let table = Self.portraits(a, record("b", typeB, containerB))
        #expect(Comparator(table: table).score(CandidatePair(0, 1)).veto == nil)
    }

    @Test("of two years says nothing where a PMID, an ISBN or a volume says that two records are one")
    func yearsOfOneBook() {
        func table(_ change: (inout Record) -> Void) -> PortraitTable {
            let records = [2015, 2016].map { year in
                Self.record("\(year)") {
                    $0.title = "State of the coastal wetlands and their migratory birds"
                    $0.contributors = [Contributor(name: Name(literal: "Wetlands Council"), isGroup: true)]
                    $0.issued = .value(PartialDate(year: year))
                    change(&$0)
                }
            }
            return Self.portraits(records[0], records[1])
        }
        func veto(_ change: (inout Record) -> Void) -> String? {
            Comparator(table: table(change)).score(CandidatePair(0, 1)).veto
        }
        #expect(veto { _ in } != nil)
        #expect(veto { $0.identifiers = [Identifier(.pmid, "1234567")] } == nil)
        #expect(veto { $0.identifiers = [Identifier(.isbn, "9783161484100")] } == nil)
        #expect(veto { $0.volume = "12" } == nil)
    }

    @Test("of a table that an older build wrote is read, with what judgement says of organizations")
    func olderTable() throws {
        let lines = WeightTable.shipped.text.split(separator: "\n").filter { !$0.hasPrefix("authors 12 ") }
        let old = lines.joined(separator: "\n").replacing("ibid-weights 2", with: "ibid-weights 1") + "\n"
        let read = try WeightTable(text: old)
        let slot = AuthorLevel.organization.rawValue * 3
        #expect(read[.authors, slot] == WeightTable.unlearned[.authors, slot])
        #expect(throws: WeightTable.Unreadable.self) {
            try WeightTable(text: old.replacing("ibid-weights 1", with: "ibid-weights 2"))
        }
    }
}
