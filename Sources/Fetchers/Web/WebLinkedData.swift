internal import Formats
internal import Records

/// JSON-LD in schema.org's words: finds the node that describes the page's work, and reads it.
///
/// Broken blocks are passed over: line breaks within strings, HTML escapes and CDATA marks are mended first, because half the
/// web writes them.
enum WebLinkedData {
    /// A node that describes a work.
    struct Candidate {
        var statement: WebStatement
        /// How much its type says: 3 a work, 2 a story, 1 an article of no kind, 0 the page itself.
        var rank: Int
        /// Titles and addresses, by which it is known to be what the page is about.
        var names: Set<String>
    }

    static let mostNodes = 2000

    /// The statement of the node that is about what the page is about.
    ///
    /// - Parameters:
    ///   - blocks: Contents of the page's scripts.
    ///   - about: Titles, folded, and canonical addresses of the page.
    static func statement(_ blocks: [String], about: Set<String>) -> WebStatement? {
        let parser = JSONParser()
        var found: [Candidate] = []
        var sites: [String] = []
        for block in blocks {
            for text in spellings(block) {
                guard
                    let read = try? parser.parse(
                        text,
                        { root -> ([Candidate], [String]) in
                            var graph = LinkedGraph(root)
                            return (graph.candidates(), graph.sites)
                        })
                else { continue }
                found += read.0
                sites += read.1
                break
            }
        }
        let works = found.filter { $0.rank > 0 }
        let known = works.filter { !$0.names.isDisjoint(with: about) }
        // A list of other stories says nothing of this page.
        let chosen =
            Self.best(known) ?? (works.count == 1 ? works.first : nil) ?? Self.best(works.filter { $0.rank == 3 })
            ?? found.first { $0.rank == 0 }
        var statement = chosen?.statement ?? (sites.isEmpty ? nil : WebStatement())
        if statement?.site == nil { statement?.site = sites.first }
        return statement
    }

    private static func best(_ candidates: [Candidate]) -> Candidate? {
        candidates.max { $0.rank < $1.rank }.flatMap { top in candidates.first { $0.rank == top.rank } }
    }

    /// The block as it is, then mended.
    private static func spellings(_ block: String) -> [[UInt8]] {
        let plain = Array(block.utf8)
        let mended = withoutMarks(plain)
        guard block.contains("&quot;") || block.contains("&#34;") else { return [plain, mended] }
        return [plain, mended, withoutMarks(Array(HTMLPage.resolved(block).utf8))]
    }

    /// From the first brace to the last, with the bracket around them, without line breaks: what stands before and behind
    /// are marks of comments and CDATA.
    private static func withoutMarks(_ bytes: [UInt8]) -> [UInt8] {
        guard let first = bytes.firstIndex(of: UInt8(ascii: "{")), let last = bytes.lastIndex(of: UInt8(ascii: "}")),
            first < last
        else { return bytes }
        let before = bytes[..<first].filter { $0 > 0x20 }
        let isList = before.last == UInt8(ascii: "[") && before.dropLast().last != UInt8(ascii: "A")
        let object = bytes[first...last].map { $0 < 0x20 ? 0x20 : $0 }
        return isList ? [UInt8(ascii: "[")] + object + [UInt8(ascii: "]")] : object
    }
}

/// One block's nodes; those that only name another by `@id` lead to it.
private struct LinkedGraph {
    private var nodes: [JSONValue] = []
    private var byId: [String: JSONValue] = [:]
    /// Names of sites and their owners.
    private(set) var sites: [String] = []

    init(_ root: JSONValue) { gather(root, 0) }

    private mutating func gather(_ value: JSONValue, _ depth: Int) {
        guard depth < 8, nodes.count < WebLinkedData.mostNodes else { return }
        if value.kind == .array {
            for element in value.elements { gather(element, depth + 1) }
            return
        }
        guard value.kind == .object else { return }
        nodes.append(value)
        if let id = value["@id"]?.string, value["@type"] != nil { byId[id] = byId[id] ?? value }
        if let graph = value["@graph"] { gather(graph, depth + 1) }
        for name: StaticString in ["mainEntity", "mainEntityOfPage"] {
            if let inner = value[name], inner.kind == .object || inner.kind == .array { gather(inner, depth + 1) }
        }
    }

    mutating func candidates() -> [WebLinkedData.Candidate] {
        var found: [WebLinkedData.Candidate] = []
        for node in nodes {
            let types = Self.types(node)
            if types.contains("website") || types.contains("blog"), let name = node["name"]?.string {
                sites.append(HTMLPage.resolved(name))
            }
            guard let (word, rank) = Self.word(types) else { continue }
            var statement = WebStatement()
            statement.word = word
            read(node, isStory: rank == 2, into: &statement)
            guard !statement.record.titles.isEmpty else { continue }
            let names = statement.record.titles.map(WebNames.folded) + statement.addresses.map(WebAddress.canonical)
            found.append(WebLinkedData.Candidate(statement: statement, rank: rank, names: Set(names)))
        }
        return found
    }

