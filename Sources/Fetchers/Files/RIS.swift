internal import Formats
internal import Records

/// RIS, in the dialects of EndNote, Zotero, Mendeley, Scopus, Web of Science, Ovid, Embase, Cochrane, PsycINFO, ProQuest
/// and IEEE.
///
/// Documentation: https://en.wikipedia.org/wiki/RIS_(file_format), after Research Information Systems, 2001 and 2011.
public struct RIS: TextFormat, TaggedFormat {
    public let id = FileSource.ris.rawValue
    let syntax = TaggedSyntax.ris

    public init() {}

    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        // Numbers and white space stand before the first tag of some exports.
        var lines = 0
        return TaggedLines.contains(head) { line in
            lines += 1
            if lines > 200 { return nil }
            guard let value = TaggedLines.risTag(line) else { return false }
            return value == "TY" || value == "AU" || value == "TI" || value == "T1" || value == "JO"
        }
    }

    func parse(
        _ record: borrowing TaggedRecord, place: TextPlace, _ problems: inout [Problem]
    ) throws(Problem) -> SourceRecord {
        var reading = RISReading()
        for field in record.fields { reading.take(field, of: record) }
        if reading.saysNothing, !record.fields.contains(where: { $0.tag != "TY" && !$0.value.isEmpty }) {
            throw .unusable(
                "a record that says nothing but its type", format: id, place: place.at(line: record.line),
                remedy: "give it a TI, AU or DO line, or leave it out")
        }
        let said = reading.finish()
        if !record.isClosed {
            problems.append(
                Problem(
                    "ris: a record without the line \"ER  -\" that ends it", place: place.at(line: record.line),
                    kept: "all of its fields",
                    remedy: "nothing, if the record is whole; else export it again", reach: .field))
        }
        return said
    }
}

/// One record of RIS under way.
private struct RISReading: ~Copyable {
    private var said = SourceRecord(source: FileSource.ris.rawValue, key: "")
    private var type = ""
    private var firstPage: String?
    private var lastPage: String?
    private var year: String?
    private var dates: [String] = []
    private var secondary: [String] = []
    private var titles: [String] = []
    private var shorts: [String] = []
    private var accession: String?
    private var database = ""
    private var works: [String] = []
    private var event: String?

    var saysNothing: Bool { said.saysNothing }

    mutating func take(_ field: TaggedField, of record: borrowing TaggedRecord) {
        switch field.tag {
        case "AU", "A1": people(field, of: record, role: "author")
        case "A2", "ED": people(field, of: record, role: "editor")
        case "A3": people(field, of: record, role: "collection-editor")
        case "A4": people(field, of: record, role: "translator")
        case "KW":
            if field.continuations.isEmpty {
                if !field.value.isEmpty { keywords(record.string(field.value)) }
            } else {
                for line in record.lines(field) { keywords(line) }
            }
        default: take(field.tag, record.text(field))
        }
    }

    private mutating func take(_ name: TaggedTag, _ value: String) {
        if name == "TY" {
            type = value
            return
        }
        if value.isEmpty { return }
        switch name {
        case "TI", "T1", "CT":
            if said.titles.isEmpty { said.titles.append(value) } else if said.titles[0] != value { keep(name, value) }
        case "TT": said.originalTitles.append(value)
        case "BT", "T2": secondary.append(value)
        case "JF", "JO", "SO": titles.append(value)
        case "JA", "J1", "J2": shorts.append(value)
        case "T3": if !fill(&said.series, value) { keep(name, value) }
        case "PY", "Y1", "YR": if year == nil { year = value } else { keep(name, value) }
        case "DA": dates.append(value)
        case "VL": if !fill(&said.volume, value) { keep(name, value) }
        case "IS": if !fill(&said.issue, value) { keep(name, value) }
        case "CP": if !fill(&said.issue, value) { keep(name, value) }
        case "SP", "BP": if !fill(&firstPage, value) { keep(name, value) }
        case "EP": if !fill(&lastPage, value) { keep(name, value) }
        case "C7": if !fill(&said.articleNumber, value) { keep(name, value) }
        case "ET": if !fill(&said.edition, value) { keep(name, value) }
        case "PB": if !fill(&said.publisher, value) { keep(name, value) }
        case "CY", "PP": if !fill(&said.place, value) { keep(name, value) }
        case "SN":
            let numbers = SerialNumbers.parse(value)
            said.issns += numbers.issns
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty && numbers.isbns.isEmpty { keep(name, value) }
        case "DO", "DI": said.identify("doi", value)
        case "AN": if accession == nil { accession = value } else { keep(name, value) }
        case "UR": url(value)
        case "LK": if !link(value) { keep(name, value) }
        case "N1" where value == "Retracted":
            said.others.append(SourceIdentifier(scheme: "is_retracted", value: "true"))
        case "LA": said.languages += WordList.parts(of: value)
        case "AB": abstract(value)
        case "N2": abstract(value)
        case "ID":
            if said.key.isEmpty { said.key = value }
            keep(name, value)
        case "DB":
            database = value
            keep(name, value)
        case "C3": if !fill(&event, value) { keep(name, value) }
        case "M3":
            works.append(value)
            keep(name, value)
        case "C2":
            keep(name, value)
            if value.hasPrefix("PMC") { said.identify("pmcid", value) }
        default: keep(name, value)
        }
    }

