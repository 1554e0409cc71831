public import Records

/// Merges the records of one cluster into one description, every value with its provenance.
///
/// A function of the set of records: their order does not matter.
public struct Merger: Sendable {
    public var survivorship: Survivorship

    public init(survivorship: Survivorship = Survivorship()) { self.survivorship = survivorship }

    /// - Parameter records: At least one; distinct keys.
    /// - Returns: The canonical record with id 0.
    public func merge(_ records: [Record]) -> CanonicalRecord {
        precondition(!records.isEmpty, "a cluster has at least one record")
        let ranked = survivorship.ranked(records)
        let members = records.map(\.key).sorted()
        if ranked.count == 1 {
            return CanonicalRecord(
                members: members, record: ranked[0], provenance: Self.soleProvenance(of: ranked[0]))
        }
        var choice = Choice(ranked: ranked, merged: Record(key: members[0]))
        choice.chooseAll()
        return CanonicalRecord(members: members, record: choice.merged, provenance: choice.provenance)
    }

    /// Provenance of a canonical record that has one member: that member says everything.
    public static func soleProvenance(of record: Record) -> [Field: Provenance] {
        var provenance: [Field: Provenance] = [:]
        let entry = Provenance(records: [record.key], rule: "only")
        for field in Field.allCases where record.has(field) { provenance[field] = entry }
        return provenance
    }
}

extension Record {
    /// Whether the record says anything about a field.
    public func has(_ field: Field) -> Bool {
        switch field {
        case .type: type != nil
        case .identifiers: !identifiers.isEmpty
        case .title: title != nil
        case .subtitle: subtitle != nil
        case .otherTitles: !otherTitles.isEmpty
        case .contributors: !contributors.isEmpty
        case .containerTitle: container.title != nil
        case .containerShortTitle: container.shortTitle != nil
        case .issns: !container.issns.isEmpty
        case .isbns: !container.isbns.isEmpty
        case .publisher: publisher != nil
        case .place: place != nil
        case .volume: volume != nil
        case .issue: issue != nil
        case .pages: pages != nil
        case .articleNumber: articleNumber != nil
        case .edition: edition != nil
        case .version: version != nil
        case .event: event != nil
        case .series: series != nil
        case .issued: issued != nil
        case .publishedOnline: publishedOnline != nil
        case .publishedPrint: publishedPrint != nil
        case .abstract: abstract != nil
        case .languages: !languages.isEmpty
        case .keywords: !keywords.isEmpty
        case .licenses: !licenses.isEmpty
        case .funders: !funders.isEmpty
        case .relations: !relations.isEmpty
        case .url: url != nil
        case .citationCount: citationCount != nil
        case .referenceCount: referenceCount != nil
        case .isRetracted: isRetracted
        case .kept: !kept.isEmpty
        }
    }
}

extension Record {
    /// Whether the title came in capitals: then it is kept as given beside the one that was made of it.
    fileprivate var wasRecased: Bool { kept.contains { $0.name == "title" } }
}

/// The choosing of each field among records ranked by trust.
private struct Choice {
    let ranked: [Record]
    var merged: Record
    var provenance: [Field: Provenance] = [:]

    mutating func chooseAll() {
        merged.updated = ranked.compactMap(\.updated).max()
        first(.type, \.type)
        chooseTitle()
        // A subtitle belongs to its title: it comes from the record whose title won.
        if let winner = provenance[.title]?.records.first, let record = ranked.first(where: { $0.key == winner }) {
            merged.subtitle = record.subtitle
            if record.subtitle != nil { provenance[.subtitle] = Provenance(records: [winner], rule: "with the title") }
        }
        first(.containerTitle, \.container.title)
        first(.containerShortTitle, \.container.shortTitle)
        first(.publisher, \.publisher)
        first(.place, \.place)
        first(.volume, \.volume)
        first(.issue, \.issue)
        first(.pages, \.pages)
        first(.articleNumber, \.articleNumber)
        first(.edition, \.edition)
        first(.version, \.version)
        first(.event, \.event)
        first(.series, \.series)
        first(.publishedOnline, \.publishedOnline)
        first(.publishedPrint, \.publishedPrint)
        first(.url, \.url)
        chooseIssued()
        chooseAbstract()
        chooseContributors()
        if let record = ranked.first(where: { !$0.languages.isEmpty }) {
            merged.languages = record.languages
            provenance[.languages] = Provenance(records: [record.key], rule: "most trusted source")
        }
        largest(.citationCount, \.citationCount)
        largest(.referenceCount, \.referenceCount)
        union(.identifiers, \.identifiers)
        if let doi = ranked.lazy.compactMap(\.doi).first { merged.identifiers.putFirst(Identifier(.doi, doi)) }
        union(.otherTitles, \.otherTitles)
        union(.issns, \.container.issns)
        union(.isbns, \.container.isbns)
        union(.keywords, \.keywords)
        union(.licenses, \.licenses)
        union(.funders, \.funders)
        union(.relations, \.relations)
        union(.kept, \.kept)
        let own = Set(merged.identifiers)
        merged.relations.removeAll { own.contains($0.target) }
        if merged.relations.isEmpty { provenance[.relations] = nil }
        let retracted = ranked.filter(\.isRetracted)
        if !retracted.isEmpty {
            merged.isRetracted = true
            provenance[.isRetracted] = Provenance(records: retracted.map(\.key).sorted(), rule: "any source")
        }
    }

