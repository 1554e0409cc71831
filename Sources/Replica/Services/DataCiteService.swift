internal import Formats
internal import Foundation

struct DataCiteService: ReplicaService {
    let source = "datacite"
    let hosts = ["api.datacite.org"]

    func records(in body: [UInt8], parser: JSONParser) -> [ServedRecord] {
        let found = try? parser.parse(body) { root in
            (root["data"]?.elements ?? root.elements).compactMap { item -> ServedRecord? in
                guard let attributes = item["attributes"], let doi = attributes["doi"]?.string?.lowercased() else {
                    return nil
                }
                return ServedRecord(
                    key: doi, body: item.serialized(),
                    indexed: attributes["updated"]?.string.flatMap(Exchanges.seconds) ?? 0,
                    words: Exchanges.words(attributes, "titles", "creators", "publicationYear"))
            }
        }
        return found ?? []
    }

    func answer(_ ask: Ask, _ exchanges: Exchanges) -> Answer? {
        let (path, query) = (ask.path, ask.query)
        if path.hasPrefix("/dois/") {
            guard let record = exchanges.find(String(path.dropFirst(6)).lowercased(), source) else {
                return Answer(
                    status: 404,
                    body: Array(
                        #"{"errors":[{"status":"404","title":"The resource you are looking for doesn't exist."}]}"#.utf8
                    ))
            }
            return Answer(status: 200, body: Array(#"{"data":"#.utf8) + record.body + [UInt8(ascii: "}")])
        }
        var records = exchanges.records(of: source)
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
                records = Exchanges.ranked(records, by: text)
            }
        }
        let size = min(max(Int(query["page[size]"] ?? "") ?? 25, 1), 1000)
        let start = (Int(query["page[cursor]"] ?? "1") ?? 1) - 1
        let page = records.dropFirst(max(0, start)).prefix(size)
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("data")
        writer.beginArray()
        for record in page { writer.raw(record.body) }
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
}