    private mutating func keep(_ name: TaggedTag, _ value: String) { said.keep("ris", name, value) }

    private mutating func people(_ field: TaggedField, of record: borrowing TaggedRecord, role: String) {
        let value = record.text(field)
        if value.isEmpty { return }
        if let group = Self.group(value) {
            said.contributors.append(SourceContributor(role: role, name: group, isGroup: true))
            // Several in one line, against the format's rule.
        } else if value.contains(byte: UInt8(ascii: ";")) {
            for name in SemicolonList.parts(of: value) {
                said.contributors.append(SourceContributor(role: role, name: String(name)))
            }
        } else if role == "author", said.contributors.isEmpty, said.authorList == nil,
            value.utf8.count(where: { $0 == UInt8(ascii: ",") }) > 2
        {
            said.authorList = value
        } else {
            if let list = said.authorList, role == "author" {
                said.authorList = nil
                said.contributors.append(SourceContributor(role: role, name: list))
            }
            said.contributors.append(SourceContributor(role: role, name: value))
        }
    }

    /// A comma at the end says that the name is an organisation's, as in EndNote; those within it are doubled then.
    ///
    /// - Returns: Nil for `Smith, John,` and `Doe, J.; Roe, R.,`, where only a suffix is empty.
    private static func group(_ value: String) -> String? {
        guard value.utf8.last == UInt8(ascii: ",") else { return nil }
        let inner = value.dropLast()
        if !inner.utf8.contains(UInt8(ascii: ",")) { return inner.isEmpty ? nil : String(inner) }
        let parts = inner.split(separator: ",", omittingEmptySubsequences: false)
        // Doubled commas: every second part is empty.
        guard parts.count % 2 == 1, parts.indices.allSatisfy({ parts[$0].isEmpty == ($0 % 2 == 1) }) else { return nil }
        return stride(from: 0, to: parts.count, by: 2).map { parts[$0] }.joined(separator: ",")
    }

    private mutating func keywords(_ line: String) {
        if line.contains(byte: UInt8(ascii: ";")) {
            said.keywords += SemicolonList.parts(of: line)
        } else {
            said.keywords.append(line)
        }
    }

    private mutating func abstract(_ value: String) {
        if said.abstracts.isEmpty {
            said.abstracts.append(value)
        } else if said.abstracts[0] != value {
            keep("N2", value)
        }
    }

    /// A number's address, as ibid writes it.
    private mutating func link(_ value: String) -> Bool {
        for (head, scheme) in [
            ("https://arxiv.org/abs/", "arxiv"), ("https://pubmed.ncbi.nlm.nih.gov/", "pmid"),
            ("https://www.ncbi.nlm.nih.gov/pmc/articles/", "pmcid"),
        ] where value.hasPrefix(head) && value.utf8.count > head.utf8.count {
            var number = value.dropFirst(head.utf8.count)
            if number.last == "/" { number.removeLast() }
            let isNumber =
                switch scheme {
                case "arxiv": ArXivNumber.isOne(String(number))
                case "pmcid": number.hasPrefix("PMC") && Int(number.dropFirst(3)) != nil
                default: Int(number) != nil
                }
            if isNumber { said.identify(scheme, String(number)) }
            return isNumber
        }
        return false
    }

