internal import Formats
internal import Records

/// One row under way.
struct TableRow {
    private let hasCommaAuthors: Bool
    private let hasGluedAuthors: Bool
    private let hasSourceForJournal: Bool
    var said = SourceRecord(source: FileSource.table.rawValue, key: "")
    private(set) var isEmpty = true
    private var authors: [(column: String, text: String)] = []
    private var fullAuthors: String?
    private var year: String?
    private var month: String?
    private var day: String?
    private var dates: [String] = []
    private var firstPage: String?
    private var lastPage: String?
    private var citation: String?

    init(_ table: TableReading) {
        hasCommaAuthors = table.hasCommaAuthors
        hasGluedAuthors = table.hasGluedAuthors
        hasSourceForJournal = table.hasSourceForJournal
        said.type = table.type
    }

    private mutating func keep(_ column: TableReading.Column, _ value: String) {
        said.keep("table", column.name, value)
    }

    private mutating func fill(
        _ place: WritableKeyPath<SourceRecord, String?>, _ column: TableReading.Column, _ value: String
    ) {
        if said[keyPath: place] == nil {
            said[keyPath: place] = value
        } else if said[keyPath: place] != value {
            keep(column, value)
        }
    }

    private mutating func fill(_ place: inout String?, _ value: String) -> Bool {
        if place == nil { place = value }
        return place == value
    }

    mutating func take(_ column: TableReading.Column, _ given: String) {
        isEmpty = false
        let value = String(given[...].trimmed)
        switch column.field {
        case nil: keep(column, value)
        case .id: if said.key.isEmpty { said.key = Self.whole(value) } else { keep(column, value) }
        case .source:
            if hasSourceForJournal, !Self.isSourceName(value) {
                said.containerTitles.append(value)
            } else {
                said.source = value.lowercased()
            }
        case .type: type(column, value)
        case .title:
            if said.titles.isEmpty { said.titles = [value] } else if said.titles[0] != value { keep(column, value) }
        case .originalTitle: said.originalTitles += BracedList.parts(of: value)?.map(\.text) ?? [value]
        case .authors: authors.append((column.name, value))
        case .fullAuthors: fullAuthors = value
        case .editors: people(value, role: "editor")
        case .translators: people(value, role: "translator")
        case .seriesEditors: people(value, role: "collection-editor")
        case .bookAuthors: people(value, role: "container-author")
        case .journal: if !said.containerTitles.contains(value) { said.containerTitles.append(value) }
        case .shortJournal: if !said.shortContainerTitles.contains(value) { said.shortContainerTitles.append(value) }
        case .year:
            if year == nil { year = Self.whole(value) } else if year != Self.whole(value) { keep(column, value) }
        case .month: if month == nil { month = Self.whole(value) } else { keep(column, value) }
        case .day: if day == nil { day = Self.whole(value) } else { keep(column, value) }
        case .date: dates.append(value)
        case .volume: fill(\.volume, column, Self.whole(value))
        case .issue: fill(\.issue, column, Self.whole(value))
        case .pages: fill(\.pages, column, value)
        case .firstPage: if firstPage == nil { firstPage = Self.whole(value) } else { keep(column, value) }
        case .lastPage: if lastPage == nil { lastPage = Self.whole(value) } else { keep(column, value) }
        case .articleNumber: fill(\.articleNumber, column, Self.whole(value))
        case .doi: said.identify("doi", value)
        case .pmid: said.identify("pmid", Self.whole(value))
        case .pmcid: said.identify("pmcid", value)
        case .arxiv: said.identify("arxiv", value)
        case .openalex:
            said.identify("openalex", value)
            if said.key.isEmpty { said.key = value.split(separator: "/").last.map(String.init) ?? value }
        case .issn, .isbn:
            let numbers = SerialNumbers.parse(value)
            said.issns += numbers.issns.filter { !said.issns.contains($0) }
            said.isbns += numbers.isbns.filter { !said.isbns.contains($0) }
            if numbers.issns.isEmpty, numbers.isbns.isEmpty { keep(column, value) }
        case .publisher: fill(\.publisher, column, value)
        case .place: fill(\.place, column, value)
        case .url: url(column, value)
        case .abstract: if said.abstracts.isEmpty { said.abstracts = [value] } else { keep(column, value) }
        case .language: said.languages += value.split { ";,".contains($0) }.map { String($0.trimmed) }
        case .keywords: keywords(value)
        case .edition: fill(\.edition, column, value)
        case .version: fill(\.version, column, value)
        case .series: fill(\.series, column, value)
        case .event: fill(\.event, column, value)
        case .license: said.licenses.append(value)
        case .funder: said.funders += SemicolonList.parts(of: value)
        case .citations:
            if let count = Int(Self.whole(value)) { said.citationCount = count } else { keep(column, value) }
        case .references:
            if let count = Int(Self.whole(value)) { said.referenceCount = count } else { keep(column, value) }
        case .citation:
            citation = value
            keep(column, value)
        case .extra:
            ExtraText.identify(value, in: &said)
            keep(column, value)
        case .authorships:
            authorships(value)
            keep(column, value)
        case .biblio: if !biblio(value) { keep(column, value) }
        case .location:
            location(value)
            keep(column, value)
        case .identifiers:
            identifiers(value)
            keep(column, value)
        case .openURL:
            keep(column, value)
            if let id = URLText.value(of: "id", in: value), id.hasPrefix("doi:"),
                !said.identifiers.contains(where: { $0.scheme == "doi" })
            {
                said.identify("doi", String(id.dropFirst(4)))
            }
        }
    }

