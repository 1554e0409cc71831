internal import Formats
internal import Records

/// The vocabularies that pages describe themselves in.
enum WebVocabulary: Sendable, CaseIterable {
    case highwire, bepress, eprints, linkedData, prism, dublinCore, openGraph, plain
}

/// What one vocabulary says of the work that a page is about.
struct WebStatement: Sendable {
    var record = SourceRecord(source: Web.card.id, key: "")
    /// Addresses of the page or the work's landing page.
    var addresses: [String] = []
    /// What the vocabulary calls the work: `research-article`, `News`.
    var word: String?
    /// The name of the site.
    var site: String?
}

/// A page's metas, sorted by vocabulary.
struct WebMetas {
    var statements: [WebVocabulary: WebStatement] = [:]
    /// First and last page, which come apart, by vocabulary.
    private var pages: [WebVocabulary: (first: String?, last: String?)] = [:]
    private var orcids: [String] = []

    /// - Complexity: linear in the page.
    init(_ page: HTMLPage) {
        for meta in page.metas where !meta.content.isEmpty {
            let name = meta.name[...]
            if name.hasPrefix("citation_") {
                highwire(name.dropFirst(9), meta.content, .highwire)
            } else if name.hasPrefix("bepress_citation_") {
                highwire(name.dropFirst(17), meta.content, .bepress)
            } else if name.hasPrefix("eprints.") {
                eprints(name.dropFirst(8), meta.content)
            } else if name.hasPrefix("prism.") || name.hasPrefix("prism:") {
                prism(name.dropFirst(6), meta.content)
            } else if let rest = Self.dublinCore(name) {
                dublinCore(rest, meta.content)
            } else {
                others(name, meta.content)
            }
        }
        for (vocabulary, range) in pages {
            guard let first = range.first ?? range.last else { continue }
            statements[vocabulary]?.record.pages = [first, range.last].compactMap { $0 }.joined(separator: "-")
        }
        let authors = (statements[.eprints]?.record.contributors ?? []).indices.filter {
            statements[.eprints]?.record.contributors[$0].role == "author"
        }
        // Some list those who have one: whose they are is then not told.
        if authors.count == orcids.count {
            for (index, orcid) in zip(authors, orcids) {
                statements[.eprints]?.record.contributors[index].orcid = orcid
            }
        }
    }

    /// `creator` of `dc.creator`, `dcterms:creator` and the like; nil for another vocabulary's name.
    private static func dublinCore(_ name: Substring) -> Substring? {
        for prefix in ["dc", "dcterms", "dct", "dcq"] where name.hasPrefix(prefix) {
            let rest = name.dropFirst(prefix.count)
            if let mark = rest.first, ".:_-".contains(mark) { return rest.dropFirst() }
        }
        return nil
    }

    private mutating func say(_ vocabulary: WebVocabulary, _ body: (inout WebStatement) -> Void) {
        body(&statements[vocabulary, default: WebStatement()])
    }

    // MARK: Highwire Press and bepress

