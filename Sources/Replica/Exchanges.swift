internal import Formats
internal import Foundation

/// One recorded reply, as a folder's `index.jsonl` lists it.
struct Exchange: Sendable {
    var source: String
    var method: String
    var url: String
    var status: Int
    var contentType: String
    var location: String?
    var bodyPath: String
}

/// A record that replies hold, for answers that nobody recorded as such.
struct ServedRecord: Sendable {
    /// DOI or accession in lower case.
    var key: String
    var json: [UInt8]
    /// Seconds since 1970 of the source's last indexing or update; 0 where it does not say.
    var indexed: Int64
    /// Folded words of title and authors, for searches.
    var words: Set<String>
}

/// The recorded exchanges of some folders, and the records in them.
struct Exchanges: Sendable {
    private(set) var byRequest: [String: Exchange] = [:]
    private(set) var crossref: [ServedRecord] = []
    private(set) var datacite: [ServedRecord] = []
    private(set) var biostudies: [ServedRecord] = []

    /// - Throws: Where a folder has no readable `index.jsonl`.
    init(folders: [String]) throws {
        let parser = JSONParser()
        var works: [String: ServedRecord] = [:]
        var dois: [String: ServedRecord] = [:]
        var studies: [String: ServedRecord] = [:]
        for folder in folders {
            let index = try String(contentsOfFile: folder + "/index.jsonl", encoding: .utf8)
            for line in index.split(separator: "\n") {
                let exchange: Exchange? = try parser.parse(Array(line.utf8)) { entry in
                    guard let url = entry["url"]?.string, let body = entry["body"]?.string else { return nil }
                    return Exchange(
                        source: entry["source"]?.string ?? "", method: entry["method"]?.string ?? "GET", url: url,
                        status: entry["status"]?.int ?? 200,
                        contentType: entry["content_type"]?.string ?? "application/json",
                        location: entry["headers"]?["location"]?.string, bodyPath: folder + "/" + body)
                }
                guard let exchange else { continue }
                if exchange.status != 0 {
                    byRequest[Self.key(method: exchange.method, url: exchange.url)] =
                        byRequest[Self.key(method: exchange.method, url: exchange.url)] ?? exchange
                }
                guard exchange.status < 300, ["crossref", "datacite", "biostudies"].contains(exchange.source),
                    let data = FileManager.default.contents(atPath: exchange.bodyPath)
                else { continue }
                // A body that is no JSON holds no records: XML replies are served as they are.
                try? parser.parse([UInt8](data)) { root in
                    switch exchange.source {
                    case "crossref":
                        guard let message = root["message"] else { return }
                        for item in message["items"]?.elements ?? message.elements {
                            guard let doi = item["DOI"]?.string?.lowercased(), item["type"] != nil else { continue }
                            let indexed = (item["indexed"]?["timestamp"]?.int).map { Int64($0 / 1000) } ?? 0
                            works[doi] = ServedRecord(
                                key: doi, json: item.serialized(), indexed: indexed,
                                words: Self.words(item, "title", "author"))
                        }
                    case "datacite":
                        for item in root["data"]?.elements ?? root.elements where item["attributes"]?["doi"] != nil {
                            guard let doi = item["attributes"]?["doi"]?.string?.lowercased() else { continue }
                            let updated = item["attributes"]?["updated"]?.string.flatMap(Self.seconds) ?? 0
                            dois[doi] = ServedRecord(
                                key: doi, json: item.serialized(), indexed: updated,
                                words: item["attributes"].map { Self.words($0, "titles", "creators") } ?? [])
                        }
                    default:
                        if let accession = root["accno"]?.string {
                            studies[accession.lowercased()] = ServedRecord(
                                key: accession.lowercased(), json: root.serialized(), indexed: 0,
                                words: Self.words(root, "attributes", "section"))
                        }
                    }
                }
            }
        }
        crossref = works.values.sorted { $0.key < $1.key }
        datacite = dois.values.sorted { $0.key < $1.key }
        biostudies = studies.values.sorted { $0.key < $1.key }
    }

    /// Method, host, path and query items in alphabetical order, percent-decoded once; `mailto` left out.
    static func key(method: String, url: String) -> String {
        let rest = url.range(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let items =
            parts.count > 1 ? parts[1].split(separator: "&").map { $0.removingPercentEncoding ?? String($0) } : []
        let path = parts[0].removingPercentEncoding ?? String(parts[0])
        return
            "\(method) \(path.hasSuffix("/") ? String(path.dropLast()) : path)?\(items.filter { !$0.hasPrefix("mailto=") }.sorted().joined(separator: "&"))"
    }

    private static func words(_ value: JSONValue, _ keys: StaticString...) -> Set<String> {
        var text = ""
        func collect(_ value: JSONValue, _ depth: Int) {
            if depth > 8 { return }
            if let string = value.string { text += " " + string }
            if value.kind == .array { for element in value.elements { collect(element, depth + 1) } }
            if value.kind == .object { for (_, member) in value.members { collect(member, depth + 1) } }
        }
        for key in keys { if let member = value[key] { collect(member, 0) } }
        return words(of: text)
    }

    static func words(of text: String) -> Set<String> {
        Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count > 2 }.map(String.init))
    }

    static func seconds(_ iso: String) -> Int64? {
        let formatter = ISO8601DateFormatter()
        if let date = formatter.date(from: iso) { return Int64(date.timeIntervalSince1970) }
        formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        if let date = formatter.date(from: iso) { return Int64(date.timeIntervalSince1970) }
        formatter.formatOptions = [.withFullDate]
        return formatter.date(from: String(iso.prefix(10))).map { Int64($0.timeIntervalSince1970) }
    }
}
