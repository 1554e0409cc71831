public import Records
internal import TextKernels

/// Compares two records of one table.
public struct Comparator: Sendable {
    public let table: PortraitTable
    public let weights: WeightTable
    public let policy: MatchingPolicy

    public init(table: PortraitTable, weights: WeightTable = .version1, policy: MatchingPolicy = MatchingPolicy()) {
        self.table = table
        self.weights = weights
        self.policy = policy
    }

    /// Cheap test before a comparison: false where the two are surely different versions.
    public func admits(_ a: RecordIndex, _ b: RecordIndex) -> Bool {
        let x = table.portraits[Int(a)]
        let y = table.portraits[Int(b)]
        return VersionMark.admits(VersionMark(source: x.source, doi: x.doi), VersionMark(source: y.source, doi: y.doi))
    }

    /// Weighs the evidence that `a` and `b` describe one version.
    public func score(_ pair: CandidatePair) -> ScoredPair {
        var none: [FieldEvidence]?
        return score(pair, evidence: &none)
    }

    /// As `score`, with each field's level and bits in the order they are looked at, prior first.
    public func explain(_ pair: CandidatePair) -> (scored: ScoredPair, evidence: [FieldEvidence]) {
        var evidence: [FieldEvidence]? = [FieldEvidence(field: "prior", level: "", bits: weights.prior)]
        let scored = score(pair, evidence: &evidence)
        return (scored, evidence ?? [])
    }

    private func score(_ pair: CandidatePair, evidence: inout [FieldEvidence]?) -> ScoredPair {
        let x = table.portraits[Int(pair.a)]
        let y = table.portraits[Int(pair.b)]
        var bits = weights.prior
        func add(_ level: Level?) {
            guard let level else { return }
            bits += weights[level]
            evidence?.append(FieldEvidence(field: level.field, level: level.name, bits: weights[level]))
        }
        let title = titleLevel(x, y)
        let veto = contradiction(x, y, title: title)
        if veto != nil, evidence == nil {
            return ScoredPair(pair: pair, weight: MatchWeight(bits: -20), verdict: .different, veto: veto)
        }
        let identified = addIdentifiers(x, y, add)
        add(title)
        if title != .titleDiffers, numbersDiffer(x, y) == .oneSided { add(.numbersMissing) }
        addAuthors(x, y, add)
        add(yearLevel(x, y))
        add(containerLevel(x, y))
        if x.volume != 0, y.volume != 0 { add(x.volume == y.volume ? .volumeEqual : .volumeDiffers) }
        if x.issue != 0, y.issue != 0 { add(x.issue == y.issue ? .issueEqual : .issueDiffers) }
        if x.firstPage != 0, y.firstPage != 0 {
            if x.firstPage == y.firstPage {
                add(.pageEqual)
                if x.lastPage != 0, x.lastPage == y.lastPage { add(.pageLastEqual) }
            } else {
                add(.pageDiffers)
            }
        }
        if x.abstract != 0, x.abstract == y.abstract { add(.abstractEqual) }
        if kindsDiffer(x.kind, y.kind) { add(.kindDiffers) }
        var verdict: Verdict = bits >= weights.same ? .same : (bits >= weights.unsure ? .unsure : .different)
        // An identifier alone never joins what else has nothing in common: supplements share one DOI.
        if identified, verdict == .same, title == .titleDiffers { verdict = .unsure }
        if veto != nil { verdict = .different }
        return ScoredPair(pair: pair, weight: MatchWeight(bits: bits), verdict: verdict, veto: veto)
    }

    // MARK: Contradictions

