internal import Formats

/// Lists and objects as Python prints them, which data frames write into their cells: `['Marx, Karl', "O'Neil"]`.
enum PythonText {
    /// Longest cell that is looked at, in bytes.
    private static let longest = 4 << 20

    /// The text as JSON; nil where it is no list or object, or holds what JSON has no word for.
    static func json(_ text: String) -> [UInt8]? {
        let bytes = Array(text.utf8.drop { $0 <= 0x20 })
        guard bytes.count <= longest, let first = bytes.first,
            first == UInt8(ascii: "[") || first == UInt8(ascii: "{")
        else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "\""):
                guard let end = string(bytes, from: index, into: &out) else { return nil }
                index = end
                continue
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                let word = bytes[index...].prefix { ($0 | 0x20) &- 0x61 < 26 }
                switch String(decoding: word, as: UTF8.self) {
                case "None", "null", "nan", "NaN": out += Array("null".utf8)
                case "True", "true": out += Array("true".utf8)
                case "False", "false": out += Array("false".utf8)
                // Numbers with exponents: `1e-05`.
                case "e", "E": out += word
                default: return nil
                }
                index = word.endIndex
                continue
            case UInt8(ascii: "("), UInt8(ascii: ")"): return nil
            default: out.append(byte)
            }
            index += 1
        }
        return out
    }

    /// - Returns: The index behind the closing quote; nil where there is none.
    private static func string(_ bytes: [UInt8], from start: Int, into out: inout [UInt8]) -> Int? {
        let quote = bytes[start]
        out.append(UInt8(ascii: "\""))
        var index = start + 1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote {
                out.append(UInt8(ascii: "\""))
                return index + 1
            }
            if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                let next = bytes[index + 1]
                switch next {
                case UInt8(ascii: "'"): out.append(next)
                case UInt8(ascii: "x"):
                    guard index + 3 < bytes.count else { return nil }
                    out += Array("\\u00".utf8) + bytes[index + 2...index + 3]
                    index += 2
                case UInt8(ascii: "a"), UInt8(ascii: "v"), UInt8(ascii: "0"), UInt8(ascii: "U"), UInt8(ascii: "N"):
                    out.append(0x20)
                default: out += [byte, next]
                }
                index += 2
                continue
            }
            if byte == UInt8(ascii: "\"") { out.append(UInt8(ascii: "\\")) }
            out.append(byte < 0x20 ? 0x20 : byte)
            index += 1
        }
        return nil
    }

    /// The texts of a list; nil where the cell is no list of texts.
    static func list(_ text: String) -> [String]? {
        guard text.utf8.first == UInt8(ascii: "["), let json = json(text) else { return nil }
        return try? JSONParser().parse(json) { root in
            let texts = root.elements.compactMap(\.text)
            guard root.kind == .array, texts.count == root.elements.reduce(0, { count, _ in count + 1 }) else {
                throw SyntaxError("no list of texts")
            }
            return texts
        }
    }

    /// Hands the value over; nil where the cell is none.
    static func read<T>(_ text: String, _ body: (JSONValue) -> T) -> T? {
        json(text).flatMap { json in try? JSONParser().parse(json, body) }
    }
}
