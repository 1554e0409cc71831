public import Formats
public import Records
public import Transfer

/// The Semantic Scholar Academic Graph API; also reads the lines of its data sets.
///
/// Documentation: https://api.semanticscholar.org/api-docs/graph
public struct SemanticScholar: JSONSource {
    public static let card = SourceCard(
        id: "semanticscholar", name: "Semantic Scholar",
        documentation: "https://api.semanticscholar.org/api-docs/graph", hosts: ["api.semanticscholar.org"],
        requestsPerSecond: 1, concurrency: 1, batchSize: 500,
        licence: "ODC-BY 1.0; abstracts remain their publishers'",
        coverage: "papers of all fields with citation counts, abstracts, links to open copies",
        keyVariable: "IBID_SEMANTICSCHOLAR_KEY", keyPlace: .header("x-api-key"), requestsPerSecondWithKey: 1)

    private static let base = "https://api.semanticscholar.org/graph/v1"
    /// Without `citations`, `references`, `embedding`: 500 papers with them pass the 10 MB that a reply may have.
    private static let listFields =
        "externalIds,corpusId,url,title,abstract,venue,publicationVenue,year,referenceCount,citationCount,"
        + "influentialCitationCount,isOpenAccess,openAccessPdf,fieldsOfStudy,s2FieldsOfStudy,publicationTypes,"
        + "publicationDate,journal,authors"
    /// ORCIDs are among an author's external identifiers; lists do not give them.
    private static let fields = listFields + ".name,authors.externalIds,authors.affiliations"
    /// The relevance search gives no more, whatever it claims to have.
    private static let mostHits = 1000

    public init() {}

    /// Words: up to 100 rows by relevance; with more rows all that match, in no order, a thousand a page.
    ///
    /// What changed cannot be asked here: the feed is a data set of differences between releases, as files.
    public func request(for query: Query) -> Request? {
        switch query {
        case .lookup(let identifiers):
            var names: [String] = []
            var seen: Set<String> = []
            for name in identifiers.compactMap(Self.name) where seen.insert(name.lowercased()).inserted {
                names.append(name)
            }
            guard let first = names.first else { return nil }
            if names.count == 1 {
                return Request("\(Self.base)/paper/\(URLText.path(first))?fields=\(URLText.query(Self.fields))")
            }
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("ids", Array(names.prefix(Self.card.batchSize)))
            writer.endObject()
            return Request(
                "\(Self.base)/paper/batch?fields=\(URLText.query(Self.fields))", method: .post,
                headers: [Header("Content-Type", "application/json")], body: writer.bytes)
        case .search(let words, let rows):
            let fields = URLText.query(Self.listFields)
            guard rows <= 100 else {
                return Request("\(Self.base)/paper/search/bulk?query=\(URLText.query(words))&fields=\(fields)")
            }
            // Words with a hyphen match nothing.
            let plain = String(words.map { $0 == "-" ? " " : $0 })
            return Request(
                "\(Self.base)/paper/search?query=\(URLText.query(plain))&limit=\(max(rows, 1))&offset=0&fields=\(fields)"
            )
        case .changes: return nil
        }
    }

    /// How the service writes an identifier; nil for schemes that it does not know.
    private static func name(_ identifier: Identifier) -> String? {
        let value = identifier.value
        switch identifier.scheme {
        case .doi:
            let arxiv = "10.48550/arxiv."
            return value.hasPrefix(arxiv) ? "ARXIV:" + value.dropFirst(arxiv.utf8.count) : "DOI:" + value
        case .arxiv: return "ARXIV:" + value
        case .pmid: return "PMID:" + value
        case .pmcid: return "PMCID:" + (value.hasPrefix("PMC") ? String(value.dropFirst(3)) : value)
        case .s2: return value
        case .corpusid: return "CorpusId:" + value
        case .mag: return "MAG:" + value
        case .url:
            let sites = ["semanticscholar.org", "arxiv.org", "aclweb.org", "acm.org", "biorxiv.org"]
            let host = Request(value).host
            return sites.contains { host == $0 || host.hasSuffix("." + $0) } ? "URL:" + value : nil
        default: return nil
        }
    }

    /// The identifier that a name means: `PMID:31`, 40 digits, a bare DOI.
    private static func identifier(_ name: String) -> SourceIdentifier? {
        if name.hasPrefix("10.") { return SourceIdentifier(scheme: "doi", value: name) }
        let parts = name.split(separator: ":", maxSplits: 1).map(String.init)
        if parts.count == 2 {
            let scheme = parts[0].lowercased()
            return scheme == "url" ? nil : SourceIdentifier(scheme: scheme, value: parts[1])
        }
        return name.utf8.count == 40 ? SourceIdentifier(scheme: "s2", value: name) : nil
    }

