internal import Formats
internal import Records

/// What an entry of BibTeX or BibLaTeX says.
struct BibTeXRecord: ~Copyable {
    private var said: SourceRecord
    private let fields: BibTeXFields
    /// What the values are spans of.
    private let text: UnsafeBufferPointer<UInt8>
    private var number: String?
    private var issue: String?
    private var year: String?
    private var month: String?
    private var day: String?
    private var eprint: String?
    private var eprintType = ""
    private var bookTitle: String?
    private var institution: String?
    private var organization: String?

    static func read(_ fields: BibTeXFields, _ text: UnsafeBufferPointer<UInt8>) -> SourceRecord {
        var record = BibTeXRecord(fields, text)
        for value in fields.values { value.value.withTeX(in: text) { record.take(value.field, value.name, $0) } }
        return record.finish()
    }

    private init(_ fields: BibTeXFields, _ text: UnsafeBufferPointer<UInt8>) {
        self.fields = fields
        self.text = text
        said = SourceRecord(source: FileSource.bibtex.rawValue, key: fields.key)
        said.type = BibTeXTypes.type(of: fields.type) ?? fields.type
    }

    private mutating func keep(_ name: String, _ value: String) { said.keep("bibtex", name, value) }

    private mutating func people(_ tex: UnsafeBufferPointer<UInt8>, _ role: String) {
        let names = BibTeXNames.contributors(tex, role: role)
        // There are more than these.
        if tex.count > 11, tex.suffix(11).elementsEqual(" and others".utf8) { keep("\(role)/others", "true") }
        // A single "name" with many commas is a list of names in another program's manner.
        if role == "author", names.count == 1, let name = names[0].name,
            name.utf8.count(where: { $0 == UInt8(ascii: ",") }) > 2
        {
            said.authorList = name
        } else {
            said.contributors += names
        }
    }

    private mutating func take(_ field: BibTeXField?, _ name: String, _ tex: UnsafeBufferPointer<UInt8>) {
        switch field {
        case .author: return people(tex, "author")
        case .editor:
            let role = fields["editortype"].map { $0.string(in: text).lowercased() } ?? "editor"
            return people(tex, role == "compiler" ? "compiler" : "editor")
        case .translator: return people(tex, "translator")
        case .bookauthor: return people(tex, "container-author")
        case .otherPeople:
            if let role = role(of: name) { return people(tex, role) }
        case .otherRole:
            if role(of: String(name.dropLast(4))) != nil, fields[String(name.dropLast(4))] != nil { return }
        case .keywords: return keywords(tex)
        case .abstract: return abstract(tex)
        // Sign by sign, as they are written back: paths hold blanks and backslashes.
        case .file: return keep(name, String(String(decoding: tex, as: UTF8.self)[...].trimmed))
        case .doi, .url, .pmid, .pmcid, .eid, .eprint, .link:
            return address(field, name, TeXText.verbatim(tex, keepsBraces: field == .url || field == .link))
        case .further: return further(BibTeXField.first(of: name), tex)
        default: break
        }
        let value = TeXText.plain(tex)
        if value.isEmpty { return }
        switch field {
        case .title: if said.titles.isEmpty { said.titles.append(value) } else { keep(name, value) }
        case .subtitle: if said.subtitles.isEmpty { said.subtitles.append(value) } else { keep(name, value) }
        case .subtype: subtype(value)
        case .state where value == "prepublished" && ["webpage", "misc", "preprint"].contains(said.type ?? ""):
            said.type = "preprint"
        case .note where value == "Retracted" || value.hasPrefix("Retracted; "):
            said.others.append(SourceIdentifier(scheme: "is_retracted", value: "true"))
            keep(name, String(value.dropFirst("Retracted; ".utf8.count)))
        case .originalTitle: said.originalTitles.append(value)
        case .journal:
            if said.containerTitles.contains(value) { return }
            // Beside the full name the other is a short one.
            said.containerTitles.insert(value, at: name == "fjournal" ? 0 : said.containerTitles.count)
        case .shortJournal: said.shortContainerTitles.append(value)
        case .booktitle: if !fill(&bookTitle, value) { keep(name, value) }
        case .series: if !fill(&said.series, value) { keep(name, value) }
        case .volume: if !fill(&said.volume, value) { keep(name, value) }
        case .number: if !fill(&number, value) { keep(name, value) }
        case .issue: if !fill(&issue, value) { keep(name, value) }
        case .pages: if !fill(&said.pages, value) { keep(name, value) }
        case .articleNumber: if !fill(&said.articleNumber, value) { keep(name, value) }
        case .year: if !fill(&year, value) { keep(name, value) }
        case .month: if !fill(&month, value) { keep(name, value) }
        case .day: if !fill(&day, value) { keep(name, value) }
        case .date: date(value)
        case .publisher: if !fill(&said.publisher, value) { keep(name, value) }
        case .institution: if institution == nil { institution = value } else { keep(name, value) }
        case .organization: if !fill(&organization, value) { keep(name, value) }
        case .address: if !fill(&said.place, value) { keep(name, value) }
        case .edition: if !fill(&said.edition, value) { keep(name, value) }
        case .version: if !fill(&said.version, value) { keep(name, value) }
        case .eventtitle: if !fill(&said.event, value) { keep(name, value) }
        case .eprintType:
            if eprintType.isEmpty { eprintType = value.lowercased() } else { keep(name, value) }
        case .serial:
            let numbers = SerialNumbers.parse(value)
            said.issns += numbers.issns
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty, numbers.isbns.isEmpty { keep(name, value) }
        case .language:
            // biblatex's keys, `langgerman`, and names.
            let names = value.firstIndex(ofText: " and ") == nil ? [value[...]] : value.split(separator: " and ")
            let all = names.map { String($0.hasPrefix("lang") ? $0.dropFirst(4) : $0) }
            if said.languages.isEmpty || said.languages == Array(all.prefix(1)) {
                said.languages = all
            } else {
                keep(name, value)
            }
        case .howpublished:
            if said.containerTitles.contains(value) { return }
            if value.hasPrefix("http"), said.url == nil { said.url = value } else { keep(name, value) }
        default: keep(name, value)
        }
    }

