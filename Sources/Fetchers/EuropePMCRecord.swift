internal import Formats
internal import Records

/// One result of Europe PMC, in JSON or XML, from the two fields of an `idlist` to the hundred of `core`.
struct EuropePMCRecord {
    var record: SourceRecord

    /// Where its records are from: PubMed, PMC, preprints, Agricola, Chinese Biological Abstracts, CiteXplore, theses,
    /// NHS evidence, patents, books.
    private static let sources: Set<String> = ["MED", "PMC", "PPR", "AGR", "CBA", "CTX", "ETH", "HIR", "PAT", "NBK"]

    /// `MED/30985294`; nil where that is not said.
    static func key(of value: some NamedValues) -> String? {
        guard let source = value.value("source"), sources.contains(source), let id = value.value("id"), !id.isEmpty
        else { return nil }
        return "\(source)/\(id)"
    }

    static func parse(_ value: some NamedValues, place: String) throws(Problem) -> SourceRecord {
        guard let key = key(of: value) else {
            throw Problem(
                "europepmc: an entry without \"id\" and \"source\"", place: place,
                remedy: "mend or leave out this entry",
                reach: .record)
        }
        var result = EuropePMCRecord(record: SourceRecord(source: EuropePMC.card.id, key: key))
        result.identifiers(value)
        result.texts(value)
        result.people(value)
        result.journal(value)
        result.book(value)
        result.dates(value)
        result.links(value)
        return result.record
    }

    private static func text(_ value: some NamedValues, _ names: StaticString...) -> String? {
        for name in names {
            if let text = value.value(name), !text.isBlank { return text }
        }
        return nil
    }

    private mutating func keep(_ name: String, _ value: String?) {
        if let value { record.others.append(SourceIdentifier(scheme: name, value: String(value.prefix(2000)))) }
    }

    private mutating func identifiers(_ value: some NamedValues) {
        func identify(_ scheme: String, _ text: String?) {
            guard let text else { return }
            let identifier = SourceIdentifier(scheme: scheme, value: text)
            if !record.identifiers.contains(identifier) { record.identifiers.append(identifier) }
        }
        identify("doi", Self.text(value, "doi", "DOI"))
        identify("pmid", Self.text(value, "pmid"))
        identify("pmcid", Self.text(value, "pmcid"))
        if let source = value.value("source"), let id = value.value("id") {
            switch source {
            case "MED": identify("pmid", id)
            case "PMC": identify("pmcid", id)
            // Preprints, patents and theses have a number of Europe PMC's.
            default: identify("local", id)
            }
        }
        for id in value.values("fullTextIdList", "fullTextId") where id.hasPrefix("PMC") { identify("pmcid", id) }
        keep("manuscriptId", Self.text(value, "manuscriptId"))
        keep("bookid", Self.text(value, "bookid"))
    }

    private mutating func texts(_ value: some NamedValues) {
        if let title = Self.text(value, "title") { record.titles.append(title) }
        if let text = Self.text(value, "abstractText") { record.abstracts.append(text) }
        let types = value.values("pubTypeList", "pubType")
        record.type = types.isEmpty ? Self.text(value, "pubType", "citationType") : types.joined(separator: "; ")
        for type in types { keep("publicationType", type) }
        if let language = Self.text(value, "language") { record.languages.append(language) }
        for heading in value.list("meshHeadingList", "meshHeading") {
            if let name = Self.text(heading, "descriptorName") { record.keywords.append(name) }
        }
        record.keywords += value.values("keywordList", "keyword")
        if let licence = Self.text(value, "license") { record.licenses.append(licence) }
        for grant in value.list("grantsList", "grant") {
            let agency = Self.text(grant, "agency")
            if let agency, !record.funders.contains(agency) { record.funders.append(agency) }
            if let number = Self.text(grant, "grantId") {
                keep("grant", [number, agency].compactMap { $0 }.joined(separator: ", "))
            }
        }
        record.citationCount = Self.text(value, "citedByCount").flatMap { Int($0) }
        record.version = Self.text(value, "versionNumber")
        for name in ["isOpenAccess", "publicationStatus"] as [StaticString] { keep("\(name)", Self.text(value, name)) }
        if let file = value.list("fullTextUrlList", "fullTextUrl").first(where: {
            $0.value("documentStyle") == "pdf" && $0.value("availabilityCode").map { $0 != "S" } ?? false
        }) {
            keep("openAccessPdf", Self.text(file, "url"))
        }
    }

