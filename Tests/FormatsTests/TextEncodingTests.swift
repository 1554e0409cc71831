import Foundation
import Testing

@testable import Formats

@Suite("A text file's encoding")
struct TextEncodingTests {
    /// Bytes handed over in portions of any length.
    final class Portions: ByteStream {
        var rest: ArraySlice<UInt8>
        let length: Int

        init(_ bytes: [UInt8], of length: Int) {
            rest = bytes[...]
            self.length = length
        }

        func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            let count = min(rest.count, buffer.count, length)
            buffer.copyBytes(from: rest.prefix(count))
            rest = rest.dropFirst(count)
            return count
        }
    }

    private static func all(of stream: any ByteStream) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while case let read = try stream.bytes(upTo: 1000), !read.isEmpty { bytes += read }
        return bytes
    }

    private static let text = "TY  - JOUR\r\nAU  - Müller, Žofia\r\nTI  - Études “naïves” – ½\r\nER  - \r\n"

    static let encodings: [(String, String.Encoding, [UInt8])] = [
        ("UTF-8", .utf8, []), ("UTF-8", .utf8, [0xEF, 0xBB, 0xBF]), ("UTF-16LE", .utf16LittleEndian, [0xFF, 0xFE]),
        ("UTF-16BE", .utf16BigEndian, [0xFE, 0xFF]), ("UTF-16LE", .utf16LittleEndian, []),
        ("UTF-16BE", .utf16BigEndian, []), ("UTF-32LE", .utf32LittleEndian, [0xFF, 0xFE, 0, 0]),
        ("WINDOWS-1252", .windowsCP1252, []),
    ]

    @Test(
        "is told by its bytes, and the text comes as UTF-8 whatever the portions", arguments: encodings,
        [1, 7, 100_000])
    func told(_ encoding: (String, String.Encoding, [UInt8]), portion: Int) throws {
        let bytes = encoding.2 + [UInt8](try #require(Self.text.data(using: encoding.1)))
        let stream = try DecodedStream(Portions(bytes, of: portion))
        #expect(stream.encoding.name == encoding.0)
        #expect(String(decoding: try stream.head(), as: UTF8.self).hasPrefix("TY  - "))
        #expect(String(decoding: try Self.all(of: stream), as: UTF8.self) == Self.text)
    }

    @Test("is what the file says, where its bytes are no UTF-8")
    func declared() throws {
        let cyrillic: [UInt8] = [0xCF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2]
        for head in ["<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>", "% Encoding: Cp1251\n@misc{a, title={"] {
            let stream = try DecodedStream(Portions(Array(head.utf8) + cyrillic, of: 50))
            #expect(stream.encoding.name == "WINDOWS-1251" && stream.encoding.isDeclared)
            #expect(String(decoding: try Self.all(of: stream), as: UTF8.self).hasSuffix("Привет"))
        }
    }

    @Test("is Chinese where bytes pair up as GBK's do")
    func chinese() throws {
        // 测试期刊
        let bytes =
            Array("@article{a, journal={".utf8) + [0xB2, 0xE2, 0xCA, 0xD4, 0xC6, 0xDA, 0xBF, 0xAF] + Array("}}".utf8)
        let stream = try DecodedStream(Portions(bytes, of: 9))
        #expect(stream.encoding.name == "GBK")
        #expect(String(decoding: try Self.all(of: stream), as: UTF8.self).contains("测试期刊"))
    }

    @Test("that the bytes break costs the broken bytes alone")
    func broken() throws {
        var utf16 = [UInt8](try #require("ab".data(using: .utf16LittleEndian)))
        // A surrogate without its other half.
        utf16 += [0x00, 0xD8] + [UInt8](try #require("cd".data(using: .utf16LittleEndian)))
        let stream = try DecodedStream(Portions([0xFF, 0xFE] + utf16, of: 3))
        let text = String(decoding: try Self.all(of: stream), as: UTF8.self)
        #expect(text.hasPrefix("ab") && text.hasSuffix("cd"))
    }

    @Test("mixed in one file is read byte by byte where it is no UTF-8")
    func mixed() {
        let bytes = Array("Müller ".utf8) + [0xE9] + Array("t".utf8) + [0xE9] + Array(" Žofia".utf8)
        let (repaired, count) = UTF8Text.repaired(bytes)
        #expect(String(decoding: repaired, as: UTF8.self) == "Müller été Žofia" && count == 2)
        #expect(UTF8Text.isValid(repaired) && !UTF8Text.isValid(bytes))
    }

    @Test("mending gives UTF-8 for any bytes, and leaves UTF-8 as it is")
    func random() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? UInt8.random(in: 0x20..<0x7F, using: &random) : UInt8.random(in: 0...255, using: &random)
            }
            let (repaired, count) = UTF8Text.repaired(bytes)
            #expect(String(validating: repaired, as: UTF8.self) != nil)
            #expect((count == 0) == (String(validating: bytes, as: UTF8.self) != nil))
            if count == 0 { #expect(repaired == bytes) }
        }
    }
}
