internal import Records

/// MEDLINE's tagged format as PubMed writes it: tags of four places, a record after a blank line.
///
/// Method: NLM, "MEDLINE/PubMed Data Element (Field) Descriptions".
enum NBIB {
    static func entry(_ record: Record, note: String? = nil) -> [UInt8] {
        var out = ""
        var lines: Set<String> = []
        func add(_ tag: String, _ value: String?) {
            guard let value = value?.oneLine, !value.isEmpty else { return }
            lines.insert(tag + value)
            out += tag + String(repeating: " ", count: max(0, 4 - tag.utf8.count)) + "- \(value)\n"
        }
        let kept = KeptFields(record, of: "nbib")
        // Readers cut records here, so that it stands also where there is no number.
        out += "PMID- \(record.identifier(.pmid)?.oneLine ?? "")\n"
        for tag in ["OWN", "STAT"] { add(tag, kept[tag]) }
        for issn in record.container.issns { add("IS", issn) }
        for isbn in record.isbns { add("ISBN", isbn) }
        add("VI", record.volume)
        add("IP", record.issue)
        let day = record.issued.map(dateText)
        // As it was kept, where that goes on: `2019 Mar-Apr`.
        add("DP", day.flatMap { day in kept["DP"].flatMap { $0.hasPrefix(day) ? $0 : nil } } ?? day)
        let isPart = record.type == .chapter
        add("TI", record.wholeTitle)
        for title in record.otherTitles { add("TT", title) }
        add("PG", record.pages ?? record.articleNumber)
        if let doi = record.doi { add("LID", doi + " [doi]") }
        if record.pages != nil, let number = record.articleNumber { add("LID", number + " [pii]") }
        add("AB", record.abstract)
        for contributor in record.contributors { addPerson(contributor, add) }
        for language in record.languages { add("LA", Languages.medline[language] ?? language) }
        for number in record.identifiers where number.scheme == .pmcid { add("PMC", number.value) }
        for type in types(record, kept) { add("PT", type) }
        if let date = record.publishedOnline { add("DEP", compact(date)) }
        add("RF", record.referenceCount.map { String($0) })
        add("PL", record.place)
        add("PB", record.publisher)
        add("TA", record.container.shortTitle ?? (isPart ? nil : record.container.title))
        add(isPart ? "BTI" : "JT", record.container.title)
        add("CTI", record.series)
        add("EN", record.edition)
        let headings = kept.fields.filter { $0.name == "MH" }.map(\.value)
        for heading in headings { add("MH", heading) }
        for keyword in record.keywords where !headings.contains(keyword) { add("OT", keyword) }
        if let doi = record.doi { add("AID", doi + " [doi]") }
        add("GN", note)
        // Of a tag that is there twice readers take the first line.
        let told: Set<String> = ["PMID", "OWN", "STAT", "DP", "PT"]
        for (tag, value) in kept.fields
        where isTag(tag) && !told.contains(tag) && !lines.contains(tag + value.oneLine) { add(tag, value) }
        return Array((out + "\n").utf8)
    }

    /// The publication types that were kept, but for those that would say another type; where none says the record's own,
    /// that comes first.
    private static func types(_ record: Record, _ kept: KeptFields) -> [String] {
        let table = TypeTable.nbib
        let retracted = "Retracted Publication"
        // As readers weigh them: of several the one that says most of what the work is.
        func weight(_ type: WorkType) -> Int {
            [.notice: 4, .article: 3, .reviewBook: 2, .articleJournal: 1][type] ?? 0
        }
        var types = kept.all("PT").filter { word in
            if word == retracted { return record.isRetracted }
            guard let meant = table.read[word], meant != record.type else { return true }
            return record.type.map { weight(meant) < weight($0) } ?? false
        }
        // A record without a type has none here either; of two that say as much the first counts.
        if let type = record.type, types.first(where: { table.read[$0] != nil }).map({ table.read[$0] != type }) ?? true
        {
            let word = types.first { table.read[$0] == type } ?? table.word(for: type)
            types.removeAll { $0 == word }
            types.insert(word, at: 0)
        }
        if record.isRetracted, !types.contains(retracted) { types.append(retracted) }
        return types
    }

    private static func addPerson(_ contributor: Contributor, _ add: (String, String?) -> Void) {
        let name = contributor.name
        // A reader takes what stands behind the last name's comma for given names.
        if let literal = name.literal, contributor.isGroup || literal.contains(" ") {
            if contributor.role == .author {
                add("CN", literal)
                addMore(contributor, add)
            } else if contributor.role == .editor {
                add("FED", literal)
            }
            return
        }
        let suffix = name.suffix.map { " " + $0 } ?? ""
        let full = [name.literal, name.family, name.given].compactMap { $0?.nonEmpty }.joined(separator: ", ") + suffix
        let initials = Initials.joined(name.given)
        let short =
            [name.literal, name.family, initials].compactMap { $0?.nonEmpty }.joined(separator: " ")
            + (name.suffix.map { " " + $0.filter { $0 != "." } } ?? "")
        switch contributor.role {
        case .author:
            add("FAU", full)
            add("AU", short)
            addMore(contributor, add)
        case .editor:
            add("FED", full)
            add("ED", short)
        default: break
        }
    }

    /// What stands behind an author's name.
    private static func addMore(_ contributor: Contributor, _ add: (String, String?) -> Void) {
        add("AUID", contributor.orcid.map { "ORCID: " + $0 })
        for affiliation in contributor.affiliations { add("AD", affiliation) }
    }

    /// `2019 Jun 3`, `2001 Autumn`.
    private static func dateText(_ issued: Parsed<PartialDate>) -> String {
        guard case .value(let date) = issued else {
            if case .asGiven(let text) = issued { return text }
            return ""
        }
        var text = String(date.year)
        if let month = date.month, let word = Months.short(month) {
            text += " " + word
            if let day = date.day { text += " \(day)" }
        } else if let season = date.season, (1...4).contains(season) {
            text += " " + ["Spring", "Summer", "Autumn", "Winter"][season - 1]
        }
        return text
    }

    /// `20190513`; nil where the day is not known.
    private static func compact(_ date: PartialDate) -> String? {
        guard let month = date.month, let day = date.day else { return nil }
        return "\(date.year)\(month < 10 ? "0" : "")\(month)\(day < 10 ? "0" : "")\(day)"
    }

    private static func isTag(_ tag: String) -> Bool {
        (2...4).contains(tag.utf8.count)
            && tag.utf8.allSatisfy {
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || (0x30...0x39).contains($0)
            }
    }
}

enum Months {
    private static let words = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// `Jan`, for 1.
    static func short(_ month: Int) -> String? { words.indices.contains(month - 1) ? words[month - 1] : nil }
}

enum Initials {
    /// `Jean-Pierre A.` → `JPA`; empty for nil.
    static func joined(_ given: String?) -> String {
        (given ?? "").split { $0 == " " || $0 == "." || $0 == "-" || $0 == "\u{2010}" }
            .map { String($0.prefix(1)) }.joined()
    }

    /// `Jean-Pierre A.` → `J.-P. A.`; nil for nil.
    static func dotted(_ given: String?) -> String? {
        guard let given else { return nil }
        let words = given.split { $0 == " " || $0 == "." }.map { word in
            word.split { $0 == "-" || $0 == "\u{2010}" }.map { $0.prefix(1) + "." }.joined(separator: "-")
        }
        return words.filter { !$0.isEmpty }.joined(separator: " ").nonEmpty
    }
}
