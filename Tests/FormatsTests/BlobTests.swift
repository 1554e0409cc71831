import Formats
import Foundation
import TestSupport
import Testing

@Suite("A blob")
struct BlobTests {
    enum Content: CaseIterable, Sendable {
        case random, zeros, text, fewSigns, looksCompressed

        func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
            let words = ["{\"DOI\":\"10.5555/", "title", "größer", "the ", "of ", "心", "\",\"", "123"]
            switch self {
            case .random: return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            case .zeros: return Array(repeating: 0, count: count)
            case .fewSigns: return (0..<count).map { _ in UInt8.random(in: 250...255, using: &random) }
            case .looksCompressed:
                return Array(([0x1F, 0x8B, 8] + (0..<count).map { UInt8(truncatingIfNeeded: $0) }).prefix(count))
            case .text:
                var text: [UInt8] = []
                while text.count < count { text += Array((words.randomElement(using: &random) ?? "").utf8) }
                return Array(text.prefix(count))
            }
        }
    }

    static func compress(_ bytes: [UInt8], with compressor: BlobCompressor = BlobCompressor()) -> [UInt8] {
        bytes.withUnsafeBufferPointer(compressor.compress)
    }

    @Test("comes out as it went in, whatever its size and content", arguments: Content.allCases)
    func roundTrip(content: Content) throws {
        var random = SeededGenerator(seed: 11)
        let compressor = BlobCompressor()
        let decompressor = BlobDecompressor()
        let sizes =
            [0, 1, 2, 3, 17, 18, 1023, 1024, 1025, 8191, 65_535, 65_536, 200_000]
            + (0..<12).map { _ in Int.random(in: 0...40_000, using: &random) }
        for size in sizes {
            let bytes = content.bytes(size, &random)
            let packed = Self.compress(bytes, with: compressor)
            #expect(try decompressor.decompress(packed) == bytes, "\(size) bytes")
            #expect(packed.count <= size + size / 1000 + 64)
        }
    }

    @Test("of text takes less than half its length")
    func shrinks() {
        var random = SeededGenerator(seed: 2)
        #expect(Self.compress(Content.text.bytes(8000, &random)).count < 4000)
    }

    @Test("can be read by gzip", .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/env")))
    func gzip() throws {
        var random = SeededGenerator(seed: 3)
        try withTemporaryFolder { folder in
            for content in Content.allCases {
                let bytes = content.bytes(30_000, &random)
                let file = folder.appending(path: "blob.gz")
                try Data(Self.compress(bytes)).write(to: file)
                let process = Process()
                process.executableURL = URL(filePath: "/usr/bin/env")
                process.arguments = ["gzip", "-dc", file.path]
                let pipe = Pipe()
                process.standardOutput = pipe
                try process.run()
                let read = try pipe.fileHandleForReading.readToEnd() ?? Data()
                process.waitUntilExit()
                #expect(process.terminationStatus == 0)
                #expect([UInt8](read) == bytes)
            }
        }
    }

    @Test("that any gzip wrote can be read")
    func foreign() throws {
        let bytes = Array("{\"a\":1}".utf8)
        #expect(try BlobDecompressor().decompress(Squeezed.gzip(stored: bytes)) == bytes)
    }

    @Test("cut off at any byte, or damaged in its data, is refused")
    func damaged() throws {
        var random = SeededGenerator(seed: 4)
        let bytes = Content.text.bytes(2000, &random)
        let packed = Self.compress(bytes)
        let decompressor = BlobDecompressor()
        for length in 2..<packed.count {
            #expect(throws: SyntaxError.self) { try decompressor.decompress(Array(packed[..<length])) }
        }
        // From byte 10 on: what gzip's head says of names and comments would shift what follows.
        for _ in 0..<500 {
            var damaged = packed
            damaged[Int.random(in: 10..<packed.count, using: &random)] ^= 1 << UInt8.random(in: 0...7, using: &random)
            // Behind the last code some bits mean nothing.
            if let read = try? decompressor.decompress(damaged) { #expect(read == bytes) }
        }
        for _ in 0..<500 {
            var damaged = packed
            for _ in 0..<3 {
                damaged[Int.random(in: packed.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            _ = try? decompressor.decompress(damaged)
        }
        #expect(try decompressor.decompress(packed) == bytes)
    }

    @Test("that holds more than is allowed, or claims more than deflate can hold, is refused before it is unfolded")
    func bomb() {
        let packed = Self.compress([UInt8](repeating: 0, count: 1 << 20))
        #expect(throws: SyntaxError.self) { try BlobDecompressor().decompress(packed, limit: 1 << 19) }
        var claims = Squeezed.gzip(stored: [1, 2, 3])
        claims.replaceSubrange((claims.count - 4)..., with: [0xFF, 0xFF, 0xFF, 0x0F])
        #expect(throws: SyntaxError.self) { try BlobDecompressor().decompress(claims) }
    }
}
