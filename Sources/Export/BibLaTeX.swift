internal import Records

/// Entries for biblatex and biber.
///
/// Method: P. Kime, M. Wemheuer and P. Lehman, "The biblatex Package", sections 2.1 (entry types) and 2.2 (fields).
enum BibLaTeX {
    static func entry(_ record: Record, key: String, text: LaTeXText = LaTeXText(), note: String? = nil) -> [UInt8] {
        // `bibtex:` for both: a .bib file does not say which of the two it is for.
        let kept = KeptFields(record, of: "bibtex")
        let type = TypeTable.biblatex.word(for: record.type, kept: kept["entrytype"])
        var entry = LaTeXEntry(text)
        entry.add("entrysubtype", subtype(record, entry: type))
        addPeople(record, kept, to: &entry)
        entry.add("title", written: text.title(record.title ?? "", language: record.languages.first))
        entry.add("subtitle", written: text.title(record.subtitle ?? "", language: record.languages.first))
        addContainer(record, type: type, kept: kept, to: &entry)
        entry.add("series", record.series)
        entry.add("eventtitle", record.event)
        // ACM's entries have the publisher's place in the one and the conference's in the other.
        entry.add(kept["location"] == nil ? "location" : "address", record.place)
        addDates(record, to: &entry)
        entry.add("volume", record.volume)
        // Of these the number is their own.
        entry.add("number", record.hasOwnNumber ? record.articleNumber : record.issue)
        entry.add(
            record.hasOwnNumber ? "issue" : "eid", record.hasOwnNumber ? record.issue : record.articleNumber)
        entry.add("pages", written: record.pages.map { BibTeX.range($0, text) })
        entry.add("edition", record.edition)
        entry.add("version", record.version)
        if record.type == .article { entry.add("pubstate", "prepublished") }
        entry.add("doi", record.doi ?? record.asGiven("doi"))
        for (name, scheme) in [("doi", Scheme.doi), ("pmid", .pmid), ("pmcid", .pmcid)] {
            entry.add(further: name, record.furtherIdentifiers(scheme))
        }
        if let arxiv = record.identifier(.arxiv) {
            // With its version.
            entry.add("eprint", kept["eprint"].flatMap { isVersion($0, of: arxiv) ? $0 : nil } ?? arxiv)
            entry.add("eprinttype", "arxiv")
        } else if LaTeXReading.isForeignPrint(kept) {
            // Somebody else's number.
            entry.add("eprint", kept["eprint"])
            entry.add("eprinttype", kept["eprinttype"])
        } else if let pmid = record.identifier(.pmid) {
            entry.add("eprint", pmid)
            entry.add("eprinttype", "pubmed")
        }
        entry.add("pmid", record.identifier(.pmid))
        entry.add("pmcid", record.identifier(.pmcid))
        entry.add("issn", record.container.issns.joined(separator: ", ").nonEmpty ?? record.asGiven("issn"))
        entry.add("isbn", record.isbns.joined(separator: ", ").nonEmpty ?? record.asGiven("isbn"))
        entry.add("url", record.url)
        if let language = record.languages.first {
            // By which rules words are hyphenated may be another matter.
            if kept["langid"] == nil { entry.add("langid", Languages.babel[language]) }
            // `language` is printed: nothing is gained by it where `langid` says it.
            if Languages.babel[language] == nil || record.languages.count > 1 || kept["langid"] != nil {
                entry.add(
                    "language", record.languages.map { Languages.babel[$0] ?? $0 }.joined(separator: " and "))
            }
        }
        if record.languages.isEmpty { entry.add("language", record.asGiven("language")) }
        entry.add("keywords", written: text.list(record.keywords))
        entry.add("abstract", written: text.paragraphs(record.abstract))
        addNotes(record, kept, note, to: &entry)
        entry.add(kept, of: record, told: ["note"])
        return entry.bytes(type: type, key: key)
    }

    /// All remarks in one, since a style prints but one.
    static func addNotes(_ record: Record, _ kept: KeptFields, _ note: String?, to entry: inout LaTeXEntry) {
        let own = [record.isRetracted ? "Retracted" : nil, note].compactMap { $0 }
        let all = (own + kept.all("note")).joined(separator: "; ")
        // A remark of somebody else's that says what ibid's own would.
        let isOther = !record.isRetracted && all.hasPrefix("Retracted")
        if isOther { entry.add(further: "note", [all]) } else { entry.add("note", all) }
    }

