internal import ArgumentParser
internal import Foundation
internal import Logging
internal import Pipeline
internal import Records

/// Options that every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(
        name: .long, help: "The catalog, one SQLite file. Else IBID_CATALOG, else the XDG data directory.",
        completion: .file(extensions: ["sqlite"]))
    var catalog: String?

    @Option(
        name: .long, help: "The folder of replies as received. Else IBID_CACHE, else the XDG cache directory.",
        completion: .directory)
    var cache: String?

    @Option(
        name: .long, help: "The configuration file. Else IBID_CONFIG, else the XDG configuration directory.",
        completion: .file(extensions: ["toml"]))
    var config: String?

    @Flag(name: .shortAndLong, help: "Say nothing on stderr but errors.")
    var quiet = false

    @Flag(name: .shortAndLong, help: "Say on stderr what is asked of whom.")
    var verbose = false

    @Flag(name: .long, help: "Print JSON for programs.")
    var json = false

    var places: Places {
        Places(
            catalog: catalog, cache: cache, config: config, environment: ProcessInfo.processInfo.environment,
            folder: FileManager.default.currentDirectoryPath)
    }

    /// The house with its settings and places.
    ///
    /// - Throws: `Ending` with every mistake of the configuration; exit code 78.
    func house() throws(Ending) -> House {
        let level: Logger.Level = verbose ? .debug : .warning
        LoggingSystem.bootstrap { _ in TalkLog(logLevel: level) }
        let places = places
        guard let path = places.config else { return House(settings: Settings(), places: places) }
        let reading = Settings.read(file: path)
        let problems = reading.mistakes.map(\.problem)
        if let first = problems.first {
            throw Ending(.badConfiguration, first, others: Array(problems.dropFirst()))
        }
        return House(settings: reading.settings, places: places)
    }
}

/// Options of commands that read files.
struct IntakeOptions: ParsableArguments {
    @Option(
        name: .long, help: "What the files are, such as ris or bibtex; else their content tells.",
        completion: .list(Offer.inputFormats))
    var from: String?

    @Option(
        name: .long,
        help: "The source whose records or replies these are, as `ibid sources` lists them; else each record tells.",
        completion: .custom { _, _, _ in Offer.sources })
    var source: String?

    @Option(
        name: .long, help: "Which columns of a table are what, where their names do not tell: title=Name,doi=Kennung.")
    var map: String?

    @Option(name: .long, help: "The encoding of the files, as iconv knows it; else their bytes tell.")
    var encoding: String?

    @Option(
        name: .long, help: "Write records that cannot be used, in their own format, each with the reason.",
        completion: .file())
    var rejects: String?
}

/// Options of commands that write citations.
struct WritingOptions: ParsableArguments {
    @Option(
        name: .long, help: "Style of markdown and text: vancouver, apa, chicago-author-date, harvard or ieee.",
        completion: .list(Offer.styles))
    var style: String?

    @Option(name: .long, help: "Template of citation keys that are not given yet, as [auth][year][word].")
    var keys: String?

    @Flag(name: .long, help: "Write BibTeX and biblatex in ASCII, accents and signs as commands.")
    var ascii = false

    func writing(_ format: String?) -> Writing { Writing(format: format, style: style, keys: keys, ascii: ascii) }
}

/// Exit codes after sysexits; one table here, in `--help` and in the README.
enum Exit: Int32, CaseIterable {
    case complete = 0
    case someFailed = 1
    case finding = 3
    case usage = 64
    case noUsableInput = 65
    case sourceUnavailable = 69
    case cannotWrite = 74
    case tryAgainLater = 75
    case badConfiguration = 78

    var meaning: String {
        switch self {
        case .complete: "complete, also where nothing was new"
        case .someFailed: "finished, but some items failed"
        case .finding: "a finding that was asked for, such as a retracted work"
        case .usage: "wrong usage"
        case .noUsableInput: "no usable input"
        case .sourceUnavailable: "no source could be reached"
        case .cannotWrite: "cannot write, or the catalog is damaged"
        case .tryAgainLater: "try again later: another run holds the catalog"
        case .badConfiguration: "bad configuration"
        }
    }

    init(_ cause: Ending.Cause) {
        switch cause {
        case .noUsableInput: self = .noUsableInput
        case .sourceUnavailable: self = .sourceUnavailable
        case .cannotWrite: self = .cannotWrite
        case .tryAgainLater: self = .tryAgainLater
        case .badConfiguration: self = .badConfiguration
        case .usage: self = .usage
        }
    }

    static var table: String {
        "EXIT CODES:\n" + allCases.map { "  \($0.rawValue)\t\($0.meaning)" }.joined(separator: "\n")
    }
}

/// What a command prints where. Data on stdout, talk on stderr.
enum Talk {
    static let isTerminal = isatty(2) == 1

    /// Writes bytes to stdout; ends the process quietly where the reader has gone.
    static func data(_ bytes: [UInt8]) {
        var written = 0
        bytes.withUnsafeBytes { buffer in
            while written < buffer.count {
                let count = write(1, buffer.baseAddress?.advanced(by: written), buffer.count - written)
                if count < 0 {
                    if errno == EINTR { continue }
                    if errno == EPIPE { exit(Exit.complete.rawValue) }
                    exit(Exit.cannotWrite.rawValue)
                }
                written += count
            }
        }
    }

    static func line(_ text: String) { data(Array(text.utf8) + [UInt8(ascii: "\n")]) }

    static func say(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }

    static func problem(_ problem: Problem) { say(problem.report) }

    /// At most `most` problems, then how many more; those of a run are stored with it.
    static func problems(_ problems: [Problem], total: Int, most: Int = 10, areStored: Bool = false) {
        for problem in problems.prefix(most) { self.problem(problem) }
        if total > min(most, problems.count) {
            say(
                "ibid: \(total - min(most, problems.count)) more problems"
                    + (areStored ? "; `ibid runs --problems` lists them" : ""))
        }
    }

    /// Overwrites one line on a terminal; silent elsewhere.
    static func progress(_ text: String) {
        guard isTerminal else { return }
        FileHandle.standardError.write(Data("\r\u{1B}[2K\(text)".utf8))
    }

    static func progressDone() {
        if isTerminal { FileHandle.standardError.write(Data("\r\u{1B}[2K".utf8)) }
    }
}

/// Log lines as talk: bare on stderr, as everything that is no data.
private struct TalkLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { Talk.say("ibid: \(event.message)") }
}

/// Runs a command's body and turns a `Problem` that ends it into text and exit code.
func reporting(_ body: () async throws -> Exit) async throws {
    let code: Exit
    do {
        code = try await body()
    } catch let ending as Ending {
        Talk.progressDone()
        for problem in [ending.problem] + ending.others { Talk.problem(problem) }
        code = Exit(ending.cause)
    } catch let problem as Problem {
        Talk.progressDone()
        Talk.problem(problem)
        code = problem.reach >= .run ? .cannotWrite : (problem.reach == .source ? .sourceUnavailable : .noUsableInput)
    }
    if code != .complete { throw ExitCode(code.rawValue) }
}
