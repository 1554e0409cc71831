public import Formats
public import Records
public import Transfer

/// Content negotiation at doi.org, which every registration agency answers.
///
/// doi.org redirects to the agency; the answer is CSL-JSON in the agency's dialect.
/// Documentation: https://citation.doi.org/docs.html
public struct DOINegotiation: JSONSource {
    public static let card = SourceCard(
        id: "doi", name: "DOI content negotiation", documentation: "https://citation.doi.org/docs.html",
        hosts: ["doi.org", "api.crossref.org", "data.crosscite.org", "data.medra.org"], requestsPerSecond: 5,
        concurrency: 2,
        licence: "as the registration agency says",
        coverage: "any DOI whose agency negotiates CSL-JSON: Crossref, DataCite, mEDRA, JaLC, KISTI, OP")

    public init() {}

    public func request(for query: Query) -> Request? {
        guard case .lookup(let identifiers) = query, let doi = identifiers.first(where: { $0.scheme == .doi })?.value
        else { return nil }
        return Request(
            "https://doi.org/\(URLText.path(doi))",
            headers: [Header("Accept", "application/vnd.citationstyles.csl+json")])
    }

    /// Which agency registered each DOI. Asks about at most 20 at once.
    public func agencyRequest(for dois: [String]) -> Request {
        Request("https://doi.org/ra/" + dois.prefix(20).map(URLText.path).joined(separator: ","))
    }

    /// What `agencyRequest` is answered with: the agency by DOI; `DOI does not exist` and the like are nil.
    ///
    /// - Throws: `Problem` where the reply is no such list.
    public func agencies(from reply: Reply) throws(Problem) -> [(doi: String, agency: String?, status: String?)] {
        var found: [(doi: String, agency: String?, status: String?)] = []
        _ = try ReplyReading.page(reply, source: Self.card.id) { (root, _) throws(Problem) in
            for entry in root.elements {
                guard let doi = entry["DOI"]?.string else { continue }
                found.append((doi.lowercased(), entry["RA"]?.string, entry["status"]?.string))
            }
            return Page(records: [])
        }
        return found
    }

    public func page(from reply: Reply) throws(Problem) -> Page {
        if (300..<400).contains(reply.status) {
            throw Problem(
                "doi: redirected to \(reply.header("location") ?? "nowhere") (\(reply.status))",
                place: reply.request.url,
                remedy: "follow the redirect", reach: .record)
        }
        return try ReplyReading.page(reply, source: Self.card.id) { (root, place) throws(Problem) in
            if root.kind == .array, let first = root.elements.first(where: { _ in true }),
                first["RA"] != nil || first["status"] != nil
            {
                let said = first["RA"]?.string ?? first["status"]?.string ?? ""
                throw ReplyReading.notRecords(reply, Self.card.id, "a DOI's registration agency (\(said))")
            }
            guard Self.isWork(root) else {
                throw ReplyReading.unreadable(reply, Self.card.id, "JSON without \"DOI\", \"title\" and \"type\"")
            }
            return Page(records: [
                RawRecord(
                    source: Self.card.id, key: root["DOI"]?.string?.lowercased() ?? "", bytes: root.serialized(),
                    place: place)
            ])
        }
    }

    /// Items of reference managers are CSL-JSON, too: they have an id of their own that is no DOI, and many fields that no
    /// agency answers with.
    public func recognizes(_ value: JSONValue) -> Bool {
        guard Self.isWork(value), value["itemType"] == nil else { return false }
        guard let id = value["id"]?.text, let doi = value["DOI"]?.string, !doi.isEmpty else {
            return value["id"] == nil
        }
        return URLText.doiKey(id) == URLText.doiKey(doi)
    }

    private static func isWork(_ value: JSONValue) -> Bool {
        value["DOI"]?.kind == .string
            && (value["title"]?.kind == .string || value["title"]?.kind == .array || value["author"] != nil
                || value["publisher"] != nil)
    }

    public func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        try CrossrefWork.parse(value, source: Self.card.id, place: place)
    }
}
