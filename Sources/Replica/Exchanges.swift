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
    /// In the service's own format.
    var body: [UInt8]
    /// Seconds since 1970 of the source's last indexing or update; 0 where it does not say.
    var indexed: Int64 = 0
    /// Folded words of title and authors, for searches.
    var words: Set<String> = []
    /// Other identifiers by which it may be asked for, lower case: `pmid:31`.
    var aliases: [String] = []
}

/// The recorded exchanges of some folders, and the records in them.
struct Exchanges: Sendable {
    private(set) var byRequest: [String: Exchange] = [:]
    /// By source, sorted by key.
    private var records: [String: [ServedRecord]] = [:]
    private var aliases: [String: [String: Int]] = [:]

    /// - Throws: Where a folder has no readable `index.jsonl`.
    init(folders: [String]) throws {
        let parser = JSONParser()
        var found: [String: [String: ServedRecord]] = [:]
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
                guard exchange.status < 300,
                    let service = ReplicaServices.all.first(where: { $0.source == exchange.source }),
                    let data = FileManager.default.contents(atPath: exchange.bodyPath)
                else { continue }
                for record in service.records(in: [UInt8](data), parser: parser) {
                    found[exchange.source, default: [:]][record.key] = record
                }
            }
        }
        for (source, byKey) in found {
            let sorted = byKey.values.sorted { $0.key < $1.key }
            records[source] = sorted
            for (index, record) in sorted.enumerated() {
                for alias in record.aliases { aliases[source, default: [:]][alias] = index }
            }
        }
    }

    /// All records of a source, sorted by key.
    func records(of source: String) -> [ServedRecord] { records[source] ?? [] }

    /// The record of that key or alias.
    func find(_ key: String, _ source: String) -> ServedRecord? {
        let records = records(of: source)
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if records[middle].key < key { low = middle + 1 } else { high = middle }
        }
        if low < records.count, records[low].key == key { return records[low] }
        return aliases[source]?[key].map { records[$0] }
    }

    /// Those that share a word with the text, rare words counting for more, then by key.
    static func ranked(_ records: [ServedRecord], by text: String) -> [ServedRecord] {
        let wanted = words(of: text)
        var counts: [String: Int] = [:]
        for record in records { for word in record.words.intersection(wanted) { counts[word, default: 0] += 1 } }
        var hits: [(record: ServedRecord, weight: Double)] = []
        for record in records {
            let shared = record.words.intersection(wanted)
            guard !shared.isEmpty else { continue }
            let weight = shared.sorted().reduce(0) { $0 + log(Double(records.count + 1) / Double(counts[$1] ?? 1)) }
            hits.append((record, weight))
        }
        hits.sort { a, b in a.weight != b.weight ? a.weight > b.weight : a.record.key < b.record.key }
        return hits.map(\.record)
    }

    /// Method, host, path and query items in alphabetical order, percent-decoded once; the user's address left out.
    static func key(method: String, url: String) -> String {
        let rest = url.range(of: "://").map { url[$0.upperBound...] } ?? url[...]
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let items =
            parts.count > 1 ? parts[1].split(separator: "&").map { $0.removingPercentEncoding ?? String($0) } : []
        let path = parts[0].removingPercentEncoding ?? String(parts[0])
        return
            "\(method) \(path.hasSuffix("/") ? String(path.dropLast()) : path)?\(items.filter { !$0.hasPrefix("mailto=") && !($0.hasPrefix("email=") && path.contains("ncbi")) }.sorted().joined(separator: "&"))"
    }

    /// A form's items, percent-decoded.
    static func items(_ form: String) -> [String: String] {
        var items: [String: String] = [:]
        for item in form.split(separator: "&") {
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map {
                $0.replacingOccurrences(of: "+", with: "%20").removingPercentEncoding ?? String($0)
            }
            items[parts[0]] = parts.count > 1 ? parts[1] : ""
        }
        return items
    }

    static func words(_ value: JSONValue, _ keys: StaticString...) -> Set<String> {
        var text = ""
        func collect(_ value: JSONValue, _ depth: Int) {
            if depth > 8 { return }
            if let string = value.text { text += " " + string }
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
