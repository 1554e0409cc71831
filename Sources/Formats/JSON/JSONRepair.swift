/// Mends what programs write for JSON and what is none: numbers with leading zeros, commas before a closing bracket,
/// Python's and JavaScript's words, line breaks and control characters within strings.
public enum JSONRepair {
    /// - Returns: The text with its breaches mended, and the kinds of them; nil where none of these is there.
    /// - Complexity: O(n).
    public static func repaired(_ bytes: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], breaches: [String])? {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + 64)
        var breaches: [String] = []
        func note(_ what: String) { if !breaches.contains(what) { breaches.append(what) } }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: "\""):
                index = copyString(bytes, index, &out) { note("control characters in a string") }
                continue
            case UInt8(ascii: ","):
                var next = index + 1
                while next < bytes.count, bytes[next] <= 0x20 { next += 1 }
                if next < bytes.count, bytes[next] == UInt8(ascii: "]") || bytes[next] == UInt8(ascii: "}") {
                    note("a comma before a closing bracket")
                    index += 1
                    continue
                }
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                index = copyNumber(bytes, index, &out) { note("a number with leading zeros") }
                continue
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
                let word = bytes[index...].prefix { ($0 | 0x20) &- 0x61 < 26 }
                let text = String(decoding: word, as: UTF8.self)
                let better: String? =
                    switch text {
                    case "NaN", "None", "undefined", "Infinity", "nil", "NULL", "Null": "null"
                    case "True", "TRUE": "true"
                    case "False", "FALSE": "false"
                    default: nil
                    }
                if better != nil { note("\"\(text)\"") }
                // "-Infinity".
                if better == "null", out.last == UInt8(ascii: "-") { out.removeLast() }
                out.append(contentsOf: (better ?? text).utf8)
                index += word.count
                continue
            default: break
            }
            out.append(byte)
            index += 1
        }
        return breaches.isEmpty ? nil : (out, breaches)
    }

    private static func copyString(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ out: inout [UInt8], broken: () -> Void
    ) -> Int {
        out.append(bytes[start])
        var index = start + 1
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte < 0x20 {
                broken()
                switch byte {
                case 0x09: out.append(contentsOf: "\\t".utf8)
                case 0x0A: out.append(contentsOf: "\\n".utf8)
                case 0x0D: out.append(contentsOf: "\\r".utf8)
                default: out.append(0x20)
                }
                continue
            }
            out.append(byte)
            if byte == UInt8(ascii: "\"") { return index }
            if byte == UInt8(ascii: "\\"), index < bytes.count {
                out.append(bytes[index])
                index += 1
            }
        }
        return index
    }

    private static func copyNumber(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ out: inout [UInt8], broken: () -> Void
    ) -> Int {
        var index = start
        if bytes[index] == UInt8(ascii: "-") {
            out.append(bytes[index])
            index += 1
        }
        while index + 1 < bytes.count, bytes[index] == UInt8(ascii: "0"), bytes[index + 1] &- 0x30 < 10 {
            broken()
            index += 1
        }
        while index < bytes.count, bytes[index] &- 0x30 < 10 || [0x2E, 0x2B, 0x2D, 0x45, 0x65].contains(bytes[index]) {
            out.append(bytes[index])
            index += 1
        }
        return index
    }
}
