internal import Formats
internal import Records

/// One page, read for the work that it is about: a landing page for that work, a story is a work of its own.
///
/// Each vocabulary makes its own statement; `merged` takes each field from the first that has it. The order is that of
/// `precedence`: what publishers write for indexers (Highwire) before what they write for search engines (JSON-LD), for
/// libraries (PRISM, Dublin Core), for social networks (Open Graph), and before what stands in no vocabulary.
struct WebPage {
    private let page: HTMLPage
    /// Where the page was fetched; nil for a file.
    private let url: String?
    private var statements: [WebVocabulary: WebStatement]
    /// Headings, which tell the work's title from the site's name behind it.
    private let headings: [String]
    /// The first heading of the page's main part.
    private let heading: String?

    static let precedence: [WebVocabulary] = [
        .highwire, .bepress, .eprints, .linkedData, .prism, .dublinCore, .openGraph, .plain,
    ]
    /// Vocabularies that name the work's identifiers; the others speak of the page.
    private static let scholarly: [WebVocabulary] = [.highwire, .bepress, .eprints, .linkedData, .prism, .dublinCore]

    init(_ page: HTMLPage, url: String?) {
        self.page = page
        self.url = url
        let all = page.blocks.lazy.filter { ["h1", "h2"].contains($0.element) }.prefix(20)
        headings = all.map(\.text)
        heading = all.first { $0.element == "h1" && !$0.isAside }?.text
        statements = WebMetas(page).statements
        var about = Set(headings.map(WebNames.folded))
        for title in statements.values.flatMap(\.record.titles) + [page.title].compactMap({ $0 }) {
            about.insert(WebNames.folded(title))
        }
        if let address = Self.address(page, statements, url: url) { about.insert(WebAddress.canonical(address)) }
        if let said = WebLinkedData.statement(page.linkedData, about: about) { statements[.linkedData] = said }
    }

    /// Whether publishers' or search engines' metadata name a work: such a page is no error page, whatever its title.
    var namesWork: Bool {
        Self.scholarly.contains { vocabulary in
            guard let said = statements[vocabulary] else { return false }
            return !said.record.titles.isEmpty && said.word != "WebPage"
        }
    }

    // MARK: Merging

    private func first<T>(_ field: KeyPath<SourceRecord, T?>) -> T? {
        for vocabulary in Self.precedence {
            if let value = statements[vocabulary]?.record[keyPath: field] { return value }
        }
        return nil
    }

    private func first<T>(_ field: KeyPath<SourceRecord, [T]>) -> [T] {
        for vocabulary in Self.precedence {
            if let values = statements[vocabulary]?.record[keyPath: field], !values.isEmpty { return values }
        }
        return []
    }

    private func all<T: Equatable>(_ field: KeyPath<SourceRecord, [T]>, of vocabularies: [WebVocabulary]) -> [T] {
        var found: [T] = []
        for vocabulary in vocabularies {
            // A page that says it five hundred times means to stall.
            for value in (statements[vocabulary]?.record[keyPath: field] ?? []).prefix(500) where !found.contains(value)
            {
                found.append(value)
            }
        }
        return found
    }

    /// - Returns: The record; nil where the page has no title.
    func record() -> SourceRecord? {
        var statements = self.statements
        let relations = Self.tellApart(&statements, headings: headings)
        var copy = self
        copy.statements = statements
        return copy.merged(relations)
    }

