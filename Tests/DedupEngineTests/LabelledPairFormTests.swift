import Foundation
import TestSupport
import Testing

/// Holds the labelled pairs to their own form; what the engine says of them is another test.
@Suite("The labelled pairs")
struct LabelledPairFormTests {
    @Test("are at least 420, with a name of its own each")
    func names() throws {
        let pairs = try LabelledPairs.all()
        #expect(pairs.count >= 420)
        let byName = Dictionary(grouping: pairs, by: \.name)
        #expect(byName.filter { $0.value.count > 1 }.isEmpty)
        for pair in pairs { #expect(pair.name.split(separator: " ").count >= 2, "\(pair.name)") }
    }

    @Test("lie in the file of their kind, eight or more a kind, and the README names every kind")
    func kinds() throws {
        let pairs = try LabelledPairs.all()
        let files = try FileManager.default.contentsOfDirectory(atPath: LabelledPairs.folder.path)
        let readme = try String(contentsOf: LabelledPairs.folder.appending(path: "README.md"), encoding: .utf8)
        let listed = readme.matches(of: /(?m)^\| `([a-z-]+)` \|/).map { String($0.1) }
        #expect(Set(listed) == Set(pairs.map(\.kind)))
        #expect(listed.count == Set(listed).count)
        #expect(Set(files) == Set(listed.map { $0 + ".jsonl" } + ["README.md"]))
        for kind in listed {
            let here = try LabelledPairs.pairs(in: LabelledPairs.folder.appending(path: kind + ".jsonl"))
            #expect(here.count >= 8, "\(kind)")
            #expect(here.allSatisfy { $0.kind == kind }, "\(kind)")
        }
    }

    @Test("have both labels in every kind but the undecided, and about as many of each")
    func labels() throws {
        let pairs = try LabelledPairs.all()
        for (kind, pairs) in Dictionary(grouping: pairs, by: \.kind) {
            let labels = Set(pairs.map(\.link))
            #expect(labels == (kind == "undecided" ? [.unsure] : [.same, .different]), "\(kind)")
        }
        #expect(pairs.count { $0.link == .unsure } >= 10)
        let same = Double(pairs.count { $0.link == .same }) / Double(pairs.count)
        #expect(0.4...0.6 ~= same)
    }

    @Test("differ between the two policies only where versions or updates stand against each other")
    func policies() throws {
        for pair in try LabelledPairs.all() where pair.link != pair.merge {
            #expect(pair.link == .different && pair.merge == .same, "\(pair.name)")
            #expect(["preprint-article", "version-doi", "updated-reviews"].contains(pair.kind), "\(pair.name)")
        }
    }

    @Test("speak in columns that are known, and say what they say")
    func columns() throws {
        let known = Set(LabelledPairs.columns)
        var ids: Set<String> = []
        for pair in try LabelledPairs.all() {
            for side in [pair.a, pair.b] {
                #expect(Set(side.keys).subtracting(known).isEmpty, "\(pair.name)")
                #expect(side.values.allSatisfy { !$0.isEmpty }, "\(pair.name)")
                #expect(side["source"] != nil && side["title"] != nil, "\(pair.name)")
                #expect(ids.insert(side["id"] ?? "").inserted, "\(pair.name)")
            }
            // Bytes, not characters: composed and decomposed letters are damage too.
            let said = LabelledPairs.columns.filter { $0 != "id" && $0 != "source" }
            let differ = said.contains { Array((pair.a[$0] ?? "").utf8) != Array((pair.b[$0] ?? "").utf8) }
            #expect(differ || pair.kind == "sparse", "\(pair.name)")
        }
    }
}
