internal import GRDB
public import Records

/// Studies, and the links that sources state.
extension CatalogWriter {
    /// Links that records state to identifiers of other records here, by canonical id.
    public func statedLinks() throws -> [(from: Int64, to: Int64, type: RelationType)] {
        var found: [(from: Int64, to: Int64, type: RelationType)] = []
        let scan = try statement(
            """
            SELECT DISTINCT f.canonicalId, t.canonicalId, l.type FROM relation l
            JOIN record f ON f.id = l.recordId
            JOIN recordIdentifier i ON i.scheme = l.targetScheme AND i.value = l.targetValue
            JOIN record t ON t.id = i.recordId
            WHERE f.canonicalId <> t.canonicalId
            ORDER BY 1, 2, 3
            """)
        while try scan.step() {
            if let type = RelationType(rawValue: scan.text(2)) { found.append((scan.int(0), scan.int(1), type)) }
        }
        return found
    }

    /// Gives every canonical record its study: those of a group one, every other its own. A study keeps the lowest id
    /// that its members had.
    public func setStudies(groups: [[Int64]]) throws {
        var grouped: Set<Int64> = []
        let find = try statement("SELECT studyId FROM canonical WHERE id = ?")
        let set = try statement("UPDATE canonical SET studyId = ? WHERE id = ?")
        var taken: Set<Int64> = []
        for group in groups {
            var ids: [Int64: Int64] = [:]
            for member in group {
                find.bind(1, member)
                if try find.step() { ids[member] = find.int(0) }
                find.reset()
                grouped.insert(member)
            }
            var study = ids.values.filter { !taken.contains($0) }.min()
            if study == nil { study = try newId(.study) }
            guard let study else { continue }
            taken.insert(study)
            for member in group where ids[member] != study {
                set.bind(1, study)
                set.bind(2, member)
                try set.run()
            }
        }
        // A record that left a group, or never was in one, needs a study of its own.
        let strays = try Int64.fetchAll(
            db,
            sql: """
                SELECT id FROM canonical WHERE studyId IN
                    (SELECT studyId FROM canonical GROUP BY studyId HAVING count(*) > 1)
                ORDER BY id
                """)
        for id in strays where !grouped.contains(id) {
            set.bind(1, try newId(.study))
            set.bind(2, id)
            try set.run()
        }
    }
}
