import Corpus
import DedupEngine
import Fetchers
import Normalizer
import Records
import TextKernels

/// What the kernels are given: a corpus of 2,000 records, at every stage.
struct Sample {
    static let count = 2000

    /// Lines of JSON with their sources.
    var raw: [(raw: RawRecord, source: any Source)] = []
    var said: [SourceRecord] = []
    var records: [Record] = []
    var bodies: [[UInt8]] = []
    var titles: [String] = []
    var folded: [[UInt8]] = []
    var table = PortraitTable(frequencies: WeightTable.shipped.frequencies)
    /// Records of one work.
    var truePairs: [CandidatePair] = []
    /// Records of different works.
    var otherPairs: [CandidatePair] = []
    var entries: [Blocking.Entry] = []

    init() throws {
        let corpus = Corpus(size: Self.count, seed: 7)
        let reader = RecordReader()
        let normalizer = Normalizer()
        var firsts: [Int: RecordIndex] = [:]
        for slot in 0..<Self.count {
            let made = corpus.record(at: slot)
            var line: [UInt8] = []
            corpus.write(made, to: &line)
            guard let source = SourceRegistry.source(made.source.rawValue) else { continue }
            let raw = RawRecord(source: source.card.id, key: made.key, bytes: line, place: "sample:\(slot)")
            let said = try reader.read(raw, of: source)
            let record = normalizer.record(from: said).record
            let index = RecordIndex(records.count)
            if let first = firsts[made.cluster] {
                truePairs.append(CandidatePair(first, index))
            } else {
                firsts[made.cluster] = index
            }
            if index > 0 { otherPairs.append(CandidatePair(index - 1, index)) }
            self.raw.append((raw, source))
            self.said.append(said)
            records.append(record)
            bodies.append(record.encoded())
            titles.append(record.title ?? "")
            folded.append(Folding.folded(record.title ?? ""))
            table.append(record)
            for key in table.blockingKeys(at: Int(index)) { entries.append(Blocking.Entry(key: key, index: index)) }
        }
    }

    /// Neighbours in the file, of different works, as bytes.
    var neighbours: [([UInt8], [UInt8])] { Array(zip(folded, folded.dropFirst())) }

    /// Titles of one work as two records have them.
    var alike: [([UInt8], [UInt8])] { truePairs.map { (folded[Int($0.a)], folded[Int($0.b)]) } }

    /// Two family names each.
    var names: [([UInt8], [UInt8])] {
        let families = records.compactMap { $0.authors.first?.name.family }.map(Folding.folded)
        return Array(zip(families, families.dropFirst()))
    }
}

/// Hands two byte strings to a kernel.
func with<Result>(
    _ pair: ([UInt8], [UInt8]), _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
    pair.0.withUnsafeBufferPointer { a in pair.1.withUnsafeBufferPointer { b in body(a, b) } }
}
