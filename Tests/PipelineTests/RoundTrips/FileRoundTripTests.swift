import Export
import Foundation
import Records
import Testing

@testable import Pipeline

@Suite("Files out again")
struct FileRoundTripTests {
    /// A record of a format, written as other programs write it.
    private static let own: [(format: ExportFormat, text: String)] = [
        (
            .ris,
            """
            TY  - EJOUR
            ID  - owl-7
            A1  - Meyer, Ana
            ED  - Roe, Cy
            T1  - On the hearing of owls
            JF  - Journal of Utopian Birds
            JA  - J. Utop. Birds
            Y1  - 2004///Spring
            PY  - 2005/03/02/received
            SN  - 1234-5679 (Print)
            SN  - not a number
            DO  - none yet
            AN  - X12345678
            DB  - Embase
            N1  - First remark
            C3  - Third
            N1  - Another remark
            C1  - First
            L1  - file:///owl a.pdf
            Y2  - 2020/01/05
            KW  - owl
            ER  -\u{20}
            """
        ),
        (
            .biblatex,
            #"""
            @mastersthesis{owl:04,
              author = {Meyer, Ana and others}, title = {On {Hearing}}, subtitle = {a thesis},
              date = {2004-02/2004-05}, publisher = {Nest Press}, school = {Department of Owls},
              location = {Delft}, address = {Leiden}, file = {Owl:C\:\\\\papers\\owl a.pdf:PDF},
              doi = {pending}, issn = {unknown}, eprint = {2104.12255v2}, eprinttype = {arxiv},
              note = {First}, annote = {one}, related = {owl:05}, relatedtype = {multivolume}, annote = {two},
              langid = {english}, language = {german}, urldate = {2020-01-05}, abstract = {One.

              Two.}
            }
            """#
        ),
        (
            .cslJSON,
            #"""
            [{"id":"owl04","type":"bill","title":"On owls","language":"en-GB","author":[
              {"family":"Berg","given":"Jan","dropping-particle":"de","non-dropping-particle":"ten","comma-suffix":true}],
              "issued":{"date-parts":[[2004,2],[2004,5]],"circa":true},"accessed":{"date-parts":[[2020,1,5]]},
              "submitted":{"date-parts":[[2003]]},"genre":"Act","number":"H.R. 7","original-date":{"raw":"1999"},
              "my-own":"kept","custom":{"shelf":["a","b"],"colour":"grey"},"ISBN":"unknown","note":"a remark"}]
            """#
        ),
        (
            .cslJSON,
            #"""
            [{"id":"10.5555/owl","DOI":"10.5555/owl","type":"article-journal","title":"On owls","note":"mine",
              "call-number":"B 7","accessed":{"date-parts":[[2020,1,5]]},"keyword":"night"}]
            """#
        ),
    ]

    /// Entries in which fields that ibid has one place for have several values, or names that no other reader takes.
    private static let odd: [(format: ExportFormat, text: String, kept: [(name: String, value: String)])] = [
        (
            .biblatex,
            #"""
            @article{owl:06, title = {On owls}, title = {On night owls}, journal = {J. Owls}, fjournal = {Journal of Owls},
              shortjournal = {Owls}, date = {2019-02-31}, note = {one}, note = {two}, eprint = {1706.03762}, eprinttype = {arxiv},
              doi = {10.5555/owl}, doi = {10.5555/owls}, url = {https://owl.example/{id}/a~b?x=$y}, funding_text 1 = {Nobody},
              author+an = {1=corresponding}, größe = {eins}, 作者 = {owl}, origtitle = {Von Eulen}, 2nd = {deux}}
            """#,
            [
                ("bibtex:title", "On night owls"), ("bibtex:shortjournal", "J. Owls"), ("bibtex:date", "2019-02-31"),
                ("bibtex:funding_text-1", "Nobody"), ("bibtex:author+an", "1=corresponding"),
                ("bibtex:note", "one; two"),
                ("bibtex:groudfe", "eins"), ("bibtex:u4f5cu8005", "owl"), ("bibtex:x2nd", "deux"),
            ]
        ),
        (
            .bibtex,
            #"""
            @techreport{owl:07, title = {Owls}, year = 2019, month = feb, day = {31}, number = {7}, issue = {3},
              url = {https://owl.example/}, url = {https://other.example/}}
            """#,
            [("bibtex:day", "31"), ("bibtex:url", "https://other.example/")]
        ),
        (
            .cslJSON,
            #"""
            [{"id":7,"type":"article-journal","title":"On owls","DOI":"10.5555/owl","custom":{"DOI":"mine","keywords":"a",
              "genre":{"x":1},"type":"owl","colour":"grey","identifiers":["pmid:77","doi:10.5555/owls"]}}]
            """#,
            [
                ("csl:custom/DOI", "mine"), ("csl:custom/keywords", "a"), ("csl:custom/genre", #"{"x":1}"#),
                ("csl:custom/type", "owl"), ("csl:colour", "grey"), ("csl:id", "anonymous"), ("csl:id", "7"),
            ]
        ),
    ]

    /// The same of NBIB and EndNote, by what their own fields hold.
    private static let oddRecords: [(format: ExportFormat, text: String, kept: [(name: String, value: String)])] = [
        (
            .nbib,
            """
            PMID- 12345678
            TI  - On owls
            TI  - On night owls
            PT  - Journal Article
            PT  - Randomized Controlled Trial
            PT  - Editorial
            DP  - 2019 Mar-Apr
            LR  - 20200105
            RF  - 12
            PL  - England
            CN  - The Owl Group
            AD  - Nest Street 1, Delft
            CIN - Owl Lett. 2020;1:2. PMID: 12345679
            SI  - ClinicalTrials.gov/NCT01234567
            """,
            [
                ("nbib:TI", "On night owls"), ("nbib:PT", "Randomized Controlled Trial"), ("nbib:PT", "Editorial"),
                ("nbib:DP", "2019 Mar-Apr"), ("nbib:LR", "20200105"), ("nbib:CIN", "Owl Lett. 2020"),
                ("nbib:SI", "ClinicalTrials.gov/NCT01234567"),
            ]
        ),
        (
            .endNoteXML,
            """
            <xml><records><record><rec-number>1</rec-number><ref-type name="Edited Book">28</ref-type>
            <contributors><authors><author>Meyer, Ana</author></authors><secondary-authors><author>Roe, Cy</author></secondary-authors></contributors>
            <titles><title>Owls</title><short-title>O</short-title><translated-title>Eulen&#13;Uilen</translated-title></titles>
            <edition>2</edition><dates><year>2004</year><pub-dates><date>Spring</date></pub-dates>
            <copyright-dates><date>2003</date></copyright-dates></dates><custom1>one</custom1><custom3>three</custom3>
            <urls><related-urls><url>https://a.example/1</url><url>https://a.example/2</url></related-urls>
            <pdf-urls><url>internal-pdf://x.pdf</url></pdf-urls></urls></record></records></xml>
            """,
            [
                ("endnote-xml:titles/short-title", "O"), ("endnote-xml:custom3", "three"),
                ("endnote-xml:dates/copyright-dates", "2003"), ("endnote-xml:urls/related-urls", "https://a.example/2"),
                ("endnote-xml:urls/pdf-urls", "internal-pdf://x.pdf"), ("endnote-xml:ref-type", "Edited Book"),
            ]
        ),
    ]

    @Test("bring back what has no place under a name that reads the same again", arguments: (odd + oddRecords).indices)
    func oddFields(place: Int) throws {
        let (format, text, kept) = (Self.odd + Self.oddRecords)[place]
        let read = try RoundTrip.reading(of: Array(text.utf8)).records
        let first = RoundTrip.file(of: read, format)
        let back = try RoundTrip.reading(of: first).records
        let record = try #require(back.first)
        for (name, value) in kept {
            #expect(record.kept.contains { $0.name == name && $0.value.hasPrefix(value) }, "\(name) of \(record.kept)")
        }
        #expect(record.issued == read.first?.issued && record.url == read.first?.url && record.type == read.first?.type)
        #expect(record.contributors == read.first?.contributors && record.place == read.first?.place)
        #expect(record.identifiers == read.first?.identifiers && record.otherTitles == read.first?.otherTitles)
        let second = RoundTrip.file(of: back, format)
        #expect(String(decoding: second, as: UTF8.self) == String(decoding: first, as: UTF8.self))
    }

    /// What of a record's fields does not stand in the file that ibid writes of it.
    private static func lost(of read: FileFields.Read, _ format: ExportFormat) -> [String] {
        let file = String(decoding: RoundTrip.file(of: [read.record], format), as: UTF8.self)
        // As TeX and JSON have it, and as they mean it.
        let meant = FileFields.fields(of: unlisted(Array(file.utf8), format), format).map(\.value)
        let words = FileFields.words(ofFile: file).union(FileFields.words(meant.joined(separator: " ")))
        return FileFields.fields(of: read.bytes, format).filter { !$0.isOfOneForm && !$0.words.isSubset(of: words) }
            .map { "\($0.name): \($0.value)" }
    }

    /// The one item of a list.
    private static func unlisted(_ file: [UInt8], _ format: ExportFormat) -> [UInt8] {
        guard format == .cslJSON, let start = file.firstIndex(of: UInt8(ascii: "{")),
            let end = file.lastIndex(of: UInt8(ascii: "}"))
        else { return file }
        return Array(file[start...end])
    }

    @Test("hold every field of the files they are from", arguments: own.indices)
    func ownFiles(place: Int) throws {
        let (format, text) = Self.own[place]
        let path = FileManager.default.temporaryDirectory.appending(path: "ibid-\(UUID().uuidString)").path
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let read = try FileFields.records(ofFile: path)
        #expect(read.count == 1)
        for one in read { #expect(Self.lost(of: one, format) == []) }
        // The second time nothing moves; an agency's item is a reference manager's from then on.
        if read.contains(where: { $0.record.key.source == "doi" }) { return }
        let first = RoundTrip.file(of: read.map(\.record), format)
        let second = RoundTrip.file(of: try RoundTrip.reading(of: first).records, format)
        #expect(String(decoding: first, as: UTF8.self) == String(decoding: second, as: UTF8.self))
    }

    /// Of real files, by format, what comes back in another form or not at all, and why.
    private static let known: [String: [String]] = [
        "ris": [
            // Two initials that are a degree or a suffix to the reader; nobody is called "et al.".
            "AU: et al.", "AU: Platt, SR", "AU: Kittleson, MD", "AU: SELDEN, JR",
            // A heading that says what the field is.
            "AB: Abstract: During the two",
        ],
        "bibtex": [
            // Names in biblatex's extended format come back as `von Family, Given`; `PMC` is written before its number.
            "author: family=Ackooij", "author: Godoy, William F.", "author: Persson, Linn", "pmcid: 8065768",
        ],
        "nbib": [
            // The short form of a name is made of the full one; two lines in one, against the format's rule.
            // What is a correction by its title is written as one.
            "AU: ", "PT: Journal Article", "PMID: 27433151 SO", "PMID: 27394443 SO", "PMC: 22664230 TI",
        ],
        "csl_json": [
            // Words that stand for a number.
            "PMID: PMID", "PMCID: PMCID",
            // TeX and mojibake, which were mended.
            "title: Exposici\\'on Temprana", "title: A Miniscule System of a",
        ],
    ]

    @Test(
        "hold every field of real files, but for those that are known",
        .enabled(if: Fixture.shared != nil, "skipped: no shared data"),
        arguments: [("ris", ExportFormat.ris), ("bibtex", .biblatex), ("csl_json", .cslJSON), ("nbib", .nbib)])
    func realFiles(folder: String, format: ExportFormat) throws {
        let path = try #require(Fixture.shared) + "/samples_" + folder
        var all = 0
        for file in try FileManager.default.contentsOfDirectory(atPath: path).sorted() where !file.hasSuffix(".md") {
            guard let read = try? FileFields.records(ofFile: "\(path)/\(file)") else { continue }
            // What is no item of CSL's is of a service, and that service's.
            for one in read where format != .cslJSON || one.record.key.source == "csl-json" {
                all += 1
                for lost in Self.lost(of: one, format) {
                    let isKnown = Self.known[folder]?.contains { lost.hasPrefix($0) } == true
                    #expect(isKnown, "\(file) \(one.record.key)\n\(lost)")
                }
            }
        }
        #expect(all > 50)
    }
}
