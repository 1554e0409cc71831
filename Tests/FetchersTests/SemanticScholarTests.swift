import Fetchers
import Formats
import Records
import Testing
import Transfer

private let base = "https://api.semanticscholar.org/graph/v1/paper"

private func sha(_ digit: Character) -> String { String(repeating: digit, count: 40) }

/// What `JSON` says of one paper.
private func parsed(_ json: String) throws -> SourceRecord {
    try JSONParser().parse(Array(json.utf8)) { try SemanticScholar().parse($0, place: "here") }
}

@Suite("Semantic Scholar")
struct SemanticScholarTests {
    static let names: [(Identifier, String)] = [
        (Identifier(.doi, "10.1093/mind/lix.236.433"), "DOI:10.1093/mind/lix.236.433"),
        (Identifier(.doi, "10.1175/a<b>;2"), "DOI:10.1175/a%3Cb%3E%3B2"),
        (Identifier(.doi, "10.48550/arxiv.2104.12255"), "ARXIV:2104.12255"),
        (Identifier(.arxiv, "hep-th/9901001"), "ARXIV:hep-th/9901001"),
        (Identifier(.pmid, "30985294"), "PMID:30985294"), (Identifier(.pmcid, "PMC6546476"), "PMCID:6546476"),
        (Identifier(.s2, sha("a")), sha("a")), (Identifier(.corpusid, "470667"), "CorpusId:470667"),
        (Identifier(.mag, "2096684396"), "MAG:2096684396"),
        (Identifier(.url, "https://www.biorxiv.org/content/1"), "URL:https://www.biorxiv.org/content/1"),
    ]

    @Test("is asked for one paper by any name it takes", arguments: names)
    func single(identifier: Identifier, name: String) throws {
        let request = try #require(SemanticScholar().request(for: .lookup([identifier])))
        #expect(request.method == .get)
        #expect(request.url.hasPrefix("\(base)/\(name)?fields=externalIds,corpusId,"))
        #expect(!request.url.contains("citations,") && !request.url.contains("references"))
    }

    @Test(
        "is not asked for what it has no name for, nor for what changed",
        arguments: [
            Query.lookup([Identifier(.dblp, "journals/x/Turing50")]),
            .lookup([Identifier(.url, "https://example.org/1")]),
            .lookup([]), .changes(since: nil, until: nil, filter: "", rows: 10),
        ])
    func unasked(query: Query) { #expect(SemanticScholar().request(for: query) == nil) }

    @Test("is asked for up to five hundred papers at once, one name once")
    func batch() throws {
        let many = (0..<1201).map { Identifier(.doi, "10.5555/n\($0)") }
        #expect(SemanticScholar().batches(many).map(\.count) == [500, 500, 201])
        // One paper by its number and by the DOI that arXiv made of it.
        let two = [Identifier(.arxiv, "2104.12255"), Identifier(.doi, "10.48550/arxiv.2104.12255")]
        #expect(SemanticScholar().request(for: .lookup(two))?.method == .get)
        let request = try #require(
            SemanticScholar().request(for: .lookup([Identifier(.pmid, "1"), Identifier(.s2, sha("b"))])))
        #expect(request.method == .post)
        #expect(request.headers == [Header("Content-Type", "application/json")])
        #expect(String(decoding: request.body, as: UTF8.self) == #"{"ids":["PMID:1","\#(sha("b"))"]}"#)
        #expect(request.url.hasPrefix("\(base)/batch?fields="))
    }

    @Test("answers few rows by relevance, and many by its bulk search")
    func search() {
        let few = SemanticScholar().request(for: .search("self-control & sleep", rows: 20))?.url ?? ""
        #expect(few.hasPrefix("\(base)/search?query=self%20control%20%26%20sleep&limit=20&offset=0&fields="))
        let many = SemanticScholar().request(for: .search("sleep -rat", rows: 500))?.url ?? ""
        #expect(many.hasPrefix("\(base)/search/bulk?query=sleep%20-rat&fields="))
    }

