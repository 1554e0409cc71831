internal import Formats
internal import Foundation

/// E-utilities and the ID converter of PMC.
struct PubMedService: ReplicaService {
    let source = "pubmed"
    let hosts = ["eutils.ncbi.nlm.nih.gov", "pmc.ncbi.nlm.nih.gov"]

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? XMLTreeParser().parse(body) { root in
            root.children.compactMap { article -> ServedRecord? in
                guard let main = article["MedlineCitation"] ?? article["BookDocument"], let pmid = main["PMID"]?.text
                else { return nil }
                var record = ServedRecord(key: pmid, body: article.serialized())
                if let date = main["DateRevised"] {
                    let text = [date["Year"], date["Month"], date["Day"]].map { $0?.text ?? "01" }
                    record.indexed = Exchanges.seconds(text.joined(separator: "-")) ?? 0
                }
                let data = article["PubmedData"] ?? article["PubmedBookData"]
                for identifier in (data?["ArticleIdList"]?.children.map { $0 } ?? []) {
                    guard let text = identifier.text?.lowercased() else { continue }
                    switch identifier.attribute("IdType") {
                    case "doi": record.aliases.append("doi:\(text)")
                    case "pmc": record.aliases.append("pmcid:\(text)")
                    default: break
                    }
                }
                let article = main["Article"] ?? main
                record.words = Exchanges.words(
                    of: [article["ArticleTitle"], article["AuthorList"], article["Journal"], article["Pagination"]]
                        .compactMap { $0.map(Self.words) }.joined(separator: " "))
                return record
            }
        }
        return found ?? []
    }

    /// The text within, elements parted by spaces.
    private static func words(_ element: XMLTreeElement) -> String {
        let inner = element.children.map { words($0) }
        return inner.isEmpty ? element.text ?? "" : inner.joined(separator: " ")
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        let query = ask.query.merging(Exchanges.items(String(decoding: ask.body, as: UTF8.self))) { $1 }
        switch ask.path {
        case "/entrez/eutils/esearch.fcgi": return search(query, exchanges)
        case "/entrez/eutils/efetch.fcgi": return fetch(query, exchanges)
        case "/tools/idconv/api/v1/articles", "/tools/idconv/api/v1/articles/": return convert(query, exchanges)
        default: return Answer(status: 404, contentType: "text/html", body: Array("<html>Not Found</html>".utf8))
        }
    }

    // MARK: Search and fetch

    private func search(_ query: [String: String], _ exchanges: Exchanges) -> Answer {
        guard let term = query["term"], !term.isEmpty else {
            return Answer(
                status: 200, body: Array(#"{"esearchresult":{"ERROR":"Empty term and query_key - nothing todo"}}"#.utf8)
            )
        }
        let history = [term, query["mindate"] ?? "", query["maxdate"] ?? ""].joined(separator: "\n")
        let found = matches(history, exchanges)
        let size = min(Int(query["retmax"] ?? "") ?? 20, 10_000)
        let start = Int(query["retstart"] ?? "") ?? 0
        guard start < 9999 else {
            return Answer(
                status: 200,
                body: Array(
                    #"{"esearchresult":{"ERROR":"Search Backend failed: 'retstart' cannot be larger than 9998."}}"#.utf8
                ))
        }
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("header")
        writer.raw(Array(#"{"type":"esearch","version":"0.3"}"#.utf8))
        writer.key("esearchresult")
        writer.beginObject()
        writer.member("count", String(found.count))
        writer.member("retmax", String(size))
        writer.member("retstart", String(start))
        if query["usehistory"] == "y" {
            writer.member("querykey", "1")
            // The history needs no memory: its name says what was searched for.
            writer.member("webenv", "MCID_" + Data(history.utf8).map { String(format: "%02x", $0) }.joined())
        }
        writer.key("idlist")
        writer.beginArray()
        for record in found.dropFirst(start).prefix(size) { writer.string(record.key) }
        writer.endArray()
        writer.endObject()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    private func matches(_ history: String, _ exchanges: Exchanges) -> [ServedRecord] {
        let parts = history.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3 else { return [] }
        var term = parts[0]
        var records = exchanges.records(of: source)
        if let from = Exchanges.seconds(parts[1].replacingOccurrences(of: "/", with: "-")),
            let until = Exchanges.seconds(parts[2].replacingOccurrences(of: "/", with: "-"))
        {
            records = records.filter { $0.indexed >= from && $0.indexed < until + 86_400 }
        }
        if term.hasSuffix("[uid]"), let joint = term.range(of: ") AND ", options: .backwards) {
            let ends = term[joint.upperBound...].dropLast(5).split(separator: ":").compactMap { Int($0) }
            term = String(term[..<joint.lowerBound].dropFirst())
            if ends.count == 2 { records = records.filter { (ends[0]...ends[1]).contains(Int($0.key) ?? 0) } }
        }
        if term == "all[sb]" { return records }
        guard term.contains("[doi]") else { return Exchanges.ranked(records, by: term) }
        let wanted = Set(
            term.components(separatedBy: " OR ").map {
                "doi:"
                    + $0.replacingOccurrences(of: "[doi]", with: "").replacingOccurrences(of: "\"", with: "")
                    .lowercased()
            })
        return records.filter { !wanted.isDisjoint(with: $0.aliases) }
    }

    private func fetch(_ query: [String: String], _ exchanges: Exchanges) -> Answer {
        var found: [ServedRecord] = []
        if let environment = query["WebEnv"] {
            var bytes: [UInt8] = []
            var digits = environment.dropFirst(5)[...]
            while digits.count >= 2 {
                bytes.append(UInt8(digits.prefix(2), radix: 16) ?? 0)
                digits = digits.dropFirst(2)
            }
            found = Array(
                matches(String(decoding: bytes, as: UTF8.self), exchanges).dropFirst(Int(query["retstart"] ?? "") ?? 0)
                    .prefix(Int(query["retmax"] ?? "") ?? 20))
        } else {
            let ids = (query["id"] ?? "").split(separator: ",").map(String.init)
            guard !ids.isEmpty, ids.allSatisfy({ Int($0) ?? 0 > 0 }) else {
                return Answer(
                    status: 400, contentType: "text/xml",
                    body: Array(
                        "<?xml version=\"1.0\" ?>\n<eFetchResult>\n\t<ERROR>ID list is empty! Possibly it has no correct IDs.</ERROR>\n</eFetchResult>\n"
                            .utf8))
            }
            found = ids.compactMap { exchanges.find($0, source) }
        }
        return Answer(
            status: 200, contentType: "text/xml",
            body: Array("<?xml version=\"1.0\" ?>\n<PubmedArticleSet>".utf8) + found.flatMap(\.body)
                + Array("</PubmedArticleSet>\n".utf8))
    }

    // MARK: Conversion

    private func convert(_ query: [String: String], _ exchanges: Exchanges) -> Answer {
        let type = query["idtype"] ?? "pmcid"
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("status", "ok")
        writer.key("records")
        writer.beginArray()
        for id in (query["ids"] ?? "").split(separator: ",").map(String.init) {
            let record = exchanges.find(type == "pmid" ? id : "\(type):\(id.lowercased())", source)
            writer.beginObject()
            if let record {
                for alias in record.aliases {
                    if alias.hasPrefix("doi:") { writer.member("doi", String(alias.dropFirst(4))) }
                    if alias.hasPrefix("pmcid:") { writer.member("pmcid", String(alias.dropFirst(6)).uppercased()) }
                }
                writer.member("pmid", Int(record.key) ?? 0)
            } else {
                writer.member(type, id)
                writer.member("status", "error")
                writer.member("errmsg", "Identifier not found in PMC")
            }
            writer.member("requested-id", id)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }
}
