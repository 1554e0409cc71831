internal import ArgumentParser
internal import Pipeline

struct History: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists what was merged, split and decided, newest first.",
        discussion: "Number, when, who, what, canonical ids before and after, decisions.")

    @Argument(help: "Canonical id or identifier: only what befell it.")
    var id: String?

    @Option(name: .long, help: "Most entries.")
    var limit: Int = 20

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes 1 or more") }
    }

    func run() async throws {
        try await reporting {
            for line in try global.house().history(of: id, limit: limit, json: global.json) { Talk.line(line) }
            return .complete
        }
    }
}
