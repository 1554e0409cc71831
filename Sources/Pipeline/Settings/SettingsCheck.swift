internal import DedupEngine
internal import Fetchers
internal import Foundation
internal import Records
internal import Transfer

extension SettingsReading {
    /// Every mistake and every note, in the order of the file: what is wrong with the text, and what it names that is not
    /// there. Nothing is asked over the network, nothing is written.
    ///
    /// - Parameter environment: Where the variables that hold keys are looked for.
    public func remarks(environment: [String: String]) -> [SettingsRemark] {
        var check = SettingsCheck(reading: self, environment: environment)
        check.run()
        return (mistakes + check.remarks).enumerated().sorted { a, b in
            (a.element.line ?? 0, a.element.column ?? 0, a.offset)
                < (b.element.line ?? 0, b.element.column ?? 0, b.offset)
        }.map(\.element)
    }
}

/// Holds settings against the sources there are, the files they name and the environment.
private struct SettingsCheck {
    let reading: SettingsReading
    let environment: [String: String]
    var remarks: [SettingsRemark] = []

    private var settings: Settings { reading.settings }
    private let sources = SourceRegistry.all.map(\.card.id)
    private let hosts = Set(SourceRegistry.all.flatMap(\.card.hosts).map { $0.lowercased() })

    init(reading: SettingsReading, environment: [String: String]) {
        self.reading = reading
        self.environment = environment
    }

    mutating func run() {
        checkContact()
        checkSourceLists()
        checkHosts()
        for source in settings.keys.keys.sorted() { checkKey(of: source) }
        for (job, path) in zip(settings.jobs, reading.jobPaths) { check(job, path) }
    }

    private mutating func add(_ what: String, at path: [TOMLOutline.Step], remedy: String, isNote: Bool = false) {
        remarks.append(
            SettingsRemark(
                what, in: reading.place, at: reading.outline.position(of: path), remedy: remedy, isNote: isNote))
    }

    private mutating func add(_ what: String, at keys: String..., remedy: String, isNote: Bool = false) {
        add(what, at: keys.map { .key($0) }, remedy: remedy, isNote: isNote)
    }

    private mutating func isSource(_ id: String, at path: [TOMLOutline.Step]) -> Bool {
        if sources.contains(id) { return true }
        add("there is no source \"\(id)\"", at: path, remedy: NearWords.remedy(for: id, among: sources))
        return false
    }

    // MARK: Values

