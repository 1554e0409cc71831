internal import Formats
internal import Records

/// PubMed's XML: an article, a book or chapter, or the number of one that was deleted.
///
/// Documentation: https://www.nlm.nih.gov/bsd/licensee/elements_descriptions.html
struct PubMedArticle {
    var record: SourceRecord

    private init(number: String) { record = SourceRecord(source: PubMed.card.id, key: number) }

    static func recognizes(_ element: XMLTreeElement) -> Bool {
        element.is("PubmedArticle") || element.is("PubmedBookArticle")
            || element.is("MedlineCitation") && element["Article"] != nil
            || element.is("PMID") && isDeletion(element.parent)
    }

    private static func isDeletion(_ element: XMLTreeElement?) -> Bool {
        element.map { $0.is("DeleteCitation") || $0.is("DeleteDocument") } ?? false
    }

    /// The PMID; nil where there is none, which is no record.
    static func number(of element: XMLTreeElement) -> String? {
        if element.is("PMID") { return element.text }
        return element["MedlineCitation"]?["PMID"]?.text ?? element["BookDocument"]?["PMID"]?.text
            ?? element["PMID"]?.text ?? element.attribute("uid") ?? element["Id"]?.text ?? element.attribute("pmid")
            ?? element.attribute("pmcid")
    }

    static func parse(_ element: XMLTreeElement, place: String) throws(Problem) -> SourceRecord {
        guard let number = number(of: element) else {
            throw Problem(
                "pubmed: an article without \"PMID\"", place: place, remedy: "mend or leave out this entry",
                reach: .record)
        }
        var article = PubMedArticle(number: number)
        article.identify("pubmed", number)
        if element.is("PMID") {
            article.record.isDeleted = true
        } else if let book = element["BookDocument"] {
            article.read(book: book)
            if let data = element["PubmedBookData"] { article.read(data: data) }
        } else {
            article.read(citation: element["MedlineCitation"] ?? element)
            if let data = element["PubmedData"] { article.read(data: data) }
        }
        return article.record
    }

    // MARK: Small parts

    private mutating func identify(_ scheme: String, _ value: String) {
        let identifier = SourceIdentifier(scheme: scheme, value: value)
        if !record.identifiers.contains(identifier) { record.identifiers.append(identifier) }
    }

    private mutating func keep(_ name: String, _ value: String?) {
        if let value { record.others.append(SourceIdentifier(scheme: name, value: String(value.prefix(2000)))) }
    }

    private func date(_ kind: String, _ element: XMLTreeElement?) -> SourceDate? {
        guard let element else { return nil }
        if let text = element["MedlineDate"]?.text { return SourceDate(kind: kind, text: text) }
        guard let year = element["Year"]?.text else { return nil }
        let month = element["Month"]?.text ?? element["Season"]?.text
        if let year = Int(year), let month = Int(month ?? "0"), let day = Int(element["Day"]?.text ?? "0") {
            return SourceDate(kind: kind, parts: month == 0 ? [year] : day == 0 ? [year, month] : [year, month, day])
        }
        // Months as words: `2019 Jun 3`.
        return SourceDate(
            kind: kind, text: [year, month, element["Day"]?.text].compactMap { $0 }.joined(separator: " "))
    }

    private mutating func add(_ date: SourceDate?) {
        if let date, !record.dates.contains(date) { record.dates.append(date) }
    }

    // MARK: Articles

