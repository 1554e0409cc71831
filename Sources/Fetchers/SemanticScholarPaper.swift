internal import Formats
internal import Records

/// Semantic Scholar's paper, in the spelling of the API, of the data sets (`externalids`), and of the Open Research Corpus
/// (`paperAbstract`).
enum SemanticScholarPaper {
    static func parse(_ value: JSONValue, place: String) throws(Problem) -> SourceRecord {
        guard let key = key(of: value) else {
            let title = value["title"]?.string ?? ""
            throw Problem(
                title.isEmpty
                    ? "semanticscholar: a paper without \"paperId\" and title"
                    : "semanticscholar: a reference that is not matched, known by its title alone (\"\(title.prefix(100))\")",
                place: place, kept: "the others", remedy: "mend or leave out this entry", reach: .record)
        }
        var record = SourceRecord(source: SemanticScholar.card.id, key: key)
        var paper = Paper()
        for (name, member) in value.fields { paper.read(name, member, &record) }
        paper.finish(&record)
        return record
    }

    private static func key(of value: JSONValue) -> String? {
        func filled(_ value: JSONValue?) -> String? { value?.text.flatMap { $0.isEmpty ? nil : $0 } }
        if let id = filled(value["paperId"]) { return id.lowercased() }
        if let id = value["id"]?.string, id.utf8.count == 40 { return id.lowercased() }
        // A data set's line has the number alone, and the other in its URL.
        if let last = filled(value["url"])?.split(separator: "/").last, last.utf8.count == 40 {
            return last.lowercased()
        }
        if let number = filled(value["corpusId"]) ?? filled(value["corpusid"]) { return "CorpusId:" + number }
        // What was not matched has a title, and sometimes more.
        guard let title = filled(value["title"]) else { return nil }
        let authors = value["authors"]?.elements.compactMap { filled($0["name"]) } ?? []
        let year = filled(value["year"])
        if authors.isEmpty && year == nil { return nil }
        return "title:" + ([title] + authors + [year].compactMap { $0 }).joined(separator: " | ")
    }

    /// One paper under way: what can only be put down when all is known.
    private struct Paper {
        var journal: (name: String?, volume: String?, pages: String?) = (nil, nil, nil)
        var venue: String?
        var publicationVenue: (name: String?, names: [String], issns: [String]) = (nil, [], [])
        var arxiv: String?
        var hasForeignDOI = false
        /// Kinds of publication and kinds of research in one list, in no order.
        var types: [String] = []

        mutating func read(_ name: JSONKey, _ value: JSONValue, _ record: inout SourceRecord) {
            switch name {
            case "paperId", "id": add("s2", value, &record)
            case "corpusId", "corpusid": add("corpusid", value, &record)
            case "externalIds", "externalids": externalIds(value, &record)
            case "doi": add("doi", value, &record)
            case "pmid": add("pmid", value, &record)
            case "magId": add("mag", value, &record)
            case "arxivId": arxiv = text(value)
            case "title": if let title = text(value) { record.titles.append(title) }
            case "abstract", "paperAbstract": if let abstract = text(value) { record.abstracts.append(abstract) }
            case "authors": authors(value, &record)
            case "venue": venue = text(value)
            case "publicationVenue": readVenue(value)
            case "journal": journal = (text(value["name"]), text(value["volume"]), text(value["pages"]))
            case "journalName": journal.name = text(value)
            case "journalVolume": journal.volume = text(value)
            case "journalPages": journal.pages = text(value)
            case "publicationDate", "publicationdate":
                if let date = text(value) {
                    record.dates.insert(SourceDate(kind: "published", text: date), at: 0)
                }
            case "year":
                if let year = value.int ?? value.string.flatMap({ Int($0) }) {
                    record.dates.append(SourceDate(kind: "publicationYear", parts: [year]))
                }
            case "publicationTypes", "publicationtypes": types = value.elements.compactMap { text($0) }
            case "referenceCount", "referencecount": if let count = value.int { record.referenceCount = count }
            case "citationCount", "citationcount": if let count = value.int { record.citationCount = count }
            case "outCitations": record.referenceCount = value.elements.reduce(0) { count, _ in count + 1 }
            case "inCitations": record.citationCount = value.elements.reduce(0) { count, _ in count + 1 }
            case "influentialCitationCount", "influentialcitationcount":
                other("influentialCitationCount", value, &record)
            case "isOpenAccess", "isopenaccess": other("isOpenAccess", value, &record)
            case "openAccessPdf", "openAccessInfo":
                other("openAccessPdf", value["url"], &record)
                other("oa_status", value["status"], &record)
                if let license = text(value["license"]) { record.licenses.append(license) }
            // The data set of abstracts has the identifiers here.
            case "openaccessinfo":
                if let ids = value["externalids"] { externalIds(ids, &record) }
                other("openAccessPdf", value["url"], &record)
                other("oa_status", value["status"], &record)
            case "pdfUrls": for url in value.elements { other("openAccessPdf", url, &record) }
            case "fieldsOfStudy", "s2FieldsOfStudy", "s2fieldsofstudy":
                for entry in value.elements {
                    if let field = text(entry) ?? text(entry["category"]), !record.keywords.contains(field) {
                        record.keywords.append(field)
                    }
                }
            case "tldr": other("tldr", value["text"], &record)
            case "url", "s2Url": record.url = text(value)
            case "updated": record.updated = value.string.flatMap { Timestamp(iso8601: $0) }
            default: break
            }
        }