    private mutating func highwire(_ name: Substring, _ content: String, _ vocabulary: WebVocabulary) {
        // A work that the page cites: one of its values must never pass for the page's own.
        if name.hasPrefix("reference") {
            return say(vocabulary) { $0.record.referenceCount = ($0.record.referenceCount ?? 0) + 1 }
        }
        switch name {
        case "firstpage", "first_page": return pages[vocabulary, default: (nil, nil)].first = content
        case "lastpage", "last_page": return pages[vocabulary, default: (nil, nil)].last = content
        default: break
        }
        say(vocabulary) { said in
            switch name {
            case "title": said.record.titles.append(content)
            case "subtitle": said.record.subtitles.append(content)
            case "author": WebNames.add(content, to: &said.record)
            case "authors": said.record.authorList = said.record.authorList ?? content
            case "editor": said.record.contributors.append(SourceContributor(role: "editor", name: content))
            case "author_institution", "author_affiliation":
                said.record.amendLastAuthor { $0.affiliations.append(content) }
            case "author_orcid": said.record.amendLastAuthor { $0.orcid = $0.orcid ?? content }
            case "journal_title": said.record.containerTitles.append(content)
            case "journal_abbrev": said.record.shortContainerTitles.append(content)
            case "inbook_title", "book_title":
                said.record.containerTitles.append(content)
                said.word = "book-chapter"
            case "conference_title", "conference", "conference_name":
                said.record.event = content
                said.record.containerTitles.append(content)
                said.word = "conference-paper"
            case "dissertation_institution", "dissertation_name":
                if name == "dissertation_institution" { said.record.publisher = content }
                said.word = "thesis"
            case "technical_report_institution", "technical_report_number":
                if name == "technical_report_institution" {
                    said.record.publisher = content
                } else {
                    said.record.others.append(SourceIdentifier(scheme: "number", value: content))
                }
                said.word = "report"
            case "patent_number":
                said.record.others.append(SourceIdentifier(scheme: "number", value: content))
                said.word = "patent"
            case "series_title", "collection_title": said.record.series = content
            case "issn", "eissn", "issn_print", "issn_online": said.record.issns += WebNames.parts(content)
            case "isbn": said.record.isbns += WebNames.parts(content)
            case "volume": said.record.volume = said.record.volume ?? content
            case "issue", "number": said.record.issue = said.record.issue ?? content
            case "pages": said.record.pages = said.record.pages ?? content
            case "publisher": said.record.publisher = said.record.publisher ?? content
            case "publication_date": said.record.dates.insert(SourceDate(kind: "issued", text: content), at: 0)
            case "date", "year": said.record.dates.append(SourceDate(kind: "issued", text: content))
            case "online_date": said.record.dates.append(SourceDate(kind: "published-online", text: content))
            case "cover_date": said.record.dates.append(SourceDate(kind: "published-print", text: content))
            case "doi", "pmid", "pmcid", "pmc": said.record.add(String(name), content)
            case "arxiv_id", "arxivid": said.record.add("arxiv", content)
            case "abstract": said.record.abstracts.append(content)
            case "language": said.record.languages.append(content)
            case "keywords", "keyword": said.record.keywords += WebNames.keywords(content)
            case "article_type", "section":
                said.record.others.append(SourceIdentifier(scheme: "articleType", value: content))
            case "public_url", "abstract_html_url", "fulltext_html_url", "full_html_url": said.addresses.append(content)
            case "pdf_url": said.record.others.append(SourceIdentifier(scheme: "fulltext", value: content))
            case "funding_source", "funder":
                if let funder = WebNames.item("citation_funder", of: content) { said.record.funders.append(funder) }
            default: break
            }
        }
    }

    // MARK: EPrints

    private mutating func eprints(_ name: Substring, _ content: String) {
        if name == "creators_orcid" { return orcids.append(content) }
        say(.eprints) { said in
            switch name {
            case "title": said.record.titles.append(content)
            case "creators_name": said.record.contributors.append(SourceContributor(name: content))
            case "corp_creators": said.record.contributors.append(SourceContributor(name: content, isGroup: true))
            case "editors_name": said.record.contributors.append(SourceContributor(role: "editor", name: content))
            case "type":
                said.word =
                    ["article": "journal-article", "conference_item": "conference-paper", "monograph": "report"][
                        content]
                    ?? content
            case "abstract": said.record.abstracts.append(content)
            case "date": said.record.dates.append(SourceDate(kind: "issued", text: content))
            case "datestamp", "lastmod": said.record.dates.append(SourceDate(kind: "updated", text: content))
            case "publication", "book_title": said.record.containerTitles.append(content)
            case "event_title": said.record.event = content
            case "series": said.record.series = content
            case "volume": said.record.volume = content
            case "number": said.record.issue = content
            case "pagerange": said.record.pages = content
            case "publisher": said.record.publisher = content
            case "institution": said.record.publisher = said.record.publisher ?? content
            case "place_of_pub": said.record.place = content
            case "issn": said.record.issns.append(content)
            case "isbn": said.record.isbns.append(content)
            case "id_number", "doi": said.record.add("doi", content)
            case "keywords": said.record.keywords += WebNames.keywords(content)
            case "official_url", "document_url":
                said.record.others.append(
                    SourceIdentifier(scheme: name == "document_url" ? "fulltext" : "officialURL", value: content))
            default: break
            }
        }
    }

