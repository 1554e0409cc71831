import Export
import Foundation
import Records
import TestSupport
import Testing

/// The part of JSON Schema that `Docs/jsonl.schema.json` uses: type, enum, required, properties, items, anyOf, references.
struct SchemaChecker {
    let root: [String: Any]
    private static let known: Set<String> = [
        "$schema", "title", "description", "type", "enum", "required", "additionalProperties", "properties", "items",
        "anyOf",
        "$ref", "definitions",
    ]

    /// What is wrong with a value, with its place.
    func mistakes(_ value: Any, _ schema: [String: Any], at place: String = "$") -> [String] {
        if let reference = schema["$ref"] as? String {
            let name = reference.split(separator: "/").last.map(String.init) ?? ""
            let target = (root["definitions"] as? [String: Any])?[name] as? [String: Any]
            return target.map { mistakes(value, $0, at: place) } ?? ["\(place): no \(reference)"]
        }
        var found: [String] = schema.keys.filter { !Self.known.contains($0) }.map {
            "\(place): keyword \($0) is not checked"
        }
        if let choices = schema["anyOf"] as? [[String: Any]] {
            if !choices.contains(where: { mistakes(value, $0, at: place).isEmpty }) {
                found.append("\(place): fits no choice")
            }
        }
        if let type = schema["type"] as? String, !Self.isOf(type, value) { return found + ["\(place): no \(type)"] }
        if let words = schema["enum"] as? [String], !words.contains(value as? String ?? "") {
            found.append("\(place): \(value) is not in the list")
        }
        if let object = value as? [String: Any] {
            let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
            for (name, member) in object {
                if let inner = properties[name] {
                    found += mistakes(member, inner, at: "\(place).\(name)")
                } else if schema["additionalProperties"] as? Bool == false {
                    found.append("\(place): unknown member \(name)")
                }
            }
            for name in schema["required"] as? [String] ?? [] where object[name] == nil {
                found.append("\(place): lacks \(name)")
            }
        }
        if let array = value as? [Any], let items = schema["items"] as? [String: Any] {
            for (index, element) in array.enumerated() { found += mistakes(element, items, at: "\(place)[\(index)]") }
        }
        return found
    }

    private static func isOf(_ type: String, _ value: Any) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": value is Bool
        case "integer": (value as? NSNumber).map { $0.doubleValue == $0.doubleValue.rounded() } ?? false
        case "number": value is NSNumber
        default: false
        }
    }
}

@Suite("The schema of JSON Lines")
struct JSONSchemaTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Docs")

    static func schema() throws -> [String: Any] {
        let data = try Data(contentsOf: folder.appending(path: "jsonl.schema.json"))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    /// A record with every field.
    static let full: CanonicalRecord = {
        var record = Specimens.article
        record.otherTitles = ["Lernen"]
        record.container.isbns = ["9783161484100"]
        record.place = "Delft"
        record.articleNumber = "e1"
        record.edition = "2"
        record.version = "1"
        record.event = "A congress"
        record.series = "A series"
        record.publishedPrint = PartialDate(year: 2019, season: 2)
        record.funders = ["A funder"]
        record.referenceCount = 3
        record.isRetracted = true
        record.kept = [KeptField("ris:C1", "x")]
        record.contributors.append(
            Contributor(role: .editor, name: Name(family: "van Roe", given: "C.", suffix: "Jr.", particle: "van")))
        record.contributors.append(Contributor(name: Name(literal: "A group"), isGroup: true))
        var provenance = Dictionary(
            uniqueKeysWithValues: Field.allCases.map { ($0, Provenance(records: [record.key], rule: "only")) })
        provenance[.contributors]?.parts = [
            .init(index: nil, what: "list", record: record.key), .init(index: 0, what: "orcid", record: record.key),
        ]
        return CanonicalRecord(id: 7, members: [record.key], record: record, provenance: provenance)
    }()

    @Test("holds of all that is written, and names nothing that is never written")
    func holds() throws {
        let schema = try Self.schema()
        let checker = SchemaChecker(root: schema)
        var exporter = Exporter(format: .jsonl)
        var lines = exporter.entry(Self.full, query: "asked")
        for specimen in Specimens.all { lines += exporter.entry(specimen) }
        var removing = Exporter(format: .jsonl, listsRemoved: true)
        lines += removing.entry(
            RemovedRecord(record: Self.full.record, kept: Self.full.record.key, link: Self.full.record.key, bits: 1.5))
        var seen: Set<String> = []
        for line in lines.split(separator: UInt8(ascii: "\n")) {
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
            #expect(checker.mistakes(object, schema) == [])
            seen.formUnion(object.keys)
        }
        let properties = try #require(schema["properties"] as? [String: Any])
        #expect(Set(properties.keys) == seen, "\(Set(properties.keys).symmetricDifference(seen))")
    }

    @Test("refuses what it does not name")
    func refuses() throws {
        let schema = try Self.schema()
        let checker = SchemaChecker(root: schema)
        #expect(checker.mistakes(["members": ["a:b"], "strange": 1], schema).count == 1)
        #expect(checker.mistakes(["year": "2020"], schema).count == 1)
        #expect(checker.mistakes(["type": "novel"], schema).count == 1)
        #expect(checker.mistakes(["relations": [["type": "cites"]]], schema).count == 1)
    }

    @Test("is what Docs/jsonl.md says")
    func document() throws {
        let text = try String(contentsOf: Self.folder.appending(path: "jsonl.md"), encoding: .utf8)
        for name in try #require(try Self.schema()["properties"] as? [String: Any]).keys {
            #expect(text.contains("\n| `\(name)` | "), "\(name)")
        }
    }
}