    /// `1706.03762v5` is one of `1706.03762`.
    private static func isVersion(_ eprint: String, of number: String) -> Bool {
        let version = eprint.dropFirst(number.count)
        return eprint.hasPrefix(number + "v") && version.count > 1
            && version.utf8.dropFirst().allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
    }

    static func addPeople(_ record: Record, _ kept: KeptFields, to entry: inout LaTeXEntry) {
        var fields: [(role: Role, field: String, type: String?)] = [
            (.author, "author", nil), (.editor, "editor", nil), (.translator, "translator", nil),
            (.containerAuthor, "bookauthor", nil), (.compiler, "editora", "compiler"),
            (.director, "editorb", "director"), (.curator, "editorc", "organizer"),
        ]
        // Roles that biblatex has no word for, in the fields that it leaves to its users: no style prints them.
        let others = [Role.composer, .interviewer, .contributor, .collectionEditor, .reviewedAuthor]
            .filter { role in record.contributors.contains { $0.role == role } }
        for (role, field) in zip(others, ["namea", "nameb", "namec"]) { fields.append((role, field, role.rawValue)) }
        for (role, field, type) in fields {
            let people = record.contributors.filter { $0.role == role }.compactMap {
                entry.text.name($0.name, isGroup: $0.isGroup)
            }
            guard !people.isEmpty else { continue }
            let isLonger = kept["\(field)/others"] != nil || kept["\(role.rawValue)/others"] != nil
            let others = isLonger ? ["others"] : []
            entry.add(field, written: (people + others).joined(separator: " and "))
            if let type { entry.add(field + "type", type) }
        }
    }

    /// What an entry's type does not tell: biblatex's own words, else ibid's for the type.
    static func subtype(_ record: Record, entry type: String, of table: TypeTable = .biblatex) -> String? {
        let workType = record.type ?? .document
        switch workType {
        case .articleMagazine: return "magazine"
        case .articleNewspaper: return "newspaper"
        case .peerReview: return "peer-review"
        // With `pubstate`.
        case .article: return nil
        default:
            // With a number of arXiv's these would be preprints.
            let isArXiv = record.identifier(.arxiv) != nil && (workType == .document || workType == .webpage)
            return !isArXiv && table.read[type] == workType ? nil : workType.rawValue
        }
    }

    private static func addContainer(
        _ record: Record, type: String, kept: KeptFields, to entry: inout LaTeXEntry
    ) {
        let container = record.container.title
        let publisher = record.publisher
        let isPart = [
            "incollection", "inproceedings", "inreference", "inbook", "conference", "suppbook", "suppcollection",
            "bookinbook",
        ].contains(type)
        entry.add(isPart ? "booktitle" : "journaltitle", container)
        entry.add("shortjournal", record.container.shortTitle)
        entry.add("origtitle", record.otherTitles.first)
        entry.add(further: "origtitle", Array(record.otherTitles.dropFirst()))
        func addition(_ titles: [String]) -> String? { kept["titleaddon"] ?? titles.joined(separator: "; ").nonEmpty }
        switch type {
        case "report", "techreport", "thesis", "phdthesis", "mastersthesis":
            let isElsewhere = kept["institution"] != nil || kept["school"] != nil
            entry.add(isElsewhere ? "publisher" : "institution", publisher)
            entry.add("titleaddon", addition([container].compactMap { $0 } + record.otherTitles))
        case "online", "electronic", "www":
            // Of a preprint the server, of a page the site.
            if kept["organization"] == nil {
                entry.add("organization", publisher ?? container)
            } else {
                entry.add("publisher", publisher)
            }
            let rest = (publisher == nil || publisher == container ? [] : [container].compactMap { $0 })
            entry.add("titleaddon", addition(rest + record.otherTitles))
        default:
            if !isPart, !["article", "review", "suppperiodical"].contains(type) {
                entry.add("howpublished", container)
            }
            entry.add("titleaddon", addition(record.otherTitles))
            entry.add("publisher", publisher)
        }
    }

    private static func addDates(_ record: Record, to entry: inout LaTeXEntry) {
        // biber takes no date that is no EDTF, but any year.
        if case .asGiven(let text)? = record.issued { entry.add("year", text) }
        guard case .value(let date)? = record.issued else { return }
        let own = LaTeXDate(date)
        // As it was kept, where that says more: a range, a doubt.
        let kept = KeptFields(record, of: "bibtex")["date"]
        entry.add("date", kept.flatMap { own.isBegun(by: $0) ? $0 : nil } ?? own.text)
    }
}