    public func page(from reply: Reply) throws(Problem) -> Page {
        try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
            if root.kind == .array { return try batch(root, reply, place) }
            if recognizes(root) {
                var aliases: [SourceIdentifier] = []
                var problems: [Problem] = []
                if let asked = Self.asked(in: reply.request.url) {
                    (aliases, problems) = Self.aliases(of: root, asked: asked, place: place)
                }
                return Page(records: [raw(root, place: place, aliases: aliases)], problems: problems)
            }
            if let inner = Self.wrapped(root), recognizes(inner) {
                return Page(records: [raw(inner, place: place)])
            }
            if let said = root["error"]?.string ?? root["message"]?.string {
                throw ReplyReading.refused(reply, Self.card.id, said)
            }
            for (name, what) in Self.foreign(root) where name {
                throw ReplyReading.notRecords(reply, Self.card.id, what)
            }
            guard let data = root["data"] ?? root["recommendedPapers"] ?? root["papers"] else {
                // A search that finds nothing has no list at all.
                if root["total"]?.int == 0 { return Page(records: [], total: 0) }
                throw ReplyReading.unreadable(reply, Self.card.id, "JSON without \"paperId\" or \"data\"")
            }
            var page = try list(data, reply, place)
            page.total = root["total"]?.int
            page.next = next(root, reply, &page.problems)
            return page
        }
    }

    /// Things of this service that are no papers, each with whether a reply is that.
    private static func foreign(_ root: JSONValue) -> [(Bool, String)] {
        [
            (root["swagger"] != nil || root["openapi"] != nil, "the API itself"),
            (root["diffs"] != nil, "the files of a data set's changes: fetch and import them"),
            (root["release_id"] != nil, "a release of the data sets"),
            (root["files"] != nil, "the files of a data set: fetch and import them"),
            (root["matches"] != nil, "words to complete a search"),
            (root["authorId"] != nil && root["papers"] == nil, "an author"),
        ]
    }

    /// Papers in the order of the identifiers asked; null stands for one that is not known.
    private func batch(_ root: JSONValue, _ reply: Reply, _ place: String) throws(Problem) -> Page {
        let names = Self.names(in: reply.request.body)
        var page = Page(records: [], total: 0)
        page.namesUnknown = !names.isEmpty
        var index = 0
        var foreign: String?
        for entry in root.elements {
            let name = index < names.count ? names[index] : nil
            let here = "\(place) $[\(index)]"
            if entry.isNull {
                page.problems.append(
                    Problem(
                        "semanticscholar: \(name ?? "what was asked for in place \(index + 1)") is not known here",
                        place: here, kept: "the others",
                        remedy: "check the identifier, or ask another source", reach: .record))
            } else if recognizes(entry) {
                let (aliases, problems) = Self.aliases(of: entry, asked: name.flatMap(Self.identifier), place: here)
                page.records.append(raw(entry, place: here, aliases: aliases))
                page.problems += problems
            } else {
                foreign = entry["authorId"] != nil ? "an author" : (entry.kind == .string ? "a release" : "something")
                page.problems.append(Self.noPaper(foreign ?? "", here))
            }
            index += 1
        }
        if page.records.isEmpty, let foreign {
            throw ReplyReading.notRecords(reply, Self.card.id, foreign == "a release" ? "releases" : foreign)
        }
        return page
    }

    private func list(_ data: JSONValue, _ reply: Reply, _ place: String) throws(Problem) -> Page {
        var page = Page(records: [])
        var index = 0
        var foreign: String?
        for entry in data.elements {
            let here = "\(place) $[\(index)]"
            let inner = Self.wrapped(entry) ?? entry
            if recognizes(inner) {
                page.records.append(raw(inner, place: here))
            } else {
                foreign = entry["authorId"] != nil ? "an author" : (entry.isNull ? "nothing" : "something")
                page.problems.append(Self.noPaper(foreign ?? "", here))
            }
            index += 1
        }
        if page.records.isEmpty, let foreign, foreign != "nothing" {
            throw ReplyReading.notRecords(reply, Self.card.id, foreign)
        }
        return page
    }

    /// The paper of an entry in a list of citations, references or snippets.
    private static func wrapped(_ entry: JSONValue) -> JSONValue? {
        entry["citingPaper"] ?? entry["citedPaper"] ?? entry["paper"]
    }

    private static func noPaper(_ what: String, _ place: String) -> Problem {
        Problem(
            "semanticscholar: \(what) in place of a paper", place: place, kept: "the others", remedy: "ask for papers",
            reach: .record)
    }

    private func next(_ root: JSONValue, _ reply: Reply, _ problems: inout [Problem]) -> Request? {
        let url = reply.request.url
        if let token = root["token"]?.string, !token.isEmpty {
            let next = Request(URLText.replacing("token", with: token, in: url))
            return next.url == url ? nil : next
        }
        guard let offset = root["next"]?.int, offset > root["offset"]?.int ?? 0, url.contains("?") else { return nil }
        var next = URLText.replacing("offset", with: String(offset), in: url)
        if url.contains("/paper/search?") {
            guard offset < Self.mostHits else {
                if let total = root["total"]?.int, total > Self.mostHits {
                    problems.append(
                        Problem(
                            "semanticscholar: of \(total) papers that match a search gives the first \(Self.mostHits)",
                            place: url, kept: "those", remedy: "give more words, or ask for more than 100 rows",
                            reach: .record))
                }
                return nil
            }
            let limit = URLText.value(of: "limit", in: url).flatMap { Int($0) } ?? 100
            if offset + limit > Self.mostHits {
                next = URLText.replacing("limit", with: String(Self.mostHits - offset), in: next)
            }
        }
        return Request(next)
    }

    // MARK: What was asked

    /// The identifiers of a batch, as its request's body lists them.
    private static func names(in body: [UInt8]) -> [String] {
        guard !body.isEmpty else { return [] }
        let names = try? JSONParser().parse(body) { root in
            (root["ids"]?.elements).map { $0.map { $0.string ?? "" } } ?? []
        }
        return names ?? []
    }

    /// The identifier in `…/paper/DOI:10.5555%2Fx?fields=…`; nil where the path goes on.
    private static func asked(in url: String) -> SourceIdentifier? {
        guard let start = url.index(after: "/graph/v1/paper/") else { return nil }
        return identifier(URLText.decoded(url[start...].prefix { $0 != "?" }))
    }

    /// The identifier asked for, where the paper names none of its scheme, or where it is the paper's own under an old number.
    ///
    /// A paper with another DOI than the one asked for does not get both: Semantic Scholar keeps versions of a paper as one.
    private static func aliases(
        of paper: JSONValue, asked: SourceIdentifier?, place: String
    ) -> ([SourceIdentifier], [Problem]) {
        guard let asked else { return ([], []) }
        let ids = paper["externalIds"]
        let own: String?
        switch asked.scheme {
        case "s2": own = nil
        case "corpusid": own = nil
        case "doi": own = ids?["DOI"]?.text
        case "pmid": own = ids?["PubMed"]?.text
        case "pmcid": own = ids?["PubMedCentral"]?.text
        case "mag": own = ids?["MAG"]?.text
        case "arxiv": own = ids?["ArXiv"]?.text
        default: return ([], [])
        }
        let isSame =
            switch asked.scheme {
            case "s2": paper["paperId"]?.string?.lowercased() == asked.value.lowercased()
            case "corpusid": (paper["corpusId"] ?? ids?["CorpusId"])?.text == asked.value
            default: own?.lowercased() == asked.value.lowercased()
            }
        if isSame { return ([], []) }
        guard let own else {
            // Without `externalIds` nobody knows what the paper's are.
            return ids == nil && !["s2", "corpusid"].contains(asked.scheme) ? ([], []) : ([asked], [])
        }
        return (
            [],
            [
                Problem(
                    "semanticscholar: asked for \(asked.scheme):\(asked.value), answers with the paper of \(asked.scheme):\(own)",
                    place: place, kept: "the paper it answers with",
                    remedy: "ask another source for \(asked.scheme):\(asked.value)", reach: .field)
            ]
        )
    }

    private func raw(_ value: JSONValue, place: String, aliases: [SourceIdentifier] = []) -> RawRecord {
        RawRecord(
            source: Self.card.id, key: value["paperId"]?.string ?? "", bytes: value.serialized(), place: place,
            aliases: aliases)
    }

    // MARK: Records

    /// A paper of the API, of its lists (`paperId` null where a reference was not matched), of the data set `papers`, or of
    /// the Open Research Corpus.
    public func recognizes(_ value: JSONValue) -> Bool {
        guard value.kind == .object else { return false }
        if let id = value["paperId"] { return id.string?.utf8.count == 40 }
        if value.has("paperId") { return value["title"]?.kind == .string }
        if value["corpusid"] != nil {
            return value["title"] != nil || value["externalids"] != nil || value["openaccessinfo"] != nil
        }
        if value["corpusId"] != nil { return value["title"]?.kind == .string && value["accno"] == nil }
        return value["id"]?.string?.utf8.count == 40
            && (value["paperAbstract"] != nil || value["inCitations"] != nil || value["s2Url"] != nil)
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        try SemanticScholarPaper.parse(Self.wrapped(value) ?? value, place: place)
    }
}
