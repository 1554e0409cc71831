internal import Export
internal import Foundation
public import Records
internal import TOMLKit

/// Something to say of a configuration: a mistake, or a note on what is no mistake and may surprise.
public struct SettingsRemark: Sendable, Equatable {
    /// Its place is file, line and column, as far as they are known.
    public var problem: Problem
    /// From 1.
    public var line: Int?
    /// From 1, in code points.
    public var column: Int?
    public var isNote: Bool

    init(
        _ what: String, in place: String, at position: TOMLOutline.Position?, remedy: String, isNote: Bool = false
    ) {
        problem = Problem(
            what, place: position.map { "\(place):\($0.line):\($0.column)" } ?? place, remedy: remedy,
            reach: isNote ? .source : .run)
        line = position?.line
        column = position?.column
        self.isNote = isNote
    }
}

/// A configuration as read: what could be understood, and every mistake in it.
public struct SettingsReading: Sendable {
    /// The defaults, where the file says nothing or nothing that can be read.
    public internal(set) var settings = Settings()
    /// What is wrong with the text itself, in its order; `remarks()` looks further.
    public internal(set) var mistakes: [SettingsRemark] = []
    let place: String
    let outline: TOMLOutline
    /// Where each of `settings.jobs` stands.
    var jobPaths: [[TOMLOutline.Step]] = []
    var asked: [String: String] = [:]
}

extension Settings {
    /// Bytes of a configuration file.
    static let mostBytes = 1 << 20

    /// Reads a configuration file over the defaults.
    ///
    /// - Throws: `Problem` of reach `run`, the first of those that `read(file:)` names.
    public init(file path: String) throws(Problem) { self = try Self.first(Self.read(file: path)) }

    /// As `init(file:)`, of a text.
    public init(toml text: String, place: String) throws(Problem) {
        self = try Self.first(Self.read(toml: text, place: place))
    }

    private static func first(_ reading: SettingsReading) throws(Problem) -> Settings {
        if let mistake = reading.mistakes.first { throw mistake.problem }
        return reading.settings
    }

    /// Reads a configuration file over the defaults and names every mistake: a file that cannot be read, what is not
    /// TOML, unknown keys, values of the wrong kind or out of their range.
    ///
    /// - Parameter path: `-` for stdin.
    public static func read(file path: String) -> SettingsReading {
        func unreadable(_ what: String) -> SettingsReading {
            var reading = SettingsReading(place: path, outline: TOMLOutline(""))
            reading.mistakes = [
                SettingsRemark(
                    "the configuration \(what)", in: path, at: nil,
                    remedy: "name another with --config, or make it readable")
            ]
            return reading
        }
        let handle = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let handle, let data = try? handle.read(upToCount: mostBytes + 1) ?? Data() else {
            return unreadable("cannot be read")
        }
        if data.count > mostBytes { return unreadable("has more than \(mostBytes) bytes") }
        guard let text = String(data: data, encoding: .utf8) else { return unreadable("is not UTF-8") }
        return read(toml: text, place: path == "-" ? "stdin" : path)
    }

    /// As `read(file:)`, of a text.
    public static func read(toml text: String, place: String) -> SettingsReading {
        let log = SettingsLog(place: place, outline: TOMLOutline(text))
        let table = table(of: text, log)
        var reading = SettingsReading(place: place, outline: log.outline)
        reading.read(SettingsReader(table: table, log: log))
        reading.asked = log.asked
        // In the order of the file; what has no line comes first.
        reading.mistakes = log.mistakes.enumerated().sorted { a, b in
            (a.element.line ?? 0, a.element.column ?? 0, a.offset)
                < (b.element.line ?? 0, b.element.column ?? 0, b.offset)
        }.map(\.element)
        return reading
    }

    /// The table that a text holds without the statements that are not TOML, of which at most twenty are named.
    private static func table(of text: String, _ log: SettingsLog) -> TOMLTable {
        var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
        /// - Returns: False where nothing was left to clear.
        @discardableResult
        func clear(_ line: Int) -> Bool {
            let stretch = log.outline.stretch(around: line).clamped(to: 1...max(1, lines.count))
            defer { for line in stretch { lines[line - 1] = "" } }
            return stretch.contains { !lines[$0 - 1].isEmpty }
        }
        for (index, line) in lines.enumerated() where line.utf8.contains(0) {
            // To the TOML parser a NUL ends the text: what follows would be passed over in silence.
            log.add(
                "the configuration is not TOML: it holds a NUL byte", at: .init(line: index + 1, column: 1),
                remedy: "mend that line")
            lines[index] = ""
        }
        for (line, refusal) in log.outline.refused.sorted(by: { $0.key < $1.key }) {
            log.add("the configuration is not TOML: \(refusal.rule)", at: refusal.position, remedy: "mend that line")
            clear(line)
        }
        for _ in 0..<20 {
            do {
                return try TOMLTable(string: lines.joined(separator: "\n"))
            } catch let error as TOMLParseError {
                let begin = error.source.begin
                log.add(
                    "the configuration is not TOML: \(error.description)",
                    at: .init(line: begin.line, column: begin.column), remedy: "mend that line")
                guard clear(begin.line) else { return TOMLTable() }
            } catch {
                log.add("the configuration is not TOML: \(error)", at: nil, remedy: "mend it")
                return TOMLTable()
            }
        }
        return TOMLTable()
    }

