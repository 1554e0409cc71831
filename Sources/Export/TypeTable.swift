public import Records

/// What a type is called in a format, and what a reader of the format takes each of its words for.
///
/// Where `read[written[type]]` is another type, or none, the format has no word for it: `shared` lists those types.
public struct TypeTable: Sendable {
    /// For every type.
    public let written: [WorkType: String]
    /// What ibid reads every word as that says a type; a test holds it against the readers. Case as the format's own documents have it.
    public let read: [String: WorkType]
    /// Types that come back as another.
    public let shared: Set<WorkType>
    /// The word for a record that has no type.
    public let fallback: String

    /// - Parameters:
    ///   - own: Types and their words, where either leads to the other.
    ///   - lossy: Types that take the word of another.
    ///   - alsoRead: Words that are never written.
    private init(
        own: [WorkType: String], lossy: [WorkType: String], alsoRead: [String: WorkType], fallback: String
    ) {
        var read = alsoRead
        for (type, word) in own { read[word] = type }
        self.written = own.merging(lossy) { first, _ in first }
        self.read = read
        shared = Set(lossy.keys)
        self.fallback = fallback
    }

    public func word(for type: WorkType?) -> String { type.flatMap { written[$0] } ?? fallback }

    /// The format's own word where a record kept one that says what its type says; else the table's.
    func word(for type: WorkType?, kept: String?) -> String {
        if let kept, let type, read[kept] == type { return kept }
        // A word that nobody knows, of a record whose type nobody knows.
        func isSign(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 }
        if let kept, type == nil, read[kept] == nil, (1...40).contains(kept.utf8.count), kept.utf8.allSatisfy(isSign) {
            return kept
        }
        return word(for: type)
    }

    /// What RIS and EndNote have no word for, by the type of work that stands beside the nearest one.
    static let typesOfWork: [WorkType?: String] = [
        .article: "Preprint", .notice: "Erratum", .reviewBook: "Book Review", .peerReview: "Peer Review",
        .entry: "Reference Entry", .event: "Event", .interview: "Interview", .component: "Component",
        .document: "Document",
    ]

    // MARK: Formats

    /// RIS, `TY`.
    public static let ris = TypeTable(
        own: [
            .articleJournal: "JOUR", .articleMagazine: "MGZN", .articleNewspaper: "NEWS", .book: "BOOK",
            .chapter: "CHAP", .collection: "SER", .dataset: "DATA",
            .entryDictionary: "DICT", .entryEncyclopedia: "ENCYC", .figure: "FIGURE", .graphic: "ART", .hearing: "HEAR",
            .legislation: "STAT", .manuscript: "MANSCPT", .map: "MAP", .motionPicture: "MPCT",
            .paperConference: "CPAPER", .patent: "PAT", .periodical: "JFULL", .post: "ICOMM", .postWeblog: "BLOG",
            .report: "RPRT", .software: "COMP", .song: "SOUND", .speech: "SLIDE", .standard: "STAND", .thesis: "THES",
            .webpage: "ELEC",
        ],
        lossy: [
            .article: "UNPB", .component: "GEN", .document: "GEN", .entry: "CHAP", .event: "GEN", .interview: "PCOMM",
            .notice: "JOUR", .peerReview: "GEN", .reviewBook: "JOUR",
        ],
        alsoRead: [
            "ABST": .articleJournal, "EJOUR": .articleJournal, "INPR": .articleJournal, "EBOOK": .book,
            "EDBOOK": .book, "WHOLE": .book, "CLSWK": .book, "ANCIENT": .book, "PAMP": .document, "ECHAP": .chapter,
            "CONF": .book, "GOVDOC": .report, "GRANT": .document, "GRNT": .document, "AGGR": .dataset,
            "DBASE": .dataset, "VIDEO": .motionPicture, "MULTI": .motionPicture, "ADVS": .motionPicture,
            "MUSIC": .song, "BILL": .legislation, "UNBILL": .legislation, "LEGAL": .legislation,
            "CASE": .legislation, "CHART": .figure, "CTLG": .book, "EQUA": .document, "UNPB": .manuscript,
            "UNPD": .manuscript, "WEB": .webpage,
        ],
        fallback: "GEN")