    /// Why the two cannot be one version whatever agrees; nil where nothing forbids it.
    private func contradiction(_ x: Portrait, _ y: Portrait, title: Level?) -> String? {
        if x.titleRole != y.titleRole { return "one is a notice, reply or comment" }
        if x.doi != 0, y.doi != 0, x.doi != y.doi {
            if x.source == y.source { return "one source gives them two DOIs" }
            if x.doiPrefix == y.doiPrefix, x.firstPage != 0, y.firstPage != 0, x.firstPage != y.firstPage {
                return "two DOIs of one publisher and two first pages"
            }
        }
        if policy.versions == .link {
            if isPreprint(x.kind) != isPreprint(y.kind), x.kind != .unknown, y.kind != .unknown,
                x.doi != y.doi || x.doi == 0
            {
                return "one is a preprint"
            }
        }
        for kind in [Kind.notice, .dataset, .component, .review, .chapter, .software] {
            if (x.kind == kind) != (y.kind == kind), x.kind != .unknown, y.kind != .unknown {
                // Databases call chapters and datasets what they like; a shared DOI overrules the type.
                if x.doi != 0, x.doi == y.doi { continue }
                if kind == .chapter, x.kind != .book, y.kind != .book { continue }
                return "different types of work"
            }
        }
        if x.edition != 0, y.edition != 0, x.edition != y.edition, x.kind == .book, y.kind == .book {
            return "different editions"
        }
        if title != nil, title != .titleDiffers, numbersDiffer(x, y) == .bothSides, x.doi == 0 || x.doi != y.doi {
            return "titles carry different numbers"
        }
        return nil
    }

    private func isPreprint(_ kind: Kind) -> Bool { kind == .preprint }

    private func kindsDiffer(_ a: Kind, _ b: Kind) -> Bool {
        a != b && a != .unknown && b != .unknown && a != .other && b != .other
    }

    private enum NumberDifference { case none, oneSided, bothSides }

    private func numbersDiffer(_ x: Portrait, _ y: Portrait) -> NumberDifference {
        let a = table.hashes[x.numbers.range]
        let b = table.hashes[y.numbers.range]
        if a.isEmpty && b.isEmpty { return .none }
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
        return onlyA && onlyB ? .bothSides : (onlyA || onlyB ? .oneSided : .none)
    }

    // MARK: Fields

    private func addIdentifiers(_ x: Portrait, _ y: Portrait, _ add: (Level?) -> Void) -> Bool {
        var equal = false
        if x.doi != 0, y.doi != 0 {
            equal = x.doi == y.doi
            add(equal ? .doiEqual : (x.doiPrefix == y.doiPrefix ? .doiDiffersSamePrefix : .doiDiffers))
        }
        // Identifiers of one record go together: the second one that agrees says little more.
        if x.pmid != 0, y.pmid != 0 {
            if x.pmid != y.pmid { add(.pmidDiffers) } else if !equal { add(.pmidEqual) }
            equal = equal || x.pmid == y.pmid
        }
        if !equal, sharesElement(x.identifiers, y.identifiers) {
            add(.identifierEqual)
            equal = true
        }
        if x.isbn != 0, y.isbn != 0, x.kind != .chapter, y.kind != .chapter {
            add(x.isbn == y.isbn ? .isbnEqual : .isbnDiffers)
        }
        return equal
    }

    private func sharesElement(_ x: Stretch, _ y: Stretch) -> Bool {
        let a = table.hashes[x.range]
        let b = table.hashes[y.range]
        return !a.isEmpty && !b.isEmpty && a.contains { b.contains($0) }
    }

    private func titleLevel(_ x: Portrait, _ y: Portrait) -> Level? {
        guard x.title.count > 0, y.title.count > 0 else { return nil }
        if x.titleHash == y.titleHash {
            let words = min(x.words.count, y.words.count)
            return words >= 6 ? .titleExactLong : (words >= 3 && x.title.count >= 16 ? .titleExact : .titleExactShort)
        }
        let shorter = min(x.title.count, y.title.count)
        return table.bytes.withUnsafeBufferPointer { bytes -> Level in
            let a = UnsafeBufferPointer(rebasing: bytes[x.title.range])
            let b = UnsafeBufferPointer(rebasing: bytes[y.title.range])
            let (short, long) = a.count <= b.count ? (a, b) : (b, a)
            if min(x.words.count, y.words.count) >= 4, shorter >= 24, long.count > short.count,
                long[short.count] == UInt8(ascii: " "),
                long.starts(with: short)
            {
                return .titleContained
            }
            let overlap = wordOverlap(x, y)
            let ratio = Similarity.indelRatio(a, b, cutoff: overlap >= 0.8 ? 0 : 0.6)
            if shorter >= 16, ratio >= 0.94 || (overlap >= 0.99 && min(x.words.count, y.words.count) >= 4) {
                return .titleNear
            }
            if ratio >= 0.86 || overlap >= 0.8 { return .titleClose }
            return ratio >= 0.72 || overlap >= 0.6 ? .titlePartial : .titleDiffers
        }
    }

