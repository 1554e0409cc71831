internal import Formats
public import Records
public import Transfer

/// A page on the web, read for what it is: the landing page of a work, or a story of its own.
///
/// Highwire Press and bepress tags, EPrints, PRISM, Dublin Core, JSON-LD in schema.org's words, Open Graph, and what pages say
/// without a vocabulary. Documentation of the tags: https://scholar.google.com/intl/en/scholar/inclusion.html#indexing
public struct Web: PageSource {
    public static let card = SourceCard(
        id: "web", name: "Web pages", documentation: "https://schema.org/docs/gs.html", hosts: [],
        requestsPerSecond: 1, licence: "as the page says",
        coverage: "landing pages of publishers and repositories, news, posts and other pages, by their address")

    public init() {}

    public func request(for query: Query) -> Request? {
        guard case .lookup(let identifiers) = query, let page = identifiers.first(where: { $0.scheme == .url }),
            WebAddress.isAbsolute(page.value)
        else { return nil }
        return Request(page.value, headers: [Header("Accept", "text/html,application/xhtml+xml;q=0.9")])
    }

    public func page(from reply: Reply) throws(Problem) -> Page {
        do throws(Problem) {
            return try pageOrProblem(reply)
        } catch {
            // A page that cannot be had says nothing of the others.
            var problem = error
            problem.reach = .record
            throw problem
        }
    }

    private func pageOrProblem(_ reply: Reply) throws(Problem) -> Page {
        let start = reply.body.drop { $0 <= 0x20 }
        let isPage = HTMLPage.looksLikeOne(reply.body[...])
        if reply.status >= 300 {
            let html = isPage ? HTMLPage(reply.body) : nil
            let said = html.flatMap { WebRefusal.of($0, namesWork: false)?.what ?? $0.title } ?? ""
            throw ReplyReading.refused(reply, Self.card.id, said)
        }
        if start.isEmpty {
            throw Problem(
                "web: an empty reply with status \(reply.status)", place: reply.request.url, remedy: "ask again later",
                reach: .record)
        }
        guard isPage else {
            throw ReplyReading.unreadable(
                reply, Self.card.id, "\(ReplyReading.kind(of: Array(start.prefix(400)))), which is no page")
        }
        let place = WebAddress.isAbsolute(reply.effectiveURL) ? reply.effectiveURL : reply.request.url
        return Page(records: [RawRecord(source: Self.card.id, key: "", bytes: Self.utf8(reply), place: place)])
    }

    /// The body as received, unless the reply's header alone tells its encoding: that is lost with the header.
    private static func utf8(_ reply: Reply) -> [UInt8] {
        guard let type = reply.header("Content-Type")?.lowercased(), let mark = type.split(separator: "charset=").last,
            type.contains("charset="), String(validating: reply.body, as: UTF8.self) == nil
        else { return reply.body }
        let charset = mark.prefix { $0 != ";" }.filter { $0 != "\"" && $0 != " " && $0 != "'" }
        return HTMLPage.transcoded(reply.body, charset: charset)
    }

    public func record(in page: [UInt8]) -> Range<Int>? {
        HTMLPage.looksLikeOne(page[...]) ? page.indices : nil
    }

    public func parse(page: [UInt8], place: String) throws(Problem) -> SourceRecord {
        let html = HTMLPage(page)
        let url = WebAddress.isAbsolute(place) ? place : Self.savedFrom(page)
        let read = WebPage(html, url: url)
        if let refusal = WebRefusal.of(html, namesWork: read.namesWork) {
            throw Problem("web: the page is \(refusal.what)", place: place, remedy: refusal.remedy, reach: .record)
        }
        guard let record = read.record() else {
            throw Problem(
                "web: an HTML page without a title", place: place,
                remedy: "give the page of an article, a dataset, or a report on one", reach: .record)
        }
        return record
    }

    /// Browsers write where a page was saved from: `<!-- saved from url=(0045)https://… -->`.
    private static func savedFrom(_ page: [UInt8]) -> String? {
        let head = String(decoding: page.prefix(2048), as: UTF8.self)
        guard let start = head.firstIndex(of: "("), head[..<start].hasSuffix("saved from url=") else { return nil }
        let url = head[start...].drop { $0 != ")" }.dropFirst().prefix { !$0.isWhitespace && $0 != ">" }
        return WebAddress.isAbsolute(String(url)) ? String(url) : nil
    }
}

