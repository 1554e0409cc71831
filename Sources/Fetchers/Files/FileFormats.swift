public import Formats
public import Records

/// A format whose records are stretches of text: RIS, BibTeX, MEDLINE.
public protocol TextFormat: Sendable {
    /// The word after `--from`, `ris`; also the source of records that name none of their own.
    var id: String { get }

    /// Whether a file that begins so is of this format.
    ///
    /// - Parameter head: The first kilobytes, in UTF-8; may end anywhere.
    func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool

    /// Where the last record that begins in a text begins; nil where none does. Cut there, both parts can be read by
    /// themselves.
    func lastRecordStart(in text: UnsafeBufferPointer<UInt8>) -> Int?

    /// About how many bytes are read at once.
    var stretchLength: Int { get }

    /// Whether records of a text need others that may come later in the file, so that more of it is to be read at once.
    func needsMore(than text: UnsafeBufferPointer<UInt8>) -> Bool

    /// Takes up what later stretches of the file need to know of this one: BibTeX's strings.
    func remember(_ text: UnsafeBufferPointer<UInt8>, in memory: inout TextMemory)

    /// Calls `body` for each record of a stretch, and for what stands where a record should and is none.
    func read(_ stretch: TextStretch, memory: TextMemory, place: TextPlace, _ body: (TextRecord) -> Void)
}

extension TextFormat {
    public var stretchLength: Int { 1 << 20 }
    public func needsMore(than text: UnsafeBufferPointer<UInt8>) -> Bool { false }
    public func remember(_ text: UnsafeBufferPointer<UInt8>, in memory: inout TextMemory) {}
}

/// What one stretch of a file tells those behind it.
public struct TextMemory: Sendable {
    /// BibTeX's `@string`s by their names in lower case, values as TeX.
    public var strings: [String: String] = [:]

    public init() {}
}

/// Where a text lies, for problems.
public struct TextPlace: Sendable {
    public var path: String

    public init(path: String) { self.path = path }

    /// `file:line:column`, both from 1.
    public func at(line: Int, column: Int = 1) -> String { "\(path):\(line):\(column)" }
}

/// One record of a text file.
public struct TextRecord {
    /// The record as written.
    public var bytes: UnsafeBufferPointer<UInt8>
    /// Line on which it begins, from 1.
    public var line: Int
    /// What it says; nil where it cannot be used: the last problem tells why.
    public var said: SourceRecord?
    public var problems: [Problem]

    public init(bytes: UnsafeBufferPointer<UInt8>, line: Int, said: SourceRecord?, problems: [Problem] = []) {
        self.bytes = bytes
        self.line = line
        self.said = said
        self.problems = problems
    }
}

/// Formats in which people's tools write records: of no service, so that nothing can be asked of them.
public enum FileFormats {
    /// In the order in which detection tries them.
    public static let text: [any TextFormat] = [
        Cochrane(), Ovid(), ProQuest(), PubMedText(), Medline(), RIS(), WebOfScience(), Refer(), RefWorks(), BibTeX(),
    ]
    public static let json: [any JSONReading] = [IbidJSON(), CitationFile(), ZoteroJSON(), CSLJSON(), RefLibJSON()]
    public static let xml: [any XMLReading] = [
        ZoteroRDF(), EndNoteXML(), MODS(), Unixref(), DataCiteXML(), JATS(), DublinCore(), ICTRP(), MSBib(),
    ]

    public static func text(_ id: String) -> (any TextFormat)? { text.first { $0.id == id } }
}
