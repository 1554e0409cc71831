internal import Formats
internal import Records

/// RefWorks' tagged format.
///
/// Documentation: https://www.refworks.com/refworks2/help/RefWorks_Tagged_Format.htm
public struct RefWorks: TextFormat, LabelledFormat {
    public let id = FileSource.refworks.rawValue
    let syntax = LabelledSyntax.refWorks

    public init() {}

    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        if TaggedLines.hasBibTeX(head) { return false }
        // `RT Journal Article` and a second tag; a sentence that begins with RT has none below.
        var isBegun = false
        var lines = 0
        return TaggedLines.contains(head) { line in
            if line.allSatisfy({ $0 <= 0x20 }) { return false }
            lines += 1
            if lines > 40 { return nil }
            if isBegun { return Self.tags.contains(String(decoding: line.prefix(3), as: UTF8.self)) ? true : nil }
            guard line.starts(with: Array("RT ".utf8)), line.count < 60 else { return false }
            let type = String(decoding: line.dropFirst(3), as: UTF8.self)[...].trimmed
            isBegun = RefWorksReading.types[type.lowercased()] != nil
            return false
        }
    }

    private static let tags: Set<String> = [
        "SR ", "ID ", "A1 ", "T1 ", "JF ", "JO ", "YR ", "SN ", "FD ", "AB ", "T2 ",
    ]

    func parse(_ record: borrowing LabelledRecord, place: TextPlace) throws(Problem) -> SourceRecord? {
        var reading = RefWorksReading()
        for field in record.fields {
            let values = record.values(field)
            if !values.isEmpty { reading.take(record.label(field), values) }
        }
        let said = reading.finish()
        if said.saysNothingOfAWork {
            throw .unusable(
                "a record that says nothing but its type", format: id, place: place.at(line: record.line),
                remedy: "give it a T1 or A1 line, or leave it out")
        }
        return said
    }
}

/// One record of RefWorks' under way.
struct RefWorksReading: ~Copyable {
    private var said = SourceRecord(source: FileSource.refworks.rawValue, key: "")
    private var type = ""
    private var year: String?
    private var secondary: String?
    private var firstPage: String?
    private var lastPage: String?

    mutating func take(_ label: String, _ values: [String]) {
        let value = values.joined(separator: " ")
        func keep() { said.keep("refworks", label, value) }
        switch label {
        case "RT": type = value
        case "ID": if said.key.isEmpty { said.key = value } else { keep() }
        case "A1": people("author", values)
        case "A2": people("editor", values)
        case "A3": people("collection-editor", values)
        case "A4": people("translator", values)
        case "T1": if said.titles.isEmpty { said.titles = [value] } else { keep() }
        case "T2": if !fill(&secondary, value) { keep() }
        case "T3": if !fill(&said.series, value) { keep() }
        case "OT": said.originalTitles.append(value)
        case "JF": said.containerTitles.append(value)
        case "JO": said.shortContainerTitles.append(value)
        case "YR": if !fill(&year, value) { keep() }
        case "FD": date(label, value)
        case "VO": if !fill(&said.volume, value) { keep() }
        case "IS": if !fill(&said.issue, value) { keep() }
        case "SP": if !fill(&firstPage, value) { keep() }
        case "OP": if !fill(&lastPage, value) { keep() }
        case "ED": if !fill(&said.edition, value) { keep() }
        case "PB": if !fill(&said.publisher, value) { keep() }
        case "PP": if !fill(&said.place, value) { keep() }
        case "SN":
            let numbers = SerialNumbers.parse(value)
            said.issns += numbers.issns
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty, numbers.isbns.isEmpty { keep() }
        case "DO": said.identify("doi", value)
        case "UL": if !fill(&said.url, value) { keep() }
        case "LA": said.languages += WordList.parts(of: value)
        case "K1": for line in values { for word in SemicolonList.parts(of: line) { said.addKeyword(word) } }
        case "AB": if said.abstracts.isEmpty { said.abstracts = [value] } else { keep() }
        default: keep()
        }
    }

    private mutating func people(_ role: String, _ values: [String]) {
        for name in values.flatMap({ SemicolonList.parts(of: $0) }) {
            said.contributors.append(SourceContributor(role: role, name: name))
        }
    }

    /// `Sep 3`, or a whole date.
    private mutating func date(_ label: String, _ value: String) {
        if let number = year.flatMap({ Int($0) }), let joined = SlashDate.joined(year: number, value) {
            said.add(SourceDate(kind: "issued", text: joined))
        } else if value.split(whereSeparator: { !$0.isNumber }).contains(where: { $0.utf8.count == 4 }) {
            said.add(SlashDate.parse(value).date)
        } else {
            said.keep("refworks", label, value)
        }
    }

    consuming func finish() -> SourceRecord {
        let known = Self.types[type.lowercased()]
        said.type = known ?? type.nonEmpty
        if !type.isEmpty, Self.canonical[said.type ?? ""] != type { said.keep("refworks", "RT", type) }
        if let year { said.dates.append(SlashDate.parse(year).date) }
        if let secondary {
            switch said.type {
            case "book": if !fill(&said.series, secondary) { said.keep("refworks", "T2", secondary) }
            case _ where said.containerTitles.isEmpty: said.containerTitles = [secondary]
            default: if said.containerTitles[0] != secondary { said.keep("refworks", "T2", secondary) }
            }
        }
        if let firstPage {
            let isRange = firstPage.contains("-") || firstPage.contains("–")
            said.pages = lastPage.map { isRange || $0 == firstPage ? firstPage : "\(firstPage)-\($0)" } ?? firstPage
            if isRange, let lastPage { said.keep("refworks", "OP", lastPage) }
        } else if let lastPage {
            said.keep("refworks", "OP", lastPage)
        }
        return said
    }

    static let types: [String: String] = [
        "journal article": "journal-article", "journal": "journal-article", "journal, electronic": "journal-article",
        "abstract": "journal-article", "magazine article": "magazine-article",
        "newspaper article": "newspaper-article", "book, whole": "book", "book, edited": "book", "monograph": "book",
        "book": "book", "book, section": "book-chapter", "book chapter": "book-chapter",
        "conference proceedings": "conference-paper", "conference proceeding": "conference-paper",
        "dissertation": "thesis", "dissertation/thesis": "thesis", "thesis": "thesis",
        "dissertation/thesis, unpublished": "thesis", "thesis, unpublished": "thesis", "report": "report",
        "grant": "document", "patent": "patent", "computer program": "software", "web page": "webpage", "map": "map",
        "artwork": "graphic", "motion picture": "motion_picture", "video": "motion_picture",
        "video/ dvd": "motion_picture",
        "dvd": "motion_picture", "sound recording": "song", "music score": "musical_score",
        "unpublished material": "manuscript", "personal communication": "personal_communication",
        "online discussion forum": "post", "hearing": "hearing", "case": "legal_case",
        "case/court decisions": "legal_case", "court decisions": "legal_case", "laws": "legislation",
        "laws/statutes": "legislation", "statutes": "legislation", "bills": "bill", "bills/resolutions": "bill",
        "resolutions": "bill", "generic": "document",
    ]

    /// What a type is called where several are the same to ibid.
    private static let canonical = [
        "journal-article": "Journal Article", "book": "Book, Whole", "book-chapter": "Book, Section",
        "conference-paper": "Conference Proceedings", "thesis": "Dissertation", "report": "Report", "patent": "Patent",
        "magazine-article": "Magazine Article", "newspaper-article": "Newspaper Article", "webpage": "Web Page",
        "map": "Map", "software": "Computer Program",
    ]
}
