import Normalizer
import Records
import Testing

@Suite("A name")
struct NameTests {
    /// `Family, Given, Suffix`; a literal has no comma.
    static let persons: [Said<SourceContributor, String>] = [
        Said(SourceContributor(given: "Ada", family: "Doe"), "Doe, Ada"),
        Said(SourceContributor(given: " Ada\n B. ", family: "Doe,"), "Doe, Ada B."),
        Said(SourceContributor(given: "Ada", family: "Doe", suffix: "Jr."), "Doe, Ada, Jr."),
        Said(SourceContributor(given: "Ada", family: "Doe Jr."), "Doe, Ada, Jr."),
        Said(SourceContributor(given: "Fran&#231;ois", family: "M<sup>c</sup>Ray"), "McRay, François"),
        // Remarks that services leave in a part.
        Said(SourceContributor(given: "Ada, Jr.", family: "Doe"), "Doe, Ada, Jr."),
        Said(SourceContributor(given: "Ada, PhD", family: "Doe"), "Doe, Ada"),
        Said(SourceContributor(given: "Ada", family: "Doe, MD"), "Doe, Ada"),
        Said(SourceContributor(given: "Ada (Ed.)", family: "Doe"), "Doe, Ada"),
        Said(SourceContributor(name: "Ada B. Doe (University of Somewhere)"), "Doe, Ada B."),
        Said(SourceContributor(name: "William Press"), "Press, William"),
        Said(SourceContributor(name: "de Souza, Ana Maria", isGroup: true), "de Souza, Ana Maria"),
        // Particles.
        Said(SourceContributor(given: "Jan", family: "van der Berg"), "van der Berg, Jan"),
        Said(SourceContributor(given: "Jan van der", family: "Berg"), "van der Berg, Jan"),
        Said(SourceContributor(name: "Jan van der Berg"), "van der Berg, Jan"),
        Said(SourceContributor(name: "Berg, Jan van der"), "van der Berg, Jan"),
        Said(SourceContributor(name: "Ludwig von Mises"), "von Mises, Ludwig"),
        // The whole name in one place.
        Said(SourceContributor(family: "Chun-Li Example"), "Example, Chun-Li"),
        Said(SourceContributor(given: "Ada Doe"), "Doe, Ada"),
        Said(SourceContributor(family: "Doe, Ada"), "Doe, Ada"),
        Said(SourceContributor(name: "Doe, Ada B."), "Doe, Ada B."),
        Said(SourceContributor(name: "Platt, SR"), "Platt, SR"),
        Said(SourceContributor(name: "Kittleson, MD"), "Kittleson, MD"),
        Said(SourceContributor(name: "King, Martin Luther Jr"), "King, Martin Luther, Jr"),
        Said(SourceContributor(name: "Doe, Ada, Jr."), "Doe, Ada, Jr."),
        Said(SourceContributor(name: "Doe, III, Ada"), "Doe, Ada, III"),
        Said(SourceContributor(name: "Ada Doe III"), "Doe, Ada, III"),
        Said(SourceContributor(name: "Ada Doe, Jr"), "Doe, Ada, Jr"),
        Said(SourceContributor(name: "Ada B. Doe"), "Doe, Ada B."),
        Said(SourceContributor(name: "Doe AB"), "Doe, AB"), Said(SourceContributor(name: "Doe A"), "Doe, A"),
        Said(SourceContributor(name: "Van Meter T"), "Van Meter, T"),
        Said(SourceContributor(family: "Levi LA"), "Levi, LA"),
        Said(SourceContributor(name: "A. B. Doe"), "Doe, A. B."), Said(SourceContributor(name: "AB Doe"), "Doe, AB"),
        Said(SourceContributor(name: "Dr. Ada Doe, PhD"), "Doe, Ada"),
        Said(SourceContributor(name: "Ada Doe, MD, PhD"), "Doe, Ada"),
        Said(SourceContributor(name: "Ada Doe*"), "Doe, Ada"),
        // Capitals.
        Said(SourceContributor(given: "ADELE", family: "DOE-SMITH"), "Doe-Smith, Adele"),
        Said(SourceContributor(given: "A. B.", family: "MCDONALD"), "McDonald, A. B."),
        Said(SourceContributor(given: "AB", family: "DOE"), "Doe, AB"),
        Said(SourceContributor(name: "ADELE JONES"), "Jones, Adele"),
        Said(SourceContributor(name: "DOE, ADELE"), "Doe, Adele"),
        Said(SourceContributor(given: "Ada", family: "UK"), "UK, Ada"),
        // One name only, said to be a group or not.
        Said(SourceContributor(family: "Plato"), "Plato"),
        Said(SourceContributor(name: "Sudesiqin", isGroup: false), "Sudesiqin"),
        Said(SourceContributor(given: "花子", family: "山田"), "山田, 花子"), Said(SourceContributor(name: "山田 花子"), "山田, 花子"),
        Said(SourceContributor(name: "김 민준"), "김, 민준"), Said(SourceContributor(name: "สมชาย เดโม"), "เดโม, สมชาย"),
    ]

    @Test("of a person is in parts", arguments: persons)
    func person(_ said: Said<SourceContributor, String>) {
        let contributors = saying { $0.contributors = [said.given] }.normalized.contributors
        #expect(contributors.map(\.name.sortForm) == [said.expected])
        #expect(contributors.map(\.isGroup) == [false])
    }

    @Test("of a person stays as it is when its parts are given again", arguments: persons)
    func idempotent(_ said: Said<SourceContributor, String>) throws {
        let name = try #require(saying { $0.contributors = [said.given] }.normalized.contributors.first?.name)
        let again = saying {
            $0.contributors = [
                SourceContributor(
                    given: name.given, family: name.family, suffix: name.suffix, name: name.literal, isGroup: false)
            ]
        }.normalized.contributors.first?.name
        #expect(again == name)
    }

