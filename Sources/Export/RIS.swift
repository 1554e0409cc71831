internal import Records

/// RIS entries; lines end in CR and LF, as its specification asks.
enum RIS {
    static func entry(_ record: Record, note: String? = nil) -> [UInt8] {
        var out = ""
        var written: Set<String> = []
        var lines: Set<String> = []
        func add(_ tag: String, _ value: String?) {
            // A line break within a value would begin a new tag.
            guard let value = value?.oneLine, !value.isEmpty else { return }
            written.insert(tag)
            lines.insert(tag + value)
            out += "\(tag)  - \(value)\r\n"
        }
        let kept = KeptFields(record, of: "ris")
        add("TY", TypeTable.ris.word(for: record.type, kept: kept["TY"]))
        for contributor in record.contributors {
            switch contributor.role {
            case .author: add("AU", name(contributor))
            case .editor: add("A2", name(contributor))
            case .translator: add("A4", name(contributor))
            default: add("A3", name(contributor))
            }
        }
        add("TI", record.wholeTitle)
        for title in record.otherTitles { add("TT", title) }
        // What stands in `T2` of a book is its series.
        add(record.type == .book || record.type == .thesis ? "JO" : "T2", record.container.title)
        add("J2", record.container.shortTitle)
        add("T3", record.series)
        switch record.issued {
        case .value(let date):
            add("PY", String(date.year))
            if date.precision > 1 { add("DA", dateText(date)) }
        case .asGiven(let text): add("PY", text)
        case nil: break
        }
        add("VL", record.volume)
        add("IS", record.issue)
        if let pages = record.pages {
            let parts = pages.split(separator: "-", maxSplits: 1)
            add("SP", parts.first.map(String.init))
            if parts.count > 1 { add("EP", String(parts[1])) }
        }
        add("C7", record.articleNumber)
        // Of programs and data it is the version.
        add("ET", record.type == .software || record.type == .dataset ? record.version : record.edition)
        add("PB", record.publisher)
        add("CY", record.place)
        add("C3", record.event ?? kept["C3"])
        for issn in record.container.issns { add("SN", issn) }
        for isbn in record.isbns { add("SN", isbn) }
        for field in record.kept where field.name == "issn" || field.name == "isbn" { add("SN", field.value) }
        add("DO", record.doi ?? record.asGiven("doi"))
        addNumbers(record, kept, add)
        add("UR", record.url)
        for language in record.languages { add("LA", language) }
        if record.languages.isEmpty { add("LA", record.asGiven("language")) }
        for keyword in record.keywords { add("KW", keyword) }
        add("AB", record.abstract)
        if record.isRetracted { add("N1", "Retracted") }
        add("N1", note)
        if let work = TypeTable.typesOfWork[record.type], !kept.fields.contains(where: { $0 == ("M3", work) }) {
            add("M3", work)
        }
        // Tags that may repeat are written beside those that stand there; of others the typed value is the newer.
        let typed = written.subtracting(["N1", "UR", "M3", "LK", "C3", "PY", "DA", "JO", "J2", "T2", "EP", "N2"])
        for (tag, value) in kept.fields where isTag(tag) && !typed.contains(tag) && !lines.contains(tag + value) {
            add(tag, value)
        }
        return Array((out + "ER  - \r\n\r\n").utf8)
    }

    /// A comma behind a name says that it is a group's, as EndNote has it.
    private static func name(_ contributor: Contributor) -> String {
        guard contributor.isGroup, let name = contributor.name.literal else { return contributor.name.sortForm }
        return name.split(separator: ",", omittingEmptySubsequences: false).joined(separator: ",,") + ","
    }

    /// Numbers of PubMed and arXiv; as addresses where the record kept other things in their places.
    private static func addNumbers(_ record: Record, _ kept: KeptFields, _ add: (String, String?) -> Void) {
        let database = kept["DB"]
        if let pmid = record.identifier(.pmid) {
            let isPubMed = ["pubmed", "medline", "nlm"].contains { database?.lowercased().contains($0) ?? true }
            if kept["AN"] == nil, isPubMed {
                add("AN", pmid)
                add("DB", database ?? "PubMed")
            } else {
                add("LK", "https://pubmed.ncbi.nlm.nih.gov/" + pmid)
            }
        }
        if let pmcid = record.identifier(.pmcid) {
            if kept["C2"].map({ $0 == pmcid }) ?? true {
                add("C2", pmcid)
            } else {
                add("LK", "https://www.ncbi.nlm.nih.gov/pmc/articles/" + pmcid)
            }
        }
        if let arxiv = record.identifier(.arxiv) { add("LK", "https://arxiv.org/abs/" + arxiv) }
    }

    /// `2019/06/03/`; a season stands where the format has room for words.
    private static func dateText(_ date: PartialDate) -> String {
        func two(_ number: Int?) -> String { number.map { $0 < 10 ? "0\($0)" : "\($0)" } ?? "" }
        let season = date.season.flatMap {
            (1...4).contains($0) ? ["spring", "summer", "autumn", "winter"][$0 - 1] : nil
        }
        return "\(date.year)/\(two(date.month))/\(two(date.day))/\(season ?? "")"
    }

    private static func isTag(_ tag: String) -> Bool {
        let bytes = Array(tag.utf8)
        let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
        return bytes.count == 2 && capitals.contains(bytes[0])
            && (capitals.contains(bytes[1]) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[1]))
            && tag != "TY" && tag != "ER"
    }
}
