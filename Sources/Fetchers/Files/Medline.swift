internal import Formats
internal import Records

/// NBIB and MEDLINE: PubMed's tagged format, also as other tools write it.
///
/// Documentation: https://pubmed.ncbi.nlm.nih.gov/help/#pubmed-format
public struct Medline: TextFormat, TaggedFormat {
    public let id = FileSource.nbib.rawValue
    let syntax = TaggedSyntax.medline

    public init() {}

    public func recognizes(_ head: UnsafeBufferPointer<UInt8>) -> Bool {
        var lines = 0
        var tags = 0
        return TaggedLines.contains(head) { line in
            lines += 1
            if lines > 200 { return nil }
            guard line.count >= 5, line[line.startIndex + 4] == UInt8(ascii: "-"),
                line.prefix(2).allSatisfy({ $0 &- 0x41 < 26 }),
                line.dropFirst(2).prefix(2).allSatisfy({ $0 &- 0x41 < 26 || $0 == 0x20 })
            else { return false }
            if line.starts(with: Array("PMID-".utf8)) { return true }
            // Two letters, two blanks and a dash are RIS's tags, too.
            let word = String(decoding: line.prefix(4), as: UTF8.self)
            if Self.ownTags.contains(word) { tags += 1 }
            return tags > 1
        }
    }

    private static let ownTags: Set<String> = ["PMC ", "OWN ", "STAT", "FAU ", "EDAT", "CRDT", "DCOM", "MHDA", "PHST"]

    func parse(
        _ record: borrowing TaggedRecord, place: TextPlace, _ problems: inout [Problem]
    ) throws(Problem) -> SourceRecord {
        var reading = MedlineReading()
        for field in record.fields { reading.take(field.tag, record.text(field)) }
        let said = reading.finish()
        if said.saysNothing {
            throw .unusable(
                "a record that says nothing", format: id, place: place.at(line: record.line),
                remedy: "give it a PMID or TI line, or leave it out")
        }
        return said
    }
}

private struct MedlineReading: ~Copyable {
    private var said = SourceRecord(source: FileSource.nbib.rawValue, key: "")
    private var types: [String] = []
    /// Whether the last author came with full names: the short form that follows says no more.
    private var hasFullName = false

    mutating func take(_ name: TaggedTag, _ value: String) {
        if value.isEmpty { return }
        switch name {
        case "FAU":
            author(value)
            hasFullName = true
        case "AU":
            if hasFullName { hasFullName = false } else { author(value) }
        case "CN": said.contributors.append(SourceContributor(name: value, isGroup: true))
        case "FED": said.contributors.append(SourceContributor(role: "editor", name: value))
        case "ED":
            if !said.contributors.contains(where: { $0.role == "editor" }) { keep(name, value) }
        case "AD":
            if let last = said.contributors.indices.last {
                said.contributors[last].affiliations.append(value)
            } else {
                keep(name, value)
            }
        case "AUID":
            let text =
                value.utf8.split(separator: UInt8(ascii: ":"), maxSplits: 1).last
                .map { String(Substring($0).trimmed) } ?? value
            let isORCID = value.hasPrefix("ORCID") || text.utf8.count >= 16 || value.uppercased().hasPrefix("ORCID")
            if let last = said.contributors.indices.last, isORCID {
                said.contributors[last].orcid = text
            } else {
                keep(name, value)
            }
        case "PMID":
            if said.key.isEmpty { said.key = value }
            said.identify("pmid", value)
        case "PMC": said.identify("pmcid", value)
        case "LID", "AID": location(name, value)
        case "TI": if said.titles.isEmpty { said.titles.append(value) } else { keep(name, value) }
        case "TT": said.originalTitles.append(value)
        case "JT": if said.containerTitles.isEmpty { said.containerTitles.append(value) } else { keep(name, value) }
        case "TA":
            if said.shortContainerTitles.isEmpty { said.shortContainerTitles.append(value) } else { keep(name, value) }
        case "BTI":
            if said.titles.isEmpty {
                said.titles.append(value)
            } else if said.containerTitles.isEmpty {
                said.containerTitles.append(value)
            } else {
                keep(name, value)
            }
        case "CTI": if !fill(&said.series, value) { keep(name, value) }
        case "PL": if !fill(&said.place, value) { keep(name, value) }
        case "VI": if !fill(&said.volume, value) { keep(name, value) }
        case "IP": if !fill(&said.issue, value) { keep(name, value) }
        case "PG": if !fill(&said.pages, value) { keep(name, value) }
        case "EN": if !fill(&said.edition, value) { keep(name, value) }
        case "PB": if !fill(&said.publisher, value) { keep(name, value) }
        case "DP":
            said.dates.append(SourceDate(kind: "issued", text: value))
            // `2019 Mar-Apr`: the end has no place.
            if value.contains(byte: UInt8(ascii: "-")) { keep(name, value) }
        case "DEP": day("published-online", name, value)
        case "LR":
            day("updated", name, value)
            keep(name, value)
            if let parts = said.dates.last?.parts, parts.count == 3, said.dates.last?.kind == "updated" {
                said.updated = Timestamp(
                    seconds: Int64(daysFromCivil(year: parts[0], month: parts[1], day: parts[2])) * 86_400)
            }
        case "IS", "ISBN":
            let numbers = SerialNumbers.parse(value)
            for issn in numbers.issns where !said.issns.contains(issn) { said.issns.append(issn) }
            said.isbns += numbers.isbns
            if numbers.issns.isEmpty, numbers.isbns.isEmpty { keep(name, value) }
        case "LA": said.languages.append(value)
        case "PT": types.append(value)
        case "AB": if said.abstracts.isEmpty { said.abstracts.append(value) } else { keep(name, value) }
        case "OAB":
            said.abstracts.append(value)
            if said.abstracts.count > 1 { keep(name, value) }
        case "MH":
            let heading = Self.heading(value)
            said.addKeyword(heading)
            if heading != value { keep(name, value) }
        case "OT": said.keywords.append(Self.unstarred(value))
        case "GR": grant(value)
        case "RF": if let count = Int(value), count >= 0 { said.referenceCount = count } else { keep(name, value) }
        case "SI": dataBank(name, value)
        default:
            if let relation = Self.relations[name] { relate(relation, name, value) } else { keep(name, value) }
        }
    }

