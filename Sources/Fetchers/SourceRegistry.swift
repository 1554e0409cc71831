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

    /// The source or format whose record a JSON value looks like; nil where it looks like none's.
    public static func reading(of value: JSONValue) -> (any JSONReading)? {
        json.first { $0.recognizes(value) }
    }

    /// The source or format whose record an element is; nil where it is none's.
    public static func reading(of element: XMLTreeElement) -> (any XMLReading)? {
        xml.first { $0.recognizes(element) }
    }

    /// The source of which a page holds a record, and where it lies; nil where it holds none's.
    public static func source(of page: [UInt8]) -> (source: any PageSource, range: Range<Int>)? {
        for source in pages { if let range = source.record(in: page) { return (source, range) } }
        return nil
    }

    // Sources know their own marks; formats take what looks like a record at all.
    private static let json: [any JSONReading] = all.compactMap { $0 as? any JSONReading } + FileFormats.json
    private static let xml: [any XMLReading] = all.compactMap { $0 as? any XMLReading } + FileFormats.xml
    private static let pages = all.compactMap { $0 as? any PageSource }
}
