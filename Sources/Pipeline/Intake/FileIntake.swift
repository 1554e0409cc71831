internal import Fetchers
internal import Formats
internal import Foundation
internal import Records

/// What a file is, by its content.
enum FileFormat: String, Sendable, CaseIterable {
    case jsonLines = "json lines"
    case json
    case table = "csv"
    case xml
    /// HTML, or text that a page was copied from.
    case page

    /// The word that `--from` takes.
    var name: String {
        switch self {
        case .jsonLines: "jsonl"
        case .json: "json"
        case .table: "csv"
        case .xml: "xml"
        case .page: "page"
        }
    }
}

/// What a user says of the files they give; what is nil, their content tells.
public struct IntakeHint: Sendable {
    var format: FileFormat?
    var source: (any Source)?
}

extension House {
    /// - Parameters:
    ///   - from: `--from`: a format; or the id of a source, whose records are a format, too.
    ///   - source: `--source`: the id of the source whose records these are.
    /// - Throws: `Ending` where either is unknown; exit code 64.
    public func hint(from: String?, source: String?) throws(Ending) -> IntakeHint {
        var hint = IntakeHint(source: try self.source(named: source))
        guard let from else { return hint }
        hint.format = FileFormat.allCases.first { $0.name == from }
        if hint.format == nil {
            guard let known = SourceRegistry.source(from), hint.source == nil else {
                throw Ending(
                    .usage,
                    Problem(
                        "there is no input format \"\(from)\"", place: "command line",
                        remedy: "name one of \(FileFormat.allCases.map(\.name).joined(separator: ", ")), or a source",
                        reach: .run))
            }
            hint.source = known
        }
        return hint
    }
}

/// A stretch of a file that one worker can read by itself.
enum IntakePortion: Sendable {
    /// Lines of JSON Lines.
    case lines(LineChunk)
    /// A whole JSON text.
    case document([UInt8])
    /// A whole XML text.
    case tree([UInt8])
    case page([UInt8])
    case rows([(said: SourceRecord, bytes: [UInt8])])
}

/// Opens a file and cuts it into portions; memory is bounded by the portion.
final class FileIntake {
    let path: String
    let format: FileFormat
    let encoding: String
    private let lines: LineChunks?
    private var first: LineChunk?
    private var document: IntakePortion?
    private let table: (reader: CSVReader, records: TableRecords)?
    /// What ended a table before its time; told when the rows before it are handed over.
    private var failure: Problem?

    /// Largest JSON or XML text that is read as a whole, in bytes.
    static let largestDocument = 256 << 20

