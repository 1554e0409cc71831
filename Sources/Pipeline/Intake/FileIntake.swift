internal import Fetchers
internal import Formats
internal import Foundation
internal import Records

/// A stretch of a file that one worker can read by itself.
enum IntakePortion: Sendable {
    /// Lines of JSON Lines.
    case lines(LineChunk)
    /// A whole JSON text.
    case document(CutText)
    /// A whole XML text.
    case tree(CutText)
    case page([UInt8])
    /// Rows of a table, those of one record together; without a reading, a line is a field.
    case rows([[CSVRow]], TableReading?)
    /// A whole YAML text.
    case yaml([UInt8])
    /// A record that is not held: where in the file it lies, and its bytes.
    case tooLong(at: TextPosition, length: Int)
    /// Records of a text format, and what the file said before them.
    case text(TextStretch, any TextFormat, TextMemory)
}

/// Opens a file and cuts it into portions; memory is bounded by the portion.
final class FileIntake {
    let path: String
    let shape: FileShape
    let encoding: String
    private let stream: DecodedStream
    private let cutter: Cutter
    private var memory = TextMemory()
    /// What ended a table before its time; told when the rows before it are handed over.
    private var failure: Problem?
    private var isDone = false

    /// How portions are made.
    private enum Cutter {
        case lines(LineChunks)
        case text(TextStretches, any TextFormat)
        case table(TableCutter)
        case xml(XMLStretches)
        case json(JSONStretches)
        /// The whole text, which is held already.
        case whole([UInt8])
    }

    /// Largest JSON or XML text that is read as a whole, in bytes.
    static let largestDocument = 256 << 20
    /// Up to here a JSON or XML text is one portion, in bytes.
    private static let largestPortion = 8 << 20

    /// - Parameters:
    ///   - hint: What is known of the file; the rest its content tells.
    ///   - namesRows: Whether rows of a table that have no id are called by file and line: so a person finds them again,
    ///     but two files may call two records alike.
    /// - Throws: `Problem` of reach `source` where the file cannot be read or is nothing that ibid reads.
    init(path: String, as hint: IntakeHint = IntakeHint(), namesRows: Bool = false) throws(Problem) {
        self.path = path
        do {
            let file = namesRows ? (path as NSString).lastPathComponent : nil
            stream = try DecodedStream(openByteStream(path: path), charset: hint.charset)
            let raw = stream.rawHead
            let head = try stream.head()
            if hint.shape == nil || ZipArchive.recognizes(raw.prefix(4)),
                let refused = RefusedFile.problem(raw, text: head.drop { $0 <= 0x20 }, path: path)
            {
                throw refused
            }
            guard !head.isEmpty else {
                throw Problem(
                    "\(path): the file is empty", place: path, remedy: "name a file with records", reach: .source)
            }
            // Told from what was read: a pipe cannot be opened twice.
            if path != "-", ZipArchive.recognizes(head.prefix(4)) {
                shape = .workbook
                encoding = "UTF-8"
                cutter = .table(try TableCutter(Workbook(path: path).rows, map: hint.map, file: file, path: path))
                return
            }
            encoding = stream.encoding.description
            let start = head.drop { $0 <= 0x20 }
            let isWhole = head.count < DecodedStream.headLength
            guard
                let shape = hint.shape ?? FileDetection.shape(of: start, isWhole: isWhole)
                    ?? (hint.map.isEmpty ? nil : .table)
            else {
                throw Problem(
                    "\(path): the file is \(FileDetection.kind(of: start, head: head)), which ibid does not read",
                    place: path,
                    remedy: "give records in a format that `ibid import --help` lists, or name it with --from",
                    reach: .source)
            }
            self.shape = shape
            cutter = try Self.cutter(shape, stream, path: path, map: hint.map, file: file)
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Self.problem(error, path: path)
        }
    }

    private static func cutter(
        _ shape: FileShape, _ stream: DecodedStream, path: String, map: TableMap, file: String?
    ) throws -> Cutter {
        switch shape {
        case .jsonLines: return .lines(LineChunks(stream))
        case .text(let format): return .text(TextStretches(LineChunks(stream, size: format.stretchLength)), format)
        case .json:
            let head = try bytes(of: stream, upTo: largestPortion, path: path)
            if head.count < largestPortion { return .whole(head) }
            if head.first(where: { $0 > 0x20 }) == UInt8(ascii: "[") { return .json(JSONStretches(stream, head: head)) }
            return .whole(try bytes(of: stream, after: head, upTo: largestDocument, path: path, isAll: true))
        case .xml:
            let head = try bytes(of: stream, upTo: largestPortion, path: path)
            if head.count < largestPortion { return .whole(head) }
            if FileDetection.isZoteroRDF(head.prefix(4096)) {
                // Its records refer to elements anywhere in the text.
                return .whole(try bytes(of: stream, after: head, upTo: largestDocument, path: path, isAll: true))
            }
            return .xml(XMLStretches(stream, head: head, isRecord: FileDetection.isRecordElement))
        case .page: return .whole(try bytes(of: stream, upTo: largestDocument, path: path, isAll: true))
        case .yaml: return .whole(try bytes(of: stream, upTo: YAMLText.longest, path: path, isAll: true))
        case .table, .workbook:
            return .table(try TableCutter(CSVReader(stream), map: map, file: file, path: path))
        }
    }

    static func problem(_ error: any Error, path: String) -> Problem {
        let syntax = error as? SyntaxError
        if syntax?.what == "a zip file that is no workbook" {
            return Problem(
                "\(path): a zip file that is no workbook", place: path, remedy: "unpack it, and name the folder",
                reach: .source)
        }
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
        if isDone { return nil }
        do {
            switch cutter {
            case .whole(let bytes):
                isDone = true
                switch shape {
                case .xml: return .tree(CutText(bytes))
                case .page: return .page(bytes)
                case .yaml: return .yaml(bytes)
                default: return .document(CutText(bytes))
                }
            case .lines(let chunks): return try chunks.next().map(IntakePortion.lines)
            case .json(let stretches):
                return try stretches.next().map { stretch in
                    switch stretch {
                    case .array(let text): .document(text)
                    case .tooLong(let position, let length): .tooLong(at: position, length: length)
                    }
                }
            case .xml(let stretches): return try stretches.next().map(IntakePortion.tree)
            case .text(let stretches, let format):
                guard
                    let stretch = try stretches.next(
                        lastRecordStart: format.lastRecordStart, needsMore: format.needsMore)
                else { return nil }
                stretch.bytes.withUnsafeBufferPointer { format.remember($0, in: &memory) }
                return .text(stretch, format, memory)
            case .table(let cutter):
                do {
                    return try cutter.next()
                } catch let broken as TableCutter.Broken {
                    failure = Self.problem(broken.error, path: path)
                    return broken.portion
                }
            }
        } catch {
            throw Self.problem(error, path: path)
        }
    }

    /// Reads on to a length or the end.
    ///
    /// - Parameter isAll: Whether more than the length is an error.
    private static func bytes(
        of stream: any ByteStream, after head: [UInt8] = [], upTo limit: Int, path: String, isAll: Bool = false
    ) throws -> [UInt8] {
        var bytes = head
        while bytes.count < limit {
            let read = try stream.bytes(upTo: min(1 << 20, limit - bytes.count))
            bytes += read
            if read.isEmpty { return bytes }
        }
        guard !isAll else {
            throw Problem(
                "\(path): one text of more than \(limit >> 20) MB", place: path,
                remedy: "write it as JSON Lines, one record a line: jq -c '.[]'", reach: .source)
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