    @Test("names the identifier that a null stands for, and keeps the one it was asked by")
    func nulls() throws {
        var request = Request("\(base)/batch?fields=title", method: .post)
        let ids = ["DOI:10.5555/nobody", "PMID:31", sha("b"), "DOI:10.5555/article", "DOI:10.5555/Same", "CorpusId:7"]
        request.body = Array((#"{"ids":["# + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]}").utf8)
        let body = """
            [null,
             {"paperId":"\(sha("a"))","externalIds":{"DOI":"10.5555/A","CorpusId":1},"title":"By a number it does not tell"},
             {"paperId":"\(sha("c"))","externalIds":{},"title":"Merged"},
             {"paperId":"\(sha("d"))","externalIds":{"DOI":"10.5555/preprint"},"title":"Two versions as one"},
             {"paperId":"\(sha("e"))","externalIds":{"DOI":"10.5555/SAME"},"title":"Capitals"},
             {"paperId":"\(sha("f"))","corpusId":7,"title":"Its own number"}]
            """
        let page = try SemanticScholar().page(from: Reply(to: request, status: 200, body: Array(body.utf8)))
        #expect(page.namesUnknown)
        #expect(
            page.problems.map(\.what) == [
                "semanticscholar: DOI:10.5555/nobody is not known here",
                "semanticscholar: asked for doi:10.5555/article, answers with the paper of doi:10.5555/preprint",
            ])
        #expect(
            page.records.map(\.aliases) == [
                [SourceIdentifier(scheme: "pmid", value: "31")], [SourceIdentifier(scheme: "s2", value: sha("b"))], [],
                [], [],
            ])
        let record = try RecordReader().read(page.records[0], of: SemanticScholar())
        #expect(record.identifiers.last == SourceIdentifier(scheme: "pmid", value: "31"))
        // Without the request nobody knows what was asked.
        let bare = try SemanticScholar().page(from: reply(body, url: "file:///batch.json"))
        #expect(bare.problems.map(\.what) == ["semanticscholar: what was asked for in place 1 is not known here"])
        #expect(!bare.namesUnknown)
    }

