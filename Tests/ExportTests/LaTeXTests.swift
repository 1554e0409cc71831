import Export
import Records
import TestSupport
import Testing

@Suite("BibTeX in ASCII")
struct LaTeXTests {
    static func line(_ title: String) -> String? {
        var exporter = Exporter(format: .bibtex, choices: ExportChoices(ascii: true))
        let record = Record.made("1", title: title)
        let entry = exporter.entry(CanonicalRecord(members: [record.key], record: record, provenance: [:]))
        return String(decoding: entry, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("  title = ") }
            .map { String($0.dropFirst("  title = {".count).dropLast($0.hasSuffix(",") ? 2 : 1)) }
    }

    @Test(
        "spells letters with marks, Greek and signs as commands, and leaves what TeX has none for",
        arguments: [
            ("über", "{\\\"u}ber"), ("naïve", "na{\\\"i}ve"), ("çedilla", "{\\c{c}}edilla"),
            ("ångström", "{\\aa}ngstr{\\\"o}m"),
            ("løse ßtaat", "l{\\o}se {\\ss}taat"), ("ễ", "{\\~{\\^e}}"), ("ș", "{\\textcommabelow{s}}"),
            ("ǿ", "{\\'{\\o}}"),
            ("x\u{304}", "{\\=x}"), ("u\u{308}", "{\\\"u}"), ("ả", "ả"), ("ȁ", "ȁ"), ("心", "心"),
            ("α to β", "{$\\alpha$} to {$\\beta$}"), ("x₂ ≤ 10⁻³", "x{$_{2}$} {$\\leq$} 10{$^{-}$}{$^{3}$}"),
            ("a–b — “c” d’e…", "a--b --- ``c'' d'e\\ldots{}"), ("10 °C", "10 \\textdegree{}{C}"),
            ("<i>", "\\textless{}i\\textgreater{}"),
            ("the ÜBER word", "the {{\\\"U}BER} word"), ("&\u{301}", "\\&\u{301}"),
        ])
    func ascii(title: String, written: String) { #expect(Self.line(title) == written) }

    @Test("spells every Latin letter with a mark of its own as a command, or leaves it as it is")
    func everyLetter() {
        for value in Array(0xC0...0x24F) + Array(0x1E00...0x1EFF) {
            guard let scalar = Unicode.Scalar(UInt32(value)), scalar.properties.isAlphabetic else { continue }
            let written = Self.line("x " + String(scalar) + " x") ?? ""
            let isWhole = written.unicodeScalars.allSatisfy(\.isASCII) || written.unicodeScalars.contains(scalar)
            #expect(isWhole, "\(scalar): \(written)")
            #expect(
                !written.contains("\(scalar)") || written.contains("x \(scalar) x") || written.contains("{\(scalar)}"))
        }
    }

    @Test(
        "parts names as BibTeX does",
        arguments: [
            (Name(family: "van der Berg", given: "A.", particle: "van der"), "van der Berg, A."),
            (Name(family: "Sa e Silva", given: "B."), "{Sa e Silva}, B."),
            (Name(family: "Van Dyke", given: "D.", particle: "Van"), "Van Dyke, D."),
            (Name(family: "de la Cruz y Vega", given: "C.", particle: "de la"), "de la {Cruz y Vega}, C."),
            (Name(family: "King", given: "M. L.", suffix: "Jr."), "King, Jr., M. L."),
            (Name(family: "King", suffix: "III"), "King, III, {}"), (Name(given: "Cher"), "{Cher}"),
            (Name(literal: "Rats and Mice, Inc."), "{Rats and Mice, Inc.}"),
            (Name(family: "Others", given: "An"), "{Others}, An"),
            (Name(family: "Sand AND Sea", given: "E."), "{Sand AND Sea}, E."),
        ])
    func names(name: Name, written: String) {
        var record = Record.made("1", title: "T")
        record.contributors = [Contributor(name: name)]
        #expect(BibTeXTests.line("author", of: record) == "  author = {\(written)}")
    }
}

