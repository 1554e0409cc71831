/// Why two records cannot be one version whatever agrees.
enum Contradiction: Sendable {
    case role, oneSourceTwoDOIs, twoDOIs, twoArticles, preprint, kinds, editions, numbers, versions
    case supplements, days, places, years

    var text: String {
        switch self {
        case .role: "one is a notice, reply, comment or supplement"
        case .oneSourceTwoDOIs: "one source gives them two DOIs"
        case .twoDOIs: "two DOIs, and no page says that they are one"
        case .twoArticles: "two DOIs of one publisher and two first pages"
        case .preprint: "one is a preprint"
        case .kinds: "different types of work"
        case .editions: "different editions"
        case .numbers: "titles carry different numbers"
        case .versions: "two versions of one DOI"
        case .supplements: "two supplements of one volume"
        case .days: "two days of one newspaper"
        case .places: "one source lists them in two issues"
        case .years: "an organization signs one title in two years"
        }
    }
}

extension Comparator {
    func contradiction(_ x: Portrait, _ y: Portrait, _ levels: LevelVector) -> Contradiction? {
        plainContradiction(x, y) ?? contradiction(of: levels, x, y)
    }

    /// What only the levels tell: the rest of `contradiction` after `plainContradiction`.
    func contradiction(of levels: LevelVector, _ x: Portrait, _ y: Portrait) -> Contradiction? {
        let page = PageLevel(rawValue: LevelGroup.locator.indexes(of: levels[.locator])[2]) ?? .missing
        let isOneDOI = x.doi != 0 && x.doi == y.doi
        if !isOneDOI, levels[.numbers] == NumberLevel.bothSides.rawValue * 2,
            page == .differs || page == .missing || page == .forms
        {
            return .numbers
        }
        if !isOneDOI, x.source == y.source, x.source != 0, page != .range, page != .first,
            let place = place(of: levels), place.volume == .differs || place.volume == .equal && place.issue == .differs
        {
            return .places
        }
        if !isOneDOI, isOfTwoYears(x, y, levels), page != .range, page != .first { return .years }
        return nil
    }

    /// Whether an organization signs both, each in a year of its own, and no container holds both: reports that come out every
    /// year.
    private func isOfTwoYears(_ x: Portrait, _ y: Portrait, _ levels: LevelVector) -> Bool {
        guard levels[.authors] / 3 == AuthorLevel.organization.rawValue, levels[.identifier] == 0,
            levels[.pmid] != Agreement.equal.rawValue, levels[.isbn] != Agreement.equal.rawValue,
            place(of: levels)?.volume != .equal
        else { return false }
        let years = YearLevel.allCases.count
        let (container, year) = (levels[.venue] / years, levels[.venue] % years)
        return year != YearLevel.equal.rawValue && year != YearLevel.missing.rawValue
            && container > ContainerLevel.close.rawValue
    }

    /// Whether a record is of a preprint, or of a paper of a series that comes before articles.
    private func isEarly(_ portrait: Portrait) -> Bool {
        portrait.kind == .preprint || table.containers.marks[Int(portrait.container)].isPaperSeries
    }

    /// Whether a record is of something that came out: its type says so, or it names what holds it. A report may be the paper of
    /// a series whose name it does not give.
    private func hasAppeared(_ portrait: Portrait, beside early: Portrait) -> Bool {
        switch portrait.kind {
        case .unknown:
            portrait.container != 0 && table.containers.marks[Int(portrait.container)].kind != .repository
        case .article, .conference, .chapter, .book: true
        default: early.kind == .preprint
        }
    }

    private func place(of levels: LevelVector) -> (volume: Agreement, issue: Agreement)? {
        let at = LevelGroup.locator.indexes(of: levels[.locator])
        guard let volume = Agreement(rawValue: at[0]), let issue = Agreement(rawValue: at[1]) else { return nil }
        return (volume, issue)
    }

    /// What needs no look at the words of the titles.
    func plainContradiction(_ x: Portrait, _ y: Portrait) -> Contradiction? {
        let isOneDOI = x.doi != 0 && x.doi == y.doi
        if x.titleRole != y.titleRole, x.title.count > 0, y.title.count > 0 { return .role }
        if x.doi != 0, y.doi != 0, !isOneDOI {
            let page = PlaceComparison.page(x, y)
            if policy.versions == .link {
                if x.source == y.source, x.source != 0 { return .oneSourceTwoDOIs }
                if doiLevel(x, y) == .versions { return .versions }
                if page != .range && page != .first { return .twoDOIs }
            }
            if x.doiPrefix == y.doiPrefix, page == .differs, x.kind != .preprint, y.kind != .preprint {
                return .twoArticles
            }
        }
        if policy.versions == .link, !isOneDOI, isEarly(x) != isEarly(y),
            isEarly(x) ? hasAppeared(y, beside: x) : hasAppeared(x, beside: y)
        {
            return .preprint
        }
        // `….s001`: what a publisher deposits beside an article under its title.
        let isComponent = policy.versions == .merge && x.doi != 0 && x.doiStem == y.doiStem
        if !isOneDOI, !isComponent {
            if x.kind != y.kind, x.kind.standsApart || y.kind.standsApart, x.kind != .unknown, y.kind != .unknown {
                return .kinds
            }
            if x.kind == .thesis && y.kind == .conference || x.kind == .conference && y.kind == .thesis {
                return .kinds
            }
            if x.kind == .chapter && y.kind == .book || x.kind == .book && y.kind == .chapter { return .kinds }
        }
        if x.day != 0, y.day != 0, x.day != y.day, x.year == y.year { return .days }
        if x.isSupplement, y.isSupplement, x.issue != y.issue, x.volume == y.volume, x.volume != 0, !isOneDOI {
            return .supplements
        }
        if x.edition != 0, y.edition != 0, x.edition != y.edition, x.kind == .book, y.kind == .book { return .editions }
        return nil
    }
}
