import Export
import Foundation
import FoundationXML
import Records
import TestSupport
import Testing

extension ExportFormat {
    func written(_ records: [CanonicalRecord]) -> [UInt8] {
        var exporter = Exporter(format: self)
        var out = exporter.head()
        for record in records { out += exporter.entry(record) }
        return out + exporter.tail()
    }

    func text(_ record: Record) -> String {
        let canonical = CanonicalRecord(members: [record.key], record: record, provenance: [:])
        return String(decoding: written([canonical]), as: UTF8.self)
    }
}

@Suite("Every format")
struct GoldenTests {
    static let endings: [ExportFormat: String] = [
        .cslJSON: "json", .bibtex: "bib", .biblatex: "biblatex.bib", .ris: "ris", .nbib: "nbib", .endNoteXML: "xml",
        .jsonl: "jsonl", .csv: "csv", .markdown: "md", .text: "txt",
    ]

    /// `IBID_GOLDEN=1` (`make golden`) writes the files anew: read the difference before you keep it.
    @Test("writes what is on file", arguments: ExportFormat.allCases)
    func golden(format: ExportFormat) throws {
        let ending = try #require(Self.endings[format])
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/specimens.\(ending)")
        let written = format.written(Specimens.all)
        if ProcessInfo.processInfo.environment["IBID_GOLDEN"] == "1" { try Data(written).write(to: file) }
        let expected = [UInt8](try Data(contentsOf: file))
        #expect(written == expected, "\(String(decoding: written, as: UTF8.self))")
        // A `.bib` file is BibTeX unless somebody says otherwise.
        if format != .biblatex { #expect(ExportFormat(fileExtension: ending.uppercased()) == format) }
    }

    @Test(
        "writes what was removed as it is on file, each record with the one that is kept",
        arguments: ExportFormat.allCases)
    func goldenRemoved(format: ExportFormat) throws {
        let ending = try #require(Self.endings[format])
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/removed.\(ending)")
        let kept = RecordKey(source: "crossref", key: "10.5555/{kept}\nhere")
        var exporter = Exporter(format: format, listsRemoved: true)
        var written = exporter.head()
        for (record, bits) in [(Specimens.article, 17.20449), (Specimens.retracted, -0.5), (Specimens.nothing, nil)] {
            written += exporter.entry(
                RemovedRecord(record: record, kept: kept, link: bits.map { _ in kept }, bits: bits))
        }
        written += exporter.tail()
        if ProcessInfo.processInfo.environment["IBID_GOLDEN"] == "1" { try Data(written).write(to: file) }
        let expected = [UInt8](try Data(contentsOf: file))
        #expect(written == expected, "\(String(decoding: written, as: UTF8.self))")
    }

    @Test("writes the same bytes each time", arguments: ExportFormat.allCases)
    func deterministic(format: ExportFormat) {
        let once = format.written(Specimens.all)
        for _ in 0..<3 { #expect(format.written(Specimens.all) == once) }
        #expect(format.written([]) == format.written([]))
    }

    @Test("takes a record with no fields, or none but a title", arguments: ExportFormat.allCases)
    func bare(format: ExportFormat) {
        #expect(format.text(Specimens.titleOnly).contains("Only a title"))
        #expect(format.text(Specimens.nothing).contains { !$0.isWhitespace })
    }

    @Test("is valid UTF-8 whatever the values hold, and never traps", arguments: ExportFormat.allCases)
    func noise(format: ExportFormat) throws {
        var random = SeededGenerator(seed: 8)
        let pieces = [
            "a", "{", "}", "\\", "\"", "&", "%", "$", "#", "_", "~", "^", "\n", "\r\n", "\u{0}", "\u{301}", "\u{2028}",
            ",", ";", " and ", "ER  - ", "@article{", " ", "心", "-", "<i>",
        ]
        func text() -> String {
            (0..<Int.random(in: 0...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        let records = (0..<150).map { number in
            var record = Record(key: RecordKey(source: text(), key: text()))
            record.type = WorkType.allCases.randomElement(using: &random)
            record.title = text()
            record.subtitle = text()
            record.contributors = (0..<3).map { _ in
                Contributor(
                    role: Role.allCases.randomElement(using: &random) ?? .author,
                    name: Name(
                        family: text(), given: text(), suffix: text(),
                        literal: Bool.random(using: &random) ? text() : nil))
            }
            record.container = Container(title: text(), shortTitle: text(), issns: [text()], isbns: [text()])
            record.identifiers = Scheme.allCases.map { Identifier($0, text()) }
            record.issued = .asGiven(text())
            if number % 2 == 0 {
                record.issued = .value(PartialDate(year: number - 20, month: number % 15, day: number))
            }
            record.pages = text()
            record.abstract = text()
            record.keywords = [text(), text()]
            record.url = text()
            return record
        }
        let out = format.written(
            records.map { CanonicalRecord(members: [$0.key], record: $0, provenance: [:]) })
        let written = try #require(String(validating: out, as: UTF8.self))
        switch format {
        case .cslJSON:
            #expect((try JSONSerialization.jsonObject(with: Data(out)) as? [Any])?.count == records.count)
        case .jsonl:
            let lines = out.split(separator: UInt8(ascii: "\n"))
            #expect(lines.count == records.count)
            for line in lines { #expect(try JSONSerialization.jsonObject(with: Data(line)) is [String: Any]) }
        case .bibtex, .biblatex:
            for entry in try bibtexEntries(written) { #expect(entry.hasPrefix("@")) }
            #expect(try bibtexEntries(written).count == records.count)
        case .ris:
            #expect(risRecords(written).count == records.count)
        case .csv:
            // Quotes come in pairs.
            #expect(out.count { $0 == UInt8(ascii: "\"") } % 2 == 0)
        case .nbib:
            #expect(written.split(separator: "\n\n").count == records.count)
            for line in written.split(separator: "\n") {
                #expect(Array(line.utf8).dropFirst(4).starts(with: "-".utf8), "\(line)")
            }
        case .endNoteXML:
            let parser = XMLParser(data: Data(out))
            let counter = ElementCounter()
            parser.delegate = counter
            #expect(parser.parse())
            #expect(counter.records == records.count)
        case .text, .markdown:
            #expect(written.split(separator: "\n", omittingEmptySubsequences: false).count == records.count + 1)
        }
    }
}

final class ElementCounter: NSObject, XMLParserDelegate {
    var records = 0

    func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if name == "record" { records += 1 }
    }
}

struct Unbalanced: Error { var at: String }

/// Entries as BibTeX cuts them: by counting braces, backslash or not.
func bibtexEntries(_ text: String) throws -> [String] {
    var entries: [String] = []
    var depth = 0
    var entry = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
        if depth == 0, entry.isEmpty, scalar == "\n" { continue }
        entry.append(scalar)
        if scalar == "{" { depth += 1 }
        if scalar == "}" {
            depth -= 1
            if depth < 0 { throw Unbalanced(at: String(entry)) }
            if depth == 0 {
                entries.append(String(entry))
                entry = .init()
            }
        }
    }
    if depth != 0 || !entry.isEmpty { throw Unbalanced(at: String(entry)) }
    return entries
}

/// Records as RIS readers cut them: each line has a tag, each record begins with TY and ends with ER.
func risRecords(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var current: [String] = []
    // By CR and LF: Swift's Character takes the two for one.
    for line in text.components(separatedBy: "\r\n") where !line.isEmpty {
        let scalars = Array(line.unicodeScalars)
        let isTagged =
            scalars.count >= 6 && String(String.UnicodeScalarView(scalars[2..<6])) == "  - "
            && scalars[0].properties.isUppercase
            && (scalars[1].properties.isUppercase || ("0"..."9").contains(scalars[1]))
        if !isTagged || line.unicodeScalars.contains(where: { $0 == "\n" || $0 == "\r" }) { return [] }
        current.append(line)
        if line == "ER  - " {
            if current.first?.hasPrefix("TY  - ") == true { records.append(current) }
            current = []
        }
    }
    return current.isEmpty ? records : []
}

@Suite("A reference in BibTeX")
struct BibTeXTests {
    static func line(_ name: String, of record: Record) -> String? {
        ExportFormat.bibtex.text(record).split(separator: "\n").first { $0.hasPrefix("  \(name) = ") }
            .map { $0.hasSuffix(",") ? String($0.dropLast()) : String($0) }
    }

    @Test(
        "escapes what TeX would read, and nothing else",
        arguments: [
            ("plain", "plain"), ("a & b", "a \\& b"), ("50%", "50\\%"), ("$5", "\\$5"), ("#1", "\\#1"),
            ("x_i", "x\\_i"),
            ("{", "\\textbraceleft{}"), ("}", "\\textbraceright{}"), ("~", "\\textasciitilde{}"),
            ("^", "\\textasciicircum{}"), ("\\", "\\textbackslash{}"), ("a\nb", "a b"), ("é心\"'<>", "é心\"'<>"),
            ("&\u{301}", "\\&\u{301}"),
        ])
    func escapes(value: String, written: String) {
        #expect(Self.line("title", of: .made("1", title: value)) == "  title = {\(written)}")
    }

    @Test(
        "keeps capitals that a style would lower",
        arguments: [
            ("The DNA of mRNA", "The {DNA} of {mRNA}"), ("Rats in Paris", "Rats in Paris"), ("A B", "A {B}"),
            ("What rats of Paris learn in spring", "What rats of {Paris} learn in spring"),
            (
                "Heroin Addiction Engages Negative Emotional Learning",
                "Heroin Addiction Engages Negative Emotional Learning"
            ),
            ("Relapse: Cues and what they do", "Relapse: Cues and what they do"),
            ("Vitamin C and hepatitis B, again", "Vitamin {C} and hepatitis {B}, again"),
            ("(COVID-19) in Rattus norvegicus of New York", "({COVID-19}) in {Rattus} norvegicus of {New} {York}"),
            ("Post-Traumatic Stress-Related Disorders", "Post-Traumatic Stress-Related Disorders"),
            ("&DNA", "\\&{DNA}"), ("a&B", "{a\\&B}"),
            ("pH-dependent", "{pH-dependent}"),
        ])
    func capitals(title: String, written: String) {
        #expect(Self.line("title", of: .made("1", title: title)) == "  title = {\(written)}")
    }

    @Test("keeps the capitals of German nouns")
    func german() {
        var record = Record.made("1", title: "Über Österreich und die Größe")
        record.languages = ["de"]
        #expect(Self.line("title", of: record) == "  title = {Über {Österreich} und die {Größe}}")
    }

    @Test("keeps the names of groups whole, and what would part names within braces")
    func people() {
        #expect(
            Self.line("author", of: Specimens.names)
                == "  author = {van der Berg, Jr., Åsa-Øyvind and Łukasiewicz, İnci and {Sand and Sea}, D.}")
        #expect(Self.line("author", of: Specimens.report) == "  author = {{Society for Rats and Mice, Inc.}}")
        var record = Record.made("1")
        record.contributors = [Contributor(name: Name(family: "Smith, PhD", given: "Al")), Contributor(name: Name())]
        #expect(Self.line("author", of: record) == "  author = {{Smith, PhD}, Al}")
    }

    @Test("writes ranges with two hyphens, article numbers as they are, and addresses untouched")
    func verbatim() {
        #expect(Self.line("pages", of: Specimens.article) == "  pages = {2480--2484}")
        #expect(Self.line("number", of: Specimens.report) == "  number = {TR-2020-12}")
        #expect(Self.line("pages", of: Specimens.report) == nil)
        #expect(Self.line("pages", of: Specimens.numbered) == "  pages = {e-2020-7}")
        #expect(Self.line("url", of: Specimens.article) == "  url = {https://journal.example/1?a=1&b=2}")
        #expect(Self.line("doi", of: Specimens.signs) == "  doi = {10.5555/a_b(c)<d>%7Be%7D%2}")
    }

    @Test("has a key of its own")
    func keys() throws {
        let text = String(decoding: ExportFormat.bibtex.written(Specimens.all), as: UTF8.self)
        let keys = try bibtexEntries(text).compactMap { $0.split(separator: "\n").first }
        #expect(Set(keys).count == Specimens.all.count)
        #expect(keys.first == "@article{carmack2019learning,")
        #expect(keys[8] == "@article{carmack2019learninga,")
    }
}

@Suite("A reference in RIS")
struct RISTests {
    @Test("has one line a value, whatever line breaks the value holds")
    func lines() {
        let text = String(decoding: ExportFormat.ris.written(Specimens.all), as: UTF8.self)
        let records = risRecords(text)
        #expect(records.count == Specimens.all.count)
        #expect(records[6].contains("AB  - Line one ER  -  TY  - JOUR"))
        #expect(records[6].contains("TT  - Ein Titel"))
        #expect(!text.unicodeScalars.contains("\u{2028}"))
    }

    @Test("begins with its type and parts its pages")
    func tags() {
        let records = risRecords(String(decoding: ExportFormat.ris.written(Specimens.all), as: UTF8.self))
        #expect(
            records.map { $0[0] } == [
                "TY  - JOUR", "TY  - UNPB", "TY  - DATA", "TY  - CHAP", "TY  - RPRT", "TY  - JOUR", "TY  - JOUR",
                "TY  - JOUR", "TY  - JOUR", "TY  - JOUR", "TY  - GEN", "TY  - GEN",
            ])
        #expect(records[0].contains("SP  - 2480"))
        #expect(records[0].contains("EP  - 2484"))
        #expect(records[0].contains("DA  - 2019/06/03/"))
        #expect(records[1].contains("DA  - 2018/12//"))
    }
}

@Suite("A row of a table")
struct CSVRowTests {
    @Test(
        "says its type in a word that is read back as the same",
        arguments: [(WorkType.article, "preprint"), (.articleJournal, "article-journal"), (.peerReview, "peer-review")])
    func type(type: WorkType, word: String) {
        let text = ExportFormat.csv.text(.made("1", type: type, title: "T"))
        #expect(text.contains("\n1,crossref,\(word),T,,"))
    }
}
