import Normalizer
import Records
import Testing

/// What PubMed, Europe PMC and arXiv say in words of their own.
@Suite("A record of the life sciences")
struct LifeScienceTests {
    static let types: [Said<String, WorkType?>] = [
        Said("Journal Article; Review", .articleJournal), Said("review; journal article", .articleJournal),
        Said("Published Erratum; correction", .notice), Said("correction; journal article", .notice),
        Said("Retraction of Publication; Editorial", .notice), Said("Expression of Concern", .notice),
        Said("Journal Article; Preprint", .article), Said("preprint", .article),
        Said("Interview; Journal Article", .articleJournal), Said("book-review; journal article", .reviewBook),
        Said("other; Journal Article", .articleJournal), Said("Technical Report", .report),
        Said("clinical trial, phase iii; multicenter study", .articleJournal),
        Said("Retracted Publication; Journal Article", .articleJournal), Said("Case Reports", .articleJournal),
        Said("English Abstract; Portrait", nil), Said("Book Chapter", .chapter),
    ]

    @Test("is of the type that says most of it", arguments: types)
    func type(_ said: Said<String, WorkType?>) {
        #expect(saying("pubmed") { $0.type = said.given }.normalized.type == said.expected)
    }

    @Test("is retracted where one of its types says so")
    func retracted() {
        #expect(saying { $0.type = "Journal Article; Retracted Publication" }.normalized.isRetracted)
        #expect(saying { $0.type = "retracted-article" }.normalized.isRetracted)
        #expect(!saying { $0.type = "Retraction of Publication; Journal Article" }.normalized.isRetracted)
    }

    static let relations: [Said<String, RelationType?>] = [
        Said("CommentOn", .isCommentOn), Said("Comment in", .hasComment), Said("ErratumFor", .corrects),
        Said("Erratum in", .isCorrectedBy), Said("RetractionOf", .retracts), Said("Retraction in", .isRetractedBy),
        Said("ExpressionOfConcernFor", .expressesConcernAbout),
        Said("Expression of concern in", .hasExpressionOfConcern),
        Said("UpdateOf", .isNewVersionOf), Said("UpdateIn", .isPreviousVersionOf),
        Said("UpdateOf preprint", .hasPreprint),
        Said("Preprint of", .isPreprintOf), Said("Preprint in", .hasPreprint), Said("RepublishedFrom", .isNewVersionOf),
        Said("CorrectedandRepublishedIn", .isPreviousVersionOf), Said("ReprintOf", .isVersionOf),
        Said("SummaryForPatientsIn", .isSourceOf), Said("OriginalReportIn", .isDerivedFrom),
        Said("AssociatedDataset", .isSupplementedBy), Said("Cites", .cites), Said("arxiv:doi", .isPreprintOf),
        Said("Nonsense", nil),
    ]

    @Test("is linked as its source says", arguments: relations)
    func relation(_ said: Said<String, RelationType?>) {
        let record = saying("pubmed") {
            $0.relations = [SourceRelation(type: said.given, scheme: "pmid", target: "1")]
        }.normalized
        #expect(record.relations.map(\.type) == (said.expected.map { [$0] } ?? []))
        #expect(said.expected != nil || record.kept("relation Nonsense") == ["1"])
    }

    @Test("that is a preprint has an article for its update")
    func preprint() {
        let record = saying("pubmed") {
            $0.type = "Journal Article; Preprint"
            $0.relations = [SourceRelation(type: "UpdateIn", scheme: "pmid", target: "1")]
        }.normalized
        #expect(record.relations == [Relation(.isPreprintOf, Identifier(.pmid, "1"))])
    }

    @Test("is linked to a number of its source's own under that source's name")
    func local() {
        let record = saying("europepmc") {
            $0.identifiers = [SourceIdentifier(scheme: "local", value: "PPR1")]
            $0.relations = [SourceRelation(type: "Preprint in", scheme: "local", target: "PPR2")]
        }.normalized
        #expect(record.identifiers == [Identifier(.local, "europepmc/PPR1")])
        #expect(record.relations == [Relation(.hasPreprint, Identifier(.local, "europepmc/PPR2"))])
    }

