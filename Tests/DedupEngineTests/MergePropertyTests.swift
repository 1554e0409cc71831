import DedupEngine
import Records
import TestSupport
import Testing

@Suite("The merge of any records")
struct MergePropertyTests {
    /// Records of one made-up work as several sources tell it: each with damage of its own.
    static func records(seed: UInt64) -> [Record] {
        var random = SeededGenerator(seed: seed)
        func one<T>(_ values: [T]) -> T { values[Int.random(in: 0..<values.count, using: &random)] }
        func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
        let people = (0..<Int.random(in: 1...7, using: &random)).map { _ in
            (
                one(["Zhang", "Müller", "van der Berg", "Garcia Marquez", "Smith", "Li", "O'Brien", "Тарасов"]),
                one(["Yan", "Ying", "Anna Maria", "Jean-Pierre", "José", "Stephanie A.", "Юрий"])
            )
        }
        let title = one(["Brain reward systems in the transition to dependence", "Cocaine: a review", "Zur Frage"])
        let abstract = String(repeating: "We asked nine people of it. ", count: Int.random(in: 1...20, using: &random))
        return (0..<Int.random(in: 1...6, using: &random)).map { index in
            let source = one(["crossref", "pubmed", "openalex", "web", "aggregator", "unheard-of"])
            var record = Record(key: RecordKey(source: source, key: "\(chance(15) ? 0 : index)"))
            if chance(60) { record.updated = Timestamp(seconds: Int64.random(in: 0...3, using: &random)) }
            if chance(90) {
                record.title = one([title, title.uppercased(), String(title.prefix(20)) + "…", title + ": part"])
            }
            if chance(30) { record.subtitle = one(["part", "another"]) }
            record.type = chance(70) ? one([.articleJournal, .document, .article]) : nil
            var list = people.filter { _ in chance(90) }
            if chance(20) { list = Array(list.prefix(2)) }
            if chance(15) { list.shuffle(using: &random) }
            record.contributors = list.map { family, given in
                var name = chance(10) ? Name(family: given, given: family) : Name(family: family, given: given)
                if chance(40), let first = given.first { name.given = "\(first)." }
                if chance(10) { name.given = nil }
                if chance(10) { name.family = family.uppercased() }
                if chance(5) { name = Name(literal: "\(given) \(family)") }
                return Contributor(
                    role: chance(5) ? .editor : .author, name: name,
                    orcid: chance(25) ? one(AuthorAlignmentTests.orcids) : nil,
                    affiliations: chance(40) ? [one(["Scripps", "Scripps, La Jolla", "Elsewhere"])] : [])
            }
            if chance(8) { record.contributors.append(Contributor(name: Name(literal: "et al."))) }
            record.container = Container(
                title: chance(80) ? one(["Drug Alcohol Depend", "Drug and Alcohol Dependence", "JAMA"]) : nil,
                issns: chance(50) ? [one(["0376-8716", "1879-0046"])] : [])
            record.pages = chance(70) ? one(["123", "123-130", "e5", "1-Sep"]) : nil
            record.volume = chance(70) ? one(["1", "78 1"]) : nil
            if chance(80) {
                let month = chance(50) ? Int.random(in: 1...2, using: &random) : nil
                record.issued =
                    chance(10)
                    ? .asGiven("Spring")
                    : .value(PartialDate(year: one([2019, 2020]), month: month, day: one([nil, 3])))
            }
            if chance(70) { record.abstract = one([abstract, String(abstract.prefix(60)) + "…", "See PDF."]) }
            record.keywords = ["Heroin", "heroin", "craving"].filter { _ in chance(40) }.sorted()
            record.identifiers = [Identifier(.doi, "10.1/a"), Identifier(.doi, "10.1/b"), Identifier(.pmid, "7")]
                .filter { _ in chance(40) }
            if chance(30) {
                record.relations = [Relation(.isIdenticalTo, Identifier(.doi, one(["10.1/a", "10.1/z"])))]
            }
            if chance(20) { record.citationCount = Int.random(in: 0...3, using: &random) }
            record.languages = chance(50) ? [one(["en", "de"])] : []
            record.isRetracted = chance(10)
            return record
        }
    }

    static let rules: [Survivorship] = [
        Survivorship(),
        Survivorship(
            trust: ["web"],
            rules: [
                .title: .init(.newest, sources: ["pubmed"]), .contributors: .init(.newest), .abstract: .init(.longest),
                .keywords: .init(.mostTrusted), .issued: .init(.earliest), .subtitle: .init(.mostTrusted),
            ]),
    ]

