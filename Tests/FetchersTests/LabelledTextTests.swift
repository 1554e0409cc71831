import Formats
import Records
import Testing

@testable import Fetchers

/// Texts of abstracts that look like marks and labels of the format that they stand in.
@Suite("Text in labelled lines")
struct LabelledTextTests {
    private static func records(_ format: any TextFormat, _ text: String) -> [SourceRecord] {
        let whole = TextFormatReading(format, text)
        for portion in [7, 64] {
            let cut = TextFormatReading(format, text, portion: portion)
            #expect(cut.records == whole.records && cut.rejects == whole.rejects, "\(portion)")
        }
        let returns = TextFormatReading(format, text.replacing("\n", with: "\r\n"), portion: 7)
        #expect(returns.records == whole.records && whole.rejects.isEmpty)
        return whole.records
    }

    @Test("under AB stays RefWorks' text, whatever two letters it begins with")
    func refWorks() throws {
        let text = """
            RT Journal Article
            A1 Adler,M.
            T1 Radiotherapy of owls
            XQ a field of nobody's
            AB Background.
            RT was given to all.
            US adults were seen.
            DO 10.5555/rt.1
            RT Book, Whole
            T1 A book of owls

            RT Some New Type
            T1 Another thing

            """
        let records = Self.records(RefWorks(), text)
        #expect(records.map(\.titles) == [["Radiotherapy of owls"], ["A book of owls"], ["Another thing"]])
        let said = try #require(records.first)
        #expect(said.abstracts == ["Background. RT was given to all. US adults were seen."])
        #expect(said.identifiers == [SourceIdentifier(scheme: "doi", value: "10.5555/rt.1")])
        #expect(said.kept("refworks:XQ") == ["a field of nobody's"] && records[2].type == "Some New Type")
    }

    @Test("of RefWorks' types is known where records are told apart as where they are read")
    func refWorksTypes() { #expect(LabelledSyntax.refWorksTypes == Set(RefWorksReading.types.keys)) }

    @Test("behind a mark of Ovid's begins no second record at VN; without marks it begins each")
    func ovid() {
        let marked =
            "<1>\nDB  - Embase\nVN  - Ovid Technologies\nTI  - Owls\n\n<2>\nDB  - Embase\nVN  - x\nTI  - Gulls\n"
        let records = Self.records(Ovid(), marked)
        #expect(records.map(\.titles) == [["Owls"], ["Gulls"]])
        #expect(records.map { $0.kept("ovid:DB") } == [["Embase"], ["Embase"]])
        let unmarked = "VN  - Ovid Technologies\nTI  - Owls\nVN  - Ovid Technologies\nTI  - Gulls\n"
        #expect(Self.records(Ovid(), unmarked).map(\.titles) == [["Owls"], ["Gulls"]])
    }

    @Test("of Cochrane's abstract keeps its headings, and a keyword its slash")
    func cochrane() throws {
        let text = """
            Record #1 of 1
            ID: CN-0001
            TI: Owls
            ZZ: kept
            AB: First.
            AIM: to see owls.
            KY: HIV/AIDS; *Bone [pathology]

            """
        let said = try #require(Self.records(Cochrane(), text).first)
        #expect(said.abstracts == ["First. AIM: to see owls."] && said.keywords == ["HIV/AIDS", "Bone"])
        #expect(said.kept("cochrane:ZZ") == ["kept"] && said.kept("cochrane:AIM").isEmpty)
        let mesh = Self.records(Ovid(), "<1>\nTI  - Owls\nMH  - *Owls/ph [Physiology]\n")
        #expect(mesh.first?.keywords == ["Owls"])
    }

    private static let line = String(repeating: "_", count: 60)

    @Test("of ProQuest's gives the record neither its DOI nor its names")
    func proQuest() throws {
        let text = """
            \(Self.line)

            Document 1 of 1

            Owls in the marsh

            Author: Adler, M

            Abstract: Background: many owls.
            Methods: we counted.

            Full text: We counted owls.

            Remarks: none.
            Title: Gulls
            DOI: 10.5555/gulls.1
            PMID: 12345678
            Author: Nobody, N

            Subject: Owls; Marshes

            Title: Owls in the marsh

            Publication title: J Marsh

            DOI: 10.5555/owls.1

            Oddity: kept

            ProQuest document ID: 123

            """
        let said = try #require(Self.records(ProQuest(), text).first)
        #expect(said.abstracts == ["Background: many owls. Methods: we counted."])
        #expect(said.titles == ["Owls in the marsh"] && said.authorNames == ["Adler, M"])
        #expect(said.identifiers == [SourceIdentifier(scheme: "doi", value: "10.5555/owls.1")])
        #expect(said.keywords == ["Owls", "Marshes"] && said.kept("proquest:Oddity") == ["kept"])
        #expect(
            said.kept("proquest:Full text") == [
                "We counted owls. Remarks: none. Title: Gulls DOI: 10.5555/gulls.1 PMID: 12345678 Author: Nobody, N"
            ])
    }

    @Test(
        "of another format's is no mark of these",
        arguments: [
            ("TY  - JOUR\nTI  - Owls\nAB  - x\nRecord #1 of 2\nID: 5\nER  - \n", "ris"),
            ("PMID- 1\nTI  - Owls\nAB  - x\nRecord #1 of 2\nID: 5\n", "nbib"),
            ("% words\n\n<1>\nTitle\n\n@article{a, title={Owls}, year=2019}\n", "bibtex"),
            ("Words.\nRT Journal Article\nA1 x\n@article{a, title={Owls}, year=2019}\n", "bibtex"),
            ("Words.\nRecord #1 of 1\nID: 5\nTI: Owls\n", "cochrane"), ("<1>\n<2>\n<3>\nTitle\n  Owls\n", "ovid"),
        ])
    func detection(text: String, format: String) {
        let found = Array(text.utf8).withUnsafeBufferPointer { head in
            FileFormats.text.first { $0.recognizes(head) }?.id
        }
        #expect(found == format)
    }

    @Test("takes time in proportion to its length, in a single line, too", .timeLimit(.minutes(2)))
    func linear() {
        // Quadratic paths take minutes here.
        for piece in [". (", "; (1", "1 2019;", ". 1(", "Mar ", "((", ". 1:"] {
            let line = String(repeating: piece, count: 200_000)
            let text = "<1>\nDB  - Embase\nTI  - Owls\nSO  - J\(line)\nAS  - J\(line)\n"
            #expect(TextFormatReading(Ovid(), text).records.map(\.titles) == [["Owls"]])
        }
        for piece in ["RT x\n\n", "RT x\n", "AB x\nUS y\n", " \nRT was\n"] {
            let text = "RT Journal\nT1 Owls\n" + String(repeating: piece, count: 100_000)
            #expect(TextFormatReading(RefWorks(), text).records.first?.titles == ["Owls"])
        }
        let numbers = (10_000_000..<10_060_000).map {
            "ISSN: \($0 / 10_000)-\(String($0 % 10_000 + 10_000).dropFirst())\n"
        }.joined()
        let text = "\(Self.line)\n\nTitle: Owls\nProQuest document ID: 1\n" + numbers
        #expect(TextFormatReading(ProQuest(), text).records.map(\.titles) == [["Owls"]])
    }
}
