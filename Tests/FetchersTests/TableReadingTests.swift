import Formats
import Records
import Testing

@testable import Fetchers

@Suite("A table of records")
struct TableReadingTests {
    static func records(_ text: String, map: String? = nil) throws -> [SourceRecord] {
        let rows = try Self.rows(text)
        let index = try #require(TableReading.header(in: rows) ?? (map == nil ? nil : 0))
        let table = try TableReading(
            header: rows[index].fields, map: map.map { (text) throws in try TableMap(text) } ?? TableMap())
        return try rows.dropFirst(index + 1).compactMap { try table.record($0, place: TextPlace(path: "t.csv")) }
    }

    static func rows(_ text: String) throws -> [CSVRow] {
        let reader = CSVReader(Text(text))
        var rows: [CSVRow] = []
        while let row = try reader.row() { rows.append(row) }
        return rows
    }

    static func one(_ header: String, _ row: String, map: String? = nil) throws -> SourceRecord {
        try #require(try records("\(header)\n\(row)\n", map: map).first)
    }

    @Test("with ibid's own header is read as always")
    func plain() throws {
        let said = try Self.one(
            "id,source,type,title,authors,year,journal,issue,pages,doi,pmid,issn",
            "7,DBLP,article,T,\"Doe, J.; Roe, R.\",2019,J,4,1-9,10.5555/x,12,1234-5679 2049-3630")
        #expect(said.source == "dblp" && said.key == "7" && said.type == "journal-article")
        #expect(said.names("author") == ["Doe, J.", "Roe, R."] && said.issns == ["1234-5679", "2049-3630"])
        let table = try TableReading(header: ["id", "title"], file: "t.csv")
        #expect(try table.record(CSVRow(fields: ["", "T"], line: 9), place: TextPlace(path: ""))?.key == "t.csv:9")
        #expect(try Self.one("id,title,authors", "1,T,\"a, b, and c\"").authorList == "a, b, and c")
    }

    @Test("has what stands in braces whole: groups, keywords with signs in them")
    func braces() throws {
        let said = try Self.one(
            "title,authors,editors,keywords,conference",
            "T,\"Doe, Jane; {Birds, Owls; Co.}; Ng\",{CERN},\"{a; b}; {R&D}; c\",Owls {2020}")
        #expect(said.names("author") == ["Doe, Jane", "Birds, Owls; Co.", "Ng"])
        #expect(said.contributors.map(\.isGroup) == [nil, true, nil, true] && said.names("editor") == ["CERN"])
        #expect(said.keywords == ["a; b", "R&D", "c"] && said.event == "Owls {2020}")
        // As other programs end a list.
        #expect(try Self.one("title,authors", "T,\"King, M. L., Jr.;\"").names("author") == ["King, M. L., Jr."])
    }

