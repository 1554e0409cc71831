internal import Formats
internal import Records

/// A dataset, from whichever form it came in: names and values as the index gives them.
struct OmicsDataset {
    var accession = ""
    /// `pride`, `biostudies-literature`; nil where the form does not tell.
    var database: String?
    var name: String?
    var description: String?
    var dates: [(kind: String, text: String)] = []
    /// `submitter`, `omics_type` … and their values, in order.
    var fields: [String: [String]] = [:]
    /// `pubmed`, `doi` … and their keys.
    var references: [(database: String, key: String)] = []
    var citationCount: Int?
    var similar: [(accession: String, relation: String)] = []

    init() {}

    /// Most values of one field that are read: some datasets list every metabolite.
    static let mostValues = 200

    mutating func add(_ field: String, _ value: String?) {
        guard let value = value.map({ WebNames.trimmed($0[...]) }), !value.isEmpty, !Self.isPlaceholder(value),
            fields[field, default: []].count < Self.mostValues
        else { return }
        fields[field, default: []].append(value)
    }

    private static func isPlaceholder(_ value: String) -> Bool {
        ["not available", "null", "na", "n/a", "none"].contains(value.lowercased())
    }

    /// The accession, where it is one; a bare number means something in its database alone.
    var key: String {
        let hasLetters = accession.contains { $0.isLetter }
        if hasLetters && accession.contains(where: \.isNumber) || database == nil { return accession }
        return (database ?? "").lowercased() + "/" + accession
    }

    // MARK: JSON

    init(_ value: JSONValue) {
        if let (node, address) = Self.linkedData(value) {
            self.init(linkedData: node, address)
            return
        }
        self.init()
        accession = value["accession"]?.string ?? value["id"]?.string ?? ""
        database = value["database"]?.string ?? value["source"]?.string
        name = value["name"]?.string ?? value["title"]?.string
        description = value["description"]?.string
        if let date = value["publicationDate"]?.text { dates.append(("publication", date)) }
        Self.pairs(value["dates"]) { kind, text in dates.append((kind, text)) }
        for key: StaticString in ["additional", "additionals"] { Self.pairs(value[key]) { add($0, $1) } }
        for key: StaticString in ["cross_references", "crossReferences"] {
            Self.pairs(value[key]) { references.append(($0, $1)) }
        }
        for (key, member) in value.fields {
            switch key {
            case "keywords": for word in member.elements { add("keyword", word.text) }
            case "organisms":
                for organism in member.elements { add("species", organism["name"]?.text ?? organism.string) }
            case "publicationIds":
                for id in member.elements { if let id = id.text { references.append(("pubmed", id)) } }
            case "publications":
                for paper in member.elements { if let id = paper["id"]?.text { references.append(("pubmed", id)) } }
            case "submitter", "omicsType", "omics_type", "full_dataset_link", "tissues", "diseases", "instruments",
                "secondary_accession", "repositories", "organization":
                let name = [
                    "omicsType": "omics_type", "tissues": "tissue", "diseases": "disease",
                    "instruments": "instrument_platform", "repositories": "repository",
                ]
                for entry in member.elements { add(name[key.string] ?? key.string, entry.text) }
            case "labHead": for head in member.elements { add("labhead", head.text) }
            case "similars":
                for other in member.elements.prefix(Self.mostValues) {
                    if let accession = other["accession"]?.string {
                        similar.append((accession, other["relationType"]?.string ?? "SimilarTo"))
                    }
                }
            default: break
            }
        }
        citationCount = value["scores"]?["citationCount"]?.int ?? value["citationsCount"]?.int
    }

    /// `{"pubmed": ["1", "2"]}`, or a list of `{"name": "pubmed", "value": "1"}`.
    private static func pairs(_ value: JSONValue?, _ body: (String, String) -> Void) {
        guard let value else { return }
        if value.kind == .array {
            for entry in value.elements {
                if let name = entry["name"]?.string ?? entry["type"]?.string ?? entry["key"]?.string,
                    let text = entry["value"]?.text
                {
                    body(name, text)
                }
            }
            return
        }
        for (name, values) in value.members {
            for text in values.elements.prefix(mostValues) { if let text = text.text { body(name, text) } }
        }
    }

    /// The dataset of a page in schema.org's words, and its address at OmicsDI; nil for anybody else's.
    static func linkedData(_ value: JSONValue) -> (JSONValue, String)? {
        let node = value["mainEntity"] ?? value
        guard node["@type"]?.string == "Dataset" else { return nil }
        let address =
            node["citation"]?["url"]?.string ?? node["distribution"]?["contentUrl"]?.string ?? node["url"]?.string ?? ""
        return WebAddress.host(address).hasSuffix("omicsdi.org") ? (node, address) : nil
    }

