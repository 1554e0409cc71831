import Normalizer
import Records
import TestSupport

/// Makes records as catalogs hold them: what is made up is said by a source and normalized.
struct RecordGenerator {
    private var random: SeededGenerator
    private var number = 0

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// - Parameter format: Whose kept fields the records bring along: `csl`, `ris`, `bibtex`, `nbib`, `endnote-xml`.
    static func records(_ count: Int, seed: UInt64, keeping format: String?) -> [Record] {
        var generator = RecordGenerator(seed: seed)
        return (0..<count).map { _ in generator.record(keeping: format) }
    }

    // MARK: Chance

    private mutating func one<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &random)] }
    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    private mutating func digits(_ count: Int) -> String {
        (0..<count).map { String(int($0 == 0 ? 1...9 : 0...9)) }.joined()
    }

    // MARK: Words

    private static let openings = [
        "Learning circuits of", "On the taste of", "Der Schlaf von", "Sur la mémoire de", "mRNA levels in",
        "Vitamin C and",
        "COVID-19 among", "A note on", "What Paris teaches", "Größe und Grenze:", "Об учении", "心と",
        "The U.S. market for",
        "e-Health for", "pH of", "Is it so with", "HIV/AIDS in", "Einstein’s letters to", "DNA—and",
        "Ein \"Versuch\" über",
    ]
    private static let middles = [
        "rats", "the barn owl", "honey bees", "Łódź", "α-synuclein", "mice & men", "50% of {sets}", "C# and F#", "a_b",
        "x^2 ~ y", "$5 wine", "back\\slash", "p < 0.05", "a > b", "the -- dash", "``quotes''", "O'Neil", "[18F]FDG",
        "ǎ and ø", "Ελλάδα", "中文", "and others", "A and B; C", "“smart” ‘ones’", "İstanbul", "naïveté", "H2O", "n = 12",
        "{B}races", "it's", "½ cup", "x, y and z", "#1", "|bars|", "a/b", "100 %", "@home", "`tick",
    ]
    private static let endings = [
        "in winter", "under dim light", "a cohort study", "(part 2)", "revisited", "at 5 °C", "of the brain?", "again!",
        "vs. controls", "et al.", "for all", "…", "in vivo", "I", "über alles", "and so on",
    ]

    private mutating func phrase() -> String { "\(one(Self.openings)) \(one(Self.middles)) \(one(Self.endings))" }
    private mutating func words() -> String { "\(one(Self.middles)) \(one(Self.endings))" }

    private static let families = [
        "Carmack", "van der Berg", "de Souza", "O'Neil", "Łukasiewicz", "Müller-Lüdenscheidt", "Nguyễn",
        "García Márquez",
        "von Neumann", "McDonald", "Ó Briain", "Çelik", "Schütz", "al-Rashid", "D'Angelo", "ten Brink", "Smith", "Li",
        "Ng", "Åkesson", "山田", "Иванов", "Sand", "Others", "Bäcker",
    ]
    private static let givens = [
        "Stephanie A.", "S. A.", "Jan", "José María", "Åsa-Øyvind", "J.-P.", "Q", "Mary Ann", "X. Y. Z.", "Ana", "İnci",
        "K", "花子", "Пётр", "Ole", "William H.",
    ]
    private static let groups = [
        "World Health Organization", "CERN", "Society for Rats and Mice, Inc.", "The ENIGMA Consortium",
        "NHS & Friends Group",
        "Ministry of Health; Office B", "Team {Alpha}", "Institut für Größe", "Barnes and Noble", "CONSORT Group, the",
    ]

    private mutating func person(_ role: String) -> SourceContributor {
        var person = SourceContributor(role: role)
        switch int(0...11) {
        case 0:
            person.name = one(Self.groups)
            person.isGroup = true
        case 1: person.name = one(["Plato", "Aristotle", "Sukarno", "Ægir"])
        default:
            person.family = one(Self.families)
            person.given = one(Self.givens)
            if chance(8) { person.suffix = one(["Jr.", "III", "Sr."]) }
        }
        if role == "author", person.isGroup != true, chance(25) { person.orcid = one(Self.orcids) }
        if role == "author", chance(20) {
            person.affiliations = ["Institute of \(one(Self.middles))", "Dept. B, Łódź"]
        }
        return person
    }

    private static let orcids = ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"]

    // MARK: Numbers

    /// With its check digit.
    private mutating func issn() -> String {
        let signs = digits(7)
        let sum = zip(signs.utf8, (2...8).reversed()).reduce(0) { $0 + (Int($1.0) - 48) * $1.1 }
        let check = (11 - sum % 11) % 11
        return "\(signs.prefix(4))-\(signs.suffix(3))\(check == 10 ? "X" : String(check))"
    }

    private mutating func isbn() -> String {
        let signs = "978" + digits(9)
        let sum = signs.utf8.enumerated().reduce(0) { $0 + (Int($1.element) - 48) * ($1.offset % 2 == 0 ? 1 : 3) }
        return signs + String((10 - sum % 10) % 10)
    }

    private mutating func date() -> SourceDate {
        let year = int(1850...2026)
        switch int(0...5) {
        case 0: return SourceDate(kind: "issued", parts: [year])
        case 1: return SourceDate(kind: "issued", parts: [year, int(1...12)])
        case 2: return SourceDate(kind: "issued", parts: [year, int(21...24)])
        case 3:
            return chance(20)
                ? SourceDate(kind: "issued", text: one(["forthcoming", "n.d.", "Easter term"]))
                : SourceDate(kind: "issued", parts: [year, 2, 28])
        default: return SourceDate(kind: "issued", parts: [year, int(1...12), int(1...28)])
        }
    }

    // MARK: Records

    /// In sources' words: `review` is an article that reviews others.
    private static let types = WorkType.allCases.map { $0 == .peerReview ? "peer-review" : $0.rawValue }

    mutating func record(keeping format: String?) -> Record {
        number += 1
        var said = SourceRecord(source: "made", key: "\(number)")
        // Half of them are articles, as in life.
        said.type = chance(50) ? "article-journal" : chance(4) ? nil : one(Self.types)
        said.titles = [phrase()]
        if chance(30) { said.subtitles = [words()] }
        if chance(10) { said.originalTitles = [phrase()] + (chance(30) ? [phrase()] : []) }
        for _ in 0..<int(0...5) { said.contributors.append(person("author")) }
        for role in Role.allCases where role != .author && chance(role == .editor ? 20 : 4) {
            for _ in 0..<int(1...2) { said.contributors.append(person(role.rawValue)) }
        }
        if chance(70) {
            said.containerTitles = ["Journal of \(words())"]
            if chance(40) { said.shortContainerTitles = ["J. \(one(Self.middles))"] }
            for _ in 0..<int(0...2) { said.issns.append(issn()) }
        }
        if chance(20) { for _ in 0..<int(1...2) { said.isbns.append(isbn()) } }
        if chance(40) { said.publisher = one(["Imaginary Press", "Sons & Daughters", "Łódź U.P.", "A, B and C"]) }
        if chance(25) { said.place = one(["Delft", "New York, NY", "Zürich & Bern", "São Paulo"]) }
        if chance(60) { said.volume = one(["12", "IV", "101A", "2 Suppl", "Bd. 3"]) }
        if chance(50) { said.issue = one(["3", "5-6", "Suppl 2", "Pt 1", "10"]) }
        if chance(55) { said.pages = one(["12-19", "e12345", "S5-S9", "1123-1128", "iv-xii", "77", "e1-e9"]) }
        if chance(20) { said.articleNumber = one(["e1001", "TR-2020-12", "104", "A7"]) }
        if chance(15) { said.edition = one(["2", "Third", "2nd rev."]) }
        if chance(15) { said.version = one(["v1.2", "2", "2020-05"]) }
        if chance(15) { said.event = "Conference on \(one(Self.middles)), \(int(1990...2024))" }
        if chance(15) { said.series = "Studies in \(one(Self.middles))" }
        if chance(90) { said.dates.append(date()) }
        if chance(25) { said.dates.append(SourceDate(kind: "published-online", parts: [int(2000...2024), 5, 13])) }
        if chance(15) { said.dates.append(SourceDate(kind: "published-print", parts: [int(2000...2024), 7])) }
        if chance(50) {
            let lines = (0..<int(1...3)).map { _ in "\(phrase()). \(phrase())." }
            said.abstracts = [lines.joined(separator: chance(8) ? "\nER  - \nTY  - JOUR " : "\n")]
        }
        if chance(50) { said.languages = [one(["en", "de", "fr", "zh", "gsw"])] + (chance(20) ? ["es"] : []) }
        for _ in 0..<(chance(40) ? int(1...4) : 0) {
            said.keywords.append(
                one(["rat", "owls, barn", "learning; memory", "α-synuclein", "R&D", "{set}", "C++", "Łódź"]))
        }
        if chance(20) { said.licenses = ["https://creativecommons.org/licenses/by/4.0/"] }
        if chance(20) { said.funders = ["National Institute of Rats", "A, B & C"] }
        if chance(50) { said.url = "https://journal.example/\(number)?a=1&b=%20x_y~z#p" }
        identify(&said)
        if chance(15) {
            said.relations = [
                SourceRelation(
                    type: one(["isPreprintOf", "isSupplementTo", "cites"]), scheme: "doi", target: "10.5555/r\(number)")
            ]
        }
        if chance(10) { said.citationCount = int(0...500) }
        if chance(10) { said.referenceCount = int(1...90) }
        if let format { keep(format, &said) }
        var record = Normalizer().record(from: said).record
        record.isRetracted = record.isRetracted || chance(6)
        return record
    }

    private mutating func identify(_ said: inout SourceRecord) {
        if chance(60) {
            said.identifiers.append(
                SourceIdentifier(
                    scheme: "doi", value: "10.5555/\(one(["a", "x_y", "s(1)<2>", "q;2-#", "é"])).\(number)"))
        }
        if chance(30) { said.identifiers.append(SourceIdentifier(scheme: "pmid", value: digits(8))) }
        if chance(20) { said.identifiers.append(SourceIdentifier(scheme: "pmcid", value: "PMC" + digits(7))) }
        if chance(15) {
            said.identifiers.append(SourceIdentifier(scheme: "arxiv", value: "21\(one(["04", "11"])).\(digits(5))"))
        }
        if chance(12) {
            said.identifiers.append(
                one([
                    SourceIdentifier(scheme: "openalex", value: "W" + digits(9)),
                    SourceIdentifier(scheme: "corpusid", value: digits(8)),
                    SourceIdentifier(scheme: "geo", value: "GSE" + digits(5)),
                    SourceIdentifier(scheme: "handle", value: "2027/mdp.\(digits(6))"),
                    SourceIdentifier(scheme: "dblp", value: "journals/x/Li\(number)"),
                ]))
        }
    }

    /// Fields of a format that no field of a record holds; several of one name, in no order of the alphabet.
    private mutating func keep(_ format: String, _ said: inout SourceRecord) {
        let names: [String] =
            switch format {
            case "ris": ["N1", "C1", "ID", "Y2", "RN", "L1", "C4", "N1"]
            case "bibtex": ["timestamp", "annote", "x-field", "file", "annote", "crossref-note"]
            case "csl": ["genre", "archive", "note", "call-number", "medium", "my-own"]
            case "nbib": ["SB", "OWN", "STAT", "CI", "SB", "PHST"]
            case "endnote-xml": ["research-notes", "custom1", "label", "call-num", "custom1"]
            default: []
            }
        for name in names where chance(25) {
            said.others.append(SourceIdentifier(scheme: "\(format):\(name)", value: "\(words()) \(int(1...99))"))
        }
    }
}
