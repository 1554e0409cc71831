public import Records

/// What a user says of a table's columns: `title=Name,doi=Kennung`.
public struct TableMap: Sendable, Equatable {
    /// Column by what it means, in the order given.
    var columns: [(field: TableField, column: String)] = []

    public static func == (a: Self, b: Self) -> Bool {
        a.columns.map(\.field) == b.columns.map(\.field) && a.columns.map(\.column) == b.columns.map(\.column)
    }

    /// Says nothing.
    public init() {}

    public var isEmpty: Bool { columns.isEmpty }

    /// What may stand before the equals sign.
    public static var names: [String] { TableField.allCases.filter { !hidden.contains($0) }.map(\.rawValue) }
    private static let hidden: Set<TableField> = [
        .authorships, .biblio, .location, .identifiers, .openURL, .extra, .citation,
    ]

    /// - Parameter text: `field=Column`, with commas between them; a column with a comma stands in quotes.
    /// - Throws: `Problem` of reach `run` where a field is unknown or named twice, or something is no such pair.
    public init(_ text: String) throws(Problem) {
        for item in try Self.items(text) {
            guard let sign = item.firstIndex(of: "="), sign > item.startIndex else {
                throw Self.problem(
                    "\"\(item)\" in \"\(text)\" names no column", "write field=Column: title=Name,doi=Kennung")
            }
            let name = String(item[..<sign].trimmed).lowercased()
            let column = String(item[item.index(after: sign)...].trimmed)
            guard let field = TableField(rawValue: name), !Self.hidden.contains(field) else {
                throw Self.problem(
                    "there is no field \"\(name)\"", "name one of \(Self.names.joined(separator: ", "))")
            }
            guard !column.isEmpty else {
                throw Self.problem("the field \"\(name)\" has no column", "write \(name)=Column")
            }
            guard !columns.contains(where: { $0.field == field }) else {
                throw Self.problem("the field \"\(name)\" is given twice", "name one column for it")
            }
            columns.append((field, column))
        }
        if columns.isEmpty { throw Self.problem("names no column", "write field=Column: title=Name,doi=Kennung") }
    }

    private static func problem(_ what: String, _ remedy: String) -> Problem {
        Problem("--map: \(what)", place: "command line", remedy: remedy, reach: .run)
    }

    /// Parts at commas outside quotes, quotes taken off.
    private static func items(_ text: String) throws(Problem) -> [String] {
        var items: [String] = []
        var item = ""
        var isQuoted = false
        for sign in text {
            if sign == "\"" {
                isQuoted.toggle()
            } else if sign == ",", !isQuoted {
                items.append(item)
                item = ""
            } else {
                item.append(sign)
            }
        }
        if isQuoted { throw problem("the quote in \"\(text)\" is never closed", "close it") }
        items.append(item)
        return items.map { String($0[...].trimmed) }.filter { !$0.isEmpty }
    }
}
