import DedupEngine
import Records
import TestSupport
import Testing

/// Of two values of one field, the more trusted first, which one is taken.
@Suite("Of two values of a field")
struct FullerFormTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var trusted: String
        var other: String
        var takesOther: Bool
        var testDescription: String { name }
    }

    static func merged(_ trusted: Record, _ other: Record) -> CanonicalRecord { Merger().merge([other, trusted]) }

    static let titles: [Case] = [
        .init(
            name: "a title that ends in an ellipsis loses to the whole",
            trusted: "Brain reward systems in the transition…",
            other: "Brain reward systems in the transition to dependence", takesOther: true),
        .init(
            name: "a title that ends within a word loses to the whole", trusted: "Brain reward systems in the trans",
            other: "Brain reward systems in the transition to dependence", takesOther: true),
        .init(
            name: "a title without its subtitle loses to the whole", trusted: "Brain reward systems",
            other: "Brain reward systems: the transition to dependence", takesOther: true),
        .init(
            name: "a whole title does not lose to a cut one",
            trusted: "Brain reward systems in the transition to dependence",
            other: "Brain reward systems in the…", takesOther: false),
        .init(
            name: "a title in capitals loses to a cased one", trusted: "BRAIN REWARD SYSTEMS AND HIV",
            other: "Brain reward systems and HIV", takesOther: true),
        .init(
            name: "a title in capitals loses to a cased one with a slip", trusted: "BRAIN REWARD SYSTEMS AND HIV-1",
            other: "Brain reward system and HIV-1", takesOther: true),
        .init(
            name: "a title in small letters loses to a cased one", trusted: "brain reward systems and hiv",
            other: "Brain reward systems and HIV", takesOther: true),
        .init(
            name: "a note in brackets makes no fuller title", trusted: "Brain reward systems",
            other: "Brain reward systems (author reply)", takesOther: false),
        .init(
            name: "nor do two notes", trusted: "Deterministic Nonperiodic Flow",
            other: "Deterministic nonperiodic flow. [Review] [16 refs]", takesOther: false),
        .init(
            name: "nor does one word behind it", trusted: "Brain reward systems", other: "Brain reward systems. Review",
            takesOther: false),
        .init(
            name: "a title with a lost character loses to the whole", trusted: "Zur R\u{FFFD}ckkehr des Verlangens",
            other: "Zur Rückkehr des Verlangens", takesOther: true),
        .init(
            name: "another title is no fuller one", trusted: "Brain reward systems",
            other: "Systèmes cérébraux de récompense et dépendance", takesOther: false),
    ]

    @Test("the title is the fuller", arguments: titles)
    func title(_ example: Case) {
        let merged = Self.merged(.made("1", title: example.trusted), .made("2", source: "web", title: example.other))
        #expect(merged.record.title == (example.takesOther ? example.other : example.trusted))
        #expect(merged.provenance[.title]?.records.first?.source == (example.takesOther ? "web" : "crossref"))
    }

    static let containers: [Case] = [
        .init(
            name: "words cut and dropped", trusted: "Drug Alcohol Depend", other: "Drug and Alcohol Dependence",
            takesOther: true),
        .init(
            name: "single letters", trusted: "N. Engl. J. Med.", other: "The New England Journal of Medicine",
            takesOther: true),
        .init(
            name: "a contraction and glued initials", trusted: "Proc Natl Acad Sci USA",
            other: "Proceedings of the National Academy of Sciences of the United States of America", takesOther: true),
        .init(
            name: "initials alone", trusted: "PNAS", other: "Proceedings of the National Academy of Sciences",
            takesOther: true),
        .init(name: "three letters are a title", trusted: "BMJ", other: "British Medical Journal", takesOther: false),
        .init(
            name: "another journal's name is none of this", trusted: "J Neurosci", other: "Journal of Neurology",
            takesOther: false),
        .init(
            name: "a whole title stays before its abbreviation", trusted: "Drug and Alcohol Dependence",
            other: "Drug Alcohol Depend", takesOther: false),
        .init(
            name: "capitals", trusted: "NATURE COMMUNICATIONS", other: "Nature Communications", takesOther: true),
    ]

    @Test("the container's title is the one that is not abbreviated", arguments: containers)
    func container(_ example: Case) {
        let merged = Self.merged(
            .made("1", title: "T", journal: example.trusted),
            .made("2", source: "web", title: "T", journal: example.other))
        #expect(merged.record.container.title == (example.takesOther ? example.other : example.trusted))
    }

    static let pages: [Case] = [
        .init(name: "the first page alone loses to the range", trusted: "123", other: "123-130", takesOther: true),
        .init(name: "zeros in front do not count", trusted: "0123", other: "123-130", takesOther: true),
        .init(name: "another page's range does not win", trusted: "12", other: "123-130", takesOther: false),
        .init(name: "an article number stays", trusted: "e123", other: "123-130", takesOther: false),
        .init(name: "what a spreadsheet made a date loses", trusted: "1-Sep", other: "1-9", takesOther: true),
    ]

    @Test("the pages are the range", arguments: pages)
    func page(_ example: Case) {
        let merged = Self.merged(
            .made("1", title: "T", pages: example.trusted), .made("2", source: "web", title: "T", pages: example.other))
        #expect(merged.record.pages == (example.takesOther ? example.other : example.trusted))
    }

    static let long = String(repeating: "We asked nine people. ", count: 12)
    static let abstracts: [Case] = [
        .init(
            name: "one cut at 250 words", trusted: long + "(ABSTRACT TRUNCATED AT 250 WORDS)",
            other: long + "They said no.", takesOther: true),
        .init(
            name: "one with the vendor's mark, though it is longer",
            trusted: long + "They said no. Copyright of this is its owner's. [ABSTRACT FROM AUTHOR]",
            other: long + "They said no.", takesOther: true),
        .init(
            name: "one that ends in an ellipsis", trusted: long + "They…", other: long + "They said.", takesOther: true),
        .init(name: "a stub is no whole abstract", trusted: long + "They…", other: "See PDF.", takesOther: false),
        .init(name: "one half as long again", trusted: "We asked nine people.", other: long, takesOther: true),
        .init(name: "one that goes on", trusted: long, other: long + "They said no.", takesOther: true),
        .init(name: "one of about the same length stays", trusted: long, other: "Abstract. " + long, takesOther: false),
    ]

    @Test("the abstract is the whole", arguments: abstracts)
    func abstract(_ example: Case) {
        let merged = Self.merged(
            .made("1", title: "T", abstract: example.trusted),
            .made("2", source: "web", title: "T", abstract: example.other))
        #expect(merged.record.abstract == (example.takesOther ? example.other : example.trusted))
    }

    static let dates: [(trusted: PartialDate, others: [PartialDate], taken: PartialDate)] = [
        (
            .init(year: 2019), [.init(year: 2019, month: 3), .init(year: 2019, month: 3, day: 26)],
            .init(year: 2019, month: 3, day: 26)
        ),
        (.init(year: 2019), [.init(year: 2018, month: 3, day: 26)], .init(year: 2019)),
        (.init(year: 2019, month: 4), [.init(year: 2019, month: 3, day: 26)], .init(year: 2019, month: 4)),
        (
            .init(year: 2019, season: 1), [.init(year: 2019, month: 9, day: 2), .init(year: 2019, month: 4, day: 2)],
            .init(year: 2019, month: 4, day: 2)
        ),
    ]

    @Test("the date is the one that says more of the same", arguments: dates)
    func date(trusted: PartialDate, others: [PartialDate], taken: PartialDate) {
        var records = [Record.made("1", title: "T")]
        records[0].issued = .value(trusted)
        records[0].publishedOnline = trusted
        for (index, date) in others.enumerated() {
            var record = Record.made("\(index)", source: "web", title: "T")
            record.issued = .value(date)
            record.publishedOnline = date
            records.append(record)
        }
        let merged = Merger().merge(records).record
        #expect(merged.issued == .value(taken))
        #expect(merged.publishedOnline == taken)
    }

    @Test("a keyword in two spellings is one")
    func keywords() {
        var (a, b) = (Record.made("1", title: "T"), Record.made("2", source: "web", title: "T"))
        a.keywords = ["Heroin", "Relapse"]
        b.keywords = ["heroin", "craving"]
        #expect(Self.merged(a, b).record.keywords == ["Heroin", "Relapse", "craving"])
    }
}