    private mutating func read(citation: XMLTreeElement) {
        add(date("completed", citation["DateCompleted"]))
        add(date("created", citation["DateCreated"]))
        revised(citation["DateRevised"])
        if let article = citation["Article"] { read(article: article) }
        if let journal = citation["MedlineJournalInfo"] {
            if let short = journal["MedlineTA"]?.text, !record.shortContainerTitles.contains(short) {
                record.shortContainerTitles.append(short)
            }
            if let issn = journal["ISSNLinking"]?.text, !record.issns.contains(issn) { record.issns.append(issn) }
            keep("NlmUniqueID", journal["NlmUniqueID"]?.text)
            keep("country", journal["Country"]?.text)
        }
        for notice in citation.list("CommentsCorrectionsList", "CommentsCorrections") { relate(notice) }
        for heading in citation.list("MeshHeadingList", "MeshHeading") {
            if let name = heading["DescriptorName"]?.text { record.keywords.append(name) }
        }
        for list in citation.children("KeywordList") {
            for keyword in list.children("Keyword") { if let text = keyword.markup { record.keywords.append(text) } }
        }
        for other in citation.children("OtherID") {
            guard let text = other.text else { continue }
            let scheme = other.attribute("Source") ?? "OtherID"
            // Records of before 2009 have their PMCID here: `PMC123456 [Available on 01/02/09]`.
            if scheme == "NLM", text.hasPrefix("PMC"), let first = text.split(separator: " ").first {
                identify("pmc", String(first))
            } else {
                keep(scheme, text)
            }
        }
        for abstract in citation.children("OtherAbstract") { self.abstract(abstract) }
        for subject in citation.list("PersonalNameSubjectList", "PersonalNameSubject") {
            let parts = [subject["LastName"]?.text, subject["ForeName"]?.text].compactMap { $0 }
            if !parts.isEmpty { record.keywords.append(parts.joined(separator: ", ")) }
        }
        investigators(citation)
        if let text = citation["NumberOfReferences"]?.text { record.referenceCount = Int(text) }
        for note in citation.children("GeneralNote") { keep("note", note.text) }
        keep("conflictOfInterest", citation["CoiStatement"]?.text)
        keep("status", citation.attribute("Status"))
    }

    private mutating func revised(_ element: XMLTreeElement?) {
        guard let said = date("updated", element), said.parts.count == 3 else { return }
        add(said)
        record.updated = Timestamp(
            seconds: Int64(daysFromCivil(year: said.parts[0], month: said.parts[1], day: said.parts[2])) * 86_400)
    }

    private mutating func read(article: XMLTreeElement) {
        let model = article.attribute("PubModel") ?? ""
        if let journal = article["Journal"] { read(journal: journal, model: model) }
        titles(article)
        record.pages = pages(article["Pagination"])
        locations(article)
        if let text = article["Abstract"] { abstract(text) }
        authors(article)
        record.languages = article.children("Language").compactMap(\.text)
        for bank in article.list("DataBankList", "DataBank") {
            let name = bank["DataBankName"]?.text ?? ""
            for accession in bank.values("AccessionNumberList", "AccessionNumber") {
                record.relations.append(SourceRelation(type: "DataBank", scheme: name, target: accession))
            }
        }
        grants(article)
        types(article.values("PublicationTypeList", "PublicationType"))
        for element in article.children("ArticleDate") {
            let isOnline = (element.attribute("DateType") ?? "Electronic") == "Electronic"
            add(date(isOnline ? "published-online" : "published", element))
        }
    }

    private mutating func read(journal: XMLTreeElement, model: String) {
        record.issns = journal.children("ISSN").compactMap(\.text)
        if let title = journal["Title"]?.markup { record.containerTitles.append(title) }
        if let short = journal["ISOAbbreviation"]?.text { record.shortContainerTitles.append(short) }
        guard let issue = journal["JournalIssue"] else { return }
        record.volume = issue["Volume"]?.text
        record.issue = issue["Issue"]?.text
        // What the issue's date is the date of, the model tells: a collection is dated after its articles.
        let kind =
            switch model {
            case "Print", "Print-Electronic", "Electronic-Print": "published-print"
            case "Electronic": "published-online"
            case "Electronic-eCollection": "collection"
            default: "published"
            }
        add(date(kind, issue["PubDate"]))
    }

    private mutating func titles(_ element: XMLTreeElement) {
        if let title = element["ArticleTitle"]?.markup { record.titles.append(title) }
        if let title = element["VernacularTitle"]?.markup { record.originalTitles.append(title) }
    }

    private func pages(_ element: XMLTreeElement?) -> String? {
        guard let element else { return nil }
        if let text = element["MedlinePgn"]?.text { return text }
        guard let first = element["StartPage"]?.text else { return nil }
        return element["EndPage"]?.text.map { "\(first)-\($0)" } ?? first
    }

