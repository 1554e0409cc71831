import Fetchers
import Formats
import Foundation
import Records
import Synchronization

/// What reading a file once brought and cost.
private struct Reading {
    var bytes = 0
    var records = 0
    var rejected = 0
    /// Of processor time, of all threads.
    var seconds = 0.0
    var wall = 0.0
}

/// Seconds of processor time, of all threads.
private func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Counts what flows through.
private final class CountedStream: ByteStream {
    private let stream: any ByteStream
    private(set) var count = 0

    init(_ stream: any ByteStream) { self.stream = stream }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let read = try stream.read(into: buffer)
        count += read
        return read
    }
}

private func readBytes(_ stream: CountedStream) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    while try stream.read(into: buffer) > 0 {}
}

private func readText(_ stream: CountedStream, _ format: any TextFormat, _ reading: inout Reading) throws {
    let stretches = TextStretches(LineChunks(try DecodedStream(stream), size: format.stretchLength))
    var memory = TextMemory()
    var (records, rejected) = (0, 0)
    while var stretch = try stretches.next(lastRecordStart: format.lastRecordStart, needsMore: format.needsMore) {
        _ = stretch.repairEncoding()
        stretch.bytes.withUnsafeBufferPointer { format.remember($0, in: &memory) }
        format.read(stretch, memory: memory, place: TextPlace(path: "")) { record in
            records += 1
            if record.said == nil { rejected += 1 }
        }
    }
    reading.records = records
    reading.rejected = rejected
}

private func readXML(
    _ stream: CountedStream, record: String, _ format: any XMLReading, _ reading: inout Reading
) throws {
    let stretches = XMLStretches(try DecodedStream(stream)) { $0 == record }
    let parser = XMLTreeParser()
    while let text = try stretches.next() {
        try parser.parse(text.bytes) { root in
            _ = RecordSearch.forEach(in: root, source: format, place: "") { element, known, _ in
                reading.records += 1
                if (try? known.parse(element, place: "")) == nil { reading.rejected += 1 }
            }
        }
    }
}

/// Chunks that several threads take: one decompresses while the other parses.
private final class SharedChunks: @unchecked Sendable {
    private let chunks: LineChunks
    private let lock = NSLock()

    init(_ chunks: LineChunks) { self.chunks = chunks }

    func next() throws -> LineChunk? { try lock.withLock { try chunks.next() } }
}

private func readLines(
    _ stream: CountedStream, _ format: any JSONReading, threads: Int, _ reading: inout Reading
) throws {
    let chunks = SharedChunks(LineChunks(try DecodedStream(stream)))
    let counts = Mutex((records: 0, rejected: 0))
    DispatchQueue.concurrentPerform(iterations: threads) { _ in
        let parser = JSONParser()
        var (records, rejected) = (0, 0)
        while let chunk = try? chunks.next() {
            chunk.forEachLine { line, _, _ in
                let padded = UnsafeBufferPointer(start: line.baseAddress, count: line.count + 64)
                records += 1
                let isGood = try? parser.parse(padded: padded, length: line.count) { root in
                    (try? format.parse(root, place: "")) != nil
                }
                if isGood != true { rejected += 1 }
            }
        }
        counts.withLock { $0 = ($0.records + records, $0.rejected + rejected) }
    }
    (reading.records, reading.rejected) = counts.withLock { $0 }
}

/// `reader-benchmark FORMAT FILE [ROUNDS [THREADS]]`: reads a file to what its records say, and prints the medians.
///
/// JSON Lines alone are read on several threads, where that is asked for.
///
/// FORMAT is `bytes`, a text format's id, `endnote-xml`, `pubmed`, or the id of a source whose records are JSON Lines.
@main
enum ReaderBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            print("usage: reader-benchmark FORMAT FILE [ROUNDS [THREADS]]")
            exit(64)
        }
        let (format, path) = (arguments[1], arguments[2])
        let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 1 : 1
        let threads = arguments.count > 4 ? Int(arguments[4]) ?? 1 : 1
        // As `ibid` does.
        StreamMemory.keepBuffers()
        var readings: [Reading] = []
        for _ in 0..<max(rounds, 1) {
            var reading = Reading()
            let start = processorTime()
            let begin = ContinuousClock.now
            let stream = CountedStream(try openByteStream(path: path))
            if format == "bytes" {
                try readBytes(stream)
            } else if let text = FileFormats.text(format) {
                try readText(stream, text, &reading)
            } else if let xml = FileFormats.xml.first(where: { $0.id == format }) {
                try readXML(stream, record: "record", xml, &reading)
            } else if let source = SourceRegistry.source(format) as? any XMLReading {
                try readXML(stream, record: "PubmedArticle", source, &reading)
            } else if let source = SourceRegistry.source(format) as? any JSONReading {
                try readLines(stream, source, threads: max(threads, 1), &reading)
            } else {
                print("there is no format \"\(format)\"")
                exit(64)
            }
            reading.bytes = stream.count
            reading.seconds = processorTime() - start
            reading.wall = (ContinuousClock.now - begin) / .seconds(1)
            readings.append(reading)
        }
        readings.sort { $0.seconds < $1.seconds }
        let median = readings[readings.count / 2]
        let speed = Double(median.bytes) / 1e6 / max(median.seconds, 1e-9)
        print(
            "\(format)\t\(median.records) records\t\(median.rejected) rejected\t\(median.bytes / 1_000_000) MB\t"
                + String(format: "%.2f s\t%.0f MB/s of CPU\t%.2f s wall", median.seconds, speed, median.wall))
    }
}
