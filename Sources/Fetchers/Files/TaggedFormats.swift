internal import Formats
internal import Records

/// What the formats of tagged lines have in common.
protocol TaggedFormat: TextFormat {
    var syntax: TaggedSyntax { get }
    /// - Throws: `Problem` where the record cannot be used.
    func parse(_ record: borrowing TaggedRecord, place: TextPlace, _ problems: inout [Problem]) throws(Problem)
        -> SourceRecord
}

extension TaggedFormat {
    public func lastRecordStart(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        TaggedReader(syntax).lastRecordStart(in: text)
    }

    public func read(
        _ stretch: TextStretch, memory: TextMemory, place: TextPlace, _ body: (TextRecord) -> Void
    ) {
        stretch.bytes.withUnsafeBufferPointer { text in
            TaggedReader(syntax).forEachRecord(in: text, firstLine: stretch.firstLine) { record in
                let bytes = UnsafeBufferPointer(rebasing: text[record.range])
                var problems: [Problem] = []
                do throws(Problem) {
                    let said = try parse(record, place: place, &problems)
                    body(TextRecord(bytes: bytes, line: record.line, said: said, problems: problems))
                } catch {
                    body(TextRecord(bytes: bytes, line: record.line, said: nil, problems: problems + [error]))
                }
            }
        }
    }
}

extension TaggedTag {
    /// `ris:C1`.
    func name(in format: StaticString) -> String {
        let length = format.utf8CodeUnitCount
        return String(unsafeUninitializedCapacity: length + 5) { buffer in
            for index in 0..<length { buffer[index] = format.utf8Start[index] }
            buffer[length] = UInt8(ascii: ":")
            var count = length + 1
            for byte in description.utf8 {
                buffer[count] = byte
                count += 1
            }
            return count
        }
    }
}

extension SourceRecord {
    /// Whether nothing is said but a type.
    var saysNothing: Bool {
        titles.isEmpty && subtitles.isEmpty && originalTitles.isEmpty && identifiers.isEmpty && contributors.isEmpty
            && authorList == nil && abstracts.isEmpty && url == nil && containerTitles.isEmpty && others.isEmpty
            && dates.isEmpty && keywords.isEmpty && publisher == nil && languages.isEmpty && pages == nil
            && volume == nil && issns.isEmpty && isbns.isEmpty && series == nil
    }

    /// Keeps a field that has no place, under its format's name for it: `ris:C1`.
    mutating func keep(_ format: String, _ field: String, _ value: String) {
        if !value.isEmpty { keep(format + ":" + field, value) }
    }

    mutating func keep(_ format: StaticString, _ tag: TaggedTag, _ value: String) {
        if !value.isEmpty { keep(tag.name(in: format), value) }
    }

    private mutating func keep(_ name: String, _ value: String) {
        if others.isEmpty { others.reserveCapacity(8) }
        others.append(SourceIdentifier(scheme: name, value: value))
    }

    /// Adds a keyword once; where a record has a thousand, those that follow are not compared with them.
    mutating func addKeyword(_ word: String) {
        if keywords.count > 1000 || !keywords.contains(word) { keywords.append(word) }
    }

    /// Adds an ISSN once, as keywords.
    mutating func addISSN(_ issn: String) {
        if issns.count > 1000 || !issns.contains(issn) { issns.append(issn) }
    }

    mutating func identify(_ scheme: String, _ value: String) {
        let identifier = SourceIdentifier(scheme: scheme, value: value)
        if !value.isEmpty, identifiers.count > 1000 || !identifiers.contains(identifier) {
            identifiers.append(identifier)
        }
    }
}

extension Problem {
    /// A record that cannot be used.
    static func unusable(_ what: String, format: String, place: String, remedy: String) -> Problem {
        Problem("\(format): \(what)", place: place, kept: "the other records", remedy: remedy, reach: .record)
    }
}

/// Fills a place that is empty.
///
/// - Returns: False where another value stands there already.
func fill(_ place: inout String?, _ value: String) -> Bool {
    if place == nil { place = value }
    return place == value
}
