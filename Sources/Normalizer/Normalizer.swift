public import Records

/// Cleans and types what sources say. Pure: the same words give the same record.
public struct Normalizer: Sendable {
    public init() {}

    /// - Returns: The record, and a problem of reach `field` for each value that broke a rule. What would not parse is
    ///   in the record's `kept` or `issued`, as given.
    public func record(from said: SourceRecord) -> (record: Record, problems: [Problem]) {
        var record = Record(key: RecordKey(source: said.source, key: said.key))
        var problems: [Problem] = []
        withUnsafePointer(to: said) { said in
            withUnsafeMutablePointer(to: &record) { record in
                var work = Normalization(said, into: record)
                work.titles()
                work.identifiers()
                work.contributors()
                work.container()
                work.numbers()
                work.dates()
                work.relations()
                work.rest()
                problems = work.problems
            }
        }
        return (record, problems)
    }
}

/// One record under way. Neither what was said nor what comes of it is copied: each has forty fields to count references
/// of.
struct Normalization: ~Copyable {
    private let source: UnsafePointer<SourceRecord>
    private let target: UnsafeMutablePointer<Record>
    private(set) var problems: [Problem] = []

    /// Both outlive the work.
    init(_ said: UnsafePointer<SourceRecord>, into record: UnsafeMutablePointer<Record>) {
        source = said
        target = record
        record.pointee.updated = said.pointee.updated
        record.pointee.type = Types.type(said.pointee.type, subtype: said.pointee.subtype)
        record.pointee.isRetracted = said.pointee.type.map(Types.saysRetracted) ?? false
    }

    private var said: SourceRecord { _read { yield source.pointee } }

    private var record: Record {
        _read { yield target.pointee }
        nonmutating _modify { yield &target.pointee }
    }

    private mutating func keep(_ name: String, _ value: String) { record.kept.append(KeptField(name, value)) }

    private mutating func complain(_ what: String, kept: String) {
        problems.append(
            Problem(
                "\(said.source) \(said.key): \(what)", place: "\(said.source):\(said.key)", kept: kept,
                remedy: "ibid show \(said.key) --raw", reach: .field))
    }

    mutating func titles() {
        var others: [String] = []
        for text in said.titles {
            let cleaned = Titles.clean(text)
            if let original = cleaned.original { keep("title", original) }
            if cleaned.isRetracted { record.isRetracted = true }
            guard let title = cleaned.title else {
                if !trimming(text).isEmpty { keep("title", text) }
                continue
            }
            if record.title == nil { record.title = title } else if title != record.title { others.append(title) }
        }
        for text in said.subtitles {
            guard let subtitle = Titles.clean(text).title, record.subtitle == nil else { continue }
            if record.title == nil {
                record.title = subtitle
            } else if let title = record.title, !title.lowercased().hasSuffix(subtitle.lowercased()) {
                record.subtitle = subtitle
            }
        }
        for text in said.originalTitles {
            if let title = Titles.clean(text).title, title != record.title { others.append(title) }
        }
        record.otherTitles = sortedDistinct(others)
        if record.type == .articleJournal || record.type == nil, let title = record.title, Titles.isOfNotice(title) {
            record.type = .notice
        }
    }

    mutating func identifiers() {
        var found: [Identifier] = []
        found.reserveCapacity(said.identifiers.count)
        for identifier in said.identifiers {
            if let parsed = IdentifierParser.parse(identifier.value, scheme: identifier.scheme) {
                // A number of no known scheme means something within its source alone.
                found.append(parsed.scheme == .local ? Identifier(.local, "\(said.source)/\(parsed.value)") : parsed)
            } else if !identifier.value.isEmpty {
                keep(identifier.scheme, identifier.value)
            }
        }
        for isbn in said.isbns where record.type == .book {
            if let parsed = IdentifierParser.isbn(isbn) { found.append(Identifier(.isbn, parsed)) }
        }
        // arXiv's DOIs name the arXiv number.
        for doi in found where doi.scheme == .doi && doi.value.hasPrefix("10.48550/arxiv.") {
            if let arxiv = IdentifierParser.arxiv(String(doi.value.dropFirst(15))) {
                found.append(Identifier(.arxiv, arxiv))
            }
        }
        let own = found.first { $0.scheme == .doi }
        record.identifiers = sortedDistinct(found)
        // Of several DOIs the one that the source names first is the record's own.
        if let own { record.identifiers.putFirst(own) }
    }

