public import Records

/// Compares two records of one table.
public struct Comparator: Sendable {
    public let table: PortraitTable
    public let weights: WeightTable
    public let policy: MatchingPolicy
    let bounds: EvidenceBounds
    /// Raised where levels or contradictions change: catalogs are then matched anew.
    public static let version = 2

    public init(table: PortraitTable, weights: WeightTable = .shipped, policy: MatchingPolicy = MatchingPolicy()) {
        self.table = table
        self.weights = weights
        self.policy = policy
        bounds = EvidenceBounds(weights)
    }

    /// Weighs the evidence that `a` and `b` describe one version.
    public func score(_ pair: CandidatePair) -> ScoredPair {
        let x = table.portraits[Int(pair.a)]
        let y = table.portraits[Int(pair.b)]
        if let veto = plainContradiction(x, y) {
            return ScoredPair(pair: pair, weight: MatchWeight(bits: -20), verdict: .different, veto: veto.text)
        }
        let levels = self.levels(x, y)
        return verdict(pair, levels, contradiction(of: levels, x, y))
    }

    /// As `score`, with each field's level and bits, prior first.
    public func explain(_ pair: CandidatePair) -> (scored: ScoredPair, evidence: [FieldEvidence]) {
        let x = table.portraits[Int(pair.a)]
        let y = table.portraits[Int(pair.b)]
        let levels = self.levels(x, y)
        var evidence = [FieldEvidence(field: "prior", level: "", bits: weights.prior)]
        for group in LevelGroup.allCases {
            let bits = weights[group, levels[group]]
            // What is missing may say something, too.
            let level = levels.description(of: group) ?? (bits == 0 ? nil : "nothing to compare")
            if let level { evidence.append(FieldEvidence(field: group.name, level: level, bits: bits)) }
        }
        return (verdict(pair, levels, contradiction(x, y, levels)), evidence)
    }

    func verdict(_ pair: CandidatePair, _ levels: LevelVector, _ veto: Contradiction?) -> ScoredPair {
        let bits = weights.bits(of: levels)
        let thresholds = weights.thresholds(of: policy.profile)
        var verdict: Verdict =
            bits >= thresholds.same ? .same : bits >= thresholds.unsure ? .unsure : .different
        if veto != nil { verdict = .different }
        return ScoredPair(pair: pair, weight: MatchWeight(bits: bits), verdict: verdict, veto: veto?.text)
    }

    // MARK: Levels

    func levels(_ x: Portrait, _ y: Portrait) -> LevelVector {
        var levels = LevelVector()
        let place = PlaceComparison(x, y)
        let year = yearLevel(x, y)
        compareNumbers(x, y, place, &levels)
        let authors = compareAuthors(x, y, &levels)
        let title = compareTitles(x, y, &levels)
        let container = containerLevel(x, y)
        levels[.venue] = container.rawValue * YearLevel.allCases.count + year.rawValue
        levels[.together] = EvidenceBounds.together(
            title: title, authors: authors, venue: EvidenceBounds.venue(container, year), place: place.summary)
        return levels
    }

    /// What identifiers, numbers and the abstract's first words tell.
    func compareNumbers(_ x: Portrait, _ y: Portrait, _ place: PlaceComparison, _ levels: inout LevelVector) {
        levels[.locator] =
            (place.volume.rawValue * 3 + place.issue.rawValue) * PageLevel.allCases.count + place.page.rawValue
        levels[.pmid] = x.pmid == 0 || y.pmid == 0 ? 2 : x.pmid == y.pmid ? 0 : 1
        levels[.identifier] = sharesElement(x.identifiers, y.identifiers) ? 1 : 0
        levels[.isbn] = Agreement.of(x.isbn, y.isbn).rawValue
        levels[.abstract] = abstractLevel(x.abstract, y.abstract).rawValue
        levels[.kind] = kindLevel(x.kind, y.kind).rawValue
    }

    /// - Returns: What class of agreement `together` sees.
    func compareAuthors(_ x: Portrait, _ y: Portrait, _ levels: inout LevelVector) -> Int {
        let authors = AuthorComparison(x, y, table)
        levels[.authors] = authors.level.rawValue * 3 + authors.rarity
        return EvidenceBounds.authors(authors.level)
    }

    /// Title, its numbers, and how far it bears out the DOI.
    ///
    /// - Returns: As `compareAuthors`.
    func compareTitles(_ x: Portrait, _ y: Portrait, _ levels: inout LevelVector) -> Int {
        let title = TitleComparison.between(x, y, table)
        let rarity = Rarity.bucket(bits: title.agreed, isColumn: x.isColumn || y.isColumn)
        levels[.title] = title.level.rawValue * Rarity.count + rarity
        var numbers = numberLevel(x, y)
        if numbers == .agree {
            if title.hasOpposites { numbers = .opposites }
            // The same numbers at other places of one name.
            if x.titleLetters != 0, x.titleLetters == y.titleLetters, x.titleDigits != y.titleDigits {
                numbers = .bothSides
            }
        }
        let isNear = title.level.rawValue <= TitleLevel.exchanged.rawValue
        levels[.numbers] = numbers.rawValue * 2 + (isNear ? 0 : 1)
        levels[.doi] = doiLevel(x, y).rawValue * 4 + doiTitleClass(title.level)
        return EvidenceBounds.title(title.level, rarity)
    }

    /// How far a title bears out an equal DOI: supplements give one DOI to hundreds of abstracts.
    private func doiTitleClass(_ level: TitleLevel) -> Int {
        switch level {
        case .exact, .spelling, .begins, .extra, .translated: 0
        case .exchanged, .within, .partial: 1
        case .differs: 2
        case .missing, .foreign: 3
        }
    }