    @Test(
        "keeps its particle with the family name, told apart",
        arguments: [
            Said("van der Berg", "van der"), Said("De la Cruz", "De la"), Said("Berg", nil), Said("Van", nil),
            Said("al Rashid", "al"),
        ] as [Said<String, String?>])
    func particle(_ said: Said<String, String?>) {
        let name = saying { $0.contributors = [SourceContributor(given: "Jan", family: said.given)] }.normalized
            .contributors.first?.name
        #expect(name?.family == said.given)
        #expect(name?.particle == said.expected)
    }

    @Test(
        "of a group is whole",
        arguments: [
            SourceContributor(name: "The PLOS ONE Staff"), SourceContributor(family: "The PLOS ONE Staff"),
            SourceContributor(name: "Sudesiqin", isGroup: true),
            SourceContributor(name: "Collaboration of Sleepers, Part 2", isGroup: true),
            SourceContributor(name: "Acme, Inc.", isGroup: true),
            SourceContributor(name: "World Health Organization"),
            SourceContributor(name: "Centers for Disease Control and Prevention"),
            SourceContributor(given: "ATLAS Collaboration"), SourceContributor(name: "Sleep Study Investigators"),
        ])
    func group(_ said: SourceContributor) {
        let contributors = saying { $0.contributors = [said] }.normalized.contributors
        #expect(contributors.map(\.name) == [Name(literal: said.name ?? said.family ?? said.given)])
        #expect(contributors.map(\.isGroup) == [true])
    }

    @Test(
        "that names nobody is left out and kept as given",
        arguments: [
            ":(unav)", "(:unav)", ":unav", "(:Unap)", "(:unkn) Unknown", "[S.N.]", "Unknown", "[Anonymous]", "n/a", "—",
            "et al.",
        ])
    func placeholder(_ text: String) {
        for said in [
            SourceContributor(name: text), SourceContributor(family: text),
            SourceContributor(name: text, isGroup: true),
        ] {
            let record = saying { $0.contributors = [said] }.normalized
            #expect(record.contributors.isEmpty)
            #expect(record.kept("author") == [text])
        }
    }

    @Test("of which only the role is said is none")
    func roleOnly() {
        let record = saying { $0.contributors = [SourceContributor(role: "author")] }.normalized
        #expect(record.contributors.isEmpty)
        #expect(record.kept.isEmpty)
    }

    @Test(
        "list in one string is parted as its writer meant",
        arguments: [
            Said("Ada Doe, Ben Roe", ["Doe, Ada", "Roe, Ben"]),
            Said("Ada Doe,&nbsp;Ben Roe", ["Doe, Ada", "Roe, Ben"]),
            Said("Doe, Ada; Roe, Ben", ["Doe, Ada", "Roe, Ben"]),
            Said("Ada Doe, Ben Roe, Jr., Cy Poe", ["Doe, Ada", "Roe, Ben, Jr.", "Poe, Cy"]),
            Said("Ada Doe, Ben Roe and Cy Poe", ["Doe, Ada", "Roe, Ben", "Poe, Cy"]),
            Said("Ada Doe, Ben Roe, and Cy Poe", ["Doe, Ada", "Roe, Ben", "Poe, Cy"]),
            Said("Ada Doe & Ben Roe", ["Doe, Ada", "Roe, Ben"]), Said("Doe A, Roe B, et al.", ["Doe, A", "Roe, B"]),
            Said("Ada Doe", ["Doe, Ada"]), Said(" , ;", []), Said("", []),
            Said("Doe, A. B., Roe, C., & Poe, D.", ["Doe, A. B.", "Roe, C.", "Poe, D"]),
            Said("doe, a., roe, b. and poe, c.", ["doe, a.", "roe, b.", "poe, c."]),
            Said("Doe, A., B. Roe, and C. Poe", ["Doe, A.", "Roe, B.", "Poe, C."]),
            Said("doe a., roe b.", ["doe, a.", "roe, b."]), Said("Wu, Li, Xu", ["Wu", "Li", "Xu"]),
        ])
    func list(_ said: Said<String, [String]>) {
        let record = saying("aggregator") { $0.authorList = said.given }.normalized
        #expect(record.authors.map(\.name.sortForm) == said.expected)
    }

    @Test("list is not read where there are authors already")
    func listBesideAuthors() {
        let record = saying {
            $0.contributors = [SourceContributor(given: "Ada", family: "Doe")]
            $0.authorList = "Somebody Else"
        }.normalized
        #expect(record.authors.map(\.name.sortForm) == ["Doe, Ada"])
    }

    @Test(
        "has one of CSL's roles",
        arguments: [
            Said("author", .author), Said("Creator", .author), Said("Editor", .editor), Said("chair", .editor),
            Said("translator", .translator), Said("DataCollector", .contributor), Said("ProjectLeader", .contributor),
        ] as [Said<String, Role>])
    func role(_ said: Said<String, Role>) {
        let record = saying {
            $0.contributors = [SourceContributor(role: said.given, given: "Ada", family: "Doe")]
        }.normalized
        #expect(record.contributors.map(\.role) == [said.expected])
    }

    @Test("keeps affiliations in their order, plain")
    func affiliations() {
        let record = saying {
            $0.contributors = [
                SourceContributor(given: "Ada", family: "Doe", affiliations: ["Dept. of A &amp; B", " ", "<b>C</b>"])
            ]
        }.normalized
        #expect(record.contributors.first?.affiliations == ["Dept. of A & B", "C"])
    }
}
