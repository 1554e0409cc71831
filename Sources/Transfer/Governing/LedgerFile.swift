internal import Foundation
internal import Synchronization

/// One host's ledger, shared by all processes of a user through a file that is locked for as long as a change takes.
///
/// Where the file cannot be used the ledger is kept in memory: then it holds for this process alone.
final class LedgerFile: Sendable {
    private struct State {
        var descriptor: Int32 = -1
        /// Not nil where the file is not, or no longer, used.
        var memory: HostLedger?
    }

    let path: String
    private let state: Mutex<State>
    private let warn: @Sendable (String) -> Void

    /// - Parameters:
    ///   - path: Nil keeps the ledger in memory.
    ///   - warn: Told once why the file is not used.
    init(path: String?, warn: @escaping @Sendable (String) -> Void) {
        self.path = path ?? ""
        self.warn = warn
        state = Mutex(State(memory: path == nil ? HostLedger() : nil))
    }

    deinit { state.withLock { if $0.descriptor >= 0 { close($0.descriptor) } } }

    /// Reads the ledger, changes it, and writes it, with nobody between.
    func change<T: Sendable>(_ body: (inout HostLedger) -> T) -> T {
        state.withLock { state in
            if state.memory == nil {
                if let result = changeFile(&state, body) { return result }
                if state.descriptor >= 0 { close(state.descriptor) }
                state.descriptor = -1
                state.memory = HostLedger()
                warn("\(path) cannot be used: limits hold for this process alone")
            }
            var ledger = state.memory ?? HostLedger()
            defer { state.memory = ledger }
            return body(&ledger)
        }
    }

    /// What the file says now; nil where there is none, or it cannot be read.
    static func read(_ path: String) -> HostLedger? {
        let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard isOwnFile(descriptor), lock(descriptor, LOCK_SH) else { return nil }
        defer { flock(descriptor, LOCK_UN) }
        return ledger(in: descriptor)
    }

    // MARK: The file

    /// `ibidpac1` in the machine's byte order: another machine's file begins anew.
    private static let magic: Int64 = 0x6962_6964_7061_6331
    /// Numbers before the ledger's own: magic, checksum, count.
    private static let head = 3
    private static let mostBytes = 64 << 10

    private func changeFile<T>(_ state: inout State, _ body: (inout HostLedger) -> T) -> T? {
        // A folder that was emptied takes the file along: a process that kept it would be alone with it.
        for _ in 0..<4 {
            if state.descriptor < 0 {
                state.descriptor = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
                guard state.descriptor >= 0, Self.isOwnFile(state.descriptor) else { return nil }
            }
            guard Self.lock(state.descriptor, LOCK_EX) else { return nil }
            var status = stat()
            guard fstat(state.descriptor, &status) == 0 else { return nil }
            if status.st_nlink > 0 { break }
            close(state.descriptor)
            state.descriptor = -1
        }
        guard state.descriptor >= 0 else { return nil }
        defer { flock(state.descriptor, LOCK_UN) }
        let found = Self.ledger(in: state.descriptor)
        var ledger = found ?? HostLedger()
        let before = ledger
        let result = body(&ledger)
        if found == nil || ledger != before {
            guard Self.write(ledger, to: state.descriptor) else {
                // The decision stands; from the next one on memory serves.
                state.memory = ledger
                warn("\(path) cannot be written: limits hold for this process alone")
                return result
            }
        }
        return result
    }

    private static func isOwnFile(_ descriptor: Int32) -> Bool {
        var status = stat()
        return fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_uid == geteuid()
    }

    /// Locks hold for microseconds; two seconds say that something else is wrong.
    private static func lock(_ descriptor: Int32, _ kind: Int32) -> Bool {
        for round in 0..<10_000 {
            if flock(descriptor, kind | LOCK_NB) == 0 { return true }
            guard errno == EWOULDBLOCK || errno == EINTR else { return false }
            if round < 20 { sched_yield() } else { usleep(200) }
        }
        return false
    }

    private static func ledger(in descriptor: Int32) -> HostLedger? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size >= head * 8 else { return nil }
        let count = min(Int(status.st_size), mostBytes) / 8
        let words = [Int64](unsafeUninitializedCapacity: count) { buffer, filled in
            let got = pread(descriptor, buffer.baseAddress, count * 8, 0)
            filled = max(0, got) / 8
        }
        guard words.count >= head, words[0] == magic, words[2] >= 0, Int(words[2]) <= words.count - head else {
            return nil
        }
        let own = words[head..<(head + Int(words[2]))]
        guard checksum(own) == words[1] else { return nil }
        return HostLedger(words: Array(own))
    }

    private static func write(_ ledger: HostLedger, to descriptor: Int32) -> Bool {
        let own = ledger.words
        let words = [magic, checksum(own[...]), Int64(own.count)] + own
        let size = words.count * 8
        guard size <= mostBytes else { return false }
        return words.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, size, 0) } == size
    }

    /// FNV-1a over words, with a closing mix.
    private static func checksum(_ words: ArraySlice<Int64>) -> Int64 {
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        for word in words {
            state = (state ^ UInt64(bitPattern: word)) &* 0x0000_0100_0000_01B3
            state ^= state >> 29
        }
        return Int64(bitPattern: state)
    }
}

/// The folder of ledgers.
enum LedgerFolder {
    /// Makes the folder, for its owner alone, and removes what nobody used for three months.
    ///
    /// - Returns: What is wrong with it; nil where it can be used.
    static func prepare(_ folder: String) -> String? {
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var status = stat()
        guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return "is no folder" }
        guard status.st_uid == geteuid() else { return "belongs to another user" }
        guard access(folder, W_OK | X_OK) == 0 else { return "cannot be written" }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(ending) {
            var status = stat()
            let path = "\(folder)/\(name)"
            if lstat(path, &status) == 0, Double(status.st_mtim.tv_sec) < Date().timeIntervalSince1970 - 90 * 86_400 {
                unlink(path)
            }
        }
        return nil
    }

    /// - Parameter name: A host, or a host and what answers in its place.
    static func path(_ folder: String, _ name: String) -> String {
        let safe = name.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber || ".-=".contains($0)) ? $0 : "_" }
        return "\(folder)/\(String(safe.prefix(200)))\(ending)"
    }

    private static let ending = ".pace"
}

extension HostLedger.Holder {
    /// This process.
    static let own = HostLedger.Holder(process: Int64(getpid()), started: startTime(of: Int64(getpid())) ?? 0)

    var isAlive: Bool {
        if self == Self.own { return true }
        guard process > 0, process <= Int64(Int32.max) else { return false }
        if kill(pid_t(process), 0) != 0, errno == ESRCH { return false }
        // Numbers are given out again.
        return Self.startTime(of: process).map { $0 == started } ?? true
    }

    /// Clock ticks from the machine's start to the process's; nil where the system does not tell.
    private static func startTime(of process: Int64) -> Int64? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return nil }
        // The second field, a name in parentheses, may hold anything.
        let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
        return fields.count > 19 ? Int64(fields[19]) : nil
    }
}
