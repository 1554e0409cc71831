internal import Fetchers
internal import Foundation
internal import Logging
internal import Records
internal import Transfer

extension House {
    static let projectURL = "https://github.com/ibid-project/ibid"

    /// A client after the settings: pace of each source's hosts, keys, cache.
    ///
    /// - Throws: `Ending` where a key file may not be read.
    func client(offline: Bool) throws(Ending) -> Client {
        var client = ClientSettings()
        client.userAgent =
            "ibid/\(ibidVersion) (\(Self.projectURL)" + (settings.contact.map { "; mailto:\($0)" } ?? "") + ")"
        client.allowedHosts = Set(settings.allowedHosts.map { $0.lowercased() })
        client.hostOverrides = settings.hostOverrides
        client.connectSeconds = settings.connectSeconds
        client.firstByteSeconds = settings.firstByteSeconds
        client.totalSeconds = settings.totalSeconds
        client.byteLimit = settings.replyBytes
        client.tries = settings.tries
        client.cacheFolder = places.cache
        client.cacheSeconds = settings.cacheDays * 86_400
        client.isOffline = offline
        let log = Logger(label: "ibid")
        let credentials = try credentials()
        let governor = HostGovernor(
            paces: paces(), folder: places.state, names: ledgerNames, credentials: credentials,
            longestPause: client.longestRetryAfter, warn: { log.warning("\($0)") })
        return Client(
            settings: client, credentials: credentials, governor: governor,
            watch: { event in log.debug("\(Self.line(event))") })
    }

    /// The pace of each source's hosts. Sources that share a host share the stricter one; the settings have the last word.
    func paces() -> [String: Pace] {
        var paces: [String: Pace] = [:]
        for source in SourceRegistry.all {
            let pace = Pace(
                requestsPerSecond: source.card.requestsPerSecond ?? 1, concurrency: source.card.concurrency)
            for host in source.card.hosts { paces[host] = paces[host]?.stricter(pace) ?? pace }
        }
        for (host, limit) in settings.limits {
            paces[host] = Pace(
                requestsPerSecond: limit.requestsPerSecond, concurrency: limit.concurrency, burst: limit.burst,
                interval: limit.interval)
        }
        return paces
    }

    /// What a replica does says nothing of the host that it stands for.
    var ledgerNames: [String: String] {
        var names: [String: String] = [:]
        for (host, base) in settings.hostOverrides {
            names[host] = "\(host)=\(base.range(of: "://").map { String(base[$0.upperBound...]) } ?? base)"
        }
        return names
    }

    /// `GET https://api.crossref.org/works/… 200, 7 kB, 0.31 s`.
    private static func line(_ event: Client.Event) -> String {
        let outcome = event.status.map { "\($0), \(event.bytes) bytes" } ?? "failed: \(event.failure ?? "no reply")"
        let place = event.fromCache ? "from the cache" : "\(Int(event.seconds * 1000)) ms"
        return "\(event.request.method.rawValue) \(event.request.url) \(outcome), \(place)"
    }

    private func credentials() throws(Ending) -> Credentials {
        var credentials = Credentials()
        for source in SourceRegistry.all {
            let card = source.card
            guard let host = card.hosts.first else { continue }
            var secret: String?
            do throws(TransferFailure) {
                switch settings.keys[card.id] {
                case .file(let path): secret = try Credentials.secret(file: path)
                case .environment(let name): secret = ProcessInfo.processInfo.environment[name]
                case nil: secret = card.keyVariable.flatMap { ProcessInfo.processInfo.environment[$0] }
                }
            } catch {
                throw Ending(
                    .badConfiguration,
                    Problem(
                        "\(card.id): \(error.what)", place: error.url, remedy: "mend [keys.\(card.id)] or its file",
                        reach: .run))
            }
            if let item = card.contactItem, let contact = settings.contact {
                credentials.add(contact, for: host, as: .query(item))
            }
            guard let secret, !secret.isEmpty else { continue }
            switch card.keyPlace {
            case .header(let name, let prefix): credentials.add(prefix + secret, for: host, as: .header(name))
            case .query(let name): credentials.add(secret, for: host, as: .query(name))
            }
        }
        return credentials
    }

    static func problem(_ failure: TransferFailure, source: String, kept: String? = nil) -> Problem {
        let remedy =
            switch failure.kind {
            case .offline: "run it without --offline"
            case .forbiddenAddress: "if the host is yours, name it under allowHosts in the configuration"
            case .hostFailing, .toldToWait: "run the same command after that time; `ibid sources` tells how hosts are"
            case .budgetUsedUp: "run the same command after that time, or set a key with a larger budget"
            case .unusable, .tooLarge, .tooManyRedirects, .tlsFailed: "ask another source"
            default: "run the same command later"
            }
        return Problem(
            "\(source): \(failure.what)" + (failure.tries > 1 ? ", \(failure.tries) times" : ""), place: failure.url,
            kept: kept, remedy: remedy, reach: .source)
    }
}