    /// What ibid writes of second values; they are kept under the name of the first. Without a first one they are no
    /// values of the record's own.
    private mutating func further(_ name: String, _ tex: UnsafeBufferPointer<UInt8>) {
        switch BibTeXField.named[name] {
        case .originalTitle where fields[name] != nil: take(.originalTitle, name, tex)
        case .doi where fields[name] != nil, .pmid where fields[name] != nil, .pmcid where fields[name] != nil:
            address(BibTeXField.named[name], name, TeXText.verbatim(tex))
        case .doi, .pmid, .pmcid: keep(name, TeXText.verbatim(tex))
        case .file: keep(name, String(String(decoding: tex, as: UTF8.self)[...].trimmed))
        case .url, .eid, .eprint, .link: keep(name, TeXText.verbatim(tex, keepsBraces: true))
        default: keep(name, TeXText.plain(tex))
        }
    }

    /// Of those who are neither authors nor editors.
    private func role(of name: String) -> String? {
        switch fields[name + "type"].map({ TeXText.plain($0.string(in: text)).lowercased() }) {
        case "compiler"?: "compiler"
        case "organizer"?: "curator"
        case let word?
        where [
            "director", "composer", "interviewer", "contributor", "collection-editor",
            "reviewed-author",
        ].contains(word): word
        default: nil
        }
    }

    /// biblatex's own words, and ibid's for types that biblatex has no entry for.
    private mutating func subtype(_ value: String) {
        switch value {
        case "magazine": said.type = "magazine-article"
        case "newspaper": said.type = "newspaper-article"
        case "peer-review": said.type = value
        case _ where WorkType(rawValue: value) != nil && value != WorkType.peerReview.rawValue: said.type = value
        default: keep("entrysubtype", value)
        }
    }

    /// A keyword in braces holds its commas and semicolons.
    private mutating func keywords(_ tex: UnsafeBufferPointer<UInt8>) {
        for part in BibTeXLists.keywords(tex) { said.addKeyword(part) }
    }

