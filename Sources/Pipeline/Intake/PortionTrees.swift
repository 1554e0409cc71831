internal import Fetchers
internal import Formats
internal import Records

/// Texts of XML, and pages.
extension Preparer {
    func tree<Item: Sendable>(
        _ text: CutText, path: String, source: (any XMLReading)?, _ outcome: inout PortionOutcome<Item>,
        _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        var found = outcome
        var failure: Problem?
        do {
            try reader.xml.parse(text.bytes) { root in
                if elements(root, of: text, path: path, source: source, &found, make) == 0 {
                    failure = Problem(
                        "\(path): XML whose root is <\(root.name)>, which holds no source's record",
                        place: "\(path):\(text.start)",
                        remedy: "name the source with --source, as `ibid sources` lists them", reach: .record)
                }
            }
        } catch {
            return broken(text, error, path: path, source: source, &outcome, make)
        }
        outcome = found
        if let failure {
            outcome.read += 1
            outcome.rejected += 1
            outcome.problems.append(failure)
        }
    }

    private func elements<Item: Sendable>(
        _ root: XMLTreeElement, of text: CutText, path: String, source: (any XMLReading)?,
        _ found: inout PortionOutcome<Item>, _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) -> Int {
        var outcome = found
        var places = TextPlaces(text, path: path)
        let count = RecordSearch.forEach(in: root, source: source, place: path) { element, known, _ in
            element.serialized().withUnsafeBufferPointer { bytes in
                said(
                    { place throws(Problem) in try known.parse(element, place: place) }, format: "xml",
                    at: { places.at(element.offset) }, bytes, &outcome, make)
            }
        }
        found = outcome
        return count
    }

    /// Reads XML that is broken somewhere record by record; those that are good are kept.
    private func broken<Item: Sendable>(
        _ text: CutText, _ error: any Error, path: String, source: (any XMLReading)?,
        _ outcome: inout PortionOutcome<Item>, _ make: (UnsafeBufferPointer<UInt8>, SourceRecord, Record) -> Item
    ) {
        let stretches = XMLStretches(
            BytesStream(text.bytes), size: 1, isRecord: FileDetection.isRecordElement)
        var places = TextPlaces(text, path: path)
        var begin = (offset: 0, position: text.start)
        var good = 0
        while let piece = try? stretches.next() {
            begin = (piece.start.offset, text.position(of: piece.start.offset, after: begin))
            do {
                try reader.xml.parse(piece.bytes) { root in
                    good += elements(
                        root,
                        of: CutText(
                            piece.bytes, added: max(piece.added, text.added - begin.offset), start: begin.position),
                        path: path,
                        source: source, &outcome, make)
                }
            } catch let failure {
                let isAll = piece.bytes.count == text.bytes.count
                let syntax = (isAll ? error : failure) as? SyntaxError
                let offset = syntax?.offset ?? 0
                let at = places.at(isAll ? offset : begin.offset + max(0, offset - piece.added))
                let why = Problem(
                    "\(path): \(syntax?.what ?? "\(error)")", place: at,
                    kept: good > 0 ? "the \(good) records before it" : nil, remedy: "fetch or write the file again",
                    reach: .record)
                outcome.read += 1
                outcome.rejected += 1
                outcome.problems.append(why)
                outcome.rejects.append(Reject(format: "xml", bytes: piece.bytes, why: why))
            }
        }
    }

    func page<Item: Sendable>(
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
            said(
                { _ throws(Problem) in try reader.read(raw, of: source) }, format: "page", at: { raw.place }, bytes,
                &outcome, make)
        }
    }
}