    private init(linkedData node: JSONValue, _ address: String) {
        let segments = WebAddress.segments(address)
        accession = segments.last ?? ""
        if accession.hasSuffix(".xml") { accession = String(accession.dropLast(4)) }
        database = segments.count > 1 ? segments[segments.count - 2] : nil
        name = node["name"]?.string
        description = node["description"]?.string
        if let link = node["sameAs"]?.string, link != "unknown" { add("full_dataset_link", link) }
        for words in node["keywords"]?.elements.prefix(Self.mostValues) ?? node.elements.prefix(0) {
            for word in WebNames.keywords(words.string ?? "") { add("keyword", word) }
        }
        for type in WebNames.keywords(node["variableMeasured"]?.string ?? "") { add("omics_type", type) }
        for person in node["creator"]?.elements.prefix(Self.mostValues) ?? node.elements.prefix(0) {
            for entry in person["name"]?.elements.prefix(Self.mostValues) ?? node.elements.prefix(0) {
                add("submitter", entry.string)
            }
        }
    }

    // MARK: XML

    init(_ element: XMLTreeElement) {
        accession = element.attribute("id") ?? element.attribute("acc") ?? element["accession"]?.text ?? ""
        database = element["database"]?.text
        name = element["name"]?.text
        description = element["description"]?.text
        for list in element.children where list.is("dates") {
            // The exchange format lists dates within; the interface repeats the element.
            for date in list["date"] == nil ? [list] : Array(list.children("date")) {
                if let kind = date.attribute("type") ?? date["type"]?.text,
                    let text = date.attribute("value") ?? date["value"]?.text
                {
                    dates.append((kind, text))
                }
            }
        }
        if let list = element["additional_fields"] {
            for field in list.children("field") { if let name = field.attribute("name") { add(name, field.text) } }
        }
        for field in element.children("additionals") {
            if let name = field["name"]?.text { add(name, field["value"]?.text) }
        }
        if let list = element["cross_references"] {
            for reference in list.children("ref") {
                if let name = reference.attribute("dbname"), let key = reference.attribute("dbkey") {
                    references.append((name, key))
                }
            }
        }
        for reference in element.children("crossReferences") {
            if let name = (reference["name"] ?? reference["key"])?.text, let key = reference["value"]?.text {
                references.append((name, key))
            }
        }
        database = database ?? fields["repository"]?.first
    }

    // MARK: The record

