import Foundation
import Testing

@Suite("ibid inspect")
struct InspectTests {
    @Test("says in one line of JSON what each file is, its counts integers")
    func json() async throws {
        try await Workplace.with { place in
            let found = try await place.ibid(["inspect", "--json"] + Fixture.all)
            #expect(found.status == 0)
            let lines = try found.objects()
            #expect(lines.map { $0["file"] as? String } == Fixture.all)
            #expect(lines.map { $0["records"] as? Int } == [1, 32, 6])
            for line in lines {
                #expect(
                    Set(line.keys)
                        == ["file", "format", "encoding", "records", "sources", "problems", "rejects", "error"])
                let sources = line["sources"] as? [String: Int]
                #expect(sources?.values.reduce(0, +) == line["records"] as? Int)
                #expect(line["problems"] as? Int == 0 && line["rejects"] as? Int == 0)
                #expect(line["error"] is NSNull)
                #expect(line["encoding"] as? String == "UTF-8")
            }
            #expect(!FileManager.default.fileExists(atPath: place.catalog))
        }
    }

    @Test("says whose records a file of JSON or XML holds")
    func sources() async throws {
        try await Workplace.with { place in
            let file = try place.write(
                "library.xml",
                "<xml><records><record><ref-type>17</ref-type><titles><title>A</title></titles></record></records></xml>"
            )
            #expect(try await place.ibid("inspect", file).lines.first?.contains("1 records of endnote-xml,") == true)
            let text = try place.write("a.ris", "TY  - JOUR\nTI  - A\nER  - \n")
            #expect(try await place.ibid("inspect", text).lines.first?.contains("1 records, ") == true)
        }
    }

    static let others: [(String, String, String)] = [
        ("a.txt", "<1. >\nVN  - Ovid Technologies\nTI  - A\n", "a.txt: ovid, UTF-8, 1 records, 0 problems"),
        ("a.txt", "Record #1 of 1\nID: CN-1\nTI: A\n", "a.txt: cochrane, UTF-8, 1 records, 0 problems"),
        (
            "a.ris", "<1>\nTY  - JOUR\nTI  - A\nER  - \n\n<2>\nTY  - JOUR\nTI  - B\nER  - \n",
            "a.ris: ris, UTF-8, 2 records"
        ),
        ("a.txt", "<1>\n<2>\n<3>\nTitle\n  Owls\n", "a.txt: ovid, UTF-8, 1 records"),
        // No spreadsheet.
        (
            "a.html", "<html><body><table><tr><td>x</td></tr></table><p>y</p></body></html>",
            "a.html: page, UTF-8, 0 records"
        ),
        ("a.txt", "1: Smith J. A title. J Marsh. 2019;1:1. PMID: 1.\n", "the file is PubMed's summary"),
        ("a.rtf", #"{\rtf1\ansi Smith, J.}"#, "the file is a document of a word processor"),
        ("a.pdf", "%PDF-1.7\n1 0 obj\n", "the file is a PDF"),
        ("a.xls", "<table><tr><td>Title</td></tr></table>", "the file is a spreadsheet"),
        ("a.xls", "Title\tAuthors\tYear\nA\tRoe, R.\t2001\n", "a.xls: csv, UTF-8, 1 records, 0 problems"),
        ("zotero.sqlite", "SQLite format 3\0CREATE TABLE itemDataValues", "the file is Zotero's database"),
    ]

    @Test("tells a file of another kind in one sentence, and what to do instead", arguments: others)
    func otherKind(file: (String, String, String)) async throws {
        try await Workplace.with { place in
            let path = try place.write(file.0, file.1)
            let found = try await place.ibid("inspect", path)
            #expect(found.lines.first?.contains(file.2) == true, "\(found.text)")
        }
    }

    @Test("prints the parsed records")
    func records() async throws {
        try await Workplace.with { place in
            let found = try await place.ibid("inspect", "--records", Fixture.works)
            #expect(found.status == 0)
            let records = try found.objects()
            #expect(records.count == 32)
            #expect(records.first?["doi"] as? String == "10.1172/jci125534")
        }
    }

    static let replies = ["crossref/10.1172_jci125534", "datacite/10.5281_zenodo.1000001", "biostudies/S-EPMC6546476"]

    @Test("reads a file as the reply of the source that --source names", arguments: replies)
    func source(reply: String) async throws {
        try await Workplace.with { place in
            let source = String(reply.prefix { $0 != "/" })
            let file = "\(Fixture.replica)/\(reply).json"
            let found = try await place.ibid("inspect", "--json", "--source", source, file)
            #expect(found.status == 0, "\(found.text)")
            #expect(try found.object()["records"] as? Int == 1)
            let other = try await place.ibid("inspect", "--json", "--source", "nosuch", file)
            #expect(other.status == 64)
        }
    }

    @Test(
        "tells what a file is that ibid does not read",
        arguments: [
            ("a.html", "<!DOCTYPE html><html><body>No JSON here</body></html>", "page without a title"),
            ("a.xml", "<?xml version=\"1.0\"?><a/>", "XML"), ("a.txt", "Only words, nothing else.\n", "plain text"),
            ("a.bin", "\u{7F}ELF\u{0}\u{0}\u{1}", "binary"), ("empty.json", "", "empty"),
            ("blank.json", " \n\n", "empty"),
        ])
    func unread(name: String, text: String, kind: String) async throws {
        try await Workplace.with { place in
            let file = try place.write(name, text)
            let found = try await place.ibid("inspect", "--json", file)
            #expect(found.status == 65)
            let error = try #require(try found.object()["error"] as? String)
            // A page is a source's, and its problem the source's.
            #expect(error.contains(kind) && (error.contains(name) || error.hasPrefix("web: ")), "\(error)")
            let talk = try await place.ibid("import", file)
            #expect(talk.status == 65)
            #expect(talk.talk.contains(name) && talk.talk.contains("  next  "))
        }
    }

    static let pages: [(String, String, String)] = [
        ("web/news-story.html", "article-newspaper", "Cocaine's way back"),
        ("web/highwire-article.html", "article-journal", "Heroin addiction engages"),
        ("web/json-ld-dataset.html", "dataset", "Recordings of heroin withdrawal"),
        ("omicsdi/dataset-page.txt", "dataset", "Heroin addiction engages"),
        ("omicsdi/dataset-page.html", "dataset", "Heroin addiction engages"),
    ]

    @Test("reads a page, saved or copied as text, into the one record that it is about", arguments: pages)
    func page(name: String, type: String, title: String) async throws {
        try await Workplace.with { place in
            let file = URL(filePath: Fixture.replica).deletingLastPathComponent().appending(path: name).path
            let found = try await place.ibid("inspect", "--records", file)
            #expect(found.status == 0, "\(found.talk)")
            #expect(found.text.contains(#""type":"\#(type)""#) && found.text.contains(title))
            // Import keeps it, and knows it again.
            let first = try await place.ibid("import", file)
            #expect(first.status == 0, "\(first.talk)")
            let stats = try await place.ibid("stats", "--json")
            #expect(try stats.object()["records"] as? Int == 1)
            #expect(try await place.ibid("import", file).status == 0)
            #expect(try await place.ibid("stats", "--json").object()["records"] as? Int == 1)
        }
    }

    @Test("ends with 1 where some of the files or records are good, with 65 where none is")
    func endings() async throws {
        try await Workplace.with { place in
            let bad = try place.write("bad.html", "<html>")
            let worse = try place.write("worse.html", "<html>")
            let mixed = try place.write("mixed.jsonl", Fixture.work("10.5555/a", "A good work") + "\n{\"DOI\":}\n")
            #expect(try await place.ibid("inspect", bad, Fixture.works).status == 1)
            #expect(try await place.ibid("inspect", bad, worse).status == 65)
            #expect(try await place.ibid("inspect", mixed).status == 1)
            #expect(try await place.ibid("inspect", place.path("nosuch")).status == 65)
        }
    }
}