    /// Every key that a configuration may hold → what must stand there, `number from 0 to 36500`; `*` stands for a name of
    /// the user's own.
    public static let knownKeys: [String: String] = read(toml: Settings.exampleInUse, place: examplePlace).asked
}

extension SettingsReading {
    mutating func read(_ root: SettingsReader) {
        var reader = root
        settings.contact = reader.string("contact")
        settings.trust = reader.strings("trust")
        if let fields = reader.table("survivorship") { read(survivorship: fields) }
        if let sources = reader.strings("resolveSources") { settings.resolveSources = sources }
        settings.resolveSeconds = reader.double("resolveSeconds", 0.1...3600) ?? settings.resolveSeconds
        if let template = reader.string("citationKeys") {
            do throws(Problem) {
                _ = try CitationKeyTemplate(template)
                settings.citationKeys = template
            } catch {
                reader.wrong("citationKeys", error.what, remedy: error.remedy)
            }
        }
        if let network = reader.table("network") { read(network: network) }
        if var cache = reader.table("cache") {
            settings.cacheDays = cache.double("days", 0...36_500) ?? settings.cacheDays
            cache.finish()
        }
        if let hosts = reader.table("limits") {
            for key in hosts.keys {
                guard var host = hosts.peekTable(key) else { continue }
                settings.limits[key.lowercased()] = Settings.HostLimit(
                    requestsPerSecond: host.double("requestsPerSecond", 0.001...10_000) ?? 1,
                    concurrency: host.int("concurrency", 1...256) ?? 1,
                    burst: host.int("burst", 1...256) ?? 1,
                    interval: host.double("interval", 0.01...86_400))
                host.finish()
            }
        }
        if let sources = reader.table("keys") {
            for key in sources.keys {
                guard let entry = sources.peekTable(key) else { continue }
                read(key: entry, of: key)
            }
        }
        var names: Set<String> = []
        for job in reader.tables("job") { read(job: job, &names) }
        reader.finish()
    }

    private mutating func read(network: SettingsReader) {
        var network = network
        settings.allowedHosts = network.strings("allowHosts") ?? []
        if let override = network.table("override") {
            for key in override.keys { settings.hostOverrides[key.lowercased()] = override.peekString(key) }
        }
        settings.connectSeconds = network.double("connectSeconds", 0.1...3600) ?? settings.connectSeconds
        settings.firstByteSeconds = network.double("firstByteSeconds", 0.1...3600) ?? settings.firstByteSeconds
        settings.totalSeconds = network.double("totalSeconds", 0.1...86_400) ?? settings.totalSeconds
        settings.replyBytes = network.int("replyBytes", 1...(1 << 31)) ?? settings.replyBytes
        settings.tries = network.int("tries", 1...20) ?? settings.tries
        network.finish()
    }

    private mutating func read(key: SettingsReader, of source: String) {
        var entry = key
        let (variable, file) = (entry.string("environment"), entry.string("file"))
        if let variable {
            settings.keys[source] = .environment(variable)
        } else if let file {
            settings.keys[source] = .file(file)
        }
        entry.finish()
    }

    private mutating func read(job: SettingsReader, _ names: inout Set<String>) {
        var entry = job
        let (name, source) = (entry.string("name"), entry.string("source"))
        let title = name.map { "job \"\($0)\"" } ?? "a [[job]]"
        for (key, value) in [("name", name), ("source", source)] where value == nil && entry.table[key] == nil {
            entry.log.add(
                "\(title) lacks its \(key)", at: entry.path,
                remedy: "give every [[job]] a name and a source, as `ibid sources` lists them")
        }
        if let name, !names.insert(name).inserted {
            entry.wrong(
                "name", "two jobs are called \"\(name)\"", remedy: "rename one: a job's place is kept by its name")
        }
        var job = Settings.Job(name: name ?? "", source: source ?? "")
        job.query = entry.string("query")
        job.filter = entry.string("filter")
        job.ids = entry.strings("ids") ?? []
        job.idsFile = entry.string("idsFile")
        if let since = entry.string("since") {
            job.since = Timestamp(iso8601: since)
            if job.since == nil {
                entry.wrong("since", "\(title): since \"\(since)\" is no date", remedy: "write it as 2026-11-01")
            }
        }
        job.limit = entry.int("limit", 1...Int(Int32.max))
        job.rows = entry.int("rows", 1...1000) ?? job.rows
        entry.finish()
        guard name != nil, source != nil else { return }
        settings.jobs.append(job)
        jobPaths.append(entry.path)
    }
}
