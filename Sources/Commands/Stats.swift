internal import ArgumentParser
internal import Pipeline
internal import Records

struct Stats: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Counts what the catalog holds.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let house = try global.house()
            let (counts, words) = (try house.stats(), try house.matchingWords())
            if global.json {
                Talk.data(House.json(counts) + [UInt8(ascii: "\n")])
            } else {
                for (name, value) in counts { Talk.line("\(value)\t\(name)") }
                for (name, value) in words { Talk.line("\(value)\t\(name)") }
            }
            return .complete
        }
    }
}

struct Sources: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the sources, their limits and licences.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let house = try global.house()
            if global.json {
                Talk.data(house.sourcesJSON())
            } else {
                for line in house.sourceLines() { Talk.line(line) }
            }
            return .complete
        }
    }
}

struct Runs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists past runs, newest first.")

    @Option(name: .long, help: "Most runs.")
    var limit: Int = 20

    @Flag(name: .long, help: "The problems of the last run.")
    var problems = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes 1 or more") }
    }

    func run() async throws {
        try await reporting {
            let house = try global.house()
            if problems {
                for problem in try house.problemsOfLastRun() {
                    if global.json { Talk.data(problem.json()) } else { Talk.line(problem.report) }
                }
            } else {
                for line in try house.runs(limit: limit, json: global.json) { Talk.line(line) }
            }
            return .complete
        }
    }
}

struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Checks the catalog's integrity.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let problems = try global.house().check()
            for problem in problems {
                if global.json { Talk.data(problem.json()) } else { Talk.problem(problem) }
            }
            if problems.isEmpty, !global.quiet { Talk.say("the catalog is sound") }
            return problems.isEmpty ? .complete : .cannotWrite
        }
    }
}

struct Dump: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the whole catalog as JSON Lines.",
        discussion: "With --canonical sorted, without numbers, run times and history: equal content gives equal bytes.")

    @Flag(name: .long, help: "Content only, in one order.")
    var canonical = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            try global.house().dump(canonical: canonical, write: Talk.data)
            return .complete
        }
    }
}

struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what each file is and what it holds, without a catalog.")

    @Argument(help: "Files, folders or patterns; - is stdin.", completion: .file())
    var files: [String]

    @OptionGroup var intake: IntakeOptions

    @Flag(name: .long, help: "Print the records as well, one JSON object a line.")
    var records = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let house = try global.house()
            let printer: (([UInt8]) -> Void)? = records ? { Talk.data($0) } : nil
            let hint = try house.hint(
                from: intake.from, source: intake.source, map: intake.map, encoding: intake.encoding)
            var failed = 0
            var useless = 0
            var count = 0
            try house.inspect(files, as: hint, rejectsFile: intake.rejects, records: printer) { found in
                count += 1
                if global.json { Talk.data(found.json()) } else if !records { Talk.line(found.line) }
                if !global.quiet, !global.json { Talk.problems(found.problems, total: found.problemCount, most: 5) }
                if found.error != nil || found.rejects > 0 { failed += 1 }
                if found.records == 0 && found.error != nil { useless += 1 }
            }
            if failed == 0 { return .complete }
            return useless == count ? .noUsableInput : .someFailed
        }
    }
}

struct CacheCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cache", abstract: "The replies as received.",
        subcommands: [CacheStats.self, CachePrune.self, CacheVerify.self])
}

struct CacheStats: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "stats", abstract: "Counts replies and bytes by host.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            for line in try global.house().cacheStats(json: global.json) { Talk.line(line) }
            return .complete
        }
    }
}

struct CachePrune: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "prune", abstract: "Removes old replies.")

    @Option(name: .long, help: "Remove what was received more than this many days ago.")
    var days: Int

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if !(0...1_000_000).contains(days) { throw ValidationError("--days takes 0 or more") }
    }

    func run() async throws {
        try await reporting {
            let removed = try global.house().pruneCache(days: days)
            if !global.quiet { Talk.say("\(removed) replies removed") }
            return .complete
        }
    }
}

struct CacheVerify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Reads every reply and reports the damaged ones.")

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let problems = try global.house().verifyCache()
            for problem in problems {
                if global.json { Talk.data(problem.json()) } else { Talk.problem(problem) }
            }
            if problems.isEmpty, !global.quiet { Talk.say("every reply can be read") }
            return problems.isEmpty ? .complete : .someFailed
        }
    }
}