    /// `@type` may be one word or several, with or without schema.org before it.
    private static func types(_ node: JSONValue) -> [String] {
        (node["@type"]?.elements.compactMap(\.string) ?? []).map { type in
            (type.split { $0 == "/" || $0 == ":" || $0 == "#" }.last ?? "").lowercased()
        }
    }

    private static func word(_ types: [String]) -> (word: String, rank: Int)? {
        for type in types { if let word = works[type] { return (word, 3) } }
        for type in types {
            if type.hasSuffix("newsarticle") { return ("NewsArticle", 2) }
            if type.hasSuffix("blogposting") || type == "socialmediaposting" { return ("BlogPosting", 2) }
        }
        if types.contains(where: { ["article", "techarticle", "creativework", "howto"].contains($0) }) {
            return ("Article", 1)
        }
        return types.contains { $0.hasSuffix("webpage") || $0 == "aboutpage" } ? ("WebPage", 0) : nil
    }

    private static let works: [String: String] = [
        "scholarlyarticle": "ScholarlyArticle", "medicalscholarlyarticle": "MedicalScholarlyArticle",
        "dataset": "Dataset", "datacatalog": "Dataset", "thesis": "Thesis", "book": "Book", "chapter": "Chapter",
        "report": "Report", "softwaresourcecode": "Software", "softwareapplication": "Software",
        "presentationdigitaldocument": "Presentation", "review": "Review", "movie": "Film", "course": "Other",
    ]

    private func all(_ value: JSONValue?, _ most: Int) -> [JSONValue] {
        value.map { Array($0.elements.prefix(most)) } ?? []
    }

    /// The node itself, or the one that it names, which says more.
    private func resolved(_ value: JSONValue) -> JSONValue {
        guard value.kind == .object, let id = value["@id"]?.string, let node = byId[id], node["name"] != nil else {
            return value
        }
        return node
    }

    private func read(_ node: JSONValue, isStory: Bool, into said: inout WebStatement) {
        func plain(_ value: JSONValue?) -> String? {
            let text = value?.text.map { WebNames.trimmed(HTMLPage.resolved($0)[...]) }
            return text.flatMap { $0.isEmpty ? nil : $0 }
        }
        func name(_ value: JSONValue?) -> String? {
            guard let value else { return nil }
            let first = value.kind == .array ? value.elements.first { _ in true } : value
            guard let first = first.map(resolved) else { return nil }
            return first.kind == .object ? plain(first["name"] ?? first["legalName"]) : plain(first)
        }
        for key: StaticString in ["headline", "name", "title"] where said.record.titles.isEmpty {
            if let title = plain(node[key]) { said.record.titles.append(title) }
        }
        for (key, role) in [("author", "author"), ("creator", "author"), ("editor", "editor")]
            as [(StaticString, String)]
        {
            if role == "author", said.record.contributors.contains(where: { $0.role == "author" }) { continue }
            for person in all(node[key], 5000) {
                if let contributor = contributor(resolved(person), role) {
                    said.record.contributors.append(contributor)
                }
            }
        }
        for (key, kind) in [
            ("datePublished", "issued"), ("dateCreated", "created"), ("dateModified", "updated"),
        ] as [(StaticString, String)] {
            if let date = plain(node[key]) { said.record.dates.append(SourceDate(kind: kind, text: date)) }
        }
        identifiers(node, isStory: isStory, &said)
        container(node, &said, 0)
        said.record.publisher = name(node["publisher"]) ?? name(node["provider"]) ?? name(node["sourceOrganization"])
        if let page = plain(node["pageStart"]) {
            said.record.pages = [page, plain(node["pageEnd"])].compactMap { $0 }.joined(separator: "-")
        }
        said.record.pages = said.record.pages ?? plain(node["pagination"])
        said.record.version = plain(node["version"])
        for key: StaticString in ["abstract", "description"] {
            if let text = plain(node[key]), said.record.abstracts.isEmpty { said.record.abstracts.append(text) }
        }
        for language in all(node["inLanguage"], 5) {
            if let code = language.kind == .object
                ? plain(language["alternateName"] ?? language["name"]) : plain(language)
            {
                said.record.languages.append(code)
            }
        }
        for word in all(node["keywords"], 500) {
            let text = word.kind == .object ? plain(word["name"]) : plain(word)
            if let text { said.record.keywords += WebNames.keywords(text) }
        }
        for license in all(node["license"], 5) {
            let text =
                license.kind == .object ? plain(license["url"] ?? license["@id"] ?? license["name"]) : plain(license)
            if let text { said.record.licenses.append(text) }
        }
        for funder in all(node["funder"], 200) {
            if let text = name(funder) { said.record.funders.append(text) }
        }
        for isbn in all(node["isbn"], 10) { if let text = plain(isbn) { said.record.isbns.append(text) } }
        if let section = name(node["articleSection"]) ?? name(node["genre"]) {
            said.record.others.append(SourceIdentifier(scheme: "articleType", value: section))
        }
    }

