public import Records

/// A change to what two records say that would turn the verdict on them.
public struct VerdictTurn: Sendable, Hashable {
    /// What a change is about: one field of the records, as comparison reads it.
    public enum Part: String, Sendable, CaseIterable {
        case title, authors, year, container, volume, issue, pages, doi, pmid
        case identifiers = "other identifiers"
        case isbn, abstract, type, edition, source

        /// As a person writes it.
        public var name: String {
            switch self {
            case .doi: "DOI"
            case .pmid: "PMID"
            case .isbn: "ISBN"
            default: rawValue
            }
        }
    }

    public enum Change: String, Sendable, CaseIterable {
        /// Neither record says it.
        case absent
        /// The second record says what the first does.
        case equal
        /// The second record says something else: of the year, the next one.
        case other
    }

    public struct Step: Sendable, Hashable {
        public var part: Part
        public var change: Change

        /// `without the year`.
        public var text: String {
            switch change {
            case .absent: "without the \(part.name)"
            case .equal: "with the same \(part.name)"
            case .other: part == .year ? "with a year that is one off" : "with another \(part.name)"
            }
        }
    }

    /// One, or two where no single one turns the verdict.
    public var steps: [Step]
    public var verdict: Verdict
    public var bits: Double
    public var veto: String?

    public var text: String { steps.map(\.text).joined(separator: " and ") }
}

extension Comparator {
    /// The smallest changes that would turn the verdict on a pair: of each field the one that moves the weight least, least
    /// first; of two fields at once where none of one does.
    ///
    /// What agrees is looked at for what would make two records one, and what differs for what would part them.
    public func turns(of pair: CandidatePair) -> [VerdictTurn] {
        let now = explain(pair).scored
        let x = table.portraits[Int(pair.a)]
        let y = table.portraits[Int(pair.b)]
        var trial = table
        func turn(_ steps: [VerdictTurn.Step]) -> VerdictTurn? {
            var (a, b) = (x, y)
            for step in steps { step.apply(to: &a, &b) }
            trial.portraits[Int(pair.a)] = a
            trial.portraits[Int(pair.b)] = b
            let found = Comparator(table: trial, weights: weights, policy: policy).explain(pair).scored
            if found.verdict == now.verdict { return nil }
            let isCloser = found.verdict == .same || now.verdict == .different
            if steps.contains(where: { $0.change == (isCloser ? .other : .equal) }) { return nil }
            return VerdictTurn(steps: steps, verdict: found.verdict, bits: found.weight.bits, veto: found.veto)
        }
        func smallest(_ turns: [VerdictTurn]) -> VerdictTurn? {
            turns.min { abs($0.bits - now.weight.bits) < abs($1.bits - now.weight.bits) }
        }
        func ordered(_ turns: [VerdictTurn]) -> [VerdictTurn] {
            turns.enumerated().sorted { x, y in
                let (a, b) = (abs(x.element.bits - now.weight.bits), abs(y.element.bits - now.weight.bits))
                return a != b ? a < b : x.offset < y.offset
            }.map(\.element)
        }
        let steps = VerdictTurn.Part.allCases.map { part in
            VerdictTurn.Change.allCases.map { VerdictTurn.Step(part: part, change: $0) }
        }
        let single = steps.compactMap { smallest($0.compactMap { turn([$0]) }) }
        if !single.isEmpty { return ordered(single) }
        var double: [VerdictTurn] = []
        for (index, first) in steps.enumerated() {
            for second in steps[(index + 1)...] {
                let turns = first.flatMap { one in second.compactMap { turn([one, $0]) } }
                if let turn = smallest(turns) { double.append(turn) }
            }
        }
        return ordered(double)
    }
}

extension VerdictTurn.Step {
    /// Changes the portraits of the two records.
    func apply(to x: inout Portrait, _ y: inout Portrait) {
        switch change {
        case .absent:
            let nothing = Portrait()
            copy(from: nothing, to: &x)
            copy(from: nothing, to: &y)
        case .equal: copy(from: x, to: &y)
        case .other: alter(&y, unlike: x)
        }
    }

    private func copy(from source: Portrait, to target: inout Portrait) {
        switch part {
        case .title:
            target.titleHash = source.titleHash
            target.mainTitleHash = source.mainTitleHash
            target.otherTitleHash = source.otherTitleHash
            target.title = source.title
            target.words = source.words
            target.otherWords = source.otherWords
            target.numbers = source.numbers
            target.titleLetters = source.titleLetters
            target.titleDigits = source.titleDigits
            target.languages = source.languages
            target.titleBits = source.titleBits
            // The title alone may have made it a notice.
            if target.titleRole == .notice { target.kind = source.kind }
            target.titleRole = source.titleRole
            target.isColumn = source.isColumn
        case .authors:
            target.authors = source.authors
            target.authorCount = source.authorCount
        case .year:
            target.year = source.year
            target.otherYear = source.otherYear
            target.day = source.day
        case .container:
            target.container = source.container
            target.issns = source.issns
        case .volume:
            target.volume = source.volume
            target.isVolumeYear = source.isVolumeYear
        case .issue:
            target.issue = source.issue
            target.isIssueMonth = source.isIssueMonth
            target.isSupplement = source.isSupplement
        case .pages:
            target.firstPage = source.firstPage
            target.lastPage = source.lastPage
        case .doi:
            target.doi = source.doi
            target.doiStem = source.doiStem
            target.doiPrefix = source.doiPrefix
            target.doiDigits = source.doiDigits
            target.depositNumber = source.depositNumber
        case .pmid: target.pmid = source.pmid
        case .identifiers: target.identifiers = source.identifiers
        case .isbn: target.isbn = source.isbn
        case .abstract: target.abstract = source.abstract
        case .type:
            target.kind = source.kind
            target.settleKind()
        case .edition: target.edition = source.edition
        case .source: target.source = source.source
        }
    }

    /// Makes the second say something else where it is plain what that would be; else nothing changes.
    private func alter(_ y: inout Portrait, unlike x: Portrait) {
        switch part {
        case .year where x.year != 0:
            y.year = x.year + 1
            y.otherYear = 0
        case .volume where x.volume != 0: y.volume = ~x.volume | 1
        case .issue where x.issue != 0: y.issue = ~x.issue | 1
        case .pages where x.firstPage.hash != 0:
            y.firstPage = PageMark(hash: ~x.firstPage.hash | 1, number: x.firstPage.number &+ 5000)
            y.lastPage = PageMark()
        case .doi where x.doi != 0:
            y.doi = ~x.doi | 1
            y.doiStem = y.doi
            y.doiPrefix = ~x.doiPrefix | 1
            y.doiDigits = 0
            y.depositNumber = 0
        case .pmid where x.pmid != 0: y.pmid = ~x.pmid | 1
        case .isbn where x.isbn != 0: y.isbn = ~x.isbn | 1
        case .source where x.source != 0: y.source = ~x.source | 1
        default: break
        }
    }
}