    private mutating func people(_ value: some NamedValues) {
        // `Schoenfeld JD, O'Neill AF.`
        record.authorList = Self.text(value, "authorString")
        for author in value.list("authorList", "author") {
            if let person = Self.person(author, role: "author") { record.contributors.append(person) }
        }
        for investigator in value.list("investigatorList", "investigator") {
            if let person = Self.person(investigator, role: "investigator") { record.contributors.append(person) }
        }
    }

    private static func person(_ value: some NamedValues, role: String) -> SourceContributor? {
        var person = SourceContributor(role: role)
        if let group = text(value, "collectiveName") {
            person.name = group
            person.isGroup = true
        } else {
            person.family = text(value, "lastName")
            person.given = text(value, "firstName", "initials")
            person.suffix = text(value, "suffix")
            if person.family == nil, person.given == nil { person.name = text(value, "fullName") }
        }
        guard person.name != nil || person.family != nil || person.given != nil else { return nil }
        if let identifier = value.inner("authorId") {
            // In XML the type is an attribute, and the text the number.
            let number = text(identifier, "value") ?? identifier.own
            if text(identifier, "type") ?? "ORCID" == "ORCID" { person.orcid = number }
        }
        for outer in ["authorAffiliationDetailsList", "authorAffiliationsList"] as [StaticString] {
            for affiliation in value.list(outer, "authorAffiliation") {
                if let name = text(affiliation, "affiliation") ?? affiliation.own { person.affiliations.append(name) }
            }
        }
        if person.affiliations.isEmpty, let name = text(value, "affiliation") { person.affiliations.append(name) }
        return person
    }

    private mutating func journal(_ value: some NamedValues) {
        record.pages = Self.text(value, "pageInfo")
        guard let info = value.inner("journalInfo") else {
            if let title = Self.text(value, "journalTitle", "journalAbbreviation") {
                record.shortContainerTitles.append(title)
            }
            record.volume = Self.text(value, "journalVolume", "volume")
            record.issue = Self.text(value, "issue")
            // `0140-6736; 1474-547x; `
            record.issns = (Self.text(value, "journalIssn") ?? "").split { $0 == ";" || $0 == " " }.map(String.init)
            return
        }
        record.volume = Self.text(info, "volume")
        record.issue = Self.text(info, "issue")
        guard let journal = info.inner("journal") else { return }
        if let title = Self.text(journal, "title") { record.containerTitles.append(title) }
        for name in ["isoabbreviation", "ISOAbbreviation", "medlineAbbreviation"] as [StaticString] {
            if let title = Self.text(journal, name), !record.shortContainerTitles.contains(title) {
                record.shortContainerTitles.append(title)
            }
        }
        record.issns = [Self.text(journal, "issn", "ISSN"), Self.text(journal, "essn", "ESSN")].compactMap { $0 }
        keep("NlmUniqueID", Self.text(journal, "nlmid", "NLMid"))
    }

    private mutating func book(_ value: some NamedValues) {
        guard let book = value.inner("bookOrReportDetails") else { return }
        // The server is a preprint's publisher.
        record.publisher = Self.text(book, "publisher")
        record.edition = Self.text(book, "edition")
        record.series = Self.text(book, "seriesName")
        record.isbns = [Self.text(book, "isbn13"), Self.text(book, "isbn10")].compactMap { $0 }
        if let title = Self.text(book, "comprisingTitle") { record.containerTitles.append(title) }
        if let year = Self.text(book, "yearOfPublication") { record.dates.append(SourceDate(kind: "year", text: year)) }
        keep("numberOfPages", Self.text(book, "numberOfPages"))
        keep("note", Self.text(book, "extraInformation"))
    }

    private mutating func dates(_ value: some NamedValues) {
        func add(_ kind: String, _ text: String?) {
            if let text { record.dates.append(SourceDate(kind: kind, text: text)) }
        }
        add("published-online", Self.text(value, "electronicPublicationDate"))
        if let info = value.inner("journalInfo") {
            // `2025 Dec`, which `printPublicationDate` makes the first of the month.
            let kind =
                switch Self.text(value, "pubModel") {
                case "Electronic": "published-online"
                case "Electronic-eCollection": "collection"
                default: "published-print"
                }
            add(kind, Self.text(info, "dateOfPublication", "printPublicationDate"))
        }
        // Of a preprint this is the day on which it was posted; elsewhere missing parts are filled with 1.
        add(
            value.value("source") == "PPR" ? "posted" : "first-publication", Self.text(value, "firstPublicationDate"))
        add("year", Self.text(value, "pubYear"))
        add("created", Self.text(value, "dateOfCreation"))
        add("completed", Self.text(value, "dateOfCompletion"))
        add("indexed", Self.text(value, "firstIndexDate"))
        add("updated", Self.text(value, "dateOfRevision"))
        record.updated = Self.text(value, "dateOfRevision").flatMap { Timestamp(iso8601: $0) }
    }

