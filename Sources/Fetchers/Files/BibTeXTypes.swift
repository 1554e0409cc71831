/// Types of BibTeX's and BibLaTeX's entries in ibid's words.
enum BibTeXTypes {
    /// - Returns: The word for `SourceRecord.type`; nil for types that nobody defined.
    static func type(of entry: String) -> String? { table[entry] }

    private static let table: [String: String] = [
        "article": "journal-article", "suppperiodical": "journal-article", "review": "review-article",
        "book": "book", "mvbook": "book", "collection": "book", "mvcollection": "book", "reference": "book",
        "mvreference": "book", "booklet": "document", "inbook": "book-chapter", "bookinbook": "book-chapter",
        "suppbook": "book-chapter", "incollection": "book-chapter", "suppcollection": "book-chapter",
        "inreference": "entry", "inproceedings": "conference-paper", "conference": "conference-paper",
        "proceedings": "proceedings", "mvproceedings": "proceedings", "phdthesis": "thesis", "mastersthesis": "thesis",
        "thesis": "thesis", "techreport": "report", "report": "report", "manual": "report", "misc": "misc",
        "unpublished": "manuscript", "online": "webpage", "electronic": "webpage", "www": "webpage",
        "patent": "patent", "periodical": "journal", "dataset": "dataset", "software": "software",
        "standard": "standard", "video": "motion_picture", "movie": "motion_picture", "audio": "song", "music": "song",
        "artwork": "graphic", "image": "graphic", "letter": "personal_communication", "legislation": "legislation",
        "legal": "legislation", "jurisdiction": "legislation", "performance": "event", "preprint": "preprint",
    ]
}

/// Dates of BibTeX and of BibLaTeX.
enum BibTeXDates {
    /// The strings that every style defines.
    static let monthStrings: [String: String] = [
        "jan": "1", "feb": "2", "mar": "3", "apr": "4", "may": "5", "jun": "6", "jul": "7", "aug": "8", "sep": "9",
        "oct": "10", "nov": "11", "dec": "12",
    ]

    /// A month as a number, an abbreviation or a word in English; nil for others.
    static func month(_ text: String) -> Int? {
        if let number = Int(text) { return (1...12).contains(number) ? number : nil }
        return monthStrings[String(text.prefix(3)).lowercased()].flatMap { Int($0) }
    }

    /// `Spring` as biblatex's month 21; nil for other words.
    static func season(_ text: String) -> Int? {
        ["spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24][text.lowercased()]
    }

    /// Whether a month has such a day.
    static func isDay(_ day: Int, of month: Int, _ year: Int) -> Bool {
        switch month {
        case 2: (1...(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28)).contains(day)
        case 4, 6, 9, 11: (1...30).contains(day)
        case 1...12: (1...31).contains(day)
        default: false
        }
    }

    /// `2019-05-13`, `2019-05`, the beginning of `2014-02-02/2014-02-07`, `2023-09-24T13:27:44`, `2019~`, `2019?`.
    ///
    /// - Returns: Year, month and day as far as they are there; nil for what is none.
    static func parts(ofISO text: String) -> [Int]? {
        let start = text.prefix { $0 != "/" && $0 != "T" }.filter { !"~?%".contains($0) }
        let pieces = start.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = pieces.first, first.count == 4, let year = Int(first), pieces.count <= 3 else { return nil }
        var parts = [year]
        for piece in pieces.dropFirst() {
            guard piece.count <= 2, let number = Int(piece), number > 0 else { return nil }
            parts.append(number)
        }
        return parts
    }
}
