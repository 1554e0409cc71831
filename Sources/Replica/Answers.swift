internal import Formats
internal import Foundation

/// What the replica sends.
struct Answer: Sendable {
    var status: Int
    var contentType = "application/json"
    var headers: [(String, String)] = []
    var body: [UInt8]
}

/// Answers that services would give, made of the records on hand.
struct Answers: Sendable {
    let exchanges: Exchanges
    /// Crossref's cursor names the scroll, not the place in it.
    var keepsCursor = false

    /// - Parameters:
    ///   - host: The host meant.
    ///   - path: Percent-encoded.
    ///   - query: Items, percent-decoded.
    ///   - turn: How often the same was asked before.
    func answer(
        method: String, host: String, path: String, query: [String: String], rawQuery: String, turn: Int = 0
    ) -> Answer {
        let url = "https://\(host)\(path)" + (rawQuery.isEmpty ? "" : "?\(rawQuery)")
        if let exchange = exchanges.byRequest[Exchanges.key(method: method, url: url)],
            let data = FileManager.default.contents(atPath: exchange.bodyPath)
        {
            return Answer(
                status: exchange.status, contentType: exchange.contentType,
                headers: exchange.location.map { [("Location", $0)] } ?? [], body: [UInt8](data))
        }
        let decoded = path.removingPercentEncoding ?? path
        switch host {
        case "api.crossref.org": return crossref(decoded, query, turn: turn)
        case "api.datacite.org": return datacite(decoded, query, path: path)
        case "www.ebi.ac.uk": return biostudies(decoded, query)
        case "doi.org": return doi(decoded)
        case "data.crosscite.org": return citeproc(String(decoded.dropFirst()), exchanges.datacite)
        default:
            return Answer(
                status: 404, contentType: "text/plain", body: Array("no such host in this replica: \(host)\n".utf8))
        }
    }

    // MARK: Crossref

    private static let unknownWork = Answer(
        status: 404, contentType: "text/plain", body: Array("Resource not found.".utf8))

