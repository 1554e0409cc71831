internal import Records

/// How predicted clusters compare with a labelled set, as the set's own evaluator measures it.
public struct SetMeasures: Sendable, Equatable {
    /// Pairs of records.
    public struct Pairs: Sendable, Equatable {
        public var truePositives = 0
        public var falsePositives = 0
        public var falseNegatives = 0

        public var precision: Double { Self.share(truePositives, truePositives + falsePositives) }
        public var recall: Double { Self.share(truePositives, truePositives + falseNegatives) }
        public var f1: Double {
            precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
        }

        /// 1 where there is nothing to count.
        static func share(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 1 : Double(part) / Double(whole) }
    }

    /// What a user loses or still has twice when each predicted cluster keeps its first record.
    public struct Works: Sendable, Equatable {
        public var lost = 0
        public var surplus = 0
        public var removed = 0
        public var surviving = 0

        public var sensitivity: Double { Pairs.share(removed, removed + surplus) }
        public var specificity: Double { Pairs.share(surviving, surviving + lost) }
    }

    public var name = ""
    public var scope = ""
    public var recordCount = 0
    public var pairs = Pairs()
    public var pairsWithoutSuspects: Pairs?
    public var works: Works?
    /// Share of the true clusters that are found exactly; of all, and of those with two or more records.
    public var exactClusters: Double?
    public var exactMultiple: Double?
    public var truePairCount = 0
    /// Share of the true pairs that blocking proposes.
    public var completeness = 1.0
    public var missedByBlocking = 0
    public var candidateCount = 0
    /// Pairs that wait for a person: scored ones, of all that are unsure and not in one cluster.
    public var unsureCount = 0
    public var unsureTrue = 0
    /// Entries of the review queue: of the unsure pairs of two clusters the likeliest.
    public var reviewCount = 0
    public var reviewTrue = 0

    public var pairsPerRecord: Double { recordCount == 0 ? 0 : Double(candidateCount) / Double(recordCount) }
    public var unsureShare: Double { truePairCount == 0 ? 0 : Double(unsureCount) / Double(truePairCount) }
}

extension LabelledSet {
    /// - Parameters:
    ///   - predicted: Number of each record's cluster.
    func measures(_ predicted: [Int]) -> SetMeasures {
        var measures = SetMeasures(name: name, scope: scope.rawValue, recordCount: ids.count)
        switch scope {
        case .labelledPairs:
            for label in pairs ?? [] {
                let isTogether = predicted[label.a] == predicted[label.b]
                if label.isMatch && isTogether { measures.pairs.truePositives += 1 }
                if label.isMatch && !isTogether { measures.pairs.falseNegatives += 1 }
                if !label.isMatch && isTogether { measures.pairs.falsePositives += 1 }
            }
        case .crossSourcePairs:
            let gold = truePairs()
            measures.pairs.truePositives = gold.count { predicted[Int($0.a)] == predicted[Int($0.b)] }
            measures.pairs.falseNegatives = gold.count - measures.pairs.truePositives
            measures.pairs.falsePositives = together([predicted]) - measures.pairs.truePositives
        case .all, .crossSource:
            let both = together([truth, predicted])
            measures.pairs.truePositives = both
            measures.pairs.falsePositives = together([predicted]) - both
            measures.pairs.falseNegatives = together([truth]) - both
        }
        if scope == .all {
            measures.works = works(predicted)
            (measures.exactClusters, measures.exactMultiple) = exact(predicted)
        }
        if let suspects {
            var score = measures.pairs
            for label in suspects {
                let isTogether = predicted[label.a] == predicted[label.b]
                if label.isMatch {
                    if isTogether { score.truePositives -= 1 } else { score.falseNegatives -= 1 }
                } else if isTogether {
                    score.falsePositives -= 1
                }
            }
            measures.pairsWithoutSuspects = score
        }
        measures.truePairCount = measures.pairs.truePositives + measures.pairs.falseNegatives
        return measures
    }

    /// Pairs that agree on every numbering, of two sources where only those count.
    private func together(_ numberings: [[Int]]) -> Int {
        func count(_ numberings: [[Int]]) -> Int {
            var groups: [[Int]: Int] = [:]
            for index in ids.indices { groups[numberings.map { $0[index] }, default: 0] += 1 }
            return groups.values.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
        }
        return scope == .all ? count(numberings) : count(numberings) - count(numberings + [sources])
    }

    private func works(_ predicted: [Int]) -> SetMeasures.Works {
        var seen: Set<Int> = []
        var surviving: Set<Int> = []
        var kept = 0
        for index in ids.indices where seen.insert(predicted[index]).inserted {
            kept += 1
            surviving.insert(truth[index])
        }
        let workCount = Set(truth).count
        let surplus = kept - surviving.count
        return SetMeasures.Works(
            lost: workCount - surviving.count, surplus: surplus, removed: ids.count - workCount - surplus,
            surviving: surviving.count)
    }

    private func exact(_ predicted: [Int]) -> (Double, Double) {
        let byTruth = Dictionary(grouping: ids.indices, by: { truth[$0] })
        var sizes: [Int: Int] = [:]
        for number in predicted { sizes[number, default: 0] += 1 }
        var exact = 0
        var exactMultiple = 0
        var multiple = 0
        for members in byTruth.values {
            let isExact = Set(members.map { predicted[$0] }).count == 1 && sizes[predicted[members[0]]] == members.count
            if isExact { exact += 1 }
            if members.count > 1 {
                multiple += 1
                if isExact { exactMultiple += 1 }
            }
        }
        return (SetMeasures.Pairs.share(exact, byTruth.count), SetMeasures.Pairs.share(exactMultiple, multiple))
    }
}
