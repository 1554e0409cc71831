/// JSON onto the end of a line.
struct LineWriter {
    var bytes: [UInt8]

    mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    mutating func number(_ value: Int) { bytes.append(contentsOf: String(value).utf8) }

    mutating func string(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        escaped(text)
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func escaped(_ text: String) {
        func isEscaped(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") }
        guard text.utf8.contains(where: isEscaped) else {
            bytes.append(contentsOf: text.utf8)
            return
        }
        for byte in text.utf8 {
            if isEscaped(byte) { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
    }

    mutating func member(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        raw(",\"")
        raw(name)
        raw("\":")
        string(text)
    }

    mutating func member(_ name: StaticString, list: [String]) {
        raw(",\"")
        raw(name)
        raw("\":[")
        for (place, text) in list.enumerated() {
            if place > 0 { raw(",") }
            string(text)
        }
        raw("]")
    }
}

extension Corpus {
    /// Appends the record as one line of JSON, in its source's own form.
    public func write(_ record: CorpusRecord, to bytes: inout [UInt8]) {
        var writer = LineWriter(bytes: consume bytes)
        let start = writer.bytes.count
        switch record.source {
        case .crossref: crossref(record, start, &writer)
        case .openalex: openAlex(record, start, &writer)
        case .europepmc: europePMC(record, start, &writer)
        case .semanticscholar: semanticScholar(record, start, &writer)
        }
        writer.raw("}\n")
        bytes = writer.bytes
    }

    private func crossref(_ record: CorpusRecord, _ start: Int, _ out: inout LineWriter) {
        out.raw("{\"DOI\":")
        out.string(record.damages.contains(.letterCase) ? (record.doi ?? "").uppercased() : record.doi ?? "")
        out.member("type", record.isProceedings ? "proceedings-article" : "journal-article")
        if record.subtitle.isEmpty || record.isBracketed || record.note != nil || record.slot % 3 == 0 {
            out.member("title", list: [record.fullTitle])
        } else {
            out.member("title", list: [record.title.joined(separator: " ")])
            out.member("subtitle", list: [record.subtitle.joined(separator: " ")])
        }
        if let vernacular = record.vernacular, record.slot % 2 == 0, !record.damages.contains(.vernacularTitle) {
            out.member("original-title", list: [vernacular])
        }
        people(record, "author", &out) { person, out in
            let (given, family) = Self.formatted(person, initials: record.hasInitials)
            out.raw("{\"given\":")
            out.string(given)
            out.member("family", family)
        }
        if let container = record.container { out.member("container-title", list: [container]) }
        if let short = record.shortContainer { out.member("short-container-title", list: [short]) }
        if !record.issns.isEmpty { out.member("ISSN", list: record.issns) }
        if let year = record.year {
            out.raw(",\"issued\":{\"date-parts\":[[")
            out.number(year)
            if record.slot % 4 != 0 {
                out.raw(",")
                out.number(record.month)
            }
            out.raw("]]}")
        }
        out.member("volume", record.volume)
        out.member("issue", record.issue)
        out.member("page", record.pages)
        out.member("language", record.language)
        abstract(record, start, &out, name: "abstract", before: "<jats:p>", after: "</jats:p>")
        out.raw(",\"member\":\"297\"")
        filling(record, start, &out, opening: ",\"reference\":[", item: "{\"key\":\"r\",\"unstructured\":")
    }

    private func openAlex(_ record: CorpusRecord, _ start: Int, _ out: inout LineWriter) {
        out.raw("{\"id\":")
        out.string("https://openalex.org/" + record.key)
        out.member("doi", record.doi.map { "https://doi.org/" + $0 })
        out.member("display_name", record.fullTitle)
        out.raw(",\"type\":\"article\"")
        if let year = record.year {
            out.raw(",\"publication_year\":")
            out.number(year)
        }
        if let pmid = record.pmid {
            out.raw(",\"ids\":{\"pmid\":")
            out.string("https://pubmed.ncbi.nlm.nih.gov/\(pmid)")
            out.raw("}")
        }
        out.raw(",\"primary_location\":{\"version\":\"publishedVersion\",\"source\":{\"type\":\"journal\"")
        out.member("display_name", record.container)
        out.member("issn_l", record.issns.first)
        if !record.issns.isEmpty { out.member("issn", list: record.issns) }
        out.raw("}}")
        people(record, "authorships", &out) { person, out in
            let (given, family) = Self.formatted(person, initials: record.hasInitials)
            out.raw("{\"raw_author_name\":")
            out.string(record.slot % 9 == 0 ? "\(family), \(given)" : "\(given) \(family)")
        }
        out.raw(",\"biblio\":{\"volume\":")
        out.string(record.volume ?? "")
        out.member("issue", record.issue)
        let ends = record.pages?.split(whereSeparator: { $0 == "-" || $0 == "\u{2010}" }).map(String.init) ?? []
        out.member("first_page", ends.first)
        out.member("last_page", ends.last)
        out.raw("}")
        out.member("language", record.language)
        invertedAbstract(record, start, &out)
        filling(record, start, &out, opening: ",\"related_works_text\":[", item: "{\"text\":")
    }

    private func europePMC(_ record: CorpusRecord, _ start: Int, _ out: inout LineWriter) {
        let key = record.key.split(separator: "/").map(String.init)
        out.raw("{\"id\":")
        out.string(key.last ?? "")
        out.member("source", key.first)
        out.member("pmid", record.pmid.map(String.init))
        out.member("doi", record.doi)
        out.member("title", record.fullTitle + ".")
        if !record.people.isEmpty {
            let names = record.people.map { person in
                let (given, family) = Self.formatted(person, initials: true)
                return family + " " + given.filter { $0 != "." && $0 != " " }
            }
            out.member("authorString", names.joined(separator: ", ") + ".")
            if record.slot % 5 != 0 {
                out.raw(",\"authorList\":{\"author\":[")
                for (place, person) in record.people.enumerated() {
                    let (given, family) = Self.formatted(person, initials: record.hasInitials)
                    out.raw(place > 0 ? ",{\"lastName\":" : "{\"lastName\":")
                    out.string(family)
                    out.member("firstName", record.hasInitials ? given.filter { $0 != "." && $0 != " " } : given)
                    out.raw("}")
                }
                out.raw("]}")
            }
        }
        out.raw(",\"journalInfo\":{\"yearOfPublication\":")
        out.string(record.year.map(String.init) ?? "")
        out.member("issue", record.issue)
        out.member("volume", record.volume)
        if let container = record.container {
            out.raw(",\"journal\":{\"title\":")
            out.string(container)
            out.member("medlineAbbreviation", record.shortContainer.map { replacing(".", in: $0, with: "") })
            out.member("isoabbreviation", record.shortContainer)
            out.member("issn", record.issns.first)
            if record.issns.count > 1 { out.member("essn", record.issns[1]) }
            out.raw("}")
        }
        out.raw("}")
        out.member("pubYear", record.year.map(String.init))
        out.member("pageInfo", record.pages)
        out.raw(",\"pubTypeList\":{\"pubType\":[\"Journal Article\"]}")
        abstract(
            record, start, &out, name: "abstractText", before: record.slot % 6 == 0 ? "BACKGROUND: " : "", after: "")
        filling(record, start, &out, opening: ",\"chemicalList\":[", item: "{\"name\":")
    }

    private func semanticScholar(_ record: CorpusRecord, _ start: Int, _ out: inout LineWriter) {
        out.raw("{\"paperId\":")
        out.string(record.key)
        out.raw(",\"externalIds\":{\"CorpusId\":")
        out.number(100_000_000 + record.slot)
        out.member("DOI", record.doi)
        out.member("PubMed", record.pmid.map(String.init))
        out.raw("}")
        out.member("title", record.fullTitle)
        people(record, "authors", &out) { person, out in
            let (given, family) = Self.formatted(person, initials: record.hasInitials)
            out.raw("{\"name\":")
            out.string("\(given) \(family)")
        }
        if let year = record.year {
            out.raw(",\"year\":")
            out.number(year)
        }
        out.raw(",\"journal\":{\"name\":")
        out.string(record.container ?? "")
        // Volume and issue in one field, pages with spaces.
        out.member("volume", record.volume.map { volume in record.issue.map { "\(volume) \($0)" } ?? volume })
        out.member("pages", record.pages.map { replacing("-", in: $0, with: " - ") })
        out.raw("}")
        abstract(record, start, &out, name: "abstract", before: "", after: "")
        filling(record, start, &out, opening: ",\"references\":[", item: "{\"title\":")
    }

    private func people(
        _ record: CorpusRecord, _ name: StaticString, _ out: inout LineWriter,
        _ write: (Person, inout LineWriter) -> Void
    ) {
        out.raw(",\"")
        out.raw(name)
        out.raw("\":[")
        for (place, person) in record.people.enumerated() {
            if place > 0 { out.raw(",") }
            write(person, &out)
            out.raw("}")
        }
        out.raw("]")
    }

    /// The abstract's beginning, as far as the line's length has room.
    private func abstract(
        _ record: CorpusRecord, _ start: Int, _ out: inout LineWriter, name: StaticString, before: StaticString,
        after: StaticString
    ) {
        guard !record.abstract.isEmpty, record.targetLength - (out.bytes.count - start) > 160 else { return }
        out.raw(",\"")
        out.raw(name)
        out.raw("\":\"")
        out.raw(before)
        var isFirst = true
        for token in record.abstract where out.bytes.count - start < record.targetLength - 40 {
            if !isFirst { out.raw(" ") }
            maker.append(token, to: &out.bytes)
            isFirst = false
        }
        out.raw(after)
        out.raw("\"")
    }

    /// `{"word":[3,17]}`, as OpenAlex writes abstracts.
    private func invertedAbstract(_ record: CorpusRecord, _ start: Int, _ out: inout LineWriter) {
        let room = record.targetLength - (out.bytes.count - start) - 60
        guard !record.abstract.isEmpty, room > 160 else { return }
        // Each word costs its letters and about seven signs.
        var count = 0
        var length = 0
        while count < record.abstract.count, length < room {
            length += maker.vocabulary.bytes(of: Int(record.abstract[count] >> 2)).count + 7
            count += 1
        }
        let tokens = record.abstract.prefix(count)
        var written: Set<UInt32> = []
        out.raw(",\"abstract_inverted_index\":{")
        for (place, token) in tokens.enumerated() where written.insert(token).inserted {
            if place > 0 { out.raw(",") }
            out.raw("\"")
            maker.append(token, to: &out.bytes)
            out.raw("\":[")
            out.number(place)
            for (later, other) in tokens.enumerated().dropFirst(place + 1) where other == token {
                out.raw(",")
                out.number(later)
            }
            out.raw("]")
        }
        out.raw("}")
    }

    /// What nobody compares: it brings a line to its length.
    private func filling(
        _ record: CorpusRecord, _ start: Int, _ out: inout LineWriter, opening: StaticString, item: StaticString
    ) {
        guard record.targetLength - (out.bytes.count - start) > 100 else { return }
        var random = SplitMix(seed: seed, purpose: .filling, item: record.slot)
        out.raw(opening)
        var isFirst = true
        while record.targetLength - (out.bytes.count - start) > 60 {
            if !isFirst { out.raw(",") }
            isFirst = false
            out.raw(item)
            out.raw("\"")
            let end = min(out.bytes.count + 180, start + record.targetLength - 12)
            while out.bytes.count < end {
                out.bytes.append(contentsOf: maker.vocabulary.bytes(of: random.below(2000)))
                out.raw(" ")
            }
            out.bytes.removeLast()
            out.raw("\"}")
        }
        out.raw("]")
    }
}