@Suite("A rule of the user's")
struct UserRuleTests {
    static let records: [Record] = [
        .made("1", source: "crossref", title: "Short title", year: 2019, updated: 1),
        .made("2", source: "pubmed", title: "A much longer title", year: 2018, updated: 3),
        .made("3", source: "web", title: "The newest one", year: 2020, updated: 9),
    ]

    static let rules: [(Survivorship.FieldRule, title: String)] = [
        (.init(.mostTrusted), "Short title"), (.init(.mostTrusted, sources: ["web"]), "The newest one"),
        (.init(.longest), "A much longer title"), (.init(.newest), "The newest one"),
    ]

    @Test("picks the value and is named with it", arguments: rules)
    func picks(rule: Survivorship.FieldRule, title: String) {
        let merged = Merger(survivorship: Survivorship(rules: [.title: rule])).merge(Self.records)
        #expect(merged.record.title == title)
        #expect(merged.record.year == 2019, "other fields keep their rules")
    }

    @Test("picks the earliest date")
    func earliest() {
        let merged = Merger(survivorship: Survivorship(rules: [.issued: .init(.earliest)])).merge(Self.records)
        #expect(merged.record.year == 2018)
        #expect(merged.provenance[.issued]?.rule == "earliest")
    }

    @Test("is one of those that its field has; each field has one at least")
    func allowed() {
        for field in Field.allCases {
            let rules = Survivorship.rules(for: field)
            #expect(!rules.isEmpty && Set(rules).count == rules.count, "\(field)")
            for rule in rules {
                let merged = Merger(survivorship: Survivorship(rules: [field: .init(rule)])).merge(MergingTests.records)
                for other in Field.allCases { #expect(merged.record.has(other) == (merged.provenance[other] != nil)) }
            }
        }
    }
}
