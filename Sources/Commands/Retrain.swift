internal import ArgumentParser
internal import Pipeline

struct Retrain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes a table of weights from the catalog, or from labelled sets.",
        discussion: """
            Without --labels the catalog learns from its own records and from people's decisions, keeps the table, and \
            all duplicates are looked for anew; decisions hold, and canonical ids stay with their records. With --profile \
            and without --shipped and --table the weights stay as they are. With --labels a table is written to a file. \
            The same data give the same table, whatever their order.
            """)

    @Flag(name: .long, help: "Go back to the table that ships with ibid.")
    var shipped = false

    @Option(name: .long, help: "Use a table that was written with --output.", completion: .file())
    var table: String?

    @Option(
        name: .long, help: "How much evidence makes two records of the catalog one: strict, balanced or sensitive.",
        completion: .list(["strict", "balanced", "sensitive"]))
    var profile: String?

    @Flag(name: .shortAndLong, help: "Print what would change, and change nothing.")
    var dryRun = false

    @Option(name: .long, help: "Most changes that are printed; --json prints all.")
    var limit: Int = 20

    @Option(name: .long, help: "Folder of a labelled set; may be given again.", completion: .directory)
    var labels: [String] = []

    @Option(
        name: .long,
        help: "With --labels: file whose titles and names are counted for what is rare; may be given again.",
        completion: .file())
    var texts: [String] = []

    @Option(name: .shortAndLong, help: "Where to write the table.", completion: .file())
    var output: String?

    @Option(name: .long, help: "Threads.")
    var jobs: Int?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let profile, !["strict", "balanced", "sensitive"].contains(profile) {
            throw ValidationError("--profile takes strict, balanced or sensitive")
        }
        if limit < 0 { throw ValidationError("--limit takes 0 or more") }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes 1 to 256") }
        if shipped, table != nil { throw ValidationError("--shipped and --table exclude each other") }
        if labels.isEmpty {
            if !texts.isEmpty { throw ValidationError("--texts goes with --labels") }
        } else {
            if output == nil { throw ValidationError("--labels needs --output") }
            if shipped || table != nil || profile != nil || dryRun {
                throw ValidationError("--labels makes a file and leaves the catalog alone: use it with --table")
            }
        }
    }

    func run() async throws {
        try await reporting {
            let house = try global.house()
            if let output, !labels.isEmpty {
                let (text, version) = try house.trainedTable(labels: labels, texts: texts)
                try house.write(text, to: output)
                if !global.quiet { Talk.say("weights \(version) written to \(output)") }
                return .complete
            }
            var weights = MatchingChange.Weights.learned
            if let table {
                weights = .file(table)
            } else if shipped {
                weights = .shipped
            } else if profile != nil {
                weights = .asTheyAre
            }
            let outcome = try house.retrain(
                MatchingChange(weights: weights, profile: profile), isDry: dryRun, jobs: jobs)
            if let output { try house.write(outcome.table, to: output) }
            Talk.problems(outcome.problems, total: outcome.problems.count)
            if global.json {
                Talk.data(outcome.json() + [UInt8(ascii: "\n")])
            } else if dryRun {
                for line in outcome.lines(most: limit) { Talk.line(line) }
            } else if !global.quiet {
                for line in outcome.lines(most: limit) { Talk.say(line) }
            }
            return .complete
        }
    }
}
