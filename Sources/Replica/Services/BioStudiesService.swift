internal import Formats

struct BioStudiesService: ReplicaService {
    let source = "biostudies"
    let hosts = ["www.ebi.ac.uk"]

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? parser.parse(body) { root -> [ServedRecord] in
            guard let accession = root["accno"]?.string else { return [] }
            return [
                ServedRecord(
                    key: accession.lowercased(), body: root.serialized(),
                    words: Exchanges.words(root, "attributes", "section"))
            ]
        }
        return found ?? []
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        let (path, query) = (ask.path, ask.query)
        let base = "/biostudies/api/v1"
        guard path.hasPrefix("/biostudies") else { return nil }
        if path.hasPrefix(base + "/studies/") {
            guard let study = exchanges.find(String(path.dropFirst(base.count + 9)).lowercased(), source) else {
                return Answer(status: 404, body: Array(#"{"errorMessage":"Study not found"}"#.utf8))
            }
            return Answer(status: 200, body: study.body)
        }
        guard path == base + "/search" else {
            return Answer(status: 404, body: Array(#"{"errorMessage":"Not found"}"#.utf8))
        }
        let text = query["query"] ?? ""
        let all = exchanges.records(of: source)
        let studies = text.isEmpty || text == "*:*" ? all : Exchanges.ranked(all, by: text)
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
        for study in studies.dropFirst((number - 1) * size).prefix(size) { writer.raw(study.body) }
        writer.endArray()
        writer.endObject()
        return Answer(status: 200, body: writer.bytes)
    }
}