    @Test(
        "of SpringerLink has authors without a sign between them, which are parted where a name begins",
        arguments: [
            ("Jane DoeAdam B. Roe", ["Jane Doe", "Adam B. Roe"]), ("Jane Doe", ["Jane Doe"]),
            ("Adam McDonaldCy DeVriesEva von Aue", ["Adam McDonald", "Cy DeVries", "Eva von Aue"]),
            ("Jan van den BergA. Smith", ["Jan van den Berg", "A. Smith"]),
            ("J.A. RoeÅsa ØverbyLi Wu", ["J.A. Roe", "Åsa Øverby", "Li Wu"]),
            ("Adam Roe Jr.Jane Doe", ["Adam Roe Jr.", "Jane Doe"]), ("Anna J.A. Smith", ["Anna J.A. Smith"]),
            ("Jane DoePlato", ["Jane DoePlato"]), ("eLife Team", ["eLife Team"]), ("MacKenzie", ["MacKenzie"]),
            ("Doe, Jane; Roe, Adam", ["Doe, Jane", "Roe, Adam"]),
            ("Adam B. RoeLeAnn McCoyMaría Poe", ["Adam B. Roe", "LeAnn McCoy", "María Poe"]),
            ("Jo DuPontAlexander MacArthur", ["Jo DuPont", "Alexander MacArthur"]),
        ])
    func glued(text: String, names: [String]) throws {
        let said = try Self.one("Item Title,Publication Title,Item DOI,Authors", "T,J,10.5555/x,\"\(text)\"")
        #expect(said.names("author") == names)
        // In tables of others a capital within a word parts nothing.
        let other = try Self.one("title,keywords,authors", "T,k,\"\(text)\"")
        if !text.contains(";") { #expect(other.names("author") == [text]) }
    }

    @Test(
        "of SpringerLink keeps authors as they are where nothing tells which word begins a name",
        arguments: ["DeShawn LeBronYuLin ChenJoão Vaz", "Anh LeAdam RoeJane Doe"])
    func unparted(text: String) throws {
        let said = try Self.one("Item Title,Publication Title,Item DOI,Authors", "T,J,10.5555/x,\"\(text)\"")
        #expect(said.authorList == text && said.contributors.isEmpty)
    }

    @Test("of SpringerLink parts authors in time proportional to their length", .timeLimit(.minutes(1)))
    func gluedLinear() {
        #expect(GluedNames.parts(of: String(repeating: "aA", count: 200_000))?.count == 1)
        #expect(GluedNames.parts(of: String(repeating: "Li WuBo ", count: 50_000))?.count == 50_000)
        #expect(GluedNames.parts(of: String(repeating: " aA a", count: 50_000))?.count == 50_000)
    }

    @Test(
        "of a known service is told by its columns",
        arguments: [
            ("Authors,Title,Year,Source title,Volume,Cited by,DOI,Link,Document Type,Source,EID", "Scopus"),
            ("PT,AU,AF,TI,SO,PY,VL,UT", "Web of Science"),
            (
                "Publication Type,Authors,Author Full Names,Article Title,Source Title,UT (Unique WOS ID)",
                "Web of Science"
            ),
            ("Title,Author Names,Source,Emtree Medical Index Terms", "Embase"),
            ("Rank,Publication ID,DOI,Title,Source title,PubYear", "Dimensions"),
            ("Lens ID,Title,Author/s", "Lens"),
            ("PMID,Title,Authors,Citation,First Author,Journal/Book,Publication Year", "PubMed"),
            ("Key,Item Type,Publication Year,Author,Title", "Zotero"),
            ("key,title,year,month,authors,publisher,location,abstract", "Rayyan"),
            ("Title,Authors,Abstract,Covidence #", "Covidence"), ("bibcode,title,author,pubdate", "ADS"),
            ("id,display_name,publication_year,cited_by_count", "OpenAlex"), ("Name,Titel,Autor,Jahr", nil),
        ] as [(String, String?)])
    func dialects(header: String, name: String?) throws {
        let fields = try #require(try Self.rows(header).first).fields
        #expect(TableReading.recognizes(header: fields) > 0)
        #expect(try TableReading(header: fields).dialect == name)
    }

    @Test(
        "without a header of its kind is none",
        arguments: ["a,b,c", "1,2,3", "title", "Dear Sir, thank you for the title", ""])
    func none(header: String) throws {
        #expect(TableReading.recognizes(header: try Self.rows(header).first?.fields ?? []) == 0)
    }

    @Test("of Web of Science has its fields by two letters")
    func webOfScience() throws {
        let said = try Self.one(
            "PT\tAU\tAF\tTI\tSO\tPY\tPD\tVL\tIS\tBP\tEP\tDI\tPM\tUT\tID\tDT",
            "J\tDoe, J; Roe, R\tDoe, Jane; Roe, Richard\tT\tJ TESTS\t2019\tMAY 3\t3\t4\t1\t9\t10.5555/x\t12\tWOS:1\tONE; TWO\tArticle; Retracted Publication"
        )
        #expect(said.key == "WOS:1" && said.names("author") == ["Doe, Jane", "Roe, Richard"] && said.pages == "1-9")
        #expect(said.dates == [SourceDate(kind: "issued", text: "2019 MAY 3")] && said.keywords == ["ONE", "TWO"])
        #expect(said.kept("table:AU") == ["Doe, J; Roe, R"] && said.type == "journal-article; Retracted Publication")
    }

    @Test("of Embase has journal, volume and pages in one column, and the DOI in a link")
    func embase() throws {
        let said = try Self.one(
            "Title,Author Names,Source,Open URL Link,Emtree Medical Index Terms",
            "T,\"Liu R., Adler D.G.\",Journal of Tests (2014) 3:4 (152-160). Date of Publication: 2014,http://a.example?sid=E&id=doi:10.5555%2Fx,\"a, b\""
        )
        #expect(said.names("author") == ["Liu R.", "Adler D.G."] && said.containerTitles == ["Journal of Tests"])
        #expect(
            said.volume == "3" && said.issue == "4" && said.pages == "152-160" && said.dates.map(\.text) == ["2014"])
        #expect(said.identifiers == [SourceIdentifier(scheme: "doi", value: "10.5555/x")])
    }

    @Test("of Embase with a line for each field is cut into its records")
    func transposed() throws {
        let text =
            "EMBASE\n\"TITLE\",\"One\"\n\"AUTHOR NAMES\",\"Liu R.\",\"Doe J.\"\n\"SOURCE TITLE\",\"J\"\n\"PUBLICATION YEAR\",\"2018\"\n\"DOI\",\"10.5555/1\"\n\n\"TITLE\",\"Two\"\n\"AUTHOR NAMES\",\"Roe R.\"\n\"SOURCE TITLE\",\"K\"\n"
        let rows = try Self.rows(text)
        let other = try Self.rows("id,title\n1,2\n")
        #expect(TransposedTable.recognizes(rows) && !TransposedTable.recognizes(other))
        var table = TransposedTable()
        var found = rows.compactMap { table.take($0) }
        if let last = table.finish() { found.append(last) }
        let records = try found.compactMap { try TransposedTable.record($0, place: TextPlace(path: "t.csv")) }
        #expect(records.map(\.titles) == [["One"], ["Two"]] && records.map(\.containerTitles) == [["J"], ["K"]])
        #expect(records.map { $0.names("author") } == [["Liu R.", "Doe J."], ["Roe R."]])
        #expect(records[0].identifiers.map(\.value) == ["10.5555/1"])
    }