    private func merged(_ mentioned: [SourceRelation]) -> SourceRecord? {
        let address = Self.address(page, statements, url: url).map { Self.plain($0) }
        guard let title = title() else { return nil }
        var record = SourceRecord(source: Web.card.id, key: "")
        record.titles = [title] + first(\.titles).dropFirst()
        record.identifiers = all(\.identifiers, of: Self.scholarly)
        identify(&record, address: address)
        let addresses = ([address, url] + statements.values.map(\.addresses.first)).compactMap { $0 }
        let kind = WebKind(statements, addresses: addresses, hasIdentifier: !record.identifiers.isEmpty)
        record.type = kind.word
        record.subtitles = first(\.subtitles)
        record.contributors = contributors()
        if !record.contributors.contains(where: { $0.role == "author" }) { record.authorList = first(\.authorList) }
        record.containerTitles = first(\.containerTitles).filter { WebNames.folded($0) != WebNames.folded(title) }
        record.shortContainerTitles = first(\.shortContainerTitles)
        record.issns = first(\.issns)
        record.isbns = first(\.isbns)
        record.publisher = first(\.publisher)
        record.place = first(\.place)
        record.volume = first(\.volume)
        record.issue = first(\.issue)
        record.pages = first(\.pages)
        record.event = first(\.event)
        record.series = first(\.series)
        record.version = first(\.version)
        record.dates = dates(address)
        record.abstracts = first(\.abstracts)
        record.languages = first(\.languages)
        if record.languages.isEmpty { record.languages = [page.language].compactMap { $0 } }
        record.keywords = first(\.keywords)
        record.licenses = first(\.licenses)
        record.funders = first(\.funders)
        record.referenceCount = first(\.referenceCount)
        record.others = all(\.others, of: Self.precedence)
        record.url = address ?? url
        record.relations = all(\.relations, of: Self.precedence)
        for relation in mentioned { record.relate(relation.type, relation.scheme, relation.target) }
        if kind.isReport {
            if record.containerTitles.isEmpty {
                // A newspaper's site is its publisher's name.
                let paper = kind.word == "NewsArticle" ? statements[.linkedData]?.record.publisher : nil
                record.containerTitles = [site() ?? paper].compactMap { $0 }.filter {
                    WebNames.folded($0) != WebNames.folded(title)
                }
            }
            let own = record.identifiers.filter { $0.scheme == "doi" }.map { URLText.doiKey($0.value) }
            let host = WebAddress.host(address ?? url ?? "")
            for target in WebMentions.targets(page, host: host, own: own) {
                record.relate("mentions", target.scheme, target.value)
            }
        } else if kind.isPreprint, record.pages.map({ Self.isTail($0, of: record.identifiers) }) == true {
            // bioRxiv prints its own number as first page.
            record.pages = nil
        }
        let own = record.identifiers.filter { $0.scheme == "doi" }.map { URLText.doiKey($0.value) }
        record.relations.removeAll { relation in own.contains { relation.target.lowercased().hasSuffix($0) } }
        // The page's own address: an identifier of landing pages whose URL holds one, and all that a story has.
        if let address { record.add("url", address) }
        record.updated =
            record.dates.lazy.filter { $0.kind == "updated" }.compactMap {
                $0.text.flatMap { Timestamp(iso8601: $0) }
            }.first
        record.key = key(record, address: address)
        return record
    }

    /// What identifies the work besides its metadata.
    private func identify(_ record: inout SourceRecord, address: String?) {
        // Signposting, RFC 8574: how the page's work is cited.
        for link in page.links where link.element == "link" && link.rel == "cite-as" { record.add("url", link.href) }
        guard record.identifiers.isEmpty, let last = WebAddress.segments(url ?? address ?? "").last else { return }
        // A DOI in the text that the page's own address repeats: `10.4202/app.01105.2023` at `…/app011052023.html`.
        let name = WebNames.folded(last)
        for doi in WebMentions.dois(page) {
            let suffix = WebNames.folded(doi.drop { $0 != "/" }.description)
            guard suffix.utf8.count >= 8, name.hasPrefix(suffix) else { continue }
            // `journal12345` does not begin `journal123456`.
            let isCut = suffix.last.map { "0"..."9" ~= $0 } ?? false
            if isCut, let next = name.dropFirst(suffix.count).first, "0"..."9" ~= next { continue }
            return record.add("doi", doi)
        }
    }

    /// The page's address, so that a page fetched twice is one record. Not the DOI: pages of several sites carry one, and
    /// each makes a claim of its own.
    private func key(_ record: SourceRecord, address: String?) -> String {
        if let address = address ?? url { return WebAddress.canonical(address) }
        if let own = record.identifiers.first {
            return own.scheme == "doi" ? "doi:" + URLText.doiKey(own.value) : "\(own.scheme):\(own.value)"
        }
        let others = [site(), record.dates.first { $0.kind == "issued" }?.text].compactMap { $0 }
        return "title:" + ([WebNames.withoutTags(record.titles[0])] + others).joined(separator: " | ")
    }

