internal import Foundation
public import Records
internal import TOMLKit

extension Settings {
    /// Reads a configuration file over the defaults.
    ///
    /// - Throws: `Problem` of reach `run` where the file cannot be read, is not TOML, holds an unknown key or a value
    ///   of the wrong kind; its place names file and line where known.
    public init(file path: String) throws(Problem) {
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            throw Problem(
                "the configuration cannot be read", place: path,
                remedy: "name another with --config, or make it readable",
                reach: .run)
        }
        try self.init(toml: text, place: path)
    }

    /// As `init(file:)`, of a text.
    public init(toml text: String, place: String) throws(Problem) {
        self.init()
        // To the TOML parser a NUL ends the text: what follows would be passed over in silence.
        if let end = text.utf8.firstIndex(of: 0) {
            let line = text.utf8[..<end].count { $0 == UInt8(ascii: "\n") } + 1
            throw Problem(
                "the configuration is not TOML: it holds a NUL byte", place: "\(place):\(line)",
                remedy: "mend that line", reach: .run)
        }
        let table: TOMLTable
        do {
            table = try TOMLTable(string: text)
        } catch let error as TOMLParseError {
            throw Problem(
                "the configuration is not TOML: \(error.description)", place: "\(place):\(error.source.begin.line)",
                remedy: "mend that line", reach: .run)
        } catch {
            throw Problem("the configuration is not TOML: \(error)", place: place, remedy: "mend it", reach: .run)
        }
        var reader = TableReader(table: table, name: "", place: place)
        contact = try reader.string("contact")
        trust = try reader.strings("trust")
        if let sources = try reader.strings("resolveSources") { resolveSources = sources }
        if var network = try reader.table("network") {
            allowedHosts = try network.strings("allowHosts") ?? []
            if let override = try network.table("override") {
                for key in override.keys { hostOverrides[key.lowercased()] = try override.peekString(key) }
            }
            connectSeconds = try network.double("connectSeconds", 0.1...3600) ?? connectSeconds
            firstByteSeconds = try network.double("firstByteSeconds", 0.1...3600) ?? firstByteSeconds
            totalSeconds = try network.double("totalSeconds", 0.1...86_400) ?? totalSeconds
            replyBytes = try network.int("replyBytes", 1...(1 << 31)) ?? replyBytes
            tries = try network.int("tries", 1...20) ?? tries
            try network.finish()
        }
        if var cache = try reader.table("cache") {
            cacheDays = try cache.double("days", 0...36_500) ?? cacheDays
            try cache.finish()
        }
        if let hosts = try reader.table("limits") {
            for key in hosts.keys {
                guard var host = try hosts.peekTable(key) else { continue }
                limits[key.lowercased()] = HostLimit(
                    requestsPerSecond: try host.double("requestsPerSecond", 0.001...10_000) ?? 1,
                    concurrency: try host.int("concurrency", 1...256) ?? 1,
                    burst: try host.int("burst", 1...256) ?? 1,
                    interval: try host.double("interval", 0.01...86_400))
                try host.finish()
            }
        }
        if let sources = try reader.table("keys") {
            for key in sources.keys {
                guard var entry = try sources.peekTable(key) else { continue }
                if let variable = try entry.string("environment") {
                    keys[key] = .environment(variable)
                } else if let file = try entry.string("file") {
                    keys[key] = .file(file)
                }
                try entry.finish()
            }
        }
        for var entry in try reader.tables("job") {
            guard let name = try entry.string("name"), let source = try entry.string("source") else {
                throw Problem(
                    "a [[job]] lacks its name or its source", place: place,
                    remedy: "give every [[job]] a name and a source, as `ibid sources` lists them", reach: .run)
            }
            var job = Job(name: name, source: source)
            job.query = try entry.string("query")
            job.filter = try entry.string("filter")
            job.ids = try entry.strings("ids") ?? []
            job.idsFile = try entry.string("idsFile")
            if let since = try entry.string("since") {
                guard let time = Timestamp(iso8601: since) else {
                    throw Problem(
                        "job \(name): since \"\(since)\" is no date", place: place, remedy: "write it as 2026-11-01",
                        reach: .run)
                }
                job.since = time
            }
            job.limit = try entry.int("limit", 1...Int(Int32.max))
            job.rows = try entry.int("rows", 1...1000) ?? job.rows
            try entry.finish()
            jobs.append(job)
        }
        try reader.finish()
        let names = jobs.map(\.name)
        if let twice = names.first(where: { name in names.filter { $0 == name }.count > 1 }) {
            throw Problem(
                "two jobs are called \"\(twice)\"", place: place,
                remedy: "rename one: a job's place is kept by its name",
                reach: .run)
        }
    }
}

