import Formats
import Records

@testable import Fetchers

/// What a text format makes of a text, in one piece or cut into stretches.
struct TextFormatReading {
    var records: [SourceRecord] = []
    /// Records that cannot be used, as written.
    var rejects: [String] = []
    var problems: [Problem] = []

    init(_ format: any TextFormat, _ text: String, portion: Int = 1 << 20) {
        self.init(format, Array(text.utf8), portion: portion)
    }

    init(_ format: any TextFormat, _ bytes: [UInt8], portion: Int = 1 << 20) {
        let stretches = TextStretches(LineChunks(Bytes(bytes), size: portion))
        var memory = TextMemory()
        while let stretch = try? stretches.next(
            lastRecordStart: format.lastRecordStart, needsMore: format.needsMore)
        {
            stretch.bytes.withUnsafeBufferPointer { format.remember($0, in: &memory) }
            format.read(stretch, memory: memory, place: TextPlace(path: "f")) { record in
                problems += record.problems
                if let said = record.said {
                    records.append(said)
                } else {
                    rejects.append(String(decoding: record.bytes, as: UTF8.self))
                }
            }
        }
    }

    private final class Bytes: ByteStream {
        var rest: ArraySlice<UInt8>
        init(_ bytes: [UInt8]) { rest = bytes[...] }
        func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
            let count = min(rest.count, buffer.count)
            buffer.copyBytes(from: rest.prefix(count))
            rest = rest.dropFirst(count)
            return count
        }
    }
}

extension SourceRecord {
    var authorNames: [String] {
        contributors.filter { $0.role == "author" }.map { person in
            person.name ?? [person.family, person.suffix, person.given].compactMap { $0 }.joined(separator: ", ")
        }
    }
}