    private static func isTail(_ page: String, of identifiers: [SourceIdentifier]) -> Bool {
        identifiers.contains { $0.scheme == "doi" && $0.value.hasSuffix("/" + page) }
    }

    // MARK: Whose words

    /// A story may carry the Highwire tags of the paper that it is about. Tags of another title than the story bears are
    /// the other work's: what they identify is mentioned, and they say nothing of the page.
    private static func tellApart(
        _ statements: inout [WebVocabulary: WebStatement], headings: [String]
    ) -> [SourceRelation] {
        guard let story = statements[.linkedData], ["NewsArticle", "BlogPosting"].contains(story.word),
            let told = story.record.titles.first.map(WebNames.folded),
            let tagged = statements[.highwire]?.record.titles.first.map(WebNames.folded),
            !told.hasPrefix(tagged), !tagged.hasPrefix(told), !headings.map(WebNames.folded).contains(tagged)
        else { return [] }
        let others = statements[.highwire]?.record.identifiers ?? []
        statements[.highwire] = nil
        for vocabulary in [WebVocabulary.prism, .dublinCore] {
            statements[vocabulary]?.record.identifiers.removeAll { identifier in
                others.contains { URLText.doiKey($0.value) == URLText.doiKey(identifier.value) }
            }
        }
        return others.map { SourceRelation(type: "mentions", scheme: $0.scheme, target: $0.value) }
    }

    /// The first address that leads to this page: the canonical link, what Open Graph, Highwire, PRISM and JSON-LD say, at
    /// last where it was fetched. A site's front page is the address of no work.
    private static func address(
        _ page: HTMLPage, _ statements: [WebVocabulary: WebStatement], url: String?
    ) -> String? {
        let links = page.links.lazy.filter { $0.element == "link" && $0.rel == "canonical" }.prefix(3).map(\.href)
        let said = [WebVocabulary.openGraph, .highwire, .bepress, .prism, .linkedData, .dublinCore].flatMap {
            statements[$0]?.addresses.prefix(3) ?? []
        }
        let base = url ?? said.first(where: WebAddress.isAbsolute)
        let known = (Array(links) + said).compactMap { WebAddress.absolute($0, base: base) }
        let ofWork = known.filter { !WebAddress.segments($0).isEmpty || $0.contains("?") }
        return ofWork.first ?? (url.map { WebAddress.segments($0).isEmpty } ?? true ? known.first : nil) ?? url
    }

    /// Without what tells where a reader came from, in the scheme as given.
    private static func plain(_ address: String) -> String {
        let canonical = WebAddress.canonical(address)
        return address.lowercased().hasPrefix("http:") ? "http:" + canonical.dropFirst(6) : canonical
    }

    // MARK: Fields with rules of their own

    /// Highwire names authors in order; JSON-LD names the same with ORCIDs and affiliations, where it names as many.
    private func contributors() -> [SourceContributor] {
        func details(_ people: [SourceContributor]) -> Int {
            people.reduce(0) { $0 + ($1.orcid == nil ? 0 : 1) + $1.affiliations.count }
        }
        let authors = Self.precedence.compactMap { vocabulary -> [SourceContributor]? in
            let people = statements[vocabulary]?.record.contributors ?? []
            return people.contains { $0.role == "author" } ? people : nil
        }
        if var first = authors.first {
            // Some pages print their tags twice.
            let half = first.count / 2
            if first.count > 1, first.count % 2 == 0, first[..<half].map(\.name) == first[half...].map(\.name) {
                first = Array(first[..<half])
            }
            let count = first.count { $0.role == "author" }
            let richer = statements[.linkedData]?.record.contributors ?? []
            return richer.count { $0.role == "author" } == count && details(richer) > details(first) ? richer : first
        }
        if statements.values.contains(where: { $0.record.authorList != nil }) { return [] }
        // Highwire's own publishing platform lists authors as Dublin Core's contributors.
        if let people = statements[.dublinCore]?.record.contributors, !people.isEmpty {
            return people.map { person in
                var person = person
                if person.role == "contributor" { person.role = "author" }
                return person
            }
        }
        var named = SourceRecord(source: Web.card.id, key: "")
        for link in page.links where link.element == "a" && !link.isAside && link.text.utf8.count < 80 {
            if named.contributors.count > 5 { return [] }
            if link.rel.split(separator: " ").contains("author"),
                !named.contributors.contains(where: { $0.name == link.text })
            {
                WebNames.add(link.text, to: &named)
            }
        }
        return named.contributors
    }

