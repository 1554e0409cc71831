public import Formats
internal import Records

/// PubMed's "Abstract (text)", which E-utilities return, too.
///
/// Documentation: https://pubmed.ncbi.nlm.nih.gov/help/#save-to-file
public struct PubMedText: TextFormat {
    public let id = FileSource.pubmedText.rawValue

    public init() {}

    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool { NumberedReader().recognizes(head) }

    public func lastRecordStart(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        NumberedReader().lastRecordStart(in: text)
    }

    public func read(
        _ stretch: TextStretch, memory: TextMemory, place: TextPlace, _ body: (TextRecord) -> Void
    ) {
        stretch.bytes.withUnsafeBufferPointer { text in
            NumberedReader().forEachRecord(in: text, firstLine: stretch.firstLine) { record in
                let bytes = UnsafeBufferPointer(rebasing: text[record.range])
                var reading = PubMedTextReading()
                for paragraph in record.paragraphs { reading.take(record.lines(paragraph)) }
                let said = reading.finish()
                if said.identifiers.isEmpty, said.titles.isEmpty {
                    body(
                        TextRecord(
                            bytes: bytes, line: record.line, said: nil,
                            problems: [
                                .unusable(
                                    "a record without a title and a PMID", format: id,
                                    place: place.at(line: record.line),
                                    remedy: "save it from PubMed again, with \"Format: PubMed\"")
                            ]))
                } else {
                    body(TextRecord(bytes: bytes, line: record.line, said: said))
                }
            }
        }
    }
}

/// One record of PubMed's text under way: its paragraphs in their order.
private struct PubMedTextReading {
    private var said = SourceRecord(source: FileSource.pubmedText.rawValue, key: "")
    private var index = 0
    private var hasPeople = false
    private var isBehindNumbers = false
    private var abstract: [String] = []
    /// Numbers of the addresses behind each name.
    private var addresses: [[Substring]] = []
    /// What the addresses given to names may still take, in bytes: papers of thousands of authors take one or two million.
    private var room = 4 << 20

    mutating func take(_ lines: [String]) {
        guard let first = lines.first else { return }
        let text = lines.joined(separator: " ")
        index += 1
        if index == 1 { return citation(text) }
        if !isBehindNumbers, NumberedReader.isNumbers(lines) { return numbers(lines) }
        if index == 2 {
            said.titles = [text]
            return
        }
        if first.hasPrefix("["), first.contains(" in "), !hasPeople, abstract.isEmpty, text.hasSuffix("]") {
            // "[Article in Chinese; Abstract available in Chinese from the publisher]".
            let words = text.dropFirst().dropLast()
            if let start = words.firstRange(of: " in ") {
                said.languages += WordList.parts(of: String(words[start.upperBound...].prefix { $0 != ";" }))
                said.keep("pubmed-text", "language", text)
            }
            return
        }
        if first == "Author information:" { return affiliations(Array(lines.dropFirst())) }
        if let label = Self.notes.first(where: { first.hasPrefix($0) }) {
            return said.keep("pubmed-text", label.hasSuffix(":") ? String(label.dropLast()) : label, text)
        }
        if isBehindNumbers { return said.keep("pubmed-text", "note", text) }
        if !hasPeople, abstract.isEmpty, people(text) {
            hasPeople = true
            return
        }
        abstract.append(text)
    }

    private static let notes = [
        "Conflict of interest statement:", "Collaborators:", "Copyright", "©", "Published by", "Comment in",
        "Comment on",
        "Erratum in", "Erratum for", "Update in", "Update of", "Retraction in", "Retraction of", "Republished in",
        "Republished from", "Expression of concern in", "Expression of concern for", "Summary for patients in",
        "Original report in", "Corrected and republished",
    ]

    /// `J Marsh. 2019 Jan 5;12(3):101-9. doi: 10.5555/marsh.1. Epub 2018 Dec 1.`
    private mutating func citation(_ text: String) {
        said.keep("pubmed-text", "citation", text)
        var rest = text[...]
        var stops = 0
        while let stop = rest.firstRange(of: ". ") {
            rest = rest[stop.upperBound...]
            let year = rest.prefix(4)
            guard year.utf8.count == 4, year.hasPrefix("1") || year.hasPrefix("2"), Int(year) != nil else {
                stops += 1
                continue
            }
            // Authors and a title before the journal: a reference of another kind.
            if stops <= 1 { said.shortContainerTitles = [String(text[..<stop.lowerBound].trimmed)] }
            let date = rest.prefix { $0 != ";" && $0 != "." && $0 != ":" }
            said.add(SourceDate(kind: "issued", text: String(date.trimmed)))
            rest = rest[date.endIndex...]
            if rest.first == ";" { place(rest.dropFirst()) }
            break
        }
        if let online = text.firstRange(of: "Epub ") {
            let date = text[online.upperBound...].prefix { $0 != "." && $0 != ";" }
            if date.first?.isNumber == true {
                said.add(SourceDate(kind: "published-online", text: String(date.trimmed)))
            }
        }
        if let start = text.firstRange(of: "doi: 10.") {
            // The line may be broken within it; the number stands by itself below, too.
            let number = text[start.lowerBound...].dropFirst(5).prefix { !$0.isWhitespace }
            said.identify("doi", String(number.hasSuffix(".") ? number.dropLast() : number))
        }
    }

