internal import CMemory

/// Arrays of millions of plain values: they grow by half, and lie on large pages once they are large.
extension Array {
    /// Bytes from which on large pages pay.
    private static var largeSize: Int { 8 << 20 }

    /// Makes room for `more` elements behind those that are there.
    mutating func makeRoom(for more: Int) {
        if count + more > capacity { reserveRoom(Swift.max(count + more, capacity + capacity / 2)) }
    }

    /// As `reserveCapacity`.
    mutating func reserveRoom(_ elements: Int) {
        reserveCapacity(elements)
        let size = elements * MemoryLayout<Element>.stride
        if size >= Self.largeSize { withUnsafeMutableBytes { ibid_advise_large_pages($0.baseAddress, size) } }
    }

    mutating func appendWithRoom(_ other: [Element]) {
        makeRoom(for: other.count)
        append(contentsOf: other)
    }
}
