internal import ArgumentParser
internal import Pipeline
internal import Records

struct Harvest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fetches what is new for the jobs of the configuration.",
        discussion:
            "A killed run loses nothing: the next goes on from there, or begins the job's window anew.")

    @Argument(
        help: "Names of jobs; all when none is named.",
        completion: .custom { words, _, _ in Offer.jobs(after: words) })
    var jobs: [String] = []

    @Option(name: .long, help: "Only what changed since this day, 2026-11-01; else since the job's last run.")
    var since: String?

    @Option(name: .long, help: "Most records a job takes.")
    var limit: Int?

    @Flag(name: .shortAndLong, help: "Say what would be asked; ask and store nothing.")
    var dryRun = false

    @Flag(name: .long, help: "Answer from the cache alone.")
    var offline = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit takes 1 or more") }
    }

    func run() async throws {
        try await reporting {
            let house = try global.house()
            var from: Timestamp?
            if let since {
                guard let time = Timestamp(iso8601: since) else {
                    throw Ending(
                        .usage,
                        Problem(
                            "--since \"\(since)\" is no date", place: "command line", remedy: "write it as 2026-11-01",
                            reach: .run))
                }
                from = time
            }
            if dryRun {
                for line in try house.harvestPlan(jobs, since: from, json: global.json) { Talk.line(line) }
                return .complete
            }
            let quiet = global.quiet
            let report = try await house.harvest(
                jobs, since: from, limit: limit, offline: offline,
                progress: { text in if !quiet { Talk.progress(text) } })
            Talk.progressDone()
            return Reports.finish(report, json: global.json, quiet: global.quiet)
        }
    }
}
