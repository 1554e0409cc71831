/// Files that hold references, and that only the program that made them reads; told by their first bytes.
public enum FileSignature: Sendable, Equatable {
    case pdf, rtf
    /// Word's `.docx`, and OpenDocument's text.
    case textDocument
    /// `.xls`, `.xlsb`, `.ods`, Excel's XML and its tables in HTML.
    case spreadsheet
    /// Word's `.doc`, PowerPoint's `.ppt` and others, all of one container.
    case oldOffice
    /// An Office file behind a password.
    case encryptedOffice
    /// `.enl` of EndNote 20 and later, and `.enlx`.
    case endNoteLibrary
    case zoteroDatabase, mendeleyDatabase, citaviProject
    /// Another SQLite database.
    case database
    /// 7-Zip, RAR and tar.
    case archive

    /// - Parameter head: The file's first bytes as they are, some hundred kilobytes; nil where they are none of these.
    public init?(_ head: ArraySlice<UInt8>) {
        func begins(_ text: StaticString) -> Bool {
            text.withUTF8Buffer { head.starts(with: $0) }
        }
        if begins("{\\rtf") {
            self = .rtf
        } else if begins("SQLite format 3\0") {
            self = Self.database(head)
        } else if ZipArchive.recognizes(head.prefix(4)) {
            guard let found = Self.zip(head) else { return nil }
            self = found
        } else if head.starts(with: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]) {
            self = Self.compound(head)
        } else if head.starts(with: [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) || begins("Rar!\u{1A}")
            || head.dropFirst(257).starts(with: Array("ustar".utf8))
        {
            self = .archive
        } else if head.prefix(64).drop(while: { $0 <= 0x20 || $0 >= 0x80 }).starts(with: Array("%PDF-".utf8)) {
            self = .pdf
        } else if Self.isExcelMarkup(head) {
            self = .spreadsheet
        } else {
            return nil
        }
    }

    /// By the tables that the schema in its first pages names.
    private static func database(_ head: ArraySlice<UInt8>) -> FileSignature {
        if head.contains("itemDataValues") || head.contains("CREATE TABLE itemData") { return .zoteroDatabase }
        if head.contains("enl_refs") { return .endNoteLibrary }
        if head.contains("DocumentContributors") { return .mendeleyDatabase }
        if head.contains("ReferenceAuthor") { return .citaviProject }
        return .database
    }

    /// By the names of its first entries.
    private static func zip(_ head: ArraySlice<UInt8>) -> FileSignature? {
        var index = head.startIndex
        var looked = 0
        while index + 30 < head.endIndex, looked < 200 {
            let length = Int(head[index + 26]) | Int(head[index + 27]) << 8
            let name = String(decoding: head[(index + 30)...].prefix(min(length, 300)), as: UTF8.self)
            if name == "word/document.xml" { return .textDocument }
            if name == "xl/workbook.bin" { return .spreadsheet }
            if name.hasSuffix(".enl") || name.hasSuffix(".eni") { return .endNoteLibrary }
            if name.hasSuffix(".ctv6") || name.hasSuffix(".ctv5") { return .citaviProject }
            if name == "mimetype" {
                let kind = head[(index + 30)...].dropFirst(length).prefix(80)
                if kind.starts(with: Array("application/vnd.oasis.opendocument.text".utf8)) { return .textDocument }
                if kind.starts(with: Array("application/vnd.oasis.opendocument.spreadsheet".utf8)) {
                    return .spreadsheet
                }
            }
            looked += 1
            // The next entry's header, found rather than counted: sizes may stand behind the data.
            var next = index + 30
            while next + 4 <= head.endIndex, !ZipArchive.recognizes(head[next..<next + 4]) { next += 1 }
            index = next
        }
        return nil
    }

    /// By the names of its streams, in UTF-16.
    private static func compound(_ head: ArraySlice<UInt8>) -> FileSignature {
        func names(_ word: StaticString) -> Bool {
            let wanted: [UInt8] = word.withUTF8Buffer { bytes in bytes.flatMap { byte -> [UInt8] in [byte, 0] } }
            return head.range(of: wanted) != nil
        }
        if names("EncryptedPackage") { return .encryptedOffice }
        // "Workbook", and "Book" of Excel 5.
        if names("Workbook") || names("Book\0") { return .spreadsheet }
        return names("WordDocument") || names("PowerPoint Document") ? .oldOffice : .spreadsheet
    }

    /// Excel's XML of 2003, and what it and others call `.xls` and is HTML.
    private static func isExcelMarkup(_ head: ArraySlice<UInt8>) -> Bool {
        guard let first = head.first(where: { $0 > 0x20 && $0 < 0x80 }), first == UInt8(ascii: "<") else {
            return false
        }
        let start = head.prefix(8192)
        if start.contains("urn:schemas-microsoft-com:office:excel")
            || start.contains("urn:schemas-microsoft-com:office:spreadsheet") || start.contains("<x:ExcelWorkbook")
        {
            return true
        }
        let lower = start.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }[...]
        let text = lower.drop { $0 <= 0x20 || $0 >= 0x80 }
        if text.starts(with: "<table".utf8) { return true }
        // Word writes such styles, too; a page of others may have a table, and is read as a page.
        return HTMLPage.looksLikeOne(head.drop { $0 <= 0x20 }) && text.contains("<table")
            && text.contains("mso-number-format")
    }
}

extension ArraySlice<UInt8> {
    fileprivate func contains(_ word: StaticString) -> Bool { word.withUTF8Buffer { range(of: Array($0)) } != nil }

    fileprivate func range(of wanted: [UInt8]) -> Range<Int>? {
        guard let first = wanted.first else { return nil }
        return withUnsafeBufferPointer { bytes in
            guard bytes.count >= wanted.count else { return nil }
            for index in 0...(bytes.count - wanted.count) where bytes[index] == first {
                if (1..<wanted.count).allSatisfy({ bytes[index + $0] == wanted[$0] }) {
                    return startIndex + index..<startIndex + index + wanted.count
                }
            }
            return nil
        }
    }
}