    mutating func contributors() {
        record.contributors.reserveCapacity(said.contributors.count)
        said.contributors.withUnsafeBufferPointer { all in
            guard let first = all.baseAddress else { return }
            for index in 0..<all.count { add(first + index) }
        }
        if let list = said.authorList, !record.contributors.contains(where: { $0.role == .author }) {
            for text in Names.list(list) {
                if let (name, isGroup) = Names.name(of: SourceContributor(name: text)) {
                    record.contributors.append(Contributor(name: name, isGroup: isGroup))
                }
            }
        }
    }

    /// - Parameter said: Not copied: it has seven fields to count references of.
    private mutating func add(_ said: UnsafePointer<SourceContributor>) {
        guard let (name, isGroup) = Names.name(of: said) else {
            let given = [said.pointee.given, said.pointee.family, said.pointee.name].compactMap { $0 }.joined(
                separator: " ")
            if !given.isEmpty { keep(said.pointee.role, given) }
            return
        }
        var orcid: String?
        if let text = said.pointee.orcid, !text.isEmpty {
            orcid = IdentifierParser.orcid(text)
            if orcid == nil {
                keep("orcid", text)
                complain("ORCID \"\(text)\" breaks its check digit", kept: "the name, without an ORCID")
            }
        }
        var affiliations: [String] = []
        if !said.pointee.affiliations.isEmpty {
            affiliations = said.pointee.affiliations.map { Markup.plain($0) }.filter { !$0.isEmpty }
        }
        record.contributors.append(
            Contributor(
                role: role(said.pointee.role), name: name, isGroup: isGroup, orcid: orcid, affiliations: affiliations))
    }

    private func role(_ word: String) -> Role {
        if word == "author" { return .author }
        return switch word.lowercased() {
        case "author", "creator", "first", "additional", "": .author
        case "editor", "datacurator", "chief editor": .editor
        case "chair": .editor
        case "translator": .translator
        default: Role(rawValue: word.lowercased()) ?? .contributor
        }
    }

    mutating func container() {
        for text in said.containerTitles {
            let title = Markup.plain(text)
            if !title.isEmpty, record.container.title == nil { record.container.title = title }
        }
        for text in said.shortContainerTitles {
            let title = Markup.plain(text)
            if !title.isEmpty, record.container.shortTitle == nil { record.container.shortTitle = title }
        }
        if record.container.title == nil { record.container.title = record.container.shortTitle }
        if record.container.shortTitle == record.container.title { record.container.shortTitle = nil }
        // Databases call an article what lies on a preprint server.
        if record.type == .articleJournal, let title = record.container.title, Types.isPreprintServer(title) {
            record.type = .article
        }
        var issns: [String] = []
        issns.reserveCapacity(said.issns.count)
        for text in said.issns {
            if let issn = IdentifierParser.issn(text) {
                issns.append(issn)
            } else if !trimming(text).isEmpty {
                keep("issn", text)
                complain("ISSN \"\(text)\" breaks its check digit", kept: "the value, as given")
            }
        }
        record.container.issns = sortedDistinct(issns)
        if said.isbns.isEmpty { return }
        var isbns: [String] = []
        for text in said.isbns {
            if let isbn = IdentifierParser.isbn(text) {
                isbns.append(isbn)
            } else if !trimming(text).isEmpty {
                keep("isbn", text)
            }
        }
        record.container.isbns = sortedDistinct(isbns)
    }

