import Foundation
import Records
import Testing

@testable import Fetchers
@testable import Formats

@Suite("A BibTeX file")
struct BibTeXTests {
    private static func read(_ text: String, portion: Int = 1 << 20) -> TextFormatReading {
        TextFormatReading(BibTeX(), text, portion: portion)
    }

    @Test("says what its fields mean, and keeps what has no place under the name that it has")
    func fields() throws {
        let reading = Self.read(
            #"""
            @string{jms = {Journal of Marsh} # " Studies"}
            @Article{adler2019,
              author = "Adler, Mira and {Marsh Group} and John T. von der Baker and Doe, Jr., Jane and others",
              title  = {The {DNA} of $\alpha$-marsh {\"U}bersicht: 5\,\% \& more},
              journal = jms, volume = 12, number = {3}, pages = {101--109}, year = 2019, month = may,
              doi = {10.5555/marsh\_1}, eprint = {1706.03762}, archiveprefix = {arXiv},
              keywords = {salt marsh, tides}, file = {:a/b.pdf:PDF}, issn = {1234-5679},
            }
            """#)
        let said = try #require(reading.records.first)
        #expect(reading.problems.isEmpty)
        #expect(said.key == "adler2019" && said.kept("bibtex:key") == ["adler2019"])
        #expect(said.authorNames == ["Adler, Mira", "Marsh Group", "von der Baker, John T.", "Doe, Jr., Jane"])
        #expect(said.contributors[1].isGroup == true)
        #expect(said.titles == ["The DNA of α-marsh Übersicht: 5 % & more"])
        #expect(said.containerTitles == ["Journal of Marsh Studies"])
        #expect(said.volume == "12" && said.issue == "3" && said.pages == "101–109")
        #expect(said.dates == [SourceDate(kind: "issued", parts: [2019, 5])])
        #expect(said.identifiers.map(\.value) == ["10.5555/marsh_1", "1706.03762"])
        #expect(said.keywords == ["salt marsh", "tides"] && said.issns == ["1234-5679"])
        #expect(said.kept("bibtex:file") == [":a/b.pdf:PDF"])
    }

    static let tex: [(String, String)] = [
        (#"G\"odel"#, "Gödel"), (#"{\'E}tudes"#, "Études"), (#"Erd{\H{o}}s"#, "Erdős"), (#"\v{S}\'{\i}r"#, "Šír"),
        (#"\c{c}\k{a}\r{u}\=o\.z"#, "çąůōż"), (#"\AA ngstr\"om"#, "Ångström"), (#"Stra{\ss}e"#, "Straße"),
        (#"\o{}re and \L{}\'od\'z"#, "øre and Łódź"), (#"{{The} {DNA}}"#, "The DNA"), ("a--b---c", "a–b—c"),
        ("``quoted''", "“quoted”"), (#"H$_2$O"#, "H2O"), (#"$\beta$-decay at $E=mc^2$"#, "β-decay at E=mc2"),
        (#"costs \$5 \& 10\%"#, "costs $5 & 10%"), ("$5 and $6", "$5 and $6"),
        (#"\emph{E. coli} K\textsubscript{12}"#, "E. coli K12"),
        (#"\enquote{so} \url{http://a.b/~c_d}"#, "“so” http://a.b/~c_d"), ("a~b\n   c", "a b c"),
        ("un\\-break\\-able", "unbreakable"),
        (#"\unknown{kept} words"#, "kept words"), ("{", ""), ("}", ""), ("\\", "\\"), ("$", "$"), ("{{{{", ""),
        (#"\'"#, "´"), (#"\textasciitilde x \^{}"#, "~x ^"), (#"$\hat{x}$"#, "x̂"), ("日本 {語}", "日本 語"),
    ]

    @Test("has its TeX as Unicode", arguments: tex)
    func unicode(_ text: (String, String)) {
        #expect(TeXText.plain(text.0) == text.1)
    }

    static let broken: [(String, String, String)] = [
        ("no sign behind a name", "@book{x, title 5 {a}}", "f:1:16"),
        ("an entry never closed", "@book{x, title={a, year=1}\n", "f:4:"),
        ("a quote never closed", "@book{x, title=\"a, year=1}\n", "f:1:"),
        ("cut off", "@book{x, title={a}, year=", "f:3:"),
        ("nothing behind the key", "@book{x title={a}}", "f:1:"),
    ]

    @Test("with a broken entry is read around it, and tells where it broke", arguments: broken)
    func brokenEntry(_ entry: (String, String, String)) {
        let good = { (key: String) in "@misc{\(key), title={Good \(key)}}\n" }
        let reading = Self.read(good("a") + entry.1 + "\n" + good("b"))
        #expect(
            reading.records.compactMap(\.titles.first).filter { $0.hasPrefix("Good") } == ["Good a", "Good b"],
            "\(entry.0)")
        #expect(
            reading.problems.contains { $0.place.hasPrefix(entry.2.replacing("f:1:", with: "f:2:")) },
            "\(reading.problems)")
    }

    @Test("with a comma forgotten, an empty key, comments and words between entries loses nothing")
    func lenient() {
        let reading = Self.read(
            """
            Some words, me@example.org.
            % @book{commented, title={out}}
            @comment{@book{also, title={out}}}
            @article{, author={A B} title={One}, % a remark
              % a line of remark
              year=2001
            }
            @BOOK(two, title="Two {with} \\"a quote")
            @misc{title = {Three}}
            """)
        #expect(
            reading.records.map { $0.titles.first ?? "" } == [
                "One", "Two with ä quote".replacing("ä", with: "ä"), "Three",
            ])
        #expect(reading.problems.map(\.reach).allSatisfy { $0 == .field })
    }

    @Test("takes what an entry lacks from the one that it refers to, wherever that stands", arguments: [64, 1 << 20])
    func families(portion: Int) {
        let reading = Self.read(
            """
            @inproceedings{paper, title={A Paper}, author={Adler, Mira}, crossref={volume}}
            @xdata{house, publisher={Marsh Press}, location={Delta}}
            @proceedings{volume, title={Proceedings of Marsh}, year=2019, editor={Baker, J.}, xdata={house}}
            @misc{loop, title={Loop}, crossref={loop}}
            @misc{orphan, title={Orphan}, crossref={nowhere}}
            """, portion: portion)
        let paper = reading.records.first
        #expect(paper?.containerTitles == ["Proceedings of Marsh"] && paper?.publisher == "Marsh Press")
        #expect(paper?.dates.first?.parts == [2019] && paper?.contributors.map(\.role) == ["author", "editor"])
        #expect(reading.records.count == 4)
        #expect(reading.problems.contains { $0.what.contains("nowhere") })
    }

    @Test("with arXiv's prefix before the number, and strings of any letters")
    func prefixes() {
        let said = Self.read("@misc{a, title={T}, eprint={arXiv:1011.1669v3}, archivePrefix={arXiv}}").records.first
        #expect(said?.identifiers == [SourceIdentifier(scheme: "arxiv", value: "1011.1669v3")])
        #expect(said?.type == "preprint")
        let reading = Self.read("@string{JÖST = {Marsh Studies}}\n@article{a, title={T}, journal = jÖst}")
        #expect(reading.records.first?.containerTitles == ["Marsh Studies"] && reading.problems.isEmpty)
    }

    @Test("with a field twice keeps both: the first has the place")
    func twice() {
        let said = Self.read("@article{a, title={T}, year=2019, year=2020, number=3, number=4}").records.first
        #expect(said?.dates.map(\.parts) == [[2019]] && said?.issue == "3")
        let others = said?.others ?? []
        #expect(others.contains(SourceIdentifier(scheme: "bibtex:year", value: "2020")))
        #expect(others.contains(SourceIdentifier(scheme: "bibtex:number", value: "4")))
    }

    @Test(
        "keeps what year and month say beside a date, where that says other things",
        arguments: [
            ("date={2019-02-03}, year=2019, month=feb, day=3", []),
            ("date={2019}, year=2018, month=feb", ["year=2018", "month=2"]),
            ("date={2019-02-31}, year=2019, month=feb, day=31", ["date=2019-02-31", "day=31"]),
            ("year=2019, month=feb, day=31", ["day=31"]), ("month=feb", ["month=2"]),
            ("date={2019-2-3}", []), ("date={2019-02/2019-03}", ["date=2019-02/2019-03"]),
        ] as [(String, [String])])
    func twoDates(fields: String, kept: [String]) {
        let said = Self.read("@book{a, title={x}, \(fields)}").records[0]
        let dates = said.others.compactMap { other -> String? in
            let name = other.scheme.dropFirst("bibtex:".count)
            return ["date", "year", "month", "day"].contains(name) ? "\(name)=\(other.value)" : nil
        }
        #expect(dates.sorted() == kept.sorted())
    }

    @Test("with names in biblatex's extended format, or all in one with commas")
    func names() {
        var names = "family=Ackooij, given=W., prefix=van, useprefix=true and Danti Lopez, I. and {\\'Alvarez} and and"
        let people = names.withUTF8 { BibTeXNames.contributors($0, role: "author") }
        #expect(people.map(\.family) == ["van Ackooij", "Danti Lopez", nil])
        #expect(people.map(\.name) == [nil, nil, "Álvarez"])
        let said = Self.read("@book{a, title={x}, author={Doe, J. M., Roe, W. S., Poe, B.}}").records.first
        #expect(said?.authorList == "Doe, J. M., Roe, W. S., Poe, B.")
    }

    @Test("dates are read as BibTeX and biblatex have them")
    func dates() {
        func parts(_ fields: String) -> [[Int]] {
            Self.read("@book{a, title={x}, \(fields)}").records[0].dates.map(\.parts)
        }
        #expect(parts("date={2019-05-13}") == [[2019, 5, 13]])
        #expect(parts("date={2014-02-02/2014-02-07}") == [[2014, 2, 2]])
        #expect(parts("date={2019-21}") == [[2019, 21]])
        #expect(parts("date={2019-25}") == [[2019]])
        #expect(parts("date={2019-02-31}") == [[2019, 2]])
        #expect(parts("year=2019, month={September}") == [[2019, 9]])
        #expect(parts("year=2019, month={Spring}") == [[2019, 21]])
        #expect(parts("year=2020, month=feb, day=29") == [[2020, 2, 29]])
        #expect(parts("year=2019, month=feb, day=29") == [[2019, 2]])
        #expect(parts("year={in press}") == [[]])
    }

    @Test("gives the same records however small the portions", arguments: [16, 200, 4000])
    func portions(size: Int) {
        let text = (0..<60).map {
            "@string{s\($0) = {S \($0)}}\n@misc{k\($0), title={T {\($0)}}, note = s\($0 / 2)}\n\n"
        }.joined()
        let whole = Self.read(text)
        let cut = Self.read(text, portion: size)
        #expect(whole.records.count == 60 && cut.records == whole.records && cut.problems == whole.problems)
    }

    @Test("takes time in proportion to its length, whatever is repeated")
    func linear() {
        for head in [
            "@a{k,x={\n", "@a{k,x=\"\n", "@a(", "@", "{", "%@", "@comment{", "@a{k,\n", "@string{a=b#", "\\\"{", "$",
        ] {
            let text = String(repeating: head, count: 40_000)
            #expect(Self.read(text).records.count <= 40_000)
            // Values go through the reader of TeX, too.
            #expect(TeXText.plain(text).utf8.count <= text.utf8.count * 2)
        }
    }

    @Test("of any signs ends, and gives the good entries on lines of their own", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) {
        var random = SplitMix(state: seed)
        let pieces = [
            "@book{k,", "title=", "{a}", "{", "}", "\"", ",", "#", "=", "\n", "@", "%", "\\", "$", "(", ")", "x",
        ]
        for _ in 0..<400 {
            let noise = (0..<25).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
            let reading = Self.read("@misc{a, title={First}}\n" + noise + "\n@misc{b, title={Last}}\n")
            #expect(reading.records.first?.titles == ["First"])
            _ = TeXText.plain(noise)
            _ = TeXText.verbatim(noise)
        }
    }
}