    private func crossref(_ path: String, _ query: [String: String], turn: Int) -> Answer {
        var path = path
        if path.hasPrefix("/v1/") { path = String(path.dropFirst(3)) }
        if path == "/works" || path == "/works/" { return crossrefList(query, turn: turn) }
        guard path.hasPrefix("/works/") else { return Self.unknownWork }
        let isTransform = path.contains("/transform")
        let doi = String(path.dropFirst(7).prefix { _ in true }).components(separatedBy: "/transform")[0].lowercased()
        guard let work = find(doi, exchanges.crossref) else { return Self.unknownWork }
        if isTransform { return citeproc(doi, exchanges.crossref) }
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("status", "ok")
        writer.member("message-type", "work")
        writer.member("message-version", "1.0.0")
        writer.key("message")
        writer.raw(work.json)
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    private func find(_ key: String, _ records: [ServedRecord]) -> ServedRecord? {
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if records[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return low < records.count && records[low].key == key ? records[low] : nil
    }

    private func crossrefList(_ query: [String: String], turn: Int) -> Answer {
        var works = exchanges.crossref
        if let filter = query["filter"] {
            var dois: Set<String> = []
            for term in filter.split(separator: ",") {
                let parts = term.split(separator: ":", maxSplits: 1).map(String.init)
                guard parts.count == 2 else { continue }
                switch parts[0] {
                case "doi": dois.insert(parts[1].lowercased())
                case "from-index-date":
                    if let time = Exchanges.seconds(parts[1]) { works = works.filter { $0.indexed >= time } }
                case "until-index-date":
                    if let time = Exchanges.seconds(parts[1]) { works = works.filter { $0.indexed < time + 86_400 } }
                default: break
                }
            }
            if !dois.isEmpty { works = works.filter { dois.contains($0.key) } }
        }
        if let text = query["query.bibliographic"] ?? query["query"] { works = ranked(works, by: text) }
        let rows = min(max(Int(query["rows"] ?? "") ?? 20, 0), 1000)
        var start = offset(query["cursor"]) ?? Int(query["offset"] ?? "") ?? 0
        if keepsCursor, query["cursor"] != nil, query["cursor"] != "*" { start = (turn + 1) * rows }
        guard start >= 0 else {
            return Answer(
                status: 404,
                body: Array(
                    #"{"status":"failed","message-type":"validation-failure","message":[{"type":"cursor-invalid","message":"Cursor specified is not valid."}]}"#
                        .utf8))
        }
        let page = works.dropFirst(start).prefix(rows)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("status", "ok")
        writer.member("message-type", "work-list")
        writer.member("message-version", "1.0.0")
        writer.key("message")
        writer.beginObject()
        writer.member("total-results", works.count)
        writer.member("items-per-page", rows)
        writer.key("items")
        writer.beginArray()
        for work in page { writer.raw(work.json) }
        writer.endArray()
        if query["cursor"] != nil { writer.member("next-cursor", keepsCursor ? "c0+/=" : "c\(start + page.count)+/=") }
        writer.endObject()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    /// The place in the list that a cursor means; -1 for one that is none of ours.
    private func offset(_ cursor: String?) -> Int? {
        guard let cursor else { return nil }
        if cursor == "*" { return 0 }
        guard cursor.hasPrefix("c"), cursor.hasSuffix("+/=") else { return -1 }
        return Int(cursor.dropFirst().dropLast(3)) ?? -1
    }

    /// Those that share a word with the text, most shared words first, then by key.
    private func ranked(_ records: [ServedRecord], by text: String) -> [ServedRecord] {
        let wanted = Exchanges.words(of: text)
        var hits: [(record: ServedRecord, shared: Int)] = []
        for record in records {
            let shared = record.words.intersection(wanted).count
            if shared > 0 { hits.append((record, shared)) }
        }
        hits.sort { a, b in a.shared != b.shared ? a.shared > b.shared : a.record.key < b.record.key }
        return hits.map(\.record)
    }

    // MARK: DataCite

    private func datacite(_ path: String, _ query: [String: String], path raw: String) -> Answer {
        if path.hasPrefix("/dois/") {
            guard let record = find(String(path.dropFirst(6)).lowercased(), exchanges.datacite) else {
                return Answer(
                    status: 404,
                    body: Array(
                        #"{"errors":[{"status":"404","title":"The resource you are looking for doesn't exist."}]}"#.utf8
                    ))
            }
            return Answer(status: 200, body: Array(#"{"data":"#.utf8) + record.json + [UInt8(ascii: "}")])
        }
        var records = exchanges.datacite
        if let text = query["query"] {
            if text.hasPrefix("doi:(") {
                let wanted = Set(
                    text.dropFirst(5).dropLast().components(separatedBy: " OR ").map {
                        $0.trimmingCharacters(in: CharacterSet(charactersIn: "\" ")).lowercased()
                    })
                records = records.filter { wanted.contains($0.key) }
            } else if let range = text.range(of: "updated:[") {
                let from = text[range.upperBound...].prefix { $0 != " " }
                if let time = Exchanges.seconds(String(from)) { records = records.filter { $0.indexed >= time } }
            } else {
                records = ranked(records, by: text)
            }
        }
        let size = min(max(Int(query["page[size]"] ?? "") ?? 25, 1), 1000)
        let start = (Int(query["page[cursor]"] ?? "1") ?? 1) - 1
        let page = records.dropFirst(max(0, start)).prefix(size)
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        for record in page { writer.raw(record.json) }
        writer.endArray()
        writer.key("meta")
        writer.beginObject()
        writer.member("total", records.count)
        writer.endObject()
        writer.key("links")
        writer.beginObject()
        if start + page.count < records.count {
            let encoded = (query["query"] ?? "").addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
            let filter = query["query"] == nil ? "" : "query=\(encoded)&"
            writer.member(
                "next",
                "https://api.datacite.org/dois?\(filter)page%5Bcursor%5D=\(start + page.count + 1)&page%5Bsize%5D=\(size)"
            )
        } else {
            writer.key("next")
            writer.null()
        }
        writer.endObject()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    // MARK: BioStudies

    private func biostudies(_ path: String, _ query: [String: String]) -> Answer {
        let base = "/biostudies/api/v1"
        if path.hasPrefix(base + "/studies/") {
            guard let study = find(String(path.dropFirst(base.count + 9)).lowercased(), exchanges.biostudies) else {
                return Answer(status: 404, body: Array(#"{"errorMessage":"Study not found"}"#.utf8))
            }
            return Answer(status: 200, body: study.json)
        }
        guard path == base + "/search" else {
            return Answer(status: 404, body: Array(#"{"errorMessage":"Not found"}"#.utf8))
        }
        let text = query["query"] ?? ""
        let studies = text.isEmpty || text == "*:*" ? exchanges.biostudies : ranked(exchanges.biostudies, by: text)
        let size = min(max(Int(query["pageSize"] ?? "") ?? 20, 1), 1000)
        let number = max(Int(query["page"] ?? "") ?? 1, 1)
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("page", number)
        writer.member("pageSize", size)
        writer.member("totalHits", studies.count)
        writer.key("isTotalHitsExact")
        writer.bool(true)
        writer.key("hits")
        writer.beginArray()
        for study in studies.dropFirst((number - 1) * size).prefix(size) { writer.raw(study.json) }
        writer.endArray()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }

    // MARK: doi.org

    private func doi(_ path: String) -> Answer {
        if path.hasPrefix("/ra/") {
            var writer = JSONWriter()
            writer.beginArray()
            for doi in path.dropFirst(4).split(separator: ",").map(String.init) {
                writer.beginObject()
                writer.member("DOI", doi)
                if let agency = agency(of: doi.lowercased()) {
                    writer.member("RA", agency)
                } else {
                    writer.member("status", "DOI does not exist")
                }
                writer.endObject()
            }
            writer.endArray()
            return Answer(status: 200, body: writer.bytes)
        }
        let doi = String(path.dropFirst()).lowercased()
        let escaped = doi.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? doi
        switch agency(of: doi) {
        case "Crossref":
            return Answer(
                status: 302, contentType: "text/html",
                headers: [("Location", "https://api.crossref.org/v1/works/\(escaped)/transform")], body: [])
        case "DataCite":
            return Answer(
                status: 302, contentType: "text/html", headers: [("Location", "https://data.crosscite.org/\(escaped)")],
                body: [])
        default:
            return Answer(
                status: 404, contentType: "text/html", body: Array("<html><body>DOI not found</body></html>".utf8))
        }
    }

    private func agency(of doi: String) -> String? {
        func matches(_ record: ServedRecord) -> Bool { record.key == doi || record.key.hasPrefix(doi + "/") }
        if exchanges.crossref.contains(where: matches) { return "Crossref" }
        return exchanges.datacite.contains(where: matches) ? "DataCite" : nil
    }

    /// The record as content negotiation gives it: Crossref's work with scalar titles, or DataCite's fields in CSL-JSON.
    private func citeproc(_ doi: String, _ records: [ServedRecord]) -> Answer {
        guard let record = find(doi.lowercased(), records) else { return Self.unknownWork }
        var writer = JSONWriter()
        let parser = JSONParser()
        // The record was parsed when the folder was read: it parses again.
        try? parser.parse(record.json) { root in
            writer.beginObject()
            if let attributes = root["attributes"] {
                writer.member("DOI", attributes["doi"]?.string)
                writer.member("type", attributes["types"]?["citeproc"]?.string ?? "dataset")
                writer.member("title", attributes["titles"]?.elements.first { _ in true }?["title"]?.string)
                writer.member("publisher", attributes["publisher"]?.string)
                writer.key("author")
                writer.beginArray()
                for creator in attributes["creators"]?.elements.filter({ $0.kind == .object }) ?? [] {
                    writer.beginObject()
                    writer.member("family", creator["familyName"]?.string)
                    writer.member("given", creator["givenName"]?.string)
                    if creator["familyName"] == nil { writer.member("literal", creator["name"]?.string) }
                    writer.endObject()
                }
                writer.endArray()
                if let year = attributes["publicationYear"]?.int {
                    writer.key("issued")
                    writer.raw(Array(#"{"date-parts":[[\#(year)]]}"#.utf8))
                }
            } else {
                for (key, value) in root.members {
                    writer.key(key)
                    if ["title", "container-title"].contains(key),
                        let first = value.elements.first(where: { _ in true })
                    {
                        first.write(to: &writer)
                    } else {
                        value.write(to: &writer)
                    }
                }
            }
            writer.endObject()
        }
        return Answer(status: 200, contentType: "application/vnd.citationstyles.csl+json", body: writer.bytes)
    }
}