/// A page that stands in the place of another: why there is no record in it.
struct WebRefusal {
    var what: String
    var remedy: String

    /// - Parameter namesWork: Whether the page's metadata name a work: its title then is that work's.
    static func of(_ page: HTMLPage, namesWork: Bool) -> WebRefusal? {
        guard !namesWork else { return nil }
        let title = (page.title ?? "").lowercased()
        let heading = (page.blocks.first { $0.element == "h1" }?.text ?? "").lowercased()
        for text in [title, heading] {
            // `404 Not Found`, `Error 403`, `nginx | 502: Bad gateway`
            let words = text.split { !$0.isLetter && !$0.isNumber }
            if words.count <= 8,
                let code = words.first(where: { $0.count == 3 && ("400"..."599").contains($0) && Int($0) != nil }),
                words.first == code || words.first == "error" || words.first == "http" || words.contains("error")
            {
                return WebRefusal(what: "an error (\(code))", remedy: "check the address, or ask again later")
            }
        }
        for (starts, refusal) in known {
            if starts.contains(where: { title.hasPrefix($0) || title.isEmpty && heading.hasPrefix($0) }) {
                return refusal
            }
        }
        // Pages that are a challenge and nothing else.
        let text = page.blocks.reduce(0) { $0 + $1.text.utf8.count }
        if text < 1500 {
            let shown = page.blocks.map { $0.text.lowercased() }.joined(separator: " ")
            for sign in [
                "enable javascript and cookies to continue", "verify you are human", "are not a robot", "captcha",
            ]
            where shown.contains(sign) {
                return challenge
            }
        }
        return nil
    }

    private static let challenge = WebRefusal(
        what: "a challenge that wants a browser and a person",
        remedy: "open it in a browser and give the saved page, or ask another source by DOI")

    private static let known: [([String], WebRefusal)] = [
        (
            [
                "just a moment", "attention required! | cloudflare", "please wait... | cloudflare", "ddos-guard",
                "checking your browser", "security check", "are you a robot", "robot check", "human verification",
                "verify you are human", "pardon our interruption", "request unsuccessful", "radware bot manager",
                "one moment, please", "access to this page has been denied", "client challenge", "captcha",
                "vercel security checkpoint", "bot verification", "validate user", "un momento", "nur einen moment",
            ], challenge
        ),
        (
            [
                "error - cookies turned off", "cookie absent", "cookies required", "cookies disabled",
                "cookie required", "enable cookies", "cookies are required",
            ],
            WebRefusal(
                what: "one that asks for cookies", remedy: "open it in a browser and give the saved page")
        ),
        (
            ["log in", "login", "sign in", "log on", "anmelden", "anmeldung", "authentication required", "shibboleth"],
            WebRefusal(what: "a login", remedy: "give the page as saved by somebody who may read it")
        ),
        (
            [
                "page not found", "not found", "seite nicht gefunden", "error: doi not found", "doi not found",
                "page non trouvée", "página no encontrada", "the page you requested", "page unavailable",
                "oops! page not found", "file not found", "article not found", "content not found",
            ], WebRefusal(what: "an error (not found)", remedy: "check the address")
        ),
        (
            [
                "access denied", "forbidden", "unauthorized", "internal server error", "bad gateway",
                "service unavailable", "service temporarily unavailable", "gateway time-out", "gateway timeout",
                "too many requests", "an error occurred", "server error", "site maintenance",
                "under maintenance", "session expired", "bad request", "submitted uri too large",
                "moved permanently", "301 moved", "302 found", "302 moved", "303 see other", "307 temporary",
                "redirecting", "object moved", "document moved",
            ], WebRefusal(what: "an error or a redirect", remedy: "ask again later")
        ),
        (
            ["search results", "search |", "suchergebnisse", "résultats de recherche"],
            WebRefusal(what: "a list of search results", remedy: "give the page of one of them")
        ),
    ]
}
