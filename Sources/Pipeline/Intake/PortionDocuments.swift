internal import Fetchers
internal import Formats
internal import Records

/// Places of bytes in a text, asked for in their order.
struct TextPlaces {
    private let text: CutText
    private let path: String
    private var last: (offset: Int, position: TextPosition)

    init(_ text: CutText, path: String) {
        self.text = text
        self.path = path
        last = (0, text.start)
    }

    /// `file:line:column`.
    mutating func at(_ offset: Int) -> String {
        last = (offset, text.position(of: offset, after: offset >= last.offset ? last : nil))
        return "\(path):\(last.position)"
    }
}

/// Texts of JSON.
extension Preparer {
    func document<Item: Sendable>(
        _ text: CutText, path: String, source: (any JSONReading)?, _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        var bytes = text.bytes
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
            var places = TextPlaces(text, path: path)
            for piece in pieces.whole {
                let padded = UnsafeBufferPointer(
                    start: buffer.baseAddress.map { $0 + piece.lowerBound }, count: buffer.count - piece.lowerBound)
                self.text(
                    padded: padded, length: piece.count, place: { places.at(piece.lowerBound + $0) }, source: source,
                    &outcome, make)
            }
            if let broken = pieces.broken {
                outcome.problems.append(
                    Problem(
                        "\(path): \(broken.what)", place: places.at(broken.offset),
                        kept: pieces.whole.isEmpty ? nil : "the \(pieces.whole.count) objects that are whole",
                        remedy: "fetch or write the file again", reach: .record))
                outcome.rejected += 1
                outcome.read += 1
            }
        }
    }

    /// - Parameter place: Spells where a byte of the text lies; asked for problems alone.
    func text<Item: Sendable>(
        padded: UnsafeBufferPointer<UInt8>, length: Int, place: (_ offset: Int) -> String, source: (any JSONReading)?,
        _ outcome: inout PortionOutcome<Item>, _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        do {
            try whole(padded: padded, length: length, place: { place(0) }, source: source, &outcome, make)
        } catch {
            let text = UnsafeBufferPointer(rebasing: padded[..<length])
            if let repaired = JSONRepair.repaired(text) {
                let mended = repaired.bytes + [UInt8](repeating: 0, count: 64)
                let isGood = mended.withUnsafeBufferPointer { buffer in
                    do {
                        try whole(
                            padded: buffer, length: repaired.bytes.count, place: { place(0) }, source: source, &outcome,
                            make)
                        return true
                    } catch {
                        return false
                    }
                }
                if isGood {
                    outcome.problems.append(
                        Problem(
                            "\(place(0)): no JSON: \(repaired.breaches.joined(separator: ", "))", place: place(0),
                            kept: "the record, mended", remedy: "tell whoever wrote the file", reach: .field))
                    return
                }
            }
            let mistake = JSONMistake.first(in: text) ?? error as? SyntaxError
            let at = place(mistake?.offset ?? 0)
            let why = Problem(
                "\(at): no JSON: \(mistake?.what ?? "\(error)")", place: at, kept: "all other lines",
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
}
