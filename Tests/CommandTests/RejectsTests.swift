import Foundation
import TestSupport
import Testing

@Suite("Rejected records")
struct RejectsTests {
    @Test(
        "are written in their own format with the reason, and are good input once mended",
        arguments: [
            (
                "a.ris", "TY  - JOUR\nER  - \nTY  - BOOK\nTI  - Good\nER  - \n", "TY  - JOUR\n",
                "TY  - JOUR\nTI  - Mended\n"
            ),
            ("a.bib", "@book{x, title 5}\n@book{y, title={Good}}\n", "title 5", "title={Mended}"),
            ("a.jsonl", BadFile.first + "\n{\"DOI\":\"10.5555/x\",\n", "{\"DOI\":\"10.5555/x\",", BadFile.last),
            ("a.enw", "%0 Book\n%T Good\n\n%0 Book\n", "%0 Book\n", "%0 Book\n%T Mended\n"),
        ])
    func roundTrip(name: String, text: String, broken: String, mended: String) async throws {
        try await Workplace.with { place in
            let file = try place.write(name, text)
            let rejects = place.path("rejects")
            for command in ["inspect", "dedup", "import"] {
                #expect(try await place.ibid(command, file, "--rejects", rejects).status == 1)
                let written = try String(contentsOfFile: rejects, encoding: .utf8)
                #expect(written.contains("ibid: rejected") && written.contains(broken), "\(written)")
            }
            let written = try String(contentsOfFile: rejects, encoding: .utf8)
            let again = try place.write("mended", written.replacing(broken, with: mended))
            let found = try await place.ibid("import", again, "--json", "--rejects", rejects)
            #expect(found.status == 0, "\(found.talk)")
            #expect(try found.object()["canonical"] as? Int == 2)
            // Nothing was rejected: the list of before is gone.
            #expect(!FileManager.default.fileExists(atPath: rejects))
        }
    }

    @Test("never take the place of a file that holds anything else")
    func foreign() async throws {
        try await Workplace.with { place in
            let file = try place.write("a.ris", "TY  - JOUR\nER  - \n")
            let library = try place.write("library.bib", "@book{x, title={Mine}}")
            #expect(try await place.ibid("inspect", file, "--rejects", library).status == 74)
            #expect(try String(contentsOfFile: library, encoding: .utf8) == "@book{x, title={Mine}}")
        }
    }
}

@Suite("Files to read")
struct InputFileTests {
    @Test("may be folders and patterns, read in order of their names")
    func folders() async throws {
        try await Workplace.with { place in
            try place.write("in/b.ris", "TY  - BOOK\nTI  - B\nER  - \n")
            try place.write("in/deep/a.bib", "@book{x, title={A}}")
            try place.write("in/.hidden.ris", "TY  - BOOK\nTI  - Hidden\nER  - \n")
            let whole = try await place.ibid("inspect", place.path("in"))
            #expect(whole.lines.map { $0.prefix { $0 != ":" } }.map { $0.hasSuffix("b.ris") } == [true, false])
            #expect(try await place.ibid("inspect", place.path("in/*.ris")).lines.count == 1)
            #expect(try await place.ibid("import", place.path("in"), "--json").object()["canonical"] as? Int == 2)
        }
    }

    @Test(
        "of two libraries may call two works alike: neither replaces the other, and reading them again changes nothing")
    func labels() async throws {
        try await Workplace.with { place in
            let a = try place.write("a.bib", "@book{smith2020, title={The first of the books on marshes}, year=2020}")
            let b = try place.write(
                "b.bib", "@book{smith2020, title={Quite another work on something else}, year=2020}")
            #expect(try await place.ibid("import", a, b, "--json").object()["canonical"] as? Int == 2)
            let before = try await place.dump()
            #expect(try await place.ibid("import", b, a, "--json").object()["canonical"] as? Int == 2)
            #expect(try await place.dump() == before)
        }
    }
}
