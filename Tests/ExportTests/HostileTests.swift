import Export
import Foundation
import FoundationXML
import Records
import TestSupport
import Testing

/// Values from outside that try to end an entry, a line or a document.
@Suite("Whatever a record holds")
struct HostileTests {
    static let pieces = [
        "a", "B", "{", "}", "\\", "\\}", "{\\", "\"", "&", "&amp;", "<", "]]>", "<![CDATA[", "%", "$", "#", "_", "~",
        "^",
        "\n", "\r\n", "\r", "\u{0}", "\u{1}", "\u{B}", "\u{7F}", "\u{85}", "\u{FFFE}", "\u{FFFF}", "\u{301}",
        "\u{2028}",
        "\u{202E}", "مرحبا", "🙂", "👩‍👩‍👧", ",", ";", " and ", "others", "ER  - ", "TY  - JOUR", "@article{", " ", "心", "é",
        "ﬁ", "α",
        "PMID- 1", "\n\nPMID- 2", "</record>",
    ]

    static func records(_ count: Int, seed: UInt64) -> [Record] {
        var random = SeededGenerator(seed: seed)
        func text() -> String {
            (0..<Int.random(in: 0...7, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        }
        return (0..<count).map { number in
            var record = Record(key: RecordKey(source: "s", key: text()))
            record.type = WorkType.allCases.randomElement(using: &random)
            record.title = text()
            record.subtitle = text()
            record.otherTitles = [text(), text()]
            record.contributors = (0..<4).map { _ in
                Contributor(
                    role: Role.allCases.randomElement(using: &random) ?? .author,
                    name: Name(
                        family: text(), given: text(), suffix: Bool.random(using: &random) ? text() : nil,
                        particle: Bool.random(using: &random) ? "van" : nil,
                        literal: Int.random(in: 0...3, using: &random) == 0 ? text() : nil),
                    orcid: text(), affiliations: [text()])
            }
            record.container = Container(title: text(), shortTitle: text(), issns: [text()], isbns: [text()])
            record.identifiers = Scheme.allCases.map { Identifier($0, text()) }
            record.issued =
                number % 3 == 0
                ? .asGiven(text()) : .value(PartialDate(year: number * 7 - 20, month: number % 14, day: number))
            for path: WritableKeyPath<Record, String?> in [
                \.pages, \.abstract, \.url, \.publisher, \.place, \.volume, \.issue, \.articleNumber, \.edition,
                \.version,
                \.event, \.series,
            ] { record[keyPath: path] = text() }
            record.keywords = [text(), text()]
            record.languages = [text()]
            record.licenses = [text()]
            record.kept = ["bibtex", "ris", "nbib", "csl", "endnote-xml"].flatMap { format in
                ["N1", "C1", "MH", "file", "note", "author", "custom", "archive", "accessed", "key", "custom3", text()]
                    .map {
                        KeptField("\(format):\($0)", text())
                    }
            }
            return record
        }
    }

    static func written(_ format: ExportFormat, _ choices: ExportChoices, _ records: [Record]) -> [UInt8] {
        var exporter = Exporter(format: format, choices: choices)
        var out = exporter.head()
        for record in records {
            out += exporter.entry(CanonicalRecord(members: [record.key], record: record, provenance: [:]))
        }
        return out + exporter.tail()
    }

    static let cases: [(ExportFormat, Bool)] =
        ExportFormat.allCases.map { ($0, false) } + [(.bibtex, true), (.biblatex, true)]

    @Test(
        "the syntax of its format holds, and no control character gets through", arguments: cases,
        [1, 2, 3] as [UInt64])
    func syntax(format: (format: ExportFormat, ascii: Bool), seed: UInt64) throws {
        let records = Self.records(60, seed: seed)
        let out = Self.written(format.format, ExportChoices(ascii: format.ascii), records)
        let text = try #require(String(validating: out, as: UTF8.self))
        #expect(text.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\r" })
        switch format.format {
        case .bibtex, .biblatex:
            let entries = try bibtexEntries(text)
            #expect(entries.count == records.count)
            #expect(Set(entries.map { $0.prefix { $0 != "\n" } }).count == records.count)
            for entry in entries {
                let names = entry.split(separator: "\n").dropFirst().compactMap { $0.split(separator: " = ").first }
                #expect(Set(names).count == names.count, "\(entry)")
            }
        case .ris: #expect(risRecords(text).count == records.count)
        case .nbib:
            #expect(text.components(separatedBy: "\n\n").filter { !$0.isEmpty }.count == records.count)
            #expect(text.split(separator: "\n").filter { $0.utf8.starts(with: "PMID- ".utf8) }.count == records.count)
        case .endNoteXML:
            let parser = XMLParser(data: Data(out))
            let counter = ElementCounter()
            parser.delegate = counter
            #expect(parser.parse(), "\(String(describing: parser.parserError))")
            #expect(counter.records == records.count)
        case .cslJSON: #expect((try JSONSerialization.jsonObject(with: Data(out)) as? [Any])?.count == records.count)
        case .jsonl:
            for line in out.split(separator: UInt8(ascii: "\n")) {
                #expect(try JSONSerialization.jsonObject(with: Data(line)) is [String: Any])
            }
        case .csv: #expect(out.count { $0 == UInt8(ascii: "\"") } % 2 == 0)
        case .markdown, .text: #expect(text.utf8.count { $0 == UInt8(ascii: "\n") } == records.count)
        }
        #expect(Self.written(format.format, ExportChoices(ascii: format.ascii), records) == out)
    }

    @Test("each style writes one line", arguments: ReferenceStyle.allCases)
    func styles(style: ReferenceStyle) {
        let records = Self.records(80, seed: 9)
        for format in [ExportFormat.markdown, .text] {
            let out = Self.written(format, ExportChoices(style: style), records)
            #expect(out.count { $0 == UInt8(ascii: "\n") } == records.count)
        }
    }
}
