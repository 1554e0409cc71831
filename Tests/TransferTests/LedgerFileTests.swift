import Foundation
import Synchronization
import Testing

@testable import Transfer

@Suite("A host's file")
struct LedgerFileTests {
    private final class Warnings: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { list.withLock { $0 } }
        func add(_ text: String) { list.withLock { $0.append(text) } }
    }

    private static var full: HostLedger {
        var ledger = HostLedger()
        ledger.depth = 7
        ledger.starts = [1, 5, 9]
        ledger.slots = [.init(number: 3, holder: .init(process: 12, started: 34), admitted: 8, sent: 9, travel: 2)]
        ledger.tickets = [.init(number: 4, holder: .init(process: 13, started: 35), due: 99)]
        ledger.taught = .init(limit: 2.5, interval: 3, limitTime: 4, concurrency: 5, concurrencyTime: 6)
        ledger.budget = .init(account: 1, remaining: 0.25, limit: 1, isMoney: true, renews: 77, isUsedUp: true)
        ledger.circuit = .init(points: 3, openings: 2, openUntil: 44, trial: 3, cause: .timedOut)
        ledger.slowness = 0.5
        ledger.lastSuccess = 123
        return ledger
    }

    @Test("is read as it was written")
    func roundTrip() async throws {
        #expect(HostLedger(words: Self.full.words) == Self.full)
        try await withTemporaryFolder { folder in
            LedgerFile(path: folder + "/h.pace") { Issue.record("\($0)") }.change { $0 = Self.full }
            #expect(LedgerFile.read(folder + "/h.pace") == Self.full)
        }
    }

    @Test("begins anew where it was damaged, cut, or is another's")
    func damage() async throws {
        try await withTemporaryFolder { folder in
            let path = folder + "/h.pace"
            LedgerFile(path: path) { _ in }.change { $0 = Self.full }
            let sound = try Data(contentsOf: URL(filePath: path))
            var cases: [Data] = [Data(), Data("hello".utf8), Data(count: 5000), Data(repeating: 0xFF, count: 100_000)]
            for length in stride(from: 0, to: sound.count, by: 9) { cases.append(sound.prefix(length)) }
            for index in stride(from: 0, to: sound.count, by: 5) {
                var changed = sound
                changed[index] ^= 0x41
                cases.append(changed)
            }
            for damaged in cases {
                try damaged.write(to: URL(filePath: path))
                let file = LedgerFile(path: path) { Issue.record("\($0)") }
                file.change { ledger in
                    #expect(ledger == HostLedger())
                    ledger.lastSuccess = 1
                }
                #expect(LedgerFile.read(path)?.lastSuccess == 1)
            }
        }
    }

    @Test("of any numbers is a ledger or none")
    func anyWords() {
        for seed in UInt64(1)...400 {
            var dice = Dice(seed)
            var words = Self.full.words
            for _ in 0...dice.upTo(3) {
                let index = Int(dice.upTo(Int64(words.count - 1)))
                let values = [0, 1, -1, .max, .min, .max - 1, dice.upTo(.max - 1)]
                words[index] = values[Int(dice.upTo(Int64(values.count - 1)))]
            }
            guard var ledger = HostLedger(words: words) else { continue }
            var applicant = HostLedger.Applicant(holder: .init(process: 1, started: 1), waitingSince: 1_000_000)
            let pace = Pace(requestsPerSecond: 10, concurrency: 2)
            // Decides something, soon enough, and does not trap.
            if case .wait(let until) = ledger.decide(&applicant, pace: pace, now: 1_000_000, isAlive: { _ in true }) {
                #expect(until <= 1_000_000 + 2 * 86_400 * HostLedger.second)
            }
        }
    }

    @Test("is for its owner alone")
    func permissions() async throws {
        try await withTemporaryFolder { folder in
            let governor = HostGovernor(paces: [:], folder: folder + "/a/state")
            _ = try await governor.admission(to: "h.test")
            var status = stat()
            #expect(stat(folder + "/a/state", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
            #expect(stat(folder + "/a/state/h.test.pace", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test(
        "that cannot be made leaves each process to itself, with one warning", arguments: ["/dev/null/state", "file"])
    func noFolder(name: String) async throws {
        try await withTemporaryFolder { folder in
            try Data().write(to: URL(filePath: folder + "/file"))
            let warnings = Warnings()
            let governor = HostGovernor(
                paces: ["h.test": .init(requestsPerSecond: 1000, concurrency: 1)],
                folder: name.hasPrefix("/") ? name : "\(folder)/\(name)", warn: warnings.add)
            for host in ["h.test", "i.test"] {
                governor.finished(try await governor.admission(to: host), .failed(.other))
            }
            #expect(warnings.all.count == 1)
            #expect(warnings.all.first?.contains("for this process alone") == true)
        }
    }

    @Test("that is a link, or a folder, is not followed")
    func link() async throws {
        try await withTemporaryFolder { folder in
            try Data("precious".utf8).write(to: URL(filePath: folder + "/precious"))
            symlink(folder + "/precious", folder + "/link.pace")
            mkdir(folder + "/folder.pace", 0o700)
            for name in ["link", "folder"] {
                let warnings = Warnings()
                let file = LedgerFile(path: "\(folder)/\(name).pace", warn: warnings.add)
                file.change { $0.lastSuccess = 5 }
                #expect(file.change { $0.lastSuccess } == 5)
                #expect(warnings.all.count == 1)
            }
            #expect(try String(contentsOfFile: folder + "/precious", encoding: .utf8) == "precious")
        }
    }

    @Test("that was removed is made again, and others find it")
    func removed() async throws {
        try await withTemporaryFolder { folder in
            let files = (0..<2).map { _ in LedgerFile(path: "\(folder)/h.pace") { Issue.record("\($0)") } }
            files[0].change { $0.lastSuccess = 1 }
            unlink("\(folder)/h.pace")
            files[0].change { $0.lastSuccess = 2 }
            #expect(files[1].change { $0.lastSuccess } == 2)
        }
    }

    @Test("names no host's path, key or query")
    func noSecrets() async throws {
        try await withTemporaryFolder { folder in
            var credentials = Credentials()
            credentials.add("sesame-sesame", for: "h.test", as: .query("key"))
            let governor = HostGovernor(paces: [:], folder: folder, credentials: credentials)
            governor.finished(
                try await governor.admission(to: "h.test"),
                .reply(
                    Reply(
                        to: Request("http://h.test/secret/path"), status: 200,
                        headers: [Header("x-ratelimit-remaining-usd", "0"), Header("x-ratelimit-reset", "60000")],
                        body: [])))
            let bytes = try Data(contentsOf: URL(filePath: folder + "/h.test.pace"))
            for word in ["sesame", "secret"] { #expect(bytes.range(of: Data(word.utf8)) == nil) }
        }
    }
}
