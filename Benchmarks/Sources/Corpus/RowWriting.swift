extension Corpus {
    /// The header of the table that `dedup` and the peers read.
    public static let header =
        "id,source,type,title,authors,year,journal,volume,issue,pages,doi,pmid,issn,isbn,publisher,url,abstract,language\n"

    /// Appends the record as a row under `header`, what it says being what its line of JSON says.
    public func writeRow(_ record: CorpusRecord, to bytes: inout [UInt8]) {
        func field(_ text: String?, isLast: Bool = false) {
            if let text {
                if text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") }) {
                    bytes.append(UInt8(ascii: "\""))
                    for byte in text.utf8 {
                        if byte == UInt8(ascii: "\"") { bytes.append(byte) }
                        bytes.append(byte)
                    }
                    bytes.append(UInt8(ascii: "\""))
                } else {
                    bytes.append(contentsOf: text.utf8)
                }
            }
            bytes.append(isLast ? UInt8(ascii: "\n") : UInt8(ascii: ","))
        }
        field(record.key)
        field(record.source.rawValue)
        field(record.isProceedings ? "proceedings-article" : "journal-article")
        field(record.fullTitle)
        field(
            record.people.map { person in
                let (given, family) = Self.formatted(
                    person, initials: record.hasInitials || record.source == .europepmc && record.slot % 5 == 0)
                return "\(family), \(given)"
            }.joined(separator: "; "))
        field(record.year.map(String.init))
        field(record.container)
        field(record.volume)
        field(record.issue)
        field(record.pages)
        field(record.doi)
        field(record.pmid.map(String.init))
        field(record.issns.joined(separator: "; "))
        field(nil)
        field(nil)
        field(nil)
        for (place, token) in record.abstract.prefix(60).enumerated() {
            if place > 0 { bytes.append(UInt8(ascii: " ")) }
            maker.append(token, to: &bytes)
        }
        field("")
        field(record.language, isLast: true)
    }
}