/// One TOML table, of which every key must be read by somebody.
private struct TableReader {
    let table: TOMLTable
    let name: String
    let place: String
    var read: Set<String> = []

    init(table: TOMLTable, name: String, place: String) {
        self.table = table
        self.name = name
        self.place = place
    }

    var keys: [String] { table.keys.sorted() }

    private func wrong(_ key: String, _ wanted: String) -> Problem {
        Problem(
            "\(path(key)) is no \(wanted)", place: place, remedy: "write \(path(key)) as a \(wanted)", reach: .run)
    }

    private func path(_ key: String) -> String { name.isEmpty ? key : "\(name).\(key)" }

    mutating func string(_ key: String) throws(Problem) -> String? {
        read.insert(key)
        return try peekString(key)
    }

    func peekString(_ key: String) throws(Problem) -> String? {
        guard let value = table[key] else { return nil }
        guard let string = value.string else { throw wrong(key, "string") }
        return string
    }

    mutating func strings(_ key: String) throws(Problem) -> [String]? {
        read.insert(key)
        guard let value = table[key] else { return nil }
        guard let array = value.array else { throw wrong(key, "list of strings") }
        var strings: [String] = []
        for element in array {
            guard let string = element.string else { throw wrong(key, "list of strings") }
            strings.append(string)
        }
        return strings
    }

    mutating func int(_ key: String, _ range: ClosedRange<Int>) throws(Problem) -> Int? {
        read.insert(key)
        guard let value = table[key] else { return nil }
        guard let int = value.int, range.contains(int) else {
            throw wrong(key, "whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return int
    }

    mutating func double(_ key: String, _ range: ClosedRange<Double>) throws(Problem) -> Double? {
        read.insert(key)
        guard let value = table[key] else { return nil }
        guard let double = value.double ?? value.int.map(Double.init), range.contains(double) else {
            throw wrong(key, "number from \(range.lowerBound) to \(range.upperBound)")
        }
        return double
    }

    mutating func table(_ key: String) throws(Problem) -> TableReader? {
        read.insert(key)
        return try peekTable(key)
    }

    func peekTable(_ key: String) throws(Problem) -> TableReader? {
        guard let value = table[key] else { return nil }
        guard let inner = value.table else { throw wrong(key, "table") }
        return TableReader(table: inner, name: path(key), place: place)
    }

    mutating func tables(_ key: String) throws(Problem) -> [TableReader] {
        read.insert(key)
        guard let value = table[key] else { return [] }
        guard let array = value.array else { throw wrong(key, "list of tables, [[\(key)]]") }
        var readers: [TableReader] = []
        for element in array {
            guard let inner = element.table else { throw wrong(key, "list of tables, [[\(key)]]") }
            readers.append(TableReader(table: inner, name: path(key), place: place))
        }
        return readers
    }

    /// - Throws: `Problem` for the first key that nobody read.
    func finish() throws(Problem) {
        guard let unknown = keys.first(where: { !read.contains($0) }) else { return }
        let near = read.sorted().min { distance($0, unknown) < distance($1, unknown) }
        let hint = near.flatMap { distance($0, unknown) <= 3 ? "did you mean \"\($0)\"?" : nil }
        throw Problem(
            "unknown key \"\(path(unknown))\"", place: place,
            remedy: hint ?? "known here: \(read.sorted().joined(separator: ", "))",
            reach: .run)
    }

    /// Levenshtein distance, the textbook way: keys are short and few.
    private func distance(_ a: String, _ b: String) -> Int {
        let x = Array(a.lowercased())
        let y = Array(b.lowercased())
        var row = Array(0...y.count)
        for i in 0..<x.count {
            var diagonal = row[0]
            row[0] = i + 1
            for j in 0..<y.count {
                let cost = min(row[j] + 1, row[j + 1] + 1, diagonal + (x[i] == y[j] ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = cost
            }
        }
        return row[y.count]
    }
}
