import Fetchers
import Formats
import Foundation
import Records
import Testing

/// What files without a source's name are taken for.
@Suite("A file of recorded replies")
struct DetectionTests {
    /// Sources whose records the replies of a folder hold, besides the one it is called after: what nobody repaired yet
    /// would be listed here, too.
    private static let others: [String: Set<String>] = [
        // Content negotiation answers with Crossref's own work object.
        "doi": ["crossref"],
        "crossref": ["doi", "unixref", "dublin-core"],
        // DataCite's citation as CSL-JSON.
        "datacite": ["doi"],
        "biostudies_extended": ["biostudies"],
        "other": ["doi"],
        "samples_pubmed_xml": ["pubmed"],
        "samples_csl_json": ["doi", "crossref", "csl-json"],
        "samples_endnote_xml": ["endnote-xml"],
        "samples_mods": ["mods"],
        "crossref_xml": ["unixref"],
        "datacite_xml": ["datacite-xml"],
        // What repositories hand over.
        "oaipmh": ["dublin-core", "unixref"],
    ]

    /// Ids of the sources that claim a record of this text.
    private static func claims(_ body: [UInt8]) -> Set<String> {
        var found: Set<String> = []
        switch body.first(where: { $0 > 0x20 && $0 < 0x80 }) {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            let parser = JSONParser()
            func collect(_ text: [UInt8]) throws {
                try parser.parse(text) { root in
                    RecordSearch.forEach(in: root, source: nil, place: "") { _, source, _ in
                        if let source { found.insert(source.id) }
                    }
                }
            }
            do {
                try collect(body)
            } catch {
                for piece in body.withUnsafeBufferPointer({ JSONPieces.split($0) }).whole {
                    try? collect([UInt8](body[piece]))
                }
            }
        case UInt8(ascii: "<") where !HTMLPage.looksLikeOne(body[...]):
            _ = try? XMLTreeParser().parse(body) { root in
                RecordSearch.forEach(in: root, source: nil, place: "") { _, source, _ in
                    found.insert(source.id)
                }
            }
        default: break
        }
        return found
    }

    @Test(
        "is taken for no source's but its own",
        .enabled(if: !Recorded.shared.isEmpty, "skipped: no shared data"),
        arguments: Set(Recorded.shared.map(\.source)).sorted())
    func claimed(folder: String) throws {
        for recorded in Recorded.shared where recorded.source == folder {
            let found = Self.claims([UInt8](try Data(contentsOf: recorded.body)))
            let allowed = Self.others[folder, default: []].union([folder])
            #expect(found.isSubset(of: allowed), "\(recorded) \(found.sorted())")
        }
    }

    @Test(
        "of Europe PMC, PubMed or arXiv is recognized without a hint where it holds records",
        .enabled(if: !Recorded.shared.isEmpty, "skipped: no shared data"),
        arguments: ["europepmc", "pubmed", "arxiv", "samples_pubmed_xml"])
    func recognized(folder: String) throws {
        let source = try #require(SourceRegistry.source(folder == "samples_pubmed_xml" ? "pubmed" : folder))
        var count = 0
        for recorded in Recorded.shared where recorded.source == folder {
            let outcome = try source.outcome(of: recorded)
            guard !outcome.records.isEmpty else { continue }
            count += outcome.records.count
            #expect(Self.claims([UInt8](try Data(contentsOf: recorded.body))) == [source.card.id], "\(recorded)")
        }
        #expect(count > 6)
    }

    @Test(
        "of the replica is taken for its own source's",
        arguments: Recorded.replica.filter { $0.status == 200 && $0.source != "web" })
    func replica(_ recorded: Recorded) throws {
        #expect(Self.claims([UInt8](try Data(contentsOf: recorded.body))) == [recorded.source])
    }
}