    /// `12(3):101-9. `
    private mutating func place(_ text: Substring) {
        let text =
            text.firstRange(of: ". ").map { text[..<$0.lowerBound] } ?? (text.hasSuffix(".") ? text.dropLast() : text)
        let numbers = text.prefix { $0 != ":" }
        if numbers.endIndex < text.endIndex {
            let pages = text[numbers.endIndex...].dropFirst().prefix { $0 != ";" }.trimmed
            if !pages.isEmpty { said.pages = String(pages) }
        }
        let volume = numbers.prefix { $0 != "(" }
        if !volume.trimmed.isEmpty { said.volume = String(volume.trimmed) }
        let issue = numbers[volume.endIndex...].dropFirst()
        if issue.hasSuffix(")"), issue.utf8.count > 1 { said.issue = String(issue.dropLast().trimmed) }
    }

    private mutating func numbers(_ lines: [String]) {
        isBehindNumbers = true
        for line in lines {
            if line.hasPrefix("PMID: ") {
                let number = line.dropFirst(6).prefix { $0.isASCII && $0.isNumber }
                said.key = String(number)
                said.identify("pmid", String(number))
                let status = line.dropFirst(6 + number.count).trimmed
                if !status.isEmpty { said.keep("pubmed-text", "status", String(status)) }
            } else if line.hasPrefix("PMCID: ") {
                said.identify("pmcid", String(line.dropFirst(7).prefix { !$0.isWhitespace }))
            } else if line.hasPrefix("DOI: ") {
                let number = String(line.dropFirst(5).prefix { !$0.isWhitespace })
                said.identifiers.removeAll { $0.scheme == "doi" }
                said.identify("doi", number)
            } else {
                said.keep("pubmed-text", "note", line)
            }
        }
    }

    /// `Adler M(1), Baker JT(1)(2); Marsh Group.`
    ///
    /// - Returns: Whether the paragraph is one of names: each a family name and initials.
    private mutating func people(_ text: String) -> Bool {
        guard text.hasSuffix(".") else { return false }
        var found: [SourceContributor] = []
        var numbers: [[Substring]] = []
        let lists = text.dropLast().split(separator: ";")
        for (place, list) in lists.enumerated() {
            for part in list.split(separator: ",") {
                let bare = part.prefix { $0 != "(" }.trimmed
                let marks = part[bare.endIndex...].split { "() ".contains($0) }
                let words = bare.split(separator: " ")
                let isPerson = words.count > 1 && Self.isInitials(words.dropFirst())
                // Groups stand behind the persons.
                guard isPerson || place > 0, !bare.isEmpty, marks.allSatisfy({ Int($0) != nil }) else { return false }
                found.append(SourceContributor(name: String(bare), isGroup: isPerson ? nil : true))
                numbers.append(Array(marks))
            }
        }
        guard !found.isEmpty else { return false }
        said.contributors = found
        addresses = numbers
        return true
    }

    /// Whether initials stand last, or before `Jr` and `3rd`.
    private static func isInitials(_ words: ArraySlice<Substring>) -> Bool {
        var words = words
        if words.count > 1, let last = words.last, ["Jr", "Sr", "2nd", "3rd", "4th", "II", "III"].contains(last) {
            words.removeLast()
        }
        guard let last = words.last else { return false }
        return last.count <= 4 && last.allSatisfy { $0.isUppercase || $0 == "-" }
    }

    /// `(1)Marsh Institute, Lake Town.`, or one address of all.
    private mutating func affiliations(_ lines: [String]) {
        var texts: [(number: String, text: String)] = []
        for line in lines {
            if line.hasPrefix("("), let close = line.firstIndex(of: ")"),
                case let number = line[..<close].dropFirst(), Int(number) != nil
            {
                texts.append((String(number), String(line[line.index(after: close)...])))
            } else if texts.isEmpty {
                texts.append(("", line))
            } else {
                texts[texts.count - 1].text += " " + line
            }
        }
        var people: [Substring: [Int]] = [:]
        for (index, numbers) in addresses.enumerated() {
            for number in numbers where people[number]?.last != index { people[number, default: []].append(index) }
        }
        for (number, text) in texts {
            // The first address of a number is the number's.
            let known =
                number.isEmpty ? Array(said.contributors.indices) : people.removeValue(forKey: number[...]) ?? []
            let needed = known.count * (text.utf8.count + 64)
            if known.isEmpty || needed > room {
                said.keep("pubmed-text", "Author information", text)
            } else {
                room -= needed
                for index in known { said.contributors[index].affiliations.append(text) }
            }
        }
    }

    mutating func finish() -> SourceRecord {
        if !abstract.isEmpty { said.abstracts = [abstract.joined(separator: " ")] }
        return said
    }
}
