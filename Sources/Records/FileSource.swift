/// Sources that are no service but a kind of file: what one holds may be what many sources said, and its records' numbers
/// mean something within that file alone.
public enum FileSource: String, Sendable, CaseIterable {
    case table, ris, bibtex, enw, nbib, wos
    case endnoteXML = "endnote-xml"
    case cslJSON = "csl-json"
    case mods, jats, unixref
    case dataciteXML = "datacite-xml"
    case dublinCore = "dublin-core"
    case zoteroJSON = "zotero-json"
    case reflibJSON = "reflib-json"
    case ictrp
    case cochrane, ovid, refworks, proquest, msbib
    /// `CITATION.cff`.
    case cff
    case pubmedText = "pubmed-text"
    case zoteroRDF = "zotero-rdf"
    /// ibid's own JSON Lines.
    case ibidJSON = "ibid-json"

    /// Whether the keys that its records name are the database's own, which no other record ever has: PMIDs, and the
    /// accession numbers of Web of Science.
    public var hasLastingKeys: Bool { self == .nbib || self == .wos || self == .pubmedText }

    /// Whether a source is no more than a kind of file: that two records are of it says nothing of them.
    public static func isNobodys(_ source: String) -> Bool {
        FileSource(rawValue: source).map { !$0.hasLastingKeys } ?? false
    }
}
