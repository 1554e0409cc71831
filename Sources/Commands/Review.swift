internal import ArgumentParser
internal import Pipeline
internal import Records

struct Review: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "The pairs of records that a person should look at.",
        discussion: "What is decided outlives every run; `ibid undo` takes it back.",
        subcommands: [ReviewList.self, ReviewSame.self, ReviewDifferent.self])
}

struct ReviewList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the pairs that wait, the likeliest first.")

    @Option(name: .long, help: "Most pairs.")
    var limit: Int = 20

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes 1 or more") }
    }

    func run() async throws {
        try await reporting {
            let lines = try global.house().pairsToReview(limit: limit, json: global.json)
            for line in lines { Talk.line(line) }
            if lines.isEmpty, !global.quiet { Talk.say("no pair waits") }
            return .complete
        }
    }
}

/// Two records, as a person names them.
struct PairArguments: ParsableArguments {
    @Argument(help: "One: a record key such as crossref:10.1172/jci125534, a canonical id, or an identifier.")
    var a: String

    @Argument(help: "The other.")
    var b: String

    @Option(name: .long, help: "Why; kept with the decision.")
    var note: String?
}

struct ReviewSame: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "same", abstract: "Says that two records are one, and merges them.")

    @OptionGroup var pair: PairArguments
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let outcome = try global.house().review(pair.a, pair.b, .same, note: pair.note)
            return ActionTalk.finish(outcome, global, isDone: outcome.named.count == 1)
        }
    }
}

struct ReviewDifferent: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "different", abstract: "Says that two records are not one, and parts them.")

    @OptionGroup var pair: PairArguments
    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            ActionTalk.finish(try global.house().review(pair.a, pair.b, .different, note: pair.note), global)
        }
    }
}

/// Prints what a person's action led to.
enum ActionTalk {
    /// - Parameters:
    ///   - ids: Go to stdout, a line each.
    ///   - isDone: False where the action did not reach what it was for.
    static func finish(_ outcome: ActionOutcome, _ global: GlobalOptions, ids: [Int64] = [], isDone: Bool = true)
        -> Exit
    {
        Talk.problems(outcome.problems, total: outcome.problems.count)
        if global.json {
            Talk.data(outcome.json() + [UInt8(ascii: "\n")])
        } else {
            for id in ids { Talk.line("\(id)") }
        }
        if !global.quiet { Talk.say(line(outcome)) }
        return isDone && !outcome.problems.contains { $0.reach >= .record } ? .complete : .someFailed
    }

    static func line(_ outcome: ActionOutcome) -> String {
        guard let number = outcome.number else { return "nothing to do: that is decided, or so, already" }
        func list(_ ids: [Int64]) -> String {
            ids.prefix(10).map(String.init).joined(separator: ", ") + (ids.count > 10 ? " …" : "")
        }
        let change =
            outcome.before == outcome.after
            ? "canonical \(list(outcome.after)) as before"
            : "canonical \(list(outcome.before)) became \(list(outcome.after))"
        let what = outcome.undoes.map { "\(outcome.kind) \($0)" } ?? outcome.kind
        return "\(number): \(what), \(outcome.decisions) decisions, \(change)"
    }
}
