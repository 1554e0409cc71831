import DedupEngine
import Fetchers
import Normalizer
import Records
import TextKernels

extension Kernel {
    /// Every kernel and stage whose cost is kept, one line each.
    static func all(_ sample: Sample) -> [Kernel] {
        let reader = RecordReader()
        let normalizer = Normalizer()
        let comparator = Comparator(table: sample.table)
        let scored = (sample.truePairs + sample.otherPairs).map(comparator.score)
        let indices = Array(sample.records.indices)
        return [
            // MARK: Kernels on bytes, a title or a name at a time
            Kernel("fold title", sample.titles) { UInt64(Folding.folded($0).count) },
            Kernel("hash64 title", sample.folded) { Hashing.hash64($0, seed: 1) },
            Kernel("lcs titles alike", sample.alike) { UInt64(with($0, Similarity.longestCommonSubsequence)) },
            Kernel("lcs titles apart", sample.neighbours) { UInt64(with($0, Similarity.longestCommonSubsequence)) },
            Kernel("indel ratio titles alike", sample.alike) { with($0) { Similarity.indelRatio($0, $1) }.bitPattern },
            Kernel("indel ratio titles apart, cutoff 0.8", sample.neighbours) {
                with($0) { Similarity.indelRatio($0, $1, cutoff: 0.8) }.bitPattern
            },
            Kernel("jaro-winkler families", sample.names) { with($0) { Similarity.jaroWinkler($0, $1) }.bitPattern },

            // MARK: Stages, a record at a time
            Kernel("read line", sample.raw) { UInt64((try? reader.read($0.raw, of: $0.source))?.titles.count ?? 0) },
            Kernel("normalize record", sample.said) { UInt64(normalizer.record(from: $0).record.contributors.count) },
            Kernel("encode body", sample.records) { UInt64($0.encoded().count) },
            Kernel("decode body", sample.bodies) { UInt64((try? Record(decoding: $0))?.contributors.count ?? 0) },
            Kernel("paint portrait", together: sample.records) {
                var table = PortraitTable(frequencies: WeightTable.shipped.frequencies)
                for record in $0 { table.append(record) }
                return UInt64(table.count)
            },
            Kernel("blocking keys", indices) { UInt64(sample.table.blockingKeys(at: $0).count) },
            Kernel("candidate pairs", together: sample.entries, calls: sample.records.count) {
                UInt64(Blocking.candidatePairs($0).count)
            },
            Kernel("cluster", together: sample.records) { _ in
                UInt64(
                    Clustering.clusters(
                        count: sample.records.count, pairs: scored, identity: comparator.identity,
                        affinity: comparator.affinity
                    ).count)
            },

            // MARK: Stages, a pair at a time
            Kernel("compare pair, one work", sample.truePairs) { comparator.score($0).weight.bits.bitPattern },
            Kernel("compare pair, two works", sample.otherPairs) { comparator.score($0).weight.bits.bitPattern },
        ]
    }
}
