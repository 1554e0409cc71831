internal import Formats
public import Records

/// Formats that ibid writes. Raw values are the words after `--format`.
public enum ExportFormat: String, Sendable, CaseIterable {
    case cslJSON = "csl-json"
    case bibtex, ris, jsonl, csv, text

    /// By the ending of a file's name, without its dot.
    public init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "json": self = .cslJSON
        case "bib", "bibtex": self = .bibtex
        case "ris": self = .ris
        case "jsonl", "ndjson": self = .jsonl
        case "csv": self = .csv
        case "txt": self = .text
        default: return nil
        }
    }
}

/// Writes canonical records one after another; the same records in the same order give the same bytes.
public struct Exporter {
    public let format: ExportFormat
    private let listsRemoved: Bool
    private var keys = CitationKeys()
    private var isFirst = true

    /// - Parameter listsRemoved: Whether the entries are records that were removed: a table has more columns.
    public init(format: ExportFormat, listsRemoved: Bool = false) {
        self.format = format
        self.listsRemoved = listsRemoved
    }

    /// What comes before the first record.
    public func head() -> [UInt8] {
        switch format {
        case .cslJSON: Array("[".utf8)
        case .csv: listsRemoved ? CSVColumns.headerOfRemoved : CSVColumns.header
        default: []
        }
    }

    /// - Parameter query: What was asked for; JSON Lines tell it.
    public mutating func entry(_ canonical: CanonicalRecord, query: String? = nil) -> [UInt8] {
        defer { isFirst = false }
        switch format {
        case .cslJSON:
            var writer = JSONWriter()
            CSLJSON.write(canonical, key: keys.key(for: canonical.record), to: &writer)
            return Array((isFirst ? "\n" : ",\n").utf8) + writer.bytes
        case .bibtex: return BibTeX.entry(canonical.record, key: keys.key(for: canonical.record))
        case .ris: return RIS.entry(canonical.record)
        case .jsonl:
            var writer = JSONWriter()
            RecordJSON.write(canonical, query: query, to: &writer)
            writer.newline()
            return writer.bytes
        case .csv: return CSVColumns.row(canonical)
        case .text: return Array((PlainReference.text(canonical.record) + "\n").utf8)
        }
    }

    /// A record that was removed, with what it is a duplicate of.
    public mutating func entry(_ removed: RemovedRecord) -> [UInt8] {
        defer { isFirst = false }
        let record = removed.record
        let alone = CanonicalRecord(members: [record.key], record: record, provenance: [:])
        switch format {
        case .cslJSON:
            var writer = JSONWriter()
            CSLJSON.write(alone, key: keys.key(for: record), note: removed.note, to: &writer)
            return Array((isFirst ? "\n" : ",\n").utf8) + writer.bytes
        case .bibtex: return BibTeX.entry(record, key: keys.key(for: record), note: removed.note)
        case .ris: return RIS.entry(record, note: removed.note)
        case .jsonl:
            var writer = JSONWriter()
            RecordJSON.write(record, removed: removed, to: &writer)
            writer.newline()
            return writer.bytes
        case .csv: return CSVColumns.row(alone, more: removed.columns)
        case .text: return Array("\(PlainReference.text(record)) [\(removed.note)]\n".utf8)
        }
    }

    /// What comes behind the last record.
    public func tail() -> [UInt8] {
        switch format {
        case .cslJSON: Array((isFirst ? "]\n" : "\n]\n").utf8)
        default: []
        }
    }
}
