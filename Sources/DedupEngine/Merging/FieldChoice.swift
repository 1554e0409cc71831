internal import Records
internal import TextKernels

/// The choosing of each field among records ranked by trust.
struct FieldChoice {
    let ranked: [Record]
    let survivorship: Survivorship
    var merged: Record
    var provenance: [Field: Provenance] = [:]
    /// The keys of `ranked`, each a list of its own: provenance shares them.
    private let keys: [[RecordKey]]

    init(ranked: [Record], survivorship: Survivorship, merged: Record) {
        self.ranked = ranked
        self.survivorship = survivorship
        self.merged = merged
        keys = ranked.map { [$0.key] }
        provenance.reserveCapacity(Field.allCases.count)
    }

    mutating func chooseAll() {
        merged.updated = ranked.lazy.compactMap(\.updated).max()
        choose(.type, { $0.type }, { $0.type = $1 }) { new, old, _ in
            old == .document && new != .document ? "more specific" : nil
        }
        chooseTitles()
        choose(.containerTitle, { $0.container.title }, { $0.container.title = $1 }) { new, old, rule in
            rule == .longest ? Self.longer(new, old) : TitleForm.fullerContainer(new, than: old)
        }
        text(.containerShortTitle, { $0.container.shortTitle }, { $0.container.shortTitle = $1 })
        text(.publisher, { $0.publisher }, { $0.publisher = $1 })
        text(.place, { $0.place }, { $0.place = $1 })
        text(.volume, { $0.volume }, { $0.volume = $1 })
        text(.issue, { $0.issue }, { $0.issue = $1 })
        choose(.pages, { $0.pages }, { $0.pages = $1 }) { new, old, rule in
            rule == .longest ? Self.longer(new, old) : PageForm.fuller(new, than: old)
        }
        text(.articleNumber, { $0.articleNumber }, { $0.articleNumber = $1 })
        text(.edition, { $0.edition }, { $0.edition = $1 })
        text(.version, { $0.version }, { $0.version = $1 })
        text(.event, { $0.event }, { $0.event = $1 })
        text(.series, { $0.series }, { $0.series = $1 })
        text(.url, { $0.url }, { $0.url = $1 })
        chooseDates()
        choose(.abstract, { $0.abstract }, { $0.abstract = $1 }) { new, old, rule in
            rule == .longest ? Self.longer(new, old) : AbstractForm.fuller(new, than: old)
        }
        chooseContributors()
        choose(.languages, { $0.languages.isEmpty ? nil : $0.languages }, { $0.languages = $1 }) { _, _, _ in nil }
        count(.citationCount, { $0.citationCount }, { $0.citationCount = $1 })
        count(.referenceCount, { $0.referenceCount }, { $0.referenceCount = $1 })
        chooseUnions()
        var retracting: [RecordKey] = []
        for place in ranked.indices where ranked[place].isRetracted { retracting.append(ranked[place].key) }
        if !retracting.isEmpty {
            merged.isRetracted = true
            provenance[.isRetracted] = Provenance(records: retracting.sorted(), rule: "any source")
        }
    }

    // MARK: One of several values

    /// Places in `ranked` as a field's rule asks them.
    private func order(for rule: Survivorship.FieldRule) -> [Int] {
        let order = rule.sources.isEmpty ? Array(ranked.indices) : survivorship.order(ranked, first: rule.sources)
        guard rule.rule == .newest else { return order }
        let place = order.indices.sorted { order[$0] < order[$1] }
        return order.sorted { a, b in
            let (x, y) = (ranked[a].updated?.seconds ?? .min, ranked[b].updated?.seconds ?? .min)
            return x != y ? x > y : place[a] < place[b]
        }
    }

    /// Takes the first value in the order of the field's rule, or a later one that is better than it.
    ///
    /// - Parameter better: Why the first of two values is better than the second, which stood before it; nil where it is
    ///   not. Asked only where the rule looks at values.
    /// - Returns: The place in `ranked` of the record whose value won.
    @discardableResult
    private mutating func choose<T>(
        _ field: Field, _ get: (Record) -> T?, _ set: (inout Record, T) -> Void,
        _ better: (_ new: T, _ old: T, Survivorship.Rule) -> String?
    ) -> Int? {
        let rule = survivorship.rule(for: field)
        var best: (value: T, place: Int)?
        var holders = 0
        var why = rule.rule == .newest ? "newest" : "most trusted source"
        for place in order(for: rule) {
            guard let value = get(ranked[place]) else { continue }
            holders += 1
            guard let old = best else {
                best = (value, place)
                continue
            }
            guard rule.rule != .mostTrusted, rule.rule != .newest, let reason = better(value, old.value, rule.rule)
            else { continue }
            best = (value, place)
            why = reason
        }
        guard let best else { return nil }
        set(&merged, best.value)
        provenance[field] = Provenance(records: keys[best.place], rule: holders == 1 ? "only" : why)
        return best.place
    }

    private mutating func text(_ field: Field, _ get: (Record) -> String?, _ set: (inout Record, String) -> Void) {
        choose(field, get, set) { new, old, rule in rule == .longest ? Self.longer(new, old) : nil }
    }

    private static func longer(_ new: String, _ old: String) -> String? {
        new.utf8.count > old.utf8.count ? "longest" : nil
    }

    private mutating func count(_ field: Field, _ get: (Record) -> Int?, _ set: (inout Record, Int) -> Void) {
        guard let place = choose(field, get, set, { new, old, _ in new > old ? "largest" : nil }),
            survivorship.rule(for: field).rule == .largest, let value = get(ranked[place])
        else { return }
        let records = ranked.filter { get($0) == value }.map(\.key).sorted()
        provenance[field] = Provenance(records: records, rule: "largest")
    }

