internal import Formats
internal import Records

/// Ovid's text: labels on lines of their own, "Citation" and "Complete reference"; and its tagged lines, as it writes them
/// for EndNote, Citavi and others.
///
/// Documentation: https://ospguides.ovid.com/OSPguides/medline.htm, the field guides of its databases.
public struct Ovid: TextFormat, LabelledFormat {
    public let id = FileSource.ovid.rawValue
    let syntax = LabelledSyntax.ovid

    public init() {}

    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        if TaggedLines.hasBibTeX(head) { return false }
        // A search's history stands before the first record of some.
        var lines = 0
        var isMarked = false
        var isLabelled = false
        return TaggedLines.contains(head) { line in
            if line.allSatisfy({ $0 <= 0x20 }) { return false }
            lines += 1
            if lines > 400 { return nil }
            if let tag = TaggedLines.risTag(line) {
                // Ovid's RIS has such marks, too; and what begins with a tag is another's.
                if tag == "VN" { return Self.text(line).contains("Ovid Technologies") ? true : nil }
                return isMarked && tag != "TY" ? true : nil
            }
            let isIndented = line.first.map { $0 <= 0x20 } ?? false
            if isLabelled { return isIndented ? true : nil }
            if isMarked {
                // Records of nothing stand before some.
                if Self.isMark(line) { return false }
                // A label that is known, or one that a value is indented below.
                let label = Self.text(line)
                if OvidLabels.names[label.lowercased()] != nil { return true }
                isLabelled = !isIndented && label.utf8.count < 60 && label.first?.isUppercase == true
                return isLabelled ? false : nil
            }
            isMarked = Self.isMark(line)
            return false
        }
    }

    private static func text(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> String {
        String(String(decoding: line.prefix(200), as: UTF8.self)[...].trimmed)
    }

    private static func isMark(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let text = text(line)
        guard text.hasPrefix("<"), text.hasSuffix(">"), text.utf8.count < 16 else { return false }
        let inner = text.dropFirst().dropLast()
        return inner.first?.isNumber == true && inner.allSatisfy { $0.isNumber || $0 == "." || $0 == " " }
    }

    func parse(_ record: borrowing LabelledRecord, place: TextPlace) throws(Problem) -> SourceRecord? {
        var reading = OvidReading()
        for field in record.fields {
            let values = record.values(field)
            if !values.isEmpty { reading.take(record.label(field), values) }
        }
        let said = reading.finish()
        if said.saysNothingOfAWork {
            throw .unusable(
                "a record that says nothing", format: id, place: place.at(line: record.line),
                remedy: "give it a title, or leave it out")
        }
        return said
    }
}

/// What Ovid's fields are called, as tags and in full.
enum OvidLabels {
    enum Field {
        case database, number, pmid, pmcid, title, originalTitle, authors, fullAuthors, editors, group, source
        case shortSource, journal, shortJournal, book, volume, issue, pages, year, doi, issn, isbn, language, type
        case publisher, place, abstract, keywords, headings, url, score
    }

    /// Labels in small letters, without a full stop.
    static let names: [String: Field] = [
        "db": .database, "database": .database,
        "ui": .number, "an": .number, "accession number": .number, "unique identifier": .number,
        "pm": .pmid, "pmid": .pmid, "pubmed id": .pmid, "pmcid": .pmcid, "pmc identifier": .pmcid,
        "ti": .title, "title": .title, "tt": .originalTitle, "original title": .originalTitle,
        "vernacular title": .originalTitle,
        "au": .authors, "author": .authors, "authors": .authors, "author(s)": .authors,
        "fa": .fullAuthors, "authors full name": .fullAuthors, "author full name": .fullAuthors,
        "ed": .editors, "editor": .editors, "editors": .editors,
        "ca": .group, "corporate author": .group,
        "so": .source, "source": .source, "as": .shortSource, "abbreviated source": .shortSource,
        "jn": .journal, "jt": .journal, "journal name": .journal, "ta": .shortJournal,
        "journal abbreviation": .shortJournal, "bt": .book, "book title": .book,
        "vi": .volume, "volume": .volume, "ip": .issue, "issue": .issue, "issue/part": .issue,
        "pg": .pages, "page": .pages, "pages": .pages,
        "yr": .year, "year of publication": .year, "publication year": .year,
        "do": .doi, "di": .doi, "doi": .doi, "doi number": .doi, "digital object identifier": .doi,
        "is": .issn, "issn": .issn, "issn print": .issn, "issn electronic": .issn, "issn linking": .issn,
        "ib": .isbn, "isbn": .isbn,
        "lg": .language, "language": .language,
        "pt": .type, "publication type": .type, "dt": .type, "document type": .type,
        "pb": .publisher, "publisher": .publisher, "pl": .place, "place of publication": .place,
        "ab": .abstract, "abstract": .abstract,
        "kw": .keywords, "author keywords": .keywords, "keyword": .keywords, "keywords": .keywords,
        "keyword heading": .keywords,
        "mh": .headings, "mesh subject headings": .headings, "subject headings": .headings,
        "link to full text": .url, "score": .score,
    ]
}

