/// RIS's types of reference in ibid's words.
enum RISTypes {
    /// - Returns: The word for `SourceRecord.type`, nil for types that say nothing; whether a writer would choose that very
    ///   code for the word.
    static func type(of code: String) -> (word: String?, isCanonical: Bool) {
        if let known = table[code] { return known }
        let plain = code.uppercased().prefix { $0.isLetter }
        if let known = table[String(plain)] { return known }
        // Zotero and others write words: "TY  - Journal Article".
        return code.isEmpty ? (nil, true) : (code, false)
    }

    private static let table: [String: (word: String?, isCanonical: Bool)] = [
        "JOUR": ("journal-article", true), "EJOUR": ("journal-article", false), "ABST": ("journal-article", false),
        "INPR": ("journal-article", false), "JFULL": ("journal", false), "MGZN": ("magazine-article", true),
        "NEWS": ("newspaper-article", true), "BOOK": ("book", true), "EBOOK": ("book", false),
        "EDBOOK": ("book", false), "WHOLE": ("book", false), "CLSWK": ("book", false), "SER": ("collection", true),
        "CHAP": ("book-chapter", true), "ECHAP": ("book-chapter", false), "DICT": ("entry-dictionary", true),
        "ENCYC": ("entry-encyclopedia", true), "CONF": ("proceedings", false), "CPAPER": ("conference-paper", true),
        "DATA": ("dataset", true), "AGGR": ("dataset", false), "DBASE": ("dataset", false), "THES": ("thesis", true),
        "RPRT": ("report", true), "GOVDOC": ("report", false), "STAND": ("standard", true), "PAT": ("patent", true),
        "COMP": ("software", true), "ELEC": ("webpage", true), "WEB": ("webpage", false), "ICOMM": ("post", true),
        "BLOG": ("blog-post", true), "UNPB": ("manuscript", false), "UNPD": ("manuscript", false),
        "MANSCPT": ("manuscript", true),
        "MAP": ("map", true), "VIDEO": ("motion_picture", true), "MPCT": ("motion_picture", false),
        "SOUND": ("song", true), "MUSIC": ("song", false), "ART": ("graphic", false), "FIGURE": ("figure", true),
        "CHART": ("figure", false), "SLIDE": ("speech", true), "ADVS": ("motion_picture", false),
        "MULTI": ("motion_picture", false), "BILL": ("legislation", false), "LEGAL": ("legislation", false),
        "STAT": ("legislation", false), "CASE": ("legislation", false), "HEAR": ("hearing", true),
        "PCOMM": ("personal_communication", false), "PAMP": ("document", false), "ANCIENT": ("book", false),
        "EQUA": ("document", false), "GRNT": ("document", false), "GRANT": ("document", false),
        "CTLG": ("book", false), "UNBILL": ("legislation", false), "GEN": (nil, true), "": (nil, true),
    ]

    /// Types that RIS has no code for, as ibid writes them beside the nearest one; nil for other words.
    static func written(_ work: String) -> String? { own[work] }

    private static let own: [String: String] = [
        "Preprint": "preprint", "Erratum": "notice", "Book Review": "book-review", "Peer Review": "peer-review",
        "Reference Entry": "entry", "Event": "event", "Interview": "interview", "Component": "component",
        "Document": "document",
    ]

    /// Whether a type of work beside the type of reference tells what the work is.
    static func saysMore(_ work: String) -> Bool {
        words.contains(work.lowercased())
    }

    private static let words: Set<String> = [
        "erratum", "retraction", "retracted", "retracted article", "retracted publication", "retraction of publication",
        "correction", "corrigendum", "published erratum", "conference paper", "conference abstract",
        "proceedings paper", "meeting abstract", "preprint", "data paper", "book review",
    ]
}
