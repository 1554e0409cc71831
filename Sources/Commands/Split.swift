internal import ArgumentParser
internal import Pipeline

struct Split: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes records out of a canonical record.",
        discussion: """
            The records named stay together. Prints where they are now. The id stays with the larger part, of two equal ones with \
            that which holds the record that came first. `ibid undo` takes it back.
            """)

    @Argument(help: "Canonical id, or an identifier or record key that leads to it.")
    var id: String

    @Argument(help: "Keys of the records that leave, as `ibid show` prints them, or identifiers that they bear.")
    var keys: [String]

    @Option(name: .long, help: "Why; kept with the decisions.")
    var note: String?

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let outcome = try global.house().split(id, keys, note: note)
            return ActionTalk.finish(outcome, global, ids: outcome.named)
        }
    }
}
