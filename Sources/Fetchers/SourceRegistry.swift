public import Formats
internal import Records

/// All sources, in the order in which they are asked and in which detection tries them.
public enum SourceRegistry {
    public static let all: [any Source] = [
        Crossref(),
        DataCite(),
        EuropePMC(),
        PubMed(),
        OpenAlex(),
        SemanticScholar(),
        ArXiv(),
        BioRxiv(),
        BioStudies(),
        OmicsDI(),
        Unpaywall(),
        Aggregator(),
        DOINegotiation(),
        Web(),
    ]

    /// The source called `id`, `crossref`; nil where there is none.
    public static func source(_ id: String) -> (any Source)? { all.first { $0.card.id == id } }

    /// The source whose record a JSON value looks like; nil where it looks like none's.
    public static func source(recognizing value: JSONValue) -> (any JSONSource)? {
        json.first { $0.recognizes(value) }
    }

    /// The source whose record an element is; nil where it is none's.
    public static func source(recognizing element: XMLTreeElement) -> (any XMLSource)? {
        xml.first { $0.recognizes(element) }
    }

    /// The source of which a page holds a record, and where it lies; nil where it holds none's.
    public static func source(of page: [UInt8]) -> (source: any PageSource, range: Range<Int>)? {
        for source in pages { if let range = source.record(in: page) { return (source, range) } }
        return nil
    }

    private static let json = all.compactMap { $0 as? any JSONSource }
    private static let xml = all.compactMap { $0 as? any XMLSource }
    private static let pages = all.compactMap { $0 as? any PageSource }
}
