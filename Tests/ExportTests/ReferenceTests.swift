import Export
import Foundation
import Records
import TestSupport
import Testing

@Suite("A list of references")
struct ReferenceTests {
    static func lines(_ style: ReferenceStyle, _ format: ExportFormat, _ records: [Record]) -> [String] {
        var exporter = Exporter(format: format, choices: ExportChoices(style: style))
        return records.map { record in
            let entry = exporter.entry(CanonicalRecord(members: [record.key], record: record, provenance: [:]))
            return String(decoding: entry.dropLast(), as: UTF8.self)
        }
    }

    @Test(
        "is written as it is on file in every style", arguments: ReferenceStyle.allCases,
        [ExportFormat.markdown, .text])
    func golden(style: ReferenceStyle, format: ExportFormat) throws {
        let ending = format == .markdown ? "md" : "txt"
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "Golden/references.\(style.rawValue).\(ending)")
        let written = Self.lines(style, format, Specimens.all.map(\.record)).joined(separator: "\n") + "\n"
        if ProcessInfo.processInfo.environment["IBID_GOLDEN"] == "1" { try Data(written.utf8).write(to: file) }
        #expect(written == (try String(contentsOf: file, encoding: .utf8)))
    }

    @Test(
        "names as many authors as its style says",
        arguments: [
            (ReferenceStyle.vancouver, 6, "A1 X, A2 X, A3 X, A4 X, A5 X, A6 X. T."),
            (.vancouver, 7, "A1 X, A2 X, A3 X, A4 X, A5 X, A6 X, et al. T."), (.apa, 1, "A1, X. (2020). T."),
            (.apa, 2, "A1, X., & A2, X. (2020). T."), (.apa, 3, "A1, X., A2, X., & A3, X. (2020). T."),
            (.harvard, 2, "A1, X. and A2, X. (2020) ‘T’."), (.harvard, 3, "A1, X., A2, X. and A3, X. (2020) ‘T’."),
            (.harvard, 4, "A1, X. et al. (2020) ‘T’."), (.ieee, 2, "[1] X. A1 and X. A2, “T,” 2020."),
            (.ieee, 3, "[1] X. A1, X. A2, and X. A3, “T,” 2020."), (.ieee, 7, "[1] X. A1 et al., “T,” 2020."),
            (.chicago, 2, "A1, X., and X. A2. 2020. “T.”"),
        ])
    func authors(style: ReferenceStyle, count: Int, start: String) {
        let record = Record.made("1", title: "T", authors: (1...count).map { "A\($0), X." }, year: 2020)
        let line = Self.lines(style, .text, [record])[0]
        #expect(line.hasPrefix(start), "\(line)")
    }

    @Test("cuts long lists where its style says", arguments: [(ReferenceStyle.apa, 20, 21), (.chicago, 10, 11)])
    func longLists(style: ReferenceStyle, most: Int, more: Int) {
        func line(_ count: Int) -> String {
            let names = (1...count).map { "A\($0), X." }
            return Self.lines(style, .text, [Record.made("1", title: "T", authors: names, year: 2020)])[0]
        }
        #expect(line(most).contains("A\(most)") && line(most).contains("A\(most - 1)"))
        #expect(line(more).contains(style == .apa ? "A19, X., … A21, X." : "X. A7, et al. 2020."))
        #expect(!line(more).contains("A20"))
    }

    @Test(
        "shortens pages as Chicago does",
        arguments: [
            ("3-10", "3–10"), ("71-72", "71–72"), ("100-104", "100–104"), ("107-108", "107–8"), ("321-328", "321–28"),
            ("1087-1089", "1087–89"), ("1496-1500", "1496–500"), ("498-532", "498–532"), ("e1-e9", "e1–e9"),
        ])
    func pages(pages: String, written: String) {
        let record = Record.made(
            "1", title: "T", authors: ["A, B."], year: 2020, journal: "J", volume: "2", pages: pages)
        #expect(Self.lines(.chicago, .text, [record])[0].contains(": \(written)."))
    }

    @Test(
        "in Markdown holds nothing that Markdown would read",
        arguments: [
            ("1984. A book", "- 1984\\. A book"), ("# heading", "- \\# heading"),
            ("a *b* _c_ [d](e) <f>", "- a \\*b\\* \\_c\\_ \\[d\\](e) \\<f\\>"),
            ("- list", "- \\- list"), ("a & b", "- a \\& b"),
            ("`code` ~x~ ^y^ $z$ |", "- \\`code\\` \\~x\\~ \\^y\\^ \\$z\\$ \\|"),
        ])
    func markdown(title: String, start: String) {
        let line = Self.lines(.harvard, .markdown, [Record.made("1", type: .book, title: title)])[0]
        #expect(line.replacing("*\(start.dropFirst(2))*", with: start.dropFirst(2)).hasPrefix(start), "\(line)")
    }
}
