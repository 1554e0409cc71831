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

extension SettingsRemark {
    /// The remark as one JSON object and a newline: `level`, `what`, `place`, `line`, `column`, `remedy`.
    public func json() -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("level", isNote ? "note" : "error")
        writer.member("what", problem.what)
        writer.member("place", problem.place)
        writer.member("line", line)
        writer.member("column", column)
        writer.member("remedy", problem.remedy)
        writer.endObject()
        writer.newline()
        return writer.bytes
    }

    /// The lines a person reads.
    public var report: String {
        isNote ? problem.report.replacing("ibid: ", with: "ibid: note: ", maxReplacements: 1) : problem.report
    }
}
