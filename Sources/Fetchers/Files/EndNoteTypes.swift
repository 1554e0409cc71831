/// EndNote's types of reference in ibid's words.
enum EndNoteTypes {
    /// - Parameters:
    ///   - name: As the attribute has it, `Journal Article`; nil where there is none.
    ///   - number: As the element has it, `17`; several programs write their own numbers beside EndNote's names.
    /// - Returns: The word for `SourceRecord.type`, nil for types that say nothing; whether a writer would choose that very
    ///   type for the word.
    static func type(name: String?, number: String?) -> (word: String?, isCanonical: Bool) {
        let given = name ?? number.flatMap { numbers[$0] }
        guard let given, !given.isEmpty else { return (nil, number == nil) }
        return names[given.lowercased()] ?? (given, false)
    }

    /// EndNote 7's numbers, which are others.
    static let old: [String: String] = [
        "0": "journal article", "1": "book", "2": "thesis", "3": "conference proceedings", "5": "newspaper article",
        "6": "computer program", "7": "book section", "8": "magazine article", "9": "edited book", "10": "report",
        "11": "map", "12": "audiovisual material", "13": "artwork", "15": "patent", "16": "web page", "17": "bill",
        "20": "manuscript", "21": "film or broadcast", "25": "figure", "26": "chart or table",
    ]

    private static let names: [String: (word: String?, isCanonical: Bool)] = [
        "journal article": ("journal-article", true), "electronic article": ("journal-article", false),
        "magazine article": ("magazine-article", true), "newspaper article": ("newspaper-article", true),
        "book": ("book", true), "edited book": ("book", false), "electronic book": ("book", false),
        "classical work": ("book", false), "ancient text": ("book", false), "catalog": ("book", false),
        "book section": ("book-chapter", true), "electronic book section": ("book-chapter", false),
        "conference proceedings": ("proceedings", false), "conference paper": ("conference-paper", true),
        "conference": ("proceedings", false), "thesis": ("thesis", true), "report": ("report", true),
        "government document": ("report", false), "standard": ("standard", true), "patent": ("patent", true),
        "dataset": ("dataset", true), "aggregated database": ("dataset", false),
        "online database": ("dataset", false), "computer program": ("software", true), "software": ("software", false),
        "web page": ("webpage", true), "blog": ("blog-post", true), "manuscript": ("manuscript", true),
        "unpublished work": ("manuscript", false), "map": ("map", true), "dictionary": ("entry-dictionary", true),
        "encyclopedia": ("entry-encyclopedia", true), "serial": ("collection", true),
        "film or broadcast": ("motion_picture", true), "audiovisual material": ("motion_picture", false),
        "online multimedia": ("motion_picture", false), "music": ("song", true), "artwork": ("graphic", false),
        "figure": ("figure", true), "chart or table": ("figure", false), "bill": ("legislation", false),
        "statute": ("legislation", false), "case": ("legislation", false),
        "legal rule or regulation": ("legislation", true), "hearing": ("hearing", true),
        "interview": ("interview", true), "personal communication": ("personal_communication", true),
        "pamphlet": ("document", false), "grant": ("document", false), "equation": ("document", false),
        "generic": (nil, true),
    ]

    private static let numbers: [String: String] = [
        "2": "Artwork", "3": "Audiovisual Material", "4": "Bill", "5": "Book Section", "6": "Book", "7": "Case",
        "8": "Catalog", "9": "Computer Program", "10": "Conference Proceedings", "12": "Web Page", "13": "Generic",
        "14": "Hearing", "17": "Journal Article", "19": "Magazine Article", "20": "Map", "21": "Film or Broadcast",
        "23": "Newspaper Article", "24": "Pamphlet", "25": "Patent", "26": "Personal Communication", "27": "Report",
        "28": "Edited Book", "31": "Statute", "32": "Thesis", "34": "Unpublished Work", "36": "Manuscript",
        "37": "Figure", "38": "Chart or Table", "39": "Equation", "43": "Electronic Article", "44": "Electronic Book",
        "45": "Online Database", "46": "Government Document", "47": "Conference Paper", "48": "Online Multimedia",
        "49": "Classical Work", "50": "Legal Rule or Regulation", "51": "Ancient Text", "52": "Dictionary",
        "53": "Encyclopedia", "54": "Grant", "55": "Aggregated Database", "56": "Blog", "57": "Serial",
        "58": "Standard", "59": "Dataset", "60": "Electronic Book Section", "61": "Music",
    ]
}
