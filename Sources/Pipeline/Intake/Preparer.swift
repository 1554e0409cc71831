internal import Catalog
internal import DedupEngine
internal import Fetchers
internal import Formats
internal import Normalizer
internal import Records
internal import TextKernels

/// Takes one source record after another through parsing and normalization. One thread's tool: it reuses its buffers.
final class Preparer {
    let reader = RecordReader()
    private let normalizer = Normalizer()
    private let compressor = BlobCompressor()
    private var table: PortraitTable

    /// - Parameter matching: By what the records are to be matched: its frequencies make blocking keys.
    init(matching: CatalogMatching = .shipped) {
        table = PortraitTable(frequencies: matching.weights.frequencies)
    }

    func normalize(_ said: SourceRecord) -> (record: Record, problems: [Problem]) { normalizer.record(from: said) }

    /// As `normalize(_:)`; problems name where the record lies in its file.
    func normalize(_ said: SourceRecord, at place: () -> String) -> (record: Record, problems: [Problem]) {
        var (record, problems) = normalizer.record(from: said)
        if !problems.isEmpty {
            let place = place()
            for index in problems.indices { problems[index].place = place }
        }
        return (record, problems)
    }

    /// Adds a record's portrait to those that `handOverPortraits` brings.
    func paint(_ record: Record) { table.append(record) }

    /// The portraits painted since the last time.
    func handOverPortraits() -> PortraitTable { table.handOver() }

    /// A record ready for the catalog: keyed and compressed.
    ///
    /// - Parameters:
    ///   - bytes: The record as received.
    ///   - said: The same, parsed.
    ///   - record: The same, normalized.
    func prepare(bytes: UnsafeBufferPointer<UInt8>, said: SourceRecord, record: Record) -> StoredRecord {
        let content = said.contentBytes()
        let body = record.encoded()
        table.removeAll()
        table.append(record)
        return StoredRecord(
            key: record.key, contentHash: content.withUnsafeBufferPointer { Hashing.hash128($0, seed: 0) },
            updated: said.updated, touched: said.touched, isDeleted: said.isDeleted,
            sourceBody: compressor.compress(bytes),
            body: body.withUnsafeBufferPointer(compressor.compress), record: record,
            blockingKeys: table.blockingKeys(at: 0))
    }
}
