internal import ArgumentParser
internal import Pipeline
internal import Records

struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes the catalog's canonical records.",
        discussion: """
            Citation keys are given once and kept in the catalog: the first export of a record gives its key, and no later \
            record changes it.
            """)

    @Option(
        name: .shortAndLong,
        help:
            "csl-json, bibtex, biblatex, ris, nbib, endnote-xml, jsonl, csv, markdown or text; else the ending of --output tells, else csl-json.",
        completion: .list(Offer.formats))
    var format: String?

    @Option(
        name: .shortAndLong, help: "Write this file, whole or not at all, in place of stdout.",
        completion: .file(extensions: Offer.outputEndings))
    var output: String?

    @Option(name: .long, help: "Only what these words find.")
    var query: String?

    @Option(name: .long, help: "Only what came or changed in the catalog since this day: 2026-11-01.")
    var since: String?

    @Option(
        name: .long, help: "One citation a version, or one a study: what was published before manuscript and preprint.",
        completion: .list(["version", "study"]))
    var per: String = "version"

    @Option(name: .long, help: "id, author, year, title or key.", completion: .list(Offer.orders))
    var sort: String = "id"

    @OptionGroup var form: WritingOptions

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if !["version", "study"].contains(per) { throw ValidationError("--per takes version or study") }
        if !Offer.orders.contains(sort) {
            throw ValidationError("--sort takes \(Offer.orders.joined(separator: ", "))")
        }
        if let since, Timestamp(iso8601: since) == nil {
            throw ValidationError("--since takes a day such as 2026-11-01")
        }
    }

    func run() async throws {
        try await reporting {
            var request = ExportRequest()
            request.writing = form.writing(format)
            request.query = query
            request.since = since.flatMap { Timestamp(iso8601: $0) }
            request.per = per
            request.sort = sort
            request.output = output
            let notes = try global.house().export(request, write: Talk.data)
            if !global.quiet { for note in notes { Talk.problem(note) } }
            return .complete
        }
    }
}