    @Test(
        "is one, in whatever order and however often they are given, and in whatever batches",
        arguments: 0..<400 as Range<UInt64>)
    func isFunctionOfTheSet(seed: UInt64) {
        let records = Self.records(seed: seed)
        var random = SeededGenerator(seed: seed &+ 1)
        for survivorship in Self.rules {
            let merger = Merger(survivorship: survivorship)
            let whole = merger.merge(records)
            #expect(merger.merge(records.shuffled(using: &random)) == whole)
            #expect(merger.merge((records + records).shuffled(using: &random)) == whole)
            // Two clusters become one: what is merged is the members of both.
            let cut = Int.random(in: 0...records.count, using: &random)
            let (first, second) = (Array(records[..<cut]), Array(records[cut...]))
            #expect(merger.merge(second + first) == whole)
            // A record that an older state of it comes after changes nothing.
            if let newest = records.max(by: { ($0.updated?.seconds ?? -1) < ($1.updated?.seconds ?? -1) }),
                let time = newest.updated
            {
                var former = newest
                former.updated = Timestamp(seconds: time.seconds - 10)
                former.title = "What it was called before"
                #expect(merger.merge(records + [former]) == whole)
            }
        }
    }

    @Test("has no value that the records named by its provenance do not hold", arguments: 0..<400 as Range<UInt64>)
    func valuesAreHeld(seed: UInt64) throws {
        let records = Self.records(seed: seed)
        for survivorship in Self.rules {
            let merged = Merger(survivorship: survivorship).merge(records)
            for field in Field.allCases {
                let entry = merged.provenance[field]
                #expect(merged.record.has(field) == (entry != nil), "\(field)")
                guard let entry else { continue }
                #expect(!entry.rule.isEmpty && !entry.records.isEmpty && entry.records == entry.records.sorted())
                let named = records.filter { entry.records.contains($0.key) }
                #expect(Set(named.map(\.key)) == Set(entry.records))
                if field != .contributors {
                    #expect(
                        Self.values(of: field, in: merged.record).allSatisfy { value in
                            named.contains { Self.values(of: field, in: $0).contains(value) }
                        }, "\(field) \(entry)")
                }
            }
            try Self.checkContributors(merged, records, survivorship)
            #expect(try CanonicalRecord(id: 0, decoding: merged.encoded()) == merged)
        }
    }

    /// What a field holds, value by value.
    private static func values(of field: Field, in record: Record) -> [AnyHashable] {
        switch field {
        case .type: [record.type].compactMap { $0 }
        case .identifiers: record.identifiers
        case .title: [record.title].compactMap { $0 }
        case .subtitle: [record.subtitle].compactMap { $0 }
        case .containerTitle: [record.container.title].compactMap { $0 }
        case .issns: record.container.issns
        case .volume: [record.volume].compactMap { $0 }
        case .pages: [record.pages].compactMap { $0 }
        case .issued: [record.issued].compactMap { $0 }
        case .abstract: [record.abstract].compactMap { $0 }
        case .languages: record.languages
        case .keywords: record.keywords
        case .relations: record.relations
        case .citationCount: [record.citationCount].compactMap { $0 }
        case .isRetracted: [record.isRetracted]
        default: []
        }
    }

    /// Every part of every contributor is one that the record named for it gives to somebody.
    private static func checkContributors(_ merged: CanonicalRecord, _ records: [Record], _ survivorship: Survivorship)
        throws
    {
        guard let entry = merged.provenance[.contributors] else { return }
        let list = merged.record.contributors
        let orcids = list.compactMap(\.orcid)
        func holders(_ key: RecordKey) -> [Contributor] {
            records.filter { $0.key == key }.flatMap(\.contributors)
        }
        let base = try #require(entry.parts.first { $0.index == nil }?.record ?? entry.records.first)
        for (index, person) in list.enumerated() {
            let parts = entry.parts.filter { $0.index == index }
            let whole = parts.first { $0.what == "added" }?.record ?? base
            func from(_ what: String...) -> [Contributor] {
                holders(parts.last { what.contains($0.what) }?.record ?? whole)
            }
            #expect(from("name").contains { $0.name.family == person.name.family }, "\(person) \(parts)")
            #expect(from("given", "name").contains { $0.name.given == person.name.given }, "\(person) \(parts)")
            #expect(from("orcid").contains { $0.orcid == person.orcid }, "\(person) \(parts)")
            #expect(from("affiliations").contains { $0.affiliations == person.affiliations }, "\(person) \(parts)")
        }
        #expect(entry.parts.allSatisfy { entry.records.contains($0.record) })
        // What one record gives to one person is not given to a second one here.
        let most = records.map { record in record.contributors.compactMap(\.orcid) }.filter {
            Set($0).count == $0.count
        }
        if most.count == records.count { #expect(Set(orcids).count == orcids.count, "\(list)") }
        let isAligned = survivorship.rule(for: .contributors).rule == .mostComplete && merged.members.count > 1
        #expect(!isAligned || !list.contains { $0.name.literal == "et al." })
    }

    @Test("of one record is that record")
    func alone() {
        let record = Self.records(seed: 3)[0]
        let merged = Merger().merge([record, record])
        #expect(merged.record == record && merged.members == [record.key])
        #expect(merged.provenance == Merger.soleProvenance(of: record))
    }
}
