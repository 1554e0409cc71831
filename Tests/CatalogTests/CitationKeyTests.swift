import Catalog
import Records
import TestSupport
import Testing

@Suite("Citation keys in the catalog")
struct CitationKeyTests {
    static let records = ["a", "b", "c"].map { Record.made($0, title: "Title \($0)") }

    @Test("are unique without regard to case, and one a canonical record")
    func unique() throws {
        try Stand.with { stand throws in
            try stand.put(Self.records.map { .made($0) })
            try stand.file.write { try $0.giveCitationKey("Smith2020", to: 1) }
            #expect(try stand.read { try $0.isCitationKeyGiven("smith2020") })
            #expect(try stand.read { try $0.citationKey(of: 1) } == "Smith2020")
            #expect(try stand.read { try $0.citationKey(of: 2) } == nil)
            #expect(throws: Problem.self) { try stand.file.write { try $0.giveCitationKey("SMITH2020", to: 2) } }
            #expect(throws: Problem.self) { try stand.file.write { try $0.giveCitationKey("other", to: 1) } }
            #expect(try stand.read { try $0.canonicalId(withCitationKey: "sMITH2020") } == 1)
            #expect(try stand.read { try $0.canonicalId(withCitationKey: "nobody") } == nil)
            #expect(try stand.check() == [])
        }
    }

    @Test("of merged records lead to what they were merged into, which goes by its own, else by theirs")
    func merged() throws {
        try Stand.with { stand throws in
            try stand.put(Self.records.map { .made($0) })
            try stand.file.write { writer throws in
                try writer.giveCitationKey("b2020", to: 2)
                try writer.giveCitationKey("c2020", to: 3)
            }
            try stand.merge([2, 3], as: Self.records[1])
            #expect(try stand.read { try $0.canonicalId(withCitationKey: "c2020") } == 2)
            #expect(try stand.read { try $0.citationKey(of: 2) } == "b2020")
            try stand.merge([1, 2], as: Self.records[0])
            for key in ["b2020", "c2020"] {
                #expect(try stand.read { try $0.canonicalId(withCitationKey: key) } == 1)
            }
            #expect(try stand.read { try $0.citationKey(of: 1) } == "b2020", "the oldest of those that lead to it")
            #expect(try stand.check() == [])
        }
    }

    @Test("that stand for a study are found by it, whichever version has them")
    func study() throws {
        try Stand.with { stand throws in
            try stand.put(Self.records.map { .made($0) })
            try stand.file.write { writer throws in
                try writer.setStudies(groups: [[1, 2]])
                try writer.giveCitationKey("b2020", to: 2)
                try writer.giveCitationKey("a2020", to: 1)
                try writer.letCitationKeyStandForStudy("B2020")
            }
            let head = try #require(try stand.read { try $0.canonicalHead(1) })
            #expect(try stand.read { try $0.citationKey(ofStudy: head.studyId) } == "b2020")
            #expect(try stand.read { try $0.citationKey(ofStudy: 99) } == nil)
        }
    }
}
