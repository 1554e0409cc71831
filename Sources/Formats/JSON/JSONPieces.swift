/// Finds whole objects in a JSON text that is not good as a whole.
public enum JSONPieces {
    public struct Found: Sendable {
        /// Ranges of balanced objects: elements of arrays, or texts one after another.
        public var whole: [Range<Int>] = []
        /// The first thing that is neither; nil where all is well.
        public var broken: SyntaxError?
    }

    /// - Complexity: O(n), no recursion.
    public static func split(_ bytes: UnsafeBufferPointer<UInt8>) -> Found {
        var found = Found()
        var start = 0
        // Braces and brackets open since the object at `start` began, and arrays open around it.
        var depth = 0
        var arrays = 0
        var inString = false
        func broken(_ what: String, at offset: Int) {
            if found.broken == nil { found.broken = SyntaxError(what, offset: offset) }
        }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if inString {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { inString = false }
            } else if depth > 0 {
                switch byte {
                case UInt8(ascii: "\""): inString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 { found.whole.append(start..<index + 1) }
                default: break
                }
            } else {
                switch byte {
                case UInt8(ascii: "{"):
                    start = index
                    depth = 1
                case UInt8(ascii: "["): arrays += 1
                case UInt8(ascii: "]") where arrays > 0: arrays -= 1
                case UInt8(ascii: ","), ...0x20: break
                default:
                    // Within an array a text may hold braces; between JSON texts quotes are words like any other.
                    if byte == UInt8(ascii: "\""), arrays > 0 { inString = true }
                    broken("something that is no JSON object", at: index)
                }
            }
            index += 1
        }
        if depth > 0 {
            broken("the JSON text is cut off", at: start)
        } else if arrays > 0 {
            broken("the JSON text is cut off", at: bytes.count)
        } else if found.whole.isEmpty {
            broken("no JSON", at: 0)
        }
        return found
    }
}

extension JSONValue {
    /// A key that occurs twice in this object itself; nil where none does or this is no object.
    public func duplicateKey() -> String? {
        var seen: UInt64 = 0
        var count = 0
        for (key, _) in fields {
            // Objects of many members are looked up in a set: going through them would cost the square of their number.
            if count == 64 { return duplicateKeyOfMany() }
            let bit: UInt64 = 1 << (key.mark % 64)
            if seen & bit != 0, fields.prefix(count).contains(where: { $0.key == key }) { return key.string }
            seen |= bit
            count += 1
        }
        return nil
    }

    private func duplicateKeyOfMany() -> String? {
        var keys: Set<[UInt8]> = []
        for (key, _) in fields where !keys.insert(Array(key.bytes)).inserted { return key.string }
        return nil
    }
}

/// Tells names that an object surely has no member of, for those who ask it for many of which it has few.
public struct JSONKeyFilter {
    private var marks: UInt64 = 0

    public init(of value: JSONValue) {
        for (key, _) in value.fields { marks |= 1 << (key.mark % 64) }
    }

    /// False where no member is called `key`; true where one may be.
    public func mayHold(_ key: StaticString) -> Bool {
        marks & 1 << (JSONKey(start: key.utf8Start, count: key.utf8CodeUnitCount).mark % 64) != 0
    }
}

extension JSONKey {
    /// A filter only: length, ends and middle of two keys tell most apart.
    fileprivate var mark: UInt64 {
        guard let first = bytes.first, let last = bytes.last else { return 0 }
        var hash = UInt64(count)
        hash = (hash ^ UInt64(first)) &* 0x0000_0100_0000_01B3
        hash = (hash ^ UInt64(bytes[count / 2])) &* 0x0000_0100_0000_01B3
        hash = (hash ^ UInt64(last)) &* 0x0000_0100_0000_01B3
        return hash ^ hash >> 29 ^ hash >> 47
    }
}
