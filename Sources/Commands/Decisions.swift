internal import ArgumentParser
internal import Pipeline

struct Decisions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "People's decisions as a file.",
        discussion: "CSV with the columns a,b,ruling,decided,note: record keys, same or different, when and why.",
        subcommands: [DecisionsExport.self, DecisionsImport.self])
}

struct DecisionsExport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes every decision, sorted by keys.")

    @Argument(help: "Where to; else stdout.", completion: .file(extensions: ["csv"]))
    var file: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let house = try global.house()
            if let file, file != "-" {
                try house.exportDecisions(to: file)
            } else {
                Talk.data(try house.decisionsCSV())
            }
            return .complete
        }
    }
}

struct DecisionsImport: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Reads decisions; of two on one pair the newer holds.",
        discussion: "Decisions on records that are not here are kept, and hold when these come.")

    @Argument(help: "The file; - is stdin.", completion: .file(extensions: ["csv"]))
    var file: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let report = try global.house().importDecisions(file)
            let exit = ActionTalk.finish(report.outcome, global, isDone: report.rejected == 0)
            if !global.quiet {
                Talk.say(
                    "\(report.read) read, \(report.outcome.decisions) new or newer, \(report.rejected) rejected, "
                        + "\(report.waiting) wait for their records")
            }
            return exit
        }
    }
}
