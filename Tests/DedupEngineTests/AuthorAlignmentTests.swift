import DedupEngine
import Records
import TestSupport
import Testing

/// Two lists or more, the most trusted first, and the one that comes of them.
@Suite("Authors of several records")
struct AuthorAlignmentTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var lists: [[String]]
        var merged: [String]
        var testDescription: String { name }
    }

    static let sources = ["crossref", "pubmed", "openalex", "web"]

    static func records(_ lists: [[String]]) -> [Record] {
        lists.enumerated().map { index, authors in
            var record = Record.made("\(index)", source: sources[index], title: "T", authors: authors)
            for place in record.contributors.indices {
                guard let family = record.contributors[place].name.family else { continue }
                let words = family.split(separator: " ")
                let count = words.prefix { ["van", "von", "der", "de", "la"].contains($0.lowercased()) }.count
                if count > 0, count < words.count {
                    record.contributors[place].name.particle = words[..<count].joined(separator: " ")
                }
            }
            return record
        }
    }

    static let cases: [Case] = [
        .init(
            name: "initials become given names",
            lists: [["Carmack, S. A.", "Koob, GF"], ["Carmack, Stephanie A.", "Koob, George F."]],
            merged: ["Carmack, Stephanie A.", "Koob, George F."]),
        .init(
            name: "given names do not become initials", lists: [["Carmack, Stephanie"], ["Carmack, S. A."]],
            merged: ["Carmack, Stephanie"]),
        .init(
            name: "a middle name is added", lists: [["Koob, George"], ["Koob, George F."]], merged: ["Koob, George F."]),
        .init(
            name: "another order",
            lists: [
                ["Koob, G", "Carmack, S", "Zorrilla, E"], ["Carmack, Stephanie", "Koob, George", "Zorrilla, Eric"],
            ],
            merged: ["Koob, George", "Carmack, Stephanie", "Zorrilla, Eric"]),
        .init(
            name: "marks come back", lists: [["Muller, Jose"], ["Müller, José"]], merged: ["Müller, José"]),
        .init(
            name: "umlauts in two spellings are one person", lists: [["Mueller, C"], ["Müller, Christian"]],
            merged: ["Mueller, C"]),
        .init(
            name: "a particle comes back", lists: [["Berg, A"], ["van der Berg, Anna"]], merged: ["van der Berg, Anna"]),
        .init(
            name: "a particle that another drops stays", lists: [["van der Berg, A"], ["Berg, Anna"]],
            merged: ["van der Berg, Anna"]),
        .init(
            name: "the second family name comes back", lists: [["Garcia, A"], ["Garcia Marquez, Ana"]],
            merged: ["Garcia Marquez, Ana"]),
        .init(
            name: "family and given names swapped stay as the trusted source has them",
            lists: [["Zhang, Wei", "Li, Min"], ["Wei, Zhang", "Min, Li"]],
            merged: ["Zhang, Wei", "Li, Min"]),
        .init(
            name: "two of one name and initial", lists: [["Zhang, Y", "Zhang, Y"], ["Zhang, Yan", "Zhang, Ying"]],
            merged: ["Zhang, Yan", "Zhang, Ying"]),
        .init(
            name: "one who may be either of two stays",
            lists: [["Zhang, Y", "Li, M"], ["Zhang, Ying", "Zhang, Yan", "Li, Min"]],
            merged: ["Zhang, Y", "Li, Min"]),
        .init(
            name: "given names that contradict each other", lists: [["Smith, John A."], ["Smith, Mary"]],
            merged: ["Smith, John A."]),
        .init(
            name: "a list cut off after its beginning",
            lists: [["Koob, G", "Carmack, S"], ["Koob, G", "Carmack, S", "Zorrilla, E", "George, O"]],
            merged: ["Koob, G", "Carmack, S", "Zorrilla, E", "George, O"]),
        .init(
            name: "the first author alone", lists: [["Koob, George"], ["Koob, G", "Carmack, S"]],
            merged: ["Koob, George", "Carmack, S"]),
        .init(
            name: "a list cut in its middle, as MEDLINE did",
            lists: [
                ["A, A", "Bee, B", "Cee, C", "Zed, Z"], ["A, A", "Bee, B", "Cee, C", "Dee, D", "Eff, E", "Zed, Z"],
            ],
            merged: ["A, A", "Bee, B", "Cee, C", "Dee, D", "Eff, E", "Zed, Z"]),
        .init(
            name: "et al. is nobody", lists: [["Koob, G", "et al."], ["Koob, G", "Carmack, S"]],
            merged: ["Koob, G", "Carmack, S"]),
        .init(
            name: "one source's further name is not added",
            lists: [["Koob, G", "George, O"], ["Koob, G", "Editor, E", "George, O"]],
            merged: ["Koob, G", "George, O"]),
        .init(
            name: "two sources' further name is added in its place",
            lists: [
                ["Koob, G", "George, O"], ["Koob, G", "Carmack, S", "George, O"],
                ["Koob, G", "Carmack, Stephanie", "George, O"],
            ],
            merged: ["Koob, G", "Carmack, Stephanie", "George, O"]),
        .init(
            name: "a list that is mostly of others adds nobody",
            lists: [
                ["Koob, G", "George, O"], ["Koob, G", "Ann, A", "Bob, B", "Cid, C", "George, O"],
                ["Koob, G", "Ann, A", "Bob, B", "Cid, C", "George, O"],
            ],
            merged: ["Koob, G", "George, O"]),
        .init(
            name: "a group is one in two spellings",
            lists: [["Koob, G", "The ENIGMA Consortium"], ["Koob, George", "ENIGMA Consortium"]],
            merged: ["Koob, George", "The ENIGMA Consortium"]),
        .init(
            name: "Cyrillic and Latin letters", lists: [["Тарасов, Юрий"], ["Tarasov, Yuri"]], merged: ["Тарасов, Юрий"]
        ),
    ]

    @Test("become one list", arguments: cases)
    func merges(_ example: Case) {
        let records = Self.records(example.lists)
        let merged = Merger().merge(records)
        #expect(merged.record.contributors.map(\.name.sortForm) == example.merged)
        #expect(Merger().merge(records.reversed()) == merged)
    }

    static let orcids = ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"]

    @Test(
        "share ORCID and affiliations where they are one, whatever became of the name",
        arguments: [
            ("Mueller, C", "Müller, Christian"), ("Zhang, Wei", "Wei, Zhang"), ("Тарасов, Юрий", "Tarasov, Yuri"),
            ("Tarasov, Y", "Tarassov, Yuri"), ("S, Carmack", "Carmack, S"), ("Garcia, A", "Garcia-Marquez, Ana"),
            ("Xiao-Ming, Li", "Xiaoming, Li"), ("Bjork, A", "Björk, Anna"), ("山田, 花子", "Yamada, Hanako"),
            ("Hoover, J. Edgar", "Hoover, Edgar"), ("Chernyshev, A", "Tchernyshev, Alexei"),
        ])
    func shares(ours: String, theirs: String) {
        var records = Self.records([[ours], [theirs]])
        records[1].contributors[0].orcid = Self.orcids[0]
        records[1].contributors[0].affiliations = ["Institute"]
        let merged = Merger().merge(records)
        #expect(merged.record.contributors.map(\.orcid) == [Self.orcids[0]])
        #expect(merged.record.contributors[0].affiliations == ["Institute"])
        let parts = merged.provenance[.contributors]?.parts ?? []
        #expect(parts.first == .init(index: nil, what: "list", record: records[0].key))
        #expect(parts.contains(.init(index: 0, what: "orcid", record: records[1].key)))
    }

    @Test("with unequal ORCIDs are two, whatever their names")
    func unequal() {
        var records = Self.records([["Smith, J"], ["Smith, John"]])
        records[0].contributors[0].orcid = Self.orcids[0]
        records[1].contributors[0].orcid = Self.orcids[1]
        let merged = Merger().merge(records)
        #expect(merged.record.contributors == records[0].contributors)
        #expect(merged.provenance[.contributors]?.records == [records[0].key])
    }

    @Test("are told apart by their ORCIDs where their names do not")
    func namesakes() {
        var records = Self.records([["Smith, J", "Smith, J"], ["Smith, John", "Smith, Jane"]])
        records[0].contributors[0].orcid = Self.orcids[0]
        records[1].contributors[0].orcid = Self.orcids[1]
        records[1].contributors[1].orcid = Self.orcids[0]
        let merged = Merger().merge(records).record.contributors
        #expect(merged.map(\.name.given) == ["Jane", "John"])
        #expect(merged.map(\.orcid) == [Self.orcids[0], Self.orcids[1]])
    }

    @Test("do not share one ORCID")
    func oneEach() {
        var records = Self.records([["Koob, G", "Carmack, S"], ["Koob, G", "Carmack, S"]])
        records[0].contributors[0].orcid = Self.orcids[0]
        records[1].contributors[1].orcid = Self.orcids[0]
        #expect(Merger().merge(records).record.contributors.map(\.orcid) == [Self.orcids[0], nil])
    }

    @Test("keep the fuller affiliation of one place")
    func affiliation() {
        var records = Self.records([["Koob, G"], ["Koob, G"], ["Koob, G"]])
        records[0].contributors[0].affiliations = ["Scripps Research"]
        records[1].contributors[0].affiliations = ["Somewhere else, far away from it"]
        records[2].contributors[0].affiliations = ["Department of Neuroscience, Scripps Research, La Jolla"]
        let merged = Merger().merge(records)
        #expect(merged.record.contributors[0].affiliations == records[2].contributors[0].affiliations)
        #expect(merged.provenance[.contributors]?.records == [records[0].key, records[2].key])
    }

    @Test("come with the editors that another source names, but not with authors called editors")
    func editors() {
        var records = Self.records([["Koob, G"], ["Koob, G", "Volkow, N"], ["Koob, G"]])
        records[1].contributors[1].role = .editor
        records[2].contributors[0].role = .translator
        let merged = Merger().merge(records).record.contributors
        #expect(merged.map(\.role) == [.author, .editor])
        #expect(merged[1].name.family == "Volkow")
    }

    @Test(
        "of long lists are matched in time that grows with their length", .timeLimit(.minutes(10)),
        arguments: [400, 3000])
    func long(count: Int) {
        let syllables = ["ba", "co", "du", "fe", "gi", "ka", "lo", "mu", "ne", "pi", "ra", "so", "ta", "vu", "ze"]
        let families = (0..<count).map { (number: Int) -> String in
            let parts: [String] = [syllables[number % 15], syllables[number / 15 % 15], syllables[number / 225]]
            return parts.joined() + "rt"
        }
        let short = families.map { "\($0), A" }
        // One in fifty is left out by the second, whose order is ours but for two.
        var others = families.enumerated().filter { $0.offset % 50 != 7 }.map { "\($0.element), Anna" }
        others.swapAt(3, others.count - 4)
        let merged = Merger().merge(Self.records([short, others])).record.contributors
        #expect(merged.count == count)
        let full = merged.count { $0.name.given == "Anna" }
        #expect(full == others.count, "\(full) of \(others.count)")
    }

    @Test("of one name thousands of times end in time, too", .timeLimit(.minutes(10)))
    func hostile() {
        let many = Array(repeating: "Wang, Y", count: 4000)
        let other = Array(repeating: "Wang, Yu", count: 3999) + ["Li, M"]
        #expect(Merger().merge(Self.records([many, other, many, other])).record.contributors.count == 4000)
    }
}