    /// `2014.0`, as data frames write numbers beside gaps.
    static func whole(_ text: String) -> String {
        guard text.hasSuffix(".0"), case let digits = text.utf8.dropLast(2), !digits.isEmpty,
            digits.allSatisfy({ $0 &- 0x30 < 10 })
        else { return text }
        return String(decoding: digits, as: UTF8.self)
    }

    private mutating func type(_ column: TableReading.Column, _ value: String) {
        guard said.type == nil else { return keep(column, value) }
        // In tables "article" is the word for an article in a journal, not CSL's for one outside.
        if value.lowercased() == "article" { return said.type = "journal-article" }
        let isCode = value.utf8.count > 2 && value.utf8.allSatisfy { $0 &- 0x41 < 26 }
        let word = isCode ? RISTypes.type(of: value).word : ZoteroTypes.type(of: value)
        // Web of Science and Scopus: `Article; Proceedings Paper`.
        let parts = (word ?? "").split(separator: ";").map { $0.trimmed }
        said.type =
            parts.count > 1
            ? parts.map { $0.lowercased() == "article" ? "journal-article" : String($0) }.joined(separator: "; ") : word
        if said.type != value { keep(column, value) }
    }

    private mutating func url(_ column: TableReading.Column, _ value: String) {
        for part in value.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == ";" }).map(String.init) {
            if said.url == nil { said.url = part } else if said.url != part { keep(column, part) }
        }
    }

    private mutating func keywords(_ value: String) {
        let parts =
            BracedList.parts(of: value)?.map(\.text) ?? PythonText.list(value)
            ?? (value.utf8.contains(UInt8(ascii: ";"))
                ? SemicolonList.parts(of: value)
                : value.utf8.contains(UInt8(ascii: "|"))
                    ? value.split(separator: "|").map { String($0.trimmed) } : Self.atCommas(value))
        for part in parts where !part.isEmpty && !said.keywords.contains(part) { said.keywords.append(part) }
    }

    /// Parts at commas, but not at those within brackets: `cyst (diagnosis, surgery), colon`.
    private static func atCommas(_ text: String) -> [String] {
        var parts: [String] = []
        var depth = 0
        var start = text.startIndex
        for index in text.utf8.indices {
            switch text.utf8[index] {
            case UInt8(ascii: "("): depth += 1
            case UInt8(ascii: ")"): depth = max(0, depth - 1)
            case UInt8(ascii: ",") where depth == 0:
                parts.append(String(text[start..<index].trimmed))
                start = text.utf8.index(after: index)
            default: break
            }
        }
        parts.append(String(text[start...].trimmed))
        return parts.filter { !$0.isEmpty }
    }

    // MARK: People

    /// - Returns: Names one by one; nil for a list that cannot be cut with certainty.
    private func names(_ text: String) -> [String]? {
        if let list = PythonText.list(text) { return list }
        if text.utf8.contains(UInt8(ascii: ";")) { return SemicolonList.parts(of: text) }
        if text.utf8.contains(UInt8(ascii: "|")) { return text.split(separator: "|").map { String($0.trimmed) } }
        let commas = text.utf8.count { $0 == UInt8(ascii: ",") }
        if hasGluedAuthors, commas == 0 { return GluedNames.parts(of: text) }
        let parts = Self.parts(text, at: " and ")
        if parts.count > 1 {
            let counts = Set(parts.map { $0.utf8.count { $0 == UInt8(ascii: ",") } })
            // `Cox, James and Clark, Steven`, or `James Cox and Steven Clark`.
            return counts == [1] || counts == [0] ? parts : nil
        }
        if hasCommaAuthors, commas > 0 {
            return text.split(separator: ",").map { part in
                var name = String(part.trimmed)
                // PubMed ends its list with a stop.
                if name.hasSuffix("."), part.endIndex == text.endIndex, !text.dropLast().contains(".") {
                    name.removeLast()
                }
                return name
            }
        }
        if commas == 1, Self.areSpoken(text) { return text.split(separator: ",").map { String($0.trimmed) } }
        return commas <= 1 ? [text] : nil
    }

    private static func parts(_ text: String, at word: String) -> [String] {
        var parts: [String] = []
        var rest = text[...]
        while let range = rest.firstRange(of: word) {
            parts.append(String(rest[..<range.lowerBound].trimmed))
            rest = rest[range.upperBound...]
        }
        parts.append(String(rest.trimmed))
        return parts.filter { !$0.isEmpty }
    }

    private mutating func people(_ text: String, role: String) {
        if let people = BracedNames.people(text, role: role) {
            said.contributors += people
            return
        }
        for name in names(text) ?? [text] where !name.isEmpty {
            said.contributors.append(SourceContributor(role: role, name: Self.withoutNumber(name)))
        }
    }

    /// `Jane Doe, Adam B. Roe`, `J Doe, AB Roe`: names as they are spoken, two of them.
    private static func areSpoken(_ text: String) -> Bool {
        let parts = text.split(separator: ",").map { $0.split(separator: " ") }
        guard parts.count == 2, parts.allSatisfy({ $0.count > 1 }) else { return false }
        func isInitials(_ word: Substring) -> Bool {
            word.utf8.count <= 4 && word.utf8.allSatisfy { $0 &- 0x41 < 26 || $0 == 0x2E || $0 == 0x2D }
        }
        func isName(_ word: Substring?) -> Bool { word.map { $0.utf8.count > 2 && !isInitials($0) } ?? false }
        return parts.allSatisfy { isName($0.last) } && parts[1].dropLast().contains(where: isInitials)
            && (isInitials(parts[0][0]) || parts[1].count > 2)
    }

    /// `crossref`, `Web of Science`: what a record's source may be called, and no journal is.
    private static func isSourceName(_ text: String) -> Bool {
        databases.contains(text.lowercased())
            || text.utf8.allSatisfy { $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x5F }
    }

    private static let databases: Set<String> = [
        "pubmed", "medline", "embase", "scopus", "web of science", "web of science core collection", "wos", "cinahl",
        "psycinfo", "apa psycinfo", "cochrane", "cochrane library", "central", "google scholar", "crossref", "openalex",
        "semantic scholar", "proquest", "ebsco", "ebscohost", "eric", "ieee xplore", "ieee", "acm digital library",
        "acm", "sciencedirect", "springerlink", "springer link", "jstor", "dimensions", "lens", "lens.org",
        "europe pmc",
        "europepmc", "lilacs", "scielo", "biosis", "inspec", "econlit", "pubmed central", "ovid", "ovid medline",
        "clinicaltrials.gov", "ictrp", "dblp", "arxiv", "medrxiv", "biorxiv", "datacite", "zotero", "mendeley",
        "endnote", "citation searching", "hand searching", "handsearch", "other",
    ]

    /// `Liu, Fengyuan (60410297700)` without Scopus's number.
    private static func withoutNumber(_ name: String) -> String {
        guard name.hasSuffix(")"), let open = name.lastIndex(of: "("),
            case let digits = name[name.index(after: open)...].dropLast(), !digits.isEmpty,
            digits.utf8.allSatisfy({ $0 &- 0x30 < 10 })
        else { return name }
        return String(name[..<open].trimmed)
    }

    private mutating func authorLists() {
        guard said.contributors.allSatisfy({ $0.role != "author" }) else {
            for (column, text) in authors { said.keep("table", column, text) }
            return
        }
        let others = said.contributors
        said.contributors = []
        if let fullAuthors {
            people(fullAuthors, role: "author")
            for (column, text) in authors { said.keep("table", column, text) }
        } else {
            for (index, (column, text)) in authors.enumerated() {
                if index == 0, authors.count == 1, BracedNames.people(text) == nil, names(text) == nil {
                    said.authorList = text
                } else if index > 0, authors[..<index].contains(where: { $0.text == text }) {
                    said.keep("table", column, text)
                } else {
                    people(text, role: "author")
                }
            }
        }
        said.contributors += others
    }

    // MARK: OpenAlex's objects

    private mutating func identifiers(_ text: String) {
        let found: [(String, String)]? = PythonText.read(text) { root in
            [("pmid", root["pmid"]?.text), ("pmcid", root["pmcid"]?.text)].compactMap { scheme, value in
                value.map { (scheme, $0) }
            }
        }
        for (scheme, value) in found ?? [] { said.identify(scheme, value) }
    }

    private mutating func authorships(_ text: String) {
        let found: [SourceContributor]? = PythonText.read(text) { root in
            root.elements.compactMap { entry in
                guard let name = entry["author"]?["display_name"]?.text else { return nil }
                var person = SourceContributor(name: name)
                person.orcid = entry["author"]?["orcid"]?.text
                for institution in entry["institutions"]?.elements.map({ $0 }) ?? [] {
                    if let name = institution["display_name"]?.text { person.affiliations.append(name) }
                }
                return person
            }
        }
        said.contributors += found ?? []
    }

    private mutating func biblio(_ text: String) -> Bool {
        let found: [String?]? = PythonText.read(text) { root in
            [root["volume"]?.text, root["issue"]?.text, root["first_page"]?.text, root["last_page"]?.text]
        }
        guard let found, found.count == 4 else { return false }
        said.volume = said.volume ?? found[0]
        said.issue = said.issue ?? found[1]
        firstPage = firstPage ?? found[2]
        lastPage = lastPage ?? found[3]
        return true
    }

    private mutating func location(_ text: String) {
        let found: (title: String?, issns: [String], url: String?)? = PythonText.read(text) { root in
            let source = root["source"]
            return (
                source?["display_name"]?.text, source?["issn"]?.elements.compactMap(\.text) ?? [],
                root["landing_page_url"]?.text
            )
        }
        guard let found else { return }
        if let title = found.title, said.containerTitles.isEmpty { said.containerTitles = [title] }
        said.issns += found.issns.filter { !said.issns.contains($0) }
        said.url = said.url ?? found.url
    }

    // MARK: What several columns say together

    mutating func finish() {
        authorLists()
        if let citation { EmbaseCitation.read(citation, into: &said, year: &year) }
        if said.pages == nil, let firstPage {
            said.pages = lastPage.map { $0 == firstPage ? firstPage : "\(firstPage)-\($0)" } ?? firstPage
        } else if said.pages == nil, let lastPage {
            said.keep("table", "last-page", lastPage)
        }
        // For those who look for pages alone the number stands there, too.
        if said.articleNumber != nil, said.pages == said.articleNumber { said.pages = nil }
        issued()
        if said.key.isEmpty, !said.identifiers.isEmpty, let own = said.identifiers.first(where: { $0.scheme == "pmid" })
        {
            said.key = own.value
        }
    }

    private mutating func issued() {
        if let year {
            let (date, rest) = SlashDate.parse(year)
            if let number = date.parts.first, date.parts.count == 1, let month {
                let monthNumber = Int(month).flatMap { (1...12).contains($0) ? $0 : nil }
                let dayNumber = day.flatMap { Int($0) }.flatMap { (1...31).contains($0) ? $0 : nil }
                if let monthNumber {
                    said.dates.append(
                        SourceDate(kind: "issued", parts: [number, monthNumber] + (dayNumber.map { [$0] } ?? [])))
                } else if let joined = SlashDate.joined(year: number, month) {
                    said.dates.append(
                        SourceDate(kind: "issued", text: dayNumber.map { "\(joined) \($0)" } ?? joined))
                } else {
                    said.dates.append(date)
                    said.keep("table", "month", month)
                }
            } else if date.parts.isEmpty || date.parts.count > 1 || year.contains("/") {
                said.dates.append(date)
            } else {
                said.dates.append(SourceDate(kind: "issued", text: year))
            }
            if let rest { said.keep("table", "year", rest) }
        } else {
            for text in [month, day].compactMap({ $0 }) { said.keep("table", "month", text) }
        }
        for text in dates {
            let date = SlashDate.parse(text).date
            said.add(date.parts.count > 1 ? date : SourceDate(kind: "issued", text: text))
        }
    }
}
