public import Formats
public import Records

/// Embase's other layout: a line for each field of a record, its name first, `"TITLE","…"`; a record ends where the next
/// one has the field with which it began.
public struct TransposedTable: Sendable {
    private var rows: [CSVRow] = []

    /// Most lines of one record; what follows them is a record of its own.
    private static let mostLines = 500

    public init() {}

    /// Whether a file that begins with these rows is of this layout.
    public static func recognizes(_ rows: [CSVRow]) -> Bool {
        guard TableReading.header(in: rows) == nil else { return false }
        let names = rows.prefix(30).compactMap { $0.fields.count > 1 ? $0.fields.first : nil }
        let known = Set(names.filter { $0 == $0.uppercased() }.map(TableField.plain).filter { field($0) != nil })
        return known.contains("title") && known.count > 2 && known.count * 2 >= Set(names).count / 2
    }

    private static func field(_ plain: String) -> TableField? {
        TableField.of(plain) ?? (plain == "source" ? .citation : nil)
    }

    /// Takes the next row up.
    ///
    /// - Returns: The rows of the record before it, where one ended.
    public mutating func take(_ row: CSVRow) -> [CSVRow]? {
        // A line of one field alone is a heading: the name of the database.
        guard row.fields.count > 1 else { return nil }
        var whole: [CSVRow]?
        if let first = rows.first, first.fields.first == row.fields.first || rows.count >= Self.mostLines {
            whole = rows
            rows = []
        }
        rows.append(row)
        return whole
    }

    /// - Returns: The rows of the last record; nil where there is none.
    public mutating func finish() -> [CSVRow]? {
        defer { rows = [] }
        return rows.isEmpty ? nil : rows
    }

    /// What the rows of one record say.
    ///
    /// - Throws: As `TableReading.record(_:place:)`.
    public static func record(_ rows: [CSVRow], place: TextPlace) throws(Problem) -> SourceRecord? {
        let line = rows.first?.line ?? 1
        let header = rows.map { $0.fields.first ?? "" }
        let values = rows.map { $0.fields.dropFirst().filter { !$0.isEmpty }.joined(separator: "; ") }
        return try TableReading(header: header).record(CSVRow(fields: values, line: line), place: place)
    }

    /// The rows as they came.
    public static func bytes(of rows: [CSVRow]) -> [UInt8] { rows.flatMap { CSVWriter.row($0.fields) } }
}