    /// - Parameter format: What the file is; nil lets its content tell.
    /// - Throws: `Problem` of reach `source` where the file cannot be read or is nothing that ibid reads.
    init(path: String, format asked: FileFormat? = nil) throws(Problem) {
        self.path = path
        do {
            let stream = try openByteStream(path: path)
            let chunks = LineChunks(stream)
            let head = try chunks.next()
            guard let head else {
                throw Problem(
                    "\(path): the file is empty", place: path, remedy: "name a file with records", reach: .source)
            }
            let start = head.bytes[..<head.length].drop { $0 <= 0x20 }
            if head.length > 1,
                head.bytes[0] == 0xFF && head.bytes[1] == 0xFE || head.bytes[0] == 0xFE && head.bytes[1] == 0xFF
            {
                throw Problem(
                    "\(path): the file is UTF-16", place: path, remedy: "convert it: iconv -f UTF-16 -t UTF-8",
                    reach: .source)
            }
            encoding = Self.encoding(of: head)
            switch asked ?? Self.shape(of: start, head: head) {
            case .jsonLines:
                format = .jsonLines
                lines = chunks
                first = head
                table = nil
            case .json:
                format = .json
                document = .document(try Self.rest(of: chunks, after: head, path: path))
                lines = nil
                table = nil
            case .xml:
                format = .xml
                document = .tree(try Self.rest(of: chunks, after: head, path: path))
                lines = nil
                table = nil
            case .page:
                format = .page
                document = .page(try Self.rest(of: chunks, after: head, path: path))
                lines = nil
                table = nil
            case .table:
                guard path != "-" else {
                    throw Problem(
                        "tables are not read from stdin", place: "stdin", remedy: "name the file", reach: .source)
                }
                format = .table
                let reader = CSVReader(try openByteStream(path: path))
                let header = try reader.row()
                guard TableRecords.recognizes(header: header?.fields ?? []) else {
                    throw Problem(
                        "\(path): the first line names no columns that ibid knows", place: "\(path):1",
                        remedy: "give it a header such as id,title,authors,year,journal,doi", reach: .source)
                }
                table = (reader, TableRecords(header: header?.fields ?? [], file: (path as NSString).lastPathComponent))
                lines = nil
            case nil:
                throw Problem(
                    "\(path): the file is \(Self.kind(of: start, isBlank: !head.bytes[..<head.length].contains(0))), which ibid does not read",
                    place: path,
                    remedy: "give JSON, JSON Lines, XML or a page of a source, or CSV with a header", reach: .source)
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Self.problem(error, path: path)
        }
    }

    static func problem(_ error: any Error, path: String) -> Problem {
        let syntax = error as? SyntaxError
        return Problem(
            "\(path): \(syntax?.what ?? "\(error)")",
            place: syntax.map { $0.offset > 0 ? "\(path) byte \($0.offset)" : path } ?? path,
            kept: syntax.flatMap { $0.offset > 0 ? "the records before it" : nil },
            remedy: "fetch or write the file again", reach: .source)
    }

    /// The next portion; nil at the end.
    ///
    /// - Throws: `Problem` where the rest cannot be read; what came before stays good.
    func next() throws(Problem) -> IntakePortion? {
        if let failure {
            self.failure = nil
            throw failure
        }
        do {
            if let document {
                self.document = nil
                return document
            }
            if let lines {
                if let first {
                    self.first = nil
                    return .lines(first)
                }
                return try lines.next().map(IntakePortion.lines)
            }
            if let table {
                var rows: [(said: SourceRecord, bytes: [UInt8])] = []
                do {
                    while rows.count < 2000, let row = try table.reader.row() {
                        if let record = table.records.record(row) {
                            rows.append((record, table.records.bytes(of: row)))
                        }
                    }
                } catch {
                    guard !rows.isEmpty else { throw error }
                    failure = Self.problem(error, path: path)
                }
                return rows.isEmpty ? nil : .rows(rows)
            }
            return nil
        } catch {
            throw Self.problem(error, path: path)
        }
    }

    private static func shape(of start: ArraySlice<UInt8>, head: LineChunk) -> FileFormat? {
        // Nothing but lines too long to hold: they are named one by one.
        guard let byte = start.first else { return head.skipped.isEmpty ? nil : .jsonLines }
        if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
            let lines = start.split(
                maxSplits: 2, whereSeparator: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") })
            let firstLine = Array(lines[0])
            let isWhole = (try? JSONParser().parse(firstLine) { $0.kind == .object || $0.kind == .array }) ?? false
            let second = lines.count > 1 ? lines[1].drop { $0 <= 0x20 }.first : nil
            if isWhole {
                // An object, then words: the page of an aggregator, pasted.
                if let second, second != UInt8(ascii: "{"), second != UInt8(ascii: "["),
                    Aggregator.object(in: firstLine) != nil
                {
                    return .page
                }
                return byte == UInt8(ascii: "{") ? .jsonLines : .json
            }
            // A first line that is broken, but followed by others that begin an object each: JSON Lines all the same.
            if byte == UInt8(ascii: "{"), firstLine.count > 2, second == UInt8(ascii: "{"),
                lines[0].contains(UInt8(ascii: ":"))
            {
                return .jsonLines
            }
            if Aggregator.object(in: Array(start)) != nil, (try? JSONParser().parse(Array(start)) { _ in }) == nil {
                return .page
            }
            return .json
        }
        if byte == UInt8(ascii: "<") { return HTMLPage.looksLikeOne(start) ? .page : .xml }
        let line = Array(start.prefix { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }.prefix(64 << 10))
        if let header = try? CSVReader(BytesStream(line)).row(),
            TableRecords.recognizes(header: header.fields)
        {
            return .table
        }
        if !head.skipped.isEmpty { return .jsonLines }
        return SourceRegistry.source(of: Array(start)) == nil ? nil : .page
    }

    private static func kind(of start: ArraySlice<UInt8>, isBlank: Bool) -> String {
        let text = String(decoding: start.prefix(400), as: UTF8.self).lowercased()
        if start.isEmpty { return isBlank ? "empty" : "binary" }
        if text.hasPrefix("@") { return "BibTeX" }
        if text.hasPrefix("ty  -") { return "RIS" }
        if start.prefix(1000).contains(0) { return "binary" }
        return "plain text"
    }

    private static func encoding(of head: LineChunk) -> String {
        if head.offset == 3 { return "UTF-8 with BOM" }
        let sample = head.bytes[..<min(head.length, 1 << 20)]
        // The sample may end within a character.
        for cut in 0..<4 where String(validating: sample.dropLast(cut), as: UTF8.self) != nil { return "UTF-8" }
        return "not UTF-8"
    }

    private static func rest(of chunks: LineChunks, after head: LineChunk, path: String) throws -> [UInt8] {
        var bytes = Array(head.bytes[..<head.length])
        while let chunk = try chunks.next() {
            if let long = chunk.skipped.first {
                throw Problem(
                    "\(path): line \(long.line) of a JSON text has \(long.length) bytes, more than a line may have",
                    place: "\(path):\(long.line) byte \(long.offset)",
                    remedy: "write it as JSON Lines, one record a line: jq -c '.[]'", reach: .source)
            }
            guard bytes.count + chunk.length <= largestDocument else {
                throw Problem(
                    "\(path): one JSON text of more than \(largestDocument >> 20) MB", place: path,
                    remedy: "write it as JSON Lines, one record a line: jq -c '.[]'", reach: .source)
            }
            bytes.append(contentsOf: chunk.bytes[..<chunk.length])
        }
        return bytes
    }
}

/// Bytes in memory as a stream.
final class BytesStream: ByteStream {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) { rest = bytes[...] }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = min(rest.count, buffer.count)
        buffer.copyBytes(from: rest.prefix(count))
        rest = rest.dropFirst(count)
        return count
    }
}