/// One record of Ovid's under way.
private struct OvidReading: ~Copyable {
    private var said = SourceRecord(source: FileSource.ovid.rawValue, key: "")
    private var database = ""
    private var number: (label: String, value: String)?
    private var short: [SourceContributor] = []
    private var full: [SourceContributor] = []
    private var types: [String] = []
    private var titleType: String?
    private var year: String?
    private var line: CitationLine?

    mutating func take(_ label: String, _ values: [String]) {
        let value = values.joined(separator: " ")
        func keep() { said.keep("ovid", label, value) }
        guard let field = OvidLabels.names[label.lowercased()] else { return keep() }
        switch field {
        case .database:
            database = value.lowercased()
            keep()
        case .number:
            if number == nil { number = (label, Self.unstopped(value)) } else { keep() }
        case .pmid: if let number = NumberText.pmid(value) { said.identify("pmid", number) } else { keep() }
        case .pmcid: said.identify("pmcid", String(value.prefix { $0 != " " }))
        case .title: title(label, value)
        case .originalTitle: said.originalTitles.append(value)
        case .authors: short += people(label, values)
        case .fullAuthors: full += people(label, values)
        case .editors:
            said.contributors += people(label, values).map { person in
                var person = person
                person.role = "editor"
                return person
            }
        case .group: said.contributors.append(SourceContributor(name: Self.unstopped(value), isGroup: true))
        case .source:
            // What the line says else stands nowhere.
            keep()
            if line == nil { line = CitationLine(value) }
        case .shortSource:
            keep()
            if let name = CitationLine(value)?.container { said.shortContainerTitles.append(name) }
        case .journal, .book: said.containerTitles.append(Self.unstopped(value))
        case .shortJournal: said.shortContainerTitles.append(Self.unstopped(value))
        case .volume: if !fill(&said.volume, value) { keep() }
        case .issue: if !fill(&said.issue, value) { keep() }
        case .pages: if !fill(&said.pages, value) { keep() }
        case .year: if !fill(&year, Self.unstopped(value)) { keep() }
        case .doi:
            // A field for several numbers.
            if let start = value.firstIndex(ofText: "10.") {
                said.identify("doi", String(value[start...].prefix { !$0.isWhitespace }))
            } else {
                keep()
            }
        case .issn, .isbn:
            let numbers = SerialNumbers.parse(value)
            for issn in numbers.issns { said.addISSN(issn) }
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty, numbers.isbns.isEmpty { keep() }
        case .language: said.languages += WordList.parts(of: Self.unstopped(value))
        case .type:
            // `Review:  PDF Only.`
            types += values.flatMap { SemicolonList.parts(of: Self.unstopped($0)) }
                .map { String($0.prefix { $0 != ":" }[...].trimmed) }
            keep()
        case .publisher: if !fill(&said.publisher, value) { keep() }
        case .place: if !fill(&said.place, value) { keep() }
        case .abstract: if said.abstracts.isEmpty { said.abstracts = [value] } else { keep() }
        case .keywords:
            for word in SemicolonList.parts(of: value) { said.addKeyword(Self.unstopped(word)) }
        case .headings:
            SubjectHeading.add(
                values.flatMap { SemicolonList.parts(of: $0) }, "ovid", label, hasQualifiers: true, to: &said)
        case .url: if !fill(&said.url, value) { keep() }
        // How well the record fitted the search.
        case .score: keep()
        }
    }

    private static func unstopped(_ text: String) -> String { text.hasSuffix(".") ? String(text.dropLast()) : text }

    /// `A title.  [Article]`: the kind of work behind it.
    private mutating func title(_ label: String, _ value: String) {
        guard said.titles.isEmpty else { return said.keep("ovid", label, value) }
        var title = value[...]
        if title.hasSuffix("]"), let open = title.lastIndex(of: "["), open > title.startIndex {
            let word = String(title[title.index(after: open)...].dropLast().trimmed)
            if Self.kinds.contains(word.lowercased()) {
                titleType = word
                title = title[..<open].trimmed
            }
        }
        said.titles = [String(title)]
    }