    private mutating func keep(_ name: TaggedTag, _ value: String) { said.keep("nbib", name, value) }

    /// `Neoplasms` of `*Neoplasms/drug therapy`.
    private static func heading(_ value: String) -> String {
        guard value.contains(byte: UInt8(ascii: "/")) else { return unstarred(value) }
        return unstarred(String(Substring(value.utf8.prefix { $0 != UInt8(ascii: "/") })))
    }

    /// Without the star of a main topic.
    private static func unstarred(_ value: String) -> String {
        value.utf8.first == UInt8(ascii: "*")
            ? String(Substring(value.utf8.drop { $0 == UInt8(ascii: "*") })) : value
    }

    private mutating func author(_ value: String) { said.contributors.append(SourceContributor(name: value)) }

    /// `10.4103/abr.abr_99_17 [doi]`.
    private mutating func location(_ name: TaggedTag, _ value: String) {
        if value.hasSuffix("[doi]") {
            said.identify("doi", String(value.dropLast(5).trimmed))
        } else if value.hasPrefix("10."), value.contains(byte: UInt8(ascii: "/")),
            !value.contains(byte: UInt8(ascii: "["))
        {
            said.identify("doi", value)
        } else {
            keep(name, value)
        }
    }

    /// `20180330`.
    private mutating func day(_ kind: String, _ name: TaggedTag, _ value: String) {
        guard value.utf8.count == 8, let number = Int(value) else { return keep(name, value) }
        said.dates.append(SourceDate(kind: kind, parts: [number / 10_000, number / 100 % 100, number % 100]))
    }

    /// `R01 AG123/AG/NIA NIH HHS/United States`.
    private mutating func grant(_ value: String) {
        let parts = value.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0).trimmed) }
        if parts.count >= 2 {
            let funder = parts[parts.count - 2]
            if !said.funders.contains(funder) { said.funders.append(funder) }
        }
        said.keep("nbib", "GR", value)
    }

    /// `ClinicalTrials.gov/NCT01234567`.
    private mutating func dataBank(_ name: TaggedTag, _ value: String) {
        let parts = value.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1).map { String(Substring($0).trimmed) }
        keep(name, value)
        guard parts.count == 2 else { return }
        said.relations.append(SourceRelation(type: "DataBank", scheme: parts[0], target: parts[1]))
    }

    /// PubMed's XML has these words in `RefType`.
    private static let relations: [TaggedTag: String] = [
        "CIN": "CommentIn", "CON": "CommentOn", "EIN": "ErratumIn", "EFR": "ErratumFor", "RIN": "RetractionIn",
        "ROF": "RetractionOf", "UIN": "UpdateIn", "UOF": "UpdateOf", "ECI": "ExpressionOfConcernIn",
        "ECF": "ExpressionOfConcernFor", "RPI": "RepublishedIn", "RPF": "RepublishedFrom",
        "PRIN": "PartialRetractionIn", "PROF": "PartialRetractionOf", "CRI": "CorrectedandRepublishedIn",
        "CRF": "CorrectedandRepublishedFrom",
    ]

    /// `Lancet. 2019 Jan 5;393(10166):12. PMID: 30614795`.
    private mutating func relate(_ type: String, _ name: TaggedTag, _ value: String) {
        keep(name, value)
        if let start = value.firstIndex(ofText: "PMID:") {
            let number = value[value.utf8.index(start, offsetBy: 5)...].trimmed.prefix { $0.isASCII && $0.isNumber }
            if !number.isEmpty {
                said.relations.append(SourceRelation(type: type, scheme: "pmid", target: String(number)))
                return
            }
        }
        if let start = value.firstIndex(ofText: "doi:") {
            let target = value[value.utf8.index(start, offsetBy: 4)...].trimmed.prefix { !$0.isWhitespace }
            said.relations.append(
                SourceRelation(
                    type: type, scheme: "doi", target: String(target.hasSuffix(".") ? target.dropLast() : target)))
        }
    }

    consuming func finish() -> SourceRecord {
        said.type = types.isEmpty ? nil : types.joined(separator: "; ")
        // What nearly all are needs no keeping.
        if types.count > 1 || types.first.map({ $0 != "Journal Article" }) == true {
            for type in types { keep("PT", type) }
        }
        return said
    }
}
