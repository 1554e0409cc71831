internal import Formats

struct UnpaywallService: ReplicaService {
    let source = "unpaywall"
    let hosts = ["api.unpaywall.org"]

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? parser.parse(body) { root -> [ServedRecord] in
            guard let doi = root["doi"]?.string?.lowercased(), root["oa_locations"] != nil else { return [] }
            return [ServedRecord(key: doi, body: root.serialized(), words: Exchanges.words(root, "title", "z_authors"))]
        }
        return found ?? []
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        guard ask.path.hasPrefix("/v2/") else { return error(404, "Not found") }
        // A client tells a replica neither keys nor addresses: only a placeholder is refused, not a missing one.
        guard ask.query["email"]?.hasSuffix("@example.com") != true else {
            return error(422, "Please use your own email address in API calls. See http://unpaywall.org/products/api")
        }
        let doi = String(ask.path.dropFirst(4))
        guard let record = exchanges.find(doi.lowercased(), source) else {
            return error(404, "'\(doi)' isn't in Unpaywall. See https://support.unpaywall.org")
        }
        return Answer(status: 200, body: record.body)
    }

    private func error(_ status: Int, _ said: String) -> Answer {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("HTTP_status_code", status)
        writer.key("error")
        writer.bool(true)
        writer.member("message", said)
        writer.endObject()
        return Answer(status: status, body: writer.bytes)
    }
}
