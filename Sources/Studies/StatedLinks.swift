public import Records

/// Groups canonical records into studies by the links their sources state.
public enum StatedLinks {
    /// A link from one canonical record to another.
    public struct Link: Sendable, Hashable {
        public var from: Int64
        public var to: Int64
        public var type: RelationType

        public init(from: Int64, to: Int64, type: RelationType) {
            self.from = from
            self.to = to
            self.type = type
        }
    }

    /// Most records that one record may tie to itself by links of one type: a record that claims to be a version of
    /// everything must not glue studies together.
    public static let mostLinks = 50

    /// - Parameters:
    ///   - links: In any order; links to itself, and types that do not join a study, are passed over.
    /// - Returns: Groups of two or more canonical ids, each ascending, ordered by their first id. Records without
    ///   links are not listed: each is a study by itself.
    public static func groups(_ links: [Link]) -> [[Int64]] {
        let joining = links.filter { $0.type.joinsStudy && $0.from != $0.to }
        var outgoing: [Int64: [RelationType: Set<Int64>]] = [:]
        for link in joining { outgoing[link.from, default: [:]][link.type, default: []].insert(link.to) }
        var parent: [Int64: Int64] = [:]
        func root(_ id: Int64) -> Int64 {
            var id = id
            while let up = parent[id], up != id { id = up }
            return id
        }
        for link in joining where (outgoing[link.from]?[link.type]?.count ?? 0) <= mostLinks {
            let a = root(link.from)
            let b = root(link.to)
            parent[max(a, b)] = min(a, b)
            parent[min(a, b)] = min(a, b)
        }
        var groups: [Int64: Set<Int64>] = [:]
        for link in joining {
            for id in [link.from, link.to] where parent[id] != nil { groups[root(id), default: []].insert(id) }
        }
        return groups.values.filter { $0.count > 1 }.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }
}