    private func contributor(_ person: JSONValue, _ role: String) -> SourceContributor? {
        if person.kind == .string {
            let text = WebNames.trimmed((person.string ?? "")[...])
            return text.isEmpty || text.hasPrefix("http")
                ? nil : SourceContributor(role: role, name: HTMLPage.resolved(text))
        }
        func plain(_ value: JSONValue?) -> String? {
            value?.string.map { WebNames.trimmed(HTMLPage.resolved($0)[...]) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        var made = SourceContributor(role: role)
        made.family = plain(person["familyName"])
        made.given = plain(person["givenName"])
        if made.family == nil { made.given = nil }
        made.name = made.family == nil ? plain(person["name"] ?? person["alternateName"]) : nil
        guard made.family != nil || made.name != nil else { return nil }
        let types = Self.types(person)
        if types.contains(where: { $0.hasSuffix("organization") || $0 == "consortium" }), !types.contains("person") {
            made.isGroup = true
        }
        for key: StaticString in ["@id", "identifier", "sameAs", "url"] where made.orcid == nil {
            for value in all(person[key], 20) {
                let text = value.kind == .object ? value["value"]?.string ?? value["url"]?.string : value.string
                // ORCID's own site has other addresses, too.
                if let text, text.split(separator: "/").last?.hasPrefix("0000-") == true {
                    made.orcid = made.orcid ?? text
                }
            }
        }
        for place in all(person["affiliation"], 50) {
            let place = resolved(place)
            if let text = place.kind == .object ? plain(place["name"]) : plain(place) { made.affiliations.append(text) }
        }
        return made
    }

    /// What a story names besides itself is another's work; what a work's own record names as itself is its own.
    private func identifiers(_ node: JSONValue, isStory: Bool, _ said: inout WebStatement) {
        func targets(_ key: StaticString) -> [(scheme: String, value: String)] {
            all(node[key], 200).compactMap { value in
                guard value.kind == .object else { return value.text.map { ("", $0) } }
                let inner =
                    value["value"]?.text ?? value["@id"]?.string ?? value["url"]?.string ?? value["sameAs"]?.string
                    ?? value["identifier"]?.text
                return inner.map { (value["propertyID"]?.string?.lowercased() ?? "", $0) }
            }
        }
        for (key, isAddress) in [("@id", false), ("url", true), ("mainEntityOfPage", true)] as [(StaticString, Bool)] {
            for target in targets(key) where target.value.hasPrefix("http") {
                if target.value.contains("doi.org/10.") {
                    said.record.add("doi", target.value)
                } else if isAddress {
                    said.addresses.append(target.value)
                }
            }
        }
        for (scheme, value) in targets("identifier") + (isStory ? [] : targets("sameAs")) {
            let scheme = scheme.split(separator: "/").last.map(String.init) ?? ""
            if scheme == "doi" || value.hasPrefix("10.") || value.lowercased().hasPrefix("doi:")
                || value.contains("doi.org/10.")
            {
                said.record.add("doi", value)
            } else if ["pmid", "pmcid", "pmc", "arxiv"].contains(scheme) {
                said.record.add(scheme, value)
            }
        }
        for (scheme, value) in targets("isBasedOn") + targets("isBasedOnUrl") {
            said.record.relate("isBasedOn", value.contains("10.") ? "doi" : scheme, value)
        }
        guard !isStory else {
            for value in targets("citation") + targets("mentions") + targets("about") + targets("sameAs")
            where value.value.contains("10.") {
                said.record.relate("mentions", "doi", value.value)
            }
            return
        }
        // What a work cites is a list of references; a dataset cites the article that goes with it.
        let cited = targets("citation")
        if !cited.isEmpty {
            if Self.types(node).contains("dataset") {
                for (_, value) in cited.prefix(20) where value.contains("10.") {
                    said.record.relate("citation", "doi", value)
                }
            } else {
                said.record.referenceCount = cited.count
            }
        }
    }

    /// Issue within volume within periodical, or any of them at once.
    private func container(_ node: JSONValue, _ said: inout WebStatement, _ depth: Int) {
        guard depth < 5 else { return }
        func plain(_ value: JSONValue?) -> String? { value?.text.flatMap { $0.isEmpty ? nil : HTMLPage.resolved($0) } }
        said.record.volume = said.record.volume ?? plain(node["volumeNumber"])
        said.record.issue = said.record.issue ?? plain(node["issueNumber"])
        for part in all(node["isPartOf"], 20) {
            let part = resolved(part)
            guard part.kind == .object else { continue }
            let types = Self.types(part)
            let isPage = types.contains { $0.hasSuffix("webpage") }
            if !isPage, let name = plain(part["name"]) {
                if types.contains("website") {
                    said.site = said.site ?? name
                } else if !said.record.containerTitles.contains(name) {
                    said.record.containerTitles.append(name)
                }
            }
            for issn in all(part["issn"], 5) { if let text = plain(issn) { said.record.issns.append(text) } }
            if types.contains("book"), let isbn = plain(part["isbn"]) { said.record.isbns.append(isbn) }
            if !isPage { container(part, &said, depth + 1) }
        }
    }
}
