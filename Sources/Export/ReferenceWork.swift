internal import Records

/// What styles ask of a record.
struct ReferenceWork {
    enum Kind { case article, part, whole, thesis, report, dataset, software, preprint, page }

    let record: Record
    let kind: Kind
    /// Authors; where there are none, editors or whoever else is named.
    let people: [Contributor]
    /// Whether `people` are editors.
    let areEditors: Bool
    /// Editors of what a part is in.
    let editors: [Name]
    /// With a word in front where the work is retracted.
    let title: String?

    init(_ record: Record) {
        self.record = record
        kind =
            switch record.type {
            case .chapter, .entry, .entryDictionary, .entryEncyclopedia, .paperConference: .part
            case .book, .collection, .manuscript, .map, .motionPicture, .song, .standard, .patent, .legislation,
                .graphic,
                .periodical:
                .whole
            case .thesis: .thesis
            case .report: .report
            case .dataset: .dataset
            case .software: .software
            case .article: .preprint
            case .webpage, .post, .postWeblog: .page
            default: .article
            }
        let editors = record.contributors.filter { $0.role == .editor }
        let authors = record.authors
        people = authors.isEmpty ? (editors.isEmpty ? record.contributors : editors) : authors
        areEditors = authors.isEmpty && !editors.isEmpty
        self.editors = authors.isEmpty ? [] : editors.map(\.name)
        title = record.wholeTitle.nonEmpty.map { (record.isRetracted ? "RETRACTED: " : "") + $0 }
    }

    var isRetracted: Bool { record.isRetracted }
    var container: String? { record.container.title?.nonEmpty }
    /// `J. Clin. Invest.`, where it is known.
    var shortContainer: String? { record.container.shortTitle?.nonEmpty ?? container }
    /// `J Clin Invest`.
    var abbreviatedContainer: String? {
        record.container.shortTitle?.nonEmpty.map { $0.replacing(".", with: "") } ?? container
    }
    var publisher: String? { record.publisher?.nonEmpty }
    /// Who brought it out, where it is in no journal: a repository, a server, a site.
    var outlet: String? { publisher ?? container }
    var volume: String? { record.volume?.nonEmpty }
    var issue: String? { record.issue?.nonEmpty }
    var articleNumber: String? { record.articleNumber?.nonEmpty }
    /// With an en dash between numbers.
    var pages: String? { record.pages?.nonEmpty.map { $0.split(separator: "-").joined(separator: "–") } }
    var hasRange: Bool { record.pages?.contains("-") == true }

    /// The year, or the date as given.
    var year: String? {
        switch record.issued {
        case .value(let date): String(date.year)
        case .asGiven(let text): text.nonEmpty
        case nil: nil
        }
    }

    /// `Delft: Imaginary Press`.
    var imprint: String? {
        [record.place?.nonEmpty, publisher].compactMap { $0 }.joined(separator: ": ").nonEmpty
    }

    /// `2nd`; words as they are.
    var edition: String? {
        guard let edition = record.edition?.nonEmpty else { return nil }
        guard let number = Int(edition) else { return edition }
        let ending =
            switch (number % 10, number % 100) {
            case (_, 11...13): "th"
            case (1, _): "st"
            case (2, _): "nd"
            case (3, _): "rd"
            default: "th"
            }
        return edition + ending
    }

    /// The DOI as an address, signs encoded that no address may hold.
    var doiLink: String? {
        record.doi.map { doi in
            var out = "https://doi.org/"
            for byte in doi.utf8 {
                switch byte {
                case 0x21, 0x24, 0x26...0x3B, 0x3D, 0x40...0x5B, 0x5D, 0x5F, 0x61...0x7A, 0x7E:
                    out.unicodeScalars.append(Unicode.Scalar(byte))
                default:
                    out += "%"
                    for digit in [byte >> 4, byte & 15] {
                        out.unicodeScalars.append(Unicode.Scalar(digit < 10 ? 0x30 + digit : 0x37 + digit))
                    }
                }
            }
            return out
        }
    }

    /// The DOI's address, else the page's.
    var link: String? { doiLink ?? record.url?.nonEmpty }

    /// An identifier in words: `pmid:31`; nil where there is a DOI or none.
    var otherIdentifier: String? { record.doi == nil ? record.identifiers.first?.description : nil }

    // MARK: Names

    /// `Carmack SA Jr`.
    static func vancouver(_ name: Name) -> String {
        if let literal = name.literal { return literal }
        return [name.family, Initials.joined(name.given).nonEmpty, name.suffix].compactMap { $0?.nonEmpty }
            .joined(separator: " ")
    }

    /// `Carmack, S. A., Jr.`.
    static func inverted(_ name: Name, initials: String?, suffixMark: String = ", ") -> String {
        if let literal = name.literal { return literal }
        let head = [name.family, initials].compactMap { $0?.nonEmpty }.joined(separator: ", ")
        return head + (name.suffix.map { suffixMark + $0 } ?? "")
    }

    /// `S. A. Carmack Jr.`.
    static func natural(_ name: Name, given: String?, suffixMark: String = " ") -> String {
        if let literal = name.literal { return literal }
        let head = [given, name.family].compactMap { $0?.nonEmpty }.joined(separator: " ")
        return head + (name.suffix.map { suffixMark + $0 } ?? "")
    }

    /// `a`, `a and b`, `a, b, and c`.
    static func list(_ names: [String], and: String, serialComma: Bool, commaOfTwo: Bool = false) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        let comma = names.count > 2 ? serialComma : commaOfTwo
        return names.dropLast().joined(separator: ", ") + (comma ? ", " : " ") + and + " " + last
    }
}