    private static let kinds: Set<String> = [
        "article", "report", "review", "miscellaneous", "editorial", "letter", "erratum", "correction", "abstract",
        "book review", "review article", "case report", "comment", "news", "retraction", "systematic review",
    ]

    /// `Verbeek, Jan MD *;  Hermans, Erik MD +`, `Walsdorf, Neill B. [Inventor]`, a name a line, or two blanks between them.
    private mutating func people(_ label: String, _ values: [String]) -> [SourceContributor] {
        var list: [SourceContributor] = []
        for value in values {
            var parts = Self.parts(value)
            if parts.count == 1, parts[0].contains("  "), !parts[0].contains(",") {
                var rest = parts[0][...]
                parts = []
                while let gap = rest.firstRange(of: "  ") {
                    parts.append(String(rest[..<gap.lowerBound].trimmed))
                    rest = rest[gap.upperBound...].trimmed
                }
                parts.append(String(rest))
            }
            let found = parts.filter { !$0.isEmpty }.map(Self.person)
            if found.map(\.name) != parts { said.keep("ovid", label, value) }
            list += found
        }
        return list
    }

    /// Parts at semicolons outside brackets.
    private static func parts(_ text: String) -> [String] {
        guard text.contains(byte: UInt8(ascii: "[")) else { return SemicolonList.parts(of: text) }
        var parts: [Substring] = []
        var start = text.startIndex
        var depth = 0
        for index in text.indices {
            switch text[index] {
            case "[": depth += 1
            case "]": depth = max(0, depth - 1)
            case ";" where depth == 0:
                parts.append(text[start..<index].trimmed)
                start = text.index(after: index)
            default: break
            }
        }
        parts.append(text[start...].trimmed)
        return parts.filter { !$0.isEmpty }.map { String($0) }
    }

    /// A name without the signs of footnotes, what stands in brackets, and degrees.
    private static func person(_ text: String) -> SourceContributor {
        var name = text[...]
        var person = SourceContributor()
        if let open = name.firstIndex(of: "["), open > name.startIndex {
            let words = name[open...].lowercased()
            if words.hasPrefix("[ed") { person.role = "editor" }
            name = name[..<open].trimmed
        }
        while let last = name.last, last.isNumber || "*+,^|".contains(last) || last == " " { name.removeLast() }
        // `Gazic, Barbara MD, PhD`.
        var words = name.split(separator: " ")
        while words.count > 2, let last = words.last,
            degrees.contains(last.filter { $0 != "." && $0 != "," }.lowercased())
        {
            words.removeLast()
        }
        if let first = words.first, let last = words.last, last.endIndex < name.endIndex {
            name = name[first.startIndex..<last.endIndex]
            while name.last == "," { name.removeLast() }
        }
        person.name = name.isEmpty ? text : String(name)
        return person
    }

    private static let degrees: Set<String> = [
        "md", "phd", "msc", "bsc", "mph", "ms", "ma", "mba", "rn", "dds", "dmd", "dvm", "pharmd", "edd", "psyd", "facs",
        "facsm", "frcs", "frcp", "mbbs", "mbchb", "scd", "drph",
    ]

    consuming func finish() -> SourceRecord {
        let people = full.count >= short.count ? full : short
        said.contributors = people + said.contributors
        if let line {
            if said.containerTitles.isEmpty { said.containerTitles = [line.container] }
            said.event = said.event ?? line.event
            said.volume = said.volume ?? line.volume
            said.issue = said.issue ?? line.issue
            said.pages = said.pages ?? line.pages
            if let date = line.date { said.add(SourceDate(kind: "issued", text: date)) }
        }
        if let year { said.add(SlashDate.parse(year).date) }
        identify()
        if types.isEmpty, let titleType { types = [titleType] }
        said.type =
            types.isEmpty
            ? nil : types.map { $0.lowercased() == "article" ? "journal-article" : $0 }.joined(separator: "; ")
        return said
    }

    private mutating func identify() {
        guard let number else { return }
        said.key = number.value
        let isMedline = database.contains("medline") || database.contains("pubmed")
        if isMedline, number.value.utf8.allSatisfy({ $0 &- 0x30 < 10 }) { said.identify("pmid", number.value) }
        said.keep("ovid", number.label, number.value)
    }
}
