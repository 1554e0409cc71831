import Fetchers
import Formats
import Foundation
import Normalizer
import Records

/// What libFuzzer calls with each input; whatever the bytes are, it returns in time and within bounds.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    target(Array(UnsafeBufferPointer(start: data, count: size)))
    return 0
}

/// The parser that IBID_FUZZ names.
private let target: @Sendable ([UInt8]) -> Void = {
    let name = ProcessInfo.processInfo.environment["IBID_FUZZ"] ?? ""
    guard let target = FuzzTarget.all[name] else {
        fatalError("IBID_FUZZ names one of \(FuzzTarget.all.keys.sorted().joined(separator: ", "))")
    }
    return target
}()

enum FuzzTarget {
    static let all: [String: @Sendable ([UInt8]) -> Void] = {
        var targets: [String: @Sendable ([UInt8]) -> Void] = [
            "encoding": encoding, "tex": tex, "json": json, "xml": xml, "yaml": yaml, "csv": csv, "xlsx": xlsx,
            "page": page, "signature": signature,
        ]
        for format in FileFormats.text { targets[format.id] = { text($0, as: format) } }
        return targets
    }()

    private static func normalize(_ said: SourceRecord) { _ = Normalizer().record(from: said) }

    private static func text(_ bytes: [UInt8], as format: any TextFormat) {
        bytes.withUnsafeBufferPointer { _ = format.recognizes($0) }
        guard let decoded = try? DecodedStream(BytesInPortions(bytes)) else { return }
        let stretches = TextStretches(LineChunks(decoded, size: 512))
        var memory = TextMemory()
        while var stretch = try? stretches.next(
            lastRecordStart: format.lastRecordStart, needsMore: format.needsMore)
        {
            _ = stretch.repairEncoding()
            stretch.bytes.withUnsafeBufferPointer { format.remember($0, in: &memory) }
            format.read(stretch, memory: memory, place: TextPlace(path: "f")) { record in
                precondition(record.said != nil || !record.problems.isEmpty, "a reject without a reason")
                if let said = record.said { normalize(said) }
            }
        }
    }

    private static func signature(_ bytes: [UInt8]) { _ = FileSignature(bytes[...]) }

    private static func encoding(_ bytes: [UInt8]) {
        guard let stream = try? DecodedStream(BytesInPortions(bytes)) else { return }
        _ = try? stream.head()
        var text: [UInt8] = []
        while let read = try? stream.bytes(upTo: 97), !read.isEmpty { text += read }
        let repaired = UTF8Text.repaired(text).0
        precondition(UTF8Text.isValid(repaired))
    }

    private static func tex(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        _ = TeXText.plain(text)
        _ = TeXText.verbatim(text)
    }

    private static func json(_ bytes: [UInt8]) {
        let parser = JSONParser()
        func read(_ bytes: [UInt8]) {
            try? parser.parse(bytes) { root in
                RecordSearch.forEach(in: root, source: nil, place: "f") { value, reading, place in
                    if let said = try? reading?.parse(value, place: place) { normalize(said) }
                }
            }
        }
        read(bytes)
        if let repaired = bytes.withUnsafeBufferPointer(JSONRepair.repaired) { read(repaired.bytes) }
        let stretches = JSONStretches(BytesInPortions(bytes), size: 64, longest: 512)
        while let stretch = try? stretches.next() { if case .array(let array) = stretch { read(array.bytes) } }
        _ = bytes.withUnsafeBufferPointer(JSONMistake.first)
        _ = bytes.withUnsafeBufferPointer(JSONPieces.split)
    }

    private static func xml(_ bytes: [UInt8]) {
        let parser = XMLTreeParser()
        func read(_ bytes: [UInt8]) {
            try? parser.parse(bytes) { root in
                RecordSearch.forEach(in: root, source: nil, place: "f") { element, reading, place in
                    if let said = try? reading.parse(element, place: place) { normalize(said) }
                }
            }
        }
        read(bytes)
        let stretches = XMLStretches(BytesInPortions(bytes), size: 64) { ["record", "mods", "resource"].contains($0) }
        while let piece = try? stretches.next() { read(piece.bytes) }
    }

    private static func yaml(_ bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { _ = YAMLText.recognizes($0) }
        for item in YAMLText.items(bytes) { if case .success(let text) = item.json { json(text) } }
    }

    private static func csv(_ bytes: [UInt8]) {
        let reader = CSVReader(BytesInPortions(bytes))
        var rows: [CSVRow] = []
        while let row = (try? reader.row()) ?? nil { rows.append(row) }
        table(rows)
    }

    private static func table(_ rows: [CSVRow]) {
        let place = TextPlace(path: "f")
        if let header = TableReading.header(in: rows), let table = try? TableReading(header: rows[header].fields) {
            for row in rows[(header + 1)...] {
                if let said = (try? table.record(row, place: place)) ?? nil { normalize(said) }
            }
        }
        _ = TransposedTable.recognizes(rows)
        var cutter = TransposedTable()
        for row in rows { if let whole = cutter.take(row) { _ = try? TransposedTable.record(whole, place: place) } }
        if let last = cutter.finish() { _ = try? TransposedTable.record(last, place: place) }
    }

    private static func xlsx(_ bytes: [UInt8]) {
        if let workbook = try? Workbook(bytes) { table(workbook.rows) }
    }

    private static func page(_ bytes: [UInt8]) {
        guard let found = SourceRegistry.source(of: bytes) else { return }
        if let said = try? found.source.parse(page: Array(bytes[found.range]), place: "f") { normalize(said) }
    }
}

/// Bytes in portions of a length that they tell themselves.
final class BytesInPortions: ByteStream {
    private var rest: ArraySlice<UInt8>
    private let length: Int

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
        length = 1 + Int(bytes.first ?? 0)
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(rest.count, buffer.count, length)
        buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}