    /// Shared words over the words of the longer title, 0...1.
    private func wordOverlap(_ x: Portrait, _ y: Portrait) -> Double {
        let a = table.hashes[x.words.range]
        let b = table.hashes[y.words.range]
        var i = a.startIndex
        var j = b.startIndex
        var shared = 0
        while i < a.endIndex, j < b.endIndex {
            if a[i] == b[j] {
                shared += 1
                i += 1
                j += 1
            } else if a[i] < b[j] {
                i += 1
            } else {
                j += 1
            }
        }
        return Double(shared) / Double(max(a.count, b.count, 1))
    }

    private func addAuthors(_ x: Portrait, _ y: Portrait, _ add: (Level?) -> Void) {
        let a = table.authorMarks[x.authors.range]
        let b = table.authorMarks[y.authors.range]
        guard let first = a.first, let second = b.first else { return }
        var shared = 0
        var swapped = 0
        for mark in a {
            if b.contains(where: { $0.family == mark.family }) {
                shared += 1
            } else if mark.unordered != 0, b.contains(where: { $0.unordered == mark.unordered }) {
                swapped += 1
            }
        }
        let fewer = min(a.count, b.count)
        let agreeing = min(shared + swapped, fewer)
        if agreeing == 0 {
            add(.authorsDiffer)
        } else if fewer == 1 {
            let matched = first.family == second.family
            add(shared == 0 ? .authorsSwapped : (max(a.count, b.count) == 1 || matched ? .authorSingle : .authorsSome))
            if matched, a.count == 1, b.count == 1, first.initial != 0, second.initial != 0,
                first.initial != second.initial
            {
                add(.initialsDiffer)
            }
        } else if agreeing == fewer, max(a.count, b.count) == fewer {
            add(.authorsEqual)
        } else if Double(agreeing) >= 0.6 * Double(fewer) {
            add(.authorsMost)
        } else {
            add(first.family == second.family ? .authorsFirst : .authorsSome)
        }
    }

    private func yearLevel(_ x: Portrait, _ y: Portrait) -> Level? {
        guard x.year != 0, y.year != 0 else { return nil }
        var apart = abs(Int(x.year) - Int(y.year))
        if x.otherYear != 0 { apart = min(apart, abs(Int(x.otherYear) - Int(y.year))) }
        if y.otherYear != 0 { apart = min(apart, abs(Int(x.year) - Int(y.otherYear))) }
        switch apart {
        case 0: return .yearEqual
        case 1: return .yearNear
        case 2: return .yearClose
        default: return .yearDiffers
        }
    }

    private func containerLevel(_ x: Portrait, _ y: Portrait) -> Level? {
        if sharesElement(x.issns, y.issns) { return .containerISSN }
        guard x.container.count > 0, y.container.count > 0 else { return nil }
        return table.bytes.withUnsafeBufferPointer { bytes -> Level in
            let a = UnsafeBufferPointer(rebasing: bytes[x.container.range])
            let b = UnsafeBufferPointer(rebasing: bytes[y.container.range])
            if a.elementsEqual(b) { return .containerEqual }
            if Abbreviation.aligns(a, b) || Abbreviation.aligns(b, a) { return .containerAbbreviated }
            return Similarity.indelRatio(a, b, cutoff: 0.8) >= 0.8 ? .containerClose : .containerDiffers
        }
    }
}
