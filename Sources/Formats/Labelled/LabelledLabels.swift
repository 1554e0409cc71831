/// Labels that databases write; others may be words of an abstract: `AIM: to see owls.`
extension LabelledSyntax {
    /// Whether a label's value may be of several lines of anybody's words, so that an unknown label within it is one of them.
    func holdsText(_ label: UnsafeBufferPointer<UInt8>) -> Bool {
        switch self {
        case .cochrane, .refWorks: label.elementsEqual("AB".utf8)
        case .proQuest: label.elementsEqual("Abstract".utf8) || label.elementsEqual("Full text".utf8)
        // A record's first label tells which of two forms all of it has.
        case .ovid: false
        }
    }

    func knows(_ label: UnsafeBufferPointer<UInt8>) -> Bool {
        let label = String(decoding: label.prefix(Self.longestLabel), as: UTF8.self)
        return switch self {
        case .cochrane: Self.cochraneLabels.contains(label)
        case .proQuest: Self.proQuestLabels.contains(label)
        case .refWorks: Self.refWorksLabels.contains(label)
        case .ovid: true
        }
    }

    private static let cochraneLabels: Set<String> = [
        "ID", "AU", "TI", "SO", "YR", "VL", "NO", "PG", "PB", "SN", "PM", "PT", "KY", "DOI", "US", "AB", "LA", "XR",
        "CC",
        "CN", "OP", "CO", "AD", "DA",
    ]

    /// Those that may stand behind an abstract or a full text; what its text may have, too, such as `Methodology`, is not here.
    private static let proQuestLabels: Set<String> = [
        "Abstract", "Accession number", "Advisor", "Alternate title", "Author", "Authors", "Author affiliation",
        "Business indexing term", "Classification", "CODEN", "Committee member", "Company / organization",
        "Copyright", "Correspondence author", "Country of publication", "Database", "Database copyright",
        "Date created",
        "Date revised", "Degree", "Degree date", "Department", "Dissertation/thesis number", "Document feature",
        "Document status", "Document type", "Document URL", "DOI", "Editor", "EISSN", "E-ISSN", "Electronic ISSN",
        "Electronic publication date", "First page", "Full text", "Identifier / keyword", "Identifiers / keywords",
        "ISBN",
        "ISSN", "Issue", "Journal abbreviation", "Journal subset", "Language", "Language of publication",
        "Last updated",
        "Links", "Location", "MeSH", "MeSH subject", "NAICS", "Number of pages", "Number of references",
        "Original title",
        "Page count", "Pages", "Peer reviewed", "People", "Place of publication", "PMID", "Product name",
        "ProQuest document ID", "Publication date", "Publication note", "Publication number", "Publication subject",
        "Publication title", "Publication type", "Publication year", "Publisher", "Registry number", "Report number",
        "Revision date", "School", "School code", "Series title", "Source attribution", "Source type", "Start page",
        "Subject", "Substance", "Title", "Translated title", "University location", "University/institution", "URL",
        "Volume",
    ]

    private static let refWorksLabels: Set<String> = [
        "RT", "SR", "ID", "A1", "A2", "A3", "A4", "A5", "A6", "T1", "T2", "T3", "JF", "JO", "YR", "FD", "VO", "IS",
        "SP",
        "OP", "K1", "AB", "NO", "ED", "PB", "PP", "SN", "AV", "AD", "AN", "LA", "CL", "SF", "OT", "LK", "DO", "CN",
        "DB",
        "DS", "IP", "RD", "ST", "U1", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "UL", "SL", "LL", "CR", "WT",
        "WV",
        "WP", "OL", "PM",
    ]

    /// What stands behind `RT`, in small letters.
    public static let refWorksTypes: Set<String> = [
        "journal article", "journal", "journal, electronic", "abstract", "magazine article", "newspaper article",
        "book, whole", "book, edited", "monograph", "book", "book, section", "book chapter", "conference proceedings",
        "conference proceeding", "dissertation", "dissertation/thesis", "thesis", "dissertation/thesis, unpublished",
        "thesis, unpublished", "report", "grant", "patent", "computer program", "web page", "map",
        "artwork",
        "motion picture", "video", "video/ dvd", "dvd", "sound recording", "music score", "unpublished material",
        "personal communication", "online discussion forum", "hearing", "case", "case/court decisions",
        "court decisions", "laws", "laws/statutes", "statutes", "bills", "bills/resolutions", "resolutions", "generic",
    ]
}
