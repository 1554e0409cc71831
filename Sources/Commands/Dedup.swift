internal import ArgumentParser
internal import Pipeline

struct Dedup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Merges duplicates in files, without a catalog.",
        discussion: """
            Reads what `import` reads, and CSV with the header id,source,type,title,authors,year,journal,volume,issue,\
            pages,doi,pmid,issn,isbn,publisher,url,abstract,language; authors parted by "; ".
            """)

    @Argument(help: "Files, folders or patterns; - is stdin.", completion: .file())
    var files: [String]

    @Option(
        name: .long, help: "Write id,cluster for every record, singletons included.",
        completion: .file(extensions: ["csv"]))
    var clusters: String?

    @Option(
        name: .shortAndLong,
        help: "Write the merged records; the ending tells the format: .ris .bib .json .jsonl .csv .nbib .xml .md .txt",
        completion: .file(extensions: Offer.outputEndings))
    var output: String?

    @Option(
        name: .shortAndLong,
        help: "Write these files in this format, whatever their endings: as for export.",
        completion: .list(Offer.formats))
    var format: String?

    @Option(
        name: .long, help: "Write the records that others are kept for, each with that one; the ending as of --output.",
        completion: .file(extensions: Offer.outputEndings))
    var removed: String?

    @Flag(
        name: .long,
        help: "Print counts for a PRISMA 2020 flow diagram, and what sources and files have in common.")
    var report = false

    @OptionGroup var intake: IntakeOptions

    @Option(
        name: .long, help: "link keeps preprint and article apart; merge counts versions as duplicates.",
        completion: .list(["link", "merge"]))
    var versions: String = "link"

    @Option(
        name: .long, help: "strict would rather keep a copy than lose a work; balanced; sensitive the other way round.",
        completion: .list(["strict", "balanced", "sensitive"]))
    var profile: String = "balanced"

    @Option(
        name: .long, help: "Weights that `ibid retrain --output` wrote, in place of those that ship.",
        completion: .file())
    var table: String?

    @Option(name: .long, help: "Threads.")
    var jobs: Int?

    @OptionGroup var form: WritingOptions

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if !["link", "merge"].contains(versions) { throw ValidationError("--versions takes link or merge") }
        if !["strict", "balanced", "sensitive"].contains(profile) {
            throw ValidationError("--profile takes strict, balanced or sensitive")
        }
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes 1 to 256") }
    }

    func run() async throws {
        try await reporting {
            let house = try global.house()
            let writing = form.writing(format)
            try house.check(writing)
            if format == nil { for path in [output, removed] { try DedupOutcome.checkEnding(of: path) } }
            let outcome = try await house.deduplicate(
                files: files,
                as: house.hint(
                    from: intake.from, source: intake.source, map: intake.map, encoding: intake.encoding),
                versions: versions, profile: profile, weightsFile: table, rejectsFile: intake.rejects,
                merges: output != nil,
                keepsRemoved: removed != nil || report, jobs: jobs)
            Talk.problems(outcome.problems, total: outcome.problemCount, most: global.quiet ? 3 : 10)
            if let clusters { try outcome.writeClusters(to: clusters) }
            if let output { try outcome.writeRecords(to: output, house, writing) }
            if let removed { try outcome.writeRemoved(to: removed, house, writing) }
            if global.json {
                Talk.data(outcome.summaryJSON() + [UInt8(ascii: "\n")])
            } else if report, let report = outcome.report {
                for line in report.lines() { Talk.line(line) }
            } else if clusters == nil && output == nil && removed == nil {
                Talk.data(outcome.clustersCSV())
            }
            if !global.quiet {
                Talk.say(
                    "\(outcome.recordCount) records, \(outcome.clusterCount) after merging, "
                        + "\(outcome.recordCount - outcome.clusterCount) duplicates, \(outcome.unsureCount) unsure pairs kept apart"
                )
            }
            return outcome.rejected > 0 ? .someFailed : .complete
        }
    }
}