    private mutating func locations(_ element: XMLTreeElement) {
        for location in element.children("ELocationID") {
            guard let text = location.text, let scheme = location.attribute("EIdType") else { continue }
            if location.attribute("ValidYN") == "N" {
                keep("invalid \(scheme)", text)
            } else {
                identify(scheme, text)
            }
        }
    }

    /// Paragraphs with their labels.
    private mutating func abstract(_ element: XMLTreeElement) {
        var paragraphs: [String] = []
        for part in element.children("AbstractText") {
            // Formulas are written a symbol a line: white space means nothing here.
            guard let text = part.markup?.split(whereSeparator: \.isNewline).joined(separator: " ") else { continue }
            let label = part.attribute("Label").flatMap { $0.isEmpty || $0 == "UNLABELLED" ? nil : $0 }
            paragraphs.append("<p>" + (label.map { Self.escaped($0) + ": " } ?? "") + text + "</p>")
        }
        if !paragraphs.isEmpty { record.abstracts.append(paragraphs.joined()) }
        keep("copyright", element["CopyrightInformation"]?.text)
    }

    private static func escaped(_ text: String) -> String {
        text.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&amp;")
            .split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
    }

    private mutating func types(_ types: [String]) {
        record.type = types.isEmpty ? nil : types.joined(separator: "; ")
        for type in types { keep("publicationType", type) }
    }

    private mutating func grants(_ element: XMLTreeElement) {
        for grant in element.list("GrantList", "Grant") {
            let agency = grant["Agency"]?.text
            if let agency, !record.funders.contains(agency) { record.funders.append(agency) }
            if let number = grant["GrantID"]?.text {
                keep("grant", [number, agency].compactMap { $0 }.joined(separator: ", "))
            }
        }
    }

    // MARK: People

    private func person(_ element: XMLTreeElement, role: String) -> SourceContributor? {
        var person = SourceContributor(role: role)
        if let group = element["CollectiveName"]?.markup {
            person.name = group
            person.isGroup = true
        } else {
            person.family = element["LastName"]?.text
            person.given = element["ForeName"]?.text ?? element["FirstName"]?.text ?? element["Initials"]?.text
            person.suffix = element["Suffix"]?.text
        }
        guard person.name != nil || person.family != nil || person.given != nil else { return nil }
        for identifier in element.children("Identifier") where identifier.attribute("Source") == "ORCID" {
            person.orcid = identifier.text
        }
        for info in element.children("AffiliationInfo") {
            if let text = info["Affiliation"]?.text { person.affiliations.append(text) }
        }
        // Records of before 2015 have it without a wrapper.
        if let text = element["Affiliation"]?.text { person.affiliations.append(text) }
        return person
    }

    private mutating func authors(_ element: XMLTreeElement, as role: String? = nil) {
        for list in element.children("AuthorList") {
            let isEditors = list.attribute("Type") == "editors" || list.attribute("Type") == "editor"
            for author in list.children("Author") {
                guard let person = person(author, role: isEditors ? "editor" : role ?? "author") else { continue }
                // A spelling that a later correction replaced.
                if author.attribute("ValidYN") == "N" {
                    keep(
                        "invalid author",
                        person.name ?? [person.family, person.given].compactMap { $0 }.joined(separator: ", "))
                } else {
                    record.contributors.append(person)
                }
            }
            if list.attribute("CompleteYN") == "N" { keep("authors", "incomplete") }
        }
    }

    /// Those who collected data for a group that is the author.
    private mutating func investigators(_ element: XMLTreeElement) {
        for investigator in element.list("InvestigatorList", "Investigator")
        where investigator.attribute("ValidYN") != "N" {
            if let person = person(investigator, role: "investigator") { record.contributors.append(person) }
        }
    }

    // MARK: Links

    private static let preprintServers = [
        "biorxiv", "medrxiv", "res sq", "arxiv", "chemrxiv", "psyarxiv", "ssrn", "preprints", "authorea", "techrxiv",
    ]

