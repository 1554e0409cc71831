import Formats
import Foundation
import TestSupport
import Testing

@Suite("A table in a text file")
struct CSVTests {
    static func rows(_ bytes: [UInt8], delimiter: UInt8? = nil, most: Int = .max) throws -> [CSVRow] {
        let reader = CSVReader(Portions(bytes, most: most), delimiter: delimiter)
        var rows: [CSVRow] = []
        while let row = try reader.row() { rows.append(row) }
        return rows
    }

    static func fields(_ text: String) throws -> [[String]] { try rows(Array(text.utf8)).map(\.fields) }

    @Test(
        "is read as RFC 4180 has it, and as programs write it",
        arguments: [
            ("", []), ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a,b\nc,d", [["a", "b"], ["c", "d"]]),
            ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]), ("\"a\",\"b\"\n", [["a", "b"]]),
            ("\"a\"\"b\",\"\"\"\"\n", [["a\"b", "\""]]), ("\"a,b\",c\n", [["a,b", "c"]]),
            ("\"a\nb\",\"c\r\nd\"\n", [["a\nb", "c\r\nd"]]), ("a,,c\n,\n", [["a", "", "c"], ["", ""]]),
            ("\"\",x\n", [["", "x"]]), ("a,b\n\n\nc,d\n", [["a", "b"], ["c", "d"]]),
            (" a , b \n", [[" a ", " b "]]), ("a;b\n\"c;d\";e\n", [["a", "b"], ["c;d", "e"]]),
            ("a\tb,c\td\n", [["a", "b,c", "d"]]), ("\"x,y\";b;c\n", [["x,y", "b", "c"]]),
            ("\"a\"\"b;\",c\n", [["a\"b;", "c"]]),
            ("\u{FEFF}id,title\n1,x\n", [["id", "title"], ["1", "x"]]), ("\u{FEFF}\"id\",t\n", [["id", "t"]]),
            // Quotes where none belong are signs like any other.
            ("a\"b,c\n", [["a\"b", "c"]]), ("\"a\"b,c\n", [["ab", "c"]]), ("a,b \"c\" d\n", [["a", "b \"c\" d"]]),
            ("a,b\u{0}c\n", [["a", "b\u{0}c"]]),
        ] as [(String, [[String]])])
    func reads(text: String, expected: [[String]]) throws {
        #expect(try Self.fields(text) == expected)
        #expect(try Self.rows(Array(text.utf8), most: 1).map(\.fields) == expected)
    }

    @Test("knows the line on which each row begins", arguments: ["\n", "\r\n", "\r"])
    func lines(end: String) throws {
        let text = ["a,b", "\"one", "two\",c", "", "d,e"].joined(separator: end)
        #expect(try Self.rows(Array(text.utf8)).map(\.line) == [1, 2, 5])
    }

    @Test("finds its delimiter in a file that begins with a few bytes", arguments: [",", ";", "\t"])
    func delimiter(sign: String) throws {
        try withTemporaryFolder { folder in
            let file = folder.appending(path: "table.csv")
            let rows = [["identifier", "title"], ["1", "a title"]]
            try Data(rows.map { $0.joined(separator: sign) + "\n" }.joined().utf8).write(to: file)
            let reader = CSVReader(try openByteStream(path: file.path))
            #expect(try reader.row()?.fields == rows[0])
            #expect(try reader.row()?.fields == rows[1])
        }
    }

    @Test("with a quote that is never closed gives the rows before it, and says where it opens")
    func openQuote() throws {
        let reader = CSVReader(Portions(Array("a,b\n1,\"two\nlines\"\n3,\"open\n4,x\n5,y\n".utf8)))
        #expect(try reader.row()?.fields == ["a", "b"])
        #expect(try reader.row()?.fields == ["1", "two\nlines"])
        let error = #expect(throws: SyntaxError.self) { try reader.row() }
        #expect(error?.what == "the quote that opens in line 4 is never closed")
        #expect(try reader.row() == nil)
    }

    @Test("in another encoding is read with signs in place of what is no UTF-8")
    func wrongEncoding() throws {
        #expect(try Self.rows([0x61, 0xE9, 0x2C, 0x62]).map(\.fields) == [["a\u{FFFD}", "b"]])
    }

    @Test("with a field or a row of any length is read within bounds")
    func bounded() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: CSVReader.longestField + 10)
        let rows = try Self.rows(Array("a,b\n".utf8) + long + Array(",c\nd,e\n".utf8))
        #expect(rows.map(\.fields.count) == [2, 2, 2])
        #expect(rows[1].fields[0].utf8.count == CSVReader.longestField)
        #expect(rows[2].fields == ["d", "e"])
        let wide = Array(String(repeating: "x,", count: CSVReader.mostFields + 50).utf8) + Array("\na,b\n".utf8)
        #expect(try Self.rows(wide).map(\.fields.count) == [CSVReader.mostFields, 2])
    }

    @Test(
        "is written with quotes only where they are needed",
        arguments: [
            (["a", "b c", ""], "a,b c,\n"), (["a,b", "\"q\"", "l\nm"], "\"a,b\",\"\"\"q\"\"\",\"l\nm\"\n"),
            ([" a", "b "], "\" a\",\"b \"\n"), (["a;b", "\r"], "a;b,\"\r\"\n"), (["é'心"], "é'心\n"),
        ])
    func writes(fields: [String], text: String) {
        #expect(CSVWriter.row(fields) == Array(text.utf8))
    }

    @Test("is read back as it was written", arguments: 0..<8 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = ["a", "Zoë", ",", ";", "\t", "\"", "\"\"", "\n", "\r", "\r\n", " ", "\u{0}", "心", "\u{301}"]
        for _ in 0..<60 {
            let width = Int.random(in: 2...5, using: &random)
            let table = (0..<Int.random(in: 1...6, using: &random)).map { _ in
                (0..<width).map { _ in
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
                        .joined()
                }
            }
            let bytes = table.flatMap { CSVWriter.row($0) }
            let read = try Self.rows(bytes, delimiter: UInt8(ascii: ","), most: Int.random(in: 1...30, using: &random))
            #expect(read.map { $0.fields.map { Array($0.utf8) } } == table.map { $0.map { Array($0.utf8) } })
        }
    }

    @Test("is read as byte by byte, whatever it holds and however it comes", arguments: 0..<40 as Range<UInt64>)
    func agreesWithSlowTwin(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &+ 77)
        let pieces: [[UInt8]] =
            [
                "a", "bc", "a longer field of words", ",", ";", "\t", "\"", "\"\"", "\n", "\r", "\r\n", " ", "\u{0}",
                "心", "\u{FEFF}",
            ].map { Array($0.utf8) } + [[0xC3], [0xFF, 0x80], [0x8A, 0x8D, 0xA2]]
        for _ in 0..<40 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...90, using: &random) { bytes += pieces.randomElement(using: &random) ?? [] }
            let most = Int.random(in: 1...40, using: &random)
            let delimiter: UInt8? = Bool.random(using: &random) ? nil : UInt8(ascii: ",")
            let fast = CSVReader(Portions(bytes, most: most), delimiter: delimiter)
            let slow = SlowCSVReader(Portions(bytes, most: most), delimiter: delimiter)
            while true {
                let (a, b) = (Result { try fast.row() }, Result { try slow.row() })
                #expect((try? a.get()) == (try? b.get()))
                #expect((a.failure as? SyntaxError) == (b.failure as? SyntaxError))
                guard case .success(let row) = a, row != nil else { break }
            }
        }
    }

    @Test(
        "with fields over the border of what is read at once is read as byte by byte",
        arguments: [",", "\r\n", "\"\"", "\n"])
    func longFields(sign: String) throws {
        let field = "\"" + String(repeating: "word ", count: 30_000) + sign + "x\""
        let text = (0..<12).map { "\($0),\(field),plain\r\n" }.joined()
        let bytes = Array(text.utf8)
        let slow = SlowCSVReader(Portions(bytes))
        var expected: [CSVRow] = []
        while let row = try slow.row() { expected.append(row) }
        #expect(try Self.rows(bytes) == expected)
        #expect(try Self.rows(bytes, most: 70_001) == expected)
        #expect(expected.count == 12)
    }
}

extension Result {
    fileprivate var failure: Failure? { if case .failure(let error) = self { error } else { nil } }
}
