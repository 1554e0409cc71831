internal import Formats
internal import Records

/// What a reader would make of a kept field under its own name, behind what an entry says of the record.
struct LaTeXReading {
    private let record: Record
    private let own: Set<String>
    private let places: Set<BibTeXField>
    private let kept: KeptFields

    /// - Parameter own: Names of the fields that say what the record says.
    init(of record: Record, own: Set<String>, _ kept: KeptFields) {
        self.record = record
        self.own = own
        self.kept = kept
        places = Set(own.compactMap { BibTeXField.named[$0] })
    }

    /// Whether `doi-2` of an entry with a `doi` is the record's own as well.
    static func isNumberedOwn(_ name: String) -> Bool {
        switch BibTeXField.named[name] {
        case .doi, .pmid, .pmcid, .originalTitle: true
        default: false
        }
    }

    /// Whether a reader would take a field for the record's own, or would take the record's own for something else beside it.
    ///
    /// - Parameter name: One that the entry has no field of.
    func isOwn(_ name: String, _ value: String) -> Bool {
        guard let field = BibTeXField.named[name] else { return false }
        let word = value.oneLine.lowercased()
        switch field {
        case .file, .link, .otherPeople: return false
        // The first one counts.
        case .address, .shortJournal, .eid: return !places.contains(field)
        case .articleNumber: return !places.contains(.eid)
        case .institution, .organization: return places.isDisjoint(with: [.publisher, .institution])
        case .booktitle: return !places.isSuperset(of: [.journal, .title])
        case .issue: return record.hasOwnNumber || !places.contains(.number)
        case .howpublished: return word.contains("http") && !places.contains(.url)
        case .serial: return value.utf8.count { $0 &- UInt8(ascii: "0") < 10 } > 6
        case .language: return !places.contains(.language) || word.split(separator: " ").contains("and")
        case .otherRole: return Self.roles.contains(word)
        case .editorRole: return word == "compiler"
        case .subtype:
            return word == "magazine" || word == "newspaper" || word == "peer-review"
                || WorkType(rawValue: value.oneLine) != nil
        case .state: return word == "prepublished"
        case .date: return record.issued?.value.map { !LaTeXDate($0).isBegun(by: value) } ?? true
        // `January--February` is no month, beside a year.
        case .month: return word.count <= 9 || record.issued?.value == nil
        case .eprint: return places.contains(.eprint) || !Self.isForeignPrint(kept)
        case .eprintType:
            return !places.contains(.eprintType)
                && (kept["eprint"] == nil ? places.contains(.eprint) : !Self.isForeignPrint(kept))
        default: return true
        }
    }

    /// Words of `editoratype` and its like that say a role.
    private static let roles: Set<String> = [
        "compiler", "organizer", "director", "composer", "interviewer", "contributor", "collection-editor",
        "reviewed-author",
    ]

    /// Whether the kept number of a preprint is one of a server that no scheme of ours is for.
    static func isForeignPrint(_ kept: KeptFields) -> Bool {
        guard let number = kept["eprint"] else { return false }
        let server = kept.fields.first { $0.name == "eprinttype" || $0.name == "archiveprefix" }?.value.oneLine
            .lowercased()
        guard let server, !server.isEmpty else { return number.hasPrefix("http") }
        return !["arxiv", "pubmed", "pmid", "pmc", "pmcid", "doi"].contains(server)
    }
}

/// A date as biblatex has it, EDTF: `2019-06-03`; seasons are the months 21 to 24.
struct LaTeXDate {
    let text: String

    init(_ date: PartialDate) {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var text = String(repeating: "0", count: max(0, 4 - String(date.year).count)) + String(date.year)
        if let month = date.month, (1...12).contains(month) {
            text += "-" + two(month)
            if let day = date.day { text += "-" + two(day) }
        } else if let season = date.season, (1...4).contains(season) {
            text += "-\(20 + season)"
        }
        self.text = text
    }

    /// Whether a date says this and more: `2014-02-02/2014-02-07` does of `2014-02-02`, `2019~` of `2019`.
    func isBegun(by longer: String) -> Bool {
        guard longer.hasPrefix(text), longer.utf8.count > text.utf8.count else { return false }
        let rest = longer.dropFirst(text.count)
        // What stands behind the doubt is a part of the date.
        let behind = rest.drop { "~?%".contains($0) }
        return behind.isEmpty || behind.first == "/" || behind.first == "T"
    }
}
