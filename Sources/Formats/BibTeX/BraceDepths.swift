/// Tells at once whether a brace is ever closed: without it, a text of braces that never are would cost its square.
struct BraceDepths {
    private static let blockLength = 256

    /// Depth at the beginning of each block.
    private var starts: [Int32] = []
    /// Least depth behind each brace from the beginning of a block to the end of the text.
    private var least: [Int32] = []

    init(_ text: UnsafeBufferPointer<UInt8>) {
        let count = (text.count + Self.blockLength - 1) / Self.blockLength
        starts = [Int32](repeating: 0, count: count + 1)
        least = [Int32](repeating: .max, count: count + 1)
        var depth: Int32 = 0
        for block in 0..<count {
            starts[block] = depth
            let end = min(text.count, (block + 1) * Self.blockLength)
            for index in (block * Self.blockLength)..<end {
                if text[index] == UInt8(ascii: "{") { depth += 1 }
                if text[index] == UInt8(ascii: "}") {
                    depth -= 1
                    least[block] = min(least[block], depth)
                }
            }
        }
        starts[count] = depth
        for block in (0..<count).reversed() { least[block] = min(least[block], least[block + 1]) }
    }

    /// Whether the brace that opens at an index is closed.
    func closes(_ open: Int, in text: UnsafeBufferPointer<UInt8>) -> Bool {
        let block = open / Self.blockLength
        let end = min(text.count, (block + 1) * Self.blockLength)
        var depth = starts[block]
        for index in (block * Self.blockLength)..<open {
            if text[index] == UInt8(ascii: "{") { depth += 1 } else if text[index] == UInt8(ascii: "}") { depth -= 1 }
        }
        let outside = depth
        for index in open..<end {
            if text[index] == UInt8(ascii: "{") {
                depth += 1
            } else if text[index] == UInt8(ascii: "}") {
                depth -= 1
                if depth <= outside { return true }
            }
        }
        return least[block + 1] <= outside
    }
}
