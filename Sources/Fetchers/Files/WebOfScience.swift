internal import Formats
internal import Records

/// Web of Science's tagged format, also of its Medline and Inspec.
///
/// Documentation: https://images.webofknowledge.com/images/help/WOS/hs_wos_fieldtags.html
public struct WebOfScience: TextFormat, TaggedFormat {
    public let id = FileSource.wos.rawValue
    let syntax = TaggedSyntax.webOfScience

    public init() {}

    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        var lines = 0
        return TaggedLines.contains(head) { line in
            lines += 1
            if lines > 50 { return nil }
            // `FN` with anything, or the kind of publication: one letter.
            return line.starts(with: Array("PT ".utf8)) && line.count <= 5
                || lines < 4 && line.starts(with: Array("FN ".utf8))
        }
    }

    func parse(
        _ record: borrowing TaggedRecord, place: TextPlace, _ problems: inout [Problem]
    ) throws(Problem) -> SourceRecord {
        var reading = WebOfScienceReading()
        for field in record.fields { reading.take(field, of: record) }
        let said = reading.finish()
        if said.saysNothing {
            throw .unusable(
                "a record that says nothing but its type", format: id, place: place.at(line: record.line),
                remedy: "give it a TI or UT line, or leave it out")
        }
        if !record.isClosed {
            problems.append(
                Problem(
                    "wos: a record without the line \"ER\" that ends it", place: place.at(line: record.line),
                    kept: "all of its fields", remedy: "nothing, if the record is whole; else export it again",
                    reach: .field))
        }
        return said
    }
}

/// What Web of Science's two-letter fields say, in tagged lines or the columns of a table.
struct WebOfScienceReading {
    private(set) var said = SourceRecord(source: FileSource.wos.rawValue, key: "")
    private var short: [String] = []
    private var full: [String] = []
    private var kind = ""
    private var documentType = ""
    private var firstPage: String?
    private var lastPage: String?
    private var day: String?
    private var addresses: [String] = []
    private var orcids: [String] = []

    mutating func take(_ field: TaggedField, of record: borrowing TaggedRecord) {
        switch field.tag {
        case "AU": short += Self.persons(record.lines(field))
        case "AF": full += Self.persons(record.lines(field))
        case "BE", "ED": people(Self.persons(record.lines(field)), role: "editor")
        case "CA", "GP":
            for name in record.lines(field) {
                said.contributors.append(SourceContributor(name: name, isGroup: true))
            }
        case "C1": addresses = record.lines(field)
        case "CR": said.keep("wos", "CR", record.lines(field).joined(separator: "; "))
        default: take(field.tag, record.text(field))
        }
    }

    mutating func take(_ tag: TaggedTag, _ value: String) {
        if value.isEmpty { return }
        func keep() { said.keep("wos", tag, value) }
        switch tag {
        case "PT": kind = value
        case "DT": documentType = value
        case "AU": short += Self.persons([value])
        case "AF": full += Self.persons([value])
        case "BE", "ED": people(Self.persons([value]), role: "editor")
        case "CA", "GP": said.contributors.append(SourceContributor(name: value, isGroup: true))
        case "C1": addresses = Self.addresses(value)
        case "TI": if said.titles.isEmpty { said.titles.append(value) } else { keep() }
        case "FT": said.originalTitles.append(value)
        case "SO": said.containerTitles.append(value)
        case "JI": said.shortContainerTitles.insert(value, at: 0)
        case "J9": said.shortContainerTitles.append(value)
        case "SE": if !fill(&said.series, value) { keep() }
        case "CT": if !fill(&said.event, value) { keep() }
        case "DE", "ID":
            for word in SemicolonList.parts(of: value) { said.addKeyword(word) }
        case "AB": said.abstracts.append(value)
        case "OI": orcids += SemicolonList.parts(of: value)
        case "LA": said.languages += SemicolonList.parts(of: value)
        case "PU": if !fill(&said.publisher, value) { keep() }
        case "PI": if !fill(&said.place, value) { keep() }
        case "SN", "EI", "BN":
            let numbers = SerialNumbers.parse(value)
            said.issns += numbers.issns
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty, numbers.isbns.isEmpty { keep() }
        case "PY": said.dates.insert(SlashDate.parse(value).date, at: 0)
        case "PD": day = value
        case "EA": said.dates.append(SourceDate(kind: "published-online", text: value))
        case "VL": if !fill(&said.volume, value) { keep() }
        case "IS": if !fill(&said.issue, value) { keep() }
        case "BP": if !fill(&firstPage, value) { keep() }
        case "EP": if !fill(&lastPage, value) { keep() }
        case "PS": if firstPage == nil { firstPage = value } else { keep() }
        case "AR": if !fill(&said.articleNumber, value) { keep() }
        case "DI": said.identify("doi", value)
        case "PM": said.identify("pmid", value)
        case "UT":
            said.key = value
            if value.hasPrefix("MEDLINE:") { said.identify("pmid", String(value.dropFirst(8))) }
        case "TC": said.citationCount = Int(value) ?? said.citationCount
        case "Z9": if said.citationCount == nil { said.citationCount = Int(value) } else { keep() }
        case "NR": said.referenceCount = Int(value)
        case "FU":
            // `NIH [R01 1234, R01 99]; Wellcome`.
            for funder in SemicolonList.parts(of: value) {
                let name = funder.prefix { $0 != "[" }.trimmed
                if !name.isEmpty, !said.funders.contains(String(name)) { said.funders.append(String(name)) }
            }
            keep()
        case "UR": if !fill(&said.url, value) { keep() }
        default: keep()
        }
    }

