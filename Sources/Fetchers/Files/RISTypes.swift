/// RIS's types of reference in ibid's words.
enum RISTypes {
    /// - Returns: The word for `SourceRecord.type`, nil for types that say nothing; whether a writer would choose that very
    ///   code for the word.
    static func type(of code: String) -> (word: String?, isCanonical: Bool) {
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
        "COMP": ("software", true), "ELEC": ("webpage", true), "ICOMM": ("personal_communication", false),
        "BLOG": ("blog-post", true), "UNPB": ("manuscript", false), "MANSCPT": ("manuscript", true),
        "MAP": ("map", true), "VIDEO": ("motion_picture", true), "MPCT": ("motion_picture", false),
        "SOUND": ("song", true), "MUSIC": ("song", false), "ART": ("graphic", false), "FIGURE": ("figure", true),
        "CHART": ("figure", false), "SLIDE": ("graphic", false), "ADVS": ("motion_picture", false),
        "MULTI": ("motion_picture", false), "BILL": ("legislation", false), "LEGAL": ("legislation", false),
        "STAT": ("legislation", false), "CASE": ("legislation", false), "HEAR": ("hearing", true),
        "PCOMM": ("personal_communication", false), "PAMP": ("document", false), "ANCIENT": ("book", false),
        "EQUA": ("document", false), "GRNT": ("document", false), "GRANT": ("document", false),
        "CTLG": ("book", false), "UNBILL": ("legislation", false), "GEN": (nil, true), "": (nil, true),
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
