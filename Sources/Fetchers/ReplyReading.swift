internal import Formats
internal import Records
internal import Transfer

/// What every source does with a reply before it looks for records: empty, not JSON, an error.
enum ReplyReading {
    /// Parses the reply's body and hands over its root; turns everything that is no such reply into a `Problem`.
    static func page(
        _ reply: Reply, source: String, _ body: (JSONValue, String) throws(Problem) -> Page
    ) throws(Problem) -> Page {
        let trimmed = reply.body.drop { $0 <= 0x20 }
        if trimmed.isEmpty {
            throw Problem(
                "\(source): an empty reply with status \(reply.status)", place: reply.request.url,
                remedy: "ask again later", reach: .source)
        }
        guard trimmed.first == UInt8(ascii: "{") || trimmed.first == UInt8(ascii: "[") else {
            if reply.status >= 400 { throw refused(reply, source, shortText(reply.body)) }
            throw unreadable(reply, source, "\(kind(of: Array(trimmed.prefix(400)))), which this source does not read")
        }
        let parser = JSONParser()
        do {
            return try parser.parse(reply.body) { root in
                if reply.status >= 400 {
                    throw refused(reply, source, message(in: root))
                }
                return try body(root, reply.request.url)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw unreadable(reply, source, "no JSON: \((error as? SyntaxError)?.what ?? "\(error)")")
        }
    }

    /// A name for what a reply is when it is not JSON.
    static func kind(of start: [UInt8]) -> String {
        let text = String(decoding: start, as: UTF8.self).lowercased()
        if text.hasPrefix("<!doctype html") || text.hasPrefix("<html") || text.contains("<html") {
            return "an HTML page"
        }
        if text.contains("crossref.org/qrschema") || text.contains("doi_records") || text.contains("crossref_result") {
            return "unixref XML"
        }
        if text.contains("rdf:rdf") { return "RDF" }
        if text.hasPrefix("<") { return "XML" }
        if text.hasPrefix("@") { return "BibTeX" }
        if text.hasPrefix("ty  -") { return "RIS" }
        return "plain text (\"\(String(text.prefix(60)).split(separator: "\n").first ?? "")\")"
    }

    /// The sentence of an error object, whatever the service calls it.
    private static func message(in root: JSONValue) -> String {
        if let text = root["message"]?.string ?? root["errorMessage"]?.string ?? root["error"]?.string
            ?? root["errMsg"]?.string
        {
            return text
        }
        for list in [root["errors"], root["message"]] {
            guard let first = list?.elements.first(where: { $0.kind == .object }) else { continue }
            if let text = first["title"]?.string ?? first["message"]?.string ?? first["detail"]?.string
                ?? first["description"]?.string
            {
                return text
            }
        }
        return ""
    }

    static func shortText(_ body: [UInt8]) -> String {
        let text = String(decoding: body.prefix(400), as: UTF8.self)
        if text.contains("<") { return kind(of: Array(body.prefix(400))) }
        return String(text.split(separator: "\n").first ?? "").trimmed
    }

    static func refused(_ reply: Reply, _ source: String, _ said: String) -> Problem {
        let quoted = said.isEmpty ? "" : ": \"\(said.prefix(200))\""
        let isUnknown = reply.status == 404 || reply.status == 410
        let isOurs = [400, 405, 413, 414, 422].contains(reply.status)
        return Problem(
            "\(source): \(isUnknown ? "not known here" : "refused") (\(reply.status))\(quoted)",
            place: reply.request.url,
            remedy: isUnknown
                ? "check the identifier, or ask another source"
                : (isOurs ? "ask it otherwise: the service does not take this question" : "run the same command later"),
            reach: isUnknown ? .record : .source)
    }

    static func unreadable(_ reply: Reply, _ source: String, _ what: String) -> Problem {
        Problem(
            "\(source): the reply is \(what)", place: reply.request.url,
            remedy: "ask again later, or ask another source", reach: .source)
    }

    static func notRecords(_ reply: Reply, _ source: String, _ what: String) -> Problem {
        Problem(
            "\(source): the reply describes \(what), not a work", place: reply.request.url,
            remedy: "ask for works", reach: .record)
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
