internal import Formats
public import Records

/// Formats that ibid writes. Raw values are the words after `--format`.
public enum ExportFormat: String, Sendable, CaseIterable {
    case cslJSON = "csl-json"
    case bibtex, biblatex, ris, nbib
    case endNoteXML = "endnote-xml"
    case jsonl, csv, markdown, text

    /// By the ending of a file's name, without its dot.
    public init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "json": self = .cslJSON
        case "bib", "bibtex": self = .bibtex
        case "ris": self = .ris
        case "nbib": self = .nbib
        case "xml": self = .endNoteXML
        case "jsonl", "ndjson": self = .jsonl
        case "csv": self = .csv
        case "md", "markdown": self = .markdown
        case "txt": self = .text
        default: return nil
        }
    }

    /// Whether its entries have citation keys.
    public var hasCitationKeys: Bool { self == .cslJSON || self == .bibtex || self == .biblatex }
}

/// How entries are written, where a format leaves a choice.
public struct ExportChoices: Sendable, Equatable {
    /// Of reference lists.
    public var style: ReferenceStyle
    /// Whether BibTeX and biblatex are written in ASCII.
    public var ascii: Bool
    public var keys: CitationKeyTemplate

    public init(
        style: ReferenceStyle = .vancouver, ascii: Bool = false, keys: CitationKeyTemplate = .standard
    ) {
        self.style = style
        self.ascii = ascii
        self.keys = keys
    }
}

/// Writes canonical records one after another; the same records in the same order give the same bytes.
public struct Exporter {
    public let format: ExportFormat
    private let listsRemoved: Bool
    private let choices: ExportChoices
    private var keys: CitationKeys
    private var count = 0

    /// - Parameter listsRemoved: Whether the entries are records that were removed: a table has more columns.
    public init(format: ExportFormat, listsRemoved: Bool = false, choices: ExportChoices = ExportChoices()) {
        self.format = format
        self.listsRemoved = listsRemoved
        self.choices = choices
        keys = CitationKeys(template: choices.keys)
    }

    /// What comes before the first record.
    public func head() -> [UInt8] {
        switch format {
        case .cslJSON: Array("[".utf8)
        case .csv: listsRemoved ? CSVColumns.headerOfRemoved : CSVColumns.header
        case .endNoteXML: Array(EndNoteXML.head.utf8)
        default: []
        }
    }

    /// - Parameters:
    ///   - key: The citation key; nil makes one that is unique in this output.
    ///   - query: What was asked for; JSON Lines tell it.
    public mutating func entry(_ canonical: CanonicalRecord, key: String? = nil, query: String? = nil) -> [UInt8] {
        if format == .jsonl {
            var writer = JSONWriter()
            RecordJSON.write(canonical, query: query, to: &writer)
            writer.newline()
            return writer.bytes
        }
        return entry(canonical, key: key, removed: nil)
    }

    /// A record that was removed, with what it is a duplicate of.
    public mutating func entry(_ removed: RemovedRecord) -> [UInt8] {
        let record = removed.record
        if format == .jsonl {
            var writer = JSONWriter()
            RecordJSON.write(record, removed: removed, to: &writer)
            writer.newline()
            return writer.bytes
        }
        let alone = CanonicalRecord(members: [record.key], record: record, provenance: [:])
        return entry(alone, key: nil, removed: removed)
    }

    private mutating func entry(_ canonical: CanonicalRecord, key given: String?, removed: RemovedRecord?) -> [UInt8] {
        count += 1
        let record = canonical.record
        let note = removed?.note
        var key = ""
        if format.hasCitationKeys {
            if let given { keys.take(given) }
            key = given ?? keys.key(for: record)
        }
        switch format {
        case .cslJSON:
            var writer = JSONWriter()
            CSLJSON.write(canonical, key: key, note: note, to: &writer)
            return Array((count == 1 ? "\n" : ",\n").utf8) + writer.bytes
        case .bibtex: return BibTeX.entry(record, key: key, text: LaTeXText(ascii: choices.ascii), note: note)
        case .biblatex: return BibLaTeX.entry(record, key: key, text: LaTeXText(ascii: choices.ascii), note: note)
        case .ris: return RIS.entry(record, note: note)
        case .nbib: return NBIB.entry(record, note: note)
        case .endNoteXML: return EndNoteXML.entry(record, number: count, note: note)
        case .jsonl: return []
        case .csv: return CSVColumns.row(canonical, more: removed?.columns ?? [])
        case .markdown:
            let mark = choices.style.isNumbered ? "\(count). " : "- "
            let text = choices.style.reference(record).markdown
            return Array("\(mark)\(text)\(note.map { " \\[\(StyledText($0).markdown)\\]" } ?? "")\n".utf8)
        case .text:
            let mark = choices.style == .ieee ? "[\(count)] " : ""
            return Array("\(mark)\(choices.style.reference(record).plain)\(note.map { " [\($0)]" } ?? "")\n".utf8)
        }
    }

    /// What comes behind the last record.
    public func tail() -> [UInt8] {
        switch format {
        case .cslJSON: Array((count == 0 ? "]\n" : "\n]\n").utf8)
        case .endNoteXML: Array(EndNoteXML.tail.utf8)
        default: []
        }
    }
}
