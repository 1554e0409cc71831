internal import ArgumentParser
internal import Pipeline

struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows a record of the catalog.",
        discussion:
            "By canonical id, any identifier or citation key: 42, 10.1172/JCI125534, pmid:31, carmack2019heroin.")

    @Argument(help: "Canonical id, identifier or citation key.")
    var id: String

    @Flag(name: .long, help: "What each source said, as received.")
    var raw = false

    @Flag(name: .long, help: "Each field with its records and the rule that picked it.")
    var provenance = false

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let house = try global.house()
            if raw {
                for bytes in try house.rawRecords(of: id) { Talk.data(bytes + [UInt8(ascii: "\n")]) }
            } else if global.json {
                Talk.data(try house.recordJSON(id))
            } else {
                for line in try house.describe(id, provenance: provenance) { Talk.line(line) }
            }
            return .complete
        }
    }
}

struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tells why two records are one, or are not.",
        discussion: "Each side is a record key such as crossref:10.1172/jci125534, or any identifier.")

    @Argument(help: "One record.")
    var a: String

    @Argument(help: "Another.")
    var b: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        try await reporting {
            let explanation = try global.house().explain(a, b)
            if global.json {
                Talk.data(explanation.json() + [UInt8(ascii: "\n")])
            } else {
                for line in explanation.lines { Talk.line(line) }
            }
            return .complete
        }
    }
}

struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Finds records by words of title, authors, journal and abstract.")

    @Argument(help: "Words; all must occur.")
    var words: [String]

    @Option(name: .long, help: "Most hits.")
    var limit: Int = 20

    @Option(
        name: .shortAndLong, help: "text, markdown, csl-json, bibtex, biblatex, ris, nbib, endnote-xml, jsonl or csv.",
        completion: .list(Offer.formats))
    var format: String = "text"

    @OptionGroup var form: WritingOptions

    @OptionGroup var global: GlobalOptions

    func validate() throws {
        if limit < 1 { throw ValidationError("--limit takes 1 or more") }
    }

    func run() async throws {
        try await reporting {
            let house = try global.house()
            let found = try house.search(
                words.joined(separator: " "), limit: limit, writing: form.writing(global.json ? "jsonl" : format),
                numbered: !global.json && format == "text", write: Talk.data)
            if found == 0, !global.quiet { Talk.say("nothing found") }
            return .complete
        }
    }
}
