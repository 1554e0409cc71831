import Export
import Records
import TestSupport
import Testing

@testable import Pipeline

@Suite("Braces")
struct BraceRoundTripTests {
    private static func back(_ record: Record, _ format: ExportFormat) throws -> Record {
        try #require(try RoundTrip.reading(of: RoundTrip.file(of: [record], format)).records.first)
    }

    @Test(
        "of an address come back as they were, or as its escapes where a reader would take them for TeX's",
        arguments: [
            ("http://a.example/{id}/{x}", "http://a.example/{id}/{x}"),
            ("http://a.example/{7}", "http://a.example/{7}"),
            ("http://a.example/{{id}}", "http://a.example/%7B%7Bid%7D%7D"),
            ("http://a.example/{}", "http://a.example/%7B%7D"),
            ("http://a.example/{~}/{id}", "http://a.example/%7B~%7D/%7Bid%7D"),
            ("http://a.example/}x{", "http://a.example/%7Dx%7B"), ("http://a.example/{a", "http://a.example/%7Ba"),
            ("http://a.example/%7Bid%7D", "http://a.example/%7Bid%7D"),
        ], [ExportFormat.bibtex, .biblatex])
    func addresses(address: (String, back: String), format: ExportFormat) throws {
        var record = Record.made("1", title: "Owls")
        record.url = address.0
        let back = try Self.back(record, format)
        #expect(back.url == address.back)
        #expect(try Self.back(back, format).url == address.back)
    }

    @Test(
        "of a DOI come back, paired or not",
        arguments: ["10.5555/a_b{c}<d>;2-#", "10.5555/{{a}}b", "10.5555/a}b", "10.5555/a{b"],
        [ExportFormat.bibtex, .biblatex])
    func dois(doi: String, format: ExportFormat) throws {
        #expect(try Self.back(Record.made("1", title: "Owls", doi: doi), format).doi == doi)
    }

    /// Names of a list, and how they come back: braces that do not pair are lost, and commas at the end of a part.
    private static let lists: [(written: [Contributor], back: [Contributor]?)] = [
        ([person("van der Berg", "J;K", particle: "van der"), person("Roe", "A.")], nil),
        ([person("van der Berg", "J;K", particle: "van der")], nil),
        ([person("Adler,", "M.", "Jr")], [person("Adler", "M.", "Jr")]),
        ([person("Adler", "M.", "Jr"), person("Roe", "A, B")], nil),
        (
            [person("Birds", "Owls; Co. & {Sons"), group("Smith and Jones Group"), person("Roe", "A.")],
            [person("Birds", "Owls; Co. & Sons"), group("Smith and Jones Group"), person("Roe", "A.")]
        ),
        ([person("Sons {A}", "{B}"), group("{Owls}; Rats, Inc.")], nil),
        ([group("Ed; Group"), person("Roe", "A")], nil),
        ([group("Society for Rats and Mice, Inc.")], nil),
        ([Contributor(name: Name(literal: "Plato;s")), person("Roe", "A")], nil),
    ]

    private static func person(_ family: String, _ given: String, _ suffix: String? = nil, particle: String? = nil)
        -> Contributor
    { Contributor(name: Name(family: family, given: given, suffix: suffix, particle: particle)) }

    private static func group(_ name: String) -> Contributor {
        Contributor(name: Name(literal: name), isGroup: true)
    }

    @Test("around names in a table hold what parts them, and tell a group from a person", arguments: lists.indices)
    func names(place: Int) throws {
        let (written, expected) = Self.lists[place]
        var record = Record.made("1", title: "Owls")
        record.contributors =
            written
            + written.map { person in
                var person = person
                person.role = .editor
                return person
            }
        let back = try Self.back(record, .csv)
        for role in [Role.author, .editor] {
            let people = back.contributors.filter { $0.role == role }
            #expect(people.map(\.name.sortForm) == (expected ?? written).map(\.name.sortForm))
            #expect(people.map(\.name.family) == (expected ?? written).map(\.name.family))
            #expect(people.map(\.isGroup) == (expected ?? written).map(\.isGroup))
        }
    }
}
