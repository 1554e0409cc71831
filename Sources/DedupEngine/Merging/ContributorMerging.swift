internal import Records

/// The contributors of a cluster: one record's list, each person completed by what other records say of the same person.
///
/// The base list is that of the most trusted record that names persons in parts, unless another shows that it was cut
/// off; decision 0013 tells the rules.
struct ContributorMerging {
    private struct Source {
        var key: RecordKey
        var list: [Contributor]
        var marks: NameMarks
    }

    private let sources: [Source]
    /// What came of it, after `merge()`.
    private(set) var list: [Contributor] = []
    /// For each of `list`, what is not from the base, and from where.
    private var parts: [[(what: String, key: RecordKey)]] = []
    private var base = 0

    /// - Parameters:
    ///   - records: Those of the cluster.
    ///   - order: Their places, most trusted first.
    init(records: [Record], order: [Int]) {
        var sources: [Source] = []
        for place in order where !records[place].contributors.isEmpty {
            var list = records[place].contributors
            if list.contains(where: Self.isNobody) { list.removeAll(where: Self.isNobody) }
            guard !list.isEmpty else { continue }
            // Sources often give one list to the letter.
            let same = sources.first { $0.list == list }
            sources.append(Source(key: records[place].key, list: list, marks: same?.marks ?? NameMarks(list)))
        }
        self.sources = sources
    }

    /// - Returns: Nil where no record names anybody.
    mutating func merge() -> Provenance? {
        guard let first = sources.first else { return nil }
        if sources.count == 1 {
            list = first.list
            return Provenance(records: [first.key], rule: "only")
        }
        base = chooseBase()
        let rule = base == trusted ? "most trusted source" : "whole list"
        list = sources[base].list
        parts = Array(repeating: [], count: list.count)
        complete()
        var told = [Provenance.Part(index: nil, what: "list", record: sources[base].key)]
        for (index, said) in parts.enumerated() {
            for (what, key) in said { told.append(Provenance.Part(index: index, what: what, record: key)) }
        }
        guard told.count > 1 else { return Provenance(records: [sources[base].key], rule: rule) }
        return Provenance(records: Set(told.map(\.record)).sorted(), rule: rule + ", completed", parts: told)
    }

    // MARK: The base list

    /// The most trusted list that names a person in parts; where there is none, the most trusted.
    private var trusted: Int {
        sources.firstIndex { $0.list.contains { $0.name.family != nil && $0.name.given != nil } } ?? 0
    }

    private func chooseBase() -> Int {
        var best = trusted
        // A list that takes the place of another is longer: there is an end.
        while let longer = sources.indices.first(where: { isCut(best, of: $0) }) { best = longer }
        return best
    }

    /// Whether one list is the beginning of another: all of it, or all but its last person, who is the other's last, as
    /// MEDLINE cut lists of the nineties.
    private func isCut(_ short: Int, of long: Int) -> Bool {
        let (a, b) = (sources[short], sources[long])
        guard a.list.count < b.list.count else { return false }
        let ours = a.list.indices.filter { a.list[$0].role == .author }
        let theirs = b.list.indices.filter { b.list[$0].role == .author }
        guard !ours.isEmpty, ours.count < theirs.count else { return false }
        guard zip(ours, theirs).dropLast().allSatisfy({ a.marks.strength($0, b.marks, $1) > 0 }) else { return false }
        let last = ours[ours.count - 1]
        if a.marks.strength(last, b.marks, theirs[ours.count - 1]) > 0 { return true }
        return ours.count > 3 && a.marks.strength(last, b.marks, theirs[theirs.count - 1]) > 0
    }

    // MARK: Persons

    private mutating func complete() {
        var orcids = Set(list.compactMap(\.orcid))
        var witnesses: [Witness] = []
        var marks = sources[base].marks
        var isOutdated = false
        for index in sources.indices where index != base && sources[index].list != sources[base].list {
            let source = sources[index]
            // What one record adds to a name helps to know the person in the next.
            if isOutdated { marks = NameMarks(list) }
            isOutdated = false
            let match = AuthorAlignment.align(marks, source.marks)
            for (i, j) in match.enumerated() where j >= 0 {
                isOutdated = complete(i, with: source.list[j], of: source.key, &orcids) || isOutdated
            }
            witnesses.append(Witness(index: index, match: match))
        }
        add(witnesses, &orcids)
    }

    /// - Returns: Whether the name or the ORCID is another now.
    private mutating func complete(
        _ index: Int, with other: Contributor, of key: RecordKey, _ orcids: inout Set<String>
    ) -> Bool {
        var person = list[index]
        guard person != other else { return false }
        var said: [String] = []
        if person.orcid == nil, let orcid = other.orcid, orcids.insert(orcid).inserted {
            person.orcid = orcid
            said.append("orcid")
        }
        if !person.isGroup, !other.isGroup { said += NameForm.complete(&person.name, with: other.name) }
        let isAnother = !said.isEmpty
        if Affiliations.isFuller(other.affiliations, than: person.affiliations) {
            person.affiliations = other.affiliations
            said.append("affiliations")
        }
        guard !said.isEmpty else { return false }
        list[index] = person
        for what in said {
            // One record says each part.
            parts[index].removeAll {
                $0.what == what || what == "name" && ($0.what == "given" || $0.what == "suffix")
            }
            parts[index].append((what, key))
        }
        return isAnother
    }

