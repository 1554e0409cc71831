import Normalizer
import Records
import Testing

@Suite("A date")
struct DateTests {
    static func issued(_ date: SourceDate) -> Parsed<PartialDate>? { saying { $0.dates = [date] }.normalized.issued }

    @Test(
        "in numbers has the precision its source gives",
        arguments: [
            Said([2004], "2004"), Said([2004, 3], "2004-03"), Said([2004, 3, 5], "2004-03-05"),
            Said([2004, 0, 0], "2004"), Said([2004, 3, 0], "2004-03"), Said([2024, 2, 29], "2024-02-29"),
            Said([2000, 2, 29], "2000-02-29"), Said([2004, 21], "2004 spring"), Said([2004, 24], "2004 winter"),
            // Years of the Buddhist era.
            Said([2541], "1998"), Said([2551, 7, 1], "2008-07-01"),
        ])
    func numbers(_ said: Said<[Int], String>) {
        let date = SourceDate(kind: "issued", parts: said.given)
        #expect(Self.issued(date)?.value?.description == said.expected)
        #expect(saying { $0.dates = [date] }.problems.isEmpty)
    }

    @Test(
        "that cannot be keeps the part that can, and the rest is told of",
        arguments: [
            Said([2019, 13], "2019"), Said([2019, 4, 31], "2019-04"), Said([2023, 2, 29], "2023-02"),
            Said([1900, 2, 29], "1900-02"), Said([2019, -1, 3], "2019"), Said([2019, 5, 99], "2019-05"),
        ])
    func impossible(_ said: Said<[Int], String>) {
        let record = saying { $0.dates = [SourceDate(kind: "issued", parts: said.given)] }
        #expect(record.normalized.issued?.value?.description == said.expected)
        #expect(record.problems.map(\.reach) == [.field])
    }

    @Test(
        "of an impossible year is kept as given",
        arguments: [[20014], [99], [3000, 1, 1], [-5], [Int.max], [Int.min, 1]])
    func impossibleYear(_ parts: [Int]) {
        let said = saying { $0.dates = [SourceDate(kind: "issued", parts: parts)] }
        #expect(said.normalized.issued == .asGiven(parts.map(String.init).joined(separator: "-")))
        #expect(said.problems.count == 1)
    }

    @Test("of no parts is none, with or without a null inside")
    func nothing() {
        #expect(Self.issued(SourceDate(kind: "issued")) == nil)
        #expect(Self.issued(SourceDate(kind: "issued", parts: [0])) == nil)
        #expect(Self.issued(SourceDate(kind: "issued", text: "  ")) == nil)
        #expect(saying { $0.dates = [SourceDate(kind: "issued")] }.problems.isEmpty)
    }

    @Test(
        "in words is read",
        arguments: [
            Said("2004", "2004"), Said("2004-03", "2004-03"), Said("2004-03-05", "2004-03-05"),
            Said("2004/03/05", "2004-03-05"), Said("20040305", "2004-03-05"),
            Said("2004-03-05T10:11:12Z", "2004-03-05"), Said("2004-03-05 10:11:12", "2004-03-05"),
            Said("2004 Mar 5", "2004-03-05"), Said("2004 Mar", "2004-03"), Said("January 2004", "2004-01"),
            Said("March 5, 2004", "2004-03-05"), Said("5 March 2004", "2004-03-05"),
            Said("5th March 2004", "2004-03-05"),
            Said("Jan-Feb 2004", "2004-01"), Said("2004 Jan-Feb", "2004-01"), Said("Sept. 2004", "2004-09"),
            Said("05/2004", "2004-05"), Said("26/03/2019", "2019-03-26"), Said("03/26/2019", "2019-03-26"),
            // Which is the month is not known.
            Said("05/06/2019", "2019"),
            Said("1998-1999", "1998"), Said("1998/1999", "1998"),
            Said("2009-10-01/2014-01-23", "2009-10-01"), Said("2004-03/2004-05", "2004-03"),
            Said("\n  1970-04-01 / (:tba)\n", "1970-04-01"), Said("07.04.2017", "2017"),
            Said("Spring 1923", "1923 spring"), Said("1923 Fall", "1923 autumn"),
            Said("Winter, 1999", "1999 winter"), Said("c2004", "2004"), Said("©2004", "2004"), Said("[2004]", "2004"),
            Said("2541", "1998"), Said("2004-13", "2004"), Said("2004-02-30", "2004-02"),
            Said("<b>2004</b>", "2004"),
        ])
    func words(_ said: Said<String, String>) {
        #expect(Self.issued(SourceDate(kind: "issued", text: said.given))?.value?.description == said.expected)
    }

    @Test(
        "that is none is kept as given",
        arguments: [
            "N.D.", "Err", "uuuu", "forthcoming", "no date", "Annual report of 2004 and others", "12", ":tba", "99999",
        ])
    func asGiven(_ text: String) {
        #expect(Self.issued(SourceDate(kind: "issued", text: text)) == .asGiven(text))
    }

    @Test("is the same when it is printed and read again")
    func printed() {
        for date in [
            PartialDate(year: 1000), PartialDate(year: 2004, month: 3), PartialDate(year: 2004, month: 12, day: 31),
            PartialDate(year: 1923, season: 1), PartialDate(year: 2100, season: 4),
        ] {
            #expect(Self.issued(SourceDate(kind: "issued", text: date.description)) == .value(date))
        }
    }

    @Test("of issue is the earlier of print and online where the source leaves it open")
    func fallback() {
        let record = saying {
            $0.dates = [
                SourceDate(kind: "issued"), SourceDate(kind: "published-print", parts: [2020, 2]),
                SourceDate(kind: "published-online", parts: [2019, 12, 24]), SourceDate(kind: "created", parts: [2018]),
            ]
        }.normalized
        #expect(record.issued == .value(PartialDate(year: 2019, month: 12, day: 24)))
        #expect(record.publishedOnline == PartialDate(year: 2019, month: 12, day: 24))
        #expect(record.publishedPrint == PartialDate(year: 2020, month: 2))
    }

    @Test("of issue that is no date gives way to one that is, and is kept")
    func unreadableIssued() {
        let record = saying {
            $0.dates = [
                SourceDate(kind: "issued", text: "in preparation"), SourceDate(kind: "published-online", parts: [2019]),
            ]
        }.normalized
        #expect(record.issued == .value(PartialDate(year: 2019)))
        #expect(record.kept("issued") == ["in preparation"])
    }

    @Test("of a year gains month and day from one of the same year")
    func refined() {
        func record(_ year: Int) -> Record {
            saying("datacite") {
                $0.dates = [
                    SourceDate(kind: "publicationYear", parts: [year]), SourceDate(kind: "issued", text: "2008-05-17"),
                ]
            }.normalized
        }
        #expect(record(2008).issued == .value(PartialDate(year: 2008, month: 5, day: 17)))
        #expect(record(2551).issued == .value(PartialDate(year: 2008, month: 5, day: 17)))
    }

    @Test("of release stands in where a study has no other")
    func release() {
        let record = saying("biostudies") { $0.dates = [SourceDate(kind: "release", text: "2019-03-26")] }.normalized
        #expect(record.issued == .value(PartialDate(year: 2019, month: 3, day: 26)))
    }
}