    mutating func numbers() {
        func plain(_ text: String?) -> String? { text.map { Markup.plain($0) }.flatMap { $0.isEmpty ? nil : $0 } }
        record.publisher = plain(said.publisher).flatMap { Names.isPlaceholder($0) ? nil : $0 }
        record.place = plain(said.place)
        record.volume = plain(said.volume)
        record.issue = plain(said.issue)
        // Aggregators print volume and issue in one: "11 30".
        if record.issue == nil, let volume = record.volume, volume.utf8.contains(0x20),
            case let parts = volume.split(separator: " "), parts.count == 2,
            parts.allSatisfy({ $0.utf8.allSatisfy(isDigit) })
        {
            record.volume = String(parts[0])
            record.issue = String(parts[1])
        }
        if let pages = said.pages {
            record.pages = Pages.parse(pages)
            if let parsed = record.pages, Pages.isSpreadsheetDate(parsed) {
                record.pages = nil
                keep("pages", pages)
                complain("pages \"\(pages)\" are a date, as a spreadsheet leaves them", kept: "the value, as given")
            }
        }
        record.articleNumber = plain(said.articleNumber)
        record.edition = plain(said.edition)
        record.version = plain(said.version)
        record.event = plain(said.event)
        record.series = plain(said.series)
    }

    mutating func dates() {
        for index in said.dates.indices where isOfIssue(said.dates[index].kind) {
            if let broken = Dates.parse(said.dates[index]).broken {
                complain("\"\(said.dates[index].kind)\" \(broken)", kept: "the date without that part")
            }
        }
        record.publishedOnline = date("published-online", "posted", "available")?.value
        record.publishedPrint = date("published-print")?.value
        record.issued = date("issued", "published", "publicationYear")
        if record.issued?.value == nil {
            let known = Dates.earlier(record.publishedOnline, record.publishedPrint)
            if let known {
                if case .asGiven(let text)? = record.issued { keep("issued", text) }
                record.issued = .value(known)
            }
        }
        if record.issued == nil { record.issued = date("collection") ?? padded(date("first-publication")) }
        if record.issued == nil {
            record.issued = date("year", "release", "submitted", "accepted", "copyrighted", "date")
        }
        // DataCite gives the year apart and the day as "Issued": the year is what counts, the day is added to it.
        if said.dates.count > 1, let year = record.issued?.value, year.precision == 1,
            let finer = finerDate(in: year.year)
        {
            record.issued = .value(finer)
        }
    }

    /// The first date of the first kind that has one; else the first text that is no date.
    private func date(_ kinds: String...) -> Parsed<PartialDate>? {
        var asGiven: Parsed<PartialDate>?
        for kind in kinds {
            for index in said.dates.indices where isWord(said.dates[index].kind, kind) {
                guard let parsed = Dates.parse(said.dates[index]).date else { continue }
                if parsed.value != nil { return parsed }
                asGiven = asGiven ?? parsed
            }
        }
        return asGiven
    }

    private func finerDate(in year: Int) -> PartialDate? {
        for index in said.dates.indices {
            let kind = said.dates[index].kind
            guard isWord(kind, "issued") || isWord(kind, "published") || isWord(kind, "published-online"),
                let date = Dates.parse(said.dates[index]).date?.value, date.year == year, date.precision > 1
            else { continue }
            return date
        }
        return nil
    }

    private func isOfIssue(_ kind: String) -> Bool {
        kind.utf8.first == UInt8(ascii: "i") ? kind == "issued" : kind.hasPrefix("published")
    }

    /// Europe PMC fills what it does not know of a first publication with 1.
    private func padded(_ date: Parsed<PartialDate>?) -> Parsed<PartialDate>? {
        guard let value = date?.value, value.day == 1 else { return date }
        return .value(PartialDate(year: value.year, month: value.month == 1 ? nil : value.month))
    }