    private mutating func chooseTitles() {
        let winner = choose(.title, { TitleForm($0) }, { $0.title = $1.title }) { new, old, rule in
            rule == .longest ? Self.longer(new.title, old.title) : new.fuller(than: old)
        }
        guard survivorship.rule(for: .subtitle).rule == .withTitle else {
            text(.subtitle, { $0.subtitle }, { $0.subtitle = $1 })
            return
        }
        // A subtitle belongs to its title; without any title it stands for itself.
        if let winner {
            guard let subtitle = ranked[winner].subtitle else { return }
            merged.subtitle = subtitle
            provenance[.subtitle] = Provenance(records: keys[winner], rule: "with the title")
        } else {
            text(.subtitle, { $0.subtitle }, { $0.subtitle = $1 })
        }
    }

    private mutating func chooseDates() {
        choose(.issued, { $0.issued }, { $0.issued = $1 }) { new, old, rule in
            guard let date = new.value else { return nil }
            guard let former = old.value else { return "understood" }
            return Self.better(date, former, rule)
        }
        choose(.publishedOnline, { $0.publishedOnline }, { $0.publishedOnline = $1 }, Self.better)
        choose(.publishedPrint, { $0.publishedPrint }, { $0.publishedPrint = $1 }, Self.better)
    }

    private static func better(_ new: PartialDate, _ old: PartialDate, _ rule: Survivorship.Rule) -> String? {
        // 2019 is no earlier than May of 2019: it says less.
        if rule == .earliest, new.year != old.year { return new.year < old.year ? "earliest" : nil }
        if rule == .earliest, let a = new.month, let b = old.month, (a, new.day ?? 32) < (b, old.day ?? 32) {
            return "earliest"
        }
        return new.refines(old) ? "most precise" : nil
    }

    private mutating func chooseContributors() {
        let rule = survivorship.rule(for: .contributors)
        guard rule.rule == .mostComplete else {
            choose(.contributors, { $0.contributors.isEmpty ? nil : $0.contributors }, { $0.contributors = $1 }) {
                _, _, _ in nil
            }
            return
        }
        var merging = ContributorMerging(records: ranked, order: order(for: rule))
        guard let entry = merging.merge() else { return }
        merged.contributors = merging.list
        provenance[.contributors] = entry
    }

    // MARK: All of several values

    private mutating func chooseUnions() {
        union(.identifiers, { $0.identifiers }, { $0.identifiers = $1 })
        let places = order(for: survivorship.rule(for: .identifiers))
        if let place = places.first(where: { ranked[$0].doi != nil }), let doi = ranked[place].doi {
            merged.identifiers.putFirst(Identifier(.doi, doi))
        }
        let title = merged.title
        union(.otherTitles, { $0.otherTitles }, { $0.otherTitles = $1 }, alike: Self.folded) { $0 != title }
        union(.issns, { $0.container.issns }, { $0.container.issns = $1 })
        union(.isbns, { $0.container.isbns }, { $0.container.isbns = $1 })
        union(.keywords, { $0.keywords }, { $0.keywords = $1 }, alike: Self.folded)
        union(.licenses, { $0.licenses }, { $0.licenses = $1 })
        union(.funders, { $0.funders }, { $0.funders = $1 }, alike: Self.folded)
        let own = Set(merged.identifiers)
        union(.relations, { $0.relations }, { $0.relations = $1 }) { !own.contains($0.target) }
        // Repeated fields mean something by their order: a record's stay as they are, after those of records before it.
        union(.kept, { $0.kept }, { $0.kept = $1 }, isSorted: false)
    }

    /// What two spellings of one keyword share.
    private static func folded(_ text: String) -> String {
        let bytes = Folding.folded(text)
        return bytes.isEmpty ? text : String(decoding: bytes, as: UTF8.self)
    }

    private mutating func union<T: Hashable & Comparable>(
        _ field: Field, _ get: (Record) -> [T], _ set: (inout Record, [T]) -> Void, isSorted: Bool = true,
        keeps: (T) -> Bool = { _ in true }
    ) {
        union(field, get, set, alike: { $0 }, isSorted: isSorted, keeps: keeps)
    }

    /// - Parameters:
    ///   - alike: Values for which it is equal are one; the spelling of the first is taken.
    ///   - keeps: Values for which it is false are left out.
    private mutating func union<T: Hashable & Comparable>(
        _ field: Field, _ get: (Record) -> [T], _ set: (inout Record, [T]) -> Void, alike: (T) -> T,
        isSorted: Bool = true, keeps: (T) -> Bool = { _ in true }
    ) {
        // By place: a closure over records copies them.
        var sayers = 0
        for place in ranked.indices where !get(ranked[place]).isEmpty { sayers += 1 }
        guard sayers > 0 else { return }
        let rule = survivorship.rule(for: field)
        var seen: Set<T> = []
        var values: [T] = []
        var holders: [RecordKey] = []
        for place in order(for: rule) {
            var holds = false
            for value in get(ranked[place]) where keeps(value) {
                holds = true
                if seen.insert(sayers == 1 ? value : alike(value)).inserted { values.append(value) }
            }
            if holds { holders.append(ranked[place].key) }
            if holds, rule.rule != .union { break }
        }
        guard !holders.isEmpty else { return }
        if isSorted { values.sort() }
        set(&merged, values)
        let why = rule.rule == .union ? "union" : rule.rule == .newest ? "newest" : "most trusted source"
        provenance[field] = Provenance(
            records: holders.sorted(), rule: rule.rule == .union && holders.count == 1 ? "only" : why)
    }
}
