internal import CMemory
public import Records

extension Comparator {
    /// As `score`; nil where the verdict is `different`, found out with as few fields as will do.
    public func scoreUnlessDifferent(_ pair: CandidatePair) -> ScoredPair? {
        let x = table.portraits[Int(pair.a)]
        let y = table.portraits[Int(pair.b)]
        if plainContradiction(x, y) != nil { return nil }
        // Sums in another order differ in the last digits.
        let floor = weights.thresholds(of: policy.profile).unsure - 1e-6
        var levels = LevelVector()
        let place = PlaceComparison(x, y)
        let year = yearLevel(x, y)
        compareNumbers(x, y, place, &levels)
        var known = weights.prior + weights[.locator, levels[.locator]] + weights[.kind, levels[.kind]]
        known += weights[.pmid, levels[.pmid]] + weights[.identifier, levels[.identifier]]
        known += weights[.isbn, levels[.isbn]] + weights[.abstract, levels[.abstract]]
        let doi = bounds.ofDOI(doiLevel(x, y))
        if known + doi + bounds.beforeAuthors(year, place.summary) < floor { return nil }
        let authors = compareAuthors(x, y, &levels)
        known += weights[.authors, levels[.authors]]
        if known + doi + bounds.beforeTitle(year, place.summary, authors: authors) < floor { return nil }
        let title = compareTitles(x, y, &levels)
        known += weights[.title, levels[.title]] + weights[.numbers, levels[.numbers]] + weights[.doi, levels[.doi]]
        if known + bounds.beforeContainer(year, place.summary, title: title, authors: authors) < floor { return nil }
        let container = containerLevel(x, y)
        levels[.venue] = container.rawValue * YearLevel.allCases.count + year.rawValue
        levels[.together] = EvidenceBounds.together(
            title: title, authors: authors, venue: EvidenceBounds.venue(container, year), place: place.summary)
        let scored = verdict(pair, levels, contradiction(of: levels, x, y))
        return scored.verdict == .different ? nil : scored
    }

    /// As `scoreUnlessDifferent(_:)`, of many pairs; what later ones will read is asked for while earlier ones are compared.
    ///
    /// - Parameter kept: Takes the pairs that are not different, in their order.
    public func scoreUnlessDifferent(_ pairs: [CandidatePair], into kept: inout [ScoredPair]) {
        for (index, pair) in pairs.enumerated() {
            if index + 2 * Self.lead < pairs.count { prefetchPortrait(pairs[index + 2 * Self.lead].b) }
            if index + Self.lead < pairs.count { prefetchWords(pairs[index + Self.lead].b) }
            if let scored = scoreUnlessDifferent(pair) { kept.append(scored) }
        }
    }

    /// Pairs between asking for memory and reading it.
    private static let lead = 8

    private func prefetchPortrait(_ index: RecordIndex) {
        table.portraits.withUnsafeBufferPointer { portraits in
            guard let address = portraits.baseAddress.map({ UnsafeRawPointer($0 + Int(index)) }) else { return }
            for line in stride(from: 0, to: MemoryLayout<Portrait>.stride, by: 64) { ibid_prefetch(address + line) }
        }
    }

    /// The first lines of what the portrait points to: most pairs need no more.
    private func prefetchWords(_ index: RecordIndex) {
        let (authors, words) = table.portraits.withUnsafeBufferPointer {
            (Int($0[Int(index)].authors.start), Int($0[Int(index)].words.start))
        }
        table.authorMarks.withUnsafeBufferPointer { marks in
            if let base = marks.baseAddress {
                ibid_prefetch(base + authors)
                ibid_prefetch(base + authors + 2)
            }
        }
        table.words.withUnsafeBufferPointer { marks in
            if let base = marks.baseAddress {
                ibid_prefetch(base + words)
                ibid_prefetch(base + words + 8)
            }
        }
    }
}
