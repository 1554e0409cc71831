internal import Catalog

/// Which canonical id each cluster bears: the one place that says so.
///
/// 1. Where an action is taken back, a cluster takes the id that most of its records had before that action, then the lowest
///    of these.
/// 2. An id goes to the larger part: to the cluster that holds most of the records that bear it, of two with as many to that
///    which holds the lowest of these records. A cluster that is given several takes the lowest: the oldest.
/// 3. A cluster that has none by now takes the lowest id that one of its records bears and nobody took, else the lowest
///    retired id that leads to one of its records, else a new one. Larger clusters first, then those with the lowest record.
///
/// So an id stays while its record lives, and what was split off or merged comes back under the id that it had. An id that
/// nobody took is retired: it leads to wherever the lowest of the records that bore it is.
struct CanonicalIDs {
    /// Clusters that exchanged records, and the ids that they had.
    struct Change: Equatable {
        /// Ascending.
        var before: [Int64]
        var after: [Int64]
        /// Places in the list of clusters.
        var clusters: [Int]
    }

    /// Where ids that are in use by none of the clusters come from.
    protocol Supply {
        func newCanonicalId() throws -> Int64
        func isRetired(_ id: Int64) throws -> Bool
        func retiredIds(leadingTo record: Int64) throws -> [Int64]
    }

    /// By place of the cluster.
    private(set) var ids: [Int64]
    /// Places of clusters whose id none of the records had.
    private(set) var made: Set<Int> = []
    /// Ids that are retired, ascending, each with the record that it follows.
    private(set) var lost: [(id: Int64, record: Int64)] = []
    private(set) var changes: [Change] = []

    /// - Parameters:
    ///   - clusters: Record ids, ascending in each; all records of every id in `former`.
    ///   - former: The canonical id that each record has.
    ///   - wanted: The id that records had before an action that is taken back.
    init(
        clusters: [[Int64]], former: [Int64: Int64], wanted: [Int64: Int64] = [:], supply: some Supply
    ) throws {
        ids = Array(repeating: 0, count: clusters.count)
        let order = clusters.indices.sorted { x, y in
            clusters[x].count != clusters[y].count
                ? clusters[x].count > clusters[y].count : (clusters[x].first ?? 0) < (clusters[y].first ?? 0)
        }
        var taken: Set<Int64> = []
        var open = order
        if !wanted.isEmpty {
            let inUse = Set(former.values)
            open = try order.filter { place in
                var votes: [Int64: Int] = [:]
                for record in clusters[place] { if let id = wanted[record] { votes[id, default: 0] += 1 } }
                let ranked = votes.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
                let id = try ranked.map(\.key).first {
                    try !taken.contains($0) && (inUse.contains($0) || supply.isRetired($0))
                }
                guard let id else { return true }
                ids[place] = id
                taken.insert(id)
                return false
            }
        }
        // Counted by (id, cluster): the bulk of an import is clusters that share no id with another.
        var holders: [Int64: [(place: Int, count: Int, first: Int64)]] = [:]
        for place in open {
            for record in clusters[place] {
                guard let id = former[record], !taken.contains(id) else { continue }
                if let last = holders[id]?.indices.last, holders[id]?[last].place == place {
                    holders[id]?[last].count += 1
                } else {
                    holders[id, default: []].append((place, 1, record))
                }
            }
        }
        for (id, parts) in holders {
            let keeper = parts.max { x, y in x.count != y.count ? x.count < y.count : x.first > y.first }
            if let place = keeper?.place, ids[place] == 0 || id < ids[place] { ids[place] = id }
        }
        taken.formUnion(ids)
        for place in open where ids[place] == 0 {
            var best = clusters[place].compactMap { former[$0] }.filter { !taken.contains($0) }.min()
            if best == nil {
                best = try clusters[place].flatMap { try supply.retiredIds(leadingTo: $0) }
                    .filter { !taken.contains($0) }.min()
            }
            let id = try best ?? supply.newCanonicalId()
            ids[place] = id
            taken.insert(id)
        }
        findChanges(clusters, former: former, taken: taken)
    }

    private mutating func findChanges(_ clusters: [[Int64]], former: [Int64: Int64], taken: Set<Int64>) {
        // Clusters that hold records of one former id belong to one change.
        var holder: [Int64: Int] = [:]
        var root = Array(clusters.indices)
        func find(_ place: Int) -> Int {
            var place = place
            while root[place] != place { place = root[place] }
            return place
        }
        var heirs: [Int64: Int64] = [:]
        for (place, members) in clusters.enumerated() {
            var hadOwn = false
            for record in members {
                guard let id = former[record] else { continue }
                if id == ids[place] { hadOwn = true }
                if !taken.contains(id) { heirs[id] = min(heirs[id] ?? .max, record) }
                if let other = holder[id] {
                    let (a, b) = (find(place), find(other))
                    root[max(a, b)] = min(a, b)
                } else {
                    holder[id] = place
                }
            }
            if !hadOwn { made.insert(place) }
        }
        // An id that another cluster of the same pass had before has its row.
        made = made.filter { holder[ids[$0]] == nil }
        lost = heirs.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        var groups: [Int: Change] = [:]
        for place in clusters.indices {
            groups[find(place), default: Change(before: [], after: [], clusters: [])].clusters.append(place)
        }
        for (_, var change) in groups.sorted(by: { $0.key < $1.key }) {
            change.after = change.clusters.map { ids[$0] }.sorted()
            change.before = Set(change.clusters.flatMap { clusters[$0].compactMap { former[$0] } }).sorted()
            if change.clusters.count > 1 || change.before != change.after { changes.append(change) }
        }
    }
}

extension CatalogWriter: CanonicalIDs.Supply {}

extension CanonicalIDs.Change {
    /// What it is called in the history.
    var kind: HistoryEntry.Kind {
        if after.count == 1 { return .merge }
        return before.count == 1 ? .split : .regroup
    }
}
