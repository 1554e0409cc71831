import Fetchers
import Foundation
import Records
import Testing
import Transfer

/// What a record on file must say.
struct ExpectedRecord: Sendable, CustomTestStringConvertible {
    var key: String
    var title: String
    /// Family and given name, or the name in one.
    var firstAuthor: String
    var year: Int
    var type: String

    var testDescription: String { key }

    init(_ key: String, _ type: String, _ firstAuthor: String, _ year: Int, _ title: String) {
        self.key = key
        self.type = type
        self.firstAuthor = firstAuthor
        self.year = year
        self.title = title
    }
}

extension SourceRecord {
    var firstAuthor: String? {
        guard let author = contributors.first(where: { $0.role == "author" }) else { return nil }
        return author.name ?? [author.family, author.given].compactMap { $0 }.joined(separator: ", ")
    }

    /// The first year among the dates that say when the work came out.
    var firstYear: Int? {
        for date in dates
        where ["issued", "published", "published-print", "published-online", "posted", "publicationYear", "release"]
            .contains(
                date.kind)
        {
            if let year = date.parts.first ?? date.text.flatMap({ Int($0.prefix(4)) }) { return year }
        }
        return nil
    }
}

@Suite("Every source")
struct ReplicaFixtureTests {
    @Test("reads its replies on file into a record with the key that was asked for", arguments: Recorded.replica)
    func readsReplies(_ recorded: Recorded) throws {
        let source = try #require(SourceRegistry.source(recorded.source))
        let outcome = try source.outcome(of: recorded)
        guard recorded.status == 200 else {
            #expect(outcome.records.isEmpty)
            #expect(outcome.problems.map { $0.isNamed(of: recorded.source) } == [true])
            return
        }
        #expect(outcome.problems.isEmpty)
        let record = try #require(outcome.records.first)
        #expect(outcome.records.count == 1)
        #expect(record.source == recorded.source)
        #expect(!record.key.isEmpty)
        let asked = recorded.url.removingPercentEncoding ?? recorded.url
        // Europe PMC's keys name the source, too: `MED/30985294`.
        let key = recorded.source == "europepmc" ? String(record.key.drop { $0 != "/" }.dropFirst()) : record.key
        let names = record.identifiers.map { $0.value.lowercased() }
        #expect(names.contains { asked.lowercased().contains($0) })
        #expect(!record.titles.isEmpty)
        #expect(names.contains(key.lowercased()))
    }

    @Test("has replies on file, or is asked nothing over the network")
    func coverage() {
        #expect(Recorded.replica.count > 40)
        let asked = SourceRegistry.all.filter { $0.card.requestsPerSecond != nil && $0.card.id != "doi" }
        #expect(Set(Recorded.replica.map(\.source)) == Set(asked.map(\.card.id)))
    }