    // MARK: PRISM

    private mutating func prism(_ name: Substring, _ content: String) {
        switch name {
        case "startingpage": return pages[.prism, default: (nil, nil)].first = content
        case "endingpage": return pages[.prism, default: (nil, nil)].last = content
        default: break
        }
        say(.prism) { said in
            switch name {
            case "publicationname": said.record.containerTitles.append(content)
            case "issn", "eissn": said.record.issns.append(content)
            case "isbn": said.record.isbns.append(content)
            case "volume": said.record.volume = content
            case "number": said.record.issue = content
            case "pagerange": said.record.pages = content
            case "doi": said.record.add("doi", content)
            case "publicationdate": said.record.dates.append(SourceDate(kind: "issued", text: content))
            case "coverdate": said.record.dates.append(SourceDate(kind: "published-print", text: content))
            case "modificationdate": said.record.dates.append(SourceDate(kind: "updated", text: content))
            case "section", "genre": said.word = said.word ?? content
            case "keyword": said.record.keywords += WebNames.keywords(content)
            case "url": said.addresses.append(content)
            default: break
            }
        }
    }

    // MARK: Dublin Core

    private mutating func dublinCore(_ name: Substring, _ content: String) {
        let parts = name.split { ".:_".contains($0) }
        guard let element = parts.first else { return }
        let refinement = parts.dropFirst().joined(separator: ".")
        say(.dublinCore) { said in
            switch element {
            case "title": said.record.titles.append(content)
            case "alternative": said.record.others.append(SourceIdentifier(scheme: "alternative", value: content))
            case "creator": WebNames.add(content, to: &said.record)
            case "contributor":
                switch refinement {
                case "sponsor": said.record.funders.append(content)
                case "author": WebNames.add(content, to: &said.record)
                case "editor": said.record.contributors.append(SourceContributor(role: "editor", name: content))
                default: said.record.contributors.append(SourceContributor(role: "contributor", name: content))
                }
            case "date", "issued", "created", "modified", "available", "datesubmitted", "dateaccepted":
                let kind = refinement.isEmpty ? String(element) : refinement
                let kinds = [
                    "date": "issued", "issued": "issued", "created": "created", "modified": "updated",
                    "available": "available", "datesubmitted": "submitted", "submitted": "submitted",
                    "dateaccepted": "accepted", "accepted": "accepted",
                ]
                said.record.dates.append(SourceDate(kind: kinds[kind] ?? kind, text: content))
            case "identifier": Self.identifier(content, refinement, &said)
            case "source":
                switch refinement {
                case "": if !content.contains("://") { said.record.containerTitles.append(content) }
                case "issn": said.record.issns.append(content)
                case "volume": said.record.volume = content
                case "issue": said.record.issue = content
                default: break
                }
            case "publisher": said.record.publisher = said.record.publisher ?? content
            case "type": if refinement.isEmpty { said.word = said.word ?? content }
            case "language": said.record.languages.append(content)
            case "subject": said.record.keywords += WebNames.keywords(content)
            case "description", "abstract":
                if refinement.isEmpty || refinement == "abstract" { said.record.abstracts.append(content) }
            case "rights", "license":
                if content.hasPrefix("http") || content.uppercased().hasPrefix("CC") {
                    said.record.licenses.append(content)
                }
            case "relation", "ispartof", "isversionof", "hasversion", "references", "isreferencedby", "replaces":
                let type = refinement.isEmpty ? String(element) : refinement
                // A journal's address says nothing of this work.
                if content.contains("10.") {
                    said.record.relations.append(SourceRelation(type: type, scheme: "", target: content))
                }
            case "bibliographiccitation":
                said.record.others.append(SourceIdentifier(scheme: "citation", value: content))
            default: break
            }
        }
    }

