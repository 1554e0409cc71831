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

    @Option(name: .long, help: "In place of jobs, fetch the identifiers in this file, one a line; - is stdin.")
    var ids: String?

    @Option(name: .long, help: "With --ids, ask only these sources; may be given several times.")
    var source: [String] = []

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
        if ids != nil, !jobs.isEmpty { throw ValidationError("--ids takes the place of jobs") }
        if ids == nil, !source.isEmpty { throw ValidationError("--source goes with --ids") }
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
            if let ids {
                let quiet = global.quiet
                let (jobs, problems) = try await house.jobs(
                    asking: try Talk.lines(of: ids), sources: source, offline: offline || dryRun)
                if dryRun {
                    for line in try house.harvestPlan(of: jobs, since: from, json: global.json) { Talk.line(line) }
                    return .complete
                }
                let report = try await house.harvest(
                    jobs: jobs, problems: problems, since: from, limit: limit, offline: offline,
                    progress: { text in if !quiet { Talk.progress(text) } })
                Talk.progressDone()
                return Reports.finish(report, json: global.json, quiet: global.quiet)
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