    /// Blank lines part paragraphs.
    private mutating func abstract(_ tex: UnsafeBufferPointer<UInt8>) {
        let text = BibTeXLists.paragraphs(tex).joined(separator: "\n")
        if text.isEmpty { return }
        if said.abstracts.isEmpty { said.abstracts.append(text) } else { keep("abstract", text) }
    }

    private mutating func address(_ field: BibTeXField?, _ name: String, _ value: String) {
        if value.isEmpty { return }
        switch field {
        case .doi: said.identify("doi", value)
        case .pmid: said.identify("pmid", value)
        case .pmcid: said.identify("pmcid", value)
        case .url: if !fill(&said.url, value) { keep(name, value) }
        case .eprint: if !fill(&eprint, value) { keep(name, value) }
        case .eid: if !fill(&said.articleNumber, value) { keep(name, value) }
        default: keep(name, value)
        }
    }

    private mutating func date(_ value: String) {
        if !said.dates.isEmpty { return keep("date", value) }
        if let parts = BibTeXDates.parts(ofISO: value) {
            // Seasons are the months 21 to 24.
            let isMonth = parts.count < 2 || (1...12).contains(parts[1]) || (21...24).contains(parts[1])
            let isDay = isMonth && (parts.count < 3 || BibTeXDates.isDay(parts[2], of: parts[1], parts[0]))
            said.dates.append(
                SourceDate(kind: "issued", parts: isDay ? parts : Array(parts.prefix(isMonth ? 2 : 1))))
            if !isDay { return keep("date", value) }
            // A range, a season or a doubt has no place in parts.
            let plain = parts.enumerated().map {
                $0.offset == 0 ? "\($0.element)" : ($0.element < 10 ? "0" : "") + "\($0.element)"
            }
            let isPlain =
                plain.joined(separator: "-") == value || parts.map(String.init).joined(separator: "-") == value
            if !isPlain { keep("date", value) }
        } else {
            said.dates.append(SourceDate(kind: "issued", text: value))
        }
    }

    private consuming func finish() -> SourceRecord {
        if !fields.key.isEmpty { keep("key", fields.key) }
        // Those that are left are what any writer would choose.
        switch fields.type {
        case "article", "book", "incollection", "inproceedings", "misc", "unpublished": break
        default: keep("entrytype", fields.type)
        }
        dates()
        container()
        numbers()
        prints()
        return said
    }

    private mutating func dates() {
        guard let year, said.dates.isEmpty else {
            // Beside a date they mostly say the same once more.
            let parts = said.dates.first?.parts ?? []
            func says(_ place: Int, _ number: Int?) -> Bool { parts.count > place && parts[place] == number }
            if let year, !says(0, Int(year)) { keep("year", year) }
            if let month, !says(1, BibTeXDates.month(month) ?? BibTeXDates.season(month)) { keep("month", month) }
            if let day, !says(2, Int(day)) { keep("day", day) }
            return
        }
        guard let number = Int(year), year.utf8.count == 4 else {
            said.dates.append(SourceDate(kind: "issued", text: [month, year].compactMap { $0 }.joined(separator: " ")))
            keep("year", year)
            if let day { keep("day", day) }
            return
        }
        var parts = [number]
        if let month {
            if let known = BibTeXDates.month(month), month.count <= 9 {
                parts.append(known)
            } else if let season = BibTeXDates.season(month) {
                parts.append(season)
            } else {
                keep("month", month)
            }
        }
        if let day {
            if let number = Int(day), parts.count == 2, BibTeXDates.isDay(number, of: parts[1], parts[0]) {
                parts.append(number)
            } else {
                keep("day", day)
            }
        }
        said.dates.append(SourceDate(kind: "issued", parts: parts))
    }

