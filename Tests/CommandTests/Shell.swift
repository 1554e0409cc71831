import Foundation
import Testing

/// Runs commands as child processes, with an environment of their own.
struct Shell: Sendable {
    var environment: [String: String]
    /// The current folder of the commands.
    var folder: String

    /// What a command did.
    struct Outcome: Sendable {
        /// The exit code; nil where a signal ended the command.
        var status: Int32?
        /// The signal that ended it.
        var signal: Int32?
        var isOverTime = false
        var bytes: [UInt8]
        /// What it said on stderr.
        var talk: String
        /// Most memory it held at a time; 0 where that was not measured.
        var peakBytes = 0

        /// What it printed on stdout.
        var text: String { String(decoding: bytes, as: UTF8.self) }
        var lines: [String] { text.split(whereSeparator: \.isNewline).map(String.init) }

        /// stdout as one JSON object.
        func object() throws -> [String: Any] {
            try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any], "\(text) \(talk)")
        }

        /// stdout as one JSON object a line.
        func objects() throws -> [[String: Any]] {
            try lines.map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
            }
        }
    }

    /// Starts a command.
    ///
    /// - Parameter input: File that it reads as stdin; nil for none.
    func start(_ program: String, _ arguments: [String], input: String? = nil) throws -> RunningCommand {
        // The shell changes the folder; posix_spawn can do so on some systems only.
        let words = ["/bin/sh", "-c", #"cd "$0" && exec "$@""#, folder, program] + arguments
        let out = "\(folder)/.out-\(UUID().uuidString)"
        #if canImport(Darwin)
            var actions: posix_spawn_file_actions_t?
        #else
            var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, out, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, out + ".talk", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        var pid: pid_t = 0
        let settings = environment.map { "\($0.key)=\($0.value)" }
        let code = Self.withCStrings(words) { argv in
            Self.withCStrings(settings) { posix_spawn(&pid, "/bin/sh", &actions, nil, argv, $0) }
        }
        try #require(code == 0, "\(program) cannot be started: \(code)")
        return RunningCommand(pid: pid, out: out)
    }

    /// Runs a command to its end.
    ///
    /// - Parameter isGated: False for a command that waits rather than works.
    func run(
        _ program: String, _ arguments: [String], input: String? = nil, limit: Duration = .seconds(120),
        isGated: Bool = true
    ) async throws -> Outcome {
        if !isGated { return try await start(program, arguments, input: input).end(limit: limit) }
        await Gate.shared.enter()
        do {
            let outcome = try await start(program, arguments, input: input).end(limit: limit)
            await Gate.shared.leave()
            return outcome
        } catch {
            await Gate.shared.leave()
            throw error
        }
    }

    /// Calls `body` with a null-terminated array of C strings.
    private static func withCStrings<T>(
        _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> T
    ) -> T {
        var pointers = strings.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return pointers.withUnsafeMutableBufferPointer { buffer in
            guard let base = buffer.baseAddress else { preconditionFailure("the array holds a null at least") }
            return body(base)
        }
    }
}

/// A command under way.
struct RunningCommand: Sendable {
    let pid: pid_t
    fileprivate let out: String

    /// Ends it as a power cut would.
    func strike() { kill(pid, SIGKILL) }

    /// Whether it has come to its end; `end` tells how.
    var hasEnded: Bool {
        var info = siginfo_t()
        return waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_signo == SIGCHLD
    }

    /// What it has printed on stdout so far.
    var printed: String { String(decoding: FileManager.default.contents(atPath: out) ?? Data(), as: UTF8.self) }

    /// Waits for its end; strikes it where that takes longer than `limit`.
    func end(limit: Duration = .seconds(120)) async throws -> Shell.Outcome {
        let deadline = ContinuousClock.now + limit
        var status: Int32 = 0
        var peak = 0
        var isOverTime = false
        while waitpid(pid, &status, WNOHANG) == 0 {
            peak = max(peak, residentPeak())
            if ContinuousClock.now > deadline {
                isOverTime = true
                strike()
            }
            do {
                try await Task.sleep(for: .milliseconds(4))
            } catch {
                strike()
                waitpid(pid, &status, 0)
                throw error
            }
        }
        let signal = status & 0x7F
        let bytes = [UInt8](FileManager.default.contents(atPath: out) ?? Data())
        let talk = String(decoding: FileManager.default.contents(atPath: out + ".talk") ?? Data(), as: UTF8.self)
        unlink(out)
        unlink(out + ".talk")
        return Shell.Outcome(
            status: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal,
            isOverTime: isOverTime, bytes: bytes, talk: talk, peakBytes: peak)
    }

    /// The kernel's high-water mark; `ru_maxrss` would count the process that started this one.
    private func residentPeak() -> Int {
        guard let status = try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return 0 }
        return (line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) } ?? 0) << 10
    }
}

/// Lets a few commands run at a time: tests run side by side, processors are few.
private actor Gate {
    static let shared = Gate()
    private var free = 4
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func enter() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}
