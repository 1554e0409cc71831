internal import ArgumentParser
internal import Pipeline

struct Evaluate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures ibid on labelled data.", subcommands: [EvaluateDedup.self])
}

struct EvaluateDedup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dedup",
        abstract: "Measures deduplication on labelled sets.",
        discussion: """
            A set is a folder with records.csv, and truth.csv (id,cluster) or pairs.csv (id_a,id_b,match); suspects.csv \
            lists labels that look wrong, and a second score leaves them out.
            """)

    @Argument(help: "Folders of labelled sets.", completion: .directory)
    var sets: [String]

    @Option(
        name: .long, help: "strict, balanced or sensitive.", completion: .list(["strict", "balanced", "sensitive"]))
    var profile: String = "balanced"

    @Option(
        name: .long, help: "link keeps preprint and article apart; merge counts versions as duplicates.",
        completion: .list(["link", "merge"]))
    var versions: String = "merge"

    @Option(
        name: .long, help: "Weights that `ibid retrain --output` wrote, in place of those that ship.",
        completion: .file())
    var table: String?

    @Flag(name: .long, help: "Also weights trained without the pairs or the set they are tried on.")
    var columns = false

    @Option(name: .long, help: "Threads.")
    var jobs: Int?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if !["link", "merge"].contains(versions) { throw ValidationError("--versions takes link or merge") }
        if !["strict", "balanced", "sensitive"].contains(profile) {
            throw ValidationError("--profile takes strict, balanced or sensitive")
        }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes 1 to 256") }
    }

    func run() async throws {
        try await reporting {
            let evaluation = try global.house().evaluateDedup(
                folders: sets, profile: profile, versions: versions, columns: columns, weightsFile: table,
                jobs: jobs)
            if global.json {
                Talk.data(evaluation.json() + [UInt8(ascii: "\n")])
            } else {
                for line in evaluation.lines() { Talk.line(line) }
            }
            return .complete
        }
    }
}
