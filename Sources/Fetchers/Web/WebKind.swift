internal import Formats
internal import Records

/// What sort of work a page is about.
struct WebKind {
    /// The source record's type; nil where the page does not say.
    var word: String?
    /// A story, a post or a page without a work behind it: what it links to, it mentions.
    var isReport = false
    var isPreprint = false

    /// - Parameter addresses: All that lead to the page; the canonical one may be its DOI's.
    init(_ statements: [WebVocabulary: WebStatement], addresses: [String], hasIdentifier: Bool) {
        let highwire = statements[.highwire] ?? statements[.bepress]
        let linked = statements[.linkedData]?.word
        let libraries = statements[.eprints]?.word ?? statements[.dublinCore]?.word ?? statements[.prism]?.word
        let hosts = addresses.map(WebAddress.host)
        let segments = addresses.flatMap { WebAddress.segments($0).dropLast() }
        let site = statements[.openGraph]?.site ?? ""
        let isIssued =
            [highwire, statements[.prism]].contains {
                $0?.record.volume != nil || $0?.record.issns.isEmpty == false || $0?.record.pages != nil
            }
        let journal =
            highwire?.record.containerTitles.first
            ?? (isIssued || hasIdentifier ? statements[.prism]?.record.containerTitles.first : nil)
        isPreprint =
            ([journal ?? "", site] + hosts).contains { name in
                let name = name.lowercased()
                return Self.preprintServers.contains { name.contains($0) }
            } || highwire?.record.identifiers.contains { $0.scheme == "arxiv" } == true && journal == nil

        let isBlog =
            linked == "BlogPosting" || statements[.openGraph]?.word == "blog" || hosts.contains { $0.contains("blog") }
            || statements[.linkedData]?.record.others.contains { WebNames.folded($0.value).hasPrefix("blog") } == true
            || segments.contains { ["blog", "blogs"].contains($0.lowercased()) }
        let isNews =
            linked == "NewsArticle" || statements[.plain]?.word == "NewsArticle" || Self.isNews(libraries)
            || segments.contains { segment in
                let segment = segment.lowercased()
                return Self.newsFolders.contains { segment.hasPrefix($0) }
            }

        if let linked, Self.works.contains(linked) {
            word = linked
        } else if isPreprint, hasIdentifier || highwire != nil {
            word = "preprint"
        } else if let said = highwire?.word ?? statements[.eprints]?.word {
            word = said
        } else if let notice = Self.notice(highwire, libraries) {
            word = notice
        } else if journal != nil, isIssued || !isBlog && !isNews {
            // What a journal prints is in the journal, its news, too.
            word = "journal-article"
        } else if linked == "ScholarlyArticle" || linked == "MedicalScholarlyArticle" {
            word = "ScholarlyArticle"
        } else if isBlog, linked != "NewsArticle" {
            word = "BlogPosting"
        } else if isNews {
            word = "NewsArticle"
        } else if let libraries, hasIdentifier || statements[.dublinCore]?.record.titles.isEmpty == false,
            !Self.pages.contains(WebNames.folded(libraries))
        {
            word = libraries
        } else if highwire?.record.isbns.isEmpty == false {
            word = "book"
        } else {
            word = Self.openGraph(statements[.openGraph]?.word) ?? (hasIdentifier ? nil : "WebPage")
        }
        let isStory = word.map { ["BlogPosting", "NewsArticle", "WebPage"].contains($0) } ?? false
        isReport = isStory || isNews && word == "journal-article" || isBlog && word == "journal-article"
    }

    /// JSON-LD's words that say more than that something is an article.
    private static let works: Set<String> = [
        "Dataset", "Thesis", "Book", "Chapter", "Report", "Software", "Presentation",
    ]

    private static let preprintServers = [
        "biorxiv", "medrxiv", "arxiv", "chemrxiv", "psyarxiv", "techrxiv", "eartharxiv", "socarxiv", "engrxiv",
        "research square", "researchsquare", "preprints.org", "ssrn", "authorea", "osf preprints", "peerj preprints",
    ]

    private static let newsFolders = [
        "news", "nachrichten", "press", "media-release", "actualit", "noticias", "releases", "aktuelles", "meldung",
    ]

    /// Words of repositories' and publishers' types that say that a page is a page.
    private static let pages: Set<String> = [
        "website", "webpage", "text", "article", "interactiveresource", "texthtml",
    ]

    private static func isNews(_ word: String?) -> Bool {
        ["news", "newsarticle", "newsviews", "newsandviews", "researchhighlight", "pressrelease"].contains(
            WebNames.folded(word ?? ""))
    }

    private static func notice(_ highwire: WebStatement?, _ libraries: String?) -> String? {
        let said =
            (highwire?.record.others.filter { $0.scheme == "articleType" }.map(\.value) ?? []) + [libraries ?? ""]
        return said.first {
            [
                "correction", "erratum", "corrigendum", "retraction", "authorcorrection", "publishercorrection",
                "retractionnote", "publishederratum", "expressionofconcern",
            ].contains(WebNames.folded($0))
        }.map { WebNames.folded($0).contains("retraction") ? "retraction" : "correction" }
    }

    private static func openGraph(_ word: String?) -> String? {
        guard let word else { return nil }
        if word.hasPrefix("video") { return "Film" }
        if word == "book" || word == "books.book" { return "Book" }
        return nil
    }
}