    /// A comment, correction, retraction or new version. Where it is not in PubMed, its citation may hold a DOI.
    private mutating func relate(_ element: XMLTreeElement) {
        guard var type = element.attribute("RefType") else { return }
        let citation = element["RefSource"]?.text ?? ""
        if type == "UpdateOf", Self.preprintServers.contains(where: { citation.lowercased().hasPrefix($0) }) {
            type = "UpdateOf preprint"
        }
        if let number = element["PMID"]?.text {
            record.relations.append(SourceRelation(type: type, scheme: "pmid", target: number))
        } else if let start = citation.range(ofWord: "doi:") {
            record.relations.append(SourceRelation(type: type, scheme: "doi", target: String(citation[start...])))
        } else {
            keep(type, citation.isEmpty ? nil : citation)
        }
    }

    // MARK: What PubMed adds

    private mutating func read(data: XMLTreeElement) {
        // The list right here: those of the references are below `ReferenceList`.
        for identifier in data.list("ArticleIdList", "ArticleId") {
            guard let text = identifier.text, let scheme = identifier.attribute("IdType") else { continue }
            if scheme == "url" { record.url = text } else { identify(scheme, text) }
        }
        for element in data.list("History", "PubMedPubDate") {
            guard let status = element.attribute("PubStatus") else { continue }
            // A manuscript's revision is not the record's.
            add(date(status == "revised" ? "manuscript-revised" : status, element))
        }
        keep("publicationStatus", data["PublicationStatus"]?.text)
        if record.referenceCount == nil {
            let count = data.children("ReferenceList").reduce(0) { $0 + Self.references($1, depth: 0) }
            if count > 0 { record.referenceCount = count }
        }
    }

    /// Lists of references hold lists.
    private static func references(_ list: XMLTreeElement, depth: Int) -> Int {
        guard depth < 8 else { return 0 }
        return list.children.reduce(0) {
            $0 + ($1.is("Reference") ? 1 : $1.is("ReferenceList") ? references($1, depth: depth + 1) : 0)
        }
    }

    // MARK: Books

    private mutating func read(book document: XMLTreeElement) {
        for identifier in document.list("ArticleIdList", "ArticleId") {
            if let text = identifier.text { identify(identifier.attribute("IdType") ?? "", text) }
        }
        titles(document)
        let isChapter = !record.titles.isEmpty
        record.type = isChapter ? "Book Chapter" : "Book"
        authors(document)
        if let book = document["Book"] {
            if let title = book["BookTitle"]?.markup {
                if isChapter { record.containerTitles.append(title) } else { record.titles.append(title) }
            }
            authors(book, as: isChapter ? "container-author" : "author")
            record.publisher = book["Publisher"]?["PublisherName"]?.text
            record.place = book["Publisher"]?["PublisherLocation"]?.text
            record.isbns = book.children("Isbn").compactMap(\.text)
            record.edition = book["Edition"]?.text
            record.volume = book["Volume"]?.text
            record.series = book["CollectionTitle"]?.text
            // A chapter is not its book.
            if !isChapter { locations(book) }
            add(date("published", book["PubDate"]))
            add(date("begun", book["BeginningDate"]))
            keep("medium", book["Medium"]?.text)
            keep("reportNumber", book["ReportNumber"]?.text)
        }
        // A chapter has its own date.
        if isChapter, let own = date("issued", document["ContributionDate"]) { record.dates.insert(own, at: 0) }
        revised(document["DateRevised"])
        record.pages = pages(document["Pagination"])
        record.languages = document.children("Language").compactMap(\.text)
        if let text = document["Abstract"] { abstract(text) }
        for type in document.children("PublicationType") { keep("publicationType", type.text) }
        for list in document.children("KeywordList") {
            for keyword in list.children("Keyword") { if let text = keyword.markup { record.keywords.append(text) } }
        }
        grants(document)
        investigators(document)
    }
}

extension String {
    /// Where what follows `word` begins, whatever the word's case; nil where it does not occur.
    fileprivate func range(ofWord word: String) -> String.Index? {
        let wanted = Array(word.utf8)
        var index = startIndex
        while index < endIndex {
            if utf8[index...].prefix(wanted.count).elementsEqual(wanted, by: { $0 | 0x20 == $1 | 0x20 }) {
                var end = utf8.index(index, offsetBy: wanted.count)
                while end < endIndex, utf8[end] == 0x20 { end = utf8.index(after: end) }
                return end
            }
            index = utf8.index(after: index)
        }
        return nil
    }
}
