public import ArgumentParser
internal import Foundation
internal import Pipeline

/// The root command: the list of subcommands, nothing else.
public struct IbidCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "ibid",
        abstract: "Harvests bibliographic metadata, merges duplicates, keeps one clean citation database.",
        discussion: """
            Records go to stdout, all talk to stderr. `ibid help COMMAND` tells a command's options.

            \(Exit.table)
            """,
        version: ibidVersion,
        subcommands: [
            Resolve.self, Harvest.self, Import.self, Dedup.self, Show.self, Explain.self, Search.self,
            ExportCommand.self,
            Review.self, Merge.self, Split.self, Undo.self, History.self, Decisions.self,
            Stats.self, Sources.self, Runs.self, Check.self, Dump.self, Inspect.self, CacheCommand.self,
            ConfigCommand.self, Evaluate.self, Retrain.self,
        ])

    public init() {}

    public static var version: String { ibidVersion }

    /// Runs the command that the arguments name and ends the process with its exit code.
    public static func run() async {
        ProcessMemory.keepBuffers()
        await main()
        Foundation.exit(Exit.complete.rawValue)
    }
}
