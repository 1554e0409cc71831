internal import ArgumentParser
internal import Pipeline

struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Reads files of records into the catalog and merges duplicates.",
        discussion: """
            RIS, BibTeX and BibLaTeX, NBIB, Web of Science's and EndNote's tagged text, text of the Cochrane Library, Ovid, \
            ProQuest, RefWorks and PubMed's abstracts, Zotero's RDF, Word's sources, CITATION.cff, JSON Lines, JSON and XML of \
            any source ibid knows, tables, and the object that aggregators print inside their pages; also .gz and .zst, in \
            any encoding. Folders are read whole. Importing a file twice changes nothing.
            """)

    @Argument(help: "Files, folders or patterns; - is stdin.", completion: .file())
    var files: [String]

    @OptionGroup var intake: IntakeOptions

    @Option(name: .long, help: "Threads that parse.")
    var jobs: Int?

    @Flag(name: .long, help: "Store only; merge duplicates with the next import or harvest.")
    var noDedup = false

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes 1 to 256") }
    }

    func run() async throws {
        try await reporting {
            let house = try global.house()
            let quiet = global.quiet
            let report = try await house.importFiles(
                files,
                as: house.hint(
                    from: intake.from, source: intake.source, map: intake.map, encoding: intake.encoding), jobs: jobs,
                deduplicates: !noDedup,
                rejectsFile: intake.rejects,
                progress: { text in if !quiet { Talk.progress(text) } })
            Talk.progressDone()
            return Reports.finish(report, json: global.json, quiet: global.quiet)
        }
    }
}
