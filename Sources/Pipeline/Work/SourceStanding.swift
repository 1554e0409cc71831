internal import Fetchers
internal import Formats
internal import Foundation
internal import Records
internal import Transfer

/// What there is to tell of the sources: limits, keys, how their hosts are.
extension House {
    private struct Host {
        var name: String
        var pace: Pace
        var standing: HostStanding?
    }

    private struct Key {
        /// `notNeeded`, `set`, `missing`, `fileSound`, `fileUnreadable`.
        var state: String
        var text: String
    }

    private func hosts(of card: SourceCard) -> [Host] {
        let (paces, names) = (paces(), ledgerNames)
        return card.hosts.map { host in
            Host(
                name: host, pace: paces[host] ?? Pace(requestsPerSecond: 1, concurrency: 1),
                standing: HostStanding(
                    of: names[host] ?? names["*"].map { host + $0.dropFirst() } ?? host, folder: places.state))
        }
    }

    private func key(of card: SourceCard) -> Key {
        func variable(_ name: String) -> Key {
            let isSet = ProcessInfo.processInfo.environment[name]?.isEmpty == false
            return Key(state: isSet ? "set" : "missing", text: isSet ? "\(name) set" : "\(name) missing")
        }
        switch settings.keys[card.id] {
        case .environment(let name): return variable(name)
        case .file(let path):
            let isSound = (try? Credentials.secret(file: path)) != nil
            return Key(
                state: isSound ? "fileSound" : "fileUnreadable", text: isSound ? "file sound" : "file unreadable")
        case nil: return card.keyVariable.map(variable) ?? Key(state: "notNeeded", text: "not needed")
        }
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e9 ? String(Int(value)) : String((value * 1000).rounded() / 1000)
    }

    private static func time(_ seconds: Int64?) -> String? {
        seconds.map { String(Timestamp(seconds: $0).iso8601.prefix(16)).replacingOccurrences(of: "T", with: " ") }
    }

    /// What is out of the ordinary with a host; nil where nothing is.
    private static func remark(_ host: Host) -> String? {
        guard let standing = host.standing else { return nil }
        var remarks: [String] = []
        if let time = time(standing.failingUntil), let cause = standing.failingBecause {
            remarks.append("not asked before \(time): \(cause)")
        }
        if let time = time(standing.pausedUntil) { remarks.append("asked to be left alone until \(time)") }
        if let left = standing.budgetRemaining, let time = time(standing.budgetRenews) {
            let amount = standing.isMoney ? "$\(number(left))" : "\(number(left)) requests"
            let whole = standing.budgetLimit.map { " of \(standing.isMoney ? "$" : "")\(number($0))" } ?? ""
            remarks.append("\(standing.isUsedUp ? "used up, " : "")\(amount)\(whole) left until \(time)")
        }
        if standing.share < 1 { remarks.append("slowed to \(number(standing.share * 100)) % of its pace") }
        if let taught = standing.taughtRequestsPerSecond, taught < host.pace.requestsPerSecond {
            remarks.append("its replies allow \(number(taught))/s")
        }
        if let taught = standing.taughtConcurrency, taught < host.pace.concurrency {
            remarks.append("its replies allow \(taught) at once")
        }
        return remarks.isEmpty ? nil : "\(host.name): " + remarks.joined(separator: "; ")
    }

    /// A table of at most 100 columns; what is out of the ordinary stands under its source.
    public func sourceLines() -> [String] {
        func pad(_ text: String, _ width: Int) -> String {
            text.count < width ? text + String(repeating: " ", count: width - text.count) : text + " "
        }
        var lines = [pad("source", 16) + pad("asked at most", 19) + pad("last success", 18) + "key"]
        for source in SourceRegistry.all {
            let card = source.card
            let hosts = hosts(of: card)
            let pace =
                card.requestsPerSecond == nil
                ? "never"
                : hosts.first.map { "\(Self.number($0.pace.requestsPerSecond))/s, \($0.pace.concurrency) at once" }
                    ?? ""
            let success = Self.time(hosts.compactMap(\.standing?.lastSuccess).max()) ?? "–"
            lines.append(pad(card.id, 16) + pad(pace, 19) + pad(success, 18) + String(key(of: card).text.prefix(46)))
            lines += Self.wrapped("\(card.name): \(card.coverage). Licence: \(card.licence).")
            for host in hosts { if let remark = Self.remark(host) { lines += Self.wrapped(remark) } }
        }
        return lines
    }

    /// Words in indented lines of at most 100 columns.
    private static func wrapped(_ text: String) -> [String] {
        var lines: [String] = []
        var line = "   "
        for word in text.split(separator: " ") {
            if line.count + 1 + word.count > 100, line.count > 3 {
                lines.append(line)
                line = "   "
            }
            line += " " + word
        }
        return lines + [line]
    }

    public func sourcesJSON() -> [UInt8] {
        var writer = JSONWriter()
        func number(_ name: String, _ value: Double?) {
            guard let value else { return }
            writer.key(name)
            writer.double(value)
        }
        func moment(_ name: String, _ seconds: Int64?) {
            writer.member(name, seconds.map { Timestamp(seconds: $0).iso8601 })
        }
        for source in SourceRegistry.all {
            let card = source.card
            let hosts = hosts(of: card)
            writer.beginObject()
            writer.member("id", card.id)
            writer.member("name", card.name)
            writer.member("documentation", card.documentation)
            writer.member("hosts", card.hosts)
            number("requestsPerSecond", card.requestsPerSecond)
            writer.member("concurrency", card.concurrency)
            writer.member("batchSize", card.batchSize)
            writer.member("keyVariable", card.keyVariable)
            writer.member("keyState", key(of: card).state)
            writer.member("licence", card.licence)
            writer.member("coverage", card.coverage)
            moment("lastSuccess", hosts.compactMap(\.standing?.lastSuccess).max())
            writer.key("limits")
            writer.beginArray()
            for host in hosts {
                let standing = host.standing
                writer.beginObject()
                writer.member("host", host.name)
                number("requestsPerSecond", host.pace.requestsPerSecond)
                writer.member("concurrency", host.pace.concurrency)
                writer.member("burst", host.pace.burst)
                number("interval", host.pace.interval)
                number("taughtRequestsPerSecond", standing?.taughtRequestsPerSecond)
                writer.member("taughtConcurrency", standing?.taughtConcurrency)
                number("share", standing.flatMap { $0.share < 1 ? $0.share : nil })
                moment("pausedUntil", standing?.pausedUntil)
                moment("failingUntil", standing?.failingUntil)
                writer.member("failingBecause", standing?.failingBecause)
                number("budgetRemaining", standing?.budgetRemaining)
                number("budgetLimit", standing?.budgetLimit)
                if let standing, standing.budgetRenews != nil {
                    writer.member("budgetUnit", standing.isMoney ? "USD" : "requests")
                    writer.key("budgetIsUsedUp")
                    writer.bool(standing.isUsedUp)
                }
                moment("budgetRenews", standing?.budgetRenews)
                moment("lastSuccess", standing?.lastSuccess)
                moment("lastFailure", standing?.lastFailure)
                writer.endObject()
            }
            writer.endArray()
            writer.endObject()
            writer.newline()
        }
        return writer.bytes
    }
}