    private mutating func first<T>(_ field: Field, _ path: WritableKeyPath<Record, T?>) {
        guard let record = ranked.first(where: { $0[keyPath: path] != nil }) else { return }
        merged[keyPath: path] = record[keyPath: path]
        let others = ranked.filter { $0[keyPath: path] != nil }.count
        provenance[field] = Provenance(records: [record.key], rule: others == 1 ? "only" : "most trusted source")
    }

    private mutating func largest(_ field: Field, _ path: WritableKeyPath<Record, Int?>) {
        guard let value = ranked.compactMap({ $0[keyPath: path] }).max() else { return }
        merged[keyPath: path] = value
        let records = ranked.filter { $0[keyPath: path] == value }.map(\.key).sorted()
        provenance[field] = Provenance(records: records, rule: "largest")
    }

    private mutating func union<T: Hashable & Comparable>(_ field: Field, _ path: WritableKeyPath<Record, [T]>) {
        let values = Set(ranked.lazy.flatMap { $0[keyPath: path] })
        guard !values.isEmpty else { return }
        merged[keyPath: path] = values.sorted()
        let records = ranked.filter { !$0[keyPath: path].isEmpty }.map(\.key).sorted()
        provenance[field] = Provenance(records: records, rule: records.count == 1 ? "only" : "union")
    }

    /// The most trusted title; where that one came in capitals, the same title as another wrote it.
    private mutating func chooseTitle() {
        first(.title, \.title)
        guard let winner = provenance[.title]?.records.first,
            let best = ranked.first(where: { $0.key == winner }), best.wasRecased,
            let better = ranked.first(where: { !$0.wasRecased && $0.title?.lowercased() == best.title?.lowercased() })
        else { return }
        merged.title = better.title
        provenance[.title] = Provenance(records: [better.key], rule: "not in capitals")
    }

    /// The most trusted date, made more precise by the first record that agrees with it as far as it goes.
    private mutating func chooseIssued() {
        guard let best = ranked.first(where: { $0.issued?.value != nil }) ?? ranked.first(where: { $0.issued != nil })
        else { return }
        merged.issued = best.issued
        provenance[.issued] = Provenance(records: [best.key], rule: "most trusted source")
        guard let date = best.issued?.value else { return }
        for record in ranked {
            guard let other = record.issued?.value, other.precision > date.precision, other.year == date.year,
                date.month == nil || date.month == other.month
            else { continue }
            merged.issued = .value(other)
            provenance[.issued] = Provenance(records: [record.key], rule: "most precise")
            return
        }
    }

    /// The most trusted abstract, unless another is half as long again: some sources cut theirs.
    private mutating func chooseAbstract() {
        var best: Record?
        for record in ranked {
            guard let abstract = record.abstract else { continue }
            if let length = best?.abstract?.utf8.count, abstract.utf8.count * 2 <= length * 3 { continue }
            best = record
        }
        guard let best else { return }
        merged.abstract = best.abstract
        let isFirst = ranked.first { $0.abstract != nil }?.key == best.key
        provenance[.abstract] = Provenance(records: [best.key], rule: isFirst ? "most trusted source" : "longest")
    }
}

extension Choice {
    /// The contributor list of the most trusted record that names persons in parts, each person completed with the
    /// fuller given name, the ORCID and the affiliations that other records give the same person.
    private mutating func chooseContributors() {
        let candidates = ranked.filter { !$0.contributors.isEmpty }
        guard
            let base = candidates.first(where: { record in
                record.contributors.contains { $0.name.family != nil && $0.name.given != nil }
            }) ?? candidates.first
        else { return }
        var list = base.contributors
        var said = Set([base.key])
        for record in candidates where record.key != base.key {
            // Each of the other's contributors is one of ours at most: two Zhang Y are not both Zhang Yan.
            var used: Set<Int> = []
            for index in list.indices {
                let same = record.contributors.indices.filter {
                    !used.contains($0) && isSamePerson(list[index], record.contributors[$0])
                }
                guard let match = same.contains(index) ? index : same.count == 1 ? same[0] : nil else { continue }
                used.insert(match)
                if complete(&list[index], with: record.contributors[match]) { said.insert(record.key) }
            }
        }
        merged.contributors = list
        provenance[.contributors] = Provenance(
            records: said.sorted(), rule: said.count == 1 ? "most trusted source" : "most trusted source, completed")
    }

    /// Same role, same family name, given names that do not contradict each other.
    private func isSamePerson(_ a: Contributor, _ b: Contributor) -> Bool {
        guard a.role == b.role, let family = a.name.family, family.lowercased() == b.name.family?.lowercased() else {
            return false
        }
        if let x = a.orcid, let y = b.orcid { return x == y }
        guard let x = a.name.given, let y = b.name.given else { return true }
        let short = x.count <= y.count ? x : y
        let long = x.count <= y.count ? y : x
        if long.lowercased().hasPrefix(short.lowercased()) { return true }
        let initials = { (name: String) in name.split { " .-".contains($0) }.compactMap(\.first) }
        return isInitials(short) && initials(long).first == short.first
    }

    private func isInitials(_ given: String) -> Bool {
        given.split { " .-".contains($0) }.allSatisfy { $0.count <= 2 && $0.allSatisfy(\.isUppercase) }
    }

    private func complete(_ person: inout Contributor, with other: Contributor) -> Bool {
        var changed = false
        if person.orcid == nil, let orcid = other.orcid {
            person.orcid = orcid
            changed = true
        }
        if let given = other.name.given,
            person.name.given == nil || (isInitials(person.name.given ?? "") && !isInitials(given))
        {
            person.name.given = given
            changed = true
        }
        if person.affiliations.isEmpty, !other.affiliations.isEmpty {
            person.affiliations = other.affiliations
            changed = true
        }
        return changed
    }
}
