import Records
import TestSupport
import Testing

@testable import Pipeline

@Suite("Names of records")
struct RecordNamesTests {
    @Test("come out as they went in, also out of several portions")
    func roundTrip() {
        let keys = [("crossref", "10.1/a"), ("table", ""), ("crossref", "10.1/é"), ("europepmc", "MED/1")].map {
            RecordKey(source: $0.0, key: $0.1)
        }
        var first = RecordNames()
        first.append(keys[0])
        first.append(keys[1])
        var second = RecordNames()
        second.append(keys[3])
        second.append(keys[2])
        first.append(second)
        #expect((0..<first.count).map { first[$0] } == [keys[0], keys[1], keys[3], keys[2]])
    }

    @Test("are listed with their clusters: once each, with the source where several use an id")
    func clusters() {
        var names = RecordNames()
        for (source, key) in [
            ("crossref", "a"), ("openalex", "a"), ("crossref", "b, c"), ("crossref", "b, c"), ("table", "d"),
            ("table", "d"),
        ] {
            names.append(RecordKey(source: source, key: key))
        }
        let csv = String(decoding: names.clustersCSV([0, 0, 1, 1, 2, 3]), as: UTF8.self)
        #expect(csv == "id,cluster\ncrossref:a,0\nopenalex:a,0\n\"b, c\",1\nd,2\nd,3\n")
    }
}
