import Records
import Testing

@Suite("What open indexes say")
struct OpenSourcesTests {
    static let servers: [(String, WorkType)] = [
        ("arXiv.org", .article), ("ArXiv", .article), ("bioRxiv (Cold Spring Harbor Laboratory)", .article),
        ("medRxiv : the preprint server for health sciences", .article), ("Journal of X", .articleJournal),
        ("Archives of arXiv studies", .articleJournal),
    ]

    @Test("is a preprint where its container is a preprint server", arguments: servers)
    func preprintServer(container: String, type: WorkType) {
        let record = saying("semanticscholar") {
            $0.type = "JournalArticle"
            $0.containerTitles = [container]
        }
        #expect(record.normalized.type == type)
    }

    @Test("is retracted where a source says so", arguments: [("true", true), ("false", false)])
    func retracted(said: String, isRetracted: Bool) {
        let record = saying("openalex") { $0.others = [SourceIdentifier(scheme: "is_retracted", value: said)] }
        #expect(record.normalized.isRetracted == isRetracted)
    }

    static let links: [(SourceRelation, Relation?)] = [
        (
            SourceRelation(type: "submittedVersion", scheme: "arxiv", target: "http://arxiv.org/abs/2104.12255"),
            Relation(.hasVersion, Identifier(.arxiv, "2104.12255"))
        ),
        (
            SourceRelation(type: "acceptedVersion", scheme: "doi", target: "https://doi.org/10.5555/A"),
            Relation(.hasManuscript, Identifier(.doi, "10.5555/a"))
        ),
        (
            SourceRelation(type: "has-preprint", scheme: "arxiv", target: "2104.12255"),
            Relation(.hasPreprint, Identifier(.arxiv, "2104.12255"))
        ),
        (SourceRelation(type: "submittedVersion", scheme: "doi", target: "https://example.org/copy.pdf"), nil),
    ]

    @Test("of other versions is a link to them", arguments: links)
    func versions(said: SourceRelation, link: Relation?) {
        #expect(saying("openalex") { $0.relations = [said] }.normalized.relations == [link].compactMap { $0 })
    }

    @Test(
        "is the article's number in PubMed Central, letters or not",
        arguments: [
            "https://www.ncbi.nlm.nih.gov/pmc/articles/6546476", "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6546476",
            "6546476", "PMC6546476",
        ])
    func pmcid(said: String) {
        let record = saying("openalex") { $0.identifiers = [SourceIdentifier(scheme: "pmcid", value: said)] }
        #expect(record.normalized.identifiers == [Identifier(.pmcid, "PMC6546476")])
    }

    static let types: [(String, WorkType)] = [
        ("Conference", .paperConference), ("BookSection", .chapter), ("LettersAndComments", .articleJournal),
        ("Review", .articleJournal), ("supplementary-materials", .component), ("paratext", .document),
        ("peer-review", .peerReview), ("retraction", .notice), ("erratum", .notice),
    ]

    @Test("of types is in one vocabulary", arguments: types)
    func type(said: String, type: WorkType) { #expect(saying("openalex") { $0.type = said }.normalized.type == type) }
}
