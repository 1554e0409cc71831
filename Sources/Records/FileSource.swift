/// Sources that are no service but a kind of file: what one holds may be what many sources said, and its records' numbers
/// mean something within that file alone.
public enum FileSource: String, Sendable, CaseIterable {
    case table, ris, bibtex, enw, medline, wos
    case endnoteXML = "endnote-xml"
    case cslJSON = "csl-json"
    case mods, jats, unixref
    case dataciteXML = "datacite-xml"
    case dublinCore = "dublin-core"
    case zoteroJSON = "zotero-json"
    case reflibJSON = "reflib-json"
    case ictrp

    public static func contains(_ source: String) -> Bool { FileSource(rawValue: source) != nil }
}
