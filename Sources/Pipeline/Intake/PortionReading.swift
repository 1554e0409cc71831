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
            chunk.forEachLine { line, number, offset in
                // Blank as JSON has it: other control bytes are no JSON, and said to be none.
                if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return }
                let padded = UnsafeBufferPointer(start: line.baseAddress, count: line.count + 64)
                text(
                    padded: padded, length: line.count, place: { "\(path):\(number)" }, offset: offset,
                    source: hint.json, &outcome, make)
            }
        case .document(let bytes):
            document(bytes, path: path, source: hint.json, &outcome, make)
        case .tree(let bytes):
            tree(bytes, path: path, source: hint.xml, &outcome, make)
        case .page(let bytes):
            page(bytes, path: path, source: hint.page, &outcome, make)
        case .rows(let records, let reading): rows(records, reading, path: path, &outcome, make)
        case .yaml(let bytes): yaml(bytes, path: path, source: hint.json, &outcome, make)
        case .tooLong(let offset, let length):
            outcome.problems.append(
                Problem(
                    "\(path): an element of \(length) bytes, more than a record may have",
                    place: "\(path) byte \(offset)", kept: "the other elements",
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
                hand(said, record.bytes, &found, make)
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
                bytes.withUnsafeBufferPointer { hand(said, $0, &outcome, make) }
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
                        padded: buffer, length: json.count, place: { "\(path):\(item.line)" },
                        offset: item.range.lowerBound,
                        source: source, &outcome, make)
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
    private func hand<Item: Sendable>(
        _ said: SourceRecord, _ bytes: UnsafeBufferPointer<UInt8>, _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        let said = FileKeys.keyed(said)
        let (record, problems) = normalize(said)
        if !problems.isEmpty { outcome.problems += problems }
        outcome.items.append(make(bytes, said, record))
    }

    private func document<Item: Sendable>(
        _ bytes: [UInt8], path: String, source: (any JSONReading)?, _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        var bytes = bytes
        let length = bytes.count
        bytes.append(contentsOf: repeatElement(0, count: 64))
        bytes.withUnsafeBufferPointer { buffer in
            do {
                try reader.json.parse(padded: buffer, length: length) { root in
                    values(root, place: path, source: source, &outcome, make)
                }
                return
            } catch {}
            // Not one good JSON text: an aggregator's page, texts one after another, or a text that is cut off.
            let pieces = JSONPieces.split(UnsafeBufferPointer(rebasing: buffer[..<length]))
            for piece in pieces.whole {
                let padded = UnsafeBufferPointer(
                    start: buffer.baseAddress.map { $0 + piece.lowerBound }, count: buffer.count - piece.lowerBound)
                text(
                    padded: padded, length: piece.count, place: { "\(path) byte \(piece.lowerBound)" },
                    offset: piece.lowerBound, source: source, &outcome, make)
            }
            if let broken = pieces.broken {
                outcome.problems.append(
                    Problem(
                        "\(path): \(broken.what)", place: "\(path) byte \(broken.offset)",
                        kept: pieces.whole.isEmpty ? nil : "the \(pieces.whole.count) objects that are whole",
                        remedy: "fetch or write the file again", reach: .record))
                outcome.rejected += 1
                outcome.read += 1
            }
        }
    }

    /// - Parameter place: Spells where the text lies; asked for problems alone.
    private func text<Item: Sendable>(
        padded: UnsafeBufferPointer<UInt8>, length: Int, place: () -> String, offset: Int,
        source: (any JSONReading)?,
        _ outcome: inout PortionOutcome<Item>, _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        do {
            try whole(padded: padded, length: length, place: place, source: source, &outcome, make)
        } catch {
            let text = UnsafeBufferPointer(rebasing: padded[..<length])
            if let repaired = JSONRepair.repaired(text) {
                let mended = repaired.bytes + [UInt8](repeating: 0, count: 64)
                let isGood = mended.withUnsafeBufferPointer { buffer in
                    do {
                        try whole(
                            padded: buffer, length: repaired.bytes.count, place: place, source: source, &outcome, make)
                        return true
                    } catch {
                        return false
                    }
                }
                if isGood {
                    outcome.problems.append(
                        Problem(
                            "\(place()): no JSON: \(repaired.breaches.joined(separator: ", "))", place: place(),
                            kept: "the record, mended", remedy: "tell whoever wrote the file", reach: .field))
                    return
                }
            }
            let why = Problem(
                "\(place()): no JSON: \((error as? SyntaxError)?.what ?? "\(error)")",
                place: "\(place()) byte \(offset)", kept: "all other lines",
                remedy: "mend that line, or leave it out", reach: .record)
            outcome.read += 1
            outcome.rejected += 1
            outcome.problems.append(why)
            outcome.rejects.append(Reject(format: "jsonl", bytes: Array(text), why: why))
        }
    }

    /// - Throws: `SyntaxError` where the text is no JSON; nothing was read of it then.
    private func whole<Item: Sendable>(
        padded: UnsafeBufferPointer<UInt8>, length: Int, place: () -> String, source: (any JSONReading)?,
        _ outcome: inout PortionOutcome<Item>, _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) throws {
        try reader.json.parse(padded: padded, length: length) { root in
            // A line that is one record keeps its bytes as received.
            if root.kind == .object, let known = source ?? SourceRegistry.reading(of: root),
                source == nil || known.recognizes(root)
            {
                one(
                    root, bytes: UnsafeBufferPointer(rebasing: padded[..<length]), known, place: place, &outcome,
                    make)
            } else if root.kind != .object || root["ibid-reject"] == nil {
                values(root, place: place(), source: source, &outcome, make)
            }
        }
    }

    private func values<Item: Sendable>(
        _ root: JSONValue, place: String, source: (any JSONReading)?, _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        var found = outcome
        RecordSearch.forEach(in: root, source: source, place: place) { value, known, place in
            guard let known else {
                found.read += 1
                found.rejected += 1
                let why = Self.unknown(value, place: place)
                found.problems.append(why)
                found.rejects.append(Reject(format: "jsonl", bytes: value.serialized(), why: why))
                return
            }
            value.serialized().withUnsafeBufferPointer { one(value, bytes: $0, known, place: { place }, &found, make) }
        }
        outcome = found
    }

    /// What to say of JSON that is no record: an error of a service tells what it is.
    private static func unknown(_ value: JSONValue, place: String) -> Problem {
        if value.isNull {
            return Problem(
                "\(place): null in place of a record", place: place, kept: "the other records",
                remedy: "the service did not know what was asked for there", reach: .record)
        }
        let said =
            value["error"]?.text ?? value["message"]?.text ?? value["errorMessage"]?.text ?? value["errMsg"]?.text
            ?? value["error"]?["message"]?.text ?? value["errors"]?.elements.first { _ in true }?["title"]?.text
            ?? value["messages"]?.elements.first { _ in true }?["status"]?.text
        return Problem(
            "\(place): JSON that looks like no source's record"
                + (said.map { ": a service's word, \"\($0.prefix(200))\"" } ?? ""),
            place: place, remedy: "name the source with --from, as `ibid sources` lists them", reach: .record)
    }

    private func tree<Item: Sendable>(
        _ bytes: [UInt8], path: String, source: (any XMLReading)?, _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        var found = outcome
        var failure: Problem?
        do {
            try reader.xml.parse(bytes) { root in
                if elements(root, path: path, source: source, &found, make) == 0 {
                    failure = Problem(
                        "\(path): XML whose root is <\(root.name)>, which holds no source's record", place: path,
                        remedy: "name the source with --source, as `ibid sources` lists them", reach: .record)
                }
            }
        } catch {
            return broken(bytes, error, path: path, source: source, &outcome, make)
        }
        outcome = found
        if let failure {
            outcome.read += 1
            outcome.rejected += 1
            outcome.problems.append(failure)
        }
    }

    private func elements<Item: Sendable>(
        _ root: XMLTreeElement, path: String, source: (any XMLReading)?, _ found: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) -> Int {
        var outcome = found
        let count = RecordSearch.forEach(in: root, source: source, place: path) { element, known, place in
            element.serialized().withUnsafeBufferPointer { bytes in
                said(
                    { () throws(Problem) in try known.parse(element, place: place) }, format: "xml", bytes, &outcome,
                    make)
            }
        }
        found = outcome
        return count
    }

    /// Reads XML that is broken somewhere record by record; those that are good are kept.
    private func broken<Item: Sendable>(
        _ bytes: [UInt8], _ error: any Error, path: String, source: (any XMLReading)?,
        _ outcome: inout PortionOutcome<Item>, _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        let stretches = XMLStretches(BytesStream(bytes), size: 1, isRecord: FileDetection.isRecordElement)
        var good = 0
        while let piece = try? stretches.next() {
            do {
                try reader.xml.parse(piece) { root in
                    good += elements(root, path: path, source: source, &outcome, make)
                }
            } catch let failure {
                let syntax = (piece.count == bytes.count ? error : failure) as? SyntaxError
                let why = Problem(
                    "\(path): \(syntax?.what ?? "\(error)")", place: "\(path) byte \(syntax?.offset ?? 0)",
                    kept: good > 0 ? "the \(good) records before it" : nil, remedy: "fetch or write the file again",
                    reach: .record)
                outcome.read += 1
                outcome.rejected += 1
                outcome.problems.append(why)
                outcome.rejects.append(Reject(format: "xml", bytes: piece, why: why))
            }
        }
    }

    private func page<Item: Sendable>(
        _ bytes: [UInt8], path: String, source: (any PageSource)?, _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        let found = source.map { source in source.record(in: bytes).map { (source: source, range: $0) } }
        guard let (source, range) = found ?? SourceRegistry.source(of: bytes) else {
            outcome.read += 1
            outcome.rejected += 1
            outcome.problems.append(
                Problem(
                    "\(path): \(HTMLPage.looksLikeOne(bytes[...]) ? "an HTML page" : "text") that holds no record of \(source?.card.id ?? "any source")",
                    place: path,
                    remedy: "give the page of an article, a dataset, or a report on one", reach: .record))
            return
        }
        let raw = RawRecord(
            source: source.card.id, key: "", bytes: Array(bytes[range]), place: "\(path) byte \(range.lowerBound)")
        raw.bytes.withUnsafeBufferPointer { bytes in
            said({ () throws(Problem) in try reader.read(raw, of: source) }, format: "page", bytes, &outcome, make)
        }
    }

    /// Counts, normalizes and hands over what `parse` brings.
    private func said<Item: Sendable>(
        _ parse: () throws(Problem) -> SourceRecord, format: String, _ bytes: UnsafeBufferPointer<UInt8>,
        _ outcome: inout PortionOutcome<Item>, _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        outcome.read += 1
        do throws(Problem) {
            hand(try parse(), bytes, &outcome, make)
        } catch {
            outcome.rejected += 1
            outcome.problems.append(error)
            outcome.rejects.append(Reject(format: format, bytes: Array(bytes), why: error))
        }
    }

    private func one<Item: Sendable>(
        _ value: JSONValue, bytes: UnsafeBufferPointer<UInt8>, _ source: any JSONReading, place: () -> String,
        _ outcome: inout PortionOutcome<Item>, _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        outcome.read += 1
        do throws(Problem) {
            let said = FileKeys.keyed(try parse(value, source, place: place))
            let (record, problems) = normalize(said)
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