    // MARK: Further persons

    /// A record beside the base, and which of its persons are which of ours.
    private struct Witness {
        var index: Int
        var match: [Int]
    }

    /// Adds persons whom the base list lacks and two sources name, and roles that it lacks altogether.
    private mutating func add(_ witnesses: [Witness], _ orcids: inout Set<String>) {
        let ours = sources[base]
        var further: [(person: Contributor, after: Int, said: [(Contributor, RecordKey)])] = []
        let able = witnesses.filter { witness in
            let found = witness.match.count { $0 >= 0 }
            // A list that is mostly of others, collaborators or another work's people, says nothing of this one.
            return found * 2 >= sources[witness.index].list.count && found > 0
        }
        var families: [UInt64: [Int]] = [:]
        for i in ours.list.indices { families[ours.marks.marks[i].loose, default: []].append(i) }
        // By family name: where persons left over stand.
        var left: [[UInt64: [Int]]] = []
        for witness in able {
            var isKnown = [Bool](repeating: false, count: sources[witness.index].list.count)
            for j in witness.match where j >= 0 { isKnown[j] = true }
            var places: [UInt64: [Int]] = [:]
            for (j, mark) in sources[witness.index].marks.marks.enumerated() where !isKnown[j] {
                // Somebody of that name whom the record does not name otherwise may be the same person.
                if (families[mark.loose] ?? []).contains(where: { witness.match[$0] < 0 }) { continue }
                places[mark.loose, default: []].append(j)
            }
            left.append(places)
        }
        var isUsed: Set<[Int]> = []
        for (w, witness) in able.enumerated() {
            let source = sources[witness.index]
            for j in left[w].values.flatMap({ $0 }).sorted() where !isUsed.contains([w, j]) {
                let mark = source.marks.marks[j]
                guard left[w][mark.loose]?.count == 1 else { continue }
                var said: [(Contributor, RecordKey)] = []
                var names = Set([source.key.source])
                for (v, other) in able.enumerated() where v > w {
                    guard let places = left[v][mark.loose], places.count == 1, !isUsed.contains([v, places[0]]),
                        source.marks.strength(j, sources[other.index].marks, places[0]) > 4
                    else { continue }
                    isUsed.insert([v, places[0]])
                    said.append((sources[other.index].list[places[0]], sources[other.index].key))
                    names.insert(sources[other.index].key.source)
                }
                guard names.count > 1, source.list[j].orcid.map({ !orcids.contains($0) }) ?? true else { continue }
                if let orcid = source.list[j].orcid { orcids.insert(orcid) }
                let after = witness.match.indices.filter { (0..<j).contains(witness.match[$0]) }.max {
                    witness.match[$0] < witness.match[$1]
                }
                further.append((source.list[j], after ?? -1, [(source.list[j], source.key)] + said))
            }
        }
        // From the end, so that places before stay as they are.
        let order = further.indices.sorted { (further[$0].after, $0) > (further[$1].after, $1) }
        for index in order {
            insert(further[index].person, at: further[index].after + 1, further[index].said, &orcids)
        }
        addRoles(&orcids)
    }

    private mutating func insert(
        _ person: Contributor, at place: Int, _ said: [(person: Contributor, key: RecordKey)],
        _ orcids: inout Set<String>
    ) {
        list.insert(person, at: place)
        parts.insert([("added", said[0].key)], at: place)
        for (other, key) in said.dropFirst() { _ = complete(place, with: other, of: key, &orcids) }
    }

    /// Editors and translators where the base list has none, of the most trusted record that has: another source only
    /// adds. Not where it has one of them in another role: databases call authors editors.
    private mutating func addRoles(_ orcids: inout Set<String>) {
        for role in [Role.editor, .translator, .containerAuthor, .collectionEditor]
        where !list.contains(where: { $0.role == role }) {
            guard let source = sources.first(where: { $0.list.contains { $0.role == role } }) else { continue }
            let others = source.list.filter { $0.role == role }
            let (ours, theirs) = (NameMarks(list), NameMarks(others))
            guard others.count <= 64,
                !others.indices.contains(where: { j in
                    list.indices.prefix(1024).contains { ours.strength($0, theirs, j, anyRole: true) > 0 }
                })
            else { continue }
            for person in others where person.orcid.map({ orcids.insert($0).inserted }) ?? true {
                parts.append([("added", source.key)])
                list.append(person)
            }
        }
    }

    private static let nobody: Set<String> = ["et al", "et al.", "[et al.]", "...", "\u{2026}", "and others", "others"]

    /// What stands for the rest of a list.
    private static func isNobody(_ contributor: Contributor) -> Bool {
        guard contributor.name.given == nil, let name = contributor.name.literal ?? contributor.name.family,
            name.utf8.count <= 12
        else { return false }
        return nobody.contains(name.lowercased())
    }
}
