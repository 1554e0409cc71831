internal import Formats
internal import Records

/// refer, as EndNote writes it into `.enw` files.
///
/// Documentation: https://www.cardiff.ac.uk/__data/assets/pdf_file/0005/54446/EndNote-tags.pdf, refer(1)
public struct Refer: TextFormat, TaggedFormat {
    public let id = FileSource.enw.rawValue
    let syntax = TaggedSyntax.refer

    public init() {}

    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        var lines = 0
        return TaggedLines.contains(head) { line in
            if line.allSatisfy({ $0 <= 0x20 }) { return false }
            lines += 1
            if lines > 20 { return nil }
            let line = line.drop { $0 <= 0x20 }
            guard line.count > 3, line.first == UInt8(ascii: "%") else { return false }
            let name = line[line.startIndex + 1]
            return line[line.startIndex + 2] == 0x20 && (name == 0x30 || name == 0x41 || name == 0x54)
        }
    }

    func parse(
        _ record: borrowing TaggedRecord, place: TextPlace, _ problems: inout [Problem]
    ) throws(Problem) -> SourceRecord {
        var said = SourceRecord(source: id, key: "")
        for field in record.fields { Self.take(field, of: record, &said) }
        if said.saysNothing {
            throw .unusable(
                "a record that says nothing but its type", format: id, place: place.at(line: record.line),
                remedy: "give it a %T or %A line, or leave it out")
        }
        return said
    }

    private static func take(_ field: TaggedField, of record: borrowing TaggedRecord, _ said: inout SourceRecord) {
        let value = record.text(field)
        if value.isEmpty { return }
        let name = "\(field.tag)".dropFirst()
        func keep() { said.keep("enw", String(name), value) }
        func people(_ role: String) {
            for person in SemicolonList.parts(of: value) {
                said.contributors.append(SourceContributor(role: role, name: String(person)))
            }
        }
        switch name {
        case "0": said.type = value
        case "A": people("author")
        case "E": people("editor")
        case "Y": people("collection-editor")
        case "?": people("translator")
        case "T": if said.titles.isEmpty { said.titles.append(value) } else { keep() }
        case "Q": said.originalTitles.append(value)
        case "J", "B": if said.containerTitles.contains(value) { break } else { said.containerTitles.append(value) }
        case "S": if !fill(&said.series, value) { keep() }
        case "V": if !fill(&said.volume, value) { keep() }
        case "N": if !fill(&said.issue, value) { keep() }
        case "P": if !fill(&said.pages, value) { keep() }
        case "7": if !fill(&said.edition, value) { keep() }
        case "I": if !fill(&said.publisher, value) { keep() }
        case "C": if !fill(&said.place, value) { keep() }
        case "D": said.dates.insert(SlashDate.parse(value).date, at: 0)
        case "8":
            let date = SlashDate.parse(value).date
            if !date.parts.isEmpty {
                said.dates.append(date)
            } else if let year = said.dates.first?.parts.first, let joined = SlashDate.joined(year: year, value) {
                said.dates.append(SourceDate(kind: "issued", text: joined))
            } else {
                keep()
            }
        case "@":
            let numbers = SerialNumbers.parse(value)
            said.issns += numbers.issns
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty, numbers.isbns.isEmpty { keep() }
        case "R": if value.contains("10.") { said.identify("doi", value) } else { keep() }
        case "U": if !fill(&said.url, value) { keep() }
        case "X": if said.abstracts.isEmpty { said.abstracts.append(value) } else { keep() }
        case "K": said.keywords += record.lines(field).flatMap { SemicolonList.parts(of: $0) }
        case "G": said.languages.append(value)
        case "F": if said.key.isEmpty { said.key = value } else { keep() }
        case "M":
            if said.key.isEmpty { said.key = value }
            keep()
        default: keep()
        }
    }
}
