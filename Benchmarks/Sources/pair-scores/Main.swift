import Foundation
import TextKernels

/// Rows of `id,cluster`: hashes of both, in the order of the ids' hashes.
private struct Clusters {
    private(set) var ids: [UInt64] = []
    private(set) var labels: [UInt64] = []

    /// - Throws: A sentence where the file is no such table.
    init(path: String) throws(Failure) {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped) else {
            throw Failure("\(path) cannot be read")
        }
        var rows: [(id: UInt64, label: UInt64)] = []
        rows.reserveCapacity(data.count / 24)
        let isSound = data.withUnsafeBytes { raw -> Bool in
            let bytes = raw.bindMemory(to: UInt8.self)
            var start = 0
            var isHeader = true
            while start < bytes.count {
                var end = start
                while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
                var stop = end
                if stop > start, bytes[stop - 1] == UInt8(ascii: "\r") { stop -= 1 }
                if stop > start, !isHeader {
                    // The label has no comma; an id may, between quotes.
                    guard let comma = bytes[start..<stop].lastIndex(of: UInt8(ascii: ",")) else { return false }
                    let id = Self.unquoted(UnsafeBufferPointer(rebasing: bytes[start..<comma]))
                    let label = Self.unquoted(UnsafeBufferPointer(rebasing: bytes[(comma + 1)..<stop]))
                    rows.append((id, label))
                }
                isHeader = false
                start = end + 1
            }
            return true
        }
        guard isSound else { throw Failure("\(path) has a row without a comma") }
        rows.sort { $0.id < $1.id }
        for (place, row) in rows.enumerated() where place > 0 && rows[place - 1].id == row.id {
            throw Failure("\(path) has an id twice, row \(place) in the order of hashes")
        }
        ids = rows.map(\.id)
        labels = rows.map(\.label)
    }

    private static func unquoted(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard text.count > 1, text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\"") else {
            return Hashing.hash64(text, seed: 0)
        }
        return Hashing.hash64(UnsafeBufferPointer(rebasing: text.dropFirst().dropLast()), seed: 0)
    }
}

private struct Failure: Error {
    var what: String
    init(_ what: String) { self.what = what }
}

/// Pairs within runs of equal values of a sorted list.
private func pairs(_ sorted: [(UInt64, UInt64)]) -> (count: Int, largest: Int) {
    var count = 0
    var largest = 0
    var start = 0
    while start < sorted.count {
        var end = start + 1
        while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
        count += (end - start) * (end - start - 1) / 2
        largest = max(largest, end - start)
        start = end
    }
    return (count, largest)
}

/// `pair-scores TRUTH.csv PREDICTED.csv [--json]`: pair precision and recall of predicted clusters, both files `id,cluster`
/// with a header.
///
/// An id that the prediction lacks is a cluster of its own; an id that the truth lacks is an error.
@main
enum PairScores {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst().filter { $0 != "--json" }
        guard arguments.count == 2 else { fail("usage: pair-scores TRUTH.csv PREDICTED.csv [--json]", code: 64) }
        do throws(Failure) {
            try score(
                truth: Clusters(path: arguments[0]), predicted: Clusters(path: arguments[1]),
                json: CommandLine.arguments.contains("--json"))
        } catch {
            fail(error.what, code: 65)
        }
    }

    private static func score(truth: Clusters, predicted: Clusters, json: Bool) throws(Failure) {
        var found: [(UInt64, UInt64)] = []
        found.reserveCapacity(truth.ids.count)
        var place = 0
        var missing = 0
        for (id, label) in zip(truth.ids, truth.labels) {
            if place < predicted.ids.count, predicted.ids[place] < id { throw Failure("an id that the truth lacks") }
            if place < predicted.ids.count, predicted.ids[place] == id {
                found.append((label, predicted.labels[place]))
                place += 1
            } else {
                missing += 1
                // No prediction has this label: its hash is of an id, not of a number.
                found.append((label, id))
            }
        }
        guard place == predicted.ids.count else { throw Failure("an id that the truth lacks") }
        found.sort { $0 < $1 }
        let common = pairs(found)
        let truePairs = pairs(found.map { ($0.0, 0) })
        let predictedPairs = pairs(found.map { (0, $0.1) }.sorted { $0.1 < $1.1 })
        let precision = predictedPairs.count == 0 ? 1 : Double(common.count) / Double(predictedPairs.count)
        let recall = truePairs.count == 0 ? 1 : Double(common.count) / Double(truePairs.count)
        let f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
        let wrong = predictedPairs.count - common.count
        let missed = truePairs.count - common.count
        if json {
            print(
                """
                {"records":\(truth.ids.count),"missing":\(missing),"truePairs":\(truePairs.count),\
                "predictedPairs":\(predictedPairs.count),"wrong":\(wrong),"missed":\(missed),\
                "precision":\(precision),"recall":\(recall),"f1":\(f1),\
                "largestTrue":\(truePairs.largest),"largestPredicted":\(predictedPairs.largest)}
                """)
        } else {
            print(
                """
                precision \(shown(precision))  recall \(shown(recall))  F1 \(shown(f1))
                \(truth.ids.count) records, \(truePairs.count) true pairs, \(predictedPairs.count) predicted: \
                \(wrong) wrong, \(missed) missed; largest cluster \(truePairs.largest) true, \
                \(predictedPairs.largest) predicted\(missing > 0 ? "; \(missing) records not predicted" : "")
                """)
        }
    }

    private static func shown(_ value: Double) -> String { String(format: "%.5f", value) }

    private static func fail(_ what: String, code: Int32) -> Never {
        FileHandle.standardError.write(Data("pair-scores: \(what)\n".utf8))
        exit(code)
    }
}
