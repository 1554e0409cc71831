internal import ArgumentParser
internal import Pipeline

struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes back what a person did: merge, split, review, decisions import.",
        discussion: "Several times takes back several. The number of an undo brings back what it took back.")

    @Argument(help: "Number in `ibid history`; else the last action that is not taken back.")
    var number: Int64?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting { ActionTalk.finish(try global.house().undo(number), global) }
    }
}
