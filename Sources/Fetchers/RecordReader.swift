public import Formats
public import Records

/// Reads raw records, whatever they are written in. One thread's tool: its parsers reuse their buffers.
public final class RecordReader {
    public let json = JSONParser()
    public let xml = XMLTreeParser()

    public init() {}

    /// What a raw record says.
    ///
    /// - Throws: `Problem` as the source's `parse`, and where the bytes are nothing that the source writes.
    public func read(_ raw: RawRecord, of source: any Source) throws(Problem) -> SourceRecord {
        var said = try parsed(raw, of: source)
        said.identifiers += raw.aliases
        return said
    }

    private func parsed(_ raw: RawRecord, of source: any Source) throws(Problem) -> SourceRecord {
        do {
            switch raw.bytes.first(where: { $0 > 0x20 }) {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                if let source = source as? any JSONReading {
                    return try json.parse(raw.bytes) { try source.parse($0, place: raw.place) }
                }
            case UInt8(ascii: "<"):
                if let source = source as? any XMLReading, !HTMLPage.looksLikeOne(raw.bytes[...]) {
                    return try xml.parse(raw.bytes) { try source.parse($0, place: raw.place) }
                }
            default: break
            }
            if let source = source as? any PageSource { return try source.parse(page: raw.bytes, place: raw.place) }
            throw SyntaxError("not what this source writes")
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem(
                "\(raw.source) \(raw.key): \((error as? SyntaxError)?.what ?? "\(error)")", place: raw.place,
                remedy: "ask the source again, or mend the file", reach: .record)
        }
    }
}
