internal import Fetchers
internal import Formats
internal import Records

/// What became of one portion of a file.
struct PortionOutcome<Item: Sendable>: Sendable {
    var items: [Item] = []
    var problems: [Problem] = []
    /// Records that cannot be used.
    var rejected = 0
    /// Records found, the rejected among them.
    var read = 0
    /// The rejected as they were written, in the order of the file.
    var rejects: [Reject] = []
}

/// A record that cannot be used.
struct Reject: Sendable {
    /// The format that it is written in: `ris`, `jsonl`, `xml`.
    var format: String
    var bytes: [UInt8]
    var why: Problem
}

extension Preparer {
    /// Reads a portion and hands each good record to `make`.
    ///
    /// - Parameters:
    ///   - hint: What the records are, where they are not to tell.
    ///   - make: The record's bytes as received, what it says, and the normalized record.
    func read<Item: Sendable>(
        _ portion: IntakePortion, path: String, as hint: IntakeHint,
        make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) -> PortionOutcome<Item> {
        var outcome = PortionOutcome<Item>()
        switch portion {
        case .lines(let chunk):
            tell(chunk.skipped, path: path, &outcome)
            chunk.forEachLine { line, number, _ in
                // Blank as JSON has it: other control bytes are no JSON, and said to be none.
                if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return }
                let padded = UnsafeBufferPointer(start: line.baseAddress, count: line.count + 64)
                text(
                    padded: padded, length: line.count, place: { "\(path):\(number):\($0 + 1)" },
                    source: hint.json, &outcome, make)
            }
        case .document(let text):
            document(text, path: path, source: hint.json, &outcome, make)
        case .tree(let text):
            tree(text, path: path, source: hint.xml, &outcome, make)
        case .page(let bytes):
            page(bytes, path: path, source: hint.page, &outcome, make)
        case .rows(let records, let reading): rows(records, reading, path: path, &outcome, make)
        case .yaml(let bytes): yaml(bytes, path: path, source: hint.json, &outcome, make)
        case .tooLong(let position, let length):
            outcome.problems.append(
                Problem(
                    "\(path): an element of \(length) bytes, more than a record may have",
                    place: "\(path):\(position)", kept: "the other elements",
                    remedy: "leave it out, or write its parts one record a line: jq -c '.[]'", reach: .record))
            outcome.rejected += 1
            outcome.read += 1
        case .text(let stretch, let format, let memory):
            text(stretch, format, memory, path: path, &outcome, make)
        }
        return outcome
    }

    private func text<Item: Sendable>(
        _ stretch: TextStretch, _ format: any TextFormat, _ memory: TextMemory, path: String,
        _ outcome: inout PortionOutcome<Item>, _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        tell(stretch.skipped, path: path, &outcome)
        var stretch = stretch
        let repaired = stretch.repairEncoding()
        if repaired > 0 {
            outcome.problems.append(
                Problem(
                    "\(path): \(repaired) bytes that are no UTF-8", place: "\(path):\(stretch.firstLine)",
                    kept: "each as the character that Windows-1252 has for it", remedy: "check the names around them",
                    reach: .field))
        }
        var found = outcome
        format.read(stretch, memory: memory, place: TextPlace(path: path)) { record in
            found.read += 1
            if !record.problems.isEmpty { found.problems += record.problems }
            if let said = record.said {
                hand(said, record.bytes, at: { "\(path):\(record.line)" }, &found, make)
            } else {
                found.rejected += 1
                if let why = record.problems.last {
                    found.rejects.append(Reject(format: format.id, bytes: Array(record.bytes), why: why))
                }
            }
        }
        outcome = found
    }

    private func rows<Item: Sendable>(
        _ records: [[CSVRow]], _ reading: TableReading?, path: String, _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        let place = TextPlace(path: path)
        for rows in records {
            guard let first = rows.first else { continue }
            let bytes = reading.map { $0.bytes(of: first) } ?? TransposedTable.bytes(of: rows)
            do throws(Problem) {
                let said: SourceRecord?
                if let reading {
                    said = try reading.record(first, place: place)
                } else {
                    said = try TransposedTable.record(rows, place: place)
                }
                guard let said else { continue }
                bytes.withUnsafeBufferPointer { hand(said, $0, at: { "\(path):\(first.line)" }, &outcome, make) }
            } catch {
                outcome.rejected += 1
                outcome.problems.append(error)
                outcome.rejects.append(Reject(format: "csv", bytes: bytes, why: error))
            }
            outcome.read += 1
        }
    }

    private func yaml<Item: Sendable>(
        _ bytes: [UInt8], path: String, source: (any JSONReading)?, _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        for item in YAMLText.items(bytes) {
            switch item.json {
            case .success(let json):
                let padded = json + [UInt8](repeating: 0, count: 64)
                padded.withUnsafeBufferPointer { buffer in
                    text(
                        padded: buffer, length: json.count, place: { _ in "\(path):\(item.line)" }, source: source,
                        &outcome, make)
                }
            case .failure(let error):
                let why = Problem(
                    "\(path):\(item.line): \(error.what)", place: "\(path):\(item.line)", kept: "the other items",
                    remedy: "mend the item, or leave it out", reach: .record)
                outcome.read += 1
                outcome.rejected += 1
                outcome.problems.append(why)
                outcome.rejects.append(Reject(format: "yaml", bytes: Array(bytes[item.range]), why: why))
            }
        }
    }

    private func tell<Item: Sendable>(
        _ skipped: [LineChunk.SkippedLine], path: String, _ outcome: inout PortionOutcome<Item>
    ) {
        for skipped in skipped {
            outcome.problems.append(
                Problem(
                    "\(path): line \(skipped.line) has \(skipped.length) bytes, more than a record may have",
                    place: "\(path):\(skipped.line) byte \(skipped.offset)",
                    kept: "all other lines",
                    remedy: "if it is one JSON array, write one record a line: jq -c '.[]'", reach: .record))
            outcome.rejected += 1
            outcome.read += 1
        }
    }

    /// Normalizes a record and hands it over.
    ///
    /// - Parameter place: Where it lies; spelled for problems alone.
    private func hand<Item: Sendable>(
        _ said: SourceRecord, _ bytes: UnsafeBufferPointer<UInt8>, at place: () -> String,
        _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        let said = FileKeys.keyed(said)
        let (record, problems) = normalize(said, at: place)
        if !problems.isEmpty { outcome.problems += problems }
        outcome.items.append(make(bytes, said, record))
    }

    /// Counts, normalizes and hands over what `parse` brings; it gets the place only where it brought a problem.
    func said<Item: Sendable>(
        _ parse: (_ place: String) throws(Problem) -> SourceRecord, format: String, at place: () -> String,
        _ bytes: UnsafeBufferPointer<UInt8>, _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        outcome.read += 1
        do throws(Problem) {
            if let said = try? parse("") { return hand(said, bytes, at: place, &outcome, make) }
            hand(try parse(place()), bytes, at: place, &outcome, make)
        } catch {
            outcome.rejected += 1
            outcome.problems.append(error)
            outcome.rejects.append(Reject(format: format, bytes: Array(bytes), why: error))
        }
    }

    func one<Item: Sendable>(
        _ value: JSONValue, bytes: UnsafeBufferPointer<UInt8>, _ source: any JSONReading, place: () -> String,
        _ outcome: inout PortionOutcome<Item>, _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        outcome.read += 1
        do throws(Problem) {
            let said = FileKeys.keyed(try parse(value, source, place: place))
            let (record, problems) = normalize(said, at: place)
            if !problems.isEmpty { outcome.problems += problems }
            // DataCite has everything below `attributes`.
            if let key = value.duplicateKey() ?? value["attributes"]?.duplicateKey() {
                outcome.problems.append(
                    Problem(
                        "\(said.source) \(said.key): the key \"\(key)\" occurs twice in one object", place: place(),
                        kept: "one of the two values",
                        remedy: "tell whoever wrote the file", reach: .field))
            }
            outcome.items.append(make(bytes, said, record))
        } catch {
            outcome.rejected += 1
            outcome.problems.append(error)
            outcome.rejects.append(Reject(format: "jsonl", bytes: Array(bytes), why: error))
        }
    }

    /// What a value says. Its place is spelled only where it is no record: it is parsed again then, for the problem.
    private func parse(
        _ value: JSONValue, _ source: any JSONReading, place: () -> String
    ) throws(Problem) -> SourceRecord {
        if let said = try? source.parse(value, place: "") { return said }
        return try source.parse(value, place: place())
    }
}
