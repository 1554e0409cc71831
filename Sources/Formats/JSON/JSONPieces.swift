/// Finds whole objects in a JSON text that is not good as a whole.
public enum JSONPieces {
    public struct Found: Sendable {
        /// Ranges of balanced objects: elements of the outermost array, or texts one after another.
        public var whole: [Range<Int>] = []
        /// The first thing that is neither; nil where all is well.
        public var broken: SyntaxError?
    }

    /// - Complexity: O(n), no recursion; objects nested deeper than `JSONParser.maximumDepth` are passed over as broken.
    public static func split(_ bytes: UnsafeBufferPointer<UInt8>) -> Found {
        var found = Found()
        var index = 0
        var depth = 0
        var start = 0
        var base = 0
        var inString = false
        while index < bytes.count {
            let byte = bytes[index]
            if inString {
                if byte == UInt8(ascii: "\\") { index += 1 } else if byte == UInt8(ascii: "\"") { inString = false }
            } else {
                switch byte {
                case UInt8(ascii: "\""): inString = true
                case UInt8(ascii: "{"):
                    if depth == base { start = index }
                    depth += 1
                case UInt8(ascii: "["):
                    // The outermost array is a list of objects; others belong to an object.
                    if depth == 0, base == 0, found.whole.isEmpty { base = 1 }
                    depth += 1
                case UInt8(ascii: "}"):
                    depth -= 1
                    if depth == base { found.whole.append(start..<index + 1) }
                    if depth < 0 { depth = 0 }
                case UInt8(ascii: "]"):
                    depth -= 1
                    if depth < base { base = 0 }
                    if depth < 0 { depth = 0 }
                default: break
                }
                if depth > 1_000_000 { break }
            }
            index += 1
        }
        if depth > base || inString {
            found.broken = SyntaxError("the JSON text is cut off", offset: found.whole.last?.upperBound ?? 0)
        } else if found.whole.isEmpty {
            found.broken = SyntaxError("no JSON", offset: 0)
        }
        return found
    }
}

extension JSONValue {
    /// A key that occurs twice in this object itself; nil where none does or this is no object.
    public func duplicateKey() -> String? {
        var seen: UInt64 = 0
        var keys: [JSONKey] = []
        var double: String?
        forEachMember { key, _ in
            guard double == nil else { return }
            var hash = UInt64(key.count)
            for offset in 0..<min(key.count, 24) { hash = (hash ^ UInt64(key.start[offset])) &* 0x0000_0100_0000_01B3 }
            let bit: UInt64 = 1 << ((hash ^ hash >> 29 ^ hash >> 47) % 64)
            if seen & bit != 0, keys.contains(where: { $0.count == key.count && $0.string == key.string }) {
                double = key.string
            }
            seen |= bit
            keys.append(key)
        }
        return double
    }
}