    /// BibTeX's own entry types, and those that its users took over from elsewhere.
    public static let bibtex = TypeTable(
        own: [
            .articleJournal: "article", .book: "book", .chapter: "incollection", .document: "misc",
            .manuscript: "unpublished", .paperConference: "inproceedings", .report: "techreport",
            .thesis: "phdthesis",
        ],
        lossy: [
            .articleMagazine: "article", .articleNewspaper: "article", .article: "misc", .collection: "proceedings",
            .component: "misc", .dataset: "misc", .entry: "incollection", .entryDictionary: "incollection",
            .entryEncyclopedia: "incollection", .event: "misc", .figure: "misc", .graphic: "misc", .hearing: "misc",
            .interview: "misc", .legislation: "misc", .map: "misc", .motionPicture: "misc", .notice: "article",
            .patent: "misc", .peerReview: "misc", .periodical: "misc", .post: "misc", .postWeblog: "misc",
            .reviewBook: "article", .software: "misc", .song: "misc", .speech: "misc", .standard: "misc",
            .webpage: "misc",
        ],
        alsoRead: [
            "booklet": .document, "conference": .paperConference, "dataset": .dataset, "electronic": .webpage,
            "inbook": .chapter, "manual": .report, "mastersthesis": .thesis, "online": .webpage, "patent": .patent,
            "periodical": .periodical, "proceedings": .book, "software": .software, "standard": .standard,
            "www": .webpage,
        ],
        fallback: "misc")

    /// biblatex's entry types.
    public static let biblatex = TypeTable(
        own: [
            .articleJournal: "article", .book: "book", .chapter: "incollection", .dataset: "dataset",
            .document: "misc", .entry: "inreference", .graphic: "artwork",
            .legislation: "legislation", .manuscript: "unpublished", .motionPicture: "movie",
            .paperConference: "inproceedings", .patent: "patent", .periodical: "periodical", .report: "report",
            .software: "software", .song: "audio", .standard: "standard", .thesis: "thesis",
            .webpage: "online",
        ],
        lossy: [
            .articleMagazine: "article", .articleNewspaper: "article", .article: "online", .collection: "collection",
            .component: "misc", .entryDictionary: "inreference", .entryEncyclopedia: "inreference", .event: "misc",
            .figure: "misc",
            .hearing: "misc", .interview: "misc", .map: "misc", .notice: "article", .peerReview: "misc",
            .post: "online", .postWeblog: "online", .reviewBook: "review", .speech: "unpublished",
        ],
        alsoRead: [
            "booklet": .document, "bookinbook": .chapter, "collection": .book, "conference": .paperConference,
            "electronic": .webpage,
            "image": .graphic, "inbook": .chapter, "manual": .report, "mastersthesis": .thesis, "mvbook": .book,
            "mvcollection": .book, "mvproceedings": .book, "mvreference": .book,
            "music": .song, "performance": .event, "phdthesis": .thesis, "proceedings": .book,
            "reference": .book, "review": .articleJournal, "suppbook": .chapter, "suppcollection": .chapter,
            "suppperiodical": .articleJournal, "techreport": .report, "video": .motionPicture, "www": .webpage,
        ],
        fallback: "misc")

    /// Publication types of MEDLINE, `PT`; in plain words those that MEDLINE, which lists articles and books, has none for.
    public static let nbib = TypeTable(
        own: [
            .articleJournal: "Journal Article", .article: "Preprint", .articleMagazine: "Magazine Article",
            .articleNewspaper: "Newspaper Article", .book: "Monograph", .chapter: "Book Chapter",
            .collection: "Book Series", .component: "Component", .dataset: "Dataset", .document: "Other",
            .entry: "Reference Entry", .entryDictionary: "Entry-Dictionary",
            .entryEncyclopedia: "Entry-Encyclopedia", .event: "Event", .figure: "Figure", .graphic: "Image",
            .hearing: "Hearing", .interview: "Interview", .legislation: "Legislation", .manuscript: "Manuscript",
            .map: "Map", .motionPicture: "Video-Audio Media", .notice: "Published Erratum",
            .paperConference: "Conference Paper", .patent: "Patent", .peerReview: "Peer Review",
            .periodical: "Periodical", .post: "Post", .postWeblog: "Blog Post", .report: "Technical Report",
            .reviewBook: "Book Review", .software: "Software", .song: "Sound", .speech: "Lecture",
            .standard: "Standard", .thesis: "Academic Dissertation", .webpage: "Webcast",
        ],
        lossy: [:],
        alsoRead: [
            "Book": .book, "Congress": .articleJournal, "Consensus Development Conference": .articleJournal,
            "Editorial": .articleJournal, "Letter": .articleJournal, "Comment": .articleJournal,
            "Review": .articleJournal, "Case Reports": .articleJournal, "Meta-Analysis": .articleJournal,
            "Systematic Review": .articleJournal, "Clinical Trial": .articleJournal,
            "Retraction of Publication": .notice, "Expression of Concern": .notice,
        ],
        fallback: "Journal Article")