    @Test("keeps the old number of a paper that was merged")
    func merged() throws {
        let url = "\(base)/\(sha("b"))?fields=title"
        let page = try SemanticScholar().page(from: reply(#"{"paperId":"\#(sha("c"))","title":"T"}"#, url: url))
        #expect(page.records.map(\.aliases) == [[SourceIdentifier(scheme: "s2", value: sha("b"))]])
        let doi = try SemanticScholar().page(
            from: reply(
                #"{"paperId":"\#(sha("c"))","externalIds":{"DOI":"10.5555/A<B>"},"title":"T"}"#,
                url: "\(base)/DOI:10.5555/a%3Cb%3E?fields=title"))
        #expect(doi.records.map(\.aliases) == [[]])
        #expect(doi.problems.isEmpty)
    }

    @Test("leads on by offset to the thousandth hit, and by token to the end")
    func paging() throws {
        func next(_ body: String, _ url: String) throws -> Page {
            try SemanticScholar().page(from: reply(body, url: url))
        }
        let hit = #""data":[{"paperId":"\#(sha("a"))","title":"T"}]"#
        let url = "\(base)/search?query=x&limit=30&offset=960"
        let page = try next(#"{"total":76270,"offset":960,"next":990,\#(hit)}"#, url)
        #expect(page.total == 76270)
        #expect(page.next?.url == "\(base)/search?query=x&limit=10&offset=990")
        let last = try next(#"{"total":76270,"offset":990,"next":1000,\#(hit)}"#, page.next?.url ?? "")
        #expect(last.next == nil)
        #expect(
            last.problems.map(\.what) == ["semanticscholar: of 76270 papers that match a search gives the first 1000"])
        let bulk = "\(base)/search/bulk?query=x"
        #expect(try next(#"{"total":2,"token":"A+/=",\#(hit)}"#, bulk).next?.url == bulk + "&token=A%2B/%3D")
        #expect(try next(#"{"total":2,"token":"A",\#(hit)}"#, bulk + "&token=A").next == nil, "the same place again")
        #expect(try next(#"{"total":2,"token":null,\#(hit)}"#, bulk).next == nil)
        let citations = "\(base)/x/citations?offset=100&limit=100"
        let cited = #"{"offset":100,"next":200,"data":[{"citingPaper":{"paperId":"\#(sha("a"))","title":"T"}}]}"#
        #expect(try next(cited, citations).next?.url == "\(base)/x/citations?offset=200&limit=100")
        #expect(try next(cited.replacing("200", with: "100"), citations).next == nil, "an offset that does not move")
    }

    @Test("gives the papers of lists, wrapped or not, and names what is none")
    func lists() throws {
        let body = #"""
            {"data":[{"citedPaper":{"paperId":"\#(sha("a"))","title":"A"}},
             {"citedPaper":{"paperId":null,"title":"Only a title"}},
             {"citedPaper":{"paperId":null,"title":"More","year":1950,"authors":[{"authorId":null,"name":"A. Turing"}]}},
             null,{"citedPaper":null},{"citedPaper":{"paperId":null,"title":null}}]}
            """#
        let outcome = SemanticScholar().outcome(of: reply(body))
        #expect(outcome.records.map(\.key) == [sha("a"), "title:More | A. Turing | 1950"])
        #expect(outcome.problems.count == 4)
        #expect(outcome.problems.allSatisfy { $0.isNamed(of: "semanticscholar") })
        #expect(outcome.problems.contains { $0.what.contains("known by its title alone (\"Only a title\")") })
        for (body, says) in [
            (#"{"data":[{"authorId":"1","name":"A. Turing"}]}"#, "an author"),
            (#"["2022-05-10","2022-05-17"]"#, "releases"),
            (#"{"diffs":[],"dataset":"papers"}"#, "import them"), (#"{"matches":[]}"#, "words to complete"),
            (#"{"swagger":"2.0","paths":{}}"#, "the API itself"), (#"{"authorId":"1","name":"X"}"#, "an author"),
        ] {
            let outcome = SemanticScholar().outcome(of: reply(body))
            #expect(outcome.records.isEmpty)
            #expect(outcome.problems.first?.what.contains(says) == true, "\(outcome.problems)")
        }
        let author = #"{"authorId":"1","papers":[{"paperId":"\#(sha("a"))","title":"A"}]}"#
        #expect(SemanticScholar().outcome(of: reply(author)).records.count == 1)
    }

    @Test("links the preprint beside an article, and has the number of a preprint as its own")
    func preprints() throws {
        let article = try parsed(
            #"{"paperId":"\#(sha("a"))","title":"T","venue":"Communications of the ACM","externalIds":{"DOI":"10.1145/3637866","ArXiv":"2404.04750"},"journal":{"name":"ArXiv","volume":"abs/2404.04750"}}"#
        )
        #expect(article.relations == [SourceRelation(type: "has-preprint", scheme: "arxiv", target: "2404.04750")])
        #expect(!article.identifiers.contains { $0.scheme == "arxiv" })
        #expect(article.containerTitles == ["Communications of the ACM"])
        #expect(article.volume == nil)
        let preprint = try parsed(
            #"{"paperId":"\#(sha("a"))","title":"T","venue":"arXiv.org","externalIds":{"DOI":"10.48550/arXiv.2404.13957","ArXiv":"2404.13957"},"journal":{"name":"ArXiv","volume":"abs/2404.13957"},"publicationTypes":["JournalArticle"]}"#
        )
        #expect(preprint.relations.isEmpty)
        #expect(preprint.identifiers.contains(SourceIdentifier(scheme: "arxiv", value: "2404.13957")))
        #expect(preprint.volume == nil)
    }

    static let types: [(String, String?)] = [
        (#"["Study","JournalArticle"]"#, "JournalArticle"), (#"["Review","JournalArticle"]"#, "JournalArticle"),
        (#"["Study"]"#, nil), (#"["Conference","Review"]"#, "Conference"),
        (#"["Book","JournalArticle"]"#, "JournalArticle"),
        ("null", nil), ("[]", nil), ("[null]", nil), (#"["Review"]"#, "Review"),
    ]

    @Test("calls a paper by its kind of publication, never by its kind of research", arguments: types)
    func type(said: String, type: String?) throws {
        let record = try parsed(
            #"{"paperId":"\#(sha("a"))","title":"T","publicationTypes":\#(said),"journal":{"name":"Mind"}}"#)
        #expect(record.type == type)
    }

    @Test("reads nulls, empty strings and the data sets' spelling")
    func spellings() throws {
        let empty = try parsed(
            #"{"paperId":"\#(sha("a"))","title":"T","venue":"","journal":null,"authors":null,"abstract":null,"externalIds":null,"openAccessPdf":{"url":"","status":null},"publicationVenue":null}"#
        )
        #expect(empty.containerTitles.isEmpty && empty.contributors.isEmpty && empty.others.isEmpty)
        let line = try parsed(
            #"{"corpusid":7,"externalids":{"ACL":null,"DOI":"10.5555/A","PubMedCentral":"31"},"url":"https://www.semanticscholar.org/paper/\#(sha("b"))","title":"T","publicationtypes":["Book"],"citationcount":3,"publicationvenueid":null}"#
        )
        #expect(line.key == sha("b"))
        #expect(line.citationCount == 3)
        #expect(line.identifiers.map(\.value) == ["7", "10.5555/A", "31"])
        let abstract = try parsed(
            #"{"corpusid":7,"openaccessinfo":{"externalids":{"DOI":"10.5555/A"},"url":null,"status":null},"abstract":"Words"}"#
        )
        #expect(abstract.key == "CorpusId:7")
        #expect(abstract.identifiers.map(\.value) == ["7", "10.5555/A"])
        let corpus = try parsed(
            #"{"id":"\#(sha("c"))","title":"T","paperAbstract":"","doi":"10.5555/B","pmid":"","magId":"9","journalName":"Nature","journalVolume":"92","journalPages":"123-123","inCitations":["x","y"],"outCitations":[],"authors":[{"name":"A B","ids":["1"]}],"year":1913}"#
        )
        #expect(corpus.identifiers.map(\.scheme) == ["s2", "doi", "mag"])
        #expect(corpus.citationCount == 2)
        #expect(corpus.pages == "123-123")
    }
}
