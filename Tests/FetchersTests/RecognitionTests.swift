import Fetchers
import Formats
import Records
import Testing
import Transfer

/// Who recognizes the records of whom, told by nothing but their form.
@Suite("A record of a live service")
struct RecognitionTests {
    /// `/transform` and doi.org answer with one object, whichever of the two was asked.
    private static let shared: [String: Set<String>] = [
        "doi": ["doi", "crossref", "datacite"], "crossref": ["crossref", "doi"],
    ]

    @Test(
        "is recognized as its own source's and as nobody else's",
        .enabled(if: !Recorded.shared.isEmpty, "skipped: no shared data"), arguments: SourceRegistry.all.map(\.card.id))
    func own(id: String) throws {
        let source = try #require(SourceRegistry.source(id))
        guard source is any JSONSource else { return }
        let parser = JSONParser()
        for recorded in Recorded.shared where recorded.source == id && recorded.status < 300 {
            let page = try? source.page(from: recorded.reply())
            for raw in page?.records ?? [] where raw.bytes.first == UInt8(ascii: "{") {
                let found: String? = try parser.parse(raw.bytes) { value in
                    // A DOI and a title, by `select`, could be anybody's.
                    if value.members.reduce(0, { count, _ in count + 1 }) < 4, id == "crossref" { return nil }
                    return SourceRegistry.reading(of: value)?.id ?? "nobody"
                }
                guard let found else { continue }
                #expect(Self.shared[id, default: [id]].contains(found), "\(recorded) \(raw.place): \(found)")
            }
        }
    }

    @Test(
        "of a service that is no source is taken for none of the open indexes'",
        .enabled(if: !Recorded.shared.isEmpty, "skipped: no shared data"))
    func foreign() throws {
        let parser = JSONParser()
        let sources = Set(SourceRegistry.all.map(\.card.id))
        for recorded in Recorded.shared where !sources.contains(recorded.source) {
            let body = try recorded.reply().body
            guard let first = body.first(where: { $0 > 0x20 }), first == 0x7B || first == 0x5B else { continue }
            try? parser.parse(body) { root in
                RecordSearch.forEach(in: root, source: nil, place: recorded.id) { _, source, place in
                    let id = source?.id ?? ""
                    #expect(
                        !["openalex", "semanticscholar", "unpaywall"].contains(id), "\(place) of \(recorded.source)")
                }
            }
        }
    }
}
