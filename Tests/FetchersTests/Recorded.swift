import Fetchers
import Formats
import Foundation
import Records
import Transfer

/// One exchange of a folder of recorded replies: what was asked, and what came back.
struct Recorded: Sendable, CustomStringConvertible {
    var id: String
    var source: String
    var url: String
    /// 0 where there was no HTTP: a file as a service or a person left it.
    var status: Int
    var headers: [Header]
    var contentType: String
    var body: URL

    var description: String { "\(id) \(url)" }

    func reply() throws -> Reply {
        Reply(to: Request(url), status: status, headers: headers, body: [UInt8](try Data(contentsOf: body)))
    }

    /// The exchanges that a folder's `index.jsonl` lists; none where it has none.
    static func all(in folder: URL) -> [Recorded] {
        guard let index = try? Data(contentsOf: folder.appending(path: "index.jsonl")) else { return [] }
        let parser = JSONParser()
        return index.split(separator: UInt8(ascii: "\n")).compactMap { line in
            try? parser.parse([UInt8](line)) { entry in
                var headers: [Header] = []
                if let said = entry["headers"] {
                    for (name, value) in said.fields {
                        if let text = value.text { headers.append(Header(name.string, text)) }
                    }
                }
                return Recorded(
                    id: entry["id"]?.string ?? "", source: entry["source"]?.string ?? "",
                    url: entry["url"]?.string ?? "", status: entry["status"]?.int ?? 0, headers: headers,
                    contentType: entry["content_type"]?.string ?? "",
                    body: folder.appending(path: entry["body"]?.string ?? ""))
            }
        }
    }

    static let packageRoot = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The replies written for this project.
    static let replica = all(in: packageRoot.appending(path: "Tests/TestSupport/Fixtures/replica"))

    /// A folder of replies of the live services beside the package, or where `IBID_SHARED` says; not part of it.
    static let shared: [Recorded] = {
        let folder =
            ProcessInfo.processInfo.environment["IBID_SHARED"].map { URL(filePath: $0) }
            ?? packageRoot.deletingLastPathComponent().appending(path: "shared")
        return all(in: folder.appending(path: "fixtures"))
    }()
}

/// What became of one exchange.
struct Outcome: Sendable {
    var records: [SourceRecord] = []
    var problems: [Problem] = []
    var next: Request?
    var total: Int?
}

extension Source {
    /// Cuts a reply and parses what it holds; problems are collected, as a harvest does.
    func outcome(of reply: Reply) -> Outcome {
        var outcome = Outcome()
        do {
            let page = try page(from: reply)
            outcome.next = page.next
            outcome.total = page.total
            outcome.problems = page.problems
            let reader = RecordReader()
            for raw in page.records {
                do {
                    outcome.records.append(try reader.read(raw, of: self))
                } catch {
                    outcome.problems.append(error)
                }
            }
        } catch {
            outcome.problems.append(error)
        }
        return outcome
    }

    /// As `outcome(of:)`, of a file that a person brings: one JSON text, or one a line.
    func outcome(ofFile bytes: [UInt8], name: String, isLines: Bool) -> Outcome {
        var outcome = Outcome()
        let parser = JSONParser()
        guard let source = self as? any JSONSource else { return outcome }
        // One text after another is split as an import does it.
        let isWhole = !isLines && (try? parser.parse(bytes) { _ in true }) == true
        let texts =
            isWhole ? [bytes] : bytes.withUnsafeBufferPointer { JSONPieces.split($0).whole.map { [UInt8](bytes[$0]) } }
        for text in texts {
            do {
                try parser.parse(text) { value in
                    RecordSearch.forEach(in: value, source: source, place: name) { value, source, place in
                        guard let source else { return }
                        do throws(Problem) {
                            outcome.records.append(try source.parse(value, place: place))
                        } catch {
                            outcome.problems.append(error)
                        }
                    }
                }
            } catch {
                outcome.problems.append(
                    Problem(
                        "\(card.id): no JSON: \(error)", place: name, remedy: "mend the file", reach: .source))
            }
        }
        return outcome
    }

    func outcome(of recorded: Recorded) throws -> Outcome {
        let reply = try recorded.reply()
        if recorded.status == 0, self is any JSONSource, [0x5B, 0x7B].contains(reply.body.first { $0 > 0x20 } ?? 0) {
            return outcome(
                ofFile: reply.body, name: recorded.url, isLines: recorded.contentType.contains("ndjson"))
        }
        return outcome(of: reply)
    }
}

/// A reply with a text for its body.
func reply(
    _ body: String, status: Int = 200, url: String = "https://example.org/", headers: [Header] = []
) -> Reply {
    Reply(to: Request(url), status: status, headers: headers, body: Array(body.utf8))
}

extension Problem {
    /// Whether it says whose it is, where it lies and what to do, as every problem must.
    func isNamed(of source: String) -> Bool {
        (what.hasPrefix(source + ":") || what.hasPrefix(source + " ")) && what.count > source.count + 8
            && !place.isEmpty && !remedy.isEmpty
    }
}
