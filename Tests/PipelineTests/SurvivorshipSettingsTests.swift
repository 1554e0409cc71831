import DedupEngine
import Foundation
import Pipeline
import Records
import Testing

@Suite("Rules of survivorship in a configuration")
struct SurvivorshipSettingsTests {
    @Test("are in Config/survivorship.toml as they are built in")
    func shipped() throws {
        let url = Fixture.packageRoot.appending(path: "Config/survivorship.toml")
        if ProcessInfo.processInfo.environment["IBID_GOLDEN"] != nil {
            try Data(Settings.survivorshipExample.utf8).write(to: url)
        }
        #expect(try String(contentsOf: url, encoding: .utf8) == Settings.survivorshipExample)
        let reading = Settings.read(file: url.path)
        #expect(reading.remarks(environment: [:]) == [])
        #expect(reading.settings.trust == Survivorship.standardTrust)
        #expect(reading.settings.survivorship.count == Field.allCases.count)
        for field in Field.allCases {
            #expect(reading.settings.survivorship[field] == Survivorship().rule(for: field), "\(field)")
        }
    }

    @Test("change the fields they name")
    func read() throws {
        let settings = try Settings(
            toml: """
                [survivorship]
                title = { rule = "longest" }
                abstract = { sources = ["pubmed", "europepmc"] }
                [survivorship.issued]
                rule = "earliest"
                sources = ["crossref"]
                """, place: "t")
        #expect(
            settings.survivorship == [
                .title: .init(.longest), .abstract: .init(.mostComplete, sources: ["pubmed", "europepmc"]),
                .issued: .init(.earliest, sources: ["crossref"]),
            ])
    }

    static let wrong: [(text: String, place: String, what: String, remedy: String)] = [
        (
            "[survivorship]\ntitel = { rule = \"longest\" }", "2:1", "survivorship.titel is no field",
            "did you mean \"title\"?"
        ),
        ("[survivorship]\ntitle = \"longest\"", "2:1", "survivorship.title is no table", "write survivorship.title as"),
        ("survivorship = \"FILE\"", "1:1", "survivorship is no table", "write survivorship as"),
        ("[survivorship.title]\nrule = \"longst\"", "2:1", "there is no rule \"longst\"", "did you mean \"longest\"?"),
        (
            "[survivorship.title]\nrule = \"union\"", "2:1", "title has no rule \"union\"",
            "\"most complete\" or \"most trusted\""
        ),
        ("[survivorship.title]\nrule = 3", "2:1", "no string", "write survivorship.title.rule as"),
        ("[survivorship.title]\nsource = [\"web\"]", "2:1", "unknown key", "did you mean \"sources\"?"),
        (
            "[survivorship.title]\nsources = [\"web\", \"crosref\"]", "2:19", "there is no source \"crosref\"",
            "did you mean \"crossref\"?"
        ),
    ]

    @Test("that are wrong are named with their place and what to do", arguments: wrong)
    func isNamed(text: String, place: String, what: String, remedy: String) throws {
        let remarks = Settings.read(toml: text, place: "ibid.toml").remarks(environment: [:])
        #expect(remarks.count == 1, "\(remarks)")
        let remark = try #require(remarks.first)
        #expect(remark.problem.place == "ibid.toml:\(place)")
        #expect(remark.problem.what.contains(what), "\(remark.problem.what)")
        #expect(remark.problem.remedy.contains(remedy), "\(remark.problem.remedy)")
    }
}
