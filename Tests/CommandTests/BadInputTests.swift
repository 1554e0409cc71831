import Foundation
import TestSupport
import Testing

/// A file with something wrong in it, between good records.
struct BadFile: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    /// Records that can be read all the same.
    var good: Int
    /// What must be said of the place.
    var place: String

    var testDescription: String { name }

    init(_ name: String, _ bytes: [UInt8], good: Int, place: String) {
        self.name = name
        self.bytes = bytes
        self.good = good
        self.place = place
    }

    init(_ name: String, _ text: String, good: Int, place: String) {
        self.init(name, Array(text.utf8), good: good, place: place)
    }

    static let first = Fixture.work("10.5555/first", "The first of the good works", author: "Adler")
    static let last = Fixture.work("10.5555/last", "Quite another work that comes last", author: "Baker", page: "77-99")

    /// The bad line is the second of three.
    private static func between(_ name: String, _ line: [UInt8]) -> BadFile {
        BadFile(name, Array((first + "\n").utf8) + line + Array(("\n" + last + "\n").utf8), good: 2, place: "\(name):2")
    }

    private static func between(_ name: String, _ line: String) -> BadFile { between(name, Array(line.utf8)) }

    static let all: [BadFile] = [
        between("truncated-line.jsonl", String(first.prefix(60))),
        between("nul-bytes.jsonl", [UInt8](repeating: 0, count: 500)),
        between(
            "lone-surrogate.jsonl", #"{"DOI":"10.5555/s","type":"journal-article","title":["half \uD83D a pair"]}"#),
        between("nested-100000.jsonl", String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)),
        between(
            "nested-in-record.jsonl",
            #"{"DOI":"10.5555/d","type":"journal-article","title":["t"],"x":"#
                + String(repeating: #"{"a":"#, count: 100_000)
                + "1" + String(repeating: "}", count: 100_001)),
        between("html-line.jsonl", "<html><body>502 Bad Gateway</body></html>"),
        between("no-doi.jsonl", #"{"DOI":null,"type":"journal-article","title":["No DOI at all"]}"#),
        between("nobodys.jsonl", #"{"colour":"blue"}"#),
        between("number.jsonl", "42"),
        between("two-values.jsonl", "{} {}"),
        BadFile("truncated.jsonl", first + "\n" + last + "\n" + first.prefix(100), good: 2, place: "truncated.jsonl:3"),
        BadFile(
            "truncated.json", "[" + first + "," + last + "," + first.prefix(100), good: 2,
            place: "truncated.json:1:\(first.utf8.count + last.utf8.count + 4)"),
        BadFile("deep.json", String(repeating: "[", count: 100_000), good: 0, place: "deep.json"),
        BadFile(
            "cut.jsonl.gz", Packed.gzip(Array((first + "\n" + last + "\n").utf8)).dropLast(30), good: 1,
            place: "cut.jsonl.gz"),
        BadFile(
            "flipped.jsonl.gz",
            Packed.gzip(Array((first + "\n" + last + "\n").utf8)).enumerated().map {
                $0.offset == 200 ? $0.element ^ 1 : $0.element
            },
            good: 2, place: "flipped.jsonl.gz"),
        BadFile(
            "cut.jsonl.zst", Packed.zstd(Array((first + "\n" + last + "\n").utf8)).dropLast(30), good: 1,
            place: "cut.jsonl.zst"),
        BadFile("html.json", "<!DOCTYPE html>\n<html><body>Log in first</body></html>\n", good: 0, place: "html.json"),
        BadFile("empty.jsonl", "", good: 0, place: "empty.jsonl"),
        BadFile("nul-only.jsonl", [UInt8](repeating: 0, count: 5000), good: 0, place: "nul-only.jsonl"),
        BadFile(
            "noise.bin", (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }, good: 0,
            place: "noise.bin"),
    ]
}

@Suite("Bad input")
struct BadInputTests {
    @Test("is a problem with its place, and the rest is read", arguments: BadFile.all)
    func badFile(file: BadFile) async throws {
        try await Workplace.with { place in
            let path = try place.write(file.name, file.bytes)
            let code: Int32 = file.good == 0 ? 65 : 1
            let report = try await place.ibid("import", path, "--json")
            #expect(report.status == code, "\(report.talk)")
            #expect(report.talk.contains(file.place), "\(report.talk)")
            #expect(report.talk.contains("  next  "))
            #expect(try report.object()["canonical"] as? Int == file.good, "\(report.text)")
            // A problem is told once, in a few lines.
            #expect(report.talk.utf8.count < 4000)

            let inspected = try await place.ibid("inspect", path, "--json")
            #expect(inspected.status == code, "\(inspected.text)")
            #expect(try inspected.object()["records"] as? Int == file.good, "\(inspected.text)")
            #expect(try inspected.object()["problems"] as? Int ?? 0 > 0, "\(inspected.text)")

            let merged = try await place.ibid("dedup", path)
            #expect(merged.status == code, "\(merged.talk)")
            #expect(merged.talk.contains(file.place), "\(merged.talk)")
            #expect(merged.lines.count == (file.good == 0 ? 0 : file.good + 1))
        }
    }

    @Test("in one file does not keep the others from being read")
    func amongOthers() async throws {
        try await Workplace.with { place in
            let files =
                try BadFile.all.map { try place.write($0.name, $0.bytes) } + [
                    place.path("nosuch"), place.path("no*such"),
                ]
            let report = try await place.ibid(["import", "--json"] + files + [Fixture.works])
            #expect(report.status == 1)
            #expect(try HarvestTests.counts(report, "crossref")["new"] == 34)
            let inspected = try await place.ibid(["inspect", "--json"] + files + [Fixture.works])
            #expect(inspected.status == 1)
            #expect(try inspected.objects().count == files.count + 1)
            for line in try inspected.objects() {
                for count in ["records", "problems", "rejects"] { #expect(line[count] as? Int != nil) }
            }
        }
    }

    @Test(
        "a file that is not there, a folder and a pattern without any, and a device are named",
        arguments: ["nosuch.jsonl", "folder", "no*.jsonl", "/dev/null"])
    func noFile(name: String) async throws {
        try await Workplace.with { place in
            // Hidden files are nobody's records.
            try place.write("folder/.hidden.jsonl", BadFile.first)
            let path = name.hasPrefix("/") ? name : place.path(name)
            for command in [["import"], ["inspect"], ["dedup"]] {
                let found = try await place.ibid(command + [path])
                #expect(found.status == 65, "\(command) \(found.talk)")
                #expect(found.talk.contains(path), "\(command) \(found.talk)")
            }
        }
    }

    @Test("a key that occurs twice is told of; the record is kept")
    func duplicateKeys() async throws {
        try await Workplace.with { place in
            let path = try place.write(
                "twice.jsonl",
                #"{"DOI":"10.5555/a","title":["First"],"type":"journal-article","title":["Second"]}"# + "\n")
            let report = try await place.ibid("import", path, "--json")
            #expect(report.status == 0, "\(report.talk)")
            #expect(report.talk.contains("\"title\" occurs twice"))
            #expect(report.talk.contains("twice.jsonl:1"))
            #expect(try report.object()["problems"] as? Int == 1)
            #expect(try await place.ibid("show", "10.5555/a").text.contains(try Regex("First|Second")))
        }
    }

    @Test("a table with ragged rows, broken quotes and Latin-1 letters gives what it holds")
    func brokenTable() async throws {
        try await Workplace.with { place in
            var bytes = Array("id,title,authors,year\n1,Good row of words,\"Doe, Jane\",2020\n2,Only a title\n3,M".utf8)
            bytes +=
                [0xFC] + Array("ller's row,x,2020,too,many,fields\n4,\"never closed, and so on\n5,lost,in,it\n".utf8)
            let path = try place.write("broken.csv", bytes)
            let found = try await place.ibid("dedup", path)
            #expect(found.status == 0 || found.status == 1, "\(found.talk)")
            #expect(found.lines.starts(with: ["id,cluster", "1,0", "2,1", "3,2"]), "\(found.text)")
        }
    }

    @Test("of any sort is survived: bytes flipped, cut out, doubled at random", arguments: [1, 2, 3] as [UInt64])
    func random(seed: UInt64) async throws {
        try await Workplace.with { place in
            var random = SeededGenerator(seed: seed)
            let sound = try Fixture.all.map { [UInt8](try Data(contentsOf: URL(filePath: $0))) }
            let packed = [Packed.gzip(sound[1]), Packed.zstd(sound[1])]
            let reply = [UInt8](
                try Data(contentsOf: URL(filePath: Fixture.replica + "/biostudies/S-EPMC6546476.json")))
            var files: [String] = []
            for (number, whole) in (sound + packed + [reply]).enumerated() {
                for variant in 0..<12 {
                    var bytes = whole
                    for _ in 0..<Int.random(in: 1...6, using: &random) {
                        let place = Int.random(in: 0..<bytes.count, using: &random)
                        let end = min(bytes.count, place + Int.random(in: 1...200, using: &random))
                        switch Int.random(in: 0..<5, using: &random) {
                        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                        case 1: bytes.removeSubrange(place..<end)
                        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
                        case 3: bytes.removeLast(bytes.count - max(place, 1))
                        default:
                            bytes.insert(
                                contentsOf: Array("\"]}[{\\\u{0}\n,:".utf8).shuffled(using: &random), at: place)
                        }
                        if bytes.isEmpty { bytes = [0] }
                    }
                    files.append(try place.write("\(number)-\(variant)", bytes))
                }
            }
            let inspected = try await place.ibid(["inspect", "--json"] + files)
            #expect(try inspected.objects().count == files.count)
            let imported = try await place.ibid(["import", "--json"] + files)
            #expect(imported.status == 1, "\(imported.talk)")
            #expect(try imported.object()["canonical"] as? Int ?? 0 > 20)
            #expect(try await place.ibid(["dedup", "--json"] + files).status == 1)
            #expect(try await !place.dump().isEmpty)
            for source in ["crossref", "datacite", "biostudies", "doi", "aggregator"] {
                #expect(try await place.ibid(["inspect", "--source", source] + files).status != nil)
            }
        }
    }

    @Test("or good, a file more than twice as large does not take that much more memory")
    func streams() async throws {
        try await Workplace.with { place in
            var peaks: [Int] = []
            for megabytes in [75, 165] {
                let path = place.path("\(megabytes).jsonl")
                _ = FileManager.default.createFile(atPath: path, contents: nil)
                let handle = try FileHandle(forWritingTo: URL(filePath: path))
                let abstract = String(repeating: "words of an abstract ", count: 12_000)
                for number in 0..<(megabytes * 4) {
                    let work = Fixture.work("10.5555/\(number)", "Work \(number)").dropLast()
                    try handle.write(contentsOf: Data("\(work),\"abstract\":\"\(abstract)\"}\n".utf8))
                }
                try handle.close()
                let report = try await place.ibid(
                    "import", "--quiet", "--no-dedup", "--jobs", "2", path, "--catalog", path + ".sqlite")
                #expect(report.status == 0, "\(report.talk)")
                peaks.append(report.peakBytes)
                unlink(path)
            }
            // Either fills a transaction of 64 MB of input and SQLite's cache; 90 MB more that were held on to, as bytes and
            // as records, would take twice as much.
            #expect(peaks[1] < peaks[0] + (100 << 20), "\(peaks)")
            #expect(peaks[1] < Self.bound)
        }
    }

    /// Memory that a run may take, whatever it reads.
    private static let bound = 600 << 20

    private static func writeLong(_ place: Workplace, _ name: String, before: String, after: String) throws -> String {
        let path = try place.write(name, before)
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? handle.close() }
        try handle.seekToEnd()
        let stretch = Data(repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<200 { try handle.write(contentsOf: stretch) }
        try handle.write(contentsOf: Data(after.utf8))
        return path
    }

    @Test("200 MB on one line are passed over, in little memory")
    func longLine() async throws {
        try await Workplace.with { place in
            let path = try Self.writeLong(
                place, "long.jsonl",
                before: BadFile.first + "\n" + #"{"DOI":"10.5555/long","type":"journal-article","title":[""#,
                after: #""]}"# + "\n" + BadFile.last + "\n")
            let report = try await place.ibid("import", path, "--json")
            #expect(report.status == 1, "\(report.talk)")
            #expect(report.talk.contains("long.jsonl:2"))
            #expect(try report.object()["canonical"] as? Int == 2)
            #expect(report.peakBytes > 0 || !FileManager.default.fileExists(atPath: "/proc/self/status"))
            #expect(report.peakBytes < Self.bound)
        }
    }

    @Test("200 MB of one element of a JSON array are passed over, in little memory")
    func longArray() async throws {
        try await Workplace.with { place in
            let path = try Self.writeLong(
                place, "long.json", before: "[" + BadFile.first + #",{"DOI":"10.5555/long","title":[""#,
                after: "\"]}," + BadFile.last + "]")
            let found = try await place.ibid("inspect", path, "--json")
            #expect(found.status == 1)
            #expect(try found.object()["records"] as? Int == 2 && found.object()["rejects"] as? Int == 1)
            #expect(found.peakBytes < Self.bound)
        }
    }

    @Test("in another encoding is read", arguments: [String.Encoding.utf16, .utf16BigEndian, .windowsCP1252, .utf8])
    func encodings(encoding: String.Encoding) async throws {
        try await Workplace.with { place in
            let text = BadFile.first.replacing("Adler", with: "Müller") + "\n" + BadFile.last + "\n"
            let path = try place.write("a.jsonl", [UInt8](try #require(text.data(using: encoding))))
            #expect(try await place.ibid("import", path).status == 0)
            #expect(try await place.ibid("show", "10.5555/first").text.contains("Müller"))
        }
    }

    @Test("that breaks JSON's small rules is mended, and told of")
    func mended() async throws {
        try await Workplace.with { place in
            let broken = BadFile.first.dropLast() + ",\"n\":007,\"x\":NaN,\"t\":\"a\u{0}b\",}"
            let path = try place.write("a.jsonl", broken + "\n" + BadFile.last + "\n")
            let found = try await place.ibid("inspect", path, "--json")
            #expect(found.status == 0)
            #expect(try found.object()["records"] as? Int == 2 && found.object()["problems"] as? Int == 1)
        }
    }
}
