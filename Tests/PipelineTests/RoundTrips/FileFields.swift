import Export
import Fetchers
import Foundation
import Formats
import Records

@testable import Pipeline

/// The fields of a record as its file has them, read by no more than the format's syntax.
enum FileFields {
    struct Field {
        var name: String
        var value: String

        /// The value's words, told by letters and digits alone; of numbers of books and serials the digits.
        var words: Set<String> {
            let tag = name.lowercased()
            switch tag {
            // MEDLINE's; which of a journal's numbers it is, is no part of it.
            case "is" where value.contains(/^\d{4}-\d{3}[\dXx]/):
                return Field(name: "issn", value: String(value.prefix(9))).words
            case "sn", "issn", "isbn":
                // Thirteen digits for ten, each with its own check digit.
                let numbers = value.split { !$0.isNumber && $0 != "-" && $0 != "X" && $0 != "x" }
                return Set(numbers.map { String($0.filter(\.isNumber).dropLast().suffix(8)) }.filter { $0.count > 6 })
            case "auid": return FileFields.words(value.replacing(/https?:\/\/orcid\.org\//, with: ""))
            case "do", "doi": return FileFields.words(value.replacing(/^(doi:|https?:\/\/(dx\.)?doi\.org\/)/, with: ""))
            default: return FileFields.words(value.replacing(/<[^>]*>|&#?\w+;/, with: " "))
            }
        }

        /// Whether records hold what it says in one form, whatever a file writes: languages, dates, types, full page
        /// numbers.
        var isOfOneForm: Bool {
            [
                "LA", "language", "langid", "DA", "PY", "Y1", "date", "year", "month", "TY", "entry", "type", "SP",
                "EP", "DP", "DEP",
                "pages", "page", "issued",
            ].contains(name)
        }
    }

    static func words(_ text: String) -> Set<String> {
        Set(
            text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
                .split { !$0.isLetter && !$0.isNumber }.map { word in
                    // Numbers without zeros in front: months, days.
                    let bare = word.drop { $0 == "0" }
                    return String(bare.isEmpty ? word : bare)
                })
    }

    /// Words of a file as ibid writes it, with the numbers of books and serials as `Field.words` has them.
    static func words(ofFile text: String) -> Set<String> {
        let numbers = text.split { !$0.isNumber && $0 != "-" && $0 != "X" }
            .map { String($0.filter(\.isNumber).dropLast().suffix(8)) }.filter { $0.count > 6 }
        return words(text).union(numbers)
    }

    /// - Parameter bytes: One record as it stands in its file.
    static func fields(of bytes: [UInt8], _ format: ExportFormat) -> [Field] {
        switch format {
        case .ris: tagged(bytes, .ris)
        case .nbib: tagged(bytes, .medline)
        case .biblatex, .bibtex: bibtex(bytes)
        case .cslJSON: json(bytes)
        default: []
        }
    }

    private static func tagged(_ bytes: [UInt8], _ syntax: TaggedSyntax) -> [Field] {
        var fields: [Field] = []
        bytes.withUnsafeBufferPointer { text in
            TaggedReader(syntax).forEachRecord(in: text, firstLine: 1) { record in
                for field in record.fields { fields.append(Field(name: "\(field.tag)", value: record.text(field))) }
            }
        }
        return fields
    }

    private static func bibtex(_ bytes: [UInt8]) -> [Field] {
        var fields: [Field] = []
        bytes.withUnsafeBufferPointer { text in
            var parser = BibTeXParser(text)
            while let item = parser.next() {
                guard case .entry(let entry) = item else { continue }
                fields.append(Field(name: "entry", value: parser.string(entry.type)))
                fields.append(Field(name: "key", value: parser.string(entry.key)))
                for field in entry.fields {
                    let pieces = entry.pieces[field.pieces]
                    // What a string stands for is said elsewhere in the file.
                    var value = ""
                    for case .text(let span) in pieces { value += parser.string(span) }
                    fields.append(Field(name: parser.string(field.name).lowercased(), value: TeXText.plain(value)))
                }
            }
        }
        return fields
    }

    private static func json(_ bytes: [UInt8]) -> [Field] {
        guard let item = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else { return [] }
        func leaves(_ value: Any) -> [String] {
            switch value {
            case let text as String: [text]
            case let number as NSNumber: ["\(number)"]
            case let list as [Any]: list.flatMap(leaves)
            case let object as [String: Any]: object.values.flatMap(leaves)
            default: []
            }
        }
        return item.sorted { $0.key < $1.key }.flatMap { name, value in
            leaves(value).map { Field(name: name, value: $0) }
        }
    }

    /// A record of a file, and what ibid makes of it.
    struct Read {
        var bytes: [UInt8]
        var record: Record
    }

    static func records(ofFile path: String) throws -> [Read] {
        var all: [Read] = []
        let preparer = Preparer()
        let intake = try FileIntake(path: path)
        while let portion = try intake.next() {
            all +=
                preparer.read(portion, path: "file", as: IntakeHint()) { bytes, _, record in
                    Read(bytes: Array(bytes), record: record)
                }.items
        }
        return all
    }
}
