internal import Formats
internal import Records

/// ProQuest's text, "TXT – text only": records between lines of underscores, `Publication title: …`.
///
/// Documentation: none that is public; read as https://github.com/UWNETLAB/metaknowledge and others do.
public struct ProQuest: TextFormat, LabelledFormat {
    public let id = FileSource.proquest.rawValue
    let syntax = LabelledSyntax.proQuest

    public init() {}

    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        var isFirst = true
        var isMarked = false
        return TaggedLines.contains(head) { line in
            if line.allSatisfy({ $0 <= 0x20 }) { return false }
            if isFirst {
                isFirst = false
                isMarked = line.count >= 20 && line.allSatisfy { $0 == UInt8(ascii: "_") || $0 <= 0x20 }
            }
            guard isMarked else { return nil }
            return Self.marks.contains { line.starts(with: $0) }
        }
    }

    private static let marks = [
        "Report Information from ProQuest", "ProQuest document ID: ", "ProQuest document link",
    ].map { Array($0.utf8) }

    func parse(_ record: borrowing LabelledRecord, place: TextPlace) throws(Problem) -> SourceRecord? {
        // The list of contents, and the bibliography behind the records.
        guard record.fields.contains(where: { Self.ownLabels.contains(record.label($0)) }) else { return nil }
        var reading = ProQuestReading()
        let inText = Self.fullText(of: record)
        for (index, field) in record.fields.enumerated() where !inText.contains(index) {
            reading.take(record.label(field), record.values(field))
        }
        if let first = inText.first {
            var lines = record.values(record.fields[first])
            for field in record.fields[inText.dropFirst()] {
                lines.append(([record.label(field) + ":"] + record.values(field)).joined(separator: " "))
            }
            reading.take("Full text", lines)
        }
        let said = reading.finish()
        if said.saysNothingOfAWork {
            throw .unusable(
                "a record that says nothing", format: id, place: place.at(line: record.line),
                remedy: "give it a \"Title: \" line, or leave it out")
        }
        return said
    }

    /// Indices of the fields from the full text on to what stands before the last title: lines of the text may look like
    /// fields, and its DOI and names are others'.
    private static func fullText(of record: borrowing LabelledRecord) -> Range<Int> {
        guard let start = record.fields.firstIndex(where: { record.label($0) == "Full text" }) else { return 0..<0 }
        let behind = record.fields[(start + 1)...]
        var end =
            behind.lastIndex { record.label($0) == "Title" }
            ?? behind.lastIndex { record.label($0) == "Publication title" } ?? record.fields.endIndex
        // Subjects stand between the text and the title.
        while end > start + 1, end < record.fields.endIndex,
            subjectLabels.contains(record.label(record.fields[end - 1]))
        {
            end -= 1
        }
        return start..<end
    }

    private static let subjectLabels: Set<String> = [
        "Subject", "Business indexing term", "Location", "People", "Company / organization", "Product name",
        "Classification", "Identifier / keyword", "Identifiers / keywords", "MeSH", "MeSH subject", "Substance",
        "NAICS",
    ]

    private static let ownLabels: Set<String> = [
        "Title", "Publication title", "ProQuest document ID", "Document URL", "Author",
    ]
}

/// One record of ProQuest's under way.
private struct ProQuestReading: ~Copyable {
    private var said = SourceRecord(source: FileSource.proquest.rawValue, key: "")
    /// The line above the fields.
    private var heading: String?
    private var title: String?
    private var types: [String] = []
    private var year: String?
    private var day: String?
    private var firstPage: String?

