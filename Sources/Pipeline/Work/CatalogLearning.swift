internal import Catalog
internal import DedupEngine
internal import Records

/// Makes a table of weights from what a catalog holds: a function of its records and of people's decisions alone, not of its
/// clusters, nor of the table in use.
struct CatalogLearning {
    /// For how many titles, and names, the shipped frequencies count: a smaller catalog changes them little.
    static let shippedTitles = 100_000
    /// For how many pairs the table counts against people's decisions.
    static let anchorPairs = 2000.0
    /// How far decisions may move what one axis of a group says, and what a meeting of axes does, in bits.
    static let decisionSpread = (axis: 1.5, cell: 1.0)

    private(set) var recordCount = 0
    private(set) var pairCount = 0
    /// Decisions on pairs of records that are here and that no contradiction decides.
    private(set) var labelCount = 0
    /// Frozen: named by the hash of its written form.
    private(set) var weights: WeightTable

    init(_ reader: CatalogReader, jobs: Int) throws {
        let shipped = WeightTable.shipped
        weights = shipped
        let blobs = Blobs()
        var count = FrequencyCount()
        var portion = PortraitTable(frequencies: shipped.frequencies)
        var places: [RecordKey: RecordIndex] = [:]
        try reader.forEachRecordBody { _, body in
            portion.append(try blobs.record(body))
            if portion.count == 4096 {
                count.add(portion, onceEach: true)
                portion.removeAll()
            }
        }
        count.add(portion, onceEach: true)
        var base = shipped
        base.frequencies = count.table(about: shipped.frequencies, counting: Self.shippedTitles)

        var table = PortraitTable(frequencies: base.frequencies)
        try reader.forEachRecordBody { _, body in
            let record = try blobs.record(body)
            places[record.key] = RecordIndex(table.count)
            table.append(record)
        }
        recordCount = table.count
        let comparator = Comparator(table: table, weights: base)
        let tally = PairScoring.tally(
            PairScoring.pairsSharingKeys(of: table, jobs: jobs), recordCount: recordCount, with: comparator, jobs: jobs)
        pairCount = tally.pairCount
        var learned = WeightExpectation().table(from: tally, base: base, version: "learned")
        let labels = try reader.decisions().compactMap { decision -> Observation? in
            guard let a = places[decision.a], let b = places[decision.b] else { return nil }
            return comparator.observation(CandidatePair(a, b), match: decision.ruling == .same ? 1 : 0, weight: 1)
        }
        labelCount = labels.count
        if !labels.isEmpty {
            var training = WeightTraining()
            (training.axisSpread, training.cellSpread) = Self.decisionSpread
            learned = training.table(
                from: tally.anchors(of: learned, most: Self.anchorPairs) + labels, base: learned, version: "learned")
        }
        weights = try learned.frozen()
    }
}
