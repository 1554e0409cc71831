import Foundation
import TestSupport
import Testing

@testable import Formats

@Suite("A stream of bytes")
struct ByteStreamTests {
    static func bytes(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = SeededGenerator(seed: seed)
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    static let plain = bytes(150_000)

    @Test(
        "comes out of a file as it went in, plain or compressed",
        arguments: [
            [UInt8](), [7], Self.plain, Squeezed.gzip(stored: Self.plain), Squeezed.zstd(raw: Self.plain),
        ])
    func files(content: [UInt8]) throws {
        try withTemporaryFolder { folder in
            // The name says nothing: the first bytes do.
            let file = folder.appending(path: "records.txt")
            try Data(content).write(to: file)
            let found = try openByteStream(path: file.path).drained()
            #expect(found.damage == nil)
            #expect(found.bytes == (content.count > Self.plain.count ? Self.plain : content))
        }
    }

    @Test("that begins with a few bytes is read whole")
    func short() throws {
        try withTemporaryFolder { folder in
            for count in 1...6 {
                let file = folder.appending(path: "\(count)")
                try Data(Self.plain[..<count]).write(to: file)
                #expect(try openByteStream(path: file.path).drained(size: 1).bytes == Array(Self.plain[..<count]))
            }
        }
    }

    @Test("of a file that is not there, or is a folder, says so")
    func missing() throws {
        try withTemporaryFolder { folder in
            let missing = #expect(throws: SyntaxError.self) {
                try openByteStream(path: folder.appending(path: "none").path)
            }
            #expect(missing?.what.hasPrefix("cannot be opened") == true)
            let isFolder = #expect(throws: SyntaxError.self) { try openByteStream(path: folder.path) }
            #expect(isFolder?.what == "is a folder")
        }
    }

    enum Coding: String, CaseIterable, Sendable {
        case gzip, zstd

        func pack(_ bytes: [UInt8]) -> [UInt8] {
            self == .gzip ? Squeezed.gzip(stored: bytes) : Squeezed.zstd(raw: bytes)
        }

        func stream(_ input: any ByteStream) throws -> any ByteStream {
            self == .gzip ? GzipStream(input) : try ZstdStream(input)
        }
    }

    @Test(
        "of many members is read through, however it comes and is asked for",
        arguments: Coding.allCases, [(1, 10_000), (7, 3), (5000, 100), (.max, 131_071), (.max, 10)])
    func members(coding: Coding, portions: (most: Int, size: Int)) throws {
        let parts = [Self.bytes(9), [], Self.bytes(3000, seed: 2), Array("{}\n".utf8), Self.bytes(140_000, seed: 3)]
        let packed = parts.flatMap { coding.pack($0) }
        let found = try coding.stream(Portions(packed, most: portions.most)).drained(size: portions.size)
        #expect(found.damage == nil)
        #expect(found.bytes == Array(parts.joined()))
    }

    @Test(
        "of gzip that is padded behind its last member ends there", arguments: [[0], [0, 0, 0], [0, 42], [42, 0x1F]])
    func padding(tail: [UInt8]) {
        let found = GzipStream(Portions(Squeezed.gzip(stored: Self.bytes(50)) + tail)).drained()
        #expect(found.damage == nil)
        #expect(found.bytes == Self.bytes(50))
    }

    @Test("cut off at any byte gives what came before and says so", arguments: Coding.allCases)
    func truncated(coding: Coding) throws {
        let bytes = Self.bytes(40)
        let packed = coding.pack(bytes)
        for length in packed.indices {
            let found = try coding.stream(Portions(Array(packed[..<length]), most: 11)).drained()
            #expect(found.damage?.what.contains("cut off") == true, "at \(length) of \(packed.count)")
            #expect(found.bytes == Array(bytes.prefix(found.count)))
        }
    }

    @Test("of gzip whose checksum or length is wrong gives its bytes, then the damage", arguments: [1, 3, 5, 8])
    func damagedChecksum(fromEnd: Int) {
        var packed = Squeezed.gzip(stored: Self.bytes(3000))
        packed[packed.count - fromEnd] ^= 0x10
        let stream = GzipStream(Portions(packed))
        let found = stream.drained(size: 1 << 20)
        #expect(found.damage?.what == "the gzip data is damaged")
        #expect(found.damage.map { $0.offset > 0 } == true)
        #expect(found.bytes == Self.bytes(3000))
        // What follows the damage is the end.
        #expect(stream.drained().count == 0)
    }

    @Test(
        "with bytes changed at random ends, or says that it is damaged",
        arguments: Coding.allCases, 0..<3 as Range<UInt64>)
    func mutated(coding: Coding, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let packed = coding.pack(Self.bytes(300)) + coding.pack(Self.bytes(20))
        for _ in 0..<200 {
            var damaged = packed
            damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            let found = try coding.stream(Portions(damaged, most: 64)).drained(size: 50, keeping: 0)
            #expect(found.count <= 1 << 20)
        }
    }

    @Test("that unfolds a thousandfold never holds more than it was asked for")
    func bomb() throws {
        let size = 32 << 20
        let zstd = try ZstdStream(Portions(Squeezed.zstd(zeros: size))).drained(size: 1 << 16, keeping: 0)
        #expect(zstd.count == size)
        #expect(zstd.damage == nil)
        let gzip = GzipStream(Portions(Squeezed.gzip(zeros: size))).drained(size: 1 << 16, keeping: 0)
        #expect(gzip.count == size / 258 * 258 + 1)
    }

    @Test("whose Zstandard frame asks for gigabytes of window is refused")
    func window() throws {
        var packed = Squeezed.zstd(zeros: 1 << 18)
        packed[5] = 0xF8
        let found = try ZstdStream(Portions(packed)).drained()
        #expect(found.count == 0)
        #expect(found.damage?.what.contains("damaged") == true)
    }
}
