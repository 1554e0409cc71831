internal import Formats
internal import Records
internal import TextKernels

/// The keys of many records in their order: text in one arena, no heap object a record.
struct RecordNames: Sendable {
    private var text: [UInt8] = []
    /// Where each key's text ends.
    private var ends: [Int] = []
    /// Place of each key's source in `sourceNames`.
    private var sources: [UInt16] = []
    private var sourceNames: [String] = []

    var count: Int { ends.count }
    var isEmpty: Bool { ends.isEmpty }

    subscript(index: Int) -> RecordKey {
        RecordKey(source: sourceNames[Int(sources[index])], key: String(decoding: text[range(index)], as: UTF8.self))
    }

    mutating func append(_ key: RecordKey) {
        text.append(contentsOf: key.key.utf8)
        ends.append(text.count)
        sources.append(place(ofSource: key.source))
    }

    mutating func append(_ other: RecordNames) {
        let places = other.sourceNames.map { place(ofSource: $0) }
        let before = text.count
        text.append(contentsOf: other.text)
        ends.append(contentsOf: other.ends.lazy.map { before + $0 })
        sources.append(contentsOf: other.sources.lazy.map { places[Int($0)] })
    }

    private mutating func place(ofSource name: String) -> UInt16 {
        if let known = sourceNames.firstIndex(of: name) { return UInt16(known) }
        precondition(sourceNames.count < 1 << 16, "tables name their sources, and a few of them")
        sourceNames.append(name)
        return UInt16(sourceNames.count - 1)
    }

    private func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    // MARK: Clusters

    private struct Row: Hashable {
        var first: UInt32
        var source: UInt16
        var cluster: UInt32
    }

    /// `id,cluster`, every id once, in the order of the input.
    ///
    /// An id that several sources use is written as `source:id`. A record that the input holds twice is written once,
    /// unless its two forms are in two clusters.
    ///
    /// - Parameter numbers: The number of each record's cluster.
    func clustersCSV(_ numbers: [UInt32]) -> [UInt8] {
        let first = firstOfEachKey()
        var isShared = Array(repeating: false, count: count)
        var isRepeated = Array(repeating: false, count: count)
        for index in 0..<count where Int(first[index]) != index {
            let head = Int(first[index])
            isRepeated[head] = true
            if sources[index] != sources[head] { isShared[head] = true }
        }
        var written: Set<Row> = []
        var out = CSVWriter.row(["id", "cluster"])
        out.reserveCapacity(text.count + count * 10)
        for index in 0..<count {
            let head = Int(first[index])
            if isRepeated[head] {
                let row = Row(first: first[index], source: sources[index], cluster: numbers[index])
                guard written.insert(row).inserted else { continue }
            }
            if isShared[head] {
                CSVWriter.append(Array(self[index].description.utf8)[...], to: &out)
            } else {
                CSVWriter.append(text[range(index)], to: &out)
            }
            out.append(UInt8(ascii: ","))
            out.append(contentsOf: String(numbers[index]).utf8)
            out.append(UInt8(ascii: "\n"))
        }
        return out
    }

    /// For each record the first one with the same key, of whatever source.
    private func firstOfEachKey() -> [UInt32] {
        var size = 16
        while size < count * 2 { size *= 2 }
        let empty = UInt32.max
        var slots = Array(repeating: empty, count: size)
        return text.withUnsafeBufferPointer { text in
            func key(_ index: Int) -> UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: text[range(index)]) }
            return (0..<count).map { index in
                let key = key(index)
                var slot = Int(truncatingIfNeeded: Hashing.hash64(key, seed: 13)) & (size - 1)
                while slots[slot] != empty {
                    let other = self.range(Int(slots[slot]))
                    if other.count == key.count, UnsafeBufferPointer(rebasing: text[other]).elementsEqual(key) {
                        return slots[slot]
                    }
                    slot = (slot + 1) & (size - 1)
                }
                slots[slot] = UInt32(index)
                return UInt32(index)
            }
        }
    }
}
