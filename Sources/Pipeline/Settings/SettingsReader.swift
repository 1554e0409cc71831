internal import Records
internal import TOMLKit

/// What reading a configuration found: every mistake, and every key that it looked for.
final class SettingsLog {
    let place: String
    let outline: TOMLOutline
    /// More help nobody.
    static let mostMistakes = 1000
    private(set) var mistakes: [SettingsRemark] = []
    /// Key path → what must stand there; `*` for a name of the user's own.
    private(set) var asked: [String: String] = [:]

    init(place: String, outline: TOMLOutline) {
        self.place = place
        self.outline = outline
    }

    func add(_ what: String, at path: [TOMLOutline.Step], remedy: String) {
        add(what, at: outline.position(of: path), remedy: remedy)
    }

    func add(_ what: String, at position: TOMLOutline.Position?, remedy: String) {
        guard hasRoom else { return }
        mistakes.append(SettingsRemark(what, in: place, at: position, remedy: remedy))
    }

    var hasRoom: Bool { mistakes.count < Self.mostMistakes }

    func ask(_ pattern: String, _ wanted: String) { asked[pattern] = wanted }
}

/// One TOML table, of which every key must be read by somebody.
struct SettingsReader {
    let table: TOMLTable
    /// As messages write it: `limits."api.crossref.org"`.
    let name: String
    /// As `SettingsLog.asked` writes it: `limits.*`.
    let pattern: String
    let path: [TOMLOutline.Step]
    let log: SettingsLog
    private var read: Set<String> = []

    init(table: TOMLTable, name: String = "", pattern: String = "", path: [TOMLOutline.Step] = [], log: SettingsLog) {
        self.table = table
        self.name = name
        self.pattern = pattern
        self.path = path
        self.log = log
    }

    var keys: [String] { table.keys.sorted() }

    // MARK: Values

    mutating func string(_ key: String) -> String? {
        expect(key, "string")
        return peekString(key)
    }

    /// A value under a key that the user chose.
    func peekString(_ key: String) -> String? {
        guard let value = table[key] else { return nil }
        guard let string = value.string else { return wrong(key, value, "string") }
        return string
    }

    mutating func strings(_ key: String) -> [String]? {
        expect(key, "list of strings")
        guard let value = table[key] else { return nil }
        guard let array = value.array else { return wrong(key, value, "list of strings") }
        var strings: [String] = []
        for (index, element) in array.enumerated() {
            if let string = element.string {
                strings.append(string)
            } else {
                // An empty one keeps the others' places.
                strings.append(wrong(key, element, "list of strings", at: [.index(index)]) ?? "")
            }
        }
        return strings
    }

    mutating func int(_ key: String, _ range: ClosedRange<Int>) -> Int? {
        let wanted = "whole number from \(range.lowerBound) to \(range.upperBound)"
        expect(key, wanted)
        guard let value = table[key] else { return nil }
        guard let int = value.int, range.contains(int) else { return wrong(key, value, wanted) }
        return int
    }

    mutating func double(_ key: String, _ range: ClosedRange<Double>) -> Double? {
        let wanted = "number from \(Self.short(range.lowerBound)) to \(Self.short(range.upperBound))"
        expect(key, wanted)
        guard let value = table[key] else { return nil }
        guard let double = value.double ?? value.int.map(Double.init), range.contains(double) else {
            return wrong(key, value, wanted)
        }
        return double
    }

    // MARK: Tables

    mutating func table(_ key: String) -> SettingsReader? {
        expect(key, "table")
        return peekTable(key, as: key)
    }

    /// A table under a key that the user chose.
    func peekTable(_ key: String) -> SettingsReader? { peekTable(key, as: "*") }

    private func peekTable(_ key: String, as word: String) -> SettingsReader? {
        guard let value = table[key] else { return nil }
        guard let inner = value.table else { return wrong(key, value, "table") }
        return SettingsReader(
            table: inner, name: written(key), pattern: joined(word), path: path + [.key(key)], log: log)
    }

    mutating func tables(_ key: String) -> [SettingsReader] {
        expect(key, "list of tables")
        guard let value = table[key] else { return [] }
        let wanted = "list of tables, [[\(key)]]"
        guard let array = value.array else { return wrong(key, value, wanted) ?? [] }
        var readers: [SettingsReader] = []
        for (index, element) in array.enumerated() {
            guard let inner = element.table else {
                readers += wrong(key, element, wanted, at: [.index(index)]) ?? []
                continue
            }
            readers.append(
                SettingsReader(
                    table: inner, name: written(key), pattern: joined(key), path: path + [.key(key), .index(index)],
                    log: log))
        }
        return readers
    }

    // MARK: Mistakes

    func wrong(_ key: String, _ what: String, remedy: String) {
        log.add(what, at: path + [.key(key)], remedy: remedy)
    }

    /// Names every key that nobody read.
    func finish() {
        for unknown in keys where !read.contains(unknown) && log.hasRoom {
            wrong(unknown, "unknown key \"\(written(unknown))\"", remedy: remedy(for: unknown))
        }
    }

    private func remedy(for unknown: String) -> String {
        // The known keys come of the example: it cannot be asked while it is itself read.
        if log.place != Settings.examplePlace, !read.contains(where: { NearWords.distance($0, unknown) < 2 }) {
            let suffix = "." + unknown.lowercased()
            let elsewhere = Settings.knownKeys.keys.sorted().first { $0.lowercased().hasSuffix(suffix) }
            if let elsewhere {
                let table = elsewhere.dropLast(suffix.count)
                return "\"\(elsewhere.dropFirst(table.count + 1))\" belongs under "
                    + (table == "job" ? "[[job]]" : "[\(table.replacing("*", with: "NAME"))]")
            }
        }
        return NearWords.remedy(for: unknown, among: Array(read))
    }

    /// - Returns: Nil, for the caller to hand on.
    private func wrong<T>(
        _ key: String, _ value: any TOMLValueConvertible, _ wanted: String, at inner: [TOMLOutline.Step] = []
    ) -> T? {
        // What stands under [keys] may be a key.
        let given = joined(key).hasPrefix("keys") ? "" : Self.given(value)
        log.add(
            "\(written(key)) is no \(wanted)\(given)", at: path + [.key(key)] + inner,
            remedy: "write \(written(key)) as a \(wanted)")
        return nil
    }

    private static func given(_ value: any TOMLValueConvertible) -> String {
        switch value.type {
        case .table: ": it is a table"
        case .array: ": it is a list"
        case .string: ": it is \"\((value.string ?? "").prefix(60))\""
        case .int: value.int.map { ": it is \($0)" } ?? ""
        case .double: value.double.map { ": it is \($0)" } ?? ""
        case .bool: value.bool.map { ": it is \($0)" } ?? ""
        default: ": it is a date or a time"
        }
    }

    // MARK: Words

    private mutating func expect(_ key: String, _ wanted: String) {
        read.insert(key)
        log.ask(joined(key), wanted)
    }

    private func joined(_ word: String) -> String { pattern.isEmpty ? word : "\(pattern).\(word)" }

    private func written(_ key: String) -> String {
        let isBare = !key.isEmpty && key.utf8.allSatisfy { TOMLOutline.isBare($0) && $0 < 0x80 }
        let word = isBare ? key : "\"\(key)\""
        return name.isEmpty ? word : "\(name).\(word)"
    }

    private static func short(_ number: Double) -> String {
        Int(exactly: number).map { "\($0)" } ?? "\(number)"
    }
}