    private static func persons(_ lines: [String]) -> [String] {
        lines.flatMap { $0.utf8.contains(UInt8(ascii: ";")) ? SemicolonList.parts(of: $0) : [$0] }
    }

    /// `[Li, Wei; Roe, A] Univ X, Y; [Doe, B] Univ Z`: at semicolons outside brackets.
    private static func addresses(_ text: String) -> [String] {
        var parts: [String] = []
        var part = ""
        var depth = 0
        for character in text {
            if character == "[" { depth += 1 } else if character == "]" { depth = max(0, depth - 1) }
            if character == ";", depth == 0 {
                parts.append(String(part[...].trimmed))
                part = ""
            } else {
                part.append(character)
            }
        }
        parts.append(String(part[...].trimmed))
        return parts.filter { !$0.isEmpty }
    }

    private mutating func people(_ names: [String], role: String) {
        for name in names { said.contributors.append(SourceContributor(role: role, name: name)) }
    }

    mutating func finish() -> SourceRecord {
        let type = documentType.isEmpty ? Self.kinds[kind] : documentType
        said.type = type.map { text in
            // A book's chapter is an "Article; Book Chapter".
            kind == "J" && text == "Article" ? "journal-article" : text
        }
        authors()
        if let day, let year = said.dates.first?.parts.first {
            if let joined = SlashDate.joined(year: year, day) {
                said.dates.append(SourceDate(kind: "issued", text: joined))
            } else {
                said.keep("wos", "PD", day)
            }
        }
        if let firstPage {
            said.pages = lastPage.map { firstPage == $0 ? firstPage : "\(firstPage)-\($0)" } ?? firstPage
        }
        if !said.key.isEmpty { said.identify("wos", said.key) }
        return said
    }

    private static let kinds = [
        "J": "journal-article", "B": "book", "S": "book-chapter", "P": "patent", "C": "conference-paper",
    ]

    private mutating func authors() {
        let names = full.count >= short.count ? full : short
        var people = names.map { SourceContributor(name: $0) }
        for text in orcids {
            let parts = text.split(separator: "/")
            guard parts.count == 2 else { continue }
            let family = parts[0].prefix { $0 != "," }.lowercased()
            let matches = people.indices.filter { people[$0].name?.lowercased().hasPrefix(family + ",") == true }
            if matches.count == 1 { people[matches[0]].orcid = String(parts[1].trimmed) }
        }
        for address in addresses {
            guard address.hasPrefix("["), let close = address.firstIndex(of: "]") else {
                if people.count == 1 { people[0].affiliations.append(address) } else { said.keep("wos", "C1", address) }
                continue
            }
            let place = String(address[address.index(after: close)...].trimmed)
            let listed = Set(SemicolonList.parts(of: String(address[..<close].dropFirst())).map { $0.lowercased() })
            var isKnown = false
            for index in people.indices where people[index].name.map({ listed.contains($0.lowercased()) }) == true {
                people[index].affiliations.append(place)
                isKnown = true
            }
            if !isKnown { said.keep("wos", "C1", address) }
        }
        said.contributors = people + said.contributors
    }
}