    @Test("of people's own has its columns guessed in several languages, and keeps the others")
    func guessed() throws {
        let said = try Self.one(
            "Titel;Autor(en);Jahr;Zeitschrift;Heft;Schlagwörter;DOI-Link;Kennung",
            "Wörter;Doe, Jane;2019.0;Hefte;4;eins, zwei;https://doi.org/10.5555/x;K 7")
        #expect(said.titles == ["Wörter"] && said.dates.map(\.text) == ["2019"] && said.containerTitles == ["Hefte"])
        #expect(said.names("author") == ["Doe, Jane"] || said.kept("table:Autor(en)") == ["Doe, Jane"])
        #expect(said.issue == "4" && said.keywords == ["eins", "zwei"] && said.kept("table:Kennung") == ["K 7"])
    }

    @Test("whose first lines are words is read from its header on")
    func words() throws {
        let rows = try Self.rows(
            "About the data: exported by hand.\nRank,Publication ID,DOI,Title,Source title,PubYear,Authors\n1,pub.1,10.5555/x,T,J,2019,\"Doe, Jane; Roe, R\"\n"
        )
        #expect(TableReading.header(in: rows) == 1)
    }

    @Test(
        "has authors however a program parts them",
        arguments: [
            ("\"['Marx, Karl', \"\"O'Neil, A\"\"]\"", ["Marx, Karl", "O'Neil, A"]),
            ("James Cox and Steven Clark", ["James Cox", "Steven Clark"]),
            ("\"Cox, James and Clark, Steven\"", ["Cox, James", "Clark, Steven"]), ("\"Doe, Jane\"", ["Doe, Jane"]),
            ("Jane Doe|Richard Roe", ["Jane Doe", "Richard Roe"]),
            ("Nicol&#225;s A; Roe B", ["Nicol&#225;s A", "Roe B"]),
        ])
    func authors(cell: String, names: [String]) throws {
        #expect(try Self.one("record_id,title,authors", "1,T,\(cell)").names("author") == names)
    }

    @Test("obeys what the user says of its columns")
    func mapped() throws {
        let said = try Self.one("Name,Kennung,Title", "T,10.5555/x,other", map: "title=Name, doi=kennung")
        #expect(
            said.titles == ["T"] && said.identifiers.map(\.value) == ["10.5555/x"]
                && said.kept("table:Title") == ["other"])
        #expect(try Self.one("\"Name, full\",x", "T,10.5555/x", map: "title=\"Name, full\",doi=x").titles == ["T"])
        let missing = #expect(throws: Problem.self) { try Self.one("Name,Kennung", "T,x", map: "title=Nome") }
        #expect(missing?.what == "--map: the table has no column \"Nome\"")
    }

    @Test(
        "is told what is wrong with a map",
        arguments: [
            ("title", "--map: \"title\" in \"title\" names no column"),
            ("tittle=A", "--map: there is no field \"tittle\""),
            ("title=", "--map: the field \"title\" has no column"),
            ("title=A,title=B", "--map: the field \"title\" is given twice"),
            ("", "--map: names no column"), ("title=\"A", "--map: the quote in \"title=\"A\" is never closed"),
        ])
    func wrongMap(text: String, what: String) {
        let problem = #expect(throws: Problem.self) { try TableMap(text) }
        #expect(problem?.what == what)
    }

    @Test("names a row that says nothing of a work")
    func emptyRows() throws {
        let table = try TableReading(header: ["record_id", "title", "abstract", "included"])
        #expect(try table.record(CSVRow(fields: ["", " ", "NA", ""], line: 2), place: TextPlace(path: "t.csv")) == nil)
        let problem = #expect(throws: Problem.self) {
            try table.record(CSVRow(fields: ["1", "", "", "0"], line: 3), place: TextPlace(path: "t.csv"))
        }
        #expect(problem?.place == "t.csv:3:1" && problem?.reach == .record)
        let long = try table.record(
            CSVRow(fields: ["1", "T", "", "0", "more"], line: 4), place: TextPlace(path: "t.csv"))
        #expect(long?.kept("table:column 5") == ["more"])
    }
}

/// A text as a stream.
private final class Text: ByteStream {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(rest.count, buffer.count)
        buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}
