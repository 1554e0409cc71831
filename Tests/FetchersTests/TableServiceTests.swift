import Fetchers
import Formats
import Records
import Testing

/// One row of a service's table, in the columns that the service writes.
struct ServiceRow: Sendable, CustomTestStringConvertible {
    var service: String
    var header: String
    var row: String
    var authors: [String]
    var journal: String?
    var year: String
    var key: String = ""

    var testDescription: String { service }

    static let all: [ServiceRow] = [
        .init(
            service: "IEEE Xplore",
            header:
                "Document Title,Authors,Publication Title,Date Added To Xplore,Publication Year,Start Page,End Page,DOI,PDF Link,Document Identifier",
            row:
                "Birds of the marsh,J. Doe; A. B. Roe,IEEE Transactions on Birds,20 May 2020,2020,101,110,10.5555/a,https://example.org/a,IEEE Journals",
            authors: ["J. Doe", "A. B. Roe"], journal: "IEEE Transactions on Birds", year: "2020"),
        .init(
            service: "ProQuest",
            header: "Title,StoreId,ArticleType,Authors,documentType,issn,pubtitle,year,DocumentURL",
            row:
                "Birds of the marsh,2345,Scholarly Journals,\"Doe, Jane; Roe, A\",Journal Article,12345679,Marsh Studies,2020,https://example.org/a",
            authors: ["Doe, Jane", "Roe, A"], journal: "Marsh Studies", year: "2020", key: "2345"),
        .init(
            service: "EBSCO", header: "Article Title,Author,Journal Title,Publication Date,Accession Number,PLink",
            row: "Birds of the marsh,\"Doe, Jane; Roe, A\",Marsh Studies,20200315,1423,https://example.org/a",
            authors: ["Doe, Jane", "Roe, A"], journal: "Marsh Studies", year: "20200315", key: "1423"),
        .init(
            service: "ERIC", header: "title,author,source,description,publicationdateyear,subject,id",
            row: "Birds of the marsh,\"Doe, Jane; Roe, A\",Marsh Studies,What they sing,2020,Birds,EJ12",
            authors: ["Doe, Jane", "Roe, A"], journal: "Marsh Studies", year: "2020", key: "EJ12"),
        .init(
            service: "SpringerLink",
            header: "Item Title,Publication Title,Journal Volume,Item DOI,Authors,Publication Year",
            row: "Birds of the marsh,Marsh Studies,12,10.5555/a,Jane Doe,2020", authors: ["Jane Doe"],
            journal: "Marsh Studies", year: "2020"),
        .init(
            service: "Publish or Perish", header: "Cites,Authors,Title,Year,Source,ArticleURL,GSRank,Type",
            row: "12,\"J Doe, AB Roe\",Birds of the marsh,2020,Marsh Studies,https://example.org/a,1,PDF",
            authors: ["J Doe", "AB Roe"], journal: "Marsh Studies", year: "2020"),
        .init(
            service: "Elicit", header: "Title,Authors,DOI,DOI link,Venue,Citation count,Year",
            row: "Birds of the marsh,\"Jane Doe, Adam Roe\",10.5555/a,https://doi.org/10.5555/a,Marsh Studies,12,2020",
            authors: ["Jane Doe", "Adam Roe"], journal: "Marsh Studies", year: "2020"),
        .init(
            service: "ClinicalTrials.gov", header: "NCT Number,Study Title,Study URL,Conditions,Sponsor,Start Date",
            row: "NCT00000001,Birds of the marsh,https://example.org/a,Song,Marsh Hospital,2020-01-01", authors: [],
            journal: nil, year: "2020-01-01", key: "NCT00000001"),
    ]
}

@Suite("The table of a service")
struct TableServiceTests {
    @Test("has its columns read for what they mean there", arguments: ServiceRow.all)
    func columns(service: ServiceRow) throws {
        let rows = try TableReadingTests.rows(service.header + "\n")
        #expect(try TableReading(header: rows[0].fields).dialect == service.service)
        let said = try TableReadingTests.one(service.header, service.row)
        #expect(said.titles == ["Birds of the marsh"] && said.source == "table" && said.key == service.key)
        #expect(said.names("author") == service.authors)
        #expect(said.containerTitles == [service.journal].compactMap { $0 })
        let date = try #require(said.dates.first)
        #expect(date.text ?? date.parts.map { "\($0)" }.joined(separator: "-") == service.year)
    }

    @Test("calls a journal its source, where no other column is the journal's")
    func source() throws {
        let journal = try TableReadingTests.one("Title,Authors,Source,Year", "T,Doe J;Roe R,Marsh Studies,2020")
        #expect(journal.containerTitles == ["Marsh Studies"] && journal.source == "table")
        let both = try TableReadingTests.one("Title,Source,Journal,Notes", "T,CINAHL,Marsh Studies,n")
        #expect(both.containerTitles == ["Marsh Studies"] && both.source == "cinahl")
        let database = try TableReadingTests.one("Title,Authors,Year,Source", "T,\"Doe, J\",2019,Web of Science")
        #expect(database.containerTitles.isEmpty && database.source == "web of science")
        let name = try TableReadingTests.one("id,source,title,doi", "1,crossref,T,10.5555/a")
        #expect(name.containerTitles.isEmpty && name.source == "crossref")
    }

    @Test(
        "may part two spoken names by a comma",
        arguments: [
            ("J Doe, AB Roe", ["J Doe", "AB Roe"]), ("Jane Doe, Adam B. Roe", ["Jane Doe", "Adam B. Roe"]),
            ("Doe, Jane", ["Doe, Jane"]), ("van der Berg, Jan P.", ["van der Berg, Jan P."]),
            ("Garcia Marquez, Gabriel J.", ["Garcia Marquez, Gabriel J."]), ("Doe Roe, A. B.", ["Doe Roe, A. B."]),
        ])
    func spoken(authors: String, names: [String]) throws {
        let said = try TableReadingTests.one("Title,Authors,Notes", "T,\"\(authors)\",n")
        #expect(said.names("author") == names)
    }
}