    private mutating func links(_ value: some NamedValues) {
        for notice in value.list("commentCorrectionList", "commentCorrection") {
            guard let type = Self.text(notice, "type") else { continue }
            if let id = Self.text(notice, "id"), let source = Self.text(notice, "source") {
                let scheme = source == "MED" ? "pmid" : source == "PMC" ? "pmcid" : "local"
                record.relations.append(SourceRelation(type: type, scheme: scheme, target: id))
            } else {
                keep(type, Self.text(notice, "reference"))
            }
        }
        for name in value.values("dbCrossReferenceList", "dbName") { keep("dbName", name) }
        for tag in value.values("dataLinksTagsList", "dataLinkstag") { keep("dataLinks", tag) }
    }
}

/// One result of Europe PMC in Dublin Core.
enum EuropePMCDescription {
    /// `MED/39709209`, from `http://europepmc.org/abstract/MED/39709209`.
    static func key(of element: XMLTreeElement) -> String? {
        guard let about = element.attribute("about"), about.contains("europepmc.org/") else { return nil }
        let parts = about.split(separator: "/").suffix(2)
        return parts.count == 2 ? parts.joined(separator: "/") : nil
    }

    static func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        guard let key = key(of: element) else {
            throw Problem(
                "europepmc: a description that is about nothing", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var record = SourceRecord(source: EuropePMC.card.id, key: key)
        let parts = key.split(separator: "/").map(String.init)
        let scheme = parts[0] == "MED" ? "pmid" : parts[0] == "PMC" ? "pmcid" : "local"
        record.identifiers.append(SourceIdentifier(scheme: scheme, value: parts[1]))
        for child in element.children {
            guard let text = child.text else { continue }
            switch child.name {
            case "title": record.titles.append(text)
            case "creator": record.contributors.append(SourceContributor(name: text))
            case "contributor": record.others.append(SourceIdentifier(scheme: "affiliation", value: text))
            case "subject": record.keywords.append(text)
            // The publication types.
            case "description": record.type = text
            case "abstract": record.abstracts.append(text)
            // Missing parts are filled with 1, as in `firstPublicationDate`.
            case "date": record.dates.append(SourceDate(kind: "first-publication", text: text))
            case "available": record.dates.append(SourceDate(kind: "available", text: text))
            case "identifier":
                if text.contains("doi.org/") { record.identifiers.append(SourceIdentifier(scheme: "doi", value: text)) }
            case "isVersionOf":
                if let last = text.split(separator: "/").last, last.hasPrefix("PMC") {
                    record.identifiers.append(SourceIdentifier(scheme: "pmcid", value: String(last)))
                }
            case "isPartOf":
                if text.hasPrefix("urn:ISSN:") { record.issns.append(String(text.dropFirst(9))) }
            case "language": record.languages.append(text)
            case "accessRights": record.others.append(SourceIdentifier(scheme: "accessRights", value: text))
            case "rights", "license": record.licenses.append(text)
            case "publisher": record.publisher = text
            case "bibliographicCitation": openURL(text, &record)
            default: break
            }
        }
        return record
    }

    /// `&ctx_ver=Z39.88-2004&rft.jtitle=Lancet&rft.volume=404…`; the citation in words says the same.
    private static func openURL(_ text: String, _ record: inout SourceRecord) {
        guard text.contains("rft.") else { return }
        func item(_ name: String) -> String? {
            URLText.value(of: name, inForm: text).flatMap { $0.isEmpty ? nil : $0 }
        }
        if let title = item("rft.jtitle") { record.containerTitles.append(title) }
        if let title = item("rft.stitle") { record.shortContainerTitles.append(title) }
        record.volume = item("rft.volume")
        record.issue = item("rft.issue")
        record.pages = item("rft.pages")
    }
}
