internal import Formats
public import Records

extension Problem {
    /// The problem as one JSON object and a newline.
    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("what", what)
        writer.member("place", place)
        writer.member("kept", kept)
        writer.member("remedy", remedy)
        writer.member("reach", reach.name)
        writer.endObject()
        writer.newline()
        return writer.bytes
    }
}
