import Export
import Records
import TestSupport
import Testing

@Suite("A template of citation keys")
struct CitationKeyTemplateTests {
    @Test(
        "makes keys of a record's fields",
        arguments: [
            ("[auth][year][word]", "carmack2019learning"), ("[Auth]_[Year]", "Carmack_2019"), ("[AUTH:3][yy]", "CAR19"),
            ("[auths]:[page]", "carmackkeeley:2480"), ("[Title]", "LearningCircuitsImaginary"),
            ("x[journal][volume]", "xjir129"),
            ("[type:7]-[doi]", "article-10.5555/ibid.1"),
        ])
    func fields(template: String, key: String) throws {
        var record = Specimens.article
        record.title = "Learning with circuits: imaginary results"
        #expect(try CitationKeyTemplate(template).key(for: record) == key)
    }

    @Test(
        "refuses what is none",
        arguments: [
            "", "plain", "[auth", "[author]", "[auth:0]", "[auth:x]", "[auth] [year]", "[auth]{", "[auth]%",
            "[auth],[year]",
        ])
    func refuses(template: String) {
        let problem = #expect(throws: Problem.self) { try CitationKeyTemplate(template) }
        #expect(problem?.remedy.contains("[auth]") == true)
    }

    @Test("gives a letter to what would be equal, whatever the case, and a file's own key where it is free")
    func collisions() throws {
        var keys = CitationKeys(template: try CitationKeyTemplate("[Auth][year]"))
        var own = Record.made("2", authors: ["Smith, A."], year: 2020)
        own.kept = [KeptField("bibtex:key", "smith2020a")]
        let plain = Record.made("1", authors: ["Smith, A."], year: 2020)
        #expect(keys.key(for: plain) == "Smith2020")
        #expect(keys.key(for: own) == "smith2020a")
        #expect(keys.key(for: own) == "Smith2020b")
        own.kept = [KeptField("bibtex:key", "not a key")]
        #expect(keys.key(for: own) == "Smith2020c")
        #expect(keys.key(for: plain) { $0 == "Smith2020d" } == "Smith2020e")
        for _ in 0..<21 { _ = keys.key(for: plain) }
        #expect(keys.key(for: plain) == "Smith2020aa")
    }

    @Test(
        "writes names of other scripts in ASCII",
        arguments: [
            ("Łukasiewicz", "lukasiewicz"), ("Müller", "mueller"), ("Nguyễn", "nguyen"), ("Петров", "petrov"),
            ("Παπαδόπουλος", "papadopoylos"), ("İnci", "inci"), ("王", "anonymous"),
        ])
    func scripts(family: String, key: String) throws {
        var record = Record.made("1")
        record.contributors = [Contributor(name: Name(family: family, given: "X"))]
        #expect(try CitationKeyTemplate("[auth]").key(for: record) == key)
    }
}
