internal import ArgumentParser
internal import Pipeline

struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes one canonical record of several.",
        discussion: "Prints the id that stays; the others lead to it. `ibid undo` takes it back.")

    @Argument(help: "Two or more: canonical ids, identifiers, or record keys such as crossref:10.1172/jci125534.")
    var ids: [String]

    @Option(name: .long, help: "Why; kept with the decisions.")
    var note: String?

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if !(2...1000).contains(ids.count) { throw ValidationError("merge takes 2 to 1000 records") }
    }

    func run() async throws {
        try await reporting {
            let outcome = try global.house().merge(ids, note: note)
            return ActionTalk.finish(outcome, global, ids: outcome.named, isDone: outcome.named.count == 1)
        }
    }
}