    func record(place: String) throws(Problem) -> SourceRecord {
        guard !accession.isEmpty else {
            throw Problem(
                "omicsdi: a dataset without an accession", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var record = SourceRecord(source: OmicsDI.card.id, key: key)
        record.type = "Dataset"
        record.add("omicsdi", key)
        record.titles = [name].compactMap { $0 }.filter { !$0.isEmpty }
        record.abstracts = [description].compactMap { $0 }.filter { !$0.isEmpty && !Self.isPlaceholder($0) }
        record.publisher = fields["repository"]?.first ?? database
        record.url = fields["full_dataset_link"]?.first
        record.citationCount = citationCount
        dates(&record)
        people(&record)
        links(&record)
        for field in ["keyword", "keywords", "submitter_keywords", "curator_keywords", "species", "condition"] {
            for text in fields[field] ?? [] { record.keywords += text.contains(";") ? WebNames.keywords(text) : [text] }
        }
        record.funders = fields["funding"] ?? []
        record.licenses = fields["license"] ?? []
        record.containerTitles = fields["journal"] ?? []
        record.issue = fields["issue"]?.first
        for field in [
            "omics_type", "technology_type", "instrument_platform", "disease", "tissue", "cell_type", "study_type",
        ] {
            for text in (fields[field] ?? []).prefix(10) {
                record.others.append(SourceIdentifier(scheme: field, value: String(text.prefix(500))))
            }
        }
        return record
    }

    private func dates(_ record: inout SourceRecord) {
        let kinds = [
            "publication": "issued", "publicationdate": "issued", "release": "issued", "submission": "submitted",
            "creation": "created", "updated": "updated", "modification": "updated", "last_modification": "updated",
            "published": "published",
        ]
        for (kind, text) in dates {
            record.dates.append(SourceDate(kind: kinds[kind.lowercased()] ?? kind, text: text))
        }
        record.updated = record.dates.filter { $0.kind == "updated" }.compactMap {
            $0.text.flatMap { Timestamp(iso8601: $0) }
        }.max()
    }

    /// True for datasets that were made from an article: its authors are theirs.
    private var isOfArticle: Bool { accession.uppercased().hasPrefix("S-EPMC") || accession.hasPrefix("S-ECPF") }

    private func people(_ record: inout SourceRecord) {
        let authors = (fields["author"] ?? []) + (isOfArticle ? fields["pubmed_authors"] ?? [] : [])
        for name in authors { record.contributors.append(OmicsNames.contributor(name)) }
        let isAuthored = !authors.isEmpty
        for name in fields["submitter"] ?? [] where !isAuthored {
            // Whoever deposited it made it, where nobody else is named.
            let affiliations = (fields["submitter"]?.count == 1 ? fields["submitter_affiliation"] : nil) ?? []
            var person = OmicsNames.contributor(name)
            person.affiliations = affiliations
            record.contributors.append(person)
        }
        for name in fields["labhead"] ?? [] {
            record.contributors.append(SourceContributor(role: "contributor", name: name))
        }
    }

    private func links(_ record: inout SourceRecord) {
        if accession.uppercased().hasPrefix("S-EPMC") {
            record.relate("S-EPMC", "pmcid", "PMC" + accession.dropFirst(6))
        }
        for doi in fields["doi"] ?? [] { record.add("doi", doi) }
        for (index, value) in (fields["persistent_identifier"] ?? []).enumerated()
        where fields["persistent_identifier_type"]?.dropFirst(index).first?.uppercased() == "DOI" {
            record.add("doi", value)
        }
        let told = (fields["publication"] ?? []).compactMap { text in
            WebMentions.doi(in: text).map { String($0.prefix { !$0.isWhitespace && $0 != "," }) }
        }
        for doi in told { record.relate("Publication", "doi", doi) }
        // A dataset has a paper or two; a model cites all that its numbers come from.
        let papers = references.filter { ["pubmed", "pmid", "pubmed_id"].contains($0.database.lowercased()) }
        let isPaper = told.isEmpty && Set(papers.map(\.key)).count <= 3
        for paper in papers { record.relate(isPaper ? "Publication" : "IsRelatedTo", "pmid", paper.key) }
        for reference in references.prefix(5000) {
            switch reference.database.lowercased() {
            case "doi":
                // Dots are written `__`.
                let doi = reference.key.split(separator: "__", omittingEmptySubsequences: false).joined(separator: ".")
                if !told.contains(doi) { record.relate("IsRelatedTo", "doi", doi) }
            case "pmc", "pmcid": record.relate("Publication", "pmcid", reference.key)
            case "geo", "pride", "arrayexpress", "bioproject", "biostudies", "clinicaltrials.gov",
                "eu clinical trials register":
                record.relate("IsRelatedTo", reference.database, reference.key)
            // What it found (taxa, proteins, genes, chemicals) is no work.
            default: break
            }
        }
        for other in fields["secondary_accession"] ?? [] {
            record.relate("IsIdenticalTo", "", String(other.prefix { $0 != "~" }))
        }
        for (accession, relation) in similar { record.relate(relation, "", accession) }
    }
}

/// Names as OmicsDI prints those of PubMed: `Lowery-Gionta Emily G EG`, family name first, initials last.
enum OmicsNames {
    static func contributor(_ text: String) -> SourceContributor {
        let words = text.split { $0 == " " || $0 == "\u{A0}" }
        guard let last = words.last, words.count > 2, isInitials(last) else { return SourceContributor(name: text) }
        for count in stride(from: words.count - 2, to: 0, by: -1) {
            let given = words[(words.count - 1 - count)..<(words.count - 1)]
            if initials(given) == last {
                return SourceContributor(
                    given: given.joined(separator: " "),
                    family: words[..<(words.count - 1 - count)].joined(separator: " "))
            }
        }
        return SourceContributor(name: text)
    }

    /// The names of one line: parted by two spaces or more, else each ends in the initials of what stands before.
    static func list(_ line: String) -> [String] {
        let wide = parts(line)
        if wide.count > 1 { return wide }
        let words = line.split { $0 == " " || $0 == "\u{A0}" }
        var names: [String] = []
        var start = 0
        for index in words.indices where index - start >= 2 && isInitials(words[index]) {
            let isEnd = (1..<(index - start)).contains { initials(words[(index - $0)..<index]) == words[index] }
            if isEnd {
                names.append(words[start...index].joined(separator: " "))
                start = index + 1
            }
        }
        if start < words.count { names.append(words[start...].joined(separator: " ")) }
        return names
    }

    private static func parts(_ line: String) -> [String] {
        var found: [String] = []
        var part = ""
        var gap = 0
        for character in line {
            if character.isWhitespace {
                gap += 1
                continue
            }
            if gap > 1, !part.isEmpty {
                found.append(part)
                part = ""
            } else if gap == 1, !part.isEmpty {
                part.append(" ")
            }
            gap = 0
            part.append(character)
        }
        return part.isEmpty ? found : found + [part]
    }

    private static func isInitials(_ word: Substring) -> Bool { word.count <= 6 && word.allSatisfy { $0.isUppercase } }

    /// `JC` of `Jean-Pierre C`… each part's first letter.
    private static func initials(_ words: ArraySlice<Substring>) -> Substring {
        Substring(
            words.flatMap { $0.split { $0 == "-" || $0 == "." } }.compactMap(\.first).map { $0.uppercased() }.joined())
    }
}
