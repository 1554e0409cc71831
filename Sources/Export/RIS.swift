internal import Records

/// RIS entries; lines end in CR and LF, as its specification asks.
enum RIS {
    static func entry(_ record: Record, note: String? = nil) -> [UInt8] {
        var out = ""
        var written: Set<String> = []
        func add(_ tag: String, _ value: String?) {
            // A line break within a value would begin a new tag.
            guard let value = value?.oneLine, !value.isEmpty else { return }
            written.insert(tag)
            out += "\(tag)  - \(value)\r\n"
        }
        let kept = KeptFields(record, of: "ris")
        add("TY", TypeTable.ris.word(for: record.type, kept: kept["TY"]))
        for contributor in record.contributors {
            switch contributor.role {
            case .author: add("AU", contributor.name.sortForm)
            case .editor: add("A2", contributor.name.sortForm)
            case .translator: add("A4", contributor.name.sortForm)
            default: add("A3", contributor.name.sortForm)
            }
        }
        add("TI", record.wholeTitle)
        for title in record.otherTitles { add("TT", title) }
        add("T2", record.container.title)
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
        add("ET", record.edition ?? record.version)
        add("PB", record.publisher)
        add("CY", record.place)
        add("C3", record.event)
        for issn in record.container.issns { add("SN", issn) }
        for isbn in record.isbns { add("SN", isbn) }
        add("DO", record.doi)
        add("AN", record.identifier(.pmid))
        add("C2", record.identifier(.pmcid))
        add("UR", record.address)
        if let arxiv = record.identifier(.arxiv) { add("UR", "https://arxiv.org/abs/" + arxiv) }
        add("LA", record.languages.first)
        for keyword in record.keywords { add("KW", keyword) }
        add("AB", record.abstract)
        if record.isRetracted { add("N1", "Retracted") }
        add("N1", note)
        // Tags that may repeat are written beside those that stand there; of others the typed value is the newer.
        let typed = written
        for (tag, value) in kept.fields where isTag(tag) && (!typed.contains(tag) || tag == "N1" || tag == "UR") {
            add(tag, value)
        }
        return Array((out + "ER  - \r\n\r\n").utf8)
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
