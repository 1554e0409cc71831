import DedupEngine
import Records
import TestSupport
import Testing

@Suite("Merging")
struct MergingTests {
    static let records: [Record] = {
        var crossref = Record.made(
            "10.1/x", source: "crossref", title: "A title", authors: ["Carmack, S", "Koob, G"], year: 2019,
            journal: "J",
            volume: "1", doi: "10.1/x", updated: 100)
        crossref.keywords = ["a"]
        var pubmed = Record.made(
            "7", source: "pubmed", title: "A title.", authors: ["Carmack, Stephanie", "Koob, George"], year: 2019,
            pages: "3-4", doi: "10.1/x", pmid: "7", abstract: "Long", updated: 200)
        pubmed.issued = .value(PartialDate(year: 2019, month: 3, day: 26))
        pubmed.contributors[0].orcid = "0000-0002-1825-0097"
        pubmed.keywords = ["b"]
        var aggregator = Record.made(
            "z", source: "aggregator", title: "A TITLE", volume: "78 1", abstract: "L", updated: 300)
        aggregator.isRetracted = true
        return [crossref, pubmed, aggregator]
    }()

    @Test("keeps the order of each record's kept fields, whatever the order of the records")
    func keptOrder() {
        var records = Self.records
        records[0].kept = [KeptField("ris:N1", "z"), KeptField("ris:N1", "a"), KeptField("ris:C1", "x")]
        records[1].kept = [KeptField("ris:C1", "x"), KeptField("ris:N1", "m")]
        let kept = Merger().merge(records).record.kept
        #expect(kept.filter { $0.value != "m" } == records[0].kept)
        #expect(kept.contains(KeptField("ris:N1", "m")) && kept.count == 4)
        #expect(Merger().merge(records.reversed()).record.kept == kept)
    }

    @Test("takes each field by its rule and says from where")
    func rules() {
        let merged = Merger().merge(Self.records)
        #expect(merged.record.title == "A title")
        #expect(merged.record.volume == "1")
        #expect(merged.record.pages == "3-4")
        #expect(merged.record.issued == .value(PartialDate(year: 2019, month: 3, day: 26)))
        #expect(merged.record.keywords == ["a", "b"])
        #expect(merged.record.contributors.map(\.name.given) == ["Stephanie", "George"])
        #expect(merged.record.contributors[0].orcid == "0000-0002-1825-0097")
        #expect(merged.record.isRetracted)
        #expect(merged.provenance[.pages] == Provenance(records: [RecordKey(source: "pubmed", key: "7")], rule: "only"))
        #expect(merged.provenance[.volume]?.rule == "most trusted source")
        #expect(merged.members.map(\.description) == ["aggregator:z", "crossref:10.1/x", "pubmed:7"])
    }

    @Test("keeps the DOI of the most trusted record first, and the others")
    func ownDOI() {
        let web = Record.made("w", source: "web", title: "A title", doi: "10.1000/0")
        let merged = Merger().merge(Self.records + [web]).record
        #expect(merged.doi == "10.1/x")
        #expect(merged.identifiers.filter { $0.scheme == .doi }.map(\.value) == ["10.1/x", "10.1000/0"])
    }

    @Test("completes each of two namesakes once")
    func namesakes() {
        let short = Record.made("1", source: "crossref", title: "T", authors: ["Zhang, Y", "Zhang, Y"])
        let long = Record.made("2", source: "pubmed", title: "T", authors: ["Zhang, Yan", "Zhang, Ying"])
        #expect(Merger().merge([short, long]).record.contributors.map(\.name.given) == ["Yan", "Ying"])
    }

    @Test("takes another's spelling of a title that came in capitals")
    func capitals() {
        var loud = Record.made("1", source: "crossref", title: "The role of dna in the usa")
        loud.kept = [KeptField("title", "THE ROLE OF DNA IN THE USA")]
        let proper = Record.made("2", source: "pubmed", title: "The role of DNA in the USA")
        let merged = Merger().merge([loud, proper])
        #expect(merged.record.title == "The role of DNA in the USA")
        #expect(merged.provenance[.title]?.rule == "not in capitals")
    }

    @Test("does not depend on the order of the records")
    func order() {
        let plain = Merger().merge(Self.records)
        for a in 0..<3 {
            for b in 0..<3 where a != b {
                #expect(Merger().merge([Self.records[a], Self.records[b], Self.records[3 - a - b]]) == plain)
            }
        }
    }

    @Test("gives provenance to every field that has a value, and to no other")
    func provenanceIsComplete() {
        for merged in [Merger().merge(Self.records), Merger().merge([Self.records[0]])] {
            for field in Field.allCases { #expect(merged.record.has(field) == (merged.provenance[field] != nil)) }
        }
    }
}
