import Records
import TestSupport

/// Records that try a format: each kind of thing, each sort of sign.
enum Specimens {
    static let all: [CanonicalRecord] = [
        article, preprint, dataset, chapter, report, names, signs, retracted, repeated, numbered, titleOnly, nothing,
    ].enumerated().map { number, record in
        CanonicalRecord(
            id: Int64(number + 1), members: [record.key], record: record,
            provenance: record.title == nil ? [:] : [.title: Provenance(records: [record.key], rule: "only")])
    }

    static let article: Record = {
        var record = Record.made(
            "10.5555/ibid.1", title: "Learning circuits of the rat",
            authors: ["Carmack, Stephanie A.", "Keeley, Robin J."],
            year: 2019, journal: "Journal of Imaginary Results", issns: ["0021-9738", "1558-8238"], volume: "129",
            issue: "6", pages: "2480-2484", doi: "10.5555/ibid.1", pmid: "30985295",
            abstract: "First paragraph.\nSecond paragraph.", updated: 1_700_000_000)
        record.subtitle = "a study in DNA"
        record.container.shortTitle = "J. Imag. Res."
        record.issued = .value(PartialDate(year: 2019, month: 6, day: 3))
        record.publishedOnline = PartialDate(year: 2019, month: 5, day: 13)
        record.contributors[0].orcid = "0000-0002-1825-0097"
        record.contributors[0].affiliations = ["Institute of Results"]
        record.publisher = "Imaginary Press"
        record.languages = ["en"]
        record.keywords = ["learning", "rat"]
        record.licenses = ["https://creativecommons.org/licenses/by/4.0/"]
        record.relations = [Relation(.hasPreprint, Identifier(.arxiv, "2104.12255"))]
        record.url = "https://journal.example/1?a=1&b=2"
        record.citationCount = 35
        return record
    }()

    static let preprint: Record = {
        var record = Record.made(
            "2104.12255", source: "datacite", type: .article, title: "Learning circuits of the rat",
            authors: ["Carmack, S. A."], doi: "10.48550/arxiv.2104.12255")
        record.identifiers.append(Identifier(.arxiv, "2104.12255"))
        record.issued = .value(PartialDate(year: 2018, month: 12))
        record.publisher = "arXiv"
        return record
    }()

    static let dataset: Record = {
        var record = Record.made(
            "10.5281/zenodo.900001", source: "datacite", type: .dataset, title: "Recordings of circuits",
            authors: ["Keeley, Robin"], year: 2019, doi: "10.5281/zenodo.900001")
        record.publisher = "Zenodo"
        record.version = "v1.2"
        return record
    }()

    static let chapter: Record = {
        var record = Record.made(
            "ch4", type: .chapter, title: "How rats learn", authors: ["Plato", "Jones, Ann"], year: 1999,
            journal: "A handbook of rats", pages: "17-39")
        record.contributors.append(Contributor(role: .editor, name: Name(family: "Smith", given: "Bo")))
        record.contributors.append(Contributor(role: .translator, name: Name(family: "Roe", given: "Cy")))
        record.container.isbns = ["9783161484100"]
        record.series = "Handbooks"
        record.place = "Delft"
        record.edition = "2"
        record.publisher = "Imaginary Press"
        return record
    }()

    static let report: Record = {
        var record = Record.made(
            "r1", type: .report, title: "Health in 1923", authors: ["Society for Rats and Mice, Inc."])
        record.contributors[0].name = Name(literal: "Society for Rats and Mice, Inc.")
        record.issued = .asGiven("Spring or summer 1923")
        record.articleNumber = "TR-2020-12"
        return record
    }()

    static let names: Record = {
        var record = Record.made(
            "n1", title: "Größe, naïveté und 心", year: 2001, journal: "Ænigma", pages: "e1001-e1009")
        record.contributors = [
            Contributor(
                name: Name(family: "van der Berg", given: "Åsa-Øyvind", suffix: "Jr.", particle: "van der")),
            Contributor(name: Name(family: "Łukasiewicz", given: "İnci")),
            Contributor(name: Name(family: "Sand and Sea", given: "D.")),
        ]
        record.issued = .value(PartialDate(year: 2001, season: 3))
        record.articleNumber = "e1001"
        return record
    }()

    static let signs: Record = {
        var record = Record.made(
            "s1", title: "50% of {A&B}_i at $x^2$ ~ #1 \\alpha, \"so\" <b> |c| } &\u{301}", authors: ["O'Neil, J\\o"],
            year: 2020, journal: "R&D_Letters", doi: "10.5555/a_b(c)<d>{e}%2",
            abstract: "Line one\r\nER  - \nTY  - JOUR")
        record.otherTitles = ["Ein\u{2028}Titel"]
        record.keywords = ["a,b", "c;d"]
        return record
    }()

    static let retracted: Record = {
        var record = Record.made(
            "x1", title: "Is it so?", authors: (1...10).map { "Author\($0), A." }, year: 2010, journal: "J")
        record.isRetracted = true
        return record
    }()

    /// Its citation key would be the article's.
    static let repeated = Record.made(
        "10.5555/ibid.1b", title: "Learning nothing", authors: ["Carmack, S."], year: 2019)

    /// Its number is no range of pages.
    static let numbered: Record = {
        var record = Record.made("a7", title: "By number")
        record.articleNumber = "e-2020-7"
        return record
    }()

    static let titleOnly = Record.made("t1", type: nil, title: "Only a title")

    static let nothing = Record.made("0", type: nil)
}
