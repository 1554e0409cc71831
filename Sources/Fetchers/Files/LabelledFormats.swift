internal import Formats
internal import Records

/// What the formats of labelled lines have in common.
protocol LabelledFormat: TextFormat {
    var syntax: LabelledSyntax { get }
    /// - Returns: Nil for what is no record: a list of contents.
    /// - Throws: `Problem` where the record cannot be used.
    func parse(_ record: borrowing LabelledRecord, place: TextPlace) throws(Problem) -> SourceRecord?
}

extension LabelledFormat {
    public func lastRecordStart(in text: UnsafeBufferPointer<UInt8>) -> Int? {
        LabelledReader(syntax).lastRecordStart(in: text)
    }

    public func read(
        _ stretch: TextStretch, memory: TextMemory, place: TextPlace, _ body: (TextRecord) -> Void
    ) {
        stretch.bytes.withUnsafeBufferPointer { text in
            LabelledReader(syntax).forEachRecord(in: text, firstLine: stretch.firstLine) { record in
                let bytes = UnsafeBufferPointer(rebasing: text[record.range])
                do throws(Problem) {
                    guard let said = try parse(record, place: place) else { return }
                    body(TextRecord(bytes: bytes, line: record.line, said: said))
                } catch {
                    body(TextRecord(bytes: bytes, line: record.line, said: nil, problems: [error]))
                }
            }
        }
    }
}

extension SourceRecord {
    /// Whether nothing is said but a type, and fields without a place.
    var saysNothingOfAWork: Bool {
        var work = self
        work.others = []
        return work.saysNothing
    }
}

/// Keywords with what databases write around them.
enum SubjectHeading {
    /// `Adult` of `*Adult [drug therapy]`, and with qualifiers of `*Adult/dt [Drug Therapy]`.
    static func plain(_ text: String, hasQualifiers: Bool) -> String {
        var text = text.drop { $0 == "*" }
        if text.hasSuffix("]"), let open = text.lastIndex(of: "["), open > text.startIndex { text = text[..<open] }
        if hasQualifiers, let slash = text.firstIndex(of: "/"), slash > text.startIndex { text = text[..<slash] }
        return String(text.trimmed)
    }

    /// Adds the headings of a list as keywords; keeps those that say more.
    ///
    /// - Parameter hasQualifiers: Whether a slash stands before a qualifier, as in Ovid's MeSH, and not in `HIV/AIDS`.
    static func add(
        _ headings: [String], _ format: String, _ label: String, hasQualifiers: Bool, to said: inout SourceRecord
    ) {
        for heading in headings {
            let word = plain(heading, hasQualifiers: hasQualifiers)
            if !word.isEmpty { said.addKeyword(word) }
            if word != heading, said.others.count < SourceRecord.mostKept { said.keep(format, label, heading) }
        }
    }
}

/// Numbers with words around them.
enum NumberText {
    /// `12345678` of `PUBMED 12345678` and `12345678 [http://…]`; nil where the first number is none of PubMed's.
    static func pmid(_ text: String) -> String? {
        let digits = text.drop { !$0.isASCII || !$0.isNumber }.prefix { $0.isASCII && $0.isNumber }
        return (1...8).contains(digits.utf8.count) ? String(digits) : nil
    }
}