    private func dates(_ address: String?) -> [SourceDate] {
        var dates = all(\.dates, of: Self.precedence)
        if statements[.highwire]?.record.identifiers.contains(where: { $0.scheme == "arxiv" }) == true {
            // arXiv gives the day of the version that is shown.
            for index in dates.indices where dates[index].kind == "published-online" { dates[index].kind = "updated" }
        }
        if let first = dates.firstIndex(where: { $0.kind == "issued" }), let text = dates[first].text,
            Self.isNewYear(text),
            let better = dates.firstIndex(where: {
                $0.kind == "issued" && $0.text?.prefix(4) == text.prefix(4) && !Self.isNewYear($0.text ?? "")
                    && ($0.text?.utf8.count ?? 0) > 4
            })
        {
            // January 1 stands for a year of which no more is known.
            dates.insert(dates.remove(at: better), at: first)
        }
        guard !dates.contains(where: { $0.kind == "issued" }) else { return dates }
        let property = page.properties.first { $0.name == "datepublished" }?.content
        let time = page.times.first { $0.utf8.count >= 8 && $0.utf8.prefix(4).allSatisfy { (48...57).contains($0) } }
        if let text = property ?? Self.day(in: address) ?? time ?? WebDates.shown(page) {
            dates.append(SourceDate(kind: "issued", text: text))
        }
        return dates
    }

    private static func isNewYear(_ text: String) -> Bool {
        let parts = text.split { $0 == "-" || $0 == "/" }.map(String.init)
        return parts.count == 3 && parts[0].utf8.count == 4 && ["1", "01"].contains(parts[1])
            && ["1", "01"].contains(parts[2])
    }

    /// `/2023/11/06/` in a blog's address.
    private static func day(in address: String?) -> String? {
        let segments = address.map(WebAddress.segments) ?? []
        func number(_ index: Int, _ range: ClosedRange<Int>) -> String? {
            guard index < segments.count, let value = Int(segments[index]), range.contains(value) else { return nil }
            return segments[index]
        }
        for index in segments.indices {
            guard let year = number(index, 1990...2100), let month = number(index + 1, 1...12) else { continue }
            return [year, month, number(index + 2, 1...31)].compactMap { $0 }.joined(separator: "-")
        }
        return nil
    }

    private func site() -> String? {
        for vocabulary in [WebVocabulary.openGraph, .linkedData, .plain] {
            if let site = statements[vocabulary]?.site { return site }
        }
        return nil
    }

    /// The title, without the site's name where it is shown to be that.
    private func title() -> String? {
        for vocabulary in Self.precedence {
            guard let said = statements[vocabulary], let title = said.record.titles.first else { continue }
            // These often give what stands in the window's title bar.
            let isBar = [.openGraph, .plain, .linkedData].contains(vocabulary)
            return isBar ? WebTitle.cut(title, names: names, headings, h1: heading) : title
        }
        if let title = page.title, !title.isEmpty { return WebTitle.cut(title, names: names, headings, h1: heading) }
        return heading
    }

    private var names: [String] {
        var names: [String] = []
        for vocabulary in Self.precedence {
            guard let said = statements[vocabulary] else { continue }
            names += [said.site, said.record.publisher].compactMap { $0 }
            names += said.record.containerTitles + said.record.shortContainerTitles
        }
        return names + [WebAddress.host(Self.address(page, statements, url: url) ?? "")]
    }
}
