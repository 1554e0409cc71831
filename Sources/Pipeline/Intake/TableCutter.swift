internal import Fetchers
internal import Formats
internal import Foundation
internal import Records

/// Cuts a table into portions of some rows, whatever it is written in.
final class TableCutter {
    /// A table that breaks off: the rows before, and why.
    struct Broken: Error {
        var portion: IntakePortion
        var error: any Error
    }

    private let nextRow: () throws -> CSVRow?
    /// Nil where each line is a field of a record.
    private let reading: TableReading?
    private var transposed = TransposedTable()
    /// Rows that were looked at for the header and are records.
    private var ahead: [CSVRow]
    private var isDone = false
    /// What ended the table while its first rows were looked at.
    private var failure: (any Error)?

    private static let portion = 2000

    convenience init(_ reader: CSVReader, map: TableMap, file: String?, path: String) throws {
        try self.init(nextRow: reader.row, map: map, file: file, path: path)
    }

    convenience init(_ rows: [CSVRow], map: TableMap, file: String?, path: String) throws {
        var rest = rows[...]
        try self.init(nextRow: { rest.popFirst() }, map: map, file: file, path: path)
    }

    /// - Throws: `Problem` of reach `source` where no row names columns that are known.
    private init(nextRow: @escaping () throws -> CSVRow?, map: TableMap, file: String?, path: String) throws {
        self.nextRow = nextRow
        var rows: [CSVRow] = []
        do {
            while rows.count < 40, let row = try nextRow() { rows.append(row) }
        } catch {
            guard !rows.isEmpty else { throw error }
            failure = error
        }
        if let index = TableReading.header(in: rows) ?? (map.isEmpty ? nil : 0), index < rows.count {
            reading = try TableReading(header: rows[index].fields, map: map, file: file)
            ahead = Array(rows[(index + 1)...])
        } else if TransposedTable.recognizes(rows) {
            reading = nil
            ahead = rows
        } else {
            throw Problem(
                "\(path): the first lines name no columns that ibid knows", place: "\(path):1",
                remedy: "say which they are: --map title=COLUMN,authors=COLUMN,year=COLUMN", reach: .source)
        }
    }

    private func row() throws -> CSVRow? {
        if !ahead.isEmpty { return ahead.removeFirst() }
        if let failure { throw failure }
        return try nextRow()
    }

    /// - Throws: `Broken` where rows came before the error.
    func next() throws -> IntakePortion? {
        if isDone { return nil }
        var records: [[CSVRow]] = []
        do {
            while records.count < Self.portion {
                guard let row = try row() else {
                    isDone = true
                    if reading == nil, let last = transposed.finish() { records.append(last) }
                    break
                }
                if reading != nil {
                    records.append([row])
                } else if let whole = transposed.take(row) {
                    records.append(whole)
                }
            }
        } catch {
            isDone = true
            guard !records.isEmpty else { throw error }
            throw Broken(portion: .rows(records, reading), error: error)
        }
        return records.isEmpty ? nil : .rows(records, reading)
    }

    /// Whether the first line is a header.
    static func recognizes(firstLineOf head: ArraySlice<UInt8>) -> Bool {
        let line = head.prefix(64 << 10).prefix { $0 != 0x0A && $0 != 0x0D }
        guard let row = (try? CSVReader(BytesStream(Array(line) + [0x0A])).row()) ?? nil else { return false }
        return TableReading.header(in: [row]) != nil
    }

    /// Whether rows from a file's head begin a table.
    static func recognizes(_ head: ArraySlice<UInt8>) -> Bool {
        let reader = CSVReader(BytesStream(Array(head.prefix(64 << 10))))
        var rows: [CSVRow] = []
        while rows.count < 40, let row = (try? reader.row()) ?? nil { rows.append(row) }
        return TableReading.header(in: rows) != nil || TransposedTable.recognizes(rows)
    }
}