    private func numberLevel(_ x: Portrait, _ y: Portrait) -> NumberLevel {
        if x.numbers.isEmpty && y.numbers.isEmpty { return .agree }
        let a = table.hashes[x.numbers.range]
        let b = table.hashes[y.numbers.range]
        var i = a.startIndex
        var j = b.startIndex
        var onlyA = false
        var onlyB = false
        while i < a.endIndex || j < b.endIndex {
            if j == b.endIndex || (i < a.endIndex && a[i] < b[j]) {
                onlyA = true
                i += 1
            } else if i == a.endIndex || b[j] < a[i] {
                onlyB = true
                j += 1
            } else {
                i += 1
                j += 1
            }
        }
        return onlyA && onlyB ? .bothSides : (onlyA || onlyB ? .oneSided : .agree)
    }

    private func sharesElement(_ x: Stretch, _ y: Stretch) -> Bool {
        if x.isEmpty || y.isEmpty { return false }
        let b = table.hashes[y.range]
        return table.hashes[x.range].contains { b.contains($0) }
    }

    func yearLevel(_ x: Portrait, _ y: Portrait) -> YearLevel {
        guard x.year != 0, y.year != 0 else { return .missing }
        var apart = abs(Int(x.year) - Int(y.year))
        if x.otherYear != 0 { apart = min(apart, abs(Int(x.otherYear) - Int(y.year))) }
        if y.otherYear != 0 { apart = min(apart, abs(Int(x.year) - Int(y.otherYear))) }
        // A manuscript comes before its article.
        if apart > 0, (x.kind == .preprint) != (y.kind == .preprint) { apart -= 1 }
        switch apart {
        case 0: return .equal
        case 1: return .oneApart
        case 2: return .twoApart
        case 3, 4: return .fewApart
        default: return .farApart
        }
    }

    func containerLevel(_ x: Portrait, _ y: Portrait) -> ContainerLevel {
        // Where a manuscript is kept says nothing of where it appeared.
        if isManuscript(x) != isManuscript(y) { return .missing }
        if x.container != 0, y.container != 0 {
            if x.container == y.container || sharesElement(x.issns, y.issns) { return .same }
            let level = table.containers.level(x.container, y.container)
            if level.rawValue > ContainerLevel.close.rawValue, weights.aliases.holds(containerPair(x, y)) {
                return .abbreviated
            }
            if level == .differs || level == .overlaps {
                let a = venueKind(x)
                let b = venueKind(y)
                if a != b, a != .unknown, b != .unknown { return .kindsDiffer }
            }
            return level
        }
        if sharesElement(x.issns, y.issns) { return .same }
        return .missing
    }

    func containerPair(_ x: Portrait, _ y: Portrait) -> UInt64 {
        ContainerAliases.pair(
            table.containers.marks[Int(x.container)].hash, table.containers.marks[Int(y.container)].hash)
    }

    private func isManuscript(_ portrait: Portrait) -> Bool {
        portrait.kind == .preprint || table.containers.marks[Int(portrait.container)].kind == .repository
    }

    /// What kind of place holds a record: its container's words, its type, or that it has a volume, as journals do.
    private func venueKind(_ portrait: Portrait) -> ContainerKind {
        let named = table.containers.marks[Int(portrait.container)].kind
        if named != .unknown { return named }
        switch portrait.kind {
        case .article: return .journal
        case .conference: return .conference
        case .book, .chapter: return .book
        case .preprint: return .repository
        default: return portrait.volume != 0 && portrait.firstPage.hash != 0 ? .journal : .unknown
        }
    }

    func doiLevel(_ x: Portrait, _ y: Portrait) -> DOILevel {
        guard x.doi != 0, y.doi != 0 else { return .missing }
        if x.doi == y.doi { return .equal }
        if x.doiStem == y.doiStem { return .versions }
        // A manuscript's DOI is never that of its article.
        if (x.kind == .preprint) != (y.kind == .preprint) { return .missing }
        if x.doiPrefix != y.doiPrefix { return .differs }
        if x.depositNumber != 0, y.depositNumber != 0 {
            return max(x.depositNumber, y.depositNumber) - min(x.depositNumber, y.depositNumber) <= 1
                ? .versions : .onePublisher
        }
        // `anie.202003115` and `ange.202003115`: the international edition and the German.
        let isOneNumber = x.doiDigits != 0 && x.doiDigits == y.doiDigits
        return isOneNumber && Agreement.of(x.volume, y.volume) != .differs && PlaceComparison.page(x, y) != .differs
            ? .siblings : .onePublisher
    }

    private func abstractLevel(_ a: SIMD8<UInt16>, _ b: SIMD8<UInt16>) -> AbstractLevel {
        if a[0] == 0 || b[0] == 0 { return .missing }
        var equal = 0
        for lane in 0..<8 where a[lane] == b[lane] { equal += 1 }
        return equal >= 7 ? .alike : equal >= 4 ? .similar : .differs
    }

    private func kindLevel(_ a: Kind, _ b: Kind) -> KindLevel {
        if a == .unknown || b == .unknown || a == .other || b == .other { return .unknown }
        if a == b { return .same }
        // Databases call these what they like.
        return isLoose(a) && isLoose(b) ? .near : .differs
    }

    private func isLoose(_ kind: Kind) -> Bool {
        switch kind {
        case .article, .conference, .chapter, .book, .report, .preprint: true
        default: false
        }
    }
}
