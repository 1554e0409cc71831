import Catalog
import Foundation
import Records
import TestSupport
import Testing

/// `Docs/schema.md`, read as a person reads it: a heading a table, a row a column, a block of SQL an example.
struct SchemaDocument {
    var columns: [String: [String]] = [:]
    var indexes: [String] = []
    var examples: [String] = []

    static func read() throws -> SchemaDocument {
        let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Docs/schema.md")
        var document = SchemaDocument()
        var table: String?
        var example: [String]?
        func quoted(_ line: Substring) -> String? {
            line.split(separator: "`", omittingEmptySubsequences: false).dropFirst().first.map(String.init)
        }
        for line in try String(contentsOf: file, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            if let lines = example {
                example = line == "```" ? nil : lines + [String(line)]
                if example == nil { document.examples.append(lines.joined(separator: "\n")) }
            } else if line == "```sql" {
                example = []
            } else if line.hasPrefix("### ") {
                table = quoted(line)
                if let table { document.columns[table] = [] }
            } else if line.hasPrefix("## ") {
                table = line == "## Indexes" ? "" : nil
            } else if line.hasPrefix("| `"), let name = quoted(line) {
                if table == "" {
                    document.indexes.append(name)
                } else if let table {
                    document.columns[table, default: []].append(name)
                }
            }
        }
        return document
    }
}

@Suite("Docs/schema.md")
struct SchemaDocumentTests {
    @Test("names the tables, views and columns that there are, in their order, and no others")
    func names() throws {
        let document = try SchemaDocument.read()
        try Stand.with { stand throws in
            let schema = try stand.read { try $0.schemaNames() }
            #expect(document.columns.keys.sorted() == schema.map(\.table).sorted())
            for (table, columns) in schema { #expect(document.columns[table] == columns, "\(table)") }
        }
    }

    @Test("names the indexes that there are")
    func indexes() throws {
        let document = try SchemaDocument.read()
        try Stand.with { stand throws in
            let indexes = try stand.read {
                try $0.rows("SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").map { $0[0] }
            }
            let named = document.indexes.map { "\"\($0)\"" }.sorted()
            #expect(named == indexes.sorted())
        }
    }

    @Test("shows queries that run, and find something where there is something to find")
    func examples() throws {
        let examples = try SchemaDocument.read().examples
        #expect(examples.count >= 6)
        try Stand.with { stand throws in
            let doi = "10.1172/jci125534"
            var records = (1...4).map {
                Record.made(
                    "\($0)", title: "Addiction and learning \($0)", journal: "Journal of Imaginary Results", doi: doi)
            }
            records[3].isRetracted = true
            records[0].contributors = [
                Contributor(name: Name(family: "Meyer", given: "Ada"), orcid: "0000-0002-1825-0097")
            ]
            try stand.put(records.map { .made($0) })
            try stand.merge([1, 2], as: records[0])
            try stand.file.write { writer throws in
                try writer.putPair(3, 4, weight: MatchWeight(bits: 0.5), verdict: .unsure)
                try writer.setStudies(groups: [[1, 3]])
                let problem = Problem("crossref: x", place: "f:1", remedy: "mend it", reach: .field)
                try writer.putRun(
                    kind: "import", started: Timestamp(seconds: 5), finished: Timestamp(seconds: 7), report: "{}",
                    problems: [problem])
            }
            for example in examples {
                let rows = try stand.read { try $0.rows(example) }
                #expect(!rows.isEmpty, "\(example)")
            }
        }
    }
}