    private mutating func container() {
        if let bookTitle {
            if said.containerTitles.isEmpty { said.containerTitles = [bookTitle] } else { keep("booktitle", bookTitle) }
            if said.titles.isEmpty {
                said.titles = [bookTitle]
                said.containerTitles = []
            }
        }
        // Of a page without a publisher it is the site.
        if organization == said.containerTitles.first { organization = nil }
        if said.containerTitles.count > 1 {
            said.shortContainerTitles += said.containerTitles.dropFirst()
            said.containerTitles.removeSubrange(1...)
        }
        // There is one full and one short name.
        if said.shortContainerTitles.count > 1 {
            for title in said.shortContainerTitles.dropFirst() where title != said.containerTitles.first {
                keep("shortjournal", title)
            }
            said.shortContainerTitles.removeSubrange(1...)
        }
        let publishers = [institution, organization].compactMap { $0 }
        if said.publisher == nil, let first = publishers.first {
            said.publisher = first
            if publishers.count > 1 { keep("organization", publishers[1]) }
        } else {
            if let institution { keep("institution", institution) }
            if let organization { keep("organization", organization) }
        }
    }

    private mutating func numbers() {
        let isReport = said.type == "report" || said.type == "patent" || said.type == "standard"
        if isReport {
            if let number, said.articleNumber == nil {
                said.articleNumber = number
            } else if let number {
                keep("number", number)
            }
            said.issue = issue
            return
        }
        said.issue = number ?? issue
        if number != nil, let issue { keep("issue", issue) }
        // For styles that print no number it stands where pages would.
        if said.articleNumber != nil, said.pages == said.articleNumber { said.pages = nil }
    }

    private mutating func prints() {
        if var eprint {
            // Mendeley's manner: `eprint={arXiv:1011.1669v3}`.
            if eprint.utf8.count > 6, eprint.prefix(6).lowercased() == "arxiv:",
                eprintType == "arxiv" || eprintType.isEmpty
            {
                eprint = String(eprint.dropFirst(6))
                eprintType = "arxiv"
            }
            switch eprintType {
            case "arxiv" where !ArXivNumber.isOne(eprint), "pubmed" where Int(eprint) == nil:
                keep("eprint", eprint)
                keep("eprinttype", eprintType)
            case "arxiv", "":
                // The version is no part of the number.
                if eprint.dropFirst().contains("v") { keep("eprint", eprint) }
                if eprintType == "arxiv" || ArXivNumber.isOne(eprint) {
                    said.identify("arxiv", eprint)
                    let isPlain = said.type == "misc" || said.type == "webpage"
                    if isPlain, fields["entrysubtype"] == nil { said.type = "preprint" }
                } else {
                    keep("eprint", eprint)
                }
            case "pubmed", "pmid": said.identify("pmid", eprint)
            case "pmc", "pmcid": said.identify("pmcid", eprint)
            case "doi": said.identify("doi", eprint)
            default:
                keep("eprint", eprint)
                keep("eprinttype", eprintType)
            }
        } else if !eprintType.isEmpty {
            keep("eprinttype", eprintType)
        }
        // "arXiv preprint arXiv:1706.03762" stands where the journal should.
        if let journal = said.containerTitles.first,
            journal.hasPrefix("arXiv") || journal.hasPrefix("ArXiv")
                || journal.hasPrefix("arxiv") || journal.hasPrefix("ARXIV")
        {
            if let number = journal.split(whereSeparator: { " :".contains($0) }).first(where: {
                ArXivNumber.isOne(String($0))
            }) {
                said.identify("arxiv", String(number))
                said.type = "preprint"
            }
        }
    }
}

/// arXiv's numbers, old and new.
enum ArXivNumber {
    /// `1706.03762v5`, `hep-th/9901001`.
    static func isOne(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        func digits(_ range: Range<Int>) -> Bool { bytes[range].allSatisfy { $0 &- 0x30 < 10 } }
        if bytes.count >= 9, bytes[4] == UInt8(ascii: "."), digits(0..<4), digits(5..<9) { return true }
        guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")), bytes.count >= slash + 8 else { return false }
        return digits((slash + 1)..<(slash + 8)) && slash > 1
            && bytes[..<slash].allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 == 0x2D || $0 == 0x2E }
    }
}
