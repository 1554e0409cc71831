import Fetchers
import Formats
import Records
import Testing

@Suite("An author of a study")
struct BioStudiesNameTests {
    static func author(_ name: String, of accession: String) throws -> SourceContributor? {
        let json = """
            {"accno":"\(accession)","section":{"type":"Study","subsections":[
             {"type":"Author","attributes":[{"name":"Name","value":"\(name)"}]}]}}
            """
        return try JSONParser().parse(Array(json.utf8)) { try BioStudies().parse($0, place: "here") }.contributors.first
    }

    /// Studies made from articles have names as Europe PMC prints them: family name first, no comma.
    static let europePMC: [(String, String, String)] = [
        ("Carmack Stephanie A", "Carmack", "Stephanie A"), ("Lu Hanbing", "Lu", "Hanbing"),
        ("Lowery-Gionta Emily G", "Lowery-Gionta", "Emily G"), ("Vendruscolo Janaina CM", "Vendruscolo", "Janaina CM"),
        ("Fan J", "Fan", "J"), ("Northcott PA", "Northcott", "PA"), ("Fernandez-L A", "Fernandez-L", "A"),
        ("Van Meter T", "Van Meter", "T"), ("van der Berg Jan P", "van der Berg", "Jan P"),
        ("de la Cruz Ana", "de la Cruz", "Ana"),
    ]

    @Test("of an article's supplement has the family name first", arguments: europePMC)
    func familyFirst(name: String, family: String, given: String) throws {
        for accession in ["S-EPMC6546476", "S-ECPF-GEOD-21166"] {
            let author = try #require(try Self.author(name, of: accession))
            #expect(author.family == family)
            #expect(author.given == given)
            #expect(author.name == nil)
        }
    }

    @Test(
        "of any other study has the given name first and stays whole",
        arguments: ["Anna van der Berg", "In Hwa Um", "Ruth Adler"])
    func givenFirst(name: String) throws {
        let author = try #require(try Self.author(name, of: "S-BIAD900001"))
        #expect(author.name == name)
        #expect(author.family == nil)
    }

    @Test(
        "who is a group or has a comma or one name stays whole",
        arguments: ["Sleep Study Consortium", "Doe, Ada", "Plato"])
    func whole(name: String) throws {
        let author = try #require(try Self.author(name, of: "S-EPMC6546476"))
        #expect(author.name == name)
    }
}
