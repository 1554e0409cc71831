/// Fields of BibTeX and biblatex that a reader gives a meaning, whatever they are called: what reads them and what writes them
/// hold to the same table.
public enum BibTeXField: Sendable {
    case author, editor, translator, bookauthor
    case title, subtitle, originalTitle, journal, shortJournal, booktitle, series
    case volume, number, issue, pages, articleNumber, eid, edition, version, eventtitle
    case year, month, day, date
    case publisher, institution, organization, address, howpublished
    case doi, url, pmid, pmcid, eprint, eprintType, serial, file
    case keywords, abstract, language, note
    /// People of some other role, and the fields that tell it.
    case otherPeople, otherRole
    /// `editortype`: what the editors are.
    case editorRole
    /// `entrysubtype`, `pubstate`.
    case subtype, state
    /// An address that says no more than an identifier does.
    case link
    /// `title-2`: a further value of a field that has a place for one.
    case further

    /// - Parameter name: In lower case.
    /// - Returns: Nil for a name that means nothing here: such fields are kept.
    public static func meaning(of name: String) -> BibTeXField? {
        if let field = named[name] { return field }
        guard let last = name.utf8.last, last &- 0x30 < 10 else { return nil }
        return named[first(of: name)] == nil ? nil : .further
    }

    /// `title` of `title-2`; a name that is none of a further value stays as it is.
    public static func first(of name: String) -> String {
        guard let dash = name.utf8.lastIndex(of: UInt8(ascii: "-")),
            case let number = name.utf8[dash...].dropFirst(), (1...5).contains(number.count),
            number.first != UInt8(ascii: "0"), number.allSatisfy({ $0 &- 0x30 < 10 })
        else { return name }
        return String(name[..<dash])
    }

    /// By their names in lower case.
    public static let named: [String: BibTeXField] = [
        "author": .author, "editor": .editor, "translator": .translator, "bookauthor": .bookauthor, "title": .title,
        "subtitle": .subtitle, "origtitle": .originalTitle, "titletranslation": .originalTitle, "journal": .journal,
        "journaltitle": .journal, "fjournal": .journal, "shortjournal": .shortJournal,
        "abbrev_source_title": .shortJournal, "journal-iso": .shortJournal, "journalabbr": .shortJournal,
        "booktitle": .booktitle, "series": .series, "volume": .volume, "number": .number, "issue": .issue,
        "pages": .pages, "article-number": .articleNumber, "art_number": .articleNumber, "articleno": .articleNumber,
        "eid": .eid, "edition": .edition, "version": .version, "eventtitle": .eventtitle, "year": .year,
        "month": .month, "day": .day, "date": .date, "publisher": .publisher, "school": .institution,
        "institution": .institution, "organization": .organization, "address": .address, "location": .address,
        "howpublished": .howpublished, "doi": .doi, "url": .url, "pmid": .pmid, "pmcid": .pmcid, "pmc": .pmcid,
        "eprint": .eprint, "eprinttype": .eprintType, "archiveprefix": .eprintType, "isbn": .serial, "issn": .serial,
        "file": .file, "pdf": .file, "urlraw": .file, "verba": .file, "verbb": .file, "verbc": .file,
        "local-url": .file, "bdsk-url-1": .file, "bdsk-url-2": .file, "bdsk-file-1": .file, "ee": .link,
        "editora": .otherPeople, "editorb": .otherPeople, "editorc": .otherPeople, "namea": .otherPeople,
        "nameb": .otherPeople, "namec": .otherPeople, "editoratype": .otherRole, "editorbtype": .otherRole,
        "editorctype": .otherRole, "nameatype": .otherRole, "namebtype": .otherRole, "namectype": .otherRole,
        "editortype": .editorRole,
        "entrysubtype": .subtype, "pubstate": .state, "note": .note, "keywords": .keywords, "keyword": .keywords,
        "author_keywords": .keywords,
        "abstract": .abstract, "language": .language, "langid": .language,
    ]
}
