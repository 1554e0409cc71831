import Fetchers
import Formats
import Foundation
import Records
import Testing

@Suite("A file that nobody named the source of")
struct PageDetectionTests {
    /// Ids of the sources whose records a reply holds; empty where nobody's.
    static func sources(of recorded: Recorded) throws -> Set<String> {
        let body = [UInt8](try Data(contentsOf: recorded.body))
        var found: Set<String> = []
        switch body.first(where: { $0 > 0x20 }) {
        case UInt8(ascii: "<") where !HTMLPage.looksLikeOne(body[...]):
            _ = try? XMLTreeParser().parse(body) { root in
                RecordSearch.forEach(in: root, source: nil, place: "file") { _, source, _ in
                    found.insert(source.id)
                }
            }
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try? JSONParser().parse(body) { root in
                RecordSearch.forEach(in: root, source: nil, place: "file") { _, source, _ in
                    if let source { found.insert(source.id) }
                }
            }
        default: if let page = SourceRegistry.source(of: body) { found.insert(page.source.card.id) }
        }
        return found
    }

    /// Sources that came with pages; what they must not take from the others.
    static let mine = ["biorxiv", "omicsdi", "web"]

    @Test(
        "is taken for no page, preprint or dataset that it is not",
        .enabled(if: !Recorded.shared.isEmpty, "skipped: no shared data"))
    func shared() throws {
        for recorded in Recorded.shared {
            let found = try Self.sources(of: recorded).intersection(Self.mine)
            if found.isEmpty { continue }
            let isPage = recorded.body.pathExtension == "html"
            #expect(found == (isPage ? ["web"] : [recorded.source]), "\(recorded)")
        }
    }

    @Test(
        "and is of a source's own service is taken for that source's",
        .enabled(if: !Recorded.shared.isEmpty, "skipped: no shared data"))
    func own() throws {
        // Parts of a format's description, and a list without entries.
        let without = [
            "README_9__0.json", "pride_example_5__0.json", "pride_example_6__0.xml", "metaboligths_example_3__0.xml",
        ]
        for recorded in Recorded.shared where Self.mine.contains(recorded.source) {
            let name = recorded.body.lastPathComponent
            let found = try Self.sources(of: recorded)
            if without.contains(name) || name.hasPrefix("doc_biorxiv_empty") {
                #expect(found.isEmpty, "\(name)")
            } else {
                #expect(found == [recorded.body.pathExtension == "html" ? "web" : recorded.source], "\(name)")
            }
        }
    }

    @Test("written for this project is taken for its own source's")
    func written() throws {
        for recorded in Recorded.replica where recorded.status == 200 && Self.mine.contains(recorded.source) {
            #expect(try Self.sources(of: recorded) == [recorded.source])
        }
    }
}