    private static func identifier(_ content: String, _ refinement: String, _ said: inout WebStatement) {
        let lower = content.lowercased()
        if refinement == "doi" || lower.hasPrefix("doi:") || lower.hasPrefix("10.") || lower.contains("doi.org/10.") {
            said.record.add("doi", content)
        } else if lower.hasPrefix("pmid:") || lower.hasPrefix("arxiv:") || refinement == "pmid" {
            said.record.add(refinement == "pmid" ? "pmid" : "", content)
        } else if refinement == "issn" || lower.hasPrefix("issn") {
            said.record.issns.append(content)
        } else if refinement == "isbn" || lower.hasPrefix("isbn") || lower.hasPrefix("urn:isbn:") {
            said.record.isbns.append(lower.hasPrefix("urn:isbn:") ? String(content.dropFirst(9)) : content)
        } else if lower.contains("hdl.handle.net/") {
            said.record.add("url", content)
        } else if lower.hasPrefix("http") {
            said.addresses.append(content)
        } else {
            said.record.others.append(SourceIdentifier(scheme: "identifier", value: content))
        }
    }

    // MARK: Open Graph and what has no vocabulary

    private mutating func others(_ name: Substring, _ content: String) {
        let isURL = content.hasPrefix("http")
        switch name {
        case "og:title", "og-title", "twitter:title":
            say(.openGraph) {
                if name != "twitter:title" || $0.record.titles.isEmpty { $0.record.titles.append(content) }
            }
        case "og:description", "og-description": say(.openGraph) { $0.record.abstracts.append(content) }
        case "og:url", "og-url": say(.openGraph) { $0.addresses.insert(content, at: 0) }
        case "twitter:url": say(.openGraph) { $0.addresses.append(content) }
        case "og:type", "og-type": say(.openGraph) { $0.word = $0.word ?? content }
        case "og:site_name", "og-site-name": say(.openGraph) { $0.site = $0.site ?? content }
        case "og:locale": say(.openGraph) { $0.record.languages.append(content) }
        case "article:published_time", "og:article:published_time", "og:published_time", "book:release_date",
            "video:release_date":
            say(.openGraph) { $0.record.dates.append(SourceDate(kind: "issued", text: content)) }
        case "article:modified_time", "og:updated_time":
            say(.openGraph) { $0.record.dates.append(SourceDate(kind: "updated", text: content)) }
        case "article:author", "book:author", "og:article:author":
            if !isURL { say(.openGraph) { WebNames.add(content, to: &$0.record) } }
        case "article:tag": say(.openGraph) { $0.record.keywords.append(content) }
        case "book:isbn": say(.openGraph) { $0.record.isbns.append(content) }
        case "doi", "dc.doi", "article:doi", "article_doi", "rft.doi": say(.prism) { $0.record.add("doi", content) }
        case "author", "parsely-author", "sailthru.author", "byl", "byline":
            if !isURL { say(.plain) { if $0.record.contributors.isEmpty { WebNames.add(content, to: &$0.record) } } }
        case "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "displaydate",
            "parsely-pub-date", "sailthru.date", "last-published", "article.published":
            say(.plain) { $0.record.dates.append(SourceDate(kind: "issued", text: content)) }
        case "title", "parsely-title", "sailthru.title": say(.plain) { $0.record.titles.append(content) }
        case "description": say(.plain) { $0.record.abstracts.append(content) }
        case "keywords", "news_keywords":
            say(.plain) {
                if $0.record.keywords.isEmpty { $0.record.keywords = WebNames.keywords(content) }
                if name == "news_keywords" { $0.word = "NewsArticle" }
            }
        case "language", "content-language": say(.plain) { $0.record.languages.append(content) }
        case "application-name": say(.plain) { $0.site = $0.site ?? content }
        case "publisher": say(.plain) { $0.record.publisher = content }
        default: break
        }
    }
}
