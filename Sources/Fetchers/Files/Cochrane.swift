internal import Formats
internal import Records

/// The Cochrane Library's plain text: trials of CENTRAL and Cochrane reviews.
///
/// Documentation: none that is public; read as https://github.com/massimoaria/bibliometrix and others do.
public struct Cochrane: TextFormat, LabelledFormat {
    public let id = FileSource.cochrane.rawValue
    let syntax = LabelledSyntax.cochrane

    public init() {}

    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        // Cochrane writes that line before records of RIS and BibTeX, too.
        var isMarked = false
        var lines = 0
        return TaggedLines.contains(head) { line in
            if line.allSatisfy({ $0 <= 0x20 }) { return false }
            lines += 1
            if lines > 20 { return nil }
            if isMarked { return line.starts(with: Array("ID: ".utf8)) ? true : nil }
            isMarked = line.starts(with: Array("Record #".utf8))
            // An abstract in a file of another format may hold such lines.
            if TaggedLines.risTag(line) != nil || TaggedLines.isMedline(line) || TaggedLines.isBibTeX(line) {
                return nil
            }
            return false
        }
    }

    func parse(_ record: borrowing LabelledRecord, place: TextPlace) throws(Problem) -> SourceRecord? {
        var reading = CochraneReading()
        for field in record.fields {
            let values = record.values(field)
            if !values.isEmpty { reading.take(record.label(field), values) }
        }
        let said = reading.finish()
        if said.saysNothingOfAWork {
            throw .unusable(
                "a record that says nothing", format: id, place: place.at(line: record.line),
                remedy: "give it a TI or AU line, or leave it out")
        }
        return said
    }
}

/// One record of Cochrane's under way.
private struct CochraneReading: ~Copyable {
    private var said = SourceRecord(source: FileSource.cochrane.rawValue, key: "")
    private var types: [String] = []
    private var source: String?
    private var authors: [String] = []

    mutating func take(_ label: String, _ values: [String]) {
        let value = values.joined(separator: " ")
        func keep() { said.keep("cochrane", label, value) }
        switch label {
        case "ID": if said.key.isEmpty { said.key = value } else { keep() }
        case "AU": for line in values { authors += SemicolonList.parts(of: line) }
        case "TI": if said.titles.isEmpty { said.titles = [value] } else { keep() }
        case "SO": if !fill(&source, value) { keep() }
        case "YR": said.add(SlashDate.parse(value).date)
        case "VL": if !fill(&said.volume, value) { keep() }
        case "NO": if !fill(&said.issue, value) { keep() }
        case "PG": if !fill(&said.pages, value) { keep() }
        case "PB": if !fill(&said.publisher, value) { keep() }
        case "SN":
            let numbers = SerialNumbers.parse(value)
            said.issns += numbers.issns
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty, numbers.isbns.isEmpty { keep() }
        case "PM": if let number = NumberText.pmid(value) { said.identify("pmid", number) } else { keep() }
        case "DOI": said.identify("doi", value)
        case "US": if !fill(&said.url, value) { keep() }
        case "AB": said.abstracts.append(value)
        case "LA": said.languages += WordList.parts(of: value)
        case "PT":
            types += SemicolonList.parts(of: value)
            keep()
        case "KY":
            SubjectHeading.add(SemicolonList.parts(of: value), "cochrane", label, hasQualifiers: false, to: &said)
        default: keep()
        }
    }

    consuming func finish() -> SourceRecord {
        let isRegistration = types.contains { $0.lowercased() == "trial registry record" }
        if isRegistration {
            // Its author is the register's number, its journal the register's page.
            said.type = "trial-registration"
            for author in authors {
                if author.contains(where: \.isNumber) {
                    said.identify("trial", author)
                } else {
                    said.contributors.append(SourceContributor(name: author))
                }
            }
        } else {
            if said.key.hasPrefix("CD") { types.append("journal-article") }
            // CENTRAL's "Journal article; Randomized controlled trial".
            said.type = types.isEmpty ? nil : types.joined(separator: "; ")
            said.contributors += authors.map { SourceContributor(name: $0) }
        }
        if let source {
            if source.contains("://") {
                if !fill(&said.url, source) { said.keep("cochrane", "SO", source) }
            } else {
                said.containerTitles = [source]
            }
        }
        return said
    }
}