    private mutating func url(_ value: String) {
        // Several in one field are written one a line.
        for part in value.utf8.split(separator: 0x20) {
            let text = String(Substring(part))
            if said.url == nil { said.url = text } else if said.url != text { keep("UR", text) }
        }
    }

    consuming func finish() -> SourceRecord {
        let kind = RISTypes.type(of: type)
        said.type = kind.word
        if !kind.isCanonical { keep("TY", type) }
        // "Erratum" and the like say more than "JOUR".
        if let work = works.lazy.compactMap({ RISTypes.written($0) }).first {
            said.type = work
        } else if let work = works.first(where: { RISTypes.saysMore($0) }) {
            said.type = [said.type, work].compactMap { $0 }.joined(separator: "; ")
        }
        container()
        if said.type == "conference-paper", let event { said.event = event } else if let event { keep("C3", event) }
        if said.type == "software" || said.type == "dataset" { swap(&said.edition, &said.version) }
        if let firstPage {
            said.pages =
                lastPage.map { last in
                    firstPage == last || firstPage.contains("-") || firstPage.contains("–")
                        // The range is there already.
                        ? firstPage : "\(firstPage)-\(last)"
                } ?? firstPage
        } else if let lastPage {
            keep("EP", lastPage)
        }
        issued()
        identifiers()
        return said
    }

    private mutating func container() {
        let kind = said.type ?? ""
        switch kind {
        case "book", "thesis":
            // A book lies in no container; what stands there is its series.
            for title in secondary {
                if said.titles.isEmpty {
                    said.titles.append(title)
                } else if kind == "book", said.series == nil {
                    said.series = title
                } else {
                    keep("T2", title)
                }
            }
            said.containerTitles = titles
            for title in titles.dropFirst() where title != titles.first { keep("JO", title) }
        default:
            var seen: [String] = []
            for title in secondary + titles where !seen.contains(title) { seen.append(title) }
            said.containerTitles = seen
            for title in seen.dropFirst() { keep(secondary.contains(title) ? "T2" : "JO", title) }
        }
        for short in shorts.dropFirst() where short != shorts.first { keep("J2", short) }
        for short in shorts where !said.shortContainerTitles.contains(short) { said.shortContainerTitles.append(short) }
        if said.titles.isEmpty, let title = said.containerTitles.first, kind == "book" {
            said.titles = [title]
            said.containerTitles = []
        }
    }

    private mutating func issued() {
        if let year {
            let (date, rest) = SlashDate.parse(year)
            said.dates.append(date)
            if let rest { keep("PY", rest) }
        }
        for text in dates {
            let (date, rest) = SlashDate.parse(text)
            if !date.parts.isEmpty {
                said.dates.append(date)
                if let rest { keep("DA", rest) }
            } else if let year = said.dates.first?.parts.first, let joined = SlashDate.joined(year: year, text) {
                said.dates.append(SourceDate(kind: "issued", text: joined))
            } else if said.dates.isEmpty {
                said.dates.append(SourceDate(kind: "issued", text: text))
            } else {
                keep("DA", text)
            }
        }
    }

    private mutating func identifiers() {
        if let accession {
            if said.key.isEmpty { said.key = accession }
            let name = database.lowercased()
            let isNumber = accession.utf8.count <= 8 && accession.utf8.allSatisfy { $0 &- 0x30 < 10 }
            if isNumber,
                name.contains("medline") || name.contains("pubmed") || name == "nlm"
                    || said.url?.contains("ncbi.nlm.nih.gov/pubmed") == true
                    || said.url?.contains("pubmed.ncbi.nlm.nih.gov") == true
            {
                said.identify("pmid", accession)
            } else {
                keep("AN", accession)
            }
        }
        guard !said.identifiers.contains(where: { $0.scheme == "doi" }) else { return }
        if let url = said.url, let start = url.firstIndex(ofText: "doi.org/10.") {
            said.identify("doi", String(url[url.utf8.index(start, offsetBy: 8)...]))
        } else if let found = works.first(where: { $0.hasPrefix("10.") && $0.contains("/") }) {
            said.identify("doi", found)
        }
    }
}
