internal import Formats
internal import Records

/// What is said of files that hold references, and that ibid does not read.
enum RefusedFile {
    /// - Parameters:
    ///   - raw: The file's first bytes as they are.
    ///   - text: The same as text, from its first byte that is not blank.
    /// - Returns: Nil for files that may be read.
    static func problem(_ raw: ArraySlice<UInt8>, text: ArraySlice<UInt8>, path: String) -> Problem? {
        guard let (what, remedy) = FileSignature(raw).map(words) ?? (isSummary(text) ? summary : nil) else {
            return nil
        }
        return Problem("\(path): the file is \(what)", place: path, remedy: remedy, reach: .source)
    }

    private static func words(_ signature: FileSignature) -> (what: String, remedy: String) {
        switch signature {
        case .pdf:
            (
                "a PDF, which holds pages and no records",
                "give what the database or reference manager exports, or the work's DOI to `ibid resolve`"
            )
        case .rtf, .textDocument:
            (
                "a document of a word processor, which holds text and no records",
                "export the references from the reference manager that wrote them, as RIS, BibTeX or CSL-JSON"
            )
        case .spreadsheet:
            ("a spreadsheet of a kind that ibid does not read", "open it and save it as .xlsx or CSV")
        case .oldOffice:
            ("an Office file of the old kind, which holds no records", "export the references as RIS, BibTeX or CSV")
        case .encryptedOffice: ("an Office file behind a password", "save it without the password, as .xlsx or CSV")
        case .endNoteLibrary:
            (
                "an EndNote library, which EndNote alone reads",
                "in EndNote choose File > Export, and \"XML\" as the type, or RefMan (RIS) as the style"
            )
        case .zoteroDatabase:
            (
                "Zotero's database, which Zotero alone reads",
                "in Zotero choose File > Export Library, as CSL JSON, RIS or BibTeX"
            )
        case .mendeleyDatabase:
            (
                "Mendeley's database, which Mendeley alone reads",
                "in Mendeley choose File > Export, as RIS, BibTeX or EndNote XML"
            )
        case .citaviProject:
            ("a Citavi project, which Citavi alone reads", "in Citavi choose File > Export, as RIS or BibTeX")
        case .database:
            ("an SQLite database, which ibid does not read", "export its references as RIS, BibTeX, CSL-JSON or CSV")
        case .archive: ("an archive of files", "unpack it, and name the folder")
        }
    }

    private static let summary = (
        what: "PubMed's summary, which does not tell authors, titles and journals apart",
        remedy: "save it from PubMed again, with \"Format: PubMed\", or give the PMIDs to `ibid resolve`"
    )

    /// `1: Smith J, Doe A. A title. J Marsh. 2019 Jan;12(3):1-9. doi: … PMID: 123.`
    private static func isSummary(_ text: ArraySlice<UInt8>) -> Bool {
        guard text.starts(with: Array("1: ".utf8)) else { return false }
        let end = text.indices.first { index in
            text[index] == 0x0A && index + 1 < text.endIndex && (text[index + 1] == 0x0A || text[index + 1] == 0x0D)
        }
        let first = String(decoding: text[..<(end ?? min(text.endIndex, text.startIndex + 4000))], as: UTF8.self)
        return first.contains("PMID: ")
    }
}
