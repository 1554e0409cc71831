internal import ArgumentParser
internal import Pipeline

struct Resolve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints one clean citation for each identifier.",
        discussion: """
            Takes DOIs, PMIDs, PMCIDs, arXiv and BioStudies accessions in any form, bare, prefixed or as a URL. Several \
            sources are asked at once; what they say is reconciled field by field.
            """)

    @Argument(help: "Identifiers; - reads them from stdin, one a line.")
    var ids: [String]

    @Option(
        name: .shortAndLong, help: "csl-json, bibtex, biblatex, ris, nbib, endnote-xml, jsonl, csv, markdown or text.",
        completion: .list(Offer.formats))
    var format: String = "csl-json"

    @Option(
        name: .long, help: "Ask only these sources; may be given several times.",
        completion: .custom { _, _, _ in Offer.sources })
    var source: [String] = []

    @Flag(name: .long, help: "Answer from the cache and the catalog alone.")
    var offline = false

    @Flag(name: .long, help: "Say on stderr which source each field comes from.")
    var explain = false

    @OptionGroup var form: WritingOptions

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let house = try global.house()
            var wanted: [String] = []
            for id in ids {
                if id == "-" { wanted += try Talk.lines(of: id) } else { wanted.append(id) }
            }
            let resolver = try house.resolver(
                writing: form.writing(global.json ? "csl-json" : format), sources: source, offline: offline)
            Talk.data(resolver.head())
            var failed = 0
            for try await item in resolver.resolve(wanted) {
                for problem in item.problems where !global.quiet || item.citation == nil { Talk.problem(problem) }
                if let citation = item.citation { Talk.data(citation) } else { failed += 1 }
                if explain { for line in item.explanation { Talk.say(line) } }
            }
            Talk.data(resolver.tail())
            if failed == 0 { return .complete }
            return failed < wanted.count
                ? .someFailed : (resolver.everySourceFailed ? .sourceUnavailable : .noUsableInput)
        }
    }
}