    private mutating func checkContact() {
        guard let contact = settings.contact else { return }
        // Enough to tell an address from a name or a page; whether it is reached only a letter would tell.
        if contact.wholeMatch(of: /[^\s@<>,;"()]+@[^\s@<>,;"().]+(?:\.[^\s@<>,;"().]+)+/) == nil {
            add(
                "contact is no e-mail address: it is \"\(contact.prefix(60))\"", at: "contact",
                remedy: "write the address alone, as you@example.org")
        }
    }

    private mutating func checkSourceLists() {
        var lists = [(["trust"], settings.trust ?? []), (["resolveSources"], settings.resolveSources)]
        for field in Field.allCases {
            lists.append((["survivorship", field.rawValue, "sources"], settings.survivorship[field]?.sources ?? []))
        }
        for (keys, ids) in lists where !ids.isEmpty {
            let list = keys.map { TOMLOutline.Step.key($0) }
            let key = keys.joined(separator: ".")
            // The defaults are not the user's to mend.
            guard reading.outline.position(of: list) != nil else { continue }
            var seen: Set<String> = []
            for (index, id) in ids.enumerated() {
                let path = list + [.index(index)]
                // An empty one stands for what is no string.
                guard !id.isEmpty, isSource(id, at: path) else { continue }
                if !seen.insert(id).inserted {
                    add("\(key) names \"\(id)\" twice", at: path, remedy: "name it once", isNote: true)
                }
            }
        }
    }

    private mutating func checkHosts() {
        for (index, host) in settings.allowedHosts.enumerated()
        where host.contains(where: { $0 == "/" || $0 == "@" || $0.isWhitespace }) {
            add(
                "network.allowHosts: \"\(host)\" is no host", at: [.key("network"), .key("allowHosts"), .index(index)],
                remedy: "write the host alone, as localhost or 127.0.0.1:8080")
        }
        for (host, base) in settings.hostOverrides.sorted(by: { $0.key < $1.key }) {
            let path = path(toHost: host, under: [.key("network"), .key("override")])
            let url = URL(string: base)
            let isWeb = ["http", "https"].contains(url?.scheme?.lowercased())
            if !isWeb || url?.host?.isEmpty ?? true || base.contains(where: \.isWhitespace) {
                add(
                    "network.override: \"\(base.prefix(60))\" is no URL of http or https", at: path,
                    remedy: "write it as http://127.0.0.1:8080")
            }
            checkKnown(host, at: path, "network.override")
        }
        for host in settings.limits.keys.sorted() {
            checkKnown(host, at: path(toHost: host, under: [.key("limits")]), "limits")
        }
    }

    /// Settings keep hosts in lower case; the text has them as written.
    private func path(toHost host: String, under table: [TOMLOutline.Step]) -> [TOMLOutline.Step] {
        let written = reading.outline.positions.keys.first { path in
            guard path.count == table.count + 1, path.starts(with: table), case .key(let key)? = path.last else {
                return false
            }
            return key.lowercased() == host
        }
        return written ?? table
    }

    /// A host that no source is asked at may be one that a source links to.
    private mutating func checkKnown(_ host: String, at path: [TOMLOutline.Step], _ key: String) {
        guard !hosts.contains(host) else { return }
        add(
            "\(key): no source is asked at \"\(host)\"", at: path,
            remedy: NearWords.nearest(to: host, among: hosts).map { "did you mean \"\($0)\"?" }
                ?? "`ibid sources` lists the hosts", isNote: true)
    }

    // MARK: Keys

    private mutating func checkKey(of source: String) {
        let path: [TOMLOutline.Step] = [.key("keys"), .key(source)]
        guard isSource(source, at: path), let reference = settings.keys[source] else { return }
        switch reference {
        case .environment(let variable):
            let inner = path + [.key("environment")]
            if reading.outline.positions[path + [.key("file")]] != nil {
                add(
                    "keys.\(source) names both a variable and a file: the file is passed over", at: path,
                    remedy: "keep one of them")
            }
            // What is no name may be the key itself: it is not repeated.
            if variable.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil {
                add(
                    "keys.\(source).environment is no name of a variable", at: inner,
                    remedy: "write the name of the variable that holds the key, never the key")
            } else if environment[variable]?.isEmpty ?? true {
                add(
                    "keys.\(source).environment names a variable that is not set: \(source) is asked without a key",
                    at: inner, remedy: "set the variable where ibid runs", isNote: true)
            }
        case .file(let file):
            do throws(TransferFailure) {
                _ = try Credentials.secret(file: file)
            } catch {
                add("keys.\(source).file \(file): \(error.what)", at: path + [.key("file")], remedy: remedy(file))
            }
        }
    }

    private func remedy(_ file: String) -> String {
        if file.hasPrefix("~") { return "write the whole path: ~ stands for no folder here" }
        return file.hasPrefix("/") ? "mend the path or the file" : "mend the file, or write its whole path"
    }

    // MARK: Jobs

    private mutating func check(_ job: Settings.Job, _ path: [TOMLOutline.Step]) {
        func at(_ key: String) -> [TOMLOutline.Step] { path + [.key(key)] }
        if job.name.isEmpty { add("a [[job]] has an empty name", at: at("name"), remedy: "name it") }
        var job = job
        if let file = job.idsFile {
            var status = stat()
            if stat(file, &status) != 0 || status.st_mode & S_IFMT == S_IFDIR || access(file, R_OK) != 0 {
                add("job \"\(job.name)\": idsFile \(file) cannot be read", at: at("idsFile"), remedy: remedy(file))
            }
        }
        let given = ["query", "filter"].filter { reading.outline.positions[at($0)] != nil }
        let isLookup = !job.ids.isEmpty || job.idsFile != nil
        for key in isLookup ? given : Array(given.dropFirst()) {
            add(
                "job \"\(job.name)\": \(key) is passed over where \(isLookup ? "identifiers are" : "query is") given",
                at: at(key), remedy: "make it a job of its own", isNote: true)
        }
        guard isSource(job.source, at: at("source")), let source = SourceRegistry.source(job.source) else { return }
        if source.card.requestsPerSecond == nil {
            add(
                "job \"\(job.name)\": \(job.source) is never asked over the network", at: at("source"),
                remedy: "bring its files with `ibid import --source \(job.source)`")
            return
        }
        // What the file holds is the harvest's to tell.
        job.idsFile = nil
        if isLookup {
            for (index, id) in job.ids.enumerated() {
                job.ids = [id]
                for problem in (try? walk(job, source).unasked()) ?? [] {
                    add(problem.what, at: at("ids") + [.index(index)], remedy: problem.remedy)
                }
            }
        } else if (try? walk(job, source).steps().isEmpty) ?? true {
            add(
                "job \"\(job.name)\": \(job.source) cannot answer what the job asks",
                at: given.first.map(at) ?? path, remedy: remedy(for: source, job))
        }
    }

    private func walk(_ job: Settings.Job, _ source: any Source) -> HarvestWalk {
        HarvestWalk(job: job, source: source, stored: nil, since: nil, isOffline: true)
    }

    /// What a source can be asked for, found by asking it.
    private func remedy(for source: any Source, _ job: Settings.Job) -> String {
        var ways: [String] = []
        if source.request(for: .changes(since: nil, until: nil, filter: "", rows: job.rows)) != nil {
            ways.append("neither query nor ids")
        }
        if source.request(for: .search("words", rows: job.rows)) != nil { ways.append("query") }
        ways.append("ids")
        return "give it \(ways.joined(separator: " or "))"
    }
}
