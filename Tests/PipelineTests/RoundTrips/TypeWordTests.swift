import Export
import Records
import Testing

@Suite("Words for types in files")
struct TypeWordTests {
    private static func file(_ format: ExportFormat, _ word: String) -> String {
        switch format {
        case .ris: "TY  - \(word)\r\nTI  - On the sleep of owls\r\nER  - \r\n"
        case .nbib: "PMID- 1\nTI  - On the sleep of owls\nPT  - \(word)\n"
        case .endNoteXML:
            "<xml><records><record><ref-type name=\"\(word)\">\(TypeTable.endNoteNumbers[word] ?? 0)</ref-type>"
                + "<titles><title>On the sleep of owls</title><secondary-title>Owls</secondary-title></titles></record></records></xml>"
        default: "@\(word){owls, title = {On the sleep of owls}}"
        }
    }

    @Test(
        "mean to what ibid writes what they mean to what it reads",
        arguments: [
            (ExportFormat.ris, TypeTable.ris), (.bibtex, .bibtex), (.biblatex, .biblatex), (.nbib, .nbib),
            (.endNoteXML, .endNote),
        ])
    func agree(format: ExportFormat, table: TypeTable) throws {
        for (word, type) in table.read {
            let back = try RoundTrip.reading(of: Array(Self.file(format, word).utf8)).records
            #expect(back.count == 1, "\(format) \(word)")
            #expect(back.first?.type == type, "\(format) \(word)")
        }
    }
}
