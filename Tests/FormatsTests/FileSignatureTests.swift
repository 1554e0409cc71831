import Testing

@testable import Formats

@Suite("A file that ibid does not read")
struct FileSignatureTests {
    private static let compound: [UInt8] =
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 500)

    private static func wide(_ text: String) -> [UInt8] { text.utf8.flatMap { byte -> [UInt8] in [byte, 0] } }

    /// Local headers of a zip file, each entry stored.
    private static func zip(_ entries: [(name: String, contents: String)]) -> [UInt8] {
        entries.flatMap { entry -> [UInt8] in
            let name = Array(entry.name.utf8)
            return [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 22) + [UInt8(name.count), 0, 0, 0] + name
                + Array(entry.contents.utf8)
        }
    }

    static let files: [(FileSignature?, [UInt8])] = [
        (.pdf, Array("%PDF-1.7\n%\u{E2}\u{E3}".utf8)), (.rtf, Array(#"{\rtf1\ansi Smith}"#.utf8)),
        (.textDocument, zip([("[Content_Types].xml", "<x/>"), ("word/document.xml", "<w/>")])),
        (.textDocument, zip([("mimetype", "application/vnd.oasis.opendocument.text")])),
        (.spreadsheet, zip([("mimetype", "application/vnd.oasis.opendocument.spreadsheet")])),
        (.spreadsheet, zip([("[Content_Types].xml", ""), ("xl/workbook.bin", "")])),
        (.endNoteLibrary, zip([("My.enl", "x"), ("My.Data/sdb/sdb.eni", "x")])),
        (nil, zip([("[Content_Types].xml", ""), ("xl/workbook.xml", "")])), (nil, zip([("a.ris", "TY  - JOUR")])),
        // A name longer than what is there.
        (nil, [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 22) + [0xFF, 0xFF, 0, 0] + Array("mimetype".utf8)),
        (nil, [0x50, 0x4B, 3, 4] + [UInt8](repeating: 0xFF, count: 40)), (nil, [0x50, 0x4B, 3, 4]),
        (.spreadsheet, compound + wide("Workbook")), (.oldOffice, compound + wide("WordDocument")),
        (.encryptedOffice, compound + wide("EncryptedPackage")), (.spreadsheet, compound),
        (.zoteroDatabase, Array("SQLite format 3\0 CREATE TABLE itemDataValues (valueID)".utf8)),
        (.mendeleyDatabase, Array("SQLite format 3\0 CREATE TABLE DocumentContributors".utf8)),
        (.endNoteLibrary, Array("SQLite format 3\0 CREATE TABLE enl_refs".utf8)),
        (.database, Array("SQLite format 3\0 CREATE TABLE other".utf8)),
        (.archive, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0]),
        (
            .spreadsheet,
            Array("<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">".utf8)
        ),
        (.spreadsheet, Array("\n<TABLE border=1><tr><td>Title</td></tr></table>".utf8)),
        (.spreadsheet, Array("<html><style>td {mso-number-format:General}</style><table><tr></tr></table>".utf8)),
        (.spreadsheet, Array("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><title>A</title><table>".utf8)),
        (.spreadsheet, Array("<html><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><body><table></table>".utf8)),
        // A page with a table in it.
        (
            nil,
            Array("<html><body><table><tr><td>x</td></tr></table><pre>{\"title\":\"Owls\"}</pre></body></html>".utf8)
        ),
        (nil, Array("<html><head><title>A</title></head><body><table></table></body></html>".utf8)),
        (nil, Array("<records><record/></records>".utf8)), (nil, Array("TY  - JOUR\n".utf8)), (nil, []),
        (nil, Array("{\"title\": 1}".utf8)), (nil, Array("%0 Journal Article\n%P 1\n".utf8)),
    ]

    @Test("is told by its first bytes, and those that are read are left alone", arguments: files)
    func told(file: (FileSignature?, [UInt8])) { #expect(FileSignature(file.1[...]) == file.0) }
}
