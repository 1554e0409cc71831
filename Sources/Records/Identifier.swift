/// The naming systems ibid knows. The raw value is the prefix of the printed form, `doi:10.1000/xyz`.
public enum Scheme: String, Sendable, Codable, CaseIterable, Comparable {
    // Order matters: it is the order in which identifiers of one record are listed.
    case doi, pmid, pmcid, arxiv
    /// Semantic Scholar's 40 hexadecimal digits.
    case s2
    /// Semantic Scholar's whole number.
    case corpusid
    case openalex, mag, dblp
    case biostudies, geo, bioproject, arrayexpress, pride, omicsdi
    case isbn, issn, handle, url
    /// A record's own number in an export file or a service without a scheme of its own: `source/number`.
    case local

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

    /// Number stored in record bodies; never reused.
    public var rank: Int {
        switch self {
        case .doi: 0
        case .pmid: 1
        case .pmcid: 2
        case .arxiv: 3
        case .s2: 4
        case .corpusid: 5
        case .openalex: 6
        case .mag: 7
        case .dblp: 8
        case .biostudies: 9
        case .geo: 10
        case .bioproject: 11
        case .arrayexpress: 12
        case .pride: 13
        case .omicsdi: 14
        case .isbn: 15
        case .issn: 16
        case .handle: 17
        case .url: 18
        case .local: 19
        }
    }

    static let byRank: [Scheme] = Scheme.allCases.sorted()
}

/// A name in a scheme, in the scheme's normal form: DOIs in lower case, ISSNs with hyphen, PMCIDs with `PMC`.
public struct Identifier: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public var scheme: Scheme
    public var value: String

    @inlinable
    public init(_ scheme: Scheme, _ value: String) {
        self.scheme = scheme
        self.value = value
    }

    /// `doi:10.1000/xyz`.
    public var description: String { "\(scheme.rawValue):\(value)" }

    public static func < (a: Self, b: Self) -> Bool {
        a.scheme == b.scheme ? a.value < b.value : a.scheme < b.scheme
    }
}

/// Names one record of one source: `crossref` and what that source calls it.
public struct RecordKey: Sendable, Hashable, Comparable, Codable, CustomStringConvertible {
    public var source: String
    public var key: String

    public init(source: String, key: String) {
        self.source = source
        self.key = key
    }

    /// `crossref:10.1000/xyz`.
    public var description: String { "\(source):\(key)" }

    public static func < (a: Self, b: Self) -> Bool { (a.source, a.key) < (b.source, b.key) }
}

extension [Identifier] {
    /// Puts one of several identifiers of a scheme before the others, in a list that is sorted but for that.
    public mutating func putFirst(_ identifier: Identifier) {
        guard let index = firstIndex(of: identifier),
            let place = firstIndex(where: { $0.scheme == identifier.scheme }), place < index
        else { return }
        remove(at: index)
        insert(identifier, at: place)
    }
}