    static let expected: [ExpectedRecord] = [
        ExpectedRecord(
            "10.1172/jci125534", "journal-article", "Carmack, Stephanie A.", 2019,
            "Heroin addiction engages negative emotional learning brain circuits in rats"),
        ExpectedRecord(
            "10.1175/1520-0469(1963)020<0130:dnf>2.0.co;2", "journal-article", "Lorenz, Edward N.", 1963,
            "Deterministic Nonperiodic Flow"),
        ExpectedRecord(
            "10.5555/ibid.preprint.17", "posted-content", "Keller, Ada", 2019,
            "Heroin withdrawal and the amygdala: a preprint of the demo"),
        ExpectedRecord("10.5555/ibid.book.1.ch4", "book-chapter", "Okafor, Ngozi", 2017, "Blocking"),
        ExpectedRecord(
            "10.5555/ibid.mark.1", "journal-article", "van der Berg, Anna", 2021,
            "Growth of <i>E. coli</i> at 37&amp;nbsp;°C:\n            CO<sub>2</sub> uptake"),
        ExpectedRecord("10.5281/zenodo.1000001", "Dataset", "Keller, Ada", 2020, "Recordings of heroin withdrawal"),
        ExpectedRecord("10.14457/ibid.2551.1", "Text", "Somchai Demo", 2551, "A thesis dated in the Buddhist era"),
        ExpectedRecord("10.48550/arxiv.2104.12255", "Preprint", "Chen, Li", 2021, "An arXiv paper of the demo"),
        ExpectedRecord(
            "S-EPMC6546476", "Study", "Carmack, Stephanie A", 2019,
            "Heroin addiction engages negative emotional learning brain circuits in rats."),
        ExpectedRecord(
            "30985294", "Journal Article; Research Support, N.I.H., Intramural", "Carmack, Stephanie A", 2019,
            "Heroin addiction engages negative emotional learning brain circuits in rats."),
        ExpectedRecord(
            "990000001", "Journal Article; English Abstract", "Müller, Karl", 1998, "[On the sleep of rats in winter]."),
        ExpectedRecord("990000004", "Book Chapter", "Adler, Ruth", 2019, "How rats sleep"),
        ExpectedRecord(
            "MED/30985294", "research-article; Journal Article; Research Support, N.I.H., Intramural",
            "Carmack, Stephanie A", 2019,
            "Heroin addiction engages negative emotional learning brain circuits in rats."),
        ExpectedRecord(
            "PPR/PPR990001", "Preprint", "Keller, Ada", 2019,
            "Heroin withdrawal and the amygdala: a preprint of the demo"),
        ExpectedRecord(
            "PMC/PMC99000001", "research-article", "van der Berg, Anna", 2021,
            "Growth of &lt;i&gt;E. coli&lt;/i&gt; at 37 °C: CO&lt;sub&gt;2&lt;/sub&gt; uptake."),
        ExpectedRecord("2104.12255", "Preprint", "Li Chen", 2021, "An arXiv paper of the demo"),
        ExpectedRecord(
            "astro-ph/0601001", "Preprint", "Andrew Gould", 2006,
            "Frequency of Hot Jupiters and Very Hot Jupiters from the OGLE-III Transit Surveys Toward the Galactic Bulge and Carina"
        ),
        ExpectedRecord("S-BSST900001", "Study", "Ruth Adler", 2019, "Survey of sleep: raw tables"),
        ExpectedRecord("S-BIAD900001", "Study", "Anna van der Berg", 2019, "Images of growing E. coli"),
        ExpectedRecord("E-MTAB-90001", "Study", "Noor Haddad", 2019, "Expression in the ventral pallidum of the rat"),
    ]

    static let records: [String: SourceRecord] = {
        var records: [String: SourceRecord] = [:]
        for recorded in Recorded.replica {
            for record in (try? SourceRegistry.source(recorded.source)?.outcome(of: recorded).records) ?? [] {
                // Several sources have one key for one work: the first on file counts.
                records[record.key] = records[record.key] ?? record
            }
        }
        return records
    }()

    @Test("gives what its replies say, in its own words", arguments: expected)
    func expectedValues(_ expected: ExpectedRecord) throws {
        let record = try #require(Self.records[expected.key])
        #expect(record.titles.first == expected.title)
        #expect(record.firstAuthor == expected.firstAuthor)
        #expect(record.firstYear == expected.year)
        #expect(record.type == expected.type)
    }

