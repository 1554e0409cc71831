internal import Formats
internal import Foundation

/// doi.org, and DataCite's negotiation behind it.
struct DOIService: ReplicaService {
    let source = "doi"
    let hosts = ["doi.org", "data.crosscite.org"]

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] { [] }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        let path = ask.path
        if ask.host == "data.crosscite.org" {
            return Citeproc.answer(exchanges.find(String(path.dropFirst()).lowercased(), "datacite"))
        }
        if path.hasPrefix("/ra/") {
            var writer = JSONWriter()
            writer.beginArray()
            for doi in path.dropFirst(4).split(separator: ",").map(String.init) {
                writer.beginObject()
                writer.member("DOI", doi)
                if let agency = agency(of: doi.lowercased(), exchanges) {
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
        switch agency(of: doi, exchanges) {
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

    private func agency(of doi: String, _ exchanges: Exchanges) -> String? {
        func matches(_ record: ServedRecord) -> Bool { record.key == doi || record.key.hasPrefix(doi + "/") }
        if exchanges.records(of: "crossref").contains(where: matches) { return "Crossref" }
        return exchanges.records(of: "datacite").contains(where: matches) ? "DataCite" : nil
    }
}

enum Citeproc {
    static let unknown = Answer(
        status: 404, contentType: "text/plain", body: Array("Resource not found.".utf8))

    /// The record as content negotiation gives it: Crossref's work with scalar titles, or DataCite's fields in CSL-JSON.
    static func answer(_ record: ServedRecord?) -> Answer {
        guard let record else { return unknown }
        var writer = JSONWriter()
        let parser = JSONParser()
        // The record was parsed when the folder was read: it parses again.
        try? parser.parse(record.body) { root in
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