    static let titles: [Said<String, String?>] = [
        Said("[On the sleep of rats in winter].", "On the sleep of rats in winter"),
        Said("[On sleep. A survey.]", "On sleep. A survey"),
        Said("[18F]FDG uptake in [11C]", "[18F]FDG uptake in [11C]"),
        Said("[Sleep [REM] of rats].", "Sleep [REM] of rats"), Said("[Not Available].", nil),
        Said("[Half a bracket", "[Half a bracket"), Said("[]", nil), Said("CellML 2.0.", "CellML 2.0"),
        Said("Health in the U.S.", "Health in the U.S."),
    ]

    @Test("has its title without the brackets of a translation", arguments: titles)
    func title(_ said: Said<String, String?>) {
        #expect(saying("pubmed") { $0.titles = [said.given] }.normalized.title == said.expected)
    }

    static let dates: [Said<[SourceDate], String?>] = [
        Said(
            [.init(kind: "published-print", text: "2020 May"), .init(kind: "published-online", text: "2020-04-02")],
            "2020-04-02"),
        // A month and a day in it.
        Said(
            [.init(kind: "published-print", text: "2025 Aug"), .init(kind: "published-online", text: "2025-08-22")],
            "2025-08-22"),
        Said(
            [.init(kind: "published-print", text: "2019"), .init(kind: "published-online", text: "2019-03-26")],
            "2019-03-26"),
        // A collection is dated after its articles.
        Said(
            [.init(kind: "collection", text: "2020"), .init(kind: "published-online", text: "2019-12-30")], "2019-12-30"
        ),
        Said([.init(kind: "collection", text: "2020 Jan")], "2020-01"),
        Said([.init(kind: "first-publication", text: "2020-01-01"), .init(kind: "year", text: "2020")], "2020"),
        Said([.init(kind: "first-publication", text: "2020-12-01")], "2020-12"),
        Said([.init(kind: "first-publication", text: "2020-12-05")], "2020-12-05"),
        Said([.init(kind: "year", text: "2020")], "2020"),
        Said([.init(kind: "published-print", text: "1998 Dec-1999 Jan")], "1998-12"),
    ]

    @Test("was issued when it first came out, as precise as anybody knows", arguments: dates)
    func issued(_ said: Said<[SourceDate], String?>) {
        #expect(saying("pubmed") { $0.dates = said.given }.normalized.issued?.value?.description == said.expected)
    }

    static let lists: [Said<String, [String]>] = [
        Said("Engeln M, Ahmed SH.", ["Engeln, M", "Ahmed, SH"]),
        Said("van der Berg A, The Growth Consortium.", ["van der Berg, A", "The Growth Consortium"]),
        Said("Doe J.", ["Doe, J"]), Said("Wise JP Sr, Batista ML Jr.", ["Wise, JP, Sr", "Batista, ML, Jr."]),
    ]

    @Test("has its authors from a list that ends with a full stop", arguments: lists)
    func authorList(_ said: Said<String, [String]>) {
        let record = saying("europepmc") { $0.authorList = said.given }.normalized
        #expect(record.authors.map(\.name.sortForm) == said.expected)
    }

    @Test("parts names with the particles of Romance tongues, also in capitals; Vietnamese ones not")
    func particles() {
        func family(_ name: String) -> String? {
            saying("arxiv") { $0.contributors = [SourceContributor(name: name)] }.normalized.authors.first?.name.family
        }
        #expect(family("Giuseppe Di Battista") == "Di Battista")
        #expect(family("Giordano Da Lozzo") == "Da Lozzo")
        #expect(family("Nguyen Van Hung") == "Hung")
    }
}