    static let stated: [(String, [SourceRelation])] = [
        (
            "10.5555/ibid.preprint.17",
            [SourceRelation(type: "is-preprint-of", scheme: "doi", target: "10.5555/ibid.2020.17")]
        ),
        (
            "10.5555/ibid.2020.99",
            [SourceRelation(type: "update-to:correction", scheme: "doi", target: "10.5555/ibid.2020.17")]
        ),
        (
            "10.5555/ibid.2018.5",
            [SourceRelation(type: "updated-by:retraction", scheme: "doi", target: "10.5555/ibid.2018.66")]
        ),
        (
            "10.6084/m9.figshare.900001",
            [
                SourceRelation(type: "IsSupplementTo", scheme: "DOI", target: "10.5555/ibid.2024.100"),
                SourceRelation(type: "IsIdenticalTo", scheme: "DOI", target: "10.6084/m9.figshare.900001.v1"),
            ]
        ),
        (
            "S-EPMC6546476",
            [
                SourceRelation(type: "S-EPMC", scheme: "pmcid", target: "PMC6546476"),
                SourceRelation(type: "IsRelatedTo", scheme: "geo", target: "GSE13624"),
                SourceRelation(type: "Publication", scheme: "doi", target: "10.1172/JCI125534"),
            ]
        ),
        ("S-BSST900002", [SourceRelation(type: "Publication", scheme: "doi", target: "10.5555/ibid.2024.101")]),
        ("S-BSST900003", []),
        ("30985294", [SourceRelation(type: "DataBank", scheme: "GEO", target: "GSE13624")]),
        ("990000002", [SourceRelation(type: "RetractionIn", scheme: "pmid", target: "990000003")]),
        ("990000003", [SourceRelation(type: "RetractionOf", scheme: "doi", target: "10.5555/ibid.2018.5.")]),
        ("990000005", [SourceRelation(type: "UpdateIn", scheme: "pmid", target: "990000006")]),
        ("990000006", [SourceRelation(type: "UpdateOf preprint", scheme: "pmid", target: "990000005")]),
        ("PPR/PPR990001", [SourceRelation(type: "Preprint of", scheme: "pmid", target: "990000006")]),
        ("MED/990000003", [SourceRelation(type: "Retraction of", scheme: "pmid", target: "990000002")]),
        ("2104.12255", [SourceRelation(type: "arxiv:doi", scheme: "doi", target: "10.5555/ibid.2024.100")]),
    ]

    @Test("gives the links that its replies state", arguments: stated)
    func relations(key: String, expected: [SourceRelation]) throws {
        let record = try #require(Self.records[key])
        #expect(record.relations == expected)
    }

    @Test("gives a date without parts where Crossref says null")
    func nullDate() throws {
        let record = try #require(Self.records["10.5555/ibid.null.1"])
        #expect(!record.dates.contains { $0.kind == "issued" })
    }

    @Test("reads the work to which doi.org redirects, its title a scalar, whichever of the two was asked")
    func transformed() {
        let body = #"{"DOI":"10.5555/A","type":"journal-article","title":"A scalar","author":[{"family":"Doe"}]}"#
        for source in [Crossref(), DOINegotiation()] as [any Source] {
            let outcome = source.outcome(
                of: reply(body, url: "https://api.crossref.org/v1/works/10.5555%2FA/transform"))
            #expect(outcome.problems.isEmpty)
            #expect(outcome.records.map(\.key) == ["10.5555/a"])
            #expect(outcome.records.map(\.titles) == [["A scalar"]])
        }
    }

    @Test("says when a record was last touched, where its service does")
    func updated() throws {
        #expect(Self.records["10.1172/jci125534"]?.updated == Timestamp(seconds: 1_553_700_000))
        #expect(Self.records["10.5281/zenodo.1000001"]?.updated == Timestamp(iso8601: "2024-02-01T08:00:00Z"))
    }

    @Test("reads an aggregator's page that goes on behind its object")
    func aggregatorPage() throws {
        let page = Recorded.packageRoot.appending(
            path: "Tests/TestSupport/Fixtures/replica/files/aggregator-page.txt")
        let bytes = [UInt8](try Data(contentsOf: page))
        let reply = Reply(to: Request("file:///aggregator-page.txt"), status: 200, body: bytes)
        let outcome = Aggregator().outcome(of: reply)
        #expect(outcome.problems.isEmpty)
        let record = try #require(outcome.records.first)
        #expect(record.key == "10.1038/s41583-024-00886-y")
        #expect(record.authorList == "Michel Engeln,&nbsp;Serge H. Ahmed")
        #expect(record.volume == "78 1")
        #expect(record.pages == nil)
        #expect(record.citationCount == 0)
        #expect(record.containerTitles == ["Nature Reviews Neuroscience", "Nature Reviews Neuroscience"])
        #expect(record.others.contains(SourceIdentifier(scheme: "isOpenAccess", value: "false")))
    }
}