    mutating func relations() {
        if said.relations.isEmpty { return }
        var found: [Relation] = []
        let own = Set(record.identifiers)
        for relation in said.relations {
            if var parsed = Relations.relation(relation) {
                if parsed.target.scheme == .local {
                    parsed.target = Identifier(.local, "\(said.source)/\(parsed.target.value)")
                }
                // What updates a preprint is the article.
                if record.type == .article, relation.type == "UpdateIn" || relation.type == "Update in" {
                    parsed.type = .isPreprintOf
                }
                if !own.contains(parsed.target) { found.append(parsed) }
            } else if !relation.target.isEmpty {
                keep("relation " + relation.type, relation.target)
            }
        }
        record.relations = sortedDistinct(found)
        if found.contains(where: { [.corrects, .retracts, .expressesConcernAbout].contains($0.type) }),
            record.type == .articleJournal || record.type == nil
        {
            record.type = .notice
        }
        if found.contains(where: { $0.type == .isRetractedBy }) { record.isRetracted = true }
    }

    private static let paragraphs: Set<String> = ["p", "br", "title", "sec", "h4", "h3", "li"]

    mutating func rest() {
        var abstract: String?
        for text in said.abstracts {
            var plain = Markup.plain(text, breaksAt: Self.paragraphs)
            if plain.utf8.first == UInt8(ascii: "A") || plain.utf8.first == UInt8(ascii: "S") {
                for heading in ["Abstract\n", "ABSTRACT\n", "Summary\n", "Abstract: ", "ABSTRACT: "]
                where plain.hasPrefix(heading) {
                    plain = String(plain.dropFirst(heading.count))
                }
            }
            if !plain.isEmpty, abstract == nil { abstract = plain }
        }
        record.abstract = abstract
        for text in said.languages {
            if let code = Languages.code(text) {
                if !record.languages.contains(code) { record.languages.append(code) }
            } else if !text.isEmpty {
                keep("language", text)
            }
        }
        record.keywords = distinct(said.keywords) { Markup.plain($0) }
        record.licenses = distinct(said.licenses, trimming)
        record.funders = distinct(said.funders) { Markup.plain($0) }
        record.url = said.url.map(trimming).flatMap { $0.isEmpty ? nil : $0 }
        record.citationCount = said.citationCount
        record.referenceCount = said.referenceCount
        if record.type == nil, let type = said.type, !trimming(type).isEmpty { keep("type", type) }
        for other in said.others where !other.value.isEmpty {
            if other.scheme == "is_retracted" { record.isRetracted = record.isRetracted || other.value == "true" }
            keep(other.scheme, other.value)
        }
        keepOnce()
    }

    /// Each kept value once, in the order in which it was said.
    private func keepOnce() {
        guard record.kept.count > 1 else { return }
        if record.kept.count <= 12 {
            // As many are compared sooner than hashed.
            var distinct: [KeptField] = []
            distinct.reserveCapacity(record.kept.count)
            for field in record.kept where !distinct.contains(field) { distinct.append(field) }
            record.kept = distinct
        } else {
            var seen: Set<KeptField> = []
            record.kept.removeAll { !seen.insert($0).inserted }
        }
    }
}

/// What is left of texts when each is cleaned; mostly there are none.
private func distinct(_ texts: [String], _ clean: (String) -> String) -> [String] {
    texts.isEmpty ? [] : sortedDistinct(texts.map(clean).filter { !$0.isEmpty })
}

func sortedDistinct<T: Comparable>(_ values: [T]) -> [T] {
    // Most are in order as they come.
    if values.count < 2 || values.indices.dropFirst().allSatisfy({ values[$0 - 1] < values[$0] }) { return values }
    let sorted = values.sorted()
    if sorted.indices.dropFirst().allSatisfy({ sorted[$0 - 1] != sorted[$0] }) { return sorted }
    var result: [T] = []
    for value in sorted where value != result.last { result.append(value) }
    return result
}