@Suite("A field that a record kept")
struct KeptFieldTests {
    @Test("comes back in its own format, unless that is written already, and in no other")
    func roundTrip() throws {
        var record = Record.made("1", title: "T", journal: "J", doi: "10.5555/1")
        record.kept = [
            KeptField("bibtex:file", ":a_b{c}.pdf:PDF"), KeptField("bibtex:journal", "another"),
            KeptField("bibtex:key", "Mine2020"),
            KeptField("bibtex:owner", "me & you"), KeptField("bibtex:bad name", "x"),
            KeptField("csl:archive", "The archive"),
            KeptField("csl:categories", #"["a","b"]"#),
            KeptField("csl:original-date", #"{"date-parts":[[1999,2]],"strange":1}"#),
            KeptField("csl:recipient", #"[{"family":"R","given":"S","strange":"x"}]"#), KeptField("csl:accessed", "[1"),
            KeptField("csl:strange", "odd"), KeptField("endnote-xml:research-notes", "a < b"),
            KeptField("nbib:OWN", "NLM"),
            KeptField("nbib:SB", "IM"), KeptField("ris:C1", "one"), KeptField("ris:DO", "10.5555/other"),
            KeptField("ris:N1", "n"),
            KeptField("ris:TY", "EJOUR"), KeptField("ris:ER", ""), KeptField("type", "neither"),
        ]
        func text(_ format: ExportFormat) -> String { format.text(record) }
        let bibtex = text(.bibtex)
        #expect(bibtex.hasPrefix("@article{Mine2020,\n"))
        #expect(bibtex.contains("  file = {:a_b{c}.pdf:PDF},\n") && bibtex.contains("  owner = {me \\& you},\n"))
        #expect(bibtex.contains("  journal-2 = {another},\n") && bibtex.contains("  bad-name = {x}\n"))
        #expect(!bibtex.contains("bad name") && !bibtex.contains("odd"))
        #expect(text(.biblatex).contains("  owner = {me \\& you}"))
        let csl = text(.cslJSON)
        #expect(
            csl.contains(#""archive":"The archive","categories":["a","b"],"original-date":{"date-parts":[[1999,2]]}"#))
        #expect(csl.contains(#""recipient":[{"family":"R","given":"S"}]"#))
        #expect(csl.contains(#""custom":{"accessed":"[1","strange":"odd"}"#))
        #expect(text(.ris).hasPrefix("TY  - EJOUR\r\n"))
        #expect(text(.ris).contains("C1  - one\r\nN1  - n\r\nER  - \r\n") && !text(.ris).contains("other"))
        #expect(text(.nbib).contains("OWN - NLM\n") && text(.nbib).contains("SB  - IM\n"))
        #expect(
            text(.endNoteXML).contains(
                "<research-notes><style face=\"normal\" font=\"default\" size=\"100%\">a &lt; b</style>"))
    }
}

@Suite("A kept field that a reader would take for the record's own")
struct NumberedFieldTests {
    @Test(
        "has a number, even where it is the only one of its name",
        arguments: [
            (ExportFormat.bibtex, "date", "2018-12-30/2019-01-03", "date-2"), (.biblatex, "date", "1999", "date-2"),
            (.bibtex, "date", "2019-01/2019-03", "date"), (.bibtex, "subtitle", "Sub2", "subtitle-2"),
            (.biblatex, "year", "1999", "year-2"), (.biblatex, "volume", "7", "volume-2"),
            (.bibtex, "author", "Roe, A", "author-2"), (.bibtex, "date-2", "1999", "date-2"),
            (.bibtex, "doi", "10.5555/2", "kept-doi"), (.bibtex, "pmid", "12", "pmid-2"),
            (.biblatex, "editortype", "compiler", "editortype-2"), (.biblatex, "editortype", "redactor", "editortype"),
            (.biblatex, "organization", "Owls", "organization"), (.bibtex, "isbn", "unknown", "isbn"),
            (.bibtex, "isbn", "978-0-306-40615-7", "isbn-2"), (.bibtex, "issue", "4", "issue"),
            (.biblatex, "note", "Retracted", "note-2"), (.biblatex, "eprint", "1706.03762", "eprint-2"),
            (.biblatex, "owner", "me", "owner"),
        ])
    func numbers(format: ExportFormat, name: String, value: String, written: String) throws {
        var record = Record.made("1", title: "T", journal: "J", doi: "10.5555/1")
        record.issued = .value(PartialDate(year: 2019, month: 1))
        record.issue = "3"
        record.publisher = "P"
        record.kept = [KeptField("bibtex:" + name, value)]
        #expect(format.text(record).contains("  \(written) = {\(value)}"))
    }
}

@Suite("What a record kept of names")
struct KeptNameTests {
    @Test("finds its name among thousands in time in proportion to their number")
    func many() {
        var record = Record.made("1", title: "T")
        for place in 0..<30_000 {
            record.contributors.append(Contributor(name: Name(family: "van Berg", given: "A\(place)")))
            record.kept.append(KeptField("csl:author/\(place)/dropping-particle", "van"))
        }
        let clock = ContinuousClock()
        var text = ""
        let time = clock.measure { text = ExportFormat.cslJSON.text(record) }
        #expect(text.contains(#"{"family":"Berg","given":"A29999","dropping-particle":"van"}"#))
        // Each with each would take minutes.
        #expect(time < .seconds(60))
    }

    @Test("has second values under numbers of their own, in time in proportion to them")
    func manyValues() {
        var record = Record.made("1", title: "T")
        for place in 0..<30_000 { record.kept.append(KeptField("bibtex:title", "T\(place)")) }
        let clock = ContinuousClock()
        var text = ""
        let time = clock.measure { text = ExportFormat.bibtex.text(record) }
        #expect(text.contains("  title-2 = {T0},\n") && text.contains("  title-30001 = {T29999}\n"))
        #expect(time < .seconds(60))
    }
}

@Suite("Words for types")
struct TypeTableTests {
    @Test(
        "are there for every type, and lead back to it unless it shares its word",
        arguments: [
            ("ris", TypeTable.ris), ("bibtex", .bibtex), ("biblatex", .biblatex), ("nbib", .nbib),
            ("endnote-xml", .endNote),
        ])
    func both(name: String, table: TypeTable) throws {
        for type in WorkType.allCases {
            let word = try #require(table.written[type], "\(name) \(type)")
            #expect((table.read[word] == type) == !table.shared.contains(type), "\(name) \(type) \(word)")
        }
        #expect(table.written.values.contains(table.fallback))
        if name == "endnote-xml" {
            #expect(Set(TypeTable.endNoteNumbers.keys) == Set(table.read.keys).union(table.written.values))
            #expect(Set(TypeTable.endNoteNumbers.values).count == TypeTable.endNoteNumbers.count)
        }
    }
}
