import Foundation
import Records
import Testing

@testable import Pipeline

/// A file in which something is wrong at one place.
struct MisplacedFile: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    /// `line:column`, or the line.
    var place: String
    var says: String
    /// Records that can be used.
    var good: Int

    var testDescription: String { name }

    private static let work = #"{"DOI":"10.5555/a1","type":"journal-article","title":["A work"]}"#
    private static let article =
        "<PubmedArticle><MedlineCitation><PMID>7</PMID><Article><ArticleTitle>A</ArticleTitle></Article></MedlineCitation></PubmedArticle>"

    static let all: [MisplacedFile] = [
        .init(
            name: "a comma that lacks in JSON Lines", text: work + "\n" + #"{"DOI":"10.5555/b" "type":"book"}"# + "\n",
            place: "2:20", says: "expected \",\" or \"}\"", good: 1),
        .init(
            name: "a list of JSON that is broken in its third line",
            text: "[\n" + work + ",\n" + #" {"DOI":"10.5555/b",, "type":"book"}"# + ",\n" + work + "\n]\n",
            place: "3:21", says: "expected a key", good: 2),
        .init(
            name: "a list of JSON that is cut off", text: "[\n" + work + ",\n{\"DOI\":", place: "3:1",
            says: "cut off", good: 1),
        .init(
            name: "XML with a tag that closes nothing",
            text: "<PubmedArticleSet>\n" + article + "\n<PubmedArticle>\n</Wrong></PubmedArticle>\n" + article
                + "\n</PubmedArticleSet>\n", place: "4:", says: "no well-formed XML", good: 2),
        .init(
            name: "an element of XML without its key",
            text: "<PubmedArticleSet>\n" + article + "\n  <PubmedArticle><MedlineCitation/></PubmedArticle>\n"
                + "</PubmedArticleSet>\n", place: "3:3", says: "PMID", good: 1),
        .init(
            name: "an ISSN that is none in RIS",
            text: "TY  - JOUR\nTI  - A\nER  - \n\nTY  - JOUR\nTI  - B\nSN  - 1234-5678\nER  - \n", place: "5",
            says: "check digit", good: 2),
        .init(
            name: "a brace that is never closed in BibTeX",
            text: "@book{a, title={A}}\n@book{b,\n  title={B},\n  author = {Doe\n", place: "4:12",
            says: "never closed", good: 2),
        .init(
            name: "a row of a table", text: "title,issn\nA,1234-5679\nB,1234-5678\n", place: "3", says: "check digit",
            good: 2),
    ]
}

@Suite("The place of a problem")
struct PlaceTests {
    @Test("is its file, line and column, and what was expected is said", arguments: MisplacedFile.all)
    func place(file: MisplacedFile) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ibid-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "file").path
        try Data(file.text.utf8).write(to: URL(filePath: path))
        let house = House(
            settings: Settings(),
            places: Places(
                catalog: "/nonexistent", cache: "/nonexistent", environment: [:], folder: NSTemporaryDirectory()))
        var found: [Inspection] = []
        try house.inspect([path], as: IntakeHint(), records: nil) { found.append($0) }
        let inspection = try #require(found.first)
        #expect(inspection.records == file.good)
        let problem = try #require(inspection.problems.first)
        #expect(problem.place.hasPrefix("\(path):\(file.place)"), "\(problem.place)")
        #expect(problem.what.contains(file.says), "\(problem.what)")
    }
}
