import Testing

@testable import Pipeline

@Suite("The canonical ids of clusters")
struct CanonicalIDTests {
    /// Retired ids, each with the record that it follows; new ids begin at 100.
    final class Shelf: CanonicalIDs.Supply {
        let retired: [Int64: Int64]
        private var last: Int64 = 99

        init(_ retired: [Int64: Int64]) { self.retired = retired }

        func newCanonicalId() -> Int64 {
            last += 1
            return last
        }
        func isRetired(_ id: Int64) -> Bool { retired[id] != nil }
        func retiredIds(leadingTo record: Int64) -> [Int64] { retired.filter { $0.value == record }.keys.sorted() }
    }

    struct Case: Sendable {
        var name: String
        /// Canonical id of each record before, by record id.
        var former: [Int64: Int64]
        var clusters: [[Int64]]
        var retired: [Int64: Int64] = [:]
        var wanted: [Int64: Int64] = [:]
        var ids: [Int64]
        var lost: [Int64: Int64] = [:]
        var made: Set<Int> = []
        /// `before > after` of each change.
        var changes: [String]
    }

    static let cases: [Case] = [
        Case(
            name: "nothing changes", former: [1: 1, 2: 1, 3: 3], clusters: [[1, 2], [3]], ids: [1, 3], changes: []),
        Case(
            name: "what is merged bears the lowest id, the others follow their lowest record",
            former: [1: 7, 2: 3, 3: 3, 4: 9], clusters: [[1, 2, 3, 4]], ids: [3], lost: [7: 1, 9: 4],
            changes: ["[3, 7, 9] > [3]"]),
        Case(
            name: "the larger part keeps the id, also where it lacks the lowest record", former: [1: 5, 2: 5, 3: 5],
            clusters: [[1], [2, 3]], ids: [100, 5], made: [0], changes: ["[5] > [5, 100]"]),
        Case(
            name: "of two equal parts that with the lowest record keeps the id", former: [1: 5, 2: 5, 3: 5, 4: 5],
            clusters: [[1, 4], [2, 3]], ids: [5, 100], made: [1], changes: ["[5] > [5, 100]"]),
        Case(
            name: "a part that leaves takes the lowest retired id that follows one of its records",
            former: [1: 1, 2: 1, 3: 1], clusters: [[1], [2, 3]], retired: [6: 3, 8: 1, 9: 1], ids: [8, 1], made: [0],
            changes: ["[1] > [1, 8]"]),
        Case(
            name: "records that change sides leave both ids where they are", former: [1: 1, 2: 1, 3: 2, 4: 2],
            clusters: [[1], [2, 3, 4]], ids: [1, 2], changes: ["[1, 2] > [1, 2]"]),
        Case(
            name: "an id that its larger part does not need stays with the smaller", former: [1: 7, 2: 7, 3: 7, 4: 3],
            clusters: [[1, 2, 4], [3]], ids: [3, 7], changes: ["[3, 7] > [3, 7]"]),
        Case(
            name: "what is taken back bears the ids of before, whatever the sizes", former: [1: 1, 2: 1, 3: 1, 4: 1],
            clusters: [[1], [2, 3, 4]], retired: [2: 2], wanted: [1: 1, 2: 2, 3: 2, 4: 2], ids: [1, 2], made: [1],
            changes: ["[1] > [1, 2]"]),
        Case(
            name: "an id of before that somebody else bears is not taken from them", former: [1: 1, 2: 1],
            clusters: [[1], [2]], wanted: [1: 1, 2: 50], ids: [1, 100], made: [1], changes: ["[1] > [1, 100]"]),
        Case(
            name: "changes that have nothing in common are told apart", former: [1: 1, 2: 2, 3: 3, 4: 4, 5: 5],
            clusters: [[1, 2], [3, 5], [4]], ids: [1, 3, 4], lost: [2: 2, 5: 5],
            changes: ["[1, 2] > [1]", "[3, 5] > [3]"]),
    ]

    @Test("are given by one rule", arguments: cases)
    func rule(given: Case) throws {
        let found = try CanonicalIDs(
            clusters: given.clusters, former: given.former, wanted: given.wanted, supply: Shelf(given.retired))
        #expect(found.ids == given.ids, "\(given.name)")
        #expect(Dictionary(uniqueKeysWithValues: found.lost.map { ($0.id, $0.record) }) == given.lost, "\(given.name)")
        #expect(found.made == given.made, "\(given.name)")
        #expect(found.changes.map { "\($0.before) > \($0.after)" } == given.changes, "\(given.name)")
    }
}