    mutating func take(_ label: String, _ values: [String]) {
        let value = values.joined(separator: " ")
        if value.isEmpty { return }
        func keep() { said.keep("proquest", label, value) }
        switch label {
        case "":
            // "Document 3 of 20", "ProQuest document link"; what is left is the title.
            for line in values where !line.hasPrefix("Document ") && line != "ProQuest document link" && heading == nil
            {
                heading = line
            }
        case "Title":
            // Behind the full text, which may have such a line, too.
            if let title { said.keep("proquest", label, title) }
            title = value
        case "Author", "Authors": authors(label, values)
        case "Advisor": people(values, role: "advisor")
        case "Editor": people(values, role: "editor")
        case "Publication title": if said.containerTitles.isEmpty { said.containerTitles = [value] } else { keep() }
        case "Volume": if !fill(&said.volume, value) { keep() }
        case "Issue": if !fill(&said.issue, value) { keep() }
        case "Pages": if !fill(&said.pages, value) { keep() }
        case "First page": if !fill(&firstPage, value) { keep() }
        case "Publication year": if !fill(&year, value) { keep() }
        case "Publication date", "Degree date": if !fill(&day, value) { keep() }
        case "Publisher": if !fill(&said.publisher, value) { keep() }
        case "University/institution", "School": if !fill(&said.publisher, value) { keep() }
        case "Place of publication": if !fill(&said.place, value) { keep() }
        case "ISSN", "EISSN", "E-ISSN", "ISBN":
            let numbers = SerialNumbers.parse(value)
            for issn in numbers.issns { said.addISSN(issn) }
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty, numbers.isbns.isEmpty { keep() }
        case "DOI": said.identify("doi", value)
        case "PMID": if let number = NumberText.pmid(value) { said.identify("pmid", number) } else { keep() }
        case "ProQuest document ID":
            if said.key.isEmpty { said.key = value }
            keep()
        case "Document URL": if !fill(&said.url, value) { keep() }
        case "Abstract": if said.abstracts.isEmpty { said.abstracts = [value] } else { keep() }
        case "Subject", "Identifier / keyword", "Identifiers / keywords":
            for word in SemicolonList.parts(of: value) { said.addKeyword(word) }
        case "Language of publication", "Language":
            if said.languages.isEmpty { said.languages = WordList.parts(of: value) } else { keep() }
        case "Document type":
            types = SemicolonList.parts(of: value)
            keep()
        case "Source type":
            if types.isEmpty { types = [value] }
            keep()
        default: keep()
        }
    }

    private mutating func people(_ values: [String], role: String) {
        for name in values.flatMap({ SemicolonList.parts(of: $0) }) {
            said.contributors.append(SourceContributor(role: role, name: name))
        }
    }

    /// `Li, Wei 1 ; Roe, A 2`, and `1 Univ X, Y` behind them.
    private mutating func authors(_ label: String, _ values: [String]) {
        for line in values {
            // What follows a name's line may be the document's address.
            if line == "ProQuest document link" { continue }
            if line.contains("://") {
                said.keep("proquest", label, line)
                continue
            }
            for part in SemicolonList.parts(of: line) {
                var name = part[...]
                while let last = name.last, last.isNumber || last == " " || last == "," { name.removeLast() }
                if part.first?.isNumber == true || name.isEmpty {
                    said.keep("proquest", label, part)
                } else {
                    said.contributors.append(SourceContributor(name: String(name)))
                    if name.endIndex != part.endIndex { said.keep("proquest", label, part) }
                }
            }
        }
    }

    consuming func finish() -> SourceRecord {
        if let title = title ?? heading { said.titles = [title] }
        if let heading, let title, heading != title { said.keep("proquest", "heading", heading) }
        if said.pages == nil {
            said.pages = firstPage
        } else if let firstPage {
            said.keep("proquest", "First page", firstPage)
        }
        if let day { said.add(SourceDate(kind: "issued", text: day)) }
        if let year { said.add(SlashDate.parse(year).date) }
        // `The Lancet; London`, where London is named as the place, too.
        if let place = said.place, let name = said.containerTitles.first, name.hasSuffix("; " + place) {
            said.containerTitles = [String(name.dropLast(place.count + 2))]
        }
        let words = types.map { $0.lowercased() == "article" ? "journal-article" : $0 }
        said.type = words.isEmpty ? nil : words.joined(separator: "; ")
        return said
    }
}