    /// Names of EndNote's reference types; their numbers are in `endNoteNumbers`.
    public static let endNote = TypeTable(
        own: [
            .articleJournal: "Journal Article", .articleMagazine: "Magazine Article",
            .articleNewspaper: "Newspaper Article", .book: "Book", .chapter: "Book Section", .collection: "Serial",
            .dataset: "Dataset",
            .entryDictionary: "Dictionary", .entryEncyclopedia: "Encyclopedia", .figure: "Figure",
            .graphic: "Artwork", .hearing: "Hearing", .legislation: "Statute", .manuscript: "Manuscript", .map: "Map",
            .motionPicture: "Film or Broadcast", .paperConference: "Conference Paper", .patent: "Patent",
            .postWeblog: "Blog", .report: "Report", .software: "Computer Program", .song: "Music",
            .standard: "Standard", .thesis: "Thesis", .webpage: "Web Page",
        ],
        lossy: [
            .article: "Unpublished Work", .component: "Generic", .document: "Generic", .entry: "Book Section",
            .event: "Generic", .interview: "Personal Communication",
            .notice: "Journal Article", .peerReview: "Generic", .periodical: "Serial", .post: "Web Page",
            .reviewBook: "Journal Article", .speech: "Generic",
        ],
        alsoRead: [
            "Aggregated Database": .dataset, "Ancient Text": .book, "Audiovisual Material": .motionPicture,
            "Bill": .legislation, "Case": .legislation, "Catalog": .book, "Chart or Table": .figure,
            "Classical Work": .book, "Conference Proceedings": .paperConference, "Edited Book": .book,
            "Electronic Article": .articleJournal, "Electronic Book": .book, "Electronic Book Section": .chapter,
            "Equation": .document, "Government Document": .report, "Grant": .document,
            "Legal Rule or Regulation": .legislation, "Online Database": .dataset,
            "Online Multimedia": .motionPicture, "Pamphlet": .document, "Unpublished Work": .manuscript,
        ],
        fallback: "Generic")

    /// EndNote's number of each reference type, as its XML has it beside the name.
    public static let endNoteNumbers: [String: Int] = [
        "Aggregated Database": 55, "Ancient Text": 51, "Artwork": 2, "Audiovisual Material": 3, "Bill": 4, "Blog": 56,
        "Book": 6, "Book Section": 5, "Case": 7, "Catalog": 8, "Chart or Table": 38, "Classical Work": 49,
        "Computer Program": 9, "Conference Paper": 47, "Conference Proceedings": 10, "Dataset": 59, "Dictionary": 52,
        "Edited Book": 28, "Electronic Article": 43, "Electronic Book": 44, "Electronic Book Section": 60,
        "Encyclopedia": 53, "Equation": 39, "Figure": 37, "Film or Broadcast": 21, "Generic": 13,
        "Government Document": 46, "Grant": 54, "Hearing": 14, "Journal Article": 17, "Legal Rule or Regulation": 50,
        "Magazine Article": 19, "Manuscript": 36, "Map": 20, "Music": 61, "Newspaper Article": 23,
        "Online Database": 45, "Online Multimedia": 48, "Pamphlet": 24, "Patent": 25, "Personal Communication": 26,
        "Report": 27, "Serial": 57, "Standard": 58, "Statute": 31, "Thesis": 32, "Unpublished Work": 34,
        "Web Page": 12,
    ]
}