        private func text(_ value: JSONValue?) -> String? {
            value?.text.flatMap { $0.isBlank ? nil : $0 }
        }

        private func add(_ scheme: String, _ value: JSONValue, _ record: inout SourceRecord) {
            guard let text = text(value) else { return }
            let identifier = SourceIdentifier(scheme: scheme, value: text)
            if !record.identifiers.contains(identifier) { record.identifiers.append(identifier) }
        }

        private func other(_ name: String, _ value: JSONValue?, _ record: inout SourceRecord) {
            if let text = text(value) { record.others.append(SourceIdentifier(scheme: name, value: text)) }
        }

        private mutating func externalIds(_ value: JSONValue, _ record: inout SourceRecord) {
            for (name, member) in value.fields {
                for entry in member.elements {
                    switch name {
                    case "ArXiv": arxiv = text(entry)
                    case "DOI":
                        add("doi", entry, &record)
                        let doi = entry.string?.lowercased() ?? ""
                        hasForeignDOI = hasForeignDOI || !doi.isEmpty && !doi.hasPrefix("10.48550/arxiv.")
                    case "CorpusId": add("corpusid", entry, &record)
                    default: add(name.string, entry, &record)
                    }
                }
            }
        }

        private mutating func readVenue(_ value: JSONValue) {
            if let name = text(value) { return publicationVenue.name = name }
            publicationVenue.name = text(value["name"])
            publicationVenue.names = value["alternate_names"]?.elements.compactMap { text($0) } ?? []
            publicationVenue.issns =
                [value["issn"]].compactMap { text($0) }
                + (value["alternate_issns"]?.elements.compactMap { text($0) } ?? [])
        }

        private func authors(_ value: JSONValue, _ record: inout SourceRecord) {
            record.contributors.reserveCapacity(value.elements.reduce(0) { count, _ in count + 1 })
            for entry in value.elements {
                guard let name = text(entry["name"]) ?? text(entry) else { continue }
                record.contributors.append(
                    SourceContributor(
                        name: name,
                        orcid: entry["externalIds"]?["ORCID"]?.elements.lazy.compactMap { text($0) }.first,
                        affiliations: entry["affiliations"]?.elements.compactMap { text($0) } ?? []))
            }
        }

        private func type() -> String? {
            // Proceedings that are a journal are called both.
            if types.contains("JournalArticle"), !types.contains("BookSection"), journal.name != nil {
                return "JournalArticle"
            }
            return [
                "BookSection", "Book", "Conference", "Dataset", "JournalArticle", "Review", "CaseReport", "Editorial",
                "LettersAndComments", "News",
            ].first { types.contains($0) }
        }

        mutating func finish(_ record: inout SourceRecord) {
            let isArXivJournal = journal.name?.lowercased() == "arxiv"
            let venueIsArXiv = ["arxiv", "arxiv.org"].contains(venue?.lowercased() ?? "arxiv")
            // The journal of the preprint beside the venue of the article.
            if isArXivJournal, !venueIsArXiv { journal = (nil, nil, nil) }
            if let volume = journal.volume, volume.hasPrefix("abs/") {
                record.others.append(SourceIdentifier(scheme: "volume", value: volume))
                journal.volume = nil
            }
            record.type = type()
            for type in types where type != record.type {
                record.others.append(SourceIdentifier(scheme: "publicationType", value: type))
            }
            record.volume = journal.volume
            record.pages = journal.pages
            for name in [journal.name, publicationVenue.name, venue].compactMap({ $0 })
            where !record.containerTitles.contains(name) {
                record.containerTitles.append(name)
            }
            readISSNs(&record)
            guard let arxiv else { return }
            if hasForeignDOI || !venueIsArXiv || journal.name != nil && !isArXivJournal {
                // The preprint of what is described here.
                record.relations.append(SourceRelation(type: "has-preprint", scheme: "arxiv", target: arxiv))
            } else {
                record.identifiers.append(SourceIdentifier(scheme: "arxiv", value: arxiv))
            }
        }

        /// The venue's ISSNs are the journal's where both have one name.
        private func readISSNs(_ record: inout SourceRecord) {
            func plain(_ name: String) -> String { String(name.lowercased().filter { $0.isLetter || $0.isNumber }) }
            let names = ([publicationVenue.name] + publicationVenue.names).compactMap { $0 }
            if let name = publicationVenue.name {
                record.shortContainerTitles = publicationVenue.names.filter {
                    $0.count < name.count && $0.contains(" ")
                }
            }
            if journal.name.map({ journal in names.contains { plain($0) == plain(journal) } }) ?? true {
                record.issns = publicationVenue.issns
            } else {
                record.shortContainerTitles = []
                for issn in publicationVenue.issns {
                    record.others.append(SourceIdentifier(scheme: "venue issn", value: issn))
                }
            }
        }
    }
}
